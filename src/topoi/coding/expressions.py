"""Trying regular expressions where their literals stand."""

import time
from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import Any, NamedTuple

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.keys import apart
from topoi.coding.patterns import Expression

SECONDS_A_MILLION = 3.0
CHECKED_EVERY = 64

Span = tuple[int, int]


class RanAwayError(Exception):
    """An expression took too long in a unit."""

    def __init__(self, unit: int) -> None:
        super().__init__(unit)
        self.unit = unit


class Clock(NamedTuple):
    """How long an expression may take: on one sentence, and until a moment on all of them.

    The moment is one of this thread's processor time: on a busy machine the same hits are found.
    """

    seconds: float
    until: float

    def check(self, unit: int) -> None:
        """Raise RanAwayError when the time for all is over."""
        if time.thread_time() > self.until:
            raise RanAwayError(unit)


def clock(batch: Batch, seconds: float) -> Clock:
    """Return the clock for one expression on one batch, started."""
    allowed = seconds + SECONDS_A_MILLION * len(batch.plain) / 1e6
    return Clock(seconds, time.thread_time() + allowed)


def matches_of(
    item: Expression, batch: Batch, units: np.ndarray, places: np.ndarray | None, allowed: Clock
) -> list[Span]:
    """Return start and end of the matches in these units, each read as a text of its own.

    With `places`, one for each unit given, a match may begin there only. Raises RanAwayError.
    """
    if item.harmless >= batch.longest and not item.looks_back and not batch.crowded:
        return at_once(item, batch, units, places, allowed)
    alone = batch.unit_end[units] - batch.unit_start[units] > item.harmless
    alone |= batch.crowded
    if item.looks_back:
        behind = 0 if places is None else places - batch.unit_start[units]
        alone |= behind < item.looks_back
    rest = ~alone
    at = (None, None) if places is None else (places[alone], places[rest])
    found = one_by_one(item, batch, units[alone], at[0], allowed) if alone.any() else []
    return [*found, *at_once(item, batch, units[rest], at[1], allowed)] if rest.any() else found


def first_matches(
    item: Expression, batch: Batch, units: np.ndarray, places: np.ndarray, allowed: Clock
) -> list[Span]:
    """Return one match in each of these units that has any: enough for a condition."""
    found: list[Span] = []
    while len(units):
        first = np.append(True, units[1:] != units[:-1])
        matches = matches_of(item, batch, units[first], places[first], allowed)
        met = np.zeros(len(batch.unit_start), dtype=bool)
        met[batch.unit_of(np.array([start for start, _ in matches], dtype=np.int64))] = True
        found += matches
        left = ~first & ~met[units]
        units, places = units[left], places[left]
    return found


def at_once(
    item: Expression, batch: Batch, units: np.ndarray, places: np.ndarray | None, allowed: Clock
) -> list[Span]:
    """Return the matches of an expression that does not look at what stands before the units.

    Such an expression reads them where they stand in the batch, which spares a copy of each.
    Matches at places may overlap.
    """
    text = batch.folded if item.lowered else batch.plain
    starts = (batch.unit_start[units] if places is None else places).tolist()
    ends = batch.unit_end[units].tolist()
    read = item.quick.match if places is not None else item.quick.finditer
    found: list[Any] = []
    for low in range(0, len(starts), CHECKED_EVERY):
        allowed.check(int(units[low]))
        chunk = slice(low, low + CHECKED_EVERY)
        results = map(read, repeat(text), starts[chunk], ends[chunk])
        found += filter(None, results) if places is not None else chain.from_iterable(results)
    if item.group == 0:
        return [match.span() for match in found]
    if places is None:
        return filled([match.span(item.group) for match in found])
    return filled(groups_of(item, found))


def groups_of(item: Expression, matches: Sequence[Any]) -> list[Span]:
    """Return the group that is the hit, of the matches that do not overlap."""
    start, end = np.array([match.span() for match in matches], dtype=np.int64).reshape(-1, 2).T
    kept = apart(start, end).tolist()
    return [match.span(item.group) for match, keep in zip(matches, kept, strict=True) if keep]


def filled(spans: Sequence[Span]) -> list[Span]:
    """Return the spans that hold something: a group may be empty, or take no part in a match."""
    return [span for span in spans if span[1] > span[0] >= 0]


def one_by_one(
    item: Expression, batch: Batch, units: np.ndarray, places: np.ndarray | None, allowed: Clock
) -> list[Span]:
    """Return the matches of an expression that needs each unit as a text of its own, or a clock."""
    text = batch.folded if item.lowered else batch.plain
    starts, ends = batch.unit_start[units].tolist(), batch.unit_end[units].tolist()
    at = [None] * len(starts) if places is None else places.tolist()
    rows: list[Span] = []
    last = reach = -1
    sentence = ""
    for unit, start, end, place in zip(units.tolist(), starts, ends, at, strict=True):
        if unit != last:
            allowed.check(unit)
            last, sentence = unit, text[start:end]
        elif place < reach:
            continue
        try:
            for match in tried(item, sentence, None if place is None else place - start, allowed):
                reach = start + match.end()
                low, high = match.span(item.group)
                if high > low >= 0:
                    rows.append((start + low, start + high))
        except TimeoutError:
            raise RanAwayError(unit) from None
    return rows


def tried(item: Expression, sentence: str, place: int | None, allowed: Clock) -> Iterable[Any]:
    """Return the matches in a sentence, or the one at a place of it; raises TimeoutError."""
    # Timing a call costs more than most calls, so that it is done only where it is needed.
    if len(sentence) > item.harmless:
        if place is None:
            return item.stoppable.finditer(sentence, timeout=allowed.seconds)
        found = item.stoppable.match(sentence, place, timeout=allowed.seconds)
    elif place is None:
        return item.quick.finditer(sentence)
    else:
        found = item.quick.match(sentence, place)
    return (found,) if found else ()
