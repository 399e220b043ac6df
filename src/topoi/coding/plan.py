"""What each pattern of a set of codebooks is there for."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import count
from typing import NamedTuple

import numpy as np

from topoi.coding.codebook import Code, Codebook, Near, Subtype
from topoi.coding.patterns import Pattern

INCLUDE, EXCLUDE, NEAR, ACTOR, CUE = range(5)


class Slot(NamedTuple):
    """A subtype of a code of a codebook; its number is its place in `Plan.slots`."""

    book: Codebook
    code: Code
    subtype: Subtype
    code_number: int


class Uses(NamedTuple):
    """What the patterns are used for in one role: pattern k has `key[at[k] : at[k + 1]]`."""

    at: np.ndarray
    key: np.ndarray


class Plan(NamedTuple):
    """All patterns, each once, and their uses by role.

    The key of an inclusion or exclusion is a slot, of a condition its number in `near`, of an actor
    its number in `actors`, of a cue its place in `cues`. The patterns in `conditions` are there for
    nothing else than conditions. Those in `deferred` are there for nothing else than conditions and
    exclusions; they matter only in a sentence, paragraph or document that has a candidate of one of
    their slots.
    """

    patterns: tuple[Pattern, ...]
    uses: tuple[Uses, ...]
    slots: tuple[Slot, ...]
    near: tuple[tuple[int, Near], ...]
    patterns_near: tuple[tuple[int, ...], ...]
    actors: tuple[tuple[Codebook, str], ...]
    conditions: frozenset[int]
    deferred: dict[int, tuple[tuple[int, str], ...]]


@lru_cache(maxsize=16)
def plan_of(books: tuple[Codebook, ...], cues: tuple[Pattern, ...]) -> Plan:
    """Return the plan of these codebooks, with the cues that context rules need."""
    uses: dict[Pattern, list[tuple[int, int]]] = {}

    def use(patterns: Sequence[Pattern], role: int, key: int) -> None:
        for pattern in patterns:
            uses.setdefault(replace(pattern, line=0), []).append((role, key))

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
                    use(condition.patterns, NEAR, len(near))
                    near.append((len(slots), condition))
                slots.append(Slot(book, code, subtype, number))
        for name, patterns in book.actors:
            use(patterns, ACTOR, len(actors))
            actors.append((book, name))
    for place, cue in enumerate(cues):
        use((cue,), CUE, place)
    roles = [{role for role, _ in found} for found in uses.values()]
    patterns_near: list[list[int]] = [[] for _ in near]
    for number, found in enumerate(uses.values()):
        for role, key in found:
            if role == NEAR:
                patterns_near[key].append(number)
    return Plan(
        tuple(uses),
        tuple(uses_of(list(uses.values()), role) for role in range(5)),
        tuple(slots),
        tuple(near),
        tuple(map(tuple, patterns_near)),
        tuple(actors),
        frozenset(number for number, some in enumerate(roles) if some == {NEAR}),
        {
            number: tuple(
                dict.fromkeys(
                    (near[key][0], near[key][1].unit) if role == NEAR else (key, "sentence")
                    for role, key in found
                )
            )
            for number, found in enumerate(uses.values())
            if roles[number] <= {NEAR, EXCLUDE}
        },
    )


def uses_of(found: Sequence[Sequence[tuple[int, int]]], role: int) -> Uses:
    """Return the uses of all patterns in one role."""
    keys = [[key for other, key in some if other == role] for some in found]
    return Uses(
        np.cumsum([0, *map(len, keys)]),
        np.array([key for some in keys for key in some], dtype=np.int64),
    )
