"""The built-in renderer's middle: sources through pandoc and the book filter into one document."""

import json
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from html import escape
from pathlib import Path, PurePosixPath
from string import Template
from typing import Any, NamedTuple

from topoi.errors import InputError
from topoi.report.publish.book import TEMPLATES, Book
from topoi.report.publish.search_index import write_search_index, write_search_script
from topoi.report.publish.sources import Chapter, read_chapter

# No automatic heading ids (the filter makes them unique over the book); `smart` as Quarto has it.
_READER = "markdown-auto_identifiers+smart"
_SHOWN_PROBLEMS = 4
_APPENDICES = '<li class="part">Appendices</li>'  # stands before the first
_NOTE = re.compile(r"^\[\^([^\]\s]+)\]:", re.MULTILINE)
# What the site carries, and the name of each in templates/.
ASSETS = {"page.css": "page.css", "content.css": "content.scss", "page.js": "page.js"}


class Page(NamedTuple):
    """One chapter after the book filter; `document` is pandoc's JSON form of it alone."""

    path: str
    href: str
    title: str
    number: str
    appendix: bool
    toc: tuple[dict[str, Any], ...]
    document: dict[str, Any]


class Sources(NamedTuple):
    """Every chapter as pandoc's tree, and the pictures its cells made (path in the site: bytes)."""

    trees: tuple[dict[str, Any], ...]
    pictures: dict[str, bytes]


class Document(NamedTuple):
    """The whole book for one output form, and the pictures it shows (path in the site: bytes)."""

    pages: tuple[Page, ...]
    pictures: dict[str, bytes]


def page_address(path: str) -> str:
    """Return the address of a source's page in the site.

    >>> page_address("notebooks/01-text.ipynb")
    'notebooks/01-text.html'
    """
    return str(PurePosixPath(path).with_suffix(".html"))


def read_sources(book: Book) -> Sources:
    """Return the book's sources as pandoc's trees, in order.

    Raises InputError on a source that cannot be read as one of this project's.
    """
    chapters = [read_chapter(book, path) for path in book.sources]
    _check_notes(chapters)
    with ThreadPoolExecutor(2) as pool:  # each may take a gigabyte of a large collection
        trees = tuple(pool.map(_tree, chapters))
    pictures = {name: data for chapter in chapters for name, data in chapter.pictures.items()}
    return Sources(trees, pictures)


def build_document(book: Book, sources: Sources, *, form: str) -> Document:
    """Return the numbered, cross-referenced and cited book for `form` ("html" or "typst").

    Raises InputError with every unresolved reference, link, citation and unknown construct.
    """
    blocks = [
        {"t": "Div", "c": [["", ["chapter"], _attributes(book, path)], tree["blocks"]]}
        for path, tree in zip(book.sources, sources.trees, strict=True)
    ]
    merged = {**sources.trees[0], "blocks": blocks, "meta": _metadata(book, form)}
    arguments = ["-f", "json", "-t", "json"]
    for name in ("print.lua", "book.lua"):
        arguments += ["--lua-filter", str(TEMPLATES / name)]
    result = json.loads(run_pandoc(json.dumps(merged), *arguments, place="the report"))
    problems = list(dict.fromkeys(entry["c"] for entry in result["meta"].pop("problems")["c"]))
    if problems:
        place, _, problem = problems[0].partition(": ")
        listed = "; ".join([problem, *problems[1:_SHOWN_PROBLEMS]])
        more = len(problems) - _SHOWN_PROBLEMS
        listed += f"; and {more} more" if more > 0 else ""
        raise InputError(
            place, listed, "Mend the source; after a change of texts run `topoi execute`"
        )
    pages = tuple(_page(block, result) for block in result["blocks"] if block["t"] == "Div")
    pictures = dict(sources.pictures)
    for entry in result["meta"]["files"]["c"]:
        if entry["c"] not in pictures:
            pictures[entry["c"]] = _picture(book, entry["c"])
    return Document(pages, pictures)


def run_pandoc(text: str, *arguments: str, place: str) -> str:
    """Return what pandoc makes of `text`. Raises InputError on any warning or failure of it."""
    import pypandoc

    command = [pypandoc.get_pandoc_path(), *arguments]
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False)
    if done.returncode or done.stderr.strip():
        raise InputError(place, f"pandoc says: {done.stderr.strip()}", "Mend the source it names")
    return done.stdout


def _picture(book: Book, path: str) -> bytes:
    if not (book.root / path).is_file():
        raise InputError(path, "is shown as a picture and missing", "Mend the path")
    return (book.root / path).read_bytes()


def _check_notes(chapters: list[Chapter]) -> None:
    """Raise InputError where a footnote's name is used twice: the PDF is one document."""
    first: dict[str, str] = {}
    for chapter in chapters:
        for name in _NOTE.findall(chapter.markdown):
            if name in first:
                problem = f"names a footnote [^{name}], as {first[name]} does"
                raise InputError(chapter.path, problem, "Give each footnote its own name")
            first[name] = chapter.path


def _tree(chapter: Chapter) -> Any:
    """Return pandoc's tree of a chapter, read part by part."""
    asked = ("-f", _READER, "-t", "json")
    parts = [json.loads(run_pandoc(part, *asked, place=chapter.path)) for part in chapter.parts]
    return {**parts[0], "blocks": [block for part in parts for block in part["blocks"]]}


def _attributes(book: Book, path: str) -> list[list[str]]:
    appendix = [["appendix", "yes"]] if path in book.appendices else []
    return [["path", path], ["href", page_address(path)], *appendix]


def _metadata(book: Book, form: str) -> dict[str, Any]:
    """Return what pandoc and the book filter are told of the book, as pandoc writes metadata."""
    files = [{"t": "MetaString", "c": str(book.root / path)} for path in book.bibliography]
    words = {"form": form, "lang": book.lang, "csl": str(book.root / book.csl) if book.csl else ""}
    flags = {"code-in-pdf": book.code_in_pdf, "link-citations": True}
    return {
        "bibliography": {"t": "MetaList", "c": files},
        **{key: {"t": "MetaString", "c": text} for key, text in words.items() if text},
        **{key: {"t": "MetaBool", "c": flag} for key, flag in flags.items()},
    }


def _page(block: dict[str, Any], document: dict[str, Any]) -> Page:
    attributes = dict(block["c"][0][2])
    return Page(
        path=attributes["path"],
        href=attributes["href"],
        title=attributes["title"],
        number=attributes["number"],
        appendix="appendix" in attributes,
        toc=tuple(json.loads(attributes["toc"])),
        document={**document, "meta": {}, "blocks": block["c"][1]},
    )


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
    write_search_script(folder)
    write_search_index(folder)


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
    base = "../" * page.href.count("/")
    index = document.pages.index(page)
    styles = "".join(f'<link rel="stylesheet" href="{base}{escape(path)}">' for path in book.css)
    if index == 0:
        body = body.replace("</h1>", f'</h1>\n<p class="byline">{escape(_byline(book))}</p>', 1)
    title = page.title if page.title == book.title else f"{page.title} – {book.title}"
    return template.substitute(
        lang=escape(book.lang),
        title=escape(title),
        book=escape(book.title),
        subtitle=escape(book.subtitle),
        byline=escape(_byline(book)),
        base=base,
        styles=styles,
        pdf=escape(book.pdf_name),
        navigation=_navigation(document, page, base),
        toc=_contents(page),
        body=body,
        before=_neighbour(document, index - 1, base, "prev", "Previous"),
        after=_neighbour(document, index + 1, base, "next", "Next"),
    )


def _byline(book: Book) -> str:
    return ", ".join(filter(None, [*book.authors, book.date]))


def _navigation(document: Document, current: Page, base: str) -> str:
    items: list[str] = []
    for page in document.pages:
        if page.appendix and _APPENDICES not in items:
            items.append(_APPENDICES)
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
