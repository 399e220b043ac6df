"""The tables of a collection over time: rates by period and group, first uses and uptake."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from topoi.report.chapters.grouping import SOURCE, many_of, title_of
from topoi.report.chapters.results import VOICES
from topoi.report.chapters.tables import Table, counts_table, table
from topoi.report.chapters.words import beyond, told
from topoi.report.evidence.citing import Sentence, cite, measured, name, prose, quoted, sentence
from topoi.text.corpus.corpus import GROUP, Corpus, with_groups

ROWS = 40
PERIODS_SHOWN = 120  # rows of rates, of the groups that the figure shows
GROUPS_SHOWN = 6
NOT_GIVEN = "not given"
EVENTS = "events.yml"
FEW_WEEKS, FEW_MONTHS = 30, 150  # days up to which a text stands for its day, its week


def period_of(documents: pd.DataFrame) -> str:
    """Return the period that suits the time the texts span: day, week or month."""
    dated = documents["date"].dropna()
    days = (dated.max() - dated.min()).days if len(dated) else 0
    if days > FEW_MONTHS:
        return "month"
    return "week" if days > FEW_WEEKS else "day"


def trend_table(
    trend: pd.DataFrame,
    hits: pd.DataFrame,
    documents: pd.DataFrame,
    *,
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
    largest = trend.groupby(GROUP)["documents"].sum().sort_index()
    largest = largest.sort_values(ascending=False, kind="stable").index[:GROUPS_SHOWN]
    in_figure = trend[GROUP].isin(largest)
    shown = min(int(in_figure.sum()), most)
    rows = []
    for row in pd.concat([trend[in_figure], trend[~in_figure]]).to_dict("records"):
        own = grouped.get((row["period"], row[GROUP]), hits[:0])
        label = f"{row[GROUP] or NOT_GIVEN}, from {row['period']:%Y-%m-%d}"
        line: dict[str, object] = {
            "From": name(f"{row['period']:%Y-%m-%d}"),
            title_of(by): name(row[GROUP] or NOT_GIVEN),
            "Texts": measured(
                row["documents"], how="texts", source="tbl-collection-trend", digits=0
            ),
            "Passages": cite(own, label=label),
        }
        for title, column in {"Rate": "rate", "Low": "low", "High": "high"}.items():
            line[title] = rate_cell(row[column], title)
        rows.append(line)
    columns = ["From", title_of(by), "Texts", "Passages", "Rate", "Low", "High"]
    note = prose(told(trend), beyond(len(rows), shown, source="tbl-collection-trend"))
    return table(pd.DataFrame(rows, columns=columns), most=shown, note=note)


def rate_cell(value: float, title: str) -> object:
    """Return a rate over one period and group, or that there was no text."""
    how = f"{title.lower()} per 1,000 words of a period and group"
    if pd.isna(value):
        return name("no text")
    return measured(value, how=how, source="tbl-collection-trend", digits=2)


def by_group(
    hits: pd.DataFrame,
    documents: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    by: str = SOURCE,
    most: int = GROUPS_SHOWN,
) -> Table:
    """Return the passages of each code in each source (or other `by`) with the most texts."""
    groups = with_groups(documents, by).set_index("doc")[GROUP]
    counts = groups.value_counts()
    shown = sorted(sorted(counts.index, key=lambda group: (-counts[group], group))[:most])
    placed = hits.assign(group=hits["doc"].map(groups))
    heads = {group: group or NOT_GIVEN for group in shown}
    return counts_table(placed, by="code", across=GROUP, rows=labels, columns=heads, header="Frame")


def first_uses_table(
    uses: Mapping[str, pd.DataFrame],
    hits: pd.DataFrame,
    corpus: Corpus,
    *,
    by: str = SOURCE,
    most: int = 12,
) -> Table:
    """Return who used each phrase first and when each group took it up; `uses` is by code label.

    The tables come from `analysis.uptake.first_uses` over the column `group`, which holds what
    `by` says of each text.
    """
    rows: list[dict[str, object]] = []
    later: list[dict[str, object]] = []
    for label, found in uses.items():
        for at, row in enumerate(found.to_dict("records")):
            same = (hits["doc"] == row["doc"]) & (hits["start"] == row["start"])
            speaker = hits.loc[same, "speaker"].head(1)
            (rows if at < most else later).append(
                {
                    "What": name(label),
                    title_of(by): name(row[GROUP] or NOT_GIVEN),
                    "First": name(f"{row['date']:%Y-%m-%d}"),
                    "Days later": measured(
                        row["days_after_first"],
                        how="days after the first use",
                        source="tbl-collection-first",
                        digits=0,
                    ),
                    "Voice": name(next(iter(speaker), "") or VOICES["outlet"]),
                    "Passage": quoted(corpus.passage(row["doc"], row["start"], row["end"])),
                    "Text": name(row["doc"]),
                }
            )
    columns = ["What", title_of(by), "First", "Days later", "Voice", "Passage", "Text"]
    notes = [told(found) for found in uses.values()][:1]
    further = beyond(len(rows) + len(later), len(rows), source="tbl-collection-first")
    every = pd.DataFrame([*rows, *later], columns=columns)
    return table(every, most=len(rows), note=prose(*notes, further))


def uptake_sentence(
    label: str, hits: pd.DataFrame, found: pd.DataFrame, *, groups: int, by: str
) -> Sentence:
    """Return who used a phrase first and how many groups of texts have used it since."""
    source = "tbl-collection-first"
    every = measured(groups, how="groups of texts", source=source, digits=0)
    many = name(many_of(by))
    if not len(found):
        return sentence(
            "{label}: none of the {every} {many} uses it in a dated text.",
            many=many,
            label=name(label),
            every=every,
        )
    first = found.iloc[0]
    return sentence(
        "{label}: first in {group} on {date}. Of {every} {many} {n} use it, in {k} passages.",
        many=many,
        label=name(label),
        group=name(first[GROUP] or NOT_GIVEN),
        date=name(f"{first['date']:%Y-%m-%d}"),
        n=measured(len(found), how="groups with a use", source=source, digits=0),
        every=every,
        k=cite(hits, label=label),
    )


def uptake_sentences(
    named: Mapping[str, pd.DataFrame],
    uses: Mapping[str, pd.DataFrame],
    *,
    groups: int,
    by: str = SOURCE,
) -> Sentence:
    """Return a paragraph with the uptake of each phrase; `named` maps its label to its hits."""
    each = (
        uptake_sentence(label, own, uses[label], groups=groups, by=by)
        for label, own in named.items()
    )
    return prose(*each)


def events_beside(texts: str | Path) -> pd.DataFrame | None:
    """Return the events in the folder of the texts, or beside the one file; None without any."""
    from topoi.analysis.measures.trends import read_events

    place = Path(texts)
    file = (place if place.is_dir() else place.parent) / EVENTS
    return read_events(file) if file.is_file() else None
