"""The sentences and tables of the chapter on topics."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from topoi.report.chapters.codebooks import marked
from topoi.report.chapters.grouping import SOURCE, title_of
from topoi.report.chapters.results import place_column, sides
from topoi.report.chapters.sentences import ranking, with_unit, with_works_cited
from topoi.report.chapters.tables import Column, Table, table
from topoi.report.chapters.voices import shortened_passage
from topoi.report.chapters.words import note_of
from topoi.report.evidence.citing import (
    Cited,
    Sentence,
    cite,
    measured,
    name,
    sentence,
)
from topoi.text.corpus.corpus import Corpus, group_of

if TYPE_CHECKING:
    from topoi.analysis.topics.gate import Gate
    from topoi.analysis.topics.models import TopicModel
    from topoi.analysis.topics.units import TermMatrix, TopicUnits
    from topoi.study import Study

DEALT = "share of draws with as great a difference when the groups are dealt anew among the texts"
UNSTEADY = "not surely steadier than those of shuffled words"
COLUMNS_SHOWN = 30


def themes(study: "Study") -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the hits of the first codebook and its labels, none where there is no codebook."""
    if not study.codebooks:
        return study.hits[:0], {}
    book = study.codebooks[0]
    return study.hits_of(book.id), marked(study.labels(book.id), book)


def profile_table(
    profile: pd.DataFrame,
    hits: pd.DataFrame,
    labels: Mapping[str, str],
    quotations: pd.DataFrame,
) -> Table:
    """Return for each theme its passages, the share of paragraphs it touches, and its voices."""
    hits = hits.assign(quoted=sides(hits, quotations) == "quoted speech")
    ordered = profile.sort_values(["paragraphs", "hits", "code"], ascending=[False, False, True])

    def title(row: Mapping[str, Any]) -> str:
        return labels[row["code"]]

    def inside(row: Mapping[str, Any]) -> Cited:
        return cite(row["own"][row["own"]["quoted"]], label=f"{title(row)}, quoted")

    how = "share of paragraphs a theme touches"
    columns = [
        Column("Theme", title),
        Column("Passages", title, "count"),
        Column("Inside quotations", inside),
        Column("Paragraphs", "paragraphs", how="paragraphs"),
        Column("Share", "paragraph_share", how=how, percent=True),
        Column("From", "paragraph_low", how=f"{how}, low", percent=True),
        Column("To", "paragraph_high", how=f"{how}, high", percent=True),
    ]
    note = note_of(profile)
    return table(
        ordered,
        columns,
        own=lambda row: hits[hits["code"] == row["code"]],
        called=title,
        note=note,
    )


def profile_sentence(
    profile: pd.DataFrame, hits: pd.DataFrame, labels: Mapping[str, str]
) -> Sentence:
    """Return which theme touches most, in how many paragraphs; "" where none is found."""
    if hits.empty:
        return sentence("")
    top = ranking(hits, labels)[0]
    own = hits[hits["code"] == top]
    paragraphs = profile.set_index("code").loc[top, "paragraphs"]
    inside = own[own["paragraph"] > 0]
    where = " in {p}" if len(inside) == len(own) else ", {inside} of them in {p}"
    return sentence(
        "The theme with the most passages is {theme}: {n}"
        + where
        + ". The profile says what the texts read speak of, not what their source usually does.",
        theme=name(labels[top]),
        n=with_unit(cite(own, label=labels[top]), "passage"),
        inside=cite(inside, label=f"{labels[top]}, in paragraphs"),
        p=with_unit(
            measured(paragraphs, hits=own, how="paragraphs", digits=0, label=labels[top]),
            "paragraph",
        ),
    )


def settings_table(
    units: "TopicUnits",
    words: "TermMatrix",
    models: Sequence["TopicModel"],
    *,
    source: str = "tbl-topics-input",
) -> Table:
    """Return what went into the models: units and why, words kept and left out, settings."""
    count = partial(measured, source=source, digits=0)
    drawn = "units drawn at random and fitted; all units were then read by the topics found"
    rows: list[tuple[object, object]] = [
        ("Unit", name(f"{units.kind}: {units.reason}")),
        ("Units", cite(units.spans, label="Units of the topic models")),
    ]
    for fitted in sorted({model.drawn for model in models if model.drawn}):
        rows.append(("Units drawn and fitted, then all read", count(fitted, how=drawn)))
    for key, value in words.left_out.items():
        what = "in the units" if key == "words" else key
        rows.append((name(f"Words: {what}"), count(value, how=f"words: {key}")))
    rows.append(("Different words kept", count(len(words.terms), how="different words kept")))
    for model in models:
        told = "; ".join(f"{key} {value}" for key, value in model.settings.items())
        rows.append((name(f"{model.method} settings"), name(told or model.note)))
    settings = table(pd.DataFrame(rows, columns=["Setting", "Value"]))
    return replace(settings, numeric=frozenset())  # sentences and numbers: set as text


def words_table(
    models: Sequence["TopicModel"],
    words: "TermMatrix",
    units: "TopicUnits",
    hits: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    gates: Sequence["Gate"],
    source: str = "tbl-topics-words",
) -> Table:
    """Return the topics of all models with their words, coherence, aligned theme and doubts."""
    from topoi.analysis.topics.words import alignment, junk, topic_labels, topic_words

    untested = {gate.method: "not tested" if gate.note else UNSTEADY for gate in gates}
    failed = {gate.method: "" if gate.passed else untested[gate.method] for gate in gates}
    rows = []
    for model in models:
        aligned = topic_labels(model, alignment(model, units, hits)).set_index("topic")
        found = topic_words(model, words)
        doubts = junk(model, words, found["npmi"].tolist())
        for row in found.to_dict("records"):
            theme = aligned.loc[row["topic"], ["code", "jaccard"]].to_dict()
            both = failed[model.method], doubts[int(row["topic"]) - 1]
            doubt = "; ".join(filter(None, both))
            named = f" ({model.names[int(row['topic']) - 1]})" if model.names else ""
            rows.append({**row, **theme, "name": named, "doubt": doubt})

    def nearest(row: Mapping[str, Any]) -> str:
        return labels.get(row["code"], row["code"]) if row["jaccard"] else "none"

    columns = [
        Column("Topic", "{method} {topic}{name}"),
        Column("Top words", "words", "quoted"),
        Column("Most exclusive", "frex", "quoted"),
        Column("Coherence", "npmi", how="NPMI of the top words, {method}", digits=2),
        Column("Nearest theme", nearest),
        Column("Overlap", "jaccard", how="Jaccard of units", digits=2),
        Column("Against it", "doubt", empty="—"),
    ]
    return table(rows, columns, source=source)


def columns_of(documents: pd.DataFrame, *, by: str = SOURCE) -> "tuple[str, pd.Series[str] | None]":
    """Return what stands side by side in a figure, and the column of each text.

    One text has its paragraphs, which are no texts: None. Several have their months, where they
    are dated and from more than one month, else their sources, or another column `by`.
    """
    if len(documents) == 1:
        return "Paragraph", None
    by_text = documents.set_index("doc")
    months = by_text["date"].dt.strftime("%Y-%m").dropna()
    if months.nunique() > 1:
        return "Month", months.astype("str")
    return title_of(by), group_of(documents, by)


def weights_matrix(
    model: "TopicModel", units: "TopicUnits", documents: pd.DataFrame, *, by: str = SOURCE
) -> pd.DataFrame:
    """Return topics by paragraph of one text, or their mean weights by month or source of several.

    Rows are named by their leading words.
    """
    from topoi.analysis.topics.words import topic_labels

    heads = topic_labels(model)["label"] if model.k else []
    _, columns = columns_of(documents, by=by)
    if columns is None:
        places = units.spans["paragraph"] if "paragraph" in units.spans else units.spans.index + 1
        return pd.DataFrame(model.weights.T.round(2), index=list(heads), columns=list(places))
    weights = pd.DataFrame(model.weights, columns=list(heads))
    means = weights.groupby(units.spans["doc"].map(columns).to_numpy()).mean()
    return means.T.round(2).iloc[:, -COLUMNS_SHOWN:]


def theme_matrix(
    frames: pd.DataFrame,
    segments: pd.DataFrame,
    documents: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    by: str = SOURCE,
) -> pd.DataFrame:
    """Return passages of each theme by paragraph of one text, or by month or source of several."""
    from topoi.analysis.measures.cooccurrence import theme_grid

    _, columns = columns_of(documents, by=by)
    if columns is None:
        grid = theme_grid(frames, segments, codes=list(labels))
        matrix = grid.pivot_table("hits", "code", "paragraph", "sum", sort=False)
        return matrix.rename(index=labels)
    every = sorted(columns.unique())
    counts = pd.crosstab(frames["code"], frames["doc"].map(columns))
    matrix = counts.reindex(index=list(labels), columns=every, fill_value=0)
    return matrix.rename(index=labels).iloc[:, -COLUMNS_SHOWN:]


def nearest_table(
    corpus: Corpus, nearest: pd.DataFrame, *, source: str = "tbl-topics-nearest"
) -> Table:
    """Return the segments nearest to each topic, quoted with their place."""
    columns = [
        Column("Topic", "topic"),
        Column("Weight", "weight", how="weight of the topic in the segment", digits=2),
        place_column(nearest),
        Column("Segment", partial(shortened_passage, corpus), "quoted"),
    ]
    return table(nearest, columns, source=source)


def prevalence_table(prevalence: pd.DataFrame, *, source: str = "tbl-topics-prevalence") -> Table:
    """Return how many units each topic leads, with the interval of their share."""
    columns = [
        Column("Topic", "topic"),
        Column("Units led", "units", how="units a topic leads"),
        *share_cells("share of units a topic leads", digits=0),
    ]
    return table(prevalence, columns, source=source, note=note_of(prevalence))


def share_cells(how: str, *, digits: int) -> list[Column]:
    """Return the columns of a share and its interval."""
    return [
        Column(title, column, how=f"{how}, {title.lower()}", percent=True, digits=digits)
        for title, column in {"Share": "share", "From": "low", "To": "high"}.items()
    ]


def group_shares_table(found: pd.DataFrame, *, source: str, most: int = 60) -> Table:
    """Return the share of the units of each group that each topic leads, with intervals.

    `found` comes from `analysis.prevalence.prevalence_by`.
    """
    led = "units of the group a topic leads"
    columns = [
        Column("Group", "group"),
        Column("Topic", "topic"),
        Column("Units", "units", how=led),
        Column("Of", "of", how="units of the group"),
        *share_cells(f"share of {led}", digits=1),
    ]
    cut = " The last rows are left out." if len(found) > most else ""
    note = with_works_cited(found.attrs.get("note", "") + cut)
    return table(found.head(most), columns, source=source, note=note)


def compared_table(found: pd.DataFrame, *, source: str, by: str = SOURCE, most: int = 60) -> Table:
    """Return how far the sources (or other `by`) differ in each topic.

    `found` comes from `analysis.prevalence.compare_groups`.
    """
    columns = [
        Column("Topic", "topic"),
        Column(title_of(by), "group_a"),
        Column("Against", "group_b"),
        Column("Difference", "difference", how="difference of shares", percent=True, digits=1),
        Column("p", "p", how=DEALT, digits=3, empty="—"),
        Column("p, corrected", "p_corrected", how=f"{DEALT}, any of them", digits=3, empty="—"),
        Column("Note", "note", empty="—"),
    ]
    return table(found.head(most), columns, source=source)


def authors_table(leading: pd.DataFrame) -> Table:
    """Return the topic that leads what each speaker says, its share and its words."""
    columns = [
        Column("Speaker", "speaker"),
        Column("Topic", "topic"),
        Column("Share", "share", how="share of a topic in the words of a speaker", percent=True),
        Column("Top words", "words", "quoted"),
    ]
    return table(leading, columns, source="tbl-topics-speakers")
