"""Figures of many texts: rates over time by source, and how a phrase spread over the sources."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from topoi.report.chapters.grouping import SOURCE, in_words, largest, many_of, title_of
from topoi.report.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANELS = 6
NO_DATES = "No text has a date: nothing can be drawn over time."


@style.in_house_style
def trends(
    table: pd.DataFrame,
    *,
    by: str | None = None,
    events: pd.DataFrame | None = None,
    unit: str = "Per 1,000 words",
) -> "Figure":
    """Return rates over time with their intervals as bands, one panel for each value of `by`.

    `table` comes from `measures.trends.trend`. A period without a document breaks line and band;
    it is no rate of zero. All panels share both axes, so that heights can be compared. `events`
    (`date, label`) are numbered lines. At most six panels, the groups with the most documents.
    """
    import matplotlib.pyplot as plt

    if table.empty:
        return style.empty(NO_DATES)
    groups = largest(table.groupby(by)["documents"].sum(), PANELS) if by else [""]
    figure, panels = plt.subplots(
        len(groups), 1, figsize=(style.width(), 0.8 + 1.35 * len(groups)), sharex=True, sharey=True,
        squeeze=False,
    )  # fmt: skip
    marked = _inside(events, table)
    for axes, group in zip(panels[:, 0], groups, strict=True):
        own = table[table[by] == group] if by else table
        _rate_line(axes, own)
        _events(axes, marked, named=axes is panels[0, 0])
        if by:
            axes.set_title(str(group), loc="left", fontsize="medium")
        axes.set_ylabel(unit)
    top = float(table["high"].fillna(0).max())
    panels[0, 0].set_ylim(0, 1.05 * top or 1)
    style.days(panels[-1, 0])
    panels[-1, 0].set_xlabel(_told(marked) or "First day of the period")
    figure.align_ylabels()
    return figure


def _rate_line(axes: "Axes", own: pd.DataFrame) -> None:
    colour = style.PALETTE[0]
    axes.fill_between(own["period"], own["low"], own["high"], color=colour, alpha=0.18, lw=0)
    axes.plot(own["period"], own["rate"], "o-", color=colour, markersize=3.5, lw=1.2, clip_on=False)
    # a period between two gaps has no band to be seen, so its interval is drawn as a line
    axes.vlines(own["period"], own["low"], own["high"], color=colour, alpha=0.35, linewidth=0.8)
    axes.grid(axis="y")


def _inside(events: pd.DataFrame | None, table: pd.DataFrame) -> list[tuple[pd.Timestamp, str]]:
    if events is None:
        return []
    first, last = table["period"].min(), table["period"].max() + pd.Timedelta(days=31)
    rows = zip(events["date"], events["label"], strict=True)
    return [(date, str(label)) for date, label in rows if first <= date <= last]


def _events(axes: "Axes", marked: list[tuple[pd.Timestamp, str]], *, named: bool) -> None:
    for number, (date, _) in enumerate(marked, start=1):
        axes.axvline(date, color=style.INK, linewidth=0.7, linestyle=":", zorder=1)
        if named:
            above = ("data", "axes fraction")
            style.note_at(axes, f"{number}", (date, 1), xycoords=above, xytext=(0, 2))


def _told(marked: list[tuple[pd.Timestamp, str]]) -> str:
    return "; ".join(f"{number} {label}" for number, (_, label) in enumerate(marked, start=1))


@style.in_house_style
def uptake(
    curves: Mapping[str, pd.DataFrame], *, documents: pd.DataFrame, by: str = SOURCE
) -> "Figure":
    """Return in how many groups of texts each phrase had been used by each day, as steps.

    `curves` maps a label to a table of `measures.first_uses.uptake`; `documents` have the `date`
    and the `group` of each text, which says what the column `by` does. The grey steps are the
    groups of which a text had been read: a group that had not been could not be seen to use
    anything. A curve can only rise: it tells when, not how often.
    """
    drawn = {label: curve for label, curve in curves.items() if len(curve)}
    if not drawn:
        return style.empty("No dated text uses any of them.")
    figure, axes = style.canvas(2.3)
    dated = documents[documents["date"].notna()]
    entered = dated.groupby("group")["date"].min().sort_values()
    first, last, groups = entered.iloc[0], dated["date"].max(), len(entered)
    lines = ("-", "--", ":", "-.")
    shades = style.colours(list(drawn))
    read = [*range(1, groups + 1), groups]
    axes.step([*entered, last], read, where="post", color=style.FAINT, lw=0.9, label="with a text")
    for number, (label, curve) in enumerate(drawn.items()):
        days = [first, *curve["date"], last]
        counts = [0, *curve["sources"], curve["sources"].iloc[-1]]
        look: dict[str, Any] = {"color": shades[label], "linestyle": lines[number % 4]}
        axes.step(days, counts, where="post", label=label, **look)
        axes.plot(curve["date"], curve["sources"], "o", color=shades[label], markersize=4)
    axes.set_ylim(0, groups + 0.4)
    axes.set_yticks(range(0, groups + 1, max(1, groups // 8)))
    axes.set(
        xlabel=f"Day of the earliest use in these texts, by {in_words(by)}",
        ylabel=f"{title_of(many_of(by))} (of {groups})",
    )
    style.days(axes)
    axes.grid(axis="y")
    figure.legend(loc="outside upper left", ncols=4)
    return figure
