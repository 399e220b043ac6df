"""The null gate on a seed and on press releases, and NMF against two LDA libraries.

    python benchmarks/topics.py RELEASES [--seeds seeds] [--samples 5]

RELEASES is a folder of CSV files, one a source, with the text in the column `body`. tomotopy is
compared where it can be imported (`pip install --target FOLDER tomotopy`, PYTHONPATH=FOLDER); it is
no dependency of the project. Prints Markdown.
"""

import argparse
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from topoi.analysis.topics.gate import Gate, null_gates, verdict_on
from topoi.analysis.topics.models import TopicModel, lda_topics, nmf_topics
from topoi.analysis.topics.readers import row_shares
from topoi.analysis.topics.stability import agreement
from topoi.analysis.topics.units import TermMatrix, load_stop_words, topic_units, vocabulary
from topoi.analysis.topics.words import coherence
from topoi.text.corpus.corpus import Corpus, corpus_of, read_corpus
from topoi.text.words.numbered import token_table as tokens
from topoi.text.words.segments import segments

ROOT = Path(__file__).parents[1]
TOPICS = 20
RANDOM_SEEDS = (0, 1, 2)
WHOLE_UNIT = 1_000_000


def words_of_corpus(corpus: Corpus) -> TermMatrix:
    units = topic_units(corpus.documents, segments(corpus))
    stop_words = load_stop_words()
    return vocabulary(tokens(corpus), units, stop_words=stop_words)


def releases(folder: Path, *, a_side: int | None, seed: int) -> Corpus:
    texts: dict[str, str] = {}
    for file in sorted(folder.glob("*.csv")):
        bodies = pd.read_csv(file)["body"].dropna()
        chosen = bodies if a_side is None else bodies.sample(a_side, random_state=seed)
        texts |= {f"{file.stem}:{row}": text for row, text in chosen.items() if text.strip()}
    return corpus_of(texts)


def gate_row(name: str, gate: Gate) -> str:
    mean, null = np.mean(gate.agreements), np.mean(gate.null)
    said = "pass" if gate.passed else "fail"
    published = "yes" if verdict_on(gate).publish else "no"
    return (
        f"| {name} | {gate.units} | {gate.k} | {mean:.2f} ({gate.low:.2f}) "
        f"| {null:.2f} ({gate.null_high:.2f}) | {said} | {published} |"
    )


def gates(folder: Path, seeds: Path, samples: int) -> None:
    print("| corpus | units | K | agreement (95% above) | null (95% up to) | gate | publish |")
    print("|---|---|---|---|---|---|---|")
    for gate in null_gates(words_of_corpus(read_corpus(seeds)), (2, 3, 4, 5, 6)).values():
        print(gate_row("seed", gate), flush=True)
    for sample in range(samples):
        words = words_of_corpus(releases(folder, a_side=100, seed=sample))
        for gate in null_gates(words, (5, 10)).values():
            print(gate_row(f"200 releases, sample {sample}", gate), flush=True)


def tomotopy_topics(words: TermMatrix, k: int, *, seed: int) -> TopicModel:
    import tomotopy

    model = tomotopy.LDAModel(k=k, seed=seed)
    for text in words.texts():
        if text:
            model.add_doc(text)
    model.train(1000, workers=2)
    columns = pd.Index(words.terms).get_indexer(list(model.used_vocabs))
    table = np.zeros((k, len(words.terms)))
    table[:, columns] = [model.get_topic_word_dist(topic) for topic in range(k)]
    return TopicModel("tomotopy", k, words.terms, row_shares(table), np.zeros((0, k)))


def library_row(name: str, fit: Callable[..., TopicModel], words: TermMatrix) -> str:
    times, models = [], []
    for seed in RANDOM_SEEDS:
        began = time.perf_counter(), time.process_time()
        models.append(fit(words, TOPICS, seed=seed))
        times.append((time.perf_counter() - began[0], time.process_time() - began[1]))
    wall, processor = (min(column) for column in zip(*times, strict=True))
    npmi = [
        np.mean([np.mean(coherence(m, words, window=w)) for m in models]) for w in (10, WHOLE_UNIT)
    ]
    steady = np.mean([agreement(one, other) for one, other in combinations(models, 2)])
    return (
        f"| {name} | {wall:.2f} | {processor:.2f} | {npmi[0]:.3f} | {npmi[1]:.3f} | {steady:.2f} |"
    )


def libraries(folder: Path) -> None:
    words = words_of_corpus(releases(folder, a_side=None, seed=0))
    print(
        f"\nAll releases: {len(words.groups)} documents, {len(words.terms)} terms, K = {TOPICS}.\n"
    )
    print("| model | best s of 3 | CPU s | NPMI, windows of 10 | NPMI, documents | over seeds |")
    print("|---|---|---|---|---|---|")
    fits: dict[str, Callable[..., TopicModel]] = {
        "NMF, tf-idf, NNDSVD (scikit-learn)": nmf_topics,
        "LDA (gensim LdaModel)": lda_topics,
    }
    try:
        import tomotopy

        name = f"LDA, 1,000 Gibbs iterations, 2 workers (tomotopy {tomotopy.__version__})"
        fits[name] = tomotopy_topics
    except ImportError:
        print("tomotopy is not installed and was left out.")
    for name, fit in fits.items():
        print(library_row(name, fit, words), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("releases", type=Path, help="folder of CSV files with a column body")
    parser.add_argument("--seeds", type=Path, default=ROOT / "seeds")
    parser.add_argument("--samples", type=int, default=5, help="samples of 200 releases")
    options = parser.parse_args()
    libraries(options.releases)
    print()
    gates(options.releases, options.seeds, options.samples)


if __name__ == "__main__":
    main()
