"""What a claim counts, and when it holds, turns or cannot be told."""

from math import inf, nan

import pandas as pd
import pytest
from tests.analysis.robustness.counted import every_kind, stuff

from topoi.analysis.measures.intervals import Interval, garwood, wilson
from topoi.analysis.robustness.findings import (
    Finding,
    cooccurrence_finding,
    decimals,
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


def test_where_the_voice_of_some_words_is_known_it_is_varied_and_where_of_none_it_is_not() -> None:
    finding, counted = cooccurrence_finding("peace", "war"), stuff()
    some = counted.words.assign(mode=["", *counted.words["mode"][1:]])
    assert len(options_of("voice", finding, counted._replace(words=some))) == 3
    none = counted._replace(words=some.assign(mode=""))
    assert options_of("voice", finding, none) == ("all",)
    strict = {key: hits for key, hits in counted.hits.items() if key[0] != "wide"}
    assert options_of("patterns", finding, counted._replace(hits=strict)) == ("as coded", "strict")
    assert options_of("unit", rate_finding(counted, "peace"), counted)[0] == "hits"


def test_a_rate_is_published_with_the_decimals_that_it_needs() -> None:
    assert rate_finding(stuff(), "peace").claim == "peace occurs 200.00 times per 1,000 words"
    named = rate_finding(stuff(), "peace", label="Peace", per=10)
    assert (named.claim, named.unit) == ("Peace occurs 2.00 times per 10 words", "per 10 words")
    assert decimals(0.1) == decimals(0.0) == 2
    assert decimals(0.5, 0.0999) == 4


def test_a_first_place_is_a_share_of_its_own_passages_and_those_of_the_next() -> None:
    finding = ranking_finding("a", ["a", "b", "c"])
    sums = pd.DataFrame({"a": [3, 0], "b": [1, 0], "c": [2, 0]})
    assert finding.value(sums).tolist()[0] == 3 / 5
    assert finding.value(sums).isna().tolist() == [False, True]
    assert finding.as_if_independent({"a": 3, "b": 1, "c": 2}) == wilson(3, 5)
    assert finding.claim == "a has more passages than any other of 3 codes"


def test_the_interval_of_company_is_that_of_the_joint_units_over_those_expected() -> None:
    finding = cooccurrence_finding("peace", "war")
    low, high = garwood(3)
    found = finding.as_if_independent({"both": 3, "expected": 1.5})
    assert found == pytest.approx((low / 1.5, high / 1.5))
    assert finding.as_if_independent({"both": 0, "expected": 0}) == (0.0, 0.0)
