"""The tables, sentences and appendix of the chapters.

A table is declared by `tables.Column` and made by `tables.table` or `counts_table`; `results`,
`sentences` and `codebooks` serve several chapters, `codes` is that of a codebook; `grouping` is the
column by which texts are compared.
"""

from topoi.faces import lazily

_MODULES = (
    "appendix", "beside", "changes", "codebooks", "codes", "collection", "comparison",
    "contrasts", "corrected", "making", "networks", "quality", "readers", "results", "robustness",
    "sentences", "summary", "time", "topic_tests", "topics", "voices", "words",
)  # fmt: skip
__getattr__, __dir__ = lazily(__name__, {f".{name}": "" for name in _MODULES})
