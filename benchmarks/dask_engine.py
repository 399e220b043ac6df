"""The whole pass on a Dask cluster of one worker process and of two, on this machine.

    python benchmarks/dask_engine.py [--megabytes 4] [--folder FOLDER]

Segments, voices, hits of both codebooks and word counts of synthetic text. Starting the cluster is
not part of the time. On two cores that other work uses too, two workers gain less.
"""

import argparse
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from distributed import LocalCluster

from synthetic import write
from topoi.analysis.passes.coding import PART, coded
from topoi.analysis.passes.engine import run_pass
from topoi.coding.loading import load_codebook
from topoi.text.corpus.collection import entries, sound
from topoi.text.corpus.corpus import partitions
from topoi.text.voices.lexicon import load_lexicon

BOOKS = Path(__file__).parent.parent / "codebook"


def seconds_of(collection: Path, *, workers: int) -> tuple[float, int]:
    """Return the seconds of a pass and the number of hits."""
    codebooks = [load_codebook(BOOKS / name) for name in ("frames.yml", "rhetoric.yml")]
    task = partial(coded, codebooks=codebooks, lexicon=load_lexicon())
    with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster:
        parts = list(partitions(sound(entries([collection]), aside=[]), size=PART))
        # The first partition of each worker loads the packages and reads the codebooks.
        for tables in run_pass(
            parts[:workers], task, engine="dask", scheduler=cluster.scheduler_address
        ):
            del tables
        started = time.perf_counter()
        results = run_pass(parts, task, engine="dask", scheduler=cluster.scheduler_address)
        hits = sum(len(tables["hits"]) for tables in results)
        return time.perf_counter() - started, hits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=4)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    folder = arguments.folder or Path(tempfile.mkdtemp())
    collection = folder / f"synthetic-{arguments.megabytes}.jsonl"
    if not collection.exists():
        write(collection, arguments.megabytes * 1_000_000)
    one, hits = seconds_of(collection, workers=1)
    two, again = seconds_of(collection, workers=2)
    sys.stdout.write("| workers | seconds | hits |\n|---|---|---|\n")
    sys.stdout.write(f"| 1 | {one:.2f} | {hits} |\n| 2 | {two:.2f} | {again} |\n")
    sys.stdout.write(f"\nTwo workers are {one / two:.2f} times as fast as one.\n")


if __name__ == "__main__":
    main()
