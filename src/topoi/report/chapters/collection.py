"""The chapter on collections: what is in one, and what could not be read."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from topoi.report.chapters.grouping import SOURCE, title_of
from topoi.report.chapters.tables import Table, table
from topoi.report.chapters.time import NOT_GIVEN, ROWS
from topoi.report.chapters.words import beyond, told
from topoi.report.evidence.citing import Sentence, cite, measured, name, prose, quoted, sentence
from topoi.text.corpus.corpus import GROUP, Corpus, with_groups

if TYPE_CHECKING:
    from topoi.analysis.measures.inventory import Inventory

Made = TypeVar("Made")
ONE_TEXT = sentence("This needs more than one text.")


def of_several(corpus: Corpus, make: Callable[[], Made]) -> Made | Sentence:
    """Return what `make` makes, or for one text the sentence that it needs more than one."""
    return make() if len(corpus) > 1 else ONE_TEXT


def show(made: object) -> None:
    """Show a figure as pyplot does, and anything else as a cell's result."""
    import matplotlib.pyplot as plt
    from IPython.display import display
    from matplotlib.figure import Figure

    if isinstance(made, Figure):
        plt.show()
    else:
        display(made)


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
    return inventory(records, aside=corpus.aside)


def collection_sentence(corpus: Corpus, inventory: "Inventory") -> Sentence:
    """Return how many texts there are, from when, and what is to be known before counting."""
    source = "tbl-collection-overview"
    values = dict(zip(inventory.overview["measure"], inventory.overview["value"], strict=True))
    whole = corpus.documents.rename(columns={"n_chars": "end"}).assign(start=0)
    aside = measured(len(corpus.aside), how="texts set aside", source=source, digits=0)
    return sentence(
        "What is in the collection? {n} texts of {sources} sources from {first} to {last}; {exact} "
        "are copies of another, {near} nearly so; {aside} could not be read and {were} set aside.",
        n=cite(whole[["doc", "start", "end"]], label="Texts"),
        first=name(values["first date"]),
        last=name(values["last date"]),
        aside=aside,
        were="was" if len(corpus.aside) == 1 else "were",
        **{
            key: measured(float(values[measure]), how=measure, source=source, digits=0)
            for key, measure in {
                "sources": "sources",
                "exact": "exact duplicates",
                "near": "near duplicates",
            }.items()
        },
    )


def overview_table(inventory: "Inventory") -> Table:
    """Return the measures of the whole collection, zeros shown."""
    source = "tbl-collection-overview"
    rows = [
        {
            "What": name(measure),
            "Value": measured(float(value), how=measure, source=source, digits=0)
            if isinstance(value, int)
            else name(value),
        }
        for measure, value in inventory.overview.itertuples(index=False)
    ]
    return table(pd.DataFrame(rows))


def groups_table(
    corpus: Corpus, words: pd.DataFrame, *, by: str = SOURCE, most: int = ROWS
) -> Table:
    """Return texts, words and dates of each source (or other `by`), the most texts first."""
    sizes = corpus.documents["doc"].map(words["doc"].value_counts()).fillna(0)
    placed = with_groups(corpus.documents, by).assign(
        words=sizes, start=0, end=corpus.documents["n_chars"], kind="text"
    )
    groups = sorted(placed.groupby(GROUP), key=lambda item: (-len(item[1]), item[0]))
    rows = []
    for group, own in groups:
        dated = own["date"].dropna()
        spans = own[["doc", "start", "end"]]
        rows.append(
            {
                title_of(by): name(group or NOT_GIVEN),
                "Texts": cite(spans, label=f"Texts of {group or f'no {by}'}"),
                "Words": measured(own["words"].sum(), hits=spans, how="words", digits=0),
                "First": name(f"{dated.min():%Y-%m-%d}" if len(dated) else NOT_GIVEN),
                "Last": name(f"{dated.max():%Y-%m-%d}" if len(dated) else NOT_GIVEN),
            }
        )
    note = beyond(len(rows), most, source="tbl-collection-sources")
    return table(pd.DataFrame(rows), most=most, note=note)


def languages_table(inventory: "Inventory") -> Table:
    """Return the languages of the texts."""
    source = "tbl-collection-languages"
    rows = [
        {
            "Language": name(row["language"]),
            "Texts": measured(row["documents"], how="texts", source=source, digits=0),
            "Share": measured(row["share"], how="share of texts", source=source, percent=True),
        }
        for row in inventory.languages.to_dict("records")
    ]
    return table(
        pd.DataFrame(rows, columns=["Language", "Texts", "Share"]), note=told(inventory.languages)
    )


def duplicates_table(corpus: Corpus, inventory: "Inventory", *, most: int = ROWS) -> Table:
    """Return the texts that repeat another, exactly or nearly, the most similar first."""
    heads = corpus.documents.set_index("doc")["title"]
    found = inventory.duplicates.sort_values(["similarity", "doc"], ascending=[False, True])
    rows = [
        {
            "Text": name(row["doc"]),
            "Like": name(row["like"]),
            "Title": quoted(str(heads.get(row["doc"], "")) or "—"),
            "How": name(row["kind"]),
            "Similarity": measured(
                row["similarity"], how="similarity of two texts", source="tbl-collection-duplicates"
            ),
        }
        for row in found.to_dict("records")
    ]
    columns = ["Text", "Like", "Title", "How", "Similarity"]
    note = prose(
        told(inventory.duplicates), beyond(len(rows), most, source="tbl-collection-duplicates")
    )
    return table(pd.DataFrame(rows, columns=columns), most=most, note=note)


def aside_table(inventory: "Inventory", *, most: int = ROWS) -> Table:
    """Return what could not be read, by file and row, and what is wrong with it."""
    rows = [
        {"Place": name(Path(row["place"]).name), "Problem": name(row["problem"])}
        for row in inventory.aside.to_dict("records")
    ]
    note = beyond(len(rows), most, source="tbl-collection-aside")
    if not rows:
        note = sentence("Every text could be read.")
    return table(pd.DataFrame(rows, columns=["Place", "Problem"]), most=most, note=note)


def words_by_text(words: pd.DataFrame) -> "pd.Series[int]":
    """Return the number of words of each text."""
    return words["doc"].value_counts()
