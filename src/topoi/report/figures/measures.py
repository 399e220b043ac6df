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
    names = [label_of(code, labels) for code in order]
    tall = max(0.11 * len(groups), style.row())
    if style.is_narrow():  # the names stand above the marks
        tall = style.row(names) + 0.11 * (len(groups) - 1)
    figure, axes = style.canvas(0.75 + tall * len(order))
    for value in groups:
        some = shown[shown[group] == value] if group else shown
        at = list(places[some.index])
        colour = shades[str(value)] if group else style.PALETTE[0]
        axes.hlines(at, some["low"], some["high"], color=colour, linewidth=1.4, alpha=0.75)
        marker = style.MODE_MARKERS.get(str(value), "o")
        look: dict[str, Any] = {"color": colour, "markersize": 5, "clip_on": False}
        axes.plot(some["rate"], at, marker, label=str(value), **look)
    style.rows(axes, names)
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
    names = [forest_name(row, labels) for row in shown.to_dict("records")]
    figure, axes = style.canvas(0.8 + style.row(names) * max(len(shown), 1))
    left, right = forest_ends(shown)
    at = range(len(shown))
    low, high = shown["low"].clip(lower=left), shown["high"].clip(upper=right)
    axes.axvline(1, color=style.FAINT, linewidth=0.8, zorder=style.BEHIND)
    axes.hlines(at, low, high, color=style.PALETTE[0], linewidth=1.4, alpha=0.75)
    inside = [place for place, ratio in zip(at, shown["ratio"], strict=True) if 0 < ratio < np.inf]
    axes.plot(shown["ratio"].iloc[inside], inside, "o", color=style.PALETTE[0], markersize=5)
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
    """Return a square table of counts as shaded cells with the counts in them.

    `matrix` has the same codes as index and columns and is symmetric; only the lower half is
    drawn, in which a pair that never meets has a small 0. The rows are numbered, and the columns
    have their numbers alone. Of more than 20 codes no counts are printed. On a phone the 20 pairs
    that meet most are rows.
    """
    names = [label_of(code, labels) for code in matrix.index]
    if style.is_narrow():
        return _pairs_in_rows(matrix, names, unit)
    numbered = [f"{number} {name}" for number, name in enumerate(names, 1)]
    beside = style.letter() * min(max(map(len, numbered), default=0), style.LONGEST)
    wide = min(style.width(), max(3.0, beside + 1.5 * style.row() * len(names)))
    figure, axes = style.canvas(0.95 + style.row() * len(names), wide=wide)
    below = np.tri(len(names), k=-1, dtype=bool)
    _cells(axes, matrix.to_numpy(dtype=float) * below, zeros=below)
    _heads(axes, range(1, len(names)))
    style.rows(axes, numbered)
    axes.set_xlim(-0.5, max(len(names), 2) - 1.5)
    axes.set_xlabel(f"Codes by their numbers (shade and number: {unit})", loc="right")
    style.no_frame(axes)
    return figure


def _pairs_in_rows(matrix: pd.DataFrame, names: Sequence[str], unit: str) -> "Figure":
    """Return the pairs that meet as bars, the most frequent first; for phones."""
    from matplotlib.ticker import MaxNLocator

    below = ((i, j) for i in range(len(names)) for j in range(i))
    counts = [(f"{names[j]} + {names[i]}", float(matrix.iat[i, j])) for i, j in below]
    met = sorted((one for one in counts if one[1]), key=lambda one: -one[1])
    if not met:
        return style.empty("No pair meets.")
    most = met[:PAIRS]
    pairs = [pair for pair, _ in most]
    figure, axes = style.canvas(0.75 + style.row(pairs) * len(most))
    axes.barh(range(len(most)), [n for _, n in most], height=0.35, color=style.PALETTE[0])
    for at, (_, n) in enumerate(most):
        style.note_at(axes, f"{n:g}", (n, at), xytext=(3, 0), ha="left", va="center")
    style.rows(axes, pairs)
    axes.set_xlim(0, 1.1 * most[0][1])
    axes.xaxis.set_major_locator(MaxNLocator("auto", integer=True))
    more = f": the first {PAIRS} of {len(met)} pairs" if len(met) > PAIRS else ""
    axes.set_xlabel(f"{unit[:1].upper()}{unit[1:]}{more}")
    return figure


def _cells(
    axes: "Axes", values: np.ndarray, *, zeros: np.ndarray | None = None, top: float = -0.5,
    tall: float = 1.0, columns: int = COLUMNS,
) -> None:  # fmt: skip
    """Draw the cells of a matrix from the ground (0) to blue (the largest), with their values.

    Zeros are printed where `zeros` says so; of more than `columns` columns no value is.
    """
    most = max(float(values.max(initial=0)), 1e-9)
    whole = bool((values == values.round()).all())
    for i, cells in enumerate(values):
        filled, shades = cells.nonzero()[0], [style.tint(v / most) for v in cells if v]
        axes.broken_barh([(j - 0.5, 1) for j in filled], (i + top, tall), facecolors=shades)
        for j, value in enumerate(cells if values.shape[1] <= columns else ()):
            if not value and (zeros is None or not zeros[i, j]):
                continue
            colour = style.GROUND if value > 0.7 * most else style.INK if value else style.FAINT
            text = f"{value:.0f}" if whole else f"{value:.2f}".lstrip("0")
            at = i + top + tall / 2
            axes.text(j, at, text, ha="center", va="center", fontsize="small", color=colour)


def _heads(axes: "Axes", names: Sequence[object], *, columns: int = COLUMNS) -> None:
    ticks = range(0, len(names), max(1, len(names) // columns))
    axes.set_xticks(ticks, [str(names[at]) for at in ticks])


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
    values, names = matrix.to_numpy(dtype=float), [label_of(i) for i in matrix.index]
    figure, axes = style.canvas(0.95 + style.row(names) * len(names))
    if not values.size:
        axes.text(0.5, 0.5, "nothing to show: no model could be made", ha="center", va="center")
        axes.set_axis_off()
        return figure
    top, tall = (-0.2, 0.55) if style.is_narrow() else (-0.5, 1.0)
    columns = NARROW_COLUMNS if style.is_narrow() else COLUMNS
    _cells(axes, values, top=top, tall=tall, columns=columns)
    _heads(axes, list(matrix.columns), columns=columns)
    style.rows(axes, names)
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
