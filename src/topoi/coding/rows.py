"""Candidate hits of a batch, as rows of numbers."""

from typing import NamedTuple

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.candidates import allowed, concerned, used
from topoi.coding.candidates import joined as joined_spans
from topoi.coding.matcher import Matcher, literal_occurrences
from topoi.coding.matching import find, find_deferred, joined
from topoi.coding.patterns import Pattern
from topoi.coding.plan import ACTOR, CUE, INCLUDE, Plan
from topoi.coding.polarity import polarities
from topoi.coding.structures import Structures
from topoi.coding.targets import targets


class RunawayError(Exception):
    """Patterns that took too long, each with the document number and place that stopped it."""

    def __init__(self, patterns: dict[Pattern, tuple[int, int]]) -> None:
        super().__init__(", ".join(pattern.source for pattern in patterns))
        self.patterns = patterns


class Task(NamedTuple):
    """What is looked for: the plan, its matcher, the kinds of cues, what the voices tell."""

    plan: Plan
    matcher: Matcher
    kinds: np.ndarray
    told: Structures
    seconds: float


class Row(NamedTuple):
    """Columns of candidates before they are told apart: numbers only."""

    number: np.ndarray
    start: np.ndarray
    end: np.ndarray
    slot: np.ndarray
    label: np.ndarray
    polarity: np.ndarray
    target: np.ndarray

    def take(self, rows: np.ndarray) -> "Row":
        """Return the candidates at these rows (numbers or truth values)."""
        return Row(*(column[rows] for column in self))


def rows_of(batch: Batch, task: Task) -> Row:
    """Return the candidate hits of one batch; raises RunawayError if a pattern takes too long."""
    plan, patterns = task.plan, task.matcher
    occurrences = literal_occurrences(patterns, batch)
    found, stopped = find(patterns, batch, occurrences, task.seconds)
    included = used(plan.uses[INCLUDE], found)
    structures, labels = task.told.of(batch, plan)
    candidates = joined_spans(included, structures)
    label = np.concatenate([np.full(len(included.key), -1), labels])
    where = concerned(plan, batch, candidates)
    later, stopped_later = find_deferred(
        patterns, batch, occurrences, task.seconds, where, conditions=plan.conditions
    )
    check(plan, batch, stopped | stopped_later)
    good = allowed(plan, batch, candidates, joined(found, later))
    candidates, label = candidates.take(good), label[good]
    polarity = polarities(batch, candidates, used(plan.uses[CUE], found), task.kinds)
    target = targets(batch, candidates, used(plan.uses[ACTOR], found), plan)
    doc, start = batch.in_document(candidates.start)
    end = batch.in_document(candidates.end - 1)[1] + 1
    return Row(doc + batch.first, start, end, candidates.key, label, polarity, target)


def check(plan: Plan, batch: Batch, stopped: dict[int, int]) -> None:
    """Raise RunawayError if there are patterns that took too long."""
    if stopped:
        raise RunawayError(
            {plan.patterns[one]: place(batch, unit) for one, unit in stopped.items()}
        )


def place(batch: Batch, unit: int) -> tuple[int, int]:
    """Return document number and offset of a unit."""
    doc, start = batch.in_document(batch.unit_start[[unit]])
    return int(doc[0]) + batch.first, int(start[0])
