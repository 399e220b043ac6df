"""The built-in renderer's middle: sources through pandoc and the book filter into one document."""

import json
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from topoi.errors import InputError
from topoi.report.book import Book
from topoi.report.sources import Chapter, read_chapter

TEMPLATES = Path(__file__).parent / "templates"
# No automatic heading ids (the filter makes them unique over the book); `smart` as Quarto has it.
_READER = "markdown-auto_identifiers+smart"
_SHOWN_PROBLEMS = 4
_NOTE = re.compile(r"^\[\^([^\]\s]+)\]:", re.MULTILINE)


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
    with ThreadPoolExecutor(4) as pool:
        trees = tuple(pool.map(_parse, chapters))
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


def _parse(chapter: Chapter) -> dict[str, Any]:
    text = run_pandoc(chapter.markdown, "-f", _READER, "-t", "json", place=chapter.path)
    document: dict[str, Any] = json.loads(text)
    return document


def _attributes(book: Book, path: str) -> list[list[str]]:
    appendix = [["appendix", "yes"]] if path in book.appendices else []
    return [["path", path], ["href", page_address(path)], *appendix]


def _metadata(book: Book, form: str) -> dict[str, Any]:
    def words(text: str) -> dict[str, Any]:
        return {"t": "MetaString", "c": text}

    def flag(value: bool) -> dict[str, Any]:
        return {"t": "MetaBool", "c": value}

    files = [words(str(book.root / path)) for path in book.bibliography]
    meta = {"form": words(form), "code-in-pdf": flag(book.code_in_pdf), "lang": words(book.lang)}
    meta |= {"link-citations": flag(True), "bibliography": {"t": "MetaList", "c": files}}
    return meta | ({"csl": words(str(book.root / book.csl))} if book.csl else {})


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
