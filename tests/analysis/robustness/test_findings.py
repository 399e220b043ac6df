"""What a claim counts, and when it holds, turns or cannot be told."""

from math import inf, nan

import pandas as pd
import pytest
from tests.analysis.robustness.counted import every_kind, stuff

from topoi.analysis.measures.intervals import Interval
from topoi.analysis.robustness.findings import (
    Finding,
    cooccurrence_finding,
    options_of,
    ranking_finding,
    rate_finding,
)


def claim(low: float, high: float) -> Finding:
    """Return a finding that holds between two values."""
    return Finding(
        "f", "c", "", (), lambda *_: pd.DataFrame(), lambda sums: sums["n"],
        lambda _: Interval(0, 0), Interval(low, high),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "low", "high", "outcome"),
    [
        (3.0, 2.1, 3.9, "holds"),
        (3.0, 1.9, 3.9, "cannot tell"),
        (3.0, 2.1, 4.1, "cannot tell"),
        (1.0, 0.5, 1.9, "turns"),
        (5.0, 4.1, 9.0, "turns"),
        (0.0, 0.0, 57.0, "cannot tell"),
        (2.0, 2.0, 2.0, "turns"),
        (nan, nan, nan, "cannot tell"),
    ],
)
def test_a_claim_holds_turns_or_cannot_be_told(
    value: float, low: float, high: float, outcome: str
) -> None:
    assert claim(2.0, 4.0).outcome(value, low, high) == outcome


def test_a_rate_holds_between_half_and_twice_the_published_however_few_the_data() -> None:
    few, many = (rate_finding(stuff(*texts), "peace") for texts in ((), ("Peace. " * 50,)))
    assert few.within == Interval(100.0, 400.0)
    assert many.within == Interval(500.0, 2000.0)


def test_a_rate_has_no_null_and_neither_has_a_first_place() -> None:
    nulls = {finding.name: finding.null for finding in every_kind(stuff())}
    assert nulls == {
        "rate of peace": None,
        "share of peace in direct": 0.6,
        "rank of peace": None,
        "peace with war": 1.0,
    }


def test_a_tie_for_the_first_place_does_not_hold() -> None:
    counted = stuff("Peace and war.")
    finding = ranking_finding("war", ["peace", "war"])
    sums = finding.tally(counted, {}).sum().to_frame().T
    assert finding.value(sums).tolist() == [0.5]
    assert finding.outcome(0.5, 0.5, 0.5) == "turns"


def test_codes_of_one_text_among_others_are_no_company() -> None:
    # pooled over both texts 2 of 4 sentences hold both, and 2 x 2 / 4 = 1 would be expected
    counted = stuff("Peace and war. War and peace.", "Nothing here. Nothing there.")
    finding = cooccurrence_finding("peace", "war")
    tally = finding.tally(counted, {})
    assert tally.to_numpy().tolist() == [[2, 2.0], [0, 0.0]]
    assert finding.value(tally.sum().to_frame().T).tolist() == [1.0]


def test_a_text_of_one_sentence_says_nothing_of_company() -> None:
    # 3 x 3 / 4 and, of the one sentence, 1 x 1 / 1, which could not have been otherwise
    text = "Peace and war. War and peace. Peace. War."
    finding = cooccurrence_finding("peace", "war")
    tally = finding.tally(stuff(text, "War and peace."), {})
    assert tally.to_numpy().tolist() == [[2.0, 2.25], [0.0, 0.0]]


def test_only_what_can_touch_a_finding_is_varied() -> None:
    finding = cooccurrence_finding("peace", "war")
    assert options_of("unit", finding, stuff()) == ("sentences", "paragraphs")
    assert options_of("voice", finding, stuff()) == ("all", "reported", "outlet")
    assert finding.within == Interval(1.0, inf)
