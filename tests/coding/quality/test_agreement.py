"""Gold against hits: matching, scores, disagreements, reliability."""

import json
from math import isnan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from topoi.coding.codebook.codebook import Code, Codebook
from topoi.coding.quality.agreement import chance_corrected, compare, disagreements, reliability
from topoi.coding.quality.judgements import read_gold
from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus, corpus_of

ROOT = Path(__file__).parents[3]
BOOK = Codebook("b", "1", "B", (Code("war", "War", number="F01"), Code("talks", "T", number="F02")))
TEXT = "The war goes on. Talks began, and the wars of old ended."


@pytest.fixture
def corpus() -> Corpus:
    return corpus_of({"a": TEXT})


def gold(*rows: tuple[str, int, int, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["pattern", "start", "end", "verdict"])
    return table.assign(doc="a", subtype="", note="", text="", coder="1")


def hits(*rows: tuple[str, int, int]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["code", "start", "end"])
    return table.assign(doc="a", subtype="")


def test_one_hit_matches_one_annotation() -> None:
    told = gold(("F01", 4, 7, "yes"), ("F01", 38, 42, "yes"))
    scores = compare(told, hits(("war", 4, 6), ("war", 6, 7), ("war", 17, 22)), [BOOK])
    row = scores.iloc[0]
    assert (row["judged"], row["hits"], row["matched"]) == (2, 3, 1)
    assert row["precision"] == pytest.approx(1 / 3)
    assert row["recall"] == pytest.approx(1 / 2)
    assert row["f1"] == pytest.approx(0.4)
    assert row["recall_low"] == pytest.approx(0.0945, abs=1e-4)


def test_a_matching_as_large_as_possible_is_chosen() -> None:
    told = gold(("F01", 0, 10, "yes"), ("F01", 8, 20, "yes"))
    scores = compare(told, hits(("war", 0, 3), ("war", 8, 9)), [BOOK])
    assert scores["matched"].tolist() == [2]


def test_borderline_rows_count_for_neither_side() -> None:
    told = gold(("F01", 4, 7, "borderline"))
    row = compare(told, hits(("war", 4, 7)), [BOOK]).iloc[0]
    assert (row["hits"], row["aside"], row["judged"]) == (1, 1, 0)
    assert isnan(row["precision"])


def test_a_negative_that_is_hit_counts_against_precision_and_is_listed(corpus: Corpus) -> None:
    told = gold(("F01", 38, 42, "no"), ("F01", 4, 7, "yes"))
    found = hits(("war", 4, 7), ("war", 38, 42))
    row = compare(told, found, [BOOK]).iloc[0]
    assert (row["negatives_hit"], row["precision"], row["recall"]) == (1, 0.5, 1.0)
    kinds = disagreements(told, found, [BOOK], corpus, width=4)
    assert kinds[["kind", "text", "left", "right"]].to_numpy().tolist() == [
        ["extra", "wars", "the ", " of "],
        ["negative hit", "wars", "the ", " of "],
    ]


def test_a_code_looked_for_and_not_annotated_has_only_extra_hits() -> None:
    told = gold(("F01", 4, 7, "yes"))
    scores = compare(told, hits(("talks", 17, 22)), [BOOK], judged=["F01", "F02"])
    assert scores["precision"].tolist()[1] == 0.0
    assert scores["recall"].isna().tolist() == [False, True]


def test_a_sample_of_judged_hits_gives_precision_only() -> None:
    told = gold(("F01", 4, 7, "yes"), ("F01", 38, 42, "no"))
    found = hits(("war", 4, 7), ("war", 38, 42), ("war", 50, 52))
    row = compare(told, found, [BOOK], exhaustive=False).iloc[0]
    assert (row["precision"], row["aside"]) == (0.5, 1)
    assert isnan(row["recall"])


def test_the_gold_of_the_seed_fits_its_text(seed: Corpus) -> None:
    table = read_gold(ROOT / "codebook" / "judgements" / "article.jsonl", corpus=seed)
    assert (table["verdict"] == "no").sum() == 40
    assert (table["verdict"] == "borderline").sum() == 8
    assert table.loc[table["pattern"] == "F09", "text"].tolist() == [
        "will of the residents of Crimea, Donbass, and Novorossiya"
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"pattern": "F01", "start": 4, "end": 7, "text": "way"}, ":2: quotes 'way', but 'a' has"),
        ({"pattern": "F01", "start": 4, "end": 700, "text": "war"}, "after the end of 'a'"),
        ({"pattern": "F01", "start": 4, "end": 7, "doc": "z"}, "names the document 'z'"),
        ({"pattern": "F01", "start": 7, "end": 7}, "has no span"),
        ({"start": 4, "end": 7}, "lacks `pattern`"),
        ({"pattern": "F01", "start": 4, "end": 7, "verdict": "maybe"}, "has the verdict 'maybe'"),
    ],
)
def test_the_first_row_that_does_not_fit_is_refused(
    tmp_path: Path, corpus: Corpus, row: dict[str, object], told: str
) -> None:
    good = {"pattern": "F01", "start": 4, "end": 7, "text": "war"}
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{json.dumps(good)}\n{json.dumps(row)}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_gold(path, corpus=corpus)
    assert told in str(caught.value)
    assert f"{path}:2" in str(caught.value)


def test_kappa_and_alpha_agree_with_each_other_and_with_a_count_by_hand() -> None:
    # Cohen (1960): 20 both yes, 15 both no, 5 and 10 differ: po .7, pe .5, kappa .4.
    first = np.array([1] * 20 + [0] * 15 + [1] * 5 + [0] * 10)
    second = np.array([1] * 20 + [0] * 15 + [0] * 5 + [1] * 10)
    positive, agreement, kappa, alpha = chance_corrected(np.array([first, second]))
    assert (positive, agreement) == (pytest.approx(0.55), pytest.approx(0.7))
    assert kappa == pytest.approx(0.4)
    # Krippendorff (2004): 1 - (2N - 1) o01 / (n0 n1), with o01 = 15, n0 = 45, n1 = 55.
    assert alpha == pytest.approx(1 - 99 * 15 / (45 * 55))


def test_units_are_marked_by_overlap_and_chance_needs_two_values(corpus: Corpus) -> None:
    units = pd.DataFrame({"doc": ["a", "a"], "start": [0, 17], "end": [16, len(TEXT)]})
    table = reliability({"one": hits(("war", 4, 7)), "two": hits(("war", 5, 20))}, units)
    assert table.loc[0, ["units", "positive", "agreement"]].tolist() == [2, 0.75, 0.5]
    same = reliability({"one": hits(("war", 4, 20)), "two": hits(("war", 4, 20))}, units)
    assert same[["kappa", "alpha"]].isna().all(axis=None)
