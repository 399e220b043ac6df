"""Hashes that pin the bytes of the texts and the code that reads them."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from topoi.errors import InputError
from topoi.text.corpus.columns import BLANKS
from topoi.text.corpus.encodings import decoded_text

HASHES = "SHA256SUMS"
HASH_LINE = re.compile(
    r"\ufeff?(?P<escaped>\\?)(?P<hash>[0-9a-fA-F]{64})(?: [ *]?)(?P<name>[^\r]+)\r?"
)
BACKSLASH = "\\"
ESCAPES = {"\\": r"\\", "\n": r"\n", "\r": r"\r"}
ESCAPED = re.compile(r"\\.")
PACKAGE = Path(__file__).parents[2]


def text_hash(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes, in hexadecimal.

    >>> text_hash("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def hash_of(named: Iterable[tuple[str, str | bytes]]) -> str:
    """Return one SHA-256 over names and contents, in their order.

    >>> hash_of([("a", "b")]) == hash_of([("a", b"b")])
    True
    """
    whole = hashlib.sha256()
    for name, content in named:
        data = content.encode() if isinstance(content, str) else content
        whole.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
    return whole.hexdigest()


def code_hash(*rooms: str, but: tuple[str, ...] = ()) -> str:
    """Return one SHA-256 over the code and the data in rooms of this package, or in all.

    What it is kept with is stale when it differs. `but` names the beginnings of paths that do not
    count; nor do comments and blank lines of code.

    >>> code_hash("text/words") == code_hash("text/words", but=("text/query",))
    True
    """
    files = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*"))}
    inside = tuple(f"{room}/" for room in rooms) or ""
    return hash_of(
        (name, without_comments(path))
        for name, path in files.items()
        if name.startswith(inside) and not name.startswith(but)
        if path.is_file() and path.suffix != ".pyc"
    )


def without_comments(path: Path) -> bytes:
    """Return the bytes of a file, those of code without comments and blank lines."""
    content = path.read_bytes()
    if path.suffix != ".py":
        return content
    lines = (line.rstrip() for line in content.splitlines())
    return b"\n".join(line for line in lines if line and not line.lstrip().startswith(b"#"))


def hash_line(value: str, name: str) -> str:
    """Return a line of SHA256SUMS as sha256sum writes it, with signs that would end it escaped.

    >>> hash_line("0" * 64, "a\\nb.txt") == "\\\\" + "0" * 64 + "  a\\\\nb.txt\\n"
    True
    """
    escaped = "".join(ESCAPES.get(sign, sign) for sign in name)
    return f"{BACKSLASH if escaped != name else ''}{value}  {escaped}\n"


def read_hashes(folder: Path) -> dict[str, str]:
    """Return file name -> hash from the folder's SHA256SUMS, empty where there is none.

    Raises InputError, with the line, for what sha256sum does not write, and for a file with two
    hashes.
    """
    listing = folder / HASHES
    if not listing.exists():
        return {}
    hashes: dict[str, str] = {}
    for number, line in enumerate(decoded_text(listing)[0].split("\n"), start=1):
        place = f"{listing}:{number}"
        if not line.strip(BLANKS):
            continue
        found = HASH_LINE.fullmatch(line)
        if not found:
            raise InputError(place, "is no line of sha256sum", "Write `HASH  FILE`.")
        name = ESCAPED.sub(unescaped, found["name"]) if found["escaped"] else found["name"]
        if hashes.setdefault(name, found["hash"].lower()) != found["hash"].lower():
            raise InputError(place, f"has another hash of {name}", "Keep the line that is right.")
    return hashes


def unescaped(found: re.Match[str]) -> str:
    """Return the sign that sha256sum writes behind a backslash."""
    return next((sign for sign, written in ESCAPES.items() if written == found[0]), found[0])


def check_hashes(folder: Path) -> None:
    """Raise InputError for the first file that is gone or changed after its hash was taken."""
    for name, expected in read_hashes(folder).items():
        file = folder / name
        if not file.is_file():
            raise InputError(
                str(file), f"is named in {HASHES} but is gone", "Restore it or remove its line."
            )
        if file_hash(file) != expected:
            raise InputError(
                str(file),
                f"has changed since its hash was taken into {HASHES}",
                "Restore the text, or take the hash anew with `topoi seeds hash` if it was meant.",
            )
