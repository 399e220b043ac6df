"""The token store: the tokens of a collection on disk, in Parquet, to be asked again and again.

A folder holds a manifest and, for each partition of the collection, one file of tokens (`start,
end, token, is_word`), one of runs (`doc, sentence, unit, tokens`: so many tokens follow each other
in a sentence, heading or dateline, or outside of any) and one of documents with their texts. `doc`
is the row in the file of documents and `token` the row in the vocabulary. Any program that reads
Parquet can read them.

The manifest names all these files with their checksums, and none of them is ever changed: what a
manifest names is there as long as it stands, and until the build after the next has ended. So a
query answers from one whole store, whatever is built meanwhile.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from topoi.analysis.store.checksums import (
    Checksums,
    damaged,
    json_in,
    read_checked,
    require_size,
    unsealed,
)
from topoi.analysis.store.forms import read_vocabulary
from topoi.errors import InputError
from topoi.progress import track
from topoi.text.corpus.hashes import code_hash
from topoi.text.words.vocabulary import Vocabulary

FORMAT = 5
# All that what is stored depends on: the code that reads and divides texts, and its word lists.
ROOMS = ("text/corpus", "text/lang", "text/words", "analysis/store")
MANIFEST = "manifest.json"
KINDS = TOKENS, RUNS, DOCUMENTS = "tokens", "runs", "documents"
IN_RUNS = ("doc", "sentence", "unit", "run", "stretch")


@dataclass(frozen=True)
class Partition:
    """One partition of a store: its key, how much it holds, and its files.

    `forms` is how many forms the vocabulary had when it was written: its tokens are none but these.
    """

    key: str
    documents: int
    tokens: int
    words: int
    runs: int
    forms: int
    files: Mapping[str, Checksums]

    def file(self, kind: str) -> str:
        """Return the name of one of its files."""
        return f"{self.key}.{kind}.parquet"


@dataclass(frozen=True)
class Store:
    """An opened token store. Nothing is read before it is asked for."""

    folder: Path
    partitions: tuple[Partition, ...]
    vocabulary_file: str

    @property
    def words(self) -> int:
        """The number of words in all partitions."""
        return sum(partition.words for partition in self.partitions)

    @cached_property
    def vocabulary(self) -> list[str]:
        """The forms of the tokens; the number of a token is its place here."""
        return read_vocabulary(self.folder / self.vocabulary_file)

    @cached_property
    def forms(self) -> Vocabulary:
        """The vocabulary, ready for words of queries to be looked up in."""
        return Vocabulary(self.vocabulary)

    @cached_property
    def documents(self) -> pd.DataFrame:
        """The documents table, with the number of words of each document as `words`."""
        tables = [documents_of(self, partition) for partition in self.partitions]
        return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def open_store(folder: str | Path) -> Store:
    """Return the store in a folder.

    Raises InputError where there is none, or one that other rules for words or another version of
    the program has made: its numbers would not be those of the texts as they are read now.
    """
    place = Path(folder)
    manifest = read_manifest(place)
    if manifest is None:
        raise InputError(str(folder), "holds no token store", "Build it first.")
    if manifest.get("format") != FORMAT or manifest.get("rules") != rules():
        raise InputError(
            str(folder),
            "was built by another version, or by other rules for words and sentences",
            "Build it again.",
        )
    rows = tuple(map(partition_from, manifest["partitions"]))
    return Store(place, rows, manifest["vocabulary"])


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a store, None where there is none.

    Raises InputError for one that is damaged; of one of another version only the format is known.
    """
    file = folder / MANIFEST
    try:
        content = json_in(file)
    except FileNotFoundError:
        return None
    if isinstance(content, dict) and content.get("format", FORMAT) != FORMAT:
        return {"format": content["format"]}
    return unsealed(file, content)


def partition_from(row: dict[str, Any]) -> Partition:
    """Return a partition from what the manifest says of it."""
    files = {kind: Checksums(**checksums) for kind, checksums in row["files"].items()}
    return Partition(**row | {"files": files})


def rules() -> str:
    """Return a hash of the code that a store is built with: what it changes is built anew."""
    return code_hash(*ROOMS)[:16]


def in_turn(store: Store) -> Iterator[Partition]:
    """Yield the partitions of a store, showing the progress of a query that goes through them."""
    yield from track(store.partitions, label="store", total=len(store.partitions), unit="part")


def token_columns(store: Store, partition: Partition, names: Sequence[str]) -> list[np.ndarray]:
    """Return columns of the tokens of one partition as arrays, with what is told of their runs.

    `run` numbers the runs: tokens of one run stand in one sentence, heading or dateline if `unit`.
    `stretch` numbers those of one sentence, and those that stand between two.
    """
    of_runs = [name for name in names if name in IN_RUNS]
    found = read_columns(store, TOKENS, partition, [name for name in names if name not in IN_RUNS])
    if of_runs:
        stored = {*of_runs, "tokens"} - {"run", "stretch"}
        stored |= {"doc", "sentence"} if "stretch" in of_runs else set()
        runs = read_columns(store, RUNS, partition, sorted(stored))
        tokens = runs.pop("tokens")
        runs["run"] = np.arange(len(tokens), dtype=np.int32)
        if "stretch" in of_runs:
            new = [np.diff(runs[name], prepend=-1) != 0 for name in ("doc", "sentence")]
            runs["stretch"] = np.cumsum(new[0] | new[1], dtype=np.int32)
        found |= {name: np.repeat(runs[name], tokens) for name in of_runs}
    return [found[name] for name in names]


def read_columns(
    store: Store, file: str, partition: Partition, names: Sequence[str]
) -> dict[str, np.ndarray]:
    """Return columns of one file of a partition, by name."""
    table = read_checked(store.folder / partition.file(file), partition.files[file], columns=names)
    return {name: table.column(name).to_numpy() for name in names}


def documents_of(
    store: Store, partition: Partition, *, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return the documents of one partition; the texts only where `columns` names `text`."""
    file, checksums = store.folder / partition.file(DOCUMENTS), partition.files[DOCUMENTS]
    if columns is None:
        columns = [name for name in checksums.columns if name != "text"]
    return read_checked(file, checksums, columns=columns).to_pandas()


def require_whole(store: Store) -> None:
    """Raise InputError where a file of the store is missing or has another size than it had.

    No file is read, so that it is quick for any size.
    """
    for partition in store.partitions:
        for kind, checksums in partition.files.items():
            require_size(store.folder / partition.file(kind), checksums)
    file = store.folder / store.vocabulary_file
    if not file.is_file():
        raise damaged(file, "it is missing")
