"""The front page: what was read, which code leads, and how its rate is otherwise counted."""

import pandas as pd
import pytest
from tests.report.chapters.cells import numbers, plain

from topoi.coding.loading import load_codebook
from topoi.project import read_texts
from topoi.report.chapters.summary import (
    MADE_AGAIN,
    Stored,
    again_sentence,
    as_text,
    findings,
    leading_code,
    made_again,
    texts_sentence,
)
from topoi.report.chapters.tables import table
from topoi.report.evidence.citing import sentence

BOOK = """
id: {id}
title: {id}
codes:
  - {{id: rain, label: Rain, headline: {rain}, include: ["rain"]}}
  - {{id: war, label: War, headline: {war}, include: ["war"]}}
"""


@pytest.fixture
def book(tmp_path):
    def of(name="b", *, rain="false", war="false"):
        file = tmp_path / f"{name}.yml"
        file.write_text(BOOK.format(id=name, rain=rain, war=war), encoding="utf-8")
        return load_codebook(file)

    return of


def test_what_was_read_is_told_for_one_text_and_for_several(book):
    one = texts_sentence(read_texts(["War came."], codebook=[book()]))
    assert plain(one) == "1 text of 2 words was read. Passages coded with b (2 codes): 1."
    assert numbers(one)[0][2] == [("text-1", 0)]
    several = read_texts(["War came.", "Rain fell."], codebook=[book("b"), book("c")])
    assert plain(texts_sentence(several)) == (
        "2 texts of 4 words were read. Passages coded with b (2 codes) and c (2 codes): 4."
    )
    assert plain(texts_sentence(read_texts(["War came."]))) == "1 text of 2 words was read."


@pytest.mark.parametrize(
    ("text", "declared", "leads"),
    [
        ("War, war, rain.", {}, ("b", "war")),
        ("War, war, rain.", {"rain": "true"}, ("b", "rain")),
        ("War, rain.", {}, ("b", "rain")),
        ("War.", {"rain": "true"}, ("b", "war")),
        ("Nothing.", {}, (None, "")),
    ],
)
def test_the_leading_code_is_a_headline_code_or_the_most_frequent(book, text, declared, leads):
    found, code = leading_code(read_texts([text], codebook=[book(**declared)]))
    assert (found and found.id, code) == leads


def test_of_several_codebooks_a_declared_code_leads_and_else_one_of_the_first_that_hits(book):
    plain_, declared = book("b"), book("c", war="true")
    study = read_texts(["Rain, rain, war."], codebook=[plain_, declared])
    assert leading_code(study)[1] == "war"
    study = read_texts(["Rain, rain, war."], codebook=[plain_, book("c")])
    assert (leading_code(study)[0].id, leading_code(study)[1]) == ("b", "rain")


AGAIN = pd.DataFrame(
    [("War occurs 2.00 times", 6, 1, 2.0, 2.0, 2.0, "holds"),
     ("Rain occurs 4.00 times", 6, 3, 1.0, 9.0, 4.5, "turns"),
     ("Snow occurs 4.00 times", 6, 2, 4.0, 5.0, 4.5, "holds"),
     ("Hail occurs 4.00 times", 6, 2, 4.0, 5.0, 4.5, "cannot tell")],
    columns=["Finding", "Analyses", "Different results", "Lowest", "Highest", "Median", "Outcome"],
)  # fmt: skip


def test_a_rate_counted_again_is_told_with_its_different_values():
    same = again_sentence(AGAIN, "War")
    assert plain(same) == (
        "Counted in 6 ways that ask the same, the rate is the same (@sec-robustness)."
    )
    assert numbers(same) == [("6", "analyses, of the rate otherwise counted", None)]
    turns = again_sentence(AGAIN, "Rain")
    assert "has 3 different values, from 1.00 to 9.00, the median 4.50: some are" in plain(turns)
    assert {piece.source for piece in turns.pieces if hasattr(piece, "source")} == {MADE_AGAIN}
    assert "4.50: none is as low as half" in plain(again_sentence(AGAIN, "Snow"))
    assert "4.50: in some of the ways nothing" in plain(again_sentence(AGAIN, "Hail"))


def test_findings_and_the_table_made_again_are_read_from_executed_chapters(
    write_notebook, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert made_again("*.ipynb").empty
    write_notebook(
        tmp_path / "02-b.ipynb",
        ("#| label: finding-b", sentence("Second.")),
        (f"#| label: {MADE_AGAIN}\n#| tbl-cap: Again", table(AGAIN[:1], how="a value")),
    )
    write_notebook(
        tmp_path / "01-a.ipynb",
        ("#| label: finding-a", sentence("First.")),
        ("#| label: other", sentence("Other.")),
    )
    told = [stored._repr_mimebundle_()["text/plain"] for stored in findings("*.ipynb")]
    assert told == ["First.", "Second."]
    assert made_again("*.ipynb")["Finding"].tolist() == ["War occurs 2.00 times"]
    assert as_text(["a\n", "b"]) == "a\nb"
    assert as_text(["a", 1]) == ["a", 1]
    assert Stored({"a": 1})._repr_mimebundle_() == {"a": 1}
