"""Finding many patterns in one pass over a text.

The literals of all patterns are found together: those that are whole words by the words of the
text, all others by an Aho-Corasick automaton (Aho and Corasick 1975). Phrases are then checked at
their word edges, and regular expressions are tried at or near their literals, one sentence at a
time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any, NamedTuple

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.expressions import RanAwayError, Span, clock, first_matches, matches_of
from topoi.coding.keys import apart, distinct
from topoi.coding.listings import CLOSED, listed_matches
from topoi.coding.patterns import Expression, Pattern, Phrase, compile_pattern
from topoi.coding.phrases import Phrases, phrase_matches, phrases_of
from topoi.coding.whole_words import Lexicon, fits, lexicon_of, words_found


class Found(NamedTuple):
    """Occurrences of patterns: number of the pattern, start and end in `Batch.plain`, unit."""

    pattern: np.ndarray
    start: np.ndarray
    end: np.ndarray
    unit: np.ndarray


@dataclass(frozen=True)
class Matcher:
    """Patterns ready to be found together.

    The automaton knows the first literals, the lexicon the others; literal i belongs to the groups
    `group_of[owned_at[i] : owned_at[i + 1]]`, pattern k has the groups from `groups_at[k]` up to
    `groups_at[k + 1]`. A phrase has one group. An expression may be tried in a sentence where each
    of its groups has a literal; where the first group is one of `heads`, every match begins at one
    of its literals (of use only `at_word`, where a word begins, or `at_start`, where the sentence
    does). `row_of` numbers the groups of these expressions, -1 for others. An expression that lists
    words has groups by what follows the literal (`tails`, -1 for all others).
    """

    compiled: tuple[Phrase | Expression | None, ...]
    phrases: Phrases
    automaton: Any
    lexicon: Lexicon
    owned_at: np.ndarray
    group_of: np.ndarray
    pattern_of: np.ndarray
    heads: np.ndarray
    tails: np.ndarray
    at_word: np.ndarray
    at_start: np.ndarray
    groups_at: np.ndarray
    row_of: np.ndarray
    word_only: np.ndarray
    is_phrase: np.ndarray


@lru_cache(maxsize=16)
def matcher(patterns: tuple[Pattern | None, ...]) -> Matcher:
    """Return a matcher for these patterns; None keeps a number free for one that is left out."""
    from ahocorasick_rs import AhoCorasick

    compiled = tuple(compile_pattern(pattern) if pattern else None for pattern in patterns)
    owners: dict[str, list[int]] = {}
    pattern_of: list[int] = []
    heads: list[bool] = []
    tails: list[int] = []
    at_word: list[bool] = []
    at_start: list[bool] = []
    starts_word: list[bool] = []
    inner: set[str] = set()
    for number, item in enumerate(compiled):
        for head, tail, group in literal_groups(item):
            starts_word.append(begins_word(item, head=head))
            for literal in group:
                owners.setdefault(literal, []).append(len(pattern_of))
                if not (fits(literal) and starts_word[-1] and ends_word(item, tail, literal)):
                    inner.add(literal)
            pattern_of.append(number)
            heads.append(head)
            tails.append(tail)
            at_word.append(begins(item, "at_word", head=head))
            at_start.append(begins(item, "at_start", head=head))
    literals = sorted(owners, key=lambda literal: literal not in inner)
    owned = [owners[literal] for literal in literals]
    word_only = [all(starts_word[group] for group in groups) for groups in owned]
    is_phrase = np.array([isinstance(item, Phrase) for item in compiled], dtype=bool)
    numbers = np.array(pattern_of, dtype=np.int64)
    tried = ~is_phrase[numbers] & (np.array(tails, dtype=np.int64) < 0)
    return Matcher(
        compiled,
        phrases_of(compiled),
        AhoCorasick(literals[: len(inner)]) if inner else None,
        lexicon_of(literals[len(inner) :], len(inner)),
        np.cumsum([0, *map(len, owned)]),
        np.array(list(chain.from_iterable(owned)), dtype=np.int64),
        numbers,
        np.array(heads, dtype=bool),
        np.array(tails, dtype=np.int64),
        np.array(at_word, dtype=bool),
        np.array(at_start, dtype=bool),
        np.searchsorted(numbers, np.arange(len(compiled) + 1)),
        np.where(tried, np.cumsum(tried) - 1, -1),
        np.array(word_only, dtype=bool),
        is_phrase,
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


def find(
    patterns: Matcher,
    batch: Batch,
    seconds: float = 1.0,
    *,
    conditions: frozenset[int] = frozenset(),
) -> tuple[Found, dict[int, int]]:
    """Return all occurrences within one unit, and the patterns that ran away with the unit.

    Of the patterns that are `conditions`, some occurrences in each unit that has any will do.
    A regular expression has run away when it needs more than `seconds` for one sentence, or more
    than `seconds` and three a million characters for the batch; none of its matches is returned.
    """
    groups, starts, ends = literal_occurrences(patterns, batch)
    numbers = patterns.pattern_of[groups]
    phrases = patterns.is_phrase[numbers]
    checked = phrase_matches(
        patterns.phrases, batch, numbers[phrases], starts[phrases], ends[phrases]
    )
    listed = patterns.tails[groups] >= 0
    listing = listed_found(patterns, batch, groups[listed], starts[listed], ends[listed])
    spans: list[Span] = []
    counts = np.zeros(len(patterns.compiled), dtype=np.int64)
    stopped: dict[int, int] = {}
    rest = ~(phrases | listed)
    for number, item, units, places in tries(patterns, batch, groups[rest], starts[rest]):
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
    expressions = of_expressions(batch, np.repeat(np.arange(len(counts)), counts), spans)
    parts = zip(Found(*checked), listing, expressions, strict=True)
    return Found(*(np.concatenate(columns) for columns in parts)), stopped


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
    words = words_found(patterns.lexicon, batch.folded, batch.edges.word)
    pairs = zip(letters_found(patterns, batch), words, strict=True)
    literal, start, end = (np.concatenate(pair) for pair in pairs)
    many = np.diff(patterns.owned_at)[literal]
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    groups = patterns.group_of[np.repeat(patterns.owned_at[literal], many) + within]
    return groups, np.repeat(start, many), np.repeat(end, many)


def letters_found(patterns: Matcher, batch: Batch) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return literal, start and end of the literals that are found by their letters."""
    raw = []
    if patterns.automaton is not None:
        raw = patterns.automaton.find_matches_as_indexes(batch.folded, overlapping=True)
    flat = np.fromiter(chain.from_iterable(raw), dtype=np.int64, count=3 * len(raw))
    literal, start, end = flat.reshape(-1, 3).T
    useful = ~(patterns.word_only[literal] & batch.edges.inside_word(start))
    return literal[useful], start[useful], end[useful]


def tries(
    patterns: Matcher, batch: Batch, groups: np.ndarray, starts: np.ndarray
) -> Iterator[tuple[int, Expression, np.ndarray, np.ndarray | None]]:
    """Yield for each expression its number, the units to try it in, and the places if known."""
    units = batch.unit_of(starts)
    amiss = patterns.at_word[groups] & batch.edges.inside_word(starts)
    amiss |= patterns.at_start[groups] & (starts != batch.unit_start[units])
    usable = (units >= 0) & ~amiss
    groups, starts, units = groups[usable], starts[usable], units[usable]
    met = np.zeros((int(patterns.row_of.max(initial=-1)) + 1, len(batch.unit_start)), dtype=bool)
    met[patterns.row_of[groups], units] = True
    heads = patterns.heads[groups]
    places = dict(by_group(groups[heads], starts[heads]))
    for number, item in enumerate(patterns.compiled):
        if not isinstance(item, Expression) or item.listing:
            continue
        first, last = patterns.groups_at[number : number + 2].tolist()
        row = int(patterns.row_of[first]) if last > first else 0
        good = np.asarray(met[row : row + last - first].all(axis=0))
        if not item.anchors.heads:
            yield number, item, np.flatnonzero(good), None
        elif first in places:
            at = places[first]
            unit = batch.unit_of(at)
            yield number, item, unit[good[unit]], at[good[unit]]


def begins(item: Phrase | Expression | None, test: str, *, head: bool) -> bool:
    """Return whether the literals of a group are of use only where a word, or the text, begins."""
    return head and isinstance(item, Expression) and bool(getattr(item.anchors, test))


def begins_word(item: Phrase | Expression | None, *, head: bool) -> bool:
    """Return whether the literals of a group of a pattern are of use only where a word begins."""
    if isinstance(item, Phrase):
        return not item.open_start and item.folded[:1].isalnum()
    return item is not None and (bool(item.listing) or (head and item.anchors.at_word))


def ends_word(item: Phrase | Expression | None, tail: int, literal: str) -> bool:
    """Return whether a literal of a group of a pattern is of use only where a word ends."""
    if isinstance(item, Phrase):
        return not item.open_end
    return item is not None and (tail == CLOSED or literal in item.anchors.closed)


def by_group(groups: np.ndarray, places: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """Yield each group with its places, in order and each once."""
    order = np.argsort(groups, kind="stable")
    groups, places = groups[order], places[order]
    cuts = [0, *(np.flatnonzero(np.diff(groups)) + 1).tolist(), len(groups)]
    for low, high in pairwise(cuts):
        if high > low:
            yield int(groups[low]), distinct(places[low:high])
