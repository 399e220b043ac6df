"""Drawings as SVG: as they are stored in a notebook, and as a page holds them.

Stored, a drawing is whole by itself: in its own colours, on its own ground, with the same bytes
from every machine. In a page its colours are those of the page's theme and its letters those of the
page, and readers can search them.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PAD = 0.03  # inches around what is drawn
NAMESPACE = "http://www.w3.org/2000/svg"
# Those that matplotlib measured the letters by, then others as wide; the last is Typst's.
FAMILY = "'DejaVu Sans', Verdana, Arial, sans-serif, 'Libertinus Serif'"
# matplotlib writes the first two as a style sheet, which in a page would be for all of it.
STYLE = f"stroke-linejoin: round; stroke-linecap: butt; font-family: {FAMILY}"
_LINKED = "{http://www.w3.org/1999/xlink}href"
_NUMBER = re.compile(r"-?\d+\.\d+")
_PAINT = ("fill", "stroke")
_COLOUR = re.compile(r"#([0-9a-f]{6})\b")
_REFERENCE = re.compile(r"#([\w.-]+)")
_FAMILY = re.compile(r";?\s*font-family: [^;]*")
_UNTURNED = re.compile(r"rotate\(-?0 [^)]*\)")


def stored(figure: "Figure") -> str:
    """Return a figure as SVG, cut to what is drawn, without what says when and by what it was made.

    Coordinates have two decimals of a point, so that they do not rest on the last digits that a
    machine computes. The text is text.
    """
    from io import StringIO

    target = StringIO()
    told = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    figure.savefig(target, format="svg", bbox_inches="tight", pad_inches=PAD, metadata=told)
    root = ElementTree.fromstring(target.getvalue())
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        if _LINKED in element.attrib:
            element.set("href", element.attrib.pop(_LINKED))
        short = {key: _short(value) for key, value in element.items()}
        element.attrib = {key: value for key, value in short.items() if value}
        if element.tag != "text":
            element.text = None
        element.tail = None
    _number_ids(root)
    for element in root.iter():
        element[:] = _without_bare_groups(element)
    root.attrib |= {"xmlns": NAMESPACE, "style": STYLE}
    return ElementTree.tostring(root, encoding="unicode")


def inlined(drawing: str, *, name: str, title: str) -> str:
    """Return a stored drawing as it stands in a page, as wide as what holds it.

    Its ids begin with `name`, apart from those of other drawings. Every colour is that of the
    page's theme, where it has one of this name. `title` says what is seen to those who do not see.

    >>> drawing = f'<svg xmlns="{NAMESPACE}" width="9pt"><path style="fill: #0072b2" /></svg>'
    >>> inlined(drawing, name="fig-a", title="A dot.").partition(">")[2]
    '<path style="fill: var(--topoi-0072b2, #0072b2)" /></svg>'
    """
    root = ElementTree.fromstring(drawing)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        looks = [element.get("style", "")]  # of a pattern matplotlib gives the colour by itself
        looks += [f"{key}: {element.attrib.pop(key)}" for key in _PAINT if key in element.attrib]
        look = _FAMILY.sub("", "; ".join(filter(None, looks)))
        if look:
            element.set("style", _COLOUR.sub(r"var(--topoi-\1, #\1)", look))
    ids = (element.get("id", "") for element in root.iter())
    _rename(root, {known: f"{name}-{known}" for known in ids if known})
    for key in ("width", "height", "version"):
        root.attrib.pop(key, None)
    root.attrib |= {"role": "img", "aria-label": title}
    return ElementTree.tostring(root, encoding="unicode")


def width_of(drawing: str) -> float:
    """Return how wide a stored drawing is, in inches.

    >>> width_of('<svg width="144pt" height="72pt" />')
    2.0
    """
    found = re.search(r'\bwidth="([\d.]+)pt"', drawing)
    return float(found[1]) / 72 if found else 0.0


def _number_ids(root: Element) -> None:
    """Number the ids that something refers to, as matplotlib's rest on last digits; drop others."""
    values = (value for one in root.iter() for value in one.attrib.values())
    used = {name for value in values for name in _REFERENCE.findall(value)}
    given = (one.get("id", "") for one in root.iter())
    _rename(root, {name: f"s{number}" for number, name in enumerate(n for n in given if n in used)})


def _rename(root: Element, names: Mapping[str, str]) -> None:
    """Give the elements of a drawing other ids, and take away those that have none here."""
    for element in root.iter():
        known = element.attrib.pop("id", "")
        if known in names:
            element.set("id", names[known])
        for key, value in element.items():
            own = _REFERENCE.sub(lambda found: f"#{names.get(found[1], found[1])}", value)
            element.set(key, own)


def _short(value: str) -> str:
    """Return an attribute on one line, its numbers rounded, without the font and idle turns."""
    rounded = _NUMBER.sub(lambda found: f"{round(float(found[0]), 2) + 0.0:g}", value)
    return " ".join(_UNTURNED.sub("", _FAMILY.sub("", rounded)).split())


def _without_bare_groups(element: Element) -> list[Element]:
    """Return the children of an element, those of a group that says nothing in its place."""
    found: list[Element] = []
    for child in element:
        if child.tag in ("metadata", "style"):
            continue
        bare = child.tag == "g" and not child.attrib
        found += _without_bare_groups(child) if bare else [child]
    return found
