"""What the chapter on a transcript shows: quotations and statements beside the words spoken."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from topoi.analysis.comparison.verdicts import (
    ALTERED,
    MOVED,
    NOT_FOUND,
    PART_NOT_FOUND,
    SHORTENED,
    TOO_SHORT,
    VERDICTS,
)
from topoi.project import MARKER, project_root, transcript_in
from topoi.report.chapters.results import ROWS
from topoi.report.chapters.tables import Column, Table, counts_table, table
from topoi.report.evidence.citing import (
    Cited,
    Marked,
    Sentence,
    cite,
    enumeration,
    locus,
    measured,
    name,
    quotation,
    sentence,
)
from topoi.text.corpus.corpus import group_of

if TYPE_CHECKING:
    from topoi.study import Study

# what is read first; verbatim ones need no look
ORDER = (PART_NOT_FOUND, ALTERED, MOVED, SHORTENED, NOT_FOUND, TOO_SHORT)
NOBODY, NOWHERE = "nobody named", "no passage"
STATEMENTS = 20
SCORE = "cosine of tf-idf of a statement and a sentence"


def transcript_named() -> str:
    """Return the text that the project around here names as its transcript."""
    return transcript_in(project_root() / MARKER)


def comparison_sentence(found: pd.DataFrame, transcript: str) -> Sentence:
    """Return how many quotations have each verdict; `found` comes from `Study.compare`."""
    if found.empty:
        return sentence(
            "No text has words in quotation marks, so that nothing can be set beside {transcript}.",
            transcript=name(transcript),
        )
    each = [
        sentence(
            "of {n} a part is not found" if verdict == PART_NOT_FOUND else "{n} {are} {verdict}",
            n=cite(rows, label=f"Quotations: {verdict}"),
            are="is" if len(rows) == 1 else "are",
            verdict=verdict,
        )
        for verdict in VERDICTS
        if len(rows := found[found["verdict"] == verdict])
    ]
    return sentence(
        "Was it said so? Of {n} {quotations} set beside {transcript}, {each}.",
        n=cite(found, label="Quotations compared"),
        quotations="quotation" if len(found) == 1 else "quotations",
        transcript=name(transcript),
        each=enumeration(each),
    )


def by_another_sentence(found: pd.DataFrame) -> Sentence:
    """Return how many quotations stand in the turn of another speaker; "" for none."""
    others = found[found["by_another"]]
    if others.empty:
        return sentence("")
    return sentence(
        "{n} {quotations} in the transcript in the turn of another than the report names.",
        n=cite(others, label="Quotations in the turn of another"),
        quotations="quotation stands" if len(others) == 1 else "quotations stand",
    )


def verdicts_table(found: pd.DataFrame, groups: pd.Series, *, header: str) -> Table:
    """Return how many quotations of each group have each verdict, each number linked.

    `groups` has the group of each row of `found`.
    """
    there = [one for one in VERDICTS if (found["verdict"] == one).any()]
    titles = {one: one.capitalize() for one in there}
    grouped = found.assign(group=groups)
    return counts_table(grouped, by="group", across="verdict", columns=titles, header=header)


def by_group(found: pd.DataFrame, study: "Study", by: str) -> pd.Series:
    """Return the group of the text of each quotation."""
    return found["doc"].map(group_of(study.corpus.documents, by)).astype("str")


def by_speaker(found: pd.DataFrame) -> pd.Series:
    """Return the speaker of each quotation, and that one does not speak in the transcript."""
    named = found["speaker"].where(found["speaker"] != "", NOBODY)
    outside = ~found["speaks"] & (found["speaker"] != "")
    return named.where(~outside, named + " (not in the transcript)")


def side_by_side(found: pd.DataFrame, *, most: int = ROWS) -> Table:
    """Return each quotation that is not verbatim beside its passage, both places linked.

    What differs is said in words: what was left out, which words stand for which. Of several
    passages that fit as well one is shown, and all are linked.
    """
    rank = found["verdict"].map({one: place for place, one in enumerate(ORDER)})
    rows = found.assign(rank=rank)[rank.notna()].sort_values("rank", kind="stable")
    columns = [
        Column("Report", partial(words_of, words="quotation")),
        Column("Transcript", lambda row: words_of(row, words="said") if row["said"] else NOWHERE),
        Column("Verdict", "verdict"),
        Column("What differs", lambda row: quotation(row["difference"])),
        Column("Speaker", "speaker", empty=NOBODY),
        Column("Places", places_of),
    ]
    return table(rows, columns, most=most)


def words_of(row: Mapping[str, Any], *, words: str) -> Marked:
    """Return the words of one side on one line."""
    return quotation(" ".join(row[words].split()))


def places_of(row: Mapping[str, Any]) -> Cited:
    """Return the number of passages of both sides, which opens them beside each other."""
    there = [
        *row.get("passages", [(row["said_start"], row["said_end"])]),
        *row.get("elsewhere", []),
    ]
    spans = [(row["doc"], row["start"], row["end"])]
    spans += [(row["transcript"], *one) for one in there]
    both = pd.DataFrame(spans, columns=["doc", "start", "end"])
    return cite(both, label=f"{locus(*spans[0]).text} beside {row['transcript']}")


def nearest_sentence(found: pd.DataFrame) -> Sentence:
    """Return how the sentences nearest to statements were found; "" where there are none."""
    statements = found[found["rank"] == 1]
    if statements.empty:
        return sentence("")
    return sentence(
        "What a report says in its own words cannot be held against the letter of a transcript. "
        "Beside {n} indirect {statements} stand the sentences that share the most words with "
        "{them}, the rarer ones counting for more [@salton1988]: places to read, no verdict.",
        statements="statement" if len(statements) == 1 else "statements",
        them="it" if len(statements) == 1 else "them",
        n=cite(statements, label="Indirect statements with a sentence near them"),
    )


def nearest_table(found: pd.DataFrame, *, source: str, most: int = STATEMENTS) -> Table:
    """Return each indirect statement with the nearest sentences, their score and both places.

    `found` comes from `Study.compare` with `indirect`; `most` statements are shown at first.
    """
    first = found["rank"] == 1

    def once(row: Mapping[str, Any], *, of: str) -> Marked:
        return words_of(row, words=of) if row["rank"] == 1 else quotation("")

    columns = [
        Column("Statement", partial(once, of="statement")),
        Column("Nearest sentence", partial(words_of, words="said")),
        Column("Speaker", lambda row: row["speaker"] or NOBODY if row["rank"] == 1 else ""),
        Column("Score", lambda row: measured(row["score"], how=SCORE, source=source, digits=2)),
        Column("Places", places_of),
    ]
    return table(found, columns, most=int((first.cumsum() <= most).sum()))
