"""Two codebooks of one study, and how far they say the same: counted by hand."""

import numpy as np
import pandas as pd
import pytest

from topoi.coding.codebook.codebook import Code, Codebook
from topoi.coding.quality.between_codebooks import (
    AGREEMENT,
    codebook_agreement,
    only_in_one,
    shared_codes,
)
from topoi.coding.quality.reliability import reliability, units_of_coding
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.segments import segments

TEXT = "One war. Two wars. No peace. War again."
CORPUS = corpus_of({"a": TEXT})
UNITS = units_of_coding(segments(CORPUS)).reset_index(drop=True)


def book(name: str, *codes: str, number: str = "") -> Codebook:
    return Codebook(name, "1", name, tuple(Code(one, one, number=number) for one in codes))


def hits(*rows: tuple[str, str, str]) -> pd.DataFrame:
    places = [(TEXT.index(words), TEXT.index(words) + len(words)) for *_, words in rows]
    told = [("a", *at, *row[:2]) for at, row in zip(places, rows, strict=True)]
    return pd.DataFrame(told, columns=["doc", "start", "end", "codebook", "code"])


FOUND = hits(
    ("ann", "war", "One war"), ("ann", "war", "Two wars"), ("ann", "other", "peace"),
    ("ours", "war", "war"), ("ours", "war", "War again"), ("ours", "talk", "peace"),
)  # fmt: skip


def test_passages_match_that_overlap_and_sentences_are_compared_beyond_chance():
    found = codebook_agreement(FOUND, book("ann", "war", "other"), [book("ours", "war")], UNITS)
    (row,) = found.to_dict("records")
    assert [row[name] for name in ("code", "other", "passages", "passages_other", "matched")] == [
        "war", "ours", 2, 2, 1,
    ]  # fmt: skip
    assert row["f1"] == 0.5
    # Of four sentences both mark the first, neither the third; one each the second, the fourth.
    assert (row["units"], row["agreement"], row["kappa"]) == (4, 0.5, 0.0)


def test_agreement_is_that_of_two_coders_and_the_same_from_either_side():
    one, other = book("ann", "war"), book("ours", "war")
    first = codebook_agreement(FOUND, one, [other], UNITS).iloc[0]
    second = codebook_agreement(FOUND, other, [one], UNITS).iloc[0]
    own = {name: FOUND[FOUND["codebook"] == name] for name in ("ann", "ours")}
    twin = reliability(own, UNITS, codes=["war"]).iloc[0]
    for measure in ("agreement", "kappa", "alpha"):
        assert first[measure] == pytest.approx(second[measure]) == pytest.approx(twin[measure])
    assert first["f1"] == second["f1"]


def test_codes_are_shared_by_id_or_by_number_of_the_one_and_id_of_the_other():
    numbered = book("ours", "root", number="F01")
    assert shared_codes(book("ann", "F01", "x"), numbered) == {"F01": "root"}
    assert shared_codes(numbered, book("ann", "F01")) == {"root": "F01"}
    assert shared_codes(book("ann", "x"), numbered) == {}


def test_codes_that_neither_found_have_no_f1_and_others_no_row():
    found = codebook_agreement(FOUND, book("ann", "none"), [book("ours", "none", "war")], UNITS)
    assert found["code"].tolist() == ["none"]
    assert np.isnan(found["f1"].iloc[0])
    empty = codebook_agreement(FOUND, book("ann", "war"), [book("ours", "x")], UNITS)
    assert list(empty.columns) == AGREEMENT
    assert empty.empty


def test_passages_without_a_match_are_listed_with_the_codebook_that_has_them():
    found = only_in_one(FOUND, book("ann", "war", "other"), [book("ours", "war")])
    texts = [TEXT[start:end] for start, end in zip(found["start"], found["end"], strict=True)]
    assert found[["code", "only_in"]].to_numpy().tolist() == [["war", "ann"], ["war", "ours"]]
    assert texts == ["Two wars", "War again"]
    assert list(only_in_one(FOUND, book("ann", "war"), []).columns) == list(found.columns)
