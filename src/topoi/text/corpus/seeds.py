"""The texts of a folder as records: its own files, and the collections registered in it."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from functools import partial
from pathlib import Path

from topoi.errors import InputError, Notice
from topoi.files import write_whole
from topoi.text.corpus.collection import (
    EVERY,
    collection_files,
    entries,
    gathered,
    one_file,
    readable_files,
    sound,
)
from topoi.text.corpus.formats import KINDS, Record
from topoi.text.corpus.hashes import (
    HASHES,
    State,
    check_hashes,
    file_hash,
    require_unchanged,
    state_of,
)
from topoi.text.corpus.signs import sign_notices
from topoi.yaml_files import yaml_in

REGISTER = "collections.yml"
KINDS_OF_FIELDS: dict[object, tuple[type, str]] = {str: (str, "text"), int: (int, "whole number")}
EXPLANATION = (
    "# Collections that stay where they are. `sha256` is over all files: names and hashes.\n"
)
NO_HASH = f"is read without a hash, as {HASHES} does not name it"
TAKE_HASH = "Take it with `topoi seeds hash` if the file is meant."
PASSAGE = {"doc", "start", "end"}
OF_PASSAGES = "is read as texts, though its rows look like passages or annotations of other texts"


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
    these errors while the sound texts are yielded. `notices` collects what is only to be told, such
    as a file that has no hash though others have one, and what is passed over. Files that have one
    are looked at again in the end, and raise InputError where they were changed meanwhile.
    """
    place = Path(path)
    if not place.exists():
        raise InputError(str(path), "does not exist", "Give a file or folder of texts.")
    told: list[Notice] = [] if notices is None else notices
    states: dict[Path, State] = {}
    collections = registered(place) if place.is_dir() else []
    if place.is_dir():
        check_hashes(place, states=states)
    passed: list[Notice] = []
    files = seed_files(place, notices=passed)
    told += passed
    if not files and not collections:
        but = f" but what is passed over: {passed[0].place} {passed[0].said}" if passed else ""
        remedy = f"Put in at least one file of {', '.join(KINDS)}."
        raise InputError(str(path), f"holds no text{but}", remedy)
    if (place / HASHES).is_file():
        told += (Notice(str(file), NO_HASH, TAKE_HASH) for file in files if file not in states)
    read = partial(records_of_files, aside=aside, notices=told, known=set())
    yield from read(files, text_column=text_column)
    for entry in collections:
        found = registered_files(place, entry, notices=told, states=states)
        yield from read(found, text_column=entry.text_column)
    require_unchanged(states)


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
    records = sound(found, aside=kept, notices=notices, strict=aside is None)
    return records if notices is None else told_of_passages(records, notices)


def told_of_passages(records: Iterable[Record], notices: list[Notice]) -> Iterator[Record]:
    """Yield the texts, with a notice of each file whose rows look like passages of other texts.

    Tables of hits and the annotations of doccano, as Topoi writes them, have a `text` too.
    """
    before = ""
    for record in records:
        known = record.metadata
        if known and (known.keys() >= PASSAGE or is_of_spans(known.get("label"))):
            file = record.place.rpartition(":")[0]
            if file != before:
                notices.append(Notice(file, OF_PASSAGES, "Move it elsewhere if it holds no texts."))
            before = file
        yield record


def told_of_signs(records: Iterable[Record], notices: list[Notice]) -> Iterator[Record]:
    """Yield the texts, and then put what is to be told of their odd signs into `notices`."""
    told: list[Notice] = []
    for record in records:
        told += sign_notices(record.text, record.place)
        yield record
    notices += gathered(told)


def is_of_spans(label: object) -> bool:
    """Return whether a cell holds a list of spans, as doccano has them."""
    return isinstance(label, list) and bool(label) and isinstance(label[0], list)


def seed_files(path: Path, *, notices: list[Notice] | None = None) -> list[Path]:
    """Return the text files of a folder, sorted by path, or the one file given.

    What is passed over is told as by `readable_files`. Raises InputError for a file of a kind that
    is not read.
    """
    return one_file(path) if path.is_file() else readable_files(path, notices=notices)


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
    pattern: str = EVERY,
    text_column: str = "text",
    notices: list[Notice] | None = None,
) -> Registration:
    """Return the registration written into `collections.yml` of the folder of seeds.

    A relative `root` is kept relative to where the seeds are. An entry of the same name is
    replaced, the hash taken anew. What is passed over is told as by `readable_files`.
    """
    files = collection_files(root, pattern=pattern, notices=notices)
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
    file = Path(seeds) / REGISTER
    if not file.exists():
        return []
    try:
        rows = yaml_in(file)
    except InputError as error:
        raise damaged(error.place, error.problem) from None
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


def damaged(place: str | Path, why: str) -> InputError:
    """Return the error for a register that is not as it was written."""
    problem = f"is no register of collections ({why})"
    return InputError(str(place), problem, "Restore it or register anew.")


def registered_roots(seeds: str | Path) -> list[Path]:
    """Return where the collections in the register are, none where there is no register."""
    return [Path(seeds) / entry.root for entry in registered(seeds)]


def registered_files(
    seeds: str | Path,
    entry: Registration,
    *,
    notices: list[Notice] | None = None,
    states: dict[Path, State] | None = None,
) -> list[Path]:
    """Return the files of a registered collection; raise InputError where they have changed.

    `states` gets them with the state that each had when it was hashed.
    """
    root = Path(seeds) / entry.root
    files = collection_files(root, pattern=entry.pattern, notices=notices)
    if states is not None:
        states |= {file: state_of(file) for file in files if file.is_file()}
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
