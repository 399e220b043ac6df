"""From matches of queries to candidate hits: exclusions, conditions, merging."""

from functools import cache
from typing import NamedTuple

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.plan import EXCLUDE, NEAR, Plan
from topoi.text.arrays import Groups, apart, order_of, sorted_groups
from topoi.text.query.matching import Matches

NO_ROWS = np.zeros(0, dtype=np.intp)


class Spans(NamedTuple):
    """Tokens from `first` up to `last`, with a key (a slot of the plan, an actor, a cue) and the
    sentence, heading or dateline in which they begin."""

    key: np.ndarray
    first: np.ndarray
    last: np.ndarray
    unit: np.ndarray

    def take(self, rows: np.ndarray) -> "Spans":
        """Return the spans at these rows (numbers or truth values)."""
        return Spans(*(column[rows] for column in self))


def used(uses: Groups, found: Matches, batch: Batch) -> Spans:
    """Return the matches once for every use of their query in one role."""
    rows, key = uses.of(found.query)
    first = found.first[rows]
    return Spans(key, first, found.last[rows] + 1, batch.unit[first])


def levels_of(batch: Batch) -> dict[str, np.ndarray]:
    """Return for each unit the number of its sentence, its paragraph and its document."""
    sentences = np.arange(len(batch.unit_doc))
    return {"sentence": sentences, "paragraph": batch.unit_block, "document": batch.unit_doc}


def holding(level: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Return which sentences, paragraphs or documents hold some units (numbers or truth values)."""
    found = np.zeros(int(level.max(initial=-1)) + 1, dtype=bool)
    found[level[units]] = True
    return found


def concerned(plan: Plan, batch: Batch, candidates: Spans) -> np.ndarray:
    """Return for each of the plan's later queries in which units it can decide on a candidate."""
    there = np.zeros((len(plan.slots), len(batch.unit_doc)), dtype=bool)
    there[candidates.key, candidates.unit] = True
    last = batch.unit[candidates.last - 1]
    for row in np.flatnonzero(last > candidates.unit).tolist():
        there[candidates.key[row], candidates.unit[row] : last[row] + 1] = True
    levels = levels_of(batch)

    @cache
    def around(slot: int, level: str) -> np.ndarray:
        return holding(levels[level], there[slot])[levels[level]]

    found = np.zeros((len(plan.queries) - plan.later, len(batch.unit_doc)), dtype=bool)
    for row in range(len(found)):
        for slot in plan.uses[EXCLUDE].items_of(plan.later + row):
            found[row] |= there[slot]
        for one in plan.uses[NEAR].items_of(plan.later + row):
            slot, condition = plan.near[one]
            found[row] |= around(slot, condition.unit)
    return found


def allowed(plan: Plan, batch: Batch, candidates: Spans, found: Matches) -> np.ndarray:
    """Return which candidates no exclusion overlaps and have their conditions met."""
    exclusions = used(plan.uses[EXCLUDE], found, batch)
    good = ~overlapped(candidates, exclusions, len(batch.tokens) + 1)
    levels = levels_of(batch)
    unit = batch.unit[found.first]
    rows_of_query = rows_by_key(found.query)
    rows_of_slot = rows_by_key(candidates.key)

    @cache
    def there(query: int, level: str) -> np.ndarray:
        return holding(levels[level], unit[rows_of_query.get(query, NO_ROWS)])

    for (slot, condition), queries in zip(plan.near, plan.queries_near, strict=True):
        if slot in rows_of_slot:
            rows = rows_of_slot[slot]
            met = np.logical_or.reduce([there(one, condition.unit) for one in queries])
            good[rows] &= met[levels[condition.unit][candidates.unit[rows]]] == condition.wanted
    return good


def rows_by_key(keys: np.ndarray) -> dict[int, np.ndarray]:
    """Return for each key its rows, in order."""
    order, cuts = sorted_groups(keys)
    return {int(keys[order[low]]): order[low:high] for low, high in cuts}


def overlapped(spans: Spans, others: Spans, stride: int) -> np.ndarray:
    """Return which spans overlap one of `others` of the same key."""
    if not len(others.key):
        return np.zeros(len(spans.key), dtype=bool)
    order = np.argsort(others.key * stride + others.first, kind="stable")
    starts = (others.key * stride + others.first)[order]
    ends = np.maximum.accumulate((others.key * stride + others.last)[order])
    before = np.searchsorted(starts, spans.key * stride + spans.last, side="left") - 1
    reach = ends[np.maximum(before, 0)]
    return (before >= 0) & (reach > spans.key * stride + spans.first)


def merged(group: np.ndarray, spans: Spans) -> np.ndarray:
    """Return the rows kept when, within a group, the leftmost and then longest span wins.

    Of equal spans the one with the lowest key (the subtype named first) is kept. The rows come in
    order of group, first and last token.
    """
    order = order_of(group, spans.first, -spans.last, spans.key)
    stride = int(spans.last.max(initial=0)) + 1
    first, last = (group * stride + spans.first)[order], (group * stride + spans.last)[order]
    return order[apart(first, last)]
