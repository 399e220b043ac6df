"""Tables of the report: pandas tables as escaped pipe tables whose numbers carry their evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from topoi.report.evidence.citing import (
    MIME,
    Cited,
    Marked,
    Piece,
    Prose,
    Sentence,
    counted,
    sets_json,
)
from topoi.report.evidence.escaping import markdown_text
from topoi.report.evidence.sets import Locus, loci_of, set_of, short_hash

# What the columns of the project's own tables hold, so that a writer need not say it each time.
COLUMN_KINDS: Mapping[str, str] = {
    **dict.fromkeys(
        ("text", "left", "node", "right", "title", "token", "cue", "term", "terms", "passage"),
        "quoted",
    ),
    **dict.fromkeys(
        "doc source date sha256 code codebook version label speaker target pattern subtype via "
        "reference package citation topic".split(),
        "name",
    ),
    "locus": "locus",
}


@dataclass(frozen=True)
class Table:
    """A table to be shown: columns, rows of pieces, and a note printed once under it.

    `rest` are the values of further rows, not shown but published with the others as data.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Piece, ...], ...]
    how: str = ""
    note: Sentence | None = None
    caption: str = ""
    numeric: frozenset[str] = field(default_factory=frozenset)
    rest: tuple[tuple[object, ...], ...] = ()

    @property
    def id(self) -> str:
        """`t-` and a hash of what the table shows: the marker its download link is put at."""
        return "t-" + short_hash(repr((self.columns, [[c.piece() for c in r] for r in self.rows])))

    def markdown(self) -> str:
        """Return a pipe table, its note, and an empty marked span for the download link."""
        ruler = [self._dashes(i) for i in range(len(self.columns))]
        lines = [_row(markdown_text(c) for c in self.columns), _row(ruler)]
        lines += [_row(cell.markdown() for cell in row) for row in self.rows]
        parts = ["\n".join(lines)]
        if self.caption:
            parts.append(f": {markdown_text(self.caption)}")
        note = f"{self.note.markdown()} " if self.note else ""
        parts.append(f'{note}<span class="table-data" data-table="{self.id}"></span>')
        return "\n\n".join(parts)

    def _dashes(self, column: int) -> str:
        # pandoc shares out the page's width by the number of dashes when a line is long
        texts = [self.columns[column], *(row[column].text for row in self.rows)]
        dashes = "-" * min(max(len(t) for t in texts) + 2, 60)
        return f"{dashes}:" if self.columns[column] in self.numeric else f":{dashes}"

    def frame(self) -> pd.DataFrame:
        """Return the table as plain values, as it is published in CSV."""
        values = [*map(_values, self.rows), *self.rest]
        return pd.DataFrame(values, columns=list(self.columns))

    def __str__(self) -> str:
        return self.markdown()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        cells = [cell for row in self.rows for cell in row]
        notes = list(self.note.pieces) if self.note else []
        record = {
            "version": 1,
            "table": self.id,
            "columns": list(self.columns),
            "rows": [[cell.piece() for cell in row] for row in self.rows],
            "rest": [list(row) for row in self.rest],
            "note": [piece.piece() for piece in notes],
            "how": self.how,
            "caption": self.caption,
            "sets": sets_json([*cells, *notes]),
        }
        plain = self.frame().to_string(index=False)
        return {"text/markdown": self.markdown(), "text/plain": plain, MIME: record}


def _values(row: Iterable[Piece]) -> tuple[object, ...]:
    return tuple(cell.value if isinstance(cell, Cited) else cell.text for cell in row)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def table(
    df: pd.DataFrame,
    *,
    how: str = "",
    kinds: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    digits: int | Mapping[str, int] = 2,
    note: Sentence | str | None = None,
    caption: str = "",
    most: int | None = None,
) -> Table:
    """Return a table to show: every cell escaped, every number linked to what it came from.

    A cell may be a number from `cite` or `measured`, marked text, or a plain value. Plain numbers
    need `how`: one line that says what measure they are; they link to that line in the appendix.
    Plain text is literal; `kinds` says which text columns may hold digits ("quoted", "name",
    "locus"), beyond the design's own columns, which are known (`COLUMN_KINDS`). `headers` renames
    columns, `digits` rounds floats. The index is not shown: `reset_index()` first.
    `caption` only where the cell has no `tbl-cap` option; a caption must be written once.
    Of many rows the first `most` are shown and all are published in the table's CSV.
    """
    known = {**COLUMN_KINDS, **(kinds or {})}
    names = [str(c) for c in df.columns]
    shown = [str((headers or {}).get(c, c)) for c in names]
    places = [digits if isinstance(digits, int) else digits.get(c, 2) for c in names]
    rows = [
        tuple(
            _cell(value, known.get(c, ""), how, d)
            for value, c, d in zip(row, names, places, strict=True)
        )
        for row in df.itertuples(index=False, name=None)
    ]
    numeric = frozenset(
        s for i, s in enumerate(shown) if rows and any(isinstance(r[i], Cited) for r in rows)
    )
    below = Sentence(tuple(_note(note))) if note else None
    rest = tuple(map(_values, rows[most:])) if most is not None else ()
    return Table(tuple(shown), tuple(rows[:most]), how, below, caption, numeric, rest)


def _note(note: Sentence | str) -> list[Piece]:
    return list(note.pieces) if isinstance(note, Sentence) else [Prose(note)]


def _cell(value: object, kind: str, how: str, digits: int) -> Piece:
    if isinstance(value, Cited | Marked | Prose):
        return value
    if pd.isna(value):  # type: ignore[call-overload]
        return Prose("")
    if isinstance(value, pd.Timestamp):
        return Marked("name", f"{value:%Y-%m-%d}")
    if kind:
        return Marked(kind, str(value))
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        return Prose(str(value), escaped=True)
    return _number(float(value), how, 0 if hasattr(value, "__index__") else digits)


def _number(value: float, how: str, digits: int) -> Piece:
    text = f"{value:,.{digits}f}"
    if not how:
        return Prose(text, escaped=True)
    return Cited(text, round(value, 6), how)


def counts_table(
    hits: pd.DataFrame,
    *,
    by: str,
    across: str | None = None,
    rows: Sequence[object] | Mapping[Any, str] | None = None,
    columns: Sequence[object] | Mapping[Any, str] | None = None,
    total: bool = True,
    header: str | None = None,
    **options: Any,
) -> Table:
    """Return counts of hits by one column (and across another), every count linked, zeros shown.

    `rows` and `columns` give the values to show and their order, as a list or as a mapping from
    value to printed label; left out, those found in the hits, sorted. `total` adds a last column
    and row. `options` go to `table` (note, caption).
    """
    down = _labels(rows, hits[by])
    over = _labels(columns, hits[across]) if across else {}
    found: dict[tuple[Any, Any], list[Locus]] = {}
    beside = hits[across] if across else [None] * len(hits)
    for row, column, place in zip(hits[by], beside, loci_of(hits), strict=True):
        found.setdefault((row, column), []).append(place)
    groups = [([value], title, title) for value, title in down.items()]
    if total:
        groups.append((list(down), "Total", f"{header or by}: all"))
    seen = list(dict.fromkeys(beside))
    lines: list[dict[str, object]] = []
    for values, title, label in groups:
        line: dict[str, object] = {header or by: Marked("name", title)}
        for column, head in over.items():
            line[head] = _counted(found, values, [column], f"{label}, {head}")
        if total or not over:
            line["Total" if over else "Passages"] = _counted(found, values, seen, label)
        lines.append(line)
    return table(pd.DataFrame(lines), **options)


def _counted(
    found: Mapping[tuple[Any, Any], list[Locus]],
    rows: Sequence[Any],
    columns: Sequence[Any],
    label: str,
) -> Cited:
    loci = [place for r in rows for c in columns for place in found.get((r, c), [])]
    return counted(set_of(loci, label=label))


def _labels(
    given: Sequence[object] | Mapping[Any, str] | None, found: Iterable[object]
) -> dict[Any, str]:
    if isinstance(given, Mapping):
        return dict(given)
    values = list(given) if given is not None else sorted({str(v) for v in found})
    return {v: str(v).replace("_", " ") for v in values}
