"""The earliest use of something by each source in these texts, and how it spread over them."""

import numpy as np
import pandas as pd

from topoi.analysis.measures.permutations import hypergeometric
from topoi.text.corpus.corpus import By, group_of, heading_of

FIRST_USES = (
    "date", "start", "end", "hits", "days_after_first", "texts", "first_text", "words_until",
    "by_chance",
)  # fmt: skip
FIRST_NOTE = (
    "The earliest use in these texts, by the day of the text; texts of one day have no order and "
    "are all named. What was said elsewhere or before is unknown. By chance: how probable it is "
    "that it is the earliest of all when the dates are dealt anew among the texts of each group, "
    "worked out exactly. {undated:,} hits in undated documents are left out."
)
LEAST_AT_RISK = 5
UPTAKE_NOTE = (
    "Of {sources} with a dated text, {without} never use it in these texts. Each counts from the "
    "day of its first text to that of its last (Kaplan and Meier 1958, with late entry), from the "
    f"first day on which {LEAST_AT_RISK} or more could be new."
)


def first_uses(
    hits: pd.DataFrame, words: pd.Series, documents: pd.DataFrame, *, by: By = "source"
) -> pd.DataFrame:
    """Return the earliest use by each source, one row for each that has a hit, the earliest first.

    Columns: `[by], date, doc, start, end, hits, days_after_first, texts, first_text, words_until,
    by_chance`. `by` names other columns of the documents, `words` maps each document to its number
    of words. The passage is the first in the order of the collection; `texts` are all texts of the
    source with a hit on that day, since days are not parted. `hits` counts all its dated hits,
    `days_after_first` the days after the earliest of all. `first_text` is the day of its first
    dated text, `words_until` the words of its texts to the end of the day of the first use: who was
    read little or late cannot be early. `by_chance` is the probability that the source is the
    earliest, alone or with others, when the dates are dealt anew among its own texts and among
    those of each other: the higher, the less it says to be so.

    >>> documents = pd.DataFrame({"doc": ["a", "b"], "source": ["TASS", "AP"],
    ...                           "date": pd.to_datetime(["2025-08-01", "2025-08-04"])})
    >>> hits = pd.DataFrame({"doc": ["b", "a"], "start": [3, 5], "end": [9, 11]})
    >>> found = first_uses(hits, pd.Series({"a": 90, "b": 70}), documents)
    >>> found[["source", "days_after_first", "words_until"]].values.tolist()
    [['TASS', 0, 90], ['AP', 3, 70]]
    """
    head = heading_of(by, taken=FIRST_USES)
    texts = dated_texts(documents, by).assign(words=lambda table: table["doc"].map(words).fillna(0))
    dated = hits[["doc", "start", "end"]].merge(texts, on="doc")
    dated = dated.sort_values(["date", "order", "start"], kind="stable")
    table = dated.drop_duplicates("group").set_index("group")
    first = table["date"]
    same_day = dated[dated["date"] == first.reindex(dated["group"]).array].drop_duplicates("doc")
    read = texts[texts["date"] <= first.reindex(texts["group"]).array]
    held = texts["doc"].isin(hits["doc"])
    of_groups = {
        "hits": dated.groupby("group").size(),
        "days_after_first": (first - first.min()).dt.days,
        "texts": same_day.groupby("group")["doc"].agg(", ".join).astype("str"),
        "first_text": texts.groupby("group")["date"].min(),
        "words_until": read.groupby("group")["words"].sum(),
        "by_chance": earliest_by_chance(texts["date"], held, texts["group"]),
    }
    table = table.assign(**{name: own.reindex(table.index) for name, own in of_groups.items()})
    whole = ["hits", "days_after_first", "words_until"]
    table = table.drop(columns=head, errors="ignore").rename_axis(head)
    table = table.astype(dict.fromkeys(whole, int)).reset_index()
    table = table.astype({head: "str"})
    undated = int((~hits["doc"].isin(texts["doc"])).sum())
    table.attrs["note"] = FIRST_NOTE.format(undated=undated)
    return table[list(dict.fromkeys([head, "date", "doc", *FIRST_USES[1:]]))]


def dated_texts(documents: pd.DataFrame, by: By) -> pd.DataFrame:
    """Return `doc, date, group, order` of the documents that have a date."""
    table = documents[["doc", "date"]].assign(
        group=group_of(documents, by).to_numpy(), order=np.arange(len(documents))
    )
    return table[table["date"].notna()].reset_index(drop=True)


def earliest_by_chance(dates: pd.Series, held: pd.Series, groups: pd.Series) -> "pd.Series[float]":
    """Return for each group how probable it is to be the earliest, the dates dealt within it.

    A group has as many of its texts with a hit (`held`) as it has, on any of its dates: no hit up
    to a day has the probability of a sample without replacement that misses the texts until then.
    """
    days = np.sort(dates.unique())
    names = list(groups[held].unique())
    later = np.empty((len(names), len(days) + 1))
    for at, name in enumerate(names):
        own = groups == name
        texts, with_hit = int(own.sum()), int((own & held).sum())
        until = np.searchsorted(np.sort(dates[own]), days, side="right")
        # so many texts until a day that one with a hit must be among them
        sure = until > texts - with_hit
        read, zero = np.where(sure, 0, until), np.zeros_like(until)
        none = hypergeometric(zero, np.full_like(until, texts), np.full_like(until, with_hit), read)
        later[at] = [1.0, *np.where(sure, 0.0, none)]
    here, no_sooner = later[:, :-1] - later[:, 1:], later[:, :-1]
    ones = np.ones((1, len(days)))
    before = np.cumprod(np.vstack([ones, no_sooner]), axis=0)[:-1]
    behind = np.cumprod(np.vstack([ones, no_sooner[::-1]]), axis=0)[:-1][::-1]
    chance = (here * before * behind).sum(axis=1)
    return pd.Series(chance, index=pd.Index(names, dtype=groups.dtype), dtype=float)


def uptake(hits: pd.DataFrame, documents: pd.DataFrame, *, by: By = "source") -> pd.DataFrame:
    """Return on which days sources used it for the first time in these texts, and what share had.

    Columns: `date, new` (the sources, comma-separated), `sources` (how many so far), `read` (how
    many have a text by that day), `at_risk` (how many of these could be new on it: no use before,
    and not read for the last time before), `share`. Only texts with a date count. The share is one
    less the product-limit estimate of those without a use (Kaplan and Meier 1958) with late entry,
    since a source could not be seen to use it before its first text was read. It is of those
    without a use on the first day with five at risk, and missing before, as it would leap to the
    end where one alone is at risk (Klein and Moeschberger 2003, section 4.6). Caveat: a curve that
    can only rise says when, not how often.
    """
    texts = dated_texts(documents, by)
    span = texts.groupby("group")["date"].agg(["min", "max"])
    first = texts[texts["doc"].isin(hits["doc"])].groupby("group")["date"].min()
    days = pd.Series(np.sort(first.unique()), dtype=documents["date"].dtype)
    names = [", ".join(map(str, first.index[first == day])) for day in days]
    table = pd.DataFrame({"date": days, "new": pd.array(names, dtype="str")})
    new = np.array([(first == day).sum() for day in days], dtype=int)
    used = first.reindex(span.index)
    for column, counted in (
        ("read", lambda day: span["min"] <= day),
        ("at_risk", lambda day: span["min"].le(day) & span["max"].ge(day) & ~used.lt(day)),
    ):
        table[column] = np.array([counted(day).sum() for day in days], dtype=int)
    table.insert(2, "sources", new.cumsum())
    counted = (table["at_risk"] >= LEAST_AT_RISK).cummax()
    left = np.where(counted, 1 - new / table["at_risk"], 1.0).cumprod()
    table["share"] = (1 - pd.Series(left, dtype=float)).where(counted)
    without = len(span) - len(first)
    table.attrs["note"] = UPTAKE_NOTE.format(without=without, sources=len(span))
    return table
