import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.analysis.measures.diversity import diversity, mattr, mtld
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.numbered import token_table as tokens

WORDS = st.lists(
    st.sampled_from("the a of root cause war peace talk ally step".split()), min_size=5
)


@given(WORDS)
@settings(max_examples=60, deadline=None)
def test_mattr_and_mtld_equal_those_of_lexicalrichness(words: list[str]) -> None:
    richness = pytest.importorskip("lexicalrichness").LexicalRichness(" ".join(words))
    assert mattr(words, window=5) == pytest.approx(richness.mattr(window_size=5))
    assert mtld(words) == pytest.approx(richness.mtld(threshold=0.72))


def test_mattr_averages_the_windows() -> None:
    # a b | b a | a a: ratios 1, 1, 0.5
    assert mattr(["a", "b", "a", "a"], window=2) == pytest.approx(2.5 / 3)


def test_a_part_shorter_than_the_window_has_no_mattr() -> None:
    table = diversity(tokens(corpus_of({"a": "Talks and talks."})))
    assert table[["words", "types"]].values.tolist() == [[3, 2]]
    assert math.isnan(table["mattr"][0])
    assert "empty below that length" in table.attrs["note"]


def test_no_words_have_no_diversity() -> None:
    assert math.isnan(mtld([]))
    assert math.isnan(mattr([]))
