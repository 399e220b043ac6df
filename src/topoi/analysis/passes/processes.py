"""The processes of this machine that work beside this one."""

import multiprocessing
import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from multiprocessing import resource_tracker
from multiprocessing.context import BaseContext
from tempfile import gettempdir
from typing import TypeVar

import pandas as pd

from topoi.text.corpus.corpus import Corpus

Tables = dict[str, pd.DataFrame]
PerPartition = Callable[[Corpus], Tables]
Waiting = TypeVar("Waiting")
# What most passes need; a worker that needs more imports it itself.
IMPORTED = ("topoi.analysis.passes.coding",)
LONGEST_FOLDER = 60  # bytes of the name of a folder in which a socket may lie


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
