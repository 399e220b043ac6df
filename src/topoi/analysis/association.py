"""Measures of association between two events, from the four cells of a contingency table."""

import numpy as np
import pandas as pd

ZERO_RULE = 0.5


def contribution(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Return O ln(O / E) of each cell, 0 where nothing was observed."""
    observed = np.asarray(observed, dtype=float)
    safe = np.where(observed > 0, observed, 1.0)
    return np.where(observed > 0, observed * np.log(safe / np.asarray(expected, dtype=float)), 0.0)


def g2(
    o11: np.ndarray, r1: np.ndarray | float, c1: np.ndarray | float, n: np.ndarray | float
) -> np.ndarray:
    """Return the log-likelihood ratio G2 over all four cells (Dunning 1993), natural logarithm.

    `o11` is the joint frequency, `r1` and `c1` the marginals, `n` the total. The value has no
    sign: compare observed with expected for the direction.

    >>> float(g2(np.array([10]), 20, 20, 40).round(4)[0])
    0.0
    """
    o11, r1, c1, n = (np.asarray(value, dtype=float) for value in (o11, r1, c1, n))
    rows, columns = (r1, n - r1), (c1, n - c1)
    cells = ((o11, r1 - o11), (c1 - o11, n - r1 - c1 + o11))
    total = np.zeros(np.broadcast(o11, r1, c1, n).shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        for i in (0, 1):
            for j in (0, 1):
                total = total + contribution(cells[i][j], rows[i] * columns[j] / n)
    return np.maximum(2 * total, 0.0)


def association(o11: np.ndarray, r1: float, c1: np.ndarray, n: float) -> pd.DataFrame:
    """Return the association of each word with a node: one row a word, in the order given.

    Columns: `expected` (R1 C1 / N), `g2` (four cells, Dunning 1993), `log_dice`
    (14 + log2(2 O11 / (R1 + C1)), Rychlý 2008; at most 14), `mi` (log2(O / E), Church & Hanks
    1990), `t` ((O - E) / √O, Church et al. 1991), `delta_p` (O11 / R1 - O21 / R2: how much likelier
    the word is near the node than elsewhere, Gries 2013). Where O11 is 0, MI and logDice are -inf.

    >>> association(np.array([15]), 100.0, np.array([30]), 1000.0).round(3).iloc[0].to_dict()
    {'expected': 3.0, 'g2': 32.364, 'log_dice': 11.885, 'mi': 2.322, 't': 3.098, 'delta_p': 0.133}
    """
    o11, c1 = np.asarray(o11, dtype=float), np.asarray(c1, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = r1 * c1 / n
        return pd.DataFrame(
            {
                "expected": expected,
                "g2": g2(o11, r1, c1, n),
                "log_dice": 14 + np.log2(2 * o11 / (r1 + c1)),
                "mi": np.log2(o11 / expected),
                "t": (o11 - expected) / np.sqrt(o11),
                "delta_p": o11 / r1 - (c1 - o11) / (n - r1),
            }
        )
