"""Writing the files of a token store, each whole or not at all."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from topoi.text.corpus import COLUMNS, Corpus
from topoi.text.store import DOCUMENTS, TOKENS, Partition
from topoi.text.tokenised import Tokenised

if TYPE_CHECKING:
    import pyarrow as pa

ASIDE = ".aside"
PLACES = ("doc", "start", "end", "sentence")


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
    names = (DOCUMENTS.format(key=key), TOKENS.format(key=key))
    return all((folder / name).is_file() for name in names)


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

    `numbers` has, for each piece, the number in the vocabulary of each of its forms.
    """
    import pyarrow.parquet as pq

    words = np.zeros(len(corpus), dtype=np.int64)
    for piece in pieces:
        words += np.bincount(piece.doc.compress(piece.is_word), minlength=len(corpus))
    documents = documents_table(corpus, words)
    replace(folder / TOKENS.format(key=key), lambda aside: write_tokens(aside, pieces, numbers))
    replace(
        folder / DOCUMENTS.format(key=key),
        lambda aside: pq.write_table(documents, aside, compression="lz4", use_dictionary=False),
    )
    return Partition(key, len(corpus), sum(len(piece.doc) for piece in pieces), int(words.sum()))


def write_tokens(file: Path, pieces: list[Tokenised], numbers: list[np.ndarray]) -> None:
    """Write the tokens of a partition, one row group a piece.

    Places grow slowly from row to row, so that their differences take little room.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    encodings = {**dict.fromkeys(PLACES, "DELTA_BINARY_PACKED"), "token": "PLAIN"}
    options = {"compression": "none", "use_dictionary": False, "write_statistics": False}
    writer = None
    try:
        for piece, number in zip(pieces, numbers, strict=True):
            columns = {
                "doc": piece.doc,
                "start": piece.start,
                "end": piece.end,
                "token": number[piece.form],
                "is_word": piece.is_word,
                "sentence": piece.sentence,
            }
            # Declared free of nulls, the columns need no marks for them, which would take as long
            # to write as the values.
            kinds = [
                pa.field(k, pa.from_numpy_dtype(v.dtype), nullable=False)
                for k, v in columns.items()
            ]
            table = pa.table(columns, schema=pa.schema(kinds))
            writer = writer or pq.ParquetWriter(
                file, table.schema, column_encoding=encodings, **options
            )
            writer.write_table(table, row_group_size=max(1, len(table)))
    finally:
        if writer is not None:
            writer.close()


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
        if kind in ("tokens.parquet", "documents.parquet") and key not in keys:
            file.unlink()
    for file in folder.glob(f".*{ASIDE}"):
        file.unlink()
