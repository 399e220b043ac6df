"""The tables of groups and of time: rates by group and period, changes, first uses, uptake."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.report.chapters.grouping import SOURCE, largest, many_of, title_of
from topoi.report.chapters.results import VOICES, rate_columns
from topoi.report.chapters.tables import Column, Table, table
from topoi.report.chapters.words import Score, note_of
from topoi.report.evidence.citing import (
    Cited,
    Sentence,
    cite,
    enumeration,
    measured,
    name,
    prose,
    sentence,
)
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
    spoken = words.rename_axis("doc").rename("words").reset_index()
    placed, spoken = (
        one.assign(**{GROUP: one["doc"].map(groups).to_numpy()}) for one in (hits, spoken)
    )
    found = rates(placed, spoken, by=["code", GROUP], codes=list(labels))

    def called(row: Mapping[str, Any]) -> str:
        return f"{labels[row['code']]}, {row[GROUP]}"

    columns = [
        Column("Code", lambda row: labels[row["code"]]),
        Column(title_of(by), GROUP),
        Column("Passages", called, "count"),
        *rate_columns(found, how="per 1,000 words of the group", digits=2),
    ]
    rows = found[found[GROUP].isin(shown)]
    own = dict(list(placed.groupby(["code", GROUP])))
    return table(
        rows,
        columns,
        own=lambda row: own.get((row["code"], row[GROUP]), placed[:0]),
        called=called,
        note=note_of(found),
    )


def differences_sentence(
    found: pd.DataFrame, labels: Mapping[str, str], *, source: str, by: str = SOURCE
) -> Sentence:
    """Return which codes differ between the groups by more than chance, as a test has it.

    `found` comes from `measures.changes.group_differences`.
    """
    told = "Codes that some of the {many} use more often than others (q below {level}): "
    other = "For the other codes these texts show no difference beyond chance."
    return tested_sentence(found, labels, told, other, source=source, many=name(many_of(by)))


def changes_sentence(found: pd.DataFrame, labels: Mapping[str, str], *, source: str) -> Sentence:
    """Return which codes change over time by more than chance, as a test has it.

    `found` comes from `measures.changes.change_points`.
    """
    told = "Codes whose rate changes over time (q below {level}): "
    other = "What else rises or falls in the figure may be chance."
    return tested_sentence(found, labels, told, other, source=source)


def tested_sentence(
    found: pd.DataFrame,
    labels: Mapping[str, str],
    told: str,
    other: str,
    *,
    source: str,
    **about: object,
) -> Sentence:
    """Return how many of the codes tested passed, and which; "" where none could be tested."""
    from topoi.analysis.measures.changes import LEVEL

    tested, passed = found["q"].notna(), found[found["q"] < LEVEL]
    if not tested.any():
        return sentence("")
    counted = partial(measured, source=source, digits=0)
    which = enumeration(name(labels[code]) for code in passed["code"])
    return sentence(
        told + "{n} of the {tested} tested{which}. {note} " + other,
        n=counted(len(passed), how="codes that passed the test"),
        tested=counted(int(tested.sum()), how="codes tested"),
        which=sentence(", {which}", which=which) if len(passed) else "",
        note=note_of(found),
        level=name(LEVEL),
        **about,
    )


def changes_table(
    found: pd.DataFrame, hits: pd.DataFrame, labels: Mapping[str, str], *, source: str
) -> Table:
    """Return the test of each code for a change; the change itself only where the test passed."""
    from topoi.analysis.measures.changes import LEVEL

    shown = found[found["q"].notna()].sort_values(["q", "p"], kind="stable")
    passed = shown["q"] < LEVEL
    shown = shown.assign(**{c: shown[c].where(passed) for c in ("since", "before", "after")})
    columns = [
        Column("Code", lambda row: labels[row["code"]]),
        Column(
            "Passages",
            lambda row: cite(hits[hits["code"] == row["code"]], label=labels[row["code"]]),
        ),
        Column("Changed", "since", empty="no change found"),
        Score("Before", "before", how="per 1,000 words before the change", digits=2),
        Score("After", "after", how="per 1,000 words from the change on", digits=2),
        Score("p", "p", how="p of a change, dates dealt among texts", digits=3),
        Score("q", "q", how="q of a change, corrected over the codes", digits=3),
    ]
    return table(shown, columns, source=source)


def first_uses_table(
    uses: Mapping[str, pd.DataFrame],
    hits: pd.DataFrame,
    corpus: Corpus,
    *,
    source: str,
    by: str = SOURCE,
    most: int = 12,
) -> Table:
    """Return the earliest use of each phrase in each group, beside what was read until then.

    `uses` is by code label. The tables come from `measures.first_uses.first_uses` over the column
    `group`, which holds what `by` says of each text.
    """

    def speaker(row: Mapping[str, Any]) -> str:
        same = (hits["doc"] == row["doc"]) & (hits["start"] == row["start"])
        return next(iter(hits.loc[same, "speaker"]), "") or VOICES["outlet"]

    columns = [
        Column("What", "what"),
        Column(title_of(by), GROUP),
        Column("Earliest", "date"),
        Column("Texts of that day", "texts"),
        Column("Read from", "first_text"),
        Column("Words until then", "words_until", how="words of the group until then"),
        Column("By chance", "by_chance", how=BY_CHANCE, digits=0, percent=True),
        Column("Voice", speaker),
        Column(
            "Passage", lambda row: corpus.passage(row["doc"], row["start"], row["end"]), "quoted"
        ),
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
    label: str,
    hits: pd.DataFrame,
    found: pd.DataFrame,
    curve: pd.DataFrame,
    *,
    source: str,
    groups: int,
    by: str,
) -> Sentence:
    """Return in which groups a phrase is earliest in these texts, and how many use it at all.

    `hits` are those in dated texts, `groups` is how many groups have a dated text; `found` and
    `curve` come from `measures.first_uses`.
    """
    from topoi.analysis.measures.first_uses import LEAST_AT_RISK

    counted = partial(measured, source=source, digits=0)
    every = counted(groups, how="groups with a dated text")
    about = {"label": name(label), "many": name(many_of(by)), "every": every}
    if not len(found):
        return sentence("{label}: none of the {every} {many} uses it in a dated text.", **about)
    first = found[found["date"] == found["date"].min()]
    chances = [
        sentence(
            "{group} (so in {p} of random deals of the dates)",
            group=name(group),
            p=counted(p, how=BY_CHANCE, percent=True),
        )
        for group, p in zip(first[GROUP], first["by_chance"], strict=True)
    ]
    share = curve["share"].iloc[-1]
    estimate = sentence(
        " Of those that had not used it when {least} or more of them were being read, an estimated "
        "{share} do so by {date} [@kaplan1958].",
        least=name(LEAST_AT_RISK),
        share=counted(share, how=SHARE_BY_THEN, percent=True) if pd.notna(share) else "",
        date=name(f"{curve['date'].iloc[-1]:%Y-%m-%d}"),
    )
    return sentence(
        "{label}: earliest in these texts on {date} in {groups}. Of {every} {many} with a dated "
        "text {n} {use} it, in {k}.{estimate}",
        groups=enumeration(chances) if len(found) > 1 else name(first[GROUP].iloc[0]),
        date=name(f"{first['date'].iloc[0]:%Y-%m-%d}"),
        n=counted(len(found), how="groups with a use"),
        use="uses" if len(found) == 1 else "use",
        k=sentence("{k} passage" + "s" * (len(hits) != 1), k=cite(hits, label=label)),
        estimate=estimate if pd.notna(share) else "",
        **about,
    )


BY_CHANCE = "probability of being earliest, the dates dealt among the texts of each group"
SHARE_BY_THEN = "share with a use, product-limit estimate with late entry"


def uptake_sentences(
    named: Mapping[str, pd.DataFrame],
    uses: Mapping[str, pd.DataFrame],
    curves: Mapping[str, pd.DataFrame],
    *,
    source: str,
    groups: int,
    by: str = SOURCE,
) -> Sentence:
    """Return a paragraph on the earliest uses of each phrase; `named` maps its label to its hits.

    The hits and the number of groups are those of the dated texts.
    """
    each = (
        uptake_sentence(label, own, uses[label], curves[label], source=source, groups=groups, by=by)
        for label, own in named.items()
    )
    return prose(*each)


def events_beside(texts: str | Path) -> pd.DataFrame | None:
    """Return the events in the folder of the texts, or beside the one file; None without any."""
    from topoi.analysis.measures.trends import read_events

    place = Path(texts)
    file = (place if place.is_dir() else place.parent) / EVENTS
    return read_events(file) if file.is_file() else None
