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
from typing import Any

import numpy as np
import pandas as pd

import topoi as tp
from topicless import shares_that_pass
from topoi.analysis.measures.changes import change_points, group_differences
from topoi.analysis.measures.intervals import rate_intervals, share_intervals
from topoi.analysis.measures.keyness import keyness_by
from topoi.study import Study

ROOT = Path(__file__).parents[1]
LEVEL = 0.05
BOOK = "frames"  # the codebook whose pairs are tried
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
                found = keyness_by(study.words, groups, only=["part"], min_count=10)
                below.append((found["p"] < LEVEL).mean())
                false.append((found["q"] < LEVEL).any())
            of = f"{name}, {part}"
            yield Row("keyness: words with p < .05", of, draws, np.mean(below), 0.03, 0.06)
            yield Row("keyness: splits with a word at q < .05", of, draws, np.mean(false), 0, LEVEL)


def cooccurrence_dealt_anew(studies: Studies, draws: int) -> Iterator[Row]:
    """Yield how often a pair passes where every code was dealt anew to the sentences of a text."""
    for name, study in studies.items():
        codes = list(study.labels(BOOK))
        held = tp.incidence(study.hits_of(BOOK), study.segments, codes=codes)
        found = [
            tp.cooccurrence(dealt_anew(held, generator(2, draw)), study.segments, codes=codes)
            for draw in range(draws)
        ]
        passed = [table["q"] < LEVEL for table in found]
        named = [
            (q & (table["p_max"] < LEVEL)).any() for q, table in zip(passed, found, strict=True)
        ]
        of = f"{name}, {BOOK}"
        false = np.mean([q.any() for q in passed])
        yield Row("co-occurrence: draws with a pair at q < .05", of, draws, false, 0, LEVEL)
        yield Row("co-occurrence: draws with a pair named", of, draws, np.mean(named), 0, LEVEL)


def dealt_anew(held: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return hits of every code in as many sentences of each text, in any of them."""
    docs, _ = pd.factorize(held.index.get_level_values("doc"))
    rows = []
    for code in held:
        order = np.lexsort([rng.random(len(docs)), docs])
        rows.append(
            held.index[held[code].to_numpy()[order]].to_frame(index=False).assign(code=code)
        )
    return pd.concat(rows, ignore_index=True)


@dataclass(frozen=True)
class Counted:
    """The texts of all sources together: `doc, date, group`, words, hits of each frame, voices."""

    documents: pd.DataFrame
    words: np.ndarray
    hits: pd.DataFrame
    counts: Mapping[str, np.ndarray]
    quoted: np.ndarray
    paragraphs: np.ndarray
    touched: Mapping[str, np.ndarray]

    @property
    def months(self) -> np.ndarray:
        """The number of texts of each month, in order."""
        return self.documents["date"].dt.to_period("M").value_counts(sort=False).to_numpy()

    @property
    def sources(self) -> np.ndarray:
        """The number of texts of each source."""
        return self.documents["group"].value_counts(sort=False).to_numpy()


def counted_texts(studies: Studies) -> Counted:
    """Return the counts of the texts of all sources: what is dealt into groups at random."""
    tables = [one.corpus.documents[["doc", "date"]].assign(group=n) for n, one in studies.items()]
    documents = pd.concat(tables, ignore_index=True)
    hits = pd.concat([one.hits_of("frames") for one in studies.values()], ignore_index=True)
    segments = pd.concat([one.segments for one in studies.values()], ignore_index=True)
    spoken = [
        tp.word_counts(one.tokens, one.voices, by=["doc", "mode"]) for one in studies.values()
    ]
    words = pd.concat(spoken, ignore_index=True)

    def each(docs: pd.Series) -> np.ndarray:
        return documents["doc"].map(docs.value_counts()).fillna(0).to_numpy(dtype=int)

    def of_words(rows: pd.DataFrame) -> np.ndarray:
        sizes = rows.groupby("doc")["words"].sum()
        return documents["doc"].map(sizes).fillna(0).to_numpy(dtype=int)

    placed = hits[hits["paragraph"] > 0].drop_duplicates(["doc", "paragraph", "code"])
    return Counted(
        documents=documents,
        words=of_words(words),
        hits=hits,
        counts={code: each(own["doc"]) for code, own in hits.groupby("code")},
        quoted=of_words(words[words["mode"] == "direct"]),
        paragraphs=each(segments.loc[segments["kind"] == "paragraph", "doc"]),
        touched={code: each(own["doc"]) for code, own in placed.groupby("code")},
    )


def held(
    parts: np.ndarray,
    wholes: np.ndarray,
    sizes: np.ndarray,
    intervals: Callable[..., Any],
    draws: int,
) -> float:
    """Return how often intervals of groups of texts dealt at random hold the true ratio.

    The texts of each group are drawn from all with replacement, so that all are the population.
    """
    true, group, hold = parts.sum() / wholes.sum(), np.repeat(np.arange(len(sizes)), sizes), []
    for draw in range(draws):
        texts = generator(2, draw).integers(0, len(parts), len(group))
        found = intervals(parts[texts], wholes[texts], group, groups=len(sizes))
        hold.append(((found.low <= true) & (true <= found.high)).mean())
    return float(np.mean(hold))


def interval_coverage(studies: Studies, draws: int) -> Iterator[Row]:
    """Yield how often 95% intervals of rates and shares hold what is true of all texts."""
    texts = counted_texts(studies)
    groups = {
        "by month": texts.months,
        "by source": texts.sources,
        "all together": np.array([len(texts.words)]),
        "eight groups of ten texts": np.full(8, 10),
    }
    for name, sizes in groups.items():
        rates = {
            code: held(own, texts.words, sizes, rate_intervals, draws)
            for code, own in texts.counts.items()
        }
        claim = "95% interval of a rate holds it"
        yield Row(claim, f"all {len(rates)} frames, {name}", draws, mean_of(rates), 0.93, 0.97)
        for code in (min(rates, key=rates.__getitem__), max(rates, key=rates.__getitem__)):
            of = f"{code} ({texts.counts[code].sum():,} hits), {name}"
            yield Row(claim, of, draws, rates[code], 0.93, 0.97)
        shares = {
            code: held(own, texts.paragraphs, sizes, share_intervals, draws)
            for code, own in texts.touched.items()
        }
        claim = "95% interval of a share of paragraphs holds it"
        yield Row(claim, f"all {len(shares)} frames, {name}", draws, mean_of(shares), 0.93, 0.97)
        quoted = held(texts.quoted, texts.words, sizes, share_intervals, draws)
        claim = "95% interval of the share of quoted words holds it"
        yield Row(claim, name, draws, quoted, 0.93, 0.97)


def mean_of(found: Mapping[str, float]) -> float:
    return float(np.mean(list(found.values())))


def change_in_dealt_texts(studies: Studies, draws: int) -> Iterator[Row]:
    """Yield how often frames pass for changing or differing when dates or groups are dealt anew."""
    texts = counted_texts(studies)
    words = pd.Series(texts.words, index=texts.documents["doc"])
    period = texts.documents["date"].dt.to_period("M").dt.start_time
    placed = texts.documents.assign(period=period, group="all")
    codes, changed, differ = list(texts.counts), [], []
    for draw in range(draws):
        dealt = generator(3, draw).permutation(len(placed))
        options = {"codes": codes, "seed": draw}
        months = placed.assign(period=placed["period"].to_numpy()[dealt])
        changed.append(change_points(texts.hits, words, months, **options))
        groups = pd.Series(texts.documents["group"].to_numpy()[dealt], index=placed["doc"])
        differ.append(group_differences(texts.hits, words, groups, **options))
    for claim, found in (("a change between months", changed), ("a difference of sources", differ)):
        p = pd.concat(found)["p"].dropna()
        yield Row(f"{claim}: p < .05", "all frames", draws, (p < LEVEL).mean(), 0, 0.06)
        some = np.mean([(one["q"] < LEVEL).any() for one in found])
        yield Row(f"{claim}: any frame with q < .05", "all frames", draws, some, 0, LEVEL)


def gate_of_topics(studies: Studies, draws: int) -> Iterator[Row]:
    """Yield how often topics pass where there are none, and where five are planted."""
    for kind, share in shares_that_pass(draws):
        ends = (0.9, 1.0) if kind == "five planted topics" else (0.0, 0.0)
        yield Row("topics: the gate passes", kind, draws, share, *ends)


# Each name of a claim and the function that measures it.
CLAIMS: dict[str, Callable[[Studies, int], Iterator[Row]]] = {
    "keyness": keyness_in_splits,
    "cooccurrence": cooccurrence_dealt_anew,
    "intervals": interval_coverage,
    "changes": change_in_dealt_texts,
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
