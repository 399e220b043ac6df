"""List, test and document codebooks, and exchange dictionaries with quanteda and LIWC.

  topoi codebook                        one line a code
  topoi codebook --document             all that the codebook says, a row a code
  topoi codebook --queries              every query, and what it says in English words
  topoi codebook --export quanteda      a quanteda dictionary (YAML), to standard output
  topoi codebook --import-from FILE     a codebook (YAML) made of a quanteda or LIWC dictionary
  topoi codebook schema                 the JSON Schema by which editors complete and check one

Reading a codebook tests it: each of its own examples must come out as written.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from topoi.commands.printing import add_print_options, for_reading, print_table
from topoi.commands.sources import add_codebook_option
from topoi.project import codebook_places, files_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from topoi.coding.codebook.codebook import Codebook
    from topoi.coding.codebook.dictionaries import Converted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to print and the codebook."""
    parser.add_argument("schema", nargs="?", choices=["schema"], help="print the JSON Schema")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--document", action="store_true", help="definitions, sources, examples")
    what.add_argument("--queries", action="store_true", help="every query, and what it says")
    what.add_argument("--export", choices=["quanteda", "liwc"], help="write a dictionary")
    what.add_argument("--import-from", metavar="FILE", help="read a .yml, .dic or .dicx dictionary")
    add_codebook_option(parser)
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print what was asked of the codebooks."""
    if arguments.schema:
        from topoi.coding.codebook.fields import SCHEMA

        print(SCHEMA.read_text(encoding="utf-8"), end="")
        return
    if arguments.import_from:
        from topoi.coding.codebook.dictionaries import read_dictionary

        told = read_dictionary(Path(arguments.import_from))
        print_converted(told)
        arguments.told += told.notices
        return
    from topoi.coding.codebook.documentation import document, queries_of
    from topoi.coding.loading import load_codebooks

    books = load_codebooks(files_in(codebook_places(arguments.codebook)))
    if arguments.export:
        from topoi.coding.codebook.dictionaries import to_liwc, to_quanteda

        print_converted((to_quanteda if arguments.export == "quanteda" else to_liwc)(*books))
        return
    if arguments.queries and for_reading(arguments):
        print_queries(books)
        return
    tables = [
        (queries_of(book) if arguments.queries else document(book)).assign(codebook=book.id)
        for book in books
    ]
    brief = ["codebook", "number", "code", "label", "function", "subtypes"]
    whole = arguments.document or arguments.queries
    print_table(pd.concat(tables, ignore_index=True), arguments, shown=None if whole else brief)


def print_queries(books: "Sequence[Codebook]") -> None:
    """Print every query with its line, its code and what it says, whole."""
    from topoi.coding.codebook.documentation import queries_of

    for book in books:
        for row in queries_of(book).drop_duplicates(["code", "role", "query"]).itertuples():
            about = " ".join(filter(None, (row.number, row.code, row.subtype)))
            print(f"{book.path}:{row.line} {about}: {row.role}\n  {row.query}\n  {row.says}")


def print_converted(told: "Converted") -> None:
    """Print what has been converted, and on standard error what could not be."""
    print(told.text, end="")
    for line in told.left_out:
        print(f"left out of {line}", file=sys.stderr)
