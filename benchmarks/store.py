"""The token store beside other tokenizers and beside conc, in one run; prints Markdown tables.

    python benchmarks/store.py [--megabytes 50] [--peers PYTHON] [--folder FOLDER] [--only NAME ...]

The text is synthetic (benchmarks/synthetic.py). Every contender runs in a process of its own, in
turn, and reads the same file; times are of wall clock and of processor, so that a busy machine
shows. The best of `--repeats` is kept.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from synthetic import write

BUILDS = ["topoi", "re", "scikit-learn", "nltk", "spacy", "conc", "topoi pass"]
QUERIES = ["topoi queries", "conc queries"]
OF_PEERS = {"spacy", "conc", "conc queries"}
CONTENDERS = Path(__file__).with_name("contenders.py")


def run(name: str, collection: Path, folder: Path, python: str) -> dict[str, float]:
    """Return what one contender measured of itself."""
    command = [python, str(CONTENDERS), name, str(collection), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"missing": done.stderr.strip().splitlines()[-1]}
    return json.loads(done.stdout.strip().splitlines()[-1])


def best(runs: list[dict[str, float]]) -> dict[str, float]:
    """Return the smallest value of each measure."""
    return {key: min(found[key] for found in runs if key in found) for key in runs[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=50)
    parser.add_argument("--peers", default=sys.executable, help="python with conc and spaCy")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--repeats", type=int, default=1)
    arguments = parser.parse_args()
    folder = arguments.folder or Path(tempfile.mkdtemp())
    collection = folder / f"synthetic-{arguments.megabytes}.jsonl"
    if not collection.exists():
        write(collection, arguments.megabytes * 1_000_000)
    size = collection.stat().st_size / 1e6
    wanted = arguments.only or [*BUILDS, *QUERIES]
    sys.stdout.write("| contender | seconds | MB/s | processor seconds | peak MB | tokens |\n")
    sys.stdout.write("|---|---|---|---|---|---|\n")
    results = {}
    for name in (name for name in [*BUILDS, *QUERIES] if name in wanted):
        python = arguments.peers if name in OF_PEERS else sys.executable
        runs = [run(name, collection, folder, python) for _ in range(arguments.repeats)]
        results[name] = found = best(runs)
        if "missing" in found:
            sys.stdout.write(f"| {name} | skipped: {found['missing']} |||||\n")
        elif name in BUILDS:
            sys.stdout.write(
                f"| {name} | {found['seconds']:.2f} | {size / found['seconds']:.1f} "
                f"| {found['processor']:.2f} | {found['peak_mb']:.0f} "
                f"| {found.get('tokens', found.get('hits', ''))} |\n"
            )
        sys.stdout.flush()
    queries = [name for name in QUERIES if name in results and "missing" not in results[name]]
    if queries:
        rows = dict.fromkeys(key for name in queries for key in results[name])
        sys.stdout.write(f"\n| seconds | {' | '.join(queries)} |\n|---|{'---|' * len(queries)}\n")
        for row in rows:
            if row not in ("seconds", "processor", "peak_mb"):
                cells = [
                    f"{results[name][row]:.3f}" if row in results[name] else "" for name in queries
                ]
                sys.stdout.write(f"| {row} | {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main()
