import os
import signal
import socket
import subprocess
import sys
import time
import warnings
from contextlib import suppress
from functools import partial

import pandas as pd
import pytest

from topoi.analysis.measures.rates import word_counts
from topoi.analysis.passes import engine
from topoi.analysis.passes.coding import coded
from topoi.analysis.passes.engine import ahead, connected, fresh_processes, gathered, run_pass
from topoi.coding.hits.hits import find_hits
from topoi.coding.loading import load_codebook
from topoi.text.corpus.corpus import Corpus, corpus_of
from topoi.text.voices.lexicon import load_lexicon
from topoi.text.voices.voices import voices
from topoi.text.words.numbered import token_table as tokens

TEXTS = {f"d{number}": f"Text number {number} of nine. It ends." for number in range(9)}


WORK = partial(coded, codebooks=(), lexicon=load_lexicon())


def parts() -> list[Corpus]:
    return [corpus_of({doc: text}) for doc, text in TEXTS.items()]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_tables_come_in_the_order_of_the_partitions(workers: int) -> None:
    found = gathered(run_pass(parts(), WORK, workers=workers))["words"]
    pd.testing.assert_frame_equal(
        found[["doc", "words"]], word_counts(tokens(corpus_of(TEXTS)), by=["doc"])
    )


def test_a_pass_finds_the_genre_of_each_text() -> None:
    read = [corpus_of({"a": "Q: Do you go?\n\nA: We do. I said so."}), corpus_of({"b": "He left."})]
    documents = gathered(run_pass(read, WORK, workers=1))["documents"]
    assert documents["genre"].tolist() == ["transcript", "article"]


def test_partitions_are_read_only_a_little_ahead() -> None:
    taken = []

    def reading():
        for corpus in parts():
            taken.append(corpus)
            yield corpus

    next(results := run_pass(reading(), WORK, workers=1))
    assert len(taken) <= 2
    results.close()


def test_items_are_asked_for_ahead_and_given_in_order() -> None:
    asked = []
    items = (asked.append(number) or number for number in range(5))
    stream = ahead(items, 2)
    assert next(stream) == 0
    assert asked == [0, 1, 2]
    assert list(stream) == [1, 2, 3, 4]


def test_an_error_in_a_partition_is_raised() -> None:
    broken = [*parts()[:3], None]
    with pytest.raises(AttributeError):
        list(run_pass(broken, WORK, workers=2))


KILLED = """
import os, signal
from concurrent.futures.process import BrokenProcessPool
from topoi.analysis.passes.engine import make_ready, run_pass
from topoi.text.corpus.corpus import corpus_of

def nothing(corpus):
    return {}

def parts():
    return [corpus_of({str(n): "A."}) for n in range(9)]

def killed(corpus):
    os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    make_ready(engine="local", workers=2, scheduler=None)
    try:
        list(run_pass(parts(), killed, workers=2))
    except BrokenProcessPool:
        print("broken, then", len(list(run_pass(parts(), nothing, workers=2))))
"""


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_a_killed_worker_ends_the_pass_and_the_next_pass_has_new_ones(tmp_path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout, done.returncode) == ("broken, then 9\n", 0)


def test_no_partition_gives_no_table() -> None:
    assert gathered(run_pass([], WORK)) == {}


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(ValueError, match="local, dask"):
        list(run_pass([], WORK, engine="spark"))


BOOK = """
id: t
version: "1"
title: T
codes:
  - {id: root_causes, label: Root causes, include: ["root cause*"]}
  - {id: crisis, label: Crisis, include: [crisis]}
"""


def test_a_pass_finds_what_the_layers_find_alone(seed: Corpus, root, tmp_path) -> None:
    (tmp_path / "book.yml").write_text(BOOK)
    book = load_codebook(tmp_path / "book.yml")
    lexicon = load_lexicon()
    task = partial(coded, codebooks=[book], lexicon=lexicon)
    found = gathered(run_pass([seed], task, workers=1))
    hits = find_hits(seed, [book], voices=voices(seed, lexicon=lexicon))
    hits.attrs = {}
    pd.testing.assert_frame_equal(found["hits"], hits)
    assert len(hits) == 3
    assert found["words"]["words"].sum() == 687
    assert found["documents"]["doc"].tolist() == list(seed.texts)


WAITING = """
import os, sys, time
from topoi.analysis.passes.engine import run_pass
from topoi.cli import main
from topoi.commands import count
from topoi.text.corpus.corpus import corpus_of

def work(corpus):
    os.write(1, b"at work\\n")  # in one piece, since two workers write at once
    time.sleep(1)
    return {}

def run(arguments):
    list(run_pass((corpus_of({str(n): "A."}) for n in range(50)), work, engine=sys.argv[1]))

if __name__ == "__main__":
    count.run = run
    sys.exit(main(["count"]))
"""


FINALISER = """
import signal, sys, time
from topoi.cli import main
from topoi.commands import count

class Closing:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

def run(arguments):
    Closing()
    time.sleep(20)

count.run = run
sys.exit(main(["count"]))
"""


def test_an_interruption_that_falls_into_a_finaliser_is_heard() -> None:
    command = [sys.executable, "-c", FINALISER]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == "topoi: interrupted; nothing half-written was kept.\n"
    assert done.returncode == 130


def survivors(group: int, seconds: float = 10) -> bool:
    """Return whether processes of a group are left after some seconds at most."""
    for _ in range(int(10 * seconds)):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    return True


@pytest.mark.skipif(os.name != "posix", reason="a terminal's Ctrl-C goes to a process group")
@pytest.mark.parametrize("engine", ["local", "dask"])
def test_an_interruption_ends_the_workers_without_a_traceback(engine: str, tmp_path) -> None:
    if engine == "dask":
        pytest.importorskip("distributed")
    script = tmp_path / "waiting.py"
    script.write_text(WAITING)
    process = subprocess.Popen(
        [sys.executable, str(script), engine],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "at work\n"
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert told == "topoi: interrupted; nothing half-written was kept.\n"
    assert process.returncode == 130
    assert not survivors(process.pid)


def test_a_cluster_of_ours_stands_beside_another_without_a_word() -> None:
    pytest.importorskip("distributed")
    with socket.socket() as usual, warnings.catch_warnings():
        with suppress(OSError):  # taken already, which is what is wanted
            usual.bind(("127.0.0.1", 8787))
            usual.listen()
        warnings.simplefilter("error", UserWarning)
        with connected(None, workers=1) as client:
            assert client.submit(abs, -2).result() == 2


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are never copied")
def test_workers_are_copies_of_a_process_that_made_their_imports() -> None:
    assert fresh_processes().get_start_method() == "forkserver"


def test_where_a_socket_finds_no_place_each_worker_is_started_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine, "gettempdir", lambda: "/" + "ж" * 40)
    assert fresh_processes().get_start_method() == "spawn"


def test_no_process_of_another_system_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert fresh_processes().get_start_method() == "spawn"
