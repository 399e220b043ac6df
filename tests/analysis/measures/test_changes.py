"""Changes over time and differences between groups, by tests that keep texts whole."""

import itertools

import numpy as np
import pandas as pd
import pytest

from topoi.analysis.measures.changes import change_points, group_differences


def texts(hits_of_each, months, groups=None, words=100):
    """Return hits, words and placed texts: one text for each number of hits."""
    docs = [f"d{n}" for n in range(len(months))]
    placed = pd.DataFrame(
        {
            "doc": docs,
            "period": pd.to_datetime([f"2025-{month:02}-01" for month in months]),
            "group": groups if groups is not None else "all",
        }
    )
    hits = pd.DataFrame({"doc": np.repeat(docs, hits_of_each), "code": "x"})
    return hits, pd.Series(words, index=docs), placed


MONTHS = np.repeat([1, 2, 3, 4], 10)


def test_a_rate_that_doubles_changes_at_its_month() -> None:
    found = change_points(*texts([1] * 20 + [3] * 20, MONTHS), codes=["x", "y"])
    row = found.set_index("code").loc["x"]
    assert (row["hits"], row["since"], row["before"], row["after"]) == (
        80, pd.Timestamp("2025-03-01"), 10.0, 30.0,
    )  # fmt: skip
    assert row["p"] == row["q"] == 0.001
    none = found.set_index("code").loc["y"]
    assert (none["hits"], none["since"] is pd.NaT, np.isnan(none["q"])) == (0, True, True)


def test_a_burst_in_one_text_is_no_change() -> None:
    found = change_points(*texts([1] * 39 + [30], MONTHS), codes=["x"])
    assert found.loc[0, "p"] > 0.2


def test_a_group_with_another_rate_that_sets_in_later_is_no_change() -> None:
    counts = [1] * 20 + [1, 4] * 10
    groups = ["old"] * 20 + ["old", "new"] * 10
    hits, words, placed = texts(counts, MONTHS, groups)
    assert change_points(hits, words, placed.assign(group="all"), codes=["x"]).loc[0, "p"] < 0.05
    assert change_points(hits, words, placed, codes=["x"]).loc[0, "p"] == 1


def test_places_with_few_texts_on_one_side_and_codes_with_few_hits_are_not_tested() -> None:
    few = change_points(*texts([1] * 9 + [5] * 9, [1] * 9 + [2] * 9), codes=["x"])
    assert few["p"].isna().all()
    rare = change_points(*texts([0] * 36 + [1] * 4, MONTHS), codes=["x"])
    assert rare["p"].isna().all()


def test_the_p_of_groups_is_that_of_all_ways_to_deal_them() -> None:
    counts, groups = np.array([3, 2, 0, 1, 0, 0]), np.array(["A", "A", "A", "B", "B", "B"])
    hits, words, placed = texts(counts, [1] * 6, groups)
    found = group_differences(hits, words, placed.set_index("doc")["group"], codes=["x"])
    errors = counts - 1

    def statistic(inside):
        own = errors[list(inside)].sum()
        return own**2 / 3 + own**2 / 3

    ways = [statistic(inside) for inside in itertools.combinations(range(6), 3)]
    exact = np.mean([way >= statistic((0, 1, 2)) - 1e-9 for way in ways])
    assert found.loc[0, "p"] == pytest.approx(exact, abs=0.03)


def test_groups_whose_texts_all_differ_pass_and_one_group_is_not_tested() -> None:
    hits, words, placed = texts([1] * 20 + [4] * 20, MONTHS, ["A"] * 20 + ["B"] * 20)
    assert (
        group_differences(hits, words, placed.set_index("doc")["group"], codes=["x"])["q"][0]
        == 0.001
    )
    alone = group_differences(
        hits, words, placed.set_index("doc")["group"].map(lambda _: "A"), codes=["x"]
    )
    assert alone["p"].isna().all()


def test_texts_dealt_at_random_seldom_change_or_differ() -> None:
    rng = np.random.default_rng(1)
    changed, differ = [], []
    for draw in range(100):
        counts = rng.poisson(1, 60) * rng.choice([0, 1, 6], 60)
        hits, words, placed = texts(
            counts, np.repeat(np.arange(1, 7), 10), rng.choice(list("AB"), 60)
        )
        groups = placed.set_index("doc")["group"]
        options = {"codes": ["x"], "draws": 99, "seed": draw}
        changed += change_points(hits, words, placed, **options)["p"].tolist()
        differ += group_differences(hits, words, groups, **options)["p"].tolist()
    assert np.mean(np.array(changed) <= 0.05) < 0.12
    assert np.mean(np.array(differ) <= 0.05) < 0.12
