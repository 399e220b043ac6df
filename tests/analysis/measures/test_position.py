"""Where hits stand in a text."""

import pandas as pd

from topoi.analysis.measures.dispersion import hit_positions, position_summary
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.numbered import token_table as tokens


def test_position_counts_the_words_before() -> None:
    corpus = corpus_of({"a": "One two, three four."})
    hits = pd.DataFrame({"doc": ["a", "a"], "start": [0, 15], "code": ["x", "x"]})
    assert hit_positions(hits, tokens(corpus))["position"].tolist() == [0.0, 0.75]


def test_summary_counts_thirds_and_quartiles() -> None:
    placed = pd.DataFrame({"code": ["x"] * 4, "position": [0.0, 0.2, 0.5, 0.99]})
    row = position_summary(placed).iloc[0]
    assert row[["first_third", "middle_third", "last_third"]].tolist() == [2, 1, 1]
    assert row["median"] == 0.35


def test_no_hits_give_an_empty_table_with_columns() -> None:
    hits = pd.DataFrame({"doc": [], "start": [], "code": []})
    placed = hit_positions(hits, tokens(corpus_of({"a": "One."})))
    assert list(position_summary(placed).columns)[:2] == ["code", "hits"]


def test_the_edges_of_the_thirds_belong_to_the_later_one_and_the_end_to_the_last() -> None:
    placed = pd.DataFrame({"code": ["x"] * 5, "position": [0.0, 1 / 3, 0.5, 2 / 3, 1.0]})
    row = position_summary(placed).iloc[0]
    assert row[["hits", "first_third", "middle_third", "last_third"]].tolist() == [5, 1, 2, 2]
    assert row[["q25", "median", "q75"]].tolist() == [1 / 3, 0.5, 2 / 3]


def test_a_hit_behind_the_last_word_is_at_the_end_and_one_of_no_words_at_the_beginning() -> None:
    texts = tokens(corpus_of({"a": "War!", "b": "!"}))
    hits = pd.DataFrame({"doc": ["a", "a", "b"], "start": [3, 0, 0], "code": ["x"] * 3})
    assert hit_positions(hits, texts)["position"].tolist() == [1.0, 0.0, 0.0]
