"""The options that say which texts and codebooks a command works on."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from topoi.analysis.passes.engine import ENGINES, WORKERS, Engine
from topoi.coding.codebook.codebook import ids_of
from topoi.errors import InputError
from topoi.project import (
    codebook_places,
    files_in,
    open_study,
    project_around,
    project_root,
    texts_place,
)
from topoi.study import Study
from topoi.text.corpus.seeds import registered_roots


def add_source_options(parser: argparse.ArgumentParser, *, codebooks: str | int = "+") -> None:
    """Add `--seeds`, `--codebook` and `--text-column` to a command.

    `codebooks` is how many of them follow the option: those of a command with words of its own
    would take these for codebooks.
    """
    group = parser.add_argument_group("texts and codebooks", "Outside a project, name them.")
    group.add_argument(
        "--seeds", metavar="PATH", help="a file or folder of texts (default: the project's seeds/)"
    )
    add_codebook_option(group, many=codebooks)
    group.add_argument(
        "--text-column",
        metavar="NAME",
        default="text",
        help="the column that holds the text in .csv, .jsonl and .parquet (default: text)",
    )
    group.add_argument("--strict", action="store_true", help="stop at the first broken text")


def add_codebook_option(
    parser: "argparse.ArgumentParser | argparse._ArgumentGroup", *, many: str | int = "+"
) -> None:
    """Add `--codebook`, which may be given again."""
    parser.add_argument(
        "--codebook",
        metavar="PATH",
        nargs=many,
        action="extend",
        help="codebook files or folders (default: the project's codebook/)",
    )


def add_layer_options(parser: argparse.ArgumentParser) -> None:
    """Add `--layer` and `--feature`, which choose among the annotations of INCEpTION."""
    parser.add_argument("--layer", default="", metavar="NAME", help="of INCEpTION, with the codes")
    parser.add_argument(
        "--feature", action="append", metavar="NAME", help="its code; again: its subtype"
    )


def study_of(arguments: argparse.Namespace, *, coded: bool = True) -> Study:
    """Return the study that the options ask for; without `coded` it has no codebook."""
    study = open_study(
        seeds=arguments.seeds,
        codebook=arguments.codebook,
        text_column=arguments.text_column,
        strict=arguments.strict,
        coded=coded,
    )
    arguments.told += (*study.corpus.aside, *study.corpus.notices)
    if coded and not study.codebooks:
        place = project_root() / "codebook"
        raise InputError(str(place), "holds no codebook", "Put in a .yml file with codes.")
    return study


def inputs_of(arguments: argparse.Namespace) -> list[Path]:
    """Return the files and folders of texts, and the codebooks, that the options name."""
    texts = texts_place(arguments.seeds)
    return [texts, *registered_roots(texts), *books_of(arguments)]


def books_of(arguments: argparse.Namespace) -> list[Path]:
    """Return the codebooks that the options name, else the project's; none where there is none."""
    if not arguments.codebook and project_around() is None:
        return []
    return files_in(codebook_places(arguments.codebook), needed=False)


def require_codes(asked: Iterable[str], study: Study) -> None:
    """Raise InputError for the first code asked for that no codebook of the study has."""
    known = ids_of(study.codebooks)
    for code in asked:
        if code not in known:
            raise InputError("--code", f"names no code: {code!r}", f"Known: {', '.join(known)}.")


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
