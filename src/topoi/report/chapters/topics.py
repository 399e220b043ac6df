"""The sentences and tables of the chapter on topics."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from topoi.report.chapters.grouping import SOURCE, title_of
from topoi.report.chapters.results import is_alone, place
from topoi.report.chapters.tables import Table, table
from topoi.report.chapters.voices import shortened
from topoi.report.evidence.citing import Prose, Sentence, cite, measured, name, quoted, sentence
from topoi.text.corpus.corpus import Corpus, group_of

if TYPE_CHECKING:
    from topoi.analysis.topics.gate import Evidence, Gate
    from topoi.analysis.topics.models import TopicModel
    from topoi.analysis.topics.units import TermMatrix, TopicUnits

AGREEMENT = "agreement of topics over resamples (average Jaccard of the top words, matched)"
STABILITY = "tbl-topics-stability"
LEAST_UNITS = 10  # a topic
FEW_UNITS = 100
TESTED = 500  # units drawn for the test of topics; more make it longer and hardly change it
COLUMNS_SHOWN = 30


def verdict_sentence(gate: "Gate", verdict: "Evidence", units: "TopicUnits") -> Sentence:
    """Return whether topics are published, with the figures that say why; the chapter's opening."""
    several = units.spans["doc"].nunique() > 1
    asked = Prose("What are the texts about?" if several else "What is the text about?")
    if gate.note:
        return sentence(
            "{asked} No topic finding is published: {why}. "
            "The theme profile of the codebook stands instead.",
            asked=asked,
            why=name(gate.note),
        )
    tested = measured(gate.units, how="units drawn for the test", source=STABILITY, digits=0)
    drawn = sentence("{tested} of ", tested=tested) if gate.units < len(units.spans) else ""
    shown = sentence(
        "the topics of {drawn}{n} units agree at {low} or more in nineteen of twenty resamples, "
        "those of the same words shuffled at up to {high}",
        drawn=drawn,
        n=cite(units.spans, label="Units of the topic models"),
        low=measured(gate.low, how=f"5th percentile of {AGREEMENT}", source=STABILITY, digits=2),
        high=measured(
            gate.null_high,
            how=f"95th percentile of {AGREEMENT}, words shuffled",
            source=STABILITY,
            digits=2,
        ),
    )
    if verdict.publish:
        return sentence(
            "{asked} Topics can be told apart: {shown}, so the test is passed.",
            asked=asked,
            shown=shown,
        )
    few = len(units.spans) / max(1, gate.k)
    each = measured(few, how="units of text for each topic", source=STABILITY)
    return sentence(
        "{asked} No topic finding is published: {shown}{units}. The theme profile of the codebook "
        "is the result instead.",
        asked=asked,
        shown=shown,
        units=sentence(", and there are only {each} units a topic", each=each)
        if few < LEAST_UNITS
        else "",
    )


def effort(units: "TopicUnits") -> tuple[tuple[int, ...], dict[str, int]]:
    """Return the numbers of topics to try, and how many resamples and shuffled copies of each.

    Many units can hold more topics, and each model of them takes longer, so fewer are fitted.
    """
    if len(units.spans) <= FEW_UNITS:
        return (2, 3, 4, 5, 6), {"runs": 20, "shuffles": 10}
    return (2, 5, 10, 15, 20), {"runs": 10, "shuffles": 5}


def profile_table(profile: pd.DataFrame, hits: pd.DataFrame, labels: Mapping[str, str]) -> Table:
    """Return for each theme its passages, the share of paragraphs it touches, and its voices."""
    ordered = profile.sort_values(["paragraphs", "hits", "code"], ascending=[False, False, True])
    rows = []
    for row in ordered.to_dict("records"):
        own = hits[hits["code"] == row["code"]]
        quoted_part = own[own["mode"].isin(["direct", "nested", "mixed"])]
        how = "share of paragraphs a theme touches"
        rows.append(
            {
                "Theme": name(labels[row["code"]]),
                "Passages": cite(own, label=labels[row["code"]]),
                "Inside quotations": cite(quoted_part, label=f"{labels[row['code']]}, quoted"),
                "Paragraphs": measured(row["paragraphs"], hits=own, how="paragraphs", digits=0),
                "Share": measured(
                    row["paragraph_share"], hits=own, how=how, percent=True, digits=0
                ),
                "From": measured(
                    row["paragraph_low"], hits=own, how=f"{how}, Wilson low", percent=True, digits=0
                ),
                "To": measured(
                    row["paragraph_high"],
                    hits=own,
                    how=f"{how}, Wilson high",
                    percent=True,
                    digits=0,
                ),
            }
        )
    return table(pd.DataFrame(rows))


def settings_table(
    units: "TopicUnits", words: "TermMatrix", models: Sequence["TopicModel"]
) -> Table:
    """Return what went into the models: units and why, words kept and left out, settings."""
    rows = [
        {"Setting": "Unit", "Value": name(f"{units.kind}: {units.reason}")},
        {"Setting": "Units", "Value": cite(units.spans, label="Units of the topic models")},
    ]
    for fitted in sorted({model.drawn for model in models if model.drawn}):
        count = measured(
            fitted,
            how="units drawn at random and fitted; all units were then read by the topics found",
            source="tbl-topics-input",
            digits=0,
        )
        rows.append({"Setting": "Units drawn and fitted, then all read", "Value": count})
    for key, value in words.left_out.items():
        count = measured(value, how=f"words: {key}", source="tbl-topics-input", digits=0)
        rows.append({"Setting": name(f"Words: {key}"), "Value": count})
    kept = measured(
        len(words.terms), how="different words kept", source="tbl-topics-input", digits=0
    )
    rows.append({"Setting": "Different words kept", "Value": kept})
    for model in models:
        told = "; ".join(f"{key} {value}" for key, value in model.settings.items())
        rows.append(
            {"Setting": name(f"{model.method} settings"), "Value": name(told or model.note)}
        )
    return table(pd.DataFrame(rows))


def curve_table(curve: pd.DataFrame) -> Table:
    """Return the null test for each number of topics."""
    rows = []
    for row in curve.to_dict("records"):
        line: dict[str, object] = {"Topics": name(row["k"])}
        for column, title in CURVE.items():
            value = row[column]
            how = f"{title.lower()}, {row['k']} topics"
            line[title] = (
                "" if pd.isna(value) else measured(value, how=how, source=STABILITY, digits=2)
            )
        line["Result"] = name(row["note"] or ("passes" if row["passed"] else "does not pass"))
        rows.append(line)
    return table(pd.DataFrame(rows))


CURVE = {
    "mean": "Mean agreement",
    "low": "Lower edge",
    "null_mean": "Mean, shuffled",
    "null_high": "Upper edge, shuffled",
    "npmi": "Coherence (NPMI)",
}


def words_table(
    models: Sequence["TopicModel"],
    words: "TermMatrix",
    units: "TopicUnits",
    hits: pd.DataFrame,
    labels: Mapping[str, str],
) -> Table:
    """Return the topics of all models with their words, coherence, aligned theme and doubts."""
    from topoi.analysis.topics.words import alignment, coherence, junk, topic_labels, topic_words

    rows = []
    for model in models:
        aligned = topic_labels(model, alignment(model, units, hits)).set_index("topic")
        doubts = junk(model, words, coherence(model, words))
        for row in topic_words(model, words).to_dict("records"):
            theme = aligned.loc[row["topic"]]
            how, source = f"NPMI of the top words, {model.method}", "tbl-topics-words"
            overlap = measured(theme["jaccard"], how="Jaccard of units", source=source, digits=2)
            rows.append(
                {
                    "Topic": name(f"{model.method} {row['topic']}"),
                    "Top words": quoted(row["words"]),
                    "Most exclusive": quoted(row["frex"]),
                    "Coherence": measured(row["npmi"], how=how, source=source, digits=2),
                    "Nearest theme": name(labels.get(theme["code"], theme["code"] or "none")),
                    "Overlap": overlap,
                    "Against it": name(doubts[int(row["topic"]) - 1] or "—"),
                }
            )
    columns = ["Topic", "Top words", "Most exclusive", "Coherence", "Nearest theme", "Overlap"]
    return table(pd.DataFrame(rows, columns=[*columns, "Against it"]))


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
    return title_of(by), group_of(documents, by).replace("", "not given")


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


def nearest_table(corpus: Corpus, nearest: pd.DataFrame) -> Table:
    """Return the segments nearest to each topic, quoted with their place."""
    rows = []
    for row in nearest.to_dict("records"):
        passage = corpus.passage(row["doc"], row["start"], row["end"])
        how, source = "weight of the topic in the segment", "tbl-topics-nearest"
        rows.append(
            {
                "Topic": name(row["topic"]),
                "Weight": measured(row["weight"], how=how, source=source, digits=2),
                "Place": place(row, alone=is_alone(nearest)),
                "Segment": quoted(shortened(passage)),
            }
        )
    return table(pd.DataFrame(rows, columns=["Topic", "Weight", "Place", "Segment"]))


def prevalence_table(prevalence: pd.DataFrame) -> Table:
    """Return how many units each topic leads, with a Wilson interval."""
    source = "tbl-topics-prevalence"
    rows = []
    for row in prevalence.to_dict("records"):
        shares = {"Share": "share", "From": "low", "To": "high"}
        line: dict[str, object] = {
            "Topic": name(row["topic"]),
            "Units led": measured(row["units"], how="units a topic leads", source=source, digits=0),
        }
        for title, column in shares.items():
            how = f"share of units a topic leads, {title.lower()}"
            line[title] = measured(row[column], how=how, source=source, percent=True, digits=0)
        rows.append(line)
    return table(pd.DataFrame(rows, columns=["Topic", "Units led", "Share", "From", "To"]))
