"""Whom a hit is about: an actor of the codebook in the same sentence."""

import re

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.candidates import Spans, merged
from topoi.coding.codebook import Target
from topoi.coding.plan import Plan

# Actors that a hit is not about: those who only speak, are spoken to, or lend a title its name.
TITLE = re.compile(
    r"\b(?:presidents?|ministers?|chancellor|head|leaders?|ambassador|secretary|king)"
    r" (?:of|to|for) (?:the )?$|\baccording to (?:[\w-]+ ){0,4}$"
    r"|\b(?:thank(?:ed|s|ful to)?|grateful to|told|informed|assured|briefed|congratulated|urged)"
    r" (?:the )?(?:[\w-]+ ){0,2}$"
)
SAYING = re.compile(
    r"(?: and [\w-]+ [\w-]+)?(?: (?:also|further|then|again|once|has|had|have|\w+ly))*"
    r" (?:said|says|saying|stress\w*|emphasi[sz]\w*|stat(?:ed|es)|not(?:ed|es)|add(?:ed|s)|told"
    r"|thank\w*|point(?:ed|s) out|express\w*|discuss\w*|inform\w*|underlin\w*|underscor\w*"
    r"|reaffirm\w*|reiterat\w*|announc\w*|recall\w*|remind\w*|assur\w*|brief\w*|believes|thinks|hopes"
    r"|explain\w*|remark\w*|mention\w*|conclud\w*|claim(?:s|ed)|warn(?:s|ed)|set a task|met\b)"
)
# An actor that something is done to: "the war against Ukraine", "the invasion of Iraq".
UNDERGOING = re.compile(
    r"\b(?:against|toward|towards|(?:wars?|attacks?|strikes?|assault|onslaught) on"
    r"|(?:invasion|occupation|annexation|attack|shelling|bombing|bombardment|destruction|seizure"
    r"|conquest) of) (?:the )?$"
)
# A deed named by its doer ("Russian aggression"): the doer counts within a hit only.
DEED = re.compile(r"[\w ]+ (?:aggress|inva|occup|war|attack|shell|strik)\w*")
DEED_AFTER = re.compile(r"'s? (?:[\w-]+ ){0,2}?(?:aggress|inva|war\b|attack|shell|strik)")
# Without one of these a longer look is vain: how what stands before an actor ends, or a word in it.
ENDS_UNDERGOING = ("against ", "toward ", "towards ", "on ", "of ")
ENDS_TITLE = ("of ", "to ", "for ")
LISTENING = re.compile(
    r"according|thank|grateful|told|informed|assured|briefed|congratulated|urged"
)
BEFORE, AFTER = 60, 40


def targets(batch: Batch, hits: Spans, actors: Spans, plan: Plan) -> np.ndarray:
    """Return the number of the actor in `plan.actors` that each hit is about, or -1."""
    chosen = np.full(len(hits.key), -1)
    rules = [(slot.book.id, slot.code.target) for slot in plan.slots]
    for rule in dict.fromkeys(rules):
        slots = [number for number, other in enumerate(rules) if other == rule]
        names = [
            number
            for number, (book, name) in enumerate(plan.actors)
            if book.id == rule[0] and name not in rule[1].other_than
        ]
        concerned = np.flatnonzero(np.isin(hits.key, slots))
        if rule[1].side == "none" or not names or not len(concerned):
            continue
        mine = hits.take(concerned)
        usable = actors.take(np.isin(actors.key, names) & np.isin(actors.unit, mine.unit))
        aside, undergoing = bystanders(batch, usable)
        usable = usable.take(~undergoing)
        rows = about(mine, usable, rule[1], aside[~undergoing])
        if len(usable.key):
            chosen[concerned] = np.where(rows >= 0, usable.key[np.maximum(rows, 0)], -1)
    return chosen


def bystanders(batch: Batch, actors: Spans) -> tuple[np.ndarray, np.ndarray]:
    """Return which actors only speak, listen or lend a title, and which of all have something done
    to them; none is both."""
    aside = np.zeros(len(actors.start), dtype=bool)
    undergoing = np.zeros(len(actors.start), dtype=bool)
    for row, (start, end) in enumerate(
        zip(actors.start.tolist(), actors.end.tolist(), strict=True)
    ):
        before = batch.folded[max(start - BEFORE, 0) : start]
        edge = before.removesuffix("the ")
        undergoing[row] = edge.endswith(ENDS_UNDERGOING) and bool(UNDERGOING.search(before))
        aside[row] = not undergoing[row] and bool(
            SAYING.match(batch.folded, end, end + AFTER)
            or DEED.fullmatch(batch.folded, start, end)
            or DEED_AFTER.match(batch.folded, end, end + AFTER)
            or ((edge.endswith(ENDS_TITLE) or LISTENING.search(before)) and TITLE.search(before))
        )
    return aside, undergoing


def about(hits: Spans, actors: Spans, rule: Target, aside: np.ndarray) -> np.ndarray:
    """Return for each hit the row of the actor it is about, or -1.

    Looked for in the hit's own sentence: an actor within the hit; else the one fewest characters
    away, the earlier of two equals, that does not stand `aside`. `side` narrows that to `inside`,
    `before` or `after`.
    """
    chosen = np.full(len(hits.start), -1)
    if not len(actors.start) or rule.side == "none":
        return chosen
    if rule.side in {"nearest", "inside"}:
        chosen = within(hits, actors)
    if rule.side == "inside" or aside.all():
        return chosen
    rows = np.flatnonzero(~aside)
    near = nearest(hits, actors.take(rows), rule.side)
    return np.where((chosen < 0) & (near >= 0), rows[np.maximum(near, 0)], chosen)


def within(hits: Spans, actors: Spans) -> np.ndarray:
    """Return for each hit the row of the first actor that overlaps it, or -1."""
    order = merged(np.zeros(len(actors.start), dtype=np.int64), actors)  # one group: in text order
    starts, ends = actors.start[order], actors.end[order]
    first = np.searchsorted(ends, hits.start, side="right")
    at = np.minimum(first, len(order) - 1)
    inside = (first < len(order)) & (starts[at] < hits.end)
    return np.where(inside, order[at], -1)


def nearest(hits: Spans, actors: Spans, side: str) -> np.ndarray:
    """Return for each hit the row of the nearest actor of its sentence on a side, or -1."""
    order = merged(np.zeros(len(actors.start), dtype=np.int64), actors)
    starts, ends, units = actors.start[order], actors.end[order], actors.unit[order]
    last = len(order) - 1
    before = np.searchsorted(ends, hits.start, side="right") - 1
    after = np.searchsorted(starts, hits.end, side="left")
    left, right = np.maximum(before, 0), np.minimum(after, last)
    far = np.iinfo(np.int64).max
    gap_left = np.where((before >= 0) & (units[left] == hits.unit), hits.start - ends[left], far)
    gap_right = np.where(
        (after <= last) & (units[right] == hits.unit), starts[right] - hits.end, far
    )
    if side == "before":
        gap_right = np.full(len(gap_right), far)
    if side == "after":
        gap_left = np.full(len(gap_left), far)
    at = np.where(gap_left <= gap_right, left, right)
    return np.where(np.minimum(gap_left, gap_right) == far, -1, order[at])
