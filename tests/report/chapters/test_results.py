"""The tables that chapters share: what stands in each cell, and the passages behind it."""

import pandas as pd
import pytest
from tests.report.chapters.cells import behind, made, numbers, plain, shown

from topoi.analysis.measures.rates import rates
from topoi.report.chapters.results import (
    by_voice,
    forms_of,
    pairs_sentence,
    pairs_table,
    passages_table,
    place_column,
    rate_columns,
    rate_digits,
    rates_table,
    sharing,
    standing_out,
    voice,
)
from topoi.report.chapters.sentences import with_works_cited

HITS = pd.DataFrame(
    [
        ("a", 0, "x", "direct", 1, 1),
        ("a", 5, "y", "outlet", 1, 1),
        ("a", 9, "x", "outlet", 2, 1),
        ("b", 0, "y", "direct", 0, 1),
        ("b", 5, "y", "direct", 1, 2),
        ("b", 7, "z", "direct", 1, 2),
    ],
    columns=["doc", "start", "code", "mode", "sentence", "paragraph"],
).assign(end=lambda hits: hits["start"] + 3)
LABELS = {"x": "Ex", "y": "Why", "z": "Zed"}


def test_rates_stand_by_their_passages_and_each_leads_to_those_it_counts():
    found = rates(HITS, pd.DataFrame({"doc": ["a", "b"], "words": [100, 100]}), codes=["w"])
    table = rates_table(found, HITS, labels=LABELS)
    assert table.columns == ("Code", "Passages", "Per thousand words", "From", "To")
    assert [row[:3] for row in shown(table)] == [
        ["Why", "3", "15.0"],
        ["Ex", "2", "10.0"],
        ["Zed", "1", "5.0"],
        ["w", "0", "0.0"],
    ]
    of_y = [("a", 5), ("b", 0), ("b", 5)]
    assert [behind(cell) for cell in table.rows[0][1:]] == [of_y] * 4
    assert made(table) == {
        "Passages": ("count", ""),
        "Per thousand words": ("per 1,000 words", ""),
        "From": ("per 1,000 words, low", ""),
        "To": ("per 1,000 words, high", ""),
    }
    assert table.rows[0][1].of.label == "Why"
    assert plain(table.note) == plain(with_works_cited(found.attrs["note"]))
    assert "[@garwood1936]" in plain(table.note)
    ends = found.set_index("code").loc["y", ["low", "high"]]
    assert shown(table)[0][3:] == [f"{ends['low']:.1f}", f"{ends['high']:.1f}"]


@pytest.mark.parametrize(
    ("values", "digits"),
    [
        ([2.0, 0.05], 1),
        ([2.0, 0.049], 2),
        ([2.0, 0.0], 1),
        ([0.5, 0.01], 2),
        ([0.05, 0.0], 3),
        ([], 3),
    ],
)
def test_rates_have_the_digits_that_the_highest_and_the_lowest_ask(values, digits):
    columns = rate_columns(pd.DataFrame({"rate": values}, dtype=float))
    assert [column.digits for column in columns] == [digits] * 3


def test_digits_of_a_rate_at_the_edges():
    assert [rate_digits(rate) for rate in (1.0, 0.99, 0.1, 0.09)] == [1, 2, 2, 3]
    assert [column.digits for column in rate_columns(pd.DataFrame(), digits=4)] == [4] * 3


def test_passages_by_voice_have_a_column_for_each_mode_and_zeros():
    table = by_voice(HITS, LABELS)
    assert table.columns == (*("Code", "Outlet", "Indirect", "Mixed", "Direct", "Nested", "Total"),)
    assert shown(table) == [
        ["Ex", "1", "0", "0", "1", "0", "2"],
        ["Why", "1", "0", "0", "2", "0", "3"],
        ["Zed", "0", "0", "0", "1", "0", "1"],
        ["Total", "2", "0", "0", "4", "0", "6"],
    ]
    assert behind(table.rows[1][4]) == [("b", 0), ("b", 5)]
    assert table.rows[1][4].of.label == "Why, Direct"
    assert behind(table.rows[3][1]) == [("a", 5), ("a", 9)]
    assert table.rows[3][6].of.label == "Code: all"
    assert by_voice(HITS, LABELS, whole="Book").rows[3][1].of.label == "Book: all, Outlet"


def test_a_place_names_the_text_where_there_are_several():
    several, one = HITS, HITS[:3]
    assert shown(passages_table(several, [place_column(several)]))[0] == ["a:0-3"]
    table = passages_table(one, [place_column(one)])
    assert shown(table) == [["0-3"], ["5-8"], ["9-12"]]
    assert plain(table.note).startswith("Places are characters")


@pytest.mark.parametrize(
    ("most", "spaced", "starts", "told"),
    [
        (11, 0, list(range(11)), ""),
        (10, 0, list(range(10)), "10 of 11 passages, the first; the number opens them all. "),
        (10, 3, [0, 5, 10], "3 of 11 passages, at equal distances; the number opens them all. "),
        (11, 3, list(range(11)), ""),
    ],
)
def test_of_too_many_passages_the_first_or_some_at_equal_distances_are_shown(
    most, spaced, starts, told
):
    passages = pd.DataFrame({"doc": "a", "start": range(11), "end": range(1, 12), "code": "x"})
    table = passages_table(passages, [place_column(passages)], most=most, spaced=spaced, note="N.")
    assert shown(table) == [[f"{start}-{start + 1}"] for start in starts]
    assert plain(table.note) == f"{told}N."
    assert [len(found) for _, _, found in numbers(table.note)] == [11] * bool(told)


def test_a_voice_without_a_name_is_its_mode():
    assert (voice("outlet", ""), voice("direct", "Ann")) == ("outlet", "Ann, direct")


def test_hits_that_share_a_unit_are_those_of_several_codes_in_it():
    places = [(doc, start) for doc, start in sharing(HITS, "sentence")[["doc", "start"]].to_numpy()]
    assert places == [("a", 0), ("a", 5), ("b", 5), ("b", 7)]
    twice = pd.concat([HITS[:1], HITS[:1]])
    assert sharing(twice, "sentence").empty
    heading = HITS.assign(sentence=0)
    assert sharing(heading, "sentence").empty
    assert len(sharing(HITS, "paragraph")) == 5


def pairs(**columns):
    rows = {"code_a": ["x", "x", "y"], "code_b": ["y", "z", "z"], "both": [1, 0, 1]}
    rows |= {"expected": [0.5, 0.25, 1.0], "p": [0.01, 0.5, 0.2], "q": [0.03, 0.5, 0.3]}
    return pd.DataFrame(rows | {"p_max": [0.02, 0.9, 0.5]} | columns)


def test_pairs_that_meet_stand_by_how_often_and_lead_to_the_passages_of_both():
    sentences = pairs(both=[1, 0, 2], expected=[0.125, 0.25, 1.5])
    table = pairs_table(pairs(), sentences, HITS, LABELS)
    assert table.columns == (
        *("Code", "With", "Paragraphs", "Expected", "q", "Sentences", "Expected sentences"),
        "q, sentences",
    )
    assert shown(table) == [
        ["Why", "Zed", "1", "1.0", "0.300", "2", "1.5", "0.300"],
        ["Ex", "Why", "1", "0.5", "0.030", "1", "0.1", "0.030"],
    ]
    assert behind(table.rows[1][2]) == [("a", 0), ("a", 5), ("a", 9)]
    assert behind(table.rows[1][5]) == [("a", 0), ("a", 5)]
    assert behind(table.rows[0][5]) == [("b", 5), ("b", 7)]
    assert [table.rows[1][at].of.label for at in (2, 3, 5)] == [
        *["Ex with Why"] * 2, "Ex with Why, in one sentence",
    ]  # fmt: skip
    assert made(table)["Paragraphs"][0] == "paragraphs"
    assert made(table)["Sentences"][0] == "sentences"
    assert shown(pairs_table(pairs(), pairs(), HITS, LABELS, most=1))[0][:2] == ["Ex", "Why"]
    alone = pairs_table(pairs(both=[0] * 3), sentences, HITS, LABELS)
    assert (alone.rows, alone.note) == ((), None)


def test_what_is_said_of_pairs_counts_those_tested_and_those_below_the_level():
    said = pairs_sentence(pairs(q=[0.03, 0.05, 0.049]), HITS, LABELS)
    assert [text for text, _, _ in numbers(said)] == ["3", "2"]
    assert "The pair that stands out most is Ex with Why; " in plain(said)
    assert "fewer than 5% of deals" in plain(said)
    untested = pairs(p=[None, 0.5, 0.2], q=[None, 0.5, 0.3], p_max=[None, 0.9, 0.5])
    said = pairs_sentence(untested, HITS, LABELS)
    assert [text for text, _, _ in numbers(said)] == ["2", "0"]
    assert "None stands out" in plain(said)
    none = pairs_sentence(pairs(p=[None] * 3, q=[None] * 3), HITS, LABELS)
    assert plain(none).endswith("No pair is tested in sentences.")


def test_of_pairs_that_pass_the_one_with_the_least_p_and_most_units_stands_out():
    passing = {"q": [0.04, 0.04, 0.04], "p_max": [0.04] * 3}
    assert standing_out(pairs(p=[0.02, 0.01, 0.03], **passing))["code_b"].tolist() == ["z"]
    first = standing_out(pairs(p=[0.02, 0.03, 0.02], both=[3, 9, 4], **passing))
    assert first[["code_a", "code_b"]].to_numpy().tolist() == [["y", "z"]]
    assert standing_out(pairs(q=[0.05] * 3, p_max=[0.01] * 3)).empty
    assert standing_out(pairs(q=[0.01] * 3, p_max=[0.05] * 3)).empty


def test_twelve_forms_are_all_of_them_and_no_form_is_a_dash():
    hits = pd.DataFrame({"text": [f"Form{n:02}" for n in range(12)]})
    assert forms_of(hits) == "; ".join(f"Form{n:02}" for n in range(12))
    assert forms_of(pd.DataFrame({"text": ["B", "a", "b"]}), most=1) == "b; and rarer ones"
    assert forms_of(hits[:0]) == "—"
