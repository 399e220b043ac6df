"""Keeping layers that come part by part, so that memory never holds more than a part."""

from collections.abc import Iterable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from topoi.layers import KeptLayers, make_room, write

if TYPE_CHECKING:
    from pyarrow import Schema
    from pyarrow.parquet import ParquetWriter


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
