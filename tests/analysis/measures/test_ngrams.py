from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topoi.analysis.measures import ngrams as measure
from topoi.analysis.measures.counting import word_parts
from topoi.analysis.measures.ngrams import bits_of, ngrams, pack, unpack
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.numbered import token_table as tokens

WORDS = ["war", "talks", "treaty"]
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


@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), min_size=1, max_size=5),
    st.integers(1, 4),
)
def test_sequences_are_counted_as_one_by_one(sentences: list[list[str]], n: int) -> None:
    texts = {f"d{place % 2}": "" for place in range(len(sentences))}
    counted: Counter[str] = Counter()
    where: dict[str, set[str]] = {}
    for place, words in enumerate(sentences):
        doc = f"d{place % 2}"
        texts[doc] += " ".join(words).capitalize() + ". "
        for start in range(len(words) - n + 1):
            gram = " ".join(words[start : start + n])
            counted[gram] += 1
            where.setdefault(gram, set()).add(doc)
    found = ngrams(tokens(corpus_of(texts)), n=n, min_count=2)
    expected = [[g, c, len(where[g])] for g, c in counted.items() if c >= 2]
    assert found.values.tolist() == sorted(expected, key=lambda row: (-row[1], row[0]))


def test_a_heading_is_not_joined_to_the_next_over_a_sentence_between() -> None:
    text = "Talks go on\n\nYes.\n\nWar goes on\n\nHe said that they would all go on."
    table = tokens(corpus_of({"a": text}))
    assert table["sentence"].unique().tolist() == [0, 1, 2]
    assert "on yes war" not in ngrams(table, n=3, min_count=1)["ngram"].tolist()


def test_several_passes_count_the_same(monkeypatch) -> None:
    whole = ngrams(TABLE, min_count=1)
    monkeypatch.setattr(measure, "IN_ONE_PASS", 2)
    pd.testing.assert_frame_equal(ngrams(TABLE, min_count=1), whole)


@pytest.mark.parametrize("bits", [10, 20])
def test_packed_rows_come_back(bits: int) -> None:
    rows = np.random.default_rng(1).integers(0, 1 << bits, (50, 5))
    assert unpack(pack(list(rows.T), bits), 5, bits).tolist() == rows.tolist()


def test_a_table_of_sequences_stands_in_one_order_with_or_without_their_range() -> None:
    found = ngrams(TABLE, min_count=1)
    assert found.reset_index().values.tolist() == [
        [0, "root causes", 2, 1],
        [1, "the root", 2, 1],
        [2, "causes remain", 1, 1],
        [3, "causes the", 1, 1],
    ]
    assert list(found) == ["ngram", "count", "range"]
    plain = ngrams(TABLE, spread=False)
    assert list(plain) == ["ngram", "count"]
    assert plain.values.tolist() == [["root causes", 2], ["the root", 2]]
    assert plain.attrs["note"].startswith("Sequences of 2 words")
    assert ngrams(TABLE, n=1, min_count=3)["ngram"].tolist() == ["causes", "root"]


@pytest.mark.parametrize(("n", "bits", "kind"), [(7, 9, "i"), (8, 8, "S"), (3, 21, "i")])
def test_rows_are_packed_in_one_integer_where_its_bits_are_enough(n, bits, kind) -> None:
    rows = np.full((2, n), (1 << bits) - 1)
    rows[1, 0] = 0
    packed = pack(list(rows.T), bits)
    assert packed.dtype.kind == kind
    assert packed[1] < packed[0]
    assert unpack(packed, n, bits).tolist() == rows.tolist()


def test_a_word_takes_as_many_bits_as_its_number() -> None:
    for words, bits in ((0, 1), (1, 1), (3, 2), (4, 3)):
        text = " ".join(f"w{'x' * number}" for number in range(words))
        assert bits_of(word_parts(tokens(corpus_of({"a": text})))) == bits
