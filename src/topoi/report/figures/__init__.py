"""The figures of the report, in one style, and the links from their marks to the passages.

`figures` has those of texts and measures, `collections` those over time, `overlays.shown` the
links; a new figure takes `style.in_house_style` and `style.canvas`.
"""
