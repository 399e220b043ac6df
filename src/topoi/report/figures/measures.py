"""Figures of what was measured: intervals, matrices and profiles."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from topoi.report.evidence.passages import label_of
from topoi.report.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DISC = 0.27  # how much of its colour a disc lets through: the letters on it are to be read
PAIRS = 20  # shown on a phone
COLUMNS, NARROW_COLUMNS = 20, 12  # with a value in each cell
FOREST_ROWS = 16


@style.in_house_style
def rates_with_intervals(
    rates: pd.DataFrame,
    *,
    by: str = "code",
    group: str | None = None,
    labels: Mapping[str, str] | None = None,
    unit: str = "Passages per thousand words, with 95% interval",
) -> "Figure":
    """Return rates as dots with their intervals, highest first, zeros shown.

    `rates` has the `by` column, `rate, low, high`, and with `group` (such as `mode`) one row for
    each of its values; these stand under one another in one row of the figure. An interval of a
    group without hits may run off the right edge; the table has its end.
    """
    shown = rates.dropna(subset=["rate"]).reset_index(drop=True)
    order = row_order(shown, by)
    places = pd.Series(row_places(shown, by, group), index=shown.index)
    groups = list(dict.fromkeys(shown[group])) if group else [""]
    shades = style.colours([str(g) for g in groups])
    tall = max(0.11 * len(groups), style.row())
    if style.is_narrow():  # the names stand above the marks
        tall = style.row() + 0.11 * (len(groups) - 1)
    figure, axes = style.canvas(0.75 + tall * len(order))
    for value in groups:
        some = shown[shown[group] == value] if group else shown
        at = list(places[some.index])
        colour = shades[str(value)] if group else style.PALETTE[0]
        axes.hlines(at, some["low"], some["high"], color=colour, linewidth=1.4, alpha=0.75)
        marker = style.MODE_MARKERS.get(str(value), "o")
        axes.plot(some["rate"], at, marker, color=colour, markersize=5, label=str(value))
    style.rows(axes, [label_of(code, labels) for code in order])
    axes.grid(axis="x")
    axes.set_xlim(0, _right_end(shown))
    axes.set_xlabel(unit)
    if group:
        figure.legend(loc="outside upper left", ncols=5)
    return figure


@style.in_house_style
def forest(found: pd.DataFrame, *, labels: Mapping[str, str] | None = None) -> "Figure":
    """Return a forest plot: the ratio of each comparison with its interval, on a log axis.

    `found` has `code, group, other, ratio, low, high`; drawn are the first rows. An interval
    without a bound runs off the edge; a ratio of 0 or without a bound has no dot.
    """
    from matplotlib.ticker import LogLocator, NullFormatter

    shown = found.head(FOREST_ROWS)
    figure, axes = style.canvas(0.8 + style.row() * max(len(shown), 1))
    left, right = forest_ends(shown)
    at = range(len(shown))
    low, high = shown["low"].clip(lower=left), shown["high"].clip(upper=right)
    axes.axvline(1, color=style.FAINT, linewidth=0.8)
    axes.hlines(at, low, high, color=style.PALETTE[0], linewidth=1.4, alpha=0.75)
    inside = [place for place, ratio in zip(at, shown["ratio"], strict=True) if 0 < ratio < np.inf]
    axes.plot(shown["ratio"].iloc[inside], inside, "o", color=style.PALETTE[0], markersize=5)
    names = [forest_name(row, labels) for row in shown.to_dict("records")]
    axes.set_xscale("log")
    axes.set_xlim(left, right)
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.xaxis.set_minor_formatter(NullFormatter())  # of its own it writes powers over one another
    style.rows(axes, names)
    axes.grid(axis="x")
    axes.set_xlabel("Times as often (log scale), with 95% intervals")
    return figure


def forest_ends(shown: pd.DataFrame) -> tuple[float, float]:
    """Return the ends of the axis of a forest plot: a little beyond all that has a place on it."""
    ends = [v for v in shown[["low", "high", "ratio"]].to_numpy().ravel() if 0 < v < np.inf]
    return min([*ends, 0.5]) / 1.2, max([*ends, 2.0]) * 1.2


def forest_name(row: Mapping[str, Any], labels: Mapping[str, str] | None = None) -> str:
    """Return how a row of a forest plot is named: both groups and the code."""
    return f"{row['group']} / {row['other']}: {label_of(row['code'], labels)}"


def row_order(rates: pd.DataFrame, by: str) -> list[str]:
    """Return the values of `by`, those of the highest rate first: the rows of the figure."""
    highest = rates.groupby(by)["rate"].max()
    return list(highest.sort_values(ascending=False, kind="stable").index)


def row_places(rates: pd.DataFrame, by: str, group: str | None) -> list[float]:
    """Return the height at which each rate is drawn: its row, groups under one another in it."""
    rows = {value: at for at, value in enumerate(row_order(rates, by))}
    groups = list(dict.fromkeys(rates[group])) if group else [""]
    beside = rates[group] if group else [""] * len(rates)
    step, middle = 0.7 / len(groups), (len(groups) - 1) / 2
    return [
        rows[value] + (groups.index(one) - middle) * step
        for value, one in zip(rates[by], beside, strict=True)
    ]


def _right_end(shown: pd.DataFrame) -> float:
    # a group of a few words has an interval that would squeeze all others; it may run off the edge
    seen = shown[shown["rate"] > 0]
    return 1.03 * float((seen if len(seen) else shown)["high"].max())


@style.in_house_style
def cooccurrence(
    matrix: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    unit: str = "units holding both codes",
) -> "Figure":
    """Return a square table of counts as discs whose area is the count, with the count in it.

    `matrix` has the same codes as index and columns and is symmetric; only the lower half is
    drawn. A pair that never meets keeps its empty cell with a small 0. On a phone the 20 pairs that
    meet most are rows.
    """
    from matplotlib.patches import Circle

    names = [label_of(code, labels) for code in matrix.index]
    if style.is_narrow():
        return _pairs_in_rows(matrix, names, unit)
    size = 0.34 * len(names)
    figure, axes = style.canvas(size + 1.5, wide=min(style.WIDTH, size + 2.4))
    most = max(float(matrix.to_numpy()[np.tril_indices(len(names), -1)].max(initial=0)), 1.0)
    for i in range(len(names)):
        for j in range(i):
            count = float(matrix.iat[i, j])
            # the largest disc fills its cell, whatever the size of the figure
            disc = Circle((j, i), 0.46 * (count / most) ** 0.5, linewidth=0.6)
            disc.set(facecolor=style.tint(DISC), edgecolor=style.PALETTE[0])
            axes.add_patch(disc)
            colour = style.INK if count else style.FAINT
            axes.text(j, i, f"{count:g}", ha="center", va="center", fontsize=7, color=colour)
    axes.set_xticks(range(len(names) - 1), names[:-1], rotation=45, ha="right")
    axes.set_yticks(range(1, len(names)), names[1:])
    axes.set(xlim=(-0.6, len(names) - 1.4), ylim=(len(names) - 0.4, 0.4))
    axes.set_aspect("equal")
    style.no_frame(axes)
    axes.set_xlabel(f"Area of a disc: {unit}")
    return figure


def _pairs_in_rows(matrix: pd.DataFrame, names: Sequence[str], unit: str) -> "Figure":
    """Return the pairs that meet as bars, the most frequent first; for phones."""
    half = style.LONGEST // 2 - 1
    short = [name if len(name) <= half else f"{name[: half - 1]}…" for name in names]
    below = ((i, j) for i in range(len(names)) for j in range(i))
    counts = {f"{short[j]} + {short[i]}": float(matrix.iat[i, j]) for i, j in below}
    met = sorted(((pair, n) for pair, n in counts.items() if n), key=lambda one: -one[1])
    if not met:
        return style.empty("No pair meets.")
    most = met[:PAIRS]
    figure, axes = style.canvas(0.75 + style.row() * len(most))
    axes.barh(range(len(most)), [n for _, n in most], height=0.35, color=style.tint(DISC))
    for at, (_, n) in enumerate(most):
        style.note_at(axes, f"{n:g}", (n, at), xytext=(3, 0), ha="left", va="center")
    style.rows(axes, [pair for pair, _ in most])
    axes.set_xlim(0, 1.1 * most[0][1])
    more = f": the first {PAIRS} of {len(met)} pairs" if len(met) > PAIRS else ""
    axes.set_xlabel(f"{unit[:1].upper()}{unit[1:]}{more}")
    return figure


@style.in_house_style
def topics_by_paragraph(
    matrix: pd.DataFrame,
    *,
    unit: str = "share of the paragraph's weight",
    across: str = "Paragraph",
) -> "Figure":
    """Return topics (or themes, rows) by paragraphs (columns) as shaded cells with their values.

    Values are shares between 0 and 1 or counts; the shade runs from the ground (0) to blue (the
    largest), and each value above zero is printed, so nothing rests on the shade alone, where there
    are no more than 20 columns (12 on a phone).
    """
    values = matrix.to_numpy(dtype=float)
    figure, axes = style.canvas(0.95 + style.row() * len(matrix))
    if not values.size:
        axes.text(0.5, 0.5, "nothing to show: no model could be made", ha="center", va="center")
        axes.set_axis_off()
        return figure
    most = max(float(values.max()), 1e-9)
    top, tall = (-0.2, 0.55) if style.is_narrow() else (-0.5, 1.0)
    whole = bool((values == values.round()).all())
    columns = NARROW_COLUMNS if style.is_narrow() else COLUMNS
    for i, cells in enumerate(values):
        filled, shades = cells.nonzero()[0], [style.tint(v / most) for v in cells if v]
        axes.broken_barh([(j - 0.5, 1) for j in filled], (i + top, tall), facecolors=shades)
        for j, value in zip(filled, cells[filled], strict=True):
            if values.shape[1] > columns:
                continue
            colour = style.GROUND if value > 0.7 * most else style.INK
            text = f"{value:.0f}" if whole else f"{value:.2f}".lstrip("0")
            at = i + top + tall / 2
            axes.text(j, at, text, ha="center", va="center", fontsize="small", color=colour)
    ticks = range(0, values.shape[1], max(1, values.shape[1] // columns))
    axes.set_xticks(ticks, [str(matrix.columns[i]) for i in ticks])
    style.rows(axes, [label_of(i) for i in matrix.index])
    axes.set(xlim=(-0.5, values.shape[1] - 0.5), ylim=(len(matrix) - 0.5, -0.6))
    axes.set_xlabel(f"{across} (shade and number: {unit})")
    style.no_frame(axes)
    return figure


@style.in_house_style
def shares(parts: "pd.Series[float]", *, unit: str = "Share of the words") -> "Figure":
    """Return one bar cut into shares of a whole, each labelled with its name and percentage."""
    figure, axes = style.canvas(1.15)
    total = float(parts.sum()) or 1.0
    named = [(f"{part} {value / total:.1%}", value / total) for part, value in parts.items()]
    shades = style.colours([str(part) for part in parts.index])
    _stacked(axes, 0, named, list(shades.values()), height=0.6)
    axes.set(xlim=(0, 1), yticks=[], xlabel=unit)
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.spines["left"].set_visible(False)
    figure.legend(loc="outside upper left", ncols=4)
    return figure


def _stacked(
    axes: "Axes", at: Any, parts: Iterable[tuple[str, Any]], shades: Sequence[str], **look: Any
) -> Any:
    """Return the sum of named parts drawn as bars in a line, told apart without colours, too."""
    left: Any = 0.0
    hatches = itertools.cycle(("", "///", "", "\\\\\\\\", "xx"))
    for (name, width), colour, hatch in zip(parts, shades, hatches, strict=False):
        axes.barh(
            at, width, left=left, color=colour, hatch=hatch, label=name,
            edgecolor=style.GROUND, **look,
        )  # fmt: skip
        left = left + width
    return left
