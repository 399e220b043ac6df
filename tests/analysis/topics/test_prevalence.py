"""Prevalence of topics, overall and by group."""

import numpy as np
import pandas as pd
import pytest

from topoi.analysis.measures.intervals import SHARES_AS_IF, SHARES_OVER_TEXTS, wilson
from topoi.analysis.measures.rates import shares_over_texts
from topoi.analysis.topics.models import TopicModel
from topoi.analysis.topics.prevalence import (
    compare_groups,
    dominant,
    dominant_topics,
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
