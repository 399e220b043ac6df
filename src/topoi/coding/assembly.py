"""From rows of numbers to the hits table."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from topoi.coding.batches import numbers_of
from topoi.coding.candidates import Spans, merged
from topoi.coding.codebook import POLARITIES
from topoi.coding.keys import order_of
from topoi.coding.plan import Plan
from topoi.coding.rows import Row
from topoi.coding.structures import LABELS
from topoi.text.corpus import Corpus
from topoi.text.spans import containing

COLUMNS = [
    "doc", "start", "end", "codebook", "code", "subtype", "text", "section", "paragraph",
    "sentence", "mode", "speaker", "target", "polarity",
]  # fmt: skip
SORTED = ("number", "start", "end")
SPOKEN = ["mode", "speaker", "stance"]


def located(
    parts: Sequence[Row], docs: Sequence[str], layers: pd.DataFrame, voices: pd.DataFrame | None
) -> pd.DataFrame:
    """Return the candidates of all batches with their document, place and voice."""
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    rows = pd.DataFrame(
        dict(zip(Row._fields, columns, strict=True))
        if columns
        else {name: np.zeros(0, dtype=np.int64) for name in Row._fields}
    )
    names = pd.array([*docs, ""], dtype="str")
    numbers = rows["number"].to_numpy(dtype=np.int64)
    places = rows.assign(doc=numbers)
    layers = layers.assign(doc=numbers_of(layers["doc"], docs))
    is_sentence = (layers["kind"] == "sentence").to_numpy()
    rows = rows.assign(doc=names.take(numbers))
    rows = rows.join(containing(places, layers[~is_sentence], ["section", "paragraph"]))
    rows = rows.join(containing(places, layers[is_sentence], ["sentence"]))
    if voices is None:
        return rows.assign(**dict.fromkeys(SPOKEN, ""))
    voices = voices.assign(doc=numbers_of(voices["doc"], docs))
    return rows.join(containing(places, voices, SPOKEN))


def chosen(rows: pd.DataFrame, plan: Plan, *, voiced: bool) -> pd.DataFrame:
    """Return the rows that their code's context allows, one of overlapping hits a code."""
    good = np.ones(len(rows), dtype=bool)
    slot = rows["slot"].to_numpy(dtype=np.int64)
    for number, one in enumerate(plan.slots):
        concerned = np.flatnonzero(slot == number) if one.subtype.context else slot[:0]
        for key, values_allowed in one.subtype.context:
            if key == "polarity":
                told = np.array(POLARITIES)[rows["polarity"].to_numpy()[concerned]]
            elif voiced:
                told = rows[key].to_numpy(dtype=object)[concerned].astype(str)
            else:
                continue
            good[concerned] &= np.isin(told, values_allowed)
    rows = rows[good]
    numbers = {name: rows[name].to_numpy(dtype=np.int64) for name in Row._fields}
    code = np.array([one.code_number for one in plan.slots], dtype=np.int64)[numbers["slot"]]
    group = code + len(plan.slots) * numbers["number"]
    spans = Spans(numbers["slot"], numbers["start"], numbers["end"], numbers["number"])
    picked = merged(group, spans)
    order = order_of(*(column[picked] for column in (*map(numbers.get, SORTED), code)))
    return rows.iloc[picked[order]].reset_index(drop=True)


def finished(rows: pd.DataFrame, plan: Plan, corpus: Corpus) -> pd.DataFrame:
    """Return the hits table with its names and texts written out."""

    def named(values: Sequence[str], at: pd.Series) -> pd.api.extensions.ExtensionArray:
        return pd.array([*values, ""], dtype="str").take(
            at.to_numpy(dtype=np.int64) % (len(values) + 1)
        )

    slots = plan.slots
    subtype = np.where(rows["label"] >= 0, rows["label"] + len(slots), rows["slot"])
    texts = list(corpus.texts.values())
    spans = zip(*(rows[name].tolist() for name in ("number", "start", "end")), strict=True)
    return rows.assign(
        codebook=named([slot.book.id for slot in slots], rows["slot"]),
        code=named([slot.code.id for slot in slots], rows["slot"]),
        subtype=named([*(slot.subtype.name for slot in slots), *LABELS], pd.Series(subtype)),
        text=pd.array([texts[number][start:end] for number, start, end in spans], dtype="str"),
        target=named([name for _, name in plan.actors], rows["target"]),
        polarity=named(POLARITIES, rows["polarity"]),
    )[COLUMNS]
