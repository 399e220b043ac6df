"""Print each occurrence of a word or phrase with the words around it.

The pattern is written as in a codebook: `*` stands for the rest of a word, spaces part words,
capitals do not matter, and /.../ is a regular expression:

  topoi kwic "root cause*"
  topoi kwic "/(root|underlying) causes?/" --width 40
"""

import argparse

from topoi.commands.printing import add_print_options, print_table
from topoi.commands.sources import add_source_options
from topoi.errors import InputError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the pattern and the width of the context."""
    parser.add_argument("pattern", help='a phrase such as "root cause*", or /a regular expression/')
    parser.add_argument("--width", type=int, default=50, help="characters of context on each side")
    parser.add_argument("--case", action="store_true", help="let capitals matter")
    add_source_options(parser)
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the concordance of the pattern."""
    from topoi.analysis.concordance import concordance
    from topoi.coding.search import occurrences
    from topoi.commands.sources import corpus_and_voices

    corpus, layers = corpus_and_voices(arguments)
    found = occurrences(corpus, arguments.pattern, case=arguments.case, voices=layers)
    if found.attrs.get("stopped"):
        raise InputError(
            f"pattern {arguments.pattern!r}",
            "runs away: it tries too many ways to match",
            "Take one repetition out of the other.",
        )
    lines = concordance(corpus, found, width=arguments.width)
    print_table(lines, arguments, shown=["locus", "speaker", "left", "node", "right"])
    if not (arguments.json or arguments.csv):
        times = "occurrence" if len(lines) == 1 else "occurrences"
        texts = "text" if len(corpus) == 1 else "texts"
        print(f"\n{len(lines)} {times} in {found['doc'].nunique()} of {len(corpus)} {texts}")
