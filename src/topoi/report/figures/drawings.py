"""Figures as a chapter shows them: drawn for a page and for a phone, with their data and marks.

`shown(draw, table, ...)` is the last expression of a cell. A notebook shows the drawing; with it is
stored the one for a phone, the table that was drawn, and where each mark lies, a box or a line,
with the passage or the cited set behind it, from which the site makes links (`overlays`).
"""

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from topoi.report.evidence.citing import MIME, Cited, count_of, passages_json
from topoi.report.evidence.passages import CitedPassages, Locus, cited_passages, label_of, loci_of
from topoi.report.figures import style
from topoi.report.figures.measures import (
    FOREST_ROWS,
    forest_ends,
    forest_name,
    rates_with_intervals,
    row_order,
    row_places,
    shares,
)
from topoi.report.figures.svg import PAD, stored
from topoi.text.words.context import shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

    from topoi.study import Study

SVG, NARROW = "image/svg+xml", "application/vnd.topoi.narrow+xml"
MARKS = "application/vnd.topoi.marks+json"
EDGE = float("inf")  # as far as the picture goes
TALL = 0.5  # half the height of a row, in rows
INCHES = 0.1  # the least width and height of a box
LONGEST = 80  # characters of a passage in the name of its link
FAR = 9.0  # parts of the axes: beyond any edge of the picture
DECIMALS = 6  # of the data; beyond them machines may differ


class LinkedArea(NamedTuple):
    """A box of a figure, in the units of its first axes, and the passages that it stands for."""

    left: float
    right: float
    low: float
    high: float
    title: str
    to: CitedPassages | Locus


class LinkedLine(NamedTuple):
    """A line of a figure by its points, in the units of its first axes, and what it stands for."""

    points: Sequence[tuple[float, float]]
    title: str
    to: CitedPassages | Locus


@dataclass(frozen=True)
class Drawing:
    """A drawing as SVG, and where in it the axes are, in parts of its width and height.

    `view` rests on the width of letters, too, unlike the areas of marks: it is stored as metadata
    of the drawing, which changes with it.
    """

    svg: str
    view: Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Shown:
    """A figure with its data and its marks; the last expression of a cell.

    `areas` (left, top, right, bottom) and `lines` (each point) are in parts of the axes, from their
    upper left corner: they rest on the data alone.
    """

    page: Drawing
    phone: Drawing
    data: pd.DataFrame
    areas: tuple[tuple[str, str, str], ...]
    lines: tuple[tuple[str, str, str], ...]
    sets: tuple[CitedPassages, ...]

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        table = self.data.to_json(
            orient="split", index=False, date_format="iso", double_precision=DECIMALS
        )
        data = {
            SVG: self.page.svg,
            NARROW: self.phone.svg,
            "text/plain": "a figure",
            MARKS: {"version": 1, "areas": list(self.areas), "lines": list(self.lines)},
            MIME: {
                "version": 1,
                "pieces": [],
                "sets": passages_json([count_of(s) for s in self.sets]),
                "figure": {k: v for k, v in json.loads(table).items() if k != "name"},
            },
        }
        return data, {SVG: dict(self.page.view), NARROW: dict(self.phone.view)}


def shown(
    draw: "Callable[..., Figure]",
    table: "pd.DataFrame | pd.Series[Any] | Mapping[str, pd.DataFrame]",
    *more: object,
    marks: Iterable[LinkedArea | LinkedLine] = (),
    **options: object,
) -> Shown:
    """Return a figure of the table, to be shown: `draw(table, *more, **options)`, drawn twice.

    `draw` is a function of `figures`; `marks` are of the first axes of what it draws. One that
    stands for no passage opens nothing, as a count of none.
    """
    kept = [mark for mark in marks if not isinstance(mark.to, CitedPassages) or mark.to.loci]
    page, placed = _drawn(draw(table, *more, **options), kept, narrow=False)
    phone, _ = _drawn(draw(table, *more, narrow=True, **options), kept, narrow=True)
    sets = tuple(mark.to for mark in kept if isinstance(mark.to, CitedPassages))
    areas, lines = (
        tuple(
            (at, _target(mark.to), mark.title)
            for mark, at in zip(kept, placed, strict=True)
            if isinstance(mark, kind)
        )
        for kind in (LinkedArea, LinkedLine)
    )
    return Shown(page, phone, flat(table), areas, lines, sets)


def _drawn(
    figure: "Figure", marks: Iterable[LinkedArea | LinkedLine], *, narrow: bool
) -> tuple[Drawing, list[str]]:
    """Return the drawing and where its marks lie; the figure is closed."""
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    with mpl.rc_context(style.settings(narrow=narrow)):
        drawing = Drawing(stored(figure), _view(figure))
    placed = [_place(mark, figure.axes[0]) for mark in marks]
    plt.close(figure)
    return drawing, placed


def flat(
    table: "pd.DataFrame | pd.Series[Any] | Mapping[str, pd.DataFrame]",
) -> pd.DataFrame:
    """Return what a figure draws as one table, the names of its rows as columns of it.

    >>> flat(pd.Series([1, 2], index=["a", "b"], name="size")).to_dict("list")
    {'index': ['a', 'b'], 'size': [1, 2]}
    """
    if isinstance(table, Mapping):
        parts = [part.assign(series=name) for name, part in table.items()]
        return flat(pd.concat(parts, ignore_index=True) if parts else pd.DataFrame())
    frame = table.to_frame() if isinstance(table, pd.Series) else table
    if frame.index.name or not pd.api.types.is_integer_dtype(frame.index.dtype):
        frame = frame.reset_index()
    days = frame.select_dtypes(["datetime", "datetimetz"]).columns
    told = frame.assign(**{day: frame[day].astype("string") for day in days})
    return told.set_axis([str(column) for column in told.columns], axis=1).reset_index(drop=True)


def _place(mark: LinkedArea | LinkedLine, axes: "Axes") -> str:
    """Return left, top, right, bottom of an area, or each point of a line, in parts of the axes."""
    if isinstance(mark, LinkedLine):
        at = ((_part(x, axes.xaxis), 1 - _part(y, axes.yaxis)) for x, y in mark.points)
        numbers = [part for point in at for part in point]
    else:
        xs = sorted(_part(v, axes.xaxis) for v in (mark.left, mark.right))
        ys = sorted(1 - _part(v, axes.yaxis) for v in (mark.low, mark.high))
        numbers = [xs[0], ys[0], xs[1], ys[1]]
    return " ".join(f"{round(v, 4) + 0.0:g}" for v in numbers)


def _part(value: float, axis: "Axis") -> float:
    """Return how far along an axis a value is drawn, in parts of its length."""
    if math.isinf(value):
        return math.copysign(FAR, value)
    at, first, last = axis.get_transform().transform([value, *axis.get_view_interval()])
    return min(max(float((at - first) / (last - first)), -FAR), FAR)


def _target(to: CitedPassages | Locus) -> str:
    return to.id if isinstance(to, CitedPassages) else f"{to[0]}:{to[1]}-{to[2]}"


def _view(figure: "Figure") -> dict[str, list[float]]:
    """Return left, top, width, height of the axes, and the least size of a box, in the picture."""
    whole = figure.get_tightbbox().padded(PAD)
    box = figure.axes[0].bbox
    left, top = box.x0 / figure.dpi - whole.x0, whole.y1 - box.y1 / figure.dpi
    wide, tall = box.width / figure.dpi, box.height / figure.dpi
    axes = (left / whole.width, top / whole.height, wide / whole.width, tall / whole.height)
    least = (INCHES / whole.width, INCHES / whole.height)
    return {"axes": [round(v, 4) for v in axes], "least": [round(v, 4) for v in least]}


def marks_along(
    hits: pd.DataFrame,
    n_chars: int,
    *,
    labels: Mapping[str, str] | None = None,
    codes: Sequence[str] | None = None,
) -> list[LinkedArea]:
    """Return the marks of `figures.codes_along`, made from the same tables.

    The name of a row and the count at its end lead to the cited set of its code, a mark to its
    passage.
    """
    rows = list(codes) if codes is not None else sorted(set(hits["code"]))
    found = []
    for at, code in enumerate(rows):
        title = label_of(code, labels)
        own = hits[hits["code"] == code]
        to = cited_passages(own, label=title)
        found += [
            LinkedArea(-EDGE, 0, at - TALL, at + TALL, title, to),
            LinkedArea(n_chars * 1.005, EDGE, at - TALL, at + TALL, title, to),
        ]
        for place, words in zip(loci_of(own), _words(own), strict=True):
            middle = (place[1] + place[2]) / 2
            found.append(LinkedArea(middle, middle, at, at, f"{title}: {words}", place))
    return found


def _words(hits: pd.DataFrame) -> Iterator[str]:
    texts = hits["text"] if "text" in hits else [""] * len(hits)
    for text, mode in zip(texts, hits["mode"], strict=True):
        yield ", ".join(filter(None, [shortened(text, LONGEST), mode]))


def marks_of_rates(
    rates: pd.DataFrame,
    hits: pd.DataFrame,
    *,
    by: str = "code",
    group: str | None = None,
    labels: Mapping[str, str] | None = None,
) -> list[LinkedArea]:
    """Return the marks of `figures.rates_with_intervals`; `hits` are what `rates` counted.

    The name of a row leads to all hits of its code, a dot to those of its code and group.
    """
    drawn = rates.dropna(subset=["rate"])
    found = []
    for at, code in enumerate(row_order(drawn, by)):
        title = label_of(code, labels)
        to = cited_passages(hits[hits[by] == code], label=title)
        found.append(LinkedArea(-EDGE, 0, at - TALL, at + TALL, title, to))
    for row, place in zip(drawn.to_dict("records"), row_places(drawn, by, group), strict=True):
        own, title = hits[hits[by] == row[by]], label_of(row[by], labels)
        if group:
            own, title = own[own[group] == row[group]], f"{title}, {row[group]}"
        to = cited_passages(own, label=title)
        found.append(LinkedArea(row["rate"], row["rate"], place, place, title, to))
    return found


def marks_of_forest(
    found: pd.DataFrame,
    own: Callable[[Mapping[str, Any]], Cited],
    *,
    labels: Mapping[str, str] | None = None,
) -> list[LinkedArea]:
    """Return the marks of `figures.forest`, made from the same table.

    The name of a row and its dot lead to what `own` cites of a comparison, such as the passages of
    the group (`chapters.contrasts.Sides.own`).
    """
    rows = found.head(FOREST_ROWS)
    left, right = forest_ends(rows)
    marks = []
    for at, row in enumerate(rows.to_dict("records")):
        title = forest_name(row, labels)
        to = own(row).of
        if to is None:
            continue
        marks.append(LinkedArea(-EDGE, left, at - TALL, at + TALL, title, to))
        if left < row["ratio"] < right:
            marks.append(LinkedArea(row["ratio"], row["ratio"], at, at, title, to))
    return marks


def overview(study: "Study") -> Shown:
    """Return the rates of the first codebook, or without passages the shares of the voices."""
    from topoi.analysis.measures.rates import rates, voice_shares, word_counts
    from topoi.report.chapters.codebooks import marked

    for book in study.codebooks:
        hits, labels = study.hits_of(book.id), marked(study.labels(book.id), book)
        if len(hits):
            words = word_counts(study.tokens, by=["doc"])
            found = rates(hits, words, codes=list(labels))
            return shown(rates_with_intervals, found, labels=labels)
    modes = voice_shares(study.tokens, study.voices, by=["mode"])
    return shown(shares, modes.set_index("mode")["share"])
