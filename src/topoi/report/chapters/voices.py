"""The tables of the chapter on voices: texts, shares of the words, quotations with their cues."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from topoi.report.chapters.results import ROWS, beyond, is_alone, place
from topoi.report.chapters.tables import Table, table
from topoi.report.evidence.citing import Sentence, cite, measured, name, quoted, sentence
from topoi.text.corpus.corpus import Corpus

LONGEST_QUOTE = 90


def documents_table(
    documents: pd.DataFrame, segments: pd.DataFrame, tokens: pd.DataFrame, *, most: int = ROWS
) -> Table:
    """Return the texts with source, date, size and the head of their hash; at most `most` rows."""
    words = tokens[tokens["is_word"]].groupby("doc").size()
    blocks = segments[segments["kind"] != "sentence"].groupby("doc")
    sentences = segments[segments["kind"] == "sentence"].groupby("doc")
    rows = []
    for row in documents.head(most).to_dict("records"):
        doc = row["doc"]
        own = blocks.get_group(doc) if doc in blocks.groups else segments[:0]
        held = sentences.get_group(doc) if doc in sentences.groups else segments[:0]
        rows.append(
            {
                "Text": name(doc),
                "Source": name(row["source"] or "not given"),
                "Date": name("not given" if pd.isna(row["date"]) else f"{row['date']:%Y-%m-%d}"),
                "Words": measured(int(words.get(doc, 0)), hits=own, how="words", digits=0),
                "Sentences": cite(held, label="Sentences"),
                "SHA-256": name(f"{row['sha256'][:12]}…"),
            }
        )
    columns = ["Text", "Source", "Date", "Words", "Sentences", "SHA-256"]
    note = "The other texts are in the data of the report." if len(documents) > most else None
    return table(pd.DataFrame(rows, columns=columns), note=note)


def parts_sentence(segments: pd.DataFrame, values: Mapping[str, str], *, alone: bool) -> Sentence:
    """Return how many parts of each kind there are; of one text every part is cited.

    `values` are the words that differ for one text and for several.
    """
    kinds = ("dateline", "heading", "paragraph", "sentence")
    counts: dict[str, object] = {}
    for kind in kinds:
        rows = segments[segments["kind"] == kind]
        label, source = f"Segments: {kind}", "tbl-text-documents"
        counted = (
            cite(rows, label=label)
            if alone
            else measured(len(rows), how=label, source=source, digits=0)
        )
        counts[kind] = counted if len(rows) else name("no")
    return sentence(
        "{The_text} {has} {dateline} dateline, {heading} headings, {paragraph} paragraphs and "
        "{sentence} sentences. Headings and paragraphs are numbered in one sequence, as a reader "
        "counts blocks."
        if alone
        else "{The_text} {has} {dateline} datelines, {heading} headings, {paragraph} paragraphs "
        "and {sentence} sentences in all. Headings and paragraphs of a text are numbered in one "
        "sequence, as a reader counts blocks.",
        **counts,
        **values,
    )


def shares_table(
    shares: pd.DataFrame,
    voices: pd.DataFrame,
    *,
    by: Sequence[str] = ("speaker", "mode"),
    most: int = 20,
) -> Table:
    """Return whose the words are, each number linked to the stretches it counts.

    `shares` comes from `analysis.voice_shares`. The interval columns appear only where there is
    more than one document to resample.
    """
    heads = {"speaker": "Speaker", "mode": "Mode", "via": "Chain"}
    rows = []
    for row in shares.head(most).to_dict("records"):
        own = voices
        for column in by:
            own = own[own[column] == row[column]]
        line: dict[str, object] = {heads[key]: name(row[key] or "—") for key in by}
        line["Stretches"] = cite(own)
        line["Words"] = measured(row["words"], hits=own, how="words", digits=0)
        line["Share"] = measured(row["share"], hits=own, how="share of words", percent=True)
        if pd.notna(row["low"]):
            how = "share of words, percentile interval of a bootstrap over documents"
            line["From"] = measured(row["low"], hits=own, how=how, percent=True)
            line["To"] = measured(row["high"], hits=own, how=how, percent=True)
        rows.append(line)
    return table(pd.DataFrame(rows))


def quotations_table(
    corpus: Corpus, attributions: pd.DataFrame, tokens: pd.DataFrame, *, most: int = ROWS
) -> Table:
    """Return what is said, by whom, with which cue and stance, through which chain."""
    sizes = words_of_each(attributions, tokens)
    rows = []
    for number, row in enumerate(attributions.head(most).to_dict("records")):
        start, end = row["start"], row["end"]
        own = attributions.iloc[[number]]
        rows.append(
            {
                "Place": place({**row, "start": start, "end": end}, alone=is_alone(attributions)),
                "Words": measured(sizes[number], hits=own, how="words", digits=0),
                "Speaker": name(
                    f"{row['speaker']}, through {row['via']}" if row["via"] else row["speaker"]
                ),
                "Cue": quoted(row["cue"]) if row["cue"] else name("none: goes on"),
                "Stance": name(row["stance"] or "—"),
                "Passage": quoted(shortened(corpus.passage(row["doc"], start, end))),
            }
        )
    columns = ["Place", "Words", "Speaker", "Cue", "Stance", "Passage"]
    return table(pd.DataFrame(rows, columns=columns), note=beyond(attributions, most))


def words_of_each(spans: pd.DataFrame, tokens: pd.DataFrame) -> list[int]:
    """Return the number of words that begin in each span; spans may overlap.

    >>> words = pd.DataFrame({"doc": ["a"] * 3, "start": [0, 3, 6], "is_word": [True] * 3})
    >>> words_of_each(pd.DataFrame({"doc": ["a", "a"], "start": [0, 3], "end": [9, 9]}), words)
    [3, 2]
    """
    starts = {
        doc: np.sort(rows["start"].to_numpy())
        for doc, rows in tokens[tokens["is_word"]].groupby("doc")
    }
    none = np.zeros(0, dtype=np.int64)
    columns = (spans[column].tolist() for column in ("doc", "start", "end"))
    edges = [(starts.get(doc, none), (low, high)) for doc, low, high in zip(*columns, strict=True)]
    return [int(np.diff(np.searchsorted(places, ends))[0]) for places, ends in edges]


def shortened(text: str) -> str:
    """Return the head of a passage on one line.

    >>> shortened("The talks\\nwent on.")
    'The talks went on.'
    """
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rstrip() + "…"
