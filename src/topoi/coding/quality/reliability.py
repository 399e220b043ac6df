"""How far several coders say the same of the same units, beyond chance."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import nan

import numpy as np
import pandas as pd

from topoi.coding.quality.agreement import overlapping

MEASURES = ["agreement", "kappa", "alpha"]
CORRECTED = ["kappa", "alpha"]
ENDS = ["low", "high"]
SCALE = [name + end for name in CORRECTED for end in ("", *(f"_{one}" for one in ENDS))]
RELIABILITY = ["code", "units", "coders", "positive", "agreement", *SCALE, "note"]
NOT_JUDGED = -1
DRAWS = 1000
SEED = 1


def reliability(
    codings: Mapping[str, pd.DataFrame],
    units: pd.DataFrame,
    *,
    codes: Sequence[str] | None = None,
    column: str = "code",
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Return agreement on units, one row a code: `code, units, coders, positive, agreement, kappa,
    kappa_low, kappa_high, alpha, alpha_low, alpha_high, note`.

    `codings` gives each coder's table of spans (`doc, start, end` and the code in `column`; the
    machine's hits can be one of them); `units` the spans judged, such as sentences. A coder says
    yes to a unit that one of the coder's spans overlaps. `positive` is the mean share of yes,
    `agreement` the share of coder pairs that agree, `kappa` Cohen's (1960), averaged over pairs
    (Light 1971); `alpha` Krippendorff's (2004), nominal. The kappa of a pair that says the same to
    every unit, and to all units alike, is undefined and left out of the average; alpha is undefined
    where all coders do so. The 95% intervals are percentiles of a bootstrap over texts (Efron 1979;
    Krippendorff's own draws units, as if those of a text were independent); draws in which a
    measure is undefined are left out. With one text there is none. `note` says what is missing.
    They ask whether the same units are marked, not the same words.
    """
    names = sorted(set().union(*(set(table[column]) for table in codings.values())))
    doc = pd.factorize(units["doc"])[0]
    rows = []
    for code in names if codes is None else codes:
        marks = np.array(
            [units_marked(table[table[column] == code], units) for table in codings.values()]
        )
        measures, note = with_intervals(marks, doc, draws=draws, seed=seed)
        rows.append({"code": code, "units": len(units), "coders": len(codings), **measures} | note)
    return pd.DataFrame(rows, columns=RELIABILITY)


def units_of_coding(segments: pd.DataFrame) -> pd.DataFrame:
    """Return the segments that coders say yes or no to: sentences and headings."""
    return segments[segments["kind"].isin(["sentence", "heading"])]


def units_marked(spans: pd.DataFrame, units: pd.DataFrame) -> np.ndarray:
    """Return which units one of the spans overlaps, as 0 and 1."""
    found = np.zeros(len(units), dtype=int)
    by_doc = dict(iter(spans.groupby("doc")))
    for doc, rows in units.reset_index(drop=True).groupby("doc"):
        if doc in by_doc:
            found[rows.index] = overlapping(by_doc[doc], rows).any(axis=0)
    return found


def with_intervals(
    marks: np.ndarray, doc: np.ndarray, *, draws: int, seed: int
) -> tuple[dict[str, float], dict[str, str]]:
    """Return the measures of one code with their intervals over texts, and the note on them.

    `marks` is coder by unit, 0 or 1, -1 where a coder did not judge a unit; `doc` is the number of
    each unit's text. Kappa is that of the units which both of a pair judged; alpha (Krippendorff
    2004) takes the units that two or more judged.
    """
    texts = int(doc.max(initial=-1)) + 1
    pairs, units = pair_counts(marks, doc, texts=texts), unit_sums(marks, doc, texts=texts)
    whole = chance_corrected(pairs.sum(axis=1)[:, None], units.sum(axis=0)[None])
    found = {name: float(value[0]) for name, value in whole.items()}
    judged = marks[marks != NOT_JUDGED]
    found["positive"] = float(judged.mean()) if judged.size else nan
    reasons = []
    still = int(np.isnan(kappas(pairs.sum(axis=1))).sum())
    if still:
        reasons.append(
            f"kappa undefined for {still} of {len(pairs)} pairs: no coder of them varies"
        )
    ends = dict.fromkeys([f"{name}_{end}" for name in CORRECTED for end in ENDS], nan)
    if texts > 1:
        share = np.full(texts, 1 / texts)
        drawn = np.random.default_rng(seed).multinomial(texts, share, size=draws)
        resampled = chance_corrected(np.einsum("dt,ptc->pdc", drawn, pairs), drawn @ units)
        for name in CORRECTED:
            values = resampled[name][~np.isnan(resampled[name])]
            if len(values) and not np.isnan(found[name]):
                low, high = np.percentile(values, [2.5, 97.5])
                ends |= {f"{name}_low": float(low), f"{name}_high": float(high)}
    elif texts:
        reasons.append("no interval: one text")
    return found | ends, {"note": "; ".join(reasons)}


def pair_counts(marks: np.ndarray, doc: np.ndarray, *, texts: int) -> np.ndarray:
    """Return how often each pair of coders says yes and yes, yes and no, no and yes, no and no.

    Pair by text by these four, of the units that both judged. There is no pair of one coder, nor of
    two who judged no unit in common.
    """
    found = []
    for one, other in combinations(marks, 2):
        both = (one != NOT_JUDGED) & (other != NOT_JUDGED)
        cell = 3 - 2 * one[both] - other[both]
        if both.any():
            counts = np.bincount(doc[both] * 4 + cell, minlength=texts * 4)
            found.append(counts.reshape(texts, 4))
    return np.array(found, dtype=float).reshape(len(found), texts, 4)


def unit_sums(marks: np.ndarray, doc: np.ndarray, *, texts: int) -> np.ndarray:
    """Return for each text what alpha is made of: yeses, noes, and how far units are disputed.

    Counted are units that two or more coders judged. One that m judged, `yes` of them so, adds
    yes (m - yes) / (m - 1) to the last.
    """
    yes, judged = (marks == 1).sum(axis=0), (marks != NOT_JUDGED).sum(axis=0)
    pairable = judged > 1
    yes, no, of = yes[pairable], (judged - yes)[pairable], doc[pairable]
    disputed = yes * no / (yes + no - 1)
    sums = [np.bincount(of, weights=values, minlength=texts) for values in (yes, no, disputed)]
    return np.stack(sums, axis=1)


def chance_corrected(pairs: np.ndarray, units: np.ndarray) -> dict[str, np.ndarray]:
    """Return `agreement, kappa, alpha`, each an array of what was drawn.

    `pairs` is pair by draw by the counts of `pair_counts`, `units` draw by the sums of `unit_sums`:
    of n1 yeses and n0 noes and D disputed, alpha is 1 - (n0 + n1 - 1) D / (n0 n1).

    >>> marks, doc = np.array([[1, 1, 0, 0], [1, 0, 0, 0]]), np.zeros(4, dtype=int)
    >>> pairs, units = pair_counts(marks, doc, texts=1), unit_sums(marks, doc, texts=1)
    >>> {name: round(float(x[0]), 3) for name, x in chance_corrected(pairs, units).items()}
    {'agreement': 0.75, 'kappa': 0.5, 'alpha': 0.533}
    """
    yes, no, disputed = np.moveaxis(units, -1, 0)
    both, first, second, neither = np.moveaxis(pairs, -1, 0).sum(axis=1)
    each = kappas(pairs)
    return {
        "agreement": divided(both + neither, both + first + second + neither),
        "kappa": divided(np.nansum(each, axis=0), (~np.isnan(each)).sum(axis=0)),
        "alpha": 1 - divided((yes + no - 1) * disputed, yes * no),
    }


def kappas(counts: np.ndarray) -> np.ndarray:
    """Return Cohen's kappa of each table of four counts, NaN where chance alone explains all."""
    both, first, second, neither = np.moveaxis(counts, -1, 0)
    of = np.maximum(both + first + second + neither, 1)
    expected = ((both + first) * (both + second) + (neither + first) * (neither + second)) / of**2
    agreed = (both + neither) / of
    return divided(agreed - expected, 1 - expected)


def divided(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    """Return the quotients, NaN where the divisor is nothing."""
    return np.divide(top, bottom, out=np.full(np.shape(top), nan), where=bottom > 1e-12)
