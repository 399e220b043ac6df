"""Codes found from the structure of a text rather than from words, each with its labels."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.coding.batches import Batch
from topoi.coding.layers import Layer
from topoi.coding.lists import lists_by_size
from topoi.coding.repetition import repetitions
from topoi.coding.voice_structures import (
    VoiceSpans,
    attribution_chain,
    quotation_mode,
    reporting_cues,
)

# First token, the one behind the last, and label of each place.
Found = list[tuple[int, int, str]]


class Structure(NamedTuple):
    """A structure: the labels of its kinds, and what finds it, in a batch or in the voices."""

    labels: tuple[str, ...]
    from_text: Callable[[Batch], Found] | None = None
    from_voices: Callable[[Layer], VoiceSpans] | None = None


def partial_quotes(batch: Batch) -> Found:
    """Return the quotations of a few words inside running text."""
    spans = zip(*(column.tolist() for column in batch.short_quotations), strict=True)
    return [(first, last, "partial-quote") for first, last in spans]


# The one place where structures are registered; a codebook names them by `built_in`.
STRUCTURES = {
    "reporting_cues": Structure(
        ("neutral", "sequencing", "endorsing", "doubting"), from_voices=reporting_cues
    ),
    "quotation_mode": Structure(
        ("indirect", "direct", "mixed", "nested"), from_voices=quotation_mode
    ),
    "attribution_chain": Structure(("nested", "intermediary"), from_voices=attribution_chain),
    "partial_quotes": Structure(("partial-quote",), from_text=partial_quotes),
    "lists": Structure(
        ("list-3", "list-4", "list-5", "list-6", "list-7+"), from_text=lists_by_size
    ),
    "repetition": Structure(("anaphora", "echo", "parallel"), from_text=repetitions),
}
LABELS = tuple(dict.fromkeys(label for one in STRUCTURES.values() for label in one.labels))


class Spoken(NamedTuple):
    """What the voices tell of one structure: document, characters and number of the label."""

    number: np.ndarray
    start: np.ndarray
    end: np.ndarray
    label: np.ndarray


def spoken(names: Iterable[str], voices: Layer) -> dict[str, Spoken]:
    """Return what the voices tell of these structures; those that come from the text are left out.

    Raises KeyError for voices of an unknown document.
    """
    told: dict[str, Spoken] = {}
    for name in names:
        if find := STRUCTURES[name].from_voices:
            row, start, end, subtype = find(voices)
            number = voices.docs[row]
            if (number < 0).any():
                raise KeyError(voices.table["doc"].iloc[row[number < 0][0]])
            told[name] = Spoken(number, start, end, numbers_of_labels(subtype))
    return told


def structural(
    name: str, batch: Batch, told: Mapping[str, Spoken]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return first token, the one behind the last, and number of the label of each place."""
    if find := STRUCTURES[name].from_text:
        found = find(batch)
        first, last = (np.array([row[n] for row in found], dtype=np.int64) for n in (0, 1))
        return first, last, numbers_of_labels([label for _, _, label in found])
    if name not in told:
        none = np.zeros(0, dtype=np.int64)
        return none, none, none
    number, start, end, label = told[name]
    mine = (number >= batch.first) & (number < batch.first + len(batch.tokens.docs))
    first, last = batch.tokens_in(number[mine] - batch.first, start[mine], end[mine])
    return first, last, label[mine]


def numbers_of_labels(labels: list[str] | np.ndarray) -> np.ndarray:
    """Return the number of each label in LABELS."""
    codes, names = pd.factorize(np.asarray(labels, dtype=object))
    return np.array([LABELS.index(name) for name in names], dtype=np.int64)[codes]
