"""Topics made elsewhere, read: a table of their words and a table of their documents."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from topoi.csv_files import from_csv_cell
from topoi.errors import InputError, Notice
from topoi.text.corpus.columns import missing_column
from topoi.text.corpus.formats import NAMES, kind_of
from topoi.text.corpus.hashes import file_hash
from topoi.text.corpus.tables import rows_in

WEIGHT = "weight"
WORDS = "Write the columns topic, word, weight alone, or topic and a column for each word."
DOCUMENTS = "Write the columns doc, topic, weight alone, or doc and a column for each topic."


def two_files(given: object) -> tuple[str | Path, str | Path]:
    """Return the files of the words and the documents; raise InputError for anything else.

    >>> two_files(["words.csv", "documents.csv"])
    ('words.csv', 'documents.csv')
    """
    remedy = 'Give two files: given=("words.csv", "documents.csv").'
    if not isinstance(given, list | tuple):
        raise InputError(
            "topics made elsewhere", f"are given as one {type(given).__name__}", remedy
        )
    for one in given:
        if not isinstance(one, str | Path):
            problem = f"are given as {type(one).__name__}, not as a file"
            raise InputError("topics made elsewhere", problem, f"Write it to one first. {remedy}")
    if len(given) != 2:
        raise InputError("topics made elsewhere", f"are given as {len(given)} of two files", remedy)
    return given[0], given[1]


class GivenTables(NamedTuple):
    """Both tables in their long form: `topic, word, weight` and `doc, topic, weight`.

    `files` are those they were read from, `hashes` the SHA-256 of each; `notices` is what is to be
    told of how they were read.
    """

    words: pd.DataFrame
    documents: pd.DataFrame
    files: tuple[Path, Path]
    hashes: tuple[str, str]
    notices: tuple[Notice, ...]


def read_given(words: str | Path, documents: str | Path) -> GivenTables:
    """Return the tables of topics made elsewhere, from CSV, JSON Lines or Parquet.

    Each is long, a row a weight, or wide: a row a topic and a column a word; a row a text (`doc`)
    and a column a topic. Words are read in small letters, what is not in a long table has no
    weight. Raises InputError, with the line, for a table without these columns, a cell that is no
    weight, a name that is missing, and what is said twice.
    """
    files, notices = (Path(words), Path(documents)), list[Notice]()
    of_words = weights_in(files[0], "topic", "word", remedy=WORDS, notices=notices)
    of_documents = weights_in(files[1], "doc", "topic", remedy=DOCUMENTS, notices=notices)
    small = of_words.assign(word=of_words["word"].str.lower())
    merged = small.groupby(["topic", "word"], sort=False, as_index=False)[WEIGHT].sum()
    hashes = file_hash(files[0]), file_hash(files[1])
    return GivenTables(merged, of_documents, files, hashes, tuple(notices))


def weights_in(
    file: Path, row: str, other: str, *, remedy: str, notices: list[Notice]
) -> pd.DataFrame:
    """Return a table in its long form, with the names `row, other, weight`.

    `remedy` says how it is written, `notices` gets to know how it was read.
    """
    if not file.is_file():
        raise InputError(str(file), "does not exist", "Give the file of the table.")
    if kind_of(file) not in NAMES:
        kinds = ", ".join(NAMES)
        raise InputError(str(file), "is no table that can be read", f"Use {kinds}.")
    lines: dict[tuple[str, str], int] = {}
    weights: list[float] = []
    for entry in rows_in(file, require=partial(require_name, row, remedy)):
        if isinstance(entry, InputError):
            raise entry
        if isinstance(entry, Notice):
            notices.append(entry)
            continue
        line, cells = entry
        place = f"{file}:{line}"
        if not plain_name(cells.get(row)):
            raise InputError(place, f"names no {row}", remedy)
        for name, cell in cells_of(cells, row, other):
            pair = plain_name(cells[row]), plain_name(name)
            if not pair[1]:
                raise InputError(place, f"names no {other}", remedy)
            first = lines.setdefault(pair, line)
            if len(lines) == len(weights):
                problem = f"has the {row} {pair[0]!r} with the {other} {pair[1]!r} again"
                raise InputError(place, f"{problem}, as line {first} has", "Keep one of them.")
            weights.append(weight_of(cell, pair[1], place, remedy))
    return pd.DataFrame(list(lines), columns=[row, other], dtype="str").assign(weight=weights)


def require_name(name: str, remedy: str, place: str, names: Sequence[str], between: str) -> None:
    """Raise InputError where a table has no column of this name."""
    if name not in names:
        raise missing_column(place, name, names[:10], between, remedy=remedy)


def cells_of(cells: Mapping[str, object], row: str, other: str) -> Iterator[tuple[object, object]]:
    """Yield name and weight of each cell of a row, which is one where the table is long.

    A column without a name, such as row numbers that R writes, is passed over. A table is long
    where it has no other columns than three, as a wide one may have a word "weight".
    """
    named = {name: cell for name, cell in cells.items() if name not in (row, "")}
    if named.keys() == {other, WEIGHT}:
        yield named[other], named[WEIGHT]
    else:
        yield from named.items()


def plain_name(cell: object) -> str:
    """Return the name in a cell; whole numbers have no decimals.

    >>> plain_name(" 3.0"), plain_name(3.0), plain_name("-1"), plain_name(None)
    ('3', '3', '-1', '')
    """
    name = "" if cell is None else from_csv_cell(str(cell)).strip()
    whole, _, zeros = name.partition(".")
    return whole if zeros and not zeros.strip("0") and whole.lstrip("-").isdecimal() else name


def weight_of(cell: object, name: str, place: str, remedy: str) -> float:
    """Return the weight in a cell; raise InputError for one that is negative or no number."""
    try:
        weight = float(str(cell))
    except ValueError:
        weight = math.nan
    if not (math.isfinite(weight) and weight >= 0):
        shown = "no weight" if cell in (None, "") else f"the weight {str(cell)[:40]!r}"
        raise InputError(place, f"has {shown} for {name!r}", f"Weights are 0 or more. {remedy}")
    return weight
