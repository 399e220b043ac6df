"""The drawing of a network of speakers: who agrees and who is in conflict, by the passages."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from topoi.analysis.measures.networks import CONFLICT, CONGRUENCE, passages_of
from topoi.report.chapters.networks import heard_as, strongest
from topoi.report.evidence.passages import cited_passages
from topoi.report.figures import style
from topoi.report.figures.drawings import LinkedArea, LinkedLine

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SEED = 1
TIES = 16  # of each kind: more lines cannot be followed
THINNEST, THICKEST = 0.8, 4.0  # points
LOOKS = {CONGRUENCE: (style.PALETTE[0], 0.0), CONFLICT: (style.PALETTE[1], 0.35)}
HEARD = {
    "outlet": "the outlet",
    "direct": "heard directly or in paraphrase",
    "nested": "heard only inside another's words",
}
TOLD = {CONGRUENCE: "share positions", CONFLICT: "in conflict (bent)"}
BEHIND = {"facecolor": style.GROUND, "edgecolor": "none", "alpha": 0.8, "pad": 0.6}  # a name
ALONE, APART = "one passage on a side", "no target in common"
CORNERS = 9  # points of a bent line that is a link
ROW, LONGEST = 0.42, 28  # inches between speakers; letters of a name


class Line(NamedTuple):
    """A tie as it is drawn: its ends and its width, and how little it may rest on.

    `alone` says that one side has one passage, `apart` that no target of the codes is the same.
    """

    kind: str
    one: str
    other: str
    width: float
    alone: bool
    apart: bool


@style.in_house_style
def network(
    found: Mapping[str, pd.DataFrame], *, heard: Mapping[str, str], seed: int = SEED
) -> "Figure":
    """Return speakers as marks and ties as lines, the heavier the wider.

    `found` has the ties of each kind (`chapters.networks.ties_of`), of which the strongest are
    drawn; `heard` says how each speaker is heard (`chapters.networks.heard_as`), which is the form
    of the mark. A tie that rests on one passage of a side is dashed and light, one in which no
    target of the codes is the same is grey. Who stands near whom is a layout by springs
    (Fruchterman and Reingold 1991) with a seed; heights are put in equal steps, so that no two
    names overlap.
    """
    from matplotlib.lines import Line2D

    lines = lines_of(found)
    places = places_of(lines, seed=seed)
    figure, axes = style.canvas(0.9 + ROW * max(len(places), 2))
    for line in lines:
        _draw(axes, line, places)
    for speaker, place in places.items():
        mark = style.mode_mark(heard[speaker])
        axes.plot(*place, **mark, markersize=8, markeredgecolor=style.GROUND, zorder=3)
        shown = style.fitted(speaker, width=LONGEST, lines=1)
        style.note_at(axes, shown, place, xytext=(0, 6), fontsize=8, bbox=BEHIND, zorder=4)
    axes.set(xlim=(-1.5, 1.5), ylim=(-1.25, 1.4), xticks=[], yticks=[])
    style.no_frame(axes)
    modes = [mode for mode in HEARD if mode in {heard[one] for one in places}]
    keys = [Line2D([], [], **style.mode_mark(mode), label=HEARD[mode]) for mode in modes]
    for kind, label in TOLD.items():
        if any(line.kind == kind and not line.apart for line in lines):
            keys.append(Line2D([], [], color=LOOKS[kind][0], linewidth=2.5, label=label))
    if any(line.apart for line in lines):
        keys.append(Line2D([], [], color=style.FAINT, linewidth=2.5, label=APART))
    if any(line.alone for line in lines):
        keys.append(Line2D([], [], color=style.FAINT, linewidth=1, linestyle="--", label=ALONE))
    figure.legend(handles=keys, loc="outside upper left", ncols=3)
    return figure


def lines_of(found: Mapping[str, pd.DataFrame]) -> list[Line]:
    """Return the strongest ties of each kind as lines, as wide as they are heavy beside others."""
    drawn = [(kind, strongest(found[kind], TIES)) for kind in LOOKS if kind in found]
    most = max((rows["weight"].max() for _, rows in drawn if len(rows)), default=1.0)
    return [
        Line(
            kind,
            str(row.speaker),
            str(row.other),
            THINNEST + (THICKEST - THINNEST) * float(row.weight) / float(most),
            bool(row.support < 2),
            not row.same_target,
        )
        for kind, rows in drawn
        for row in rows.itertuples()
    ]


def places_of(lines: list[Line], *, seed: int = SEED) -> dict[str, tuple[float, float]]:
    """Return speaker -> place, both coordinates between -1 and 1, no two at one height.

    Only those who agree attract each other.
    """
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(sorted({one for line in lines for one in (line.one, line.other)}))
    agreeing = [line for line in lines if line.kind == CONGRUENCE]
    graph.add_weighted_edges_from((line.one, line.other, line.width) for line in agreeing)
    found = nx.spring_layout(graph, seed=seed)
    wide = max((abs(float(x)) for x, _ in found.values()), default=1.0) or 1.0
    high = sorted(found, key=lambda speaker: (-round(float(found[speaker][1]), 6), speaker))
    levels = np.linspace(1, -1, len(high))
    return {
        speaker: (float(found[speaker][0]) / wide, float(level))
        for speaker, level in zip(high, levels, strict=True)
    }


def path_of(line: Line, places: Mapping[str, tuple[float, float]], steps: int = 31) -> np.ndarray:
    """Return the points of the line of a tie: straight, or bent aside where it is a conflict."""
    one, other = np.array(places[line.one]), np.array(places[line.other])
    across = np.array([one[1] - other[1], other[0] - one[0]])
    middle = (one + other) / 2 + LOOKS[line.kind][1] * across
    t = np.linspace(0, 1, steps)[:, None]
    curve: np.ndarray = (1 - t) ** 2 * one + 2 * t * (1 - t) * middle + t**2 * other
    return curve


def _draw(axes: "Axes", line: Line, places: Mapping[str, tuple[float, float]]) -> None:
    colour = style.FAINT if line.apart else LOOKS[line.kind][0]
    style_of, alpha = ("--", 0.4) if line.alone else ("-", 0.75)
    x, y = path_of(line, places).T
    axes.plot(x, y, style_of, color=colour, alpha=alpha, linewidth=line.width, zorder=1)


def marks_of_network(
    found: Mapping[str, pd.DataFrame], said: pd.DataFrame, *, seed: int = SEED
) -> list[LinkedArea | LinkedLine]:
    """Return the marks of `network`: a speaker leads to all passages, a line to those of its tie.

    `said` are the statements that the ties were made of.
    """
    lines = lines_of(found)
    places, heard = places_of(lines, seed=seed), heard_as(said)
    marks: list[LinkedArea | LinkedLine] = [
        LinkedArea(x, x, y, y, one, cited_passages(said[said["speaker"] == one], label=one))
        for one, (x, y) in places.items()
        if one in heard
    ]
    for line in lines:
        points = path_of(line, places, CORNERS if LOOKS[line.kind][1] else 2)
        both = pd.concat(passages_of(said, line.one, line.other, kind=line.kind))
        title = f"{line.one} and {line.other}, {TOLD[line.kind]}"
        marks.append(LinkedLine(points.tolist(), title, cited_passages(both, label=title)))
    return marks
