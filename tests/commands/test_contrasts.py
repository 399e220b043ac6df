"""`topoi contrasts` prints ratios of rates, and names what it cannot compare."""

import json

import pytest

from topoi import read
from topoi.cli import main
from topoi.errors import InputError

TEXTS = '{{"id": "{}", "party": "{}", "text": "{}"}}\n'


def given(folder):
    lines = [
        TEXTS.format("a", "Left", "War and war and war. We want peace."),
        TEXTS.format("b", "Right", "War is war, he said. Peace is peace, and war is not."),
    ]
    (folder / "t.jsonl").write_text("".join(lines))
    (folder / "book.yml").write_text(
        "id: b\ntitle: B\ncodes:\n"
        '  - {id: war, label: War, include: ["war"]}\n'
        '  - {id: peace, label: Peace, include: ["peace"]}\n'
    )
    return ["--seeds", str(folder / "t.jsonl"), "--codebook", str(folder / "book.yml")]


def test_a_row_has_both_sides_and_their_ratio(tmp_path, capsys):
    assert main(["contrasts", "--json", "--by", "party", *given(tmp_path)]) == 0
    war, peace = json.loads(capsys.readouterr().out)
    assert [war[k] for k in ("code", "group", "other")] == ["war", "Left", "Right"]
    assert [war[k] for k in ("hits", "words", "other_hits", "other_words")] == [3, 8, 3, 12]
    assert war["ratio"] == (3 / 8) / (3 / 12)
    assert peace["ratio"] == (1 / 8) / (2 / 12)


def test_a_ratio_without_limit_is_null_in_json(tmp_path, capsys):
    where = given(tmp_path)
    texts = tmp_path / "t.jsonl"
    texts.write_text(texts.read_text().replace("Peace is peace", "Rest is rest"))
    assert main(["contrasts", "--json", "--by", "party", *where]) == 0
    _, peace = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert (peace["hits"], peace["other_hits"]) == (1, 0)
    assert peace["ratio"] is peace["high"] is None


def test_codes_may_be_chosen_and_the_note_says_what_the_intervals_are(tmp_path, capsys):
    asked = ["contrasts", "--by", "party", "--reference", "Right", "--code", "peace"]
    assert main([*asked, *given(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "exact for independent passages" in told
    assert "war" not in told.split("\n\n")[0]


def test_a_group_or_a_column_that_there_is_not_is_named(tmp_path, capsys):
    assert main(["contrasts", "--by", "party", "--reference", "Centre", *given(tmp_path)]) == 2
    assert "reference 'Centre': is no group. There are: others" in capsys.readouterr().err
    assert main(["contrasts", "--by", "colour", *given(tmp_path)]) == 2
    assert "colour" in capsys.readouterr().err


def test_of_one_group_it_is_said_that_nothing_can_be_compared(tmp_path, capsys):
    where = given(tmp_path)
    texts = tmp_path / "t.jsonl"
    texts.write_text(texts.read_text().replace("Right", "Left"))
    assert main(["contrasts", "--by", "party", *where]) == 0
    told = capsys.readouterr().out
    assert "all words stand in one group (Left)" in told
    assert "95%" not in told


def test_of_a_study_one_code_may_be_named_and_an_unknown_one_is_refused(tmp_path):
    _, texts, _, book = given(tmp_path)
    study = read(texts, codebook=book)
    assert study.contrasts("party", codes="peace")["code"].tolist() == ["peace"]
    with pytest.raises(InputError, match=r"'pax': is unknown\. Known: war, peace"):
        study.contrasts("party", codes=["pax"])


def test_without_a_codebook_there_is_nothing_to_contrast(tmp_path):
    study = read(given(tmp_path)[1])
    for ask in (study.contrasts, study.network):
        with pytest.raises(InputError, match=r"has no codebook\. Give one: codebook=FILE\."):
            ask()
