"""The texts of a folder as records: its own files, and the collections registered in it."""

from collections.abc import Iterator
from pathlib import Path

from topoi.errors import InputError
from topoi.text.collection import entries, sound
from topoi.text.formats import SUFFIXES, Record, records_of
from topoi.text.hashes import HASHES, check_hashes
from topoi.text.register import registered, registered_files
from topoi.text.streams import COMPRESSED, kind_of


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
    yield from records_of_files(files, text_column=text_column, aside=aside)
    for entry in collections:
        found = registered_files(place, entry)
        yield from records_of_files(found, text_column=entry.text_column, aside=aside)


def records_of_files(
    files: list[Path], *, text_column: str, aside: list[InputError] | None
) -> Iterator[Record]:
    """Yield the texts of some files, compressed or not; errors as for `records_in`."""
    if aside is not None:
        yield from sound(entries(files, text_column=text_column), aside=aside)
        return
    for file in files:
        if file.name.lower().endswith(COMPRESSED):
            yield from sound(entries([file], text_column=text_column), aside=[], strict=True)
        else:
            yield from records_of(file, text_column=text_column)


def seed_files(path: Path) -> list[Path]:
    """Return the text files of a folder, sorted by path, or the one file given.

    Raises InputError for a file of a kind that is not read.
    """
    if path.is_file():
        if not kind_of(path):
            kinds = ", ".join(SUFFIXES)
            raise InputError(str(path), "is of no kind that can be read", f"Use {kinds}.")
        return [path]
    inside = (file for file in path.rglob("*") if file.is_file() and file.name != HASHES)
    return sorted(file for file in inside if is_text_file(file))


def is_text_file(path: Path) -> bool:
    """Return whether the name ends as a format that can be read, and is not hidden."""
    return not path.name.startswith(".") and bool(kind_of(path))
