"""The chapter on contrasts: both sides open to their passages, no more said than the interval."""

from math import inf

import pandas as pd
import pytest
from tests.report.chapters.cells import behind, plain, shown

import topoi as tp
from topoi.report.chapters.contrasts import (
    clustering_table,
    contrasts_sentence,
    contrasts_table,
    farther,
    first_of,
    shown_group,
    sides_of,
)
from topoi.report.evidence.citing import Cited

BOOK = """
id: b
title: B
codes:
  - {id: war, label: War, include: ["war"]}
  - {id: said, label: Said, built_in: reporting_cues}
"""
TEXTS = ["War, war, war and war. We want peace and quiet.", "War is far, and peace is near."]


@pytest.fixture
def study(tmp_path):
    (tmp_path / "b.yml").write_text(BOOK)
    texts = pd.DataFrame({"id": ["a", "b"], "text": TEXTS, "party": ["Left", "Right"]})
    return tp.read(texts, codebook=tmp_path / "b.yml")


def test_both_sides_of_a_ratio_open_onto_their_passages(study):
    found = study.contrasts("party")
    table = contrasts_table(found, study, by="party", source="tbl-c")
    assert table.columns[:5] == ("Code", "Party", "Against", "Passages", "Against these")
    (row,) = table.rows
    assert [cell.text for cell in row[:5]] == ["War", "Left", "Right", "4", "1"]
    assert behind(row[3]) == [("a", 0), ("a", 5), ("a", 10), ("a", 18)]
    assert behind(row[4]) == [("b", 0)]
    assert [cell.of.label for cell in row[3:5]] == ["War, Left", "War, Right (but for Left)"]
    assert row[5].text == f"{(4 / 10) / (1 / 7):.2f}"
    sides = (row[3].of.id, row[4].of.id)
    assert row[5].base == row[4].of
    assert {(cell.of.id, cell.base.id) for cell in row[5:] if isinstance(cell, Cited)} == {sides}


def test_a_comparison_of_the_figure_opens_what_the_table_opens(study):
    found = study.contrasts("party")
    (row,) = contrasts_table(found, study, by="party", source="tbl-c").rows
    own = sides_of(found, study, by="party").own
    marks = tp.figures.marks_of_forest(first_of(found), own)
    assert [mark.to.id for mark in marks] == [row[3].ref] * 2


def test_codes_defined_by_who_speaks_are_left_out_where_voices_are_compared(study):
    voices, groups = study.contrasts("mode"), study.contrasts("party")
    assert set(groups["code"]) == {"war", "said"}
    assert "said" not in set(voices["code"])
    assert "Left out, as defined by who speaks: Said." in voices.attrs["note"]
    assert set(study.contrasts("party,mode", codes=["said"])["code"]) <= {"said"}


def test_no_difference_is_claimed_where_the_interval_holds_one(study):
    told = contrasts_sentence(study.contrasts("party"), study, by="party", source="tbl-c")
    assert plain(told).startswith(
        "Between values of party, 1 comparison shows no difference beyond chance"
    )


def test_a_difference_is_told_as_its_interval_has_it(study):
    found = study.contrasts("party").query("code == 'war'")
    clear = found.assign(q=0.01, p=0.01, low=1.2, high=inf)
    told = plain(contrasts_sentence(clear, study, by="party", source="tbl-c"))
    assert "War, Left: at least 1.20 times as often as Right." in told
    bounded = plain(contrasts_sentence(clear.assign(high=9.5), study, by="party", source="t"))
    assert "War, Left: 1.20 to 9.50 times as often as Right." in bounded


def test_that_nothing_was_tested_is_said(study):
    untested = study.contrasts("party").assign(q=float("nan"))
    told = plain(contrasts_sentence(untested, study, by="party", source="t"))
    assert told.startswith("Between values of party, no contrast is tested: fewer than two")
    assert contrasts_table(untested, study, by="party", source="t").rows == ()


def test_of_few_texts_nothing_is_said_of_how_passages_cluster(study):
    found = study.contrasts("party").assign(q=0.01)
    assert clustering_table(found, study, by="party", source="t").rows == ()
    over = found.assign(effect=2.0, alpha=0.5, nb_low=1.0, nb_high=3.0, boot_low=1.0, boot_high=inf)
    (row,) = shown(clustering_table(over[:1], study, by="party", source="t"))
    assert row[3:5] == ["2.00", "0.50"]
    assert row[-1] == "no limit"


def test_the_clearest_contrast_is_the_one_whose_nearer_end_is_farthest_from_one():
    found = pd.DataFrame({"ratio": [5.0, 0.1], "low": [1.5, 0.01], "high": [20.0, 0.5]})
    assert farther(found).tolist() == [1.5, 2.0]


def test_modes_have_their_printed_names_and_other_groups_their_own():
    assert shown_group("direct", "mode") == "Direct"
    assert shown_group("direct", "party") == "direct"
    assert shown_group("others", "party") == "all others"
