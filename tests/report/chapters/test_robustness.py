"""The chapter on robustness says how many different results there are, and what they come to."""

from pathlib import Path

import pandas as pd
import pytest

from topoi.analysis.robustness.analyses import by_decision, by_question, robustness, verdicts
from topoi.analysis.robustness.specifications import hits_by_coding, material
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
    assert (
        "“most passages of Talks (2 of 2) are direct quotations” holds: 36 analyses, all with one"
        in said
    )
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
