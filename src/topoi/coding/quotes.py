"""Quotations of a few words inside running text."""

from collections.abc import Sequence

import numpy as np

from topoi.coding.batches import Batch
from topoi.text.blocks import Block
from topoi.text.quotations import quotations_of

FEW_WORDS = 6


def short_quotations(text: str, blocks: Sequence[Block] | None = None) -> list[tuple[int, int]]:
    """Return the spans, marks included, of the quotations of at most six words.

    >>> text = "They called it a 'special case' of Kiev's."
    >>> [text[start:end] for start, end in short_quotations(text)]
    ["'special case'"]
    """
    return short(text, [(found.start, found.end) for found in quotations_of(text, blocks)])


def short(text: str, quotations: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return those quotations, given as spans, that have at most six words."""
    return [
        (start, end)
        for start, end in quotations
        if end - start <= 40 * FEW_WORDS and len(text[start:end].split()) <= FEW_WORDS
    ]


def quotations_in(batch: Batch, docs: np.ndarray) -> np.ndarray:
    """Return document, start and end (in `plain`) of the short quotations of some documents."""
    known = batch.quotations
    for doc in docs.tolist():
        if doc not in known:
            known[doc] = (
                short(batch.texts[doc], batch.quoted[doc])
                if batch.quoted
                else short_quotations(batch.texts[doc], batch.blocks_of(doc))
            )
    rows = [(doc, *span) for doc in docs.tolist() for span in known[doc]]
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    for column in (1, 2):
        table[:, column] = batch.in_plain(table[:, 0], table[:, column])
    return table
