"""Codes found from the structure of a text rather than from words: the built-in detectors."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.coding.batches import Batch
from topoi.coding.candidates import Spans
from topoi.coding.lists import lists
from topoi.coding.plan import Plan
from topoi.coding.quotes import quotations_in
from topoi.coding.repetition import repetitions
from topoi.coding.voice_structures import attribution_chain, quotation_mode, reporting_cues

STANCES = ("neutral", "sequencing", "endorsing", "doubting")
MODES = ("indirect", "direct", "mixed", "nested", "intermediary")
SIZES = ("list-3", "list-4", "list-5", "list-6", "list-7+")
REPETITIONS = ("anaphora", "echo", "parallel")
LABELS = (*STANCES, *MODES, "partial-quote", *SIZES, *REPETITIONS)
LABEL_AT = {label: number for number, label in enumerate(LABELS)}
FROM_VOICES: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
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


def spoken(plan: Plan, voices: pd.DataFrame | None, docs: list[str]) -> Structures:
    """Return what the voices table tells: reporting cues, modes of quotation, chains."""
    empty = np.zeros(0, dtype=np.int64)
    parts = [(empty,) * 5]
    order = {doc: number for number, doc in enumerate(docs)}
    for slot, one in enumerate(plan.slots):
        detect = FROM_VOICES.get(one.code.built_in)
        if detect and not one.subtype.name and voices is not None:
            found = detect(voices)
            parts.append(
                (
                    np.full(len(found), slot),
                    np.array([order[doc] for doc in found["doc"].tolist()], dtype=np.int64),
                    found["start"].to_numpy(dtype=np.int64),
                    found["end"].to_numpy(dtype=np.int64),
                    np.array([LABEL_AT[one] for one in found["subtype"].tolist()], dtype=np.int64),
                )
            )
    return Structures(*(np.concatenate(column) for column in zip(*parts, strict=True)))


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
