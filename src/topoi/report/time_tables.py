"""The tables of a collection over time: rates by period and source, first uses and uptake."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from topoi.report.citing import Sentence, cite, measured, name, prose, quoted, sentence
from topoi.report.result_tables import VOICES
from topoi.report.tables import Table, counts_table, table
from topoi.report.word_tables import beyond, told
from topoi.text.corpus import Corpus

ROWS = 40
PERIODS_SHOWN = 120  # rows of rates, of the groups that the figure shows
GROUPS_SHOWN = 6
NOT_GIVEN = "not given"
FEW_WEEKS, FEW_MONTHS = 30, 150  # days up to which a text stands for its day, its week


def period_of(documents: pd.DataFrame) -> str:
    """Return the period that suits the time the texts span: day, week or month."""
    dated = documents["date"].dropna()
    days = (dated.max() - dated.min()).days if len(dated) else 0
    if days > FEW_MONTHS:
        return "month"
    return "week" if days > FEW_WEEKS else "day"


def trend_table(
    trend: pd.DataFrame, hits: pd.DataFrame, documents: pd.DataFrame, *, most: int = PERIODS_SHOWN
) -> Table:
    """Return the rates of a trend by period and source, each linked to the passages it counts.

    Shown are the sources with the most texts, as in the figure; the data of the table have all.
    """
    dates = documents.set_index("doc")["date"]
    sources = documents.set_index("doc")["source"]
    placed = hits.assign(date=hits["doc"].map(dates), source=hits["doc"].map(sources))
    starts = sorted(trend["period"].unique())
    placed["period"] = [
        starts[at - 1] if at else pd.NaT
        for at in pd.Index(starts).searchsorted(placed["date"], side="right")
    ]
    grouped = dict(list(placed.groupby(["period", "source"])))
    largest = trend.groupby("source")["documents"].sum().sort_index()
    largest = largest.sort_values(ascending=False, kind="stable").index[:GROUPS_SHOWN]
    in_figure = trend["source"].isin(largest)
    shown = min(int(in_figure.sum()), most)
    rows = []
    for row in pd.concat([trend[in_figure], trend[~in_figure]]).to_dict("records"):
        own = grouped.get((row["period"], row["source"]), hits[:0])
        label = f"{row['source'] or NOT_GIVEN}, from {row['period']:%Y-%m-%d}"
        line: dict[str, object] = {
            "From": name(f"{row['period']:%Y-%m-%d}"),
            "Source": name(row["source"] or NOT_GIVEN),
            "Texts": measured(
                row["documents"], how="texts", source="tbl-collection-trend", digits=0
            ),
            "Passages": cite(own, label=label),
        }
        for title, column in {"Rate": "rate", "Low": "low", "High": "high"}.items():
            line[title] = rate_cell(row[column], title)
        rows.append(line)
    columns = ["From", "Source", "Texts", "Passages", "Rate", "Low", "High"]
    note = prose(told(trend), beyond(len(rows), shown, source="tbl-collection-trend"))
    return table(pd.DataFrame(rows, columns=columns), most=shown, note=note)


def rate_cell(value: float, title: str) -> object:
    """Return a rate over one period and source, or that there was no text."""
    how = f"{title.lower()} per 1,000 words of a period and source"
    if pd.isna(value):
        return name("no text")
    return measured(value, how=how, source="tbl-collection-trend", digits=2)


def by_source(
    hits: pd.DataFrame, documents: pd.DataFrame, labels: Mapping[str, str], *, most: int = 6
) -> Table:
    """Return the passages of each code in each of the sources with the most texts."""
    sources = documents.set_index("doc")["source"]
    counts = sources.value_counts()
    shown = sorted(sorted(counts.index, key=lambda source: (-counts[source], source))[:most])
    placed = hits.assign(source=hits["doc"].map(sources))
    heads = {source: source or NOT_GIVEN for source in shown}
    return counts_table(
        placed, by="code", across="source", rows=labels, columns=heads, header="Frame"
    )


def first_uses_table(
    uses: Mapping[str, pd.DataFrame], hits: pd.DataFrame, corpus: Corpus, *, most: int = 12
) -> Table:
    """Return who used each phrase first and when each source took it up; `uses` is by code label.

    The tables come from `analysis.uptake.first_uses`.
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
                    "Source": name(row["source"] or NOT_GIVEN),
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
    columns = ["What", "Source", "First", "Days later", "Voice", "Passage", "Text"]
    notes = [told(found) for found in uses.values()][:1]
    further = beyond(len(rows) + len(later), len(rows), source="tbl-collection-first")
    every = pd.DataFrame([*rows, *later], columns=columns)
    return table(every, most=len(rows), note=prose(*notes, further))


def uptake_sentence(label: str, hits: pd.DataFrame, found: pd.DataFrame, sources: int) -> Sentence:
    """Return who used a phrase first and how many sources have used it since."""
    source = "tbl-collection-first"
    every = measured(sources, how="sources", source=source, digits=0)
    if not len(found):
        return sentence(
            "{label}: none of the {every} sources uses it in a dated text.",
            label=name(label),
            every=every,
        )
    first = found.iloc[0]
    return sentence(
        "{label}: first in {source} on {date}. Of {every} sources {n} use it, in {k} passages.",
        label=name(label),
        source=name(first["source"] or NOT_GIVEN),
        date=name(f"{first['date']:%Y-%m-%d}"),
        n=measured(len(found), how="sources with a use", source=source, digits=0),
        every=every,
        k=cite(hits, label=label),
    )


def uptake_sentences(
    named: Mapping[str, pd.DataFrame], uses: Mapping[str, pd.DataFrame], *, sources: int
) -> Sentence:
    """Return a paragraph with the uptake of each phrase; `named` maps its label to its hits."""
    return prose(
        *(uptake_sentence(label, own, uses[label], sources) for label, own in named.items())
    )


def events_beside(texts: str | Path) -> pd.DataFrame | None:
    """Return the events that lie beside the texts in `events.yml`, None where there are none."""
    from topoi.analysis.trends import read_events

    file = Path(texts) / "events.yml"
    return read_events(file) if file.is_file() else None
