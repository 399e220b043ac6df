"""The texts of a folder as records: its own files, and the collections registered in it."""

from collections.abc import Iterator
from pathlib import Path

from topoi.errors import InputError
from topoi.text.collection import entries, is_readable, sound
from topoi.text.formats import SUFFIXES, Record
from topoi.text.hashes import check_hashes
from topoi.text.register import registered, registered_files
from topoi.text.streams import kind_of


def records_in(
    path: str | Path, *, text_column: str = "text", aside: list[InputError] | None = None
) -> Iterator[Record]:
    """Yield the texts of a file or folder, then those of the collections it registers.

    Raises InputError where there is no text, and for files that changed after their hash was
    taken. What cannot be read raises one too, unless there is a list `aside`, which then collects
    these errors while the sound texts are yielded.
    """
    place = Path(path)
    if not place.exists():
        raise InputError(str(path), "does not exist", "Give a file or folder of texts.")
    collections = registered(place) if place.is_dir() else []
    if place.is_dir():
        check_hashes(place)
    files = seed_files(place)
    if not files and not collections:
        raise InputError(
            str(path), "holds no text", f"Put in at least one file of {', '.join(SUFFIXES)}."
        )
    known: set[bytes] = set()
    yield from records_of_files(files, text_column=text_column, aside=aside, known=known)
    for entry in collections:
        found = registered_files(place, entry)
        column = entry.text_column
        yield from records_of_files(found, text_column=column, aside=aside, known=known)


def records_of_files(
    files: list[Path],
    *,
    text_column: str = "text",
    aside: list[InputError] | None = None,
    known: set[bytes] | None = None,
) -> Iterator[Record]:
    """Yield the texts of some files, compressed or not; errors as for `records_in`."""
    found = entries(files, text_column=text_column, known=known)
    return sound(found, aside=[] if aside is None else aside, strict=aside is None)


def seed_files(path: Path) -> list[Path]:
    """Return the text files of a folder, sorted by path, or the one file given.

    Raises InputError for a file of a kind that is not read.
    """
    if path.is_file():
        if not kind_of(path):
            kinds = ", ".join(SUFFIXES)
            raise InputError(str(path), "is of no kind that can be read", f"Use {kinds}.")
        return [path]
    return sorted(file for file in path.rglob("*") if is_readable(file))
