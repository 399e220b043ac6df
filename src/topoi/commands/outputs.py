"""Places that a person names to write to: what stands there is theirs."""

import argparse
import sys
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from topoi.errors import InputError
from topoi.text.corpus.formats import kind_of

SHOWN = 3


def add_overwrite_option(parser: argparse.ArgumentParser) -> None:
    """Add `--overwrite` to a command that writes files a person names."""
    parser.add_argument(
        "--overwrite", action="store_true", help="replace files that are there, without asking"
    )


def require_writable(
    places: Iterable[Path], *, overwrite: bool, inputs: Collection[Path] = ()
) -> None:
    """Raise InputError where files cannot be written without loss, unless the person says so.

    A file that holds something is replaced with `overwrite`, or after a yes on the terminal. Never
    replaced is one of the `inputs`; nor is a file written into a folder among them in which it
    would be read as a text.
    """
    named = list(places)
    known: dict[Path, Path] = {}
    for place in named:
        if known.setdefault(place.resolve(), place) is not place:
            raise InputError(str(place), "is named for two files", "Give each one of its own.")
        if place.is_dir():
            raise InputError(str(place), "is a folder", "Name a file.")
        require_folder(place.parent)
    files = [source for source in inputs if not source.is_dir()]
    require_outside(named, files)
    require_outside(filter(kind_of, named), set(inputs).difference(files))
    there = [place for place in named if place.is_file() and place.stat().st_size]
    there += [place for place in named if place.is_symlink() and not place.exists()]
    if there and not overwrite and not agreed(there):
        raise InputError(
            named_first(there),
            "would be replaced" if len(there) > 1 else "is there already",
            "Give another place, or --overwrite.",
        )


def require_folder(folder: Path) -> None:
    """Raise InputError where a folder cannot be, as a file is in its place."""
    above = next((part for part in (folder, *folder.parents) if part.exists()), folder)
    if above.exists() and not above.is_dir():
        raise InputError(str(above), "is a file", "Name a folder, or remove it.")


def require_outside(places: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Raise InputError for a place that is read itself, or lies in a folder that is."""
    read = {source.resolve(): source for source in inputs}
    folders = {path: source for path, source in read.items() if not source.is_file()}
    for place in places:
        target = place.resolve()
        if target in read:
            raise InputError(str(place), "is read itself", "Give another place.")
        for path, source in folders.items():
            if target.is_relative_to(path):
                problem = f"lies in {source}, whose files are read"
                raise InputError(str(place), problem, "Give a place outside of it.")


def agreed(there: list[Path]) -> bool:
    """Return whether the person at the terminal says yes; False where nobody can be asked."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    print(f"Replace {named_first(there)}? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def named_first(places: Sequence[object]) -> str:
    """Return the first places or names, and how many more there are."""
    names = ", ".join(str(place) for place in places[:SHOWN])
    more = len(places) - SHOWN
    return f"{names} and {more} more" if more > 0 else names
