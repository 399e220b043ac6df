"""Tables that show themselves: on a terminal in aligned columns, in a notebook as HTML; counts."""

import unicodedata
from collections.abc import Sequence
from html import escape

import pandas as pd

WIDEST_CELL = 60
MOST_ROWS = 20
CONTROL = {"Cc", "Cf"}
DECIMALS = 3
RIGHT = {"left"}  # what stands before a passage ends where the passage begins


class ResultTable(pd.DataFrame):
    """A pandas DataFrame with a title and a note, of which the first rows are shown.

    All its rows and columns are there to compute with, whatever is shown: `attrs["shown"]` names
    the columns for reading, `attrs["title"]` says what the rows are, `attrs["note"]` how they were
    made and what they cannot say.
    """

    @property
    def _constructor(self) -> type["ResultTable"]:
        return ResultTable

    def __repr__(self) -> str:
        """Return the title, the first rows in aligned columns, and the note."""
        parts = [self.title, readable(self.first_rows()), self.more(), self.note]
        return "\n".join(part for part in parts if part)

    def _repr_html_(self) -> str:
        """Return the same as HTML."""
        rows = self.first_rows()
        head = "".join(f"<th>{escape(str(column))}</th>" for column in rows.columns)
        sides = [side_of(rows[column]) for column in rows.columns]
        body = "".join(
            "<tr>"
            + "".join(
                f'<td style="text-align:{side}">{escape(cell(value))}</td>'
                for value, side in zip(row, sides, strict=True)
            )
            + "</tr>"
            for row in rows.itertuples(index=False)
        )
        below = " ".join(part for part in (self.more(), self.note) if part)
        return (
            f"<table><caption>{escape(self.title)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table><p>{escape(below)}</p>"
        )

    @property
    def title(self) -> str:
        """What the rows are."""
        return str(self.attrs.get("title", ""))

    @property
    def note(self) -> str:
        """How the table was made and what it cannot say."""
        return str(self.attrs.get("note", ""))

    def first_rows(self) -> pd.DataFrame:
        """Return what is shown: the columns for reading, of the first rows."""
        named = [name for name in self.attrs.get("shown", self.columns) if name in self.columns]
        return pd.DataFrame(self)[named or list(self.columns)].head(MOST_ROWS)

    def more(self) -> str:
        """Return how many rows are not shown."""
        return f"… and {len(self) - MOST_ROWS:,} more rows" if len(self) > MOST_ROWS else ""


def titled(frame: pd.DataFrame, title: str, *, shown: Sequence[str] | None = None) -> ResultTable:
    """Return a frame as a table that shows itself, with the note that it has in `attrs`."""
    made = ResultTable(frame)
    made.attrs = {**frame.attrs, "title": title}
    if shown is not None:
        made.attrs["shown"] = list(shown)
    return made


def counted(count: int, unit: str) -> str:
    """Return a count with what is counted.

    >>> counted(1, "words"), counted(2000, "words")
    ('1 word', '2,000 words')
    """
    return f"{count:,} {unit.removesuffix('s') if count == 1 else unit}"


def readable(table: pd.DataFrame) -> str:
    """Return the table in aligned columns, control characters of the texts made harmless.

    >>> print(readable(pd.DataFrame({"code": ["a"], "hits": [2]})))
    code  hits
    a        2
    """
    if not len(table):
        return "(no rows)"
    columns = [[str(name), *map(cell, table[name])] for name in table.columns]
    widths = [max(map(len, column)) for column in columns]
    right = [side_of(table[name]) == "right" for name in table.columns]
    lines = []
    for row in zip(*columns, strict=True):
        cells = [
            text.rjust(width) if flush else text.ljust(width)
            for text, width, flush in zip(row, widths, right, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def side_of(column: pd.Series) -> str:
    """Return the side at which the cells of a column are flush: numbers at their last digit."""
    numeric = pd.api.types.is_numeric_dtype(column)
    return "right" if numeric or column.name in RIGHT else "left"


def cell(value: object) -> str:
    """Return one value for reading: rounded, on one line, not too long, safe on a terminal.

    >>> cell(0.25), cell(0.0), cell(0.0002)
    ('0.25', '0', 'below 0.001')
    """
    if value is pd.NaT:
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        if 0 < value < 10**-DECIMALS / 2:
            return f"below {10**-DECIMALS:.{DECIMALS}f}"
        return "" if pd.isna(value) else f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    text = " ".join(str(value).split())
    text = "".join("�" if unicodedata.category(letter) in CONTROL else letter for letter in text)
    return text if len(text) <= WIDEST_CELL else text[: WIDEST_CELL - 1] + "…"
