"""Codes that stand together in one sentence or one paragraph."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

LEAST_UNITS = 20
LEAST_EACH = 5
TOO_FEW = f"not tested: needs {LEAST_UNITS} units and {LEAST_EACH} for each code"
COLUMNS = [
    *("code_a", "code_b", "unit", "units", "a", "b", "both"),
    *("expected", "jaccard", "p", "q", "note"),
]


def incidence(
    hits: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    unit: str = "sentence",
    codes: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return a table of truths: a row for each sentence (or paragraph), a column for each code.

    The index is (doc, number of the sentence or paragraph), in reading order. Hits outside all
    units are left out: a heading holds no sentence and is no paragraph. `codes` fixes the columns;
    without it they are the codes seen, sorted.
    """
    units = pd.MultiIndex.from_frame(segments.loc[segments["kind"] == unit, ["doc", unit]])
    columns = sorted(hits["code"].unique()) if codes is None else list(codes)
    table = np.zeros((len(units), len(columns)), dtype=bool)
    inside = hits[hits["code"].isin(columns)]
    rows = units.get_indexer(pd.MultiIndex.from_frame(inside[["doc", unit]]))
    places = pd.Index(columns).get_indexer(inside["code"])
    table[rows[rows >= 0], places[rows >= 0]] = True
    return pd.DataFrame(table, index=units, columns=columns)


def cooccurrence(
    hits: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    unit: str = "sentence",
    codes: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return one row a pair of codes: how many units hold the one, the other, and both.

    Columns: `code_a, code_b, unit`, `units` (all sentences or paragraphs), `a`, `b`, `both`,
    `expected` (a * b / units, if they fell independently), `jaccard` (both / either), `p` (Fisher's
    exact test, one-sided: together more often than expected), `q` (p after Benjamini and Hochberg
    1995 over the tested pairs), `note`. Pairs with fewer than 20 units, or a code in fewer than 5
    of them, are counted and not tested: p and q are missing and `note` says so. The test takes the
    units as independent, which sentences of one document are not quite. Pairs that never meet are
    shown.
    """
    table = incidence(hits, segments, unit=unit, codes=codes)
    held = table.to_numpy(dtype=int)
    together = held.T @ held
    pairs = list(combinations(range(len(table.columns)), 2))
    counts = [(together[i, i], together[j, j], together[i, j]) for i, j in pairs]
    result = pd.DataFrame(counts, columns=["a", "b", "both"], dtype=int)
    either = result["a"] + result["b"] - result["both"]
    return tested(
        result.assign(
            code_a=[table.columns[i] for i, _ in pairs],
            code_b=[table.columns[j] for _, j in pairs],
            unit=unit,
            units=len(table),
            expected=result["a"] * result["b"] / max(len(table), 1),
            jaccard=result["both"] / either.clip(lower=1),
        )
    )


def tested(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs with `p`, `q` and `note`, where there is enough to test."""
    from scipy.stats import false_discovery_control, hypergeom

    enough = (pairs["units"] >= LEAST_UNITS) & (pairs[["a", "b"]].min(axis=1) >= LEAST_EACH)
    p = pd.Series(np.nan, index=pairs.index)
    q = p.copy()
    if enough.any():
        part = pairs[enough]
        p[enough] = hypergeom.sf(part["both"] - 1, part["units"], part["a"], part["b"]).clip(0, 1)
        q[enough] = false_discovery_control(p[enough])
    return pairs.assign(p=p, q=q, note=np.where(enough, "", TOO_FEW))[COLUMNS]
