"""Rates, shares and word counts."""

import numpy as np
import pandas as pd
import pytest

from topoi.analysis.measures.intervals import (
    AS_IF,
    FEW_TEXTS,
    ONE,
    ONE_TEXT,
    OVER_TEXTS,
    SHARES_AS_IF,
    SHARES_OVER_TEXTS,
    garwood,
    jeffreys,
    note_on,
    rate_intervals,
    wilson,
)
from topoi.analysis.measures.rates import (
    NO_WORDS,
    rates,
    rates_by,
    shares_over_texts,
    word_counts,
    words_inside,
    words_of_each,
)

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


def test_a_table_of_rates_stands_in_one_order_with_zeros_and_gaps() -> None:
    hits = pd.DataFrame({"code": ["b", "b", "a"], "mode": ["outlet", "outlet", "nested"]})
    words = pd.DataFrame({"mode": ["outlet", "direct"], "words": [200, 0]})
    found = rates(hits, words, by=["code", "mode"], per=100)
    assert list(found) == ["code", "mode", "hits", "words", "rate", "low", "high", "note"]
    assert found.reset_index().fillna(-1).drop(columns=["low", "high"]).values.tolist() == [
        [0, "a", "nested", 1, 0, -1.0, NO_WORDS],
        [1, "a", "outlet", 0, 200, 0.0, ""],
        [2, "b", "outlet", 2, 200, 1.0, ""],
    ]
    low, high = garwood(2)
    assert found.loc[2, ["low", "high"]].tolist() == pytest.approx([low / 2, high / 2])


def test_words_are_counted_by_the_voice_that_holds_their_first_character() -> None:
    voices = VOICES.assign(speaker=["TASS", "Ann", "AP"])
    counted = word_counts(TOKENS, voices[:2], by=["speaker"])
    assert counted.values.tolist() == [["", 1], ["Ann", 1], ["TASS", 1]]
    assert word_counts(TOKENS, voices, by=["speaker"]).values.tolist() == [
        ["AP", 1], ["Ann", 1], ["TASS", 1],
    ]  # fmt: skip
    assert word_counts(TOKENS, voices, by=["doc"]).values.tolist() == [["a", 2], ["b", 1]]


def test_rates_by_a_column_that_texts_and_voices_have_say_how_to_ask_for_the_other() -> None:
    documents = pd.DataFrame({"doc": ["a", "b"], "speaker": ["Ann", "Bob"], "party": ["L", "R"]})
    words = pd.DataFrame(
        [("a", "outlet", "", 100), ("a", "direct", "Eve", 50), ("b", "outlet", "", 50)],
        columns=["doc", "mode", "speaker", "words"],
    )
    hits = pd.DataFrame(
        {"doc": ["a", "b", "b"], "code": ["x"] * 3, "mode": ["direct", "outlet", "outlet"]}
    ).assign(speaker=["Eve", "", ""])
    voiced = rates_by(hits, words, documents, codes=["x"], by="speaker")
    assert voiced[["code", "speaker", "hits", "words"]].values.tolist() == [
        ["x", "", 2, 150], ["x", "Eve", 1, 50],
    ]  # fmt: skip
    assert "The texts have a column speaker, too: write text.speaker" in voiced.attrs["note"]
    grouped = rates_by(hits, words, documents, codes=["x"], by="party")
    assert grouped[["code", "party", "hits", "words"]].values.tolist() == [
        ["x", "L", 1, 150], ["x", "R", 2, 50],
    ]  # fmt: skip
    assert "have a column" not in grouped.attrs["note"]
    own = rates_by(hits, words, documents, codes=["x"], by="text.speaker,mode")
    assert own[["code", "text.speaker", "mode", "hits", "words"]].values.tolist() == [
        ["x", "Ann", "direct", 1, 50],
        ["x", "Ann", "outlet", 0, 100],
        ["x", "Bob", "outlet", 2, 50],
    ]
    assert rates_by(hits, words, documents, codes=["x"])["words"].tolist() == [200]


def test_words_in_spans_are_counted_by_where_they_begin() -> None:
    spans = pd.DataFrame(
        [("a", 0, 3), ("a", 0, 5), ("a", 1, 6), ("b", 0, 3), ("c", 0, 9)],
        columns=["doc", "start", "end"],
    )
    assert words_of_each(TOKENS, spans).tolist() == [1, 1, 1, 1, 0]
    assert words_inside(TOKENS, spans[1:4]) == 3
    assert words_of_each(TOKENS[:0], spans).tolist() == [0] * 5


@pytest.mark.parametrize(
    ("over_texts", "texts", "note"),
    [
        (True, 10, OVER_TEXTS),
        (False, None, AS_IF + "."),
        (False, 0, ONE_TEXT),
        (False, 1, ONE_TEXT),
        (False, 2, FEW_TEXTS),
    ],
)
def test_what_is_said_of_the_intervals_of_rates(over_texts, texts, note) -> None:
    assert note_on(over_texts=over_texts, texts=texts) == note
