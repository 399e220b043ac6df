"""Words counted by their places: as many as the tokens table has."""

import pandas as pd

from topoi.text.corpus.corpus import Corpus, corpus_of
from topoi.text.words.numbered import numbered, token_table, words_within
from topoi.text.words.segments import segments


def test_there_are_as_many_words_as_tokens_say(seed: Corpus) -> None:
    corpus = corpus_of({"a": "One. 1.5 of them", "b": "", "c": "Kiev's", **seed.texts})
    spans = segments(corpus)
    words = token_table(corpus).query("is_word")
    told = [
        int(((words["doc"] == doc) & (words["start"] >= start) & (words["start"] < end)).sum())
        for doc, start, end in spans[["doc", "start", "end"]].itertuples(index=False)
    ]
    assert words_within(numbered(corpus), spans).tolist() == told


def test_documents_are_found_in_any_order(seed: Corpus) -> None:
    tokens, spans = numbered(seed), segments(seed)
    mixed = spans.sample(frac=1, random_state=1)
    found = pd.Series(words_within(tokens, mixed), index=mixed.index).sort_index()
    assert found.tolist() == words_within(tokens, spans).tolist()
