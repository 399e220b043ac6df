"""Time the project's commands as whole processes, cold: report, notebooks, a quick question.

    python benchmarks/processes.py [--repeats 3] [--collection FOLDER]

Prints one Markdown table: seconds by clock (minimum, median), peak memory, and the limit set. The
peak is that of the whole tree of processes (see `tree_memory`), looked at five times a second.
With `--collection` only the report on those texts is timed, each time from nothing.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tree_memory import tree_pss

ROOT = Path(__file__).parent.parent
TOPOI = [sys.executable, "-m", "topoi"]
COMMANDS = {
    "`topoi kwic` from a cold start": ([*TOPOI, "kwic", "root cause*"], 1.5),
    "`topoi voices` from a cold start": ([*TOPOI, "voices"], None),
    "`topoi count` (both codebooks)": ([*TOPOI, "count"], None),
    "`topoi report` from stored notebooks": ([*TOPOI, "report", "--renderer", "builtin"], 20),
    "`make report` from stored notebooks": (["make", "report"], 20),
    "`topoi execute` (all notebooks)": ([*TOPOI, "execute"], 60),
}
LOOKS_A_SECOND = 5


def timed(command: list[str], *, fresh: bool) -> tuple[float, float]:
    """Return seconds by clock and peak memory in MB of one run; `fresh` forgets kept layers."""
    if fresh:
        shutil.rmtree(ROOT / ".topoi", ignore_errors=True)
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peak = 0.0
    while process.returncode is None:
        peak = max(peak, tree_pss(process.pid))
        with suppress(subprocess.TimeoutExpired):
            process.wait(1 / LOOKS_A_SECOND)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    return time.perf_counter() - start, peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--collection", metavar="FOLDER")
    arguments = parser.parse_args()
    repeats = arguments.repeats
    place = tempfile.TemporaryDirectory()
    site = f"{place.name}/site"
    on_texts = [*TOPOI, "report", "--seeds", str(arguments.collection), "--output", site]
    commands = {"`topoi report` on the collection": (on_texts, 300)}
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, ")
    print(f"load {os.getloadavg()[0]:.1f} at the start; {repeats} runs each.\n")
    print("| command | fastest, s | median, s | peak, MB | at most, s |\n|---|---|---|---|---|")
    for name, (command, limit) in (commands if arguments.collection else COMMANDS).items():
        runs = [timed(command, fresh=bool(arguments.collection)) for _ in range(repeats)]
        clock = [seconds for seconds, _ in runs]
        peak = max(memory for _, memory in runs)
        print(
            f"| {name} | {min(clock):.2f} | {statistics.median(clock):.2f} | {peak:.0f} "
            f"| {limit or ''} |"
        )


if __name__ == "__main__":
    main()
