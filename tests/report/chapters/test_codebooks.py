import re
from dataclasses import replace

import pandas as pd
import pytest

from topoi.analysis.measures.intervals import wilson
from topoi.coding.loading import load_codebook
from topoi.report.chapters.codebooks import (
    agreement_table,
    code_entries,
    code_labels,
    disagreements_table,
    judgements_of,
    marked,
    needs_table,
    quality_sentence,
    quality_table,
    queries_in_words,
    sources_sentence,
)
from topoi.report.chapters.results import sides
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


def test_the_appendix_says_of_each_code_what_the_codebook_says(book):
    war, talks = re.findall(r"### (.*?) \{.*?\}\n\n(.*)", code_entries(book).markdown())
    assert war[0] == "F01 War"
    said = re.sub(r"</?span[^>]*>|\\|\*", "", war[1])
    assert said == "Moral evaluation. Kinds: F01b Cold. Found: “the war” Not found: “warm”"
    assert re.sub(r"</?span[^>]*>|\\|\*", "", talks[1]) == "Missed: Irony. Would need: A reader."


def test_a_code_of_which_nothing_is_said_has_an_entry(tmp_path):
    path = tmp_path / "b.yml"
    path.write_text('id: b\nversion: "1"\ntitle: B\ncodes: [{id: a, label: A, include: [a]}]\n')
    assert "Nothing is said of this code" in code_entries(load_codebook(path)).markdown()


def test_labels_that_two_codebooks_give_are_told_apart(book):
    again = replace(book, id="c")
    assert code_labels([book]) == {"b/war": "War", "b/talks": "Talks"}
    assert code_labels([book, again])["c/war"] == "War (c)"


def test_the_appendix_says_every_query_in_words_and_every_list(book):
    lines = queries_in_words(book).markdown().splitlines()
    assert (lines[0], lines[-1]) == ("```{=html}", "```")
    assert "<li><code>{fights}</code> fight; fist fight</li>" in lines
    assert lines[lines.index("<h4>F01 War</h4>") + 2 :][:4] == [
        "<li>looked for <code>cold war</code>: “cold war”</li>",
        "<li>left out <code>warm</code>: “warm”</li>",
        "<li>looked for <code>war*</code>: a word that begins with “war”</li>",
        "<li>looked for <code>{fights} ..2 on</code>: "
        "one of the list fights, then up to two words, then “on”</li>",
    ]


def test_codes_that_need_more_than_words_are_marked(book):
    assert marked({"war": "War", "talks": "Talks"}, book) == {"war": "War", "talks": "Talks †"}
    assert needs_table(book).frame().iloc[0].tolist() == ["F02 Talks †", "a reader", "irony", "—"]


def test_the_table_of_quality_marks_what_needs_more(book):
    hits = pd.DataFrame(columns=["doc", "start", "end", "codebook", "code", "text"])
    gold = pd.DataFrame(
        [("a", 0, 3, "F01", "yes", "war", "")],
        columns=["doc", "start", "end", "pattern", "verdict", "text", "note"],
    )
    shown = quality_table(gold, hits, book, label="tbl-x").frame()
    assert shown["Code"].tolist() == ["F01 War", "F02 Talks †"]
    assert shown["Judged"].tolist() == [1, 0]
    assert not quality_table(gold[:0], hits, book, label="tbl-x").rows


def test_judgements_are_those_of_the_texts_read_and_of_the_codes_of_the_codebook(book, tmp_path):
    lines = [
        '{"doc": "a", "pattern": "F01", "start": 0, "end": 3}',
        '{"doc": "other", "pattern": "F01", "start": 0, "end": 3}',
        '{"doc": "a", "pattern": "X99", "start": 0, "end": 3}',
    ]
    (tmp_path / "reader.jsonl").write_text("\n".join(lines), encoding="utf-8")
    judged = judgements_of(tmp_path, corpus_of({"a": "War."}), book)
    assert judged[["doc", "pattern"]].to_numpy().tolist() == [["a", "F01"]]
    assert judgements_of(tmp_path / "none", corpus_of({"a": "War."}), book).empty


def test_works_are_cited_that_the_codes_name(book, tmp_path):
    bibliography = tmp_path / "r.bib"
    bibliography.write_text("@book{clausewitz1832,\n}\n@book{nobody1900,\n}", encoding="utf-8")
    named = replace(book, codes=(replace(book.codes[0], source="Clausewitz (1832): war."),))
    assert "@clausewitz1832" in sources_sentence([named], bibliography).markdown()
    assert not sources_sentence([book], tmp_path / "missing.bib").pieces


def test_a_nested_voice_is_quoted_speech_only_inside_quotation_marks():
    spans = pd.DataFrame(
        [("a", 2, 4, "nested"), ("a", 12, 14, "nested"), ("a", 20, 22, "outlet")],
        columns=["doc", "start", "end", "mode"],
    )
    quotations = pd.DataFrame({"doc": ["a"], "start": [10], "end": [18]})
    assert sides(spans, quotations).tolist() == [
        "paraphrase",
        "quoted speech",
        "the outlet's own words",
    ]


def judgements(*rows):
    columns = ["doc", "start", "end", "pattern", "verdict", "text", "note"]
    return pd.DataFrame([(*row, "", "") for row in rows], columns=columns).assign(subtype="")


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


def test_six_examples_are_printed_and_how_many_more_there_are(book):
    examples = tuple((f"war {n}", None) for n in range(7))
    for many, ends in ((6, "“war 5”"), (7, "“war 5”; and 1 more.")):
        code = replace(book.codes[0], yes=examples[:many])
        text = code_entries(replace(book, codes=(code,))).markdown().replace("\\", "")
        assert f"{ends}</span> *Not found" in text
