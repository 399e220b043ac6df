"""Build a token store of a large collection once, and ask it again and again.

  topoi store build TEXTS --to FOLDER              only what changed since is read again
  topoi store kwic --store FOLDER "root cause*"    and frequency, collocates, ngrams, dispersion
  topoi store keyness --store FOLDER --by source TASS
  topoi store keyness --store FOLDER               all texts against general English

`*` stands for any letters of a word. The store is Parquet, which any program can read.
"""

import argparse
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from topoi.analysis.store.search import forms_named, phrase_counts, stored_words
from topoi.analysis.store.store import Store
from topoi.commands.printing import add_print_options, for_reading, print_table
from topoi.errors import InputError, Notice

ROWS = 50
QUERIES = {
    "kwic": "the lines in which a word or phrase occurs",
    "frequency": "how often words and phrases occur, the most frequent first",
    "collocates": "the words that stand near a word more often than elsewhere",
    "ngrams": "sequences of words, or those that hold the words given",
    "keyness": "the words of a part of the texts (--by COLUMN VALUE), or of all against English",
    "dispersion": "how evenly words are spread over the texts, or over parts of them",
}
RARER = ("--min-count", 2, "leave out what is rarer (default: 2)")
PARTS = ("--by", None, "the columns that part the texts: party or party,year")
SETTINGS: dict[str, list[tuple[str, int | None, str]]] = {
    "kwic": [("--first", 0, "lines to pass over"), ("--width", 50, "characters on each side")],
    "frequency": [],
    "collocates": [
        ("--window", 5, "words on each side (default: 5)"),
        RARER,
        ("--repelled", False, "the words that stand there less often than elsewhere"),
    ],
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
            kind = {"type": str if default is None else int, "default": default}
            flag = {"action": "store_true"}
            query.add_argument(option, help=explained, **(flag if default is False else kind))
        add_print_options(query)


def run(arguments: argparse.Namespace) -> None:
    """Build a store, or print the answer to one question."""
    if arguments.action == "build":
        build(arguments)
    else:
        ask(arguments)


def build(arguments: argparse.Namespace) -> None:
    """Build a store or bring it up to date, and say what it holds."""
    from topoi.analysis.store.build import build_store
    from topoi.text.corpus.corpus import partitions
    from topoi.text.corpus.seeds import records_in, told_of_signs
    from topoi.text.voices.genre import with_genres
    from topoi.text.voices.lexicon import load_lexicon

    aside: list[InputError] | None = None if arguments.strict else []
    notices: list[Notice] = []
    column = arguments.text_column
    records = records_in(arguments.collection, text_column=column, aside=aside, notices=notices)
    known = partial(with_genres, lexicon=load_lexicon())
    store = build_store(map(known, partitions(told_of_signs(records, notices))), arguments.to)
    arguments.told += (*(aside or ()), *notices)
    texts = sum(partition.documents for partition in store.partitions)
    print(f"{arguments.to}: {texts:,} texts, {store.words:,} words")


def ask(arguments: argparse.Namespace) -> None:
    """Print the rows that answer, and below them how they were counted."""
    for option, least in LEAST.items():
        if getattr(arguments, option, least) < least:
            name = option.replace("_", "-")
            raise InputError(f"--{name}", f"is below {least}", "Give a larger number.")
    table = answered(arguments)
    rows = table.head(arguments.rows) if arguments.rows else table
    shown = [name for name in rows.columns if name not in ("doc", "start", "end")]
    print_table(
        rows, arguments, shown=["locus", "left", "node", "right"] if "locus" in rows else shown
    )
    if for_reading(arguments):
        if len(rows) < len(table):
            print(f"\n{len(rows):,} of {len(table):,} rows; --rows shows more")
        if table.attrs.get("note"):
            print(f"\n{table.attrs['note']}")


def answered(arguments: argparse.Namespace) -> pd.DataFrame:
    """Return the table that answers, from the new store where one is built meanwhile."""
    from topoi.analysis.store.store import open_store, require_whole

    store = open_store(arguments.store)
    while True:
        try:
            require_whole(store)
            return ANSWERS[arguments.action](store, arguments)
        except InputError:
            # The files of a store are there for one more build only; this query missed two.
            now = open_store(arguments.store)
            if now == store:
                raise
            store = now


def kwic_rows(store: Store, arguments: argparse.Namespace) -> pd.DataFrame:
    """Return a page of the lines that a query finds."""
    from topoi.analysis.store.search import concordance_of

    limit = arguments.rows or store.words
    query = " ".join(words_asked(arguments))
    return concordance_of(store, query, first=arguments.first, limit=limit, width=arguments.width)


def frequency_rows(store: Store, arguments: argparse.Namespace) -> pd.DataFrame:
    """Return how often each word occurs, the most frequent first; before them phrases asked for."""
    from topoi.analysis.measures.dispersion import frequency

    phrases = phrase_counts(store, arguments.what)
    words = only(store, frequency(stored_words(store)), arguments.what)
    return pd.concat([phrases, words], ignore_index=True) if len(phrases) else words


def collocates_rows(store: Store, arguments: argparse.Namespace) -> pd.DataFrame:
    """Return the words that what a query finds attracts, or repels, the highest G2 first."""
    from topoi.analysis.measures.collocates import collocates

    words, node = stored_words(store), " ".join(words_asked(arguments))
    return collocates(
        words,
        node,
        window=arguments.window,
        min_count=arguments.min_count,
        repelled=arguments.repelled,
    )


def ngrams_rows(store: Store, arguments: argparse.Namespace) -> pd.DataFrame:
    """Return the most frequent sequences of words, those that hold every word asked for."""
    from topoi.analysis.measures.ngrams import ngrams

    words = stored_words(store)
    table = ngrams(words, n=arguments.n, min_count=arguments.min_count, spread=False)
    wanted = [forms_named(store, word) for part in arguments.what for word in part.split()]
    held = [
        all(not forms.isdisjoint(ngram.split()) for forms in wanted) for ngram in table["ngram"]
    ]
    return table[np.array(held, dtype=bool)].reset_index(drop=True)


def keyness_rows(store: Store, arguments: argparse.Namespace) -> pd.DataFrame:
    """Return the words of one part of the texts against all others, or against general English."""
    from topoi.analysis.measures.counting import frequencies
    from topoi.analysis.measures.keyness import keyness_by, keyness_of_english
    from topoi.text.corpus.corpus import GROUP, group_of

    if not arguments.by:
        every = frequencies(stored_words(store))
        table = keyness_of_english(every, min_count=arguments.min_count)
        return only(store, table, arguments.what)
    groups = group_of(documents_in(store), arguments.by)
    value = " ".join(arguments.what)
    inside = groups.to_numpy() == value
    if not inside.any() or inside.all():
        known = ", ".join(repr(name) for name in sorted(groups.unique())[:10])
        problem = "is what all texts have" if inside.any() else "is what no text has"
        raise InputError(f"--by {arguments.by} {value!r}", problem, f"Give one of {known}.")
    words, least = stored_words(store), arguments.min_count
    return keyness_by(words, groups, only=[value], min_count=least).drop(columns=GROUP)


def dispersion_rows(store: Store, arguments: argparse.Namespace) -> pd.DataFrame:
    """Return how evenly words are spread over the texts, or over parts of them."""
    from topoi.analysis.measures.counting import counts_by_part
    from topoi.analysis.measures.dispersion import dispersion, dispersion_over_documents
    from topoi.text.corpus.corpus import group_of

    words = stored_words(store)
    if arguments.by:
        parts = group_of(documents_in(store), arguments.by).reset_index(drop=True)
        found = dispersion(*counts_by_part(words, parts))
    else:
        found = dispersion_over_documents(words)
    if arguments.what:
        return only(store, found, arguments.what)
    return found[found["count"] >= arguments.min_count].reset_index(drop=True)


def words_asked(arguments: argparse.Namespace) -> list[str]:
    """Return the words asked for; raise InputError where there are none."""
    words = [word for part in arguments.what for word in part.split()]
    if not words:
        raise InputError(f"store {arguments.action}", "is asked for no word", "Give one.")
    return words


def documents_in(store: Store) -> pd.DataFrame:
    """Return the documents of a store; raise InputError where it holds none."""
    if not store.partitions:
        raise InputError(str(store.folder), "holds no text", "Build it from some texts.")
    return store.documents


def only(store: Store, table: pd.DataFrame, wanted: list[str]) -> pd.DataFrame:
    """Return the rows of the words wanted, `*` for any letters in them; all rows without any."""
    if not wanted:
        return table
    forms = set().union(*(forms_named(store, part) for part in wanted))
    return table[table["token"].isin(list(forms))].reset_index(drop=True)


ANSWERS: dict[str, Callable[[Store, argparse.Namespace], pd.DataFrame]] = {
    "kwic": kwic_rows,
    "frequency": frequency_rows,
    "collocates": collocates_rows,
    "ngrams": ngrams_rows,
    "keyness": keyness_rows,
    "dispersion": dispersion_rows,
}
