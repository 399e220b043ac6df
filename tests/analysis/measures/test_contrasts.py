"""Ratios of rates: which groups, which passages, how sure, hand-counted and beside slow twins."""

from math import inf

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, nbinom

from topoi.analysis.measures.contrasts import (
    alpha_of,
    contrasts,
    mean_effect,
    negative_binomial_interval,
    quantiles,
    ratio_interval,
    sides_of,
)
from topoi.errors import InputError


def spoken(rows):
    return pd.DataFrame(rows, columns=["doc", "mode", "speaker", "words"])


def passages(rows):
    listed = [row for *row, times in rows for _ in range(times)]
    return pd.DataFrame(listed, columns=["doc", "code", "mode", "speaker"])


WORDS = spoken([("a", "outlet", "", 1000), ("a", "direct", "Ann", 500), ("b", "outlet", "", 1000)])
HITS = passages(
    [("a", "x", "outlet", "", 1), ("a", "x", "direct", "Ann", 3), ("b", "x", "outlet", "", 5)]
)
TEXTS = pd.DataFrame({"doc": ["a", "b"], "party": ["Left", "Right"], "year": ["2021", "2022"]})


def contrast(**options):
    return contrasts(HITS, WORDS, TEXTS, codes=["x"], **options)


def test_a_rate_is_over_the_words_of_its_own_group_and_two_groups_are_one_comparison():
    (row,) = contrast(by="mode").to_dict("records")
    assert (row["group"], row["other"]) == ("direct", "outlet")
    assert (row["hits"], row["words"], row["rate"]) == (3, 500, 6.0)
    assert (row["other_hits"], row["other_words"], row["other_rate"]) == (6, 2000, 3.0)
    assert row["ratio"] == 2.0


def test_columns_of_the_texts_and_two_of_them_are_groups():
    (row,) = contrast(by="party").to_dict("records")
    assert (row["group"], row["hits"], row["words"]) == ("Left", 4, 1500)
    (row,) = contrast(by="party,year").to_dict("records")
    assert (row["group"], row["other"]) == ("Left, 2021", "Right, 2022")


def test_a_voice_and_a_column_together_are_groups_and_others_are_all_but_the_group():
    found = contrast(by="party,mode").set_index("group")
    assert list(found.index) == ["Left, direct", "Left, outlet", "Right, outlet"]
    assert found.loc["Left, outlet", ["hits", "other_hits", "other_words"]].tolist() == [1, 8, 1500]
    assert set(found["other"]) == {"others"}


def test_a_group_is_compared_with_each_other_or_with_the_one_asked_for():
    assert sides_of(["a", "b", "c"], "pairs") == [(0, [1]), (0, [2]), (1, [2])]
    assert sides_of(["a", "b", "c"], "b") == [(0, [1]), (2, [1])]
    assert sides_of(["a"], "others") == sides_of([], "pairs") == []
    with pytest.raises(
        InputError, match=r"reference 'z': is no group\. There are: others, pairs, a\."
    ):
        sides_of(["a"], "z")


def test_a_code_without_a_passage_on_one_side_has_no_upper_end_and_on_both_says_nothing():
    lone = contrasts(HITS[:1], WORDS, TEXTS, codes=["x", "y"], by="mode").set_index("code")
    assert lone.loc["x", ["ratio", "low"]].tolist() == [0.0, 0.0]
    assert 0 < lone.loc["x", "high"] < inf
    assert np.isnan(lone.loc["y", "ratio"])
    assert lone.loc["y", ["low", "high"]].tolist() == [0.0, inf]


def test_few_passages_are_not_tested_and_the_note_counts_those_that_are():
    found = contrasts(HITS[:4], WORDS, TEXTS, codes=["x"], by="mode")
    assert found[["p", "q"]].isna().all(axis=None)
    assert "so that none is tested" in found.attrs["note"]
    assert "One comparison is tested, so that q is p" in contrast(by="mode").attrs["note"]
    both = contrast(by="party,mode").attrs["note"]
    assert "over the 3 comparisons tested (Benjamini and Hochberg 1995); those with" in both


def test_the_exact_interval_holds_the_ratios_that_a_binomial_test_does_not_reject():
    ends, p = ratio_interval(np.array([7, 3]), np.array([400, 600]), exact=True)
    for ratio, side in ((ends.low, "low"), (ends.high, "high")):
        share = ratio * 400 / (ratio * 400 + 600)
        tail = binom.sf(6, 10, share) if side == "low" else binom.cdf(7, 10, share)
        assert tail == pytest.approx(0.025)
    assert p == pytest.approx(2 * binom.sf(6, 10, 0.4))


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("hits", [(9, 1), (1, 9), (0, 6), (6, 0), (14, 5), (4, 4), (0, 0)])
def test_p_is_below_the_level_just_where_the_interval_leaves_out_one(hits, exact):
    ends, p = ratio_interval(np.array(hits), np.array([1000, 1300]), exact=exact)
    assert (p < 0.05) == (not ends.low <= 1 <= ends.high)


def test_the_intervals_hold_the_true_ratio_about_as_often_as_they_say():
    draw = np.random.default_rng(3)
    counts = draw.poisson([6.0, 9.0], size=(800, 2))
    words = np.array([1000, 1000])
    for exact, (least, most) in ((True, (0.95, 0.99)), (False, (0.93, 0.97))):
        ends = [ratio_interval(one, words, exact=exact)[0] for one in counts]
        held = np.mean([low <= 6 / 9 <= high for low, high in ends])
        assert least <= held <= most


def many(counts, *, group):
    """Return words and passages of texts of 1,000 words, and their groups."""
    docs = [f"t{n:02d}" for n in range(len(counts))]
    words = spoken([(doc, "outlet", "", 1000) for doc in docs])
    hits = passages([(doc, "x", "outlet", "", n) for doc, n in zip(docs, counts, strict=True)])
    return hits, words, pd.DataFrame({"doc": docs, "party": group})


def test_a_burst_in_one_text_widens_the_interval_and_is_told_as_overdispersion():
    group = ["L"] * 10 + ["R"] * 10
    even = contrasts(*many([2] * 10 + [1] * 10, group=group), codes=["x"], by="party").iloc[0]
    burst = contrasts(*many([20] + [0] * 9 + [1] * 10, group=group), codes=["x"], by="party").iloc[
        0
    ]
    assert even["ratio"] == burst["ratio"] == 2.0
    assert even["effect"] == 1.0
    assert burst["effect"] > 4
    assert even["alpha"] < 0.01
    assert burst["alpha"] > 1
    assert burst["low"] < even["low"]
    assert burst["nb_low"] < even["nb_low"]
    assert burst["boot_low"] == 0.0
    assert burst["high"] > even["high"]


def test_with_too_few_texts_nothing_is_said_of_clustering():
    few = contrasts(
        *many([1, 2, 1, 3, 2, 1, 0, 1, 1], group=["L", "R", "R"] * 3), codes=["x"], by="party"
    )
    assert few[["effect", "alpha", "nb_low", "boot_low"]].isna().all(axis=None)
    more = contrasts(
        *many([1, 2, 1, 3, 2, 1, 0, 1, 1, 1, 2, 1], group=["L", "R"] * 6), codes=["x"], by="party"
    )
    assert more[["effect", "alpha", "nb_low", "boot_low"]].notna().all(axis=None)


def test_alpha_and_the_interval_are_those_of_a_negative_binomial_regression():
    models = pytest.importorskip("statsmodels.discrete.discrete_model")
    draw = np.random.default_rng(5)
    counts = draw.negative_binomial(2, 2 / (2 + np.array([[4.0, 8.0]])), size=(60, 2)).astype(float)
    sizes = np.full((60, 2), 1000.0)
    alpha = alpha_of(counts, sizes)
    side = np.tile([1.0, 0.0], 60)
    fit = models.NegativeBinomial(
        counts.ravel(), np.column_stack([np.ones(120), side]), exposure=sizes.ravel()
    ).fit(disp=False)
    assert alpha == pytest.approx(fit.params[2], rel=0.01)
    expected = np.exp(fit.conf_int()[1])
    assert negative_binomial_interval(counts.T, sizes.T, alpha=alpha) == pytest.approx(
        tuple(expected), rel=0.02
    )


def test_alpha_is_where_the_likelihood_is_greatest_on_a_grid():
    counts, sizes = np.array([[0.0], [7.0], [1.0], [4.0]]), np.full((4, 1), 500.0)
    grid = np.exp(np.linspace(-6, 3, 2000))
    likelihood = [nbinom.logpmf(counts[:, 0], 1 / a, 1 / (1 + a * 3)).sum() for a in grid]
    assert alpha_of(counts, sizes) == pytest.approx(grid[np.argmax(likelihood)], rel=0.01)
    assert np.isnan(alpha_of(np.zeros((3, 1)), np.ones((3, 1))))


def test_a_side_without_a_passage_has_no_negative_binomial_interval():
    found = negative_binomial_interval(np.array([[0.0], [3.0]]), np.full((2, 1), 9.0), alpha=1.0)
    assert np.isnan(found).all()


def test_draws_without_a_passage_on_either_side_are_left_out_of_the_quantiles():
    counts = np.array([[0.0, 2.0, 4.0], [0.0, 1.0, 1.0]])
    assert quantiles(counts, np.ones((2, 3))) == (2.0, 4.0)
    assert np.isnan(quantiles(np.zeros((2, 3)), np.ones((2, 3)))).all()


def test_the_same_seed_gives_the_same_table():
    given = many([1, 2, 1, 3, 2, 1, 0, 1, 1, 1], group=["L", "R"] * 5)
    one, same, other = (contrasts(*given, codes=["x"], by="party", seed=s) for s in (1, 1, 2))
    pd.testing.assert_frame_equal(one, same)
    assert one["boot_high"].iloc[0] != other["boot_high"].iloc[0] or one.equals(other)


def test_the_design_effect_of_several_groups_is_the_mean_by_their_passages():
    counts = np.array([[2.0, 1.0, 9.0], [0.0, 1.0, 0.0]])
    assert mean_effect(np.array([1.0, 4.0, 7.0]), counts, [0, 1]) == pytest.approx(2.5)
    assert mean_effect(np.array([1.0, 4.0]), np.zeros((2, 2)), [0, 1]) == pytest.approx(2.5)


def test_a_small_group_borrows_the_clustering_of_all_groups():
    bursts = [9, 0, 0, 0, 8, 0, 0, 0, 0, 7, 0, 0]
    given = many([*bursts, 0, 6], group=["L"] * 6 + ["R"] * 6 + ["S"] * 2)
    found = contrasts(*given, codes=["x"], by="party", reference="pairs")
    assert (found["effect"] > 2).all()
