"""Keyword in context."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.analysis.measures.concordance import concordance
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.context import around, flat, shortened

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


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (0, ("", "")),
        (3, ("", "")),  # "wo " and " fo" are parts of words
        (4, ("two ", "")),
        (5, (" two ", " four")),
        (7, ("two ", " four")),
        (8, ("one two ", " four")),
        (10, ("one two ", " four five")),
        (99, ("one two ", " four five")),
    ],
)
def test_a_context_is_cut_where_a_word_ends(width: int, expected: tuple[str, str]) -> None:
    assert around("one two three four five", 8, 13, width=width) == expected


def test_a_text_of_just_the_most_signs_is_not_shortened() -> None:
    assert shortened("One two three", 13) == "One two three"
    assert shortened("One two three", 12) == "One two …"
    assert shortened("One\n two  three", 13) == "One two three"
    assert shortened("One two three", 3) == "One …"


def test_a_concordance_says_of_each_hit_what_the_table_says() -> None:
    found = concordance(CORPUS, hit(15, 26).assign(mode="direct", other=1).set_index([[7]]))
    assert list(found) == ["doc", "start", "end", "left", "node", "right", "locus", "code", "mode"]
    assert found.loc[0, ["start", "end", "mode"]].tolist() == [15, 26, "direct"]
