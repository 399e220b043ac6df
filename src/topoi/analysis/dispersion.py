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
    total = float(sizes.sum())
    shares = sizes / total
    rows = counts[counts["count"] > 0]
    words = rows.groupby("token")["count"].agg(["sum", "size"])
    observed = rows["count"].to_numpy(float) / rows["token"].map(words["sum"]).to_numpy(float)
    expected = rows["part"].map(shares).to_numpy(float)
    # A part without the word adds its whole expected share, so only occurring parts are visited.
    sums = pd.DataFrame(
        {"token": rows["token"], "distance": np.abs(observed - expected), "expected": expected}
    ).groupby("token")[["distance", "expected"]]
    sums = sums.sum().loc[words.index]
    dp = 0.5 * (sums["distance"] + 1 - sums["expected"]).to_numpy()
    dp = np.clip(dp, 0, 1) if len(sizes) > 1 else np.full(len(words), np.nan)
    table = pd.DataFrame(
        {
            "token": words.index.astype("str"),
            "count": words["sum"].to_numpy(),
            "range": words["size"].to_numpy(),
            "dp": dp,
            "dp_norm": dp / (1 - shares.min()) if len(sizes) > 1 else dp,
        }
    ).sort_values(["count", "token"], ascending=[False, True], ignore_index=True)
    table.attrs["note"] = NOTE.format(parts=len(sizes), low=sizes.min(), high=sizes.max())
    return table
