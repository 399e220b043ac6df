"""The front door: `topoi COMMAND ...`."""

import _thread
import argparse
import errno
import importlib
import sys
from collections.abc import Sequence
from threading import Timer

from topoi import __version__
from topoi.errors import InputError, Notice, Told

# Command -> what it does. Only the module of the command asked for is imported, so that a quick
# question is answered quickly.
COMMANDS = {
    "new": "make a study of your own: texts, codebooks, chapters, tests",
    "chapters": "write the chapters that the study lacks, bring the others up to date",
    "report": "write the report: HTML site, PDF and data, into reports/site",
    "execute": "run the notebooks and store their results in them",
    "check": "check texts, codebooks, notebooks and report sources",
    "voices": "who speaks, how much, how, and through whom",
    "hits": "every passage found for every code, with voice and place",
    "count": "how often each code occurs, per 1,000 words, with intervals",
    "contrasts": "how many times as often one group uses a code as another",
    "network": "who argues what with whom: speakers and codes as a network",
    "compare": "quotations of reports beside the transcript: verbatim, shortened, altered",
    "kwic": "a word or phrase in its context",
    "codebook": "list, test, document and convert codebooks",
    "sample": "draw a blind coding sheet for a second reader",
    "agreement": "score hits against judgements, or coder against coder",
    "seeds": "add texts, take their hashes, describe a collection",
    "store": "build a token store of a large collection, and ask it",
    "verify": "recompute every number of a published report",
    "diff": "what changed between two published reports",
}
USER_ERROR = 2
INTERRUPTED = 130
SECONDS_TO_FINISH = 0.05  # for a finaliser in which Ctrl-C was lost
# What a disk or its rights refuse is no fault of the program: one line and what to do.
OF_THE_MACHINE = {
    errno.ENOSPC: "Free some room on the disk and run it again; the last result is as it was.",
    errno.EDQUOT: "Free some room on the disk and run it again; the last result is as it was.",
    errno.EFBIG: "Allow larger files and run it again; the last result is as it was.",
    errno.EACCES: "Allow reading and writing there, or give another place.",
    errno.EPERM: "Allow reading and writing there, or give another place.",
    errno.EROFS: "Give a place that can be written to.",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, 1 for a failed check, 2 for a user's error."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = front_parser()
    name = next((word for word in words if not word.startswith("-")), None)
    if name not in COMMANDS:
        parser.parse_args(words)
        parser.print_help()
        return 0
    sys.unraisablehook = heard
    try:
        return run_command(name, words[words.index(name) + 1 :])
    except InputError as error:
        print(f"topoi: {error}", file=sys.stderr)
        return USER_ERROR
    except KeyboardInterrupt:
        print("topoi: interrupted; nothing half-written was kept.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        if error.errno not in OF_THE_MACHINE:
            raise
        place = error.filename or "a file"
        print(f"topoi: {place}: {error.strerror}. {OF_THE_MACHINE[error.errno]}", file=sys.stderr)
        return USER_ERROR


def run_command(name: str, words: Sequence[str]) -> int:
    """Import the module of one command and run it with its options."""
    module = importlib.import_module(f"topoi.commands.{name}")
    command = argparse.ArgumentParser(
        prog=f"topoi {name}",
        description=module.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.add_arguments(command)
    arguments = parsed(command, words)
    arguments.told = []  # a command adds what it left out, or read otherwise than it stands
    code = int(module.run(arguments) or 0)
    tell(arguments.told)
    return code


def parsed(command: argparse.ArgumentParser, words: Sequence[str]) -> argparse.Namespace:
    """Return the options, which may stand before, between and behind the names of files."""
    try:
        return command.parse_intermixed_args(words)
    except TypeError:  # of commands that have commands of their own
        return command.parse_args(words)


def tell(told: Told) -> None:
    """Say on stderr, as the last lines, how much was left out or is noticed, and the first.

    Of the text or file that is named first, all is said.
    """
    for kind, said in ((InputError, "set aside"), (Notice, "notices")):
        found = [entry for entry in told if isinstance(entry, kind)]
        if found:
            of_first = [str(entry) for entry in found if entry.place == found[0].place]
            same = " It ".join(one.removeprefix(f"{found[0].place}: ") for one in of_first)
            line = f"topoi: {said}: {len(found):,}, the first: {found[0].place}: {same}"
            print(line, file=sys.stderr)


def heard(lost: "sys.UnraisableHookArgs") -> None:
    """Interrupt the command again where Ctrl-C fell into a finaliser, which swallows errors."""
    if issubclass(lost.exc_type, KeyboardInterrupt):
        Timer(SECONDS_TO_FINISH, _thread.interrupt_main).start()  # not here, where it is lost too
    else:
        sys.__unraisablehook__(lost)


def front_parser() -> argparse.ArgumentParser:
    """Return the parser that knows the commands but not their options."""
    width = max(map(len, COMMANDS))
    listing = "\n".join(f"  {name:<{width}}  {text}" for name, text in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="topoi",
        usage="topoi COMMAND [options]",
        description=(
            "Reproducible text analysis of political and diplomatic language.\n\n"
            f"commands:\n{listing}\n\n`topoi COMMAND --help` explains a command."
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"topoi {__version__}")
    parser.add_argument("command", nargs="?", choices=COMMANDS, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
