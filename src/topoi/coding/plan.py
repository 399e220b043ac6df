"""What each query of a set of codebooks is there for."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import NamedTuple

import numpy as np

from topoi.coding.codebook import Code, Codebook, Entry, Near, Subtype
from topoi.text.arrays import Groups
from topoi.text.query.language import Query

INCLUDE, EXCLUDE, NEAR, ACTOR, CUE = range(5)


class Slot(NamedTuple):
    """A subtype of a code of a codebook; its number is its place in `Plan.slots`."""

    book: Codebook
    code: Code
    subtype: Subtype
    code_number: int


class Plan(NamedTuple):
    """All queries, each once, and their uses by role.

    The key of an inclusion or exclusion is a slot, of a condition its number in `near`, of an actor
    its number in `actors`, of a cue its place in `cues`; `uses` has the keys of each query, by
    role. `queries_near` are the numbers of the queries of each condition. The queries from number
    `later` on are there for exclusions and conditions alone: they matter only near candidates.
    """

    queries: tuple[Query, ...]
    later: int
    uses: tuple[Groups, ...]
    slots: tuple[Slot, ...]
    near: tuple[tuple[int, Near], ...]
    queries_near: tuple[tuple[int, ...], ...]
    actors: tuple[tuple[Codebook, str], ...]


@lru_cache(maxsize=16)
def plan_of(books: tuple[Codebook, ...], cues: tuple[Query, ...]) -> Plan:
    """Return the plan of these codebooks, with the cues that rules of context need."""
    uses: dict[Query, list[tuple[int, int]]] = {}

    def use(entries: Sequence[Entry], role: int, key: int) -> None:
        for entry in entries:
            uses.setdefault(entry.query, []).append((role, key))

    slots: list[Slot] = []
    near: list[tuple[int, Near]] = []
    actors: list[tuple[Codebook, str]] = []
    codes = count()
    for book in books:
        for code in book.codes:
            number = next(codes)
            for subtype in code.subtypes:
                use(subtype.include, INCLUDE, len(slots))
                use(subtype.exclude, EXCLUDE, len(slots))
                for condition in subtype.near:
                    use(condition.entries, NEAR, len(near))
                    near.append((len(slots), condition))
                slots.append(Slot(book, code, subtype, number))
        for name, entries in book.actors:
            use(entries, ACTOR, len(actors))
            actors.append((book, name))
    for place, cue in enumerate(cues):
        use((Entry(cue),), CUE, place)
    roles = {query: {role for role, _ in found} for query, found in uses.items()}
    queries = sorted(uses, key=lambda query: roles[query] <= {EXCLUDE, NEAR})
    told = [uses[query] for query in queries]
    queries_near: list[list[int]] = [[] for _ in near]
    for number, found in enumerate(told):
        for role, key in found:
            if role == NEAR:
                queries_near[key].append(number)
    return Plan(
        tuple(queries),
        sum(not roles[query] <= {EXCLUDE, NEAR} for query in queries),
        tuple(uses_of(told, role) for role in range(5)),
        tuple(slots),
        tuple(near),
        tuple(map(tuple, queries_near)),
        tuple(actors),
    )


def uses_of(found: Sequence[Sequence[tuple[int, int]]], role: int) -> Groups:
    """Return the uses of all queries in one role."""
    keys = [[key for other, key in some if other == role] for some in found]
    return Groups(
        np.cumsum([0, *map(len, keys)]),
        np.array([key for some in keys for key in some], dtype=np.int64),
    )
