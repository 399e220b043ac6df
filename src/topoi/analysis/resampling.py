"""Whether a finding rests on a few documents: leave one out, and the bootstrap over documents."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.analysis.choices import Material
from topoi.analysis.findings import Finding

ONE_DOCUMENT = "one document: none can be left out or drawn again"


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
    size = len(counts)
    weights = np.random.default_rng(seed).multinomial(size, [1 / size] * size, size=draws)
    sums = pd.DataFrame(weights @ counts.to_numpy(), columns=counts.columns)
    found = [finding.estimate(row) for _, row in sums.iterrows()]
    held = sum(bool(finding.holds(one)) for one in found)
    values = [one.value for one in found if not one.note]
    if not values:
        return Bootstrap(finding.name, draws, held, 0.0, 0.0, found[0].note)
    low, high = (round(float(end), 4) for end in np.percentile(values, [2.5, 97.5]))
    missing = draws - len(values)
    note = f"{missing} of {draws} draws have no value" if missing else ""
    return Bootstrap(finding.name, draws, held, low, high, note)
