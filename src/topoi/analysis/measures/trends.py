"""Rates over time, with the gaps shown, and events to mark beside them."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from topoi.analysis.measures.intervals import note_on
from topoi.analysis.measures.rates import rate_columns
from topoi.errors import InputError
from topoi.text.corpus.corpus import By, group_of, heading_of
from topoi.yaml_files import yaml_in

PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "year": "Y"}
NOTE = (
    "Hits per {per:,} words by {period}. {intervals} A {period} without a document is a gap: it "
    "has no rate, which is not a rate of 0."
)
UNDATED = " Left out, as without a date: {undated:,} of {documents:,} documents."


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
    missing. Undated documents are left out and counted in `attrs["note"]`, which also says whether
    the 95% intervals are over texts (`intervals.rate_intervals`). Whether a rate changes is another
    question than whether two intervals part: `changes.change_points` tests it.
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
    every = grid(counted, period)
    table = every.to_frame(index=False).astype({"group": "str"})
    place = every.get_indexer(pd.MultiIndex.from_frame(counted[["period", "group"]]))
    table["documents"] = np.bincount(place, minlength=len(every))
    counts = [counted["hits"].to_numpy()]
    rates = rate_columns(counts, counted["words"].to_numpy(), place, groups=len(every), per=per)
    table = table.join(rates)
    if by:
        head = heading_of(by, taken=table.columns.drop("group"))
        table = table.rename(columns={"group": head})
    else:
        table = table.drop(columns="group")
    table.attrs["note"] = NOTE.format(
        per=per,
        period=period,
        intervals=note_on(over_texts=rates.attrs["over_texts"], texts=len(dated)),
    )
    if undated := len(documents) - len(dated):
        table.attrs["note"] += UNDATED.format(undated=undated, documents=len(documents))
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
    entries = yaml_in(Path(path))
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
