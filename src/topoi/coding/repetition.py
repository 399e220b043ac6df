"""Repetition: neighbouring sentences that open alike, and phrases that come back."""

from typing import NamedTuple

import numpy as np

from topoi.coding.batches import Batch

OPENING = 2
FAR_OPENING = 3
PHRASE = 4
CONTENT = 3
FUNCTION = (
    """a an the this that these those and or but nor of in on at to from by for with as into onto
    about between among over under after before during since until than then there here is are was
    were be been being am has have had do does did will would can could shall should may might must
    not no it its he him his she her they them their we us our you your i my me who whom whose which
    what when where why how if so such all any each every some more most other also very s"""
).split()
# An opening needs one word more when its first word opens every other sentence anyway.
COMMON = "the a an in on at of for to and but as".split()
BASE = np.uint64(1_000_003)


class Words(NamedTuple):
    """The words of a batch: their places, a hash of each form, and their unit."""

    start: np.ndarray
    end: np.ndarray
    form: np.ndarray
    unit: np.ndarray


def words_of(batch: Batch) -> Words:
    """Return the words of the units of a batch."""
    begins = batch.edges.begins
    places = np.flatnonzero(begins[:-1] & batch.edges.word)
    stops = np.flatnonzero(batch.edges.ends)
    ends = stops[np.searchsorted(stops, places, side="right")]
    units = batch.unit_of(places)
    inside = units >= 0
    starts, ends = places[inside], ends[inside]
    return Words(starts, ends, hashed(batch.codes, starts, ends), units[inside])


def hashed(codes: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return a hash of each stretch of characters (Karp and Rabin 1987), modulo 2 to the 64."""
    powers = np.cumprod(np.full(int((ends - starts).max(initial=0)) + 1, BASE, dtype=np.uint64))
    lengths = ends - starts
    total = np.zeros(len(starts), dtype=np.uint64)
    for offset in range(int(lengths.max(initial=0))):
        rows = np.flatnonzero(lengths > offset)
        letters = codes[starts[rows] + offset].astype(np.uint64)
        total[rows] += letters * powers[offset]
    return total


def repetitions(batch: Batch) -> list[tuple[int, int, str]]:
    """Return start, end and kind of repetitions, in places of `Batch.plain`.

    `anaphora`: two neighbouring sentences of a paragraph share their first two words (three where
    the first is as common as "the"). `parallel`: sentences further apart share their first three
    (or four). `echo`: a phrase of four or more words comes back in its document, with at least
    three words of content, two of them no names. The kinds are tried in this order, and a stretch
    bears one.
    """
    words = words_of(batch)
    if not len(words.start):
        return []
    names = np.array([ord(batch.plain[place]) for place in words.start.tolist()])
    capital = batch.codes[words.start] != names
    found = openings(batch, words)
    taken = np.zeros(len(words.start) + 1, dtype=bool)
    rows: list[tuple[int, int, str]] = []
    for first, last, kind in [*found, *echoes(batch, words, capital)]:
        if not taken[first:last].any():
            taken[first:last] = True
            rows.append((int(words.start[first]), int(words.end[last - 1]), kind))
    return sorted(rows)


def openings(batch: Batch, words: Words) -> list[tuple[int, int, str]]:
    """Return first and last word (exclusive) of sentence openings that are repeated."""
    first = np.flatnonzero(np.diff(words.unit, prepend=-1))
    sizes = np.diff(np.append(first, len(words.unit)))
    forms, common = words.form.tolist(), set(hashes_of(COMMON))
    units, starts, sizes_ = words.unit[first].tolist(), first.tolist(), sizes.tolist()
    anaphora: dict[int, int] = {}
    by_opening: dict[tuple[int, ...], list[int]] = {}
    for row, start in enumerate(starts):
        doc = int(batch.unit_doc[units[row]])
        far = FAR_OPENING + (forms[start] in common)
        if sizes_[row] >= far:
            key = (doc, *forms[start : start + far])
            by_opening.setdefault(key, []).append(row)
        if not row or units[row] != units[row - 1] + 1:
            continue
        before, limit = starts[row - 1], min(sizes_[row], sizes_[row - 1])
        if batch.unit_block[units[row]] != batch.unit_block[units[row - 1]]:
            continue
        same = 0
        while same < limit and forms[start + same] == forms[before + same]:
            same += 1
        if same >= OPENING + (forms[start] in common):
            anaphora[row - 1] = max(same, anaphora.get(row - 1, 0))
            anaphora[row] = same
    rows = [(starts[row], starts[row] + same, "anaphora") for row, same in anaphora.items()]
    for key, members in by_opening.items():
        if len(members) > 1:
            rows.extend((starts[row], starts[row] + len(key) - 1, "parallel") for row in members)
    return rows


def echoes(batch: Batch, words: Words, capital: np.ndarray) -> list[tuple[int, int, str]]:
    """Return first and last word (exclusive) of phrases that come back in their document."""
    count = len(words.form) - PHRASE + 1
    if count < 2:
        return []
    gram = np.zeros(count, dtype=np.uint64)
    for offset in range(PHRASE):
        gram = gram * BASE + words.form[offset : offset + count]
    gram = gram * BASE + batch.unit_doc[words.unit[:count]].astype(np.uint64)
    whole = words.unit[:count] == words.unit[PHRASE - 1 :]
    order = np.argsort(gram[whole], kind="stable")
    places = np.flatnonzero(whole)[order]
    same = np.diff(gram[places]) == 0
    back = np.zeros(len(words.form), dtype=bool)
    back[places[np.append(same, False) | np.insert(same, 0, False)]] = True
    starts = np.flatnonzero(back & ~np.insert(back, 0, False)[:-1])
    ends = np.flatnonzero(back & ~np.append(back, False)[1:]) + PHRASE
    content = ~np.isin(words.form, hashes_of(FUNCTION))
    told = np.insert(np.cumsum(content), 0, 0)
    plain = np.insert(np.cumsum(content & ~capital), 0, 0)
    good = (told[ends] - told[starts] >= CONTENT) & (plain[ends] - plain[starts] >= CONTENT - 1)
    good &= words.unit[starts] == words.unit[ends - 1]
    pairs = zip(starts[good].tolist(), ends[good].tolist(), strict=True)
    return [(first, last, "echo") for first, last in pairs]


def hashes_of(forms: list[str]) -> list[int]:
    """Return the hashes of some words, as `hashed` makes them."""
    text = "".join(forms)
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    ends = np.cumsum([len(form) for form in forms])
    return [int(value) for value in hashed(codes, ends - [len(form) for form in forms], ends)]
