"""Rates, shares and word counts."""

import numpy as np
import pandas as pd
import pytest

from topoi.analysis.measures.intervals import (
    FEW_TEXTS,
    ONE,
    ONE_TEXT,
    OVER_TEXTS,
    SHARES_AS_IF,
    SHARES_OVER_TEXTS,
    garwood,
    jeffreys,
    rate_intervals,
    wilson,
)
from topoi.analysis.measures.rates import NO_WORDS, rates, shares_over_texts, word_counts

TOKENS = pd.DataFrame(
    [
        ("a", 0, 3, "one", True),
        ("a", 3, 4, ",", False),
        ("a", 5, 8, "two", True),
        ("b", 0, 3, "six", True),
    ],
    columns=["doc", "start", "end", "token", "is_word"],
)
VOICES = pd.DataFrame(
    [("a", 0, 5, "outlet"), ("a", 5, 8, "direct"), ("b", 0, 3, "outlet")],
    columns=["doc", "start", "end", "mode"],
)


def test_one_hit_in_689_words_of_one_text_has_a_wide_interval() -> None:
    words = pd.DataFrame({"doc": ["a"], "words": [689]})
    found = rates(pd.DataFrame({"doc": ["a"], "code": ["x"]}), words)
    assert found[["rate", "low", "high"]].round(2).values.tolist() == [[1.45, 0.04, 8.09]]
    assert found.attrs["note"] == ONE_TEXT


def test_with_ten_texts_the_interval_is_over_texts_and_the_note_says_so() -> None:
    words = pd.DataFrame({"doc": list("abcdefghij"), "words": [100] * 10})
    burst = pd.DataFrame({"doc": ["a"] * 10, "code": ["x"] * 10})
    spread = pd.DataFrame({"doc": list("abcdefghij"), "code": ["x"] * 10})
    wide, narrow = rates(burst, words), rates(spread, words)
    assert wide["rate"].tolist() == narrow["rate"].tolist() == [10.0]
    assert narrow.loc[0, ["low", "high"]].tolist() == pytest.approx(list(jeffreys(10)))
    assert wide.loc[0, "low"] < 1
    assert wide.loc[0, "high"] > 50
    assert wide.attrs["note"] == narrow.attrs["note"] == OVER_TEXTS
    few = rates(spread[:9], words[:9])
    assert few.loc[0, ["low", "high"]].tolist() == pytest.approx([e / 0.9 for e in garwood(9)])
    assert few.attrs["note"] == FEW_TEXTS


def test_a_table_of_shares_says_what_its_intervals_are() -> None:
    notes = [
        shares_over_texts(pd.DataFrame({"a": [1] * texts}), [4] * texts).attrs["note"]
        for texts in (1, 9, 10)
    ]
    assert notes[0] == SHARES_AS_IF + ONE
    assert notes[1].startswith(f"{SHARES_AS_IF}, since too few texts")
    assert notes[2] == SHARES_OVER_TEXTS


def test_each_group_has_the_interval_of_its_own_texts_and_hits_without_words_are_kept() -> None:
    words = pd.DataFrame(
        {
            "doc": [*"abcdefghijkl", *"abcdefghijkl"],
            "mode": ["outlet"] * 12 + ["direct"] * 12,
            "words": [50] * 23 + [0],
        }
    )
    hits = pd.DataFrame({"doc": list("aaal"), "mode": ["direct"] * 4, "code": ["x"] * 4})
    found = rates(hits, words, by=["code", "mode"]).set_index("mode")
    assert found["hits"].to_dict() == {"direct": 4, "outlet": 0}
    assert found["words"].to_dict() == {"direct": 550, "outlet": 600}
    group = np.repeat([0, 1], 12)
    counts = np.array([3, *[0] * 10, 1, *[0] * 12])
    sizes = np.array([50] * 11 + [0] + [50] * 12)
    own = rate_intervals(counts, sizes, group, groups=2)
    assert found.loc[["direct", "outlet"], "high"].tolist() == pytest.approx(
        (1000 * own.high).tolist()
    )


def test_punctuation_is_no_word() -> None:
    assert word_counts(TOKENS)["words"].tolist() == [3]


def test_words_are_counted_by_document_and_voice() -> None:
    counted = word_counts(TOKENS, VOICES, by=["doc", "mode"])
    assert counted.values.tolist() == [["a", "direct", 1], ["a", "outlet", 1], ["b", "outlet", 1]]


def test_counting_by_voice_needs_voices() -> None:
    with pytest.raises(ValueError, match="mode"):
        word_counts(TOKENS, by=["mode"])


def test_rates_by_voice_divide_by_the_words_of_that_voice() -> None:
    hits = pd.DataFrame({"code": ["x", "x", "y"], "mode": ["direct", "outlet", "direct"]})
    found = rates(hits, word_counts(TOKENS, VOICES, by=["mode"]), by=["code", "mode"])
    assert found[["code", "mode", "hits", "words", "rate"]].values.tolist() == [
        ["x", "direct", 1, 1, 1000.0],
        ["x", "outlet", 1, 2, 500.0],
        ["y", "direct", 1, 1, 1000.0],
        ["y", "outlet", 0, 2, 0.0],
    ]


def test_codes_without_a_hit_are_shown_at_zero() -> None:
    found = rates(pd.DataFrame({"code": pd.Series([], dtype="str")}), 10, codes=["x"])
    assert found[["code", "hits", "rate", "low"]].values.tolist() == [["x", 0, 0.0, 0.0]]


def test_a_group_without_words_says_so() -> None:
    hits = pd.DataFrame({"code": ["x"], "mode": ["nested"]})
    words = pd.DataFrame({"mode": ["outlet"], "words": [5]})
    found = rates(hits, words, by=["code", "mode"]).set_index("mode")
    assert found.loc["nested", "note"] == NO_WORDS
    assert found.loc["outlet", "note"] == ""


def test_shares_are_of_all_units_and_wider_where_they_stand_in_few_texts() -> None:
    parts = pd.DataFrame({"burst": [10, *[0] * 9], "spread": [1] * 10})
    found = shares_over_texts(parts, [10] * 10)
    assert found["share"].tolist() == [0.1, 0.1]
    assert found.loc[1, ["low", "high"]].tolist() == pytest.approx(list(wilson(10, 100)))
    assert found.loc[0, "low"] < 0.02
    assert found.loc[0, "high"] > 0.4
