"""The rows of CSV files, also of those that a spreadsheet saved with other separators or signs."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from operator import eq
from pathlib import Path
from typing import Any

from topoi.errors import InputError, Notice
from topoi.text.corpus.columns import BLANKS, column_names, unlike_known
from topoi.text.corpus.compression import largest_text, opened, reason, too_large
from topoi.text.corpus.encodings import UTF8, WESTERN, as_western, marked_encoding, read_as

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
# Spreadsheets write and read such a line before the header.
DECLARED = re.compile(r'"?sep=(.)"?\1*\s*', re.IGNORECASE)
# A backslash that stands before another sign than a quotation mark or a backslash.
OTHER_ESCAPE = re.compile(r'(?<!\\)(?:\\\\)*\\(?!["\\])')
Row = tuple[int, dict[str, Any]]
# Raises InputError where a table lacks a column: place, names, and what parts its cells.
Require = Callable[[str, Sequence[str], str], None]


def csv_rows(path: Path, require: Require) -> Iterator[Row | InputError | Notice]:
    """Yield the line where each row begins and its cells, then what is to be told of the file.

    Lines are those of the file: blank ones count, and each of a cell with several. A row of too
    many cells is yielded as an InputError. Other separators than commas are taken where the columns
    that are needed are found so and not otherwise; Windows-1252, and marks written as \\", where
    there is no doubt of it. Raises InputError where there is no such column, or from where on the
    file cannot be read.
    """
    encoding, done = marked_encoding(path), 0
    try:
        for entry in rows_as(path, encoding, require):
            done += 1
            yield entry
        told = read_as(path, encoding)
    except UnicodeDecodeError:
        if encoding != UTF8:
            raise
        told = as_western(path)
        # What came before the first sign that is not UTF-8 is the same in both.
        yield from islice(rows_as(path, WESTERN, require), done, None)
    except csv.Error as error:
        if not escaped_throughout(path, encoding, require, done):
            raise broken_row(path, error) from None
        yield from islice(rows_as(path, encoding, require, escape="\\"), done, None)
        said = 'has quotation marks within cells written as \\", read as marks'
        told = [*read_as(path, encoding), Notice(str(path), said, 'Write them as "" to be sure.')]
    yield from told


def escaped_throughout(path: Path, encoding: str, require: Require, done: int) -> bool:
    """Return whether a file is doubtless one where a backslash stands before each mark in a cell.

    So it is where every row then has a cell for each column, the rows read until now stay as they
    are, and before nothing else there is a backslash.
    """
    try:
        escaped = rows_as(path, encoding, require, escape="\\")
        plain = rows_as(path, encoding, require)
        same = all(map(eq, islice(escaped, done), plain))
        whole = not any(isinstance(one, InputError) or is_of_row(one, path) for one in escaped)
        with opened(path) as stream, io.TextIOWrapper(stream, encoding, newline="") as text:
            return same and whole and not any(map(OTHER_ESCAPE.search, text))
    except (csv.Error, InputError, ValueError):
        return False


def is_of_row(entry: Row | Notice, path: Path) -> bool:
    """Return whether something is told of a row, not of the whole file."""
    return isinstance(entry, Notice) and entry.place != str(path)


def rows_as(
    path: Path, encoding: str, require: Require, *, escape: str | None = None
) -> Iterator[Row | InputError | Notice]:
    """Yield the rows of a file that is written in some way, then what is to be told of them.

    Raises csv.Error, which says the line, where it is written otherwise.
    """
    limit = largest_text()
    csv.field_size_limit(limit)
    codec = "utf-8-sig" if encoding == UTF8 else encoding
    with opened(path) as stream, io.TextIOWrapper(stream, codec, newline="") as text:
        lines = iter(partial(text.readline, limit), "")
        before, declared, first = head_of(lines)
        if not first:
            return
        separator = declared or separator_of(first, require)
        spaced = first.count(separator) == first.count(f"{separator} ") > 0
        between = "" if separator == "," else SEPARATORS.get(separator, f"the sign {separator!r}")
        reader = csv.reader(
            chain([first], lines),
            delimiter=separator,
            skipinitialspace=spaced,
            escapechar=escape,
            strict=True,
        )
        line = before
        try:
            names = column_names(next(reader), f"{path}:{before + 1}")
            require(str(path), names, between)
            told = Shapes(path, len(names), between)
            line = before + reader.line_num
            for cells in reader:
                begin, line = line + 1, before + reader.line_num
                if cells:
                    fitting = cells if len(cells) == told.width else told.fitted(cells, begin)
                    yield (
                        fitting
                        if isinstance(fitting, InputError)
                        else (begin, dict(zip(names, fitting, strict=True)))
                    )
        except csv.Error as error:
            raise csv.Error(reason(error), line + 1) from None
    if between:
        said = f"has its cells apart by {between}{', as its first line says' if declared else ''}"
        yield Notice(str(path), said, "Look at a text or two, or save it with commas.")
    if spaced:
        yield Notice(
            str(path), "has a blank behind each separator, which is left out", "Save it without."
        )
    yield from told.notices()
    yield from unlike_known(path, names)


def head_of(lines: Iterator[str]) -> tuple[int, str, str]:
    """Return how many lines stand before the header, the separator that they declare, the header.

    >>> head_of(iter(["sep=;\\r\\n", "id;text\\r\\n"]))
    (1, ';', 'id;text\\r\\n')
    """
    before, declared = 0, ""
    for line in lines:
        found = DECLARED.fullmatch(line)
        if line.strip() and not found:
            return before, declared, line
        before += 1
        declared = found[1] if found else declared
    return before, declared, ""


def separator_of(header: str, require: Require) -> str:
    """Return what parts the cells of a header: commas, or the only sign that gives the columns.

    Where none does it is the one that gives the most cells, so that an error can show these.
    """
    cells = {sign: header_cells(header, sign) for sign in SEPARATORS}
    fitting = [sign for sign in SEPARATORS if fits(cells[sign], require)]
    if fitting and (fitting[0] == "," or len(fitting) == 1):
        return fitting[0]
    return max(SEPARATORS, key=lambda sign: len(cells[sign]))


def header_cells(header: str, separator: str) -> list[str]:
    """Return the names in a header that are parted by a sign; none where it cannot be read so."""
    try:
        cells = next(csv.reader([header], delimiter=separator, skipinitialspace=True))
    except csv.Error:
        return []
    return [name.strip(BLANKS) for name in cells]


def fits(names: Sequence[str], require: Require) -> bool:
    """Return whether the columns that are needed are among the names."""
    try:
        require("", names, "")
    except InputError:
        return False
    return True


def broken_row(path: Path, error: csv.Error) -> InputError:
    """Return the error for the row where the reading of a file has to end."""
    said, line = error.args
    place = f"{path}:{line}"
    if "field limit" in said:
        return too_large(place, "has a cell")
    if "unexpected end" in said:
        problem = "has a quotation mark that opens a cell and is never closed"
        return InputError(place, problem, "Close the cell, or write the mark inside it twice.")
    if "expected after" in said:
        problem = "has a quotation mark alone inside a cell in quotes"
        return InputError(place, problem, 'Write each mark inside a cell twice: "".')
    return InputError(place, f"cannot be read as CSV ({said})", "Mend or replace the file.")


class Shapes:
    """Rows with other than one cell a column: fitted where nothing of them is lost, and counted."""

    def __init__(self, path: Path, width: int, between: str) -> None:
        self.path, self.width, self.between = path, width, between or "commas"
        self.short: list[int] = []

    def fitted(self, cells: list[str], line: int) -> list[str] | InputError:
        """Return as many cells as there are columns, or the error for a row that has more."""
        missing = self.width - len(cells)
        if missing > 0:
            self.short.append(line)
            return [*cells, *[None] * missing]  # type: ignore[list-item]
        if not any(cells[self.width :]):
            return cells[: self.width]
        # Its text may be cut at a comma.
        problem = "has more cells than there are columns"
        remedy = f"Put a text with {self.between} in quotes."
        return InputError(f"{self.path}:{line}", problem, remedy)

    def notices(self) -> list[Notice]:
        """Return what is to be told of the rows with fewer cells."""
        if not self.short:
            return []
        many = f"{len(self.short):,} rows" if len(self.short) > 1 else "a row"
        said = f"has {many} with fewer cells than columns, whose last ones count as not given"
        return [Notice(f"{self.path}:{self.short[0]}", said, "Write all cells, empty ones too.")]
