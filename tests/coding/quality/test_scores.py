"""What readers' judgements say of the machine."""

from math import isnan

import pandas as pd
import pytest

from topoi.coding.codebook.reading import codebook_from
from topoi.coding.codebook.strict_yaml import parse_yaml
from topoi.coding.quality.scores import score_readers, score_samples

BOOK = """
id: f
version: "1"
title: F
codes:
  - {id: war, number: F01, label: War, include: [war]}
  - {id: peace, number: F02, label: Peace, include: [peace]}
"""
COLUMNS = ["reader", "code", "verdict", "drawn_from", "stratum", "drawn", "wrong", "file",
           "doc", "start", "end"]  # fmt: skip


@pytest.fixture
def book():
    return codebook_from(parse_yaml(BOOK, place="f.yml"), place="f.yml")


def judged(*rows):
    """Return judgements: reader, code, verdict, drawn from, stratum, drawn, what is wrong."""
    table = pd.DataFrame(
        [(*row, "ann.jsonl", "a", 10 * n, 10 * n + 5) for n, row in enumerate(rows)],
        columns=COLUMNS,
    )
    return table.assign(codebook="f", subtype="", note="").astype({"stratum": "Int64"})


SAMPLE = judged(
    ("Ann", "war", "yes", "hit", 10, 4, "voice"),
    ("Ann", "war", "yes", "hit", 10, 4, ""),
    ("Ann", "war", "no", "hit", 10, 4, "extent"),
    ("Ann", "war", "no", "no hit", 90, 2, ""),
    ("Ann", "war", "borderline", "no hit", 90, 2, ""),
)


def test_each_reader_is_scored_by_code_with_what_is_wrong_and_unanswered():
    [row] = score_samples(SAMPLE).to_dict("records")
    assert (row["reader"], row["codebook"], row["code"], row["read"]) == (
        "Ann", "f", "war", "drawn",
    )  # fmt: skip
    assert (row["judged_hits"], row["true_hits"]) == (3, 2)
    assert row["precision"] == pytest.approx(2 / 3)
    assert (row["wrong_voice"], row["wrong_extent"]) == (1, 0)  # of those that bear the code
    assert (row["judged_others"], row["missed"], row["recall"]) == (1, 0, 1.0)
    assert (row["borderline"], row["unanswered"]) == (1, 1)


def test_recall_weighs_the_missed_by_how_many_have_no_hit():
    rows = [("Ann", "war", said, "hit", 10, 2, "") for said in ("yes", "no")]
    rows += [("Ann", "war", said, "no hit", 90, 10, "") for said in ["yes"] + ["no"] * 9]
    [row] = score_samples(judged(*rows)).to_dict("records")
    assert row["recall"] == pytest.approx(0.5 * 10 / (0.5 * 10 + 0.1 * 90))


def test_where_a_file_does_not_say_how_many_were_drawn_nothing_is_said_of_unanswered():
    told = SAMPLE.assign(drawn=None)
    assert score_samples(told)["unanswered"].isna().all()


def test_readers_of_whole_texts_stand_beside_those_of_drawn_units(book):
    whole = judged(
        ("Cy", "peace", "yes", "whole text", None, None, ""),
        ("Cy", "peace", "yes", "whole text", None, None, ""),
        ("Cy", "peace", "borderline", "whole text", None, None, ""),
    )
    hits = pd.DataFrame({"doc": "a", "start": [1, 21, 40], "end": [4, 24, 44]})
    hits = hits.assign(codebook="f", code="peace", subtype="")
    scored = score_readers(pd.concat([SAMPLE, whole]), hits, [book])
    assert scored[["reader", "read", "code"]].to_numpy().tolist() == [
        ["Ann", "drawn", "war"], ["Cy", "whole text", "peace"],
    ]  # fmt: skip
    row = scored.iloc[1]  # of three hits one is right, one borderline, one of nothing marked
    assert (row["judged_hits"], row["true_hits"], row["missed"]) == (2, 1, 1)
    assert (row["precision"], row["recall"], row["borderline"]) == (0.5, 0.5, 1)
    assert isnan(row["judged_others"])
