"""Collections of any size: many files, compressed or not, read as one stream of texts."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from topoi.errors import InputError, Notice
from topoi.progress import counter
from topoi.text.corpus.documents import document_entries
from topoi.text.corpus.formats import (
    DOCUMENTS,
    KINDS,
    Record,
    kind_of,
    row_record,
    rows_in,
    text_record,
)
from topoi.text.corpus.hashes import HASHES
from topoi.text.corpus.news_exports import export_entries
from topoi.text.corpus.signs import sign_notices

Entry = Record | InputError | Notice
SETTINGS = (HASHES, "collections.yml", "events.yml")  # beside the texts, and read for what they say


def collection_files(root: str | Path, *, pattern: str = "**/*") -> list[Path]:
    """Return the files of a collection, sorted: those under `root` that the pattern names.

    Raises InputError where there are none, and for a pattern or link that leads outside `root`.
    """
    place = Path(root)
    if place.is_file():
        return [place]
    if not place.is_dir():
        raise InputError(str(root), "does not exist", "Give a file or folder of texts.")
    if Path(pattern).is_absolute() or ".." in Path(pattern).parts:
        raise outside_folder(f"{root}/{pattern}", str(root))
    found = sorted(file for file in place.glob(pattern) if is_readable(file))
    for file in found:
        if file.exists():
            require_inside(file, place)
    if not found:
        kinds = ", ".join(KINDS)
        raise InputError(f"{root}/{pattern}", "names no text", f"Give files of {kinds}.")
    return found


def is_readable(file: Path) -> bool:
    """Return whether a file is of a kind that is read, and not hidden.

    A link that leads nowhere counts too: read like the others, it is named as broken.
    """
    if file.name.startswith(".") or file.name == HASHES or not kind_of(file):
        return False
    return file.is_file() or (file.is_symlink() and not file.exists())


def other_kinds(root: str | Path) -> dict[str, int]:
    """Return how many files of a folder are of kinds that are not read, by the end of the name."""
    place = Path(root)
    files = sorted(place.rglob("*")) if place.is_dir() else []
    others = (
        file.suffix.lower() or "without an ending"
        for file in files
        if file.is_file()
        and not kind_of(file)
        and not file.name.startswith(".")
        and file.name not in SETTINGS
    )
    return dict(Counter(others))


def require_inside(file: Path, folder: Path) -> None:
    """Raise InputError for a path that, links followed, is not in the folder."""
    if not file.resolve().is_relative_to(folder.resolve()):
        raise outside_folder(str(file), str(folder))


def outside_folder(path: str, folder: str) -> InputError:
    """Return the error for a path that leaves its folder."""
    return InputError(path, f"reaches outside {folder}", "Keep the texts inside the folder.")


def entries(
    files: Iterable[Path], *, text_column: str = "text", known: set[bytes] | None = None
) -> Iterator[Entry]:
    """Yield every text of the files, and an InputError in place of each that cannot be read.

    A Notice says what is read otherwise than it stands, or passed over.

    Besides `text`, a row may have a `path` to a UTF-8 file inside the folder of its file.
    Ids have to be unique over all files: a second use of one is an error too. `known` holds what
    stands for the ids met; give the same set where several collections are read as one.
    """
    known = set() if known is None else known
    for entry in every_entry(list(files), text_column=text_column):
        if isinstance(entry, Record):
            key = id_hash(entry.doc)
            if key in known:
                yield InputError(
                    entry.place,
                    f"repeats the document id {entry.doc!r}",
                    "Give each text an id of its own.",
                )
                continue
            known.add(key)
            yield from sign_notices(entry.text, entry.place)
        yield entry


def every_entry(files: list[Path], *, text_column: str) -> Iterator[Entry]:
    """Yield what the files hold, with the progress in bytes: their sizes, texts as they come."""
    sizes = [bytes_in(file) for file in files]
    with counter(label="texts", total=sum(sizes), unit="B") as step:
        for file, size in zip(files, sizes, strict=True):
            left = size
            for entry in entries_in(file, text_column=text_column):
                done = min(left, len(entry.text)) if isinstance(entry, Record) else 0
                step(done)
                left -= done
                yield entry
            step(left)


def bytes_in(file: Path) -> int:
    """Return the size of a file in bytes, 0 where it cannot be told."""
    try:
        return file.stat().st_size
    except OSError:
        return 0


def id_hash(name: str) -> bytes:
    """Return eight bytes that stand for an id, so that a million ids need little memory."""
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def entries_in(file: Path, *, text_column: str) -> Iterator[Entry]:
    """Yield the texts and errors of one file."""
    if kind_of(file) == ".txt":
        entry = text_entry(file)
        yield from export_entries(entry) if isinstance(entry, Record) else (entry,)
        return
    if kind_of(file) in DOCUMENTS:
        for entry in document_entries(file):
            yield from export_entries(entry) if isinstance(entry, Record) else (entry,)
        return
    for row in rows_in(file, text_column=text_column):
        yield row if isinstance(row, InputError) else row_entry(file, *row, text_column)


def text_entry(file: Path) -> Entry:
    """Return the text of a .txt file, compressed or not."""
    try:
        return text_record(file)
    except InputError as error:
        return error
    except (OSError, EOFError) as error:
        return InputError(str(file), f"cannot be read ({error})", "Get the file again.")


def row_entry(file: Path, number: int, row: dict[str, object], text_column: str) -> Entry:
    """Return the text of a row, read from the file it names where it has no text of its own."""
    try:
        if text_column not in row and isinstance(row.get("path"), str):
            row = {**row, text_column: named_text(file, number, str(row["path"]))}
        return row_record(file, number, row, text_column=text_column)
    except InputError as error:
        return error


def named_text(file: Path, number: int, path: str) -> str:
    """Return the text of the file that a row names; raise InputError where it lies outside.

    The folder is that of the file itself, also where the file is reached by a link.
    """
    place = f"{file}:{number}"
    folder = file.resolve().parent
    target = folder / path
    if Path(path).is_absolute() or not target.resolve().is_relative_to(folder):
        raise outside_folder(f"{place}: {path}", str(file.parent))
    try:
        return target.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = f"names {path}, which cannot be read ({error})"
        raise InputError(place, problem, "Correct the path or the file.") from None


def sound(
    entries: Iterable[Entry],
    *,
    aside: list[InputError],
    notices: list[Notice] | None = None,
    strict: bool = False,
) -> Iterator[Record]:
    """Yield the texts; put the errors into `aside`, or with `strict` raise the first.

    What is only to be told goes into `notices`, where that is given.

    >>> aside = []
    >>> broken = InputError("a.txt", "is empty", "Put the text in.")
    >>> list(sound([broken, Record("b", "He left.", "b.txt")], aside=aside))[0].doc, len(aside)
    ('b', 1)
    """
    for entry in entries:
        if isinstance(entry, Record):
            yield entry
        elif isinstance(entry, Notice):
            if notices is not None:
                notices.append(entry)
        elif strict:
            raise entry
        else:
            aside.append(entry)
