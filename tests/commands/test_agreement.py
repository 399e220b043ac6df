"""`topoi agreement` on annotations of several coders, and what it tells of what it passed over."""

import csv
import io
import json
from pathlib import Path

import pytest

from topoi.cli import main

TEXT = "The root causes remain. We want peace."
BOOK = """
id: b
version: "1"
title: B
codes:
  - {id: causes, label: Causes, include: ["root cause*"]}
"""


@pytest.fixture
def study(tmp_path: Path) -> list[str]:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "book.yml").write_text(BOOK, encoding="utf-8")
    return ["--seeds", str(tmp_path / "texts"), "--codebook", str(tmp_path / "book.yml"), "--csv"]


def task(*coders: str, **more: object) -> str:
    value = {"start": 4, "end": 15, "text": "root causes", "labels": ["causes"]}
    done = [
        {"completed_by": name, "result": [{"type": "labels", "value": value}]} for name in coders
    ]
    return json.dumps([{"data": {"text": TEXT}, "annotations": done, **more}])


def rows(printed: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(printed)))


def test_hits_are_scored_against_each_coder(
    study: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ls.json"
    file.write_text(task("ann", "ben"), encoding="utf-8")
    asked = ["agreement", "--from", "label-studio", "--gold", str(file), *study]
    assert main(asked) == 0
    printed = capsys.readouterr()
    found = [(row["coder"], row["judged"], row["recall"]) for row in rows(printed.out)]
    assert found == [("ann", "1", "1.0"), ("ben", "1", "1.0")]
    assert printed.err == ""
    assert main([*asked, "--coder", "ben"]) == 0
    (row,) = rows(capsys.readouterr().out)
    assert "coder" not in row
    assert row["judged"] == "1"
    assert main([*asked, "--coder", "cy"]) == 2
    assert "names nobody who judged: 'cy'. There are: ann, ben." in capsys.readouterr().err


def test_two_coders_of_one_file_are_compared(
    study: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "gold.jsonl"
    lines = [("ann", "causes", 4, 15), ("ann", "peace", 32, 37), ("ben", "causes", 4, 15)]
    told = [{"coder": coder, "pattern": code, "start": start, "end": end}
            for coder, code, start, end in lines]  # fmt: skip
    file.write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    asked = ["agreement", "--gold", str(file), *study]
    assert main([*asked, "--coder", "ben", "--coder", "ann"]) == 0
    table = {row["code"]: (row["judged"], row["hits"]) for row in rows(capsys.readouterr().out)}
    assert table == {"causes": ("1", "1"), "peace": ("0", "1")}
    assert main([*asked, "--disagreements"]) == 0
    assert [(row["coder"], row["kind"], row["code"]) for row in rows(capsys.readouterr().out)] == [
        ("ann", "missed", "peace")
    ]
    assert main([*asked, "--gold", str(file)]) == 2
    assert "holds more than two coders: ann, ben" in capsys.readouterr().err


def reviewed(coder: str, start: int, end: int, verdict: str, machine: str) -> str:
    row = {"doc": "a", "start": start, "end": end, "code": "b/causes", "verdict": verdict}
    design = {"coder": coder, "machine": machine, "drawn_from": 1, "drawn": 1, "seed": 1}
    return json.dumps({**row, **design, "wrong": [], "note": ""}) + "\n"


def test_readers_beside_a_codebook_are_scored_and_compared_with_each_other(
    study: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "judgements"
    folder.mkdir()
    first, second = (0, 23), (24, 38)  # the sentences; the first holds "root causes"
    ann = reviewed("Ann", *first, "yes", "yes") + reviewed("Ann", *second, "yes", "no")
    ben = reviewed("Ben", *first, "yes", "yes") + reviewed("Ben", *second, "no", "no")
    (folder / "ann.jsonl").write_text(ann, encoding="utf-8")
    (folder / "ben.jsonl").write_text(ben, encoding="utf-8")
    assert main(["agreement", *study]) == 0
    table = rows(capsys.readouterr().out)
    assert [(row["reader"], row["precision"], row["missed"]) for row in table] == [
        ("Ann", "1.0", "1"),
        ("Ben", "1.0", "0"),
    ]
    assert main(["agreement", "--between", *study]) == 0
    [row] = rows(capsys.readouterr().out)
    assert (row["readers"], row["units"], row["agreement"]) == ("Ann, Ben", "2", "0.5")
    assert main(["agreement", "--disagreements", *study]) == 0
    [row] = rows(capsys.readouterr().out)
    assert (row["text"], row["machine"]) == ("We want peace.", "not found")
    assert row["verdicts"] == "Ann: yes; Ben: no"
    assert main(["agreement", *study[:-1]]) == 0  # for reading both tables are printed
    printed = capsys.readouterr().out
    assert "Readers against each other" in printed
    assert "Ann, Ben" in printed
    assert main(["agreement", "--coder", "Cy", *study]) == 2
    assert "names nobody who judged: 'Cy'. There are: Ann, Ben." in capsys.readouterr().err


def test_the_readers_whose_files_are_given_are_scored_alone(
    study: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cy.jsonl"
    stale = reviewed("Cy", 24, 99, "no", "no")
    file.write_text(reviewed("Cy", 0, 23, "no", "yes") + stale, encoding="utf-8")
    assert main(["agreement", "--review", str(file), *study]) == 0
    printed = capsys.readouterr()
    [row] = rows(printed.out)
    assert (row["reader"], row["precision"], row["judged_others"]) == ("Cy", "0.0", "0")
    assert "words are not at their place: a:24-99" in printed.err


def test_without_any_judgement_it_is_said_what_to_give(
    study: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["agreement", *study]) == 2
    assert "Save judgements into codebook/judgements/" in capsys.readouterr().err


def test_what_is_passed_over_is_the_last_line(
    study: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ls.json"
    file.write_text(task("ann", predictions=[{}, {}]), encoding="utf-8")
    assert main(["agreement", "--from", "label-studio", "--gold", str(file), *study]) == 0
    assert capsys.readouterr().err == (
        f"topoi: notices: 1, the first: {file}: has 2 entries passed over (predictions: 2). "
        "Spans with a code are read.\n"
    )


def test_the_layer_of_inception_is_asked_for(
    study: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.tsv"
    cells = [
        ("The", "0-3", "DT\t_"),
        ("root", "4-8", "NN\tcauses[1]"),
        ("causes", "9-15", "NN\tcauses[1]"),
    ]
    lines = [f"1-{n}\t{at}\t{word}\t{cell}\t" for n, (word, at, cell) in enumerate(cells, start=1)]
    head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.POS|PosValue\n#T_SP=x.Frame|name\n\n\n#Text=x\n"
    file.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    asked = ["agreement", "--from", "webanno", "--gold", str(file), *study]
    assert main(asked) == 2
    assert "There are: x.POS (PosValue); x.Frame (name)." in capsys.readouterr().err
    assert main([*asked, "--layer", "Frame", "--feature", "name"]) == 0
    printed = capsys.readouterr()
    assert [(row["code"], row["recall"]) for row in rows(printed.out)] == [("causes", "1.0")]
    assert "(x.POS: 3)" in printed.err
