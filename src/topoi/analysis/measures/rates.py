"""Rates and shares with exact intervals, and the word counts they are taken over."""

from collections.abc import Iterable, Sequence
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.text.corpus.corpus import OF_TEXTS, By, columns_named, groups_of, heading_of, kept_name
from topoi.text.words.spans import containing, positions

NO_WORDS = "no words in this group"
RESAMPLES = 2000
SEED = 1
LEAST_DOCUMENTS = 2
COUNTED = ("code", "hits", "words", "rate", "low", "high", "note")
SPOKEN = ("mode", "speaker", "doc")  # what a voice is counted by, each over its own words


class Interval(NamedTuple):
    """The two ends of a confidence interval."""

    low: float
    high: float


class Rate(NamedTuple):
    """A count per so many words, with its interval."""

    hits: int
    words: int
    rate: float
    low: float
    high: float


def garwood(count: int, *, confidence: float = 0.95) -> Interval:
    """Return the exact Poisson interval of a count (Garwood 1936).

    The ends are half the chi-square quantiles with 2k and 2k + 2 degrees of freedom, which are the
    gamma quantiles with shapes k and k + 1. It takes the hits as independent; hits that come in
    bursts have a wider true interval.

    >>> [round(end, 3) for end in garwood(1)]
    [0.025, 5.572]
    """
    from scipy.special import gammaincinv

    tail = (1 - confidence) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    return Interval(low, float(gammaincinv(count + 1, 1 - tail)))


def wilson(successes: int, trials: int, *, confidence: float = 0.95) -> Interval:
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


def rate(count: int, words: int, *, per: int = 1000, confidence: float = 0.95) -> Rate:
    """Return the occurrences per 1,000 words (or another `per`) with their Garwood interval.

    Raises ValueError where there are no words to count over.

    >>> rate(1, 500).rate
    2.0
    """
    if words <= 0:
        raise ValueError("a rate needs at least one word to be counted over")
    low, high = garwood(count, confidence=confidence)
    return Rate(count, words, per * count / words, per * low / words, per * high / words)


def word_counts(
    tokens: pd.DataFrame, voices: pd.DataFrame | None = None, *, by: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the number of words in each group: the `by` columns and `words`.

    A `by` column is looked for among the tokens' own (such as `doc`), then in `voices` (`mode`,
    `speaker`), where a word belongs to the voice that holds its first character. Without `by`,
    one row. Tokens that are no words (punctuation, clitics) are not counted.
    """
    words = tokens[tokens["is_word"]]
    from_voices = [name for name in by if name not in words.columns]
    if from_voices and voices is None:
        raise ValueError(f"voices are needed to count words by {', '.join(from_voices)}")
    if not by:
        return pd.DataFrame({"words": [len(words)]})
    if voices is not None and from_voices:
        held = positions(words, voices)
        if set(by) <= set(voices.columns) and (held >= 0).all():
            return grouped_words(np.bincount(held, minlength=len(voices)), voices, by)
        words = words.join(containing(words, voices, from_voices))
    return words.groupby(list(by), observed=True).size().rename("words").reset_index()


def grouped_words(counts: np.ndarray, spans: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the number of words in each group of spans, such as voices, given those in each span.

    Counted a span first, so that words, of which there are many, are not grouped by names.
    """
    return summed(spans[list(by)].assign(words=counts)[counts > 0], by)


def rates(
    hits: pd.DataFrame,
    words: int | pd.DataFrame,
    *,
    by: Sequence[str] = ("code",),
    codes: Sequence[str] = (),
    per: int = 1000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return one row a group: the `by` columns, `hits, words, rate, low, high, note`.

    `words` is the number of words, or a table of `word_counts` whose group columns are among
    `by`. Every code (those seen and those named in `codes`; or part, as `in_parts` has it)
    meets every group of words, so zeros are shown. `rate`, `low` and `high` are per 1,000 words
    (`per`) with Garwood's interval; where a group has no words they are missing and `note` says so.

    >>> hits = pd.DataFrame({"code": ["a", "a"]})
    >>> rates(hits, 1000, codes=["a", "b"])[["code", "hits", "rate"]].values.tolist()
    [['a', 2, 2.0], ['b', 0, 0.0]]
    """
    table = pd.DataFrame({"words": [words]}) if isinstance(words, int | np.integer) else words
    of_words = [name for name in by if name in table.columns]
    of_hits = [name for name in by if name not in table.columns]
    grid = levels(hits, of_hits, codes=codes).merge(table[[*of_words, "words"]], how="cross")
    if by:
        seen = hits.groupby(list(by), observed=True).size().rename("hits").reset_index()
        grid = grid.merge(seen, on=list(by), how="outer")
    else:
        grid["hits"] = len(hits)
    grid[["hits", "words"]] = grid[["hits", "words"]].fillna(0).astype(int)
    grid = grid.join(rate_columns(grid, per=per, confidence=confidence))
    grid["note"] = pd.array(np.where(grid["words"] > 0, "", NO_WORDS), dtype="str")
    result = grid[[*by, "hits", "words", "rate", "low", "high", "note"]]
    return result.sort_values(list(by), ignore_index=True) if by else result


def rates_by(
    hits: pd.DataFrame,
    words: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    codes: Sequence[str],
    by: By | None = None,
) -> pd.DataFrame:
    """Return the `rates` of each code, by voice, by columns of the texts (`groups_of`) or by both.

    `words` has `doc, mode, speaker, words`. `by` names mode, speaker or doc, so that a rate says
    how often that voice uses the code and not how much it speaks, or columns of the documents; each
    is a column of the table. Where the texts have a column speaker, too, theirs is `text.speaker`,
    and `attrs["note"]` says so. Raises InputError for a column that there is not.
    """
    names = columns_named(by, documents) if by is not None else []
    of_texts = groups_of(documents, [name for name in names if name not in SPOKEN])
    for name, group in of_texts.items():
        head = heading_of([name], taken=COUNTED)
        hits, words = (one.assign(**{head: one["doc"].map(group)}) for one in (hits, words))
    table = rates(hits, summed(words, names), by=["code", *names], codes=codes)
    for name in names:
        if name in SPOKEN and kept_name(name) in documents.columns:
            told = f"The texts have a column {name}, too: write {OF_TEXTS}{name} to count by it."
            table.attrs["note"] = told
    return table


def summed(words: pd.DataFrame, groups: Sequence[str]) -> pd.DataFrame:
    """Return the words of each group, in one row without groups."""
    if not groups:
        return pd.DataFrame({"words": [int(words["words"].sum())]})
    return words.groupby(list(groups), observed=True)["words"].sum().reset_index()


def levels(hits: pd.DataFrame, columns: Sequence[str], *, codes: Sequence[str]) -> pd.DataFrame:
    """Return the combinations of these hit columns that a table of rates has to show."""
    if not columns:
        return pd.DataFrame(index=[0])
    seen = hits[list(columns)].drop_duplicates()
    if list(columns) in (["code"], ["part"]):
        column = columns[0]
        return pd.DataFrame({column: sorted({*seen[column], *codes})}, dtype="str")
    return seen


def rate_columns(table: pd.DataFrame, *, per: int = 1000, confidence: float = 0.95) -> pd.DataFrame:
    """Return `rate, low, high` for each row of a table with `hits` and `words`, NaN of no words."""
    rows = [
        rate(hits, words, per=per, confidence=confidence)[2:] if words else (np.nan,) * 3
        for hits, words in zip(table["hits"].tolist(), table["words"].tolist(), strict=True)
    ]
    return pd.DataFrame(rows, columns=["rate", "low", "high"], index=table.index, dtype=float)


def share_columns(counts: Iterable[int], of: Iterable[int]) -> pd.DataFrame:
    """Return `share, low, high`: counts of so many, with Wilson's interval; 0 of 0 is 0.

    >>> share_columns([2], [10]).round(3).values.tolist()
    [[0.2, 0.057, 0.51]]
    """
    rows = [
        (count / max(every, 1), *wilson(count, every))
        for count, every in zip(counts, of, strict=True)
    ]
    return pd.DataFrame(rows, columns=["share", "low", "high"], dtype=float)


def q_values(p: pd.Series) -> pd.Series:
    """Return p after Benjamini and Hochberg (1995), corrected over those that are not missing."""
    from scipy.stats import false_discovery_control

    tested = p[p.notna()]
    q = false_discovery_control(tested.clip(0, 1)) if len(tested) else tested
    return pd.Series(q, index=tested.index, dtype=float).reindex(p.index)


def resampled(counts: np.ndarray, *, draws: int, seed: int) -> np.ndarray:
    """Return the sums of the columns over rows drawn anew with replacement: one row a draw.

    The rows are documents, so that what goes together in one is drawn together (Efron 1979).
    """
    size = len(counts)
    drawn = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), size=draws)
    return drawn @ counts


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
    spoken = word_counts(tokens, voices, by=[*keys, "doc"])
    words = spoken.groupby(keys)["words"].sum()
    stretches = voices.groupby(keys).size().rename("stretches")
    table = pd.concat([stretches, words], axis=1).fillna(0).astype(int).reset_index()
    table["share"] = table["words"] / max(1, words.sum())
    table = table.merge(share_intervals(spoken, keys), on=keys, how="left")
    order = [False, *[True] * len(keys)]
    table = table.sort_values(["words", *keys], ascending=order, ignore_index=True)
    return table.astype(voices[keys].dtypes)


def share_intervals(spoken: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return `low, high, note` of each voice's share, by resampling whole documents."""
    counts = spoken.pivot_table("words", keys, "doc", fill_value=0)
    result = counts.index.to_frame(index=False)
    if counts.shape[1] < LEAST_DOCUMENTS:
        note = pd.array(["one document: no interval across documents"] * len(counts), dtype="str")
        return result.assign(low=np.nan, high=np.nan, note=note)
    sums = resampled(counts.to_numpy().T, draws=RESAMPLES, seed=SEED)
    shares = sums / np.maximum(1, sums.sum(axis=1, keepdims=True))
    low, high = np.percentile(shares, [2.5, 97.5], axis=0)
    return result.assign(low=low, high=high, note="")


def words_of_each(tokens: pd.DataFrame, spans: pd.DataFrame) -> np.ndarray:
    """Return how many words begin in each span; spans may overlap.

    >>> words = pd.DataFrame({"doc": ["a"] * 3, "start": [0, 3, 6], "is_word": [True] * 3})
    >>> spans = pd.DataFrame({"doc": ["a", "a"], "start": [0, 3], "end": [9, 9]})
    >>> words_of_each(words, spans).tolist()
    [3, 2]
    """
    words = tokens[tokens["is_word"]]
    docs = pd.Index(words["doc"].unique())
    stride = int(np.concatenate([[0], words["start"], spans["end"]]).max()) + 1
    places = np.sort(docs.get_indexer(words["doc"]) * stride + words["start"].to_numpy())
    doc = docs.get_indexer(spans["doc"])
    first, last = (np.searchsorted(places, doc * stride + spans[e]) for e in ("start", "end"))
    return np.where(doc < 0, 0, last - first)


def words_inside(tokens: pd.DataFrame, spans: pd.DataFrame) -> int:
    """Return how many words begin inside some spans, which may not overlap."""
    return int(words_of_each(tokens, spans).sum())
