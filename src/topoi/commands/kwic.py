"""Print each occurrence of a word or phrase with the words around it.

The query is written as in a codebook: `*` stands for any letters of a word, `a|b` for either word,
`..3` for up to three words, `~say` for all forms of a word; capitals do not matter:

  topoi kwic "root cause*"
  topoi kwic "root|underlying ~cause of ..2 crisis|conflict|war" --width 40
"""

import argparse

from topoi.commands.printing import add_print_options, for_reading, print_table
from topoi.commands.sources import add_source_options


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the query and the width of the context."""
    parser.add_argument("query", help='words in a row, such as "root cause* of ..2 war"')
    parser.add_argument("--width", type=int, default=50, help="characters of context on each side")
    parser.add_argument("--case", action="store_true", help="let capitals matter")
    add_source_options(parser)
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the concordance of the query."""
    from topoi.analysis.measures.concordance import concordance
    from topoi.coding.hits.hits import occurrences
    from topoi.commands.sources import corpus_and_voices

    corpus, layers = corpus_and_voices(arguments)
    found = occurrences(corpus, arguments.query, case=arguments.case, voices=layers)
    lines = concordance(corpus, found, width=arguments.width)
    print_table(lines, arguments, shown=["locus", "speaker", "left", "node", "right"])
    if for_reading(arguments):
        times = "occurrence" if len(lines) == 1 else "occurrences"
        texts = "text" if len(corpus) == 1 else "texts"
        print(f"\n{len(lines)} {times} in {found['doc'].nunique()} of {len(corpus)} {texts}")
