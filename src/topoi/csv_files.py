"""Tables as CSV, such that reading gives them back, and that no spreadsheet runs what they hold."""

import csv
import io
import itertools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

import pandas as pd

from topoi.errors import InputError
from topoi.files import text_in

ANEW = "Get the file anew."
GUARD = (
    "Text cells and column names that a spreadsheet would run as a formula (first character = + - @"
    " (also in full width or behind white space), tab or line end, also after apostrophes) have one"
    " apostrophe put before them. A reader that takes one apostrophe off such cells has the"
    " original characters."
)
_FORMULA = re.compile(r"^'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
_MISSING = ("", "NA")  # what a missing text is written as, if no text of its column is that


def write_csv(table: pd.DataFrame, target: Path | IO[str]) -> None:
    """Write a table as CSV in UTF-8: read back with `csv`, it has the same cells.

    Text that a spreadsheet would run is guarded (`csv_cell`), `missing_texts` says what stands for
    a missing text; other missing values are empty cells; lists are written as `listed` has them.
    Lines end with a line feed.
    """
    marks = missing_texts(table)
    written = table.copy(deep=False)
    written.columns = range(written.shape[1])
    for place in marks:
        cells = written[place].astype(object).map(listed)
        kept = cells.where(cells.notna(), marks[place])
        written[place] = pd.Series([csv_cell(cell) for cell in kept], table.index, dtype=object)
    written.columns = pd.Index(names_of(table))
    written.to_csv(
        target, index=False, lineterminator="\n", encoding="utf-8", quoting=_quoting(written, marks)
    )


def csv_text(table: pd.DataFrame) -> str:
    """Return what `write_csv` writes."""
    stream = io.StringIO(newline="")
    write_csv(table, stream)
    return stream.getvalue()


def _quoting(table: pd.DataFrame, texts: Mapping[int, str]) -> int:
    """Return csv's rule of quoting; before Python 3.13 it leaves a bare carriage return unquoted.

    Where there is one, all text is quoted.
    """
    cells = itertools.chain(table.columns, *(table.iloc[:, place] for place in texts))
    bare = any(isinstance(cell, str) and "\r" in cell for cell in cells)
    return csv.QUOTE_NONNUMERIC if bare else csv.QUOTE_MINIMAL


def listed(value: object) -> object:
    """Return a list as text: words parted by bars, spans as `start-end`; else the value.

    Of several spans in one, each has its own, and what else a tuple holds comes behind.

    >>> listed(["peace", "war"]), listed([(3, 8), (11, 14)]), listed([(3, 8, 20, 25)]), listed([])
    ('peace | war', '3-8; 11-14', '3-8 20-25', '')
    >>> listed([(3, 8, True)])
    '3-8 True'
    """
    if not isinstance(value, list):
        return value
    if not all(isinstance(one, tuple) for one in value):
        return " | ".join(map(str, value))
    pairs = ([one[at : at + 2] for at in range(0, len(one), 2)] for one in value)
    return "; ".join(" ".join("-".join(map(str, pair)) for pair in one) for one in pairs)


def names_of(table: pd.DataFrame) -> list[str]:
    """Return the names of the columns as the file has them."""
    return [str(csv_cell(str(name))) for name in table.columns]


def missing_texts(table: pd.DataFrame) -> dict[int, str]:
    """Return the places of the columns of text, and what stands there for a missing value.

    >>> missing_texts(pd.DataFrame({"a": ["x", None], "b": ["", None], "n": [1, 2]}))
    {0: '', 1: 'NA'}
    """
    found = {}
    for place in range(table.shape[1]):
        column = table.iloc[:, place]
        kind = column.dtype
        if pd.api.types.is_string_dtype(kind) or isinstance(kind, pd.CategoricalDtype):
            found[place] = _missing_text(column)
    return found


def _missing_text(column: "pd.Series[str]") -> str:
    if not column.isna().any():
        return ""
    texts = set(column.dropna().astype(str))
    return next(mark for mark in _marks() if mark not in texts)


def _marks() -> Iterator[str]:
    yield from _MISSING
    yield from (f"NA{number}" for number in itertools.count(2))


def read_csv(path: Path, missing: Mapping[str, str | None]) -> pd.DataFrame:
    """Return a table that `write_csv` wrote, its guards taken off.

    `missing` names the columns of text, with what stands for a missing value, None where none is
    missing. The others are numbers where they can be; an empty cell is a missing one. Raises
    InputError, with the line, for a file that is no such table.
    """
    head, *rows = _rows_in(path)
    table = pd.DataFrame(rows, columns=range(len(head)), dtype=object)
    for place, name in enumerate(head):
        cells = table[place]
        if name in missing:
            mark = missing[name]
            texts = [None if cell == mark else from_csv_cell(cell) for cell in cells]
            table[place] = pd.Series(texts, dtype=object)
        else:
            table[place] = _as_numbers(cells)
    table.columns = pd.Index([from_csv_cell(name) for name in head])
    return table


def _rows_in(path: Path) -> list[list[str]]:
    """Return the head and the rows of a table, all of one length."""
    text = text_in(path, line_ends=True)
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # a cell may be a whole text
    rows: list[list[str]] = []
    lines = csv.reader(io.StringIO(text, newline=""))
    try:
        for row in lines:
            rows.append(row)
            if len(row) != len(rows[0]):
                problem = f"has {len(row)} cells, and its head has {len(rows[0])}"
                raise InputError(f"{path}:{lines.line_num}", problem, ANEW)
    except csv.Error as error:
        raise InputError(f"{path}:{lines.line_num}", f"is no CSV ({error})", ANEW) from None
    if not rows:
        raise InputError(str(path), "is empty", ANEW)
    return rows


def _as_numbers(cells: "pd.Series[str]") -> "pd.Series[float]":
    filled = cells.where(cells != "", None)
    try:
        return pd.to_numeric(filled)
    except (ValueError, TypeError):
        return filled


def csv_cell(value: object) -> object:
    """Return the value, with a leading apostrophe if a spreadsheet would run it as a formula.

    Only text is guarded (numbers may start with a minus). The guard is reversible: text that
    begins with apostrophes before such a character gets one more, and `from_csv_cell` takes
    exactly one away. `GUARD` documents it (OWASP, CSV injection).

    >>> csv_cell("=1+1"), csv_cell(" ＝1"), csv_cell(-3), csv_cell("plain")
    ("'=1+1", "' ＝1", -3, 'plain')
    """
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def from_csv_cell(value: str) -> str:
    """Return the text that `csv_cell` guarded.

    >>> from_csv_cell("'=1+1"), from_csv_cell("'quoted'")
    ('=1+1', "'quoted'")
    """
    return value[1:] if value.startswith("'") and _FORMULA.match(value) else value
