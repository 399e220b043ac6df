"""Faults injected into what writes: prints, for each, how often it came out as it has to.

    python benchmarks/faults.py [SECTION ...] [--seed 0] [--only WORDS]

A section is a module `faults_SECTION.py` with a list `FAULTS`. A fault is tried a number of times,
each time in an empty folder, with a draw of its own (the moment of a kill, the byte that flips).
The exit code is 1 where one came out otherwise.
"""

import argparse
import importlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

SECTIONS = ["store", "seeds", "report"]


class Fault(NamedTuple):
    """One kind of fault; `trial` returns what came out otherwise than expected, "" for nothing."""

    name: str
    expected: str
    trial: Callable[[Path, random.Random], str]
    trials: int = 1


class Ran(NamedTuple):
    """How a command ended: its code, what it said, and how long it took."""

    code: int
    out: str
    err: str
    seconds: float


def topoi(*words: str, cwd: Path | None = None, kill_after: float | None = None) -> Ran:
    """Return how `topoi` ended; killed (SIGKILL) after so many seconds, if it ran for so long."""
    return python("-m", "topoi", *words, cwd=cwd, kill_after=kill_after)


def python(*words: str, cwd: Path | None = None, kill_after: float | None = None) -> Ran:
    """Return how Python ended; killed (SIGKILL) after so many seconds, if it ran for so long."""
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *words],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            out, err = process.communicate(timeout=kill_after)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
    return Ran(process.returncode, out, err, time.perf_counter() - started)


def in_one_line(ran: Ran, *, code: int = 2) -> str:
    """Return what is wrong with how a refusal was told, "" where it is one line with its code."""
    lines = [line for line in ran.err.splitlines() if line.strip()]
    if ran.code != code or len(lines) != 1 or not lines[0].startswith("topoi: "):
        return f"code {ran.code}: {' / '.join(lines[-2:]) or 'no message'}"
    return ""


def tried(fault: Fault, seed: int) -> tuple[int, str]:
    """Return how often a fault came out as expected, and the first other outcome."""
    draw = random.Random(f"{seed} {fault.name}")
    right, other = 0, ""
    for _ in range(fault.trials):
        with tempfile.TemporaryDirectory() as folder:
            wrong = fault.trial(Path(folder), draw)
        right += not wrong
        other = other or wrong
    return right, other


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sections", nargs="*", help=f"of {', '.join(SECTIONS)}; default: all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="faults whose name holds these words")
    arguments = parser.parse_args(argv)
    failed = 0
    for section in arguments.sections or SECTIONS:
        faults: list[Fault] = importlib.import_module(f"faults_{section}").FAULTS
        print(f"\n| {section} | what has to come of it | tried | so it came | else |")
        print("|---|---|---|---|---|")
        for fault in faults:
            if arguments.only in fault.name:
                right, other = tried(fault, arguments.seed)
                failed += fault.trials - right
                told = other.replace("|", "/")
                print(
                    f"| {fault.name} | {fault.expected} | {fault.trials} | {right} | {told} |",
                    flush=True,
                )
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
