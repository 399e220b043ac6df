"""Checking at their word edges the phrases that were found as literals."""

from collections.abc import Sequence

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.edges import WordEdges
from topoi.coding.patterns import Expression, Phrase
from topoi.text.folding import fold


def phrase_matches(
    compiled: Sequence[Phrase | Expression | None],
    batch: Batch,
    numbers: np.ndarray,
    starts: np.ndarray,
    ends: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the phrases that begin and end with words and stand in one unit.

    Taken and returned are the numbers of the phrases in `compiled`, starts and ends; the unit is
    returned as a fourth array.
    """
    edges = batch.edges
    phrases = [item if isinstance(item, Phrase) else None for item in compiled]
    open_start = np.array([bool(item and item.open_start) for item in phrases], dtype=bool)[numbers]
    open_end = np.array([bool(item and item.open_end) for item in phrases], dtype=bool)[numbers]
    keep = (open_start | edges.begins[starts]) & (open_end | edges.ends[ends])
    numbers, starts, ends = numbers[keep], starts[keep], ends[keep]
    starts, ends = widened(edges, starts, ends, open_start[keep], open_end[keep])
    exact = np.array([bool(item and (item.written or item.fixed)) for item in phrases], dtype=bool)
    for row in np.flatnonzero(exact[numbers]):
        item = phrases[numbers[row]]
        keep_row = item is not None and as_written(item, batch, int(starts[row]), int(ends[row]))
        if not keep_row:
            numbers[row] = -1
    unit = batch.unit_of(starts)
    unit[unit != batch.unit_of(ends - 1)] = -1
    good = (numbers >= 0) & (unit >= 0)
    return numbers[good], starts[good], ends[good], unit[good]


def widened(
    edges: WordEdges,
    starts: np.ndarray,
    ends: np.ndarray,
    open_start: np.ndarray,
    open_end: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the spans stretched over the rest of their words where the phrase has a `*`."""
    starts, ends = starts.copy(), ends.copy()
    starts[open_start] = edges.start_of_word(starts[open_start])
    ends[open_end] = edges.end_of_word(ends[open_end])
    return starts, ends


def as_written(item: Phrase, batch: Batch, start: int, end: int) -> bool:
    """Return whether the capitals of an occurrence are those the phrase asks for."""
    text = batch.plain[start:end]
    if item.written:
        return item.written in text
    offset = fold(text).find(item.folded)
    return all(
        (text[offset + at : offset + at + len(word)] == word.upper()) == word.isupper()
        for at, word in item.fixed
    )
