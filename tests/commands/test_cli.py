import csv
import io
import json
import subprocess
import sys

import pytest

from topoi.cli import COMMANDS, main
from topoi.coding.exchange.files import FORMS

TEXT = 'The "root causes" matter, he said. We must settle the conflict in Kiev.'


@pytest.fixture
def texts(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def codebook(tmp_path):
    path = tmp_path / "book.yml"
    path.write_text(
        "id: book\nversion: '1'\ntitle: A book\ncodes:\n"
        "  - {id: causes, label: Causes, include: ['root cause*']}\n"
        "  - {id: peace, label: Peace, include: ['peace']}\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture(autouse=True)
def in_project(root, monkeypatch):
    monkeypatch.chdir(root)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert len(capsys.readouterr().out) > 200


def test_no_command_prints_the_list_of_commands(capsys):
    assert main([]) == 0
    printed = capsys.readouterr().out
    assert all(command in printed for command in COMMANDS)


def test_an_unknown_command_is_a_users_error():
    with pytest.raises(SystemExit) as ended:
        main(["reprot"])
    assert ended.value.code == 2


@pytest.mark.usefixtures("article")
def test_the_codebooks_of_a_project_are_exported_as_one_dictionary(tmp_path, capsys):
    for form, name in (("quanteda", "all.yml"), ("liwc", "all.dic")):
        assert main(["codebook", "--export", form]) == 0
        (tmp_path / name).write_text(capsys.readouterr().out, encoding="utf-8")
        assert main(["codebook", "--import-from", str(tmp_path / name)]) == 0
        assert '- id: "boosters"' in capsys.readouterr().out


def test_a_dictionary_that_is_not_utf8_is_named(tmp_path, capsys):
    (tmp_path / "old.dic").write_bytes(b"%\n1\tA\n%\ncaf\xe9\t1\n")
    assert main(["codebook", "--import-from", str(tmp_path / "old.dic")]) == 2
    assert "is not UTF-8 (byte 11)" in capsys.readouterr().err


def gold_of(path, *rows):
    lines = [{"pattern": code, "start": low, "end": high} for code, low, high in rows]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return ["--gold", str(path)]


def test_two_coders_are_scored_and_their_disagreements_listed(texts, codebook, tmp_path, capsys):
    first = gold_of(tmp_path / "1.jsonl", ("causes", 5, 16), ("peace", 43, 49))
    second = gold_of(tmp_path / "2.jsonl", ("causes", 5, 16))
    place = ["--seeds", str(texts / "a.txt"), "--codebook", str(codebook), "--json"]
    assert main(["agreement", *first, *second, *place]) == 0
    scores = {row["code"]: row for row in json.loads(capsys.readouterr().out)}
    assert (scores["causes"]["f1"], scores["causes"]["kappa"]) == (1, 1)
    assert (scores["peace"]["recall"], scores["peace"]["alpha"]) == (0, 0)
    assert main(["agreement", *first, *second, "--disagreements", *place]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["code"], row["kind"], row["text"]) == ("peace", "missed", "settle")


@pytest.mark.parametrize("form", FORMS)
def test_hits_go_to_another_tool_and_come_back(form, texts, codebook, tmp_path, capsys):
    (texts / "a.txt").write_text(f"😀 {TEXT}\r\n", encoding="utf-8", newline="")
    place = ["--seeds", str(texts / "a.txt"), "--codebook", str(codebook)]
    out = str(tmp_path / "out")
    assert main(["hits", "--to", form, "--output", out, *place]) == 0
    assert f"1 as {form}" in capsys.readouterr().out
    assert main(["agreement", "--gold", out, "--from", form, "--csv", *place]) == 0
    assert ",causes,1,1,1," in capsys.readouterr().out
    (texts / "a.txt").write_text(f"Now {TEXT}", encoding="utf-8")
    assert main(["agreement", "--gold", out, "--from", form, *place]) == 2
    assert ": quotes '" in capsys.readouterr().err


def test_a_regular_expression_is_refused_with_the_query_that_says_the_same(texts, capsys):
    assert main(["kwic", "/root causes?/", "--seeds", str(texts / "a.txt")]) == 2
    assert '"root cause|causes"' in capsys.readouterr().err


def test_every_query_of_a_codebook_is_told_in_words(codebook, capsys):
    assert main(["codebook", "--queries", "--codebook", str(codebook), "--csv"]) == 0
    first, second = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert first["says"] == "“root”, then a word that begins with “cause”"
    assert (second["role"], second["query"]) == ("include", "peace")


def test_queries_that_stand_in_one_line_are_each_told(tmp_path, capsys):
    path = tmp_path / "book.yml"
    path.write_text(
        "id: t\ncodes:\n  - {id: a, label: A, include: [x y, z, u]}\n", encoding="utf-8"
    )
    assert main(["codebook", "--queries", "--codebook", str(path)]) == 0
    assert capsys.readouterr().out.count(": include") == 3


def test_kwic_finds_a_phrase_in_context(texts, capsys):
    assert main(["kwic", "root cause*", "--seeds", str(texts / "a.txt")]) == 0
    printed = capsys.readouterr().out
    assert "root causes" in printed
    assert "1 occurrence in 1 of 1 text" in printed


def test_kwic_json_gives_offsets_that_lead_to_the_words(texts, capsys):
    main(["kwic", "kiev", "--seeds", str(texts / "a.txt"), "--json"])
    [row] = json.loads(capsys.readouterr().out)
    assert TEXT[row["start"] : row["end"]] == row["node"] == "Kiev"


def test_hits_as_csv_have_the_columns_of_the_design(texts, codebook, capsys):
    main(["hits", "--seeds", str(texts / "a.txt"), "--codebook", str(codebook), "--csv"])
    [row] = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert list(row)[:7] == ["doc", "start", "end", "codebook", "code", "subtype", "text"]
    assert (row["doc"], row["code"], row["text"]) == ("a", "causes", "root causes")


def test_count_prints_codes_that_do_not_occur_with_zero(texts, codebook, capsys):
    main(["count", "--seeds", str(texts / "a.txt"), "--codebook", str(codebook), "--json"])
    counts = {row["code"]: row["hits"] for row in json.loads(capsys.readouterr().out)}
    assert counts == {"causes": 1, "peace": 0}


def test_voices_prints_shares_that_add_up(texts, capsys):
    assert main(["voices", "--seeds", str(texts / "a.txt")]) == 0
    assert "share" in capsys.readouterr().out


def test_a_users_error_is_one_line_and_exit_code_two(tmp_path, capsys):
    (tmp_path / "empty.txt").write_text("")
    assert main(["voices", "--seeds", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "empty.txt: is empty" in told


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("b.txt", b"caf\xe9", "b.txt:1: is not UTF-8"),
        ("b.csv", b"id,title\n1,2\n", "no `text` column"),
        ("b.jsonl", b'{"text": "One."}\n{"text": \n', "b.jsonl:2"),
    ],
)
def test_a_broken_text_beside_a_sound_one_stops(texts, capsys, name, content, words):
    (texts / name).write_bytes(content)
    assert main(["hits", "--seeds", str(texts), "--csv"]) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""


@pytest.mark.parametrize("command", ["count", "hits", "voices", "seeds describe"])
def test_an_empty_text_beside_a_sound_one_is_told_last_and_stops_nothing(
    texts, codebook, capsys, command
):
    (texts / "none.txt").write_text("\u200b\n")
    book = [] if command in {"voices", "seeds describe"} else ["--codebook", str(codebook)]
    place = [str(texts)] if command == "seeds describe" else ["--seeds", str(texts)]
    assert main([*command.split(), *place, *book]) == 0
    told = capsys.readouterr().err.splitlines()[-1]
    assert told.startswith("topoi: set aside: 1, the first: ")
    assert "none.txt: is empty: no word is in it" in told


def test_an_empty_text_alone_stops_without_a_word_of_others(tmp_path, capsys):
    (tmp_path / "none.txt").write_text("...")
    assert main(["voices", "--seeds", str(tmp_path)]) == 2
    assert capsys.readouterr().err.endswith("Put the text in or remove it.\n")


def test_a_file_of_another_kind_is_a_users_error(tmp_path, capsys):
    (tmp_path / "a.pdf").write_text("x")
    assert main(["hits", "--seeds", str(tmp_path / "a.pdf")]) == 2
    assert "no kind that can be read" in capsys.readouterr().err


def test_a_typo_in_a_codebook_is_named_with_its_line(tmp_path, texts, capsys):
    book = tmp_path / "typo.yml"
    book.write_text("id: b\nversion: '1'\ntitle: B\ncodes:\n  - {id: a, label: A, inclode: [x]}\n")
    assert main(["hits", "--seeds", str(texts / "a.txt"), "--codebook", str(book)]) == 2
    assert "typo.yml:5" in capsys.readouterr().err


def test_check_of_an_unknown_part_is_a_users_error(capsys):
    assert main(["check", "--only", "everything"]) == 2
    assert "names no part" in capsys.readouterr().err


def test_check_finds_seeds_and_codebook_in_order(capsys):
    assert main(["check", "--only", "seeds,codebook"]) == 0
    assert capsys.readouterr().out == "seeds: in order\ncodebook: in order\n"


def test_a_sample_is_blind_and_scored_by_its_key(tmp_path, codebook, texts, capsys):
    sheet, key = tmp_path / "sheet.csv", tmp_path / "key.csv"
    where = ["--seeds", str(texts / "a.txt"), "--codebook", str(codebook)]
    assert (
        main(["sample", "--code", "causes", "--sheet", str(sheet), "--key", str(key), *where]) == 0
    )
    assert "machine" not in sheet.read_text()
    filled = sheet.read_text().replace("\r", "").splitlines()
    sheet.write_text("\n".join([filled[0], *[f"{line.rstrip(',')},yes" for line in filled[1:]]]))
    capsys.readouterr()
    assert main(["agreement", "--sheet", str(sheet), "--key", str(key), "--json"]) == 0
    [row] = json.loads(capsys.readouterr().out)
    assert (row["code"], row["true_hits"]) == ("causes", 1)


def test_the_front_door_opens_without_heavy_packages():
    code = "import sys, topoi.cli; print({'pandas', 'numpy', 'scipy'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
