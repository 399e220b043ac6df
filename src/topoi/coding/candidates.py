"""From occurrences of patterns to candidate hits: exclusions, conditions, merging."""

from functools import cache
from typing import NamedTuple

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.keys import apart, expanded, order_of, sorted_groups
from topoi.coding.matching import Found
from topoi.coding.plan import EXCLUDE, Plan, Uses


class Spans(NamedTuple):
    """Spans with a key: a slot of the plan, an actor, a condition or a cue."""

    key: np.ndarray
    start: np.ndarray
    end: np.ndarray
    unit: np.ndarray

    def take(self, rows: np.ndarray) -> "Spans":
        """Return the spans at these rows (numbers or truth values)."""
        return Spans(*(column[rows] for column in self))


def used(uses: Uses, found: Found) -> Spans:
    """Return the occurrences once for every use of their pattern in one role."""
    rows, entries = expanded(uses.at, found.pattern)
    return Spans(uses.key[entries], found.start[rows], found.end[rows], found.unit[rows])


def allowed(plan: Plan, batch: Batch, candidates: Spans, found: Found) -> np.ndarray:
    """Return which candidates no exclusion overlaps and have their conditions met."""
    stirred = np.zeros(len(batch.unit_start), dtype=bool)
    stirred[reached(batch, candidates).unit] = True
    exclusions = used(plan.uses[EXCLUDE], found.take(stirred[found.unit]))
    good = ~overlapped(candidates, exclusions, len(batch.plain) + 1)
    levels = levels_of(batch)
    rows_of_pattern = rows_by_key(found.pattern)
    rows_of_slot = rows_by_key(candidates.key)

    @cache
    def there(pattern: int, level: str) -> np.ndarray:
        met = np.zeros(int(levels[level].max(initial=-1)) + 1, dtype=bool)
        if pattern in rows_of_pattern:
            met[levels[level][found.unit[rows_of_pattern[pattern]]]] = True
        return met

    for (slot, condition), patterns in zip(plan.near, plan.patterns_near, strict=True):
        if slot in rows_of_slot:
            rows = rows_of_slot[slot]
            met = np.logical_or.reduce([there(one, condition.unit) for one in patterns])
            good[rows] &= met[levels[condition.unit][candidates.unit[rows]]] == condition.wanted
    return good


def levels_of(batch: Batch) -> dict[str, np.ndarray]:
    """Return for each unit the number of its sentence, its paragraph and its document."""
    sentences = np.arange(len(batch.unit_start))
    return {
        "sentence": sentences,
        "paragraph": batch.unit_block,
        "document": batch.unit_doc,
    }


def concerned(plan: Plan, batch: Batch, candidates: Spans) -> dict[int, np.ndarray]:
    """Return the deferred patterns that can decide about a candidate, with the units where."""
    levels = levels_of(batch)
    spans = reached(batch, candidates)
    units_by_slot = units_by_key(spans)
    known: dict[tuple[int, str], np.ndarray] = {}

    def units_of(slot: int, level: str) -> np.ndarray:
        if (slot, level) not in known:
            part = levels[level]
            there = np.zeros(int(part.max(initial=-1)) + 1, dtype=bool)
            there[part[units_by_slot[slot]]] = True
            known[slot, level] = there[part]
        return known[slot, level]

    found = {
        number: [units_of(slot, level) for slot, level in uses if slot in units_by_slot]
        for number, uses in plan.deferred.items()
    }
    return {number: np.logical_or.reduce(units) for number, units in found.items() if units}


def units_by_key(spans: Spans) -> dict[int, np.ndarray]:
    """Return for each key the units of its spans."""
    return {key: spans.unit[rows] for key, rows in rows_by_key(spans.key).items()}


def rows_by_key(keys: np.ndarray) -> dict[int, np.ndarray]:
    """Return for each key its rows, in order."""
    order, cuts = sorted_groups(keys)
    return {int(keys[order[low]]): order[low:high] for low, high in cuts}


def reached(batch: Batch, spans: Spans) -> Spans:
    """Return the spans once for every unit that they reach into."""
    last = batch.unit_of(spans.end - 1)
    far = np.flatnonzero(last > spans.unit)
    more = [
        Spans(spans.key[[row]], spans.start[[row]], spans.end[[row]], np.array([unit]))
        for row in far.tolist()
        for unit in range(int(spans.unit[row]) + 1, int(last[row]) + 1)
    ]
    return joined(spans, *more)


def joined(*parts: Spans) -> Spans:
    """Return several lists of spans as one."""
    return Spans(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def overlapped(spans: Spans, others: Spans, stride: int) -> np.ndarray:
    """Return which spans overlap one of `others` of the same key."""
    if not len(others.key):
        return np.zeros(len(spans.key), dtype=bool)
    order = np.argsort(others.key * stride + others.start, kind="stable")
    starts = (others.key * stride + others.start)[order]
    ends = np.maximum.accumulate((others.key * stride + others.end)[order])
    before = np.searchsorted(starts, spans.key * stride + spans.end, side="left") - 1
    reach = ends[np.maximum(before, 0)]
    return (before >= 0) & (reach > spans.key * stride + spans.start)


def merged(group: np.ndarray, spans: Spans) -> np.ndarray:
    """Return the rows kept when, within a group, the leftmost and then longest span wins.

    Of equal spans the one with the lowest key (the subtype named first) is kept. The rows come in
    order of start, end and group.
    """
    order = order_of(group, spans.start, -spans.end, spans.key)
    stride = int(spans.end.max(initial=0)) + 1
    start, end = (group * stride + spans.start)[order], (group * stride + spans.end)[order]
    return order[apart(start, end)]
