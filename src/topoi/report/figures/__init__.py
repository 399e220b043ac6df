"""The figures of the report, in one style, and the links from their marks to the passages.

`figures` has those of texts and measures, `collections` those over time; `shown` shows one with its
data and links, which `overlays` puts into the pages. A new figure takes `style.in_house_style` and
`style.canvas`, draws its first argument, and asks `style.width` and `style.row` for its room.
"""

from topoi.faces import lazily

_NAMES = {
    ".figures": "strip codes_along stability_curve specification_curve",
    ".measures": "shares rates_with_intervals forest cooccurrence topics_by_paragraph",
    ".collections": "trends uptake",
    ".drawings": "marks_along marks_of_rates marks_of_forest overview shown",
    ".networks": "network marks_of_network",
}
__getattr__, __dir__ = lazily(__name__, _NAMES)
