"""Parts of sentences, at none, one, and one more than are shown."""

import pandas as pd
import pytest
from tests.report.chapters.cells import behind, numbers, plain

from topoi.report.chapters.sentences import (
    BIBLIOGRAPHY,
    counted,
    heading,
    origins,
    ranking,
    speakers,
    with_unit,
    with_works_cited,
    wordings,
    works_named,
)
from topoi.report.evidence.citing import cite, measured

HITS = pd.DataFrame(
    [("a", 0, "x", "one"), ("a", 4, "y", "two"), ("b", 0, "y", "two"), ("b", 9, "z", "six")],
    columns=["doc", "start", "code", "text"],
).assign(end=lambda hits: hits["start"] + 3)


def test_a_heading_is_escaped_and_stands_only_where_there_is_something_to_show():
    made = heading("A *b*", "sec-x", level=3, classes=".wide")
    assert made.markdown() == r"### A \*b\* {#sec-x .wide}"
    assert made._repr_mimebundle_()["text/plain"] == "A *b*"
    assert heading("A", "sec-x", when=HITS[:0].size) is None
    assert heading("A", "sec-x").markdown() == "## A {#sec-x}"


@pytest.mark.parametrize(
    ("sources", "dates", "told"),
    [
        (["TASS"], ["2025-08-11"], "TASS, 11 August 2025"),
        (["TASS"], [None], "TASS"),
        (["", ""], ["2025-08-01", "2025-09-30"], "1 August 2025 to 30 September 2025"),
        (["", "AP", ""], [None] * 3, "a source not given and AP"),
        (["AP", "AP", "BBC", "CNN", "AP"], [None] * 5, "AP, BBC and CNN"),
        (["D", "C", "B", "A", "D"], [None] * 5, "D, A, B and other sources"),
        ([""], [None], ""),
    ],
)
def test_where_texts_are_from_is_told_as_far_as_it_is_given(sources, dates, told):
    documents = pd.DataFrame({"source": sources, "date": pd.to_datetime(dates)})
    assert plain(origins(documents)) == told


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], "nobody"),
        (["A"], "A"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D"], "A, B, C and others"),
    ],
)
def test_the_first_three_speakers_are_named(names, told):
    assert plain(speakers(pd.Series(1, index=names))) == told


def test_a_number_of_one_has_the_singular_of_its_unit():
    one, two = (with_unit(cite(HITS[:many]), "passage") for many in (1, 2))
    assert (plain(one), plain(two)) == ("1 passage", "2 passages")
    assert plain(with_unit(measured(0, how="w", digits=0), "word")) == "0 words"
    assert behind(two.pieces[0]) == [("a", 0), ("a", 4)]


def test_different_wordings_are_quoted_once_and_the_rest_is_told_as_others():
    assert plain(wordings(HITS)) == "“one”, “two” and “six”"
    assert plain(wordings(HITS, most=3)) == "“one”, “two” and “six”"
    assert plain(wordings(HITS, most=2)) == "“one”, “two” and others"
    assert plain(wordings(HITS[:0])) == "none"


def test_codes_are_ranked_by_their_passages_and_of_as_many_as_in_the_codebook():
    assert ranking(HITS, dict.fromkeys("wzxy", "")) == ["y", "z", "x", "w"]


def test_each_count_of_a_row_leads_to_its_own_passages():
    told = counted(HITS, {"y": "Two", "w": "None"})
    assert plain(told) == "Two (2) and None (0)"
    assert numbers(told) == [("2", "count", [("a", 4), ("b", 0)]), ("0", "count", [])]
    assert plain(counted(HITS, {"b": "B"}, by="doc")) == "B (2)"
    assert plain(counted(HITS, {})) == "none"


def test_works_that_a_note_names_in_brackets_are_cited_where_the_bibliography_has_them():
    note = "By x (Clopper and Pearson 1934, of y), G2 (Dunning 1993; Rychlý 2008), z (Smith 2001)."
    said = with_works_cited(note)
    assert "".join(piece.text for piece in said.pieces) == (
        "By x [@clopper1934, of y], G2 [@dunning1993; @rychly2008], z (Smith 2001)."
    )
    mixed = "Of 10 texts (a sample; Efron 1979), no more"  # a part without a work
    assert [piece.piece()[0] for piece in with_works_cited(mixed).pieces] == ["name"] * 3


def test_no_work_of_the_chapters_is_in_the_bibliography_twice():
    named = works_named(BIBLIOGRAPHY, BIBLIOGRAPHY.parents[4] / "references.bib")
    assert len(named) == len(set(named))
