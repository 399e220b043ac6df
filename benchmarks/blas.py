"""Shows that the numbers a chapter shows are the same under other BLAS kernels.

    python benchmarks/blas.py [--releases FOLDER]

OpenBLAS picks its kernel by the processor; OPENBLAS_CORETYPE forces one. Each kernel gets a process
of its own that computes the topic tables of the seed (and of 200 releases: CSV files with a column
`body`), rounded as in the report. Prints Markdown; exit code 1 if any table differs.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd

KERNELS = ("Prescott", "Nehalem", "Sandybridge", "Haswell", "Zen", "SkylakeX")


def shown_tables(releases: Path | None) -> dict[str, pd.DataFrame]:
    """Return the tables whose numbers come out of linear algebra, as they are shown."""
    from topics import ROOT, words_of_corpus
    from topics import releases as sample_of
    from topoi.analysis.topics.gate import stability_curve
    from topoi.text.corpus.corpus import read_corpus

    seed = read_corpus(ROOT / "seeds")
    tables = {"seed, curve": stability_curve(words_of_corpus(seed), (2, 3, 4, 5, 6))}
    tables |= model_tables("seed", seed, 4)
    if releases is not None:
        sample = sample_of(releases, a_side=100, seed=0)
        words = words_of_corpus(sample)
        tables["releases, curve"] = stability_curve(words, (5, 10), runs=8, shuffles=3)
        tables |= model_tables("releases", sample, 10)
    return tables


def model_tables(name: str, corpus: object, k: int) -> dict[str, pd.DataFrame]:
    """Return words, nearest passages and prevalence of both models."""
    from topics import words_of_corpus
    from topoi.analysis.topics.models import lda_topics, nmf_topics
    from topoi.analysis.topics.prevalence import prevalence
    from topoi.analysis.topics.units import topic_units
    from topoi.analysis.topics.words import nearest_units, topic_words
    from topoi.text.corpus.corpus import Corpus
    from topoi.text.words.segments import segments

    assert isinstance(corpus, Corpus)
    units, words = topic_units(corpus.documents, segments(corpus)), words_of_corpus(corpus)
    tables = {}
    for fit in (nmf_topics, lda_topics):
        model = fit(words, k)
        tables[f"{name}, {model.method} words"] = topic_words(model, words)
        tables[f"{name}, {model.method} passages"] = nearest_units(model, units)
        tables[f"{name}, {model.method} prevalence"] = prevalence(model, units)
    return tables


def child(releases: Path | None) -> None:
    """Print the kernel in use, a fingerprint of each table, and one of the unrounded weights."""
    from threadpoolctl import threadpool_info

    from topics import ROOT, words_of_corpus
    from topoi.analysis.topics.models import nmf_topics
    from topoi.text.corpus.corpus import read_corpus

    raw = nmf_topics(words_of_corpus(read_corpus(ROOT / "seeds")), 4).weights
    used = {pool.get("architecture", "") for pool in threadpool_info()} - {"", None}
    prints = {
        name: fingerprint(table.to_csv(index=False).encode())
        for name, table in shown_tables(releases).items()
    }
    print(json.dumps({"used": sorted(used), "raw": fingerprint(raw.tobytes()), "tables": prints}))


def fingerprint(data: bytes) -> str:
    """Return the head of a SHA-256."""
    return hashlib.sha256(data).hexdigest()[:12]


def run(kernel: str, releases: Path | None) -> dict[str, object]:
    """Return what a process under one kernel prints."""
    command = [sys.executable, __file__, "--child"]
    if releases is not None:
        command += ["--releases", str(releases)]
    environment = {**os.environ, "OPENBLAS_CORETYPE": kernel}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        return {"used": [], "error": last[0], "tables": {}}
    return json.loads(done.stdout)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--releases", type=Path, help="folder of CSV files with a column body")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.releases)
        return 0
    results = {kernel: run(kernel, options.releases) for kernel in KERNELS}
    good = {kernel: found for kernel, found in results.items() if "error" not in found}
    print("| asked | kernels in use | raw weights of the seed | tables as shown |")
    print("|---|---|---|---|")
    reference = next(iter(good.values()), {"tables": {}})["tables"]
    different = False
    for kernel, found in results.items():
        if kernel not in good:
            print(f"| {kernel} | none | | not run: {found['error']} |")
            continue
        changed = sorted(name for name, mark in found["tables"].items() if mark != reference[name])
        different = different or bool(changed)
        said = "different: " + ", ".join(changed) if changed else f"all {len(reference)} the same"
        print(f"| {kernel} | {', '.join(found['used'])} | {found['raw']} | {said} |", flush=True)
    return int(different or not good)


if __name__ == "__main__":
    sys.exit(main())
