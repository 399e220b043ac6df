"""The book that _quarto.yml describes: its chapters in order, its title, what it cites."""

import re
from pathlib import Path
from typing import Any, NamedTuple

from topoi.errors import InputError
from topoi.files import text_in
from topoi.project import MARKER
from topoi.yaml_files import yaml_in

TEMPLATES = Path(__file__).parents[1] / "templates"
SITE = "reports/site"  # where a report goes; Quarto by itself writes into a folder of its own
LONGEST_NAME = 60  # characters of a title in the name of its file, four bytes at most


class Book(NamedTuple):
    """What _quarto.yml says: `chapters` and `appendices` are paths as written there."""

    root: Path
    title: str
    subtitle: str
    authors: tuple[str, ...]
    date: str
    lang: str
    chapters: tuple[str, ...]
    appendices: tuple[str, ...]
    bibliography: tuple[str, ...]
    csl: str
    css: tuple[str, ...]
    resources: tuple[str, ...]
    site: str
    pdf_name: str
    code_in_pdf: bool

    @property
    def sources(self) -> tuple[str, ...]:
        """Every chapter and appendix, in the order of reading."""
        return self.chapters + self.appendices


def read_book(root: Path) -> Book:
    """Return the book that `root`/_quarto.yml describes.

    Raises InputError where the file is missing, is no YAML, is no book, or names a missing source.
    """
    place = root / MARKER
    if not place.is_file():
        raise InputError(str(place), "is missing", "Run this inside the project")
    config = yaml_in(place) or {}
    book, formats = config.get("book", {}), config.get("format", {})
    if config.get("project", {}).get("type") != "book" or "chapters" not in book:
        raise InputError(str(place), "is no book", "Set project: type: book and book: chapters:")
    chapters = [*book["chapters"], *_several(book.get("references"))]
    appendices = _several(book.get("appendices"))
    for source in [*chapters, *appendices]:
        if not isinstance(source, str) or not (root / source).is_file():
            where = f"{place}:{line_of(place, str(source))}"
            raise InputError(where, f"chapter {source!r} is no file", "Name a .qmd or .ipynb")
    for source in _several(config.get("bibliography")):
        if not (root / source).is_file():
            where = f"{place}:{line_of(place, str(source))}"
            raise InputError(where, f"bibliography {source!r} is no file", "Restore it")
    html, typst = formats.get("html") or {}, formats.get("typst") or {}
    title = str(book.get("title", "Report"))
    return Book(
        root=root,
        title=title,
        subtitle=str(book.get("subtitle", "")),
        authors=tuple(_author(author) for author in _several(book.get("author"))),
        date=str(book.get("date", "")),
        lang=str(config.get("lang", "en")),
        chapters=tuple(chapters),
        appendices=tuple(appendices),
        bibliography=tuple(_several(config.get("bibliography"))),
        csl=str(config.get("csl", "")),
        css=tuple(_several(html.get("css"))),
        resources=tuple(_several(config["project"].get("resources"))),
        site=str(config["project"].get("output-dir", SITE)),
        pdf_name=str(book.get("output-file") or _file_name(title)) + ".pdf",
        code_in_pdf=bool(typst.get("echo", config.get("echo", True))),
    )


def line_of(file: Path, word: str) -> int:
    """Return the first line of a file in which a word stands, 1 where none has it."""
    lines = text_in(file).splitlines()
    return next((number for number, line in enumerate(lines, start=1) if word in line), 1)


def _file_name(title: str) -> str:
    return re.sub(r"[^\w.]+", "-", title)[:LONGEST_NAME]


def _several(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _author(author: Any) -> str:
    return str(author.get("name", "")) if isinstance(author, dict) else str(author)
