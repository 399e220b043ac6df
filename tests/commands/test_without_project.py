"""Commands on texts and codebooks that lie in no project."""

import json

import pytest

from topoi.cli import main
from topoi.project import open_study

WAR = "id: war\nversion: '1'\ntitle: W\ncodes:\n  - {id: war, label: War, include: [war]}\n"
PEACE = WAR.replace("war", "peace")
# 9 words, of which the six between quotation marks are Mira Tolan's.
TEXT = '"War is war, peace is rare," Mira Tolan added.'


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A folder outside any project, with a text and two codebooks."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(TEXT)
    for name, text in {"war.yml": WAR, "peace.yml": PEACE}.items():
        (tmp_path / "books").mkdir(exist_ok=True)
        (tmp_path / "books" / name).write_text(text)
    return tmp_path


def printed(capsys, *arguments):
    assert main([*arguments, "--seeds", "texts", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("codebook", [("books",), ("books/war.yml", "books/peace.yml", "books")])
@pytest.mark.parametrize("engine", [(), ("--engine", "local", "--workers", "1")])
def test_codes_are_counted_with_codebooks_from_anywhere(elsewhere, capsys, codebook, engine):
    rows = printed(capsys, "count", "--codebook", *codebook, *engine)
    counted = {row["code"]: (row["hits"], row["words"]) for row in rows}
    assert counted == {"peace": (1, 9), "war": (2, 9)}


def test_an_option_given_again_adds_codebooks(elsewhere, capsys):
    twice = ["--codebook", "books/war.yml", "--codebook", "books/peace.yml"]
    assert [row["code"] for row in printed(capsys, "hits", *twice)] == ["war", "war", "peace"]
    assert main(["codebook", "--codebook", "books/war.yml", "books/peace.yml", "--csv"]) == 0
    assert capsys.readouterr().out.count("\n") == 3


def test_speakers_and_stop_words_beside_a_codebook_are_taken(elsewhere, capsys):
    assert {row["speaker"] for row in printed(capsys, "voices")} == {"Mira Tolan", "the outlet"}
    speakers = "people:\n  - {name: President Tolan, aliases: [Mira Tolan]}\n"
    speakers += "cues:\n  - {stance: neutral, kind: report, verbs: add}\n"
    (elsewhere / "books" / "speakers.yml").write_text(speakers)
    for command in (["hits"], ["voices"], ["kwic", "peace"]):
        # as a shell writes out books/*.yml, but for kwic, whose words follow
        books = sorted(str(file) for file in (elsewhere / "books").glob("*.yml"))
        rows = printed(capsys, *command, "--codebook", *books[: 1 if "kwic" in command else 3])
        assert "President Tolan" in {row["speaker"] for row in rows}
    (elsewhere / "books" / "stopwords.txt").write_text("rare\n")
    assert open_study(seeds="texts", codebook=["books/war.yml"]).stop_words == {"rare"}


def test_a_query_may_follow_the_codebook(elsewhere, capsys):
    [line] = printed(capsys, "kwic", "--codebook", "books/war.yml", "peace")
    assert line["node"] == "peace"


@pytest.mark.parametrize("command", [["count"], ["count", "--engine", "local"], ["hits"]])
def test_what_needs_a_codebook_says_so_in_a_line_with_the_remedy(elsewhere, capsys, command):
    assert main([*command, "--seeds", "texts"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("topoi: --codebook: is missing")
    assert "Give --codebook" in told
    assert told.count("\n") == 1
    assert main([*command, "--codebook", "books"]) == 2
    assert "--seeds: is missing" in capsys.readouterr().err
    (elsewhere / "speakers.yml").write_text("people: []\n")
    assert main([*command, "--seeds", "texts", "--codebook", "speakers.yml"]) == 2


def test_what_needs_no_codebook_is_answered_without_one(elsewhere, capsys):
    assert [row["node"] for row in printed(capsys, "kwic", "war")] == ["War", "war"]
    assert printed(capsys, "voices")


def test_a_code_of_two_codebooks_is_told_apart_and_their_ids_and_stop_words_are_one_each(
    elsewhere, capsys
):
    (elsewhere / "other.yml").write_text(WAR.replace("id: war\nv", "id: other\nv"))
    both = ["count", "--seeds", "texts", "--codebook", "books", "other.yml"]
    assert main(both) == 0
    told = capsys.readouterr().out
    assert "war.war" in told
    assert "other.war" in told
    (elsewhere / "other.yml").write_text(WAR)
    assert main(both) == 2
    assert "other.yml: has the id 'war', as books/war.yml has" in capsys.readouterr().err
    (elsewhere / "other.yml").write_text(WAR.replace("war", "truce"))
    assert main(both) == 0
    for folder in (elsewhere, elsewhere / "books"):
        (folder / "stopwords.txt").write_text("the\n")
    assert main(both) == 2
    assert "stopwords.txt: is not the only" in capsys.readouterr().err
