"""Repetition: neighbouring sentences that open alike, and phrases that come back."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from topoi.coding.structures.batches import Batch, first_come, word_lists

OPENING = 2
FAR_OPENING = 3
PHRASE = 4
CONTENT = 3
# Odd numbers without a pattern in their bits: what Knuth (1973, 6.4) multiplies by, and its powers.
FACTORS = np.cumprod(np.full(PHRASE + 1, 0x9E3779B97F4A7C15, dtype=np.uint64))
Stretches = tuple[np.ndarray, np.ndarray]


class WordColumns(NamedTuple):
    """The words of a batch: form, document and unit of each."""

    form: np.ndarray
    doc: np.ndarray
    unit: np.ndarray


class Sentences(NamedTuple):
    """The sentences of a batch: first word, number of words, whether a common word opens, and
    whether a name of two words does, which tells who speaks or acts and is no figure."""

    first: np.ndarray
    size: np.ndarray
    common: np.ndarray
    named: np.ndarray


def repetitions(batch: Batch) -> list[tuple[int, int, str]]:
    """Return first token, the one behind the last, and kind of each repetition in a batch.

    `anaphora`: two neighbouring sentences of a paragraph share their first two words (three where
    the first is as common as "the"). `parallel`: sentences further apart share their first three
    (or four). Neither begins with a name of two words. `echo`: a phrase of four or more words comes
    back in its document, with at least three words of content, two of them no names; function words
    at its ends do not belong to it. The kinds are tried in this order, and a stretch bears one.
    """
    token = batch.words
    words = WordColumns(batch.tokens.form[token], batch.tokens.doc[token], batch.unit[token])
    first = np.flatnonzero(np.diff(words.unit, prepend=-1))
    common = batch.among(word_lists()["common"])[words.form[first]]
    size = np.diff(np.append(first, len(token)))
    is_name = batch.tokens.capital[token] & ~batch.among(word_lists()["function"])[words.form]
    second = np.minimum(first + 1, len(token) - 1)
    sentences = Sentences(first, size, common, is_name[first] & is_name[second] & (size > 1))
    kinds = {
        "anaphora": neighbours(batch, words, sentences),
        "parallel": distant(words, sentences),
        "echo": echoes(batch, words),
    }
    spans = [
        (low, high, kind)
        for kind, (first, last) in kinds.items()
        for low, high in zip(token[first].tolist(), (token[last - 1] + 1).tolist(), strict=True)
    ]
    return first_come(spans, len(batch.tokens))


def neighbours(batch: Batch, words: WordColumns, sentences: Sentences) -> Stretches:
    """Return first and last word (exclusive) of openings shared with the sentence next to them."""
    first, size, common, named = sentences
    unit = words.unit[first]
    limit = np.minimum(size[1:], size[:-1])
    same = np.zeros(len(limit), dtype=np.int64)
    rows = np.flatnonzero((np.diff(unit) == 1) & (np.diff(batch.unit_block[unit]) == 0))
    while len(rows):
        place = same[rows]
        rows = rows[words.form[first[rows] + place] == words.form[first[rows + 1] + place]]
        same[rows] += 1
        rows = rows[same[rows] < limit[rows]]
    same[same < OPENING + common[1:]] = 0
    longest = np.maximum(np.append(same, 0), np.insert(same, 0, 0))[: len(first)]
    rows = np.flatnonzero((longest > 0) & ~named)
    return first[rows], first[rows] + longest[rows]


def distant(words: WordColumns, sentences: Sentences) -> Stretches:
    """Return first and last word (exclusive) of openings that come back in the document."""
    far = FAR_OPENING + sentences.common
    rows = np.flatnonzero((sentences.size >= far) & ~sentences.named)
    first, last = sentences.first[rows], (sentences.first + far)[rows]
    # Where three words are asked for, the third is taken twice.
    places = [np.minimum(first + offset, last - 1) for offset in range(FAR_OPENING + 1)]
    back = recurring(keys_of([words.doc[first], *(words.form[place] for place in places)]))
    return first[back], last[back]


def echoes(batch: Batch, words: WordColumns) -> Stretches:
    """Return first and last word (exclusive) of phrases that come back in their document."""
    count = max(0, len(words.form) - PHRASE + 1)
    whole = np.flatnonzero(words.unit[:count] == words.unit[PHRASE - 1 :])
    phrase = [words.form[offset : offset + count] for offset in range(PHRASE)]
    keys = keys_of([words.doc[:count], *phrase])
    back = np.zeros(len(words.form) + 2, dtype=bool)
    back[whole[recurring(keys[whole])] + 1] = True
    starts = np.flatnonzero(back[1:-1] & ~back[:-2])
    ends = np.flatnonzero(back[1:-1] & ~back[2:]) + PHRASE
    is_content = ~batch.among(word_lists()["function"])[words.form]
    content = np.flatnonzero(is_content)
    no_name = np.flatnonzero(is_content & ~batch.tokens.capital[batch.words])
    low, high = np.searchsorted(content, starts), np.searchsorted(content, ends)
    no_names = np.searchsorted(no_name, ends) - np.searchsorted(no_name, starts)
    good = (high - low >= CONTENT) & (no_names >= CONTENT - 1)
    # Function words at the two ends are left out: what is left has as many words of content.
    return content[low[good]], content[high[good] - 1] + 1


def keys_of(columns: Sequence[np.ndarray]) -> np.ndarray:
    """Return one number of 64 bits for each row of some columns, the same for rows that are alike.

    >>> keys = keys_of([np.array([7, 8, 7]), np.array([1, 1, 1])])
    >>> (keys == keys[0]).tolist()
    [True, False, True]
    """
    keys = np.zeros(len(columns[0]), dtype=np.uint64)
    for column, factor in zip(columns, FACTORS, strict=False):
        keys += column.astype(np.uint64) * factor
    return keys


def recurring(keys: np.ndarray) -> np.ndarray:
    """Return the places, in order, of the keys that occur more than once.

    >>> recurring(np.array([7, 8, 7], dtype=np.uint64)).tolist()
    [0, 2]
    """
    # Numbers are sorted faster than their places are: these stand in the last bits meanwhile.
    bits = np.uint64(len(keys).bit_length())
    places = np.arange(len(keys), dtype=np.uint64)
    ordered = np.sort((keys >> bits << bits) + places)
    likely = ordered[doubled(ordered >> bits)] & ~(~np.uint64(0) << bits)
    likely = likely[np.argsort(keys[likely])].astype(np.int64)
    return np.sort(likely[doubled(keys[likely])])


def doubled(ordered: np.ndarray) -> np.ndarray:
    """Return which of some sorted numbers are not the only one of their kind.

    >>> doubled(np.array([1, 2, 2, 3])).tolist()
    [False, True, True, False]
    """
    same = np.zeros(len(ordered) + 1, dtype=bool)
    same[1:-1] = ordered[1:] == ordered[:-1]
    return same[1:] | same[:-1]
