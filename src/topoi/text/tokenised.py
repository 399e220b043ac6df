"""The tokens of a partition as arrays, each with the number of its form."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.text.blocks import blocks_of
from topoi.text.boundaries import Boundaries
from topoi.text.corpus import Corpus
from topoi.text.joined import LONGEST, cut, join, within
from topoi.text.sentence_boundaries import sentences
from topoi.text.sentences import sentences_of
from topoi.text.written_forms import Written, distinct, written


class Placed(NamedTuple):
    """Characters of some texts, with the places of tokens, texts and sentences among them.

    `docs` are the numbers of the texts; `sentence_numbers` begin with 1 in each text.
    """

    codes: np.ndarray
    bounds: Boundaries
    docs: np.ndarray
    begins: np.ndarray
    sentence_starts: np.ndarray
    sentence_ends: np.ndarray
    sentence_numbers: np.ndarray


class Runs(NamedTuple):
    """Tokens that follow each other in one text and one sentence, counted.

    `doc` numbers the texts from 0; `sentence` is 0 outside sentences.
    """

    doc: np.ndarray
    sentence: np.ndarray
    tokens: np.ndarray


class Tokenised(NamedTuple):
    """Tokens of some texts: columns of equal length, and their runs.

    `start` and `end` are places in the text.
    """

    start: np.ndarray
    end: np.ndarray
    is_word: np.ndarray
    written: Written
    runs: Runs


def tokenised(texts: Sequence[str]) -> Iterator[Tokenised]:
    """Yield the tokens of the texts, in one go or, for a very long text, piece by piece."""
    return map(columns, placed(texts))


def columns(found: Placed) -> Tokenised:
    """Return the tokens as columns: a few long steps.

    >>> columns(together(["He left. She stayed."])).runs.tokens.tolist()
    [3, 3]
    """
    starts, ends, is_word, _ = found.bounds
    first = np.searchsorted(starts, found.begins)
    begins = np.repeat(found.begins, np.diff(np.append(first, len(starts))))
    return Tokenised(
        start=(starts - begins).astype(np.int32),
        end=(ends - begins).astype(np.int32),
        is_word=is_word,
        written=written(found.codes, found.bounds),
        runs=runs(found, first),
    )


def runs(found: Placed, first: np.ndarray) -> Runs:
    """Return the runs of the tokens; `first` is the first token of each text."""
    starts = found.bounds.starts
    begin, end = (
        np.searchsorted(starts, at) for at in (found.sentence_starts, found.sentence_ends)
    )
    begins_run = np.zeros(len(starts) + 1, dtype=bool)
    begins_run[np.concatenate([first, begin, end])] = True
    at = np.flatnonzero(begins_run[:-1])
    text = np.searchsorted(first, at, side="right") - 1
    sentence = np.searchsorted(begin, at, side="right") - 1
    within = sentence >= 0
    within[within] = at[within] < end[sentence[within]]
    number = np.zeros(len(at), dtype=np.int32)
    number[within] = found.sentence_numbers[sentence[within]]
    return Runs(found.docs[text], number, np.diff(at, append=len(starts)).astype(np.int32))


def placed(texts: Sequence[str]) -> Iterator[Placed]:
    """Yield the places of tokens and sentences, in one go or, for a very long text, in pieces."""
    if sum(map(len, texts)) <= LONGEST:
        yield together(texts)
        return
    for number, text in enumerate(texts):
        yield from in_pieces(text, number)


def token_table(corpus: Corpus) -> pd.DataFrame:
    """Return the tokens table of `tokens.tokens`, several times as fast.

    >>> from topoi.text.corpus import corpus_of
    >>> token_table(corpus_of({"a": "The US."}))["token"].tolist()
    ['the', 'US', '.']
    """
    docs = pd.array(list(corpus.texts), dtype="str")
    tables = [piece_table(piece, docs) for piece in tokenised(list(corpus.texts.values()))]
    return pd.concat(tables, ignore_index=True)


def piece_table(piece: Tokenised, docs: pd.api.extensions.ExtensionArray) -> pd.DataFrame:
    """Return tokens as a table."""
    number, forms = distinct(piece.written)
    doc, sentence = (np.repeat(column, piece.runs.tokens) for column in piece.runs[:2])
    return pd.DataFrame(
        {
            "doc": docs.take(doc),
            "start": piece.start.astype(np.int64),
            "end": piece.end.astype(np.int64),
            "token": pd.array(forms, dtype="str").take(number),
            "is_word": piece.is_word,
            "sentence": sentence.astype(np.int64),
        }
    )


def together(texts: Sequence[str]) -> Placed:
    """Return the places in texts that fit one array."""
    joined = join(texts)
    found = sentences(joined)
    docs = np.arange(len(texts), dtype=np.int32)
    spans = (found.start, found.end, within(found.owner) + 1)
    return Placed(joined.codes, joined.bounds, docs, joined.begins, *spans)


def in_pieces(text: str, number: int) -> Iterator[Placed]:
    """Yield the places in one very long text; its sentences are found one by one."""
    spans = [
        span
        for block in blocks_of(text)
        if block.kind == "paragraph"
        for span in sentences_of(text, block.start, block.end)
    ]
    start, end = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    docs, numbers = np.array([number], dtype=np.int32), np.arange(1, len(spans) + 1)
    place = 0
    while place < len(text):
        stop = cut(text, place)
        joined = join([text[place:stop]])
        begins = joined.begins - place
        yield Placed(joined.codes, joined.bounds, docs, begins, start - place, end - place, numbers)
        place = stop
