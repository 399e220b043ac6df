"""What is counted, and that measures of no text are empty tables with the usual columns."""

import numpy as np
import pandas as pd
import pytest

from topoi.analysis.measures.changes import change_points, group_differences
from topoi.analysis.measures.collocates import collocates
from topoi.analysis.measures.cooccurrence import cooccurrence, theme_profile
from topoi.analysis.measures.counting import (
    counts_by_group,
    counts_by_part,
    covered,
    frequencies,
    span_rows,
    word_parts,
)
from topoi.analysis.measures.dispersion import dispersion, dispersion_over_documents, frequency
from topoi.analysis.measures.diversity import diversity
from topoi.analysis.measures.first_uses import first_uses, uptake
from topoi.analysis.measures.keyness import keyness, keyness_by
from topoi.analysis.measures.ngrams import ngrams
from topoi.analysis.measures.phrases import key_phrases, phrase_passages
from topoi.analysis.measures.rates import rates, voice_shares, word_counts
from topoi.analysis.measures.trends import trend
from topoi.text.corpus.corpus import corpus_of
from topoi.text.voices.lexicon import load_lexicon
from topoi.text.voices.voices import voices
from topoi.text.words.numbered import numbered_table, token_table
from topoi.text.words.segments import segments

CORPUS = corpus_of({"a": 'Root causes. "We wait," he said.', "b": "Talks on talks."})
TOKENS = token_table(CORPUS)
LAYERS = {
    "tokens": TOKENS,
    "voices": voices(CORPUS, lexicon=load_lexicon()),
    "segments": segments(CORPUS),
    "documents": CORPUS.documents.assign(date=pd.to_datetime(["2024-01-05", "2024-02-01"])),
    "hits": pd.DataFrame(
        {"doc": ["a"], "start": [0], "end": [11], "code": ["causes"], "mode": ["outlet"]}
        | {"paragraph": [1], "sentence": [1]}
    ),
}
EACH = pd.Series({"a": "a", "b": "b"})
MEASURES = {
    "word_counts": lambda of: word_counts(of["tokens"]),
    "word_counts by doc": lambda of: word_counts(of["tokens"], by=["doc"]),
    "word_counts by mode": lambda of: word_counts(of["tokens"], of["voices"], by=["mode"]),
    "rates": lambda of: rates(of["hits"], word_counts(of["tokens"])),
    "rates of codes": lambda of: rates(of["hits"], 0, codes=["other"]),
    "rates by mode": lambda of: rates(
        of["hits"],
        word_counts(of["tokens"], of["voices"], by=["mode"]),
        by=["code", "mode"],
        codes=["other"],
    ),
    "trend": lambda of: trend(of["hits"], of["tokens"]["doc"].value_counts(), of["documents"]),
    "trend by source": lambda of: trend(
        of["hits"], of["tokens"]["doc"].value_counts(), of["documents"], by="source"
    ),
    "first_uses": lambda of: first_uses(
        of["hits"], of["tokens"]["doc"].value_counts(), of["documents"]
    ),
    "change_points": lambda of: change_points(
        of["hits"],
        of["tokens"]["doc"].value_counts(),
        of["documents"].assign(period=of["documents"]["date"], group=of["documents"]["source"]),
        codes=["causes"],
    ),
    "group_differences": lambda of: group_differences(
        of["hits"],
        of["tokens"]["doc"].value_counts(),
        of["documents"].set_index("doc")["source"],
        codes=["causes"],
    ),
    "uptake": lambda of: uptake(of["hits"], of["documents"]),
    "voice_shares": lambda of: voice_shares(of["tokens"], of["voices"]),
    "keyness": lambda of: keyness(frequencies(of["tokens"]), frequencies(of["tokens"])),
    "keyness by group": lambda of: keyness_by(of["tokens"], EACH, min_count=1),
    "frequency": lambda of: frequency(of["tokens"]),
    "frequency by doc": lambda of: frequency(of["tokens"], by=["doc"]),
    "ngrams": lambda of: ngrams(of["tokens"], min_count=1),
    "phrases": lambda of: phrase_passages(
        numbered_table(of["tokens"]), stop_words=["we", "he", "on"], least=1
    ),
    "key_phrases": lambda of: key_phrases(
        phrase_passages(numbered_table(of["tokens"]), stop_words=["we", "he", "on"], least=1),
        of["hits"],
        CORPUS.texts,
    ),
    "collocates": lambda of: collocates(of["tokens"], "root", min_node=0, min_count=1),
    "collocates of spans": lambda of: collocates(of["tokens"], of["hits"], min_node=0),
    "dispersion": lambda of: dispersion(*counts_by_part(of["tokens"], EACH)),
    "dispersion over documents": lambda of: dispersion_over_documents(of["tokens"]),
    "diversity": lambda of: diversity(of["tokens"]),
    "repelled": lambda of: collocates(of["tokens"], "root", min_node=0, repelled=True),
    "cooccurrence": lambda of: cooccurrence(of["hits"], of["segments"], codes=["causes", "x"]),
    "theme_profile": lambda of: theme_profile(of["hits"], of["segments"], of["tokens"]),
}
ONE_ROW = {"word_counts", "cooccurrence", "rates of codes", "change_points", "group_differences"}


@pytest.mark.parametrize("name", MEASURES)
def test_no_text_gives_an_empty_table_of_the_usual_columns(name: str) -> None:
    nothing = {layer: table[:0] for layer, table in LAYERS.items()}
    found, usual = MEASURES[name](nothing), MEASURES[name](LAYERS)
    assert len(found) == (name in ONE_ROW)
    assert found.dtypes.to_dict() == usual.dtypes.to_dict()


def test_words_are_numbered_in_order_and_marks_are_none() -> None:
    words = word_parts(TOKENS)
    assert (words.documents, words.size) == (2, 9)
    [[doc, form, sentence]] = words.parts("doc", "form", "sentence")
    told = "root causes we wait he said talks on talks"
    assert " ".join(words.forms[number] for number in form) == told
    assert doc.tolist() == [0] * 6 + [1] * 3
    assert sentence.tolist() == [0, 0, 1, 1, 1, 1, 2, 2, 2]


def test_documents_without_a_part_are_not_counted() -> None:
    counts, sizes = counts_by_part(TOKENS, pd.Series({"b": "B"}))
    assert counts.values.tolist() == [["B", "talks", 2], ["B", "on", 1]]
    assert sizes.to_dict() == {"B": 3}


def test_stretches_may_touch_and_overlap() -> None:
    begins, ends = pd.Series([0, 1, 4]), pd.Series([2, 3, 4])
    assert covered(begins, ends, 5).tolist() == [True, True, True, False, False]


def test_words_of_groups_and_their_texts_are_counted_and_texts_of_none_are_not() -> None:
    texts = {"a": "Talks, talks.", "b": "War.", "c": "Talks on.", "d": "...", "e": "War, talks."}
    words = word_parts(token_table(corpus_of(texts)))
    counts, having, sizes = counts_by_group(words, np.array([0, 1, 0, 0, -1]), 2)
    names = list(words.forms)
    of = {name: names.index(name) for name in ("talks", "war", "on")}
    assert {name: counts[:, at].tolist() for name, at in of.items()} == {
        "talks": [3, 0], "war": [0, 1], "on": [1, 0],
    }  # fmt: skip
    assert {name: having[:, at].tolist() for name, at in of.items()} == {
        "talks": [2, 0], "war": [0, 1], "on": [1, 0],
    }  # fmt: skip
    assert sizes.tolist() == [2, 1]


def test_spans_reach_over_the_tokens_that_they_touch() -> None:
    read = numbered_table(token_table(corpus_of({"a": "One two three.", "b": "Four five."})))
    spans = pd.DataFrame(
        [("a", 0, 3), ("a", 4, 13), ("a", 5, 6), ("a", 3, 4), ("b", 0, 4), ("b", 5, 99)],
        columns=["doc", "start", "end"],
    )
    first, stop = span_rows(read, spans)
    found = [[*range(one, other)] for one, other in zip(first, stop, strict=True)]
    assert found == [[0], [1, 2], [1], [], [4], [5, 6]]
    first, stop = span_rows(read, spans[:0])
    assert (first.tolist(), stop.tolist()) == ([], [])
