"""How well each code is found: readers of whole texts, of drawn sentences, and their agreement."""

from dataclasses import replace

import pandas as pd
import pytest

from topoi.analysis.measures.intervals import wilson
from topoi.coding.loading import load_codebook
from topoi.report.chapters.quality import (
    agreement_table,
    disagreements_table,
    quality_sentence,
    quality_table,
)
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.segments import segments

BOOK = """
id: b
version: "1"
title: B
lists: {fights: [fight, fist fight]}
codes:
  - id: war
    number: F01
    label: War
    function: moral evaluation
    include: ["war*", "{fights} ..2 on"]
    exclude: [warm]
    subtypes:
      cold: {include: ["cold war"], label: F01b Cold}
    examples: {yes: ["the war"], no: ["warm"]}
  - {id: talks, number: F02, label: Talks, include: [talks], needs: a reader, missed: irony}
"""


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "b.yml"
    path.write_text(BOOK, encoding="utf-8")
    return load_codebook(path)


def test_the_table_of_quality_marks_what_needs_more(book):
    hits = pd.DataFrame(columns=["doc", "start", "end", "codebook", "code", "text"])
    gold = pd.DataFrame(
        [("a", 0, 3, "F01", "yes", "war", "", "ann")],
        columns=["doc", "start", "end", "pattern", "verdict", "text", "note", "coder"],
    )
    shown = quality_table(gold, hits, book, label="tbl-x").frame()
    assert shown["Code"].tolist() == ["F01 War", "F02 Talks †"]
    assert shown["Judged"].tolist() == [1, 0]
    assert not quality_table(gold[:0], hits, book, label="tbl-x").rows


def judgements(*rows):
    columns = ["doc", "start", "end", "pattern", "verdict", "text", "note"]
    return pd.DataFrame([(*row, "", "") for row in rows], columns=columns).assign(
        subtype="", coder="ann"
    )


HITS = pd.DataFrame(
    [("a", 0, 3, "b", "war", "War"), ("a", 9, 12, "b", "war", "war"), ("z", 0, 3, "b", "war", "x")],
    columns=["doc", "start", "end", "codebook", "code", "text"],
)
JUDGED = judgements(
    ("a", 0, 3, "F01", "yes"), ("a", 20, 23, "F01", "yes"), ("a", 9, 12, "F01", "no")
)


def test_quality_has_precision_and_recall_with_their_ends_and_near_misses(book):
    table = quality_table(JUDGED, HITS, book, label="tbl-q")
    assert table.columns == (
        *("Code", "Judged", "Found", "Precision", "P. from", "P. to"),
        *("Recall", "R. from", "R. to", "Near misses hit"),
    )
    row = [cell.text for cell in table.rows[0]]
    assert row[:4] == ["F01 War", "2", "2", "0.50"]
    assert (row[6], row[9]) == ("0.50", "1")
    low, high = wilson(1, 2)
    assert row[4:6] == [f"{low:.2f}", f"{high:.2f}"]
    assert [len(cell.of.loci) for cell in table.rows[0][1:3]] == [2, 2]  # of the texts judged
    assert table.rows[0][1].of.label == "Judged by a reader: F01 War"
    assert table.rows[0][4].how == "precision against the judgements of one reader, Wilson low"
    assert table.rows[0][3].source == "tbl-q"
    assert [cell.text for cell in table.rows[1]][3:6] == ["—"] * 3
    note = "".join(piece.text for piece in table.note.pieces)
    assert note.endswith("† needs a tagger, a parser or a reader; what words and structure alone "
                         "find is shown.")  # fmt: skip
    plain = replace(book, codes=book.codes[:1])
    assert "†" not in "".join(
        p.text for p in quality_table(JUDGED, HITS, plain, label="t").note.pieces
    )


def test_how_figures_of_quality_are_to_be_read_is_told_with_the_texts_judged():
    one = quality_sentence(JUDGED)
    assert "marked in 1 text, 3 judgements in all" in "".join(piece.text for piece in one.pieces)
    two = quality_sentence(pd.concat([JUDGED, JUDGED.assign(doc="b")]))
    assert "marked in 2 texts, 6 judgements" in "".join(piece.text for piece in two.pieces)
    assert not quality_sentence(JUDGED[:0]).pieces


def test_reader_and_machine_are_compared_sentence_by_sentence(book):
    corpus = corpus_of({"a": "War now. War now. Then war. No more."})
    hits = HITS[:2].assign(subtype="")
    judged = judgements(("a", 0, 3, "F01", "yes"), ("a", 23, 26, "F01", "yes"))
    table = agreement_table(judged, hits, book, segments(corpus), label="tbl-a")
    assert [cell.text for cell in table.rows[0]][:4] == ["F01 War", "4", "0.50", "0.00"]
    assert table.columns[3:7] == ("Kappa", "K. from", "K. to", "Alpha")
    note = "".join(piece.text for piece in table.note.pieces)
    assert note.endswith(
        "There is one text, so that nothing says how far they would vary over texts."
    )
    found = disagreements_table(judged, hits, book, corpus).frame()
    assert found[["Code", "Place"]].to_numpy().tolist() == [
        ["F01 war", "9-12"], ["F01 war", "23-26"],
    ]  # fmt: skip
    assert found["Passage"].tolist()[0] == "War now. [War] now. Then war. No more."
    for empty in (
        agreement_table(judged[:0], hits, book, segments(corpus), label="t"),
        disagreements_table(judged[:0], hits, book, corpus),
    ):
        assert (empty.columns, empty.rows) == ((), ())
