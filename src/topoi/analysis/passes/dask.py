"""The pass over partitions on a Dask cluster (extra `dask`)."""

import logging
import pickle
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from uuid import uuid4

from topoi.analysis.passes.processes import PerPartition, Tables, ahead, applied, deaf_to_interrupts
from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus

if TYPE_CHECKING:
    from distributed import Client

RETRIES = 3
SECONDS_TO_CONNECT = 10


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
                dashboard_address=None,
                silence_logs=logging.ERROR,
            )
    try:
        return Client(scheduler, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError):
        raise InputError(
            scheduler, "does not answer as a Dask scheduler", "Start it or correct the address."
        ) from None
