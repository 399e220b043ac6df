"""Collections of any size: many files, compressed or not, read as one stream of texts."""

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from topoi.errors import InputError, Notice
from topoi.files import HELD
from topoi.progress import counter
from topoi.text.corpus.columns import require_texts
from topoi.text.corpus.compression import reason
from topoi.text.corpus.documents import document_entries
from topoi.text.corpus.encodings import decoded_text
from topoi.text.corpus.formats import DOCUMENTS, KINDS, Record, kind_of, row_record, text_record
from topoi.text.corpus.hashes import HASHES
from topoi.text.corpus.news_exports import export_entries
from topoi.text.corpus.own_outputs import KEPT, own_output
from topoi.text.corpus.tables import rows_in

Entry = Record | InputError | Notice
ROW = re.compile(r":\d+\Z")
SETTINGS = (HASHES, "collections.yml", "events.yml")  # beside the texts, and read for what they say
EVERY = "**/*"
LINK_OUT = "is a link that leads out of the folder, and not followed"
LINK_IN = "is a link to another of these folders, and not followed"  # its files are there as such
HIDDEN = "has hidden files, which are not read"
NOT_READ = "Copy the texts into the folder if they are meant."


def collection_files(
    root: str | Path, *, pattern: str = EVERY, notices: list[Notice] | None = None
) -> list[Path]:
    """Return the files of a collection, sorted: those under `root` that the pattern names.

    What is passed over is told as by `readable_files`. Raises InputError where there are none, and
    for a pattern that leads outside `root`.
    """
    place = Path(root)
    if place.is_file():
        return one_file(place)
    if not place.is_dir():
        raise InputError(str(root), "does not exist", "Give a file or folder of texts.")
    if Path(pattern).is_absolute() or ".." in Path(pattern).parts:
        raise outside_folder(f"{root}/{pattern}", str(root))
    found = readable_files(place, pattern=pattern, notices=notices)
    if not found:
        kinds = ", ".join(KINDS)
        raise InputError(f"{root}/{pattern}", "names no text", f"Give files of {kinds}.")
    return found


def one_file(file: Path) -> list[Path]:
    """Return the file as the only one; raise InputError for one of a kind that is not read."""
    if not kind_of(file):
        kinds = ", ".join(KINDS)
        raise InputError(str(file), "is of no kind that can be read", f"Use {kinds}.")
    return [file]


def readable_files(
    folder: Path, *, pattern: str = EVERY, notices: list[Notice] | None = None
) -> list[Path]:
    """Return the files of a folder that are read as texts, sorted.

    Passed over are folders that Topoi made, what is hidden, and links that lead out of the folder.
    `notices` gets one for each, with the number of files in it. Raises InputError where the folder
    itself is one that Topoi made.
    """
    made = own_output(folder)
    if made:
        raise InputError(str(folder), f"is {made}", "Give a folder of texts.")
    passed: dict[Path, tuple[str, int]] = {}
    paths = matching(folder, pattern)
    found = [path for path in within(paths, folder, passed) if is_readable(path)]
    if notices is not None:
        notices += (
            Notice(str(place), f"{why} ({files} file{'' if files == 1 else 's'})", NOT_READ)
            for place, (why, files) in sorted(passed.items())
            if files and place.name != KEPT
        )
    return sorted(found)


def matching(folder: Path, pattern: str) -> list[Path]:
    """Return the paths of a folder that a pattern names; raise InputError where it is none."""
    try:
        return list(folder.glob(pattern))
    except (ValueError, NotImplementedError, IndexError) as error:
        problem = f"is no pattern of names of files ({str(error).rstrip('.')})"
        raise InputError(repr(pattern), problem, "Write one such as `**/*.txt`.") from None


def within(
    paths: Iterable[Path], folder: Path, passed: dict[Path, tuple[str, int]]
) -> Iterator[Path]:
    """Yield the paths of a folder that are looked at; the others are put into `passed`.

    That is, of each place: why it is passed over, and how many readable files are in it. A link is
    one that is readable, or a folder, which is not entered.
    """
    known: dict[Path, tuple[str, Path]] = {folder: ("", folder)}

    def reason(place: Path) -> tuple[str, Path]:
        if place not in known:
            above = reason(place.parent)
            known[place] = above if above[0] else (why_not_read(place, folder), place)
        return known[place]

    for path in paths:
        why, place = reason(path.parent)
        if not why and path.is_symlink() and leads_out(path, folder):
            why, place = LINK_OUT, path
        if not why and path.name.startswith(".") and not path.is_dir():
            why, place = HIDDEN, path.parent
        if not why:
            yield path
            continue
        counts = is_readable(path) or (place == path and path.is_dir())
        passed[place] = why, passed.get(place, ("", 0))[1] + counts


def why_not_read(place: Path, folder: Path) -> str:
    """Return why a folder within another is passed over, "" where it is not."""
    made = own_output(place)
    if made:
        return f"is {made}, and no text in it is read"
    if (place / HELD).exists():
        return "was not completed by Topoi, and is not read"
    if place.name.startswith("."):
        return "is hidden, and not read"
    if place.is_symlink():
        return LINK_OUT if leads_out(place, folder) else LINK_IN
    return ""


def leads_out(link: Path, folder: Path) -> bool:
    """Return whether a link leads to something that lies outside a folder."""
    target = Path(os.path.realpath(link))
    return target.exists() and not target.is_relative_to(os.path.realpath(folder))


def is_readable(file: Path) -> bool:
    """Return whether a file is of a kind that is read.

    A link that leads nowhere counts too: read like the others, it is named as broken.
    """
    if file.name == HASHES or not kind_of(file):
        return False
    return file.is_file() or (file.is_symlink() and not file.exists())


def other_kinds(root: str | Path) -> dict[str, int]:
    """Return how many files of a folder are of kinds that are not read, by the end of the name."""
    place = Path(root)
    files = sorted(within(place.rglob("*"), place, {})) if place.is_dir() else []
    others = (
        file.suffix.lower() or "without an ending"
        for file in files
        if file.is_file() and not kind_of(file) and file.name not in SETTINGS
    )
    return dict(Counter(others))


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
    """Yield the texts, errors and notices of one file."""
    if kind_of(file) == ".txt":
        for entry in text_entries(file):
            yield from export_entries(entry) if isinstance(entry, Record) else (entry,)
        return
    if kind_of(file) in DOCUMENTS:
        for entry in document_entries(file):
            yield from export_entries(entry) if isinstance(entry, Record) else (entry,)
        return
    for row in rows_in(file, require=partial(require_texts, text_column)):
        if isinstance(row, InputError) or isinstance(row, Notice):  # noqa: SIM101  twice as fast
            yield row
        else:
            yield row_entry(file, *row, text_column)


def text_entries(file: Path) -> Iterator[Entry]:
    """Yield the text of a .txt file, compressed or not, and what is to be told of it."""
    try:
        text, told = decoded_text(file)
        yield text_record(file, text)
        yield from told
    except InputError as error:
        yield error


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

    The folder is that of the file itself, also where the file is reached by a link. Line ends of
    every kind become line feeds.
    """
    place = f"{file}:{number}"
    try:
        folder = file.resolve().parent
        target = (folder / path).resolve()
        if not Path(path).is_absolute() and target.is_relative_to(folder):
            text = decoded_text(folder / path)[0]
            return text.replace("\r\n", "\n").replace("\r", "\n")
    except InputError as error:
        raise InputError(place, f"names {path}, which {error.problem}", error.remedy) from None
    except (OSError, RuntimeError, ValueError) as error:
        problem = f"names {path[:80]}, which cannot be read ({reason(error)})"
        raise InputError(place, problem, "Correct the path or the file.") from None
    raise outside_folder(f"{place}: {path}", str(file.parent))


def sound(
    entries: Iterable[Entry],
    *,
    aside: list[InputError],
    notices: list[Notice] | None = None,
    strict: bool = False,
) -> Iterator[Record]:
    """Yield the texts; put the errors into `aside`, or with `strict` raise the first.

    What is only to be told goes into `notices`, where that is given, as `gathered` has it.

    >>> aside = []
    >>> broken = InputError("a.txt", "is empty", "Put the text in.")
    >>> list(sound([broken, Record("b", "He left.", "b.txt")], aside=aside))[0].doc, len(aside)
    ('b', 1)
    """
    told: list[Notice] = []
    try:
        for entry in entries:
            if isinstance(entry, Record):
                yield entry
            elif isinstance(entry, Notice):
                told.append(entry)
            elif strict:
                raise entry
            else:
                aside.append(entry)
    finally:
        if notices is not None:
            notices += gathered(told)


def gathered(notices: Iterable[Notice]) -> list[Notice]:
    """Return notices with those of one kind in the rows of one file as one, which says how many.

    Of one kind are those that say the same but for what stands in brackets.

    >>> gathered(Notice(f"a.csv:{row}", f"has tags ({row})", "") for row in range(2, 5))[0].said
    'has tags (2); so have 3 rows'
    """
    kinds: dict[tuple[str, str], list[Notice]] = {}
    for one in notices:
        kinds.setdefault((ROW.sub("", one.place), one.said.partition(" (")[0]), []).append(one)
    return [
        first._replace(said=f"{first.said}; so have {len(same):,} rows", texts=len(same))
        if len(same) > 1
        else first
        for same in kinds.values()
        for first in same[:1]
    ]
