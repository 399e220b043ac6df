"""How often the 95% intervals of corrected rates hold the true rate, in simulated collections.

    python benchmarks/corrected_rates.py [--draws 4000]

Each cell of the grid (true rate, precision, recall, sentences judged) is drawn anew so many times,
by seeds: texts, the sentences that bear a code, what the coding finds of them and finds wrongly,
and which sentences a reader judges, half of them with a hit. Prints Markdown, kept in
corrected_rates.md.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd

from topoi.analysis.measures.corrected_counts import Strata, corrected_counts
from topoi.analysis.measures.corrected_rates import LEAST_JUDGED
from topoi.analysis.measures.intervals import LEAST_TEXTS, count_effects

RATES = (0.1, 0.5, 2.0, 5.0, 20.0)  # passages per 1,000 words
PRECISIONS = (0.5, 0.7, 0.95)
RECALLS = (0.4, 0.7, 0.95)
JUDGED = (50, 100, 300)
SENTENCES, WORDS = 30, 22  # of a text, of a sentence
TEXTS, FEW = 200, 8
ALIKE = 0.035  # correlation of two sentences of a text: counts vary about twice as if independent
MIDDLE = (0.93, 0.97)


@dataclass(frozen=True)
class Setting:
    """A cell of the grid: `crowded` puts passages into sentences by chance, several in one, too."""

    rate: float
    precision: float
    recall: float
    judged: int
    texts: int = TEXTS
    crowded: bool = False


@dataclass(frozen=True)
class Drawn:
    """Collections, a row each: by text the sentences with a true and with a false hit, and missed.

    `passages` are the hits by text, `truth` the count that an interval should hold.
    """

    right: np.ndarray
    wrong: np.ndarray
    missed: np.ndarray
    passages: np.ndarray
    truth: np.ndarray


def sparse(random: np.random.Generator, cell: Setting, draws: int) -> Drawn:
    """Return collections whose sentences bear the code once or not at all."""
    share = cell.rate * WORDS / 1000
    size = (draws, cell.texts)
    theta = 1 / ALIKE - 1
    bears = random.binomial(SENTENCES, random.beta(share * theta, (1 - share) * theta, size))
    right = random.binomial(bears, cell.recall)
    false = share * cell.recall * (1 - cell.precision) / cell.precision / (1 - share)
    varied = random.beta(false * theta, (1 - false) * theta, size)
    wrong = random.binomial(SENTENCES - bears, varied)
    whole = np.full(draws, share * SENTENCES * cell.texts)
    truth = whole if cell.texts >= LEAST_TEXTS else bears.sum(axis=1)
    return Drawn(right, wrong, bears - right, right + wrong, truth)


def crowded(random: np.random.Generator, cell: Setting, draws: int) -> Drawn:
    """Return collections whose passages fall into sentences by chance."""
    mean = cell.rate * WORDS / 1000
    size = (draws, cell.texts, 1)
    text = random.gamma(1 / (ALIKE / mean), ALIKE / mean, size)
    every = (draws, cell.texts, SENTENCES)
    found = random.poisson(mean * cell.recall * text, every)
    lost = random.poisson(mean * (1 - cell.recall) * text, every)
    false = random.poisson(mean * cell.recall * (1 / cell.precision - 1) * text, every)
    hit, bears = found + false > 0, found + lost > 0
    whole = np.full(draws, mean * SENTENCES * cell.texts)
    truth = whole if cell.texts >= LEAST_TEXTS else (found + lost).sum(axis=(1, 2))
    parts = (hit & bears, hit & ~bears, ~hit & bears)
    return Drawn(*(part.sum(axis=2) for part in parts), (found + false).sum(axis=2), truth)


def trial(cell: Setting, draws: int, seed: int) -> dict[str, float]:
    """Return how often the interval holds the truth, and how wide it is, of those not too few."""
    random = np.random.default_rng(seed)
    made = (crowded if cell.crowded else sparse)(random, cell, draws)
    right, wrong, missed, hits = (
        getattr(made, name).sum(axis=1) for name in ("right", "wrong", "missed", "passages")
    )
    units = right + wrong
    others = SENTENCES * cell.texts - units
    judged, other = (np.minimum(cell.judged // 2, of) for of in (units, others))
    yes = random.hypergeometric(right, wrong, judged)
    seen = random.hypergeometric(missed, others - missed, other)
    few = (judged < np.minimum(LEAST_JUDGED, units)) | (other < np.minimum(LEAST_JUDGED, others))
    with np.errstate(invalid="ignore"):
        shares = (yes / judged, seen / other)
    sides = ((units, judged, shares[0]), (others, other, shares[1]))
    strata = Strata(*(one for n, j, share in sides for one in (n, j, j.astype(float), share)))
    each = np.where(units > 0, hits / np.maximum(units, 1), 1.0)
    effects = effects_over_texts(made.passages) if cell.texts >= LEAST_TEXTS else None
    count, low, high = corrected_counts(strata, each, effects)
    held = (low <= made.truth + 1e-9) & (made.truth <= high + 1e-9)
    kept = ~few
    whole = max(float(made.truth.mean()), 1e-9)
    return {
        "held": float(held[kept].mean()),
        "bias": float((count[kept] - made.truth[kept]).mean() / whole),
        "raw": float((hits[kept] - made.truth[kept]).mean() / whole),
        "width": float(np.median((high - low)[kept]) / whole),
        "seen": float(seen[kept].mean()),
    }


def effects_over_texts(passages: np.ndarray) -> np.ndarray:
    """Return the design effect of the hits of each collection."""
    words, alone = (np.full(passages.shape[1], size) for size in (SENTENCES * WORDS, 0))
    found = (count_effects(own, words, alone, groups=1) for own in passages)
    return np.array([1.0 if effect is None else effect[0] for effect in found])


def grid(draws: int, **fixed: object) -> Iterator[dict[str, float]]:
    """Yield each cell of the grid with what was found of it."""
    for number, (rate, precision, recall, judged) in enumerate(
        product(RATES, PRECISIONS, RECALLS, JUDGED)
    ):
        cell = replace(Setting(rate, precision, recall, judged), **fixed)  # type: ignore[arg-type]
        yield {"rate": rate, "judged": judged, "recall": recall} | trial(cell, draws, number)


def summary(rows: pd.DataFrame, by: list[str]) -> str:
    """Return one line of Markdown for each rate and number of judgements."""
    lines = [
        "| passages per 1,000 words | judged | held, mean | least | most | raw off by |"
        " corrected off by | interval, width | missed seen |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for (rate, judged), own in rows.groupby(by):
        held = own["held"]
        lines.append(
            f"| {rate:g} | {judged} | {held.mean():.3f} | {held.min():.3f} | {held.max():.3f} |"
            f" {own['raw'].abs().mean():.0%} | {own['bias'].mean():+.0%} |"
            f" {own['width'].median():.2f} | {own['seen'].median():.1f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=4000)
    draws = parser.parse_args().draws
    started = time.process_time()
    for title, fixed, many in (
        (f"{TEXTS} texts, one passage a sentence at most", {}, draws),
        (f"{FEW} texts, which are all there are", {"texts": FEW}, draws),
        (f"{TEXTS} texts, passages anywhere", {"crowded": True}, max(draws // 10, 10)),
    ):
        rows = pd.DataFrame(grid(many, **fixed))
        often = rows[rows["seen"] >= 1]
        print(f"\n### {title}\n\n{summary(rows, ['rate', 'judged'])}\n")
        for name, part in (("all cells", rows), ("cells with a missed one seen", often)):
            middle = part["held"].between(*MIDDLE).mean()
            low = (part["held"] < MIDDLE[0]).sum()
            print(
                f"{name} ({len(part)}): mean {part['held'].mean():.3f}, {middle:.0%} between"
                f" {MIDDLE[0]} and {MIDDLE[1]}, {low} below.\n"
            )
    print(f"{draws} draws a cell; {time.process_time() - started:.0f} s of processor time.")


if __name__ == "__main__":
    main()
