"""List, test and document codebooks, and exchange dictionaries with quanteda and LIWC.

  topoi codebook                        one line a code
  topoi codebook --document             all that the codebook says, a row a code
  topoi codebook --queries              every query, and what it says in English words
  topoi codebook --export quanteda      a quanteda dictionary (YAML), to standard output
  topoi codebook --import-from FILE     a codebook (YAML) made of a quanteda or LIWC dictionary
  topoi codebook schema                 the JSON Schema by which editors complete and check one
  topoi codebook suggest                phrases of the texts as candidates for codes, with passages
  topoi codebook suggest --to FILE.yml  the same as the skeleton of a codebook

Reading a codebook tests it: each of its own examples must come out as written.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from topoi.commands.outputs import add_overwrite_option, require_writable
from topoi.commands.printing import (
    add_print_options,
    for_reading,
    print_table,
    require_for_reading,
)
from topoi.commands.sources import (
    add_codebook_option,
    add_source_options,
    books_of,
    inputs_of,
    study_of,
)
from topoi.errors import InputError
from topoi.files import write_whole
from topoi.project import codebook_places, files_in

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from topoi.coding.codebook.codebook import Codebook
    from topoi.coding.codebook.dictionaries import Converted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to print and the codebook."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("schema", help="print the JSON Schema")
    add_suggest_options(actions.add_parser("suggest", help="phrases as candidates for codes"))
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--document", action="store_true", help="definitions, sources, examples")
    what.add_argument("--queries", action="store_true", help="every query, and what it says")
    what.add_argument("--export", choices=["quanteda", "liwc"], help="write a dictionary")
    what.add_argument("--import-from", metavar="FILE", help="read a .yml, .dic or .dicx dictionary")
    add_codebook_option(parser)
    add_print_options(parser)


def add_suggest_options(parser: argparse.ArgumentParser) -> None:
    """Add which phrases are wanted, and where a skeleton of a codebook goes."""
    parser.description = (
        "Print phrases of two to four content words whose words go together (NPMI above 0.5), with "
        "passages: candidates for a codebook. Those that codes find already are told."
    )
    parser.add_argument("--least", type=int, default=3, help="times a phrase occurs (default: 3)")
    parser.add_argument("--top", type=int, default=50, help="how many phrases (default: 50)")
    parser.add_argument(
        "--uncoded", action="store_true", help="without those of which codes find half or more"
    )
    parser.add_argument("--to", metavar="FILE.yml", type=Path, help="write them as a codebook")
    add_overwrite_option(parser)
    add_source_options(parser)
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print what was asked of the codebooks."""
    if arguments.action == "suggest":
        suggest(arguments)
        return
    if arguments.action == "schema":
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


def suggest(arguments: argparse.Namespace) -> None:
    """Print candidates for a codebook, or write them as one."""
    for option, of in (("least", "times a phrase occurs"), ("top", "phrases")):
        if getattr(arguments, option) < 1:
            raise InputError(f"--{option}", "has to be 1 or more", f"Give a number of {of}.")
    if arguments.to:
        require_for_reading(arguments, "--to")
        if arguments.to.suffix not in (".yml", ".yaml"):
            raise InputError(f"--to {arguments.to}", "is no .yml file", "Name one.")
        inputs = inputs_of(arguments)
        require_writable([arguments.to], overwrite=arguments.overwrite, inputs=inputs)
    study = study_of(arguments, coded=bool(arguments.codebook or books_of(arguments)))
    table = study.suggest(least=arguments.least, top=arguments.top, uncoded=arguments.uncoded)
    if arguments.to:
        require_phrases(table, arguments.least)
        write_whole(arguments.to, skeleton(table, id=arguments.to.stem))
        print(f"{len(table):,} candidates written to {arguments.to}: merge and rename them")
    elif for_reading(arguments):
        print_phrases(table)
        print(f"\n{table.title}. {table.note}")
    else:
        print_table(table, arguments)


def print_phrases(table: pd.DataFrame) -> None:
    """Print each phrase with its passages."""
    from topoi.coding.codebook.dictionaries import printable

    for row in table.to_dict("records"):
        print(f"{row['phrase']}: {told_of(row)}")
        for passage in str(row["passages"]).split("\n"):
            print(f"  {printable(passage)}")


def require_phrases(table: pd.DataFrame, least: int) -> None:
    """Raise InputError where no phrase was found, since a codebook needs a code."""
    if table.empty:
        problem = f"finds no phrase that occurs {least} times"
        raise InputError("suggest", problem, "Give a lower --least, or more texts.")


def skeleton(table: pd.DataFrame, *, id: str) -> str:
    """Return a codebook in YAML with a code for each phrase, its passages above it as comments."""
    from topoi.coding.codebook.dictionaries import codebook_text

    rows = table.to_dict("records")
    names = [str(row["phrase"]).replace(" ", "_") for row in rows]
    told = [[told_of(row), *str(row["passages"]).split("\n")] for row in rows]
    entries = [(name, "", [str(row["phrase"])]) for name, row in zip(names, rows, strict=True)]
    remarks = dict(zip(names, told, strict=True))
    return codebook_text(entries, id=id, title="Candidates", remarks=remarks).text


def told_of(row: "Mapping[Hashable, Any]") -> str:
    """Return in a line how often a phrase occurs, and which codes find it.

    >>> told_of({"count": 3, "texts": 1, "npmi": 1.0, "coded": 2, "codes": "causes"})
    '3 in 1 text, NPMI 1.00; 2 in hits of causes'
    """
    texts = "text" if row["texts"] == 1 else "texts"
    line = f"{row['count']:,} in {row['texts']:,} {texts}, NPMI {row['npmi']:.2f}"
    return f"{line}; {row['coded']:,} in hits of {row['codes']}" if row["coded"] else line


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
