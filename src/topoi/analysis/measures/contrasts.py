"""How many times as often one group uses a code as another, and how sure that is."""

from collections.abc import Sequence
from itertools import combinations
from math import exp, inf, sqrt
from statistics import NormalDist

import numpy as np
import pandas as pd

from topoi.analysis.measures.changes import LEAST_HITS
from topoi.analysis.measures.intervals import CONFIDENCE, LEAST_TEXTS, Interval, design_effects
from topoi.analysis.measures.rates import placed_by, q_values, resampled, rows_in
from topoi.errors import InputError
from topoi.text.corpus.corpus import By

OTHERS, PAIRS = "others", "pairs"
DRAWS = 999
SEED = 1
PER = 1000
TAILS = ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2)
LOG_ALPHAS = (-12.0, 7.0)  # of the negative binomial: from independent passages to bursts alone
NAMED = ["code", "group", "other"]
COUNTED = ["hits", "words", "rate", "other_hits", "other_words", "other_rate"]
FOUND = ["ratio", "low", "high", "p", "q", "effect", "alpha"]
SIZES = ["hits", "words", "other_hits", "other_words"]
BESIDE = ["nb_low", "nb_high", "boot_low", "boot_high"]
CORRECTED = " q is p corrected over the {tested:,} comparisons tested (Benjamini and Hochberg 1995)"
ALONE = " One comparison is tested, so that q is p"
FEW = f"; those with fewer than {LEAST_HITS} passages on both sides together are not."
UNTESTED = f" None has {LEAST_HITS} passages on both sides together, so that none is tested."
LONE = "Nothing can be compared: all words stand in one group ({groups})."
EXACT = (
    "The 95% intervals of the ratios are exact for independent passages (Clopper and Pearson 1934, "
    "of the passages of both sides): texts are too few to see how passages cluster in them."
)
OVER_TEXTS = (
    "The 95% intervals of the ratios are over texts: each passage counts for less, by the design "
    "effect (Rao and Scott 1999)."
)
CLUSTERED = (
    "Beside the intervals by the design effect stand those of negative binomial counts, whose "
    "dispersion is alpha, and of texts drawn anew {draws:,} times (Efron 1979)."
)


def contrasts(
    hits: pd.DataFrame,
    words: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    codes: Sequence[str],
    by: By,
    reference: str = OTHERS,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Return the ratio of the rates of each code in two groups, a row a comparison.

    Columns: `code, group, other, hits, words, rate, other_hits, other_words, other_rate, ratio,
    low, high, p, q, effect, alpha, nb_low, nb_high, boot_low, boot_high`; rates are per 1,000
    words. `words` has `doc, mode, speaker, words`; `by` names voices (mode, speaker), columns of
    the texts or both, as in `rates_by`. `reference` is what a group is compared with: all `others`
    together, each other (`pairs`), or one group by its name.

    `low` and `high` are the 95% interval of the ratio. Given the passages of both sides, those of
    one are binomial, so that the interval of their share (Clopper and Pearson 1934) is one of the
    ratio. From ten texts on the passages and words of a side are divided by its design effect
    (`effect` is that of the group: how many times the variance is that of independent passages),
    and the interval is Jeffreys'. `p` belongs to the interval: it is below .05 where this leaves
    out 1. `alpha` is the dispersion of negative binomial counts (variance m + alpha m², by maximum
    likelihood, given the rates of the groups), with the interval that follows (Wald, of the
    logarithm); `boot_low` and `boot_high` are the quantiles over texts drawn anew, whole, with all
    their voices. These three, which `attrs["clustered"]` tells of, are missing with fewer than ten
    texts. Caveat: groups that stand in
    the same texts, such as voices, are taken as independent by all but the last. Raises InputError
    for a reference that is no group.

    >>> words = pd.DataFrame(
    ...     {"doc": ["a", "a"], "mode": ["outlet", "direct"], "speaker": "", "words": [1000, 500]})
    >>> hits = pd.DataFrame({"doc": "a", "code": "x", "mode": ["direct"] * 6 + ["outlet"] * 3})
    >>> told = contrasts(hits, words, pd.DataFrame({"doc": ["a"]}), codes=["x"], by="mode")
    >>> told[["group", "hits", "rate", "other_rate", "ratio"]].values.tolist()
    [['direct', 6, 12.0, 3.0, 4.0]]
    """
    cells, counts = cells_of(hits, words, documents, codes=codes, by=by)
    groups = sorted(cells.loc[cells["words"] > 0, "group"].unique())
    texts, text = np.unique(cells["doc"].to_numpy(dtype=object), return_inverse=True)
    group = pd.Index(groups).get_indexer(cells["group"])
    inside = group >= 0  # a group without words has no rate
    values = np.column_stack([*counts, cells["words"]])[inside]
    spoken = np.zeros((len(texts), len(groups), len(codes) + 1))  # behind the codes stand the words
    np.add.at(spoken, (text[inside], group[inside]), values)
    told = effects_of(spoken)
    exact = told is None
    effects = np.ones((len(codes), len(groups))) if told is None else told
    flat = resampled(spoken.reshape(len(texts), -1), draws=0 if exact else draws, seed=seed)
    drawn = flat.reshape(-1, *spoken.shape[1:])
    alphas = [alpha_of(spoken[..., at], spoken[..., -1]) for at in range(len(codes))]
    rows = []
    for own, others in sides_of(groups, reference):
        sides = np.stack([spoken[:, own], spoken[:, others].sum(axis=1)])
        again = np.stack([drawn[:, own], drawn[:, others].sum(axis=1)])
        name = groups[others[0]] if len(others) == 1 else OTHERS
        for at, code in enumerate(codes):
            both = (effects[at, own], mean_effect(effects[at], spoken[..., at], others))
            ratios = compared(sides[..., at], sides[..., -1], effects=both, exact=exact)
            beside = (np.nan,) * 4
            if not exact:
                nb = negative_binomial_interval(sides[..., at], sides[..., -1], alpha=alphas[at])
                beside = (both[0], alphas[at], *nb)
            ends = quantiles(again[..., at], again[..., -1])
            rows.append((code, groups[own], name, *ratios, *beside, *ends))
    found = [one for one in FOUND if one != "q"]
    table = pd.DataFrame(rows, columns=[*NAMED, *COUNTED, *found, *BESIDE])
    table = table.astype({**dict.fromkeys(NAMED, "str"), **dict.fromkeys(SIZES, int)})
    enough = table["hits"] + table["other_hits"] >= LEAST_HITS
    table["p"] = table["p"].where(enough)
    table["q"] = q_values(table["p"])
    table.attrs["note"] = (EXACT if exact else OVER_TEXTS) + correction(int(enough.sum()))
    if not exact:
        table.attrs["clustered"] = CLUSTERED.format(draws=draws)
    if len(groups) < 2:
        table.attrs["note"] = LONE.format(groups=", ".join(groups) or "none")
    return table[[*NAMED, *COUNTED, *FOUND, *BESIDE]]


def correction(tested: int) -> str:
    """Return what is said of q, by how many comparisons were tested."""
    if tested == 0:
        return UNTESTED
    return (ALONE if tested == 1 else CORRECTED.format(tested=tested)) + FEW


def cells_of(
    hits: pd.DataFrame,
    words: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    codes: Sequence[str],
    by: By,
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return `doc, group, words` of each text in each group, and the hits of each code there.

    The array has a row a code. What several columns say of a group is joined: "Left, 2021".
    """
    names, hits, spoken = placed_by(hits, words, documents, by=by)
    unit = list(dict.fromkeys([*names, "doc"]))
    # A text may have hits in a group, such as a voice, in which it has no word.
    every = pd.concat([spoken, hits[unit].drop_duplicates().assign(words=0)])
    cells = every.groupby(unit, observed=True, as_index=False)["words"].sum()
    cell, code = rows_in(hits, unit, cells), pd.Index(list(codes)).get_indexer(hits["code"])
    counts = np.zeros((len(codes), len(cells)))
    np.add.at(counts, (code[code >= 0], cell[code >= 0]), 1)
    joined = map(", ".join, cells[names].astype("str").itertuples(index=False, name=None))
    return cells.assign(group=pd.array(list(joined), dtype="str")), counts


def sides_of(groups: Sequence[str], reference: str) -> list[tuple[int, list[int]]]:
    """Return which groups are compared, by their numbers: one, and those it is compared with.

    Of two groups there is one comparison. Raises InputError for a reference that is none of them.

    >>> sides_of(["a", "b", "c"], "others")
    [(0, [1, 2]), (1, [0, 2]), (2, [0, 1])]
    >>> sides_of(["a", "b"], "others"), sides_of(["a", "b", "c"], "b")
    ([(0, [1])], [(0, [1]), (2, [1])])
    """
    numbers = range(len(groups))
    if reference in groups:
        against = list(groups).index(reference)
        return [(own, [against]) for own in numbers if own != against]
    if reference not in (OTHERS, PAIRS):
        known = ", ".join([OTHERS, PAIRS, *groups])
        raise InputError(f"reference {reference!r}", "is no group", f"There are: {known}.")
    if reference == PAIRS or len(groups) == 2:
        return [(one, [other]) for one, other in combinations(numbers, 2)]
    return [(own, [one for one in numbers if one != own]) for own in numbers if len(groups) > 1]


def effects_of(spoken: np.ndarray) -> np.ndarray | None:
    """Return the design effect of each code (row) in each group, None of fewer than ten texts.

    `spoken` has the hits of each text in each group, behind the codes its words.
    """
    sizes = spoken[..., -1]
    if len(spoken) < LEAST_TEXTS:
        return None
    there = sizes > 0
    group, found = np.nonzero(there)[1], []
    for counts in np.moveaxis(spoken[..., :-1], -1, 0):
        hits = counts.sum(axis=0)
        errors = (counts - hits / sizes.sum(axis=0) * sizes)[there]
        effects = design_effects(errors, group, hits)
        if effects is None:
            return None
        found.append(effects)
    return np.array(found).reshape(-1, spoken.shape[1])


def mean_effect(effects: np.ndarray, counts: np.ndarray, groups: Sequence[int]) -> float:
    """Return the design effect of several groups together: the mean, each by its hits."""
    hits = counts[:, list(groups)].sum(axis=0)
    return float(np.average(effects[list(groups)], weights=hits if hits.any() else None))


def compared(
    counts: np.ndarray, sizes: np.ndarray, *, effects: tuple[float, float], exact: bool
) -> tuple[float, ...]:
    """Return the columns from `hits` to `p` of one code on two sides.

    `counts` and `sizes` have a row a side, a column a text; `effects` are the design effects.
    """
    hits, words = counts.sum(axis=1), sizes.sum(axis=1)
    rates, told = hits / words, np.array(effects)
    ends, p = ratio_interval(hits / told, words / told, exact=exact)
    columns = (column for side in zip(hits, words, PER * rates, strict=True) for column in side)
    return (*columns, ratio_of(rates), *ends, p)


def ratio_of(rates: np.ndarray) -> float:
    """Return the first rate over the second: infinite over 0, missing of two zeros."""
    if rates[1] > 0:
        return float(rates[0] / rates[1])
    return inf if rates[0] > 0 else np.nan


def ratio_interval(hits: np.ndarray, words: np.ndarray, *, exact: bool) -> tuple[Interval, float]:
    """Return the 95% interval of the ratio of two rates, and the p of a ratio of 1.

    Given the hits of both sides, those of the first are binomial, with a share that is the ratio's.
    `exact` is the interval of Clopper and Pearson (1934), else Jeffreys', which holds the ratio as
    often as it says on average, and takes hits that are no whole numbers.

    >>> ends, p = ratio_interval(np.array([8, 2]), np.array([1000, 1000]), exact=True)
    >>> [round(end, 2) for end in ends], round(p, 4)
    ([0.8, 38.67], 0.1094)
    """
    from scipy.special import betainc, betaincinv

    (n, m), more = hits.tolist(), 0 if exact else 0.5
    below, above = (n + more, m + (1 if exact else 0.5)), (n + (1 if exact else 0.5), m + more)
    share = words[0] / words.sum()
    low = betaincinv(*below, TAILS[0]) if n else 0.0
    high = betaincinv(*above, TAILS[1]) if m else 1.0
    scale = words[1] / words[0]
    ends = (low / (1 - low) * scale, high / (1 - high) * scale if high < 1 else inf)
    fewer = 1 - betainc(*above, share) if m else 1.0  # the chance of so few on the first side
    larger = betainc(*below, share) if n else 1.0
    return Interval(*map(float, ends)), float(min(1.0, 2 * min(fewer, larger)))


def alpha_of(counts: np.ndarray, sizes: np.ndarray) -> float:
    """Return the dispersion of negative binomial counts (variance m + alpha m², NB2).

    The rows are texts, the columns groups, each with its own rate. The likelihood is greatest
    there, given the rates (Gong and Samaniego 1981). Missing where nothing is counted.
    """
    from scipy.optimize import minimize_scalar
    from scipy.special import betaln  # scipy.stats takes half a second to load

    rates = counts.sum(axis=0) / np.maximum(sizes.sum(axis=0), 1)
    kept = (sizes > 0) & (rates > 0)
    count, mean = counts[kept], (sizes * rates)[kept]
    if not count.any():
        return float("nan")
    some, passages = count[count > 0], count.sum()

    def surprise(log_alpha: float) -> float:
        """Return what of the negative log-likelihood depends on alpha, the inverse of the shape."""
        shape = exp(-log_alpha)
        spread = ((shape + count) * np.log1p(mean / shape)).sum()
        return float(betaln(shape, some).sum() + spread - log_alpha * passages)

    return exp(minimize_scalar(surprise, bounds=LOG_ALPHAS, method="bounded").x)


def negative_binomial_interval(
    counts: np.ndarray, sizes: np.ndarray, *, alpha: float
) -> tuple[float, float]:
    """Return the 95% interval of the ratio of two rates of negative binomial counts.

    It is Wald's, of the logarithm, by the information on each rate, missing where a side has no hit
    (Cameron and Trivedi 2013).
    """
    hits, words = counts.sum(axis=1), sizes.sum(axis=1)
    if not hits.all() or np.isnan(alpha):
        return np.nan, np.nan
    rates = hits / words
    mean = rates[:, None] * sizes
    error = sqrt((1 / (mean / (1 + alpha * mean)).sum(axis=1)).sum())
    reach = exp(NormalDist().inv_cdf(TAILS[1]) * error)
    return ratio_of(rates) / reach, ratio_of(rates) * reach


def quantiles(counts: np.ndarray, sizes: np.ndarray) -> tuple[float, float]:
    """Return the two ends of the ratios of draws of texts: a row a side, a column a draw."""
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = counts / sizes
        ratios = rates[0] / rates[1]
    ratios = ratios[~np.isnan(ratios)]
    if not len(ratios):
        return np.nan, np.nan
    low, high = np.quantile(ratios, TAILS, method="inverted_cdf")
    return float(low), float(high)
