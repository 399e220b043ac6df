"""The tables and sentences of the chapters, a module for each subject."""

from topoi.faces import lazily

_MODULES = (
    "appendix", "changes", "codebooks", "collection", "results", "robustness", "sentences", "time",
    "topic_groups", "topics", "voices", "words",
)  # fmt: skip
__getattr__ = lazily(__name__, {f".{name}": "" for name in _MODULES})
