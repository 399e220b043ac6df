"""The drawing of a network of speakers: who agrees and who is in conflict, by the passages."""

from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any, NamedTuple

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
    from matplotlib.lines import Line2D

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
ALONE, APART = "one passage on a side", "no target in common"
CORNERS = 9  # points of a bent line that is a link
LIMITS = (-1.5, 1.5), (-1.25, 1.4)  # of the axes
COLUMNS = 3  # of the legend
ROW, LONGEST = 0.42, 28  # inches between speakers; letters of a name
LETTERS, TALL = 8, 0.14  # points of the letters of a name; inches of its height
# Where a name may stand beside its mark, the first the best, as points from its middle.
SIDES: tuple[dict[str, Any], ...] = (
    {"xytext": (0, 6), "ha": "center", "va": "bottom"},
    {"xytext": (0, -6), "ha": "center", "va": "top"},
    {"xytext": (7, 0), "ha": "left", "va": "center"},
    {"xytext": (-7, 0), "ha": "right", "va": "center"},
    {"xytext": (4, 5), "ha": "left", "va": "bottom"},
    {"xytext": (-4, 5), "ha": "right", "va": "bottom"},
    {"xytext": (4, -5), "ha": "left", "va": "top"},
    {"xytext": (-4, -5), "ha": "right", "va": "top"},
    {"xytext": (0, 14), "ha": "center", "va": "bottom"},
    {"xytext": (0, -14), "ha": "center", "va": "top"},
)
ALONG = {"left": 0.0, "center": 0.5, "right": 1.0, "bottom": 0.0, "top": 1.0}


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
    lines = lines_of(found)
    places = places_of(lines, seed=seed)
    keys = _keys(lines, {heard[one] for one in places})
    figure, axes = style.canvas(0.9 + ROW * max(len(places), 2))
    across, down = LIMITS
    tall = figure.get_figheight() - 0.1 - style.LEGEND_ROW * -(-len(keys) // COLUMNS)
    inches = style.width() / (across[1] - across[0]), tall / (down[1] - down[0])
    names = {one: style.fitted(one, width=LONGEST, lines=1) for one in places}
    sides = sides_of(names, lines, places, inches=inches)
    for line in lines:
        _draw(axes, line, places)
    for speaker, place in places.items():
        mark = style.mode_mark(heard[speaker])
        axes.plot(*place, **mark, markersize=8, markeredgecolor=style.GROUND, zorder=3)
        look = SIDES[sides[speaker]] | {"fontsize": LETTERS, "bbox": style.HALO, "zorder": 4}
        style.note_at(axes, names[speaker], place, **look)
    axes.set(xlim=across, ylim=down, xticks=[], yticks=[])
    style.no_frame(axes)
    figure.legend(handles=keys, loc="outside upper left", ncols=COLUMNS)
    return figure


def _keys(lines: Sequence[Line], modes: Set[str]) -> list["Line2D"]:
    """Return the legend of what is drawn: forms of marks, colours and kinds of lines."""
    from matplotlib.lines import Line2D

    keys = [
        Line2D([], [], **style.mode_mark(mode), label=label)
        for mode, label in HEARD.items()
        if mode in modes
    ]
    for kind, label in TOLD.items():
        if any(line.kind == kind and not line.apart for line in lines):
            keys.append(Line2D([], [], color=LOOKS[kind][0], linewidth=2.5, label=label))
    if any(line.apart for line in lines):
        keys.append(Line2D([], [], color=style.FAINT, linewidth=2.5, label=APART))
    if any(line.alone for line in lines):
        keys.append(Line2D([], [], color=style.FAINT, linewidth=1, linestyle="--", label=ALONE))
    return keys


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


def sides_of(
    names: Mapping[str, str],
    lines: Sequence[Line],
    places: Mapping[str, tuple[float, float]],
    *,
    inches: tuple[float, float],
) -> dict[str, int]:
    """Return speaker -> which of `SIDES` its name is put at, so that few lines run under names.

    `inches` are those of a step of one across and up. No name is put over another or a mark; where
    one would be, all stand above their marks, which are apart.
    """
    scale = np.array(inches)
    marks = {one: np.array(place) * scale for one, place in places.items()}
    drawn = np.concatenate([np.empty((0, 2)), *(path_of(one, places, 61) * scale for one in lines)])
    letter = style.LETTER * LETTERS / style.SIZE
    taken: list[np.ndarray] = []
    found: dict[str, int] = {}
    for one, name in names.items():
        others = np.array([mark for other, mark in marks.items() if other != one]).reshape(-1, 2)
        costs = {}
        for side, look in enumerate(SIDES):
            box = _box(marks[one], len(name) * letter, look)
            apart = all((box[0] > other[1]).any() or (other[0] > box[1]).any() for other in taken)
            inside = abs(box[:, 0]).max() <= LIMITS[0][1] * scale[0] + TALL
            if apart and inside and not _within(others, box, TALL / 2):
                costs[side] = _within(drawn, box, TALL / 4), side
        if not costs:
            return dict.fromkeys(names, 0)
        found[one] = min(costs, key=costs.__getitem__)
        taken.append(_box(marks[one], len(name) * letter, SIDES[found[one]]))
    return found


def _box(mark: np.ndarray, wide: float, look: Mapping[str, Any]) -> np.ndarray:
    """Return the lower left and the upper right corner of a name, in inches."""
    size = np.array([wide, TALL])
    corner = mark + np.array(look["xytext"]) / 72 - size * [ALONG[look["ha"]], ALONG[look["va"]]]
    return np.array([corner, corner + size])


def _within(points: np.ndarray, box: np.ndarray, room: float = 0.0) -> int:
    """Return how many points lie in a box with some room around it."""
    return int(((points >= box[0] - room) & (points <= box[1] + room)).all(axis=1).sum())


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
