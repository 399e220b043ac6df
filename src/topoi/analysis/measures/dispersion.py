"""How often words occur, and how evenly they are spread over the parts of a corpus."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from topoi.analysis.measures.counting import WordParts, counts_by_text, frequencies, word_parts

NOTE = (
    "DP: half the sum of absolute differences between each part's share of the word and its share "
    "of the corpus (Gries 2008), 0 even to 1 concentrated; DPnorm divides by 1 - the smallest "
    "part's share (Lijffijt & Gries 2012). {parts:,} parts of {low:,} to {high:,} words."
)
NO_NORM = " A part has no words: the largest DP possible is not known, and no DPnorm is given."
THIRDS = ("first_third", "middle_third", "last_third")
QUARTILES = {"q25": 0.25, "median": 0.5, "q75": 0.75}


def dispersion(counts: pd.DataFrame, sizes: pd.Series) -> pd.DataFrame:
    """Return Gries' DP of each word: `token, count, range, dp, dp_norm`, most frequent first.

    `counts` has `part, token, count`, one row for each word in each part where it occurs; `sizes`
    maps every part, those without the word too, to its length in words. `range` is the number of
    parts with the word. With one part nothing can be said and DP is NaN; where a part has no words
    DPnorm is NaN. Caveat: with few or very short parts DP of a rare word is high whatever the word;
    read it beside the count.

    >>> counts = pd.DataFrame(
    ...     {"part": ["a", "b", "a"], "token": ["x", "x", "y"], "count": [2, 2, 3]})
    >>> dispersion(counts, pd.Series({"a": 10, "b": 10}))[["token", "range", "dp"]].values.tolist()
    [['x', 2, 0.0], ['y', 1, 0.5]]
    """
    rows = counts[counts["count"] > 0]
    form, forms = pd.factorize(rows["token"])
    chunk = [sizes.index.get_indexer(rows["part"]), form, rows["count"].to_numpy()]
    every = np.bincount(form, weights=chunk[2], minlength=len(forms)).astype(np.int64)
    return dispersed([chunk], every, forms, sizes.to_numpy())


def dispersion_over_documents(tokens: pd.DataFrame | WordParts) -> pd.DataFrame:
    """Return `dispersion` with each document as a part: words are read twice, a part at a time."""
    words = word_parts(tokens)
    forms = len(words.forms)
    every, lengths = (np.zeros(many, dtype=np.int64) for many in (forms, words.documents))
    for doc, form in words.parts("doc", "form"):
        every += np.bincount(form, minlength=forms)
        lengths += np.bincount(doc, minlength=len(lengths))

    number = np.cumsum(lengths > 0) - 1  # a document without words is no part, as in a table
    chunks = ([number[doc], form, count] for doc, form, count in counts_by_text(words))
    return dispersed(chunks, every, pd.Index(words.forms, dtype="str"), lengths[lengths > 0])


def dispersed(
    chunks: Iterable[Sequence[np.ndarray]], every: np.ndarray, forms: pd.Index, lengths: np.ndarray
) -> pd.DataFrame:
    """Return the table of `dispersion`, given how often each form occurs in all.

    A chunk has the number of the part, of the form, and the count, for some parts as a whole; a
    part without the word adds its whole expected share, so only occurring parts are visited.
    """
    shares = lengths / max(lengths.sum(), 1)
    sums = np.zeros((3, len(every)))
    for part, form, count in chunks:
        gaps = np.abs(count / every[form] - shares[part])
        for row, weights in enumerate((None, gaps, shares[part])):
            sums[row] += np.bincount(form, weights=weights, minlength=len(every))
    ranges, gaps, expected = sums
    several = len(lengths) > 1
    least = float(shares.min()) if several else 0.0
    dp = np.clip(0.5 * (gaps + 1 - expected), 0, 1) if several else np.full(len(every), np.nan)
    columns = {"count": every, "range": ranges.astype(np.int64), "dp": dp}
    table = pd.DataFrame({"token": pd.array(forms, dtype="str"), **columns})
    table["dp_norm"] = dp / (1 - least) if least else np.nan
    table = table[every > 0].sort_values(
        ["count", "token"], ascending=[False, True], ignore_index=True
    )
    low, high = (lengths.min(), lengths.max()) if len(lengths) else (0, 0)
    table.attrs["note"] = NOTE.format(parts=len(lengths), low=low, high=high)
    if several and not least:
        table.attrs["note"] += NO_NORM
    return table


def frequency(tokens: pd.DataFrame | WordParts, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return the words: the `by` columns, `token, count, per_1000, range`, most frequent first.

    `by` names columns of the tokens table (join a metadata column on `doc` to group by it).
    `per_1000` is per 1,000 words of the group, `range` the number of documents with the word; it
    is not counted in the words of a store, which cannot be grouped either.

    >>> from topoi.text.corpus.corpus import corpus_of
    >>> from topoi.text.words.numbered import token_table as tokens
    >>> frequency(tokens(corpus_of({"a": "Talks, talks."})))[["token", "count"]].values.tolist()
    [['talks', 2]]
    """
    keys = [*by, "token"]
    if isinstance(tokens, WordParts):
        table = frequencies(tokens).reset_index()
    else:
        words = tokens[tokens["is_word"].to_numpy()]
        groups = words.groupby(keys, sort=False, observed=True)["doc"]
        table = groups.agg(count="size", range="nunique").reset_index()
    totals = table.groupby(list(by))["count"].transform("sum") if by else table["count"].sum()
    table.insert(len(keys) + 1, "per_1000", 1000 * table["count"] / totals)
    ascending = [True] * len(by) + [False, True]
    return table.sort_values([*by, "count", "token"], ascending=ascending, ignore_index=True)


def hit_positions(hits: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
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
    `placed` comes from `hit_positions`. With fewer than about ten hits the quartiles only restate
    the hits themselves.

    >>> placed = pd.DataFrame({"code": ["a", "a", "a"], "position": [0.1, 0.2, 0.9]})
    >>> position_summary(placed).loc[0, ["first_third", "last_third"]].tolist()
    [2, 1]
    """
    third = np.minimum((placed["position"] * 3).astype(int), 2)
    positions = placed.groupby(by)["position"]
    columns = {"hits": positions.size()}
    columns |= {name: (third == n).groupby(placed[by]).sum() for n, name in enumerate(THIRDS)}
    columns |= {name: positions.quantile(share) for name, share in QUARTILES.items()}
    return pd.DataFrame(columns).reset_index()
