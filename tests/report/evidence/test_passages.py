"""Cited sets: what they are called, and how they are stored."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topoi.report.evidence.passages import (
    CitedPassages,
    bare_code,
    code_names,
    every_passage,
    label_of,
    passages_at,
    passages_from_json,
    runs,
    shared_label,
    taken,
)

LOCI = (("a", 1, 4, "f/x"), ("a", 6, 8, "f/y"), ("b", 0, 2, "f/x"))
CITED = CitedPassages("ev-1", "L", LOCI)


def test_a_set_is_stored_by_text_with_its_codes_once():
    assert CITED.packed() == {
        "label": "L", "codes": ["f/x", "f/y"], "docs": {"a": "1:4:0 6:8:1", "b": "0:2:0"},
    }  # fmt: skip
    one = CitedPassages("ev-1", "L", LOCI[:1])
    assert one.packed()["docs"] == {"a": "1:4"}
    assert passages_from_json("ev-1", CITED.packed()) == CITED
    assert passages_from_json("ev-1", one.packed()) == one


def test_sets_are_told_as_rows_of_every_passage_by_code_and_document():
    other = CitedPassages("ev-2", "M", (LOCI[2], ("b", 0, 9, "f/x")))
    assert every_passage([CITED, other]) == [LOCI[0], LOCI[2], other.loci[1], LOCI[1]]
    assert every_passage([]) == []


@given(st.lists(st.integers(0, 30)))
def test_runs_are_read_back_as_the_same_members_as_often_and_in_order(numbers):
    counts = runs(numbers)
    assert taken(list(range(31)), counts) == sorted(numbers)
    assert all(counts[1::2])
    assert 0 not in counts[2::2]


@pytest.mark.parametrize(
    "counts", [[3], [0, 4], [4, 1], [0, 0], [1, -1], [-1, 1], [True, 1], [0, 1.0]]
)
def test_runs_that_are_none_of_a_list_are_refused(counts):
    assert taken(LOCI, [1, 2]) == list(LOCI[1:])
    with pytest.raises(ValueError, match=r"^\(|shorter"):
        taken(LOCI, counts)


def test_the_id_of_a_set_is_a_hash_of_its_rows_whatever_their_order():
    made = passages_at(reversed(LOCI), label="L")
    assert made.loci == LOCI
    assert (made.id[:3], len(made.id)) == ("ev-", 13)
    assert made.id == passages_at(LOCI, label="M").id
    assert made.id != passages_at(LOCI[:2], label="L").id
    assert passages_at([], label="L").id != passages_at([], label="M").id


@pytest.mark.parametrize(
    ("columns", "label"),
    [
        ({"code": ["a_b", "a_b"]}, "a b"),
        ({"code": ["a", "b"]}, "passages"),
        ({"code": ["a", "b"], "mode": ["direct"] * 2}, "direct"),
        ({"kind": ["report"] * 2, "mode": ["direct"] * 2, "speaker": ["Ann"] * 2}, "direct, Ann"),
        ({"kind": ["sentence"] * 2}, "sentence"),
        ({"code": []}, "no passages"),
        ({"code": ["a"], "subtype": [""]}, "a"),
    ],
)
def test_a_set_without_a_label_is_called_what_its_rows_share(columns, label):
    assert shared_label(pd.DataFrame(columns)) == label


def test_codes_are_named_with_their_codebook():
    frame = pd.DataFrame({"code": ["x", "y", "x"], "codebook": ["f", "f", ""]})
    assert code_names(frame) == ["f/x", "f/y", "x"]
    assert code_names(frame[["code"]]) == ["x", "y", "x"]
    assert code_names(pd.DataFrame({"mode": ["direct"], "kind": ["report"]})) == ["segment/report"]
    assert (bare_code("f/a/b"), bare_code("b")) == ("b", "b")
    assert (label_of("a_b"), label_of("a", {"b": "B"})) == ("a b", "a")
