"""Words counted by their places: as many as the tokens table has, in pieces too."""

import pandas as pd
import pytest

from topoi.text.corpus.corpus import Corpus, corpus_of
from topoi.text.words import joined
from topoi.text.words.joined import BETWEEN
from topoi.text.words.numbered import segments_and_tokens
from topoi.text.words.numbered import token_table as tokens
from topoi.text.words.segments import segments
from topoi.text.words.tokenised import word_starts, words_within


def test_there_are_as_many_words_as_tokens_say(seed: Corpus) -> None:
    spans = segments(seed)
    words = tokens(seed).query("is_word")
    told = [
        int(((words["doc"] == doc) & (words["start"] >= start) & (words["start"] < end)).sum())
        for doc, start, end in spans[["doc", "start", "end"]].itertuples(index=False)
    ]
    assert words_within(seed, spans).tolist() == told


def test_documents_are_found_in_any_order(seed: Corpus) -> None:
    spans = segments(seed)
    mixed = spans.sample(frac=1, random_state=1)
    found = pd.Series(words_within(seed, mixed), index=mixed.index).sort_index()
    assert found.tolist() == words_within(seed, spans).tolist()


def test_a_very_long_text_is_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Kiev's root causes. " * 50
    whole = word_starts(text).tolist()
    monkeypatch.setattr(joined, "LONGEST", 64)
    assert word_starts(text).tolist() == whole
    assert len(whole) == 150


def test_words_found_with_the_segments_are_the_same(seed: Corpus) -> None:
    texts = {"a": "One. 1.5 of them", "b": "", "c": "Kiev's", **seed.texts}
    corpus = corpus_of(texts)
    table, tokens = segments_and_tokens(corpus)
    pd.testing.assert_frame_equal(table, segments(corpus))
    starts = tokens.place[tokens.is_word]
    assert starts.tolist() == word_starts(BETWEEN.join(texts.values())).tolist()
    assert (
        words_within(corpus, table, starts=starts).tolist() == words_within(corpus, table).tolist()
    )
