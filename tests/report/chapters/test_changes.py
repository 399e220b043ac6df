"""The chapter on what changed: findings, and the passages that came and went."""

import pandas as pd
import pytest
from tests.report.chapters.cells import behind, numbers, plain, shown

from topoi.report.chapters.changes import (
    ROWS,
    changed_passages_table,
    changes_since,
    findings_table,
)
from topoi.report.evidence.changes import Change, PublishedNumber, changes, known_by
from topoi.report.evidence.citing import cite, sentence
from topoi.report.evidence.collecting import collect
from topoi.report.publish.data_package import write_data_package

OLD = PublishedNumber("2", frozenset({("d", 0, 3, "f/x_y"), ("d", 5, 8, "f/x_y")}), "tbl-a: X")
NEW = PublishedNumber("1", frozenset({("d", 5, 8, "f/x_y")}), "tbl-a: X, now")


def test_a_finding_is_shown_before_and_now_with_what_came_and_went():
    found = [Change("01-a", OLD, NEW), Change("01-a", PublishedNumber(), NEW)]
    table = findings_table(found)
    assert table.columns == (
        *("Chapter", "Finding", "Before", "Now", "Passages new", "Passages gone"),
    )
    assert shown(table) == [
        ["01-a", "tbl-a: X, now", "2", "1", "0", "1"],
        ["01-a", "tbl-a: X, now", "none", "1", "1", "0"],
    ]
    assert behind(table.rows[1][4]) == [("d", 5)]
    gone = Change("01-a", OLD, PublishedNumber())
    assert shown(findings_table([gone])) == [["01-a", "tbl-a: X", "2", "none", "0", "2"]]


@pytest.mark.parametrize(("many", "told"), [(ROWS, False), (ROWS + 1, True)])
def test_sixty_findings_are_shown_and_of_more_how_many_there_are(many, told):
    table = findings_table([Change("01-a", OLD, NEW)] * many)
    assert len(table.rows) == ROWS
    assert (table.note is not None) == told
    if told:
        assert plain(table.note).startswith("The first 60 of 61; ")
        assert [text for text, _, _ in numbers(table.note)] == ["61"]


def test_passages_that_went_are_in_the_words_of_the_earlier_report():
    rows = {
        (("d", 0, 3, "f/x_y"), "gone"): ["01-a, X"],
        (("d", 5, 8, "f/x_y"), "new"): ["01-a, X", "01-a, Y"],
        (("e", 0, 3, "f/x_y"), "new"): ["01-a, X"],
    }
    table = changed_passages_table(rows, {"d": "now, new words"}, {"d": "old, gone"})
    assert shown(table) == [
        ["d:0-3", "x y", "gone", "old", "01-a, X"],
        ["d:5-8", "x y", "new", "new", "01-a, X; 01-a, Y"],
        ["e:0-3", "x y", "new", "", "01-a, X"],
    ]
    assert table.note is None


def test_a_change_is_of_the_number_or_of_its_passages_and_not_of_its_place():
    key = ("01-a", "x")
    assert changes({key: OLD}, {key: OLD}) == []
    moved = PublishedNumber(OLD.text, OLD.loci, "elsewhere")
    assert changes({key: OLD}, {key: moved}) == []
    assert [c.old.text for c in changes({key: OLD}, {})] == ["2"]
    other = PublishedNumber("2", NEW.loci, "")
    [change] = changes({key: OLD}, {key: other})
    assert (change.came, change.went) == ([], [("d", 0, 3, "f/x_y")])
    assert change.place == "tbl-a: X"


def test_a_number_in_prose_is_known_by_twenty_signs_on_either_side():
    told = known_by("a" * 30 + "[…]" + "b" * 30)
    assert told == "a" * 20 + "[…]" + "b" * 20
    assert known_by("1.5% of 3[…] in 2,000 x") == "# of #[…] in # x"
    assert known_by("tbl-a: X, 3") == "tbl-a: X, 3"


def test_the_chapter_tells_of_an_earlier_report_or_of_none(layers, write_notebook, tmp_path):
    corpus, tables = layers
    must = tables["hits"][tables["hits"]["code"] == "must"]

    def published(hits):
        said = sentence("They say {n} times must.", n=cite(hits, label="must"))
        return collect([write_notebook(tmp_path / "01-a.ipynb", ("", said))])

    [none] = changes_since(tmp_path / "none", published(must), corpus)
    assert plain(none) == "There is no earlier report to compare this one with."
    write_data_package(
        tmp_path / "old" / "data", corpus=corpus, published=published(must[:1]), layers=tables
    )
    [same] = changes_since(tmp_path / "old", published(must[:1]), corpus)
    assert plain(same) == "No finding differs from the earlier report."
    said, findings, passages = changes_since(tmp_path / "old", published(must), corpus)
    assert plain(said).startswith("Findings that differ from the earlier report: 1. Those behind")
    assert [text for text, _, _ in numbers(said)] == ["1", "1"]
    assert [row[2:] for row in shown(findings)] == [["1", "2", "1", "0"]]
    start = int(must["start"].iloc[1])
    [row] = shown(passages)
    assert row[:4] == [f"d:{start}-{start + 4}", "must", "new", "must"]
    assert isinstance(must, pd.DataFrame)
