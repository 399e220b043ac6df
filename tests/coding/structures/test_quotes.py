"""Quotations of a few words."""

import pytest

from topoi.coding.structures.batches import Batch, batches
from topoi.coding.structures.structures import short_quotations
from topoi.text.corpus.corpus import corpus_of
from topoi.text.voices.quotations import quotations_of
from topoi.text.words.segments import segments

TEXTS = {
    "a": "He called it a 'war'.",
    "b": "No mark.",
    "c": "“A war,” he said.\n\nA “small war” ended.",
    "d": "Kiev's answer came. The ministers' words did not.",
}


def batch_of(texts: dict[str, str], *, known: bool = False) -> Batch:
    corpus = corpus_of(texts)
    quoted = {
        doc: [(one.start, one.end) for one in quotations_of(text)] for doc, text in texts.items()
    }
    (batch,) = batches(corpus, segments(corpus), quotations=quoted if known else None)
    return batch


def found(batch: Batch) -> list[str]:
    """Return the quotations as the texts write them."""
    tokens = batch.tokens
    spans = zip(*(column.tolist() for column in batch.short_quotations), strict=True)
    return [
        tokens.texts[tokens.doc[first]][tokens.start[first] : tokens.end[last - 1]]
        for first, last in spans
    ]


@pytest.mark.parametrize("known", [False, True])
def test_quotations_given_are_not_sought_again_and_change_nothing(known: bool) -> None:
    assert found(batch_of(TEXTS, known=known)) == ["'war'", "“A war,”", "“small war”"]


def test_a_possessive_is_no_quotation() -> None:
    text = "They called it a 'special case' of Kiev's. It was none."
    assert found(batch_of({"a": text})) == ["'special case'"]


def test_at_most_six_words_are_few() -> None:
    six, seven = '"one two - three four five Kiev\'s"', '"one two three four five six seven"'
    assert found(batch_of({"a": f"He said {six} once. Then he said {seven} twice."})) == [six]


def test_an_outer_quotation_comes_before_an_inner_one() -> None:
    assert found(batch_of({"a": "He said: “Their ‘small war’ ended.” It had."})) == [
        "“Their ‘small war’ ended.”",
        "‘small war’",
    ]


def test_what_is_given_counts_also_where_it_differs() -> None:
    corpus = corpus_of({"a": "He said “no” and “yes”."})
    (batch,) = batches(corpus, segments(corpus), quotations={"a": [(8, 12)]})
    assert short_quotations(batch) == [(2, 5, "partial-quote")]


@pytest.mark.parametrize("text", ["", "No mark.", "It's Kiev's."])
def test_texts_without_quotations_have_none(text: str) -> None:
    assert short_quotations(batch_of({"a": text})) == []
