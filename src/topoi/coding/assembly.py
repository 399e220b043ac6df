"""From rows of numbers to the hits table."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from topoi.coding.batches import numbers_of
from topoi.coding.candidates import Spans, merged
from topoi.coding.codebook import POLARITIES
from topoi.coding.keys import order_of
from topoi.coding.layers import Layer, layer_of, numbers_in, words_in
from topoi.coding.plan import Plan
from topoi.coding.rows import Row
from topoi.coding.structures import LABELS
from topoi.text.corpus import Corpus

SPOKEN = ("mode", "speaker")


def chosen(parts: Sequence[Row], plan: Plan, voices: Layer | None) -> Row:
    """Return the candidates of all batches that their code's context allows, one of overlapping
    hits a code, in order of document, start, end and code."""
    none = np.zeros((len(Row._fields), 0), dtype=np.int64)
    rows = Row(*(np.concatenate(columns) for columns in zip(none, *parts, strict=True)))
    rows = rows.take(in_context(rows, plan, voices))
    code = np.array([one.code_number for one in plan.slots], dtype=np.int64)[rows.slot]
    group = code + len(plan.slots) * rows.number
    picked = merged(group, Spans(rows.slot, rows.start, rows.end, rows.number))
    columns = (rows.number, rows.start, rows.end, code)
    return rows.take(picked[order_of(*(column[picked] for column in columns))])


def in_context(rows: Row, plan: Plan, voices: Layer | None) -> np.ndarray:
    """Return which candidates have the voice and the polarity that their code asks for."""
    good = np.ones(len(rows.slot), dtype=bool)
    for number, one in enumerate(plan.slots):
        concerned = np.flatnonzero(rows.slot == number) if one.subtype.context else rows.slot[:0]
        for key, values_allowed in one.subtype.context:
            if key == "polarity":
                told = np.array(POLARITIES)[rows.polarity[concerned]]
            elif voices:
                places = voices.rows_at(rows.number[concerned], rows.start[concerned])
                told = words_in(voices.table, key, places).to_numpy(dtype=object).astype(str)
            else:
                continue
            good[concerned] &= np.isin(told, values_allowed)
    return good


def finished(
    rows: Row, plan: Plan, corpus: Corpus, segments: pd.DataFrame, voices: Layer | None
) -> pd.DataFrame:
    """Return the hits table with its names, texts, places and voices written out."""

    def named(values: Sequence[str], at: np.ndarray) -> pd.api.extensions.ExtensionArray:
        return pd.array([*values, ""], dtype="str").take(at % (len(values) + 1))

    slots, docs, texts = plan.slots, list(corpus.texts), list(corpus.texts.values())
    numbers = numbers_of(segments["doc"], docs)
    is_sentence = (segments["kind"] == "sentence").to_numpy()
    parts = (
        layer_of(segments, numbers, np.flatnonzero(some)) for some in (~is_sentence, is_sentence)
    )
    block, sentence = (layer.rows_at(rows.number, rows.start) for layer in parts)
    spans = zip(rows.number.tolist(), rows.start.tolist(), rows.end.tolist(), strict=True)
    subtype = np.where(rows.label >= 0, rows.label + len(slots), rows.slot)
    columns = {
        "doc": named(docs, rows.number),
        "start": rows.start,
        "end": rows.end,
        "codebook": named([slot.book.id for slot in slots], rows.slot),
        "code": named([slot.code.id for slot in slots], rows.slot),
        "subtype": named([*(slot.subtype.name for slot in slots), *LABELS], subtype),
        "text": pd.array([texts[number][start:end] for number, start, end in spans], dtype="str"),
        "section": numbers_in(segments, "section", block),
        "paragraph": numbers_in(segments, "paragraph", block),
        "sentence": numbers_in(segments, "sentence", sentence),
        **who_says(rows, voices),
        "target": named([name for _, name in plan.actors], rows.target),
        "polarity": named(POLARITIES, rows.polarity),
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(rows.slot)))


def who_says(rows: Row, voices: Layer | None) -> dict[str, Any]:
    """Return the columns `mode` and `speaker`, "" without voices."""
    if voices is None:
        return dict.fromkeys(SPOKEN, "")
    heard = voices.rows_at(rows.number, rows.start)
    return {name: words_in(voices.table, name, heard) for name in SPOKEN}
