"""Print each occurrence of a word or phrase with the words around it.

The query is written as in a codebook: `*` stands for any letters of a word, `a|b` for either word,
`..3` for up to three words, `~say` for all forms of a word; capitals do not matter:

  topoi kwic "root cause*"
  topoi kwic "root|underlying ~cause of ..2 crisis|conflict|war" --width 40
"""

import argparse

from topoi.commands.printing import add_print_options, for_reading, print_table
from topoi.commands.sources import add_source_options, study_of
from topoi.showing import counted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the query and the width of the context."""
    parser.add_argument("query", help='words in a row, such as "root cause* of ..2 war"')
    parser.add_argument("--width", type=int, default=50, help="characters of context on each side")
    parser.add_argument("--case", action="store_true", help="let capitals matter")
    add_source_options(parser, codebooks=1)
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the concordance of the query."""
    study = study_of(arguments, coded=False)
    lines = study.kwic(arguments.query, width=arguments.width, case=arguments.case)
    print_table(lines, arguments, shown=lines.attrs["shown"])
    if for_reading(arguments):
        texts = f"{lines['doc'].nunique():,} of {counted(len(study.corpus), 'texts')}"
        print(f"\n{counted(len(lines), 'occurrences')} in {texts}")
