"""The sentences and tables of the chapter on robustness."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from topoi.coding.codebook.codebook import Codebook
from topoi.report.chapters.results import standing_out
from topoi.report.chapters.sentences import ranking, with_works_cited
from topoi.report.chapters.tables import Column, Table, table
from topoi.report.evidence.citing import Sentence, enumeration, measured, name, sentence
from topoi.report.evidence.passages import label_of

if TYPE_CHECKING:
    from topoi.analysis.robustness.findings import Finding
    from topoi.analysis.robustness.specifications import Material
    from topoi.study import Study

SOURCE = "tbl-robustness-findings"
MOST = 0.5
MOVES = 0.05  # a choice that moves a result by less is not shown option by option
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
    told = "“{claim}” {outcome}: {analyses} analyses, "
    if row["results"] > 1:
        told += "{results} different results, {lowest} to {highest}{unit}, the median {median}"
    else:
        told += "all with one result" if row["results"] else "none with a result"
    if row["results"] and row["outcome"] == "cannot tell":
        told += " where anything is left to count"
    from topoi.analysis.robustness.findings import decimals

    whole = partial(measured, source=SOURCE, digits=0)
    value = partial(measured, source=SOURCE, digits=decimals(row["published"]))
    numbers = {key: value(row[key], how=VALUES[key]) for key in VALUES if row["results"]}
    return sentence(
        told,
        claim=name(row["claim"]),
        outcome=outcome_told(row),
        analyses=whole(row["analyses"], how=ANALYSES.how),
        results=whole(row["results"], how=RESULTS.how),
        unit=f" ({row['unit']})" if row["unit"] not in row["claim"] else "",
        **numbers,
    )


def outcome_told(row: Mapping[str, Any]) -> str:
    """Return the outcome as a verb: "holds", "turns on the unit counted", "may hold or not"."""
    by = f" on {CHOICES[row['turned_by']]}" if row["turned_by"] else ""
    return {"holds": "holds", "turns": f"turns{by}"}.get(row["outcome"], "may hold or not")


CHOICES = {
    "unit": "the unit counted",
    "words": "what is one word",
    "forms": "which forms of a wording count",
    "patterns": "how strictly wordings are taken",
    "headings": "whether headings count",
}
ANALYSES = Column("Analyses", "analyses", how="analyses made")
RESULTS = Column("Different results", "results", how="different results of the analyses")
VALUES = {
    "median": "median of the different results",
    "lowest": "lowest result",
    "highest": "highest result",
}


def spread(rows: pd.DataFrame) -> list[Column]:
    """Return the columns of how many different results there are and how far apart they lie."""
    digits = shown_decimals(rows)
    return [
        RESULTS,
        *(Column(key.capitalize(), key, how=how, digits=digits) for key, how in VALUES.items()),
    ]


def shown_decimals(rows: pd.DataFrame) -> int:
    """Return how many decimals the results in a table need."""
    from topoi.analysis.robustness.findings import decimals

    return decimals(*(rows["median"] if len(rows) else []))


OUTCOME = Column("Outcome", "outcome")


def decisions_table() -> Table:
    """Return the analytic choices and their options, the published one first."""
    from topoi.analysis.robustness.specifications import DECISIONS, QUESTIONS

    columns = [
        Column("Choice", lambda row: label_of(row[0])),
        Column("Published", lambda row: option_told(row[1][0])),
        Column("Also tried", lambda row: "; ".join(map(option_told, row[1][1:]))),
        Column("Asks", lambda row: "another question" if row[0] in QUESTIONS else "the same"),
    ]
    return table(DECISIONS.items(), columns)


def option_told(option: str) -> str:
    """Return an option of a choice as the table of choices explains it.

    >>> option_told("strict"), option_told("sentences")
    ('strict: asserted passages only', 'sentences')
    """
    return OPTIONS.get(option, option)


OPTIONS = {
    "hits": "hits: passages",
    "stems": "stems: also passages with the same stems as one that was found",
    "strict": "strict: asserted passages only",
    "wide": "wide: without exclusions and conditions",
    "reported": "reported: all voices but the outlet's",
    "outlet": "outlet: the outlet's own words",
}


def verdicts_table(verdicts: pd.DataFrame) -> Table:
    """Return each finding with its value, the spread of its different results, and its outcome."""
    how, digits = "published value of the finding", shown_decimals(verdicts)
    published = Column("Published", "published", how=how, digits=digits)
    columns = [Column("Finding", claim_and_unit), published, ANALYSES, *spread(verdicts), OUTCOME]
    return table(verdicts, columns, source=SOURCE, note=OF_CHOICES)


def claim_and_unit(row: Mapping[str, Any]) -> str:
    """Return the claim, and what its value is where the claim does not say it."""
    return row["claim"] if row["unit"] in row["claim"] else f"{row['claim']} ({row['unit']})"


OF_CHOICES = (
    "Analyses with one result are one result. The spread is that of the choices, on what was read; "
    "it says nothing about other texts."
)


def turning_table(by_decision: pd.DataFrame, findings: "Sequence[Finding]") -> Table:
    """Return what each finding comes to under each option of the choices that move its median.

    One that moves it by less than a twentieth is left out.
    """
    claims = {finding.name: finding.claim for finding in findings}
    options = by_decision.groupby(["finding", "decision"])["median"]
    moving = by_decision[options.transform("min") < (1 - MOVES) * options.transform("max")]
    places = {finding: place for place, finding in enumerate(claims)}
    moving = moving.sort_values("finding", key=lambda names: names.map(places), kind="stable")
    columns = [
        Column("Finding", lambda row: claims[row["finding"]]),
        Column("Choice", lambda row: label_of(row["decision"])),
        Column("Option", "option"),
        *spread(moving),
        OUTCOME,
    ]
    return table(moving, columns, source="tbl-robustness-turning")


def voices_table(by_question: pd.DataFrame, findings: "Sequence[Finding]") -> Table:
    """Return what each finding comes to when it is asked of some of the voices only."""
    claims = {finding.name: finding.claim for finding in findings}
    how, digits = "value of the finding in these voices", shown_decimals(by_question)
    columns = [
        Column("Finding", lambda row: claims[row["finding"]]),
        Column("Asked of", lambda row: ASKED[row["voice"]]),
        Column("Value", "value", how=how, digits=digits, empty="—"),
        Column("From", "low", how=f"{how}, from", digits=digits, empty="—"),
        Column("To", "high", how=f"{how}, to", digits=digits, empty="—"),
        OUTCOME,
        *spread(by_question),
    ]
    return table(
        by_question, columns, source="tbl-robustness-voices", note=with_works_cited(IN_ONE_VOICE)
    )


ASKED = {"outlet": "the outlet's own words", "reported": "all voices but the outlet's"}
IN_ONE_VOICE = (
    "Value, from and to: counted as published, in these voices only, with the 95% interval as "
    "if passages were independent (Garwood 1936; of shares Wilson 1927), from ten texts on no "
    "narrower than that over texts drawn anew (Efron 1979). The claim about all voices holds in "
    "these where the whole interval lies among the values it holds with, and turns where the "
    "whole lies outside; where the interval reaches over the edge, as it does where words are "
    "few, these texts cannot tell. The last columns are those of all other choices."
)


def resampling_table(findings: "Sequence[Finding]", stuff: "Material") -> Table:
    """Return how each finding fares on texts drawn anew, and without each text in turn.

    Of fewer than ten texts only the second: draws of so few do not say how far texts differ.
    """
    from topoi.analysis.robustness.resampling import LEAST_TEXTS, joint_test, leave_one_out

    enough = len(stuff.docs) >= LEAST_TEXTS
    rows = []
    for finding in findings if len(stuff.docs) > 1 else []:
        joint = joint_test(finding, stuff)._asdict() if enough else {}
        without = leave_one_out(finding, stuff)["outcome"] != "holds"
        rows.append({**joint, "claim": finding.claim, "needed": int(without.sum())})
    note = f"{JOINT} {NEEDED}" if enough else NEEDED
    how = "texts without which the finding does not hold"
    columns = [
        Column("Finding", "claim"),
        *(joint_columns(pd.DataFrame(rows)) if enough else []),
        Column("Texts that it needs", "needed", how=how),
    ]
    return table(rows, columns, source="tbl-robustness-texts", note=with_works_cited(note))


def joint_columns(rows: pd.DataFrame) -> list[Column]:
    """Return the columns of the joint test of each finding."""
    digits, over = shown_decimals(rows), "median result over texts drawn anew"
    how = "joint test over texts: p"
    return [
        Column("Median", "median", how=VALUES["median"], digits=digits),
        Column("From", "low", how=f"{over}, from", digits=digits),
        Column("To", "high", how=f"{over}, to", digits=digits),
        Column("p", "p", how=how, digits=3, empty="not tested"),
    ]


JOINT = (
    "Median of the different results; from and to hold the middle 95% of it over 1,000 draws of "
    "the texts with replacement; p is how often the median is at least as far from the edge of the "
    "claim if what each text adds has its sign at random (joint test of the specifications, "
    "Simonsohn, Simmons and Nelson 2020). Rates and first places are not tested here: they claim "
    "no more than a count of these texts."
)
NEEDED = "Texts that it needs: those without any one of which the finding does not hold."


def headline_findings(study: "Study", book: Codebook, stuff: "Material") -> "list[Finding]":
    """Return the headline findings of a codebook, for every way of counting them.

    The rate of each headline code (without any, of the most frequent), the voice of the first, the
    most frequent code where it is ahead of the next, and the pair of codes that stands out most, if
    it passed the test of the largest of all pairs: some pair is always the largest. Only codes that
    occur have findings.
    """
    from topoi.analysis.robustness.findings import cooccurrence_finding, rate_finding

    hits, labels = study.hits_of(book.id), study.labels(book.id)
    found = set(hits["code"])
    top = [code for code in ranking(hits, labels)[:1] if code in found]
    headline = [code.id for code in book.codes if code.headline and code.id in found] or top
    return [
        *(rate_finding(stuff, code, label=labels[code]) for code in headline),
        *voice_findings(hits, headline[:1], labels),
        *first_finding(hits, labels),
        *(cooccurrence_finding(*pair, labels=labels) for pair in tested_pair(study, book)),
    ]


def tested_pair(study: "Study", book: Codebook) -> list[tuple[str, str]]:
    """Return the pair of codes that stands out most, where it passed as `standing_out` asks."""
    from topoi.analysis.measures.cooccurrence import cooccurrence

    pairs = cooccurrence(study.hits_of(book.id), study.segments, codes=list(study.labels(book.id)))
    first = standing_out(pairs)
    return list(zip(first["code_a"], first["code_b"], strict=True))


def first_finding(hits: pd.DataFrame, labels: Mapping[str, str]) -> "Iterator[Finding]":
    """Yield that the most frequent code has more passages than any other, where it is ahead."""
    from topoi.analysis.robustness.findings import ranking_finding

    first, second = [*ranking(hits, labels), "", ""][:2]
    counts = hits["code"].value_counts()
    most, following = (int(counts.get(code, 0)) for code in (first, second))
    if second and most > following:
        found = ranking_finding(first, list(labels), label=labels[first])
        yield replace(found, claim=f"{found.claim} ({most:,}, the next {following:,})")


def voice_findings(
    hits: pd.DataFrame, codes: Sequence[str], labels: Mapping[str, str]
) -> "Iterator[Finding]":
    """Yield of each code that most of its passages are in one mode of speech, where they are."""
    from topoi.analysis.robustness.findings import share_finding

    for code in codes:
        own = hits.loc[hits["code"] == code, "mode"]
        counts = own.value_counts()
        if counts.iloc[0] > MOST * len(own):
            mode, many = counts.index[0], f"{counts.iloc[0]:,} of {len(own):,}"
            found = share_finding(code, values=[mode])
            yield replace(
                found,
                claim=f"more than half of the passages of {labels[code]} ({many}) "
                f"are {WHOSE[mode]}",
            )
