"""The words around a hit on which rules of polarity and target rest."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import numpy as np

from topoi.coding.codebook.codebook import Target
from topoi.coding.codebook.fields import FieldReader, lists_from
from topoi.coding.codebook.strict_yaml import read_yaml
from topoi.coding.hits.candidates import CLAUSE_MARKS, Plan, TokenSpans, leftmost_longest
from topoi.coding.structures.batches import Batch
from topoi.text.lang.language import file_of
from topoi.text.query.nodes import Query
from topoi.text.words.arrays import taken

WORDS = file_of("context.yml")
FAR = np.iinfo(np.int64).max
DOER_REACH = 40  # characters
CLAUSE_GAP = 40  # characters that the mark of a clause counts as


class Cues(NamedTuple):
    """Queries for the words around a hit, and the kind of each, such as negation."""

    queries: tuple[Query, ...]
    kinds: tuple[str, ...]

    def apart(self, found: TokenSpans) -> Mapping[str, TokenSpans]:
        """Return the spans of each kind."""
        names = list(dict.fromkeys(self.kinds))
        kind = np.array([names.index(one) for one in self.kinds], dtype=np.int64)[found.key]
        return {name: taken(found, kind == number) for number, name in enumerate(names)}


@cache
def cues() -> Cues:
    """Return the cues of the language."""
    fields = read_yaml(WORDS).fields
    reader = FieldReader(WORDS.name, lists_from(fields, WORDS.name))
    kinds = [kind for kind in fields if kind != "lists"]
    found = {kind: reader.queries(fields, kind, case=False) for kind in kinds}
    return Cues(
        tuple(entry.query for entries in found.values() for entry in entries),
        tuple(kind for kind, entries in found.items() for _ in entries),
    )


def targets(
    batch: Batch, hits: TokenSpans, actors: TokenSpans, cues: Mapping[str, TokenSpans], plan: Plan
) -> np.ndarray:
    """Return the number of the actor in `plan.actors` that each hit is about, or -1."""
    chosen = np.full(len(hits.key), -1)
    aside, undergoing = bystanders(batch, actors, cues)
    doing = batch.flags(cues["doer"].first)[actors.first]
    rules = [(slot.book, slot.code.target) for slot in plan.slots]
    for rule in dict.fromkeys(rules):
        slots = np.array([other == rule for other in rules], dtype=bool)
        names = np.array(
            [
                book is rule[0] and name not in rule[1].other_than and rule[1].side != "none"
                for book, name in plan.actors
            ],
            dtype=bool,
        )
        concerned = np.flatnonzero(slots[hits.key])
        if not names.any() or not len(concerned):
            continue
        mine = taken(hits, concerned)
        asked = np.zeros(len(batch.unit_doc) + 1, dtype=bool)
        asked[mine.unit] = True
        rows = names[actors.key] & asked[actors.unit] & ~undergoing
        usable = taken(actors, rows)
        if len(usable.key):
            found = about(batch, mine, usable, rule[1], aside=aside[rows], doing=doing[rows])
            chosen[concerned] = np.where(found >= 0, usable.key[np.maximum(found, 0)], -1)
    return chosen


def bystanders(
    batch: Batch, actors: TokenSpans, cues: Mapping[str, TokenSpans]
) -> tuple[np.ndarray, np.ndarray]:
    """Return which actors only speak, listen or lend a title, and which of all have something done
    to them; none is both."""

    undergoing = batch.flags(cues["undergoing"].first)[actors.first]
    deed = batch.flags(cues["deed"].first)[actors.last - 1] & (actors.last - actors.first > 1)
    aside = batch.flags(cues["title"].first)[actors.first] | deed
    for kind in ("speaks", "deed_after"):
        aside |= batch.flags(cues[kind].first)[actors.last]
    return aside & ~undergoing, undergoing


def about(
    batch: Batch,
    hits: TokenSpans,
    actors: TokenSpans,
    rule: Target,
    *,
    aside: np.ndarray,
    doing: np.ndarray,
) -> np.ndarray:
    """Return for each hit the row of the actor it is about, or -1.

    Looked for in the hit's own sentence: an actor within the hit; else one just behind it that is
    named as the one `doing` it ("... by Russia"); else the one fewest characters away, the earlier
    of two equals, that does not stand `aside`. `side` narrows that to `inside`, `before` or
    `after`.
    """
    chosen = np.full(len(hits.first), -1)
    if rule.side in {"nearest", "inside"}:
        chosen = overlapping_actors(hits, actors)
    if rule.side == "inside" or aside.all():
        return chosen
    rows = np.flatnonzero(~aside)
    near = nearest(batch, hits, taken(actors, rows), rule.side, doing[rows])
    return np.where((chosen < 0) & (near >= 0), rows[np.maximum(near, 0)], chosen)


def overlapping_actors(hits: TokenSpans, actors: TokenSpans) -> np.ndarray:
    """Return for each hit the row of the first actor that overlaps it, or -1."""
    order = leftmost_longest(
        np.zeros(len(actors.first), dtype=np.int64), actors
    )  # one group: in text order
    starts, ends = actors.first[order], actors.last[order]
    first = np.searchsorted(ends, hits.first, side="right")
    at = np.minimum(first, len(order) - 1)
    inside = (first < len(order)) & (starts[at] < hits.last)
    return np.where(inside, order[at], -1)


def nearest(
    batch: Batch, hits: TokenSpans, actors: TokenSpans, side: str, doing: np.ndarray
) -> np.ndarray:
    """Return for each hit the row of the nearest actor of its sentence on a side, or -1.

    One behind it that is named as doing it counts as the nearest; a mark that begins a clause
    between hit and actor makes the way longer.
    """
    place = batch.tokens.place
    end = place + (batch.tokens.end - batch.tokens.start)
    order = leftmost_longest(np.zeros(len(actors.first), dtype=np.int64), actors)
    starts, ends, units = actors.first[order], actors.last[order], actors.unit[order]
    count = len(order) - 1
    before = np.searchsorted(ends, hits.first, side="right") - 1
    after = np.searchsorted(starts, hits.last, side="left")
    left, right = np.maximum(before, 0), np.minimum(after, count)
    there_left = (before >= 0) & (units[left] == hits.unit)
    gap_left = np.where(there_left, place[hits.first] - end[ends[left] - 1], FAR)
    there_right = (after <= count) & (units[right] == hits.unit)
    gap_right = np.where(there_right, place[starts[right]] - end[hits.last - 1], FAR)
    marks = np.append(0, np.cumsum(batch.marks(CLAUSE_MARKS)))
    gap_left += CLAUSE_GAP * (there_left & (marks[hits.first] > marks[ends[left] - 1]))
    gap_right += CLAUSE_GAP * (there_right & (marks[starts[right]] > marks[hits.last - 1]))
    gap_right[doing[order][right] & (gap_right <= DOER_REACH)] = 0
    if side == "before":
        gap_right = np.full(len(gap_right), FAR)
    if side == "after":
        gap_left = np.full(len(gap_left), FAR)
    at = np.where(gap_left <= gap_right, left, right)
    return np.where(np.minimum(gap_left, gap_right) == FAR, -1, order[at])
