"""Topics made elsewhere, read: a table of their words and a table of their documents."""

import io
import math
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from topoi.analysis.topics.given_columns import (
    LONG,
    OTHER,
    REMEDIES,
    form_of,
    plain_name,
    require_columns,
    weights_of,
)
from topoi.csv_files import csv_text
from topoi.errors import InputError, Notice
from topoi.text.corpus.columns import column_names
from topoi.text.corpus.compression import opened, uncompressed
from topoi.text.corpus.csv_rows import SEPARATORS, Require, Row, csv_rows
from topoi.text.corpus.formats import NAMES, kind_of
from topoi.text.corpus.hashes import file_hash, text_hash
from topoi.text.corpus.tables import rows_in
from topoi.text.words.context import shortened

WEIGHT = "weight"
TABS = (".tsv", ".txt")  # of R and of MALLET
LONGEST = 60  # signs of a name in a message: BERTopic calls documents by their texts
NEAR_ONE = 1e-3  # how far from 1 the probabilities of all words may add up to
MALLET = "Give the files of --topic-word-weights-file and --output-doc-topics."
LOGARITHMS = "Weights are 0 or more: of logarithms of some words give exp()."
Table: TypeAlias = str | Path | pd.DataFrame


class GivenTables(NamedTuple):
    """Both tables in their long form: `topic, word, weight` and `doc, topic, weight`.

    `files` are those they were read from, or names for tables that were none, `hashes` the SHA-256
    of each; `notices` is what is to be told of how they were read.
    """

    words: pd.DataFrame
    documents: pd.DataFrame
    files: tuple[Path, Path]
    hashes: tuple[str, str]
    notices: tuple[Notice, ...]


class Source(NamedTuple):
    """Where a table comes from: its file, or a name for it, a hash, and its rows."""

    file: Path
    sha256: str
    rows: Callable[[Require], Iterable[Row | InputError | Notice]]


def two_tables(given: object) -> tuple[Table, Table]:
    """Return the tables of the words and the documents; raise InputError for anything else.

    >>> two_tables(["words.csv", "documents.csv"])
    ('words.csv', 'documents.csv')
    """
    remedy = 'Give two files or DataFrames: given=("words.csv", "documents.csv").'
    if not isinstance(given, list | tuple):
        raise InputError(
            "topics made elsewhere", f"are given as one {type(given).__name__}", remedy
        )
    for one in given:
        if not isinstance(one, Table):
            problem = f"are given as {type(one).__name__}, not as a table"
            raise InputError("topics made elsewhere", problem, remedy)
    if len(given) != 2:
        problem = f"are given as {len(given)} of two tables"
        raise InputError("topics made elsewhere", problem, remedy)
    return given[0], given[1]


def read_given(words: Table, documents: Table) -> GivenTables:
    """Return the tables of topics made elsewhere, from files or DataFrames.

    Files are CSV, JSON Lines, Parquet, tab separated (.tsv, .txt), or what MALLET writes. Each
    table is long, a row a weight, or wide: a row a topic and a column a word; a row a text (`doc`)
    and a column a topic. Columns may be called as BERTopic, stm and others call them
    (`given_columns.COLUMNS`). Words are read in small letters, what is not in a long table has no
    weight; a table of documents without weights gives each its topic. Natural logarithms of
    probabilities are read as these, and told. Raises InputError, with the line, for a table without
    these columns, a cell that is no weight, a name that is missing, and what is said twice.
    """
    sources, notices = (
        (source_of(words, "words"), source_of(documents, "documents")),
        list[Notice](),
    )
    of_words = weights_in(sources[0], "topic", notices=notices)
    topics = set(of_words["topic"])
    of_documents = weights_in(sources[1], "doc", topics=topics, notices=notices)
    small = of_words.assign(word=of_words["word"].str.lower())
    merged = small.groupby(["topic", "word"], sort=False, as_index=False)[WEIGHT].sum()
    files, hashes = (sources[0].file, sources[1].file), (sources[0].sha256, sources[1].sha256)
    return GivenTables(merged, of_documents, files, hashes, tuple(notices))


def source_of(table: Table, name: str) -> Source:
    """Return where a table comes from; `name` says of what it is.

    A DataFrame is read as the CSV that pandas writes of it, with its index as the first column.
    Raises InputError for a file that is not there, or of no kind that can be read.
    """
    if isinstance(table, pd.DataFrame):
        file = Path(f"DataFrame of {name}")
        levels = range(table.index.nlevels)
        index = pd.DataFrame({one: table.index.get_level_values(one) for one in levels})
        flat = pd.concat([index, table.reset_index(drop=True)], axis=1)
        heads = [*("" if one is None else one for one in table.index.names), *table.columns]
        flat.columns = pd.Index(column_names([str(one) for one in heads], str(file)))
        return Source(file, text_hash(csv_text(flat)), partial(frame_rows, flat, str(file)))
    file = Path(table)
    if not file.is_file():
        raise InputError(str(file), "does not exist", "Give the file of the table.")
    apart = uncompressed(file).lower().endswith(TABS)
    if kind_of(file) not in NAMES and not apart:
        kinds = ", ".join([*NAMES, *TABS])
        raise InputError(str(file), "is no table that can be read", f"Use {kinds}.")
    read = partial(text_rows, name) if apart or kind_of(file) == ".csv" else None
    return Source(file, file_hash(file), lambda require: rows_in(file, require=require, read=read))


def frame_rows(flat: pd.DataFrame, place: str, require: Require) -> Iterator[Row]:
    """Yield number and cells of each row of a DataFrame; what is missing is None."""
    names = [*flat.columns]
    require(place, names, "")
    cells = flat.astype(object).where(flat.notna(), None)
    for number, row in enumerate(cells.itertuples(index=False, name=None), start=1):
        yield number, dict(zip(names, row, strict=True))


def text_rows(name: str, path: Path, require: Require) -> Iterable[Row | InputError | Notice]:
    """Return the rows of a table of words or documents that is a CSV, or that MALLET has written.

    MALLET's begin with the number of a topic or document, and have no names of columns. Raises
    InputError where only blanks part the cells, as R's write.table does.
    """
    with opened(path) as stream:
        line = stream.readline(1 << 16).decode(errors="replace")
    first = line.split("\t")
    if first[0].startswith("#doc") or (first[0].isdecimal() and len(first) >= LONG):
        return mallet_rows(name, path)
    if line.strip() and not any(sign in line for sign in SEPARATORS):
        problem = "has neither commas nor tabs between its cells"
        raise InputError(str(path), problem, "Write it with them, in R by write.csv().")
    return csv_rows(path, require)


def mallet_rows(name: str, path: Path) -> Iterator[Row | InputError]:
    """Yield line and cells of each row of MALLET's topic-word weights or document topics.

    A row is topic, word, weight; or number and name of a document and a share of each topic, under
    a head "#doc name topic proportion" a topic and a share by turns (McCallum 2002, its
    `ParallelTopicModel`). Any other is yielded as the InputError that describes it.
    """
    with opened(path) as stream, io.TextIOWrapper(stream, "utf-8-sig") as text:
        pairs = False
        for line, written in enumerate(text, start=1):
            cells = written.rstrip().split("\t")
            if line == 1 and cells[0].startswith("#doc"):
                pairs = True
                continue
            whole = len(cells) == LONG if name == "words" else len(cells) % 2 == 0 or not pairs
            if not (cells[0].isdecimal() and whole and len(cells) > 1):
                problem = f"is no line of the {name} of topics as MALLET writes it"
                yield InputError(f"{path}:{line}", problem, MALLET)
            elif name == "words":
                yield line, {"topic": cells[0], "word": cells[1], WEIGHT: cells[2]}
            elif pairs:
                yield line, {"doc": cells[1], **dict(zip(cells[2::2], cells[3::2], strict=True))}
            else:
                yield line, {"doc": cells[1], **{str(n): c for n, c in enumerate(cells[2:])}}


def weights_in(
    source: Source, row: str, *, topics: Collection[str] = (), notices: list[Notice]
) -> pd.DataFrame:
    """Return a table of topics or documents (`row` is "topic" or "doc") in its long form.

    `topics` are those that are known already, `notices` gets to know how it was read.
    """
    other, remedy, form, below = OTHER[row], REMEDIES[row], None, None
    lines: dict[tuple[str, str], int] = {}
    weights: list[float] = []
    for entry in source.rows(partial(require_columns, row)):
        if isinstance(entry, InputError):
            raise entry
        if isinstance(entry, Notice):
            notices.append(entry)
            continue
        line, cells = entry
        place = f"{source.file}:{line}"
        form = form or form_of(cells, row, str(source.file), topics=topics)
        for first, second, cell in weights_of(cells, form):
            pair = plain_name(first), plain_name(second)
            for name, kind in zip(pair, (row, other), strict=True):
                if not name:
                    raise InputError(place, f"names no {kind}", remedy)
            before = lines.setdefault(pair, line)
            if len(lines) == len(weights):
                said = f"the {row} {brief(pair[0])!r} with the {other} {brief(pair[1])!r} again"
                raise InputError(place, f"has {said}, as line {before} has", "Keep one of them.")
            weights.append(weight_of(cell, pair[1], place, remedy))
            if weights[-1] < 0 and not below:
                below = no_weight(cell, pair[1], place, f"{LOGARITHMS} {remedy}")
    if form is None:
        raise InputError(str(source.file), "has no rows", remedy)
    if form.unread:
        said = f"has columns that are not read: {', '.join(form.unread)}"
        notices.append(Notice(str(source.file), said, ""))
    table = pd.DataFrame(list(lines), columns=[row, other], dtype="str").assign(weight=weights)
    if below:
        table = without_logarithms(table, row, below)
        notices.append(
            Notice(str(source.file), "has logarithms, which are read as exp() of them", "")
        )
    return table


def without_logarithms(table: pd.DataFrame, row: str, below: InputError) -> pd.DataFrame:
    """Return probabilities in place of their natural logarithms; raise `below` for what is none.

    They are where no weight is above 0 and those of all words of a topic add up to 1.
    """
    found = table.assign(weight=np.exp(table[WEIGHT]))
    if table[WEIGHT].max() > 0 or not np.allclose(
        found.groupby(row)[WEIGHT].sum(), 1, rtol=0, atol=NEAR_ONE
    ):
        raise below
    return found


def weight_of(cell: object, name: str, place: str, remedy: str) -> float:
    """Return the weight in a cell, below 0 of a logarithm; raise InputError for no number."""
    try:
        weight = float(str(cell))
    except ValueError:
        weight = math.nan
    if math.isnan(weight) or weight == math.inf:
        raise no_weight(cell, name, place, f"Weights are 0 or more. {remedy}")
    return weight


def no_weight(cell: object, name: str, place: str, remedy: str) -> InputError:
    """Return the error for a cell that holds no weight."""
    shown = "no weight" if cell in (None, "") else f"the weight {brief(str(cell))!r}"
    return InputError(place, f"has {shown} for {brief(name)!r}", remedy)


def brief(name: str) -> str:
    """Return a name as messages show it: BERTopic calls documents by the whole text."""
    return shortened(name, LONGEST)
