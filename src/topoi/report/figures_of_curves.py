"""Figures of curves: all specifications of a finding, the stability of topics."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from topoi.report import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@style.in_house_style
def specification_curve(
    specifications: pd.DataFrame,
    *,
    value: str = "estimate",
    choices: Sequence[str] | None = None,
    unit: str = "Estimate",
) -> "Figure":
    """Return every analysis that could have been made, sorted by its result, choices below.

    One row a specification: the `value` column, `low` and `high` where there are any, and the
    `choices` columns (all others if None) that say how it was made (Simonsohn et al. 2020).
    """
    import matplotlib.pyplot as plt

    data = specifications.sort_values(value, kind="stable").reset_index(drop=True)
    taken = {value, "low", "high"}
    columns = list(choices) if choices is not None else [c for c in data if c not in taken]
    levels = [(c, v) for c in columns for v in sorted({str(v) for v in data[c]})]
    tall = 0.17 * len(levels)
    figure, (above, below) = plt.subplots(
        2,
        1,
        figsize=(style.WIDTH, 2.0 + tall),
        sharex=True,
        height_ratios=[1.5, max(tall, 0.3)],
    )
    at = range(len(data))
    if {"low", "high"} <= set(data.columns):
        above.vlines(at, data["low"], data["high"], color="#9cc3dd", linewidth=1.2)
    above.plot(at, data[value], "o", color=style.PALETTE[0], markersize=3)
    above.set_ylabel(unit)
    above.grid(axis="y")
    for row, (column, level) in enumerate(levels):
        chosen = [i for i in at if str(data.at[i, column]) == level]
        below.plot(chosen, [row] * len(chosen), "|", color=style.INK, markersize=5)
    below.set_yticks(range(len(levels)), [f"{c.replace('_', ' ')}: {v}" for c, v in levels])
    below.set_ylim(len(levels) - 0.4, -0.6)
    below.set_xticks([])
    style.no_frame(below)
    below.set_xlabel(f"The {len(data)} specifications, sorted by result")
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
