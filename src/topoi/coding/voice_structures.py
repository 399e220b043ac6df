"""What the voices table tells about reporting: cues, modes of quotation, chains of sources."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.coding.layers import Layer
from topoi.text.arrays import first_of_each


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
