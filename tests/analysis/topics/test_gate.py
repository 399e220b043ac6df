"""The null gate and the choice of K."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.analysis.topics.gate import (
    Gate,
    choose_k,
    curve_row,
    gates_of,
    null_gates,
    stability_curve,
    topic_numbers,
    upper_edges,
    verdict_on,
)
from topoi.analysis.topics.models import nmf_topics
from topoi.analysis.topics.stability import agreement, average_jaccard, shuffled, subsample
from topoi.analysis.topics.units import (
    TermMatrix,
    load_stop_words,
    sample_units,
    topic_units,
    vocabulary,
)
from topoi.analysis.topics.words import coherence
from topoi.text.corpus.corpus import Corpus
from topoi.text.words.numbered import token_table as tokens
from topoi.text.words.segments import segments


def planted(*, units: int = 60, themes: int = 3, docs: int = 60) -> TermMatrix:
    """Return units that each draw 30 words from one of a few separate sets of ten words."""
    draw = np.random.default_rng(1)
    rows = np.repeat(np.arange(units), 30)
    columns = (rows % themes) * 10 + draw.integers(0, 10, size=len(rows))
    groups = np.array([f"{number % docs:03}" for number in range(units)])
    return TermMatrix(tuple(f"w{n:02}" for n in range(themes * 10)), rows, columns, groups)


def test_average_jaccard_weighs_the_top_more() -> None:
    assert average_jaccard([1, 2, 3], [1, 2, 3]) == 1
    assert average_jaccard([1, 2, 3], [1, 4, 5]) > average_jaccard([1, 2, 3], [4, 5, 1])
    assert average_jaccard([], []) == 0


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True))
def test_average_jaccard_is_symmetric_and_a_share(one: list[int], other: list[int]) -> None:
    assert 0 <= average_jaccard(one, other) <= 1
    assert average_jaccard(one, other) == average_jaccard(other, one)


def test_a_model_agrees_with_itself_in_any_order() -> None:
    model = nmf_topics(planted(), 3)
    assert agreement(model, model) == pytest.approx(1)


def null_gate(words: TermMatrix, k: int, **options: int) -> Gate:
    return null_gates(words, [k], **options)[k]


def bursty(*, units: int = 60, terms: int = 80, share: float = 0.25) -> TermMatrix:
    """Return units of words that are in so many of them, one to five times, whatever the others."""
    draw = np.random.default_rng(2)
    rows, columns = np.nonzero(draw.random((units, terms)) < share)
    times = draw.integers(1, 6, size=len(rows))
    groups = np.array([f"{number:03}" for number in range(units)])
    names = tuple(f"w{n:02}" for n in range(terms))
    return TermMatrix(names, np.repeat(rows, times), np.repeat(columns, times), groups)


def test_shuffling_keeps_how_often_a_word_is_in_each_of_its_units() -> None:
    words = bursty(share=0.08)
    dealt = shuffled(words, np.random.default_rng(0))
    before, after = words.counts.toarray(), dealt.counts.toarray()
    assert (np.sort(before, axis=0) == np.sort(after, axis=0)).all()
    assert ((before > 0).sum(axis=1) == (after > 0).sum(axis=1)).all()
    assert (before != after).any(axis=0).all()


def test_shuffling_parts_words_that_were_together() -> None:
    words = planted()
    dealt = shuffled(words, np.random.default_rng(0))
    mixed = [len({term // 10 for term in row.nonzero()[0]}) for row in dealt.counts.toarray()]
    assert min(mixed) > 1
    assert np.mean(mixed) > 2.9


def test_documents_are_kept_or_left_whole() -> None:
    words = planted(units=60, docs=20)
    part = subsample(words, np.random.default_rng(0))
    assert pd.Series(part.groups).value_counts().tolist() == [3] * 16


def test_units_of_one_document_are_resampled_one_by_one() -> None:
    part = subsample(planted(docs=1), np.random.default_rng(0))
    assert len(part.groups) == 48


def test_planted_topics_pass_the_gate_and_may_be_published() -> None:
    gate = null_gate(planted(), 3, runs=8, shuffles=4)
    assert gate.passed
    assert verdict_on(gate).publish


def test_shuffled_words_do_not_pass() -> None:
    dealt = shuffled(planted(), np.random.default_rng(5))
    assert not null_gate(dealt, 3, runs=8, shuffles=4).passed


def test_words_that_only_repeat_themselves_do_not_pass() -> None:
    gates = null_gates(bursty(), (2, 3, 5), runs=20, shuffles=8)
    assert not any(gate.passed for gate in gates.values())


def repeated(texts: int, *, times: int) -> TermMatrix:
    """Return texts of 40 words drawn from 60 at random, each so many times with a word changed."""
    draw = np.random.default_rng(3)
    made = []
    for _ in range(texts):
        words = draw.integers(60, size=40)
        for copy in range(times):
            words = words.copy()
            words[copy] = draw.integers(60)
            made.append(words)
    groups = np.array([f"{number:03}" for number in range(len(made))])
    rows = np.repeat(np.arange(len(made)), 40)
    return TermMatrix(tuple(f"w{n:02}" for n in range(60)), rows, np.concatenate(made), groups)


def test_near_copies_leave_before_the_test() -> None:
    words = repeated(5, times=6)
    assert words.copies["unit"].tolist() == [n for n in range(30) if n % 6]
    assert (words.copies["like"] // 6).tolist() == (words.copies["unit"] // 6).tolist()
    assert words.without_copies().groups.tolist() == ["000", "006", "012", "018", "024"]
    gates = null_gates(words, (2, 3, 4, 5), runs=10, shuffles=4)
    assert {gate.units for gate in gates.values()} == {5}
    assert not any(verdict_on(gate).publish for gate in gates.values())
    assert "5 units for 2 topics are fewer than 10 units a topic" in verdict_on(gates[2]).reasons


def test_texts_of_one_topic_are_no_copies() -> None:
    assert planted().copies.empty
    assert planted().without_copies().groups.size == 60


def test_what_copies_reach_is_corrected_for_the_numbers_tried() -> None:
    # Means .3 and .5, standard deviations .1 and .2; the copies' largest: 1, 1, 1, 1 of them.
    null = np.array([[0.2, 0.7], [0.4, 0.3], [0.4, 0.7], [0.2, 0.3]])
    assert upper_edges(null) == pytest.approx([0.4, 0.7])
    # One number alone: the largest. Two: what is 1.73 deviations off anywhere counts for both.
    alone = np.array([[0.1], [0.1], [0.1], [0.5]])
    assert upper_edges(alone) == pytest.approx([0.5])
    both = np.column_stack([alone, null[:, :1]])
    assert upper_edges(both) == pytest.approx([0.5, 0.3 + 3**0.5 * 0.1])


def test_more_numbers_tried_never_lower_what_copies_reach() -> None:
    null = np.random.default_rng(0).random((20, 5))
    for columns in range(1, 5):
        assert (
            upper_edges(null[:, : columns + 1])[:columns] >= upper_edges(null[:, :columns])
        ).all()


def test_the_test_is_made_of_fifty_resamples_and_twenty_shuffles() -> None:
    words = planted(units=30)
    gate = null_gates(words, [3])[3]
    assert (len(gate.agreements), len(gate.null)) == (50, 20)


def test_each_model_has_its_own_gate() -> None:
    words = planted()
    curve = stability_curve(words, [3], runs=6, shuffles=3)
    first, second = gates_of(words, curve, 3)
    assert first == curve.attrs["gates"][3]
    assert (first.method, second.method) == ("NMF", "LDA")
    assert second.agreements != first.agreements
    few = planted(units=20)
    untested = gates_of(few, stability_curve(few, [3], runs=3, shuffles=2), 3)[1]
    assert verdict_on(untested).reasons == (
        "not tested: 20 units for 3 topics are fewer than 10 units a topic",
    )


def test_edges_are_reached_by_nineteen_in_twenty() -> None:
    gate = Gate(3, 60, tuple(np.arange(20) / 20), (), 0.0)
    assert (gate.low, gate.high) == (0.0, 0.95)
    gate = Gate(3, 60, tuple(np.arange(21) / 20), (), 0.0)
    assert (gate.low, gate.high) == (0.05, 0.95)


def test_the_seed_fails_and_the_reasons_are_said(seed: Corpus) -> None:
    units = topic_units(seed.documents, segments(seed))
    stop_words = load_stop_words()
    words = vocabulary(tokens(seed), units, stop_words=stop_words)
    found = verdict_on(null_gate(words, 3, runs=12, shuffles=6))
    assert not found.publish
    assert found.reasons[0].startswith("the null gate fails at K = 3: 95% of resamples agree at")
    assert found.reasons[1] == "10 units for 3 topics are fewer than 10 units a topic"


def test_too_few_units_a_topic_are_not_published_even_if_stable() -> None:
    gate = Gate(3, 20, (0.9, 0.9), (0.1, 0.1), 0.1)
    assert gate.passed
    assert verdict_on(gate).reasons == ("20 units for 3 topics are fewer than 10 units a topic",)


@pytest.mark.parametrize("k", [1, 40, 61])
def test_a_gate_that_cannot_be_measured_says_why(k: int) -> None:
    gate = null_gate(planted(), k, runs=2, shuffles=1)
    assert "topics" in gate.note
    assert not verdict_on(gate).publish
    assert (gate.low, gate.null_high) == (0, 1)


def test_a_large_collection_is_measured_on_a_sample_of_units() -> None:
    words = planted(units=50)
    assert len(sample_units(words, 20, seed=0).groups) == 20
    assert sample_units(words, 50, seed=0) is words
    assert null_gate(words, 2, runs=2, shuffles=1, most_units=20).units == 50


def test_the_curve_keeps_rows_that_could_not_be_measured() -> None:
    curve = stability_curve(planted(units=12), [2, 3, 50], runs=3, shuffles=2)
    assert curve["k"].tolist() == [2, 3, 50]
    assert curve["note"].tolist()[:2] == ["", ""]
    assert "50 topics" in curve["note"].iloc[2]
    assert choose_k(curve).k in {2, 3}


def test_the_same_seed_gives_the_same_curve() -> None:
    words = planted(units=20)
    one, other = (stability_curve(words, [2], runs=3, shuffles=2) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)


def curve_of(*rows: tuple[int, float, float, float, float, bool]) -> pd.DataFrame:
    """Return a curve of K, mean, low, excess, npmi, passed."""
    names = ["k", "mean", "low", "excess", "npmi", "passed"]
    return pd.DataFrame(rows, columns=names).assign(note="")


def test_a_peak_is_chosen() -> None:
    curve = curve_of((3, 0.6, 0.5, 0.2, 0.3, True), (5, 0.9, 0.85, 0.6, 0.1, True))
    assert choose_k(curve)[:2] == (5, True)


def test_on_a_flat_curve_no_k_is_called_best() -> None:
    curve = curve_of((3, 0.6, 0.5, 0.30, 0.3, True), (5, 0.6, 0.5, 0.31, 0.1, True))
    choice = choose_k(curve)
    assert choice[:2] == (3, False)
    assert "the curve is flat: 3, 5 do equally well" in choice.reason


def test_when_none_passes_the_choice_says_so() -> None:
    choice = choose_k(curve_of((3, 0.5, 0.2, 0.0, 0.3, False), (4, 0.5, 0.2, 0.1, 0.1, False)))
    assert choice[:2] == (4, False)
    assert "of the numbers tried (3, 4) none passes the test" in choice.reason


def test_nothing_measured_gives_the_reason() -> None:
    curve = curve_of((3, 0.5, 0.2, 0.0, 0.3, False)).assign(note="no word is left")
    assert choose_k(curve) == (0, False, "no word is left")


def test_the_curve_holds_the_gates_it_was_drawn_from() -> None:
    words = planted()
    curve = stability_curve(words, [2, 3], runs=4, shuffles=2, seed=5)
    gates = null_gates(words, [2, 3], runs=4, shuffles=2, seed=5)
    assert curve.attrs["gates"] == gates
    alone = null_gate(words, 3, runs=4, shuffles=2, seed=5)
    assert (alone.agreements, alone.null) == (gates[3].agreements, gates[3].null)


def test_the_numbers_to_try_are_those_that_units_can_hold() -> None:
    curve = stability_curve(repeated(9, times=2), runs=2, shuffles=1)
    assert curve["k"].tolist() == list(topic_numbers(9)) == [2, 3, 4, 5, 6]


def a_gate(**about: object) -> Gate:
    known = {"k": 2, "units": 20, "agreements": (0.5,) * 20, "null": (0.2,) * 20}
    return Gate(**{**known, "null_high": 0.3, **about})


def test_bands_hold_ninety_five_in_a_hundred_and_without_runs_all() -> None:
    gate = a_gate(agreements=tuple(n / 20 for n in range(21)), null=tuple(range(1, 21)))
    assert (gate.low, gate.high, gate.null_low) == (0.05, 0.95, 1)
    none = a_gate(agreements=(), null=())
    assert (none.low, none.high, none.null_low) == (0.0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("high", "note", "passed"),
    [(0.4999, "", True), (0.5, "", False), (0.49996, "", False), (0.1, "too few", False)],
)
def test_a_gate_passes_where_resamples_agree_by_more_than_copies_reach(high, note, passed) -> None:
    assert a_gate(null_high=high, note=note).passed == passed
    assert not a_gate(agreements=(0.50004,) * 20, null_high=0.5).passed
    assert a_gate(agreements=(0.50006,) * 20, null_high=0.5).passed


@pytest.mark.parametrize(
    ("about", "reasons"),
    [
        ({}, ()),
        ({"units": 19}, ("19 units for 2 topics are fewer than 10 units a topic",)),
        ({"note": "no word"}, ("not tested: no word",)),
        ({"null_high": 0.5},
         ("the null gate fails at K = 2: 95% of resamples agree at 0.50 or more, 95% of shuffled "
          "copies at up to 0.50",)),
        ({"units": 19, "note": "19 units for 2 topics are fewer than 10 units a topic"},
         ("not tested: 19 units for 2 topics are fewer than 10 units a topic",)),
    ],
)  # fmt: skip
def test_topics_are_published_that_pass_with_ten_units_each(about, reasons) -> None:
    found = verdict_on(a_gate(**about))
    assert (found.publish, found.reasons) == (not reasons, reasons)


def numbers_tried(*rows: tuple[int, float, float, float, float, bool, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["k", "mean", "low", "excess", "npmi", "passed", "note"])


def test_a_number_within_the_spread_of_the_best_does_as_well_as_it() -> None:
    best = (3, 0.8, 0.7, 0.5, 0.1, True, "")
    at_the_edge = numbers_tried((2, 0.6, 0.6, 0.4 + 1e-12, 0.3, True, ""), best)
    chosen = choose_k(at_the_edge)
    assert (chosen.k, chosen.stands_out) == (2, False)
    assert chosen.reason == (
        "the curve is flat: 2, 3 do equally well; 2 has the highest NPMI of them and is shown, not "
        "as an optimum"
    )
    beyond = choose_k(numbers_tried((2, 0.6, 0.6, 0.399, 0.3, True, ""), best))
    assert (beyond.k, beyond.stands_out) == (3, True)
    assert beyond.reason.endswith("than the other numbers tried (2, 3)")
    failing = choose_k(numbers_tried((2, 0.6, 0.6, 0.9, 0.3, False, ""), best))
    assert failing.k == 3
    none = choose_k(
        numbers_tried((2, 0.6, 0.6, 0.1, 0.3, False, ""), (3, 0.6, 0.6, 0.2, 0.1, False, ""))
    )
    assert none.reason == "of the numbers tried (2, 3) none passes the test; 3 is shown to see why"
    assert choose_k(numbers_tried()).reason == "no K was tried"
    untried = choose_k(numbers_tried((2, 0, 0, 0, 0, False, "few"), (3, 0, 0, 0, 0, False, "few")))
    assert (untried.k, untried.stands_out, untried.reason) == (0, False, "few")


def test_up_to_a_hundred_units_small_numbers_are_tried() -> None:
    assert topic_numbers(100) == (2, 3, 4, 5, 6)
    assert topic_numbers(101) == (2, 5, 10, 15, 20)


def test_average_jaccard_at_every_depth_by_hand() -> None:
    assert average_jaccard([1, 2, 3], [2, 1, 4]) == pytest.approx((0 + 1 + 2 / 4) / 3)
    assert average_jaccard([1], [1, 2]) == pytest.approx((1 + 1 / 2) / 2)


def test_four_fifths_of_documents_are_drawn_from_ten_on_and_of_units_below() -> None:
    nine, ten = (planted(units=3 * docs, docs=docs) for docs in (9, 10))
    draw = np.random.default_rng(0)
    assert len(subsample(nine, draw).groups) == round(0.8 * 27)
    part = subsample(ten, draw)
    assert len(set(part.groups)) == 8
    assert len(part.groups) == 24


def test_a_row_of_the_curve_is_made_of_its_gate() -> None:
    gate = a_gate(agreements=(0.5, 0.7), null=(0.1, 0.3), null_high=0.35)
    k, units, *numbers, passed, note = curve_row(gate, planted())
    assert (k, units, passed, note) == (2, 20, True, "")
    assert numbers[:7] == [0.6, 0.5, 0.7, 0.2, 0.1, 0.35, 0.4]
    assert numbers[7] == pytest.approx(
        np.mean(coherence(nmf_topics(planted(), 2), planted())), abs=1e-4
    )
    untested = curve_row(a_gate(note="too few"), planted())
    assert (untested[:2], untested[-2:]) == ((2, 20), (False, "too few"))
    assert np.isnan(untested[2:-2]).all()
