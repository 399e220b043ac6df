"""Headline findings as claims that can be counted again under other choices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from topoi.analysis.measures.cooccurrence import incidence
from topoi.analysis.measures.rates import garwood, wilson
from topoi.analysis.robustness.specifications import (
    Material,
    Specification,
    chosen_hits,
    chosen_words,
    counts_by_document,
)

EVERY_CHOICE = ("unit", "words", "stop_words", "forms", "patterns", "voice", "headings")


class Estimate(NamedTuple):
    """A value with the ends of its interval; `note` is empty or says why there is no value."""

    value: float
    low: float
    high: float
    note: str = ""


@dataclass(frozen=True)
class Finding:
    """A claim, the choices that can touch it, and how to count, estimate and judge it.

    `tally` gives one row of counts a document; `estimate` works on their sums, so documents can be
    left out or drawn again without counting anew.
    """

    name: str
    claim: str
    choices: tuple[str, ...]
    tally: Callable[[Material, Specification], pd.DataFrame]
    estimate: Callable[[pd.Series], Estimate]
    holds: Callable[[Estimate], bool]


def nothing(note: str) -> Estimate:
    """Return the estimate that says why there is none."""
    return Estimate(0.0, 0.0, 0.0, note)


def rate_finding(stuff: Material, code: str, *, per: int = 1000) -> Finding:
    """Return the finding that a code occurs at its published rate, give or take its interval.

    It holds in an analysis whose rate lies within the published Garwood interval.
    """

    def tally(stuff: Material, chosen: Specification) -> pd.DataFrame:
        counts = counts_by_document(chosen_hits(stuff, chosen, [code]), stuff, chosen)
        columns = {"hits": counts, "words": chosen_words(stuff, chosen)}
        return pd.DataFrame(columns, index=list(stuff.docs))

    def estimate(sums: pd.Series) -> Estimate:
        if not sums["words"]:
            return nothing("no words are left")
        scale = per / sums["words"]
        low, high = garwood(int(sums["hits"]))
        return Estimate(scale * sums["hits"], scale * low, scale * high)

    published = estimate(tally(stuff, {}).sum())
    return Finding(
        f"rate of {code}",
        f"{code} occurs {published.value:.2f} times per {per:,} words "
        f"(within {published.low:.2f} to {published.high:.2f})",
        EVERY_CHOICE,
        tally,
        estimate,
        lambda found: not found.note and published.low <= found.value <= published.high,
    )


def share_finding(
    code: str, *, column: str = "mode", values: Sequence[str] = ("direct",), at_least: float = 0.5
) -> Finding:
    """Return the finding that a share of a code's hits is, say, in direct speech.

    `column` is any column of the hits (mode, speaker, target, polarity). It holds where the share
    is at least `at_least`.
    """

    def tally(stuff: Material, chosen: Specification) -> pd.DataFrame:
        whole = chosen_hits(stuff, chosen, [code])
        part = whole[whole[column].isin(list(values))]
        counted = {
            "part": counts_by_document(part, stuff, chosen),
            "whole": counts_by_document(whole, stuff, chosen),
        }
        return pd.DataFrame(counted, index=list(stuff.docs))

    def estimate(sums: pd.Series) -> Estimate:
        part, whole = int(sums["part"]), int(sums["whole"])
        if not whole:
            return nothing(f"no hits of {code} are left")
        return Estimate(part / whole, *wilson(part, whole))

    named = " or ".join(values)
    return Finding(
        f"share of {code} in {named}",
        f"at least {at_least:.0%} of {code} has {column} {named}",
        ("unit", "forms", "patterns", "headings"),
        tally,
        estimate,
        lambda found: not found.note and found.value >= at_least,
    )


def ranking_finding(code: str, among: Sequence[str], *, rank: int = 1) -> Finding:
    """Return the finding that a code is the most frequent of several (or at least the `rank`-th).

    Codes with more are counted, so a tie for first place is rank 1 for both. A rank has no
    interval: its ends repeat it.
    """
    others = [name for name in among if name != code]

    def tally(stuff: Material, chosen: Specification) -> pd.DataFrame:
        hits = chosen_hits(stuff, chosen, [code, *others])
        counted = {
            name: counts_by_document(hits[hits["code"] == name], stuff, chosen)
            for name in [code, *others]
        }
        return pd.DataFrame(counted, index=list(stuff.docs))

    def estimate(sums: pd.Series) -> Estimate:
        if not sums[code]:
            return nothing(f"no hits of {code} are left")
        found = 1.0 + sum(bool(sums[name] > sums[code]) for name in others)
        return Estimate(found, found, found)

    place = "the most frequent" if rank == 1 else f"among the {rank} most frequent"
    return Finding(
        f"rank of {code}",
        f"{code} is {place} of {len(others) + 1} codes",
        ("unit", "forms", "patterns", "voice", "headings"),
        tally,
        estimate,
        lambda found: not found.note and found.value <= rank,
    )


def cooccurrence_finding(code: str, other: str) -> Finding:
    """Return the finding that two codes share more sentences (or paragraphs) than expected.

    The value is the joint units over those expected if the two fell independently; above 1 it
    holds. A hit in a heading has no part in it. No interval is claimed: the ends repeat the value.
    """

    def tally(stuff: Material, chosen: Specification) -> pd.DataFrame:
        unit = "paragraph" if chosen.get("unit") == "paragraphs" else "sentence"
        hits = chosen_hits(stuff, chosen, [code, other])
        table = incidence(hits, stuff.segments, unit=unit, codes=[code, other])
        a, b = table[code], table[other]
        units = pd.DataFrame({"units": 1, "a": a, "b": b, "both": a & b}).astype(int)
        return units.groupby(level="doc").sum().reindex(list(stuff.docs), fill_value=0)

    def estimate(sums: pd.Series) -> Estimate:
        expected = sums["a"] * sums["b"] / max(sums["units"], 1)
        if not expected:
            return nothing(f"{code} or {other} is in no unit that is left")
        ratio = float(sums["both"] / expected)
        return Estimate(ratio, ratio, ratio)

    return Finding(
        f"{code} with {other}",
        f"{code} and {other} share more units than expected if they fell independently",
        ("unit", "forms", "patterns", "voice"),
        tally,
        estimate,
        lambda found: not found.note and found.value > 1,
    )
