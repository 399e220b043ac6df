"""The token store: the tokens of a collection on disk, in Parquet, to be asked again and again.

A folder holds a manifest and, for each partition of the collection, one file of tokens (`start,
end, token, is_word`), one of runs (`doc, sentence, unit, tokens`: so many tokens follow each other
in a sentence, heading or dateline, or outside of any) and one of documents with their texts. `doc`
is the row in the file of documents and `token` the row in the vocabulary. Any program that reads
Parquet can read them.
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from topoi.errors import InputError
from topoi.progress import track
from topoi.text.corpus.hashes import code_hash
from topoi.text.words.vocabulary import Vocabulary

FORMAT = 4
# All that what is stored depends on: the code that reads and divides texts, and its word lists.
ROOMS = ("text/corpus", "text/lang", "text/words", "analysis/store")
MANIFEST = "manifest.json"
REMEDY = "Remove the folder and build the store again."
VOCABULARY = "vocabulary-"
TOKENS = "{key}.tokens.parquet"
RUNS = "{key}.runs.parquet"
DOCUMENTS = "{key}.documents.parquet"
IN_RUNS = ("doc", "sentence", "unit", "run", "stretch")


@dataclass(frozen=True)
class Partition:
    """One partition of a store: its key and how much it holds."""

    key: str
    documents: int
    tokens: int
    words: int
    runs: int


@dataclass(frozen=True)
class Store:
    """An opened token store. Nothing is read before it is asked for."""

    folder: Path
    partitions: tuple[Partition, ...]

    @property
    def words(self) -> int:
        """The number of words in all partitions."""
        return sum(partition.words for partition in self.partitions)

    @cached_property
    def vocabulary(self) -> list[str]:
        """The forms of the tokens; the number of a token is its place here."""
        return read_vocabulary(self.folder)

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
    try:
        return Store(place, tuple(Partition(**row) for row in manifest["partitions"]))
    except (KeyError, TypeError):
        raise damaged(place / MANIFEST) from None


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a store, None where there is none."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        raise damaged(folder / MANIFEST) from None
    if not isinstance(manifest, dict):
        raise damaged(folder / MANIFEST)
    return manifest


def damaged(manifest: Path) -> InputError:
    """Return the error for a manifest that is not as it was written."""
    return InputError(str(manifest), "is damaged", "Remove it and build the store again.")


def rules() -> str:
    """Return a hash of the code that a store is built with: what it changes is built anew."""
    return code_hash(*ROOMS)[:16]


def read_vocabulary(folder: Path) -> list[str]:
    """Return the forms in order of their numbers.

    New forms are appended in files of their own and later put together, so files may overlap after
    an interruption; a number always means the same form.
    """
    import pyarrow.parquet as pq

    forms: list[str] = []
    for file in vocabulary_files(folder):
        first = int(file.stem.removeprefix(VOCABULARY))
        column = pq.read_table(file).column("token")
        forms.extend(column.slice(len(forms) - first).to_pylist())
    return forms


def vocabulary_file(folder: Path, first: int) -> Path:
    """Return the file of the vocabulary that begins with the form of this number."""
    return folder / f"{VOCABULARY}{first:010}.parquet"


def vocabulary_files(folder: Path) -> list[Path]:
    """Return the files of the vocabulary in order."""
    return sorted(folder.glob(f"{VOCABULARY}*.parquet"))


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
    import pyarrow.parquet as pq

    place = store.folder / file.format(key=partition.key)
    with pq.ParquetFile(place, memory_map=True) as opened:
        table = opened.read(columns=list(names), use_threads=False)
    return {name: table.column(name).to_numpy() for name in names}


def documents_of(
    store: Store, partition: Partition, *, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return the documents of one partition; the texts only where `columns` names `text`."""
    import pyarrow.parquet as pq

    file = store.folder / DOCUMENTS.format(key=partition.key)
    if columns is None:
        columns = [name for name in pq.read_schema(file).names if name != "text"]
    return pq.read_table(file, columns=list(columns), use_threads=False).to_pandas()


def require_whole(store: Store) -> None:
    """Raise InputError where a file of the store is missing or holds another number of rows.

    Only the ends of the files are read, so that it is quick for any size.
    """
    import pyarrow.parquet as pq

    with told_as_damage(store.folder):
        for part in store.partitions:
            held = {TOKENS: part.tokens, RUNS: part.runs, DOCUMENTS: part.documents}
            for name, rows in held.items():
                file = store.folder / name.format(key=part.key)
                found = pq.read_metadata(file).num_rows
                if found != rows:
                    problem = f"is damaged ({found:,} rows instead of {rows:,})"
                    raise InputError(str(file), problem, REMEDY)
        if not store.vocabulary and store.words:
            raise InputError(str(store.folder), "is damaged (no vocabulary)", REMEDY)


@contextmanager
def told_as_damage(folder: Path) -> Iterator[None]:
    """Raise InputError in place of what reading damaged files raises.

    A disk that is full or cannot be read or written is no damage: its error passes.
    """
    import pyarrow as pa

    try:
        yield
    except FileNotFoundError as error:
        named = re.search(r"[\w.-]+\.parquet", str(error))
        missing = named[0] if named else "a file"
        raise InputError(str(folder), f"is damaged ({missing} is missing)", REMEDY) from error
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        told = " ".join(str(error).split())[:100].rstrip(".")
        raise InputError(str(folder), f"is damaged ({told})", REMEDY) from error
