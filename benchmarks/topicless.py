"""Simulated collections with and without topics, and how often the gate of topics lets them pass.

calibration.py asks for the shares.
"""

from collections.abc import Callable, Iterator

import numpy as np

from topoi.analysis.topics.gate import choose_k, stability_curve, topic_numbers, verdict_on
from topoi.analysis.topics.units import TermMatrix, commonest_terms

TERMS = 1500
# Zipf's law with Mandelbrot's shift, as the words without the commonest are distributed.
SHARES = 1 / np.arange(10, TERMS + 10)
SHARES /= SHARES.sum()
Text = np.ndarray


def bursty(draw: np.random.Generator, *, texts: int = 120, burst: float = 100) -> list[Text]:
    """Return texts of no topic whose words repeat themselves: a Polya urn each (Madsen 2005)."""
    return [urn(draw, SHARES, burst) for _ in range(texts)]


def copied(draw: np.random.Generator, *, texts: int = 50, times: int = 6) -> list[Text]:
    """Return texts of no topic, each six times, with a word in twenty drawn anew."""
    found = []
    for text in bursty(draw, texts=texts):
        for time in range(times):
            anew = draw.choice(TERMS, size=len(text), p=SHARES)
            found.append(np.where(draw.random(len(text)) < 0.05 * (time > 0), anew, text))
    return found


def planted(draw: np.random.Generator, *, texts: int = 200, topics: int = 5) -> list[Text]:
    """Return texts half of whose words come from five topics, one mostly, and repeat themselves."""
    words = draw.dirichlet(50 * SHARES, size=topics)
    mixed = draw.dirichlet([0.3] * topics, size=texts) @ words
    return [urn(draw, 0.5 * mix + 0.5 * SHARES, 200) for mix in mixed]


def urn(draw: np.random.Generator, shares: np.ndarray, burst: float) -> Text:
    """Return 60 to 250 words; the lower `burst`, the more a word follows itself."""
    own = draw.dirichlet(burst * shares)
    return draw.choice(TERMS, size=int(draw.integers(60, 250)), p=own)


def matrix(texts: list[Text]) -> TermMatrix:
    """Return the words of the texts that are in at most half of them."""
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    terms = tuple(f"w{term:04}" for term in range(TERMS))
    every = TermMatrix(terms, rows, np.concatenate(texts), np.arange(len(texts)).astype(str))
    rare = every.counts.getnnz(axis=0) <= len(texts) / 2
    standing = rare[every.columns]
    few = TermMatrix(terms, rows[standing], every.columns[standing], every.groups)
    return commonest_terms(few, TERMS)


def passes(texts: list[Text]) -> bool:
    """Return whether the topics of the texts would be published."""
    words = matrix(texts)
    curve = stability_curve(words, topic_numbers(len(words.without_copies().groups)))
    chosen = choose_k(curve)
    return bool(chosen.k) and verdict_on(curve.attrs["gates"][chosen.k]).publish


def shares_that_pass(draws: int) -> Iterator[tuple[str, float]]:
    """Yield a kind of collection and in what share of simulated ones its topics pass."""
    kinds: dict[str, Callable[[np.random.Generator], list[Text]]] = {
        "no topics, bursty words": bursty,
        "no topics, each text six times": copied,
        "five planted topics": planted,
    }
    for number, (kind, texts) in enumerate(kinds.items()):
        found = [passes(texts(np.random.default_rng([number, seed]))) for seed in range(draws)]
        yield kind, float(np.mean(found))
