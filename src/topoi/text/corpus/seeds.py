"""The texts of a folder as records: its own files, and the collections registered in it."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from topoi.errors import InputError, Notice
from topoi.files import write_whole
from topoi.text.corpus.collection import collection_files, entries, is_readable, sound
from topoi.text.corpus.compression import reason
from topoi.text.corpus.encodings import decoded_text
from topoi.text.corpus.formats import KINDS, Record, kind_of
from topoi.text.corpus.hashes import check_hashes, file_hash

REGISTER = "collections.yml"
KINDS_OF_FIELDS: dict[object, tuple[type, str]] = {str: (str, "text"), int: (int, "whole number")}
EXPLANATION = (
    "# Collections that stay where they are. `sha256` is over all files: names and hashes.\n"
)


def records_in(
    path: str | Path,
    *,
    text_column: str = "text",
    aside: list[InputError] | None = None,
    notices: list[Notice] | None = None,
) -> Iterator[Record]:
    """Yield the texts of a file or folder, then those of the collections it registers.

    Raises InputError where there is no text, and for files that changed after their hash was
    taken. What cannot be read raises one too, unless there is a list `aside`, which then collects
    these errors while the sound texts are yielded. `notices` collects what is only to be told.
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
            str(path), "holds no text", f"Put in at least one file of {', '.join(KINDS)}."
        )
    known: set[bytes] = set()
    yield from records_of_files(
        files, text_column=text_column, aside=aside, notices=notices, known=known
    )
    for entry in collections:
        found = registered_files(place, entry)
        column = entry.text_column
        yield from records_of_files(
            found, text_column=column, aside=aside, notices=notices, known=known
        )


def records_of_files(
    files: list[Path],
    *,
    text_column: str = "text",
    aside: list[InputError] | None = None,
    notices: list[Notice] | None = None,
    known: set[bytes] | None = None,
) -> Iterator[Record]:
    """Yield the texts of some files, compressed or not; errors as for `records_in`."""
    found = entries(files, text_column=text_column, known=known)
    kept = [] if aside is None else aside
    return sound(found, aside=kept, notices=notices, strict=aside is None)


def seed_files(path: Path) -> list[Path]:
    """Return the text files of a folder, sorted by path, or the one file given.

    Raises InputError for a file of a kind that is not read.
    """
    if path.is_file():
        if not kind_of(path):
            kinds = ", ".join(KINDS)
            raise InputError(str(path), "is of no kind that can be read", f"Use {kinds}.")
        return [path]
    return sorted(file for file in path.rglob("*") if is_readable(file))


@dataclass(frozen=True)
class Registration:
    """A collection in the register: where it is, what it held when its hash was taken."""

    name: str
    root: str
    pattern: str
    text_column: str
    files: int
    bytes: int
    sha256: str


def register(
    seeds: str | Path,
    name: str,
    root: str | Path,
    *,
    pattern: str = "**/*",
    text_column: str = "text",
) -> Registration:
    """Return the registration written into `collections.yml` of the folder of seeds.

    A relative `root` is kept relative to where the seeds are. An entry of the same name is
    replaced, the hash taken anew.
    """
    files = collection_files(root, pattern=pattern)
    kept = Path(root if Path(root).is_absolute() else os.path.relpath(root, seeds))
    entry = Registration(
        name=name,
        root=kept.as_posix(),
        pattern=pattern,
        text_column=text_column,
        files=len(files),
        bytes=sum(file.stat().st_size for file in files),
        sha256=collection_hash(files, Path(root)),
    )
    others = [row for row in registered(seeds) if row.name != name]
    write_register(Path(seeds) / REGISTER, sorted([*others, entry], key=lambda row: row.name))
    return entry


def write_register(file: Path, rows: Iterable[Registration]) -> None:
    """Write the register, whole or not at all."""
    import yaml

    text = yaml.safe_dump([asdict(row) for row in rows], sort_keys=False, allow_unicode=True)
    write_whole(file, EXPLANATION + text)


def registered(seeds: str | Path) -> list[Registration]:
    """Return the collections in the register, none where there is no register.

    Raises InputError for a register that is damaged: the message names the entry and its field.
    """
    import yaml

    file = Path(seeds) / REGISTER
    if not file.exists():
        return []
    text, _ = decoded_text(file)
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text)):
            raise damaged(file, "a part of it is named again by *, which may unfold without end")
        rows = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise damaged(file, reason(error)) from None
    if not isinstance(rows, list | None):
        raise damaged(file, "it is no list")
    return [registration(row, file, number) for number, row in enumerate(rows or [], start=1)]


def registration(row: object, file: Path, number: int) -> Registration:
    """Return an entry of the register; raise InputError where a field is not what it must be."""
    kinds = {one.name: KINDS_OF_FIELDS[one.type] for one in fields(Registration)}
    if not isinstance(row, dict):
        raise damaged(file, f"entry {number} has no fields")
    for name in [*kinds, *row]:
        if name not in kinds or name not in row:
            problem = "has no" if name in kinds else "has an unknown"
            raise damaged(file, f"entry {number} {problem} field {str(name)[:40]!r}")
        kind, said = kinds[name]
        if type(row[name]) is not kind:
            found = type(row[name]).__name__
            raise damaged(file, f"entry {number} has a {name!r} that is no {said} but {found}")
    return Registration(**row)


def damaged(file: Path, why: str) -> InputError:
    """Return the error for a register that is not as it was written."""
    problem = f"is no register of collections ({why})"
    return InputError(str(file), problem, "Restore it or register anew.")


def registered_files(seeds: str | Path, entry: Registration) -> list[Path]:
    """Return the files of a registered collection; raise InputError where they have changed."""
    root = Path(seeds) / entry.root
    files = collection_files(root, pattern=entry.pattern)
    if collection_hash(files, root) != entry.sha256:
        raise InputError(
            f"{root} ({entry.name})",
            "has changed since its hash was taken",
            "Restore the files, or register the collection anew if it was meant.",
        )
    return files


def collection_hash(files: Iterable[Path], root: Path) -> str:
    """Return one hash over the names and contents of the files."""
    whole = hashlib.sha256()
    for file in files:
        name = file.relative_to(root).as_posix() if root.is_dir() else file.name
        whole.update(f"{file_hash(file)}  {name}\n".encode())
    return whole.hexdigest()
