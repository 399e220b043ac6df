"""The tables that compare topics between sources and over time."""

import pandas as pd

from topoi.report.chapters.grouping import SOURCE, title_of
from topoi.report.chapters.tables import Table, table
from topoi.report.evidence.citing import measured, name


def groups_table(found: pd.DataFrame, *, source: str, most: int = 60) -> Table:
    """Return the share of the units of each group that each topic leads, with Wilson intervals.

    `found` comes from `analysis.prevalence.prevalence_by`.
    """
    rows = []
    for row in found.head(most).to_dict("records"):
        how = "units of the group a topic leads"
        line: dict[str, object] = {
            "Group": name(row["group"] or "not given"),
            "Topic": name(row["topic"]),
            "Units": measured(row["units"], how=how, source=source, digits=0),
            "Of": measured(row["of"], how="units of the group", source=source, digits=0),
        }
        for title, column in {"Share": "share", "From": "low", "To": "high"}.items():
            line[title] = measured(
                row[column], how=f"share of {how}, {title.lower()}", source=source, percent=True
            )
        rows.append(line)
    columns = ["Group", "Topic", "Units", "Of", "Share", "From", "To"]
    note = "The last rows are left out." if len(found) > most else GROUPS_NEEDED * (not rows)
    return table(pd.DataFrame(rows, columns=columns), note=note or None)


GROUPS_NEEDED = "This needs topics, and texts of more than one group or month."


def compared_table(found: pd.DataFrame, *, source: str, by: str = SOURCE, most: int = 60) -> Table:
    """Return how far the sources (or other `by`) differ in each topic.

    `found` comes from `analysis.prevalence.compare_groups`.
    """
    rows = []
    for row in found.head(most).to_dict("records"):
        line: dict[str, object] = {
            "Topic": name(row["topic"]),
            title_of(by): name(row["group_a"]),
            "Against": name(row["group_b"]),
            "Difference": measured(
                row["difference"], how="difference of shares", source=source, percent=True
            ),
        }
        for column, how in {
            "p": "Fisher's exact test",
            "q": "after Benjamini and Hochberg",
        }.items():
            value = row[column]
            line[column] = (
                name("—") if pd.isna(value) else measured(value, how=how, source=source, digits=4)
            )
        rows.append({**line, "Note": name(row["note"] or "—")})
    columns = ["Topic", title_of(by), "Against", "Difference", "p", "q", "Note"]
    return table(pd.DataFrame(rows, columns=columns), note=None if rows else GROUPS_NEEDED)
