"""Prevalence of topics, overall and by group."""

import numpy as np
import pandas as pd
import pytest

from topoi.analysis.measures.intervals import SHARES_AS_IF, SHARES_OVER_TEXTS, wilson
from topoi.analysis.measures.rates import shares_over_texts
from topoi.analysis.topics.models import TopicModel
from topoi.analysis.topics.prevalence import (
    compare_groups,
    differences,
    dominant,
    dominant_topics,
    led_in_texts,
    mean_weights,
    prevalence,
    prevalence_by,
)
from topoi.analysis.topics.units import TopicUnits

WEIGHTS = np.array([[0.9, 0.1]] * 6 + [[0.2, 0.8]] * 3 + [[0.0, 0.0]])
DOCS = [f"d{number}" for number in range(10)]
MODEL = TopicModel("NMF", 2, ("a", "b"), np.eye(2), WEIGHTS)
SPANS = pd.DataFrame({"doc": DOCS, "start": 0, "end": 9, "paragraph": 0})
UNITS = TopicUnits("document", "", SPANS)
NONE = TopicModel("NMF", 0, (), np.zeros((0, 0)), np.zeros((10, 0)), {}, "no word is left")
SOURCES = pd.Series(["x"] * 5 + ["y"] * 5, index=DOCS)


def test_the_heaviest_topic_of_a_unit_and_none_without_words() -> None:
    assert dominant(MODEL).tolist() == [1] * 6 + [2] * 3 + [0]


def test_prevalence_counts_units_and_weighs_them() -> None:
    found = prevalence(MODEL, UNITS)
    assert found["units"].tolist() == [6, 3]
    assert found["share"].tolist() == [0.6, 0.3]
    told = shares_over_texts(pd.DataFrame({"led": [1] * 6 + [0] * 4}), [1] * 10)
    assert (
        found[["low", "high"]].iloc[0].tolist() == told[["low", "high"]].iloc[0].round(4).tolist()
    )
    assert found["low"].iloc[0] < wilson(6, 10).low < wilson(6, 10).high < found["high"].iloc[0]
    assert found["weight"].tolist() == [0.6, 0.3]
    assert (
        (found["weight_low"] < found["weight"]) & (found["weight"] < found["weight_high"])
    ).all()


def test_prevalence_by_group_shows_zeros() -> None:
    found = prevalence_by(MODEL, UNITS, SOURCES)
    assert found[["group", "topic", "units", "of"]].values.tolist() == [
        ["x", 1, 5, 5],
        ["x", 2, 0, 5],
        ["y", 1, 1, 5],
        ["y", 2, 3, 5],
    ]
    # ten texts in two groups are too few, in one they are enough
    assert found.attrs["note"].startswith(SHARES_AS_IF)
    assert prevalence(MODEL, UNITS).attrs["note"] == SHARES_OVER_TEXTS


def test_documents_without_a_group_are_left_out() -> None:
    found = prevalence_by(MODEL, UNITS, SOURCES.drop("d9"))
    assert found["of"].tolist() == [5, 5, 4, 4]


def test_p_is_that_of_fisher_where_each_unit_is_a_text() -> None:
    from scipy.stats import fisher_exact

    found = compare_groups(MODEL, UNITS, SOURCES, pair=("x", "y"), draws=4999)
    assert found.loc[0, ["units_a", "of_a", "units_b", "of_b"]].tolist() == [5, 5, 1, 5]
    assert found.loc[0, "p"] == pytest.approx(fisher_exact([[5, 0], [1, 4]])[1], abs=0.01)
    assert found.loc[0, "difference"] == 0.8
    assert found.loc[1, "note"].startswith("not tested: fewer than 5 units")
    assert pd.isna(found.loc[1, "p_corrected"])


def test_units_of_a_text_stay_together() -> None:
    # Ten units of four texts: two of five units in x, all of topic 1; two of one in y, none of it.
    texts = ["a"] * 4 + ["b"] * 4 + ["c", "d"]
    model = TopicModel("NMF", 2, ("a", "b"), np.eye(2), np.array([[1, 0]] * 8 + [[0, 1]] * 2))
    units = TopicUnits("paragraph", "", SPANS.assign(doc=texts))
    found = compare_groups(model, units, pd.Series(list("xxyy"), index=list("abcd")), draws=4999)
    # Of the 6 ways to deal the groups, 2 are as far apart; by units it were 2 of 45.
    assert found.loc[0, "p"] == pytest.approx(1 / 3, abs=0.02)


def test_p_is_corrected_for_all_that_is_compared() -> None:
    found = compare_groups(MODEL, UNITS, SOURCES).dropna(subset="p")
    assert (found["p_corrected"] >= found["p"]).all()
    again = compare_groups(MODEL, UNITS, SOURCES).dropna(subset="p")
    pd.testing.assert_frame_equal(found, again)


def test_groups_dealt_at_random_rarely_differ_anywhere() -> None:
    draw = np.random.default_rng(0)
    docs = [f"d{n:03}" for n in range(60)]
    units = TopicUnits("document", "", pd.DataFrame({"doc": docs, "start": 0, "end": 1}))
    weights = np.eye(4)[draw.integers(4, size=60)]
    model = TopicModel("NMF", 4, tuple("abcd"), np.eye(4), weights)
    least = []
    for seed in range(100):
        groups = pd.Series(np.random.default_rng(seed).permutation(["x", "y"] * 30), index=docs)
        least.append(compare_groups(model, units, groups, draws=99)["p_corrected"].min())
    assert np.mean(np.array(least) <= 0.05) <= 0.09


def test_without_a_pair_each_group_meets_the_others() -> None:
    found = compare_groups(MODEL, UNITS, SOURCES)
    assert found["group_a"].tolist() == ["x", "x", "y", "y"]


def test_a_group_without_units_has_none() -> None:
    found = compare_groups(MODEL, UNITS, SOURCES, pair=("x", "z"))
    assert found.loc[0, ["units_a", "of_a", "units_b", "of_b"]].tolist() == [5, 5, 0, 0]
    assert found.loc[0, "note"] == "not tested: no text"


def test_one_group_is_compared_with_nothing() -> None:
    assert compare_groups(MODEL, UNITS, SOURCES[:5]).empty


def test_dominant_topics_list_documents_heaviest_first() -> None:
    documents = pd.DataFrame({"doc": DOCS, "source": SOURCES.tolist(), "title": DOCS})
    found = dominant_topics(MODEL, UNITS, documents, most=2)
    assert found["topic"].tolist() == [1, 1, 2, 2]
    assert list(found.columns) == ["topic", "doc", "paragraph", "weight", "source", "title"]


def test_no_model_gives_empty_tables_with_columns() -> None:
    documents = pd.DataFrame({"doc": DOCS, "source": "x"})
    for table in (
        prevalence(NONE, UNITS),
        prevalence_by(NONE, UNITS, SOURCES),
        compare_groups(NONE, UNITS, SOURCES),
        dominant_topics(NONE, UNITS, documents),
    ):
        assert table.empty
        assert "topic" in table


def test_without_topics_no_unit_has_one() -> None:
    assert dominant(NONE).tolist() == [0] * 10


def test_of_a_text_the_units_that_each_topic_leads_are_counted() -> None:
    found = led_in_texts(np.array([1, 1, 2, 0]), pd.Series(list("aabb")), topics=3)
    assert found.loc["a"].tolist() == [2, 0, 0, 2]
    assert found.loc["b"].tolist() == [0, 1, 0, 2]
    assert list(found.columns) == [1, 2, 3, "of"]


def test_mean_weights_are_drawn_by_document_and_of_one_by_unit() -> None:
    weights = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    whole = mean_weights(weights, pd.Series(list("aabb")), seed=0)
    assert whole.to_numpy().tolist() == [[0.5, 0.0, 1.0], [0.5, 0.0, 1.0]]
    assert list(whole.columns) == ["weight", "weight_low", "weight_high"]
    units = mean_weights(weights, pd.Series(list("aaaa")), seed=0)
    assert units["weight"].tolist() == [0.5, 0.5]
    assert 0 <= units["weight_low"][0] < 0.5 < units["weight_high"][0] <= 1


def test_shares_of_groups_are_of_their_units() -> None:
    found = prevalence_by(MODEL, UNITS, SOURCES)
    assert found["share"].tolist() == [1.0, 0.0, 0.2, 0.6]
    assert found.loc[3, ["low", "high"]].tolist() == [
        pytest.approx(end, abs=1e-4) for end in wilson(3, 5)
    ]


def test_the_units_of_a_topic_are_listed_up_to_a_number_with_what_is_known_of_their_text() -> None:
    documents = pd.DataFrame({"doc": DOCS, "source": SOURCES.tolist(), "date": "x", "title": "t"})
    found = dominant_topics(MODEL, UNITS, documents, most=2)
    assert found.to_numpy().tolist() == [
        [1, "d0", 0, 0.9, "x", "x", "t"], [1, "d1", 0, 0.9, "x", "x", "t"],
        [2, "d6", 0, 0.8, "y", "x", "t"], [2, "d7", 0, 0.8, "y", "x", "t"],
    ]  # fmt: skip
    assert len(dominant_topics(MODEL, UNITS, documents)) == 9


@pytest.mark.parametrize(("second", "tested"), [(5, True), (4, False)])
def test_a_topic_that_leads_five_units_is_compared(second, tested) -> None:
    weights = np.array([[1.0, 0.0]] * (10 - second) + [[0.0, 1.0]] * second)
    model = TopicModel("NMF", 2, ("a", "b"), np.eye(2), weights)
    found = compare_groups(model, UNITS, SOURCES, draws=9)
    assert found.loc[1, ["units_a", "units_b"]].sum() == second
    assert (found.loc[1, "note"] == "") == tested
    assert pd.notna(found.loc[1, "p"]) == tested


def test_differences_are_of_shares_of_units() -> None:
    led, of = np.array([[2.0, 0.0], [1.0, 3.0], [0.0, 1.0]]), np.array([2.0, 4.0, 1.0])
    held = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    assert differences(led, of, held).tolist() == [
        pytest.approx([1 - 1 / 5, 0 - 4 / 5]), pytest.approx([1 / 5 - 1, 4 / 5 - 0]),
    ]  # fmt: skip
    assert differences(led, of, np.ones((3, 1)))[0].tolist() == pytest.approx([3 / 7, 4 / 7])
