"""Build a token store of a large collection once, and ask it again and again.

  topoi store build TEXTS --to FOLDER              only what changed since is read again
  topoi store kwic --store FOLDER "root cause*"    and frequency, collocates, ngrams, dispersion
  topoi store keyness --store FOLDER --by source TASS
  topoi store keyness --store FOLDER               all texts against general English

`*` stands for any letters of a word. The store is Parquet, which any program can read.
"""

import argparse
from pathlib import Path

from topoi.commands.printing import add_print_options, print_table
from topoi.errors import InputError

ROWS = 50
QUERIES = {
    "kwic": "the lines in which a word or phrase occurs",
    "frequency": "how often words occur, the most frequent first",
    "collocates": "the words that stand near a word",
    "ngrams": "sequences of words, or those that hold the words given",
    "keyness": "the words of a part of the texts (--by COLUMN VALUE), or of all against English",
    "dispersion": "how evenly words are spread over the texts, or over parts of them",
}
RARER = ("--min-count", 2, "leave out what is rarer (default: 2)")
PARTS = ("--by", None, "the column that parts the texts, such as source")
SETTINGS: dict[str, list[tuple[str, int | None, str]]] = {
    "kwic": [("--first", 0, "lines to pass over"), ("--width", 50, "characters on each side")],
    "frequency": [],
    "collocates": [("--window", 5, "words on each side (default: 5)"), RARER],
    "ngrams": [("--n", 2, "how many words (default: 2)"), RARER],
    "keyness": [PARTS, RARER],
    "dispersion": [PARTS, RARER],
}
LEAST = {"rows": 0, "first": 0, "width": 0, "min_count": 1, "n": 1, "window": 1}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the actions, each with its own settings."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    build = actions.add_parser("build", help="read a collection; again: what changed in it")
    build.add_argument("collection", help="a file or folder of texts")
    build.add_argument("--to", metavar="FOLDER", required=True, help="where the store goes")
    build.add_argument("--text-column", metavar="NAME", default="text")
    build.add_argument("--strict", action="store_true", help="stop at the first broken text")
    for name, told in QUERIES.items():
        query = actions.add_parser(name, help=told, description=f"Print {told}.")
        query.add_argument("what", nargs="*", metavar="WORD")
        query.add_argument("--store", metavar="FOLDER", required=True, help="the store to ask")
        query.add_argument("--rows", type=int, default=ROWS, help=f"default: {ROWS}; 0: all")
        for option, default, explained in SETTINGS[name]:
            kind = str if default is None else int
            query.add_argument(option, type=kind, default=default, help=explained)
        add_print_options(query)


def run(arguments: argparse.Namespace) -> None:
    """Build a store, or print the answer to one question."""
    if arguments.action == "build":
        build(arguments)
    else:
        ask(arguments)


def build(arguments: argparse.Namespace) -> None:
    """Build a store or bring it up to date, and say what it holds."""
    from topoi.commands.sources import tell_aside
    from topoi.text.partitions import partitions
    from topoi.text.seeds import records_in
    from topoi.text.store_build import build_store
    from topoi.text.store_check import told_as_damage

    aside: list[InputError] | None = None if arguments.strict else []
    records = records_in(arguments.collection, text_column=arguments.text_column, aside=aside)
    with told_as_damage(Path(arguments.to)):
        store = build_store(partitions(records), arguments.to)
    tell_aside(aside or [])
    texts = sum(partition.documents for partition in store.partitions)
    print(f"{arguments.to}: {texts:,} texts, {store.words:,} words")


def ask(arguments: argparse.Namespace) -> None:
    """Print the rows that answer, and below them how they were counted."""
    from topoi.commands.store_queries import ANSWERS
    from topoi.text.store import open_store
    from topoi.text.store_check import require_whole, told_as_damage

    for option, least in LEAST.items():
        if getattr(arguments, option, least) < least:
            name = option.replace("_", "-")
            raise InputError(f"--{name}", f"is below {least}", "Give a larger number.")
    store = open_store(arguments.store)
    require_whole(store)
    with told_as_damage(store.folder):
        table = ANSWERS[arguments.action](store, arguments)
    rows = table.head(arguments.rows) if arguments.rows else table
    shown = [name for name in rows.columns if name not in ("doc", "start", "end")]
    print_table(
        rows, arguments, shown=["locus", "left", "node", "right"] if "locus" in rows else shown
    )
    if not (arguments.json or arguments.csv):
        if len(rows) < len(table):
            print(f"\n{len(rows):,} of {len(table):,} rows; --rows shows more")
        if table.attrs.get("note"):
            print(f"\n{table.attrs['note']}")
