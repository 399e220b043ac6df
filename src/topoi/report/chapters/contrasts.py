"""What the chapter on contrasts shows: ratios of rates, each side open to its passages."""

from collections.abc import Mapping, Sequence
from functools import partial
from math import isinf
from typing import TYPE_CHECKING, Any

import pandas as pd

from topoi.coding.codebook.codebook import told_apart
from topoi.report.chapters.codebooks import MARKED, needing
from topoi.report.chapters.grouping import many_of, title_of
from topoi.report.chapters.results import MODE, group_name, grouped, labels_of
from topoi.report.chapters.sentences import with_unit, with_works_cited
from topoi.report.chapters.tables import Column, Table, table
from topoi.report.chapters.words import LEVEL, Score, note_of
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

NAMED = 3  # contrasts that a sentence names; the table has all
ROWS = 40
HOW = "ratio of two rates"


def first_of(found: pd.DataFrame) -> pd.DataFrame:
    """Return the comparisons that were tested, those that chance explains least first."""
    return found[found["q"].notna()].sort_values(["q", "p"], kind="stable")


def contrasts_table(
    found: pd.DataFrame, study: "Study", *, by: str, source: str, most: int = ROWS
) -> Table:
    """Return the ratio of each comparison tested, with its interval, both sides linked.

    `found` comes from `Study.contrasts` by the same column. Further rows are in the table's data.
    """
    labels, sides = labels_of(study), sides_of(found, study, by=by)
    columns = [
        Column("Code", lambda row: labels[row["code"]]),
        Column(title_of(by), lambda row: shown_group(row["group"], by)),
        Column("Against", lambda row: shown_group(row["other"], by)),
        Column("Passages", sides.own),
        Column("Against these", sides.others),
        Ratio("Times as often", "ratio", how=HOW, digits=2),
        Ratio("From", "low", how=f"{HOW}, low", digits=2),
        Ratio("To", "high", how=f"{HOW}, high", digits=2),
        Score("q", "q", how="q of a ratio of rates, corrected over the comparisons", digits=3),
    ]
    rows = map(sides.both, first_of(found).to_dict("records"))
    note = prose(note_of(found), *([MARKED] if needing(*study.codebooks) else []))
    return table(rows, columns, most=most, source=source, note=note)


def clustering_table(found: pd.DataFrame, study: "Study", *, by: str, source: str) -> Table:
    """Return how far the interval of each contrast that passed depends on how passages cluster.

    Empty where there are too few texts to see that.
    """
    labels = labels_of(study)
    tested = first_of(found)
    passed = tested[(tested["q"] < LEVEL) & tested["alpha"].notna()]
    heads = {
        "low": ("From", "design effect, low"),
        "high": ("To", "design effect, high"),
        "nb_low": ("From (negative binomial)", "negative binomial, low"),
        "nb_high": ("To (negative binomial)", "negative binomial, high"),
        "boot_low": ("From (texts drawn anew)", "texts drawn anew, low"),
        "boot_high": ("To (texts drawn anew)", "texts drawn anew, high"),
    }
    columns = [
        Column("Code", lambda row: labels[row["code"]]),
        Column(title_of(by), lambda row: shown_group(row["group"], by)),
        Column("Against", lambda row: shown_group(row["other"], by)),
        Score(
            "Design effect", "effect", how="variance over that of independent passages", digits=2
        ),
        Score("Alpha", "alpha", how="dispersion of negative binomial counts", digits=2),
        *(
            Ratio(head, column, how=f"{HOW}, {how}", digits=2)
            for column, (head, how) in heads.items()
        ),
    ]
    note = with_works_cited(found.attrs.get("clustered", ""))
    return table(passed, columns, source=source, most=ROWS, note=note)


class Ratio(Score):
    """The column of a ratio, which has no bound where the other side has no passage."""

    def number(self, value: float, row: Any, source: str) -> Any:
        """Return the ratio, or words where it has no upper end."""
        return name("no limit") if isinf(value) else super().number(value, row, source)


def sides_of(found: pd.DataFrame, study: "Study", *, by: str) -> "Sides":
    """Return the passages on both sides of the comparisons of `Study.contrasts` by a column."""
    hits = grouped(told_apart(study.hits, study.codebooks), study, by)
    return Sides(found, hits, labels_of(study), by)


class Sides:
    """The passages on both sides of a comparison."""

    def __init__(
        self, found: pd.DataFrame, hits: pd.DataFrame, labels: Mapping[str, str], by: str
    ) -> None:
        """Sort the hits by code and group."""
        self.by, self.labels = by, labels
        self.groups = list(dict.fromkeys(found["group"]))
        self.hits = dict(list(hits.groupby(["code", "group"])))
        self.none = hits[:0]

    def of(self, code: str, groups: Sequence[str]) -> pd.DataFrame:
        """Return the passages of a code in some groups."""
        return pd.concat([self.hits.get((code, group), self.none) for group in groups])

    def both(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return a comparison with the passages of both sides: `own` and `base`."""
        others = [one for one in self.groups if one != row["group"]]
        groups = others if row["other"] == "others" else [row["other"]]
        label, group = self.labels[row["code"]], shown_group(row["group"], self.by)
        return {
            **row,
            "own": self.of(row["code"], [row["group"]]),
            "base": self.of(row["code"], groups),
            "label": f"{label}, {group}",
            "base_label": f"{label}, {shown_group(row['other'], self.by)} (but for {group})",
        }

    def own(self, row: Mapping[str, Any]) -> Cited:
        """Return the passages of the group, as a linked number."""
        sides = self.both(row)
        return cite(sides["own"], label=sides["label"])

    def others(self, row: Mapping[str, Any]) -> Cited:
        """Return the passages it is compared with, as a linked number."""
        sides = self.both(row)
        return cite(sides["base"], label=sides["base_label"])


def shown_group(group: str, by: str) -> str:
    """Return how a side of a comparison is printed: a group by its name, or all others."""
    return "all others" if group == "others" else group_name(group, by)


def contrasts_sentence(found: pd.DataFrame, study: "Study", *, by: str, source: str) -> Sentence:
    """Return which contrasts cannot be put down to chance, and no more of each than its interval,
    or that nothing could be tested."""
    labels, tested = labels_of(study), first_of(found)
    counted = partial(measured, source=source, digits=0)
    many = name("voices" if by == MODE else many_of(by))
    if not len(tested):
        return sentence(
            "Between {many}, no contrast is tested: fewer than two of them have words, or none has "
            "passages of a code.",
            many=many,
        )
    passed = tested[tested["q"] < LEVEL]
    told: dict[str, object] = {
        "n": with_unit(counted(len(tested), how="comparisons tested"), "comparison"),
        "level": name(LEVEL),
        "many": many,
    }
    if not len(passed):
        none = "{n} shows no difference" if len(tested) == 1 else "none of {n} shows a difference"
        return sentence(
            "Between {many}, " + none + " beyond chance (q below {level}). An "
            "interval that contains one does not show that two rates are alike: the table has how "
            "far apart they may be.",
            **told,
        )
    clear = passed.assign(far=farther(passed)).sort_values("far", ascending=False, kind="stable")
    each = [contrast_in_words(row, labels, by, source) for row in clear.to_dict("records")]
    first = prose(enumeration(each[:NAMED], between="; ", last="; "))
    return sentence(
        "Between {many}, chance would hardly make so large a difference in {k} of {n} "
        "(q below {level}). {which}: {first}.",
        k=counted(len(passed), how="comparisons with q below .05"),
        which="The clearest" if len(passed) > NAMED else "These are",
        first=first,
        **told,
    )


def farther(found: pd.DataFrame) -> pd.Series:
    """Return how far the nearer end of each interval is from one, as a factor."""
    below = 1 / found["high"].clip(lower=1e-12)
    return found["low"].where(found["ratio"] > 1, below)


def contrast_in_words(
    row: Mapping[str, Any], labels: Mapping[str, str], by: str, source: str
) -> Sentence:
    """Return one contrast as its interval has it: so many times as often, or at least so many."""
    ends = {
        end: measured(row[end], how=f"{HOW}, {end}", source=source, digits=2)
        for end in ("low", "high")
        if not isinf(row[end])
    }
    span = "{low} to {high} times" if "high" in ends else "at least {low} times"
    return sentence(
        "{code}, {group}: " + span + " as often as {other}",
        code=name(labels[row["code"]]),
        group=name(shown_group(row["group"], by)),
        other=name(shown_group(row["other"], by)),
        **ends,
    )
