"""Patterns made ready to be found together, by the literals that they cannot do without.

Literals that are whole words are found by the words of the text, all others by an Aho-Corasick
automaton (Aho and Corasick 1975).
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any, NamedTuple

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.keys import expanded
from topoi.coding.listings import CLOSED
from topoi.coding.patterns import Expression, Pattern, Phrase, compile_pattern
from topoi.coding.phrases import Phrases, phrases_of
from topoi.coding.whole_words import (
    ENCODING,
    Lexicon,
    fits,
    is_narrow,
    letters_of,
    lexicon_of,
    words_found,
)

PHRASE, LISTING, EXPRESSION = KINDS = range(3)


class Literals(NamedTuple):
    """Occurrences of literals, once for each group: group, start and end."""

    group: np.ndarray
    start: np.ndarray
    end: np.ndarray

    def take(self, rows: np.ndarray | slice) -> "Literals":
        """Return the occurrences at these rows."""
        return Literals(*(column[rows] for column in self))


class Occurrences(NamedTuple):
    """Occurrences of literals: number of the literal, start and end."""

    literal: np.ndarray
    start: np.ndarray
    end: np.ndarray

    def take(self, rows: np.ndarray) -> "Occurrences":
        """Return the occurrences at these rows."""
        return Occurrences(*(column[rows] for column in self))


class Owners(NamedTuple):
    """The groups that literals belong to: literal i has `group[at[i] : at[i + 1]]`."""

    at: np.ndarray
    group: np.ndarray


@dataclass(frozen=True)
class Matcher:
    """Patterns ready to be found together.

    The first automaton knows the first literals, which are found among letters of one byte, the
    second the next ones, the lexicon the rest. The `owners` of a literal are groups of patterns
    that are looked for together, the `later` ones of those that are `deferred`; pattern k has the
    groups from `groups_at[k]` up to `groups_at[k + 1]`. A phrase has one group. An expression may
    be tried in a sentence where each of its groups has a literal; where the first group is one of
    `heads`, every match begins at one of its literals (of use only `at_word`, where a word begins,
    or `at_start`, where the sentence does). `row_of` numbers the groups of these expressions, -1
    for others. An expression that lists words has groups by what follows the literal (`tails`, -1
    for all others). `kind_of` tells what a group belongs to: a phrase, a list of words, or another
    expression.
    """

    compiled: tuple[Phrase | Expression | None, ...]
    phrases: Phrases
    narrow: Any
    wide: Any
    wide_from: int
    lexicon: Lexicon
    owners: Owners
    later: Owners
    pattern_of: np.ndarray
    heads: np.ndarray
    tails: np.ndarray
    at_word: np.ndarray
    at_start: np.ndarray
    groups_at: np.ndarray
    row_of: np.ndarray
    word_only: np.ndarray
    kind_of: np.ndarray
    deferred: frozenset[int]


@lru_cache(maxsize=16)
def matcher(
    patterns: tuple[Pattern | None, ...], deferred: frozenset[int] = frozenset()
) -> Matcher:
    """Return a matcher for these patterns; None keeps a number free for one that is left out.

    The patterns whose numbers are `deferred` are not looked for together with the others.
    """
    from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

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
    narrow = [literal for literal in owners if literal in inner and is_narrow(literal)]
    wide = [literal for literal in owners if literal in inner and not is_narrow(literal)]
    words = [literal for literal in owners if literal not in inner]
    literals = [*narrow, *wide, *words]
    owned = [owners[literal] for literal in literals]
    word_only = [all(starts_word[group] for group in groups) for groups in owned]
    kinds = [kind(compiled[number]) for number in pattern_of]
    numbers = np.array(pattern_of, dtype=np.int64)
    kind_of = np.array(kinds, dtype=np.uint8)
    tried = kind_of == EXPRESSION
    return Matcher(
        compiled,
        phrases_of(compiled),
        BytesAhoCorasick([literal.encode(ENCODING) for literal in narrow]) if narrow else None,
        AhoCorasick(wide) if wide else None,
        len(narrow),
        lexicon_of(words, len(inner)),
        owners_of([[one for one in some if pattern_of[one] not in deferred] for some in owned]),
        owners_of([[one for one in some if pattern_of[one] in deferred] for some in owned]),
        numbers,
        np.array(heads, dtype=bool),
        np.array(tails, dtype=np.int64),
        np.array(at_word, dtype=bool),
        np.array(at_start, dtype=bool),
        np.searchsorted(numbers, np.arange(len(compiled) + 1)),
        np.where(tried, np.cumsum(tried) - 1, -1),
        np.array(word_only, dtype=bool),
        kind_of,
        deferred,
    )


def kind(item: Phrase | Expression | None) -> int:
    """Return of what kind a pattern is."""
    if isinstance(item, Phrase):
        return PHRASE
    return LISTING if item is None or item.listing else EXPRESSION


def owners_of(groups: list[list[int]]) -> Owners:
    """Return the groups of each literal as arrays."""
    return Owners(
        np.cumsum([0, *map(len, groups)]),
        np.array(list(chain.from_iterable(groups)), dtype=np.int64),
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


def literal_occurrences(patterns: Matcher, batch: Batch) -> Occurrences:
    """Return every occurrence of a literal in a batch."""
    letters = letters_of(batch.codes)
    words = words_found(patterns.lexicon, letters, batch.edges.word)
    pairs = zip(letters_found(patterns, batch, letters), words, strict=True)
    return Occurrences(*(np.concatenate(pair) for pair in pairs))


def owned(owners: Owners, occurrences: Occurrences) -> Literals:
    """Return the occurrences of literals, once for each group that owns the literal."""
    rows, entries = expanded(owners.at, occurrences.literal)
    return Literals(owners.group[entries], occurrences.start[rows], occurrences.end[rows])


def by_kind(patterns: Matcher, literals: Literals) -> list[Literals]:
    """Return the literals of phrases, of lists of words and of other expressions."""
    kinds = patterns.kind_of[literals.group]
    ordered = literals.take(np.argsort(kinds, kind="stable"))
    ends = np.cumsum(np.bincount(kinds, minlength=len(KINDS))).tolist()
    return [ordered.take(slice(low, high)) for low, high in pairwise([0, *ends])]


def letters_found(
    patterns: Matcher, batch: Batch, letters: bytes
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return literal, start and end of the literals that are found by their letters."""
    parts = [np.zeros((3, 0), dtype=np.int64)]
    for automaton, text, first in (
        (patterns.narrow, letters, 0),
        (patterns.wide, batch.folded, patterns.wide_from),
    ):
        if automaton is not None:
            raw = automaton.find_matches_as_indexes(text, overlapping=True)
            flat = np.fromiter(chain.from_iterable(raw), dtype=np.int64, count=3 * len(raw))
            parts.append(flat.reshape(-1, 3).T + np.array([[first], [0], [0]]))
    literal, start, end = np.concatenate(parts, axis=1)
    useful = ~(patterns.word_only[literal] & batch.edges.inside_word(start))
    return literal[useful], start[useful], end[useful]


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
