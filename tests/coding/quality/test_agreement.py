"""Gold against hits: matching, scores, disagreements, reliability."""

import json
from math import isnan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from topoi.coding.codebook.codebook import Code, Codebook
from topoi.coding.quality.agreement import (
    compare,
    disagreements,
)
from topoi.coding.quality.judgements import read_gold
from topoi.coding.quality.reliability import reliability, with_intervals
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
        ["near miss", "wars", "the", "of"],
        ["wrong hit", "wars", "the", "of"],
    ]
    [near, _] = disagreements(told, found, [BOOK], corpus, width=8)[["left", "right"]].to_numpy()
    assert near.tolist() == ["and the", "of old"]  # 8 letters would end in "old e"
    missed = disagreements(gold(("F01", 4, 7, "yes")), hits(), [BOOK], corpus)
    assert missed[["kind", "text", "left", "right"]].to_numpy().tolist() == [
        ["missed", "war", "The", TEXT[8:]]
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


def measured(marks: object, doc: object = None) -> tuple[dict[str, float], str]:
    """Return the measures of coders by units, and the note; the units are of one text."""
    table = np.array(marks)
    of = np.zeros(table.shape[1], dtype=int) if doc is None else np.array(doc)
    found, note = with_intervals(table, of, draws=200, seed=1)
    return found, note["note"]


def test_kappa_and_alpha_agree_with_each_other_and_with_a_count_by_hand() -> None:
    # Cohen (1960): 20 both yes, 15 both no, 5 and 10 differ: po .7, pe .5, kappa .4.
    first = [1] * 20 + [0] * 15 + [1] * 5 + [0] * 10
    second = [1] * 20 + [0] * 15 + [0] * 5 + [1] * 10
    found, _ = measured([first, second])
    assert (found["positive"], found["agreement"]) == (pytest.approx(0.55), pytest.approx(0.7))
    assert found["kappa"] == pytest.approx(0.4)
    # Krippendorff (2004): 1 - (2N - 1) o01 / (n0 n1), with o01 = 15, n0 = 45, n1 = 55.
    assert found["alpha"] == pytest.approx(1 - 99 * 15 / (45 * 55))


@pytest.mark.parametrize("coders", [2, 3, 5])
def test_measures_are_those_of_nltk_and_of_krippendorff_where_every_coder_varies(
    coders: int,
) -> None:
    import krippendorff
    from nltk.metrics.agreement import AnnotationTask

    draw = np.random.default_rng(coders)
    for share in (0.2, 0.5, 0.9):
        marks = (draw.random((coders, 60)) < share).astype(int)
        marks[:, :2] = 0, 1
        found, _ = measured(marks, np.arange(60) // 20)
        said = [(f"{c}", u, int(v)) for c, row in enumerate(marks) for u, v in enumerate(row)]
        task = AnnotationTask(data=said)
        assert found["kappa"] == pytest.approx(task.kappa())
        assert found["agreement"] == pytest.approx(task.avg_Ao())
        alpha = krippendorff.alpha(reliability_data=marks, level_of_measurement="nominal")
        assert found["alpha"] == pytest.approx(alpha)


def test_a_pair_that_never_varies_has_no_kappa_rather_than_a_perfect_one() -> None:
    # The first two say no to everything; each of them and the third: po 2/3, pe 2/3, kappa 0.
    found, note = measured([[0, 0, 0], [0, 0, 0], [1, 0, 0]])
    assert found["kappa"] == 0
    assert note.startswith("kappa undefined for 1 of 3 pairs: no coder of them varies")
    found, note = measured([[1, 1], [1, 1]])
    assert isnan(found["kappa"])
    assert isnan(found["alpha"])
    assert note.startswith("kappa undefined for 1 of 1 pairs")


def test_two_constant_coders_who_differ_agree_no_more_than_by_chance() -> None:
    found, note = measured([[0, 0], [1, 1]])
    assert (found["kappa"], found["alpha"]) == (0, -0.5)
    assert "undefined" not in note


def test_intervals_draw_texts_and_not_units() -> None:
    # Within a text all units are alike: two draws of three texts have the same units or others.
    marks = [[1] * 5 + [0] * 10, [1] * 5 + [0] * 5 + [1] * 5]
    found, note = measured(marks, [0] * 5 + [1] * 5 + [2] * 5)
    assert note == ""
    assert found["alpha_low"] < found["alpha"] < found["alpha_high"] == 1
    units, _ = measured(marks, range(15))
    assert units["alpha_high"] - units["alpha_low"] < found["alpha_high"] - found["alpha_low"]


def test_one_text_says_nothing_of_other_texts() -> None:
    found, note = measured([[1, 0, 1], [1, 0, 0]])
    assert isnan(found["kappa_low"])
    assert isnan(found["alpha_high"])
    assert note == "no interval: one text"


def test_no_units_and_one_coder_have_no_agreement() -> None:
    for marks in (np.zeros((2, 0), dtype=int), np.ones((1, 3), dtype=int)):
        found, _ = measured(marks)
        assert isnan(found["agreement"])
        assert isnan(found["alpha"])


def test_units_are_marked_by_overlap_and_chance_needs_two_values(corpus: Corpus) -> None:
    units = pd.DataFrame({"doc": ["a", "a"], "start": [0, 17], "end": [16, len(TEXT)]})
    table = reliability({"one": hits(("war", 4, 7)), "two": hits(("war", 5, 20))}, units)
    assert table.loc[0, ["units", "positive", "agreement"]].tolist() == [2, 0.75, 0.5]
    same = reliability({"one": hits(("war", 4, 20)), "two": hits(("war", 4, 20))}, units)
    assert same[["kappa", "alpha"]].isna().all(axis=None)


def test_what_nobody_looked_for_throughout_is_not_missed(corpus: Corpus) -> None:
    told = gold(("F01", 4, 7, "yes"), ("F01", 38, 42, "yes"))
    found = disagreements(told, hits(("war", 38, 42)), [BOOK], corpus, exhaustive=False)
    assert len(found) == 0
    found = disagreements(told, hits(("war", 38, 42)), [BOOK], corpus)
    assert found[["kind", "start"]].to_numpy().tolist() == [["missed", 4]]
