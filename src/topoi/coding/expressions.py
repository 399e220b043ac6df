"""Trying regular expressions where their literals stand."""

import time
from typing import NamedTuple

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.patterns import Expression

SECONDS_A_MILLION = 3.0
CHECKED_EVERY = 64
# Timing a call costs more than most calls; short sentences and harmless expressions go without.
LONG = 2000

Match = tuple[int, int, int]


class RanAwayError(Exception):
    """An expression took too long in a unit."""

    def __init__(self, unit: int) -> None:
        super().__init__(unit)
        self.unit = unit


class Clock(NamedTuple):
    """How long an expression may take: on one sentence, and until a moment on all of them."""

    seconds: float
    until: float

    def check(self, nth: int, unit: int) -> None:
        """Raise RanAwayError when the time for all is over."""
        if nth % CHECKED_EVERY == 0 and time.perf_counter() > self.until:
            raise RanAwayError(unit)


def clock(batch: Batch, seconds: float) -> Clock:
    """Return the clock for one expression on one batch, started."""
    allowed = seconds + SECONDS_A_MILLION * len(batch.plain) / 1e6
    return Clock(seconds, time.perf_counter() + allowed)


def matches_in(item: Expression, batch: Batch, units: np.ndarray, allowed: Clock) -> list[Match]:
    """Return start, end and unit of the matches in these units, each read as a text of its own."""
    text, group = batch.folded if item.lowered else batch.plain, item.group
    starts, ends = batch.unit_start[units].tolist(), batch.unit_end[units].tolist()
    rows: list[Match] = []
    for nth, (unit, start, end) in enumerate(zip(units.tolist(), starts, ends, strict=True)):
        allowed.check(nth, unit)
        try:
            if item.timed or end - start > LONG:
                found = item.stoppable.finditer(text[start:end], timeout=allowed.seconds)
            else:
                found = item.quick.finditer(text[start:end])
            for match in found:
                low, high = match.span(group)
                if high > low >= 0:
                    rows.append((start + low, start + high, unit))
        except TimeoutError:
            raise RanAwayError(unit) from None
    return rows


def matches_at(
    item: Expression, batch: Batch, units: np.ndarray, places: np.ndarray, allowed: Clock
) -> list[Match]:
    """Return the same, tried only at these places, at one of which every match begins."""
    text, group = batch.folded if item.lowered else batch.plain, item.group
    starts, ends = batch.unit_start[units].tolist(), batch.unit_end[units].tolist()
    match_at = None if item.timed else item.quick.match
    rows: list[Match] = []
    last = reach = -1
    sentence = ""
    tries = zip(units.tolist(), starts, ends, places.tolist(), strict=True)
    for nth, (unit, start, end, place) in enumerate(tries):
        if unit != last:
            allowed.check(nth, unit)
            last, sentence = unit, text[start:end]
        elif place < reach:
            continue
        if match_at is None or end - start > LONG:
            allowed.check(0, unit)
            try:
                match = item.stoppable.match(sentence, place - start, timeout=allowed.seconds)
            except TimeoutError:
                raise RanAwayError(unit) from None
        else:
            match = match_at(sentence, place - start)
        if match:
            reach = start + match.end()
            low, high = match.span(group)
            if high > low >= 0:
                rows.append((start + low, start + high, unit))
    return rows
