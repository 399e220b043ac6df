"""The report floor: what is published.

Numbers with their passages (`evidence`), the tables and sentences of the `chapters`, the `figures`,
and `publish`, which runs the notebooks and makes site, PDF and data of them.
"""
