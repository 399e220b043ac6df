"""What the page of review draws a reader's sample from."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from topoi.coding.quality.reading_order import read_next
from topoi.coding.quality.reliability import units_of_coding
from topoi.report.evidence.passages import code_names
from topoi.text.words.spans import crossed

HELD = 50  # units of each code that a reader may be given
DRAWN = 300  # units of all that are drawn by chance, for those without a hit
SEED = 1


def review_pool(
    docs: list[str],
    hits: pd.DataFrame,
    segments: pd.DataFrame,
    codes: list[str],
    *,
    order: pd.DataFrame | None = None,
) -> dict[str, Any]:
    """Return the units (sentences and headings) that a reader may be asked to judge.

    `units` is how many there are, `holding` how many a hit of each code lies in, as a whole or in
    part, and `held` up to fifty of these, drawn by a seed: number of the text, start, end. `drawn`
    are up to three hundred of all units, with the numbers of the codes (places in `codes`) of the
    hits in each. Small random samples of them are random samples of all.

    `order` is what to read next (`study.reading_order`, its codes with their codebooks): `next` has
    up to fifty of each kind and code, whether each holds a hit last, and `order` says how well
    they are ordered. Where nothing is left to read both are left out.
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
    pool = {
        "units": len(units),
        "holding": holding,
        "held": held,
        "drawn": [[*listed(places[row]), sorted(holds.get(row, ()))] for row in drawn],
    }
    return pool if order is None or order.empty else {**pool, **next_of(order, number)}


def next_of(order: pd.DataFrame, number: Mapping[str, int]) -> dict[str, Any]:
    """Return `next` and `order` of the pool."""
    codes = list(dict.fromkeys(order["code"]))
    first = read_next(order, per_code=HELD, codes=codes, seed=SEED)
    listed_of: dict[str, list[list[int]]] = {code: [] for code in codes}
    for one in first.itertuples():
        listed_of[one.code].append([number[one.doc], int(one.start), int(one.end), int(one.hit)])
    return {"next": listed_of, "order": order.attrs["note"]}


def listed(place: tuple[int, int, int]) -> list[int]:
    """Return a place as whole numbers."""
    return [int(value) for value in place]
