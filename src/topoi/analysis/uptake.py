"""Who used a phrase first in a collection, and how its use spread over the sources."""

import pandas as pd

FIRST_NOTE = (
    "First use in this collection by date of the document, then by order of the collection; what "
    "was said elsewhere before is unknown. {undated:,} hits in undated documents are left out."
)
UPTAKE_NOTE = (
    "A source counts from the day of its first hit. {without} of {sources} sources never use it."
)


def first_uses(hits: pd.DataFrame, documents: pd.DataFrame, *, by: str = "source") -> pd.DataFrame:
    """Return the first use by each source: `[by], date, doc, start, end, hits, days_after_first`.

    One row for each source (or other column of the documents) that has a hit, the earliest first.
    `hits` counts all its dated hits; `days_after_first` is the delay after the collection's first.

    >>> documents = pd.DataFrame({"doc": ["a", "b"], "source": ["TASS", "AP"],
    ...                           "date": pd.to_datetime(["2025-08-01", "2025-08-04"])})
    >>> hits = pd.DataFrame({"doc": ["b", "a"], "start": [3, 5], "end": [9, 11]})
    >>> first_uses(hits, documents)[["source", "days_after_first"]].values.tolist()
    [['TASS', 0], ['AP', 3]]
    """
    order = pd.Series(range(len(documents)), index=documents["doc"])
    about = documents[["doc", "date", by]] if by != "doc" else documents[["doc", "date"]]
    dated = hits[["doc", "start", "end"]].merge(about, on="doc")
    undated = int(dated["date"].isna().sum())
    dated = dated[dated["date"].notna()]
    dated = dated.assign(order=dated["doc"].map(order)).sort_values(["date", "order", "start"])
    counts = dated[by].value_counts()
    table = dated.drop_duplicates(by).drop(columns="order").reset_index(drop=True)
    table["hits"] = table[by].map(counts).astype(int)
    table["days_after_first"] = (table["date"] - table["date"].min()).dt.days.astype(int)
    table.attrs["note"] = FIRST_NOTE.format(undated=undated)
    return table[
        list(dict.fromkeys([by, "date", "doc", "start", "end", "hits", "days_after_first"]))
    ]


def uptake(hits: pd.DataFrame, documents: pd.DataFrame, *, by: str = "source") -> pd.DataFrame:
    """Return how many sources have used it by each day on which one did so first.

    Columns: `date, new` (the sources, comma-separated), `sources` (cumulative), `share` (of all
    sources in the documents). A cumulative curve can only rise: it says when, not how often.
    """
    first = first_uses(hits, documents, by=by)
    every = documents[by].nunique()
    table = first.groupby("date")[by].agg([lambda names: ", ".join(map(str, names)), "size"])
    table = table.set_axis(["new", "sources"], axis=1).reset_index()
    table["sources"] = table["sources"].cumsum().astype(int)
    table["share"] = table["sources"] / every if every else 0.0
    table.attrs["note"] = UPTAKE_NOTE.format(without=every - len(first), sources=every)
    return table
