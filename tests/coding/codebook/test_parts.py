"""Parts of a code: rows of their own for some of its subtypes."""

from pathlib import Path

import pandas as pd
import pytest

from topoi.analysis.measures.rates import rates
from topoi.coding.codebook.codebook import Codebook, in_parts, part_labels
from topoi.coding.hits.hits import find_hits
from topoi.coding.loading import load_codebook
from topoi.errors import InputError
from topoi.text.corpus.corpus import corpus_of

CODE = """\
id: test
version: 1.0.0
title: Test
codes:
  - id: hostility
    label: Hostility
    subtypes:
      feeling: {include: [hatred]}
      act: {label: An act, include: ["hostile law*"]}
    parts:
"""
DIVIDED = """\
      A1: {label: Feeling named, subtypes: [feeling]}
      A2: {label: Act named, subtypes: [act]}
  - {id: talks, label: Talks, include: [talks]}
"""


def book_of(folder: Path, text: str) -> Codebook:
    file = folder / "test.yml"
    file.write_text(text, encoding="utf-8")
    return load_codebook(file)


def test_hits_are_counted_by_part_and_an_undivided_code_is_its_own_part(tmp_path: Path) -> None:
    book = book_of(tmp_path, CODE + DIVIDED)
    hits = in_parts(
        find_hits(corpus_of({"a": "Hatred and hatred ended. Talks began."}), [book]), book
    )
    labels = part_labels(book, {"hostility": "Hostility (in part)", "talks": "Talks"})
    assert hits["part"].tolist() == ["A1", "A1", "talks"]
    assert hits["code"].tolist() == ["hostility", "hostility", "talks"]
    assert labels == {
        "A1": "Feeling named, A1 (in part)",
        "A2": "Act named, A2 (in part)",
        "talks": "Talks",
    }
    counted = rates(hits, 10, by=["part"], codes=list(labels))
    assert counted.set_index("part")["hits"].to_dict() == {"A1": 2, "A2": 0, "talks": 1}


def test_no_hits_have_no_parts(tmp_path: Path) -> None:
    book = book_of(tmp_path, CODE + DIVIDED)
    hits = in_parts(find_hits(corpus_of({"a": "It rained."}), [book]), book)
    assert hits["part"].tolist() == []
    assert isinstance(hits, pd.DataFrame)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ("      A1: {label: A, subtypes: [feeling]}", "'act' stands in no part"),
        ("      A1: {label: A, subtypes: [feeling, act, other]}", "'other', no subtype left"),
        ("      A1: {label: A, subtypes: [feeling, act, act]}", "'act', no subtype left"),
        ("      A1: {subtypes: [feeling, act]}", "`label` is missing"),
        ("      A1: {label: A, subtype: [act]}", "unknown key 'subtype'"),
        ("      - A1", "`parts` is no mapping"),
        ("      A1: {label: A, subtypes: [feeling, act]}\n    include: [x]", "code itself stand"),
    ],
)
def test_a_part_that_does_not_fit_is_told_with_its_line(
    tmp_path: Path, parts: str, told: str
) -> None:
    with pytest.raises(InputError, match=r"test\.yml:\d+") as error:
        book_of(tmp_path, CODE + parts + "\n")
    assert told in str(error.value)
