"""Finding many patterns in one pass over a text.

The literals of all patterns are found together. Phrases are then checked at their word edges, and
regular expressions are tried at or near their literals, one sentence at a time. Patterns that only
exclude hits, or are a condition of them, are looked for where there are such hits.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.expressions import RanAwayError, Span, clock, first_matches, matches_of
from topoi.coding.keys import apart, distinct, sorted_groups
from topoi.coding.listings import listed_matches
from topoi.coding.matcher import Literals, Matcher, Occurrences, by_kind, owned
from topoi.coding.patterns import Expression
from topoi.coding.phrases import phrase_matches


class Found(NamedTuple):
    """Occurrences of patterns: number of the pattern, start and end in `Batch.plain`, unit."""

    pattern: np.ndarray
    start: np.ndarray
    end: np.ndarray
    unit: np.ndarray

    def take(self, rows: np.ndarray) -> "Found":
        """Return the occurrences at these rows."""
        return Found(*(column[rows] for column in self))


def find(
    patterns: Matcher, batch: Batch, occurrences: Occurrences, seconds: float
) -> tuple[Found, dict[int, int]]:
    """Return the occurrences of all patterns but those deferred, and those that ran away."""
    phrases, listings, literals = by_kind(patterns, owned(patterns.owners, occurrences))
    found, stopped = find_expressions(patterns, batch, literals, seconds)
    words = find_phrases(patterns, batch, phrases), find_listings(patterns, batch, listings)
    return joined(*words, found), stopped


def find_deferred(
    patterns: Matcher,
    batch: Batch,
    occurrences: Occurrences,
    seconds: float,
    where: Mapping[int, np.ndarray],
    *,
    conditions: frozenset[int],
) -> tuple[Found, dict[int, int]]:
    """Return the occurrences of deferred patterns in units, and those that ran away.

    `where` tells for the number of each pattern wanted in which units. Of the patterns that are
    `conditions`, some occurrences in each unit that has any will do.
    """
    # A last row and a last column for the patterns and the places that are not wanted.
    limits = np.zeros((len(where) + 1, len(batch.unit_start) + 1), dtype=bool)
    for row, units in enumerate(where.values()):
        limits[row, :-1] = units
    literals = owned(patterns.later, occurrences)
    place = np.full(len(patterns.compiled), -1)
    place[list(where)] = np.arange(len(where))
    wanted = place[patterns.pattern_of[literals.group]]
    literals = literals.take(limits[wanted, batch.unit_of(literals.start)])
    phrases, listings, literals = by_kind(patterns, literals)
    found, stopped = find_expressions(
        patterns, batch, literals, seconds, where=where, conditions=conditions
    )
    words = find_phrases(patterns, batch, phrases), find_listings(patterns, batch, listings)
    return joined(*words, found), stopped


def find_phrases(patterns: Matcher, batch: Batch, literals: Literals) -> Found:
    """Return all occurrences of phrases."""
    group, start, end = literals
    number = patterns.pattern_of[group]
    return Found(*phrase_matches(patterns.phrases, batch, number, start, end))


def find_listings(patterns: Matcher, batch: Batch, literals: Literals) -> Found:
    """Return all occurrences of expressions that only list words."""
    group, start, end = literals
    good, reach = listed_matches(batch.edges, patterns.tails[group], start, end)
    unit = batch.unit_of(start[good])
    within = (unit >= 0) & (unit == batch.unit_of(reach[good] - 1))
    columns = (patterns.pattern_of[group[good]], start[good], reach[good], unit)
    return Found(*(column[within] for column in columns))


def joined(*parts: Found) -> Found:
    """Return occurrences of several findings together."""
    return Found(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def find_expressions(
    patterns: Matcher,
    batch: Batch,
    literals: Literals,
    seconds: float,
    *,
    where: Mapping[int, np.ndarray] | None = None,
    conditions: frozenset[int] = frozenset(),
) -> tuple[Found, dict[int, int]]:
    """Return the occurrences of expressions, and the patterns that ran away with the unit.

    Without `where` those are found that are not deferred; with it, those deferred that it has, in
    the units that it tells. Of the patterns that are `conditions`, some occurrences in each unit
    that has any will do.
    An expression has run away when it needs more than `seconds` for one sentence, or more than
    `seconds` and three a million characters for the batch; none of its matches is returned.
    """
    spans: list[Span] = []
    counts = np.zeros(len(patterns.compiled), dtype=np.int64)
    stopped: dict[int, int] = {}
    for number, item, units, places in tries(patterns, batch, literals, where):
        try:
            if places is not None and number in conditions:
                matches = first_matches(item, batch, units, places, clock(batch, seconds))
            else:
                matches = matches_of(item, batch, units, places, clock(batch, seconds))
        except RanAwayError as runaway:
            stopped[number] = runaway.unit
            continue
        spans += matches
        counts[number] = len(matches)
    return of_expressions(batch, np.repeat(np.arange(len(counts)), counts), spans), stopped


def of_expressions(batch: Batch, numbers: np.ndarray, spans: list[Span]) -> Found:
    """Return matches of expressions that do not overlap, without the white space at their ends."""
    flat = np.fromiter(chain.from_iterable(spans), dtype=np.int64, count=2 * len(spans))
    start, end = flat.reshape(-1, 2).T
    stride = len(batch.plain) + 1
    order = np.argsort(numbers * stride + start, kind="stable")
    numbers, start, end = numbers[order], start[order], end[order]
    kept = apart(numbers * stride + start, numbers * stride + end)
    start, end = batch.trimmed(start[kept], end[kept])
    filled = end > start
    start, end = start[filled], end[filled]
    return Found(numbers[kept][filled], start, end, batch.unit_of(start))


def tries(
    patterns: Matcher, batch: Batch, literals: Literals, where: Mapping[int, np.ndarray] | None
) -> Iterator[tuple[int, Expression, np.ndarray, np.ndarray | None]]:
    """Yield for each expression its number, the units to try it in, and the places if known."""
    groups, starts, units = usable(patterns, batch, literals)
    met = np.zeros((int(patterns.row_of.max(initial=-1)) + 1, len(batch.unit_start)), dtype=bool)
    heads = patterns.heads[groups]
    met[patterns.row_of[groups[~heads]], units[~heads]] = True
    places = dict(by_group(groups[heads], starts[heads]))
    together = (one for one in range(len(patterns.compiled)) if one not in patterns.deferred)
    for number in together if where is None else where:
        item = patterns.compiled[number]
        if not isinstance(item, Expression) or item.listing:
            continue
        first, last = patterns.groups_at[number : number + 2].tolist()
        row = int(patterns.row_of[first]) if last > first else 0
        if not item.anchors.heads:
            good = np.asarray(met[row : row + last - first].all(axis=0))
            units = np.flatnonzero(good if where is None else good & where[number])
            if len(units):
                yield number, item, units, None
        elif first in places:
            at = places[first]
            unit = batch.unit_of(at)
            # The head's own row is not asked for: it is met wherever the head is.
            if last > first + 1:
                rows = met[row + 1 : row + last - first, unit].all(axis=0)
                at, unit = at[rows], unit[rows]
            if len(at):
                yield number, item, unit, at


def usable(
    patterns: Matcher, batch: Batch, literals: Literals
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return group, start and unit of the literals by which expressions may be found."""
    group, start, _ = literals
    units = batch.unit_of(start)
    good = units >= 0
    good &= ~(patterns.at_word[group] & batch.edges.inside_word(start))
    good &= ~(patterns.at_start[group] & (start != batch.unit_start[units]))
    return group[good], start[good], units[good]


def by_group(groups: np.ndarray, places: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """Yield each group with its places, in order and each once."""
    order, cuts = sorted_groups(groups)
    for low, high in cuts:
        yield int(groups[order[low]]), distinct(places[order[low:high]])
