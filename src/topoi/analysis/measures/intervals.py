"""Confidence intervals of rates and shares that allow for passages clustering in texts."""

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

LEAST_TEXTS = 10
CONFIDENCE = 0.95
PRIOR = 10  # effective passages that the design effect of all groups together weighs in each
AS_IF = (
    "The 95% intervals are exact Poisson intervals (Garwood 1936), as if passages were independent"
)
SHARES_AS_IF = (
    "The 95% intervals are score intervals (Wilson 1927), as if what is counted were independent"
)
ONE = "; the text is the whole population, and its own count has no sampling error."
FEW = (
    ", since too few texts stand in a group to see how they cluster; the texts are the whole "
    "population, and their own counts have no sampling error."
)
ONE_TEXT, FEW_TEXTS = AS_IF + ONE, AS_IF + FEW
OVER_TEXTS = (
    "The 95% intervals are over texts, as if these were drawn at random from more of their kind: "
    "passages cluster in texts, so that each counts for less, by the design effect (Rao and Scott "
    "1999)."
)
SHARES_OVER_TEXTS = (
    "The 95% intervals are over texts, as if these were drawn at random from more of their kind: "
    "what is counted clusters in texts, so that each counts for less, by the design effect (Rao "
    "and Scott 1992)."
)


class Interval(NamedTuple):
    """The two ends of a confidence interval."""

    low: float
    high: float


class Intervals(NamedTuple):
    """The ends of several intervals, and whether they are over texts."""

    low: np.ndarray
    high: np.ndarray
    over_texts: bool


def garwood(count: float, *, confidence: float = CONFIDENCE) -> Interval:
    """Return the exact Poisson interval of a count (Garwood 1936).

    The ends are half the chi-square quantiles with 2k and 2k + 2 degrees of freedom, which are the
    gamma quantiles with shapes k and k + 1. It takes the hits as independent; hits that come in
    bursts have a wider true interval.

    >>> [round(end, 3) for end in garwood(1)]
    [0.025, 5.572]
    """
    return gamma_ends(count, count, count + 1, confidence)


def jeffreys(count: float, *, confidence: float = CONFIDENCE) -> Interval:
    """Return the Poisson interval of a count by Jeffreys' prior (Brown, Cai and DasGupta 2003).

    The ends are the gamma quantiles with shape k + 1/2; of no hits the lower end is 0. On average
    over counts it holds the true value as often as it says, where the exact interval holds it more
    often.

    >>> [round(end, 3) for end in jeffreys(1)]
    [0.108, 4.674]
    """
    return gamma_ends(count, count + 0.5, count + 0.5, confidence)


def gamma_ends(count: float, below: float, above: float, confidence: float) -> Interval:
    """Return the gamma quantiles of two shapes, the lower end 0 where nothing was counted."""
    from scipy.special import gammaincinv

    tail = (1 - confidence) / 2
    low = float(gammaincinv(below, tail)) if count else 0.0
    return Interval(low, float(gammaincinv(above, 1 - tail)))


def wilson(successes: float, trials: float, *, confidence: float = CONFIDENCE) -> Interval:
    """Return the score interval of a share (Wilson 1927); no trials say nothing: 0 to 1.

    >>> [round(end, 3) for end in wilson(2, 10)]
    [0.057, 0.51]
    """
    if not trials:
        return Interval(0.0, 1.0)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = successes / trials
    centre = share + z * z / (2 * trials)
    reach = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return Interval(max(0.0, (centre - reach) / scale), min(1.0, (centre + reach) / scale))


def rate_intervals(
    hits: np.ndarray, words: np.ndarray, group: np.ndarray, *, groups: int
) -> Intervals:
    """Return the 95% interval of the hits per word of each group, NaN of no words.

    The arrays have a row for each text in each group: its hits, its words, the number of the group.
    From ten texts on (`LEAST_TEXTS`) a count is divided by its design effect, the interval is
    that of the effective count (Rao and Scott 1999: A simple method for analysing overdispersion in
    clustered Poisson data) by Jeffreys' prior, and the design effect is that of the ratio of hits
    to words over texts (`design_effects`). With fewer texts it is the exact one of independent hits
    (Garwood 1936). A group without a text says nothing. Caveat: a group is a sample of what might
    have been published; where no text seen has a burst, none is expected.

    >>> found = rate_intervals(np.array([1]), np.array([500]), np.array([0]), groups=1)
    >>> [round(float(1000 * end[0]), 2) for end in found[:2]]
    [0.05, 11.14]
    """
    counts, sizes = sums(hits, group, groups), sums(words, group, groups)
    effects = count_effects(hits, words, group, groups=groups)
    told, interval = (1.0, garwood) if effects is None else (effects, jeffreys)
    low, high = np.array([interval(count) for count in (counts / told).tolist()]).reshape(-1, 2).T
    scale = told / np.where(sizes > 0, sizes, np.nan)
    return Intervals(low * scale, high * scale, effects is not None)


def count_effects(
    hits: np.ndarray, words: np.ndarray, group: np.ndarray, *, groups: int
) -> np.ndarray | None:
    """Return the design effect of the hits of each group (`design_effects`) over its texts.

    The arrays are those of `rate_intervals`. None of fewer than ten texts.
    """
    counts, sizes = sums(hits, group, groups), sums(words, group, groups)
    kept = words > 0
    errors = hits[kept] - (counts / np.maximum(sizes, 1))[group[kept]] * words[kept]
    return design_effects(errors, group[kept], counts)


def share_intervals(
    parts: np.ndarray, wholes: np.ndarray, group: np.ndarray, *, groups: int
) -> Intervals:
    """Return the 95% interval of the share of each group, such as of paragraphs with a code.

    The arrays have a row for each text in each group: so many of its units, all of them, the number
    of the group. From ten texts on both are divided by the design effect of the ratio over texts
    (Rao and Scott 1992: A simple method for the analysis of clustered binary data), and the
    interval is the score interval of what is left (Wilson 1927). With fewer texts it is that of
    independent units. A group without a unit has 0 to 1.

    >>> found = share_intervals(np.array([2]), np.array([10]), np.array([0]), groups=1)
    >>> [round(float(end[0]), 3) for end in found[:2]]
    [0.057, 0.51]
    """
    counts, sizes = sums(parts, group, groups), sums(wholes, group, groups)
    shares = counts / np.maximum(sizes, 1)
    kept = wholes > 0
    errors = parts[kept] - shares[group[kept]] * wholes[kept]
    effects = design_effects(errors, group[kept], sizes * shares * (1 - shares))
    told = np.ones(groups) if effects is None else effects
    pairs = zip((counts / told).tolist(), (sizes / told).tolist(), strict=True)
    low, high = np.array([wilson(*pair) for pair in pairs]).reshape(-1, 2).T
    return Intervals(low, high, effects is not None)


def design_effects(
    errors: np.ndarray, group: np.ndarray, variance: np.ndarray
) -> np.ndarray | None:
    """Return for each group how many times its variance is that of independent passages, 1 or more.

    `errors` are the residuals of the texts in their groups, of the ratio estimator (Cochran 1977),
    `variance` what independent passages would have in each group. A group's own design effect is
    drawn towards that of all groups together, which weighs as much as ten effective passages, as
    few passages do not tell it. Since it is estimated, the square of the t quantile over that of
    the normal multiplies it, with the degrees of freedom of a variance (Satterthwaite 1946).
    None where the texts, one less for each group, are fewer than `LEAST_TEXTS` less one.
    """
    from scipy.special import stdtrit

    texts = np.bincount(group, minlength=len(variance))
    free = np.maximum(texts - 1, 0)
    if free.sum() < LEAST_TEXTS - 1:
        return None
    squares = errors**2
    own, expected = sums(squares, group, len(variance)), variance * free / np.maximum(texts, 1)
    if not squares.any():
        return np.ones(len(variance))
    pooled = own.sum() / expected.sum()
    weight = PRIOR * pooled
    effects = (own + weight * pooled) / (expected + weight)
    freedom = max(1.0, 2 * squares.sum() ** 2 / (squares**2).sum())
    middle = (1 + CONFIDENCE) / 2
    scale = (stdtrit(freedom, middle) / NormalDist().inv_cdf(middle)) ** 2
    return np.maximum(effects * scale, 1.0)


def sums(values: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    """Return the sum of the values of each group."""
    return np.bincount(group, values, minlength=groups)


def note_on(*, over_texts: bool, texts: int | None, shares: bool = False) -> str:
    """Return what is said of its intervals under a table of rates, or of shares.

    `texts` are None if unknown.
    """
    if over_texts:
        return SHARES_OVER_TEXTS if shares else OVER_TEXTS
    as_if = SHARES_AS_IF if shares else AS_IF
    return as_if + ("." if texts is None else ONE if texts <= 1 else FEW)
