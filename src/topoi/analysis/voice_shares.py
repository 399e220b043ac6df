"""How many of the words are whose."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from topoi.text.spans import containing, positions

RESAMPLES = 2000
SEED = 1
LEAST_DOCUMENTS = 2


def voice_shares(
    tokens: pd.DataFrame, voices: pd.DataFrame, *, by: Sequence[str] = ("speaker", "mode")
) -> pd.DataFrame:
    """Return one row a voice: the `by` columns, `stretches, words, share, low, high, note`.

    `share` is of all words. With two documents or more, `low` and `high` are the 95% percentile
    interval of a bootstrap over documents (2,000 resamples, seed 1; Efron 1979); with one document
    there is nothing to resample, they are missing and `note` says so. The largest comes first.

    >>> tokens = pd.DataFrame({"doc": ["a"], "start": [0], "end": [2], "is_word": [True]})
    >>> voices = pd.DataFrame(
    ...     {"doc": ["a"], "start": [0], "end": [2], "speaker": ["TASS"], "mode": ["outlet"]})
    >>> voice_shares(tokens, voices)[["speaker", "words", "share"]].values.tolist()
    [['TASS', 1, 1.0]]
    """
    keys = list(by)
    words = tokens[tokens["is_word"]]
    placed = words[["doc"]].join(containing(words, voices, keys))
    totals = placed.groupby(keys).size().rename("words")
    stretches = voices.groupby(keys).size().rename("stretches")
    table = pd.concat([stretches, totals], axis=1).fillna(0).astype(int).reset_index()
    table["share"] = table["words"] / max(1, len(words))
    table = table.merge(share_intervals(placed, keys), on=keys, how="left")
    return table.sort_values(["words", *keys], ascending=[False, *[True] * len(keys)]).reset_index(
        drop=True
    )


def share_intervals(placed: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return `low, high, note` of each voice's share, by resampling whole documents."""
    counts = placed.groupby([*keys, "doc"]).size().unstack("doc", fill_value=0)
    result = counts.index.to_frame(index=False)
    if counts.shape[1] < LEAST_DOCUMENTS:
        note = "one document: no interval across documents"
        return result.assign(low=np.nan, high=np.nan, note=note)
    drawn = np.random.default_rng(SEED).multinomial(
        counts.shape[1], np.full(counts.shape[1], 1 / counts.shape[1]), size=RESAMPLES
    )
    sums = drawn @ counts.to_numpy().T
    shares = sums / np.maximum(1, sums.sum(axis=1, keepdims=True))
    low, high = np.percentile(shares, [2.5, 97.5], axis=0)
    return result.assign(low=low, high=high, note="")


def words_inside(tokens: pd.DataFrame, spans: pd.DataFrame) -> int:
    """Return how many words begin inside some spans, which may not overlap.

    >>> tokens = pd.DataFrame({"doc": ["a"], "start": [3], "end": [5], "is_word": [True]})
    >>> words_inside(tokens, pd.DataFrame({"doc": ["a"], "start": [0], "end": [9]}))
    1
    """
    words = tokens[tokens["is_word"]]
    return int((positions(words, spans) >= 0).sum())
