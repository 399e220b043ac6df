"""From executed notebooks to a site, a PDF and the data beside them.

Used from here: `execute.execute` runs notebooks, `execute.is_stale` judges their stored results,
`render.render_report` makes site and PDF, `publish.publish` adds evidence, data and provenance,
`origin.origin_of` says whose report it is. The renderers are `quarto` where it is installed, else
`builtin` with `builtin_pdf`.
"""
