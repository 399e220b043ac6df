"""Where texts match queries: many queries at once, on the numbers of their tokens.

Every query is entered at its rarest words and walked from there to its end and to its beginning.
All queries take each step together, so that the work grows with what is found, hardly with the
number of queries.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from topoi.errors import InputError
from topoi.text.query.automaton import Asked
from topoi.text.query.machine import (
    NOWHERE,
    FormClasses,
    Machine,
    Stream,
    form_classes,
    words_named,
)
from topoi.text.query.nodes import Not, Query
from topoi.text.words.arrays import Groups, first_of_runs, grouped, order_of, stacked, taken
from topoi.text.words.numbered import Numbered
from topoi.text.words.vocabulary import Vocabulary, is_written

AT_ONCE = 2000  # queries that are walked together, so that the table of their words stays small
CANDIDATES = 1 << 17  # places that are walked from at a time, for the same reason


class Matches(NamedTuple):
    """Where queries match: the number of the query, its first and its last token."""

    query: np.ndarray
    first: np.ndarray
    last: np.ndarray

    def and_also(self, more: "Matches", first: int) -> "Matches":
        """Return these matches and those of further queries, numbered from `first` on."""
        return stacked([self, more._replace(query=more.query + first)])


class Walks(NamedTuple):
    """Walks under way: the candidate each began at, the place of the automaton and of the stream,
    and the first and last place of the hit so far."""

    candidate: np.ndarray
    state: np.ndarray
    at: np.ndarray
    low: np.ndarray
    high: np.ndarray


@lru_cache(maxsize=32)
def machines(queries: tuple[Query, ...]) -> tuple[Machine, ...]:
    """Return the automata of the queries, some of them at a time."""
    return tuple(
        Machine(queries[first : first + AT_ONCE]) for first in range(0, len(queries), AT_ONCE)
    )


def matches(
    queries: Sequence[Query], tokens: Numbered | Stream, *, within: np.ndarray | None = None
) -> Matches:
    """Return where texts match queries, in order of query and first token.

    A match runs over the tokens of its hit, `first` and `last` included. Of the readings of a query
    that begin at one token the longest is kept; matches may overlap. `within` tells for each query
    and each sentence, heading or dateline whether to look there. Raises InputError for queries that
    ask for capitals where the texts are not at hand.

    >>> from topoi.text.corpus.corpus import corpus_of
    >>> from topoi.text.words.numbered import numbered
    >>> from topoi.text.query.parsing import parse
    >>> found = matches([parse("root cause*")], numbered(corpus_of({"a": "The root causes."})))
    >>> found.first.tolist(), found.last.tolist()
    ([1], [2])
    """
    stream = tokens if isinstance(tokens, Stream) else Stream(tokens)
    found = Matches(*np.zeros((3, 0), dtype=np.int64))
    for number, machine in enumerate(machines(tuple(queries))):
        first = number * AT_ONCE
        rows = within[first : first + AT_ONCE] if within is not None else None
        found = found.and_also(matched_by(machine, stream, rows), first)
    return found


def matched_by(machine: Machine, stream: Stream, within: np.ndarray | None) -> Matches:
    """Return the matches of the queries of one machine, in the units where they are looked for."""
    if len(stream.tokens) and not stream.tokens.texts and (machine.named | machine.exact).any():
        remedy = "Ask the corpus or the store, or leave = and <Name> out."
        raise InputError("the table of tokens", "has no capitals for = and <Name>", remedy)
    words = form_classes(machine, stream.vocabulary)
    classes = words.class_of[stream.form]
    state, at = candidates(machine, words, stream, classes)
    if within is not None:
        # The end of a sentence belongs to two units, and is always looked at.
        token = stream.token[at]
        kept = token < 0
        inside = np.flatnonzero(~kept)
        unit = stream.tokens.unit[token[inside]] - stream.first_unit
        kept[inside] = within[machine.query[state[inside]], unit]
        state, at = state[kept], at[kept]
    cuts = range(CANDIDATES, len(state), CANDIDATES)
    pieces = zip(np.split(state, cuts), np.split(at, cuts), strict=True)
    ground = Ground(machine, words, stream, classes)
    parts = [matched(ground, *piece) for piece in pieces]
    return longest(stacked(parts))


class Ground(NamedTuple):
    """What is walked on: the automata, what they ask for, the tokens and their classes."""

    machine: Machine
    words: FormClasses
    stream: Stream
    classes: np.ndarray


def candidates(
    machine: Machine, words: FormClasses, stream: Stream, classes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return where each query may match: the place of the automaton it is entered at, and where.

    Of the sets of places of which every match passes one, that with the fewest words is taken.
    """
    counts = np.bincount(classes, minlength=words.table.shape[1])
    many = np.append(0, np.cumsum(counts[words.classes.items]))
    cost = np.diff(many[words.classes.at])[machine.row].astype(float)
    cost[machine.broad] = len(classes)
    cost[machine.passed >= 0] = np.inf
    costs = np.add.reduceat(cost[machine.cut], machine.cut_at[:-1])
    order = np.lexsort((costs, machine.cut_query))
    best = order[np.flatnonzero(np.diff(machine.cut_query[order], prepend=-1))]
    _, state = Groups(machine.cut_at, machine.cut).of(best)
    broad = machine.broad[state]
    usual = state[~broad]
    wanted = np.zeros(len(counts), dtype=bool)
    owner, asked = words.classes.of(machine.row[usual])
    wanted[asked] = True
    places = np.flatnonzero(wanted[classes] & ~stream.passed).astype(np.int32)
    by_class = grouped(classes[places], places, len(counts))
    rows, at = by_class.of(asked)
    found, where = [usual[owner[rows]]], [at]
    for one in state[broad].tolist():
        fits = stream.name if machine.named[one] else words.table[machine.row[one]][classes]
        where.append(np.flatnonzero(fits & ~stream.passed).astype(np.int32))
        found.append(np.full(len(where[-1]), one, dtype=state.dtype))
    state, at = np.concatenate(found), np.concatenate(where)
    good = exactly(machine, stream, state, at)
    return state[good], at[good]


def exactly(machine: Machine, stream: Stream, state: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return which tokens are written with the capitals that their places ask for."""
    good = np.ones(len(state), dtype=bool)
    rows = np.flatnonzero(machine.exact[state])
    written = stream.tokens.written(stream.token[at[rows]])
    places = zip(machine.row[state[rows]].tolist(), stream.form[at[rows]].tolist(), written,
                 strict=True)  # fmt: skip
    known: dict[tuple[int, int, str], bool] = {}
    for row, place in zip(rows.tolist(), places, strict=True):
        if place not in known:
            known[place] = is_asked(machine.asked[place[0]], stream.vocabulary, *place[1:])
        good[row] = known[place]
    return good


def is_asked(asked: Asked, vocabulary: Vocabulary, number: int, text: str) -> bool:
    """Return whether a form, written so, is what a place asks for, capitals included."""
    named = any(
        is_written(word, text) if word.exact else number in vocabulary.matching(word)
        for word in words_named(asked)
    )
    return named != isinstance(asked, Not)


def matched(ground: Ground, state: np.ndarray, at: np.ndarray) -> Matches:
    """Return the matches that pass these candidates, from which they are walked both ways."""
    machine, stream = ground.machine, ground.stream
    alone = machine.alone[state]
    whole = stream.token[at[alone]].astype(np.int64)
    found = Matches(machine.query[state[alone]], whole, whole)
    state, at = state[~alone], at[~alone]
    inside = machine.in_hit[state]
    numbers = np.arange(len(state), dtype=np.int32)
    begun = Walks(
        numbers, state, at, np.where(inside, at, NOWHERE), np.where(inside, at, np.int32(-1))
    )
    ends = walk(ground, begun, forward=True)
    alive = np.zeros(len(state), dtype=bool)
    alive[ends.candidate] = True
    begins = walk(ground, taken(begun, alive), forward=False)
    ends = longest_of(ends)
    by_candidate = grouped(ends.candidate, np.arange(len(ends.candidate)), len(state))
    left, right = by_candidate.of(begins.candidate)
    low = np.minimum(begins.low[left], ends.low[right])
    high = np.maximum(begins.high[left], ends.high[right])
    query = machine.query[state[begins.candidate[left]]]
    first, last = (stream.token[place].astype(np.int64) for place in (low, high))
    return stacked([found, Matches(query, first, last)])


def walk(ground: Ground, walks: Walks, *, forward: bool) -> Walks:
    """Return the walks that reach the last (or first) place of their query."""
    machine, words, stream, classes = ground
    edges = machine.forward if forward else machine.backward
    done = machine.is_last if forward else machine.is_first
    satisfied, width = words.table.ravel(), words.table.shape[1]
    finished = [taken(walks, done[walks.state])]
    begun = len(walks.state)
    while len(walks.state):
        # What comes next is told once for each walk, not for each way in which it may go on.
        there = (stream.after if forward else stream.before)[walks.at]
        seen = classes[there]
        rows, state = edges.of(walks.state)
        at, seen = there[rows], seen[rows]
        for kind in machine.kinds_passed:
            asking = np.flatnonzero(machine.passed[state] == kind)
            at[asking] = passed_over(stream, kind, walks.at[rows[asking]], at[asking])
            seen[asking] = classes[at[asking]]
        good = satisfied[machine.row[state] * width + seen]
        if machine.named.any():
            names = np.flatnonzero(machine.named[state])
            good[names] = stream.name[at[names]]
        kept = np.flatnonzero(good)
        if machine.exact.any():
            kept = kept[exactly(machine, stream, state[kept], at[kept])]
        rows, state, at = rows[kept], state[kept], at[kept]
        inside = machine.in_hit[state]
        low, high = walks.low[rows], walks.high[rows]
        low = np.where(inside, np.minimum(low, at), low)
        high = np.where(inside, np.maximum(high, at), high)
        walks = Walks(walks.candidate[rows], state, at, low, high)
        if len(walks.state) > begun // 2:
            walks = each_once(walks)
        finished.append(taken(walks, done[walks.state]))
    return stacked(finished)


def passed_over(stream: Stream, kind: int, at: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Return where the nearest quotation mark or final 's stands that is passed over between two
    places, from the first on; the second place where there is none."""
    places, forward = stream.places(kind), there > at
    right = places[np.searchsorted(places, at, side="right")]
    left = places[np.searchsorted(places, at, side="left") - 1]
    place = np.where(forward, right, left)
    between = (place > np.minimum(at, there)) & (place < np.maximum(at, there))
    return np.where(between, place, there)


def each_once(walks: Walks) -> Walks:
    """Return each walk once; of those that differ in the end of their hit alone, the longest."""
    order = order_of(walks.candidate, walks.state, walks.at, walks.low, -walks.high)
    return taken(walks, first_of_runs(order, *walks[:4]))


def longest_of(walks: Walks) -> Walks:
    """Return of the walks of a candidate, for each beginning of its hit, the longest."""
    order = order_of(walks.candidate, walks.low, -walks.high)
    return taken(walks, first_of_runs(order, walks.candidate, walks.low))


def longest(found: Matches) -> Matches:
    """Return of the matches of a query that begin at one token the longest, in order."""
    order = order_of(found.query, found.first, -found.last)
    return taken(found, first_of_runs(order, found.query, found.first))


def without_overlaps(found: Matches) -> Matches:
    """Return of overlapping matches of one query the leftmost; they come in order.

    >>> told = Matches(*np.array([[0, 0, 0, 1], [0, 1, 3, 1], [2, 3, 4, 2]]))
    >>> without_overlaps(told).first.tolist()
    [0, 3, 1]
    """
    kept = np.zeros(len(found.query), dtype=bool)
    query, end = -1, -1
    rows = zip(*(column.tolist() for column in found), strict=True)
    for row, (one, first, last) in enumerate(rows):
        if one != query or first > end:
            kept[row], query, end = True, one, last
    return taken(found, kept)
