"""Figures of the text itself: who speaks where, and where the codes fall.

Each function takes tables, the first of which is what it draws, and returns a matplotlib figure in
the house style; in a notebook `shown` shows it.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from topoi.report.chapters.grouping import ranked
from topoi.report.evidence.passages import label_of
from topoi.report.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Height tells the mode of speech, so that the strip can be read without its colours.
HEIGHTS: Mapping[str, float] = {
    "outlet": 0.3,
    "indirect": 0.55,
    "mixed": 0.55,
    "direct": 1.0,
    "nested": 1.0,
}

OUTLET, UNNAMED = "the outlet", "speaker not named"
GREYS = {OUTLET: style.MODE_COLOURS["outlet"], UNNAMED: "#b9bdc2"}
OTHERS = "#dfe2e6"
TOTALS = 0.4  # inches beside the rows
OUTLINED = (GREYS[UNNAMED], OTHERS)  # too light to be seen without a line around them


@style.in_house_style
def strip(
    voices: pd.DataFrame, segments: pd.DataFrame, *, speakers: int = 5, title: str = ""
) -> "Figure":
    """Return the text as one strip from its first to its last character, coloured by speaker.

    `voices` and `segments` of one document. Full height is direct speech (nested speech hatched),
    half height indirect or mixed, low is the outlet's own words. The `speakers` with the most
    characters get a colour, others are grey. Numbers above are paragraphs, H marks a heading; one
    that has no room is left out.
    """
    from matplotlib.patches import Patch

    figure, axes = style.canvas(1.75)
    who = voices["speaker"].replace("", UNNAMED).mask(voices["mode"] == "outlet", OUTLET)
    sizes = (voices["end"] - voices["start"]).groupby(who).sum()
    named = ranked(sizes)[: speakers + 1]
    shades = style.colours([one for one in named if one not in GREYS])
    shades |= {one: GREYS[one] for one in named if one in GREYS}
    for voice, one in zip(voices.itertuples(), who, strict=True):
        shade = shades.get(one, OTHERS)
        axes.broken_barh(
            [(int(voice.start), int(voice.end) - int(voice.start))],
            (0, HEIGHTS.get(str(voice.mode), 0.5)),
            facecolors=shade,
            hatch="////" if voice.mode == "nested" else None,
            edgecolor=style.FAINT if shade in OUTLINED else style.GROUND,
            linewidth=0.4,
        )
    _paragraphs(axes, segments, top=1.0, wide=style.width())
    axes.set(xlim=(0, int(voices["end"].max())), ylim=(0, 1.02), yticks=[])
    axes.set_xlabel("Characters from the start of the text")
    axes.spines["left"].set_visible(False)
    keys = {one: shades[one] for one in named}
    if len(sizes) > len(named):
        keys["other speakers"] = OTHERS
    edges = {one: style.FAINT if shade in OUTLINED else shade for one, shade in keys.items()}
    handles = [
        Patch(facecolor=shade, edgecolor=edges[one], linewidth=0.4, label=one)
        for one, shade in keys.items()
    ]
    figure.legend(handles=handles, loc="outside upper left", ncols=4, title=title or None)
    return figure


def _paragraphs(
    axes: "Axes", segments: pd.DataFrame, *, top: float, wide: float, order: float = 3
) -> None:
    """Draw where the paragraphs of a text begin, and above axes so wide as many numbers as fit."""
    blocks = segments[segments["kind"].isin(["paragraph", "heading"])]
    if blocks.empty:
        return
    letter = style.letter() * float(blocks["end"].max()) / wide  # in characters of the text
    free = -math.inf
    for block in blocks.itertuples():
        axes.axvline(int(block.start), color=style.FAINT, linewidth=0.4, zorder=order)
        label = "H" if block.kind == "heading" else f"{block.paragraph}"
        middle, half = (int(block.start) + int(block.end)) / 2, 0.45 * len(label) * letter
        if middle - half < free:
            continue
        free = middle + half + 0.6 * letter
        style.note_at(axes, label, (middle, top), color=style.FAINT, annotation_clip=False)


@style.in_house_style
def codes_along(
    hits: pd.DataFrame,
    n_chars: int,
    *,
    labels: Mapping[str, str] | None = None,
    codes: Sequence[str] | None = None,
    segments: pd.DataFrame | None = None,
) -> "Figure":
    """Return where each code falls along one text: a row a code, a mark a hit.

    Form and colour of the mark tell the mode of speech. `codes` gives the rows and their order
    (a code without hits keeps its empty row), `labels` their printed names; the number of hits
    stands at the right. With `segments`, paragraphs are drawn and numbered.
    """
    from matplotlib.lines import Line2D
    from matplotlib.transforms import offset_copy

    rows = list(codes) if codes is not None else sorted(set(hits["code"]))
    names = [label_of(code, labels) for code in rows]
    figure, axes = style.canvas(0.75 + style.row(names) * max(len(rows), 1))
    beside = offset_copy(axes.transData, fig=figure, x=7, units="points")
    for at, code in enumerate(rows):
        found = hits[hits["code"] == code]
        axes.axhline(at, color=style.GRID, linewidth=0.6, zorder=0)
        for mode in style.MODES:
            some = found[found["mode"] == mode]
            if some.empty:  # a line without a point would take room in a corner
                continue
            middles = (some["start"] + some["end"]) / 2
            axes.plot(
                middles,
                [at] * len(some),
                **style.mode_mark(mode),
                markeredgecolor=style.GROUND,
                markeredgewidth=0.4,
                markersize=5.5,
                clip_on=False,
            )
        axes.text(n_chars, at, f"{len(found)}", va="center", transform=beside)
    style.rows(axes, names)
    axes.set_xlim(0, n_chars)
    axes.set_xlabel("Characters from the start of the text")
    if segments is not None:
        longest = min(max(map(len, names), default=0), style.LONGEST)
        wide = style.width() - (0 if style.is_narrow() else longest * style.letter()) - TOTALS
        _paragraphs(axes, segments, top=-0.6, wide=wide, order=style.BEHIND)
    axes.spines["left"].set_visible(False)
    present = [mode for mode in style.MODES if (hits["mode"] == mode).any()]
    handles = [Line2D([], [], label=mode, **style.mode_mark(mode)) for mode in present]
    figure.legend(handles=handles, loc="outside upper left", ncols=5)
    return figure


@style.in_house_style
def specification_curve(
    specifications: pd.DataFrame,
    *,
    value: str = "estimate",
    decisions: Sequence[str] | None = None,
    unit: str = "Estimate",
    within: tuple[float, float] | None = None,
) -> "Figure":
    """Return every different result that the analyses gave, sorted, and below the decisions.

    One row a specification: the `value` column, `low` and `high` where there are any, and the
    `decisions` columns (all others if None) that say how it was made (Simonsohn et al. 2020).
    Analyses of one value are drawn once, with a mark for each option that one of them took, and
    with the widest of their intervals. `within` are the ends between which a claim holds.
    """
    import matplotlib.pyplot as plt

    valued = specifications.dropna(subset=[value])
    results = valued.groupby(value)
    taken = {value, "low", "high"}
    columns = list(decisions) if decisions is not None else [c for c in valued if c not in taken]
    levels = [(c, v) for c in columns for v in sorted({str(v) for v in valued[c]})]
    names = [f"{label_of(column)}: {level}" for column, level in levels]
    tall = (style.row(names) - 0.1) * len(levels)
    size, ratios = (style.width(), 2.0 + tall), [1.5, max(tall, 0.3)]
    figure, (above, below) = plt.subplots(2, 1, figsize=size, sharex=True, height_ratios=ratios)
    at = range(len(results))
    if {"low", "high"} <= set(valued.columns):
        lows, highs = results["low"].min(), results["high"].max()
        above.vlines(at, lows, highs, color=style.tint(0.4), linewidth=1.2)
    for end in within or ():
        above.axhline(end, color=style.FAINT, linewidth=0.8, linestyle="--")
    above.plot(at, list(results.groups), "o", color=style.PALETTE[0], markersize=3)
    above.set_ylabel(unit)
    above.grid(axis="y")
    for row, (column, level) in enumerate(levels):
        options = results[column].agg(lambda some: {str(one) for one in some})
        chosen = [i for i, some in zip(at, options, strict=True) if level in some]
        below.plot(chosen, [row] * len(chosen), "|", color=style.INK, markersize=5)
    style.rows(below, names)
    below.set_xticks([])
    style.no_frame(below)
    analyses = f"{len(valued)} analyses" if len(valued) > 1 else "one analysis"
    below.set_xlabel(f"The {len(results)} different results of {analyses}, sorted")
    return figure


@style.in_house_style
def stability_curve(
    curve: pd.DataFrame,
    *,
    x: str = "k",
    series: Mapping[str, tuple[str, str, str]] | None = None,
    coherence: str = "npmi",
    unit: str = "Agreement over resamples",
) -> "Figure":
    """Return curves with bands over the number of topics: the text against its shuffled self.

    Where the curve has the `coherence` column, it is drawn below. `series` maps a label to its
    three columns (middle, low, high); by default `agreement, agreement_low, agreement_high` and
    `null, null_low, null_high`.
    """
    named = series or {
        "this text": ("agreement", "agreement_low", "agreement_high"),
        "words shuffled": ("null", "null_low", "null_high"),
    }
    figure, axes = style.canvas(2.8 if coherence not in curve else 3.8)
    if coherence in curve:
        figure.clear()
        axes, below = figure.subplots(2, sharex=True, height_ratios=(3, 1))
        below.plot(curve[x], curve[coherence], "-", marker="D", color=style.PALETTE[2])
        below.set(ylabel="Coherence\n(NPMI)")
        below.margins(y=0.15)
        below.grid(axis="y")
    looks = (("o", "-", style.PALETTE[0]), ("s", "--", style.PALETTE[1]), ("^", ":", "#00855f"))
    for (label, (middle, low, high)), (marker, line, colour) in zip(
        named.items(), looks, strict=False
    ):
        if low in curve and high in curve:
            axes.fill_between(curve[x], curve[low], curve[high], color=colour, alpha=0.15, lw=0)
        axes.plot(curve[x], curve[middle], line, marker=marker, color=colour, label=label)
    axes.set_xticks(sorted(set(curve[x])))
    axes.set(ylabel=unit)
    axes.grid(axis="y")
    axes.set_ylim(0, 1)
    figure.axes[-1].set_xlabel("Number of topics")
    figure.legend(loc="outside upper left", ncols=3)
    return figure
