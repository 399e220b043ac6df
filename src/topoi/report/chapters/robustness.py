"""The sentences and tables of the chapter on robustness."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from topoi.report.chapters.tables import Column, Table, table
from topoi.report.evidence.citing import Sentence, measured, sentence
from topoi.report.evidence.passages import label_of

if TYPE_CHECKING:
    from topoi.analysis.robustness.findings import Finding
    from topoi.analysis.robustness.specifications import Material

SOURCE = "tbl-robustness-findings"


def finding_sentence(verdicts: pd.DataFrame) -> Sentence:
    """Return how many findings hold in most analyses; the chapter's opening."""
    firm = verdicts[verdicts["share"] >= 0.9]
    whole = partial(measured, source=SOURCE, digits=0)
    return sentence(
        "Do the findings depend on how they were counted? {firm} of {all} headline findings hold "
        "in nine of ten analyses or more; the least firm holds in {share} of its analyses.",
        firm=whole(len(firm), how="findings that hold in 90% of analyses"),
        all=whole(len(verdicts), how="headline findings"),
        share=whole(verdicts["share"].min(), how="share of analyses", percent=True),
    )


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


def turning_table(turning: pd.DataFrame) -> Table:
    """Return how often each finding holds under each option."""
    how = "share of analyses with this option in which the finding holds"
    columns = [
        Column("Finding", "finding"),
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
    note = None if rows else "There is one text: none can be left out or drawn again."
    return table(rows, columns, source=SOURCE, note=note)


def headline_findings(
    stuff: "Material", frames: pd.DataFrame, pairs: pd.DataFrame, codes: Sequence[str]
) -> "list[Finding]":
    """Return the headline findings of the chapter on frames, for every way of counting them.

    The rates of root causes and of the group-hostility charge, the voice of root causes, the most
    frequent frame, and that the pair of frames that meets most (`pairs` is the co-occurrence by
    sentence) does so in more units than chance would give.
    """
    from topoi.analysis.robustness.findings import (
        cooccurrence_finding,
        ranking_finding,
        rate_finding,
        share_finding,
    )

    top = frames["code"].value_counts().index[:1]
    meeting = pairs[pairs["both"] > pairs["expected"]]
    closest = meeting.sort_values(["both", "expected"], ascending=[False, True]).head(1)
    return [
        rate_finding(stuff, "root_causes"),
        rate_finding(stuff, "group_hostility"),
        share_finding("root_causes"),
        *[ranking_finding(code, codes) for code in top],
        *[cooccurrence_finding(row.code_a, row.code_b) for row in closest.itertuples()],
    ]
