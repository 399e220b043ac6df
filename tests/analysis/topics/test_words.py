"""Labels, alignment with codes, and junk topics."""

import numpy as np
import pandas as pd
import pytest

from topoi.analysis.topics.models import TopicModel
from topoi.analysis.topics.units import TermMatrix, TopicUnits
from topoi.analysis.topics.words import (
    alignment,
    background,
    coherence,
    frex_terms,
    junk,
    leading,
    nearest_units,
    one_unit,
    top_terms,
    topic_labels,
    topic_words,
)

SPANS = pd.DataFrame(
    {"doc": "a", "start": [0, 10, 20], "end": [10, 20, 30], "paragraph": [1, 2, 3]}
)
UNITS = TopicUnits("paragraph", "", SPANS)
MODEL = TopicModel(
    "NMF",
    2,
    ("army", "grain", "tanks", "trade"),
    np.array([[0.6, 0.0, 0.4, 0.0], [0.0, 0.5, 0.0, 0.5]]),
    np.array([[1.0, 0.0], [0.9, 0.1], [0.1, 0.9]]),
)
HITS = pd.DataFrame({"doc": "a", "start": [1, 12, 14, 99], "end": 100, "code": "war"})


def test_alignment_counts_shared_units() -> None:
    found = alignment(MODEL, UNITS, HITS)
    assert found[["topic", "topic_units", "code_units", "both", "jaccard"]].values.tolist() == [
        [1, 2, 2, 2, 1.0],
        [2, 1, 2, 0, 0.0],
    ]


def test_a_label_is_the_aligned_code_when_enough_units_are_shared() -> None:
    aligned = alignment(MODEL, UNITS, HITS).assign(both=[5, 0])
    found = topic_labels(MODEL, aligned)
    assert found["label"].tolist() == ["war (code)", "grain / trade"]
    assert found["jaccard"].tolist() == [1.0, 0.0]


def test_a_match_of_few_units_is_no_label() -> None:
    found = topic_labels(MODEL, alignment(MODEL, UNITS, HITS))
    assert found["label"].tolist() == ["army / tanks", "grain / trade"]
    assert found["code"].tolist() == ["war", "war"]


def test_labels_need_no_codes() -> None:
    assert topic_labels(MODEL)["label"].tolist() == ["army / tanks", "grain / trade"]
    empty = alignment(MODEL, UNITS, HITS[:0])
    assert topic_labels(MODEL, empty)["code"].tolist() == ["", ""]


def test_junk_topics_carry_their_reasons() -> None:
    words = TermMatrix(
        MODEL.terms, np.array([0, 1, 2, 2]), np.array([0, 2, 1, 3]), np.array(["a"] * 3)
    )
    assert junk(MODEL, words, [0.3, -0.1]) == [
        "",
        "rests on one unit; its words do not go together",
    ]


def test_a_topic_like_the_whole_is_background() -> None:
    same = np.full((1, 4), 0.25)
    model = TopicModel("LDA", 1, MODEL.terms, same, np.full((3, 1), 1.0))
    words = TermMatrix(
        MODEL.terms, np.array([0, 1, 2, 2]), np.array([0, 2, 1, 3]), np.array(["a"] * 3)
    )
    assert junk(model, words, [0.1]) == ["close to the words of the whole"]


WORDS = TermMatrix(MODEL.terms, np.array([0, 1, 2, 2]), np.array([0, 2, 1, 3]), np.array(["a"] * 3))


def test_leading_places_are_those_above_zero_ties_in_their_order() -> None:
    assert leading(np.array([0.2, 0.5, 0.0, 0.2]), 9) == [1, 0, 3]
    assert leading(np.array([0.2, 0.5, 0.0, 0.2]), 2) == [1, 0]
    assert top_terms(MODEL, words=1) == [[0], [1]]


def test_frex_weighs_how_exclusive_and_how_frequent_a_word_is() -> None:
    model = TopicModel(
        "NMF", 2, ("a", "b", "c"), np.array([[0.5, 0.3, 0.2], [0.5, 0.5, 0.0]]), MODEL.weights
    )
    # ranks of exclusivity in the first: c 1, a 2/3, b 1/3; of frequency: a 1, b 2/3, c 1/3
    scores = {"a": 1 / (0.7 / (2 / 3) + 0.3), "b": 1 / (0.7 * 3 + 0.3 * 1.5), "c": 1 / (0.7 + 0.9)}
    assert sorted(scores, key=lambda word: -scores[word]) == ["a", "c", "b"]
    assert frex_terms(model)[0] == [0, 2, 1]
    assert frex_terms(model)[1] == [1, 0]  # c has no share
    assert frex_terms(model, words=1) == [[0], [1]]
    assert frex_terms(model, exclusivity=0.95)[0] == [2, 0, 1]


def test_a_topic_of_two_words_has_a_coherence_and_one_of_fewer_has_none() -> None:
    texts = TermMatrix(
        ("a", "b", "c"), np.array([0, 0, 1, 1, 2]), np.array([0, 1, 0, 1, 2]), np.array(["d"] * 3)
    )
    model = TopicModel(
        "NMF", 2, texts.terms, np.array([[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]]), np.ones((3, 2))
    )
    together, alone = coherence(model, texts)
    assert together == pytest.approx(1.0, abs=1e-3)
    assert alone == 0
    none = TopicModel("NMF", 2, texts.terms, np.eye(3)[:2], np.ones((3, 2)))
    assert coherence(none, texts) == [0.0, 0.0]
    table = topic_words(model, texts)
    assert table.drop(columns="npmi").to_numpy().tolist() == [
        [1, "NMF", "a b", "a b"], [2, "NMF", "c", "c"],
    ]  # fmt: skip


def test_the_nearest_units_of_a_topic_are_ranked_by_their_weight() -> None:
    found = nearest_units(MODEL, UNITS, most=2)
    assert found.to_numpy().tolist() == [
        [1, 1, "a", 0, 10, 1, 1.0],
        [1, 2, "a", 10, 20, 2, 0.9],
        [2, 1, "a", 20, 30, 3, 0.9],
        [2, 2, "a", 10, 20, 2, 0.1],
    ]
    assert len(nearest_units(MODEL, UNITS)) == 5  # a weight of nothing is no place


def test_alignment_counts_either_and_what_is_expected() -> None:
    found = alignment(MODEL, UNITS, HITS).set_index("topic")
    assert found["expected"].tolist() == [1.3333, 0.6667]
    more = pd.concat([HITS, HITS.assign(start=25)[:1]])
    assert alignment(MODEL, UNITS, more)["jaccard"].tolist() == [0.6667, 0.3333]


@pytest.mark.parametrize(
    ("jaccard", "both", "label"),
    [(0.5, 5, "war (code)"), (0.4999, 9, "army / tanks"), (0.9, 4, "army / tanks")],
)
def test_a_code_is_a_label_from_half_of_the_units_and_five_of_them_on(jaccard, both, label) -> None:
    aligned = pd.DataFrame(
        {"topic": 1, "code": ["peace", "war"], "jaccard": [0.1, jaccard], "both": [9, both]}
    )
    found = topic_labels(MODEL, aligned)
    assert found.loc[0, ["label", "code", "jaccard"]].tolist() == [label, "war", jaccard]
    assert found.loc[1].tolist() == [2, "grain / trade", "", 0.0]


@pytest.mark.parametrize(
    ("weights", "alone"), [([0.5, 0.5], False), ([0.6, 0.4], True), ([0.0, 0.0], False)]
)
def test_a_topic_rests_on_one_unit_with_more_than_half_its_weight(weights, alone) -> None:
    assert one_unit(np.array(weights)) == alone


def test_a_topic_is_background_from_a_cosine_of_nine_tenths_on() -> None:
    whole = np.array([1.0, 0.0])
    for cosine, is_so in ((0.9, True), (0.8999, False)):
        assert background(np.array([cosine, np.sqrt(1 - cosine**2)]), whole) == is_so
    assert not background(np.zeros(2), whole)


def test_a_topic_that_leads_nowhere_and_one_of_no_coherence_say_so() -> None:
    model = TopicModel(
        "NMF", 2, MODEL.terms, MODEL.words, np.array([[0.4, 0.6], [0.4, 0.6], [0.4, 0.6]])
    )
    assert junk(model, WORDS, [0.1, 0.0]) == [
        "leads in no unit", "its words do not go together",
    ]  # fmt: skip


def test_a_label_has_the_three_leading_words() -> None:
    words = np.array([[0.4, 0.3, 0.2, 0.1]])
    model = TopicModel("NMF", 1, MODEL.terms, words, np.ones((3, 1)))
    assert topic_labels(model)["label"].tolist() == ["army / grain / tanks"]
