"""Where in a batch a list may end: "and" or "or" with a comma or semicolon not far before it."""

from typing import NamedTuple

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.characters import COMMA

WORDS = (" and ", " or ")
ITEM_WORDS = 6


class Joints(NamedTuple):
    """Joints: start (a comma before it included), end, unit, the last comma or semicolon before,
    whether few words stand between, and whether a colon stands before that mark."""

    start: np.ndarray
    end: np.ndarray
    unit: np.ndarray
    mark: np.ndarray
    near: np.ndarray
    colon: np.ndarray

    def take(self, rows: np.ndarray) -> "Joints":
        """Return the joints at these rows."""
        return Joints(*(column[rows] for column in self))


def joints_of(batch: Batch) -> Joints:
    """Return the joints that have a comma or semicolon before them in their sentence."""
    spaces = np.flatnonzero(batch.spaces)
    start, end = conjunctions(batch.codes, spaces)
    unit = batch.unit_of(start)
    comma = batch.marked(COMMA)
    start = start - (comma[np.maximum(start - 1, 0)] & (start > 0))
    before_space = spaces[spaces > 0] - 1
    mark = latest(before_space[comma[before_space]], start)
    first = batch.unit_start[unit]
    good = (unit >= 0) & (mark >= first) & (start >= first)
    start, end, unit, mark, first = (one[good] for one in (start, end, unit, mark, first))
    colon = latest(before_space[batch.codes[before_space] == ord(":")], mark - 1)
    gaps = np.searchsorted(spaces, start) - np.searchsorted(spaces, np.minimum(mark + 2, start))
    return Joints(start, end, unit, mark, gaps < ITEM_WORDS, colon >= first)


def conjunctions(codes: np.ndarray, spaces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return start and end of every "and" and "or" between spaces, the spaces being given."""
    starts, ends = [], []
    spaces = spaces[: np.searchsorted(spaces, len(codes) - 1)]
    first = codes[spaces + 1]
    for word in WORDS:
        found = spaces[first == ord(word[1])]
        found = found[found + len(word) <= len(codes)]
        for offset, letter in enumerate(word[2:], start=2):
            found = found[codes[found + offset] == ord(letter)]
        starts.append(found)
        ends.append(found + len(word))
    start = np.concatenate(starts)
    order = np.argsort(start)
    return start[order], np.concatenate(ends)[order]


def latest(places: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Return for each place the last of the given places before it, or -1."""
    return np.append(places, -1)[np.searchsorted(places, before) - 1]
