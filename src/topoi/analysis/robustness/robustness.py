"""Each finding counted again under every combination of the analytic choices that can touch it.

A specification curve (Simonsohn, Simmons and Nelson 2020) or multiverse (Steegen et al. 2016).
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.analysis.measures.rates import resampled
from topoi.analysis.robustness.findings import Finding
from topoi.analysis.robustness.specifications import CHOICES, Material
from topoi.progress import track

RESULT = ["value", "low", "high", "holds", "published", "note"]
TURNING = ["finding", "choice", "option", "analyses", "holds", "share"]
VERDICT = ["finding", "claim", "holds", "analyses", "share", "turned_by", "sentence"]
ONE_DOCUMENT = "one document: none can be left out or drawn again"


def specifications(finding: Finding, stuff: Material) -> Iterator[dict[str, str]]:
    """Return every combination of the choices that can touch a finding, the published one first.

    For co-occurrence the unit is a sentence or a paragraph; "wide" patterns come only where the
    material has them.
    """
    options = [options_of(choice, finding, stuff) for choice in finding.choices]
    for combination in product(*options):
        yield dict(zip(finding.choices, combination, strict=True))


def options_of(choice: str, finding: Finding, stuff: Material) -> tuple[str, ...]:
    """Return the options of one choice that this finding and this material have."""
    if choice == "patterns":
        return tuple(option for option in CHOICES[choice] if (option, "as written") in stuff.hits)
    if choice == "voice" and not stuff.words["mode"].any():
        return CHOICES[choice][:1]
    if choice == "unit" and "headings" not in finding.choices:
        return CHOICES[choice][1:]
    return CHOICES[choice]


def robustness(findings: Sequence[Finding], stuff: Material) -> pd.DataFrame:
    """Return one row for each finding and combination of choices.

    Columns: `finding`, one column a choice (`unit, words, stop_words, forms, patterns, voice,
    headings`; "" where the choice cannot touch the finding), `value, low, high, holds`,
    `published` (the combination the report uses), `note` (why there is no value, which counts as
    not holding).
    """
    rows = [
        {"finding": finding.name, **dict.fromkeys(CHOICES, ""), **row}
        for finding in track(findings, label="robustness", total=len(findings), unit="finding")
        for row in analyses(finding, stuff)
    ]
    return pd.DataFrame(rows, columns=["finding", *CHOICES, *RESULT])


def analyses(finding: Finding, stuff: Material) -> Iterator[dict[str, object]]:
    """Yield the outcome of a finding under each combination of choices."""
    for number, chosen in enumerate(specifications(finding, stuff)):
        found = finding.estimate(finding.tally(stuff, chosen).sum())
        numbers = {name: round(float(getattr(found, name)), 4) for name in RESULT[:3]}
        outcome = {"holds": bool(finding.holds(found)), "published": number == 0}
        yield {**chosen, **numbers, **outcome, "note": found.note}


def turning_choices(table: pd.DataFrame) -> pd.DataFrame:
    """Return how often each finding holds under each option of each choice.

    Columns: `finding, choice, option, analyses, holds, share`. A choice whose options differ in
    `share` turns the finding.
    """
    rows = [
        (finding, choice, option, len(held), int(held.sum()), float(held.mean()))
        for finding, part in table.groupby("finding", sort=False)
        for choice in CHOICES
        for option, held in part[part[choice] != ""].groupby(choice, sort=False)["holds"]
    ]
    return pd.DataFrame(rows, columns=TURNING)


def verdicts(table: pd.DataFrame, findings: Sequence[Finding]) -> pd.DataFrame:
    """Return one row a finding: `claim, holds, analyses, share, turned_by, sentence`.

    `turned_by` is the choice whose options differ most in the share of analyses that hold, empty
    when all analyses agree; `sentence` says both in words.
    """
    turning = turning_choices(table)
    rows = []
    for finding in findings:
        held = table.loc[table["finding"] == finding.name, "holds"]
        choice = strongest(turning[turning["finding"] == finding.name])
        sentence = f"The finding holds in {int(held.sum())} of {len(held)} analyses"
        told = f"{sentence}{turned(turning, finding.name, choice)}."
        row = (int(held.sum()), len(held), float(held.mean()), choice, told)
        rows.append((finding.name, finding.claim, *row))
    return pd.DataFrame(rows, columns=VERDICT)


def strongest(turning: pd.DataFrame) -> str:
    """Return the choice whose options differ most, or "" when none makes a difference."""
    spread = turning.groupby("choice", sort=False)["share"].agg(
        lambda part: part.max() - part.min()
    )
    if spread.empty or not spread.max():
        return ""
    return str(spread.idxmax())


def turned(turning: pd.DataFrame, finding: str, choice: str) -> str:
    """Return the clause that says which choice turns a finding, and how."""
    if not choice:
        return ""
    options = turning[(turning["finding"] == finding) & (turning["choice"] == choice)]
    parts = [
        f"{row.option}, {row.holds} of {row.analyses}" for row in options.itertuples(index=False)
    ]
    return f"; it turns most on {choice.replace('_', ' ')} ({'; '.join(parts)})"


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
