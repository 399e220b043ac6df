import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, false_discovery_control

from topoi.analysis.measures.keyness import (
    NOMINAL_SIZE,
    general_english,
    keyness,
    keyness_by,
    keyness_of_english,
    log_ratio,
    two_term,
)
from topoi.errors import InputError
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.numbered import token_table

PART = pd.Series({"peace": 30, "war": 5, "the": 165})
REST = pd.Series({"peace": 10, "nato": 20, "the": 370})


def row(table: pd.DataFrame, word: str) -> pd.Series:
    return table.set_index("token").loc[word]


def test_two_variants_of_g2_give_the_values_of_the_worked_example() -> None:
    part, rest = pd.Series({"x": 5, "y": 684}), pd.Series({"x": 3, "y": 999_997})
    assert row(keyness(part, rest, variant="two-term"), "x")["g2"] == pytest.approx(
        62.23, abs=0.005
    )
    assert row(keyness(part, rest), "x")["g2"] == pytest.approx(62.27, abs=0.005)


def test_g2_of_every_word_equals_the_g_test_of_scipy() -> None:
    table = keyness(PART, REST)
    for word in table.itertuples():
        cells = [
            [word.count, word.reference_count],
            [200 - word.count, 400 - word.reference_count],
        ]
        theirs = chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
        assert word.g2 == pytest.approx(theirs)


def test_two_term_is_the_sum_over_the_two_frequencies() -> None:
    expected = 2 * (30 * math.log(30 / (200 * 40 / 600)) + 10 * math.log(10 / (400 * 40 / 600)))
    assert two_term(np.array([30]), np.array([10]), 200, 400)[0] == pytest.approx(expected)


def test_log_ratio_takes_what_occurs_once_as_it_is_and_zero_as_half() -> None:
    once = np.array([1, 0, 1, 0])
    other = np.array([1, 1, 0, 0])
    assert log_ratio(once, other, 100, 200).tolist() == [1.0, 0.0, 2.0, 1.0]


def test_log_ratio_counts_zero_as_half_an_occurrence() -> None:
    table = keyness(PART, REST)
    assert row(table, "peace")["log_ratio"] == pytest.approx(math.log2((30 / 200) / (10 / 400)))
    assert row(table, "war")["log_ratio"] == pytest.approx(math.log2((5 / 200) / (0.5 / 400)))
    assert row(table, "nato")["log_ratio"] == pytest.approx(math.log2((0.5 / 200) / (20 / 400)))


def test_difference_is_in_percent_of_the_reference() -> None:
    table = keyness(PART, REST)
    assert row(table, "peace")["pct_diff"] == pytest.approx(500)
    assert row(table, "nato")["pct_diff"] == -100
    assert np.isinf(row(table, "war")["pct_diff"])


def test_words_below_the_least_count_are_left_out() -> None:
    assert keyness(PART, REST, min_count=30)["token"].tolist() == ["peace", "the"]


def test_by_words_alone_nothing_is_tested_and_the_note_says_so() -> None:
    table = keyness(PART, REST)
    assert not {"p", "q", "bic"} & set(table)
    assert not {"p", "q", "bic"} & set(keyness_of_english(PART, min_count=1))
    note = table.attrs["note"]
    assert "four cells" in note
    assert "0 counted as 0.5" in note
    assert "test nothing" in note
    assert "Words: 200 against 400" in note


@pytest.mark.parametrize("variant", ["four-cell", "two-term"])
def test_a_word_more_frequent_than_all_words_is_refused(variant: str) -> None:
    with pytest.raises(InputError, match="impossible"):
        keyness(PART, REST, size=100, variant=variant)


def by_texts(*groups: list[str], **options: object) -> pd.DataFrame:
    """Return the keyness of groups A, B, ... of texts."""
    texts = {
        f"{group}{n}": text
        for group, own in zip("ABC", groups, strict=False)
        for n, text in enumerate(own)
    }
    corpus = corpus_of(texts)
    of = pd.Series({doc: doc[0] for doc in texts})
    return keyness_by(token_table(corpus), of, min_count=1, **options)


def test_the_texts_with_a_word_are_counted_and_dealt() -> None:
    found = by_texts(["Peace, peace now."] * 3, ["War now."] * 4).set_index(["group", "token"])
    peace = found.loc["A", "peace"]
    assert peace[["count", "texts", "reference_texts"]].tolist() == [6, 3, 0]
    # of 35 ways to deal 3 of 7 texts one has all three with the word: half of it counts
    assert peace["p"] == pytest.approx(1 / 35 / 2)
    # a word that a group never uses: all ways have as many or more, those with none count half
    assert found.loc[("A", "war"), "p"] == pytest.approx(1 - 1 / 35 / 2)
    assert found.loc[("A", "now"), "p"] == 0.5  # in every text, however they are dealt


def test_g2_over_texts_is_the_g_test_of_scipy_and_bic_takes_off_the_texts() -> None:
    found = by_texts(["Peace now."] * 3 + ["Now."], ["Peace."] + ["War."] * 5)
    peace = found.set_index(["group", "token"]).loc["A", "peace"]
    cells = [[3, 1], [1, 5]]
    theirs = chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
    assert peace["text_g2"] == pytest.approx(theirs)
    assert peace["bic"] == pytest.approx(theirs - math.log(10))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=4, max_size=9))
@settings(max_examples=40, deadline=None)
def test_p_is_the_share_of_all_ways_to_deal_the_texts(texts: list[tuple[bool, bool]]) -> None:
    sides: dict[bool, list[str]] = {True: [], False: []}
    for inside, has in texts:
        sides[inside].append("Peace now." if has else "Now.")
    size, having = len(sides[True]), [has for _, has in texts]
    if not 1 < size < len(texts) - 1 or not any(having):
        return
    own = sum(text.startswith("Peace") for text in sides[True])
    dealt = [sum(way) for way in combinations(having, size)]
    slow = np.mean([(many > own) + (many == own) / 2 for many in dealt])
    found = by_texts(sides[True], sides[False]).set_index(["group", "token"])
    assert found.loc[("A", "peace"), "p"] == pytest.approx(slow)


def test_q_corrects_for_all_words_of_all_groups_in_the_table() -> None:
    texts = (["Peace now."] * 4, ["War now."] * 5, ["Talks."] * 3)
    every = by_texts(*texts)
    assert len(every) == 3 * 4
    assert every["q"].tolist() == pytest.approx(false_discovery_control(every["p"]).tolist())
    assert "over 12 tests, of every word in each group" in every.attrs["note"]
    alone = by_texts(*texts, only=["B"])
    assert alone["q"].tolist() == pytest.approx(false_discovery_control(alone["p"]).tolist())
    rare = by_texts(*texts)[lambda table: table["count"] + table["reference_count"] >= 4]
    corpus = corpus_of({f"{n}{text[0]}": text for own in texts for n, text in enumerate(own)})
    groups = pd.Series({doc: doc[1] for doc, _ in corpus})
    kept = keyness_by(token_table(corpus), groups, min_count=4)
    assert sorted(kept["q"]) == pytest.approx(sorted(rare["q"]))


def test_one_text_against_others_is_ranked_and_the_note_says_so() -> None:
    alone = by_texts(["Peace and peace."], ["War now."])
    assert alone["q"].isna().all()
    assert alone.loc[0, "token"] == "peace"
    assert "not tested, since one side has one text only: A, B" in alone.attrs["note"]


def test_a_text_without_words_is_no_text() -> None:
    found = by_texts(["Peace.", "Peace."], ["War.", "War.", "..."])
    peace = found.set_index(["group", "token"]).loc["A", "peace"]
    assert peace["p"] == pytest.approx(1 / 6 / 2)


def test_a_part_against_itself_has_no_key_words() -> None:
    table = keyness(PART, PART)
    assert table["g2"].abs().max() < 1e-9
    assert table["log_ratio"].abs().max() == 0


def test_empty_parts_give_an_empty_table() -> None:
    empty = pd.Series(dtype=int)
    assert not len(keyness(empty, empty, size=1, reference_size=1))


def test_general_english_makes_russophobia_key_and_the_not() -> None:
    pytest.importorskip("wordfreq")
    words = pd.Series({"russophobia": 3, "the": 35, "US": 4, "face-to-face": 1, "kiev": 9})
    kept, english = general_english(words)
    table = keyness(kept, english, size=689, reference_size=NOMINAL_SIZE)
    assert set(table["token"]) == {"russophobia", "the", "kiev"}
    assert row(table, "russophobia")["log_ratio"] > 10
    assert abs(row(table, "the")["log_ratio"]) < 1


def test_a_table_of_keyness_stands_in_one_order_with_rates_of_both_sides() -> None:
    table = keyness(PART, REST)
    assert list(table) == [
        *("token", "count", "reference_count", "per_1000", "reference_per_1000"),
        *("g2", "log_ratio", "pct_diff"),
    ]
    assert table.reset_index().iloc[:, :6].values.tolist() == [
        [0, "peace", 30, 10, 150.0, 25.0],
        [1, "nato", 0, 20, 0.0, 50.0],
        [2, "the", 165, 370, 825.0, 925.0],
        [3, "war", 5, 0, 25.0, 0.0],
    ]
    assert table["g2"].is_monotonic_decreasing
    even = keyness(pd.Series({"b": 1, "a": 1}), pd.Series({"c": 2}))
    assert even["token"].tolist() == ["c", "a", "b"]  # as far as each other: by the alphabet


def test_counts_that_are_whole_are_whole_numbers_and_those_of_a_scaled_list_are_not() -> None:
    assert keyness(PART, REST)["reference_count"].dtype.kind == "i"
    assert keyness(PART, REST / 4)["reference_count"].tolist() == [2.5, 5.0, 92.5, 0.0]
    with pytest.raises(ValueError, match="variant is one of four-cell, two-term"):
        keyness(PART, REST, variant="other")


def test_a_word_once_in_both_is_kept_at_a_least_count_of_one_and_left_out_at_two() -> None:
    part, rest = pd.Series({"x": 1, "the": 9}), pd.Series({"the": 10})
    assert set(keyness(part, rest)["token"]) == {"x", "the"}
    assert keyness(part, rest, min_count=2)["token"].tolist() == ["the"]


def test_the_sizes_of_each_group_and_of_all_others_are_told() -> None:
    found = by_texts(["Peace, peace now."] * 3, ["War now."] * 4, ["Talks."] * 2)
    assert found.attrs["sizes"] == {
        "A": "words: 9 against 10; texts: 3 against 6",
        "B": "words: 8 against 11; texts: 4 against 5",
        "C": "words: 2 against 17; texts: 2 against 7",
    }
    row = found.set_index(["group", "token"]).loc[("B", "now")]
    counts = ["count", "reference_count", "texts", "reference_texts"]
    assert row[counts].tolist() == [4, 3, 4, 3]
    assert found["group"].tolist() == ["A"] * 4 + ["B"] * 4 + ["C"] * 4
    assert found.index.tolist() == list(range(12))
    assert (found.groupby("group")["g2"].apply(lambda g2: g2.is_monotonic_decreasing)).all()
    assert "not tested" not in found.attrs["note"]
    assert by_texts(["Peace."] * 2).attrs["note"].startswith("There is one group only")


def test_two_texts_on_both_sides_are_tested_and_one_on_either_is_not() -> None:
    assert by_texts(["Peace."] * 2, ["War."] * 2)["p"].notna().all()
    mixed = by_texts(["Peace."], ["War."] * 2, ["Talks."] * 2).set_index("group")
    assert mixed.loc["A", ["p", "q", "bic"]].isna().all(axis=None)
    assert mixed.loc[["B", "C"], ["p", "q", "bic"]].notna().all(axis=None)
    assert "over 6 tests" in mixed.attrs["note"]
    assert mixed.attrs["note"].endswith("since one side has one text only: A.")


def test_against_english_the_words_it_cannot_tell_are_counted() -> None:
    pytest.importorskip("wordfreq")
    words = pd.Series({"peace": 6, "US": 4, "face-to-face": 5, "the": 4})
    table = keyness_of_english(words)
    assert table["token"].tolist() == ["peace", "the"]
    assert table.attrs["left_out"] == 2
    assert table["per_1000"].tolist() == [1000 * 6 / 19, 1000 * 4 / 19]  # of all words
    assert "against 100,000,000" in table.attrs["note"]
    rare = keyness_of_english(pd.Series({"xqzzw": 4, "xqzzv": 5}))
    assert rare["token"].tolist() == ["xqzzv"]
