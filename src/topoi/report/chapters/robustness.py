"""The sentences and tables of the chapter on robustness."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from topoi.coding.codebook.codebook import Codebook
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
    """Return by name which findings hold in every analysis and which do not; the opening."""
    if verdicts.empty:
        return sentence(
            "{title}: no code occurs, so that there is no finding to make again.",
            title=name(book.title),
        )
    whole = partial(measured, source=SOURCE, digits=0)
    firm, others = verdicts[verdicts["share"] == 1], verdicts[verdicts["share"] < 1]
    told = [
        sentence(
            "“{claim}” holds in {holds} of {of} analyses{by}",
            claim=name(row["claim"]),
            holds=whole(row["holds"], how="analyses that agree"),
            of=whole(row["analyses"], how="analyses made"),
            by=sentence(", turned most by {by}", by=name(label_of(row["turned_by"]).lower()))
            if row["turned_by"]
            else "",
        )
        for row in others.to_dict("records")
    ]
    held = [sentence("“{claim}”", claim=name(claim)) for claim in firm["claim"]]
    return sentence(
        "Do the findings depend on how they were counted? In every analysis that asks the same "
        "question: {held}. {others}",
        held=enumeration(held or [name("none")], between="; ", last="; "),
        others=sentence("{told}.", told=enumeration(told, between="; ", last="; ")) if told else "",
    )


def same_question(analyses: pd.DataFrame) -> pd.Series:
    """Return which analyses ask what the published one asks, only in another way.

    Counting one voice alone asks another question, and is told apart.
    """
    from topoi.analysis.robustness.specifications import DECISIONS

    return analyses["voice"].isin(["", DECISIONS["voice"][0]])


def voices_table(analyses: pd.DataFrame, findings: "Sequence[Finding]") -> Table:
    """Return what each finding comes to when it is asked of one voice alone: median and range."""
    others = analyses[~same_question(analyses)].assign(
        claim=lambda rows: rows["finding"].map(
            {finding.name: finding.claim for finding in findings}
        )
    )
    rows = [
        {
            "claim": claim,
            "voice": voice,
            "median": part["value"].median(),
            "low": part["value"].min(),
            "high": part["value"].max(),
            "holds": int(part["holds"].sum()),
            "analyses": len(part),
        }
        for (claim, voice), part in others.groupby(["claim", "voice"], sort=False)
    ]
    how = "value of the finding over the analyses of one voice, {what}"
    columns = [
        Column("Finding", "claim"),
        Column("Asked of", "voice"),
        *(
            Column(head, key, how=how.replace("{what}", head.lower()), digits=2)
            for head, key in {"Median": "median", "Lowest": "low", "Highest": "high"}.items()
        ),
        HOLDS,
        OF,
    ]
    return table(rows, columns, source="tbl-robustness-voices")


def decisions_table() -> Table:
    """Return the analytic choices and their options, the published one first."""
    from topoi.analysis.robustness.specifications import DECISIONS

    columns = [
        Column("Choice", lambda row: label_of(row[0])),
        Column("Published", lambda row: next(iter(row[1]))),
        Column("Also tried", lambda row: "; ".join(list(row[1])[1:])),
    ]
    return table(DECISIONS.items(), columns)


HOLDS = Column("Holds in", "holds", how="analyses that agree")
OF = Column("Of", "analyses", how="analyses made")


def verdicts_table(verdicts: pd.DataFrame) -> Table:
    """Return each finding with the analyses in which it holds and what turns it."""
    columns = [
        Column("Finding", "claim"),
        HOLDS,
        OF,
        Column("Share", "share", how="share of analyses", percent=True),
        Column("Turned most by", lambda row: label_of(row["turned_by"]), empty="no choice"),
    ]
    return table(verdicts, columns, source=SOURCE)


def turning_table(turning: pd.DataFrame, findings: "Sequence[Finding]") -> Table:
    """Return how often each finding holds under each option."""
    claims = {finding.name: finding.claim for finding in findings}
    how = "share of analyses with this option in which the finding holds"
    columns = [
        Column("Finding", lambda row: claims[row["finding"]]),
        Column("Choice", lambda row: label_of(row["decision"])),
        Column("Option", "option"),
        HOLDS,
        OF,
        Column("Share", "share", how=how, percent=True),
    ]
    return table(turning, columns, source="tbl-robustness-turning")


def resampling_table(findings: "Sequence[Finding]", stuff: "Material") -> Table:
    """Return how each finding fares when texts are drawn anew or left out, one after the other."""
    from topoi.analysis.robustness.findings import bootstrap, leave_one_out

    columns = [
        Column("Finding", lambda row: row[0].claim),
        Column("Draws", lambda row: row[1].draws, how="draws of texts"),
        Column("Holds in", lambda row: row[1].holds, how="draws in which the finding holds"),
        Column("From", lambda row: row[1].low, how="bootstrap over texts, low", digits=2),
        Column("To", lambda row: row[1].high, how="bootstrap over texts, high", digits=2),
        Column(
            "Turned by leaving out",
            lambda row: int((~row[2]["holds"].astype(bool)).sum()),
            how="texts without which the finding does not hold",
        ),
    ]
    rows = [
        (finding, bootstrap(finding, stuff), leave_one_out(finding, stuff))
        for finding in (findings if len(stuff.docs) > 1 else [])
    ]
    return table(rows, columns, source=SOURCE)


def range_sentence(analyses: pd.DataFrame, findings: "Sequence[Finding]") -> Sentence:
    """Return between which values the first finding runs over all analyses; "" without one."""
    if not findings:
        return sentence("")
    values = analyses.loc[analyses["finding"] == findings[0].name, "value"]
    low, high = (
        measured(value, how=f"{edge} value of the first finding over all analyses", source=SOURCE)
        for edge, value in (("lowest", values.min()), ("highest", values.max()))
    )
    return sentence(
        "Over all analyses that ask the same, the value of the first finding runs from {low} to "
        "{high}. The range is that of the choices, on what was read; it says nothing about other "
        "texts.",
        low=low,
        high=high,
    )


def headline_findings(study: "Study", book: Codebook, stuff: "Material") -> "list[Finding]":
    """Return the headline findings of a codebook, for every way of counting them.

    The rate of each headline code (without any, of the most frequent), the voice of the first, the
    most frequent code, and that the pair of codes that meets most shares more sentences than chance
    would give. Only codes that occur have findings.
    """
    from topoi.analysis.measures.cooccurrence import cooccurrence
    from topoi.analysis.robustness.findings import (
        cooccurrence_finding,
        ranking_finding,
        rate_finding,
    )

    hits, labels = study.hits_of(book.id), study.labels(book.id)
    found = set(hits["code"])
    top = [code for code in ranking(hits, labels)[:1] if code in found]
    headline = [code.id for code in book.codes if code.headline and code.id in found] or top
    pairs = cooccurrence(hits, study.segments, codes=list(labels))
    meeting = pairs[pairs["both"] > pairs["expected"]]
    closest = meeting.sort_values(["both", "expected"], ascending=[False, True]).head(1)
    ranked = top if len(labels) > 1 else []
    together = ((row.code_a, row.code_b) for row in closest.itertuples())
    return [
        *(rate_finding(stuff, code, label=labels[code]) for code in headline),
        *voice_findings(hits, headline[:1], labels),
        *(ranking_finding(code, list(labels), label=labels[code]) for code in ranked),
        *(cooccurrence_finding(*pair, labels=labels) for pair in together),
    ]


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
