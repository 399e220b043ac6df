"""Add texts to the project, take their hashes, and describe what is there.

topoi seeds add FILE ...              copy files into seeds/ and take their hashes
topoi seeds add --decode --join FILE  the same, with entities decoded and broken words joined
topoi seeds add FOLDER --register N   leave a large collection where it is, known by its hash
topoi seeds hash                      take the hashes anew, when a text was changed on purpose
topoi seeds describe [PATH]           duplicates, languages, dates, what could not be read
"""

import argparse
import filecmp
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from topoi.commands.outputs import named_first
from topoi.commands.printing import add_print_options, for_reading, print_table
from topoi.errors import InputError, Notice, Told
from topoi.files import alone, made_aside, write_whole
from topoi.project import project_root


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to do, and with which files."""
    parser.add_argument("action", choices=["add", "hash", "describe"])
    parser.add_argument("paths", nargs="*", help="files or a folder")
    parser.add_argument("--register", metavar="NAME", help="register a collection, do not copy it")
    parser.add_argument(
        "--decode",
        action="store_true",
        help="copy with entities of HTML (&amp;) and misread marks of Windows-1252 as signs",
    )
    parser.add_argument(
        "--join",
        action="store_true",
        help="copy with words broken at line ends joined, every character in its place",
    )
    parser.add_argument("--pattern", default="**/*", help="which files of a registered folder")
    parser.add_argument("--text-column", default="text", help="the column that holds the text")
    parser.add_argument("--strict", action="store_true", help="stop at the first broken text")
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Do what was asked."""
    if arguments.action == "describe":
        describe(arguments)
    elif arguments.action == "hash":
        seeds = project_root() / "seeds"
        with alone(seeds):
            print(take_hashes(seeds, arguments.told))
    else:
        add(arguments)


def add(arguments: argparse.Namespace) -> None:
    """Copy files into the seeds, or register a collection."""
    seeds = project_root() / "seeds"
    if not arguments.paths:
        raise InputError("seeds add", "names no file", "Give the files to add.")
    mends = mends_of(arguments)
    if arguments.register:
        if mends:
            raise InputError("--register", "copies nothing to mend", "Add the files themselves.")
        add_registration(arguments, seeds)
        return
    if arguments.text_column != "text":
        raise InputError(
            "--text-column", "is kept with --register only", "Rename the column to `text`."
        )
    copied, there, changed = add_files(arguments.paths, seeds, told=arguments.told, mends=mends)
    already = f", {there} there already" if there else ""
    texts = "text" if changed == 1 else "texts"
    mended = f", {changed:,} {texts} changed by {' and '.join(mends)}" if mends else ""
    print(f"{copied} copied into {seeds}{already}{mended}, hashes taken")


def mends_of(arguments: argparse.Namespace) -> dict[str, Callable[[str], str]]:
    """Return option -> what it makes of a text, of those that are given."""
    from topoi.text.corpus.signs import decoded, joined

    known = {"--decode": (arguments.decode, decoded), "--join": (arguments.join, joined)}
    return {name: mend for name, (asked, mend) in known.items() if asked}


def add_files(
    names: Iterable[str],
    seeds: Path,
    *,
    told: Told,
    mends: Mapping[str, Callable[[str], str]] | None = None,
) -> tuple[int, int, int]:
    """Return how many files were copied into the seeds, all of them or none, how many were there
    already, with the same content, and how many texts the mends asked for changed.

    First all are copied aside, then their hashes are written, then they are put in place. So what
    is killed in between leaves no text without a hash, and is done by the same command again.
    `told` gets what is noticed in them, and not mended.
    """
    from topoi.text.corpus.hashes import file_hash, read_hashes
    from topoi.text.corpus.mending import write_mended

    changed = 0
    with alone(seeds):
        sources = addable(names, seeds, told=told, mended=bool(mends))
        with made_aside(seeds, "added") as aside:
            for name, source in sources.items():
                if mends:
                    changed += write_mended(source, aside / name, mends=list(mends.values()))
                else:
                    shutil.copyfile(source, aside / name)
            fresh = {name: file_hash(aside / name) for name in sources}
            there = [name for name in fresh if (seeds / name).exists()]
            for name in there:
                if file_hash(seeds / name) != fresh[name]:
                    raise is_there(seeds / name)
            write_hashes(seeds, {**read_hashes(seeds), **fresh})
            for name in fresh.keys() - set(there):
                (aside / name).rename(seeds / name)
    return len(fresh) - len(there), len(there), changed


def is_there(target: Path) -> InputError:
    """Return the error for a name that another text has."""
    return InputError(
        str(target), "is there already, with other content", "Rename the file to add."
    )


def addable(
    names: Iterable[str], seeds: Path, *, told: Told, mended: bool = False
) -> dict[str, Path]:
    """Return name -> file of what can be copied into the seeds; raise InputError for the first that
    cannot be read as texts, or whose name is taken by other content. A mended copy may have a name
    of its own.
    """
    from topoi.text.corpus.mending import mended_name

    given = [Path(name) for name in names]
    sources = {mended_name(source) if mended else source.name: source for source in given}
    if len(sources) < len(given):
        raise InputError("seeds add", "is given two files of one name", "Rename one of them.")
    for name, source in sources.items():
        notices = require_addable(source, None if mended else seeds / name)
        told += [] if mended else notices
    return sources


def add_registration(arguments: argparse.Namespace, seeds: Path) -> None:
    """Register a collection and say how much it holds and what in it is not read."""
    from topoi.text.corpus.seeds import register

    if len(arguments.paths) > 1:
        raise InputError(
            "--register", "takes one file or folder", "Give their folder with a --pattern."
        )
    notices: list[Notice] = []
    with alone(seeds):
        entry = register(
            seeds,
            arguments.register,
            arguments.paths[0],
            pattern=arguments.pattern,
            text_column=arguments.text_column,
            notices=notices,
        )
    arguments.told += notices
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


def require_addable(source: Path, target: Path | None) -> list[Notice]:
    """Return what is noticed in a file; raise InputError for one that cannot be read as texts, or
    that stands at its target with other content.
    """
    from topoi.text.corpus.seeds import records_of_files, seed_files, told_of_signs

    if not source.is_file():
        raise InputError(str(source), "is no file", "Give files, or --register a folder.")
    if source.name.startswith("."):
        raise InputError(str(source), "is hidden, and would not be read", "Rename it.")
    if target and target.exists() and not same_bytes(source, target):
        raise is_there(target)
    notices: list[Notice] = []
    for _ in told_of_signs(records_of_files(seed_files(source), notices=notices), notices):
        pass
    return notices


def same_bytes(one: Path, other: Path) -> bool:
    """Return whether two files hold the same; False where one is no file."""
    return other.is_file() and filecmp.cmp(one, other, shallow=False)


def take_hashes(seeds: Path, told: Told) -> str:
    """Write SHA256SUMS for every text of the folder, and say how many there are.

    Said is, too, which were named in it before and are gone. `told` gets what is passed over.
    """
    from topoi.text.corpus.hashes import file_hash, read_hashes
    from topoi.text.corpus.seeds import seed_files

    notices: list[Notice] = []
    files = seed_files(seeds, notices=notices)
    told += notices
    before = read_hashes(seeds)
    hashes = {file.relative_to(seeds).as_posix(): file_hash(file) for file in files}
    write_hashes(seeds, hashes)
    gone = sorted(before.keys() - hashes.keys())
    less = f"; no longer named: {named_first(gone)}" if gone else ""
    return f"{len(hashes)} hashes taken{less}"


def write_hashes(seeds: Path, hashes: Mapping[str, str]) -> None:
    """Write SHA256SUMS, whole or not at all."""
    from topoi.text.corpus.hashes import HASHES, hash_line

    write_whole(seeds / HASHES, "".join(hash_line(*entry) for entry in sorted(hashes.items())))


def describe(arguments: argparse.Namespace) -> None:
    """Print what the texts are."""
    from topoi.analysis.measures.inventory import inventory
    from topoi.text.corpus.collection import EVERY, collection_files
    from topoi.text.corpus.seeds import records_in, records_of_files, told_of_signs

    root = Path(arguments.paths[0]) if arguments.paths else project_root() / "seeds"
    aside: list[InputError] = []
    notices: list[Notice] = []
    read = partial(
        records_in if arguments.pattern == EVERY else records_of_files,
        text_column=arguments.text_column,
        aside=None if arguments.strict else aside,
        notices=notices,
    )
    if arguments.pattern == EVERY:
        records = read(root)
    else:
        records = read(collection_files(root, pattern=arguments.pattern, notices=notices))
    told = inventory(told_of_signs(records, notices), aside=aside, notices=notices)
    arguments.told += (*aside, *notices)
    tell_other_kinds(root)
    if not for_reading(arguments):
        print_table(told.overview, arguments)
        return
    for title, table in told._asdict().items():
        if len(table):
            print(f"\n{title}")
            print_table(table, arguments)
