"""The options that say where a pass over parts of the texts is run."""

import argparse

from topoi.analysis.engine import ENGINES, WORKERS, Engine
from topoi.errors import InputError


def add_engine_options(parser: argparse.ArgumentParser, *, purpose: str) -> None:
    """Add `--engine`, `--scheduler` and `--workers`; `purpose` says what they are for."""
    parser.add_argument("--engine", choices=ENGINES, help=purpose)
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster")
    parser.add_argument(
        "--workers", type=int, default=WORKERS, help=f"processes here (default: {WORKERS})"
    )


def engine_of(arguments: argparse.Namespace) -> Engine:
    """Return the engine that the options ask for, the local one where they name none.

    Raises InputError for a scheduler without its engine, and for fewer workers than one.
    """
    if arguments.scheduler and arguments.engine != "dask":
        raise InputError("--scheduler", "needs --engine dask", "Add it.")
    if arguments.workers < 1:
        raise InputError("--workers", "has to be 1 or more", "Name a number of processes.")
    return Engine(
        engine=arguments.engine or "local",
        workers=arguments.workers,
        scheduler=arguments.scheduler,
    )
