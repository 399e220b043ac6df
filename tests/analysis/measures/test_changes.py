"""Changes over time and differences between groups, by tests that keep texts whole."""

import itertools

import numpy as np
import pandas as pd
import pytest

from topoi.analysis.measures.changes import (
    change_points,
    dealt,
    group_differences,
    largest_and_share,
    residuals,
    spread,
)


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


@pytest.mark.parametrize(("hits", "tested"), [(4, False), (5, True)])
def test_a_code_is_tested_from_five_hits_on(hits: int, tested: bool) -> None:
    counts = [0] * (40 - hits) + [1] * hits
    found = change_points(*texts(counts, MONTHS), codes=["x"], draws=9)
    assert found["p"].notna().tolist() == [tested]
    own, words, placed = texts(counts, MONTHS, ["A", "B"] * 20)
    differ = group_differences(own, words, placed.set_index("doc")["group"], codes=["x"], draws=9)
    assert differ["p"].notna().tolist() == [tested]


@pytest.mark.parametrize(("before", "behind", "tested"), [(10, 10, True), (9, 11, False)])
def test_a_place_is_tested_with_ten_texts_on_both_sides(before, behind, tested) -> None:
    counts = [1] * before + [3] * behind
    found = change_points(*texts(counts, [1] * before + [2] * behind), codes=["x"], draws=9)
    assert found["p"].notna().tolist() == [tested]
    other = change_points(*texts(counts, [1] * behind + [2] * before), codes=["x"], draws=9)
    assert other["p"].notna().tolist() == [tested]


def test_a_change_is_where_it_is_largest_and_rates_are_over_the_words_of_each_side() -> None:
    words = [100] * 30 + [200] * 10
    counts = [0, 1] * 15 + [8] * 10
    found = change_points(*texts(counts, MONTHS, words=words), codes=["x"], draws=19)
    assert found[["code", "hits", "since", "before", "after", "p", "q"]].values.tolist() == [
        ["x", 95, pd.Timestamp("2025-04-01"), 5.0, 40.0, 0.05, 0.05]
    ]
    assert found.attrs["note"].startswith(
        "The dates are dealt among the texts of each group anew 19"
    )


def test_hits_of_other_codes_and_texts_do_not_count_and_a_text_without_words_has_none() -> None:
    hits, words, placed = texts([1] * 40, MONTHS)
    more = pd.concat([hits, pd.DataFrame({"doc": ["zz", "d0"], "code": ["x", "other"]})])
    found = change_points(more, words.drop("d39"), placed, codes=["x"], draws=9)
    assert found.loc[0, "hits"] == 40
    differ = group_differences(more, words, placed.set_index("doc")["group"], codes=["x", "y"])
    assert differ[["code", "hits"]].values.tolist() == [["x", 40], ["y", 0]]
    assert differ.attrs["note"].startswith("The groups are dealt among the texts anew 999 times")


def test_residuals_are_from_one_rate_in_each_group() -> None:
    found = residuals(
        np.array([[2.0, 0.0, 3.0]]), np.array([100.0, 100.0, 50.0]), np.array([0, 0, 1])
    )
    assert found.tolist() == [[1.0, -1.0, 0.0]]


def test_the_spread_of_sums_is_that_of_draws_without_replacement() -> None:
    errors, place = np.array([[3.0, -1.0, -1.0, -1.0]]), np.array([0, 0, 1, 1])
    sums_ = [errors[0, list(way)].sum() for way in itertools.combinations(range(4), 2)]
    found = spread(errors, place, np.zeros(4, dtype=int), places=2)
    assert found == pytest.approx(np.array([[np.std(sums_)]]))
    # one of each of two groups, whose errors sum to nothing: 3 or -3, and 1 or -1
    apart = spread(np.array([[3.0, 1.0, -3.0, -1.0]]), place, np.array([0, 1, 0, 1]), places=2)
    assert apart == pytest.approx(np.array([[np.sqrt(9 + 1)]]))
    alone = spread(np.array([[1.0, -1.0]]), place[1:3], np.array([0, 1]), places=2)
    assert alone == pytest.approx(np.array([[0.0]]))  # of one text each nothing is dealt


def test_the_first_of_the_sets_is_the_texts_as_they_are_and_the_others_keep_groups() -> None:
    errors, place = np.array([[1.0, 2.0, 4.0, 8.0]]), np.array([0, 1, 0, 1])
    within = np.array([0, 0, 1, 1])
    first, *others = dealt(errors, place, within, places=2, draws=40, seed=1)
    assert first.tolist() == [[5.0, 10.0]]
    assert {tuple(one[0]) for one in others} == {(5, 10), (6, 9), (9, 6), (10, 5)}


def test_the_largest_and_how_often_it_is_reached() -> None:
    sets = [[[1.0, 3.0]], [[3.0, 0.0]], [[2.9, 2.9]], [[0.0, 3.0 - 1e-12]]]
    at, share = largest_and_share(iter([np.array(one) for one in sets]))
    assert (at.tolist(), share.tolist()) == ([1], [0.75])
