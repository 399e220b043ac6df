"""Print who speaks, how much, how, and through whom.

Every character of a text belongs to one innermost voice: the outlet's own, indirect speech
(paraphrase), direct speech, mixed, or nested in another's speech. `--spans` prints each stretch
with its cue and its place instead of the totals, and so do --json and --csv.
"""

import argparse

from topoi.commands.printing import add_print_options, for_reading, print_table
from topoi.commands.sources import add_source_options, study_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the choice between totals and spans."""
    parser.add_argument("--spans", action="store_true", help="print every stretch of every voice")
    add_source_options(parser)
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the shares of the voices, or the spans."""
    from topoi.analysis.measures.rates import voice_shares

    study = study_of(arguments, coded=False)
    if arguments.spans or not for_reading(arguments):
        print_table(study.voices, arguments)
        return
    shares = voice_shares(study.tokens, study.voices, by=["speaker", "mode", "via"])
    intervals = ["low", "high"] if shares["low"].notna().any() else []
    print_table(
        shares,
        arguments,
        shown=["speaker", "mode", "stretches", "words", "share", *intervals, "via"],
    )
