"""Links laid over the pictures of a site where a figure has marks that lead to passages."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from topoi.report.checking import cells_of, is_hidden
from topoi.report.collecting import cell_options
from topoi.report.escaping import html_text
from topoi.report.marks import MARKS

_SET = re.compile(r"ev-[0-9a-f]{10}")
_PASSAGE = re.compile(r"(.*):(\d+)-(\d+)", re.DOTALL)


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
        for cell in cells_of(path):
            if cell["cell_type"] != "code" or is_hidden(cell["source"]):
                continue
            label = cell_options(cell["source"]).get("label", "")
            for output in cell["outputs"]:
                if label and MARKS in output.get("data", {}):
                    found.setdefault(label, links(output, documents))
    return found


def links(output: dict[str, Any], documents: Mapping[str, int]) -> list[Link]:
    """Return the links of one output that `marks.shown` made."""
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
