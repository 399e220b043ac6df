"""`topoi count --corrected` and `topoi sample --next`, from a drawn sheet to what is read next."""

import json

import pandas as pd
import pytest

from topoi.cli import main

TEXT = " ".join(
    ["The war burns on.", "A battle is near.", "War of words it was.", "Rain fell."] * 3
)


@pytest.fixture
def where(tmp_path):
    rows = [{"id": f"d{n}", "party": "AB"[n % 2], "text": TEXT} for n in range(6)]
    (tmp_path / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "book.yml").write_text(
        "id: b\ntitle: B\ncodes:\n"
        '  - {id: war, label: War, include: ["war"]}\n'
        '  - {id: peace, label: Peace, include: ["peace"]}\n'
    )
    (tmp_path / "judgements").mkdir()
    return ["--seeds", str(tmp_path / "t.jsonl"), "--codebook", str(tmp_path / "book.yml")]


def filled(folder, name, *options, where):
    sheet, key = (folder / "judgements" / f"{name}{end}.csv" for end in ("", ".key"))
    asked = ["sample", "--sheet", str(sheet), "--key", str(key), *options, *where]
    assert main(asked) == 0
    table = pd.read_csv(sheet)
    yes = table["passage"].str.contains("war burns|battle", case=False)
    table["answer"] = yes.map({True: "yes", False: "no"})
    table.to_csv(sheet, index=False)
    return pd.read_csv(key)


def corrected(capsys, *arguments):
    capsys.readouterr()
    assert main(["count", "--corrected", "--json", *arguments]) == 0
    return {row["code"]: row for row in json.loads(capsys.readouterr().out)}


def test_a_judged_sheet_corrects_the_rates(tmp_path, where, capsys):
    filled(tmp_path, "ann", "--code", "war", "--per-code", "24", where=where)
    found = corrected(capsys, *where)
    war, peace = found["war"], found["peace"]
    assert (war["hits"], war["judged_hits"], war["judged_others"]) == (36, 24, 24)
    true = 36 * war["precision"] + 36 * war["missed"]
    assert war["corrected"] == pytest.approx(1000 * true / war["words"])
    assert (peace["corrected"], peace["note"]) == (None, "not judged")
    capsys.readouterr()
    assert main(["count", "--corrected", "--by", "party", *where]) == 0
    assert "Angelopoulos" in capsys.readouterr().out


def test_what_is_read_next_is_no_random_sample_and_corrects_nothing(tmp_path, where, capsys):
    filled(tmp_path, "ann", "--code", "war", "--per-code", "20", where=where)
    before = corrected(capsys, *where)["war"]
    key = filled(tmp_path, "ben", "--next", "--per-code", "5", where=where)
    told = capsys.readouterr()
    assert "the AUC (how often" in told.out
    assert "peace: has no judgements to learn from" in told.err
    assert set(key["drawn_from"]) == {0}
    assert sorted(key["machine"]) == ["no"] * 5 + ["yes"] * 5
    assert corrected(capsys, *where)["war"] == before
    assert main(["count", "--corrected", *where]) == 0
    assert "10 judgements of sentences that were not drawn" in capsys.readouterr().out


def test_a_code_that_two_codebooks_have_is_drawn_and_judged_as_two(tmp_path, where, capsys):
    other = "id: c\ntitle: C\ncodes:\n  - {id: war, label: War, include: [battle]}\n"
    (tmp_path / "other.yml").write_text(other)
    both = [*where, "--codebook", str(tmp_path / "other.yml")]
    codes = ["--code", "b.war", "--code", "c.war"]
    key = filled(tmp_path, "ann", *codes, where=both)
    many = key[key["machine"] == "yes"].groupby("code")["drawn_from"].first()
    assert many.to_dict() == {"b.war": 36, "c.war": 18}  # sentences with a hit to draw from
    found = corrected(capsys, *both)
    judged = {code: (found[code]["judged_hits"], found[code]["sentences"]) for code in many.index}
    assert judged == {"b.war": (30, 36), "c.war": (18, 18)}
    assert found["b.war"]["precision"] < found["c.war"]["precision"] == 1.0
    following = filled(tmp_path, "ben", "--next", "--per-code", "5", where=both)
    assert set(following["code"]) == {"b.war", "c.war"}


def test_without_judgements_and_in_parts_there_is_nothing_to_correct_by(where, capsys):
    assert main(["count", "--corrected", *where]) == 2
    assert "have no judgements of sentences drawn from them" in capsys.readouterr().err
    assert main(["count", "--corrected", "--engine", "local", *where]) == 2
    assert "does not go with --engine" in capsys.readouterr().err
    assert main(["sample", "--next", "--sheet", "s.csv", "--key", "k.csv", *where]) == 2
    assert "too few to learn from: 0 yes, 0 no" in capsys.readouterr().err


def test_a_sheet_without_an_item_is_not_written(tmp_path, where, capsys):
    sheet = ["sample", "--sheet", str(tmp_path / "s.csv"), "--key", str(tmp_path / "k.csv")]
    for size in ("0", "-5"):
        assert main([*sheet, "--per-code", size, *where]) == 2
        assert "--per-code: has to be 1 or more" in capsys.readouterr().err
    filled(tmp_path, "ann", "--code", "war", "--per-code", "20", where=where)
    assert main([*sheet, "--next", "--code", "peace", *where]) == 2
    assert "--next: finds nothing to read: none of these codes was" in capsys.readouterr().err
    assert not (tmp_path / "s.csv").exists()
