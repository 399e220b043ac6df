"""Print how many times as often one group uses a code as another: ratios of rates, with intervals.

`--by` names the groups: mode or speaker, a column of the texts, or two with a comma between.
Each is compared with all others together; `--reference pairs` compares each with each,
`--reference NAME` all with one group.

  topoi contrasts --by mode
  topoi contrasts --by party,year --reference "Left, 2021" --code threat
"""

import argparse

from topoi.commands.printing import add_print_options, for_reading, print_table
from topoi.commands.sources import add_source_options, require_codes, study_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the groups, what they are compared with, and the codes."""
    parser.add_argument(
        "--by", metavar="COLUMN[,COLUMN]", default="mode", help="the groups (default: mode)"
    )
    parser.add_argument(
        "--reference",
        metavar="GROUP",
        default="others",
        help="what a group is compared with: others (default), pairs, or the name of a group",
    )
    parser.add_argument("--code", nargs="+", default=[], metavar="CODE", help="these codes only")
    add_source_options(parser)
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the table of ratios."""
    study = study_of(arguments)
    require_codes(arguments.code, study)
    table = study.contrasts(arguments.by, reference=arguments.reference, codes=arguments.code)
    print_table(table, arguments, shown=table.attrs["shown"])
    if for_reading(arguments):
        print(f"\n{table.attrs['note']}")
        if table.attrs.get("clustered"):
            print(f"{table.attrs['clustered']} --csv has them.")
