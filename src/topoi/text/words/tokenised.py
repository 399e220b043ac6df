"""The tokens of a partition as arrays, each with the number of its form."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.text.corpus.corpus import Corpus
from topoi.text.words.blocks import blocks_of
from topoi.text.words.boundaries import Boundaries, boundaries, code_points
from topoi.text.words.joined import BETWEEN, LONGEST, Joined, cut, join, within
from topoi.text.words.paragraph_boundaries import PARAGRAPH, blocks, unusual
from topoi.text.words.sentence_boundaries import sentences_in
from topoi.text.words.sentences import sentences_of
from topoi.text.words.tokens import Written, written


class Units(NamedTuple):
    """Sentences, headings and datelines as spans of the characters; no two overlap.

    `sentence` numbers the sentences of each text from 1 and is 0 for the others.
    """

    start: np.ndarray
    end: np.ndarray
    sentence: np.ndarray

    def take(self, rows: np.ndarray) -> "Units":
        """Return the units in these rows (numbers or truth values)."""
        return Units(*(column[rows] for column in self))


class Placed(NamedTuple):
    """Characters of some texts, with the places of tokens, texts and units among them.

    `docs` are the numbers of the texts.
    """

    codes: np.ndarray
    bounds: Boundaries
    docs: np.ndarray
    begins: np.ndarray
    units: Units


class Runs(NamedTuple):
    """Tokens that follow each other in one text and one sentence, heading or dateline, counted.

    `doc` numbers the texts from 0; `sentence` is 0 outside sentences; `unit` tells whether they
    stand in a sentence, heading or dateline at all (a line without a letter is none).
    """

    doc: np.ndarray
    sentence: np.ndarray
    unit: np.ndarray
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


def tokenised(texts: Sequence[str], first: int = 0) -> Iterator[Tokenised]:
    """Yield the tokens of the texts, in one go or, for a very long text, piece by piece.

    The texts are numbered from `first`.
    """
    return map(columns, placed(texts, first))


def columns(found: Placed) -> Tokenised:
    """Return the tokens as columns: a few long steps.

    >>> columns(together(["He left. She stayed."])).runs.tokens.tolist()
    [3, 3]
    """
    starts, ends, is_word = found.bounds[:3]
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
    begin, end = (np.searchsorted(starts, at) for at in (found.units.start, found.units.end))
    begins_run = np.zeros(len(starts) + 1, dtype=bool)
    begins_run[np.concatenate([first, begin, end])] = True
    at = np.flatnonzero(begins_run[:-1])
    text = np.searchsorted(first, at, side="right") - 1
    unit = np.searchsorted(begin, at, side="right") - 1
    within = unit >= 0
    within[within] = at[within] < end[unit[within]]
    number = np.zeros(len(at), dtype=np.int32)
    number[within] = found.units.sentence[unit[within]]
    tokens = np.diff(at, append=len(starts)).astype(np.int32)
    return Runs(found.docs[text], number, within, tokens)


def placed(texts: Sequence[str], first: int = 0) -> Iterator[Placed]:
    """Yield the places of tokens and sentences, in one go or, for a very long text, in pieces."""
    if sum(map(len, texts)) <= LONGEST:
        yield together(texts, first)
        return
    for number, text in enumerate(texts, start=first):
        yield from in_pieces(text, number)


def together(texts: Sequence[str], first: int = 0) -> Placed:
    """Return the places in texts that fit one array."""
    joined = join(texts)
    docs = np.arange(first, first + len(texts), dtype=np.int32)
    return Placed(joined.codes, joined.bounds, docs, joined.begins, units(joined))


def units(joined: Joined) -> Units:
    """Return the sentences, headings and datelines of some texts."""
    odd = unusual(joined)
    found = blocks(joined, odd=odd)
    parts = sentences_in(joined, found.paragraphs(), odd=odd)
    other = found.kind != PARAGRAPH
    none = np.zeros(int(other.sum()), dtype=np.int64)
    columns = [
        [found.start[other], found.end[other], none],
        [parts.start, parts.end, within(parts.owner) + 1],
    ]
    return in_order(np.concatenate(columns, axis=1))


def in_order(columns: np.ndarray) -> Units:
    """Return units in the order of their beginnings."""
    return Units(*columns[:, np.argsort(columns[0], kind="stable")])


def in_pieces(text: str, number: int) -> Iterator[Placed]:
    """Yield the places in one very long text; its units are found one by one, and none is cut."""
    rows: list[tuple[int, int, int]] = []
    count = 0
    for block in blocks_of(text):
        if block.kind == "paragraph":
            spans = sentences_of(text, block.start, block.end)
            rows += [(start, end, count + n) for n, (start, end) in enumerate(spans, start=1)]
            count += len(spans)
        else:
            rows.append((block.start, block.end, 0))
    found = in_order(np.array(rows, dtype=np.int64).reshape(-1, 3).T)
    docs = np.array([number], dtype=np.int32)
    place = 0
    while place < len(text):
        beyond = found.start[found.start >= place + LONGEST // 2]
        stop = int(beyond[0]) if len(beyond) else len(text)
        joined = join([text[place:stop]])
        begins = joined.begins - place
        here = found._replace(start=found.start - place, end=found.end - place)
        yield Placed(joined.codes, joined.bounds, docs, begins, here)
        place = stop


def words_within(
    corpus: Corpus, spans: pd.DataFrame, *, starts: np.ndarray | None = None
) -> np.ndarray:
    """Return how many words begin in each row of a table with `doc, start, end`.

    What a word is, the tokens table says: punctuation and clitics are none. `starts`, where words
    begin in the texts joined, is found anew unless it is given.

    >>> from topoi.text.corpus.corpus import corpus_of
    >>> spans = pd.DataFrame({"doc": ["a", "b"], "start": [0, 3], "end": [9, 8]})
    >>> words_within(corpus_of({"a": "He left.", "b": "It's over."}), spans).tolist()
    [2, 1]
    """
    texts = list(corpus.texts.values())
    lengths = np.array([len(text) + len(BETWEEN) for text in texts], dtype=np.int64)
    begins = np.cumsum(lengths) - lengths
    number = pd.Index(list(corpus.texts)).get_indexer(pd.Index(spans["doc"]))
    doc = begins[number]
    places = word_starts(BETWEEN.join(texts)) if starts is None else starts
    first, last = (np.searchsorted(places, doc + spans[edge]) for edge in ("start", "end"))
    return np.where(number < 0, 0, last - first)


def word_starts(text: str) -> np.ndarray:
    """Return where the words of a text begin, found piece by piece in a very long one.

    >>> word_starts("Kiev's root causes.").tolist()
    [0, 7, 12]
    """
    found = [np.zeros(0, dtype=np.int64)]
    place = 0
    while place < len(text):
        stop = cut(text, place)
        bounds = boundaries(code_points(text[place:stop]))
        found.append(bounds.starts[bounds.is_word] + place)
        place = stop
    return np.concatenate(found)
