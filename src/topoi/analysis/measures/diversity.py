"""Lexical diversity that does not depend on the length of the text."""

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

WINDOW = 100
THRESHOLD = 0.72
COLUMNS = {"words": int, "types": int, "ttr": float, "mattr": float, "mtld": float}
NOTE = (
    "MATTR: mean type-token ratio of every window of {window} words (Covington & McFall 2010), "
    "empty below that length. MTLD: mean length of stretches that keep a type-token ratio above "
    "{threshold}, forward and backward, the last stretch in part (McCarthy & Jarvis 2010); "
    "unsteady below about 100 words."
)


def diversity(tokens: pd.DataFrame, *, by: str = "doc", window: int = WINDOW) -> pd.DataFrame:
    """Return one row a part: the part, `words, types, ttr, mattr, mtld`.

    `by` is a column of the tokens table. MATTR is NaN where the part is shorter than the window,
    rather than a ratio over fewer words that could not be compared.
    """
    words = tokens[tokens["is_word"].to_numpy()]
    rows = []
    for part, group in words.groupby(by, sort=False):
        forms = pd.factorize(group["token"])[0].tolist()
        types = len(set(forms))
        values = (len(forms), types, types / len(forms), mattr(forms, window=window), mtld(forms))
        rows.append((part, *values))
    table = pd.DataFrame(rows, columns=[by, *COLUMNS]).astype(COLUMNS)
    table[by] = table[by].astype(tokens[by].dtype)
    table.attrs["note"] = NOTE.format(window=window, threshold=THRESHOLD)
    return table


def mattr(words: Sequence[Hashable], *, window: int = WINDOW) -> float:
    """Return the moving-average type-token ratio, NaN below the window (Covington & McFall 2010).

    >>> mattr(["a", "b", "a", "c"], window=2)
    1.0
    """
    if len(words) < window or window < 1:
        return float("nan")
    # A word is new in a window when its previous place lies before the window: each such place
    # adds one type to a run of windows, so one pass over the words is enough.
    last: dict[Hashable, int] = {}
    types = np.zeros(len(words) + 1)
    for place, word in enumerate(words):
        previous = last.get(word, -1)
        types[max(previous + 1, place - window + 1)] += 1
        types[place + 1] -= 1
        last[word] = place
    windows = np.cumsum(types)[: len(words) - window + 1]
    return float(windows.mean() / window)


def mtld(words: Sequence[Hashable], *, threshold: float = THRESHOLD) -> float:
    """Return the measure of textual lexical diversity, in words (McCarthy & Jarvis 2010).

    A stretch ends where its type-token ratio falls to the threshold or below. NaN for no words.
    """
    if not len(words):
        return float("nan")
    return (one_way(words, threshold) + one_way(words[::-1], threshold)) / 2


def one_way(words: Sequence[Hashable], threshold: float) -> float:
    """Return the mean stretch in one direction, the unfinished one counted in part."""
    seen: set[Hashable] = set()
    length, factors, ratio = 0, 0.0, 1.0
    for word in words:
        length += 1
        seen.add(word)
        ratio = len(seen) / length
        if ratio <= threshold:
            factors += 1
            seen, length = set(), 0
    if length:
        factors += (1 - ratio) / (1 - threshold)
    return len(words) / factors if factors else float(len(words))
