"""Whether a test errs as often as it says, and an interval holds what it should.

    python benchmarks/calibration.py --releases FOLDER [--only keyness cooccurrence] [--draws 100]

FOLDER holds CSV files, one a source, with the text in the column `body`. Each claim in `CLAIMS` is
a function of the studies of the sources and of how often chance is asked; it yields rows, seeded,
so that a second run gives the same. Prints Markdown, kept in calibration.md.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

import topoi as tp
from topicless import shares_that_pass
from topoi.analysis.measures.keyness import keyness_by
from topoi.study import Study

ROOT = Path(__file__).parents[1]
LEVEL = 0.05
Studies = Mapping[str, Study]


@dataclass(frozen=True)
class Row:
    """What was claimed, of which texts, how often it was tried, what was found and should be."""

    claim: str
    texts: str
    draws: int
    found: float
    least: float
    most: float

    def __str__(self) -> str:
        meant = f"{self.least:g} to {self.most:g}" if self.least else f"at most {self.most:g}"
        held = "yes" if self.least <= self.found <= self.most else "**no**"
        return (
            f"| {self.claim} | {self.texts} | {self.draws} | {self.found:.3f} | {meant} | {held} |"
        )


def studies_of(releases: Path) -> dict[str, Study]:
    """Return name -> study of each source, coded with the codebooks of the project."""
    return {
        file.stem: tp.read(file, text_column="body", codebook=ROOT / "codebook")
        for file in sorted(releases.glob("*.csv"))
    }


def generator(*seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def keyness_in_splits(studies: Studies, draws: int) -> Iterator[Row]:
    """Yield how often words pass for typical of a half or a tenth dealt at random."""
    for name, study in studies.items():
        docs = study.corpus.documents["doc"]
        for part, share in (("halves", 0.5), ("a tenth", 0.1)):
            below, false = [], []
            for draw in range(draws):
                inside = generator(1, draw).permutation(len(docs)) < share * len(docs)
                groups = pd.Series(np.where(inside, "part", "rest"), index=docs)
                found = keyness_by(study.words, groups, min_count=10)
                found = found[found["group"] == "part"]
                below.append((found["p"] < LEVEL).mean())
                false.append((found["q"] < LEVEL).sum())
            of = f"{name}, {part}"
            yield Row("keyness: words with p < .05", of, draws, np.mean(below), 0.03, 0.06)
            yield Row("keyness: words with q < .05 in a split", of, draws, np.mean(false), 0, 0.5)


def gate_of_topics(studies: Studies, draws: int) -> Iterator[Row]:
    """Yield how often topics pass where there are none, and where five are planted."""
    for kind, share in shares_that_pass(draws):
        ends = (0.9, 1.0) if kind == "five planted topics" else (0.0, 0.0)
        yield Row("topics: the gate passes", kind, draws, share, *ends)


# Each name of a claim and the function that measures it.
CLAIMS: dict[str, Callable[[Studies, int], Iterator[Row]]] = {
    "keyness": keyness_in_splits,
    "gate": gate_of_topics,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--releases", type=Path, required=True)
    parser.add_argument("--only", nargs="+", choices=list(CLAIMS), default=list(CLAIMS))
    parser.add_argument("--draws", type=int, default=100, help="default: 100")
    arguments = parser.parse_args()
    studies = studies_of(arguments.releases)
    print("| claim | texts | draws | found | should be | holds |\n|---|---|---|---|---|---|")
    for name in arguments.only:
        for row in CLAIMS[name](studies, arguments.draws):
            print(row)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
