"""Findings counted again under other decisions."""

from functools import cache
from math import prod

import pandas as pd
import pytest

from topoi.analysis.robustness.findings import (
    ONE_DOCUMENT,
    Finding,
    bootstrap,
    by_decision,
    cooccurrence_finding,
    leave_one_out,
    ranking_finding,
    rate_finding,
    robustness,
    share_finding,
    verdicts,
)
from topoi.analysis.robustness.specifications import DECISIONS, Material, hits_by_coding, material
from topoi.coding.codebook.codebook import Code, Codebook, Entry, Subtype
from topoi.text.corpus.corpus import Corpus, corpus_of
from topoi.text.query.parsing import parse
from topoi.text.words.numbered import token_table as tokens
from topoi.text.words.segments import segments

TEXT = "Peace talks\n\nWe want peace. Peace and war are old. No war-time peace.\n\nWar ends."


def code(name: str, *include: str, exclude: tuple[str, ...] = ()) -> Code:
    """Return a code with these queries."""
    queries = [tuple(Entry(parse(source)) for source in sources) for sources in (include, exclude)]
    return Code(id=name, label=name, subtypes=(Subtype("", "", *queries),))


BOOK = Codebook(
    "b", "1", "B", (code("peace", "peace", exclude=("peace talks",)), code("war", "war"))
)


def voices_of(corpus: Corpus) -> pd.DataFrame:
    """Return a layer in which the first 28 characters are the outlet's and the rest direct."""
    rows = [
        (doc, *span, mode, "")
        for doc, text in corpus
        for span, mode in (((0, 28), "outlet"), ((28, len(text)), "direct"))
    ]
    table = pd.DataFrame(rows, columns=["doc", "start", "end", "mode", "speaker"])
    return table.assign(cue="", cue_start=-1, cue_end=-1, stance="", via="", certain=True)


def stuff(*texts: str) -> Material:
    """Return the material of these texts."""
    corpus = corpus_of({f"d{number}": text for number, text in enumerate(texts or (TEXT,))})
    blocks, layer = segments(corpus), voices_of(corpus)
    hits = hits_by_coding(corpus, [BOOK], voices=layer, segments=blocks)
    return material(hits, tokens(corpus), blocks, voices=layer, stop_words={"we", "and"})


def every_kind(counted: Material) -> list[Finding]:
    """Return one finding of each kind."""
    return [
        rate_finding(counted, "peace"),
        share_finding("peace", at_least=0.6),
        ranking_finding("peace", ["peace", "war"]),
        cooccurrence_finding("peace", "war"),
    ]


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
        ({"stop_words": "left out"}, 3 / 13),
        ({"words": "hyphens split"}, 3 / 16),
        ({"patterns": "strict"}, 2 / 15),
        ({"patterns": "wide"}, 4 / 15),
        ({"patterns": "wide", "headings": "out"}, 3 / 13),
        ({"voice": "outlet"}, 1 / 5),
        ({"voice": "reported"}, 2 / 10),
    ],
)
def test_each_decision_changes_what_it_should(chosen: dict[str, str], expected: float) -> None:
    assert row(rates_of_peace(), **chosen)["value"] == pytest.approx(1000 * expected, abs=1e-3)


def test_decisions_that_cannot_touch_a_finding_do_not_multiply_it() -> None:
    counted = stuff()
    table = robustness([cooccurrence_finding("peace", "war")], counted)
    assert set(table["headings"]) == {""}
    assert set(table["unit"]) == {"sentences", "paragraphs"}
    assert row(table)["value"] == pytest.approx(1 / (3 * 2 / 4), abs=1e-4)


def test_a_share_is_of_the_codes_own_hits() -> None:
    counted = stuff()
    table = robustness([share_finding("peace", at_least=0.6)], counted)
    assert row(table)["value"] == pytest.approx(2 / 3, abs=1e-4)
    assert row(table)["holds"]
    assert not row(table, patterns="wide")["holds"]


def test_a_tie_for_the_first_rank_holds() -> None:
    counted = stuff("Peace and war.")
    table = robustness([ranking_finding("war", ["peace", "war"])], counted)
    assert row(table)["value"] == 1
    assert row(table)["holds"]


def test_a_code_without_hits_says_so_and_does_not_hold() -> None:
    counted = stuff("Nothing here.")
    findings = every_kind(counted)[1:]
    table = robustness(findings, counted)
    assert not table["holds"].any()
    assert (table["note"] != "").all()
    assert verdicts(table, findings)["sentence"].str.contains("holds in 0 of").all()


def test_a_text_without_words_is_counted_without_a_crash() -> None:
    counted = stuff("...", "!!!")
    findings = [rate_finding(counted, "peace")]
    table = robustness(findings, counted)
    assert set(table["note"]) == {"no words are left"}
    assert not table["holds"].any()


def test_the_verdict_names_the_decision_that_turns_it() -> None:
    counted = stuff("Peace talks now. We want it.\n\nPeace here.")
    findings = [share_finding("peace", at_least=0.6)]
    found = verdicts(robustness(findings, counted), findings).iloc[0]
    assert found["turned_by"] == "forms"
    assert found["sentence"] == (
        "The finding holds in 12 of 36 analyses; "
        "it turns most on forms (as written, 12 of 18; stems, 0 of 18)."
    )


def test_turning_counts_each_option() -> None:
    counted = stuff()
    table = robustness(every_kind(counted)[1:], counted)
    found = by_decision(table)
    sums = found.groupby(["finding", "decision"])["analyses"].sum().unstack()
    assert sums.max(axis=1).to_dict() == table.groupby("finding").size().to_dict()


def test_without_voices_the_voice_is_no_decision() -> None:
    corpus = corpus_of({"a": TEXT})
    blocks = segments(corpus)
    hits = hits_by_coding(corpus, [BOOK], segments=blocks)
    counted = material(hits, tokens(corpus), blocks)
    table = robustness([rate_finding(counted, "peace")], counted)
    assert set(table["voice"]) == {"all"}


def test_leaving_one_out_finds_the_document_a_finding_rests_on() -> None:
    counted = stuff("Peace. Peace. Peace.", "War.", "War.")
    found = leave_one_out(ranking_finding("peace", ["peace", "war"]), counted)
    assert found.set_index("left_out")["holds"].to_dict() == {"d0": False, "d1": True, "d2": True}
    assert found["note"].tolist() == ["no hits of peace are left", "", ""]


def test_the_bootstrap_is_the_same_on_every_run_and_holds_the_value() -> None:
    counted = stuff(*[TEXT] * 3, "War.", "War and war.")
    finding = rate_finding(counted, "peace")
    one, other = (bootstrap(finding, counted, draws=50) for _ in range(2))
    assert one == other
    assert one.low < finding.estimate(finding.tally(counted, {}).sum()).value < one.high


def test_one_document_cannot_be_resampled_and_says_so() -> None:
    counted = stuff()
    finding = rate_finding(counted, "peace")
    assert leave_one_out(finding, counted).empty
    assert bootstrap(finding, counted).note == ONE_DOCUMENT
