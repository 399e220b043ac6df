"""Whether rates change over time or differ between groups, by tests that keep texts whole."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from topoi.analysis.measures.intervals import LEAST_TEXTS, sums
from topoi.analysis.measures.rates import q_values, rows_in

DRAWS = 999
SEED = 1
LEAST_HITS = 5
LEVEL = 0.05
NOTE = (
    "{dealt} anew {draws:,} times, texts kept whole: p is how often the rates are then at least as "
    "far apart, q is p corrected over the codes (Benjamini and Hochberg 1995). Codes with fewer "
    f"than {LEAST_HITS} passages are not tested."
)
DATES = "The dates are dealt among the texts of each group"
GROUPS = "The groups are dealt among the texts"


def change_points(
    hits: pd.DataFrame,
    words: pd.Series,
    placed: pd.DataFrame,
    *,
    codes: Sequence[str],
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Return where the rate of each code changes most, and whether by more than by chance.

    Columns: `code, hits, since, before, after, p, q`. `placed` has `doc, period, group` of each
    text that has a date, `words` the number of words of each text. Of all places between periods
    with ten texts on both sides, the rate changes most where the hits before it are furthest from
    those expected at one rate in each group, in standard deviations over texts; `since` is the
    first period behind it, `before` and `after` are the rates per 1,000 words on its two sides.
    `p` is the share of draws, the texts as they are among them (Phipson and Smyth 2010), with as
    great a distance at any place when the dates are dealt anew among the texts of each group. A
    burst in one text is so no change, nor is a group with another rate that sets in later. `q` is
    p after Benjamini and Hochberg (1995). Codes with fewer than five hits are not tested.
    """
    starts = np.sort(placed["period"].unique())
    period = np.searchsorted(starts, placed["period"])
    group = pd.factorize(placed["group"])[0]
    counts, sizes = counts_of(hits, words, placed, codes)
    before = np.bincount(period, minlength=len(starts)).cumsum()[:-1]
    open_places = np.minimum(before, len(placed) - before) >= LEAST_TEXTS
    table = pd.DataFrame({"code": pd.array(list(codes), dtype="str")})
    table["hits"] = counts.sum(axis=1).astype(int)
    table["since"] = pd.Series(pd.NaT, index=table.index, dtype=placed["period"].dtype)
    table[["before", "after", "p"]] = np.nan
    tested = np.flatnonzero((table["hits"] >= LEAST_HITS) & open_places.any())
    if len(tested):
        errors = residuals(counts[tested], sizes, group)
        scale = spread(errors, period, group, places=len(starts))
        sets = dealt(errors, period, group, places=len(starts), draws=draws, seed=seed)
        at, p = largest_and_share(
            (np.abs(one.cumsum(axis=1)[:, :-1]) / scale)[:, open_places] for one in sets
        )
        first = np.flatnonzero(open_places)[at] + 1
        behind = period >= first[:, None]
        table.loc[tested, "since"] = starts[first]
        for side, inside in (("before", ~behind), ("after", behind)):
            rate = 1000 * (counts[tested] * inside).sum(axis=1) / np.maximum(inside @ sizes, 1)
            table.loc[tested, side] = rate
        table.loc[tested, "p"] = p
    table["q"] = q_values(table["p"])
    table.attrs["note"] = NOTE.format(dealt=DATES, draws=draws)
    return table


def group_differences(
    hits: pd.DataFrame,
    words: pd.Series,
    groups: pd.Series,
    *,
    codes: Sequence[str],
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Return whether the rate of each code differs between groups of texts: `code, hits, p, q`.

    `groups` says the group of each text, by `doc`. `p` is the share of draws, the texts as they are
    among them (Phipson and Smyth 2010), in which the hits of the groups are as far from those
    expected at one rate, when the groups are dealt anew among the texts; `q` is p after Benjamini
    and Hochberg (1995). Codes with fewer than five hits are not tested.
    """
    placed = pd.DataFrame({"doc": groups.index})
    group, names = pd.factorize(groups)
    counts, sizes = counts_of(hits, words, placed, codes)
    table = pd.DataFrame({"code": pd.array(list(codes), dtype="str")})
    table["hits"] = counts.sum(axis=1).astype(int)
    table["p"] = np.nan
    tested = np.flatnonzero((table["hits"] >= LEAST_HITS) & (len(names) > 1))
    if len(tested):
        alone = np.zeros(len(group), dtype=int)
        errors = residuals(counts[tested], sizes, alone)
        texts = np.bincount(group)
        sets = dealt(errors, group, alone, places=len(names), draws=draws, seed=seed)
        table.loc[tested, "p"] = largest_and_share(
            ((one**2 / texts).sum(axis=1, keepdims=True)) for one in sets
        )[1]
    table["q"] = q_values(table["p"])
    table.attrs["note"] = NOTE.format(dealt=GROUPS, draws=draws)
    return table


def counts_of(
    hits: pd.DataFrame, words: pd.Series, placed: pd.DataFrame, codes: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the hits of each code in each text (a row a code), and the words of each text."""
    code = rows_in(hits, ["code"], pd.DataFrame({"code": pd.array(list(codes), dtype="str")}))
    text = rows_in(hits, ["doc"], placed)
    known = (code >= 0) & (text >= 0)
    counts = np.zeros((len(codes), len(placed)))
    np.add.at(counts, (code[known], text[known]), 1)
    return counts, placed["doc"].map(words).fillna(0).to_numpy(dtype=float)


def residuals(counts: np.ndarray, sizes: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Return hits less those expected at one rate in each group, a row a code, a column a text."""
    groups = int(group.max(initial=-1)) + 1
    words = np.maximum(sums(sizes, group, groups), 1)
    return np.array([own - (sums(own, group, groups) / words)[group] * sizes for own in counts])


def dealt(
    errors: np.ndarray,
    place: np.ndarray,
    within: np.ndarray,
    *,
    places: int,
    draws: int,
    seed: int,
) -> Iterator[np.ndarray]:
    """Yield the sums of the errors at each place: as the texts are, then places dealt anew.

    `errors` has a column for each text; `place` is its period or group, and it is dealt among the
    texts that are alike in `within`.
    """
    order = np.lexsort((place, within))
    errors, place, within = errors[:, order], place[order], within[order]
    edges = np.flatnonzero(np.diff(place, prepend=-1) | np.diff(within, prepend=-1))
    held = np.eye(places)[place[edges]]
    random = np.random.default_rng(seed)
    yield np.add.reduceat(errors, edges, axis=1) @ held
    for _ in range(draws):
        anew = np.lexsort((random.random(len(place)), within))
        yield np.add.reduceat(errors[:, anew], edges, axis=1) @ held


def spread(errors: np.ndarray, place: np.ndarray, within: np.ndarray, *, places: int) -> np.ndarray:
    """Return the standard deviation over draws of the errors up to each place but the last.

    That of sums of so many texts of each group, drawn without replacement (Cochran 1977).
    """
    variance = np.zeros((len(errors), places - 1))
    for one in np.unique(within):
        own = within == one
        texts = int(own.sum())
        before = np.bincount(place[own], minlength=places).cumsum()[:-1]
        part = before * (texts - before) / (texts * max(texts - 1, 1))
        variance += (errors[:, own] ** 2).sum(axis=1)[:, None] * part
    return np.sqrt(np.maximum(variance, np.finfo(float).tiny))


def largest_and_share(found: Iterator[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return where each row of the first is largest, and in what share of all it is as large."""
    first = next(found)
    largest = first.max(axis=1)
    as_large = np.ones(len(first))
    draws = 1
    for one in found:
        # rounding may part what is equal, as where few texts have hits
        as_large += one.max(axis=1) >= largest * (1 - 1e-9)
        draws += 1
    return first.argmax(axis=1), as_large / draws
