"""How well each code is found: readers of whole texts, of drawn sentences, and their agreement."""

import json
from dataclasses import replace

import pandas as pd
from tests.report.chapters.cells import behind, made, plain, shown
from tests.report.chapters.conftest import BOOK

from topoi.analysis.measures.intervals import wilson
from topoi.project import read_texts
from topoi.report.chapters import readers
from topoi.report.chapters.quality import (
    agreement_table,
    disagreements_table,
    quality_sentence,
    quality_table,
    whole_texts,
)
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.segments import segments


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
        ["F01 War", "9-12"], ["F01 War", "23-26"],
    ]  # fmt: skip
    assert found["Passage"].tolist()[0] == "War now. [War] now. Then war. No more."
    for empty in (
        agreement_table(judged[:0], hits, book, segments(corpus), label="t"),
        disagreements_table(judged[:0], hits, book, corpus),
    ):
        assert (empty.columns, empty.rows) == ((), ())


UNITS = [("a", 0, 8), ("a", 9, 17), ("a", 18, 27), ("a", 28, 36)]  # sentences of the text
TEXT = {"a": "War now. War now. Then war. No more."}


def study_with(tmp_path, *files):
    """Return a study of the text with files of judgements beside its codebook."""
    (tmp_path / "judgements").mkdir()
    (tmp_path / "b.yml").write_text(BOOK, encoding="utf-8")
    for name, rows in files:
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / "judgements" / name).write_text(lines, encoding="utf-8")
    return read_texts(TEXT, codebook=tmp_path / "b.yml")


def drawn(reader, *verdicts, **more):
    """Return what a reader of drawn sentences says of the four, the last without a hit."""
    machine = ["yes", "yes", "yes", "no"]
    return [
        {"doc": doc, "start": start, "end": end, "code": "b/war", "verdict": said, "note": "",
         "coder": reader, "machine": found, "drawn_from": 3 if found == "yes" else 1, "seed": 1,
         "wrong": [], **more}
        for (doc, start, end), said, found in zip(UNITS, verdicts, machine, strict=True)
    ]  # fmt: skip


def marked(reader, *spans):
    return [
        {"pattern": "F01", "doc": "a", "start": start, "end": end, "coder": reader}
        for start, end in spans
    ]


def test_drawn_sentences_are_shown_by_reader_each_number_with_its_sentences(tmp_path):
    files = [
        ("ann.jsonl", drawn("Ann", "yes", "no", "borderline", "yes")),
        ("ben.jsonl", drawn("Ben", "yes", "yes", "yes", "no")),
    ]
    study = study_with(tmp_path, *files)
    book = study.codebook("b")
    table = readers.drawn_table(study.judgements, book)
    low, high = wilson(1, 2)
    assert shown(table)[0] == [
        *("F01 War", "Ann", "2", "1", "0.50", f"{low:.2f}", f"{high:.2f}"),
        *("1", "1", "1.00", f"{wilson(1, 1)[0]:.2f}", "1.00"),
    ]
    assert [behind(cell) for cell in table.rows[0][2:5]] == [
        [("a", 0), ("a", 9)], [("a", 0)], [("a", 0), ("a", 9)],
    ]  # fmt: skip
    assert table.rows[0][5].how == "precision against the judgements of Ann, Wilson low"
    assert table.rows[0][9].how == "share missed by the judgements of Ann"
    said = readers.drawn_sentence(study.judgements, book)
    assert "Ann (4) and Ben (4) judged them before it was shown which." in plain(said)
    assert "voice" not in plain(said)
    between = readers.between_table(study.judgements, study, book, label="tbl-b")
    assert shown(between)[0][:4] == ["F01 War", "Ann, Ben", "3", "0.33"]
    assert made(between)["Kappa"] == ("kappa of pairs of readers", "tbl-b")
    disputed = readers.disputed_table(study.judgements, study, book, label="tbl-d")
    assert 'data-place="0:9-17"><span class="locus">' in disputed.rows[0][3].markdown()
    assert shown(disputed) == [
        ["F01 War", "found", "Ann: no; Ben: yes", "9-17", "War now. [War now.] Then war. No more."],
        [
            "F01 War",
            "not found",
            "Ann: yes; Ben: no",
            "28-36",
            "War now. War now. Then war. [No more.]",
        ],
    ]


def test_what_is_wrong_with_a_passage_is_counted_and_disputed(tmp_path):
    rows = drawn("Ann", "yes", "yes", "yes", "no")
    rows[1] |= {"wrong": ["voice", "extent"], "note": "said by Lavrov"}
    study = study_with(tmp_path, ("ann.jsonl", rows))
    said = readers.drawn_sentence(study.judgements, study.codebook("b"))
    assert plain(said).endswith("call the voice wrong in 1 and the extent in 1.")
    disputed = readers.disputed_table(study.judgements, study, study.codebook("b"), label="t")
    assert shown(disputed)[0][2:4] == [
        "Ann: yes. Wrong (Ann: voice; extent). Note (Ann: said by Lavrov)", "9-17",
    ]  # fmt: skip


def test_a_wrong_voice_and_extent_stand_beside_what_the_coding_has(tmp_path):
    rows = drawn("Ann", "yes", "yes", "yes", "no")
    rows[0] |= {"wrong": ["extent"]}
    rows[1] |= {"wrong": ["voice", "extent"], "right_voice": "Lavrov", "right_extent": "War now"}
    study = study_with(tmp_path, ("ann.jsonl", rows))
    book = study.codebook("b")
    assert shown(readers.faults_table(study.judgements, study, book)) == [
        ["F01 War", "Ann", "voice", "outlet, the outlet", "Lavrov", "9-17", "War now."],
        ["F01 War", "Ann", "extent", "War", "—", "0-8", "War now."],
        ["F01 War", "Ann", "extent", "War", "War now", "9-17", "War now."],
    ]
    disputed = readers.disputed_table(study.judgements, study, book, label="t")
    told = "Ann: yes. Wrong (Ann: voice (Lavrov); extent (War now))"
    assert [row[2] for row in shown(disputed)] == ["Ann: yes. Wrong (Ann: extent)", told]
    for none in (study.judgements[:0], study.judgements[study.judgements["wrong"] == ""]):
        assert not readers.faults_table(none, study, book).rows


def test_of_nothing_there_is_no_share(tmp_path):
    study = study_with(tmp_path, ("ann.jsonl", drawn("Ann", "yes", "yes", "yes", "no")[:3]))
    [row] = shown(readers.drawn_table(study.judgements, study.codebook("b")))
    assert row[7:] == ["0", "0", "—", "—", "—"]


def test_two_readers_of_whole_texts_have_rows_of_their_own_and_an_agreement(tmp_path):
    files = [
        ("cy.jsonl", marked("Cy", (0, 3), (9, 12))),
        ("dora.jsonl", marked("Dora", (0, 3), (28, 30))),
    ]
    study = study_with(tmp_path, *files)
    book = study.codebook("b")
    judged = whole_texts(study.judgements, book)
    table = quality_table(judged, study.hits, book, label="t").frame()
    assert table[["Code", "Reader", "Judged", "Found"]].to_numpy().tolist() == [
        ["F01 War", "Cy", 2, 3], ["F02 Talks †", "Cy", 0, 0],
        ["F01 War", "Dora", 2, 3], ["F02 Talks †", "Dora", 0, 0],
    ]  # fmt: skip
    assert table["Precision"].tolist()[::2] == [0.666667, 0.333333]
    agreed = agreement_table(judged, study.hits, book, study.segments, label="t").frame()
    assert agreed["Reader"].tolist() == ["Cy", "Cy", "Dora", "Dora"]
    found = disagreements_table(judged, study.hits, book, study.corpus).frame()
    assert found[["Reader", "Kind", "Place"]].to_numpy().tolist() == [
        ["Cy", "wrong hit", "23-26"],
        ["Dora", "wrong hit", "9-12"], ["Dora", "wrong hit", "23-26"], ["Dora", "missed", "28-30"],
    ]  # fmt: skip
    [spans] = shown(readers.spans_table(study.judgements, book, label="t"))
    assert spans == ["F01 War", "Cy, Dora", "2", "2", "1", "0.50", "1.00"]
    [between] = shown(readers.between_table(study.judgements, study, book, label="t"))
    assert between[:4] == ["F01 War", "Cy, Dora", "4", "0.50"]


def test_one_reader_of_whole_texts_has_the_tables_without_a_name_and_no_others(tmp_path):
    study = study_with(tmp_path, ("cy.jsonl", marked("Cy", (0, 3))))
    book = study.codebook("b")
    judged = whole_texts(study.judgements, book)
    assert judged[["doc", "start", "end", "pattern", "verdict", "coder"]].to_numpy().tolist() == [
        ["a", 0, 3, "F01", "yes", "Cy"]
    ]
    assert "Reader" not in quality_table(judged, study.hits, book, label="t").columns
    assert not readers.drawn_sentence(study.judgements, book).pieces
    for none in (
        readers.drawn_table(study.judgements, book),
        readers.spans_table(study.judgements, book, label="t"),
        readers.between_table(study.judgements, study, book, label="t"),
        readers.disputed_table(study.judgements, study, book, label="t"),
    ):
        assert none.rows == ()


def test_what_is_told_of_the_files_is_told_even_where_no_judgement_is_left(tmp_path):
    study = study_with(tmp_path, ("ann.jsonl", drawn("Ann", "yes", "no", "no", "no", code="b/x")))
    [said] = readers.told_of(study, study.codebook("b"))["said"]
    assert said == "has 4 judgements of codes that no codebook here has: b/x (4)"
