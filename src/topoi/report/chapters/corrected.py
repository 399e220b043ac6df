"""What the chapter on quality shows: how many sentences bear a code, as found and as read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from topoi.coding.codebook.codebook import told_apart
from topoi.coding.quality.judgements import drawn_by_chance
from topoi.report.chapters.grouping import title_of
from topoi.report.chapters.readers import SPAN
from topoi.report.chapters.results import MODE, group_name, grouped, labels_of
from topoi.report.chapters.tables import Column, Table, table
from topoi.report.chapters.words import note_of
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

if TYPE_CHECKING:
    from topoi.study import Study

ROWS = 60
EVIDENCE = ["hits", "judged_hits", "judged_others"]
NAMED = 5  # codes that a sentence names; the table has all
FOUND = "sentences with a passage per 1,000 words"
HOW = "sentences per 1,000 words that readers would say bear the code"


def corrected_of(study: "Study", by: str | None = None) -> pd.DataFrame:
    """Return `study.corrected_rates` of the codes that readers judged, with a column `group`.

    Empty where nothing that was drawn by chance was judged.
    """
    drawn = drawn_by_chance(study.judgements)
    if drawn.empty:
        return pd.DataFrame(columns=["code", "group", *EVIDENCE, "corrected"])
    found = study.corrected_rates(by=by)
    group = [] if by is None else list(found)[1 : list(found).index("hits")]
    told = found[found["code"].isin(set(told_apart(drawn, study.codebooks)["code"]))]
    joined = [", ".join(map(str, row)) for row in told[group].itertuples(index=False)]
    return told.assign(group=joined if group else "").reset_index(drop=True)


def with_interval(found: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that enough was judged for."""
    return found[found["corrected"].notna()]


def with_passages(found: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with a passage or a judgement, those that enough was judged for first.

    The others are shown too, since their notes say how many judgements they lack.
    """
    there = found[found[EVIDENCE].gt(0).any(axis=1)]
    return there.sort_values("corrected", key=pd.isna, kind="stable", ignore_index=True)


def corrected_table(
    found: pd.DataFrame, study: "Study", *, source: str, by: str | None = None
) -> Table:
    """Return of each code how often sentences bear it, as found and corrected with its interval,
    and what both rest on: passages and judged sentences, linked.

    `found` comes from `corrected_of` by the same column. Further rows are in the table's data.
    """
    if found.empty:
        return table([], [])
    labels = labels_of(study)
    hits, drawn = (told_apart(one, study.codebooks) for one in (study.hits, study.judgements))
    hits, drawn = grouped(hits, study, by), drawn_by_chance(drawn)
    if by != MODE:  # which voice says a sentence is told where they are counted
        drawn = grouped(drawn, study, by)

    def of_row(spans: pd.DataFrame, row: Mapping[str, Any]) -> pd.DataFrame:
        return spans[(spans["code"] == row["code"]) & (spans["group"] == row["group"])]

    def passages(row: Mapping[str, Any]) -> Cited:
        return cite(of_row(hits, row), label=f"{labels[row['code']]}: passages found")

    def judged(row: Mapping[str, Any]) -> Cited:
        many = int(row["judged_hits"] + row["judged_others"])
        how = f"sentences drawn and judged: {row['code']}"
        if by == MODE:
            return measured(many, how=how, source=source, digits=0)
        own = of_row(drawn[drawn["verdict"].isin(["yes", "no"])], row)
        return measured(many, hits=own[SPAN].drop_duplicates(), how=how, digits=0)

    def number(head: str, column: str, how: str) -> Column:
        return Column(head, column, how=how, digits=2, empty="—")

    columns = [
        Column("Code", lambda row: labels[row["code"]]),
        *([Column(title_of(by), lambda row: group_name(row["group"], by))] if by else []),
        Column("Passages", passages),
        Column("Sentences", "sentences", how="sentences with a passage", digits=0),
        number("Rate", "rate", FOUND),
        Column("Judged", judged),
        number("Right", "precision", "share of judged sentences with a passage that bear the code"),
        number("Missed", "missed", "share of judged sentences without one that bear the code"),
        number("Corrected", "corrected", HOW),
        number("From", "corrected_low", f"{HOW}, low"),
        number("To", "corrected_high", f"{HOW}, high"),
        Column("To halve", "more", how="further judgements that would halve it", empty="—"),
        Column("Note", "note"),
    ]
    return table(found, columns, source=source, most=ROWS, note=note_of(found))


def corrected_sentence(found: pd.DataFrame, study: "Study", *, source: str) -> Sentence:
    """Return for which codes readers say that the rate found is too high or too low, and no more
    of each than its interval."""
    if found.empty:
        return sentence("None of the judgements is of sentences drawn by chance from these texts.")
    told, labels = with_interval(found), labels_of(study)
    drawn = drawn_by_chance(study.judgements)
    judged = measured(
        len(drawn),
        hits=drawn[SPAN].drop_duplicates(),
        how="judgements of drawn sentences",
        digits=0,
    )
    counts = {
        "n": measured(len(told), how="codes judged often enough", source=source, digits=0),
        "k": measured(len(found), how="codes judged", source=source, digits=0),
    }
    opening = sentence(
        "{judged} judgements of sentences drawn by chance are enough, for {n} of {k} codes judged, "
        "to estimate how many sentences readers would say bear the code.",
        judged=judged,
        **counts,
    )
    if not len(told):
        return opening
    sides = {
        "Found in more sentences than readers would say, the whole interval being below the rate "
        "found": told["rate"] > told["corrected_high"],
        "Found in fewer sentences than readers would say, the whole interval being above the rate "
        "found": told["rate"] < told["corrected_low"],
    }
    parts = [
        sentence(
            head + ": {each}.",
            each=enumeration(
                [in_words(row, labels, source) for row in told[side].head(NAMED).to_dict("records")]
            ),
        )
        for head, side in sides.items()
        if side.any()
    ]
    if not parts:
        parts = [
            sentence(
                "Each interval includes the rate found. That does not show that the coding is "
                "right: the rate that readers would find may lie anywhere in the interval."
            )
        ]
    return sentence("{all}", all=prose(opening, *parts))


def in_words(row: Mapping[str, Any], labels: Mapping[str, str], source: str) -> Sentence:
    """Return one code as its interval has it, beside the rate found."""
    numbers = {
        head: measured(row[column], how=how, source=source, digits=2)
        for head, column, how in (
            ("rate", "rate", FOUND),
            ("low", "corrected_low", f"{HOW}, low"),
            ("high", "corrected_high", f"{HOW}, high"),
        )
    }
    return sentence(
        "{code} ({rate} found, {low} to {high} corrected)",
        code=name(labels[row["code"]]),
        **numbers,
    )


def beside(found: pd.DataFrame) -> pd.DataFrame:
    """Return the rates found and the corrected ones under one another: `code, which, rate, low,
    high`, for the figure; of codes judged often enough."""
    told = with_interval(found)
    if told.empty:
        return pd.DataFrame(columns=["code", "which", "rate", "low", "high"])
    corrected = told[["code", "corrected", "corrected_low", "corrected_high"]]
    names = dict(zip(corrected, ["code", "rate", "low", "high"], strict=True))
    both = {
        "found": told[["code", "rate", "low", "high"]],
        "corrected": corrected.rename(columns=names),
    }
    return pd.concat([part.assign(which=which) for which, part in both.items()], ignore_index=True)
