"""Finding many patterns in one pass over a text.

The literals of all patterns are found together by an Aho-Corasick automaton (Aho and Corasick
1975); phrases are then checked at their word edges, and regular expressions are tried at or near
their literals, one sentence at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any, NamedTuple

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.expressions import Match, RanAwayError, clock, matches_at, matches_in
from topoi.coding.keys import among, distinct
from topoi.coding.listings import listed_matches
from topoi.coding.patterns import Expression, Pattern, Phrase, compile_pattern
from topoi.coding.phrases import phrase_matches


class Found(NamedTuple):
    """Occurrences of patterns: number of the pattern, start and end in `Batch.plain`, unit."""

    pattern: np.ndarray
    start: np.ndarray
    end: np.ndarray
    unit: np.ndarray


@dataclass(frozen=True)
class Matcher:
    """Patterns ready to be found together.

    The automaton knows each literal once; literal i belongs to the groups
    `group_of[owned_at[i] : owned_at[i + 1]]`. A phrase has one group. An expression may be tried in
    a sentence where each of its groups (as many as `wanted` says) has a literal; where a group is
    one of `heads`, every match begins at one of its literals. An expression that lists words has
    groups by what follows the literal (`tails`, -1 for all others).
    """

    compiled: tuple[Phrase | Expression | None, ...]
    automaton: Any
    owned_at: np.ndarray
    group_of: np.ndarray
    pattern_of: np.ndarray
    heads: np.ndarray
    tails: np.ndarray
    word_only: np.ndarray
    is_phrase: np.ndarray
    wanted: np.ndarray


@lru_cache(maxsize=16)
def matcher(patterns: tuple[Pattern | None, ...]) -> Matcher:
    """Return a matcher for these patterns; None keeps a number free for one that is left out."""
    from ahocorasick_rs import AhoCorasick

    compiled = tuple(compile_pattern(pattern) if pattern else None for pattern in patterns)
    owners: dict[str, list[int]] = {}
    pattern_of: list[int] = []
    heads: list[bool] = []
    tails: list[int] = []
    whole: list[bool] = []
    for number, item in enumerate(compiled):
        for head, tail, group in literal_groups(item):
            whole.append(begins_word(item, head=head))
            for literal in group:
                owners.setdefault(literal, []).append(len(pattern_of))
            pattern_of.append(number)
            heads.append(head)
            tails.append(tail)
    word_only = [all(whole[group] for group in found) for found in owners.values()]
    return Matcher(
        compiled,
        AhoCorasick(list(owners)) if owners else None,
        np.cumsum([0, *(len(groups) for groups in owners.values())]),
        np.array(list(chain.from_iterable(owners.values())), dtype=np.int64),
        np.array(pattern_of, dtype=np.int64),
        np.array(heads, dtype=bool),
        np.array(tails, dtype=np.int64),
        np.array(word_only, dtype=bool),
        np.array([isinstance(item, Phrase) for item in compiled], dtype=bool),
        np.bincount(np.array(pattern_of, dtype=np.int64), minlength=len(compiled)),
    )


def literal_groups(
    item: Phrase | Expression | None,
) -> list[tuple[bool, int, tuple[str, ...]]]:
    """Return the groups of literals by which a pattern is looked for, with head and tail."""
    if item is None:
        return []
    if isinstance(item, Phrase):
        return [(False, -1, (item.folded,))]
    if item.listing:
        tails = sorted({tail for _, tail in item.listing})
        listing = item.listing
        return [(False, tail, tuple(w for w, t in listing if t == tail)) for tail in tails]
    rest = [(False, -1, group) for group in item.anchors.groups]
    return [(True, -1, item.anchors.heads), *rest] if item.anchors.heads else rest


def find(patterns: Matcher, batch: Batch, seconds: float = 1.0) -> tuple[Found, dict[int, int]]:
    """Return all occurrences within one unit, and the patterns that ran away with the unit.

    A regular expression has run away when it needs more than `seconds` for one sentence, or more
    than `seconds` and three a million characters for the batch; none of its matches is returned.
    """
    groups, starts, ends = literal_occurrences(patterns, batch)
    numbers = patterns.pattern_of[groups]
    phrases = patterns.is_phrase[numbers]
    checked = phrase_matches(
        patterns.compiled, batch, numbers[phrases], starts[phrases], ends[phrases]
    )
    listed = patterns.tails[groups] >= 0
    found = [
        Found(*checked),
        listed_found(patterns, batch, groups[listed], starts[listed], ends[listed]),
    ]
    stopped: dict[int, int] = {}
    rest = ~(phrases | listed)
    for number, item, units, places in tries(patterns, batch, groups[rest], starts[rest]):
        allowed = clock(batch, seconds)
        rows: list[Match] = []
        try:
            if places is None:
                rows = matches_in(item, batch, units, allowed)
            else:
                rows = matches_at(item, batch, units, places, allowed)
        except RanAwayError as runaway:
            stopped[number] = runaway.unit
        if rows:
            start, end, unit = np.array(rows, dtype=np.int64).T
            start, end = batch.trimmed(start, end)
            found.append(
                Found(*(c[end > start] for c in (np.full(len(rows), number), start, end, unit)))
            )
    return Found(*(np.concatenate(parts) for parts in zip(*found, strict=True))), stopped


def listed_found(
    patterns: Matcher, batch: Batch, groups: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> Found:
    """Return the matches of the expressions that list words."""
    good, reach = listed_matches(batch.edges, patterns.tails[groups], starts, ends)
    unit = batch.unit_of(starts[good])
    within = (unit >= 0) & (unit == batch.unit_of(reach[good] - 1))
    columns = (patterns.pattern_of[groups[good]], starts[good], reach[good], unit)
    return Found(*(column[within] for column in columns))


def literal_occurrences(
    patterns: Matcher, batch: Batch
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return group, start and end of every occurrence of a literal, once for each group."""
    if patterns.automaton is None:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, empty
    raw = patterns.automaton.find_matches_as_indexes(batch.folded, overlapping=True)
    flat = np.fromiter(chain.from_iterable(raw), dtype=np.int64, count=3 * len(raw))
    literal, start, end = flat.reshape(-1, 3).T
    useful = ~(patterns.word_only[literal] & batch.edges.inside_word(start))
    literal, start, end = literal[useful], start[useful], end[useful]
    many = np.diff(patterns.owned_at)[literal]
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    groups = patterns.group_of[np.repeat(patterns.owned_at[literal], many) + within]
    return groups, np.repeat(start, many), np.repeat(end, many)


def tries(
    patterns: Matcher, batch: Batch, groups: np.ndarray, starts: np.ndarray
) -> Iterator[tuple[int, Expression, np.ndarray, np.ndarray | None]]:
    """Yield for each expression its number, the units to try it in, and the places if known."""
    units = batch.unit_of(starts)
    numbers = patterns.pattern_of[groups]
    heads = patterns.heads[groups]
    usable = units >= 0
    for test, places in (
        ("at_word", batch.edges.inside_word(starts)),
        ("at_start", starts != batch.unit_start[units]),
    ):
        asked = np.array([asks(item, test) for item in patterns.compiled], dtype=bool)
        usable &= ~(heads & asked[numbers] & places)
    groups, starts, units, numbers, heads = (
        column[usable] for column in (groups, starts, units, numbers, heads)
    )
    stride = len(batch.unit_start) + 1
    group, unit = np.divmod(distinct(groups * stride + units), stride)
    keys = np.sort(patterns.pattern_of[group] * stride + unit)
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    met = np.diff(np.append(first, len(keys)))
    keys = keys[first]
    keys = keys[met == patterns.wanted[keys // stride]]
    placed = heads & among(numbers * stride + units, keys)
    length = len(batch.plain) + 1
    at = dict(by_pattern(distinct(numbers[placed] * length + starts[placed]), length))
    near = dict(by_pattern(keys, stride))
    for number, item in enumerate(patterns.compiled):
        if not isinstance(item, Expression) or item.listing:
            continue
        if number in at:
            yield number, item, batch.unit_of(at[number]), at[number]
        elif number in near and not item.anchors.heads:
            yield number, item, near[number], None
        elif not item.anchors.groups and not item.anchors.heads:
            yield number, item, np.arange(len(batch.unit_start)), None


def asks(item: Phrase | Expression | None, test: str) -> bool:
    """Return whether every match of an expression begins where a word, or the text, begins."""
    return isinstance(item, Expression) and bool(getattr(item.anchors, test))


def begins_word(item: Phrase | Expression | None, *, head: bool) -> bool:
    """Return whether the literals of a group of a pattern are of use only where a word begins."""
    if isinstance(item, Phrase):
        return not item.open_start and item.folded[:1].isalnum()
    return item is not None and (bool(item.listing) or (head and item.anchors.at_word))


def by_pattern(keys: np.ndarray, stride: int) -> Iterator[tuple[int, np.ndarray]]:
    """Yield each pattern of sorted keys (pattern times stride, plus a value) with its values."""
    number, value = np.divmod(keys, stride)
    cuts = [0, *(np.flatnonzero(np.diff(number)) + 1).tolist(), len(number)]
    for low, high in pairwise(cuts):
        if high > low:
            yield int(number[low]), value[low:high]
