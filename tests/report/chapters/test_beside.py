"""Codebooks that share codes, side by side in the chapter of each, with passages behind counts."""

import pandas as pd
import pytest
from tests.report.chapters.cells import behind, made, plain, shown

from topoi.project import read_texts
from topoi.report.chapters.beside import (
    agreement_of,
    beside_sentence,
    differences_beside,
    passages_beside,
    units_beside,
)
from topoi.report.chapters.codebooks import coding_sentence

TEXTS = {"a": "One war. Two wars. No peace.", "b": "A war, and no threat."}
OURS = "id: ours\ntitle: Ours\ncodes:\n  - {id: war, label: War, include: [war*]}\n"
BY_HAND = """\
id: ann
title: Ann
description: Passages coded by Ann.
annotations: ann.csv
codes: [{id: war, label: War}, {id: threat, label: Threat}]
"""
ROWS = "doc,start,end,code\na,0,7,war\na,22,27,war\nb,0,5,war\nb,10,20,threat\n"


@pytest.fixture
def study(tmp_path):
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "ann.csv").write_text(ROWS)
    for name, text in {"ann.yml": BY_HAND, "ours.yml": OURS}.items():
        (tmp_path / name).write_text(text)
    return read_texts(TEXTS, codebook=tmp_path)


def test_the_passages_of_a_shared_code_stand_beside_each_other(study):
    book = study.codebook("ann")
    table = passages_beside(agreement_of(study, book), study, book)
    assert table.columns == ("Code", "Other coding", "Here", "There", "Matched", "F1")
    assert shown(table) == [["War", "Ours", "3", "3", "2", "0.67"]]
    here, there = table.rows[0][2:4]
    assert behind(here) == [("a", 0), ("a", 22), ("b", 0)]
    assert behind(there) == [("a", 4), ("a", 13), ("b", 2)]
    assert made(table)["F1"] == ("F1 of the passages of two codebooks", "tbl-ann-beside")


def test_sentences_marked_alike_are_told_beyond_chance(study):
    book = study.codebook("ours")
    table = units_beside(agreement_of(study, book), study, book)
    assert shown(table)[0][:4] == ["War", "Ann", "4", "0.50"]
    note = plain(table.note)
    assert "whether or not it was read" in note
    assert "bootstrap over texts" in note


def test_passages_of_one_coding_alone_are_shown_in_context(study):
    table = differences_beside(study, study.codebook("ann"))
    found = table.frame()
    assert found[["Code", "Only in", "Place"]].to_numpy().tolist() == [
        ["War", "Ann", "22-27"], ["War", "Ours", "13-17"],
    ]  # fmt: skip
    assert found["Passage"].tolist()[0] == "One war. Two wars. No [peace]."


def test_the_other_codings_are_named(study):
    told = plain(beside_sentence(study, study.codebook("ann")))
    assert told.startswith("The same texts are coded by Ours (1 code in common), too.")


def test_a_codebook_that_shares_no_code_has_no_section(tmp_path):
    (tmp_path / "ours.yml").write_text(OURS)
    study = read_texts(TEXTS, codebook=tmp_path)
    book = study.codebook("ours")
    found = agreement_of(study, book)
    assert isinstance(found, pd.DataFrame)
    assert not len(found)
    assert not beside_sentence(study, book).pieces
    assert not passages_beside(found, study, book).rows
    assert not units_beside(found, study, book).rows
    assert not differences_beside(study, book).rows


def test_how_passages_come_about_is_said_of_both_kinds_of_codebook(study):
    ann, ours = (plain(coding_sentence(study.codebook(one))) for one in ("ann", "ours"))
    assert ann.startswith("The passages of each code are those that a coder marked")
    assert "Passages coded by Ann. Rates are taken over the words of all texts" in ann
    assert ours.startswith("A code is found by words or by structure")
    for told in (ann, ours):
        assert told.endswith("whether a claim holds or what a speaker intends.")


def test_annotations_that_share_no_code_with_any_codebook_are_said_to(tmp_path):
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "ann.csv").write_text("doc,start,end,code\na,0,7,menace\n")
    by_hand = BY_HAND.replace(
        "{id: war, label: War}, {id: threat, label: Threat}", "{id: menace, label: Menace}"
    )
    files = {"ann.yml": by_hand, "ours.yml": OURS}
    for file, text in files.items():
        (tmp_path / file).write_text(text)
    study = read_texts(TEXTS, codebook=tmp_path)
    told = plain(beside_sentence(study, study.codebook("ann")))
    assert told.startswith("The same texts are coded by Ours, too, but no code there is one of")
    assert plain(beside_sentence(study, study.codebook("ours"))) == ""
    assert agreement_of(study, study.codebook("ann")).empty
    # the remedy that is named
    (tmp_path / "ours.yml").write_text(OURS.replace("id: war,", "id: war, number: menace,"))
    study = read_texts(TEXTS, codebook=tmp_path)
    assert "(1 code in common)" in plain(beside_sentence(study, study.codebook("ann")))
    assert agreement_of(study, study.codebook("ann"))["matched"].tolist() == [1]


def test_a_single_coding_and_codebooks_of_queries_have_none_to_agree_with(tmp_path):
    for file in ("one", "two"):
        (tmp_path / f"{file}.yml").write_text(
            OURS.replace("ours", file).replace("war,", f"{file},")
        )
    study = read_texts(TEXTS, codebook=tmp_path)
    assert all(plain(beside_sentence(study, book)) == "" for book in study.codebooks)
