"""Writing the files of a token store, each whole or not at all."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import count, repeat
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from topoi.analysis.store.store import (
    DOCUMENTS,
    RUNS,
    TOKENS,
    Partition,
    read_vocabulary,
    vocabulary_file,
    vocabulary_files,
)
from topoi.text.corpus.corpus import COLUMNS, Corpus
from topoi.text.words.tokenised import Tokenised
from topoi.text.words.tokens import Written, folded_tokens

if TYPE_CHECKING:
    import pyarrow as pa

ASIDE = ".aside"
KINDS = (TOKENS, RUNS, DOCUMENTS)
# Compressing takes as long as all else that is written.
PLAINLY = {"compression": "none", "use_dictionary": False, "write_statistics": False}
# Places grow slowly from row to row, so that their differences take little room.
ENCODINGS = {**dict.fromkeys(("start", "end"), "DELTA_BINARY_PACKED"), "token": "PLAIN"}
UNKNOWN = -1
FAMILIAR = 100_000  # more would have to be told apart anew in each partition to no purpose


def replace(file: Path, write: Callable[[Path], object]) -> None:
    """Write a file beside its place and move it there when it is whole."""
    aside = file.with_name(f".{file.name}{ASIDE}")
    try:
        write(aside)
        os.replace(aside, file)
    finally:
        aside.unlink(missing_ok=True)


def is_built(folder: Path, key: str) -> bool:
    """Return whether a partition is there; its documents are written last."""
    return all((folder / kind.format(key=key)).is_file() for kind in KINDS)


def read_partition(folder: Path, key: str) -> Partition:
    """Return how much a partition that was built earlier holds."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    words = pq.read_table(folder / DOCUMENTS.format(key=key), columns=["words"]).column("words")
    tokens = pq.read_metadata(folder / TOKENS.format(key=key)).num_rows
    return Partition(key, len(words), tokens, pc.sum(words).as_py() or 0)


def write_partition(
    folder: Path, key: str, corpus: Corpus, pieces: list[Tokenised], numbers: list[np.ndarray]
) -> Partition:
    """Write tokens and documents of one partition and return how much it holds.

    `numbers` has, for each piece, the numbers of its tokens in the vocabulary.
    """
    words = words_by_document(pieces, len(corpus))
    write(
        folder / TOKENS.format(key=key), tokens_tables(pieces, numbers), column_encoding=ENCODINGS
    )
    write(folder / RUNS.format(key=key), (table_of(piece.runs._asdict()) for piece in pieces))
    write(folder / DOCUMENTS.format(key=key), [documents_table(corpus, words)])
    return Partition(key, len(corpus), sum(len(piece.start) for piece in pieces), int(words.sum()))


def words_by_document(pieces: list[Tokenised], documents: int) -> np.ndarray:
    """Return the number of words of each document."""
    words = np.zeros(documents, dtype=np.int64)
    for piece in pieces:
        doc, tokens = piece.runs.doc, piece.runs.tokens
        if len(doc):
            counts = np.add.reduceat(piece.is_word, np.cumsum(tokens) - tokens, dtype=np.int64)
            np.add.at(words, doc, counts)
    return words


def tokens_tables(pieces: list[Tokenised], numbers: list[np.ndarray]) -> Iterator["pa.Table"]:
    """Yield the tokens of each piece of a partition."""
    for piece, number in zip(pieces, numbers, strict=True):
        yield table_of(
            {
                "start": piece.start,
                "end": piece.end,
                "token": number,
                "is_word": piece.is_word,
            }
        )


def table_of(columns: dict[str, np.ndarray]) -> "pa.Table":
    """Return arrays as a table.

    Declared free of nulls, the columns need no marks for them, which would take as long to write as
    the values.
    """
    import pyarrow as pa

    kinds = [pa.field(k, pa.from_numpy_dtype(v.dtype), nullable=False) for k, v in columns.items()]
    return pa.table(columns, schema=pa.schema(kinds))


def write(file: Path, tables: Iterable["pa.Table"], **options: object) -> None:
    """Write tables as one file, each a row group of its own."""
    import pyarrow.parquet as pq

    def write_all(aside: Path) -> None:
        writer = None
        try:
            for table in tables:
                writer = writer or pq.ParquetWriter(aside, table.schema, **PLAINLY, **options)
                writer.write_table(table, row_group_size=max(1, len(table)))
        finally:
            if writer is not None:
                writer.close()

    replace(file, write_all)


def documents_table(corpus: Corpus, words: np.ndarray) -> "pa.Table":
    """Return the documents with the words of each and the texts, ready to be written.

    Metadata that is neither text, number nor date (a list in a .jsonl file) is kept as JSON.
    """
    import pyarrow as pa

    documents = corpus.documents.copy()
    for name in documents.columns.difference(COLUMNS):
        try:
            pa.array(documents[name])
        except pa.ArrowException:
            documents[name] = [json.dumps(value, default=str) for value in documents[name]]
    table = pa.Table.from_pandas(documents, preserve_index=False)
    texts = pa.array(list(corpus.texts.values()), pa.large_string())
    return table.append_column("words", pa.array(words)).append_column("text", texts)


def clean(folder: Path, keys: set[str]) -> None:
    """Remove the partitions that the manifest no longer names, and what an interruption left."""
    for file in folder.glob("*.parquet"):
        key, _, kind = file.name.partition(".")
        if f"{{key}}.{kind}" in KINDS and key not in keys:
            file.unlink()
    for file in folder.glob(f".*{ASIDE}"):
        file.unlink()


class Forms:
    """The number of each form, and how many of them are on disk already.

    Numbers are only ever added, so that partitions built earlier keep their meaning. `familiar` are
    tokens as written, for each kind of code points, with the numbers of their forms.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known = read_vocabulary(folder)
        self.saved = len(self.known)
        self.numbers = {form: number for number, form in enumerate(self.known)}
        self.familiar: dict[np.dtype, tuple[pa.Array, np.ndarray]] = {}

    def number(self, found: Written) -> np.ndarray:
        """Return the number of the form of each token, giving new forms the next numbers.

        Arrow tells apart what is written differently, beginning with what is familiar, so that
        only the rest has to be folded and looked up.
        """
        import pyarrow as pa

        nothing = pa.array([], pa.binary()), np.zeros(0, dtype=np.int32)
        familiar, numbers = self.familiar.get(found.dtype, nothing)
        encoded = pa.concat_arrays([familiar, found.tokens]).dictionary_encode()
        rest = encoded.dictionary.slice(len(familiar))
        numbers = np.concatenate(
            [numbers, self.looked_up(folded_tokens(Written(rest, found.dtype)))]
        )
        if len(numbers) <= FAMILIAR:
            self.familiar[found.dtype] = encoded.dictionary, numbers
        return numbers[encoded.indices.to_numpy()[len(familiar) :]]

    def looked_up(self, forms: list[str]) -> np.ndarray:
        """Return the number of each form, giving new forms the next numbers."""
        numbers = map(self.numbers.get, forms, repeat(UNKNOWN))
        found = np.fromiter(numbers, dtype=np.int32, count=len(forms))
        places = np.flatnonzero(found == UNKNOWN)
        unknown = [forms[place] for place in places.tolist()]
        new = dict.fromkeys(unknown)
        self.numbers.update(zip(new, count(len(self.known))))
        self.known.extend(new)
        found[places] = [self.numbers[form] for form in unknown]
        return found

    def save(self) -> None:
        """Put the new forms on disk, before any partition that uses their numbers."""
        if len(self.known) > self.saved:
            self.write(self.saved)
            self.saved = len(self.known)

    def put_together(self) -> None:
        """Replace the files of the vocabulary by one."""
        parts = vocabulary_files(self.folder)[1:]
        if parts or not vocabulary_file(self.folder, 0).exists():
            self.write(0)
        for file in parts:
            file.unlink()

    def write(self, first: int) -> None:
        """Write the forms from a number on."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pa.table({"token": pa.array(self.known[first:], pa.string())})
        replace(
            vocabulary_file(self.folder, first),
            lambda aside: pq.write_table(table, aside),
        )
