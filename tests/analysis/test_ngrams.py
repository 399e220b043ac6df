import pytest

from topoi.analysis.ngrams import ngrams
from topoi.text.corpus import corpus_of
from topoi.text.tokens import tokens

TABLE = tokens(corpus_of({"a": "The root causes, the root causes.", "b": "Root. Causes remain."}))


def test_sequences_pass_over_marks_but_not_over_sentence_ends() -> None:
    found = ngrams(TABLE, n=2, min_count=1)
    assert found.set_index("ngram")["count"].to_dict() == {
        "root causes": 2,
        "the root": 2,
        "causes remain": 1,
        "causes the": 1,
    }


def test_range_counts_documents() -> None:
    twice = tokens(corpus_of({"a": "Root causes.", "b": "Root causes."}))
    assert ngrams(twice)[["count", "range"]].values.tolist() == [[2, 2]]


def test_longer_sequences() -> None:
    assert ngrams(TABLE, n=3)["ngram"].tolist() == ["the root causes"]


def test_a_text_shorter_than_the_sequence_has_none() -> None:
    assert not len(ngrams(TABLE, n=30))


def test_a_length_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        ngrams(TABLE, n=0)
