"""Add texts to the project, take their hashes, and describe what is there.

topoi seeds add FILE ...              copy files into seeds/ and take their hashes
topoi seeds add FOLDER --register N   leave a large collection where it is, known by its hash
topoi seeds hash                      take the hashes anew, when a text was changed on purpose
topoi seeds describe [PATH]           duplicates, languages, dates, what could not be read
"""

import argparse
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from topoi.commands.printing import add_print_options, for_reading, print_table
from topoi.errors import InputError, Notice
from topoi.files import write_whole, written_whole
from topoi.project import project_root


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to do, and with which files."""
    parser.add_argument("action", choices=["add", "hash", "describe"])
    parser.add_argument("paths", nargs="*", help="files or a folder")
    parser.add_argument("--register", metavar="NAME", help="register a collection, do not copy it")
    parser.add_argument("--pattern", default="**/*", help="which files of a registered folder")
    parser.add_argument("--text-column", default="text", help="the column that holds the text")
    parser.add_argument("--strict", action="store_true", help="stop at the first broken text")
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Do what was asked."""
    if arguments.action == "describe":
        describe(arguments)
    elif arguments.action == "hash":
        print(f"{take_hashes(project_root() / 'seeds')} hashes taken")
    else:
        add(arguments)


def add(arguments: argparse.Namespace) -> None:
    """Copy files into the seeds, or register a collection."""
    seeds = project_root() / "seeds"
    if not arguments.paths:
        raise InputError("seeds add", "names no file", "Give the files to add.")
    if arguments.register:
        add_registration(arguments, seeds)
        return
    if arguments.text_column != "text":
        raise InputError(
            "--text-column", "is kept with --register only", "Rename the column to `text`."
        )
    print(f"{add_files(arguments.paths, seeds)} copied into {seeds}, hashes taken")


def add_files(names: Iterable[str], seeds: Path) -> int:
    """Return how many files were copied into the seeds, all of them or none, and hashed."""
    sources = addable(names, seeds)
    for name, source in sources.items():
        with written_whole(seeds / name) as aside:
            shutil.copyfile(source, aside)
    take_hashes(seeds)
    return len(sources)


def addable(names: Iterable[str], seeds: Path) -> dict[str, Path]:
    """Return name -> file of what can be copied into the seeds; raise InputError for the first that
    cannot be read as texts, or whose name is taken.
    """
    given = [Path(name) for name in names]
    sources = {source.name: source for source in given}
    if len(sources) < len(given):
        raise InputError("seeds add", "is given two files of one name", "Rename one of them.")
    for source in sources.values():
        require_addable(source, seeds)
    return sources


def add_registration(arguments: argparse.Namespace, seeds: Path) -> None:
    """Register a collection and say how much it holds and what in it is not read."""
    from topoi.text.corpus.seeds import register

    if len(arguments.paths) > 1:
        raise InputError(
            "--register", "takes one file or folder", "Give their folder with a --pattern."
        )
    entry = register(
        seeds,
        arguments.register,
        arguments.paths[0],
        pattern=arguments.pattern,
        text_column=arguments.text_column,
    )
    print(f"registered {entry.name}: {entry.files:,} files of {entry.root} ({entry.sha256[:12]})")
    tell_other_kinds(Path(arguments.paths[0]))


def tell_other_kinds(root: Path) -> None:
    """Say on stderr which files of a folder are of kinds that are not read."""
    from topoi.text.corpus.collection import other_kinds

    kinds = other_kinds(root)
    if kinds:
        listing = ", ".join(f"{name} {count:,}" for name, count in sorted(kinds.items()))
        many = f"{sum(kinds.values()):,} file{'' if sum(kinds.values()) == 1 else 's'}"
        print(f"topoi: {many} of other kinds not read: {listing}", file=sys.stderr)


def require_addable(source: Path, seeds: Path) -> None:
    """Raise InputError for a file that cannot be read as texts, or whose name is taken."""
    from topoi.text.corpus.seeds import records_of_files, seed_files

    if not source.is_file():
        raise InputError(str(source), "is no file", "Give files, or --register a folder.")
    target = seeds / source.name
    if target.exists():
        raise InputError(str(target), "is there already", "Rename the file to add.")
    for _ in records_of_files(seed_files(source)):
        pass


def take_hashes(seeds: Path) -> int:
    """Write SHA256SUMS for every text of the folder; return how many there are."""
    from topoi.text.corpus.hashes import HASHES, file_hash, hash_line
    from topoi.text.corpus.seeds import seed_files

    files = seed_files(seeds)
    lines = [hash_line(file_hash(file), file.relative_to(seeds).as_posix()) for file in files]
    write_whole(seeds / HASHES, "".join(lines))
    return len(lines)


def describe(arguments: argparse.Namespace) -> None:
    """Print what the texts are."""
    from topoi.analysis.measures.inventory import inventory
    from topoi.text.corpus.collection import collection_files, entries, sound
    from topoi.text.corpus.seeds import records_in, registered

    root = Path(arguments.paths[0]) if arguments.paths else project_root() / "seeds"
    aside: list[InputError] = []
    notices: list[Notice] = []
    registers = registered(root) if root.is_dir() else []
    if registers:
        kept = None if arguments.strict else aside
        column = arguments.text_column
        records = records_in(root, text_column=column, aside=kept, notices=notices)
    else:
        files = collection_files(root, pattern=arguments.pattern)
        found = entries(files, text_column=arguments.text_column)
        records = sound(found, aside=aside, notices=notices, strict=arguments.strict)
    told = inventory(records, aside=aside, notices=notices)
    arguments.told += (*aside, *notices)
    tell_other_kinds(root)
    if not for_reading(arguments):
        print_table(told.overview, arguments)
        return
    for title, table in told._asdict().items():
        if len(table):
            print(f"\n{title}")
            print_table(table, arguments)
