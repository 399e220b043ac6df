"""Figures whose marks lead to their passages: what lies where in the picture, and what it counts.

`shown(figure, marks)` shows the picture that `plt.show()` would, and beside it, as data, a box for
each mark with the passage or the cited set behind it. In the site the boxes become links over the
picture (`overlays`); in print and in a notebook the picture is as it was.
"""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from topoi.analysis.measures.concordance import shortened
from topoi.report.evidence.citing import MIME, count_of, passages_json
from topoi.report.evidence.collecting import cell_options, shown_outputs
from topoi.report.evidence.escaping import html_text
from topoi.report.evidence.passages import CitedPassages, Locus, cited_passages, label_of, loci_of
from topoi.report.figures.measures import row_order, row_places

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MARKS = "application/vnd.topoi.marks+json"
EDGE = float("inf")  # as far as the picture goes
TALL = 0.5  # half the height of a row, in rows
INCHES = 0.1  # the least width and height of a box
LONGEST = 80  # characters of a passage in the name of its link
_FAR = 9.0
_SET = re.compile(r"ev-[0-9a-f]{10}")
_PASSAGE = re.compile(r"(.*):(\d+)-(\d+)", re.DOTALL)


class LinkedArea(NamedTuple):
    """A box of a figure, in the units of its first axes, and the passages that it stands for."""

    left: float
    right: float
    low: float
    high: float
    title: str
    to: CitedPassages | Locus


@dataclass(frozen=True)
class Shown:
    """A picture with its marks; the last expression of a cell.

    `areas` are in parts of the axes, from their upper left corner: they rest on the data alone.
    `view`, which rests on the width of letters, too, says where in the picture the axes are; it is
    stored as metadata of the picture, which changes with it.
    """

    png: bytes
    view: Mapping[str, Sequence[float]]
    areas: tuple[tuple[str, str, str], ...]
    sets: tuple[CitedPassages, ...]

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        sets = passages_json([count_of(s) for s in self.sets])
        data = {
            "image/png": base64.b64encode(self.png).decode("ascii"),
            "text/plain": "a figure whose marks lead to their passages",
            MARKS: {"version": 1, "areas": [list(area) for area in self.areas]},
            MIME: {"version": 1, "pieces": [], "sets": sets},
        }
        return data, {"image/png": dict(self.view)}


def shown(figure: "Figure", marks: Iterable[LinkedArea]) -> Shown:
    """Return the figure as a picture with its marks, and close it; marks are of its first axes."""
    import matplotlib.pyplot as plt
    from IPython.core.pylabtools import print_figure

    png = print_figure(figure)  # what the notebook's own `plt.show()` calls
    across, up = figure.axes[0].get_xlim(), figure.axes[0].get_ylim()
    kept = list(marks)
    areas = tuple((_box(m, across, up), _target(m.to), m.title) for m in kept)
    made = Shown(
        png, _view(figure), areas, tuple(m.to for m in kept if isinstance(m.to, CitedPassages))
    )
    plt.close(figure)
    return made


def _box(mark: LinkedArea, across: tuple[float, float], up: tuple[float, float]) -> str:
    """Return left, top, right, bottom in parts of the axes."""

    def part(value: float, ends: tuple[float, float]) -> float:
        return min(max((value - ends[0]) / (ends[1] - ends[0]), -_FAR), _FAR)

    xs = sorted(part(v, across) for v in (mark.left, mark.right))
    ys = sorted(1 - part(v, up) for v in (mark.low, mark.high))
    return " ".join(f"{round(v, 4) + 0.0:g}" for v in (xs[0], ys[0], xs[1], ys[1]))


def _target(to: CitedPassages | Locus) -> str:
    return to.id if isinstance(to, CitedPassages) else f"{to[0]}:{to[1]}-{to[2]}"


def _view(figure: "Figure") -> dict[str, list[float]]:
    """Return left, top, width, height of the axes, and the least size of a box, in the picture."""
    import matplotlib as mpl

    whole = figure.get_tightbbox().padded(mpl.rcParams["savefig.pad_inches"])
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


class Link(NamedTuple):
    """A link over a picture: left, top, width, height in percent of it; address in the site."""

    box: tuple[float, float, float, float]
    address: str
    title: str

    @property
    def is_row(self) -> bool:
        """Whether it is the name of a row, at the left edge; the other links lie on marks."""
        return self.box[0] == 0


def links_of_figures(
    notebooks: Sequence[Path], documents: Mapping[str, int]
) -> dict[str, list[Link]]:
    """Return label -> links of every labelled figure of the executed notebooks that has marks.

    `documents` gives the number of each text on the page of the full text.
    """
    found: dict[str, list[Link]] = {}
    for path in notebooks:
        for cell, output in shown_outputs(path):
            label = cell_options(cell["source"]).get("label", "")
            if label and MARKS in output.get("data", {}):
                found.setdefault(label, links(output, documents))
    return found


def links(output: dict[str, Any], documents: Mapping[str, int]) -> list[Link]:
    """Return the links of one output that `shown` made."""
    view = output["metadata"]["image/png"]
    found = []
    for box, target, title in output["data"][MARKS]["areas"]:
        address = _address(target, documents)
        if address:
            parts = [float(part) for part in box.split()]
            found.append(Link(_percent(parts, view["axes"], view["least"]), address, title))
    return found


def _address(target: str, documents: Mapping[str, int]) -> str:
    if _SET.fullmatch(target):
        return f"evidence/index.html#{target}"
    found = _PASSAGE.fullmatch(target)
    if found is None or found[1] not in documents:
        return ""
    return f"evidence/text.html#doc={documents[found[1]]}&at={found[2]}-{found[3]}"


def _percent(
    box: Sequence[float], axes: Sequence[float], least: Sequence[float]
) -> tuple[float, float, float, float]:
    """Return the box within the picture, no smaller than `least`: left, top, width, height."""
    starts, sizes = [], []
    for side in (0, 1):
        low, high = (axes[side] + box[side + 2 * end] * axes[2 + side] for end in (0, 1))
        low, high = max(low, 0.0), min(high, 1.0)
        missing = max(0.0, least[side] - (high - low))
        starts.append(100 * (low - missing / 2))
        sizes.append(100 * (high - low + missing))
    left, top, wide, tall = (round(v, 2) for v in (*starts, *sizes))
    return left, top, wide, tall


def overlaid(html: str, figures: Mapping[str, Sequence[Link]], *, up: str) -> str:
    """Return a page in which the pictures of these figures carry their links.

    A picture is known by its file, which both renderers name after the label. The names of rows
    are reached with the tabulator key; single marks are not, as they are small and may be hundreds:
    the concordance that a row opens leads to all of its passages.
    """
    if not figures:
        return html
    labels = "|".join(re.escape(label) for label in sorted(figures, key=len, reverse=True))
    name = rf'src="[^"]*?(?<![\w])({labels})(?:-output-\d+)?\.png"'

    def wrapped(found: re.Match[str]) -> str:
        anchors = "".join(_anchor(link, up) for link in figures[found[1]])
        return f'<span class="marks">{found[0]}{anchors}</span>'

    return re.sub(rf'(?<!<span class="marks">)<img\b[^>]*{name}[^>]*>', wrapped, html)


def _anchor(link: Link, up: str) -> str:
    left, top, wide, tall = (f"{value:g}%" for value in link.box)
    title = html_text(link.title)
    skipped = "" if link.is_row else ' tabindex="-1"'
    return (
        f'<a style="left:{left};top:{top};width:{wide};height:{tall}" title="{title}" '
        f'aria-label="{title}" href="{up}{html_text(link.address)}"{skipped}></a>'
    )
