"""How often each word occurs, in all and by part."""

from collections.abc import Sequence

import pandas as pd


def frequency(tokens: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return the words: the `by` columns, `token, count, per_1000, range`, most frequent first.

    `by` names columns of the tokens table (join a metadata column on `doc` to group by it).
    `per_1000` is per 1,000 words of the group, `range` the number of documents with the word.

    >>> from topoi.text.corpus import corpus_of
    >>> from topoi.text.numbered import token_table as tokens
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
