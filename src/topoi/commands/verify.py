"""Recompute every number of a published report from its texts and hits, and say which differ.

Reads only the report's own folder (its `data`), so a reader can run it on a downloaded report:

  topoi verify reports/site

Exits with 1 where a number does not hold.
"""

import argparse

from topoi.commands.printing import add_print_options, for_reading, print_table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the report and the choice to print all numbers."""
    parser.add_argument("site", help="the folder of a rendered report, such as reports/site")
    parser.add_argument("--all", action="store_true", help="print every number with its status")
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the numbers that do not hold, or all of them; return 1 where one does not."""
    from pathlib import Path

    from topoi.report.evidence.verify import not_holding, recomputed

    checked = recomputed(Path(arguments.site))
    wrong = not_holding(checked)
    shown = ["chapter", "place", "text", "recomputed", "status"]
    asked = checked if arguments.all else wrong
    if arguments.all or len(wrong) or not for_reading(arguments):
        print_table(asked, arguments, shown=shown)
    if for_reading(arguments):
        counts = checked["status"].value_counts()
        told = "; ".join(f"{status}: {number}" for status, number in counts.items())
        print(f"{len(checked)} published numbers. {told}.")
    return int(bool(len(wrong)))
