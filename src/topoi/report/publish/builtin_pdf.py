"""The print half of the built-in renderer: the whole book as one tagged PDF by Typst."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from topoi.errors import InputError
from topoi.report.publish.book import TEMPLATES, Book
from topoi.report.publish.builtin import Sources, build_document, run_pandoc, write_bytes

FONT = "Libertinus Serif"  # of book.typ; Typst looks in its other fonts for what this one lacks
_NEVER = "\U00050000"  # of a plane without characters, so no font has it
# A missing glyph is drawn as a box of one size; another glyph of exactly that size is improbable.
_PROBE = """
#let size(it) = {
  let drawn = text(font: FONT, size: 100pt, top-edge: "bounds", bottom-edge: "bounds", it)
  (measure(drawn).width.pt(), measure(drawn).height.pt())
}
#context [#metadata(json(bytes(CHARACTERS)).map(size)) <sizes>]
"""
APPENDICES = {"t": "RawBlock", "c": ["typst", "#show: appendices"]}  # stands before the first
SOURCE, RESULT = "report.typ", "report.pdf"
REFUSED = 3


def write_pdf(book: Book, sources: Sources, path: Path) -> None:
    """Write the book to `path` as a PDF/UA-1 file set in fonts that Typst carries.

    Raises InputError on whatever in the sources cannot be resolved or set.
    """
    document = build_document(book, sources, form="typst")
    blocks: list[object] = []
    for page in document.pages:
        if page.appendix and APPENDICES not in blocks:
            blocks.append(APPENDICES)
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
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def typeset(folder: Path) -> bytes:
    """Return the PDF/UA-1 file that Typst makes of `report.typ` and the files beside it.

    Raises InputError with what Typst says is wrong.
    """
    command = [sys.executable, "-m", __spec__.name, str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode == REFUSED:
        raise InputError(
            "the PDF", f"Typst says: {done.stdout.strip()}", "Mend the source it names"
        )
    if done.returncode:
        raise RuntimeError(f"Typst ended with {done.returncode}: {done.stderr.strip()}")
    return (folder / RESULT).read_bytes()


def typeset_here(folder: Path) -> int:
    """Write the PDF and return 0, or print what is wrong with the source."""
    import typst

    try:
        data = typst.compile(
            str(folder / SOURCE), root=str(folder), ignore_system_fonts=True,
            pdf_standards="ua-1", timestamp=0,
        )  # fmt: skip
    except typst.TypstError as error:
        print(error)
        return REFUSED
    (folder / RESULT).write_bytes(data)
    return 0


def missing_glyphs(characters: Iterable[str]) -> frozenset[str]:
    """Return those characters that no font carried by Typst can show.

    >>> sorted(missing_glyphs("aé€\U0001f600漢"))
    ['漢', '😀']
    """
    import typst

    asked = sorted({c for c in characters if not c.isascii()})
    if not asked:
        return frozenset()
    listed = json.dumps(json.dumps([_NEVER, *asked], ensure_ascii=False), ensure_ascii=False)
    probe = _PROBE.replace("FONT", json.dumps(FONT)).replace("CHARACTERS", listed)
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "probe.typ"
        source.write_text(probe, encoding="utf-8")
        found = typst.query(
            str(source), "<sizes>", field="value", one=True, ignore_system_fonts=True
        )
    box, *sizes = json.loads(found)
    return frozenset(c for c, size in zip(asked, sizes, strict=True) if size == box)


def with_placeholders(blocks: Any) -> Any:
    """Return pandoc's blocks with each run of characters that cannot be set as `[U+1F600]`."""
    missing = missing_glyphs(set(json.dumps(blocks, ensure_ascii=False)))
    if not missing:
        return blocks
    run = re.compile(f"[{re.escape(''.join(sorted(missing)))}]+")

    def replaced(text: str) -> str:
        return run.sub(lambda found: bracketed(found.group()), text)

    def settable(node: dict[str, Any]) -> dict[str, Any]:
        match node:
            case {"t": "Str", "c": text}:
                return {"t": "Str", "c": replaced(text)}
            case {"t": "Code" | "CodeBlock" as kind, "c": [attributes, text]}:
                return {"t": kind, "c": [attributes, replaced(text)]}
        return node

    return json.loads(json.dumps(blocks), object_hook=settable)


def bracketed(text: str) -> str:
    """Return the code points of a text, in brackets.

    >>> bracketed("漢字")
    '[U+6F22 U+5B57]'
    """
    return "[" + " ".join(f"U+{ord(c):04X}" for c in text) + "]"


if __name__ == "__main__":
    sys.exit(typeset_here(Path(sys.argv[1])))
