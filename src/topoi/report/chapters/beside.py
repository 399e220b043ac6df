"""Codebooks of one study that share codes, set beside each other: where they say the same."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.quality.between_codebooks import (
    codebook_agreement,
    hits_of_code,
    only_in_one,
    shared_codes,
    without_shared_codes,
)
from topoi.coding.quality.reliability import units_of_coding
from topoi.report.chapters.appendix import in_brackets
from topoi.report.chapters.codebooks import title
from topoi.report.chapters.quality import CONTEXT, agreement_columns, interval_note
from topoi.report.chapters.results import ROWS, place_column
from topoi.report.chapters.sentences import with_unit
from topoi.report.chapters.tables import Column, Table, table
from topoi.report.evidence.citing import (
    Cited,
    Sentence,
    cite,
    enumeration,
    measured,
    name,
    sentence,
)
from topoi.study import Study

SILENT = (
    "A text in which a coder marked nothing counts as one that holds none of the codes, whether or "
    "not it was read."
)
UNDEFINED = "Kappa and alpha are undefined where neither coding marks any sentence."
MATCHED = "Passages match that overlap, one to one; F1 is twice these over the passages of both."


def codebooks_beside(study: Study, book: Codebook) -> list[Codebook]:
    """Return the other codebooks of a study that have a code in common with one."""
    return [one for one in study.codebooks if one.id != book.id and shared_codes(book, one)]


def beside_sentence(study: Study, book: Codebook) -> Sentence:
    """Return which other codebooks have codes of this one; "" where none has.

    Where this one is of passages marked by hand, it says that none has, instead.
    """
    others = codebooks_beside(study, book)
    if book in without_shared_codes(study.codebooks):
        return sentence(
            "The same texts are coded by {others}, too, but no code there is one of these, so that "
            "it cannot be said how far the codings agree. Codes are the same where they have one "
            "id, or where the number of the one is the id of the other.",
            others=enumeration([name(one.title) for one in study.codebooks if one.id != book.id]),
        )
    if not others:
        return sentence("")
    told = [
        sentence(
            "{title} ({n} in common)",
            title=name(one.title),
            n=with_unit(
                measured(len(shared_codes(book, one)), how="codes in common", digits=0), unit="code"
            ),
        )
        for one in others
    ]
    return sentence(
        "The same texts are coded by {others}, too. What follows says how far the codings agree; "
        "it does not say which of them is right.",
        others=enumeration(told),
    )


def agreement_of(study: Study, book: Codebook) -> pd.DataFrame:
    """Return how far a codebook agrees with those beside it, code by code."""
    units = units_of_coding(study.segments).reset_index(drop=True)
    return codebook_agreement(study.hits, book, codebooks_beside(study, book), units)


def passages_beside(found: pd.DataFrame, study: Study, book: Codebook) -> Table:
    """Return the passages of each shared code in both codebooks, and how many match."""
    hits, labels = study.hits, study.labels(book.id)
    titles = {one.id: one.title for one in study.codebooks}

    def here(row: Mapping[str, Any]) -> Cited:
        own = hits_of_code(hits, book.id, row["code"])
        return cite(own, label=f"{labels[row['code']]}: {book.title}")

    def there(row: Mapping[str, Any]) -> Cited:
        label = f"{labels[row['code']]}: {titles[row['other']]}"
        return cite(passages_there(study, book, row), label=label)

    columns = [
        *names_of(study, book),
        Column("Here", here),
        Column("There", there),
        Column("Matched", "matched", how="passages of both codebooks that overlap", digits=0),
        Column("F1", "f1", how="F1 of the passages of two codebooks", digits=2, empty="—"),
    ]
    return table(found, columns, source=f"tbl-{book.id}-beside", note=MATCHED)


def units_beside(found: pd.DataFrame, study: Study, book: Codebook) -> Table:
    """Return how far both codebooks mark the same sentences and headings, beyond chance."""
    columns = [
        *names_of(study, book),
        *agreement_columns("sentences and headings of all texts", "both codebooks"),
    ]
    note = f"{SILENT} {UNDEFINED} {interval_note(study.segments)}"
    return table(found, columns, source=f"tbl-{book.id}-beside-units", note=note)


def differences_beside(study: Study, book: Codebook) -> Table:
    """Return the passages of shared codes that one of both codebooks has alone, in context, the
    passage in brackets."""
    texts = study.corpus.texts
    found = only_in_one(study.hits, book, codebooks_beside(study, book))
    titles = {one.id: one.title for one in study.codebooks}
    columns = [
        *names_of(study, book),
        Column("Only in", lambda row: titles[row["only_in"]]),
        place_column(found, study.corpus),
        Column(
            "Passage",
            lambda row: in_brackets(texts[row["doc"]], row["start"], row["end"], CONTEXT),
            "quoted",
        ),
    ]
    return table(found, columns, source=f"tbl-{book.id}-beside-alone", most=ROWS)


def passages_there(study: Study, book: Codebook, row: Mapping[str, Any]) -> pd.DataFrame:
    """Return the passages that another codebook finds for a code of this one."""
    codes = shared_codes(book, study.codebook(row["other"]))
    return hits_of_code(study.hits, row["other"], codes[row["code"]])


def names_of(study: Study, book: Codebook) -> Sequence[Column]:
    """Return the columns that name the code and the other codebook."""
    codes = {code.id: title(code) for code in book.codes}
    books = {one.id: one.title for one in study.codebooks}
    return [
        Column("Code", lambda row: codes[row["code"]]),
        Column("Other coding", lambda row: books[row["other"]]),
    ]
