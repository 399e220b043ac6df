"""`topoi codebook suggest` prints candidates for a codebook, and writes them as one that loads."""

import json

import pytest

from topoi.cli import main
from topoi.coding.loading import load_codebook
from topoi.project import read_texts

TEXT = "Cold war came. Cold war \x07 ended. Root causes of war remain. Root causes of war matter.\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(TEXT)
    (tmp_path / "book.yml").write_text(
        'id: b\ntitle: B\ncodes:\n  - {id: causes, label: Causes, include: ["root causes"]}\n'
    )
    return ["codebook", "suggest", "--seeds", "texts", "--least", "2"]


def test_phrases_are_printed_with_their_passages_outside_of_a_project(place, capsys):
    # 16 words; cold twice, war 4 times, both twice: ln 4 / ln 8.
    assert main(place) == 0
    told = capsys.readouterr().out
    assert "cold war: 2 in 1 text, NPMI 0.67\n  a:0-8: [[Cold war]] came." in told
    assert "\x07" not in told


def test_the_title_counts_candidates_and_phrases(place):
    study = read_texts("texts", codebook="book.yml")
    assert study.suggest(least=2, top=1).title == "Candidates for codes: 1 of 2 phrases"
    found = study.suggest(least=2, uncoded=True)
    assert found.title == "Candidates for codes: 1 of 1 phrase"


def test_what_codes_find_is_told_and_may_be_left_out(place, capsys):
    assert main([*place, "--codebook", "book.yml", "--json"]) == 0
    rows = {row["phrase"]: row for row in json.loads(capsys.readouterr().out)}
    assert {name: (row["coded"], row["codes"]) for name, row in rows.items()} == {
        "cold war": (0, ""),
        "root causes of war": (2, "causes"),
    }
    assert main([*place, "--codebook", "book.yml", "--uncoded", "--csv"]) == 0
    assert "root causes" not in capsys.readouterr().out


def test_the_skeleton_loads_and_finds_as_many_passages_as_told(place, tmp_path, capsys):
    assert main([*place, "--to", "new.yml"]) == 0
    assert "2 candidates written to new.yml" in capsys.readouterr().out
    text = (tmp_path / "new.yml").read_text()
    assert '    include: ["root causes of war"]' in text
    assert "  # 2 in 1 text, NPMI" in text
    book = load_codebook(tmp_path / "new.yml")
    assert [code.id for code in book.codes] == ["cold_war", "root_causes_of_war"]
    hits = read_texts(tmp_path / "texts", codebook=book).hits
    assert hits["code"].value_counts().to_dict() == {"cold_war": 2, "root_causes_of_war": 2}


def test_a_file_that_is_there_is_not_replaced_unless_asked(place, capsys):
    assert main([*place, "--to", "book.yml"]) == 2
    assert "book.yml: is there already" in capsys.readouterr().err
    assert main([*place, "--to", "book.yml", "--overwrite"]) == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--to", "new.csv"], "is no .yml file"),
        (["--to", "texts/new.yml"], ""),
        (["--top", "0"], "--top: has to be 1 or more. Give a number of phrases."),
        (["--least", "0"], "--least: has to be 1 or more. Give a number of times"),
        (["--to", "new.yml", "--json"], "--to: writes a file, and does not go with --json"),
        (["--least", "9", "--to", "new.yml"], "finds no phrase that occurs 9 times"),
    ],
)
def test_what_cannot_be_done_is_named(place, options, told, capsys):
    assert main([*place, *options]) == (2 if told else 0)
    assert told in capsys.readouterr().err
