"""Intervals over texts, against hand counts, scipy and a slow twin."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2, norm, t

from topoi.analysis.measures.intervals import (
    PRIOR,
    design_effects,
    garwood,
    jeffreys,
    rate_intervals,
    share_intervals,
    wilson,
)

NOTHING = np.zeros(10, dtype=int)


def test_garwood_matches_published_limits() -> None:
    assert garwood(0) == pytest.approx((0.0, 3.6889), abs=1e-4)
    assert garwood(2) == pytest.approx((0.2422, 7.2247), abs=1e-4)
    assert garwood(10) == pytest.approx((4.7954, 18.3904), abs=1e-4)


def test_wilson_agrees_with_scipy() -> None:
    for successes, trials in [(0, 10), (3, 10), (10, 10), (50, 340)]:
        oracle = binomtest(successes, trials).proportion_ci(method="wilson")
        assert wilson(successes, trials) == pytest.approx((oracle.low, oracle.high))


def test_no_trials_say_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_jeffreys_ends_are_chi_square_quantiles() -> None:
    ends = [float(chi2.ppf(q, 2 * (3 + 0.5))) / 2 for q in (0.025, 0.975)]
    assert jeffreys(3) == pytest.approx(ends)
    assert jeffreys(0).low == 0


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000))
def test_both_intervals_hold_the_count_and_the_exact_one_is_the_wider(count: int) -> None:
    exact, narrower = garwood(count), jeffreys(count)
    assert exact.low <= narrower.low <= count <= narrower.high <= exact.high


def test_passages_spread_evenly_over_texts_count_in_full() -> None:
    found = rate_intervals(np.ones(10), np.full(10, 100), NOTHING, groups=1)
    assert found.over_texts
    assert (found.low[0], found.high[0]) == pytest.approx([end / 1000 for end in jeffreys(10)])


def test_a_design_effect_by_hand() -> None:
    # Ten texts of 10 words, two of which have 5 hits each: at the rate of 0.1 the residuals are
    # 4, 4 and eight times -1: their squares sum to 40. Independent passages would have 10 * 9 / 10.
    errors = np.array([4.0, 4.0, *[-1.0] * 8])
    [effect] = design_effects(errors, NOTHING, np.array([10.0]))
    freedom = 2 * 40**2 / (2 * 16**2 + 8)
    scale = (t.ppf(0.975, freedom) / norm.ppf(0.975)) ** 2
    assert effect == pytest.approx(40 / 9 * scale)
    counts = np.array([5, 5, *[0] * 8])
    found = rate_intervals(counts, np.full(10, 10), NOTHING, groups=1)
    ends = jeffreys(10 / effect)
    assert (found.low[0], found.high[0]) == pytest.approx([end * effect / 100 for end in ends])


def test_few_passages_borrow_the_design_effect_of_all_groups() -> None:
    rng = np.random.default_rng(1)
    group = np.repeat([0, 1, 2], [200, 40, 1])
    counts = rng.poisson(1, 241) * rng.choice([0, 0, 0, 8], 241)
    counts[group == 1] = 0
    sizes = np.full(241, 100)
    found = rate_intervals(counts, sizes, group, groups=3)
    of_zero = rate_intervals(counts[200:240], sizes[200:240], group[200:240] * 0, groups=1)
    assert found.high[1] > 5 * of_zero.high[0]  # alone it would pass for independent passages
    assert found.low[1] == 0


def slow_effects(errors, group, variance):
    """The design effects, a group at a time."""
    texts = {g: [e for e, h in zip(errors, group, strict=True) if h == g] for g in set(group)}
    own = {g: sum(e * e for e in some) for g, some in texts.items()}
    expected = {g: variance[g] * (len(some) - 1) / len(some) for g, some in texts.items()}
    pooled = sum(own.values()) / sum(expected.values())
    weight = PRIOR * pooled
    squares = [e * e for e in errors]
    freedom = max(1, 2 * sum(squares) ** 2 / sum(s * s for s in squares))
    scale = (t.ppf(0.975, freedom) / norm.ppf(0.975)) ** 2
    return [
        max(1, scale * (own[g] + weight * pooled) / (expected[g] + weight)) for g in sorted(texts)
    ]


def test_design_effects_are_those_of_a_slow_twin() -> None:
    rng = np.random.default_rng(2)
    group = np.concatenate([np.arange(4), rng.integers(0, 4, 30)])
    counts = rng.poisson(2, 34) * rng.choice([0, 1, 3], 34)
    own = np.bincount(group, counts)
    errors = counts - own[group] / np.bincount(group)[group]
    assert design_effects(errors, group, own) == pytest.approx(slow_effects(errors, group, own))


def test_fewer_than_ten_texts_leave_independent_passages() -> None:
    found = rate_intervals(np.array([3, 0, 1]), np.array([10, 10, 20]), NOTHING[:3], groups=1)
    assert not found.over_texts
    assert (found.low[0], found.high[0]) == pytest.approx([end / 40 for end in garwood(4)])
    share = share_intervals(np.array([3, 0, 1]), np.array([10, 10, 20]), NOTHING[:3], groups=1)
    assert not share.over_texts
    assert (share.low[0], share.high[0]) == wilson(4, 40)
    alone = rate_intervals(np.ones(20), np.ones(20), np.arange(20), groups=20)
    assert not alone.over_texts  # twenty groups of one text each


def test_nothing_found_and_nothing_read() -> None:
    found = rate_intervals(np.zeros(10), np.full(10, 10), NOTHING, groups=2)
    assert (found.low[0], found.high[0]) == pytest.approx([0, jeffreys(0).high / 100])
    assert np.isnan([found.low[1], found.high[1]]).all()
    share = share_intervals(np.zeros(10), np.full(10, 10), NOTHING, groups=2)
    assert (share.low[0], share.high[0]) == wilson(0, 100)
    assert (share.low[1], share.high[1]) == (0, 1)


def test_a_text_without_a_word_changes_nothing() -> None:
    counts, sizes = np.array([5, 5, *[0] * 8]), np.full(10, 10)
    found = rate_intervals(counts, sizes, NOTHING, groups=1)
    more = rate_intervals(
        np.append(counts, 0), np.append(sizes, 0), np.zeros(11, dtype=int), groups=1
    )
    assert (found.low[0], found.high[0]) == (more.low[0], more.high[0])


def test_intervals_of_texts_dealt_at_random_hold_the_rate_as_often_as_they_say() -> None:
    rng = np.random.default_rng(3)
    sizes = rng.integers(50, 2000, 400)
    counts = rng.negative_binomial(0.3, 0.3 / (0.3 + 0.004 * sizes))  # bursts: variance over mean 9
    true, group, held = counts.sum() / sizes.sum(), np.repeat(np.arange(8), 30), []
    for _ in range(100):
        drawn = rng.integers(0, 400, 240)
        found = rate_intervals(counts[drawn], sizes[drawn], group, groups=8)
        held.append((found.low <= true) & (true <= found.high))
    assert 0.92 < np.mean(held) < 0.98


def test_a_text_of_one_word_alone_in_its_group_says_nothing_of_other_groups() -> None:
    counts, sizes = np.array([5, 5, *[0] * 8]), np.full(10, 10)
    group = np.append(NOTHING, 1)
    for intervals in (rate_intervals, share_intervals):
        alone = intervals(counts, sizes, NOTHING, groups=1)
        beside = intervals(np.append(counts, 1), np.append(sizes, 1), group, groups=2)
        assert (beside.low[0], beside.high[0]) == (alone.low[0], alone.high[0])


def test_an_interval_is_over_texts_from_ten_texts_on() -> None:
    for texts, over in ((9, False), (10, True)):
        found = rate_intervals(np.ones(texts), np.full(texts, 10), NOTHING[:texts], groups=1)
        assert found.over_texts == over
    two = rate_intervals(np.ones(11), np.full(11, 10), np.arange(11) % 2, groups=2)
    assert two.over_texts  # eleven texts less one for each of two groups
    fewer = rate_intervals(np.ones(10), np.full(10, 10), np.arange(10) % 2, groups=2)
    assert not fewer.over_texts


def test_the_ends_of_an_interval_leave_out_as_much_as_is_asked() -> None:
    assert garwood(4, confidence=0.9) == pytest.approx(
        (chi2.ppf(0.05, 8) / 2, chi2.ppf(0.95, 10) / 2)
    )
    assert wilson(3, 10, confidence=0.9) == pytest.approx(
        tuple(binomtest(3, 10).proportion_ci(0.9, "wilson"))
    )
    assert wilson(0, 5).low == pytest.approx(0, abs=1e-15)
    assert wilson(5, 5).high == pytest.approx(1)
