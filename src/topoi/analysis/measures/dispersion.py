"""How evenly a word is spread over the parts of a corpus."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

NOTE = (
    "DP: half the sum of absolute differences between each part's share of the word and its share "
    "of the corpus (Gries 2008), 0 even to 1 concentrated; DPnorm divides by 1 - the smallest "
    "part's share (Lijffijt & Gries 2012). {parts:,} parts of {low:,} to {high:,} words."
)
THIRDS = ("first_third", "middle_third", "last_third")


def dispersion(counts: pd.DataFrame, sizes: pd.Series) -> pd.DataFrame:
    """Return Gries' DP of each word: `token, count, range, dp, dp_norm`, most frequent first.

    `counts` has `part, token, count`, one row for each word in each part where it occurs; `sizes`
    maps every part, those without the word too, to its length in words. `range` is the number of
    parts with the word. With one part nothing can be said and DP is NaN. Caveat: with few or very
    short parts DP of a rare word is high whatever the word; read it beside the count.

    >>> counts = pd.DataFrame(
    ...     {"part": ["a", "b", "a"], "token": ["x", "x", "y"], "count": [2, 2, 3]})
    >>> dispersion(counts, pd.Series({"a": 10, "b": 10}))[["token", "range", "dp"]].values.tolist()
    [['x', 2, 0.0], ['y', 1, 0.5]]
    """
    rows = counts[counts["count"] > 0]
    words = rows.groupby("token")["count"].agg(["sum", "size"])
    observed = rows["count"].to_numpy(float) / rows["token"].map(words["sum"]).to_numpy(float)
    expected = rows["part"].map(sizes / float(sizes.sum())).to_numpy(float)
    # A part without the word adds its whole expected share, so only occurring parts are visited.
    sums = (
        pd.DataFrame(
            {"token": rows["token"], "gap": np.abs(observed - expected), "expected": expected}
        )
        .groupby("token")[["gap", "expected"]]
        .sum()
        .loc[words.index]
    )
    columns = (words["sum"], words["size"], sums["gap"], sums["expected"])
    return dispersion_table(words.index, *(column.to_numpy() for column in columns), sizes=sizes)


def dispersion_table(
    tokens: pd.Index | np.ndarray,
    counts: np.ndarray,
    ranges: np.ndarray,
    gaps: np.ndarray,
    expected: np.ndarray,
    *,
    sizes: pd.Series,
) -> pd.DataFrame:
    """Return the table from sums over the parts that have the word.

    `gaps` sums the absolute differences of observed and expected share, `expected` the expected
    shares.
    """
    several = len(sizes) > 1
    least = float(sizes.min() / sizes.sum()) if several else 0.0
    dp = np.clip(0.5 * (gaps + 1 - expected), 0, 1) if several else np.full(len(tokens), np.nan)
    table = pd.DataFrame(
        {
            "token": pd.array(tokens, dtype="str"),
            "count": counts,
            "range": ranges,
            "dp": dp,
            "dp_norm": dp / (1 - least),
        }
    ).sort_values(["count", "token"], ascending=[False, True], ignore_index=True)
    low, high = (sizes.min(), sizes.max()) if len(sizes) else (0, 0)
    table.attrs["note"] = NOTE.format(parts=len(sizes), low=low, high=high)
    return table


def frequency(tokens: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return the words: the `by` columns, `token, count, per_1000, range`, most frequent first.

    `by` names columns of the tokens table (join a metadata column on `doc` to group by it).
    `per_1000` is per 1,000 words of the group, `range` the number of documents with the word.

    >>> from topoi.text.corpus.corpus import corpus_of
    >>> from topoi.text.words.numbered import token_table as tokens
    >>> frequency(tokens(corpus_of({"a": "Talks, talks."})))[["token", "count"]].values.tolist()
    [['talks', 2]]
    """
    words = tokens[tokens["is_word"].to_numpy()]
    keys = [*by, "token"]
    table = words.groupby(keys, sort=False, observed=True)["doc"].agg(["size", "nunique"])
    table = table.reset_index().rename(columns={"size": "count", "nunique": "range"})
    totals = table.groupby(list(by))["count"].transform("sum") if by else table["count"].sum()
    table["per_1000"] = 1000 * table["count"] / totals
    ascending = [True] * len(by) + [False, True]
    table = table.sort_values([*by, "count", "token"], ascending=ascending, ignore_index=True)
    return table[[*keys, "count", "per_1000", "range"]]


def counts_by_part(tokens: pd.DataFrame, parts: pd.Series) -> tuple[pd.DataFrame, pd.Series]:
    """Return what `dispersion` needs: `part, token, count` rows, and the words of each part.

    `parts` maps each document to its part (`documents.set_index("doc")["source"]`, or each to
    itself); documents that it lacks are left out.
    """
    words = tokens.loc[tokens["is_word"].to_numpy(), ["doc", "token"]]
    placed = words.assign(part=words["doc"].map(parts)).dropna(subset="part")
    rows = placed.groupby(["part", "token"], observed=True).size().rename("count").reset_index()
    sizes = placed.groupby("part", observed=True).size()
    return rows, sizes


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
