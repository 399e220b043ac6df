"""The questions that `topoi store` answers, each as a table."""

import argparse
from collections.abc import Callable

import numpy as np
import pandas as pd

from topoi.analysis.store_search import forms_named
from topoi.errors import InputError
from topoi.text.store import Store


def kwic(store: Store, arguments: argparse.Namespace) -> pd.DataFrame:
    """Return a page of the lines that a query finds."""
    from topoi.analysis.store_search import concordance_of

    limit = arguments.rows or store.words
    query = " ".join(words_of(arguments))
    return concordance_of(store, query, first=arguments.first, limit=limit, width=arguments.width)


def frequency(store: Store, arguments: argparse.Namespace) -> pd.DataFrame:
    """Return how often each word occurs, the most frequent first."""
    from topoi.analysis.store_counts import frequency_of

    return only(store, frequency_of(store), arguments.what)


def collocates(store: Store, arguments: argparse.Namespace) -> pd.DataFrame:
    """Return the words near what a query finds, the highest G2 first."""
    from topoi.analysis.store_sequences import collocates_of

    node = " ".join(words_of(arguments))
    return collocates_of(store, node, window=arguments.window, min_count=arguments.min_count)


def ngrams(store: Store, arguments: argparse.Namespace) -> pd.DataFrame:
    """Return the most frequent sequences of words, those that hold every word asked for."""
    from topoi.analysis.store_sequences import ngrams_of

    table = ngrams_of(store, n=arguments.n, min_count=arguments.min_count)
    wanted = [forms_named(store, word) for part in arguments.what for word in part.split()]
    held = [
        all(not forms.isdisjoint(ngram.split()) for forms in wanted) for ngram in table["ngram"]
    ]
    return with_note(table[np.array(held, dtype=bool)].reset_index(drop=True), table)


def keyness(store: Store, arguments: argparse.Namespace) -> pd.DataFrame:
    """Return the words of one part of the texts against all others, or against general English."""
    from topoi.analysis.general_english import NOMINAL_SIZE, general_english
    from topoi.analysis.keyness import keyness
    from topoi.analysis.store_counts import word_counts, word_counts_apart
    from topoi.text.groups import group_of

    if not arguments.by:
        every = word_counts(store)
        kept, english = general_english(every)
        table = keyness(
            kept,
            english,
            size=float(every.sum()),
            reference_size=NOMINAL_SIZE,
            min_count=arguments.min_count,
        )
        return only(store, table, arguments.what)
    groups = group_of(documents_in(store), arguments.by)
    value = " ".join(arguments.what)
    inside = groups.to_numpy() == value
    if not inside.any() or inside.all():
        known = ", ".join(repr(name) for name in sorted(groups.unique())[:10])
        problem = "is what all texts have" if inside.any() else "is what no text has"
        raise InputError(f"--by {arguments.by} {value!r}", problem, f"Give one of {known}.")
    own, rest = word_counts_apart(store, inside)
    return keyness(own, rest, min_count=arguments.min_count)


def dispersion(store: Store, arguments: argparse.Namespace) -> pd.DataFrame:
    """Return how evenly words are spread over the texts, or over parts of them."""
    from topoi.analysis.store_counts import dispersion_of
    from topoi.text.groups import group_of

    parts = None
    if arguments.by:
        groups = group_of(documents_in(store), arguments.by)
        parts = groups.where(groups != "").reset_index(drop=True)
    found = dispersion_of(store, parts=parts)
    table = found[found["count"] >= arguments.min_count] if not arguments.what else found
    ranked = table.sort_values(["count", "token"], ascending=[False, True], ignore_index=True)
    return only(store, with_note(ranked, found), arguments.what)


def words_of(arguments: argparse.Namespace) -> list[str]:
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
    return with_note(table[table["token"].isin(list(forms))].reset_index(drop=True), table)


def with_note(table: pd.DataFrame, origin: pd.DataFrame) -> pd.DataFrame:
    """Return the table with what is said of the one it was taken from."""
    table.attrs = dict(origin.attrs)
    return table


ANSWERS: dict[str, Callable[[Store, argparse.Namespace], pd.DataFrame]] = {
    "kwic": kwic,
    "frequency": frequency,
    "collocates": collocates,
    "ngrams": ngrams,
    "keyness": keyness,
    "dispersion": dispersion,
}
