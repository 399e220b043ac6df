"""The tables of the chapter on voices: texts, shares of the words, quotations with their cues."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from topoi.report.chapters.results import ROWS, passages_table, place_column, voice
from topoi.report.chapters.sentences import speakers, wordings, words_read
from topoi.report.chapters.tables import Column, Table, table
from topoi.report.chapters.words import note_of
from topoi.report.evidence.citing import (
    Sentence,
    cite,
    enumeration,
    measured,
    name,
    quotation,
    sentence,
)
from topoi.text.corpus.corpus import NOT_GIVEN, Corpus
from topoi.text.voices.genre import ARTICLE, GENRE
from topoi.text.words.context import shortened
from topoi.text.words.segments import BLOCKS

if TYPE_CHECKING:
    from topoi.study import Study

LONGEST_QUOTE = 90
DIRECT, NESTED = "Direct quotations", "Voices within direct quotations"


def finding_sentence(study: "Study") -> Sentence:
    """Return what share of the words stands in quotations, and whose; the chapter's opening."""
    from topoi.analysis.measures.rates import words_inside
    from topoi.text.words.spans import overlapped

    direct, words = study.quotations, words_read(study)
    if direct.empty:
        return sentence(
            "Who speaks? None of the {words} words stand in a direct quotation ({n} were found).",
            words=words,
            n=cite(direct, label=DIRECT),
        )
    nested = study.voices[study.voices["mode"] == "nested"]
    nested = nested[overlapped(nested, direct)]
    told = "" if nested.empty else " (in {part} they tell what somebody else says)"
    share, part = (words_inside(study.tokens, one) / len(study.words) for one in (direct, nested))
    return sentence(
        "Who speaks? {share} of the {words} words stand in {n} direct {quotations} of {who}"
        + told
        + "; the rest are the outlet's own words and its paraphrases.",
        quotations="quotation" if len(direct) == 1 else "quotations",
        share=measured(share, hits=direct, how="share of words", percent=True, label=DIRECT),
        part=measured(part, hits=nested, how="share of words", percent=True, label=NESTED),
        words=words,
        n=cite(direct, label=DIRECT),
        who=speakers(direct["speaker"].replace("", "somebody not named").value_counts()),
    )


def nested_sentence(voices: pd.DataFrame) -> Sentence:
    """Return how many voices speak inside another's words, and the first of them; "" for none."""
    nested = voices[voices["mode"] == "nested"]
    if nested.empty:
        return sentence("")
    named = nested["speaker"].replace("", "somebody not named")
    lengths = (nested["end"] - nested["start"]).groupby(named, sort=False).sum()
    return sentence(
        "Voices speak inside voices: {n} of the stretches inside quotations or paraphrases are "
        "ascribed to somebody else, those who say most first: {who}.",
        n=cite(nested, label="Nested voices"),
        who=speakers(lengths.sort_values(ascending=False, kind="stable"), most=4),
    )


STANCES = {
    "neutral": "neutral",
    "sequencing": "sequencing, which put what is said in order",
    "endorsing": "endorsing, which present it as established",
    "doubting": "doubting, which cast doubt on it",
}


def stances_sentence(attributions: pd.DataFrame) -> Sentence:
    """Return with which stance the outlet reports what others say; "" where it reports nothing."""
    written = attributions["cue_end"] > attributions["cue_start"]
    cued = attributions[written & (attributions["level"] == "outer")]
    once = cued.drop_duplicates(["doc", "cue_start", "cue_end"])
    spans = once.assign(start=once["cue_start"], end=once["cue_end"], text=once["cue"])
    by_stance = {stance: spans[spans["stance"] == stance] for stance in STANCES}
    told = [
        sentence(
            "{n} {label} ({cues})",
            n=cite(own, label=f"Cues: {stance}"),
            label=STANCES[stance],
            cues=wordings(own),
        )
        for stance, own in by_stance.items()
        if len(own)
    ]
    if not told:
        return sentence("")
    return sentence(
        "How the outlet reports, by the stance of its cues [@hooper1975; @recasens2013]: {told}.",
        told=enumeration(told, between="; ", last="; "),
    )


def documents_table(
    documents: pd.DataFrame, segments: pd.DataFrame, tokens: pd.DataFrame, *, most: int = ROWS
) -> Table:
    """Return the texts with source, date, size and the head of their hash; at most `most` rows.

    Where not all texts are articles, it says which are what.
    """
    genres = [Column("Genre", GENRE)] if set(documents.get(GENRE, ())) - {ARTICLE} else []
    words = tokens[tokens["is_word"]].groupby("doc").size()
    blocks = segments[segments["kind"].isin(BLOCKS)].groupby("doc")
    sentences = segments[segments["kind"] == "sentence"].groupby("doc")

    def part(groups: Any, row: Mapping[str, Any]) -> pd.DataFrame:
        return groups.get_group(row["doc"]) if row["doc"] in groups.groups else segments[:0]

    def called(row: Mapping[str, Any], kind: str = "headings and paragraphs") -> str:
        return f"Text {row['doc']}: {kind}"

    columns = [
        Column("Text", "doc"),
        Column("Source", "source", empty=NOT_GIVEN),
        Column("Date", "date", empty=NOT_GIVEN),
        *genres,
        Column("Words", lambda row: int(words.get(row["doc"], 0)), how="words"),
        Column("Sentences", lambda row: cite(part(sentences, row), label=called(row, "sentences"))),
        Column("SHA-256", lambda row: f"{row['sha256'][:12]}…"),
    ]
    note = "The other texts are in the data of the report." if len(documents) > most else None
    return table(documents.head(most), columns, own=partial(part, blocks), called=called, note=note)


def parts_sentence(segments: pd.DataFrame, *, alone: bool) -> Sentence:
    """Return how many parts of each kind there are; of one text (`alone`) every part is cited."""
    kinds = ("dateline", "heading", "label", "paragraph", "sentence")
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
    labels = ", {label} labels of turns" if (segments["kind"] == "label").any() else ""
    return sentence(
        f"The text has {{dateline}} dateline, {{heading}} headings{labels}, {{paragraph}} "
        "paragraphs and {sentence} sentences. Headings and paragraphs are numbered in one "
        "sequence, as a reader counts blocks."
        if alone
        else f"The texts have {{dateline}} datelines, {{heading}} headings{labels}, {{paragraph}} "
        "paragraphs and {sentence} sentences in all. Headings and paragraphs of a text are "
        "numbered in one sequence, as a reader counts blocks.",
        **counts,
    )


def shares_table(
    shares: pd.DataFrame,
    voices: pd.DataFrame,
    *,
    by: Sequence[str] = ("speaker", "mode"),
    most: int = 20,
) -> Table:
    """Return whose the words are, each number linked to the stretches it counts.

    `shares` comes from `measures.rates.voice_shares`. The interval columns appear only
    where there are texts enough for an interval.
    """

    def own(row: Mapping[str, Any]) -> pd.DataFrame:
        same = [voices[column] == row[column] for column in by]
        return voices[np.logical_and.reduce(same)]

    def called(row: Mapping[str, Any]) -> str:
        return "Stretches: " + ", ".join(str(row[key]) for key in by if row[key])

    heads = {"speaker": "Speaker", "mode": "Mode", "via": "Chain"}
    columns = [
        *(Column(heads[key], key, empty="—") for key in by),
        Column("Stretches", called, "count"),
        Column("Words", "words", how="words"),
        Column("Share", "share", how="share of words", digits=1, percent=True),
    ]
    over_texts = shares.head(most)["low"].notna().any()
    if over_texts:
        how = "share of words, end of the interval over texts"
        columns += [
            Column(title, edge, how=how, digits=1, percent=True)
            for title, edge in (("From", "low"), ("To", "high"))
        ]
    note = note_of(shares) if shares.attrs.get("note") else None
    return table(shares.head(most), columns, own=own, called=called, note=note)


def quotations_table(
    corpus: Corpus, attributions: pd.DataFrame, tokens: pd.DataFrame, *, most: int = ROWS
) -> Table:
    """Return what is said, by whom, with which cue and stance, through which chain."""
    from topoi.analysis.measures.rates import words_of_each

    sized = attributions.assign(words=words_of_each(tokens, attributions))
    sized["number"] = range(len(sized))

    def speaker(row: Mapping[str, Any]) -> str:
        return f"{row['speaker']}, through {row['via']}" if row["via"] else str(row["speaker"])

    columns = [
        place_column(attributions),
        Column("Words", "words", how="words"),
        Column("Speaker", speaker),
        Column("Cue", lambda row: quotation(row["cue"]) if row["cue"] else name("none: goes on")),
        Column("Stance", "stance", empty="—"),
        Column("Passage", partial(shortened_passage, corpus), "quoted"),
    ]
    return passages_table(
        sized,
        columns,
        most=most,
        own=lambda row: attributions.iloc[[row["number"]]],
        called=lambda row: f"{voice(row['mode'], row['speaker'])}: {row['start']}-{row['end']}",
    )


def shortened_passage(corpus: Corpus, row: Mapping[str, Any]) -> str:
    """Return the head of the words of a passage on one line."""
    return shortened(corpus.passage(row["doc"], row["start"], row["end"]), LONGEST_QUOTE)
