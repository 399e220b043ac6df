"""Checking at their word edges the phrases that were found as literals."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.characters import code_points
from topoi.coding.edges import WordEdges
from topoi.coding.patterns import Expression, Phrase
from topoi.text.folding import fold


class Phrases(NamedTuple):
    """Phrases by their numbers (None for what is no phrase): which are open at start or end, and
    which ask for capitals."""

    items: tuple[Phrase | None, ...]
    open_start: np.ndarray
    open_end: np.ndarray
    exact: np.ndarray


def phrases_of(compiled: Sequence[Phrase | Expression | None]) -> Phrases:
    """Return the phrases among compiled patterns."""
    items = tuple(item if isinstance(item, Phrase) else None for item in compiled)
    tests = ("open_start", "open_end", "asks_capitals")
    columns = ([bool(item and getattr(item, test)) for item in items] for test in tests)
    return Phrases(items, *(np.array(column, dtype=bool) for column in columns))


def phrase_matches(
    phrases: Phrases, batch: Batch, numbers: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the phrases that begin and end with words and stand in one unit.

    Taken and returned are the numbers of the phrases, starts and ends; the unit is returned as a
    fourth array.
    """
    edges = batch.edges
    open_start, open_end = phrases.open_start[numbers], phrases.open_end[numbers]
    keep = (open_start | edges.begins[starts]) & (open_end | edges.ends[ends])
    numbers, starts, ends = numbers[keep], starts[keep], ends[keep]
    starts, ends = widened(edges, starts, ends, open_start[keep], open_end[keep])
    unit = batch.unit_of(starts)
    good = (unit >= 0) & (unit == batch.unit_of(ends - 1))
    rows = np.flatnonzero(phrases.exact[numbers])
    for number in np.unique(numbers[rows]).tolist():
        mine = rows[numbers[rows] == number]
        good[mine] &= as_written(phrases.items[number], batch, starts[mine], ends[mine])
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


def as_written(
    item: Phrase | None, batch: Batch, starts: np.ndarray, ends: np.ndarray
) -> np.ndarray:
    """Return at which places the capitals of a phrase are those that it asks for."""
    if item is None:
        return np.zeros(len(starts), dtype=bool)
    at = starts
    if item.open_start:
        spans = zip(starts.tolist(), ends.tolist(), strict=True)
        inside = [fold(batch.plain[low:high]).find(item.folded) for low, high in spans]
        at = starts + np.array(inside, dtype=np.int64)
    asked = [(0, item.written, True)] if item.written else []
    asked += [(offset, word.upper(), word.isupper()) for offset, word in item.fixed]
    good = np.ones(len(at), dtype=bool)
    for offset, word, wanted in asked:
        letters = enumerate(code_points(word).tolist(), start=offset)
        same = [batch.written[at + place] == letter for place, letter in letters]
        good &= np.logical_and.reduce(same) == wanted
    return good
