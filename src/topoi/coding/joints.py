"""Where in a batch a list may end: "and" or "or" with a comma or semicolon not far before it."""

from collections.abc import Iterator

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.characters import COMMA
from topoi.coding.lists import ITEM_WORDS, REPEATED, Span, may_be_item

WORDS = (" and ", " or ")


def likely_joints(batch: Batch) -> Iterator[tuple[int, list[Span]]]:
    """Yield the units in which a list may end, with the joints where it may.

    Told for all joints at once by what `lists_of` asks of every list: a mark in the sentence, and
    then a short item, a colon before the mark, or a following word that can begin items alike.
    """
    folded = batch.folded
    start, end = joints(batch)
    unit = batch.unit_of(start)
    comma = batch.marked(COMMA)
    start = start - (comma[np.maximum(start - 1, 0)] & (start > 0))
    space = np.append(batch.spaces, False)
    gaps = np.append(0, np.cumsum(space))
    mark = latest(np.flatnonzero(comma & space[1:]), start)
    colon = latest(np.flatnonzero((batch.codes == ord(":")) & space[1:]), mark - 1)
    first = batch.unit_start[unit]
    near = gaps[start] - gaps[np.minimum(mark + 2, start)] < ITEM_WORDS
    good = (unit >= 0) & (mark >= first) & (start >= first)
    columns = (start, end, unit, mark, near, colon >= first)
    last, found = -1, list[Span]()
    for joint, after, one, before, short, listed in zip(
        *(column[good].tolist() for column in columns), strict=True
    ):
        if (
            (short and may_be_item(folded[before + 2 : joint]))
            or listed
            or begins_alike(folded[after : after + 40])
        ):
            if one != last and found:
                yield last, found
                found = []
            last = one
            found.append(Span(joint, after))
    if found:
        yield last, found


def joints(batch: Batch) -> tuple[np.ndarray, np.ndarray]:
    """Return start and end of every "and" and "or" between spaces."""
    spaces = np.flatnonzero(batch.spaces[:-1])
    wide = np.append(batch.codes, np.zeros(max(map(len, WORDS)), dtype=batch.codes.dtype))
    starts, ends = [], []
    for word in WORDS:
        found = spaces
        for offset, letter in enumerate(word[1:], start=1):
            found = found[wide[found + offset] == ord(letter)]
        starts.append(found)
        ends.append(found + len(word))
    start = np.concatenate(starts)
    order = np.argsort(start)
    return start[order], np.concatenate(ends)[order]


def latest(places: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Return for each place the last of the given places before it, or -1."""
    return np.append(places, -1)[np.searchsorted(places, before) - 1]


def begins_alike(text: str) -> bool:
    """Return whether the first word of a text can begin all items of a list."""
    word = text.split(" ", 1)[0].rstrip(",;:.()\"“”'’")
    return word in REPEATED or "ing" in word
