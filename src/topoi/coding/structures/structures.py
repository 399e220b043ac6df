"""Codes found from the structure of a text rather than from words, each with its labels."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.coding.structures.batches import Batch, numbers_of
from topoi.coding.structures.lists import SIZES, lists_by_size
from topoi.coding.structures.repetition import repetitions

# First token, the one behind the last, and label of each place.
Found = list[tuple[int, int, str]]
PLACES = ["number", "start", "end", "label"]


def reporting_cues(voices: pd.DataFrame) -> pd.DataFrame:
    """Return the reporting cues of the text's own attributions: `number, start, end, label`.

    The label is the stance of the cue (neutral, sequencing, endorsing, doubting). Cues inside what
    somebody else says (mode nested) belong to that speaker and are left out.
    """
    outer = voices[voices["mode"].isin(["direct", "indirect", "mixed"])]
    return cues_in(outer.assign(label=outer["stance"].where(outer["stance"] != "", "neutral")))


def attribution_chain(voices: pd.DataFrame) -> pd.DataFrame:
    """Return the cues of attributions behind another: `number, start, end, label`.

    `nested`: somebody quoted quotes somebody else. `intermediary`: the text names the source
    through which it has the words (three or more links in `via`).
    """
    nested = voices["mode"] == "nested"
    linked = voices["via"].isin([one for one in voices["via"].unique() if one.count("<") >= 2])
    label = np.where(nested, "nested", "intermediary")
    return cues_in(voices.assign(label=label)[nested | linked])


def cues_in(voices: pd.DataFrame) -> pd.DataFrame:
    """Return the cues of some voices, each once."""
    cues = voices[["number", "cue_start", "cue_end", "label"]].set_axis(PLACES, axis=1)
    return cues[cues["start"] >= 0].drop_duplicates(["number", "start", "end"])


def quotation_mode(voices: pd.DataFrame) -> pd.DataFrame:
    """Return the stretches of reported speech with their mode: `number, start, end, label`.

    Rows belong to one stretch that follow each other without a gap and have one mode, speaker and
    cue. What is nested in a stretch belongs to it.
    """
    told = voices[voices["mode"] != "outlet"]
    number, start, end = (told[name].to_numpy() for name in ("number", "start", "end"))
    edges = np.ones(len(told) + 1, dtype=bool)
    edges[1:-1] = (np.diff(number) != 0) | (start[1:] != end[:-1])
    begins = edges[:-1]
    own = (told["mode"] != "nested").to_numpy()
    # A row that is not nested goes on with the last such row before it that it is joined to.
    same = told.assign(run=np.cumsum(begins))[["run", "mode", "speaker", "cue_start"]][own]
    begins[own] |= (same != same.shift()).any(axis=1)
    stretches = told[["number", "start", "end", "mode"]][begins].set_axis(PLACES, axis=1)
    return stretches.assign(end=end[edges[1:]])


class Structure(NamedTuple):
    """A structure: the labels of its kinds, and what finds it, in a batch or in the voices."""

    labels: tuple[str, ...]
    from_text: Callable[[Batch], Found] | None = None
    from_voices: Callable[[pd.DataFrame], pd.DataFrame] | None = None


def short_quotations(batch: Batch) -> Found:
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
    "partial_quotes": Structure(("partial-quote",), from_text=short_quotations),
    "lists": Structure(SIZES, from_text=lists_by_size),
    "repetition": Structure(("anaphora", "echo", "parallel"), from_text=repetitions),
}
LABELS = tuple(dict.fromkeys(label for one in STRUCTURES.values() for label in one.labels))


def spoken(
    names: Iterable[str], voices: pd.DataFrame, docs: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """Return what the voices tell of these structures: `number` of the document, `start, end` in
    characters, `label`; those that come from the text are left out.

    Raises KeyError for voices of an unknown document.
    """
    heard = voices.reset_index(drop=True).assign(number=numbers_of(voices["doc"], docs))
    told: dict[str, pd.DataFrame] = {}
    for name in names:
        if find := STRUCTURES[name].from_voices:
            told[name] = find(heard)
            unknown = told[name].index[told[name]["number"] < 0]
            if len(unknown):
                raise KeyError(heard["doc"][unknown[0]])
    return told


def structural(
    name: str, batch: Batch, told: Mapping[str, pd.DataFrame]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return first token, the one behind the last, and number of the label of each place."""
    if find := STRUCTURES[name].from_text:
        found = find(batch)
        first, last = np.array([row[:2] for row in found], dtype=np.int64).reshape(-1, 2).T
        return first, last, numbers_of_labels(label for _, _, label in found)
    if name not in told:
        none = np.zeros(0, dtype=np.int64)
        return none, none, none
    places = told[name][told[name]["number"].between(batch.first, batch.last - 1)]
    number, start, end = places[PLACES[:3]].to_numpy(dtype=np.int64).T
    return *batch.tokens_in(number - batch.first, start, end), numbers_of_labels(places["label"])


def numbers_of_labels(labels: Iterable[str]) -> np.ndarray:
    """Return the number of each label in LABELS."""
    numbers = {label: number for number, label in enumerate(LABELS)}
    return np.array([numbers[label] for label in labels], dtype=np.int64)
