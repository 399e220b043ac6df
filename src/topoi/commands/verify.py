"""Recompute every number of a published report from what it publishes, and say which differ.

Reads only the report's own folder (its `data`), so a reader can run it on a downloaded report:

  topoi verify reports/site               the chapters are run again on the published texts
  topoi verify reports/site --passages    only what the cited passages give, in a second

Run are the chapters that this Topoi writes, no code of the report's. Chapters that were edited are
compared with their tables and passages alone. Exits with 1 where a number does not hold.
"""

import argparse
import sys
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from topoi.commands.printing import add_print_options, for_reading, print_table

if TYPE_CHECKING:
    import pandas as pd

    from topoi.report.project.remaking import Remade


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the report and the choice to print all numbers."""
    parser.add_argument("site", help="the folder of a rendered report, such as reports/site")
    parser.add_argument("--passages", action="store_true", help="run no chapter again")
    parser.add_argument("--all", action="store_true", help="print every number with its status")
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the numbers that do not hold, or all of them; return 1 where one does not."""
    from topoi.files import made_aside
    from topoi.report.evidence.verify import not_holding, recomputed
    from topoi.report.project.remaking import made_again

    site = Path(arguments.site)
    remade = None
    if not arguments.passages:
        with made_aside(Path(gettempdir()), "topoi") as folder:
            remade = made_again(site, folder / "project")
    checked = recomputed(site, remade.published if remade else None)
    wrong = not_holding(checked)
    shown = ["chapter", "place", "text", "recomputed", "status"]
    asked = checked if arguments.all else wrong
    if arguments.all or len(wrong) or not for_reading(arguments):
        print_table(asked, arguments, shown=shown)
    if for_reading(arguments):
        print(told_of(checked, wrong))
    if remade:
        tell_not_made_again(remade)
    return int(bool(len(wrong)))


def told_of(checked: "pd.DataFrame", wrong: "pd.DataFrame") -> str:
    """Return how many numbers were recomputed, how many only compared, and how many do not hold."""
    from topoi.report.evidence.verify import IN_TABLE, NOT_RECOMPUTED, SAME

    counts = checked["status"].value_counts()
    same, compared, left = (int(counts.get(one, 0)) for one in (SAME, IN_TABLE, NOT_RECOMPUTED))
    return (
        f"{len(checked):,} published numbers: {same:,} recomputed and the same, {compared:,} only "
        f"compared with their table, {left:,} not recomputed, {len(wrong):,} that do not hold."
    )


def tell_not_made_again(remade: "Remade") -> None:
    """Say which chapters were not run again, and that the report is of another version."""
    from topoi import __version__

    if remade.other:
        names = ", ".join(remade.other)
        print(f"topoi: not run again, since their cells differ: {names}", file=sys.stderr)
    if remade.version != __version__:
        told = f"topoi: the report was made with Topoi {remade.version}, this is {__version__}"
        print(told, file=sys.stderr)
