"""The chapter on collections: what is in one, and what could not be read."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from topoi.report.chapters.grouping import SOURCE, title_of
from topoi.report.chapters.results import ROWS
from topoi.report.chapters.tables import Column, Table, table
from topoi.report.chapters.words import note_of
from topoi.report.evidence.citing import Sentence, cite, measured, name, sentence
from topoi.text.corpus.corpus import GROUP, NOT_GIVEN, Corpus, with_groups
from topoi.text.voices.genre import GENRE, SPEECH, TRANSCRIPT

if TYPE_CHECKING:
    from topoi.analysis.measures.inventory import Inventory


PLURALS = {SPEECH: "Speeches", TRANSCRIPT: "Transcripts"}


def inventory_of(corpus: Corpus) -> "Inventory":
    """Return the inventory of the texts read, with those that could not be read."""
    from topoi.analysis.measures.inventory import inventory
    from topoi.text.corpus.formats import Record

    dates = corpus.documents["date"].dt.strftime("%Y-%m-%d")
    rows = zip(corpus.documents["doc"], corpus.documents["source"], dates, strict=True)
    records = (
        Record(doc, corpus.texts[doc], doc, source=source, date=None if pd.isna(date) else date)
        for doc, source, date in rows
    )
    return inventory(records, aside=corpus.aside, notices=corpus.notices)


def collection_sentence(corpus: Corpus, inventory: "Inventory") -> Sentence:
    """Return how many texts there are, from when, and what is to be known before counting."""
    values = dict(zip(inventory.overview["measure"], inventory.overview["value"], strict=True))
    whole = corpus.documents.rename(columns={"n_chars": "end"}).assign(start=0)
    counted = partial(measured, source="tbl-collection-overview", digits=0)
    of = sentence(" of {sources} sources", sources=counted(values["sources"], how="sources"))
    first, last = (name(values[f"{edge} date"]) for edge in ("first", "last"))
    told = " of {first}" if first == last else " from {first} to {last}"
    span = sentence(told, first=first, last=last)
    return sentence(
        "What is in the collection? {n} texts{of}{span}; copies of another: {exact}, near copies: "
        "{near}, not readable and set aside: {aside}.",
        n=cite(whole[["doc", "start", "end"]], label="Texts"),
        of=of if corpus.documents["source"].nunique() > 1 else "",
        span=span if corpus.documents["date"].notna().any() else "",
        aside=counted(len(corpus.aside), how="texts set aside"),
        exact=counted(values["exact duplicates"], how="exact duplicates"),
        near=counted(values["near duplicates"], how="near duplicates"),
    )


def overview_table(inventory: "Inventory") -> Table:
    """Return the measures of the whole collection, zeros shown."""
    columns = [Column("What", "measure"), Column("Value", "value", how="{measure}")]
    return table(inventory.overview, columns, source="tbl-collection-overview")


def groups_table(
    corpus: Corpus, words: pd.DataFrame, *, by: str = SOURCE, most: int = ROWS
) -> Table:
    """Return texts, words and dates of each source (or other `by`), the most texts first.

    Where some texts are speeches or transcripts, it says how many.
    """
    sizes = corpus.documents["doc"].map(words["doc"].value_counts()).fillna(0)
    placed = with_groups(corpus.documents, by).assign(
        words=sizes, start=0, end=corpus.documents["n_chars"], kind="text"
    )
    columns = [
        Column(title_of(by), "group"),
        Column("Texts", lambda row: f"{title_of(by)}: {row['group']}", "count"),
        *(
            Column(PLURALS[kind], kind, how=PLURALS[kind].lower())
            for kind in unusual_genres(corpus)
        ),
        Column("Words", "words", how="words"),
        Column("First", "first", empty=NOT_GIVEN),
        Column("Last", "last", empty=NOT_GIVEN),
    ]
    groups = sorted(placed.groupby(GROUP), key=lambda item: (-len(item[1]), item[0]))
    rows = [
        {
            "group": group,
            "own": own[["doc", "start", "end"]],
            "words": own["words"].sum(),
            **{kind: (own[GENRE] == kind).sum() for kind in unusual_genres(corpus)},
            "first": own["date"].min(),
            "last": own["date"].max(),
        }
        for group, own in groups
    ]
    return table(rows, columns, most=most, source="tbl-collection-groups")


def unusual_genres(corpus: Corpus) -> list[str]:
    """Return the genres of the texts but articles, which most are."""
    found = set(corpus.documents.get(GENRE, ()))
    return [genre for genre in PLURALS if genre in found]


def languages_table(inventory: "Inventory") -> Table:
    """Return the languages of the texts."""
    columns = [
        Column("Language", "language"),
        Column("Texts", "documents", how="texts"),
        Column("Share", "share", how="share of texts", digits=1, percent=True),
    ]
    note = note_of(inventory.languages)
    return table(inventory.languages, columns, source="tbl-collection-languages", note=note)


def duplicates_table(corpus: Corpus, inventory: "Inventory", *, most: int = ROWS) -> Table:
    """Return the texts that repeat another, exactly or nearly, the most similar first."""
    heads = corpus.documents.set_index("doc")["title"]
    found = inventory.duplicates.sort_values(["similarity", "doc"], ascending=[False, True])
    columns = [
        Column("Text", "doc"),
        Column("Like", "like"),
        Column("Title", lambda row: heads.get(row["doc"], ""), "quoted", empty="—"),
        Column("How", "kind"),
        Column("Similarity", "similarity", how="similarity of two texts", digits=1),
    ]
    note = note_of(inventory.duplicates)
    return table(found, columns, source="tbl-collection-duplicates", note=note, most=most)


def aside_table(inventory: "Inventory", *, most: int = ROWS) -> Table:
    """Return what could not be read, by file and row, and what is wrong with it."""
    columns = [Column("Place", lambda row: Path(row["place"]).name), Column("Problem", "problem")]
    return table(inventory.aside, columns, source="tbl-collection-aside", most=most)


def notices_table(
    notices: pd.DataFrame, *, most: int = ROWS, source: str = "tbl-collection-notices"
) -> Table:
    """Return what was read otherwise than it stands, or passed over, by file and row."""
    columns = [Column("Place", lambda row: Path(row["place"]).name), Column("Notice", "said")]
    return table(notices, columns, source=source, most=most)
