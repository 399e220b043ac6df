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
    """Sentences by collection and text: found and bearing the code, wrongly found, missed.

    `truth` is how many bear the code where texts are drawn at random, for each collection.
    """

    right: np.ndarray
    wrong: np.ndarray
    missed: np.ndarray
    truth: float


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
    return Drawn(right, wrong, bears - right, share * SENTENCES * cell.texts)


def crowded(random: np.random.Generator, cell: Setting, draws: int) -> Drawn:
    """Return collections whose passages, right, wrong and missed, fall into sentences by chance.

    A sentence is found rightly that has a passage found and one that is one, be it another.
    """
    mean = cell.rate * WORDS / 1000
    text = random.gamma(mean / ALIKE, ALIKE / mean, (draws, cell.texts))
    false = text * mean * cell.recall * (1 / cell.precision - 1)
    found, lost = text * mean * cell.recall, text * mean * (1 - cell.recall)
    wrong = -np.expm1(-false) * np.exp(-found - lost)
    missed = np.exp(-found - false) * -np.expm1(-lost)
    right = -np.expm1(-found - lost) - missed
    shares = np.stack([right, wrong, missed, 1 - right - wrong - missed], axis=-1)
    parts = random.multinomial(SENTENCES, np.clip(shares, 0, 1))
    bears = -np.expm1(-mean / ALIKE * np.log1p(ALIKE))
    return Drawn(parts[..., 0], parts[..., 1], parts[..., 2], bears * SENTENCES * cell.texts)


def trial(cell: Setting, draws: int, seed: int) -> dict[str, float]:
    """Return how often the interval holds the truth, and how wide it is, of those not too few."""
    random = np.random.default_rng(seed)
    made = (crowded if cell.crowded else sparse)(random, cell, draws)
    right, wrong, missed = (of.sum(axis=1) for of in (made.right, made.wrong, made.missed))
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
    over_texts = cell.texts >= LEAST_TEXTS
    effects = effects_over_texts(made.right + made.wrong) if over_texts else None
    truth = made.truth if over_texts else right + missed
    count, low, high = corrected_counts(strata, effects)
    held = (low <= truth + 1e-9) & (truth <= high + 1e-9)
    kept = ~few
    whole = max(float(np.mean(truth)), 1e-9)
    return {
        "held": float(held[kept].mean()),
        "bias": float((count - truth)[kept].mean() / whole),
        "raw": float((units - truth)[kept].mean() / whole),
        "width": float(np.median((high - low)[kept]) / whole),
        "seen": float(seen[kept].mean()),
        "none": float((seen[kept] == 0).mean()),
    }


def effects_over_texts(found: np.ndarray) -> np.ndarray:
    """Return the design effect of the sentences found of each collection."""
    words, alone = (np.full(found.shape[1], size) for size in (SENTENCES * WORDS, 0))
    effects = (count_effects(own, words, alone, groups=1) for own in found)
    return np.array([1.0 if effect is None else effect[0] for effect in effects])


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
    for title, fixed in (
        (f"{TEXTS} texts, one passage a sentence at most", {}),
        (f"{FEW} texts, which are all there are", {"texts": FEW}),
        (f"{TEXTS} texts, passages anywhere", {"crowded": True}),
    ):
        rows = pd.DataFrame(grid(draws, **fixed))
        often = rows[rows["seen"] >= 1]
        print(f"\n### {title}\n\n{summary(rows, ['rate', 'judged'])}\n")
        for name, part in (("all cells", rows), ("cells with a missed one seen", often)):
            held = part["held"]
            above = held > MIDDLE[1]
            none = above & (part["none"] > MIDDLE[1])
            print(
                f"{name} ({len(part)}): mean {held.mean():.3f}, {held.between(*MIDDLE).mean():.0%}"
                f" between {MIDDLE[0]} and {MIDDLE[1]}, {(held < MIDDLE[0]).sum()} below,"
                f" {above.sum()} above; in {none.sum()} of these none missed is seen in more than"
                f" {MIDDLE[1]:.0%} of the draws.\n"
            )
    print(f"{draws} draws a cell; {time.process_time() - started:.0f} s of processor time.")


if __name__ == "__main__":
    main()
