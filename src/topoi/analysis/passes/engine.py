"""One pass over the partitions of a collection: on this machine, or on a Dask cluster."""

import gc
import json
import logging
import multiprocessing
import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from multiprocessing import resource_tracker
from multiprocessing.context import BaseContext
from tempfile import gettempdir
from typing import TYPE_CHECKING, TypedDict, TypeVar, Unpack
from uuid import uuid4

import pandas as pd

from topoi.errors import InputError
from topoi.progress import track
from topoi.text.corpus.corpus import Corpus

if TYPE_CHECKING:
    from distributed import Client

Tables = dict[str, pd.DataFrame]
PerPartition = Callable[[Corpus], Tables]
Waiting = TypeVar("Waiting")
# What most passes need; a worker that needs more imports it itself.
IMPORTED = ("topoi.analysis.passes.coding",)
LONGEST_FOLDER = 60  # bytes of the name of a folder in which a socket may lie
WORKERS = 2
ENGINES = ("local", "dask")
ENVIRONMENT = "TOPOI_ENGINE"
RETRIES = 3
SECONDS_TO_CONNECT = 10


class Engine(TypedDict):
    """Where a pass is run: the options of `run_pass`, as a command passes them on."""

    engine: str
    workers: int
    scheduler: str | None


def tell_notebooks(engine: Engine) -> None:
    """Let the notebooks that this process runs use an engine; results do not depend on it."""
    os.environ[ENVIRONMENT] = json.dumps(engine)


def engine_told() -> Engine:
    """Return the engine that notebooks were told to use, the local one where none was told."""
    told = json.loads(os.environ.get(ENVIRONMENT, "{}"))
    return Engine(**{"engine": "local", "workers": WORKERS, "scheduler": None, **told})


def make_ready(**engine: Unpack[Engine]) -> None:
    """Let what the workers of a pass import be imported while this process reads codebooks.

    The options are those of `run_pass`; where they ask for no processes here, nothing is done.
    """
    if engine["engine"] == "local" and engine["workers"] > 1:
        begin_imports()


def run_pass(
    partitions: Iterable[Corpus],
    per_partition: PerPartition,
    *,
    engine: str = "local",
    workers: int = WORKERS,
    scheduler: str | None = None,
    total: int | None = None,
) -> Iterator[Tables]:
    """Yield the tables of each partition, in the order of the partitions.

    `per_partition` is a function of a module (or a `functools.partial` of one), since it travels to
    other processes. `engine` is "local" (this machine's processes; one worker works in this
    process) or "dask" (`scheduler` is the address of a cluster; without one, a cluster of `workers`
    is started here). Either way a few partitions are under way at a time and results come as
    plain tables, so that both engines give the same rows. `total` is for the progress shown.
    """
    if engine not in ENGINES:
        raise ValueError(f"engine is one of {', '.join(ENGINES)}, not {engine!r}")
    if engine == "dask":
        results = run_on_dask(partitions, per_partition, workers=workers, scheduler=scheduler)
    else:
        results = run_locally(partitions, per_partition, workers=workers)
    yield from track(results, label="reading", total=total, unit="part")


def gathered(results: Iterable[Tables]) -> Tables:
    """Return the tables of all partitions, each put together in order.

    Only for what fits into memory: hits and counts do where texts do not.
    """
    parts: dict[str, list[pd.DataFrame]] = {}
    for tables in results:
        for name, table in tables.items():
            parts.setdefault(name, []).append(table)
    return {name: joined_tables(tables) for name, tables in parts.items()}


def joined_tables(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all tables; empty ones do not change the kinds of the columns."""
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else tables[0]


def run_locally(
    partitions: Iterable[Corpus], per_partition: PerPartition, *, workers: int
) -> Iterator[Tables]:
    """Yield the tables of each partition, made by processes of this machine."""
    first = list(islice(iter_once := iter(partitions), 2))
    if workers <= 1 or len(first) < 2:
        yield from map(per_partition, chain(first, iter_once))
        return
    task = pickle.dumps(per_partition)
    # What a worker has imported stays, so its garbage collector need not look through it.
    context, freeze = fresh_processes(), gc.freeze
    with ProcessPoolExecutor(workers, mp_context=context, initializer=freeze) as pool:

        def started(corpus: Corpus) -> "Future[Tables]":
            with deaf_to_interrupts():  # the pool starts its processes when work comes in
                return pool.submit(applied, task, corpus)

        try:
            futures = map(started, chain(first, iter_once))
            for future in ahead(futures, 2 * workers):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def fresh_processes() -> BaseContext:
    """Return how workers are started: as fresh processes.

    A copy of this process might hold threads and their locks. On Linux workers are copies of a
    process that does nothing but import what they need, and which the next pass uses again, with
    the environment of the first; elsewhere each makes its imports itself, since not every system's
    libraries can be copied.
    """
    if not copied():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(IMPORTED))
    return context


def copied() -> bool:
    """Return whether workers are copies of one process here, to which a socket leads."""
    return sys.platform == "linux" and len(os.fsencode(gettempdir())) <= LONGEST_FOLDER


def begin_imports() -> None:
    """Let the imports of workers begin, so that they are made while this process reads on."""
    if copied():
        from multiprocessing import forkserver

        fresh_processes()
        with deaf_to_interrupts():
            forkserver.ensure_running()


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Let processes started in this context not hear Ctrl-C, which goes to all of a terminal's.

    This process hears it, and ends them; their own tracebacks would only bury its message.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # multiprocessing's own; its start unblocks the signal
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ahead(items: Iterator[Waiting], distance: int) -> Iterator[Waiting]:
    """Yield the items in order, but ask for each some places before it is yielded.

    >>> list(ahead(iter([1, 2, 3]), 2))
    [1, 2, 3]
    """
    waiting: deque[Waiting] = deque()
    for item in items:
        waiting.append(item)
        if len(waiting) > distance:
            yield waiting.popleft()
    yield from waiting


@lru_cache(maxsize=2)
def loaded(task: bytes) -> PerPartition:
    """Return the function that was pickled, unpickled once in each worker."""
    function: PerPartition = pickle.loads(task)
    return function


def applied(task: bytes, corpus: Corpus) -> Tables:
    """Return the tables of one partition; this is what runs in a worker."""
    return loaded(task)(corpus)


def run_on_dask(
    partitions: Iterable[Corpus],
    per_partition: PerPartition,
    *,
    workers: int = 2,
    scheduler: str | None = None,
) -> Iterator[Tables]:
    """Yield the tables of each partition, in order, made by the workers of a cluster.

    A partition whose worker dies is given to another; each result is taken once, by its place in
    the order, so that nothing is lost or counted twice. Raises InputError when Dask is missing or
    nobody answers at the address.
    """
    client = connected(scheduler, workers=workers)
    task = pickle.dumps(per_partition)
    name = (
        f"topoi-{uuid4().hex}"  # the cluster may serve other passes, whose parts have numbers too
    )
    try:
        width = max(workers, sum(client.nthreads().values()))
        futures = (
            client.submit(applied, task, corpus, key=f"{name}-{number}", retries=RETRIES)
            for number, corpus in enumerate(partitions)
        )
        for future in ahead(futures, 2 * width):
            yield future.result()
            future.release()
    finally:
        client.close()


def connected(scheduler: str | None, *, workers: int) -> "Client":
    """Return a client of the cluster at an address, or of one started on this machine."""
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise InputError(
            "dask", "is not installed", "Install it with `pip install topoi[dask]`."
        ) from None
    if scheduler is None:
        with deaf_to_interrupts():
            return Client(
                n_workers=workers,
                threads_per_worker=1,
                # Any free port: the usual one may be taken by another cluster, of which Dask warns.
                scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
                silence_logs=logging.CRITICAL,
            )
    try:
        return Client(scheduler, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError):
        raise InputError(
            scheduler, "does not answer as a Dask scheduler", "Start it or correct the address."
        ) from None
