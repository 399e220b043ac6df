"""The figures in the pages of the site: drawings in the page's own colours, with links on them.

A chapter shows a figure by `shown`; either renderer makes a picture of it. In the page its two
drawings, one of which is seen, stand in the place of the picture, under links to the passages and
over one to the data.
"""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from topoi.report.evidence.collecting import cell_options, shown_outputs
from topoi.report.evidence.escaping import html_text
from topoi.report.figures.drawings import FAR, INCHES, MARKS, NARROW, SVG
from topoi.report.figures.style import NARROW as PHONE
from topoi.report.figures.style import WIDTH
from topoi.report.figures.svg import inlined, width_of

_SET = re.compile(r"ev-[0-9a-f]{10}")
_PASSAGE = re.compile(r"(.*):(\d+)-(\d+)", re.DOTALL)
_ALT = re.compile(r'\balt="([^"]*)"')


class Link(NamedTuple):
    """A link over a picture: left, top, width, height in percent of it; address in the site.

    Of the box of a line only its `outline` is a link, corners in percent of the box.
    """

    box: tuple[float, float, float, float]
    address: str
    title: str
    outline: tuple[tuple[float, float], ...] = ()

    @property
    def is_row(self) -> bool:
        """Whether it is the name of a row, at the left edge; the other links lie on marks."""
        return self.box[0] == 0 and not self.outline


class Layout(NamedTuple):
    """A drawing of a figure, the links on it, and its share of the width it was made for."""

    svg: str
    links: tuple[Link, ...]
    share: float


def drawn_figures(
    notebooks: Sequence[Path], documents: Mapping[str, int]
) -> dict[str, dict[str, Layout]]:
    """Return label -> name -> layout of every labelled figure of the executed notebooks.

    The names are those of the classes that say where a layout is seen: "wide" and "narrow".
    `documents` gives the number of each text on the page of the full text.
    """
    found: dict[str, dict[str, Layout]] = {}
    for path in notebooks:
        for cell, output in shown_outputs(path):
            label = cell_options(cell["source"]).get("label", "")
            if label and NARROW in output.get("data", {}):
                found.setdefault(label, layouts(output, documents))
    return found


def layouts(output: dict[str, Any], documents: Mapping[str, int]) -> dict[str, Layout]:
    """Return the two layouts of an output that `shown` made."""
    made = {}
    for name, mime, room in (("wide", SVG, WIDTH), ("narrow", NARROW, PHONE)):
        drawing = "".join(output["data"][mime])
        on_it = tuple(links(output, documents, mime=mime))
        made[name] = Layout(drawing, on_it, min(1.0, width_of(drawing) / room))
    return made


def links(output: dict[str, Any], documents: Mapping[str, int], *, mime: str = SVG) -> list[Link]:
    """Return the links on one drawing of an output that `shown` made.

    On a phone the name of a row stands above it, and its link is the whole row.
    """
    view, marks = output["metadata"][mime], output["data"][MARKS]
    found = []
    for kind in ("lines", "areas"):  # a mark at the end of a line lies on it
        for place, target, title in marks.get(kind, ()):
            parts = [float(part) for part in place.split()]
            if kind == "lines":
                box, outline = _band(parts, view["axes"], view["least"])
            else:
                if mime == NARROW and parts[0] < 0:
                    parts[2] = FAR
                box, outline = _percent(parts, view["axes"], view["least"]), ()
            if address := _address(target, documents):
                found.append(Link(box, address, title, outline))
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


def _band(
    points: Sequence[float], axes: Sequence[float], least: Sequence[float]
) -> tuple[tuple[float, float, float, float], tuple[tuple[float, float], ...]]:
    """Return the box of a line within the picture, and the corners of a band along the line.

    The band is as wide as a box of a mark is at the least.
    """
    inches = INCHES / np.array(least)  # width and height of the picture
    line = (axes[:2] + np.reshape(points, (-1, 2)) * axes[2:]) * inches
    along = np.gradient(line, axis=0)
    across = along[:, ::-1] * (-1, 1) / np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    corners = np.concatenate([line + INCHES / 2 * across, (line - INCHES / 2 * across)[::-1]])
    start, size = corners.min(axis=0), np.ptp(corners, axis=0)
    left, top, wide, tall = np.round(100 * np.concatenate([start / inches, size / inches]), 2)
    outline = np.round(100 * (corners - start) / size, 1).tolist()
    return (float(left), float(top), float(wide), float(tall)), tuple(map(tuple, outline))


def overlaid(
    html: str,
    figures: Mapping[str, Mapping[str, Layout]],
    *,
    up: str,
    data: Mapping[str, str] | None = None,
) -> str:
    """Return a page in which the pictures of these figures are drawings with their links.

    A picture is known by its file, which both renderers name after the label; `data` maps a label
    to the file of its data in the site. The names of rows are reached with the tabulator key; the
    marks in rows are not, as they are small and may be hundreds: the concordance that a row opens
    leads to all of its passages. Of a figure without rows every mark is reached.
    """
    if not figures:
        return html
    labels = "|".join(re.escape(label) for label in sorted(figures, key=len, reverse=True))
    name = rf'src="[^"]*?(?<![\w])({labels})(?:-output-\d+)?\.svg"'

    def drawn(found: re.Match[str]) -> str:
        label, alt = found[1], _ALT.search(found[0])
        title = unescape(alt[1]) if alt else label
        each = figures[label].items()
        both = "".join(_layout(one, f"{label}-{size}", size, title, up) for size, one in each)
        file = (data or {}).get(label)
        return f'<span class="drawing">{both}</span>{_data(file, up) if file else ""}'

    return re.sub(rf"<img\b[^>]*{name}[^>]*>", drawn, html)


def _layout(layout: Layout, name: str, size: str, title: str, up: str) -> str:
    rows = any(link.is_row for link in layout.links)
    anchors = "".join(_anchor(one, up, stop=one.is_row or not rows) for one in layout.links)
    drawing = inlined(layout.svg, name=name, title=title)
    width = f"{100 * layout.share:.1f}%"
    return f'<span class="marks {size}" style="width:{width}">{drawing}{anchors}</span>'


def _data(file: str, up: str) -> str:
    name = html_text(Path(file).name)
    return f'<small class="figure-data">Data: <a href="{up}{file}" download>{name}</a></small>'


def _anchor(link: Link, up: str, *, stop: bool) -> str:
    """Return a link as HTML; `stop` says whether the tabulator key reaches it."""
    left, top, wide, tall = (f"{value:g}%" for value in link.box)
    title = html_text(link.title)
    corners = ",".join(f"{x:g}% {y:g}%" for x, y in link.outline)
    cut = f";clip-path:polygon({corners})" if corners else ""
    kind, skipped = ' class="line"' if corners else "", "" if stop else ' tabindex="-1"'
    return (
        f'<a{kind} style="left:{left};top:{top};width:{wide};height:{tall}{cut}" title="{title}" '
        f'aria-label="{title}" href="{up}{html_text(link.address)}"{skipped}></a>'
    )
