"""Finding many patterns in one pass over a text.

The literals of all patterns are found together by an Aho-Corasick automaton (Aho and Corasick
1975); phrases are then checked at their word edges, and regular expressions are tried in the
sentences where one of their literals stands.
"""

import time
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from topoi.coding.batches import Batch, WordEdges
from topoi.coding.patterns import Expression, Pattern, Phrase, compile_pattern
from topoi.text.folding import fold

SECONDS_A_MILLION = 3.0


class Found(NamedTuple):
    """Occurrences of patterns: number of the pattern, start and end in `Batch.plain`, unit."""

    pattern: np.ndarray
    start: np.ndarray
    end: np.ndarray
    unit: np.ndarray


@dataclass(frozen=True)
class Matcher:
    """Patterns ready to be found together."""

    compiled: tuple[Phrase | Expression | None, ...]
    automaton: Any
    owner_at: np.ndarray
    owners: np.ndarray
    is_phrase: np.ndarray


@lru_cache(maxsize=16)
def matcher(patterns: tuple[Pattern | None, ...]) -> Matcher:
    """Return a matcher for these patterns; None keeps a number free for one that is left out."""
    from ahocorasick_rs import AhoCorasick

    compiled = tuple(compile_pattern(pattern) if pattern else None for pattern in patterns)
    owners: dict[str, list[int]] = {}
    for number, item in enumerate(compiled):
        for literal in literals(item):
            owners.setdefault(literal, []).append(number)
    counts = [0, *(len(numbers) for numbers in owners.values())]
    return Matcher(
        compiled,
        AhoCorasick(list(owners)) if owners else None,
        np.cumsum(counts),
        np.array(list(chain.from_iterable(owners.values())), dtype=np.int64),
        np.array([isinstance(item, Phrase) for item in compiled], dtype=bool),
    )


def literals(item: Phrase | Expression | None) -> tuple[str, ...]:
    """Return the literals by which a pattern is looked for."""
    if item is None:
        return ()
    return (item.folded,) if isinstance(item, Phrase) else item.literals


def find(patterns: Matcher, batch: Batch, seconds: float = 1.0) -> tuple[Found, dict[int, int]]:
    """Return all occurrences within one unit, and the patterns that ran away with the unit.

    A regular expression has run away when it needs more than `seconds` for one sentence, or more
    than `seconds` and three a million characters for the batch; none of its matches is returned.
    """
    numbers, starts, ends = literal_occurrences(patterns, batch.folded)
    phrases = patterns.is_phrase[numbers]
    found = [phrase_matches(patterns, batch, numbers[phrases], starts[phrases], ends[phrases])]
    near = unit_pairs(batch, numbers[~phrases], starts[~phrases])
    stopped: dict[int, int] = {}
    for number, item in enumerate(patterns.compiled):
        if isinstance(item, Expression):
            units = near.get(number) if item.literals else np.arange(len(batch.unit_start))
            if units is not None and len(units):
                rows, runaway = expression_matches(item, batch, units, seconds=seconds)
                if runaway is not None:
                    stopped[number] = runaway
                elif rows:
                    columns = np.array(rows, dtype=np.int64).T
                    found.append(Found(np.full(len(rows), number), *columns))
    joined = Found(*(np.concatenate(parts) for parts in zip(*found, strict=True)))
    keep = joined.unit >= 0
    return Found(*(column[keep] for column in joined)), stopped


def literal_occurrences(
    patterns: Matcher, folded: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return pattern number, start and end of every occurrence of a literal."""
    if patterns.automaton is None:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, empty
    raw = patterns.automaton.find_matches_as_indexes(folded, overlapping=True)
    flat = np.fromiter(chain.from_iterable(raw), dtype=np.int64, count=3 * len(raw))
    literal, start, end = flat.reshape(-1, 3).T
    many = np.diff(patterns.owner_at)[literal]
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    numbers = patterns.owners[np.repeat(patterns.owner_at[literal], many) + within]
    return numbers, np.repeat(start, many), np.repeat(end, many)


def phrase_matches(
    patterns: Matcher, batch: Batch, numbers: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> Found:
    """Return the occurrences of phrases that begin and end with words and stand in one unit."""
    edges = batch.edges
    phrases = [item if isinstance(item, Phrase) else None for item in patterns.compiled]
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
    unit = np.where(batch.unit_of(starts) == batch.unit_of(ends - 1), batch.unit_of(starts), -1)
    good = numbers >= 0
    return Found(numbers[good], starts[good], ends[good], unit[good])


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


def unit_pairs(batch: Batch, numbers: np.ndarray, starts: np.ndarray) -> dict[int, np.ndarray]:
    """Return, for each regular expression, the units in which one of its literals stands."""
    units = batch.unit_of(starts)
    held = units >= 0
    keys = np.unique(numbers[held] * (len(batch.unit_start) + 1) + units[held])
    owner, unit = np.divmod(keys, len(batch.unit_start) + 1)
    cuts = np.flatnonzero(np.diff(owner)) + 1
    groups = np.split(np.arange(len(keys)), cuts) if len(keys) else []
    return {int(owner[group[0]]): unit[group] for group in groups}


def expression_matches(
    item: Expression,
    batch: Batch,
    units: np.ndarray,
    *,
    seconds: float,
) -> tuple[list[tuple[int, int, int]], int | None]:
    """Return start, end and unit of all matches, or the unit in which the expression ran away."""
    starts, ends = batch.unit_start[units].tolist(), batch.unit_end[units].tolist()
    budget = seconds + SECONDS_A_MILLION * len(batch.plain) / 1e6
    finditer, plain, group = item.compiled.finditer, batch.plain, item.group
    begun = time.perf_counter()
    rows: list[tuple[int, int, int]] = []
    for unit, start, end in zip(units.tolist(), starts, ends, strict=True):
        try:
            for match in finditer(plain[start:end], timeout=seconds):
                low, high = match.span(group)
                if high > low >= 0:
                    rows.append((start + low, start + high, unit))
        except TimeoutError:
            return [], unit
        if time.perf_counter() - begun > budget:
            return [], unit
    return rows, None
