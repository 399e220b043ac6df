"""One pass over the partitions of a collection, on this machine or on a cluster."""

import gc
import json
import os
import pickle
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import TypedDict, Unpack

import pandas as pd

from topoi.analysis.passes.processes import (
    PerPartition,
    Tables,
    ahead,
    applied,
    begin_imports,
    deaf_to_interrupts,
    fresh_processes,
)
from topoi.progress import track
from topoi.text.corpus.corpus import Corpus

WORKERS = 2
ENGINES = ("local", "dask")
ENVIRONMENT = "TOPOI_ENGINE"


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
        from topoi.analysis.passes.dask import run_on_dask

        results = run_on_dask(partitions, per_partition, workers=workers, scheduler=scheduler)
    else:
        results = run_locally(partitions, per_partition, workers=workers)
    yield from track(results, label="reading", total=total, unit="part")


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


def gathered(results: Iterable[Tables]) -> Tables:
    """Return the tables of all partitions, each put together in order.

    Only for what fits into memory: hits and counts do where texts do not.
    """
    parts: dict[str, list[pd.DataFrame]] = {}
    for tables in results:
        for name, table in tables.items():
            parts.setdefault(name, []).append(table)
    return {name: together(tables) for name, tables in parts.items()}


def together(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all tables; empty ones do not change the kinds of the columns."""
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else tables[0]
