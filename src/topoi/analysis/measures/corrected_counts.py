"""How many units bear a code, by a coding of all and the judgement of some, and how sure."""

from typing import NamedTuple

import numpy as np

from topoi.analysis.measures.intervals import CONFIDENCE

TAILS = ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2)
HALVINGS = 50  # of the bracket in which the number of judgements is looked for


class Strata(NamedTuple):
    """Of each code and group: units with a hit and without, those judged, the share that bears it.

    `worth` and `others_worth` are the judged units by their weights (Kish 1965): fewer where these
    differ.
    """

    units: np.ndarray
    judged: np.ndarray
    worth: np.ndarray
    share: np.ndarray
    others: np.ndarray
    others_judged: np.ndarray
    others_worth: np.ndarray
    others_share: np.ndarray


def corrected_counts(
    seen: Strata, effects: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the corrected count of units and the ends of its 95% interval, a value a row.

    `effects` is the design effect over texts.
    """
    sides = (
        (seen.units, *share_ends(seen.share, seen.worth, seen.judged, seen.units)),
        (
            seen.others,
            *share_ends(seen.others_share, seen.others_worth, seen.others_judged, seen.others),
        ),
    )
    count = np.sum([size * share for size, share, _, _ in sides], axis=0)
    below = [size * (share - low) for size, share, low, _ in sides]
    above = [size * (high - share) for size, share, _, high in sides]
    if effects is not None:
        low, high = count_ends(count, effects)
        below.append(count - low)
        above.append(high - count)
    reach = [np.sqrt(np.square(parts).sum(axis=0)) for parts in (below, above)]
    return count, np.maximum(count - reach[0], 0.0), count + reach[1]


def share_ends(
    share: np.ndarray, worth: np.ndarray, judged: np.ndarray, units: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return shares, 0 of no unit, with Jeffreys' intervals (Brown, Cai and DasGupta 2001).

    The reach is shortened for `judged` of so many units; of none of it the lower end is 0, of all
    the upper end 1.
    """
    from scipy.special import betaincinv

    share = np.where(units > 0, np.nan_to_num(share), 0.0)
    yes = share * worth
    no = worth - yes
    low = np.where(yes > 0, betaincinv(yes + 0.5, no + 0.5, TAILS[0]), 0.0)
    high = np.where(no > 0, betaincinv(yes + 0.5, no + 0.5, TAILS[1]), 1.0)
    # A mean of readers or weights may be so near to 0 or 1 that both ends lie on one side of it.
    low, high = np.minimum(low, share), np.maximum(high, share)
    left = np.sqrt(np.clip(1 - judged / np.maximum(units, 1), 0, 1)) * (units > 0)
    return share, share - (share - low) * left, share + (high - share) * left


def count_ends(count: np.ndarray, effects: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return Jeffreys' Poisson interval of counts that count for less by a design effect."""
    from scipy.special import gammaincinv

    told = count / effects
    low = np.where(told > 0, gammaincinv(told + 0.5, TAILS[0]), 0.0)
    return np.minimum(low * effects, count), gammaincinv(told + 0.5, TAILS[1]) * effects


def halving(seen: Strata, effects: np.ndarray | None) -> np.ndarray:
    """Return how many further judgements would halve each interval if they came out alike.

    Both samples grow in proportion, up to all units there are; infinite where even these do not.
    """

    def grown(by: np.ndarray) -> Strata:
        sizes = {
            "judged": np.minimum(seen.judged * by, seen.units),
            "others_judged": np.minimum(seen.others_judged * by, seen.others),
        }
        worths = {"worth": seen.worth * by, "others_worth": seen.others_worth * by}
        return seen._replace(**sizes, **worths)

    def width(by: np.ndarray) -> np.ndarray:
        _, low, high = corrected_counts(grown(by), effects)
        return high - low

    start = np.ones(len(seen.units))
    aim = width(start) / 2
    whole = np.maximum(
        seen.units / np.maximum(seen.judged, 1), seen.others / np.maximum(seen.others_judged, 1)
    )
    low, high = start, np.maximum(whole, 1.0)
    can = width(high) <= aim
    for _ in range(HALVINGS):
        middle = np.sqrt(low * high)
        halved = width(middle) <= aim
        low, high = np.where(halved, low, middle), np.where(halved, middle, high)
    then = grown(high)
    further = np.ceil(then.judged - seen.judged - 1e-6) + np.ceil(
        then.others_judged - seen.others_judged - 1e-6
    )
    return np.where(can, further, np.inf)
