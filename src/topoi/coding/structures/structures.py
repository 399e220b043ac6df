"""Codes found from the structure of a text rather than from words, each with its labels."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.coding.structures.batches import Batch, numbers_of
from topoi.coding.structures.lists import SIZES, lists_by_size
from topoi.coding.structures.repetition import repetitions
from topoi.text.words.arrays import first_of_each, first_of_runs

# First token, the one behind the last, and label of each place.
Found = list[tuple[int, int, str]]
PLACES = ["number", "start", "end", "label"]


def reporting_cues(voices: pd.DataFrame) -> pd.DataFrame:
    """Return the reporting cues of the text's own attributions: `number, start, end, label`.

    The label is the stance of the cue (neutral, sequencing, endorsing, doubting). Cues inside what
    somebody else says (mode nested) belong to that speaker and are left out.
    """
    mode, stance = (voices[name].to_numpy(dtype=object) for name in ("mode", "stance"))
    outer = np.flatnonzero((mode != "outlet") & (mode != "nested"))
    return cues_at(voices, outer, np.where(stance == "", "neutral", stance))


def attribution_chain(voices: pd.DataFrame) -> pd.DataFrame:
    """Return the cues of attributions behind another: `number, start, end, label`.

    `nested`: somebody quoted quotes somebody else. `intermediary`: the text names the source
    through which it has the words (three or more links in `via`).
    """
    nested = voices["mode"].to_numpy(dtype=object) == "nested"
    # Few chains are different.
    chain, chains = pd.factorize(voices["via"])
    linked = np.array([one.count("<") >= 2 for one in chains], dtype=bool)[chain]
    label = np.where(nested, "nested", "intermediary")
    return cues_at(voices, np.flatnonzero(nested | linked), label)


def cues_at(voices: pd.DataFrame, rows: np.ndarray, label: np.ndarray) -> pd.DataFrame:
    """Return the cues of these rows, where they have one, each once."""
    number, start, end = (voices[name].to_numpy() for name in ("number", "cue_start", "cue_end"))
    rows = rows[start[rows] >= 0]
    rows = rows[first_of_each(number[rows], start[rows], end[rows])]
    return pd.DataFrame(
        dict(zip(PLACES, (number[rows], start[rows], end[rows], label[rows]), strict=True))
    )


def quotation_mode(voices: pd.DataFrame) -> pd.DataFrame:
    """Return the stretches of reported speech with their mode: `number, start, end, label`.

    Rows belong to one stretch that follow each other without a gap and have one mode, speaker and
    cue. What is nested in a stretch belongs to it.
    """
    mode = voices["mode"].to_numpy(dtype=object)
    rows = np.flatnonzero(mode != "outlet")
    number, start, end, cue = (
        voices[name].to_numpy()[rows] for name in ("number", "start", "end", "cue_start")
    )
    modes, speakers = (pd.factorize(voices[name])[0][rows] for name in ("mode", "speaker"))
    edges = np.ones(len(rows) + 1, dtype=bool)
    edges[1:-1] = (np.diff(number) != 0) | (start[1:] != end[:-1])
    begins = edges[:-1]
    # A row that is not nested goes on with the last such row before it that it is joined to.
    own = np.flatnonzero(mode[rows] != "nested")
    begins[first_of_runs(own, np.cumsum(begins), cue, modes, speakers)] = True
    columns = (number[begins], start[begins], end[edges[1:]], mode[rows][begins])
    return pd.DataFrame(dict(zip(PLACES, columns, strict=True)))


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

    Raises KeyError for reported speech in an unknown document.
    """
    finders = {name: find for name in names if (find := STRUCTURES[name].from_voices)}
    if not finders:
        return {}
    number = numbers_of(voices["doc"], docs)
    unknown = voices["doc"][(number < 0) & (voices["mode"] != "outlet").to_numpy()]
    if len(unknown):
        raise KeyError(unknown.iloc[0])
    return {name: find(voices.assign(number=number)) for name, find in finders.items()}


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
