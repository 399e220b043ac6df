"""From matches of queries to candidate hits: exclusions, conditions, merging."""

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import count
from typing import NamedTuple

import numpy as np

from topoi.coding.codebook.codebook import Code, Codebook, Entry, Near, Subtype
from topoi.coding.structures.batches import Batch
from topoi.text.query.matching import Matches
from topoi.text.query.nodes import Query
from topoi.text.words.arrays import Groups, apart, order_of, sorted_groups, stacked, taken

CLAUSE_MARKS = (",", ";", ":", "(", ")", "—", "–", "!", "?")
INCLUDE, EXCLUDE, NEAR, ACTOR, CUE = range(5)
NO_ROWS = np.zeros(0, dtype=np.intp)


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
    numbers = {query: number for number, query in enumerate(queries)}
    return Plan(
        tuple(queries),
        sum(not roles[query] <= {EXCLUDE, NEAR} for query in queries),
        tuple(uses_of(told, role) for role in range(5)),
        tuple(slots),
        tuple(near),
        tuple(tuple(numbers[entry.query] for entry in one.entries) for _, one in near),
        tuple(actors),
    )


def uses_of(found: Sequence[Sequence[tuple[int, int]]], role: int) -> Groups:
    """Return the uses of all queries in one role."""
    keys = [[key for other, key in some if other == role] for some in found]
    return Groups(
        np.cumsum([0, *map(len, keys)]),
        np.array([key for some in keys for key in some], dtype=np.int64),
    )


class TokenSpans(NamedTuple):
    """Tokens from `first` up to `last`, with a key (a slot of the plan, an actor, a cue) and the
    sentence, heading or dateline in which they begin."""

    key: np.ndarray
    first: np.ndarray
    last: np.ndarray
    unit: np.ndarray


def used(uses: Groups, found: Matches, batch: Batch) -> TokenSpans:
    """Return the matches once for every use of their query in one role."""
    rows, key = uses.of(found.query)
    first = found.first[rows]
    return TokenSpans(key, first, found.last[rows] + 1, batch.unit[first])


def levels_of(batch: Batch) -> dict[str, np.ndarray]:
    """Return for each unit the number of its sentence, its paragraph and its document."""
    sentences = np.arange(len(batch.unit_doc))
    return {"sentence": sentences, "paragraph": batch.unit_block, "document": batch.unit_doc}


def holding(level: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Return which sentences, paragraphs or documents hold some units (numbers or truth values)."""
    found = np.zeros(int(level.max(initial=-1)) + 1, dtype=bool)
    found[level[units]] = True
    return found


def concerned(plan: Plan, batch: Batch, candidates: TokenSpans) -> np.ndarray:
    """Return for each of the plan's later queries in which units it can decide on a candidate."""
    rows_of_slot = rows_by_key(candidates.key)
    last = batch.unit[candidates.last - 1]
    levels = levels_of(batch)

    @cache
    def there(slot: int) -> np.ndarray:
        rows = rows_of_slot.get(slot, NO_ROWS)
        units = np.zeros(len(batch.unit_doc), dtype=bool)
        units[candidates.unit[rows]] = True
        for row in rows[last[rows] > candidates.unit[rows]].tolist():
            units[candidates.unit[row] : last[row] + 1] = True
        return units

    @cache
    def around(slot: int, level: str) -> np.ndarray:
        return holding(levels[level], there(slot))[levels[level]]

    found = np.zeros((len(plan.queries) - plan.later, len(batch.unit_doc)), dtype=bool)
    for row in range(len(found)):
        for slot in plan.uses[EXCLUDE].items_of(plan.later + row):
            found[row] |= there(slot)
        for one in plan.uses[NEAR].items_of(plan.later + row):
            slot, condition = plan.near[one]
            found[row] |= around(slot, condition.unit)
    return found


def allowed(plan: Plan, batch: Batch, candidates: TokenSpans, found: Matches) -> np.ndarray:
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


def joined(
    plan: Plan, batch: Batch, spans: TokenSpans, parting: np.ndarray
) -> tuple[TokenSpans, np.ndarray]:
    """Return the spans, of one code those in one that few words part, and the row of each.

    How many words may stand between, the codebook says; with 0 its spans stay as they are. A mark
    that begins a clause, a full stop or one of the tokens `parting` keeps spans apart.
    """
    code = np.array([slot.code_number for slot in plan.slots], dtype=np.int64)[spans.key]
    reach = np.array([slot.book.join for slot in plan.slots], dtype=np.int64)[spans.key]
    alone = np.flatnonzero(reach == 0)
    rows = np.flatnonzero(reach)
    rows = rows[leftmost_longest(code[rows], taken(spans, rows))]
    code, reach, own = code[rows], reach[rows], taken(spans, rows)
    begins = batch.marks((*CLAUSE_MARKS, "."))
    begins[parting] = True
    parted = np.append(0, np.cumsum(begins))
    last, first = own.last[:-1], own.first[1:]
    near = (code[1:] == code[:-1]) & (own.unit[1:] == own.unit[:-1])
    near &= batch.words_before[first] - batch.words_before[last] <= reach[1:]
    near &= parted[first] == parted[last]
    begun = np.flatnonzero(np.insert(~near, 0, True)[: len(rows)])
    ended = np.append(begun[1:], len(rows))[: len(begun)] - 1
    whole = taken(own, begun)._replace(last=own.last[ended])
    return stacked([taken(spans, alone), whole]), np.append(alone, rows[begun])


def rows_by_key(keys: np.ndarray) -> dict[int, np.ndarray]:
    """Return for each key its rows, in order."""
    order, cuts = sorted_groups(keys)
    return {int(keys[order[low]]): order[low:high] for low, high in cuts}


def overlapped(spans: TokenSpans, others: TokenSpans, stride: int) -> np.ndarray:
    """Return which spans overlap one of `others` of the same key."""
    if not len(others.key):
        return np.zeros(len(spans.key), dtype=bool)
    order = np.argsort(others.key * stride + others.first, kind="stable")
    starts = (others.key * stride + others.first)[order]
    ends = np.maximum.accumulate((others.key * stride + others.last)[order])
    before = np.searchsorted(starts, spans.key * stride + spans.last, side="left") - 1
    reach = ends[np.maximum(before, 0)]
    return (before >= 0) & (reach > spans.key * stride + spans.first)


def leftmost_longest(group: np.ndarray, spans: TokenSpans) -> np.ndarray:
    """Return the rows kept when, within a group, the leftmost and then longest span wins.

    Of equal spans the one with the lowest key (the subtype named first) is kept. The rows come in
    order of group, first and last token.
    """
    order = order_of(group, spans.first, -spans.last, spans.key)
    stride = int(spans.last.max(initial=0)) + 1
    first, last = (group * stride + spans.first)[order], (group * stride + spans.last)[order]
    return order[apart(first, last)]
