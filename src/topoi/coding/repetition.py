"""Repetition: neighbouring sentences that open alike, and phrases that come back."""

from typing import NamedTuple

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.keys import recurring
from topoi.coding.word_hashes import BASE, are_among, hashed

OPENING = 2
FAR_OPENING = 3
PHRASE = 4
CONTENT = 3
TAKEN = b"\1"
FUNCTION = tuple(
    """a an the this that these those and or but nor of in on at to from by for with as into onto
    about between among over under after before during since until than then there here is are was
    were be been being am has have had do does did will would can could shall should may might must
    not no it its he him his she her they them their we us our you your i my me who whom whose which
    what when where why how if so such all any each every some more most other also very
    s""".split()
)
# An opening needs one word more when its first word opens every other sentence anyway.
COMMON = tuple("the a an in on at of for to and but as".split())


class Words(NamedTuple):
    """The words of a batch: their places, a hash of each form, and their unit."""

    start: np.ndarray
    end: np.ndarray
    form: np.ndarray
    unit: np.ndarray


def words_of(batch: Batch) -> Words:
    """Return the words of the units of a batch."""
    starts, ends = batch.edges.words
    units = batch.unit_of(starts)
    inside = units >= 0
    starts, ends = starts[inside], ends[inside]
    return Words(starts, ends, hashed(batch.sums, starts, ends), units[inside])


def repetitions(batch: Batch) -> list[tuple[int, int, str]]:
    """Return start, end and kind of repetitions, in places of `Batch.plain`.

    `anaphora`: two neighbouring sentences of a paragraph share their first two words (three where
    the first is as common as "the"). `parallel`: sentences further apart share their first three
    (or four). `echo`: a phrase of four or more words comes back in its document, with at least
    three words of content, two of them no names; function words at its ends do not belong to it.
    The kinds are tried in this order, and a stretch bears one.
    """
    words = words_of(batch)
    if not len(words.start):
        return []
    taken = bytearray(len(words.start))
    rows: list[tuple[int, int, str]] = []
    for first, last, kind in [*openings(batch, words), *echoes(batch, words)]:
        if taken.find(TAKEN, first, last) < 0:
            taken[first:last] = TAKEN * (last - first)
            rows.append((int(words.start[first]), int(words.end[last - 1]), kind))
    return sorted(rows)


class Openings(NamedTuple):
    """The sentences of a batch: first word, number of words, unit, whether a common word opens."""

    first: np.ndarray
    size: np.ndarray
    unit: np.ndarray
    common: np.ndarray


def openings(batch: Batch, words: Words) -> list[tuple[int, int, str]]:
    """Return first and last word (exclusive) of sentence openings that are repeated."""
    first = np.flatnonzero(np.diff(words.unit, prepend=-1))
    size = np.diff(np.append(first, len(words.unit)))
    common = are_among(words.form[first], COMMON)
    sentences = Openings(first, size, words.unit[first], common)
    return [*neighbours(batch, words, sentences), *distant(batch, words, sentences)]


def neighbours(batch: Batch, words: Words, sentences: Openings) -> list[tuple[int, int, str]]:
    """Return the openings that a sentence shares with the one before or after it."""
    first, size, unit, common = sentences
    limit = np.minimum(size[1:], size[:-1])
    same = np.zeros(len(limit), dtype=np.int64)
    going = (np.diff(unit) == 1) & (np.diff(batch.unit_block[unit]) == 0) & (limit > 1)
    while going.any():
        rows = np.flatnonzero(going)
        equal = words.form[first[rows] + same[rows]] == words.form[first[rows + 1] + same[rows]]
        same[rows[equal]] += 1
        going[rows[~equal]] = False
        going &= same < limit
    same[same < OPENING + common[1:]] = 0
    longest = np.maximum(np.append(same, 0), np.insert(same, 0, 0))
    rows = np.flatnonzero(longest)
    ends = (first[rows] + longest[rows]).tolist()
    return [(one, end, "anaphora") for one, end in zip(first[rows].tolist(), ends, strict=True)]


def distant(batch: Batch, words: Words, sentences: Openings) -> list[tuple[int, int, str]]:
    """Return the openings of some words that come back in the document."""
    far = FAR_OPENING + sentences.common
    rows = np.flatnonzero(sentences.size >= far)
    first, far = sentences.first[rows], far[rows]
    key = batch.unit_doc[sentences.unit[rows]].astype(np.uint64)
    for offset in range(FAR_OPENING + 1):
        form = words.form[first + np.minimum(offset, far - 1)]
        key = key * BASE + np.where(offset < far, form, np.uint64(0))
    back = recurring(key)
    ends = (first[back] + far[back]).tolist()
    return [(one, end, "parallel") for one, end in zip(first[back].tolist(), ends, strict=True)]


def echoes(batch: Batch, words: Words) -> list[tuple[int, int, str]]:
    """Return first and last word (exclusive) of phrases that come back in their document."""
    count = len(words.form) - PHRASE + 1
    if count < 2:
        return []
    gram = np.zeros(count, dtype=np.uint64)
    for offset in range(PHRASE):
        gram = gram * BASE + words.form[offset : offset + count]
    gram = gram * BASE + batch.unit_doc[words.unit[:count]].astype(np.uint64)
    whole = words.unit[:count] == words.unit[PHRASE - 1 :]
    back = np.zeros(len(words.form), dtype=bool)
    back[np.flatnonzero(whole)[recurring(gram[whole])]] = True
    starts = np.flatnonzero(back & ~np.insert(back, 0, False)[:-1])
    ends = np.flatnonzero(back & ~np.append(back, False)[1:]) + PHRASE
    # Words of content are looked for where it counts: few phrases come back.
    within = back.copy()
    for offset in range(1, PHRASE):
        within[offset:] |= back[:-offset]
    rows = np.flatnonzero(within)
    content = np.zeros(len(words.form), dtype=bool)
    content[rows] = ~are_among(words.form[rows], FUNCTION)
    no_name = content.copy()
    no_name[rows] &= batch.codes[words.start[rows]] == batch.written[words.start[rows]]
    told = np.insert(np.cumsum(content), 0, 0)
    plain = np.insert(np.cumsum(no_name), 0, 0)
    good = (told[ends] - told[starts] >= CONTENT) & (plain[ends] - plain[starts] >= CONTENT - 1)
    good &= words.unit[starts] == words.unit[ends - 1]
    # Function words at the two ends are left out: what is left has as many words of content.
    places = np.flatnonzero(content)
    firsts = places[np.searchsorted(places, starts[good])]
    lasts = places[np.searchsorted(places, ends[good]) - 1] + 1
    pairs = zip(firsts.tolist(), lasts.tolist(), strict=True)
    return [(first, last, "echo") for first, last in pairs]
