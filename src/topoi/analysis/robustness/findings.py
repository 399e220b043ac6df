"""Headline findings as claims that can be made again: what each counts, and when it holds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf

import numpy as np
import pandas as pd

from topoi.analysis.measures.cooccurrence import incidence
from topoi.analysis.measures.intervals import Interval, garwood, wilson
from topoi.analysis.robustness.specifications import (
    DECISIONS,
    Material,
    Specification,
    chosen_hits,
    chosen_words,
    counts_by_code,
    counts_by_document,
)

HOLDS, TURNS, CANNOT_TELL = "holds", "turns", "cannot tell"
DIGITS = 6  # significant ones; results that agree so far are one result
RATIO = 2.0  # declared before any result is seen: a rate turns where it is halved or doubled


@dataclass(frozen=True)
class Finding:
    """A claim, the decisions that can touch it, how to count it, and the values it holds with.

    `tally` gives one row of counts a document. `value` takes sums of such rows, one a row, and
    gives the value of each, missing where there is none, so that documents can be left out or drawn
    again without counting anew. `as_if_independent` is the interval of one row of sums if its
    passages were independent. The claim holds with values between the ends of `within`, the ends
    not among them. `null` is the value that says there is nothing to be claimed; a rate has none.
    With one, the value is the sum of the tally's first column over that of its second.
    """

    name: str
    claim: str
    unit: str
    decisions: tuple[str, ...]
    tally: Callable[[Material, Specification], pd.DataFrame]
    value: Callable[[pd.DataFrame], pd.Series]
    as_if_independent: Callable[[Mapping[str, float]], Interval]
    within: Interval
    null: float | None = None

    def outcome(self, value: float, low: float, high: float) -> str:
        """Return whether the claim holds or turns with a value, or that one cannot tell.

        It holds where the whole interval lies among the values it holds with, it turns where the
        whole lies outside, and where the interval reaches over an end the data cannot tell (the
        three-sided test of Goeman, Solari and Stijnen 2010). So few data never make a claim hold.
        A value without uncertainty is its own interval.
        """
        if np.isnan(value):
            return CANNOT_TELL
        if self.within.low < low and high < self.within.high:
            return HOLDS
        outside = high <= self.within.low or low >= self.within.high
        return TURNS if outside else CANNOT_TELL


def result_of(value: float) -> float:
    """Return a value to the digits that tell one result from another.

    >>> result_of(2.90275762), result_of(0.0136814)
    (2.90276, 0.0136814)
    """
    return float(f"{value:.{DIGITS}g}")


def ratio(tops: pd.Series, bottoms: pd.Series) -> pd.Series:
    """Return each number divided by the other, missing where that is 0."""
    return tops / bottoms.where(bottoms > 0)


def rate_finding(stuff: Material, code: str, *, per: int = 1000, label: str = "") -> Finding:
    """Return the finding that a code occurs at its published rate, give or take a fixed ratio.

    It holds where the rate is neither halved nor doubled (`RATIO`). That ratio is declared, and not
    the published interval, which is the wider the fewer the data.
    """

    def tally(stuff: Material, chosen: Specification) -> pd.DataFrame:
        counts = counts_by_document(chosen_hits(stuff, chosen, [code]), stuff, chosen)
        columns = {"hits": counts, "words": chosen_words(stuff, chosen)}
        return pd.DataFrame(columns, index=list(stuff.docs))

    def value(sums: pd.DataFrame) -> pd.Series:
        return per * ratio(sums["hits"], sums["words"])

    def as_if_independent(sums: Mapping[str, float]) -> Interval:
        scale = per / max(sums["words"], 1)
        return Interval(*(scale * end for end in garwood(int(sums["hits"]))))

    published = float(value(tally(stuff, {}).sum().to_frame().T).iloc[0])
    return Finding(
        f"rate of {code}",
        f"{label or code} occurs {published:.{decimals(published)}f} times per {per:,} words",
        f"per {per:,} words",
        tuple(DECISIONS),
        tally,
        value,
        as_if_independent,
        Interval(published / RATIO, published * RATIO),
    )


def decimals(*values: float) -> int:
    """Return how many decimals show values: two, or four where one of them is under 0.1.

    >>> decimals(2.9, 0.0), decimals(2.9, 0.0137)
    (2, 4)
    """
    return 4 if any(0 < value < 0.1 for value in values) else 2


def share_finding(
    code: str, *, column: str = "mode", values: Sequence[str] = ("direct",), above: float = 0.5
) -> Finding:
    """Return the finding that more than a share of a code's hits is, say, in direct speech.

    `column` is any column of the hits (mode, speaker, target, polarity).
    """

    def tally(stuff: Material, chosen: Specification) -> pd.DataFrame:
        whole = chosen_hits(stuff, chosen, [code])
        part = whole[whole[column].isin(list(values))]
        counted = {
            "part": counts_by_document(part, stuff, chosen),
            "whole": counts_by_document(whole, stuff, chosen),
        }
        return pd.DataFrame(counted, index=list(stuff.docs))

    named = " or ".join(values)
    return Finding(
        f"share of {code} in {named}",
        f"more than {above:.0%} of {code} has {column} {named}",
        "share of the passages",
        ("unit", "forms", "patterns", "headings"),
        tally,
        lambda sums: ratio(sums["part"], sums["whole"]),
        lambda sums: wilson(int(sums["part"]), int(sums["whole"])),
        Interval(above, inf),
        null=above,
    )


def ranking_finding(code: str, among: Sequence[str], *, label: str = "") -> Finding:
    """Return the finding that a code has more passages than any other of several.

    The value is its share of the passages of itself and of the next code, above a half where it is
    ahead. A first place is chosen as the largest, so that it is a description and has no null.
    """
    others = [name for name in among if name != code]

    def tally(stuff: Material, chosen: Specification) -> pd.DataFrame:
        codes = [code, *others]
        return counts_by_code(chosen_hits(stuff, chosen, codes), stuff, chosen, codes)

    def value(sums: pd.DataFrame) -> pd.Series:
        return ratio(sums[code], sums[code] + sums[others].max(axis=1))

    def as_if_independent(sums: Mapping[str, float]) -> Interval:
        following = max(sums[name] for name in others)
        return wilson(int(sums[code]), int(sums[code] + following))

    return Finding(
        f"rank of {code}",
        f"{label or code} has more passages than any other of {len(others) + 1} codes",
        "its share of its own passages and those of the next",
        ("unit", "forms", "patterns", "voice", "headings"),
        tally,
        value,
        as_if_independent,
        Interval(0.5, inf),
    )


def cooccurrence_finding(
    code: str, other: str, *, labels: Mapping[str, str] | None = None
) -> Finding:
    """Return the finding that two codes share more sentences (or paragraphs) than expected.

    The value is the joint units over those expected if the two fell independently within each text,
    the sum of a b / n over texts, so that texts of one topic are not company (Mantel and Haenszel
    1959). A text of one unit, in which nothing could fall otherwise, and a hit in a heading have no
    part in it. The interval takes the expected as known.
    """

    def tally(stuff: Material, chosen: Specification) -> pd.DataFrame:
        unit = "paragraph" if chosen.get("unit") == "paragraphs" else "sentence"
        hits = chosen_hits(stuff, chosen, [code, other])
        table = incidence(hits, stuff.segments, unit=unit, codes=[code, other])
        a, b = table[code], table[other]
        units = pd.DataFrame({"units": 1, "a": a, "b": b, "both": a & b}).astype(int)
        each = units.groupby(level="doc").sum().reindex(list(stuff.docs), fill_value=0)
        each["expected"] = each["a"] * each["b"] / each["units"].clip(lower=1)
        return each[["both", "expected"]].mul(each["units"] > 1, axis=0)

    def as_if_independent(sums: Mapping[str, float]) -> Interval:
        scale = 1 / sums["expected"] if sums["expected"] else 0.0
        return Interval(*(scale * end for end in garwood(int(sums["both"]))))

    def told(one: str) -> str:
        return (labels or {}).get(one, one)

    return Finding(
        f"{code} with {other}",
        f"{told(code)} and {told(other)} share more units of text than expected if they fell "
        "independently",
        "times as many as expected",
        ("unit", "forms", "patterns", "voice"),
        tally,
        lambda sums: ratio(sums["both"], sums["expected"]),
        as_if_independent,
        Interval(1.0, inf),
        null=1.0,
    )


def specifications(finding: Finding, stuff: Material) -> Iterator[dict[str, str]]:
    """Return every combination of the decisions that can touch a finding, the published one first.

    For co-occurrence the unit is a sentence or a paragraph; "wide" patterns come only where the
    material has them.
    """
    options = [options_of(decision, finding, stuff) for decision in finding.decisions]
    for combination in product(*options):
        yield dict(zip(finding.decisions, combination, strict=True))


def options_of(decision: str, finding: Finding, stuff: Material) -> tuple[str, ...]:
    """Return the options of one decision that this finding and this material have."""
    if decision == "patterns":
        return tuple(
            option for option in DECISIONS[decision] if (option, "as written") in stuff.hits
        )
    if decision == "voice" and not stuff.words["mode"].any():
        return DECISIONS[decision][:1]
    if decision == "unit" and "headings" not in finding.decisions:
        return DECISIONS[decision][1:]
    return DECISIONS[decision]
