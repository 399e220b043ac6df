"""The chapter on robustness says how many different results there are, and what they come to."""

from pathlib import Path

import pandas as pd
import pytest

from topoi.analysis.robustness.analyses import by_decision, by_question, robustness, verdicts
from topoi.analysis.robustness.specifications import DECISIONS, hits_by_coding, material
from topoi.coding.loading import load_codebook
from topoi.project import read_texts
from topoi.report.chapters import robustness as chapter
from topoi.report.chapters import summary
from topoi.report.chapters.results import standing_out

BOOK = """
id: two
title: Two words
codes:
  - {id: talks, label: Talks, headline: true, include: ["talks"]}
  - {id: war, label: War, include: ["war"]}
"""
ALONE = '"We want talks," Ann Lee said. "Talks we want." Rain fell for days, and the wind blew.'


@pytest.fixture
def made(tmp_path):
    """Return a function of texts: the findings, their analyses and what these are counted from."""
    file = tmp_path / "two.yml"
    file.write_text(BOOK, encoding="utf-8")
    book = load_codebook(file)

    def of(*texts):
        study = read_texts(list(texts), codebook=book)
        layers = {"voices": study.voices, "segments": study.segments}
        coded = hits_by_coding(study.corpus, [book], **layers)
        stuff = material(coded, study.tokens, study.segments, voices=study.voices)
        findings = chapter.headline_findings(study, book, stuff)
        return book, findings, robustness(findings, stuff), stuff

    return of


def plain(sentence):
    return "".join(piece.text for piece in sentence.pieces)


def test_the_finding_tells_different_results_and_no_share_of_analyses(made):
    book, findings, analyses, _ = made(ALONE)
    said = plain(chapter.finding_sentence(verdicts(analyses, findings), book))
    # two passages in two sentences of one paragraph, of 17 words: 117.65 or 58.82, which is half
    assert (
        "“Talks occurs 117.65 times per 1,000 words” turns on the unit counted: 72 analyses, "
        in (said)
    )
    assert "2 different results, 58.82 to 117.65, the median 88.24; " in said
    claim = "more than half of the passages of Talks (2 of 2) are direct quotations"
    assert f"“{claim}” holds: 36 analyses, all with one" in said
    assert "“Talks has more passages than any other of 2 codes (2, the next 0)” holds: 36" in said
    assert "%" not in said


def test_a_finding_with_nothing_left_to_count_is_not_said_to_have_one_result_in_all(made):
    book, findings, analyses, _ = made("Talks\n\nRain fell for days, and the wind blew.")
    said = plain(chapter.finding_sentence(verdicts(analyses, findings), book))
    # the one passage stands in a heading, which some analyses leave out
    assert "all with one result where anything is left to count" in said


def test_of_two_codes_the_first_is_a_finding_only_where_it_is_ahead(made):
    assert [finding.name for finding in made(ALONE)[1]][-1] == "rank of talks"
    assert "rank of talks" not in [f.name for f in made("Talks and war.")[1]]


def test_a_pair_that_meets_most_is_no_finding_without_a_test(made):
    findings = made("Talks and war. Talks and war.")[1]
    assert not any(" with " in finding.name for finding in findings)


@pytest.mark.parametrize(
    ("q", "p_max", "named"),
    [(0.01, 0.04, True), (0.06, 0.04, False), (0.01, 0.06, False), (None, None, False)],
)
def test_a_pair_is_named_only_where_its_q_and_the_test_of_the_largest_pass(q, p_max, named):
    pairs = pd.DataFrame(
        {"code_a": "a", "code_b": ["b", "c"], "both": [3, 9], "p": [0.01, 0.2],
         "q": [q, 0.2], "p_max": [p_max, 0.9]}, dtype=object
    ).astype({"p": float, "q": float, "p_max": float})  # fmt: skip
    assert list(standing_out(pairs)["code_b"]) == ["b"] * named


def test_a_voice_of_a_few_words_is_told_apart_and_cannot_tell(made):
    _, findings, analyses, _ = made(ALONE)
    shown = chapter.voices_table(by_question(analyses), findings).frame()
    outlet = shown[shown["Asked of"] == "the outlet's own words"].iloc[0]
    assert outlet[["Value", "From", "Outcome"]].tolist() == [0.0, 0.0, "cannot tell"]


def test_choices_that_move_nothing_are_not_in_the_table_of_options(made):
    _, findings, analyses, _ = made(ALONE)
    shown = chapter.turning_table(by_decision(analyses), findings).frame()
    assert set(shown["Choice"]) == {"unit"}
    assert chapter.verdicts_table(verdicts(analyses, findings)).frame()["Outcome"].tolist() == [
        "turns",
        "holds",
        "holds",
    ]


def test_fewer_than_ten_texts_are_left_out_in_turn_and_not_drawn(made):
    _, findings, _, stuff = made(ALONE, "Talks.")
    assert chapter.resampling_table(findings, stuff).columns == ("Finding", "Texts that it needs")
    _, findings, _, stuff = made(*[ALONE] * 10)
    shown = chapter.resampling_table(findings, stuff).frame()
    assert shown["p"].tolist()[0] == "not tested"
    assert shown["p"].tolist()[1] == pytest.approx(2 / 2**10, abs=0.01)  # ten signs all alike
    assert shown["Texts that it needs"].tolist() == [0, 0, 0]


def test_the_front_page_says_what_the_rate_is_when_otherwise_counted(made):
    _, findings, analyses, _ = made(ALONE)
    again = chapter.verdicts_table(verdicts(analyses, findings)).frame()
    assert plain(summary.again_sentence(again, "Talks")) == (
        "Counted in 72 ways that ask the same, the rate has 2 different values, from 58.82 to "
        "117.65, the median 88.24: some are half of the published rate or less, or twice that or "
        "more (@sec-robustness)."
    )
    assert not summary.again_sentence(again, "Rain").pieces
    assert not summary.again_sentence(pd.DataFrame(), "Talks").pieces


def test_the_chapter_has_a_reference_for_each_method():
    bib = Path(chapter.__file__).parents[1] / "templates" / "references.bib"
    written = bib.read_text(encoding="utf-8")
    assert all(f"{key}," in written for key in ("simonsohn2020", "delgiudice2021", "hung2019"))


def verdict(**about):
    known = {"claim": "War occurs 2.00 times per 1,000 words", "unit": "per 1,000 words"}
    known |= {"outcome": "holds", "analyses": 6, "results": 2, "published": 2.0, "turned_by": ""}
    return {**known, "lowest": 1.5, "highest": 3.0, "median": 2.5, **about}


def test_each_verdict_is_told_with_its_different_results():
    assert plain(chapter.verdict_sentence(verdict())) == (
        "“War occurs 2.00 times per 1,000 words” holds: 6 analyses, 2 different results, 1.50 to "
        "3.00, the median 2.50"
    )
    unit = verdict(unit="a share", published=0.05)
    assert "0 to 3.0000 (a share), the median 2.5000" in plain(chapter.verdict_sentence(unit))
    one = plain(chapter.verdict_sentence(verdict(results=1)))
    assert one.endswith("6 analyses, all with one result")
    none = verdict(results=0, outcome="cannot tell", median=None, lowest=None, highest=None)
    assert plain(chapter.verdict_sentence(none)).endswith(
        "may hold or not: 6 analyses, none with a result"
    )
    some = plain(chapter.verdict_sentence(verdict(results=1, outcome="cannot tell")))
    assert some.endswith("all with one result where anything is left to count")
    turns = verdict(outcome="turns", turned_by="forms")
    assert " turns on which forms of a wording count: " in plain(chapter.verdict_sentence(turns))
    assert " turns: " in plain(chapter.verdict_sentence(verdict(outcome="turns")))


def test_a_codebook_without_findings_says_so(made):
    book, *_ = made(ALONE)
    assert plain(chapter.finding_sentence(pd.DataFrame(), book)) == (
        "Two words: no code occurs, so that there is no finding to make again."
    )


def test_the_choices_are_listed_with_the_published_one_first():
    rows = chapter.decisions_table().frame().to_numpy().tolist()
    assert rows[0] == ["unit", "hits: passages", "sentences; paragraphs", "the same"]
    options = {option for options in DECISIONS.values() for option in options}
    assert set(chapter.OPTIONS) <= options
    assert [row[0] for row in rows if row[3] == "another question"] == ["voice"]


def test_a_table_of_verdicts_says_what_a_value_is_where_the_claim_does_not():
    rows = pd.DataFrame([verdict(), verdict(claim="War leads", unit="its share", median=0.0625)])
    table = chapter.verdicts_table(rows)
    assert table.columns == (
        *("Finding", "Published", "Analyses", "Different results"),
        *("Median", "Lowest", "Highest", "Outcome"),
    )
    assert [cell.text for cell in table.rows[1]] == [
        "War leads (its share)", "2.0000", "6", "2", "0.0625", "1.5000", "3.0000", "holds",
    ]  # fmt: skip
    assert table.rows[0][0].text == "War occurs 2.00 times per 1,000 words"
    assert table.rows[0][4].how == "median of the different results"
    assert table.rows[0][4].source == "tbl-robustness-findings"


def test_a_choice_that_moves_the_median_by_a_twentieth_is_listed(made):
    _, findings, *_ = made(ALONE)
    first, second = (finding.name for finding in findings[:2])
    options = [
        (second, "words", "a", 0.9499), (second, "words", "b", 1.0),
        (first, "unit", "a", 0.951), (first, "unit", "b", 1.0),
        (first, "forms", "a", 2.0), (first, "forms", "b", 1.0),
    ]  # fmt: skip
    rows = pd.DataFrame(options, columns=["finding", "decision", "option", "median"])
    rows = rows.assign(results=1, lowest=1.0, highest=1.0, outcome="holds", analyses=3)
    shown = chapter.turning_table(rows, findings).frame()
    assert shown[["Finding", "Choice", "Option"]].to_numpy().tolist() == [
        [findings[0].claim, "forms", "a"], [findings[0].claim, "forms", "b"],
        [findings[1].claim, "words", "a"], [findings[1].claim, "words", "b"],
    ]  # fmt: skip


def test_most_passages_are_in_one_voice_only_above_a_half():
    labels = {"x": "Ex"}
    for modes, claims in (
        (["direct", "outlet"], []),
        (["direct", "direct", "outlet"],
         ["more than half of the passages of Ex (2 of 3) are direct quotations"]),
    ):  # fmt: skip
        hits = pd.DataFrame({"code": "x", "mode": modes})
        assert [one.claim for one in chapter.voice_findings(hits, ["x"], labels)] == claims
    hits = pd.DataFrame({"code": ["x", "x", "y"]})
    [first] = chapter.first_finding(hits, {"x": "Ex", "y": "Why"})
    assert first.claim == "Ex has more passages than any other of 2 codes (2, the next 1)"
    assert list(chapter.first_finding(hits[1:], {"x": "Ex", "y": "Why"})) == []
    assert list(chapter.first_finding(hits[:1], {"x": "Ex"})) == []


def test_findings_of_one_text_are_not_drawn_and_texts_that_are_needed_are_counted(made):
    _, findings, _, stuff = made(ALONE)
    assert chapter.resampling_table(findings, stuff).rows == ()
    _, findings, _, stuff = made("Talks. Talks.", "War.", "War.")
    shown = chapter.resampling_table(findings, stuff).frame()
    assert shown["Finding"].tolist() == [finding.claim for finding in findings]
    assert shown["Texts that it needs"].tolist()[0] == 1
