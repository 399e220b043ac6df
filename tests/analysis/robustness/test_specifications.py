"""Other inflected forms counted with a passage."""

import pandas as pd

from topoi.analysis.robustness.specifications import stemmed, with_stems
from topoi.text.corpus.corpus import Corpus, corpus_of
from topoi.text.words.numbered import token_table as tokens
from topoi.text.words.segments import segments

TEXT = "The root causes stand. A root cause stands.\n\nRoot caused; the tree has roots."


def hit(corpus: Corpus, text: str, code: str = "root_causes") -> pd.DataFrame:
    """Return the first occurrence of a text as a hit."""
    start = corpus.texts["a"].index(text)
    row = ("a", start, start + len(text), code, text, 0, 1, 1)
    names = ["doc", "start", "end", "code", "text", "section", "paragraph", "sentence"]
    return pd.DataFrame([row], columns=names)


def test_other_forms_are_added_with_their_place() -> None:
    corpus = corpus_of({"a": TEXT})
    found = with_stems(hit(corpus, "root causes"), stemmed(tokens(corpus)), segments(corpus))
    passages = [TEXT[start:end] for start, end in zip(found["start"], found["end"], strict=True)]
    assert passages == ["root causes", "root cause", "Root caused"]
    assert found["paragraph"].tolist() == [1, 1, 2]
    assert found["sentence"].tolist() == [1, 2, 3]


def test_a_hit_is_not_counted_twice() -> None:
    corpus = corpus_of({"a": "Causes."})
    found = with_stems(hit(corpus, "Causes"), stemmed(tokens(corpus)), segments(corpus))
    assert len(found) == 1


def test_capital_words_are_not_stemmed_into_others() -> None:
    corpus = corpus_of({"a": "US and us."})
    found = with_stems(hit(corpus, "US", "us"), stemmed(tokens(corpus)), segments(corpus))
    assert len(found) == 1


def test_phrases_do_not_run_over_the_end_of_a_document() -> None:
    corpus = corpus_of({"a": "Root causes. The root", "b": "causes"})
    found = with_stems(hit(corpus, "Root causes"), stemmed(tokens(corpus)), segments(corpus))
    assert len(found) == 1


def test_long_passages_are_left_alone() -> None:
    text = "One two three four five six."
    corpus = corpus_of({"a": f"{text} {text}"})
    found = with_stems(
        hit(corpus, "One two three four five six"), stemmed(tokens(corpus)), segments(corpus)
    )
    assert len(found) == 1


def test_no_hits_stay_none() -> None:
    corpus = corpus_of({"a": TEXT})
    assert with_stems(hit(corpus, "root")[:0], stemmed(tokens(corpus)), segments(corpus)).empty


def test_passages_of_one_to_five_words_are_counted_in_other_forms() -> None:
    for length in (1, 2, 3, 4, 5, 6):
        words = ["roots", "and", "old", "trees", "of", "war"][:length]
        text = f"The {' '.join(words)} stay. The {' '.join(['root', *words[1:]])} stay."
        corpus = corpus_of({"a": text})
        found = with_stems(hit(corpus, " ".join(words)), stemmed(tokens(corpus)), segments(corpus))
        assert len(found) == (2 if length <= 5 else 1)
