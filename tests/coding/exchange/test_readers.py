"""The judgements of all readers as one table, and what is told of their files."""

import json

import pandas as pd
import pytest

from topoi.coding.quality.reliability import units_of_coding
from topoi.coding.quality.sampling import coding_sheet
from topoi.csv_files import csv_text
from topoi.errors import InputError
from topoi.project import open_study, read_texts

# Four sentences in two texts; war stands in the first of each.
TEXTS = {"a": "War came. Rain fell.", "b": "War ended. Snow fell."}
BOOK = """
id: f
version: "2"
title: F
codes:
  - {id: war, number: F01, label: War, include: [war]}
  - {id: rain, number: F02, label: Rain, include: [rain]}
"""
FIRST = {"doc": "a", "start": 0, "end": 9, "text": "War came."}
SECOND = {"doc": "a", "start": 10, "end": 20, "text": "Rain fell."}
OTHER = {"doc": "b", "start": 0, "end": 10, "text": "War ended."}


def reviewed(place, verdict, *, machine="yes", coder="Ann", **more):
    """Return a line that the page of review saves."""
    row = {"code": "f/war", "verdict": verdict, "note": "", "wrong": [], "coder": coder,
           "machine": machine, "drawn_from": 2, "drawn": 2, "seed": 1, "version": "2"}  # fmt: skip
    return {**place, **row, **more}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "judgements").mkdir()
    (tmp_path / "f.yml").write_text(BOOK, encoding="utf-8")
    return tmp_path / "judgements"


def save(folder, name, *rows):
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / name).write_text(text, encoding="utf-8")


def study_of(folder, texts=TEXTS):
    return read_texts(texts, codebook=folder.parent)


def judged(folder):
    return study_of(folder).judgements


def said(study):
    return [str(notice) for notice in study.judgement_notices]


def test_without_judgements_the_table_is_empty_and_has_its_columns_and_types(folder):
    save(folder, "ann.jsonl", reviewed(FIRST, "yes"))
    full = study_of(folder).judgements
    none = read_texts(TEXTS).judgements
    assert none.empty
    assert none.dtypes.to_dict() == full.dtypes.to_dict()


def test_a_review_and_a_gold_file_and_a_sheet_are_one_table(folder):
    save(folder, "ann.jsonl", reviewed(OTHER, "no"), reviewed(SECOND, "yes", machine="no"))
    save(folder, "gold.jsonl", {"pattern": "F01", "doc": "a", "start": 0, "end": 3, "coder": "Cy"})
    study = study_of(folder)
    units = units_of_coding(study.segments)
    sheet, key = coding_sheet(study.corpus, study.hits, units, codes=[("rain", "Rain?")])
    filled = sheet.assign(answer=["y" if "Rain" in text else "" for text in sheet["passage"]])
    (folder / "ben.csv").write_text(csv_text(filled), encoding="utf-8")
    (folder / "any.csv").write_text(csv_text(key), encoding="utf-8")
    study = study_of(folder)
    shown = ["reader", "code", "doc", "start", "verdict", "drawn_from", "weight", "hit", "file"]
    assert study.judgements[shown].to_numpy().tolist() == [
        ["Cy", "war", "a", 0, "yes", "whole text", 1.0, True, "gold.jsonl"],
        ["Ann", "war", "a", 10, "yes", "no hit", 2.0, False, "ann.jsonl"],
        ["Ann", "war", "b", 0, "no", "hit", 2.0, True, "ann.jsonl"],
        ["ben", "rain", "a", 10, "yes", "hit", 1.0, True, "ben.csv"],
    ]
    assert study.judgements["stratum"].tolist() == [pd.NA, 2, 2, 1]
    assert study.judgements["text"].tolist() == ["War", "Rain fell.", "War ended.", "Rain fell."]
    assert said(study) == []


def test_weights_of_the_judged_add_up_to_what_there_was_to_draw_from(folder):
    rows = [reviewed(FIRST, "yes", drawn_from=7), reviewed(OTHER, "borderline", drawn_from=7)]
    save(folder, "ann.jsonl", *rows, reviewed(SECOND, "no", machine="no", drawn_from=90))
    sums = study_of(folder).judgements.groupby("drawn_from")["weight"].sum()
    assert sums.to_dict() == {"hit": 7.0, "no hit": 90.0}


def test_who_gives_no_name_is_called_as_the_file(folder):
    save(folder, "dora.jsonl", {"pattern": "war", "doc": "a", "start": 0, "end": 3})
    save(folder, "eve.jsonl", reviewed(FIRST, "yes", coder=""))
    assert set(study_of(folder).judgements["reader"]) == {"dora", "eve"}


def test_what_is_of_other_codes_texts_or_words_is_left_out_and_counted(folder):
    save(
        folder,
        "ann.jsonl",
        reviewed(FIRST, "yes"),
        reviewed(FIRST, "yes", code="f/peace"),
        reviewed(FIRST, "no", code="old/war"),
        reviewed({**FIRST, "doc": "z"}, "yes"),
        reviewed({**FIRST, "text": "War went."}, "yes"),
        reviewed({"doc": "b", "start": 11, "end": 99}, "no"),
    )
    study = study_of(folder)
    assert len(study.judgements) == 1
    file = folder / "ann.jsonl"
    assert said(study) == [
        f"{file}:2: has 2 judgements of codes that no codebook here has: f/peace, old/war. "
        "They are left out.",
        f"{file}:4: has 1 judgement of texts that are not here: z. They are left out.",
        f"{file}:5: has 2 judgements of passages whose words are not at their place: "
        "a:0-9, b:11-99. They are left out.",
    ]


def test_white_space_and_signs_that_no_page_shows_are_no_other_words(folder):
    save(folder, "ann.jsonl", reviewed({**FIRST, "text": "War\ufffdcame."}, "yes"))
    assert len(study_of(folder, {"a": "War\x01came."}).judgements) == 1
    assert len(study_of(folder, {"a": "War\ncame."}).judgements) == 1
    assert len(study_of(folder, {"a": "War came ."}).judgements) == 0


def test_a_reader_who_says_the_same_twice_counts_once(folder):
    save(folder, "ann.jsonl", reviewed(FIRST, "yes"), reviewed(FIRST, "yes"))
    save(folder, "ann2.jsonl", reviewed(FIRST, "yes"), reviewed(OTHER, "no"))
    study = study_of(folder)
    assert study.judgements[["doc", "verdict"]].to_numpy().tolist() == [["a", "yes"], ["b", "no"]]
    assert said(study) == [
        f"{folder / 'ann.jsonl'}: repeats 1 judgement of itself. Each counts once.",
        f"{folder / 'ann2.jsonl'}: repeats 1 judgement of ann.jsonl. Each counts once.",
    ]


def test_a_reader_who_says_two_things_is_left_out_there_and_told(folder):
    save(folder, "ann.jsonl", reviewed(FIRST, "yes"), reviewed(OTHER, "yes"))
    save(folder, "later.jsonl", reviewed(FIRST, "no"))
    save(folder, "ben.jsonl", reviewed(FIRST, "no", coder="Ben"))
    study = study_of(folder)
    assert study.judgements[["reader", "doc"]].to_numpy().tolist() == [["Ben", "a"], ["Ann", "b"]]
    assert said(study) == [
        f"{folder / 'later.jsonl'}:1: Ann says no of f/war at a:0-9, and yes in ann.jsonl:1. "
        "Both are left out; keep the one that holds."
    ]


def test_other_versions_of_a_codebook_and_of_a_text_are_told(folder):
    save(
        folder,
        "ann.jsonl",
        reviewed(FIRST, "yes", version="1"),
        reviewed(OTHER, "yes", sha256="0" * 64),
    )
    study = study_of(folder)
    assert len(study.judgements) == 2
    assert [line.partition(": ")[2].partition(". ")[0] for line in said(study)] == [
        "has 1 judgement on version 1 of f, which is 2 now",
        "was judged on other versions of b, with the same words at its places",
    ]


def test_a_sample_drawn_from_another_coding_is_told(folder):
    save(folder, "ann.jsonl", reviewed(FIRST, "yes", machine="no"), reviewed(OTHER, "yes"))
    [told] = said(study_of(folder))
    assert "has 1 judgement of places that are coded otherwise today (f/war)" in told


def test_a_sentence_that_was_chosen_is_in_no_draw_unless_it_was_drawn_by_chance_too(folder):
    chosen = {"drawn_from": 0, "drawn": None, "seed": None}
    rows = [reviewed(FIRST, "no"), reviewed(OTHER, "yes"), reviewed(SECOND, "no", machine="no")]
    save(folder, "a.jsonl", *({k: v for k, v in {**row, **chosen}.items() if v is not None}
                              for row in rows[:2]))  # fmt: skip
    study = study_of(folder)
    design = ["doc", "drawn_from", "stratum", "drawn", "weight"]
    assert study.judgements[design].isna().sum().tolist() == [0, 0, 2, 2, 0]
    assert study.judgements["drawn_from"].tolist() == ["chosen", "chosen"]
    save(folder, "b.jsonl", rows[0], rows[2])
    drawn = study_of(folder).judgements.set_index(["doc", "start"])["drawn_from"].to_dict()
    assert drawn == {("a", 0): "hit", ("a", 10): "no hit", ("b", 0): "chosen"}


def test_what_would_be_right_is_read_with_what_is_wrong(folder):
    right = {"right_voice": "Lavrov", "right_extent": "War"}
    save(folder, "ann.jsonl", reviewed(FIRST, "yes", wrong=["extent", "voice"], **right))
    [row] = judged(folder)[["wrong", *right]].to_numpy().tolist()
    assert row == ["voice; extent", "Lavrov", "War"]


def test_draws_from_different_numbers_of_units_are_told(folder):
    save(folder, "ann.jsonl", reviewed(FIRST, "yes"), reviewed(OTHER, "yes", drawn_from=3))
    [told] = said(study_of(folder))
    assert "ann.jsonl: Ann judged f/war in draws from 2 and 3 units" in told


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (reviewed(FIRST, "maybe"), "has the answer 'maybe'"),
        (reviewed(FIRST, "yes", machine="?"), "was not saved by the report's page of review"),
        (reviewed(FIRST, "yes", drawn_from="2"), "was not saved by the report's page of review"),
        (reviewed(FIRST, "yes", seed="one"), "has the seed 'one'"),
        (reviewed(FIRST, "yes", wrong=["tone"]), "says that ['tone'] is wrong"),
        (reviewed(FIRST, "yes", code=None), "lacks `code` or `doc`"),
        (reviewed({**FIRST, "end": 0}, "yes"), "has no span (0 to 0)"),
        ({**FIRST, "verdict": "yes"}, "lacks `pattern`, `start` or `end`"),
    ],
)
def test_a_broken_row_is_named_with_its_line(folder, row, problem):
    save(folder, "ann.jsonl", reviewed(OTHER, "yes"), row)
    with pytest.raises(InputError) as caught:
        judged(folder)
    assert str(caught.value).startswith(f"{folder / 'ann.jsonl'}:2: {problem}")


def test_a_code_that_two_codebooks_have_is_to_be_written_with_its_codebook(folder):
    (folder.parent / "g.yml").write_text(BOOK.replace("id: f", "id: g"), encoding="utf-8")
    save(folder, "ann.jsonl", {"pattern": "F01", "doc": "a", "start": 0, "end": 3})
    with pytest.raises(
        InputError, match=r"judges the code 'F01', which f and g have\. Write f/F01"
    ):
        judged(folder)
    save(folder, "ann.jsonl", {"pattern": "g/F01", "doc": "a", "start": 0, "end": 3})
    assert study_of(folder).judgements["codebook"].tolist() == ["g"]


def test_a_sheet_needs_its_key_and_a_key_its_sheet(folder):
    study = study_of(folder)
    units = units_of_coding(study.segments)
    sheet, key = coding_sheet(study.corpus, study.hits, units, codes=[("war", "War?")])
    (folder / "ben.csv").write_text(csv_text(sheet.assign(answer="yes")), encoding="utf-8")
    with pytest.raises(InputError, match=r"ben\.csv: is a coding sheet without its key"):
        judged(folder)
    (folder / "ben.key.csv").write_text(csv_text(key), encoding="utf-8")
    (folder / "same.csv").write_text(csv_text(key), encoding="utf-8")
    study = study_of(folder)
    assert len(study.judgements) == 4
    assert said(study) == [
        f"{folder / 'same.csv'}: is the key of a sheet that is not here. It is passed over."
    ]


def test_a_file_of_another_kind_is_passed_over_and_told(folder):
    (folder / "notes.txt").write_text("Read slowly.", encoding="utf-8")
    (folder / ".hidden").write_text("", encoding="utf-8")
    [told] = said(study_of(folder))
    assert "notes.txt: is no file of judgements" in told


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "is no JSON"),
        ("[]", "holds no annotations of the page of review"),
        ('{"first": {"items": [{"body": []}]}}', "annotation 1: does not say what was judged"),
    ],
)
def test_what_is_no_file_of_annotations_is_named(folder, content, problem):
    (folder / "ann.jsonld").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"ann\.jsonld") as caught:
        judged(folder)
    assert problem in str(caught.value)


def test_judgements_lie_beside_a_codebook_and_nowhere_else(tmp_path):
    (tmp_path / "_quarto.yml").write_text("", encoding="utf-8")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(TEXTS["a"], encoding="utf-8")
    (tmp_path / "judgements").mkdir()
    save(tmp_path / "judgements", "ann.jsonl", reviewed(FIRST, "yes"))
    assert open_study(tmp_path).judgement_files == ()
    (tmp_path / "codebook" / "judgements").mkdir(parents=True)
    save(tmp_path / "codebook" / "judgements", "ann.jsonl", reviewed(FIRST, "yes"))
    assert [file.name for file in open_study(tmp_path).judgement_files] == ["ann.jsonl"]
    (tmp_path / "codebook" / "f.yml").write_text(BOOK, encoding="utf-8")
    assert open_study(tmp_path).judgements["verdict"].tolist() == ["yes"]
