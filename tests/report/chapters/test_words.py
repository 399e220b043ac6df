"""Tables of words: what is listed at the edges, and how each number was made."""

import numpy as np
import pandas as pd
import pytest
from tests.report.chapters.cells import behind, decimals, made, numbers, plain, shown

from topoi.report.chapters.words import (
    MOST_CITED,
    Score,
    cited_occurrences,
    collocates_table,
    dispersion_table,
    diversity_table,
    frequent_words,
    keyness_sentence,
    keyness_table,
    ngrams_table,
    note_of,
    typical,
)
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.numbered import token_table


def words_of(texts):
    tokens = token_table(corpus_of(texts))
    return tokens[tokens["is_word"]].reset_index(drop=True)


WORDS = words_of({"a": "War and war. 12 guns.", "b": "War, guns and War."})


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.0004, 3, "below 0.001"),
        (0.0005, 3, "0.001"),
        (-0.0004, 3, "below 0.001"),
        (0.0, 3, "0.000"),
        (-2.5, 1, "-2.5"),
        (float("inf"), 2, "only here"),
        (float("nan"), 2, "—"),
    ],
)
def test_a_measure_is_printed_as_far_as_its_digits_go(value, digits, text):
    column = Score("q", "q", how="a measure", digits=digits)
    assert column.cell({"q": value}, "tbl").text == text


def test_a_word_is_cited_up_to_three_hundred_occurrences():
    for many, kept in ((MOST_CITED, True), (MOST_CITED + 1, False)):
        words = pd.DataFrame({"doc": "a", "start": range(many), "end": 1, "token": "war"})
        found = cited_occurrences(words, "war", label="war, A", source="tbl")
        assert (found.value, found.of is not None) == (many, kept)
    assert (found.how, found.source) == ("occurrences of a word: war, A", "tbl")
    assert behind(cited_occurrences(WORDS, "guns", label="g", source="t")) == [("a", 16), ("b", 5)]


def test_frequent_words_leave_out_stop_words_whatever_their_case_and_numbers():
    found = frequent_words(WORDS.replace("war", "War"), {"and"}, most=5)
    assert found.to_dict() == {"War": 4, "guns": 2}
    assert list(frequent_words(words_of({"a": "Old new old new on."}), (), most=2)) == [2, 2]
    even = frequent_words(words_of({"a": "New old old new."}), (), most=1)
    assert even.to_dict() == {"new": 2}


def test_words_that_a_group_uses_more_are_typical_unless_chance_would_do_as_much():
    found = pd.DataFrame({"pct_diff": [1.0, 0.0, 1.0, 1.0, 1.0], "q": [0.049, 0, 0.05, np.nan, 1]})
    assert typical(found).index.tolist() == [0, 3]


def texts_of(group, text, count):
    return {f"{group}{n}": text for n in range(count)}


KEYED = texts_of("A", "Peace came. We met.", 7) | texts_of("B", "War came. We left.", 7)
GROUPS = pd.Series({doc: doc[0] for doc in KEYED})


def test_key_words_lead_to_the_occurrences_in_their_group_and_count_its_texts():
    table = keyness_table(words_of(KEYED), GROUPS, min_count=7, source="tbl-k")
    assert table.columns == (
        *("Group", "Word", "Occurrences", "Texts", "Elsewhere", "Texts elsewhere"),
        *("G2", "Log ratio", "q"),
    )
    assert [row[:6] for row in shown(table)] == [
        ["A", "met", "7", "7", "0", "0"],
        ["A", "peace", "7", "7", "0", "0"],
        ["B", "left", "7", "7", "0", "0"],
        ["B", "war", "7", "7", "0", "0"],
    ]
    assert behind(table.rows[1][2]) == [(f"A{n}", 0) for n in range(7)]
    assert table.rows[1][2].of.label == "peace, A"
    assert table.rows[1][3].how == "texts with the word: peace, A"
    assert "fewer than 7 occurrences, are not listed. A, words: 28 against 28" in plain(table.note)
    rarer = keyness_table(words_of(KEYED), GROUPS, min_count=8, source="tbl-k")
    assert [row[1] for row in shown(rarer)] == ["no word passes"] * 2
    first = keyness_table(words_of(KEYED), GROUPS, min_count=7, most=1, source="tbl-k")
    assert [row[1] for row in shown(first)] == ["met", "left"]


def test_the_four_largest_groups_are_compared_each_with_all_others():
    texts = {f"{group}{n}": "Peace." for group in "ABCDE" for n in range(2 + (group > "A"))}
    groups = pd.Series({doc: doc[0] for doc in texts})
    table = keyness_table(words_of(texts), groups, min_count=1, source="tbl-k")
    assert [row[0] for row in shown(table)] == list("BCDE")


def test_a_sentence_on_key_words_stands_where_there_are_several_groups():
    assert not keyness_sentence(False).pieces
    assert numbers(keyness_sentence(True)) == []
    assert note_of(pd.DataFrame()).pieces == ()


def test_the_spread_of_the_most_frequent_words_by_hand():
    table = dispersion_table(WORDS, {"and"}, most=2, source="tbl-d")
    # war: 2 of 5 and 2 of 4 words, so .5 against 5/9 and 4/9; guns: 1 and 1
    assert shown(table) == [
        ["war", "4", "2", "0.06", "0.10"],
        ["guns", "2", "2", "0.06", "0.10"],
    ]
    assert behind(table.rows[1][1]) == [("a", 16), ("b", 5)]
    assert made(table) == {
        "Occurrences": ("count", ""),
        "Texts": ("texts with the word", "tbl-d"),
        "DP": ("Gries' DP over texts", "tbl-d"),
        "DPnorm": ("DP, normalised", "tbl-d"),
    }


def test_collocates_are_named_with_their_node_and_stop_words_are_not_shown():
    tokens = token_table(corpus_of({"a": "Peace talks Now. " * 20 + "War goes on. " * 20}))
    table = collocates_table(tokens, {"P": "peace", "W": "none"}, {"now"}, source="tbl-n")
    assert [row[:4] for row in shown(table)] == [
        ["P", "talks", "20", "20"],
        ["W", "too few passages", "", ""],
    ]
    assert made(table)["Near"] == ("occurrences near P", "tbl-n")
    both = collocates_table(tokens, {"P": "peace"}, (), most=1, source="tbl-n")
    assert [row[1] for row in shown(both)] == ["now"]


def test_sequences_of_three_and_four_words_that_occur_three_times_are_listed():
    tokens = token_table(corpus_of({"a": "We want peace now. " * 2, "b": "We want peace now. We."}))
    table = ngrams_table(tokens, source="tbl-s")
    assert shown(table) == [
        ["want peace now", "3", "3", "2"],
        ["we want peace", "3", "3", "2"],
        ["we want peace now", "4", "3", "2"],
    ]
    assert [row[0] for row in shown(ngrams_table(tokens, most=1, source="t"))] == [
        "want peace now", "we want peace now",
    ]  # fmt: skip
    assert not ngrams_table(tokens[tokens["doc"] == "a"], source="t").rows


def test_diversity_is_of_the_texts_of_a_group_in_a_row():
    groups = pd.Series({"a": "Z", "b": "Y"})
    table = diversity_table(WORDS, groups, source="tbl-v")
    assert [row[:4] for row in shown(table)] == [["Y", "4", "3", "—"], ["Z", "5", "4", "—"]]
    assert made(table)["Words"] == ("words of a group", "tbl-v")


def test_each_measure_of_words_has_its_decimals():
    tokens = token_table(corpus_of({"a": "Peace talks now. " * 20 + "War goes on. " * 20}))
    groups = pd.Series({"a": "A"})
    counts = {"Word": 0, "Words": 0, "Occurrences": 0, "Texts": 0, "Different": 0}
    for table, digits in (
        (keyness_table(words_of(KEYED), GROUPS, min_count=7, source="t"),
         {"Elsewhere": 0, "Texts elsewhere": 0, "G2": 1, "Log ratio": 2, "q": 4}),
        (collocates_table(tokens, {"P": "peace"}, (), source="t"),
         {"Near": 0, "In all": 0, "G2": 1, "logDice": 1, "MI": 1, "delta P": 3}),
        (dispersion_table(WORDS, {"and"}, most=2, source="t"), {"DP": 2, "DPnorm": 2}),
        (diversity_table(tokens[tokens["is_word"]], groups, source="t"), {"MATTR": 3, "MTLD": 1}),
    ):  # fmt: skip
        found = decimals(table)
        assert {**counts, **digits}.items() >= found.items()
        assert digits.keys() - found.keys() <= {"q"}
    half = pd.Series({doc: doc[0] for doc in KEYED})
    often = keyness_table(
        words_of({**KEYED, "A9": "Peace war.", "B9": "Peace war."}),
        pd.concat([half, pd.Series({"A9": "A", "B9": "B"})]), min_count=7, source="t",
    )  # fmt: skip
    peace = next(row for row in often.rows if row[1].text == "peace")
    assert (peace[7].text, peace[7].how) == ("3.00", "keyness: Log ratio")  # 8 against 1
