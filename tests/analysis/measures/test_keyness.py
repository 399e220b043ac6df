import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2, chi2_contingency, false_discovery_control

from topoi.analysis.measures.keyness import NOMINAL_SIZE, general_english, keyness, two_term

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


def test_bic_takes_off_the_logarithm_of_all_words() -> None:
    table = keyness(PART, REST)
    assert (table["g2"] - table["bic"]).tolist() == pytest.approx([math.log(600)] * 4)


def test_q_corrects_for_every_word_compared_even_those_not_shown() -> None:
    every = keyness(PART, REST)
    shown = keyness(PART, REST, min_count=30)
    assert every["q"].tolist() == pytest.approx(
        false_discovery_control(chi2.sf(every["g2"], 1)).tolist()
    )
    assert shown["token"].tolist() == ["peace", "the"]
    for word in shown["token"]:
        assert row(shown, word)["q"] == row(every, word)["q"]


def test_the_note_names_variant_zero_rule_and_number_of_comparisons() -> None:
    note = keyness(PART, REST, min_count=30).attrs["note"]
    assert "four cells" in note
    assert "0 counted as 0.5" in note
    assert "4 words compared" in note


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
