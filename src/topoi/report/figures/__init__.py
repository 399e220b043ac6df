"""The figures of the chapters, and the links that lie over them."""

from topoi.faces import lazily

_NAMES = {
    ".figures": (
        "strip shares rates_with_intervals codes_along cooccurrence topics_by_paragraph "
        "stability_curve specification_curve"
    ),
    ".collections": "trends uptake",
    ".overlays": "marks_along marks_of_rates shown",
}
__getattr__ = lazily(__name__, _NAMES)
