"""The chances of counts when units or texts are permuted: worked out, and so without a seed."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

ROUNDING = 1e-9


def hypergeometric(
    number: np.ndarray, size: np.ndarray, a: np.ndarray, b: np.ndarray
) -> np.ndarray:
    """Return the chance that so many of `size` units hold both of two things, which a and b hold.

    By logarithms of factorials: many times as fast as the distribution of scipy, and equal to it up
    to a relative error of 1e-10.

    >>> hypergeometric(np.array([0, 1]), *np.array([4, 1, 2])).round(3).tolist()
    [0.5, 0.5]
    """
    from scipy.special import gammaln

    logarithm = gammaln(np.arange(np.max(size, initial=0) + 2) + 1)
    chosen = logarithm[number] + logarithm[a - number] + logarithm[b - number]
    chosen += logarithm[size - a - b + number] + logarithm[size]
    return np.exp(sum(logarithm[one] + logarithm[size - one] for one in (a, b)) - chosen)


def upper_tails(within: np.ndarray, sizes: np.ndarray) -> tuple[int, np.ndarray]:
    """Return the least number of units that hold both of two codes, and the chance of each or more.

    `within` has the units of each code in each text, a row a text; `sizes` all units of each. In a
    text the number that holds both is hypergeometric, if the one code is dealt anew to its units,
    and texts are independent: the distribution of the sum is that of the parts, convolved.

    >>> least, tail = upper_tails(np.array([[1, 2], [1, 1]]), np.array([4, 2]))
    >>> least, tail.round(3).tolist()  # both, in two texts: with chances 1/2 and 1/2
    (0, [1.0, 0.75, 0.25])
    """
    a, b, size = np.column_stack([within, sizes])[within.min(axis=1) > 0].T
    first = np.maximum(0, a + b - size)
    many = np.minimum(a, b) - first + 1
    ends = many.cumsum()
    number = np.arange(many.sum()) - np.repeat(ends - many - first, many)
    chances = hypergeometric(number, *(np.repeat(one, many) for one in (size, a, b)))
    every = convolved(np.split(chances, ends)[:-1])
    return int(first.sum()), np.minimum(every[::-1].cumsum()[::-1], 1.0)


def convolved(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Return the distribution of the sum of independent numbers, given that of each from 0 up.

    Two and two, so that equally long ones meet: one after the other takes several times as long.

    >>> convolved([np.array([0.5, 0.5]), np.array([0.5, 0.5]), np.array([0.0, 1.0])]).tolist()
    [0.0, 0.25, 0.5, 0.25]
    """
    parts = [np.ones(1), *parts]
    while len(parts) > 1:
        alone = parts[-1:] if len(parts) % 2 else []
        parts = [*map(np.convolve, parts[::2], parts[1::2]), *alone]
    return parts[0]


def min_p(p: pd.Series, tails: Sequence[np.ndarray]) -> pd.Series:
    """Return the chance that any pair has so small a p as each has, none missing where p is none.

    `tails` has for each tested pair the values that its p can take, falling. What is looked for is
    the distribution of the smallest p when every code is permuted within texts (Westfall & Young
    1993). It is worked out, not simulated: given the places of the one code, the number of units
    that a pair shares depends on the permutation of the other alone, so that any two pairs are
    independent, and the chance that none has so small a p is a product.
    """
    tested = p[p.notna()]
    none = np.ones(len(tested))
    for tail in tails:
        reached = np.searchsorted(-tail, -tested.to_numpy() * (1 + ROUNDING))
        none *= 1 - np.append(tail, 0.0)[reached]
    return pd.Series(1 - none, index=tested.index).reindex(p.index)


def share_of_orders(own: np.ndarray, every: np.ndarray, size: int, total: int) -> np.ndarray:
    """Return the share of orders of texts in which a group has so many of the texts, or more.

    `own` of the `size` texts of the group and `every` of all `total` texts have something, one
    value a thing; orders with just as many count half (mid-p, Lancaster 1961).

    >>> share_of_orders(np.array([3]), np.array([3]), 3, 7).round(4).tolist()  # 1 of 35, half
    [0.0143]
    """
    pairs, back = np.unique(np.column_stack([own, every]), axis=0, return_inverse=True)
    number, of = pairs.T
    above = number * total >= size * of
    # few of a group's texts are many of all others: the nearer end is summed, and falls quickly
    number, sizes = np.where(above, number, of - number), np.where(above, size, total - size)
    chance = hypergeometric(number, np.array(total), of, sizes)
    tail = chance / 2
    while (chance > ROUNDING**2 * tail).any():
        chance = chance * (of - number) * (sizes - number)
        number = number + 1
        chance /= number * (total - of - sizes + number)
        tail += chance
    return np.where(above, tail, 1 - tail)[back.reshape(-1)]
