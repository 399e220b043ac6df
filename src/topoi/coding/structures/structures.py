"""Codes found from the structure of a text rather than from words, each with its labels."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.coding.structures.batches import Batch
from topoi.coding.structures.lists import lists_by_size
from topoi.coding.structures.repetition import repetitions
from topoi.text.words.arrays import first_of_each, order_of

# First token, the one behind the last, and label of each place.
Found = list[tuple[int, int, str]]


class Layer(NamedTuple):
    """A table of spans with the numbers of its documents, and some of its rows by document and
    start; within a document these do not overlap."""

    table: pd.DataFrame
    docs: np.ndarray
    row: np.ndarray
    key: np.ndarray
    stride: int

    def rows_at(self, docs: np.ndarray, starts: np.ndarray) -> np.ndarray:
        """Return the row of the table that holds each place of a document, or -1."""
        if not len(self.row):
            return np.full(len(docs), -1)
        places = np.minimum(starts, self.stride - 1)
        at = np.searchsorted(self.key, docs * self.stride + places, side="right") - 1
        row = self.row[at]
        held = (at >= 0) & (self.docs[row] == docs) & (starts < self.table["end"].to_numpy()[row])
        return np.where(held, row, -1)


def layer_of(table: pd.DataFrame, docs: np.ndarray, rows: np.ndarray | None = None) -> Layer:
    """Return a table as a layer, or only these rows of it; `docs` numbers all its documents."""
    start = table["start"].to_numpy(dtype=np.int64)
    stride = int(table["end"].max()) + 1 if len(table) else 1
    rows = np.arange(len(table)) if rows is None else rows
    row = rows[order_of(docs[rows], start[rows])]
    return Layer(table, docs, row, docs[row] * stride + start[row], stride)


def numbers_in(table: pd.DataFrame, name: str, rows: np.ndarray) -> np.ndarray:
    """Return what a column of numbers has in these rows, 0 for no row (-1)."""
    return np.append(table[name].to_numpy(dtype=np.int64), 0)[rows]


def words_in(table: pd.DataFrame, name: str, rows: np.ndarray) -> pd.api.extensions.ExtensionArray:
    """Return what a column of words has in these rows, "" for no row (-1)."""
    return table[name].array.take(rows, allow_fill=True, fill_value="")


class VoiceSpans(NamedTuple):
    """Spans that a voices table tells: the row of each in the table, start, end and subtype."""

    row: np.ndarray
    start: np.ndarray
    end: np.ndarray
    subtype: np.ndarray


def reporting_cues(voices: Layer) -> VoiceSpans:
    """Return the reporting cues of the text's own attributions.

    The subtype is the stance of the cue (neutral, sequencing, endorsing, doubting). Cues inside
    what somebody else says (mode nested) belong to that speaker and are left out.
    """
    table = voices.table
    outer = table["mode"].isin(["direct", "indirect", "mixed"]) & (table["cue_start"] >= 0)
    rows = np.flatnonzero(outer)
    stance = table["stance"].array.take(rows).to_numpy(dtype=object)
    return cues_at(voices, rows, np.where(stance == "", "neutral", stance))


def attribution_chain(voices: Layer) -> VoiceSpans:
    """Return the cues of attributions behind another.

    Subtype `nested`: somebody quoted quotes somebody else. Subtype `intermediary`: the text names
    the source through which it has the words (three or more links in `via`).
    """
    table = voices.table
    nested = (table["mode"] == "nested").to_numpy()
    # Few chains are different.
    chain, chains = pd.factorize(table["via"])
    linked = np.array([one.count("<") >= 2 for one in chains], dtype=bool)[chain]
    rows = np.flatnonzero((nested | linked) & (table["cue_start"] >= 0).to_numpy())
    return cues_at(voices, rows, np.where(nested[rows], "nested", "intermediary"))


def cues_at(voices: Layer, rows: np.ndarray, subtype: np.ndarray) -> VoiceSpans:
    """Return the cues in these rows, each once."""
    table, docs = voices.table, voices.docs
    start, end = (table[name].to_numpy(dtype=np.int64)[rows] for name in ("cue_start", "cue_end"))
    once = first_of_each(docs[rows], start, end)
    return VoiceSpans(rows[once], start[once], end[once], subtype[once])


def quotation_mode(voices: Layer) -> VoiceSpans:
    """Return the stretches of reported speech with their mode.

    Rows belong to one stretch that follow each other without a gap and have one mode, speaker and
    cue. What is nested in a stretch belongs to it.
    """
    table, docs = voices.table, voices.docs
    start, end, cue = (table[name].to_numpy() for name in ("start", "end", "cue_start"))
    mode, nested = table["mode"].to_numpy(dtype=object), (table["mode"] == "nested").to_numpy()
    rows = np.flatnonzero((table["mode"] != "outlet").to_numpy())
    touching = (rows[1:] == rows[:-1] + 1) & (docs[rows[1:]] == docs[rows[:-1]])
    touching &= start[rows[1:]] == end[rows[:-1]]
    begins = np.insert(~touching, 0, True)[: len(rows)]
    # A row that is not nested goes on with the last such row before it that it is joined to.
    first = np.maximum.accumulate(np.where(begins, np.arange(len(rows)), 0))
    own = ~nested[rows]
    before = np.maximum.accumulate(np.where(own, np.arange(len(rows)), -1))
    before = np.insert(before, 0, -1)[: len(rows)]
    same = before >= first
    for column in (cue, pd.factorize(table["mode"])[0], pd.factorize(table["speaker"])[0]):
        same &= column[rows] == column[rows[before]]
    begins |= own & ~same
    heads = np.flatnonzero(begins)
    last = np.append(heads[1:], len(rows))[: len(heads)] - 1
    return VoiceSpans(rows[heads], start[rows[heads]], end[rows[last]], mode[rows[heads]])


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
