"""Time the project's commands as whole processes, cold: report, notebooks, a quick question.

    python benchmarks/processes.py [--repeats 3]

Prints one Markdown table: seconds by clock (minimum, median), peak memory, and the limit set.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

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


def timed(command: list[str]) -> tuple[float, float]:
    """Return seconds by clock and peak memory in MB of one run."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(command)} failed")
    return seconds, usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    repeats = parser.parse_args().repeats
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, ")
    print(f"load {os.getloadavg()[0]:.1f} at the start; {repeats} runs each.\n")
    print("| command | fastest, s | median, s | peak, MB | at most, s |\n|---|---|---|---|---|")
    for name, (command, limit) in COMMANDS.items():
        runs = [timed(command) for _ in range(repeats)]
        clock = [seconds for seconds, _ in runs]
        peak = max(memory for _, memory in runs)
        print(
            f"| {name} | {min(clock):.2f} | {statistics.median(clock):.2f} | {peak:.0f} "
            f"| {limit or ''} |"
        )


if __name__ == "__main__":
    main()
