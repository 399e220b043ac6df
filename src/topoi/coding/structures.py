"""Codes found from the structure of a text rather than from words: the built-in detectors."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.coding.batches import Batch
from topoi.coding.candidates import Spans
from topoi.coding.layers import Layer
from topoi.coding.lists import lists
from topoi.coding.plan import Plan
from topoi.coding.quotes import quotations_in
from topoi.coding.repetition import repetitions
from topoi.coding.voice_structures import (
    VoiceSpans,
    attribution_chain,
    quotation_mode,
    reporting_cues,
)

STANCES = ("neutral", "sequencing", "endorsing", "doubting")
MODES = ("indirect", "direct", "mixed", "nested", "intermediary")
SIZES = ("list-3", "list-4", "list-5", "list-6", "list-7+")
REPETITIONS = ("anaphora", "echo", "parallel")
LABELS = (*STANCES, *MODES, "partial-quote", *SIZES, *REPETITIONS)
LABEL_AT = {label: number for number, label in enumerate(LABELS)}
FROM_VOICES: dict[str, Callable[[Layer], VoiceSpans]] = {
    "reporting_cues": reporting_cues,
    "quotation_mode": quotation_mode,
    "attribution_chain": attribution_chain,
}


class Structures(NamedTuple):
    """Structural spans of a corpus, by number of the document."""

    slot: np.ndarray
    number: np.ndarray
    start: np.ndarray
    end: np.ndarray
    label: np.ndarray

    def of(self, batch: Batch, plan: Plan) -> tuple[Spans, np.ndarray]:
        """Return the spans of a batch, with their labels: those told by voices and by text."""
        count = len(batch.doc_at)
        mine = (self.number >= batch.first) & (self.number < batch.first + count)
        doc = self.number[mine] - batch.first
        start, end = batch.in_plain(doc, self.start[mine]), batch.in_plain(doc, self.end[mine])
        rows = np.stack([self.slot[mine], start, end, self.label[mine]])
        slot, start, end, label = np.concatenate([rows, from_text(batch, plan)], axis=1)
        start, end = batch.trimmed(start, end)
        spans = Spans(slot, start, end, batch.unit_of(start))
        return spans.take(end > start), label[end > start]


def spoken(plan: Plan, voices: Layer | None) -> Structures:
    """Return what the voices tell: reporting cues, modes of quotation, chains.

    Raises KeyError for what they tell of an unknown document.
    """
    parts = [np.zeros((5, 0), dtype=np.int64)]
    for slot, one in enumerate(plan.slots):
        detect = FROM_VOICES.get(one.code.built_in)
        if detect and not one.subtype.name and voices:
            row, start, end, subtype = detect(voices)
            number = voices.docs[row]
            if (number < 0).any():
                raise KeyError(voices.table["doc"].iloc[row[number < 0][0]])
            codes, names = pd.factorize(subtype)
            label = np.array([LABEL_AT[name] for name in names], dtype=np.int64)[codes]
            parts.append(np.stack([np.full(len(row), slot), number, start, end, label]))
    return Structures(*np.concatenate(parts, axis=1))


def from_text(batch: Batch, plan: Plan) -> np.ndarray:
    """Return slot, start, end and label of what the text alone tells."""
    rows: list[tuple[int, int, int, int]] = []
    for slot, one in enumerate(plan.slots):
        detect = FROM_TEXT.get(one.code.built_in)
        if detect and not one.subtype.name:
            rows.extend((slot, start, end, LABEL_AT[kind]) for start, end, kind in detect(batch))
    return np.array(rows, dtype=np.int64).reshape(-1, 4).T


def partial_quotes(batch: Batch) -> list[tuple[int, int, str]]:
    """Return the quotations of a few words."""
    docs = np.unique(batch.unit_doc[batch.quoting])
    return [(start, end, "partial-quote") for _, start, end in quotations_in(batch, docs).tolist()]


def lists_by_size(batch: Batch) -> list[tuple[int, int, str]]:
    """Return the lists of three or more items, with their size."""
    return [(start, end, SIZES[min(size, 7) - 3]) for start, end, size in lists(batch)]


FROM_TEXT: dict[str, Callable[[Batch], list[tuple[int, int, str]]]] = {
    "partial_quotes": partial_quotes,
    "lists": lists_by_size,
    "repetition": repetitions,
}
