"""Keyword in context."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.analysis.measures.concordance import concordance, flat
from topoi.text.corpus.corpus import corpus_of

CORPUS = corpus_of({"a": "They named the root causes\nof the crisis again."})


def hit(start: int, end: int) -> pd.DataFrame:
    """Return one hit."""
    return pd.DataFrame({"doc": ["a"], "start": [start], "end": [end], "code": ["root_causes"]})


def test_context_is_cut_between_words_and_on_one_line() -> None:
    row = concordance(CORPUS, hit(15, 26), width=12).iloc[0]
    assert (row["left"], row["node"], row["right"]) == ("named the", "root causes", "of the")
    assert row["locus"] == "a:15-26"
    assert row["code"] == "root_causes"


def test_context_ends_with_the_text() -> None:
    row = concordance(CORPUS, hit(0, 4), width=500).iloc[0]
    assert row["left"] == ""
    assert row["right"].endswith("again.")


def test_no_hits_give_no_lines() -> None:
    found = concordance(CORPUS, hit(0, 4)[:0])
    assert found.empty
    assert {"left", "node", "right", "locus"} <= set(found.columns)


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=80), st.data())
def test_the_node_is_the_passage(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    corpus = corpus_of({"a": text})
    row = concordance(corpus, hit(start, end), width=10).iloc[0]
    assert row["node"] == flat(text[start:end])
