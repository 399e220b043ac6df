"""Print every passage found for every code, with its place, voice and speaker.

Offsets count characters (code points) of the text as stored; `end` is the first one after the
passage. `--code` narrows to one code, `--voice` to one mode (outlet, indirect, direct, mixed,
nested), `--speaker` to one speaker.
"""

import argparse

from topoi.commands.printing import add_print_options, print_table
from topoi.commands.sources import add_source_options, study_of, tell_stopped

SHOWN = ["doc", "start", "end", "code", "subtype", "text", "paragraph", "mode", "speaker"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the filters."""
    parser.add_argument("--code", metavar="CODE", help="only this code, such as root_causes")
    parser.add_argument("--voice", metavar="MODE", help="only this mode, such as direct")
    parser.add_argument("--speaker", metavar="NAME", help="only this speaker")
    add_source_options(parser)
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the hits that pass the filters."""
    from topoi.errors import InputError

    study = study_of(arguments)
    found = study.hits
    tell_stopped(study.stopped)
    known = [code.id for book in study.codebooks for code in book.codes]
    if arguments.code and arguments.code not in known:
        raise InputError(
            "--code", f"names no code: {arguments.code!r}", f"Known: {', '.join(known)}."
        )
    for option, column in (("code", "code"), ("voice", "mode"), ("speaker", "speaker")):
        wanted = getattr(arguments, option)
        if wanted:
            found = found[found[column] == wanted]
    print_table(found.reset_index(drop=True), arguments, shown=SHOWN)
