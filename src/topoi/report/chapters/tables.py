"""Tables of the report: pandas tables as escaped pipe tables whose numbers carry their evidence."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from topoi.report.evidence.citing import (
    MIME,
    Cited,
    Marked,
    Piece,
    Prose,
    Sentence,
    cite,
    measured,
    name,
    passages_json,
    prose,
    sentence,
)
from topoi.report.evidence.escaping import markdown_text
from topoi.report.evidence.passages import anchor_hash, label_of

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

    `rest` are the values of further rows, not shown but published with the others as data. `label`
    and `widths` (in percent) are those of a table whose cell has no such options, since it shows
    several. A table without rows shows nothing.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Piece, ...], ...]
    how: str = ""
    note: Sentence | None = None
    caption: str = ""
    numeric: frozenset[str] = field(default_factory=frozenset)
    rest: tuple[tuple[object, ...], ...] = ()
    label: str = ""
    widths: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """`t-` and a hash of what the table shows: the marker its download link is put at."""
        return "t-" + anchor_hash(repr((self.columns, [[c.piece() for c in r] for r in self.rows])))

    def markdown(self) -> str:
        """Return a pipe table, its note, and an empty marked span for the download link."""
        ruler = [self._dashes(i) for i in range(len(self.columns))]
        lines = [_row(markdown_text(c) for c in self.columns), _row(ruler)]
        lines += [_row(cell.markdown() for cell in row) for row in self.rows]
        parts = ["\n".join(lines)]
        if self.caption:
            parts.append(f": {markdown_text(self.caption)}{self._attributes()}")
        note = f"{self.note.markdown()} " if self.note else ""
        parts.append(f'{note}<span class="table-data" data-table="{self.id}"></span>')
        return "\n\n".join(parts)

    def _attributes(self) -> str:
        if not self.label:
            return ""
        widths = f' tbl-colwidths="{list(self.widths)}"' if self.widths else ""
        return f" {{#{self.label}{widths}}}"

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

    def _ipython_display_(self) -> None:
        if self.rows:
            raise NotImplementedError  # IPython then shows what `_repr_mimebundle_` returns

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
            "label": self.label,
            "sets": passages_json([*cells, *notes]),
        }
        plain = self.frame().to_string(index=False)
        return {"text/markdown": self.markdown(), "text/plain": plain, MIME: record}


def _values(row: Iterable[Piece]) -> tuple[object, ...]:
    return tuple(cell.value if isinstance(cell, Cited) else cell.text for cell in row)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


class Remark(dict[str, str]):
    """A row that has words in place of numbers: head -> text; its other columns are empty."""


@dataclass(frozen=True)
class Column:
    """A column of a table, declared: its head, what of a row stands in it, how that is shown.

    `value` is a field of the row, a text with fields in braces, or a function of the row; a number
    from `cite` or `measured` and marked text are shown as they are. With `how`, which says what was
    measured (fields in braces, too), it is a number, linked to the row's passages (`own`, and those
    of its denominator, `base`, where there are any) or else to the table's `source`. Without,
    `kind` is that of marked text ("name", "quoted", "locus"), or "count": the number of the row's
    passages, which are labelled with the value. `empty` stands where there is no text or number.
    """

    head: str
    value: str | Callable[[Any], object]
    kind: str = "name"
    _: KW_ONLY
    how: str = ""
    digits: int = 0
    percent: bool = False
    empty: str = ""

    def cell(self, row: Any, source: str) -> Piece:
        """Return what stands in this column of a row."""
        if isinstance(row, Remark):
            return name(row[self.head]) if self.head in row else Prose("")
        value = self.value(row) if callable(self.value) else _value_of(row, self.value)
        if isinstance(value, Cited | Marked | Prose):
            return value
        if self.kind == "count":
            return cite(row["own"], label=str(value))
        if pd.isna(value):  # type: ignore[call-overload]
            return name(self.empty) if self.empty else Prose("")
        if self.how and not isinstance(value, str):
            return self.number(value, row, source)
        text = f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)
        return Marked(self.kind, text or self.empty)

    def number(self, value: Any, row: Any, source: str) -> Piece:
        """Return a number, linked to what it was measured from."""
        own = row.get("own") if isinstance(row, Mapping) else None
        return measured(
            value,
            hits=own,
            base=row.get("base") if own is not None else None,
            label=row.get("label") if own is not None else None,
            base_label=row.get("base_label") if own is not None else None,
            how=self.how.format_map(row),
            source=source if own is None else "",
            digits=self.digits,
            percent=self.percent,
        )


def _value_of(row: Any, of: str) -> object:
    if "{" in of:
        return of.format_map(row)
    return row[of] if isinstance(row, Mapping) else getattr(row, of)


def table(
    rows: pd.DataFrame | Iterable[Any],
    columns: Sequence[Column] | None = None,
    *,
    own: Callable[[Any], pd.DataFrame] | None = None,
    called: Callable[[Any], str] | None = None,
    source: str = "",
    how: str = "",
    digits: int = 2,
    note: Sentence | Piece | str | None = None,
    caption: str = "",
    label: str = "",
    widths: Sequence[int] = (),
    most: int | None = None,
    none: str = "",
) -> Table:
    """Return a table to show: every cell escaped, every number linked to what it came from.

    `columns` declare what is shown of the rows (of a DataFrame, or mappings, or objects). The
    numbers of a row are linked to the passages that `own` gives for it, which are labelled as
    `called` says, or to the table's label, `source`. Without `columns` a DataFrame is shown as it
    is: a cell may be a number from `cite` or `measured`, marked text, or a plain value; plain
    numbers need `how`, one line that says what they are, and are rounded to `digits`; plain text is
    literal (`COLUMN_KINDS`). The index is not shown: `reset_index()` first. `caption`, `label` and
    `widths` only where the cell has no such options; a caption must be written once. Of many rows
    the first `most` are shown and all are in the table's CSV. Without any row, the word `none`
    stands in each column.
    """
    if columns is None:
        columns = [_as_is(c, how=how, digits=digits) for c in pd.DataFrame(rows).columns]
    records = rows.to_dict("records") if isinstance(rows, pd.DataFrame) else rows
    if own:
        records = [{**row, "own": own(row)} for row in records]
    if called:
        records = [{**row, "label": called(row)} for row in records]
    cells = [tuple(column.cell(row, source) for column in columns) for row in records]
    if none and not cells:
        cells = [(name(none),) * len(columns)]
    heads = [column.head for column in columns]
    numeric = frozenset(
        column.head
        for i, column in enumerate(columns)
        if column.how or any(isinstance(r[i], Cited) for r in cells)
    )
    notes = [note] if note else []
    if most is not None and cells:
        notes.append(_not_shown(len(cells) - most, source))
    below = prose(*notes) if notes else None
    rest = tuple(map(_values, cells[most:])) if most is not None else ()
    return Table(
        tuple(heads),
        tuple(cells[:most]),
        how=how,
        note=below,
        caption=caption,
        numeric=numeric,
        rest=rest,
        label=label,
        widths=tuple(widths),
    )


def _as_is(column: object, *, how: str, digits: int) -> Column:
    """Return the declaration of a column of plain values."""
    kind = COLUMN_KINDS.get(str(column), "")

    def plain(row: Mapping[Any, Any]) -> object:
        value = row[column]
        if kind or pd.isna(value) or isinstance(value, pd.Timestamp | Cited | Marked | Prose):
            return value
        if isinstance(value, bool) or not hasattr(value, "__float__"):
            return Prose(str(value), escaped=True)
        places = 0 if hasattr(value, "__index__") else digits
        number = measured(float(value), how=how, digits=places)
        return number if how else Prose(number.text, escaped=True)

    return Column(str(column), plain, kind or "name")


def _not_shown(rows: int, source: str) -> Sentence:
    """Return how many rows are not shown and where they are; nothing if all are."""
    if rows <= 0:
        return sentence("")
    more = measured(rows, how="rows not shown", source=source, digits=0)
    return sentence("{more} further rows are in the data of this table.", more=more)


def counts_table(
    hits: pd.DataFrame,
    *,
    by: str,
    across: str | None = None,
    rows: Sequence[object] | Mapping[Any, str] | None = None,
    columns: Sequence[object] | Mapping[Any, str] | None = None,
    total: bool = True,
    header: str | None = None,
    whole: str = "",
    **options: Any,
) -> Table:
    """Return counts of hits by one column (and across another), every count linked, zeros shown.

    `rows` and `columns` give the values to show and their order, as a list or as a mapping from
    value to printed label; left out, those found in the hits, sorted. `total` adds a last column
    and row; `whole` says what all the hits are. `options` go to `table` (note, caption).
    """
    down = _labels(rows, hits[by])
    over = _labels(columns, hits[across]) if across else {}

    def part(row: Mapping[str, Any], value: object, head: str) -> Cited:
        own: pd.DataFrame = row["own"]
        return cite(own[own[across] == value], label=f"{row['label']}, {head}")

    groups = [
        {"title": title, "label": title, "own": hits[hits[by] == value]}
        for value, title in down.items()
    ]
    if total:
        every = hits[hits[by].isin(list(down))]
        groups.append({"title": "Total", "label": f"{whole or header or by}: all", "own": every})
    heads = [
        Column(header or by, "title"),
        *(Column(head, partial(part, value=value, head=head)) for value, head in over.items()),
    ]
    if total or not over:
        heads.append(Column("Total" if over else "Passages", "label", "count"))
    return table(groups, heads, **options)


def _labels(
    given: Sequence[object] | Mapping[Any, str] | None, found: Iterable[object]
) -> dict[Any, str]:
    if isinstance(given, Mapping):
        return dict(given)
    values = list(given) if given is not None else sorted({str(v) for v in found})
    return {v: label_of(v) for v in values}
