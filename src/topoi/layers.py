"""Layers kept on disk, so that the notebooks of one run make each of them once.

Kept are tables of long corpora only; a short text is read anew faster than from disk. A table is
found by the hash of all that it depends on, so that a stale one is never found.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from topoi.text.corpus.corpus import Corpus
from topoi.text.corpus.hashes import code_hash

if TYPE_CHECKING:
    from pyarrow import Schema
    from pyarrow.parquet import ParquetWriter

FOLDER = Path(".topoi") / "layers"
LEAST_CHARACTERS = 200_000
RUNS_KEPT = 3
FLOORS = ("text", "coding", "analysis")


@dataclass(frozen=True)
class KeptLayers:
    """The folder of one corpus read with one set of codebooks and one state of the code."""

    folder: Path

    def table(self, name: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Return the table kept under a name, or made now and kept; `attrs` are kept too.

        A file that cannot be read counts as missing, and a disk that cannot be written to costs
        only the time of making the table again.
        """
        file = self.file(name)
        found = read(file)
        if found is None:
            found = make()
            write(found, file)
        return found

    def file(self, name: str) -> Path:
        """Return where the table of a name is kept."""
        return self.folder / f"{name}.parquet"

    def hold(self, names: Iterable[str]) -> bool:
        """Return whether all tables of these names are kept."""
        return all(self.file(name).is_file() for name in names)


def kept_layers(root: Path, corpus: Corpus, sources: Iterable[Path]) -> KeptLayers | None:
    """Return where the layers of a corpus are kept, None for a short one.

    `sources` are the codebooks and the gazetteer.
    """
    if int(corpus.documents["n_chars"].sum()) < LEAST_CHARACTERS:
        return None
    folder = root / FOLDER / key(corpus, sources)
    forget_others(folder)
    return KeptLayers(folder)


def key(corpus: Corpus, sources: Iterable[Path]) -> str:
    """Return a hash of the texts, in their order, the codebooks, and the code that reads them."""
    whole = hashlib.sha256(pd.__version__.encode())
    about = corpus.documents[["doc", "source", "sha256"]]
    whole.update(json.dumps(about.to_numpy().tolist()).encode())
    whole.update(code_hash(*FLOORS).encode())
    for file in sources:
        whole.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:32]


def read(file: Path) -> pd.DataFrame | None:
    """Return a kept table, None where there is none or it cannot be read."""
    import pyarrow

    try:
        return pd.read_parquet(file)
    except (OSError, ValueError, pyarrow.ArrowException):
        return None


def write(table: pd.DataFrame, file: Path) -> None:
    """Keep a table, whole or not at all."""
    aside = make_room(file)
    try:
        table.to_parquet(aside, compression="zstd", index=False)
        aside.replace(file)
    except OSError:
        with suppress(OSError):
            aside.unlink()


def make_room(file: Path) -> Path:
    """Return a place beside a file to write it to; make the folder, if the disk lets us."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    return file.with_suffix(f".{os.getpid()}.aside")


def forget_others(folder: Path) -> None:
    """Remove the layers of all but the last few corpora and codebooks."""
    others = [path for path in folder.parent.glob("*") if path.is_dir() and path != folder]
    by_age = sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)
    for path in by_age[RUNS_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


def keep_parts(kept: KeptLayers, results: Iterable[dict[str, pd.DataFrame]]) -> None:
    """Keep the tables of all parts, each put together in the order of the parts.

    A table is there when all its parts are; an error or an interruption leaves none.
    """
    growing: dict[str, GrowingTable] = {}
    try:
        for tables in results:
            for name, table in tables.items():
                if name not in growing:
                    growing[name] = GrowingTable(kept.file(name))
                growing[name].add(table)
        for table in growing.values():
            table.finish()
    finally:
        for table in growing.values():
            table.discard()


class GrowingTable:
    """A table written part by part beside its file, which it replaces once it is whole.

    A disk that cannot be written to leaves the file as it was.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.aside = make_room(file)
        self.first: pd.DataFrame | None = None
        self.writer: ParquetWriter | None = None
        self.sound = True

    def add(self, part: pd.DataFrame) -> None:
        """Write the next part; empty ones do not change the kinds of the columns."""
        if self.first is None:
            self.first = part
        if not self.sound or part.empty:
            return
        try:
            self.append(part)
        except OSError:
            self.sound = False

    def append(self, part: pd.DataFrame) -> None:
        """Write a part with rows behind those written."""
        from pyarrow import Table
        from pyarrow.parquet import ParquetWriter

        if self.writer is None:
            self.first = part[:0]
            self.writer = ParquetWriter(self.aside, schema_of(part), compression="zstd")
        self.writer.write_table(Table.from_pandas(part, self.writer.schema, preserve_index=False))

    def finish(self) -> None:
        """Let the whole table replace the file."""
        if not self.sound:
            return
        if self.writer is None and self.first is not None:
            write(self.first, self.file)
            return
        with suppress(OSError):
            self.close()
            self.aside.replace(self.file)

    def close(self) -> None:
        """Close what is being written, if anything is."""
        if self.writer is not None:
            self.writer.close()
            self.writer = None

    def discard(self) -> None:
        """Remove what is left of a table that did not become whole."""
        with suppress(OSError):
            self.close()
        with suppress(OSError):
            self.aside.unlink()


def schema_of(part: pd.DataFrame) -> "Schema":
    """Return the schema under which pandas keeps a table, with its kinds of columns and `attrs`."""
    from pyarrow.parquet import read_schema

    written = BytesIO()
    part.to_parquet(written, index=False)
    written.seek(0)
    return read_schema(written)
