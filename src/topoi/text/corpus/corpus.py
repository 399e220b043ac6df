"""The texts and what is known about them; reading them from files."""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from topoi.errors import InputError, Notice
from topoi.text.corpus.collection import gathered
from topoi.text.corpus.formats import Record, is_of_no_text, row_record
from topoi.text.corpus.hashes import text_hash
from topoi.text.corpus.seeds import records_in
from topoi.text.corpus.signs import sign_notices

COLLECTION = 100
COLUMNS = ("doc", "source", "date", "title", "sha256", "n_chars")
# What tables of ours call so; a column of the texts with such a name is kept as text.NAME.
RESERVED = frozenset({*COLUMNS, "text", "words"})
OF_TEXTS = "text."
GROUP = "group"
NOT_GIVEN = "not given"
PERIODS = {"year": "%Y", "month": "%Y-%m"}
By = str | Sequence[str]
SIZE = 3_000_000
LARGEST = 1.25
MOST_NAMED = 5


@dataclass(frozen=True)
class Corpus:
    """The documents table and the texts it describes, in one order.

    `documents` has one row a document: `doc, source, date, title, sha256, n_chars` and any further
    metadata column; one called like ours is there as `text.` and its name. `texts` maps `doc` to
    the text, which is never changed after reading. `aside` says of each text that could not be read
    where it is and what is wrong with it, `of_files` what was read otherwise than it stands or
    passed over. `labels` has the labels of the turns of each transcript, once they are found:
    tuples that begin with start and end. `names` says what a person of the gazetteer is called in
    these texts, if otherwise; None where it has not been looked up. `places` has the file, or file
    and row, of each text that was read from one.
    """

    documents: pd.DataFrame
    texts: Mapping[str, str]
    aside: tuple[InputError, ...] = ()
    of_files: tuple[Notice, ...] = ()
    labels: Mapping[str, Sequence[tuple[Any, ...]]] = field(default_factory=dict)
    names: Mapping[str, str] | None = None
    places: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.texts.items())

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What is told of the files, then of odd signs in the texts, looked for when asked."""
        places = ((self.places.get(doc, doc), text) for doc, text in self)
        signs = (told for place, text in places for told in sign_notices(text, place))
        return (*self.of_files, *gathered(signs))

    def passage(self, doc: str, start: int, end: int) -> str:
        """Return the characters of a document from start up to end."""
        return self.texts[doc][start:end]

    def described(self) -> list[str]:
        """Return in a few lines how many texts there are, from where, of which kinds and days."""
        size, count = int(self.documents["n_chars"].sum()), len(self.documents)
        lines = [f"{count:,} text{'' if count == 1 else 's'}, {size:,} characters"]
        sources = [one for one in self.documents["source"].unique() if one]
        if sources:
            more = f" and {len(sources) - MOST_NAMED} more" if len(sources) > MOST_NAMED else ""
            lines.append(f"  sources:   {', '.join(sources[:MOST_NAMED])}{more}")
        genres = self.documents.get("genre", pd.Series(dtype="str")).value_counts()
        if set(genres.index) - {"article"}:
            listed = (f"{number:,} {name}" for name, number in genres.items())
            lines.append(f"  genres:    {', '.join(listed)}")
        days = self.documents["date"].dropna()
        if len(days):
            first, last = f"{days.min():%Y-%m-%d}", f"{days.max():%Y-%m-%d}"
            lines.append(f"  dates:     {first if first == last else f'{first} to {last}'}")
        return lines

    def select(self, docs: list[str]) -> "Corpus":
        """Return the corpus of the named documents, in this corpus's order."""
        kept = self.documents[self.documents["doc"].isin(docs)].reset_index(drop=True)
        return self.with_rows(kept)

    def with_rows(self, documents: pd.DataFrame) -> "Corpus":
        """Return the corpus of some rows of the documents table."""
        docs = documents["doc"].tolist()
        labels = {doc: self.labels[doc] for doc in docs if doc in self.labels}
        texts = {doc: self.texts[doc] for doc in docs}
        places = {doc: self.places[doc] for doc in docs if doc in self.places}
        return Corpus(documents, texts, labels=labels, names=self.names, places=places)


def read_corpus(path: str | Path, *, text_column: str = "text", strict: bool = True) -> Corpus:
    """Return the corpus of a file or folder of texts and of the collections registered in it.

    Read are .txt, .jsonl, .csv, .parquet and documents (.docx, .rtf, .html, TEI), compressed too. A
    folder's `SHA256SUMS` is checked first. Raises InputError for a file that changed after its hash
    was taken, is empty, is not UTF-8, lacks the text column, has a date that is no date, or repeats
    a document id: the message names file and row, and nothing half-read is returned. Without
    `strict` the broken texts of a collection (100 sound texts or more) are left out and named in
    `aside`; where texts are few, each of them matters, and the first broken one stops the reading
    all the same. Empty ones are left out and named in both.
    """
    aside: list[InputError] | None = None if strict else []
    notices: list[Notice] = []
    records = records_in(path, text_column=text_column, aside=aside, notices=notices)
    corpus = corpus_from(records)
    require_collection(len(corpus), aside or [])
    if not len(corpus):
        raise InputError(str(path), "holds no text", "Put at least one text in.")
    return replace(corpus, aside=tuple(aside or ()), of_files=tuple(notices))


def require_collection(sound: int, aside: Sequence[InputError]) -> None:
    """Raise the first error where texts are few, since then each of them matters.

    Texts that are empty are set aside however few there are, beside one that is not.

    >>> require_collection(100, [InputError("a.txt", "is no JSON", "Mend it.")])
    >>> require_collection(1, [InputError("a.txt", "is empty", "Put the text in.")])
    """
    broken = [error for error in aside if not is_of_no_text(error)]
    if aside and not broken and not sound:
        raise aside[0]
    if broken and sound < COLLECTION:
        first = broken[0]
        among = f"Among {COLLECTION} sound texts it would be set aside; here are {sound:,}."
        raise InputError(first.place, first.problem, f"{first.remedy} {among}")


def corpus_from(records: Iterable[Record]) -> Corpus:
    """Return the corpus of the records; raise InputError where two have one id."""
    texts: dict[str, str] = {}
    places: dict[str, str] = {}
    rows: list[dict[str, object]] = []
    for record in records:
        if record.doc in texts:
            problem = f"has the id {record.doc!r}, as another text has"
            raise InputError(record.place, problem, "Give each text an id of its own.")
        texts[record.doc], places[record.doc] = record.text, record.place
        known = (record.doc, record.source, record.date, record.title)
        told = (*known, text_hash(record.text), len(record.text))
        row: dict[str, object] = dict(zip(COLUMNS, told, strict=True))
        own = {kept_name(name): value for name, value in record.metadata.items()}
        rows.append(row | own)
    table = pd.DataFrame(rows, columns=None if rows else list(COLUMNS))
    table["date"] = pd.to_datetime(table["date"])
    return Corpus(table, texts, places=places)


def corpus_of(
    texts: Mapping[str, str] | Iterable[str] | pd.DataFrame,
    *,
    source: str = "",
    date: str | None = None,
    text_column: str = "text",
) -> Corpus:
    """Return the corpus of name -> text, of texts without names, or of a table with a row for each.

    The columns of a table mean what they mean in a file: `id, date, source, title`, and any other
    is kept. Raises InputError for a row without a text, or with a date that is none.

    >>> corpus_of({"a": "One sentence."}).documents["n_chars"].tolist()
    [13]
    """
    if isinstance(texts, pd.DataFrame):
        rows = enumerate(texts.astype(object).where(texts.notna(), None).to_dict("records"), 1)
        return corpus_from(
            row_record(
                Path("texts"),
                number,
                {str(name): row[name] for name in row},
                text_column=text_column,
            )
            for number, row in rows
        )
    if not isinstance(texts, Iterable):
        raise InputError("texts", f"are {texts!r}", "Give strings, a table, or a path.")
    if not isinstance(texts, Mapping):
        texts = {f"text-{number}": text for number, text in enumerate(texts, start=1)}
    for doc, text in texts.items():
        if not isinstance(text, str):
            raise InputError(f"text {doc!r}", f"is no text but {text!r}", "Put a string there.")
    return corpus_from(
        Record(doc=doc, text=text, place=doc, source=source, date=date)
        for doc, text in texts.items()
    )


def kept_name(column: str) -> str:
    """Return what a column of the texts is called in the documents table.

    >>> kept_name("party"), kept_name("words")
    ('party', 'text.words')
    """
    return f"{OF_TEXTS}{column}" if column in RESERVED else column


def groups_of(documents: pd.DataFrame, by: By) -> pd.DataFrame:
    """Return document -> what each column that `by` names says of it, as text: a column for each.

    `by` is "party", "party,year" or a list of names. `text.` before a name says that it is the
    texts' own. `year` and `month` are those of the date where the texts have no column of that
    name. Where nothing is said the group is "not given". Raises InputError for a column that there
    is not, naming those that there are.

    >>> documents = pd.DataFrame({"doc": ["a", "b"], "party": ["Left", None], "year": [2021, 2022]})
    >>> groups_of(documents, "party,year").to_numpy().tolist()
    [['Left', '2021'], ['not given', '2022']]
    """
    groups = {
        name: [plain(value) or NOT_GIVEN for value in column_of(documents, name)]
        for name in columns_named(by, documents)
    }
    return pd.DataFrame(groups, index=documents["doc"].to_numpy(), dtype="str")


def group_of(documents: pd.DataFrame, by: By) -> pd.Series:
    """Return document -> its group: what `groups_of` has of it, as one text such as "Left, 2021".

    >>> group_of(pd.DataFrame({"doc": ["a", "b"], "year": [2021.0, None]}), "year").to_dict()
    {'a': '2021', 'b': 'not given'}
    """
    groups = groups_of(documents, by)
    joined = map(", ".join, groups.itertuples(index=False, name=None))
    return pd.Series(list(joined), index=groups.index, name=GROUP, dtype="str")


def with_groups(documents: pd.DataFrame, by: By) -> pd.DataFrame:
    """Return the documents with a column `group`, which holds what `by` says of each."""
    return documents.assign(**{GROUP: group_of(documents, by).to_numpy()})


def require_column(documents: pd.DataFrame, by: By) -> None:
    """Raise InputError where the documents have no such column, or not each of several."""
    for name in columns_named(by, documents):
        column_of(documents, name)


def require_text(corpus: Corpus, name: str) -> None:
    """Raise InputError where a name is given that no text has."""
    if name and name not in corpus.texts:
        first = ", ".join([*corpus.texts][:MOST_NAMED]) or "none"
        raise InputError(f"transcript {name!r}", "is no text of the study", f"There are: {first}.")


def columns_named(by: By, documents: pd.DataFrame | None = None) -> list[str]:
    """Return the names in `by`, each once; one of a column with commas in it is taken whole.

    >>> columns_named("party, year"), columns_named(["party"])
    (['party', 'year'], ['party'])
    """
    if isinstance(by, str):
        whole = documents is not None and by in documents.columns
        by = [by] if whole else [name.strip() for name in by.split(",")]
    return list(dict.fromkeys(by))


def column_of(documents: pd.DataFrame, name: str) -> pd.Series:
    """Return what the documents have under one of the names of `by`."""
    for known in (name, name.removeprefix(OF_TEXTS)):
        if known in documents.columns:
            return documents[known]
    if name in PERIODS and "date" in documents.columns:
        return pd.to_datetime(documents["date"]).dt.strftime(PERIODS[name])
    names = ", ".join(map(str, documents.columns))
    remedy = f"They have: {names}; {' and '.join(PERIODS)} are those of the date."
    raise InputError(f"column {name!r}", "is no column of the texts", remedy)


def heading_of(by: By, *, taken: Iterable[str] = ()) -> str:
    """Return what the column of the groups is called in a table that has the columns `taken`.

    Raises InputError where the name of a column of the texts is taken, with the one to write.
    """
    name = ", ".join(columns_named(by))
    if name in taken:
        problem = "is a column of the answer itself"
        raise InputError(f"column {name!r}", problem, f"Write {OF_TEXTS}{name} for the texts' own.")
    return name


def plain(value: object) -> str:
    """Return a value as a reader writes it: a day, a whole number without a point, "" for none."""
    if isinstance(value, list | tuple | dict):
        return str(value)
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def partitions(records: Iterable[Record], *, size: int = SIZE) -> Iterator[Corpus]:
    """Yield corpora of about `size` characters each, in the order of the records.

    Where a partition ends depends on the ids of its texts, not on their number, so that adding,
    changing or removing a text changes its own partition and seldom a neighbour; a store built of
    partitions then keeps all others. A text longer than the size is a partition of its own.
    Memory holds one partition at a time.
    """
    kept: list[Record] = []
    length = 0
    for record in records:
        if kept and length + len(record.text) > LARGEST * size:
            yield corpus_from(kept)
            kept, length = [], 0
        kept.append(record)
        length += len(record.text)
        if length >= size / 2 and is_cut(record, size=size):
            yield corpus_from(kept)
            kept, length = [], 0
    if kept:
        yield corpus_from(kept)


def divided(corpus: Corpus, *, size: int = SIZE) -> Iterator[Corpus]:
    """Yield a corpus that has been read in parts of about `size` characters each, in its order.

    >>> from topoi.text.corpus.corpus import corpus_of
    >>> [list(part.texts) for part in divided(corpus_of({"a": "12", "b": "34", "c": "5"}), size=3)]
    [['a', 'b'], ['c']]
    """
    lengths = corpus.documents["n_chars"].to_numpy()
    number = (np.cumsum(lengths) - lengths) // size
    edges = [*np.flatnonzero(np.diff(number, prepend=-1)).tolist(), len(lengths)]
    for first, end in pairwise(edges):
        yield corpus.with_rows(corpus.documents.iloc[first:end].reset_index(drop=True))


def is_cut(record: Record, *, size: int) -> bool:
    """Return whether a partition ends after this text: once in about half a size of characters."""
    draw = zlib.crc32(record.doc.encode("utf-8", "surrogatepass")) / 2**32
    return draw * size / 2 < len(record.text)
