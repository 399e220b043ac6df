"""Print how often each code occurs: hits, rate per 1,000 words, exact (Garwood) 95% interval.

`--by mode` or `--by speaker` counts each voice over its own words, so a rate says how often that
voice uses the code, not how much it speaks. Codes that do not occur are printed with 0.
"""

import argparse

from topoi.commands.printing import add_print_options, print_table
from topoi.commands.sources import add_source_options, study_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the grouping."""
    parser.add_argument(
        "--by", choices=["mode", "speaker", "doc"], help="count each voice, speaker or text apart"
    )
    add_source_options(parser)
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the table of rates."""
    from topoi.analysis.measures import rates, word_counts

    study = study_of(arguments)
    groups = [arguments.by] if arguments.by else []
    words = word_counts(study.tokens, study.voices, by=groups)
    codes = [code.id for book in study.codebooks for code in book.codes]
    print_table(rates(study.hits, words, by=["code", *groups], codes=codes), arguments)
