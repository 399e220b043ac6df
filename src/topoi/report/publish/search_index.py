"""What a reader can search a rendered site for: its chapters by section, its evidence, its texts.

One index for both renderers, read from the pages they made. It is written as a script, which a page
opened from disk may load, and where Quarto made the site also as the file that its search fetches.
"""

import json
from collections.abc import Iterable, Sequence
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from posixpath import normpath
from typing import NamedTuple

from topoi.report.publish.book import TEMPLATES

INDEX, SCRIPT = "search-index.js", "book-search.js"  # at the top of the site
_OF_QUARTO = "search.json"
# What is no text of a report: code, scripts, labels in figures, and the page's own frame.
_SILENT = {"script", "style", "pre", "nav", "footer", "button", "summary", "math", "svg"}
_SILENT_CLASSES = {"topoi-colophon", "table-data", "chapter-number", "number", "byline", "pdf"}
_SILENT_CLASSES |= {"chapter-notebook", "figure-data"}
_BLOCKS = {"p", "li", "td", "th", "div", "h3", "h4", "section", "figcaption", "dt", "dd"}
_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Chapter(NamedTuple):
    """A page of the book: its address in the site, and what the list of chapters calls it."""

    href: str
    title: str


class Entry(NamedTuple):
    """What can be found: an address in the site, the page, the section in it, and its words."""

    href: str
    title: str
    section: str
    text: str


def chapters_of(site: Path) -> list[Chapter]:
    """Return the chapters in the order of the list of them that the front page carries.

    The pages of evidence, which the list may lead to as well, are none. An empty list where there
    is no front page, or none with such a list.
    """
    front = site / "index.html"
    if not front.is_file():
        return []
    found = _ChapterList()
    found.feed(front.read_text(encoding="utf-8"))
    named = {normpath(href): " ".join("".join(words).split()) for href, words in found.links}
    chapters = (Chapter(href, title) for href, title in named.items())
    return [chapter for chapter in chapters if not chapter.href.startswith("evidence/")]


def sections_of(html: str) -> list[tuple[str, str, str]]:
    """Return id, heading and words of each section of a page, its opening first.

    Code is left out, and so is what frames the text.

    >>> sections_of("<main><h1>A</h1><p>b</p><h2 id='c'>C</h2><p>d <i>e</i></p><pre>f</pre></main>")
    [('', '', 'b'), ('c', 'C', 'd e')]
    """
    page = _Sections()
    page.feed(html)
    told = [
        (place, *(" ".join("".join(words).split()) for words in (heading, text)))
        for place, heading, text in page.sections
    ]
    return [(place, heading, text) for place, heading, text in told if heading or text]


def write_search_index(site: Path, *, beside: Iterable[Entry] = ()) -> list[Entry]:
    """Return what the search of the site finds, written into it.

    `beside` is what is found besides the sections of the chapters.
    """
    entries = [*_in_chapters(site), *beside]
    listed = [list(entry) for entry in entries]
    body = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
    body = body.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    (site / INDEX).write_text(f"window.topoiSearch={body};\n", encoding="utf-8")
    if (site / _OF_QUARTO).is_file():
        told = [_as_quarto_has_it(entry) for entry in entries]
        (site / _OF_QUARTO).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return entries


def write_search_script(site: Path) -> None:
    """Write the script that pages search the index with."""
    (site / SCRIPT).write_bytes((TEMPLATES / SCRIPT).read_bytes())


def _in_chapters(site: Path) -> Iterable[Entry]:
    for href, title in chapters_of(site):
        page = site / href
        if page.is_file():
            for place, heading, text in sections_of(page.read_text(encoding="utf-8")):
                yield Entry(f"{href}#{place}" if place else href, title, heading, text)


def _as_quarto_has_it(entry: Entry) -> dict[str, object]:
    title, section, text = (escape(words) for words in entry[1:])
    about: dict[str, object] = {"objectID": entry.href, "href": entry.href, "crumbs": [title]}
    return {**about, "title": title, "section": section, "text": text}


def _classes(attributes: Sequence[tuple[str, str | None]]) -> set[str]:
    return set((dict(attributes).get("class") or "").split())


class _ChapterList(HTMLParser):
    """The links of a page's lists of chapters, and their words."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, list[str]]] = []
        self._in_list = self._in_link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "nav":
            self._in_list = values.get("aria-label") == "Chapters"
        href = (values.get("href") or "").partition("#")[0]
        if tag == "a" and self._in_list and href.endswith(".html"):
            self._in_link = True
            self.links.append((href, []))

    def handle_endtag(self, tag: str) -> None:
        self._in_list = self._in_list and tag != "nav"
        self._in_link = self._in_link and tag != "a"

    def handle_data(self, data: str) -> None:
        if self._in_link:
            self.links[-1][1].append(data)


class _Sections(HTMLParser):
    """The sections of a page's main part: what stands under a heading of the second level."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[tuple[str, list[str], list[str]]] = [("", [], [])]
        self._open: list[tuple[str, str, bool]] = []  # tag, id, whether silent
        self._heading = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return self._write(" ")
        place = dict(attrs).get("id") or ""
        if tag == "h2":
            around = [name for kind, name, _ in self._open if kind == "section" and name]
            self.sections.append((place or (around or [""])[-1], [], []))
        if tag in {"h1", "h2"}:
            self._heading = tag
        silent = tag in _SILENT or bool(_classes(attrs) & _SILENT_CLASSES)
        self._open.append((tag, place, silent))
        return self._write(" " if tag in _BLOCKS else "")

    def handle_endtag(self, tag: str) -> None:
        self._write(" " if tag in _BLOCKS else "")
        if tag == self._heading:
            self._heading = ""
        while any(kind == tag for kind, *_ in self._open):
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        self._write(data)

    def _write(self, words: str) -> None:
        in_main = any(tag == "main" for tag, *_ in self._open)
        silent = any(silent for *_, silent in self._open)
        if in_main and not silent and self._heading != "h1":  # the page is called by its title
            _, heading, text = self.sections[-1]
            (heading if self._heading else text).append(words)
