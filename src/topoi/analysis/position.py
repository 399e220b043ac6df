"""Where in a text the hits stand: early, in the middle, late."""

import numpy as np
import pandas as pd

THIRDS = ("first_third", "middle_third", "last_third")


def positions(hits: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the hits with `position`: the share of the document's words that come before each.

    0 is a hit on the first word; the last word of n has (n - 1) / n. Measured in words, so a long
    name counts no more than a short one. A document without words places every hit at 0.
    """
    words = tokens[tokens["is_word"]]
    starts = {doc: np.sort(part.to_numpy()) for doc, part in words.groupby("doc")["start"]}
    shares = pd.Series(0.0, index=hits.index)
    for doc, part in hits.groupby("doc")["start"]:
        of_doc = starts.get(doc, np.array([], dtype=int))
        shares[part.index] = np.searchsorted(of_doc, part.to_numpy()) / max(len(of_doc), 1)
    return hits.assign(position=shares)


def position_summary(placed: pd.DataFrame, *, by: str = "code") -> pd.DataFrame:
    """Return one row a code: `hits`, hits in each third of the text, and quartiles of position.

    Columns: the `by` column, `hits, first_third, middle_third, last_third, q25, median, q75`.
    `placed` comes from `positions`. With fewer than about ten hits the quartiles only restate the
    hits themselves.

    >>> placed = pd.DataFrame({"code": ["a", "a", "a"], "position": [0.1, 0.2, 0.9]})
    >>> position_summary(placed).loc[0, ["first_third", "last_third"]].tolist()
    [2, 1]
    """
    rows = [
        {by: name, "hits": len(part), **thirds(part), **quartiles(part)}
        for name, part in placed.groupby(by)["position"]
    ]
    return pd.DataFrame(rows, columns=[by, "hits", *THIRDS, "q25", "median", "q75"])


def thirds(position: pd.Series) -> dict[str, int]:
    """Return how many positions fall in the first, middle and last third."""
    counts = np.bincount(np.minimum((position * 3).astype(int), 2), minlength=3)
    return {name: int(count) for name, count in zip(THIRDS, counts, strict=True)}


def quartiles(position: pd.Series) -> dict[str, float]:
    """Return the quartiles of the positions."""
    return {
        "q25": float(position.quantile(0.25)),
        "median": float(position.median()),
        "q75": float(position.quantile(0.75)),
    }
