import pandas as pd
import pytest

from topoi.analysis.coding_pass import STOPPED
from topoi.coding.codebook import load_codebook
from topoi.report.codebook_tables import (
    codebook_table,
    examples_table,
    marked,
    needs_table,
    stopped_table,
)
from topoi.report.quality_tables import quality_table
from topoi.report.result_tables import sides

BOOK = """
id: b
version: "1"
title: B
codes:
  - id: war
    number: F01
    label: War
    function: moral evaluation
    include: ["war*", "/fights?/"]
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


def test_the_appendix_says_function_subtypes_examples_phrases_and_exclusions(book):
    assert codebook_table(book).frame()["Function"].tolist() == ["moral evaluation", "—"]
    first = examples_table(book).frame().iloc[0].tolist()
    told = ["F01 War", "cold (F01b Cold)", "the war", "warm", "cold war; war*; 1 expression"]
    assert first == [*told, "warm"]


def test_codes_that_need_more_than_words_are_marked(book):
    assert marked({"war": "War", "talks": "Talks"}, book) == {"war": "War", "talks": "Talks †"}
    assert needs_table(book).frame().iloc[0].tolist() == ["F02 Talks †", "a reader", "irony", "—"]


def test_the_table_of_quality_marks_what_was_left_out_and_what_needs_more(book):
    hits = pd.DataFrame(columns=["doc", "start", "end", "codebook", "code", "text"])
    hits.attrs["stopped"] = [dict(zip(STOPPED, ["b", "war", "/fights?/", 9, "a", 0], strict=True))]
    gold = pd.DataFrame(columns=["doc", "start", "end", "pattern", "verdict", "text", "note"])
    shown = quality_table(gold, hits, book, label="tbl-x").frame()
    assert shown["Code"].tolist() == [
        "F01 War (incomplete: a pattern ran away)",
        "F02 Talks †",
    ]
    assert set(shown["Judged"]) == {"not yet judged"}
    assert stopped_table(pd.DataFrame(hits.attrs["stopped"])).frame()["First at"].tolist() == [
        "a:0"
    ]


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
