"""A real scheduler process and two worker processes on loopback."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import IO

import pandas as pd
import pytest

pytest.importorskip("distributed")

from functools import partial

from topoi.analysis.passes.coding import coded
from topoi.analysis.passes.engine import gathered, run_pass
from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus, corpus_of
from topoi.text.voices.lexicon import load_lexicon

PARTS = 40
LOCAL = "tcp://127.0.0.1"


WORK = partial(coded, codebooks=(), lexicon=load_lexicon())


def parts() -> Iterator[Corpus]:
    for number in range(PARTS):
        texts = {f"d{number}-{row}": f"Text {row} of part {number}. " * 20 for row in range(20)}
        yield corpus_of(texts)


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
        stderr=subprocess.PIPE,
        text=True,
    )


def line_with(stream: IO[str], pattern: str) -> str:
    for line in stream:
        if found := re.search(pattern, line):
            return found.group(1)
    raise AssertionError(f"no line with {pattern}")


def stop(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    assert process.stderr is not None
    process.stderr.close()


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """Return the address of a scheduler and its two workers."""
    scheduler = start("dask_scheduler", "--host", LOCAL, "--port", "0", "--no-dashboard")
    processes = [scheduler]
    try:
        assert scheduler.stderr is not None
        address = line_with(scheduler.stderr, r"Scheduler at:\s+(tcp://\S+)")
        workers = [
            start("dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
            for _ in range(2)
        ]
        processes += workers
        for worker in workers:
            assert worker.stderr is not None
            line_with(worker.stderr, r"Registered to:\s+(\S+)")
        yield address, workers
    finally:
        for process in processes:
            stop(process)


def test_a_cluster_gives_the_rows_of_the_local_engine_though_a_worker_is_killed(cluster) -> None:
    address, workers = cluster
    local = gathered(run_pass(parts(), WORK, workers=1))["words"]
    results = run_pass(parts(), WORK, engine="dask", scheduler=address)
    first = [next(results) for _ in range(3)]
    os.kill(workers[0].pid, signal.SIGKILL)
    time.sleep(0.1)
    found = gathered([*first, *results])["words"]
    pd.testing.assert_frame_equal(found, local)
    assert len(found) == PARTS * 20


def test_an_address_where_nobody_answers_is_named(monkeypatch) -> None:
    monkeypatch.setattr("topoi.analysis.passes.engine.SECONDS_TO_CONNECT", 1)
    with pytest.raises(InputError, match="does not answer"):
        list(run_pass(parts(), WORK, engine="dask", scheduler=f"{LOCAL}:9"))
