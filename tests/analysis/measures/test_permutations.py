"""The chances of counts when things are permuted: slow twins, scipy, and the formula of CMH."""

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom, norm

from topoi.analysis.measures.permutations import (
    hypergeometric,
    min_p,
    share_of_orders,
    upper_tails,
)


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.just(n), *[st.integers(0, n)] * 2)))
@settings(max_examples=60, deadline=None)
def test_chances_are_those_of_scipy(units: tuple[int, int, int]) -> None:
    size, a, b = units
    number = np.arange(max(0, a + b - size), min(a, b) + 1)
    ours = hypergeometric(number, size, a, b)
    assert ours == pytest.approx(hypergeom.pmf(number, size, a, b), rel=1e-8, abs=1e-300)
    own = number[[0, -1]]
    theirs = hypergeom.sf(own, size, a, b) + hypergeom.pmf(own, size, a, b) / 2
    assert share_of_orders(own, np.array([a, a]), b, size) == pytest.approx(theirs)


def dealt(size: int, a: int, b: int) -> list[int]:
    """Return how many units hold both, for every way to deal the second code to the units."""
    return [len(set(range(a)) & set(way)) for way in combinations(range(size), b)]


@given(
    st.lists(
        st.integers(1, 6).flatmap(
            lambda size: st.tuples(st.just(size), st.integers(0, size), st.integers(0, size))
        ),
        min_size=1,
        max_size=3,
    )
)
@settings(max_examples=50, deadline=None)
def test_the_chances_are_those_of_all_ways_to_deal_codes_within_texts(texts) -> None:
    every = [sum(way) for way in product(*(dealt(*text) for text in texts))]
    sizes, a, b = (np.array(column) for column in zip(*texts, strict=True))
    least, tail = upper_tails(np.column_stack([a, b]), sizes)
    assert least == min(every)
    slow = [np.mean([many >= one for many in every]) for one in range(least, max(every) + 1)]
    assert tail.tolist() == pytest.approx(slow)


def test_of_many_sentences_the_test_is_that_of_cochran_mantel_and_haenszel() -> None:
    sizes, a, b = (np.array([300, 200, 500]), np.array([90, 60, 100]), np.array([60, 80, 110]))
    least, tail = upper_tails(np.column_stack([a, b]), sizes)
    expected = (a * b / sizes).sum()
    spread = np.sqrt((a * (sizes - a) * b * (sizes - b) / (sizes**2 * (sizes - 1))).sum())
    for both in (60, 70, 80):
        assert tail[both - least] == pytest.approx(
            norm.sf((both - 0.5 - expected) / spread), abs=0.003
        )


def test_the_chance_of_any_pair_is_that_of_codes_permuted_within_texts() -> None:
    """The slow twin: every code permuted within its texts, and the smallest p each time."""
    rng, sizes = np.random.default_rng(3), [12, 9, 15]
    pairs = list(combinations(range(4), 2))
    held = rng.random((sum(sizes), 4)) < 0.4
    texts = np.repeat(range(3), sizes)
    within = np.array([held[texts == text].sum(axis=0) for text in range(3)])
    tails = [upper_tails(within[:, list(pair)], np.array(sizes)) for pair in pairs]

    def p_of(table: np.ndarray) -> list[float]:
        both = [int((table[:, i] & table[:, j]).sum()) for i, j in pairs]
        return [tail[many - least] for many, (least, tail) in zip(both, tails, strict=True)]

    smallest = []
    for _ in range(999):
        order = [np.lexsort([rng.random(len(texts)), texts]) for _ in range(4)]
        smallest.append(min(p_of(np.column_stack([held[o, c] for c, o in enumerate(order)]))))
    p = pd.Series([0.001, 0.01, 0.05, np.nan, *p_of(held)[:2]])
    found = min_p(p, [tail for _, tail in tails])
    assert pd.isna(found[3])
    for one, chance in zip(p.dropna(), found.dropna(), strict=True):
        assert chance == pytest.approx(np.mean(np.array(smallest) <= one * 1.000001), abs=0.035)
