"""Writing the files of a token store, each whole or not at all."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from topoi.text.corpus import COLUMNS, Corpus
from topoi.text.store import DOCUMENTS, RUNS, TOKENS, Partition
from topoi.text.tokenised import Tokenised

if TYPE_CHECKING:
    import pyarrow as pa

ASIDE = ".aside"
KINDS = (TOKENS, RUNS, DOCUMENTS)
# Compressing takes as long as all else that is written.
PLAINLY = {"compression": "none", "use_dictionary": False, "write_statistics": False}
# Places grow slowly from row to row, so that their differences take little room.
ENCODINGS = {**dict.fromkeys(("start", "end"), "DELTA_BINARY_PACKED"), "token": "PLAIN"}


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
