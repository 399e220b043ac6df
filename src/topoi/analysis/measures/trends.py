"""Rates over time, with the gaps shown, and events to mark beside them."""

from datetime import date
from pathlib import Path

import pandas as pd

from topoi.analysis.measures.rates import rate_columns
from topoi.errors import InputError
from topoi.text.corpus.corpus import By, group_of, heading_of

FIRST_USES = ("date", "start", "end", "hits", "days_after_first")
PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "year": "Y"}
NOTE = (
    "Hits per {per:,} words by {period}, with exact Poisson intervals (Garwood 1936). A {period} "
    "without a document is a gap: it has no rate, which is not a rate of 0. {undated:,} of "
    "{documents:,} documents have no date and are left out."
)
FIRST_NOTE = (
    "First use in this collection by date of the document, then by order of the collection; what "
    "was said elsewhere before is unknown. {undated:,} hits in undated documents are left out."
)
UPTAKE_NOTE = (
    "A source counts from the day of its first hit. {without} of {sources} sources never use it."
)


def trend(
    hits: pd.DataFrame,
    words: pd.Series,
    documents: pd.DataFrame,
    *,
    period: str = "month",
    by: By | None = None,
    per: int = 1000,
) -> pd.DataFrame:
    """Return one row a period (and group): `period, [by], documents, hits, words, rate, low, high`.

    `words` maps each document to its number of words; `by` names columns of the documents, such as
    source (see `groups_of`). Periods are days, weeks (Monday to Sunday, named by their Monday) or
    months, without a break from the first to the last; where a group has no document its rate is
    missing. Undated documents are left out and counted in `attrs["note"]`. Caveat: hits in one text
    are not independent, so that the true interval of a burst is wider.
    """
    if period not in PERIODS:
        raise InputError(f"period {period!r}", "is unknown", f"Give one of {', '.join(PERIODS)}.")
    dated = documents[documents["date"].notna()]
    counted = pd.DataFrame(
        {
            "period": periods_of(dated["date"], period),
            "group": group_of(dated, by).to_numpy() if by else "",
            "words": dated["doc"].map(words).fillna(0).astype(int),
            "hits": dated["doc"].map(hits["doc"].value_counts()).fillna(0).astype(int),
        }
    )
    sums = counted.groupby(["period", "group"]).agg(
        documents=("words", "size"), hits=("hits", "sum"), words=("words", "sum")
    )
    table = sums.reindex(grid(counted, period), fill_value=0).reset_index().astype({"group": "str"})
    table = table.join(rate_columns(table, per=per))
    if by:
        head = heading_of(by, taken=table.columns.drop("group"))
        table = table.rename(columns={"group": head})
    else:
        table = table.drop(columns="group")
    table.attrs["note"] = NOTE.format(
        per=per, period=period, undated=len(documents) - len(dated), documents=len(documents)
    )
    return table


def periods_of(dates: pd.Series, period: str) -> pd.Series:
    """Return the first day of the period of each date."""
    return dates.dt.to_period(PERIODS[period]).dt.start_time.astype("datetime64[s]")


def grid(counted: pd.DataFrame, period: str) -> pd.MultiIndex:
    """Return every period between the first and the last, for every group."""
    groups = sorted(counted["group"].unique(), key=str)
    if not len(counted):
        every = pd.DatetimeIndex([], dtype="datetime64[s]")
    else:
        first, last = counted["period"].min(), counted["period"].max()
        steps = pd.period_range(first, last, freq=PERIODS[period])
        every = steps.start_time.astype("datetime64[s]")
    return pd.MultiIndex.from_product([every, groups], names=["period", "group"])


def read_events(path: str | Path) -> pd.DataFrame:
    """Return the events to mark in a figure: `date, label`, by date.

    The file is a YAML list of `{date: YYYY-MM-DD, label: text}`. Raises InputError for anything
    else, naming the entry.
    """
    import yaml

    place = Path(path)
    try:
        entries = yaml.safe_load(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(str(path), "does not exist", "Write a list of events there.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problem = "is no YAML (" + str(error).split("\n", 1)[0] + ")"
        raise InputError(str(path), problem, "Mend it.") from None
    if not isinstance(entries, list):
        raise InputError(str(path), "is no list of events", "Write `- {date: ..., label: ...}`.")
    rows = [event(entry, f"{path}, event {number}") for number, entry in enumerate(entries, 1)]
    table = pd.DataFrame(rows, columns=["date", "label"])
    table["date"] = pd.to_datetime(table["date"])
    return table.sort_values(["date", "label"], ignore_index=True)


def event(entry: object, place: str) -> tuple[str, str]:
    """Return date and label of one entry; raise InputError when either is missing or wrong."""
    if not isinstance(entry, dict) or set(entry) != {"date", "label"}:
        raise InputError(place, "is not a date with a label", "Write {date: ..., label: ...}.")
    day = entry["date"]
    try:
        day = day if isinstance(day, date) else date.fromisoformat(str(day))
    except ValueError:
        raise InputError(
            place, f"has a date that is no date: {day!r}", "Write it as YYYY-MM-DD."
        ) from None
    return day.isoformat()[:10], str(entry["label"])


def first_uses(hits: pd.DataFrame, documents: pd.DataFrame, *, by: By = "source") -> pd.DataFrame:
    """Return the first use by each source: `[by], date, doc, start, end, hits, days_after_first`.

    One row for each source (or other group of the documents) that has a hit, the earliest first.
    `hits` counts all its dated hits; `days_after_first` is the delay after the collection's first.

    >>> documents = pd.DataFrame({"doc": ["a", "b"], "source": ["TASS", "AP"],
    ...                           "date": pd.to_datetime(["2025-08-01", "2025-08-04"])})
    >>> hits = pd.DataFrame({"doc": ["b", "a"], "start": [3, 5], "end": [9, 11]})
    >>> first_uses(hits, documents)[["source", "days_after_first"]].values.tolist()
    [['TASS', 0], ['AP', 3]]
    """
    order = pd.Series(range(len(documents)), index=documents["doc"])
    head = heading_of(by, taken=FIRST_USES)
    dated = hits[["doc", "start", "end"]].merge(documents[["doc", "date"]], on="doc")
    dated[head] = dated["doc"].map(group_of(documents, by))
    undated = int(dated["date"].isna().sum())
    dated = dated[dated["date"].notna()]
    dated = dated.assign(order=dated["doc"].map(order)).sort_values(["date", "order", "start"])
    counts = dated[head].value_counts()
    table = dated.drop_duplicates(head).drop(columns="order").reset_index(drop=True)
    table["hits"] = table[head].map(counts).astype(int)
    table["days_after_first"] = (table["date"] - table["date"].min()).dt.days.astype(int)
    table.attrs["note"] = FIRST_NOTE.format(undated=undated)
    return table[list(dict.fromkeys([head, "date", "doc", *FIRST_USES[1:]]))]


def uptake(hits: pd.DataFrame, documents: pd.DataFrame, *, by: By = "source") -> pd.DataFrame:
    """Return how many sources have used it by each day on which one did so first.

    Columns: `date, new` (the sources, comma-separated), `sources` (cumulative), `share` (of all
    sources in the documents). A cumulative curve can only rise: it says when, not how often.
    """
    first = first_uses(hits, documents, by=by)
    every = group_of(documents, by).nunique()
    groups = first.groupby("date")[heading_of(by)]
    table = groups.agg(new=lambda names: ", ".join(map(str, names)), sources="size").reset_index()
    table = table.astype({"new": "str"})
    table["sources"] = table["sources"].cumsum().astype(int)
    table["share"] = table["sources"] / every if every else 0.0
    table.attrs["note"] = UPTAKE_NOTE.format(without=every - len(first), sources=every)
    return table
