"""The null gate and the choice of K."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.analysis.topics.gate import (
    Gate,
    agreement,
    average_jaccard,
    choose_k,
    null_gate,
    shuffled,
    stability_curve,
    subsample,
    verdict_on,
)
from topoi.analysis.topics.models import nmf_topics
from topoi.analysis.topics.units import (
    TermMatrix,
    load_stop_words,
    sample_units,
    topic_units,
    vocabulary,
)
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


def test_shuffling_keeps_words_and_lengths() -> None:
    words = planted()
    dealt = shuffled(words, np.random.default_rng(0))
    assert (dealt.counts.sum(axis=0) == words.counts.sum(axis=0)).all()
    assert (dealt.counts.sum(axis=1) == words.counts.sum(axis=1)).all()


def test_documents_are_kept_or_left_whole() -> None:
    words = planted(units=60, docs=20)
    part = subsample(words, np.random.default_rng(0), share=0.8)
    assert pd.Series(part.groups).value_counts().tolist() == [3] * 16


def test_units_of_one_document_are_resampled_one_by_one() -> None:
    part = subsample(planted(docs=1), np.random.default_rng(0), share=0.8)
    assert len(part.groups) == 48


def test_planted_topics_pass_the_gate_and_may_be_published() -> None:
    gate = null_gate(planted(), 3, runs=8, shuffles=4)
    assert gate.passed
    assert verdict_on(gate).publish


def test_shuffled_words_do_not_pass() -> None:
    dealt = shuffled(planted(), np.random.default_rng(5))
    assert not null_gate(dealt, 3, runs=8, shuffles=4).passed


def test_the_seed_fails_and_the_reasons_are_said(seed: Corpus) -> None:
    units = topic_units(seed.documents, segments(seed))
    stop_words = load_stop_words()
    words = vocabulary(tokens(seed), units, stop_words=stop_words)
    found = verdict_on(null_gate(words, 3, runs=12, shuffles=6))
    assert not found.publish
    assert found.reasons[0].startswith("the null gate fails at K = 3")
    assert found.reasons[1] == "10 units for 3 topics are fewer than 10 units a topic"


def test_too_few_units_a_topic_are_not_published_even_if_stable() -> None:
    gate = Gate(3, 20, (0.9, 0.9), (0.1, 0.1))
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
    assert "the curve is flat: K = 3, 5 do equally well" in choice.reason


def test_when_none_passes_the_choice_says_so() -> None:
    choice = choose_k(curve_of((3, 0.5, 0.2, 0.0, 0.3, False), (4, 0.5, 0.2, 0.1, 0.1, False)))
    assert choice[:2] == (4, False)
    assert "no K of 3, 4 passes the gate" in choice.reason


def test_nothing_measured_gives_the_reason() -> None:
    curve = curve_of((3, 0.5, 0.2, 0.0, 0.3, False)).assign(note="no word is left")
    assert choose_k(curve) == (0, False, "no word is left")


def test_the_curve_holds_the_gates_it_was_drawn_from() -> None:
    words = planted()
    curve = stability_curve(words, [2, 3], runs=4, shuffles=2, seed=5)
    for k in (2, 3):
        assert curve.attrs["gates"][k] == null_gate(words, k, runs=4, shuffles=2, seed=5)
