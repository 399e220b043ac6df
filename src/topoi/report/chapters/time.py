"""The tables of a collection over time: rates by period and group, first uses and uptake."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.report.chapters.grouping import SOURCE, largest, many_of, title_of
from topoi.report.chapters.results import VOICES, rate_columns
from topoi.report.chapters.tables import Column, Table, table
from topoi.report.chapters.words import note_of
from topoi.report.evidence.citing import Cited, Sentence, cite, measured, name, prose, sentence
from topoi.text.corpus.corpus import GROUP, Corpus, with_groups

PERIODS_SHOWN = 120  # rows of rates, of the groups that the figure shows
GROUPS_SHOWN = 6
EVENTS = "events.yml"
# Days up to which a text stands for its day, its week, its month.
FEW_WEEKS, FEW_MONTHS, FEW_YEARS = 30, 150, 2000


def period_of(documents: pd.DataFrame) -> str:
    """Return the period that suits the time the texts span: day, week, month or year."""
    dated = documents["date"].dropna()
    days = (dated.max() - dated.min()).days if len(dated) else 0
    if days > FEW_YEARS:
        return "year"
    if days > FEW_MONTHS:
        return "month"
    return "week" if days > FEW_WEEKS else "day"


def trend_table(
    trend: pd.DataFrame,
    hits: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    source: str,
    by: str = SOURCE,
    most: int = PERIODS_SHOWN,
) -> Table:
    """Return the rates of a trend by period and group, each linked to the passages it counts.

    `trend` has its groups in the column `group`: what `by`, a column of the documents, says of
    them. Shown are those with the most texts, as in the figure; the data of the table have all.
    """
    dates = documents.set_index("doc")["date"]
    groups = with_groups(documents, by).set_index("doc")[GROUP]
    placed = hits.assign(date=hits["doc"].map(dates), group=hits["doc"].map(groups))
    starts = sorted(trend["period"].unique())
    placed["period"] = [
        starts[at - 1] if at else pd.NaT
        for at in pd.Index(starts).searchsorted(placed["date"], side="right")
    ]
    grouped = dict(list(placed.groupby(["period", GROUP])))
    in_figure = trend[GROUP].isin(largest(trend.groupby(GROUP)["documents"].sum(), GROUPS_SHOWN))
    shown = min(int(in_figure.sum()), most)

    def passages(row: Mapping[str, Any]) -> Cited:
        own = grouped.get((row["period"], row[GROUP]), hits[:0])
        return cite(own, label=f"{row[GROUP]}, from {row['period']:%Y-%m-%d}")

    columns = [
        Column("From", "period"),
        Column(title_of(by), GROUP),
        Column("Texts", "documents", how="texts"),
        Column("Passages", passages),
        *(
            Column(
                title,
                title.lower(),
                how=f"{title.lower()} per 1,000 words of a period and group",
                digits=2,
                empty="no text",
            )
            for title in ("Rate", "Low", "High")
        ),
    ]
    rows = pd.concat([trend[in_figure], trend[~in_figure]])
    return table(rows, columns, source=source, most=shown, note=note_of(trend))


def by_group(
    hits: pd.DataFrame,
    words: "pd.Series[int]",
    documents: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    by: str = SOURCE,
    most: int = GROUPS_SHOWN,
) -> Table:
    """Return how often each code occurs in each group of texts, of those with the most texts.

    `words` maps each text to its number of words; rates are over the words of the group.
    """
    from topoi.analysis.measures.rates import rates

    groups = with_groups(documents, by).set_index("doc")[GROUP]
    shown = largest(groups.value_counts(), most)
    spoken = words.groupby(words.index.map(groups)).sum().rename_axis(GROUP).rename("words")
    placed = hits.assign(**{GROUP: hits["doc"].map(groups)})
    found = rates(placed, spoken.reset_index(), by=["code", GROUP], codes=list(labels))
    columns = [
        Column("Code", lambda row: labels[row["code"]]),
        Column(title_of(by), GROUP),
        Column("Passages", lambda row: f"{labels[row['code']]}, {row[GROUP]}", "count"),
        *rate_columns(found, how="per 1,000 words of the group", digits=2),
    ]
    rows = found[found[GROUP].isin(shown)]
    own = dict(list(placed.groupby(["code", GROUP])))
    return table(rows, columns, own=lambda row: own.get((row["code"], row[GROUP]), placed[:0]))


def first_uses_table(
    uses: Mapping[str, pd.DataFrame],
    hits: pd.DataFrame,
    corpus: Corpus,
    *,
    source: str,
    by: str = SOURCE,
    most: int = 12,
) -> Table:
    """Return who used each phrase first and when each group took it up; `uses` is by code label.

    The tables come from `measures.trends.first_uses` over the column `group`, which holds what
    `by` says of each text.
    """

    def speaker(row: Mapping[str, Any]) -> str:
        same = (hits["doc"] == row["doc"]) & (hits["start"] == row["start"])
        return next(iter(hits.loc[same, "speaker"]), "") or VOICES["outlet"]

    columns = [
        Column("What", "what"),
        Column(title_of(by), GROUP),
        Column("First", "date"),
        Column("Days later", "days_after_first", how="days after the first use"),
        Column("Voice", speaker),
        Column(
            "Passage", lambda row: corpus.passage(row["doc"], row["start"], row["end"]), "quoted"
        ),
        Column("Text", "doc"),
    ]
    rows = [
        {**row, "what": label, "at": at}
        for label, found in uses.items()
        for at, row in enumerate(found.to_dict("records"))
    ]
    rows.sort(key=lambda row: row["at"] >= most)
    shown = sum(row["at"] < most for row in rows)
    note = next(map(note_of, uses.values()), None)
    return table(rows, columns, source=source, most=shown, note=note)


def uptake_sentence(
    label: str, hits: pd.DataFrame, found: pd.DataFrame, *, source: str, groups: int, by: str
) -> Sentence:
    """Return who used a phrase first and how many groups of texts have used it since."""
    counted = partial(measured, source=source, digits=0)
    every = counted(groups, how="groups of texts")
    about = {"label": name(label), "many": name(many_of(by)), "every": every}
    if not len(found):
        return sentence("{label}: none of the {every} {many} uses it in a dated text.", **about)
    first = found.iloc[0]
    return sentence(
        "{label}: first in {group} on {date}. Of {every} {many} {n} use it, in {k} passages.",
        group=name(first[GROUP]),
        date=name(f"{first['date']:%Y-%m-%d}"),
        n=counted(len(found), how="groups with a use"),
        k=cite(hits, label=label),
        **about,
    )


def uptake_sentences(
    named: Mapping[str, pd.DataFrame],
    uses: Mapping[str, pd.DataFrame],
    *,
    source: str,
    groups: int,
    by: str = SOURCE,
) -> Sentence:
    """Return a paragraph with the uptake of each phrase; `named` maps its label to its hits."""
    each = (
        uptake_sentence(label, own, uses[label], source=source, groups=groups, by=by)
        for label, own in named.items()
    )
    return prose(*each)


def events_beside(texts: str | Path) -> pd.DataFrame | None:
    """Return the events in the folder of the texts, or beside the one file; None without any."""
    from topoi.analysis.measures.trends import read_events

    place = Path(texts)
    file = (place if place.is_dir() else place.parent) / EVENTS
    return read_events(file) if file.is_file() else None
