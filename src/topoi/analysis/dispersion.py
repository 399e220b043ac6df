"""How evenly a word is spread over the parts of a corpus."""

import numpy as np
import pandas as pd

NOTE = (
    "DP: half the sum of absolute differences between each part's share of the word and its share "
    "of the corpus (Gries 2008), 0 even to 1 concentrated; DPnorm divides by 1 - the smallest "
    "part's share (Lijffijt & Gries 2012). {parts:,} parts of {low:,} to {high:,} words."
)


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
