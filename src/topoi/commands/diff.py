"""List what changed between two published reports: the findings, and the passages behind them.

  topoi diff old/site reports/site

Each argument is a rendered report or its `data` folder. Annotations (`topoi report --from`) are
known by the name of their file: give it one name in both, in folders of their own.
"""

import argparse

from topoi.commands.printing import add_print_options, for_reading, print_table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the two reports."""
    parser.add_argument("old", help="the earlier report or its data folder")
    parser.add_argument("new", help="the later report or its data folder")
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the findings that changed."""
    from pathlib import Path

    from topoi.report.evidence.changes import diff

    changed = diff(Path(arguments.old), Path(arguments.new))
    if not len(changed) and for_reading(arguments):
        print("no finding changed")
        return
    print_table(changed, arguments)
