"""Findings on other draws of the texts."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from tests.analysis.robustness.counted import TEXT, stuff

from topoi.analysis.measures.intervals import garwood
from topoi.analysis.robustness.findings import (
    Finding,
    cooccurrence_finding,
    ranking_finding,
    rate_finding,
    result_of,
    share_finding,
    specifications,
)
from topoi.analysis.robustness.resampling import (
    ONE_DOCUMENT,
    ahead_test,
    intervals,
    joint_test,
    leave_one_out,
)
from topoi.analysis.robustness.specifications import Material

DIRECT = "We say what is said by all. Peace. Peace. "  # two direct passages
OUTLET = "Peace is said to be by all. Nothing. "  # one of the outlet


def slow_joint_test(
    finding: Finding, counted: Material, *, draws: int, seed: int
) -> tuple[int, float, float]:
    """Return results, median and p, one draw and one analysis after the other."""
    first: dict[float, pd.DataFrame] = {}
    for chosen in specifications(finding, counted):
        if chosen.get("voice", "all") != "all":
            continue
        tally = finding.tally(counted, chosen)
        first.setdefault(result_of(value(finding, tally.sum())), tally)
    middle = float(np.median(list(first)))
    reached = 0
    for signs in np.random.default_rng(seed).integers(0, 2, size=(draws, len(counted.docs))):
        effects = []
        for tally in first.values():
            effect = 0.0
            for sign, (top, bottom) in zip(signs, tally.to_numpy(), strict=True):
                effect += (1 if sign else -1) * (top - finding.null * bottom)
            effects.append(effect / tally.iloc[:, 1].sum())
        reached += abs(np.median(effects)) >= abs(middle - finding.null) - 1e-5
    return len(first), middle, (1 + reached) / (1 + draws)


def value(finding: Finding, sums: pd.Series) -> float:
    """Return the value of one row of sums."""
    return float(finding.value(sums.to_frame().T).iloc[0])


@pytest.mark.parametrize(
    "finding",
    [
        share_finding("peace"),
        share_finding("peace", above=0.8),
        cooccurrence_finding("peace", "war"),
    ],
    ids=lambda finding: f"{finding.name} {finding.null}",
)
def test_the_joint_test_of_two_texts_is_that_of_its_slow_twin(finding: Finding) -> None:
    counted = stuff(DIRECT + "Peace war. Peace talks.", OUTLET + "War. Peace war. " + TEXT)
    found = joint_test(finding, counted, draws=60, seed=3)
    slow = slow_joint_test(finding, counted, draws=60, seed=3)
    assert (found.results, found.median, found.p) == pytest.approx(slow)
    assert found.results > 1
    assert found == joint_test(finding, counted, draws=60, seed=3)


def test_texts_that_are_all_alike_leave_no_doubt_of_a_share_above_the_null() -> None:
    counted = stuff(*[DIRECT] * 12)
    found = joint_test(share_finding("peace"), counted, draws=99)
    assert (found.median, found.low, found.high, found.p) == (1.0, 1.0, 1.0, 0.01)


def test_a_share_of_one_half_is_as_far_from_nothing_as_every_draw() -> None:
    counted = stuff(*["We say what is said by all. Peace.", OUTLET] * 6)
    found = joint_test(share_finding("peace"), counted, draws=99)
    assert (found.median, found.p) == (0.5, 1.0)


def test_two_texts_that_agree_are_no_evidence() -> None:
    # the signs of both fall alike every other time
    found = joint_test(share_finding("peace"), stuff(DIRECT, DIRECT), draws=999)
    assert found.p == pytest.approx(0.5, abs=0.05)


def test_a_rate_is_drawn_anew_and_not_tested() -> None:
    counted = stuff(*[TEXT] * 3, "War.", "War and war.")
    found = joint_test(rate_finding(counted, "peace"), counted, draws=50)
    assert found.low < found.median < found.high
    assert np.isnan(found.p)


def test_one_document_cannot_be_drawn_again_and_says_so() -> None:
    counted = stuff()
    finding = rate_finding(counted, "peace")
    assert leave_one_out(finding, counted).empty
    assert joint_test(finding, counted).note == ONE_DOCUMENT


def test_intervals_of_few_texts_are_those_of_the_passages() -> None:
    counted = stuff()
    finding = rate_finding(counted, "peace")
    (ends,) = intervals(finding, [finding.tally(counted, {})])
    assert ends == pytest.approx([1000 * end / 15 for end in garwood(3)])


def test_intervals_of_many_texts_are_wider_where_passages_cluster_and_never_nothing() -> None:
    loud, quiet = "Peace " * 30, "Nothing " * 30
    counted = stuff(*[loud] * 2, *[quiet] * 18)
    finding = rate_finding(counted, "peace")
    (ends,) = intervals(finding, [finding.tally(counted, {})])
    exact = [1000 * end / 600 for end in garwood(60)]
    assert ends[0] < exact[0] < exact[1] < ends[1]
    silent = rate_finding(stuff(*[quiet] * 20), "peace")
    (ends,) = intervals(silent, [silent.tally(stuff(*[quiet] * 20), {})])
    assert ends == pytest.approx([0.0, 1000 * garwood(0)[1] / 600])


def test_leaving_one_out_finds_the_document_a_finding_rests_on() -> None:
    counted = stuff("Peace. Peace. Peace.", "War.", "War.")
    found = leave_one_out(ranking_finding("peace", ["peace", "war"]), counted)
    assert found["left_out"].tolist() == ["d0", "d1", "d2"]
    assert found["outcome"].tolist() == ["turns", "holds", "holds"]
    assert found["value"].tolist() == [0.0, 0.75, 0.75]


def test_a_lead_over_texts_is_compared_with_every_way_the_signs_could_fall() -> None:
    first, following = pd.Series([4, 2, 3, 0]), pd.Series([1, 1, 1, 1])
    apart = (first - following).tolist()
    fallen = [abs(sum(np.multiply(apart, signs))) for signs in product((-1, 1), repeat=4)]
    exact = np.mean([one >= sum(apart) for one in fallen])
    assert ahead_test(first, following) == pytest.approx(exact, abs=0.02)
    assert ahead_test(first, following) == ahead_test(following, first)


def test_a_lead_in_one_text_is_tested_passage_by_passage() -> None:
    # 5 to 0: 2 of the 32 ways that five coins fall are as uneven
    assert ahead_test(pd.Series([5]), pd.Series([0])) == pytest.approx(2 / 32)
    assert ahead_test(pd.Series([3]), pd.Series([3])) == 1.0
