"""Layers kept on disk, so that the notebooks of one run make each of them once.

Kept are tables of long corpora only; a short text is read anew faster than from disk. A table is
found by the hash of all that it depends on, so that a stale one is never found.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from topoi.files import keep, kept_under
from topoi.text.corpus.corpus import Corpus
from topoi.text.corpus.hashes import code_hash, hash_of

if TYPE_CHECKING:
    from pyarrow import Schema

FOLDER = Path(".topoi") / "layers"
LEAST_CHARACTERS = 200_000
FLOORS = ("text", "coding", "analysis")
PACKED = {"compression": "zstd", "index": False}


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
        found = read_kept(file)
        if found is None:
            found = make()
            keep(file, partial(found.to_parquet, **PACKED))
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
    return KeptLayers(kept_under(root / FOLDER, key(corpus, sources)))


def key(corpus: Corpus, sources: Iterable[Path]) -> str:
    """Return a hash of the texts, in their order, the codebooks, and the code that reads them."""
    told = ["doc", "source", "sha256", "genre", "speaker", "title"]  # what shows who speaks
    known = corpus.documents.reindex(columns=told).astype(object)
    texts = known.where(known.notna(), None).astype(str).to_numpy().tolist()
    about = {"pandas": pd.__version__, "texts": json.dumps(texts), "code": code_hash(*FLOORS)}
    return hash_of([*about.items(), *((file.name, file.read_bytes()) for file in sources)])[:32]


def read_kept(file: Path) -> pd.DataFrame | None:
    """Return a kept table, None where there is none or it cannot be read."""
    import pyarrow

    try:
        return pd.read_parquet(file)
    except (OSError, ValueError, pyarrow.ArrowException):
        return None


def keep_parts(kept: KeptLayers, results: Iterable[dict[str, pd.DataFrame]]) -> None:
    """Keep the tables of all parts, each put together in the order of the parts.

    Until all are there they are held in memory, compressed: an error leaves none. Empty parts do
    not change the kinds of the columns.
    """
    from pyarrow import Table
    from pyarrow.parquet import ParquetWriter

    first: dict[str, pd.DataFrame] = {}
    growing: dict[str, tuple[BytesIO, ParquetWriter]] = {}
    for tables in results:
        for name, table in tables.items():
            first.setdefault(name, table)
            if table.empty:
                continue
            if name not in growing:
                file = BytesIO()
                growing[name] = file, ParquetWriter(file, schema_of(table), compression="zstd")
            _, writer = growing[name]
            writer.write_table(Table.from_pandas(table, writer.schema, preserve_index=False))
    for name, table in first.items():
        if name in growing:
            file, writer = growing[name]
            writer.close()
            content = file.getvalue()
        else:
            content = table.to_parquet(**PACKED)
        keep(kept.file(name), partial(Path.write_bytes, data=content))


def schema_of(part: pd.DataFrame) -> "Schema":
    """Return the schema under which pandas keeps a table, with its kinds of columns and `attrs`."""
    from pyarrow.parquet import read_schema

    return read_schema(BytesIO(part.to_parquet(index=False)))
