"""Words counted by their places: as many as the tokens table has, in pieces too."""

import pandas as pd
import pytest

from topoi.text import tokenised
from topoi.text.corpus import Corpus
from topoi.text.segments import segments
from topoi.text.tokens import tokens
from topoi.text.word_places import word_starts, words_within


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
    monkeypatch.setattr(tokenised, "LONGEST", 64)
    assert word_starts(text).tolist() == whole
    assert len(whole) == 150
