"""The print half of the built-in renderer: the whole book as one tagged PDF by Typst."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from topoi.errors import InputError
from topoi.report.evidence.escaping import in_code_points, is_mark, signs, visible
from topoi.report.publish.book import TEMPLATES, Book
from topoi.report.publish.builtin import Sources, build_document, run_pandoc, write_bytes

APPENDICES = {"t": "RawBlock", "c": ["typst", "#show: appendices"]}  # stands before the first
SOURCE, RESULT = "report.typ", "report.pdf"
FONTS = "fonts"  # beside the source: those of the figures, which Typst does not carry
OF_FIGURES = ("DejaVuSans", "DejaVuSans-Bold")
REFUSED = 3
SECONDS = 3600
ROUNDS = 4  # of setting the book again with what could not be shown in it
# What Typst says of each text that no font has, and the line of the source where it stands.
_UNSHOWN = re.compile(
    rf'the text `"((?:[^"\\]|\\.)*)"` could not be displayed[^\n]*\n[^\n]*{SOURCE}:(\d+):'
)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_LINE_END = re.compile("\r\n|[\n\x0b\x0c\r\x85\u2028\u2029]")  # as Typst counts lines
_BOOK = '#import "book.typ": *\n#show: book.with('


class UnsetError(InputError):
    """What Typst refused: the texts that no font can show, with their lines in its source."""

    def __init__(self, message: str, diagnostic: str) -> None:
        super().__init__("the PDF", f"Typst says: {message}", "Mend the source it names")
        found = _UNSHOWN.findall(diagnostic)
        self.unshown = [
            (_ESCAPED.sub(lambda code: chr(int(code[1], 16)), text), int(line))
            for text, line in found
        ]


def write_pdf(book: Book, sources: Sources, path: Path) -> None:
    """Write the book to `path` as a PDF/UA-1 file set in fonts that Typst carries, or figures have.

    A character that none of these has is printed as its code point. Raises InputError on whatever
    in the sources cannot be resolved or set.
    """
    document = build_document(book, sources, form="typst")
    blocks: list[object] = []
    for page in document.pages:
        if page.appendix and APPENDICES not in blocks:
            blocks.append(APPENDICES)
        blocks += page.document["blocks"]
    whole = {**document.pages[0].document, "blocks": blocks}
    used = used_signs([*strings(blocks), book.title, book.subtitle, *book.authors])
    unshown = unshown_signs(used)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for picture, data in document.pictures.items():
            write_bytes(folder / picture, data)
        for _ in range(ROUNDS):
            source = _source(book, whole, unshown)
            try:
                return write_bytes(path, typeset(source, folder))
            except UnsetError as refused:
                more = _named(refused, source, used) - unshown
                if not more:
                    raise
                unshown |= more
    raise InputError("the PDF", "holds signs that cannot be set", "Look for rare combinations")


def _source(book: Book, document: dict[str, Any], unshown: frozenset[str]) -> str:
    """Return what Typst sets."""
    arguments = ("-f", "json", "-t", "typst-citations-smart", "--wrap=none")
    shown = with_code_points(document, unshown)
    body = run_pandoc(json.dumps(shown), *arguments, place="the report")
    # pandoc centres every table; ours stand under the left edge of their captions.
    body = body.replace("align(center)[#table(", "align(left)[#table(")

    def string(text: str) -> str:
        return _string(in_code_points(visible(text), unshown))

    authors = "".join(f"{string(author)}, " for author in book.authors)
    return (
        f"{_BOOK}title: {string(book.title)}, subtitle: {string(book.subtitle)}, "
        f"authors: ({authors}), date: {string(book.date)}, lang: {_string(book.lang)})\n\n{body}"
    )


def _string(text: str) -> str:
    r"""Return `text` as a Typst string.

    >>> _string('a "b"')
    '"a \\"b\\""'
    """
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def typeset(source: str, folder: Path) -> bytes:
    """Return the PDF/UA-1 file that Typst makes of a source, with the pictures in a folder.

    Raises InputError with what Typst says is wrong, or how it ended.
    """
    shutil.copyfile(TEMPLATES / "book.typ", folder / "book.typ")
    (folder / FONTS).mkdir(exist_ok=True)
    for font in fonts_of_figures():
        shutil.copyfile(font, folder / FONTS / font.name)
    (folder / SOURCE).write_text(source, encoding="utf-8")
    command = [sys.executable, "-m", __spec__.name, str(folder)]
    try:
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise InputError(
            "the PDF", f"was not set in {SECONDS} s", "Report on fewer texts"
        ) from error
    if done.returncode == REFUSED:
        raise UnsetError(**json.loads(done.stdout))
    if done.returncode:
        said = done.stderr.strip().splitlines()[-1:]
        problem = f"Typst ended with {done.returncode}: {' '.join(said)}"
        raise InputError("the PDF", problem, "Give it more memory, or report on fewer texts")
    return (folder / RESULT).read_bytes()


def fonts_of_figures() -> list[Path]:
    """Return the files of the fonts by which figures are laid out; matplotlib ships them."""
    found = find_spec("matplotlib")  # not imported for this
    if found is None or found.origin is None:
        return []
    folder = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
    return [folder / f"{name}.ttf" for name in OF_FIGURES]


def typeset_here(folder: Path) -> int:
    """Write the PDF and return 0, or print what is wrong with the source."""
    import typst

    try:
        data = typst.compile(
            str(folder / SOURCE), root=str(folder), ignore_system_fonts=True,
            font_paths=[str(folder / FONTS)], pdf_standards="ua-1", timestamp=0,
        )  # fmt: skip
    except typst.TypstError as error:
        print(json.dumps({"message": str(error), "diagnostic": error.diagnostic}))
        return REFUSED
    (folder / RESULT).write_bytes(data)
    return 0


def strings(tree: Any) -> Iterator[str]:
    """Yield the words and the code of pandoc's blocks."""
    for node in _nodes(tree):
        match node:
            case {"t": "Str", "c": str(text)} | {"t": "Code" | "CodeBlock", "c": [_, str(text)]}:
                yield text


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    left = [tree]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            yield one
            left += one.values()
        elif isinstance(one, list):
            left += one


def used_signs(texts: Iterable[str]) -> frozenset[str]:
    """Return the signs of these texts for which a font must be found, with and without their marks.

    ASCII is in every font.

    >>> sorted(used_signs(["caf\u00e9", "na\u00efve"]))
    ['\u00e9', '\u00ef']
    """
    whole = {sign for text in set(texts) if not text.isascii() for sign in signs(text)}
    return frozenset(part for sign in whole for part in (sign, sign[0]) if not part.isascii())


def unshown_signs(asked: Iterable[str]) -> frozenset[str]:
    """Return those signs that no font carried by Typst can show, in words or in code.

    Each is set on a line of its own, by the rules by which the book is.

    >>> sorted(unshown_signs(["\u00e9", "\u20ac", "\u6f22"]))
    ['\u6f22']
    """
    listed = sorted(asked)
    if not listed:
        return frozenset()
    codes = ("".join(f"\\u{{{ord(c):x}}}" for c in sign) for sign in listed)
    lines = [f'{code} *{code}* _{code}_ #raw("{code}")\n' for code in codes]
    opening = f'{_BOOK}title: "Signs")\n'
    with tempfile.TemporaryDirectory() as name:
        try:
            typeset(opening + "\n".join(lines), Path(name))
        except UnsetError as refused:
            first = opening.count("\n") + 1
            return frozenset(listed[(line - first) // 2] for _, line in refused.unshown)
    return frozenset()


def _named(refused: UnsetError, source: str, used: frozenset[str]) -> frozenset[str]:
    """Return the signs that Typst names, though each by itself can be shown.

    That depends on what stands beside them. Of a sign with marks it may name a part alone; they are
    looked for in the line that it names, of a block of code its first, and then in all.
    """
    lines = _LINE_END.split(source)
    found: set[str] = set()
    for text, number in refused.unshown:
        for where in (lines[number - 1], source):
            here = {sign for sign in used if sign in where}
            meant = {s for s in here if s in text} or {
                s for s in here if text in s or is_mark(s[-1])
            }
            if meant:
                found |= meant
                break
    return frozenset(found)


def with_code_points(tree: Any, unshown: frozenset[str]) -> Any:
    """Return pandoc's blocks with each run of signs that cannot be set as `[U+1F600]`."""
    if not unshown:
        return tree

    def settable(node: dict[str, Any]) -> dict[str, Any]:
        match node:
            case {"t": "Str", "c": text}:
                return {"t": "Str", "c": in_code_points(text, unshown)}
            case {"t": "Code" | "CodeBlock" as kind, "c": [attributes, text]}:
                return {"t": kind, "c": [attributes, in_code_points(text, unshown)]}
        return node

    return json.loads(json.dumps(tree), object_hook=settable)


if __name__ == "__main__":
    sys.exit(typeset_here(Path(sys.argv[1])))
