"""The findings on other draws of the texts: intervals, the joint test, one text left out."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.analysis.measures.intervals import LEAST_TEXTS
from topoi.analysis.measures.rates import resampled
from topoi.analysis.robustness.findings import Finding, result_of, specifications
from topoi.analysis.robustness.specifications import Material, same_question

DRAWS = 1000
ROUNDING = 1e-12  # sums of the same numbers in another order
ONE_DOCUMENT = "one document: none can be left out or drawn again"


def drawn_values(
    finding: Finding, tallies: Sequence[pd.DataFrame], *, draws: int, seed: int
) -> np.ndarray:
    """Return the values of several analyses of a finding on texts drawn anew with replacement.

    A row a draw, a column an analysis; every analysis is made of the same draw. Whole texts are
    drawn, because passages of one text go together (Efron 1979).
    """
    counts = np.hstack([tally.to_numpy(dtype=float) for tally in tallies])
    sums = resampled(counts, draws=draws, seed=seed).reshape(draws * len(tallies), -1)
    values = finding.value(pd.DataFrame(sums, columns=tallies[0].columns))
    return values.to_numpy(dtype=float).reshape(draws, len(tallies))


def intervals(
    finding: Finding, tallies: Sequence[pd.DataFrame], *, draws: int = DRAWS, seed: int = 0
) -> np.ndarray:
    """Return the low and the high end of the 95% interval of each analysis: a row an analysis.

    That is the interval as if passages were independent (Garwood 1936, of a share Wilson 1927);
    from ten texts on the ends of the percentile bootstrap over texts (Efron 1979) where these lie
    further out. The bootstrap alone
    has no width where nothing was found, which is where there is least to go by.
    """
    sums = (tally.sum().to_dict() for tally in tallies)
    ends = np.array([finding.as_if_independent(one) for one in sums], dtype=float)
    if len(tallies[0]) < LEAST_TEXTS:
        return ends
    drawn = drawn_values(finding, tallies, draws=draws, seed=seed)
    low, high = percentiles(drawn)
    return np.column_stack([np.fmin(ends[:, 0], low), np.fmax(ends[:, 1], high)])


def percentiles(drawn: np.ndarray) -> np.ndarray:
    """Return the ends of the middle 95% of each column, of the draws that have a value."""
    sought = np.full((2, drawn.shape[1]), np.nan)
    some = ~np.isnan(drawn).all(axis=0)
    sought[:, some] = np.nanpercentile(drawn[:, some], [2.5, 97.5], axis=0)
    return sought


class Joint(NamedTuple):
    """The median of a finding's different results, on texts drawn anew, and the joint test of it.

    `p` is missing where the finding has no null, or where `note` says why nothing was drawn.
    """

    finding: str
    results: int
    median: float
    low: float
    high: float
    p: float
    draws: int
    note: str = ""


def joint_test(finding: Finding, stuff: Material, *, draws: int = DRAWS, seed: int = 0) -> Joint:
    """Return the median over all analyses that ask the same, its interval over texts, and its p.

    The joint test of a specification curve (Simonsohn, Simmons and Nelson 2020) under the null:
    what each text adds to the effect gets its sign at random, in every specification at once (the
    wild bootstrap by clusters of Cameron, Gelbach and Miller 2008). `p` is the share of draws whose
    median effect is as far from nothing as the one found, either way, that one among them. On
    simulated shares it errs at .05 in .01 of the cases with ten texts and .045 with fifty; draws
    with replacement err in .14 and .08. Specifications of one result count once.
    """
    chosen = [one for one in specifications(finding, stuff) if same_question(one)]
    tallies = [finding.tally(stuff, one) for one in chosen]
    sums = pd.DataFrame([tally.sum() for tally in tallies])
    values = finding.value(sums).reset_index(drop=True).map(result_of)
    kept = values.dropna().drop_duplicates()
    if kept.empty or len(stuff.docs) < 2:
        middle = float(kept.median()) if len(kept) else np.nan
        note = "no analysis has a value" if kept.empty else ONE_DOCUMENT
        return Joint(finding.name, len(kept), middle, np.nan, np.nan, np.nan, 0, note)
    different = [tallies[at] for at in kept.index]
    drawn = drawn_values(finding, different, draws=draws, seed=seed)
    middles = np.nanmedian(drawn[~np.isnan(drawn).all(axis=1)], axis=1)
    low, high = np.percentile(middles, [2.5, 97.5])
    p = np.nan if finding.null is None else chance(different, finding.null, draws=draws, seed=seed)
    return Joint(finding.name, len(kept), float(kept.median()), float(low), float(high), p, draws)


def chance(tallies: Sequence[pd.DataFrame], null: float, *, draws: int, seed: int) -> float:
    """Return the chance of so large a median effect, if what the texts add had any sign alike.

    The value of each analysis is the sum of its first column over that of its second, so that its
    effect, the value less the null, is a sum over texts, too.
    """
    tops, bottoms = (
        np.column_stack([tally.to_numpy(dtype=float)[:, at] for tally in tallies]) for at in (0, 1)
    )
    parts = (tops - null * bottoms) / bottoms.sum(axis=0)
    signs = 2.0 * np.random.default_rng(seed).integers(0, 2, size=(draws, len(parts))) - 1
    found, dealt = (np.abs(np.median(one, axis=-1)) for one in (parts.sum(axis=0), signs @ parts))
    return float((1 + (dealt >= found - ROUNDING).sum()) / (1 + draws))


def leave_one_out(finding: Finding, stuff: Material) -> pd.DataFrame:
    """Return the finding without each document in turn: `finding, left_out, value, outcome`.

    Empty when there is one document only. All that is left is known, so that the value alone
    decides.
    """
    counts = finding.tally(stuff, {})
    rest = counts.sum() - counts
    left = rest if len(counts) > 1 else rest[:0]
    values = finding.value(left).to_numpy(dtype=float)
    columns = {
        "finding": pd.array([finding.name] * len(left), dtype="str"),
        "left_out": pd.array(list(left.index), dtype="str"),
        "value": [result_of(one) for one in values],
        "outcome": pd.array([finding.outcome(one, one, one) for one in values], dtype="str"),
    }
    return pd.DataFrame(columns)


def ahead_test(
    first: "pd.Series[int]", following: "pd.Series[int]", *, draws: int = 9999, seed: int = 0
) -> float:
    """Return the two-sided p of a code's lead over the next, given the passages of both by text.

    If neither were ahead, their difference in a text would as likely be the other way round: its
    signs are dealt at random over the texts. In one text the passages are the units, as if they
    were independent (exact binomial test). Counting both sides makes the test right for a code that
    was chosen because it has most, beside the code that has most of the others (Gutmann and Maymin
    1987; Hung and Fithian 2019). Fewer than six texts cannot reach .05.

    >>> round(ahead_test(pd.Series([10]), pd.Series([7])), 2)
    0.63
    """
    from scipy.stats import binomtest

    if len(first) == 1:
        both = int(first.sum() + following.sum())
        return float(binomtest(int(first.sum()), both).pvalue) if both else 1.0
    apart = (first - following).to_numpy()
    sizes, texts = np.unique(np.abs(apart), return_counts=True)
    signs = np.random.default_rng(seed).binomial(texts, 0.5, size=(draws, len(texts)))
    drawn = np.abs((2 * signs - texts) @ sizes)
    return (1 + int((drawn >= abs(apart.sum())).sum())) / (1 + draws)
