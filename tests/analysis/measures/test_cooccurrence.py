"""Codes in the same sentence and paragraph."""

import pandas as pd
import pytest

from topoi.analysis.measures.cooccurrence import TOO_FEW, cooccurrence, incidence


def units(number: int, *, kind: str = "sentence") -> pd.DataFrame:
    """Return segments with so many sentences or paragraphs, in one document."""
    rows = [("a", n, n + 1, kind, 1 if kind == "sentence" else n, n) for n in range(1, number + 1)]
    return pd.DataFrame(rows, columns=["doc", "start", "end", "kind", "paragraph", "sentence"])


def hits_in(**sentences: list[int]) -> pd.DataFrame:
    """Return hits of each code in the numbered sentences."""
    rows = [("a", code, 1, n) for code, numbers in sentences.items() for n in numbers]
    return pd.DataFrame(rows, columns=["doc", "code", "paragraph", "sentence"])


def test_pairs_are_counted_once_a_unit() -> None:
    found = cooccurrence(hits_in(x=[1, 1, 2], y=[1, 3]), units(4))
    row = found.iloc[0]
    assert row[["a", "b", "both", "expected", "jaccard"]].tolist() == [2, 2, 1, 1.0, 1 / 3]


def test_codes_that_never_meet_are_shown() -> None:
    found = cooccurrence(hits_in(x=[1]), units(2), codes=["x", "y", "z"])
    assert found[["code_a", "code_b", "both"]].values.tolist() == [
        ["x", "y", 0],
        ["x", "z", 0],
        ["y", "z", 0],
    ]


def test_too_few_units_are_not_tested_and_say_so() -> None:
    row = cooccurrence(hits_in(x=[1, 2], y=[1, 2]), units(19)).iloc[0]
    assert row["note"] == TOO_FEW
    assert pd.isna(row["p"])


def test_enough_units_are_tested_as_fisher_does() -> None:
    from scipy.stats import fisher_exact

    row = cooccurrence(hits_in(x=[1, 2, 3, 4, 5, 6], y=[2, 3, 4, 5, 6, 9]), units(30)).iloc[0]
    assert row["p"] == pytest.approx(fisher_exact([[5, 1], [1, 23]], alternative="greater")[1])
    assert row["q"] == row["p"]


def several(texts: dict[str, tuple[int, list[int], list[int]]]) -> pd.DataFrame:
    """Return the table for text -> its number of sentences and those with x and with y."""
    segments = pd.concat([units(size).assign(doc=doc) for doc, (size, _, _) in texts.items()])
    hits = pd.concat([hits_in(x=x, y=y).assign(doc=doc) for doc, (_, x, y) in texts.items()])
    return cooccurrence(hits, segments)


def test_what_is_expected_is_added_up_over_texts() -> None:
    row = several({"a": (4, [1, 2], [2, 3]), "b": (10, [1], [1, 2, 3]), "c": (5, [], [1])}).iloc[0]
    assert row[["a", "b", "both"]].tolist() == [3, 6, 2]
    assert row["expected"] == pytest.approx(2 * 2 / 4 + 1 * 3 / 10)


def test_codes_of_one_text_that_keep_apart_in_it_are_not_together() -> None:
    """Over all sentences they meet more often than by chance, since one text has them both."""
    from scipy.stats import fisher_exact

    row = several(
        {"a": (20, list(range(1, 13)), list(range(7, 21))), "b": (60, [], []), "c": (40, [], [])}
    ).iloc[0]
    pooled = [[6, 6], [8, 100]]
    assert fisher_exact(pooled, alternative="greater")[1] < 0.001
    assert row["both"] == 6
    assert row["expected"] == pytest.approx(12 * 14 / 20)
    assert row["p"] > 0.9


def test_in_texts_of_one_sentence_nothing_is_tested() -> None:
    row = several({f"t{n}": (1, [1][: n % 2], [1][: n % 3 == 0]) for n in range(40)}).iloc[0]
    assert row["expected"] == row["both"] == 7
    assert row["note"] == TOO_FEW


def test_of_one_pair_the_chance_of_any_is_its_p_and_of_several_more() -> None:
    one = cooccurrence(hits_in(x=[1, 2, 3, 4, 5, 6], y=[2, 3, 4, 5, 6, 9]), units(30)).iloc[0]
    assert one["p_max"] == pytest.approx(one["p"])
    three = hits_in(x=[1, 2, 3, 4, 5, 6], y=[2, 3, 4, 5, 6, 9], z=[7, 11, 15, 19, 23])
    found = cooccurrence(three, units(30))
    assert (found["p_max"] > found["p"])[found["p"] < 1].all()


def test_hits_in_headings_belong_to_no_sentence() -> None:
    assert not incidence(hits_in(x=[0]), units(3)).to_numpy().any()


def test_paragraphs_can_be_the_unit() -> None:
    hits = pd.DataFrame({"doc": ["a", "a"], "code": ["x", "y"], "paragraph": [2, 2]})
    row = cooccurrence(hits, units(3, kind="paragraph"), unit="paragraph").iloc[0]
    assert row[["units", "both"]].tolist() == [3, 1]


def test_no_codes_give_an_empty_table() -> None:
    found = cooccurrence(hits_in(), units(3))
    assert found.empty
    assert "expected" in found


@pytest.mark.parametrize(
    ("number", "x", "y", "tested"),
    [(20, 5, 5, True), (19, 5, 5, False), (20, 4, 5, False), (20, 5, 4, False)],
)
def test_twenty_units_and_five_of_each_code_are_enough(number, x, y, tested) -> None:
    found = cooccurrence(hits_in(x=list(range(1, x + 1)), y=list(range(3, y + 3))), units(number))
    assert found["note"].tolist() == ["" if tested else TOO_FEW]
    assert found[["p", "q", "p_max"]].notna().all(axis=None) == tested


def test_a_pair_that_always_meets_has_a_jaccard_of_one_and_one_of_no_units_of_nothing() -> None:
    found = cooccurrence(hits_in(x=[1, 2], y=[1, 2]), units(4), codes=["x", "y", "z", "w"])
    assert found["jaccard"].tolist() == [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert found["units"].tolist() == [4] * 6
    assert found["unit"].tolist() == ["sentence"] * 6
