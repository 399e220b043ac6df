"""Figures of the text itself: who speaks where, and where the codes fall.

Each function takes tables and returns a matplotlib figure in the house style; in a notebook the
cell goes on with `plt.show()`.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from topoi.report import style
from topoi.report.figures_of_curves import specification_curve, stability_curve
from topoi.report.figures_of_measures import (
    cooccurrence,
    profile,
    rates_with_intervals,
    shares,
    topics_by_paragraph,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "codes_along",
    "cooccurrence",
    "profile",
    "rates_with_intervals",
    "shares",
    "specification_curve",
    "stability_curve",
    "strip",
    "topics_by_paragraph",
]

# Height tells the mode of speech, so that the strip can be read without its colours.
HEIGHTS: Mapping[str, float] = {
    "outlet": 0.3,
    "indirect": 0.55,
    "mixed": 0.55,
    "direct": 1.0,
    "nested": 1.0,
}


@style.in_house_style
def strip(
    voices: pd.DataFrame, segments: pd.DataFrame, *, speakers: int = 5, title: str = ""
) -> "Figure":
    """Return the text as one strip from its first to its last character, coloured by speaker.

    `voices` and `segments` of one document. Full height is direct speech (nested speech hatched),
    half height indirect or mixed, low is the outlet's own words. The `speakers` with the most
    characters get a colour, others are grey. Numbers above are paragraphs, H marks a heading.
    """
    from matplotlib.patches import Patch

    figure, axes = style.canvas(1.75)
    named = _speakers(voices, speakers)
    shades = _shades(named)
    for voice in voices.itertuples():
        who = _who(str(voice.mode), str(voice.speaker))
        axes.broken_barh(
            [(int(voice.start), int(voice.end) - int(voice.start))],
            (0, HEIGHTS.get(str(voice.mode), 0.5)),
            facecolors=shades.get(who, "#dfe2e6"),
            hatch="////" if voice.mode == "nested" else None,
            edgecolor=style.GROUND,
            linewidth=0.4,
        )
    _paragraphs(axes, segments, top=1.0)
    axes.set(xlim=(0, int(voices["end"].max())), ylim=(0, 1.02), yticks=[])
    axes.set_xlabel("Characters from the start of the text")
    axes.spines["left"].set_visible(False)
    handles = [Patch(color=shades[who], label=who) for who in named]
    if set(_all_speakers(voices)) - set(named):
        handles.append(Patch(color="#dfe2e6", label="other speakers"))
    figure.legend(handles=handles, loc="outside upper left", ncols=4, title=title or None)
    return figure


def _shades(named: Sequence[str]) -> dict[str, str]:
    greys = {"the outlet": style.MODE_COLOURS["outlet"], "speaker not named": "#b9bdc2"}
    coloured = style.colours([who for who in named if who not in greys])
    return {who: greys.get(who) or coloured[who] for who in named}


def _who(mode: str, speaker: str) -> str:
    if mode == "outlet":
        return "the outlet"
    return speaker or "speaker not named"


def _all_speakers(voices: pd.DataFrame) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for voice in voices.itertuples():
        who = _who(str(voice.mode), str(voice.speaker))
        sizes[who] = sizes.get(who, 0) + int(voice.end) - int(voice.start)
    return sizes


def _speakers(voices: pd.DataFrame, limit: int) -> list[str]:
    sizes = _all_speakers(voices)
    return sorted(sizes, key=lambda who: (-sizes[who], who))[: limit + 1]


def _paragraphs(axes: "Axes", segments: pd.DataFrame, *, top: float) -> None:
    blocks = segments[segments["kind"].isin(["paragraph", "heading"])]
    for block in blocks.itertuples():
        axes.axvline(int(block.start), color=style.FAINT, linewidth=0.4, zorder=3)
        middle = (int(block.start) + int(block.end)) / 2
        label = "H" if block.kind == "heading" else f"{block.paragraph}"
        axes.annotate(
            label,
            (middle, top),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=7,
            color=style.FAINT,
            annotation_clip=False,
        )


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

    rows = list(codes) if codes is not None else sorted(set(hits["code"]))
    figure, axes = style.canvas(0.75 + style.ROW * max(len(rows), 1))
    for at, code in enumerate(rows):
        found = hits[hits["code"] == code]
        axes.axhline(at, color=style.GRID, linewidth=0.6, zorder=0)
        for mode in style.MODES:
            some = found[found["mode"] == mode]
            middles = (some["start"] + some["end"]) / 2
            axes.plot(
                middles,
                [at] * len(some),
                linestyle="",
                marker=style.MODE_MARKERS[mode],
                color=style.MODE_COLOURS[mode],
                markeredgecolor=style.GROUND,
                markeredgewidth=0.4,
                markersize=5.5,
            )
        axes.text(n_chars * 1.012, at, f"{len(found)}", va="center", fontsize=8)
    axes.set_yticks(range(len(rows)), [(labels or {}).get(c, c.replace("_", " ")) for c in rows])
    axes.set(xlim=(0, n_chars), ylim=(len(rows) - 0.4, -0.6))
    axes.set_xlabel("Characters from the start of the text")
    if segments is not None:
        _paragraphs(axes, segments, top=-0.6)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    present = [m for m in style.MODES if (hits["mode"] == m).any()]
    handles = [
        Line2D(
            [],
            [],
            linestyle="",
            marker=style.MODE_MARKERS[m],
            color=style.MODE_COLOURS[m],
            label=m,
        )
        for m in present
    ]
    figure.legend(handles=handles, loc="outside upper left", ncols=5)
    return figure
