"""Mutation testing: how many small changes of the source do the tests of its floor notice?

    python benchmarks/mutations.py [--floor text coding] [--seed 1 2] [--mutants 50] [--workers 2]

Of each floor `--mutants` places are drawn, every mutable place with the same chance (`mutants.py`
says what is one), and the tests of the floor with its doctests are run against each mutant in a
copy of the tree. One run with coverage tells first which test runs which line and how long it
takes. A mutant is then shown the tests that run its line, those of its own room first and the
quickest of these first, then those that run another line of its file, then the rest of its room
(a value kept by an earlier test hides a line from the later ones), up to `--limit` seconds: in a
process forked after all tests are collected, whose functions are given the mutant's code, or, where
the line runs at import, with the mutant in the file. The first failure ends it; what takes far too
much time or memory counts as noticed, too. Survivors are listed as they would stand in
`mutations-equivalent.yml`, where those that change no answer are named with the reason; they are
left out of the share.

Needs the test extra and a system that forks. mutmut and cosmic-ray draw no seeded samples, and the
second starts a whole pytest for each mutant, which costs some seconds before the first test.
"""

import argparse
import contextlib
import importlib
import os
import pickle
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import coverage
import pytest
import yaml

from mutants import Mutant, Place, places, put_into_functions

ROOT = Path(__file__).parents[1]
EQUIVALENT = Path(__file__).with_name("mutations-equivalent.yml")
FLOORS = ("text", "coding", "analysis", "report")
OPTIONS = ["-q", "-p", "no:cacheprovider", "--hypothesis-profile=ci"]
SLOWER, GRACE = 5, 5
"""A test may take so many times its usual processor time, and so many seconds beside."""
MEMORY = 8 * 2**30
HEAVY = ("matplotlib.pyplot", "nbformat", "numpy", "pandas", "pyarrow.parquet", "scipy.stats")
BROKEN, NOT_RUNNING = 99, 98


@dataclass
class Known:
    """What the run with coverage told of a floor; times are seconds of the processor."""

    seconds: dict[str, float] = field(default_factory=dict)
    """Of each test without, and of each fixture that several tests share."""
    fixtures: dict[str, list[str]] = field(default_factory=dict)
    """The shared fixtures of each test: what they run is run for all of their tests."""
    failed: set[str] = field(default_factory=set)
    lines: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    """The tests and fixtures that run each line of each file."""

    def of_line(self, file: str, line: int | None = None) -> set[str]:
        """Return the tests that run a line, or any line, of a file."""
        lines = self.lines.get(file, {})
        found = lines.values() if line is None else [lines.get(line, [])]
        contexts = {context for some in found for context in some}
        return {test for test, used in self.fixtures.items() if contexts & {test, *used}}

    def is_early(self, place: Place) -> bool:
        """Return whether a place is run when modules are imported and tests collected."""
        lines = self.lines.get(place.file.relative_to(ROOT).as_posix(), {})
        return place.at_import or "" in lines.get(place.line, [])

    def for_place(self, place: Place, limit: float) -> list[str]:
        """Return the tests to run, in their order, of `limit` seconds in all."""
        file = place.file.relative_to(ROOT).as_posix()
        room = place.file.parent.relative_to(ROOT / "src" / "topoi").as_posix()
        rooms = (f"tests/{room}/", f"src/topoi/{room}/")
        ranks = [
            set() if place.at_import else self.of_line(file, place.line),
            self.of_line(file),
            {test for test in self.fixtures if test.startswith(rooms)},
        ]

        def rank(test: str) -> tuple[int, bool, float]:
            near = next(number for number, tests in enumerate(ranks) if test in tests)
            return near, not test.startswith(rooms), self.seconds[test]

        chosen: list[str] = []
        made: set[str] = set()
        spent = 0.0
        for test in sorted(set.union(*ranks) - self.failed, key=rank):
            more = {name for name in self.fixtures[test] if name in self.seconds} - made
            spent += sum(self.seconds[name] for name in (test, *more))
            if spent <= limit:
                chosen.append(test)
                made |= more
        return chosen

    def longest(self, test: str) -> float:
        """Return how many seconds a test may take that has its fixtures to make."""
        names = (test, *self.fixtures[test])
        return GRACE + SLOWER * sum(self.seconds.get(name, 0) for name in names)


class Watching:
    """A pytest plugin that tells coverage which test runs, and keeps how long it took."""

    def __init__(self, cover: coverage.Coverage, known: Known) -> None:
        self.cover = cover
        self.known = known
        self.apart = 0.0

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        for item in items:
            info = getattr(item, "_fixtureinfo", None)
            definitions = info.name2fixturedefs.values() if info else ()
            shared = [fixture_name(d) for ds in definitions for d in ds if d.scope != "function"]
            self.known.fixtures[item.nodeid] = shared

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        self.cover.switch_context(item.nodeid)
        self.apart = 0.0
        started = processor_time()
        result = yield
        self.known.seconds[item.nodeid] = processor_time() - started - self.apart
        self.cover.switch_context("")
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Iterator[object]:
        if fixturedef.scope == "function":
            return (yield)
        name = fixture_name(fixturedef)
        self.cover.switch_context(name)
        started = processor_time()
        result = yield
        spent = processor_time() - started
        self.apart += spent
        self.known.seconds[name] = spent
        self.cover.switch_context(request._pyfuncitem.nodeid)
        return result

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.outcome != "passed":
            self.known.failed.add(report.nodeid)


class Choosing:
    """A pytest plugin that runs the tests given in their order, and none for too long."""

    def __init__(self, tests: list[str], known: Known) -> None:
        self.order = {test: number for number, test in enumerate(tests)}
        self.known = known

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = [item for item in items if item.nodeid in self.order]
        items.sort(key=lambda item: self.order[item.nodeid])

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        limit_time(self.known.longest(item.nodeid))
        return (yield)


def limit_time(seconds: float) -> None:
    """End this process when it has worked so long, or has waited far longer."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, 20 * seconds)


def fixture_name(definition: Any) -> str:
    return f"fixture {definition.argname} of {definition.baseid}"


def processor_time() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def copy_tree(folder: Path) -> None:
    """Copy the files of the work tree, committed or not: a place of their own for mutants."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def forked(folder: Path, work: Callable[[], int]) -> int:
    """Start a process that works in a copy of the tree, and return its id.

    It ends with what `work` returns; what it prints is in `pytest.log` of the copy.
    """
    child = os.fork()
    if child:
        return child
    code = BROKEN
    try:
        os.setsid()
        os.chdir(folder)
        os.environ["PYTHONPATH"] = str(folder / "src")
        sys.path.insert(0, str(folder / "src"))
        with (folder / "pytest.log").open("w") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        code = work()
    finally:
        sys.stdout.flush()
        os._exit(code)


def learn(floor: str, folder: Path) -> Known:
    """Run the tests of a floor with coverage in a copy of the tree."""
    path = folder / "known.pickle"

    def work() -> int:
        known = Known()
        source = str(folder / "src" / "topoi" / floor)
        cover = coverage.Coverage(data_file=None, source=[source], config_file=False)
        cover.start()
        code = pytest.main(
            [*OPTIONS, f"tests/{floor}", f"src/topoi/{floor}"], [Watching(cover, known)]
        )
        cover.stop()
        data = cover.get_data()
        for file in data.measured_files():
            lines = data.contexts_by_lineno(file)
            known.lines[Path(file).relative_to(folder).as_posix()] = lines
        path.write_bytes(pickle.dumps(known))
        return 0 if code in (0, 1) else BROKEN

    _, status = os.waitpid(forked(folder, work), 0)
    if status:
        sys.exit((folder / "pytest.log").read_text()[-2000:])
    known: Known = pickle.loads(path.read_bytes())
    return known


def try_in_file(mutant: Mutant, folder: Path, known: Known, tests: list[str]) -> int:
    """Return how the tests end with a mutant written into a copy of the tree."""
    file = folder / mutant.place.file.relative_to(ROOT)
    file.write_bytes(mutant.source())
    os.utime(file, (2**31, 2**31 - 1))  # no compiled file is as old

    def work() -> int:
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
        return int(pytest.main([*OPTIONS, "-x", *files], [Choosing(tests, known)]))

    child = forked(folder, work)
    _, status = os.waitpid(child, 0)
    clear_away(child)
    shutil.copy2(mutant.place.file, file)
    return status


def clear_away(group: int) -> None:
    """End what a process has started and left behind."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


class Trying:
    """A pytest plugin that runs some tests for each of some mutants, each in a process of its own.

    The tests are collected once; a process forked then has the mutant's code put into its
    functions. `statuses` has how each ended.
    """

    def __init__(
        self, mutants: list[Mutant], chosen: list[list[str]], known: Known, *, workers: int
    ) -> None:
        self.waiting = list(enumerate(zip(mutants, chosen, strict=True)))
        self.known = known
        self.workers = workers
        self.statuses: dict[int, int] = {}

    def pytest_runtestloop(self, session: Any) -> bool:
        sys.stdout.flush()
        items = {item.nodeid: item for item in session.items}
        running: dict[int, int] = {}
        while self.waiting or running:
            if self.waiting and len(running) < self.workers:
                number, (mutant, tests) = self.waiting.pop(0)
                child = forked(Path.cwd(), partial(self.run, mutant, [items[one] for one in tests]))
                running[child] = number
                continue
            child, status = os.wait()
            clear_away(child)
            self.statuses[running.pop(child)] = status
        return True

    def run(self, mutant: Mutant, items: list[Any]) -> int:
        """Return 1 at the first test that fails, 0 where none does."""
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        place = mutant.place
        file = Path.cwd() / place.file.relative_to(ROOT)
        if self.known.is_early(place) or not put_into_functions(mutant, file):
            return NOT_RUNNING
        for item, following in zip(items, [*items[1:], None], strict=True):
            limit_time(self.known.longest(item.nodeid))
            try:
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            except (KeyboardInterrupt, pytest.exit.Exception):  # of a mutant that ends its process
                return 1
            if item.session.testsfailed:
                return 1
        return 0


def check(known: Known, file: Path, folder: Path) -> None:
    """Exit where the tests fail in another order although nothing is mutated."""
    unchanged = Mutant(Place(file, 1, 0, 0, ("",), "", at_import=True), "")
    tests = sorted(known.fixtures.keys() - known.failed, key=lambda test: known.seconds[test])
    if try_in_file(unchanged, folder, known, tests):
        sys.exit((folder / "pytest.log").read_text()[-2000:])


def outcomes(
    mutants: list[Mutant], known: Known, folder: Path, *, limit: float, workers: int
) -> list[tuple[Mutant, int, bool]]:
    """Return each mutant, how many tests it was shown, and whether one noticed it."""
    chosen = [known.for_place(mutant.place, limit) for mutant in mutants]
    path = folder / "statuses.pickle"

    def work() -> int:
        trying = Trying(mutants, chosen, known, workers=workers)
        files = list(dict.fromkeys(one.partition("::")[0] for tests in chosen for one in tests))
        pytest.main([*OPTIONS, *files], [trying])
        path.write_bytes(pickle.dumps(trying.statuses))
        return 0

    _, status = os.waitpid(forked(folder, work), 0)
    statuses: dict[int, int] = {} if status else pickle.loads(path.read_bytes())
    out = []
    for number, (mutant, tests) in enumerate(zip(mutants, chosen, strict=True)):
        status = statuses.get(number, BROKEN << 8)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == NOT_RUNNING:
            status = try_in_file(mutant, folder, known, tests) if tests else 0
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == BROKEN:
            sys.exit((folder / "pytest.log").read_text()[-2000:])
        out.append((mutant, len(tests), status != 0))
    return out


def named(mutant: Mutant) -> dict[str, str]:
    """Return a mutant as `mutations-equivalent.yml` names it."""
    place = mutant.place
    file = place.file.relative_to(ROOT / "src" / "topoi").as_posix()
    return {"file": file, "in": place.function, "was": mutant.was, "becomes": mutant.becomes}


def equivalent(candidates: list[Place]) -> list[dict[str, str]]:
    """Return the mutants named as equivalent; exit where one is none of the source any more."""
    entries = yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8")) or []
    known = [{key: entry[key] for key in ("file", "in", "was", "becomes")} for entry in entries]
    files = {place.file.relative_to(ROOT / "src" / "topoi").as_posix() for place in candidates}
    wanted = [entry for entry in known if entry["file"] in files]
    functions = {(entry["file"], entry["in"]) for entry in wanted}
    possible = [
        named(Mutant(place, option))
        for place in candidates
        if (place.file.relative_to(ROOT / "src" / "topoi").as_posix(), place.function) in functions
        for option in place.options
    ]
    for entry in wanted:
        if entry not in possible:
            sys.exit(f"{EQUIVALENT.name}: no longer a mutant of the source: {entry}")
    return wanted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--floor", nargs="+", default=FLOORS, choices=FLOORS)
    parser.add_argument("--seed", nargs="+", type=int, default=[1])
    parser.add_argument("--mutants", type=int, default=50, help="drawn of each floor")
    parser.add_argument("--workers", type=int, default=1, help="mutants tried at once")
    parser.add_argument("--limit", type=float, default=60, help="seconds of tests for a mutant")
    arguments = parser.parse_args()
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"}
    for name in HEAVY:
        importlib.import_module(name)
    for floor in arguments.floor:
        with tempfile.TemporaryDirectory(prefix="mutants-") as temporary:
            folder = Path(temporary)
            copy_tree(folder)
            known = learn(floor, folder)
            print(f"{floor}: {len(known.fixtures)} tests", end="")
            print(f", {len(known.failed)} of them fail without a mutation" * bool(known.failed))
            files = sorted((ROOT / "src" / "topoi" / floor).rglob("*.py"))
            candidates = [place for file in files for place in places(file)]
            set_aside = equivalent(candidates)
            check(known, files[0], folder)
            for seed in arguments.seed:
                started = time.perf_counter()
                random_ = random.Random(f"{floor} {seed}")
                drawn = random_.sample(candidates, min(arguments.mutants, len(candidates)))
                mutants = [Mutant(place, random_.choice(place.options)) for place in drawn]
                tried = [mutant for mutant in mutants if named(mutant) not in set_aside]
                how = {"limit": arguments.limit, "workers": arguments.workers}
                survivors = show_survivors(outcomes(tried, known, folder, **how))
                print(
                    f"{floor}, seed {seed}: {len(mutants)} drawn,"
                    f" {len(mutants) - len(tried)} equivalent, {len(tried) - survivors} killed,"
                    f" {survivors} survived:"
                    f" {100 * (1 - survivors / max(len(tried), 1)):.0f}% killed"
                    f" in {time.perf_counter() - started:.0f} s",
                    flush=True,
                )


def show_survivors(found: list[tuple[Mutant, int, bool]]) -> int:
    """Print the mutants that no test noticed, and return how many they are."""
    survivors = [(mutant, shown) for mutant, shown, is_killed in found if not is_killed]
    for mutant, shown in survivors:
        print(f"# {mutant.place.file.relative_to(ROOT)}:{mutant.place.line}, {shown} tests")
        print(yaml.safe_dump([named(mutant)], sort_keys=False, width=1000))
    return len(survivors)


if __name__ == "__main__":
    main()
