"""The chapter on a transcript: verdicts open onto quotations, both sides are shown."""

import pytest
from tests.report.chapters.cells import behind, numbers, plain, shown

import topoi as tp
from topoi.report.chapters.comparison import (
    by_another_sentence,
    by_group,
    by_speaker,
    comparison_sentence,
    nearest_sentence,
    nearest_table,
    side_by_side,
    verdicts_table,
)

TALK = """Reporter: What do you want from the summit?

Sergey Lavrov: We want peace and no war. Nobody asked the people of Donbass.

Reporter: And Ukraine?

Sergey Lavrov: It is a matter of principle for us."""
NEWS = (
    '"We want peace and no war," Sergey Lavrov said. "We want quiet and no war," he said. '
    '"What do you want from the summit?" Sergey Lavrov asked. "The sky is green today," Marco '
    "Rubio said. Lavrov said that nobody asked the people."
)


@pytest.fixture(scope="module")
def study():
    return tp.read({"talk": TALK, "news": NEWS})


@pytest.fixture(scope="module")
def found(study):
    return study.compare("talk")


def place(words):
    return ("news", NEWS.index(words))


def test_the_finding_counts_each_verdict_and_opens_onto_its_quotations(found):
    told = comparison_sentence(found, "talk")
    assert plain(told) == (
        "Was it said so? Of 4 quotations set beside talk, 2 are verbatim, 1 is altered and 1 is "
        "not found."
    )
    _, verbatim, altered, lost = numbers(told)
    assert verbatim[2] == [place('"We want peace'), place('"What do')]
    assert altered[2] == [place('"We want quiet')]
    assert lost[2] == [place('"The sky')]


def test_texts_without_quotations_are_said_to_have_none():
    study = tp.read({"talk": TALK, "news": "It rains."})
    told = comparison_sentence(study.compare("talk"), "talk")
    assert plain(told).startswith("No text has words in quotation marks")
    assert side_by_side(study.compare("talk")).rows == ()
    statements = study.compare("talk", indirect=True)
    assert plain(nearest_sentence(statements)) == ""
    assert nearest_table(statements, source="t").rows == ()


def test_what_another_said_there_is_told(found):
    told = by_another_sentence(found)
    assert plain(told).startswith("1 quotation stands in the transcript in the turn of another")
    assert numbers(told)[0][2] == [place('"What do')]
    assert plain(by_another_sentence(found[~found["by_another"]])) == ""


def test_verdicts_are_counted_by_text_and_by_speaker(found, study):
    table = verdicts_table(found, by_group(found, study, "doc"), header="Text")
    assert table.columns == ("Text", "Verbatim", "Altered", "Not found", "Total")
    assert shown(table) == [["news", "2", "1", "1", "4"], ["Total", "2", "1", "1", "4"]]
    speakers = shown(verdicts_table(found, by_speaker(found), header="Speaker"))
    assert speakers[0] == ["Marco Rubio (not in the transcript)", "0", "0", "1", "1"]
    assert speakers[1] == ["Sergey Lavrov", "2", "1", "0", "3"]


def test_a_row_has_both_sides_what_differs_and_opens_both_places(found):
    altered, lost = side_by_side(found).rows
    assert [cell.text for cell in altered[:5]] == [
        *('"We want quiet and no war,"', "We want peace and no war", "altered"),
        *("“quiet” for “peace”", "Sergey Lavrov"),
    ]
    assert behind(altered[5]) == [place('"We want quiet'), ("talk", TALK.index("We want peace"))]
    assert [cell.text for cell in lost] == [
        *('"The sky is green today,"', "no passage", "not found", "", "Marco Rubio", "1")
    ]
    assert len(side_by_side(found, most=1).rest) == 1


def test_a_quotation_of_which_a_part_is_not_found_is_shown_before_all_others():
    half = '"We want peace and no war, and gold, oil and gas for ever," Sergey Lavrov said. '
    found = tp.read({"talk": TALK, "news": half + NEWS}).compare("talk")
    first = side_by_side(found).rows[0]
    assert [cell.text for cell in first[1:4]] == [
        "We want peace and no war",
        "part not found",
        "not found: “and gold, oil and gas for ever”",
    ]
    assert "1 is part not found" not in plain(comparison_sentence(found, "talk"))
    assert "of 1 a part is not found" in plain(comparison_sentence(found, "talk"))


def test_all_places_that_fit_as_well_are_opened_and_those_of_words_too_few_to_tell():
    news = 'They want "no war". "We want calm and no war," Sergey Lavrov said.'
    talk = TALK + " We want peace and no war."
    rows = side_by_side(tp.read({"talk": talk, "news": news}).compare("talk")).rows
    altered, short = rows
    assert altered[3].text == "one of 2 places that fit as well; “calm” for “peace”"
    assert [where for where, _ in behind(altered[5])] == ["news", "talk", "talk"]
    assert [cell.text for cell in short[1:4]] == [
        *("no passage", "too short to tell", "these words stand there in 2 places")
    ]
    assert [where for where, _ in behind(short[5])] == ["news", "talk", "talk"]


def test_a_statement_has_its_nearest_sentences_with_their_score_and_places(study):
    statements = study.compare("talk", indirect=True)
    (row,) = nearest_table(statements, source="tbl-n").rows
    assert row[2].text == "Sergey Lavrov"
    assert row[1].text == "Nobody asked the people of Donbass"
    assert row[3].value == statements["score"].iat[0]
    assert behind(row[4]) == [
        ("news", NEWS.index("that nobody")),
        ("talk", TALK.index("Nobody asked")),
    ]
    assert "Beside 1 indirect statement stand" in plain(nearest_sentence(statements))
    assert "the most words with it," in plain(nearest_sentence(statements))
    two = plain(nearest_sentence(statements.loc[[0, 0]]))
    assert "Beside 2 indirect statements stand" in two
    assert "the most words with them," in two
