"""Findings counted again under other decisions."""

from functools import cache
from math import prod

import pandas as pd
import pytest
from tests.analysis.robustness.counted import BOOK, TEXT, every_kind, stuff

from topoi.analysis.robustness.analyses import (
    NO_VALUE,
    by_decision,
    by_question,
    robustness,
    summarised,
    verdicts,
)
from topoi.analysis.robustness.findings import (
    cooccurrence_finding,
    rate_finding,
    share_finding,
)
from topoi.analysis.robustness.specifications import DECISIONS, hits_by_coding, material
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.numbered import token_table as tokens
from topoi.text.words.segments import segments

QUIET = "We say what is said by all. "  # the 28 characters of the outlet, without a hit
OTHERS = {name: options[0] for name, options in DECISIONS.items() if name != "unit"}
LOUD = QUIET + "Peace " * 20


@cache
def rates_of_peace() -> pd.DataFrame:
    """Return the rate of peace under every combination."""
    counted = stuff()
    return robustness([rate_finding(counted, "peace")], counted)


def row(table: pd.DataFrame, **chosen: str) -> pd.Series:
    """Return the one row with these decisions, the others as published."""
    published = table[table["published"]].iloc[0]
    wanted = {name: chosen.get(name, published[name]) for name in DECISIONS}
    found = table[(table[list(DECISIONS)] == pd.Series(wanted)).all(axis=1)]
    assert len(found) == 1
    return found.iloc[0]


def test_a_rate_is_counted_under_every_combination() -> None:
    table = rates_of_peace()
    assert len(table) == prod(len(options) for options in DECISIONS.values())
    assert not table.duplicated(list(DECISIONS)).any()
    assert table["published"].sum() == 1
    assert not table[["value", "low", "high"]].isna().any(axis=None)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, 3 / 15),
        ({"unit": "paragraphs"}, 1 / 15),
        ({"headings": "out"}, 3 / 13),
        ({"words": "hyphens split"}, 3 / 16),
        ({"patterns": "strict"}, 2 / 15),
        ({"patterns": "wide"}, 4 / 15),
        ({"patterns": "wide", "headings": "out"}, 3 / 13),
        ({"voice": "outlet"}, 1 / 5),
        ({"voice": "reported"}, 2 / 10),
    ],
)
def test_each_decision_changes_what_it_should(chosen: dict[str, str], expected: float) -> None:
    assert row(rates_of_peace(), **chosen)["value"] == pytest.approx(1000 * expected, rel=1e-3)


def test_the_same_question_is_judged_by_its_value_alone() -> None:
    table = rates_of_peace()  # published: 200 per thousand
    assert row(table, patterns="wide")["outcome"] == "holds"  # 267
    assert row(table, unit="paragraphs")["outcome"] == "turns"  # 67
    assert row(table)["low"] < 100  # its interval would take in half and twice the rate
    assert row(table)["high"] > 400


def test_one_voice_of_a_few_words_cannot_tell_and_of_many_words_turns() -> None:
    # 20 of 27 words; none of the outlet's 7, where at most 3.69 are to be expected
    counted = stuff(LOUD)
    found = robustness([rate_finding(counted, "peace")], counted)
    assert row(found, voice="outlet")["high"] == pytest.approx(1000 * 3.6889 / 7, abs=0.1)
    assert row(found, voice="outlet")["outcome"] == "cannot tell"
    counted = stuff(*[LOUD] * 9)
    found = robustness([rate_finding(counted, "peace")], counted)
    assert row(found, voice="outlet")["high"] == pytest.approx(1000 * 3.6889 / 63, abs=0.1)
    assert row(found, voice="outlet")["outcome"] == "turns"


def test_three_analyses_of_which_two_give_one_result_are_two_results() -> None:
    counted = stuff("Peace here. Peace war.\n\nPeace there.")
    table = robustness([rate_finding(counted, "peace")], counted)
    three = table[(table[list(OTHERS)] == pd.Series(OTHERS)).all(axis=1)]
    # three hits in three sentences of two paragraphs, of six words
    assert three["value"].tolist() == [500.0, 500.0, 333.333]
    found = summarised(three, ["finding"]).iloc[0]
    assert found[["analyses", "results"]].tolist() == [3, 2]
    assert found[["lowest", "highest"]].tolist() == [333.333, 500.0]
    assert found["median"] == pytest.approx((333.333 + 500) / 2)


def test_decisions_that_cannot_touch_a_finding_do_not_multiply_it() -> None:
    counted = stuff()
    table = robustness([cooccurrence_finding("peace", "war")], counted)
    assert set(table["headings"]) == {""}
    assert set(table["unit"]) == {"sentences", "paragraphs"}
    assert row(table)["value"] == pytest.approx(1 / (3 * 2 / 4), rel=1e-3)


def test_a_share_is_of_the_codes_own_hits() -> None:
    counted = stuff()
    table = robustness([share_finding("peace", above=0.6)], counted)
    assert row(table)["value"] == pytest.approx(2 / 3, rel=1e-3)
    assert row(table)["outcome"] == "holds"
    assert row(table, patterns="wide")["outcome"] == "turns"


def test_a_code_without_hits_has_no_value_and_cannot_be_told() -> None:
    counted = stuff("Nothing here.")
    findings = every_kind(counted)[1:]
    table = robustness(findings, counted)
    assert table["value"].isna().all()
    assert set(table["outcome"]) == {"cannot tell"}
    assert set(table["note"]) == {NO_VALUE}
    assert verdicts(table, findings)["results"].tolist() == [0, 0, 0]


def test_a_text_without_words_is_counted_without_a_crash() -> None:
    counted = stuff("...", "!!!")
    table = robustness([rate_finding(counted, "peace")], counted)
    assert set(table["note"]) == {NO_VALUE}
    assert set(table["outcome"]) == {"cannot tell"}


def test_the_verdict_names_the_decision_that_turns_it() -> None:
    counted = stuff("Peace talks now. We want it.\n\nPeace here.")
    findings = [share_finding("peace", above=0.6)]
    found = verdicts(robustness(findings, counted), findings).iloc[0]
    assert found[["outcome", "turned_by", "published"]].tolist() == ["turns", "forms", 1.0]
    assert found[["analyses", "results", "lowest", "highest"]].tolist() == [36, 2, 0.5, 1.0]


def test_a_finding_that_holds_is_turned_by_nothing() -> None:
    counted = stuff("Peace peace.")
    findings = [rate_finding(counted, "peace")]
    found = verdicts(robustness(findings, counted), findings).iloc[0]
    assert found["outcome"] == "turns"  # two passages in one sentence
    assert found["turned_by"] == "unit"
    counted = stuff("Peace.")
    findings = [rate_finding(counted, "peace")]
    found = verdicts(robustness(findings, counted), findings).iloc[0]
    assert found[["outcome", "turned_by", "results"]].tolist() == ["holds", "", 1]


def test_a_verdict_is_of_the_question_asked_and_voices_stand_apart() -> None:
    counted = stuff(LOUD)
    findings = [rate_finding(counted, "peace")]
    table = robustness(findings, counted)
    assert verdicts(table, findings)["analyses"].tolist() == [72]
    apart = by_question(table)
    assert apart[["voice", "analyses", "results"]].to_numpy().tolist() == [
        ["reported", 72, 2],
        ["outlet", 72, 1],
    ]
    # all 20 of the 20 words of others, in one sentence and one paragraph
    assert apart["value"].tolist() == [1000.0, 0.0]
    assert apart["outcome"].tolist() == ["cannot tell", "cannot tell"]


def test_each_option_is_summed_up_over_the_question_asked() -> None:
    counted = stuff()
    table = robustness(every_kind(counted), counted)
    found = by_decision(table)
    assert "voice" not in set(found["decision"])
    sums = found.groupby(["finding", "decision"])["analyses"].sum().unstack()
    asked = table[table["voice"].isin(["", "all"])].groupby("finding").size()
    assert sums.max(axis=1).to_dict() == asked.to_dict()


def test_without_voices_the_voice_is_no_decision() -> None:
    corpus = corpus_of({"a": TEXT})
    blocks = segments(corpus)
    hits = hits_by_coding(corpus, [BOOK], segments=blocks)
    counted = material(hits, tokens(corpus), blocks)
    table = robustness([rate_finding(counted, "peace")], counted)
    assert set(table["voice"]) == {"all"}
    assert by_question(table).empty
