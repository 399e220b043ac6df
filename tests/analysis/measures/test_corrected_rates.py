"""Rates as readers would have found them: hand-counted, beside a slow twin, and where it ends."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, gamma

from topoi.analysis.measures.corrected_counts import (
    Strata,
    corrected_counts,
    count_ends,
    halving,
    share_ends,
)
from topoi.analysis.measures.corrected_rates import (
    NO_NUMBER,
    NONE_MISSED,
    NOT_JUDGED,
    corrected_rates,
    spoken_units,
)

LONG = 10  # characters of a sentence, and words
ASK = {"codes": ["x"]}


def sentences(texts, each):
    rows = [(doc, LONG * at, LONG * at + LONG - 1) for doc in texts for at in range(each)]
    return pd.DataFrame(rows, columns=["doc", "start", "end"]).assign(mode="outlet", speaker="")


def hits_in(units, rows, code="x", **said):
    found = units.iloc[list(rows)].copy()
    found["end"] = found["start"] + 3
    return found.assign(code=code, codebook="b", **said)


def judged(units, rows, drawn_from, yes, *, stratum, reader="Ann", code="x", wrong=""):
    found = units.iloc[list(rows)][["doc", "start", "end"]]
    verdicts = ["yes" if row in yes else "no" for row in rows]
    told = {"reader": reader, "codebook": "b", "code": code, "drawn_from": drawn_from}
    return found.assign(**told, verdict=verdicts, stratum=stratum, wrong=wrong)


def spoken(units):
    sizes = units.groupby("doc").size().rename("words").reset_index()
    return sizes.assign(mode="outlet", speaker="", words=sizes["words"] * LONG)


def texts_of(units):
    return pd.DataFrame({"doc": units["doc"].unique()})


UNITS = sentences(["a", "b"], 100)
HITS = hits_in(UNITS, range(0, 40))  # forty of two hundred sentences, all in the first text
FOUND = judged(UNITS, range(0, 10), "hit", range(0, 8), stratum=40)
MISSED = judged(UNITS, range(100, 120), "no hit", {100, 101}, stratum=160)
JUDGED = pd.concat([FOUND, MISSED])


def corrected(judgements, hits=HITS, units=UNITS, **options):
    told = {**ASK, **options}
    return corrected_rates(judgements, hits, units, spoken(units), texts_of(units), **told)


def test_the_corrected_rate_is_what_is_right_of_the_found_and_what_is_missed_of_the_others():
    (row,) = corrected(JUDGED).to_dict("records")
    assert (row["hits"], row["words"], row["rate"]) == (40, 2000, 20.0)
    assert (row["judged_hits"], row["precision"]) == (10, 0.8)
    assert (row["judged_others"], row["missed"]) == (20, 0.1)
    assert row["corrected"] == (40 * 0.8 + 160 * 0.1) / 2  # of 2,000 words
    assert row["corrected_low"] < row["corrected"] < row["corrected_high"]
    assert row["note"] == ""


def test_sentences_are_counted_however_many_passages_stand_in_one():
    twice = pd.concat([HITS, HITS.assign(start=HITS["start"] + 4, end=HITS["end"] + 4)])
    (once,), (double,) = (corrected(JUDGED, hits).to_dict("records") for hits in (HITS, twice))
    assert (once["hits"], double["hits"]) == (40, 80)
    assert double | {"hits": 40} == once
    assert once["sentences"] == 40


def test_a_passage_that_runs_over_two_sentences_is_found_in_both():
    over = HITS[:1].assign(end=HITS["end"].iloc[0] + LONG)
    (row,) = corrected(JUDGED, over).to_dict("records")
    assert (row["hits"], row["sentences"], row["rate"]) == (1, 2, 1.0)


def test_of_several_readers_the_mean_counts_and_a_borderline_answer_for_neither():
    ben = judged(UNITS, range(0, 10), "hit", range(0, 4), stratum=40, reader="Ben")
    (row,) = corrected(pd.concat([JUDGED, ben])).to_dict("records")
    assert (row["judged_hits"], row["precision"]) == (10, pytest.approx(0.6))
    unsure = MISSED.assign(verdict=["borderline", *MISSED["verdict"][1:]])
    (row,) = corrected(pd.concat([FOUND, unsure])).to_dict("records")
    assert (row["judged_others"], row["missed"]) == (19, pytest.approx(1 / 19))


def test_readers_of_other_sentences_of_one_stratum_add_up():
    ben = judged(UNITS, range(10, 30), "hit", range(10, 20), stratum=40, reader="Ben")
    (row,) = corrected(pd.concat([JUDGED, ben])).to_dict("records")
    assert (row["judged_hits"], row["precision"]) == (30, pytest.approx(18 / 30))


def test_too_few_judgements_are_no_rate_and_say_how_many_are_lacking():
    (row,) = corrected(pd.concat([FOUND[:7], MISSED])).to_dict("records")
    assert np.isnan([row["corrected"], row["corrected_high"]]).all()
    assert row["note"] == "too few: lacks 3 with"
    assert pd.isna(row["more"])  # no interval is there to be halved
    (row,) = corrected(FOUND).to_dict("records")
    assert row["note"] == "too few: lacks 10 without"


def test_a_code_that_nobody_judged_keeps_its_raw_rate():
    found = corrected(JUDGED, codes=["x", "y"]).set_index("code")
    assert found.loc["y", ["hits", "note"]].tolist() == [0, NOT_JUDGED]
    assert np.isnan(found.loc["y", "corrected"])


def test_few_hits_that_were_all_judged_are_enough_and_leave_nothing_unsure():
    units = sentences(["a"], 30)
    hits = hits_in(units, range(3))
    found = judged(units, range(3), "hit", {0, 1}, stratum=3)
    others = judged(units, range(3, 30), "no hit", {5}, stratum=27)
    (row,) = corrected(pd.concat([found, others]), hits, units).to_dict("records")
    ends = [row[name] for name in ("corrected", "corrected_low", "corrected_high")]
    assert ends == pytest.approx([3 / 0.3] * 3)


def test_a_code_without_a_hit_is_what_was_missed():
    others = judged(UNITS, range(0, 50), "no hit", {3}, stratum=200)
    (row,) = corrected(others, HITS[:0]).to_dict("records")
    assert (row["rate"], row["corrected"]) == (0.0, pytest.approx(200 / 50 / 2))
    assert row["judged_hits"] == 0
    assert np.isnan(row["precision"])


def test_where_none_missed_was_seen_the_upper_end_is_told_to_be_a_bound():
    none = MISSED.assign(verdict="no")
    (row,) = corrected(pd.concat([FOUND, none])).to_dict("records")
    assert row["corrected"] == 40 * 0.8 / 2
    assert row["corrected_high"] > (40 * 0.8 + 160 * 0.05) / 2
    assert row["note"] == NONE_MISSED


def test_what_was_not_drawn_by_chance_or_of_whole_texts_does_not_count_and_the_note_says_so():
    chosen = judged(UNITS, range(120, 200), "chosen", range(120, 200), stratum=None)
    whole = judged(UNITS, range(120, 200), "whole text", range(120, 200), stratum=None)
    plain, more = corrected(JUDGED), corrected(pd.concat([JUDGED, chosen, whole]))
    pd.testing.assert_frame_equal(plain, more, check_like=False)
    assert "80 judgements of sentences that were not drawn by chance" in more.attrs["note"]
    assert "not drawn" not in plain.attrs["note"]


def test_a_group_of_texts_has_its_own_strata_and_judgements():
    documents = texts_of(UNITS).assign(party=["Left", "Right"])
    more = judged(UNITS, range(40, 60), "no hit", {40}, stratum=160)
    found = corrected_rates(
        pd.concat([JUDGED, more]), HITS, UNITS, spoken(UNITS), documents, by="party", **ASK
    ).set_index("party")
    assert found.loc["Left", ["hits", "judged_hits", "judged_others"]].tolist() == [40, 10, 20]
    assert found.loc["Left", "corrected"] == pytest.approx(40 * 0.8 + 60 / 20)
    assert found.loc["Right", ["hits", "judged_hits", "judged_others"]].tolist() == [0, 0, 20]
    assert found.loc["Right", "corrected"] == pytest.approx(100 * 2 / 20)


def test_a_voice_has_the_sentences_it_says_and_a_passage_of_a_wrong_voice_is_wrong():
    units = UNITS.assign(mode=np.where(np.arange(200) % 2, "direct", "outlet"))
    words = pd.concat([spoken(UNITS).assign(words=500), spoken(UNITS).assign(mode="direct")])
    hits = hits_in(units, range(0, 40))
    found = judged(units, range(0, 40), "hit", range(0, 40), stratum=40)
    found["wrong"] = ["voice" if row in (0, 2) else "" for row in range(40)]
    others = judged(units, range(100, 140), "no hit", {101}, stratum=160)
    told = (pd.concat([found, others]), hits, units, words, texts_of(units))
    by_mode = corrected_rates(*told, by="mode", **ASK).set_index("mode")
    assert by_mode["precision"].tolist() == [1.0, pytest.approx(18 / 20)]
    assert by_mode.loc["direct", "corrected"] == pytest.approx((20 + 80 / 20) / 2)
    assert by_mode.loc["outlet", "corrected"] == pytest.approx(18)
    assert corrected_rates(*told, **ASK)["precision"].tolist() == [1.0]
    assert "wrong voice" in by_mode.attrs["note"]


def test_judgements_of_an_earlier_coding_count_by_their_weight():
    # Drawn when the first 40 were hits; today 50 are, ten of which were drawn among the others.
    hits = hits_in(UNITS, range(0, 50))
    found = judged(UNITS, range(0, 20), "hit", range(0, 20), stratum=40)
    others = judged(UNITS, [40, 41, *range(100, 118)], "no hit", {40}, stratum=160)
    (row,) = corrected(pd.concat([found, others]), hits).to_dict("records")
    # twenty stand for 2 each, two for 8 each, of which one is right
    assert row["precision"] == pytest.approx((20 * 2 + 8) / (20 * 2 + 2 * 8))
    assert row["judged_hits"] == 22
    plain = judged(UNITS, range(0, 22), "hit", range(0, 19), stratum=50)
    none = judged(UNITS, range(100, 118), "no hit", set(), stratum=150)
    (alike,) = corrected(pd.concat([plain, none]), hits).to_dict("records")
    assert width(row) > width(alike)


def width(row):
    return row["corrected_high"] - row["corrected_low"]


def test_from_ten_texts_on_the_interval_is_over_texts_too():
    units = sentences([f"t{n:02d}" for n in range(20)], 10)
    hits = hits_in(units, range(0, 40))
    found = judged(units, range(0, 40), "hit", range(0, 36), stratum=40)
    others = judged(units, range(40, 200), "no hit", {50, 60, 70}, stratum=160)
    (row,) = corrected(pd.concat([found, others]), hits, units).to_dict("records")
    assert row["corrected"] == pytest.approx(39 / 2)
    assert row["corrected_low"] < row["corrected"] < row["corrected_high"]  # though all were read
    assert row["note"] == NO_NUMBER
    assert pd.isna(row["more"])


def strata(*sides):
    """One row: units, how many of them were judged and the share, of those with a hit and not."""
    one, other = (
        [np.array([value], dtype=float) for value in side] for side in (sides[:3], sides[3:])
    )
    return Strata(one[0], one[1], one[1], one[2], other[0], other[1], other[1], other[2])


def test_the_interval_is_that_of_a_slow_twin():
    for n, of, yes, effect in product((10, 40), (40, 1000), (0, 3, 10), (None, 2.0)):
        seen = strata(of, n, yes / n, 5000, 50, 2 / 50)
        given_effect = None if effect is None else np.array([effect])
        count, low, high = corrected_counts(seen, given_effect)
        below = above = 0.0
        for a, m, total in ((yes, n, of), (2, 50, 5000)):
            share, left = a / m, (1 - m / total) ** 0.5
            start = beta.ppf(0.025, a + 0.5, m - a + 0.5) if a else 0.0
            end = beta.ppf(0.975, a + 0.5, m - a + 0.5) if a < m else 1.0
            below += (total * (share - start) * left) ** 2
            above += (total * (end - share) * left) ** 2
        told = of * yes / n + 5000 * 2 / 50
        if effect:
            below += (told - effect * gamma.ppf(0.025, told / effect + 0.5)) ** 2
            above += (effect * gamma.ppf(0.975, told / effect + 0.5) - told) ** 2
        assert count[0] == pytest.approx(told)
        assert (low[0], high[0]) == pytest.approx((max(told - below**0.5, 0), told + above**0.5))


def test_so_many_further_judgements_halve_the_interval_and_fewer_do_not():
    seen = strata(400, 20, 0.8, 9600, 60, 0.1)
    (more,) = halving(seen, None)
    ends = []
    for factor in (1.0, 1 + more / 80, 1 + 0.97 * more / 80):
        grown = strata(400, 20 * factor, 0.8, 9600, 60 * factor, 0.1)
        _, low, high = corrected_counts(grown, None)
        ends.append(float(high[0] - low[0]))
    assert ends[1] <= ends[0] / 2 < ends[2]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 60), st.integers(1, 60), st.floats(0, 1), st.floats(0, 1), st.integers(0, 5000)
)
def test_an_interval_holds_its_count_shrinks_with_more_read_and_is_none_of_all(n, m, p, q, more):
    seen = strata(n + more, n, p, m + more, m, q)
    count, low, high = corrected_counts(seen, None)
    assert 0 <= low[0] <= count[0] + 1e-9
    assert count[0] <= high[0] + 1e-9
    assert high[0] <= n + m + 2 * more + 1e-6
    if not more:
        assert high[0] - low[0] == pytest.approx(0, abs=1e-9)
    _, over_low, over_high = corrected_counts(seen, np.array([1.5]))
    assert over_low[0] <= low[0] + 1e-9
    assert over_high[0] >= high[0] - 1e-9


@pytest.mark.parametrize("share", [1e-9, 0.001, 0.999, 1 - 1e-9])
def test_a_share_near_none_or_all_lies_between_its_ends(share):
    one, units = np.ones(1), np.full(1, 4.0)
    mean, low, high = share_ends(np.full(1, share), one, one, units)
    assert low[0] <= mean[0] == share <= high[0] <= 1
    seen = strata(4, 1, share, 4, 1, share)
    count, low, high = corrected_counts(seen, None)
    assert low[0] <= count[0] <= high[0] <= 8
    assert count_ends(np.full(1, share / 10), one)[0][0] <= share / 10


def test_shares_of_no_unit_are_none_and_counts_of_none_begin_at_zero():
    none = np.zeros(1)
    assert [end.tolist() for end in share_ends(none * np.nan, none, none, none)] == [[0.0]] * 3
    low, high = count_ends(none, np.ones(1))
    assert low.tolist() == [0.0]
    assert high[0] == pytest.approx(gamma.ppf(0.975, 0.5))


def test_of_no_text_the_table_has_its_columns_and_no_row():
    none = pd.DataFrame({"doc": [], "mode": [], "speaker": [], "words": []})
    found = corrected_rates(JUDGED[:0], HITS[:0], UNITS[:0], none, texts_of(UNITS[:0]), codes=[])
    assert found.empty
    assert list(found)[-5:] == ["corrected", "corrected_low", "corrected_high", "more", "note"]


def test_a_sentence_is_the_voices_that_says_most_of_it():
    voices = pd.DataFrame(
        [("a", 0, 6, "direct", "Ann"), ("a", 6, 12, "outlet", ""), ("a", 12, 40, "direct", "Ben")],
        columns=["doc", "start", "end", "mode", "speaker"],
    )
    units = pd.DataFrame({"doc": "a", "start": [0, 7, 20], "end": [10, 18, 30]})
    found = spoken_units(units, voices)
    assert found["speaker"].tolist() == ["Ann", "Ben", "Ben"]
    assert spoken_units(units[:0], voices).empty
