"""From executed notebooks to a site, a PDF and the data beside them.

Used from here: `execute.execute` runs notebooks, `execute.is_stale` judges their stored results,
`render.render_report` makes site and PDF, `publish.publish` adds evidence, data and provenance,
`working_copy` is a project for other texts. The renderers are `quarto` where it is installed, else
`builtin` with `builtin_pdf`.
"""
