"""Headline findings as claims, counted again under every combination of decisions.

A specification curve (Simonsohn, Simmons and Nelson 2020) or multiverse (Steegen et al. 2016):
`robustness` makes the analyses, `by_decision` and `verdicts` sum them up; `leave_one_out` and
`bootstrap` make the published one again on other texts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.analysis.measures.cooccurrence import incidence
from topoi.analysis.measures.intervals import garwood, wilson
from topoi.analysis.measures.rates import resampled
from topoi.analysis.robustness.specifications import (
    DECISIONS,
    Material,
    Specification,
    chosen_hits,
    chosen_words,
    counts_by_code,
    counts_by_document,
)
from topoi.progress import track

RESULT = ["value", "low", "high", "holds", "published", "note"]
TURNING = ["finding", "decision", "option", "analyses", "holds", "share"]
VERDICT = ["finding", "claim", "holds", "analyses", "share", "turned_by", "sentence"]
ONE_DOCUMENT = "one document: none can be left out or drawn again"


class Estimate(NamedTuple):
    """A value with the ends of its interval; `note` is empty or says why there is no value."""

    value: float
    low: float
    high: float
    note: str = ""


@dataclass(frozen=True)
class Finding:
    """A claim, the decisions that can touch it, and how to count, estimate and judge it.

    `tally` gives one row of counts a document; `estimate` works on their sums, so documents can be
    left out or drawn again without counting anew.
    """

    name: str
    claim: str
    decisions: tuple[str, ...]
    tally: Callable[[Material, Specification], pd.DataFrame]
    estimate: Callable[[pd.Series], Estimate]
    holds: Callable[[Estimate], bool]


def nothing(note: str) -> Estimate:
    """Return the estimate that says why there is none."""
    return Estimate(0.0, 0.0, 0.0, note)


def rate_finding(stuff: Material, code: str, *, per: int = 1000, label: str = "") -> Finding:
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
        f"{label or code} occurs {published.value:.2f} times per {per:,} words "
        f"(within {published.low:.2f} to {published.high:.2f})",
        tuple(DECISIONS),
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


def ranking_finding(code: str, among: Sequence[str], *, rank: int = 1, label: str = "") -> Finding:
    """Return the finding that a code is the most frequent of several (or at least the `rank`-th).

    Codes with more are counted, so a tie for first place is rank 1 for both. A rank has no
    interval: its ends repeat it.
    """
    others = [name for name in among if name != code]

    def tally(stuff: Material, chosen: Specification) -> pd.DataFrame:
        codes = [code, *others]
        return counts_by_code(chosen_hits(stuff, chosen, codes), stuff, chosen, codes)

    def estimate(sums: pd.Series) -> Estimate:
        if not sums[code]:
            return nothing(f"no hits of {code} are left")
        found = 1.0 + sum(bool(sums[name] > sums[code]) for name in others)
        return Estimate(found, found, found)

    place = "the most frequent" if rank == 1 else f"among the {rank} most frequent"
    return Finding(
        f"rank of {code}",
        f"{label or code} is {place} of {len(others) + 1} codes",
        ("unit", "forms", "patterns", "voice", "headings"),
        tally,
        estimate,
        lambda found: not found.note and found.value <= rank,
    )


def cooccurrence_finding(
    code: str, other: str, *, labels: Mapping[str, str] | None = None
) -> Finding:
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

    def told(one: str) -> str:
        return (labels or {}).get(one, one)

    return Finding(
        f"{code} with {other}",
        f"{told(code)} and {told(other)} share more units than expected if they fell independently",
        ("unit", "forms", "patterns", "voice"),
        tally,
        estimate,
        lambda found: not found.note and found.value > 1,
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


def robustness(findings: Sequence[Finding], stuff: Material) -> pd.DataFrame:
    """Return one row for each finding and combination of decisions.

    Columns: `finding`, one column a decision (`unit, words, stop_words, forms, patterns, voice,
    headings`; "" where the decision cannot touch the finding), `value, low, high, holds`,
    `published` (the combination the report uses), `note` (why there is no value, which counts as
    not holding).
    """
    rows = [
        {"finding": finding.name, **dict.fromkeys(DECISIONS, ""), **row}
        for finding in track(findings, label="robustness", total=len(findings), unit="finding")
        for row in analyses(finding, stuff)
    ]
    return pd.DataFrame(rows, columns=["finding", *DECISIONS, *RESULT])


def analyses(finding: Finding, stuff: Material) -> Iterator[dict[str, object]]:
    """Yield the outcome of a finding under each combination of decisions."""
    for number, chosen in enumerate(specifications(finding, stuff)):
        found = finding.estimate(finding.tally(stuff, chosen).sum())
        numbers = {name: round(float(getattr(found, name)), 4) for name in RESULT[:3]}
        outcome = {"holds": bool(finding.holds(found)), "published": number == 0}
        yield {**chosen, **numbers, **outcome, "note": found.note}


def by_decision(table: pd.DataFrame) -> pd.DataFrame:
    """Return how often each finding holds under each option of each decision.

    Columns: `finding, decision, option, analyses, holds, share`. A decision whose options differ in
    `share` turns the finding.
    """
    rows = [
        (finding, decision, option, len(held), int(held.sum()), float(held.mean()))
        for finding, part in table.groupby("finding", sort=False)
        for decision in DECISIONS
        for option, held in part[part[decision] != ""].groupby(decision, sort=False)["holds"]
    ]
    return pd.DataFrame(rows, columns=TURNING)


def verdicts(table: pd.DataFrame, findings: Sequence[Finding]) -> pd.DataFrame:
    """Return one row a finding: `claim, holds, analyses, share, turned_by, sentence`.

    `turned_by` is the decision whose options differ most in the share of analyses that hold, empty
    when all analyses agree; `sentence` says both in words.
    """
    turning = by_decision(table)
    rows = []
    for finding in findings:
        held = table.loc[table["finding"] == finding.name, "holds"]
        decision = strongest(turning[turning["finding"] == finding.name])
        sentence = f"The finding holds in {int(held.sum())} of {len(held)} analyses"
        told = f"{sentence}{turned(turning, finding.name, decision)}."
        row = (int(held.sum()), len(held), float(held.mean()), decision, told)
        rows.append((finding.name, finding.claim, *row))
    return pd.DataFrame(rows, columns=VERDICT)


def strongest(turning: pd.DataFrame) -> str:
    """Return the decision whose options differ most, or "" when none makes a difference."""
    spread = turning.groupby("decision", sort=False)["share"].agg(
        lambda part: part.max() - part.min()
    )
    if spread.empty or not spread.max():
        return ""
    return str(spread.idxmax())


def turned(turning: pd.DataFrame, finding: str, decision: str) -> str:
    """Return the clause that says which decision turns a finding, and how."""
    if not decision:
        return ""
    options = turning[(turning["finding"] == finding) & (turning["decision"] == decision)]
    parts = [
        f"{row.option}, {row.holds} of {row.analyses}" for row in options.itertuples(index=False)
    ]
    return f"; it turns most on {decision.replace('_', ' ')} ({'; '.join(parts)})"


def leave_one_out(finding: Finding, stuff: Material) -> pd.DataFrame:
    """Return the finding without each document in turn: `finding, left_out, value, holds, note`.

    Empty when there is one document only.
    """
    counts = finding.tally(stuff, {})
    whole = counts.sum()
    rows = []
    for doc in counts.index if len(counts) > 1 else []:
        found = finding.estimate(whole - counts.loc[doc])
        value = round(float(found.value), 4)
        rows.append((finding.name, doc, value, bool(finding.holds(found)), found.note))
    return pd.DataFrame(rows, columns=["finding", "left_out", "value", "holds", "note"])


class Bootstrap(NamedTuple):
    """In how many draws of documents a finding holds, and the middle 95% of its values."""

    finding: str
    draws: int
    holds: int
    low: float
    high: float
    note: str = ""


def bootstrap(finding: Finding, stuff: Material, *, draws: int = 1000, seed: int = 0) -> Bootstrap:
    """Return how the finding fares when documents are drawn anew with replacement (Efron 1979).

    Percentile interval over the draws that have a value. Documents, not sentences, are drawn,
    because sentences of one document go together. With few documents the interval is too narrow.
    """
    counts = finding.tally(stuff, {})
    if len(counts) < 2:
        return Bootstrap(finding.name, 0, 0, 0.0, 0.0, ONE_DOCUMENT)
    drawn = resampled(counts.to_numpy(), draws=draws, seed=seed)
    sums = pd.DataFrame(drawn, columns=counts.columns)
    found = [finding.estimate(row) for _, row in sums.iterrows()]
    held = sum(bool(finding.holds(one)) for one in found)
    values = [one.value for one in found if not one.note]
    if not values:
        return Bootstrap(finding.name, draws, held, 0.0, 0.0, found[0].note)
    low, high = (round(float(end), 4) for end in np.percentile(values, [2.5, 97.5]))
    missing = draws - len(values)
    note = f"{missing} of {draws} draws have no value" if missing else ""
    return Bootstrap(finding.name, draws, held, low, high, note)
