"""How the build of the token store grows with the collection: seconds a megabyte, peak memory.

    python benchmarks/growth.py [--megabytes 5 50 500] [--folder FOLDER]

The text is synthetic (benchmarks/synthetic.py).
"""

import argparse
import sys
import tempfile
from pathlib import Path

from store import run
from synthetic import write


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, nargs="+", default=[5, 50, 500])
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    folder = arguments.folder or Path(tempfile.mkdtemp())
    sys.stdout.write(
        "| MB | seconds | MB/s | processor seconds | peak MB |\n|---|---|---|---|---|\n"
    )
    for megabytes in arguments.megabytes:
        collection = folder / f"synthetic-{megabytes}.jsonl"
        if not collection.exists():
            write(collection, megabytes * 1_000_000)
        found = run("topoi", collection, folder, sys.executable)
        size = collection.stat().st_size / 1e6
        sys.stdout.write(
            f"| {size:.0f} | {found['seconds']:.2f} | {size / found['seconds']:.1f} "
            f"| {found['processor']:.2f} | {found['peak_mb']:.0f} |\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
