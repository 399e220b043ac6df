"""Print each quotation of some reports beside the transcript of what they report.

A quotation is verbatim, shortened (words of the transcript are left out between), moved (words in
another order, or parts from different places, are joined), altered (words differ), "part not found"
(four words or more beside what is found are not, and are named), or not found; one of fewer than
three words is too short to tell, since the same words may be anybody's. Capitals, punctuation,
apostrophes, hyphens, contractions and what editors put in square brackets do not count, nor do a
few stop words in common. What stands in quotation marks and is nobody's is compared, too.

  topoi compare interview.txt articles/
  topoi compare interview.txt articles/ --indirect    what they say in their own words, and
                                                      the sentences nearest to it
  topoi compare DOC texts.csv                         a text among those of the file

In --csv and --json `passages`, `parts`, `moved`, `left_out`, `altered`, `contracted` and `missing`
are lists of places, in CSV as `start-end`, first of the report, then of the transcript.

In a project, without REPORTS, the transcript is compared with the project's own texts.
"""

import argparse

from topoi.commands.printing import add_print_options, for_reading, print_table
from topoi.commands.sources import add_source_options, study_of
from topoi.errors import InputError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the transcript, the reports, and what of them is compared."""
    parser.add_argument("transcript", help="a file with one text, or the name of one of the texts")
    parser.add_argument("reports", nargs="?", help="a file or folder of texts; the same as --seeds")
    parser.add_argument(
        "--indirect", action="store_true", help="indirect statements in place of quotations"
    )
    add_source_options(parser, codebooks=1)
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the table of quotations, or of indirect statements."""
    if arguments.reports and arguments.seeds:
        raise InputError("--seeds", "says the same as REPORTS", "Give one of them.")
    arguments.seeds = arguments.reports or arguments.seeds
    study = study_of(arguments, coded=False)
    table = study.compare(arguments.transcript, indirect=arguments.indirect)
    print_table(table, arguments, shown=table.attrs["shown"])
    if for_reading(arguments):
        if not arguments.indirect:
            counts = table["verdict"].value_counts().items()
            print("\n" + (", ".join(f"{one} {n:,}" for one, n in counts) or "no quotation"))
        print(f"\n{table.attrs['note']}")
