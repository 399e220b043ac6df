"""Hashes that pin the bytes of the texts."""

import hashlib
from pathlib import Path

from topoi.errors import InputError

HASHES = "SHA256SUMS"


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
