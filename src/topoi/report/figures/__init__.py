"""The figures of the report, in one style, and the links from their marks to the passages.

`figures` has those of texts and measures, `collections` those over time, `overlays.shown` the
links; a new figure takes `style.in_house_style` and `style.canvas`.
"""

from topoi.faces import lazily

_NAMES = {
    ".figures": "strip codes_along stability_curve specification_curve",
    ".measures": "overview shares rates_with_intervals forest cooccurrence topics_by_paragraph",
    ".collections": "trends uptake",
    ".networks": "network marks_of_network",
    ".overlays": "marks_along marks_of_rates shown",
}
__getattr__, __dir__ = lazily(__name__, _NAMES)
