"""The print half of the built-in renderer: the whole book as one tagged PDF by Typst."""

import json
import re
import shutil
import tempfile
from pathlib import Path

from topoi.report.book import Book
from topoi.report.builtin import TEMPLATES, Sources, build_document, run_pandoc
from topoi.report.builtin_html import write_bytes
from topoi.report.glyphs import with_placeholders
from topoi.report.typesetting import SOURCE, typeset


def write_pdf(book: Book, sources: Sources, path: Path) -> None:
    """Write the book to `path` as a PDF/UA-1 file set in fonts that Typst carries.

    Raises InputError on whatever in the sources cannot be resolved or set.
    """
    document = build_document(book, sources, form="typst")
    blocks: list[object] = []
    for page in document.pages:
        if page.appendix and not any(
            earlier.appendix for earlier in document.pages[: document.pages.index(page)]
        ):
            blocks.append({"t": "RawBlock", "c": ["typst", "#show: appendices"]})
        blocks += page.document["blocks"]
    whole = {**document.pages[0].document, "blocks": with_placeholders(blocks)}
    arguments = ("-f", "json", "-t", "typst-citations-smart", "--wrap=none")
    body = run_pandoc(json.dumps(whole), *arguments, place="the report")
    # pandoc centres every table; ours stand under the left edge of their captions.
    body = body.replace("align(center)[#table(", "align(left)[#table(")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for picture, data in document.pictures.items():
            write_bytes(folder / picture, data)
        shutil.copyfile(TEMPLATES / "book.typ", folder / "book.typ")
        (folder / SOURCE).write_text(_opening(book) + body, encoding="utf-8")
        write_bytes(path, typeset(folder))


def _opening(book: Book) -> str:
    authors = "".join(f"{_string(author)}, " for author in book.authors)
    return (
        '#import "book.typ": *\n'
        f"#show: book.with(title: {_string(book.title)}, subtitle: {_string(book.subtitle)}, "
        f"authors: ({authors}), date: {_string(book.date)}, lang: {_string(book.lang)})\n\n"
    )


def _string(text: str) -> str:
    r"""Return `text` as a Typst string.

    >>> _string('a "b"')
    '"a \\"b\\""'
    """
    return '"' + re.sub(r'[\\"]', r"\\\g<0>", " ".join(text.split())) + '"'
