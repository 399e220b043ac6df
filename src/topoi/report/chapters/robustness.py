"""The sentences and tables of the chapter on robustness."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from topoi.report.chapters.tables import Table, table
from topoi.report.evidence.citing import Sentence, measured, name, sentence

if TYPE_CHECKING:
    from topoi.analysis.robustness.findings import Finding
    from topoi.analysis.robustness.specifications import Material

SOURCE = "tbl-robustness-findings"


def finding_sentence(verdicts: pd.DataFrame) -> Sentence:
    """Return how many findings hold in most analyses; the chapter's opening."""
    firm = verdicts[verdicts["share"] >= 0.9]
    return sentence(
        "Do the findings depend on how they were counted? {firm} of {all} headline findings hold "
        "in nine of ten analyses or more; the least firm holds in {share} of its analyses.",
        firm=measured(
            len(firm), how="findings that hold in 90% of analyses", source=SOURCE, digits=0
        ),
        all=measured(len(verdicts), how="headline findings", source=SOURCE, digits=0),
        share=measured(
            verdicts["share"].min(), how="share of analyses", source=SOURCE, percent=True, digits=0
        ),
    )


def choices_table() -> Table:
    """Return the analytic choices and their options, the published one first."""
    from topoi.analysis.robustness.specifications import CHOICES

    rows = [
        {
            "Choice": name(choice.replace("_", " ")),
            "Published": name(next(iter(options))),
            "Also tried": name("; ".join(list(options)[1:])),
        }
        for choice, options in CHOICES.items()
    ]
    return table(pd.DataFrame(rows))


def verdicts_table(verdicts: pd.DataFrame) -> Table:
    """Return each finding with the analyses in which it holds and what turns it."""
    rows = []
    for row in verdicts.to_dict("records"):
        rows.append(
            {
                "Finding": name(row["claim"]),
                "Holds in": measured(
                    row["holds"], how="analyses that agree", source=SOURCE, digits=0
                ),
                "Of": measured(row["analyses"], how="analyses made", source=SOURCE, digits=0),
                "Share": measured(
                    row["share"], how="share of analyses", source=SOURCE, percent=True, digits=0
                ),
                "Turned most by": name(str(row["turned_by"]).replace("_", " ") or "no choice"),
            }
        )
    return table(pd.DataFrame(rows))


def turning_table(turning: pd.DataFrame) -> Table:
    """Return how often each finding holds under each option."""
    source = "tbl-robustness-turning"
    rows = []
    for row in turning.to_dict("records"):
        how = "share of analyses with this option in which the finding holds"
        rows.append(
            {
                "Finding": name(row["finding"]),
                "Choice": name(str(row["choice"]).replace("_", " ")),
                "Option": name(row["option"]),
                "Holds in": measured(
                    row["holds"], how="analyses that agree", source=source, digits=0
                ),
                "Of": measured(row["analyses"], how="analyses made", source=source, digits=0),
                "Share": measured(row["share"], how=how, source=source, percent=True, digits=0),
            }
        )
    return table(pd.DataFrame(rows))


def resampling_table(findings: "Sequence[Finding]", stuff: "Material") -> Table:
    """Return how each finding fares when texts are drawn anew or left out, one after the other."""
    from topoi.analysis.robustness.findings import bootstrap, leave_one_out

    source = SOURCE
    rows = []
    for finding in findings if len(stuff.docs) > 1 else []:
        drawn, without = bootstrap(finding, stuff), leave_one_out(finding, stuff)
        values = {
            "Draws": (drawn.draws, "draws of texts", 0),
            "Holds in": (drawn.holds, "draws in which the finding holds", 0),
            "From": (drawn.low, "bootstrap over texts, low", 2),
            "To": (drawn.high, "bootstrap over texts, high", 2),
            "Turned by leaving out": (
                int((~without["holds"].astype(bool)).sum()),
                "texts without which the finding does not hold",
                0,
            ),
        }
        cells = {
            title: measured(value, how=how, source=source, digits=digits)
            for title, (value, how, digits) in values.items()
        }
        rows.append({"Finding": name(finding.claim), **cells})
    columns = ["Finding", "Draws", "Holds in", "From", "To", "Turned by leaving out"]
    note = None if rows else "There is one text: none can be left out or drawn again."
    return table(pd.DataFrame(rows, columns=columns), note=note)


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
