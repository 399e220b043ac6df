"""`topoi compare` sets quotations beside a transcript, and says what it cannot compare."""

import csv
import io
import json

import pytest

from topoi.cli import main

TALK = "INTERVIEW\n\nReporter: Why?\n\nSergey Lavrov: We want peace and no war.\n\nReporter: When?"
NEWS = '"We want ... no war," Sergey Lavrov said. Lavrov said that peace is wanted.'


@pytest.fixture
def given(tmp_path):
    (tmp_path / "talk.txt").write_text(TALK)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(NEWS)
    return str(tmp_path / "talk.txt"), str(tmp_path / "news")


def test_a_quotation_stands_beside_its_passage(given, capsys):
    assert main(["compare", *given, "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["doc"], row["verdict"], row["speaker"]) == ("a", "shortened", "Sergey Lavrov")
    ((start, end, marked),) = row["left_out"]
    assert TALK[start:end] == "peace and"
    assert marked
    assert NEWS[row["start"] : row["end"]] == '"We want ... no war,"'
    assert TALK[row["said_start"] : row["said_end"]] == "We want peace and no war"


def test_for_reading_verdicts_are_counted_and_what_is_compared_is_said(given, capsys):
    assert main(["compare", *given]) == 0
    told = capsys.readouterr().out
    assert "left out (marked): “peace and”" in told
    assert "\nshortened 1\n" in told
    assert "A transcript is a report, too" in told


def test_indirect_statements_have_the_sentences_nearest_to_them(given, capsys):
    assert main(["compare", *given, "--indirect", "--csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["rank"], row["said"]) == ("1", "We want peace and no war")


def test_the_transcript_may_be_one_of_the_texts_and_is_no_report_on_itself(given, capsys):
    talk, news = given
    with open(f"{news}/talk.txt", "w") as file:
        file.write(TALK)
    assert main(["compare", "talk", news, "--json"]) == 0
    named = json.loads(capsys.readouterr().out)
    assert main(["compare", talk, "--seeds", news, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == named
    assert [row["doc"] for row in named] == ["a"]


def test_what_is_no_transcript_is_named(given, capsys, tmp_path):
    _, news = given
    assert main(["compare", "nothing", news]) == 2
    assert "transcript 'nothing': is no text of the study. There are: a." in capsys.readouterr().err
    (tmp_path / "two.jsonl").write_text('{"id": "x", "text": "A."}\n{"id": "y", "text": "B."}\n')
    assert main(["compare", str(tmp_path / "two.jsonl"), news]) == 2
    assert "holds 2 texts. Give one transcript." in capsys.readouterr().err


def test_reports_are_named_once(given, capsys):
    talk, news = given
    assert main(["compare", talk, news, "--seeds", news]) == 2
    assert "--seeds: says the same as REPORTS" in capsys.readouterr().err
