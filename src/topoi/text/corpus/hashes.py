"""Hashes that pin the bytes of the texts and the code that reads them."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from topoi.errors import InputError

HASHES = "SHA256SUMS"
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


def read_hashes(folder: Path) -> dict[str, str]:
    """Return file name -> hash from the folder's SHA256SUMS, empty where there is none."""
    listing = folder / HASHES
    if not listing.exists():
        return {}
    hashes: dict[str, str] = {}
    for number, line in enumerate(listing.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        value, _, name = line.partition(" ")
        name = name.lstrip(" *")
        if len(value) != 64 or not name:
            raise InputError(
                f"{listing}:{number}", "is no line of sha256sum", "Write `HASH  FILE`."
            )
        hashes[name] = value
    return hashes


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
