"""The web half of the built-in renderer: one page a chapter, navigation, assets."""

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from html import escape
from pathlib import Path
from string import Template

from topoi.errors import InputError
from topoi.report.book import Book
from topoi.report.builtin import TEMPLATES, Document, Page, Sources, build_document, run_pandoc

# What the site carries, and the name of each in templates/.
ASSETS = {"page.css": "page.css", "content.css": "content.scss", "page.js": "page.js"}


def write_site(book: Book, sources: Sources, folder: Path) -> None:
    """Write the book's HTML pages, pictures, style and resources into `folder`.

    Raises InputError on whatever in the sources cannot be resolved.
    """
    document = build_document(book, sources, form="html")
    for name, data in document.pictures.items():
        write_bytes(folder / name, data)
    for name, template in ASSETS.items():
        write_bytes(folder / "assets" / name, (TEMPLATES / template).read_bytes())
    for pattern in (*book.css, *book.resources):
        copy_matching(book.root, pattern, folder)
    page_template = Template((TEMPLATES / "page.html").read_text(encoding="utf-8"))
    with ThreadPoolExecutor(4) as pool:
        pages = pool.map(partial(_page_html, book, document, page_template), document.pages)
        for page, text in zip(document.pages, pages, strict=True):
            write_bytes(folder / page.href, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path`, whose folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def copy_matching(root: Path, pattern: str, folder: Path) -> None:
    """Copy every file of `root` that `pattern` matches to the same place under `folder`."""
    found = [path for path in sorted(root.glob(pattern.lstrip("/"))) if path.is_file()]
    if not found:
        raise InputError("_quarto.yml", f"{pattern} matches no file", "Mend the path")
    for path in found:
        target = folder / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _page_html(book: Book, document: Document, template: Template, page: Page) -> str:
    arguments = ("-f", "json", "-t", "html5", "--mathml", "--wrap=none")
    body = run_pandoc(json.dumps(page.document), *arguments, place=page.path)
    base = os.path.relpath(".", os.path.dirname(page.href) or ".")
    base = "" if base == "." else base + "/"
    index = document.pages.index(page)
    styles = "".join(f'<link rel="stylesheet" href="{base}{escape(path)}">' for path in book.css)
    title = page.title if page.title == book.title else f"{page.title} – {book.title}"
    return template.substitute(
        lang=escape(book.lang),
        title=escape(title),
        book=escape(book.title),
        subtitle=escape(book.subtitle),
        byline=escape(", ".join(filter(None, [*book.authors, book.date]))),
        base=base,
        styles=styles,
        pdf=escape(book.pdf_name),
        navigation=_navigation(document, page, base),
        toc=_contents(page),
        body=body,
        before=_neighbour(document, index - 1, base, "prev", "Before"),
        after=_neighbour(document, index + 1, base, "next", "After"),
    )


def _navigation(document: Document, current: Page, base: str) -> str:
    items = []
    appendix_seen = False
    for page in document.pages:
        if page.appendix and not appendix_seen:
            appendix_seen = True
            items.append('<li class="part">Appendices</li>')
        here = ' aria-current="page"' if page is current else ""
        items.append(f'<li><a href="{base}{page.href}"{here}>{_label(page)}</a></li>')
    return "\n".join(items)


def _label(page: Page) -> str:
    number = f'<span class="number">{escape(page.number)}</span> ' if page.number else ""
    return f"{number}<span>{escape(page.title)}</span>"


def _contents(page: Page) -> str:
    items = [
        f'<li class="level-{entry["level"]}"><a href="#{escape(entry["id"])}">'
        + (f'<span class="number">{entry["number"]}</span> ' if entry["number"] else "")
        + f"{escape(entry['title'])}</a></li>"
        for entry in page.toc
        if 2 <= entry["level"] <= 3
    ]
    if not items:
        return ""
    listed = "\n".join(items)
    title = "On this page"
    return f'<nav class="contents" aria-label="{title}"><p>{title}</p><ol>{listed}</ol></nav>'


def _neighbour(document: Document, index: int, base: str, rel: str, word: str) -> str:
    if not 0 <= index < len(document.pages):
        return ""
    page = document.pages[index]
    return (
        f'<a rel="{rel}" class="{rel}" href="{base}{page.href}">'
        f"<small>{word}</small>{_label(page)}</a>"
    )
