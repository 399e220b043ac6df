"""The rows of tables of every kind, one after another: JSON Lines, CSV and Parquet."""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topoi.errors import InputError, Notice
from topoi.text.corpus.columns import column_names, unlike_known
from topoi.text.corpus.compression import (
    check_whole,
    largest_text,
    most_unfolded,
    reason,
    too_large,
    unfolds_too_far,
)
from topoi.text.corpus.csv_rows import Require, Row, csv_rows
from topoi.text.corpus.formats import NAMES, kind_of
from topoi.text.corpus.json_lines import json_lines

if TYPE_CHECKING:
    import pyarrow.parquet as pq

BATCH = 256
# Yields the rows of a file that is there and whole.
Read = Callable[[Path, Require], Iterable[Row | InputError | Notice]]


def rows_in(
    path: Path, *, require: Require, read: Read | None = None
) -> Iterator[Row | InputError | Notice]:
    """Yield place and cells of each row of a .jsonl, .csv or .parquet file, without holding it.

    Another kind of table is `read` by a function of its own. `require` raises InputError where a
    table lacks a column; lines of JSON may differ. The place is a line, in Parquet the number of
    the row. A row that cannot be read is yielded as the InputError that describes it. Where the
    file itself breaks, the error comes last. A compressed file is checked to its end first, so that
    a truncated one gives its error and no rows. Notices of the whole file come when it is read.
    """
    broken = check_whole(path)
    if broken:
        yield broken
        return
    number = 0
    try:
        for entry in (read or rows_of)(path, require):
            number += type(entry) is not Notice
            yield entry
    except InputError as error:
        yield broken_off(error, number)
    except Exception as error:
        if not isinstance(error, (OSError, EOFError, UnicodeDecodeError, csv.Error, ValueError)):
            raise
        kind = NAMES.get(kind_of(path), "a table")
        problem = f"cannot be read as {kind} ({reason(error)})"
        yield broken_off(InputError(str(path), problem, "Mend or replace the file."), number)
    else:
        if not number:
            yield InputError(str(path), "has no rows", "Put the texts in or remove the file.")


def rows_of(path: Path, require: Require) -> Iterable[Row | InputError | Notice]:
    """Return the rows of a table, read as what its name says that it is."""
    if kind_of(path) == ".jsonl":
        return json_lines(path)
    if kind_of(path) == ".csv":
        return csv_rows(path, require)
    return parquet_rows(path, require)


def broken_off(error: InputError, rows: int) -> InputError:
    """Return the error for a file that is none of its kind, or is one up to some row only."""
    if not rows:
        return error
    problem = f"breaks off after {rows:,} rows, which are kept ({error.problem})"
    return InputError(error.place, problem, error.remedy)


def parquet_rows(path: Path, require: Require) -> Iterator[Row | InputError | Notice]:
    """Yield number and cells of each row of a Parquet file, one small batch in memory at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    limit = largest_text()
    try:
        with pq.ParquetFile(path) as file:
            names = column_names(file.schema_arrow.names, str(path))
            require(str(path), names, "")
            require_bounded(path, file)
            number = 0
            for some in file.iter_batches(batch_size=BATCH):
                may_be_large = some.nbytes > limit
                for row in some.rename_columns(names).to_pylist():
                    number += 1
                    large = may_be_large and largest_cell(row) > limit
                    yield too_large(f"{path}:{number}", "has a cell") if large else (number, row)
            yield from unlike_known(path, names)
    except pa.ArrowException as error:
        raise OSError(reason(error)) from None


def largest_cell(row: dict[str, Any]) -> int:
    """Return the length of the longest text in a row."""
    return max((len(cell) for cell in row.values() if isinstance(cell, str | bytes)), default=0)


def require_bounded(path: Path, file: "pq.ParquetFile") -> None:
    """Raise InputError where a row group unfolds too far, or its cells are larger than texts."""
    about, limit = file.metadata, largest_text()
    groups = [about.row_group(number) for number in range(about.num_row_groups)]
    unfolded = sum(group.total_byte_size for group in groups)
    most = most_unfolded(path.stat().st_size)
    if unfolded > most:
        raise unfolds_too_far(path, most)
    for group in groups:
        if group.total_byte_size > limit * max(group.num_rows, 1):
            raise too_large(str(path), "has cells")
