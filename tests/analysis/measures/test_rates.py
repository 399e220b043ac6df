"""Rates, shares and word counts."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.analysis.measures.rates import NO_WORDS, garwood, rate, rates, wilson, word_counts

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


def test_garwood_matches_published_limits() -> None:
    assert garwood(0) == pytest.approx((0.0, 3.6889), abs=1e-4)
    assert garwood(2) == pytest.approx((0.2422, 7.2247), abs=1e-4)
    assert garwood(10) == pytest.approx((4.7954, 18.3904), abs=1e-4)


def test_wilson_agrees_with_scipy() -> None:
    from scipy.stats import binomtest

    for successes, trials in [(0, 10), (3, 10), (10, 10), (50, 340)]:
        oracle = binomtest(successes, trials).proportion_ci(method="wilson")
        assert wilson(successes, trials) == pytest.approx((oracle.low, oracle.high))


def test_no_trials_say_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_one_hit_in_689_words_has_a_wide_interval() -> None:
    found = rate(1, 689)
    assert (round(found.rate, 2), round(found.low, 2), round(found.high, 2)) == (1.45, 0.04, 8.09)


def test_a_rate_over_no_words_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one word"):
        rate(0, 0)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 100_000))
def test_the_interval_holds_the_rate(count: int, words: int) -> None:
    found = rate(count, words)
    assert found.low <= found.rate <= found.high


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
