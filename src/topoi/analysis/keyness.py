"""Which words one part of a corpus uses more than another."""

import numpy as np
import pandas as pd

from topoi.analysis.association import ZERO_RULE, contribution, g2

VARIANTS = {
    "four-cell": "G2 over the four cells of words against all other words (Dunning 1993)",
    "two-term": "G2 over the two frequencies of the word (Rayson & Garside 2000)",
}


def keyness(
    counts: pd.Series,
    reference: pd.Series,
    *,
    size: float | None = None,
    reference_size: float | None = None,
    variant: str = "four-cell",
    min_count: int = 1,
) -> pd.DataFrame:
    """Return each word's frequency in a part and in a reference, and how the two differ.

    `counts` and `reference` map word to frequency; the sizes are their sums unless given. Columns:
    `token, count, reference_count, per_1000, reference_per_1000, g2, bic, log_ratio, pct_diff, p,
    q`, the largest G2 first. `log_ratio` is log2 of the ratio of the two rates, 0 counted as 0.5
    (Hardie 2014), positive where the part uses the word more. `pct_diff` is the difference in
    percent of the reference's rate (Gabrielatos & Marchi 2011), infinite where the reference has
    none. `bic` is G2 - ln N (Wilson 2013), `p` the chi-square tail at one degree of freedom, and
    `q` is p after Benjamini-Hochberg over every word compared, those below `min_count` (in both
    together) too, which are left out of the table only. `attrs["note"]` names the variant.

    Caveat: words are not independent draws; a word of one text passes for a word of the part.
    Read G2 beside the log ratio and the dispersion.

    >>> part, rest = pd.Series({"peace": 8, "the": 92}), pd.Series({"peace": 2, "the": 98})
    >>> keyness(part, rest).round(2)[["token", "count", "log_ratio"]].values.tolist()
    [['peace', 8, 2.0], ['the', 92, -0.09]]
    """
    from scipy.stats import chi2, false_discovery_control

    if variant not in VARIANTS:
        raise ValueError(f"variant is one of {', '.join(VARIANTS)}, not {variant!r}")
    both = pd.DataFrame({"count": counts, "reference_count": reference}).fillna(0)
    a, b = both["count"].to_numpy(float), both["reference_count"].to_numpy(float)
    c = float(counts.sum() if size is None else size)
    d = float(reference.sum() if reference_size is None else reference_size)
    scores = two_term(a, b, c, d) if variant == "two-term" else g2(a, c, a + b, c + d)
    p = chi2.sf(scores, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        table = pd.DataFrame(
            {
                "token": both.index.astype("str"),
                "count": a.astype(int),
                "reference_count": whole(b),
                "per_1000": 1000 * a / c,
                "reference_per_1000": 1000 * b / d,
                "g2": scores,
                "bic": scores - np.log(c + d),
                "log_ratio": log_ratio(a, b, c, d),
                "pct_diff": 100 * (a / c - b / d) / (b / d),
                "p": p,
                "q": false_discovery_control(p) if len(p) else p,
            }
        )
    compared = len(table)
    table = table[(a + b) >= min_count]
    table = table.sort_values(["g2", "token"], ascending=[False, True], ignore_index=True)
    table.attrs["method"] = (
        f"{VARIANTS[variant]}, natural logarithm; log ratio to base 2 with 0 counted as "
        f"{ZERO_RULE}; q: Benjamini-Hochberg over"
    )
    table.attrs["sizes"] = f"{compared:,} words compared; {c:,.0f} words against {d:,.0f}"
    table.attrs["note"] = f"{table.attrs['method']} {table.attrs['sizes']}."
    return table


def two_term(a: np.ndarray, b: np.ndarray, c: float, d: float) -> np.ndarray:
    """Return G2 over the word's two frequencies only (Rayson & Garside 2000).

    >>> float(two_term(np.array([5]), np.array([3]), 689, 1_000_000).round(2)[0])
    62.23
    """
    both = np.asarray(a, dtype=float) + b
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = contribution(a, c * both / (c + d)) + contribution(b, d * both / (c + d))
    return np.maximum(2 * terms, 0.0)


def log_ratio(a: np.ndarray, b: np.ndarray, c: float, d: float) -> np.ndarray:
    """Return log2 of the ratio of two relative frequencies, 0 counted as 0.5 (Hardie 2014)."""
    return np.log2((np.where(a > 0, a, ZERO_RULE) / c) / (np.where(b > 0, b, ZERO_RULE) / d))


def whole(counts: np.ndarray) -> np.ndarray:
    """Return the counts as integers where they are whole, else as they are (a scaled list)."""
    return counts.astype(int) if np.all(counts == np.floor(counts)) else counts
