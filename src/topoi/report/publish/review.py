"""What the page of review draws a reader's sample from."""

from typing import Any

import numpy as np
import pandas as pd

from topoi.coding.quality.reliability import units_of_coding
from topoi.report.evidence.passages import code_names
from topoi.text.words.spans import crossed

HELD = 50  # units of each code that a reader may be given
DRAWN = 300  # units of all that are drawn by chance, for those without a hit
SEED = 1


def review_pool(
    docs: list[str], hits: pd.DataFrame, segments: pd.DataFrame, codes: list[str]
) -> dict[str, Any]:
    """Return the units (sentences and headings) that a reader may be asked to judge.

    `units` is how many there are, `holding` how many a hit of each code lies in, as a whole or in
    part, and `held` up to fifty of these, drawn by a seed: number of the text, start, end. `drawn`
    are up to three hundred of all units, with the numbers of the codes (places in `codes`) of the
    hits in each. Small random samples of them are random samples of all.
    """
    units = units_of_coding(segments)[["doc", "start", "end"]].reset_index(drop=True)
    number = {doc: place for place, doc in enumerate(docs)}
    places = list(zip(units["doc"].map(number), units["start"], units["end"], strict=True))
    within, hit = crossed(hits, units)
    names = np.array(code_names(hits), dtype=object)
    random = np.random.default_rng(SEED)
    holds: dict[int, set[int]] = {}
    held, holding = {}, {}
    for code in sorted(set(names)):
        own = np.unique(within[names[hit] == code])
        holding[code] = len(own)
        held[code] = [listed(places[row]) for row in random.permutation(own)[:HELD]]
        for row in own.tolist():
            holds.setdefault(row, set()).add(codes.index(code))
    drawn = random.permutation(len(units))[:DRAWN].tolist()
    return {
        "units": len(units),
        "holding": holding,
        "held": held,
        "drawn": [[*listed(places[row]), sorted(holds.get(row, ()))] for row in drawn],
    }


def listed(place: tuple[int, int, int]) -> list[int]:
    """Return a place as whole numbers."""
    return [int(value) for value in place]
