"""The sentences and tables of the chapter on robustness."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from topoi.coding.codebook.codebook import Codebook
from topoi.report.chapters.codes import LEVEL
from topoi.report.chapters.sentences import ranking
from topoi.report.chapters.tables import Column, Table, table
from topoi.report.evidence.citing import Sentence, enumeration, measured, name, sentence
from topoi.report.evidence.passages import label_of

if TYPE_CHECKING:
    from topoi.analysis.robustness.findings import Finding
    from topoi.analysis.robustness.specifications import Material
    from topoi.study import Study

SOURCE = "tbl-robustness-findings"
MOST = 0.5
WHOSE = {
    "outlet": "the outlet's own words",
    "indirect": "paraphrases",
    "mixed": "partly quoted",
    "direct": "direct quotations",
    "nested": "voices within another's words",
}


def leading_codebook(study: "Study") -> Codebook:
    """Return the codebook whose findings are made again: the first with headline codes, or any."""
    declared = (book for book in study.codebooks if any(code.headline for code in book.codes))
    return next(declared, study.codebooks[0])


def finding_sentence(verdicts: pd.DataFrame, book: Codebook) -> Sentence:
    """Return of each finding whether it holds, and how many different results it has; the opening.

    `verdicts` are those of `analysis.robustness.analyses`.
    """
    if verdicts.empty:
        return sentence(
            "{title}: no code occurs, so that there is no finding to make again.",
            title=name(book.title),
        )
    told = [verdict_sentence(row) for row in verdicts.to_dict("records")]
    return sentence(
        "Do the findings depend on how they were counted? Each was counted again under every "
        "combination of choices that leave the question as it is. {told}. A rate holds where no "
        "such choice halves or doubles it.",
        told=enumeration(told, between="; ", last="; "),
    )


def verdict_sentence(row: Mapping[str, Any]) -> Sentence:
    """Return what one finding came to: its outcome, the analyses and their different results."""
    told = "“{claim}” {outcome}: {analyses} analyses, {results} different {what}"
    if row["results"] > 1:
        told += ", {lowest} to {highest}, the median {median}"
    whole, value = (partial(measured, source=SOURCE, digits=digits) for digits in (0, 2))
    numbers = {key: value(row[key], how=VALUES[key]) for key in VALUES if row["results"]}
    return sentence(
        told,
        claim=name(row["claim"]),
        outcome=outcome_told(row),
        analyses=whole(row["analyses"], how=ANALYSES.how),
        results=whole(row["results"], how=RESULTS.how),
        what="result" if row["results"] == 1 else "results",
        **numbers,
    )


def outcome_told(row: Mapping[str, Any]) -> str:
    """Return the outcome as a verb: "holds", "turns on forms", "cannot be told"."""
    by = f" on {label_of(row['turned_by']).lower()}" if row["turned_by"] else ""
    return {"holds": "holds", "turns": f"turns{by}"}.get(row["outcome"], "cannot be told")


ANALYSES = Column("Analyses", "analyses", how="analyses made")
RESULTS = Column("Different results", "results", how="different results of the analyses")
VALUES = {
    "median": "median of the different results",
    "lowest": "lowest result",
    "highest": "highest result",
}
SPREAD = [
    RESULTS,
    *(Column(label_of(key), key, how=how, digits=2) for key, how in VALUES.items()),
    Column("Outcome", "outcome"),
]


def decisions_table() -> Table:
    """Return the analytic choices and their options, the published one first."""
    from topoi.analysis.robustness.specifications import DECISIONS, QUESTIONS

    columns = [
        Column("Choice", lambda row: label_of(row[0])),
        Column("Published", lambda row: next(iter(row[1]))),
        Column("Also tried", lambda row: "; ".join(list(row[1])[1:])),
        Column(
            "Asks", lambda row: "something else" if row[0] in QUESTIONS else "the same otherwise"
        ),
    ]
    return table(DECISIONS.items(), columns)


def verdicts_table(verdicts: pd.DataFrame) -> Table:
    """Return each finding with its value, the spread of its different results, and its outcome."""
    published = Column("Published", "published", how="published value of the finding", digits=2)
    columns = [Column("Finding", "{claim} ({unit})"), published, ANALYSES, *SPREAD]
    return table(verdicts, columns, source=SOURCE, note=OF_CHOICES)


OF_CHOICES = (
    "Analyses with one result are one result. The spread is that of the choices, on what was read; "
    "it says nothing about other texts."
)


def turning_table(by_decision: pd.DataFrame, findings: "Sequence[Finding]") -> Table:
    """Return what each finding comes to under each option of the choices that move its median."""
    claims = {finding.name: finding.claim for finding in findings}
    options = by_decision.groupby(["finding", "decision"])["median"]
    moving = by_decision[options.transform("nunique") > 1]
    columns = [
        Column("Finding", lambda row: claims[row["finding"]]),
        Column("Choice", lambda row: label_of(row["decision"])),
        Column("Option", "option"),
        *SPREAD,
    ]
    return table(moving, columns, source="tbl-robustness-turning")


def voices_table(by_question: pd.DataFrame, findings: "Sequence[Finding]") -> Table:
    """Return what each finding comes to when it is asked of one voice alone."""
    claims = {finding.name: finding.claim for finding in findings}
    how = "value of the finding in one voice"
    columns = [
        Column("Finding", lambda row: claims[row["finding"]]),
        Column("Asked of", lambda row: ASKED[row["voice"]]),
        Column("Value", "value", how=how, digits=2, empty="—"),
        Column("From", "low", how=f"{how}, from", digits=2, empty="—"),
        Column("To", "high", how=f"{how}, to", digits=2, empty="—"),
        Column("Outcome", "outcome"),
        *SPREAD[:-1],
    ]
    return table(by_question, columns, source="tbl-robustness-voices", note=IN_ONE_VOICE)


ASKED = {"outlet": "the outlet's own words", "reported": "all other voices"}
IN_ONE_VOICE = name(
    "Value, from and to: the other choices as published, with the 95% interval. The claim about "
    "all voices holds in one voice where the whole interval lies among the values it holds with, "
    "and turns where the whole lies outside; where the interval reaches over the edge, as it does "
    "in a few words, these texts cannot tell."
)


def resampling_table(findings: "Sequence[Finding]", stuff: "Material") -> Table:
    """Return how each finding fares on texts drawn anew, and without each text in turn.

    Of fewer than ten texts only the second: draws of so few do not say how far texts differ.
    """
    from topoi.analysis.robustness.resampling import LEAST_TEXTS, joint_test, leave_one_out

    several, enough = len(stuff.docs) > 1, len(stuff.docs) >= LEAST_TEXTS
    over, joint = "median result over texts drawn anew", "joint test by texts drawn anew"
    columns = [
        Column("Finding", lambda row: row[0].claim),
        Column("Median", lambda row: row[1].median, how=VALUES["median"], digits=2),
        Column("From", lambda row: row[1].low, how=f"{over}, from", digits=2),
        Column("To", lambda row: row[1].high, how=f"{over}, to", digits=2),
        Column("p", lambda row: row[1].p, how=f"{joint}: p", digits=3, empty="not tested"),
        Column(
            "Texts that it needs",
            lambda row: int((row[-1]["outcome"] != "holds").sum()),
            how="texts without which the finding does not hold",
        ),
    ]
    if not enough:
        columns = [columns[0], columns[-1]]
    rows = [
        (
            finding,
            *([joint_test(finding, stuff)] if enough else []),
            leave_one_out(finding, stuff),
        )
        for finding in (findings if several else [])
    ]
    return table(rows, columns, source="tbl-robustness-texts", note=JOINT if enough else None)


JOINT = name(
    "Median of the different results, over 1,000 draws of the texts with replacement: the middle "
    "95%, and in how many draws it would be as far from nothing if there were nothing (joint test "
    "of the specifications, Simonsohn, Simmons and Nelson 2020). A rate and a first place claim no "
    "more than the count of these texts, and are not tested."
)


def headline_findings(study: "Study", book: Codebook, stuff: "Material") -> "list[Finding]":
    """Return the headline findings of a codebook, for every way of counting them.

    The rate of each headline code (without any, of the most frequent), the voice of the first, the
    most frequent code where it is ahead of the next, and the pair of codes that meets most, if it
    passed the test against the largest of all pairs: some pair is always the largest. Only codes
    that occur have findings.
    """
    from topoi.analysis.robustness.findings import (
        cooccurrence_finding,
        ranking_finding,
        rate_finding,
    )

    hits, labels = study.hits_of(book.id), study.labels(book.id)
    found = set(hits["code"])
    top = [code for code in ranking(hits, labels)[:1] if code in found]
    headline = [code.id for code in book.codes if code.headline and code.id in found] or top
    counts = [*hits["code"].value_counts(), 0, 0]
    ahead = top if len(labels) > 1 and counts[0] > counts[1] else []
    return [
        *(rate_finding(stuff, code, label=labels[code]) for code in headline),
        *voice_findings(hits, headline[:1], labels),
        *(ranking_finding(code, list(labels), label=labels[code]) for code in ahead),
        *(cooccurrence_finding(*pair, labels=labels) for pair in tested_pair(study, book)),
    ]


def tested_pair(study: "Study", book: Codebook) -> list[tuple[str, str]]:
    """Return the pair of codes that meets most, of those that passed the test of the largest."""
    from topoi.analysis.measures.cooccurrence import cooccurrence

    pairs = cooccurrence(study.hits_of(book.id), study.segments, codes=list(study.labels(book.id)))
    passed = pairs[pairs["p_max"] < LEVEL] if "p_max" in pairs else pairs[:0]
    first = passed.sort_values(["both", "expected"], ascending=[False, True]).head(1)
    return list(zip(first["code_a"], first["code_b"], strict=True))


def voice_findings(
    hits: pd.DataFrame, codes: Sequence[str], labels: Mapping[str, str]
) -> "Iterator[Finding]":
    """Yield of each code that most of its passages are in one mode of speech, where they are."""
    from topoi.analysis.robustness.findings import share_finding

    for code in codes:
        shares = hits.loc[hits["code"] == code, "mode"].value_counts(normalize=True)
        if shares.iloc[0] > MOST:
            found = share_finding(code, values=shares.index[:1])
            yield replace(
                found, claim=f"most passages of {labels[code]} are {WHOSE[shares.index[0]]}"
            )
