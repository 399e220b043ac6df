"""The columns by which a report sets texts side by side: their source, or others."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topoi.errors import InputError
from topoi.project import MARKER, project_root, settings_of
from topoi.report.evidence.escaping import markdown_text
from topoi.text.corpus.corpus import OF_TEXTS, columns_named

if TYPE_CHECKING:
    import pandas as pd

SOURCE = "source"
# Heads of the tables that compare groups.
TAKEN = {
    "From", "Texts", "Passages", "Rate", "Low", "High", "Words", "First", "Last", "What", "Text",
    "Earliest", "Read from", "By chance", "Voice", "Passage", "Topic", "Against", "Difference",
    "P", "Q", "Note",
}  # fmt: skip


def grouping(start: str | Path = ".") -> str:
    """Return the column, or columns with commas, that the project of `start` compares texts by."""
    return column_in(project_root(start) / MARKER)


def column_in(file: Path) -> str:
    """Return what `_quarto.yml` names as `topoi: {by: COLUMN}`; without it, `source`.

    Several columns are written "party,year" or [party, year]. Raises InputError where the setting
    is no name.
    """
    by = settings_of(file).get("by", SOURCE)
    if isinstance(by, list) and all(isinstance(name, str) for name in by):
        by = ",".join(by)
    if not isinstance(by, str) or not by:
        raise InputError(f"{file}: topoi", "names no column", "Write `topoi: {by: source}`.")
    return by


def require_no_column(by: str | None) -> None:
    """Raise InputError where a column is given for a report that is not of other texts."""
    if by:
        raise InputError(
            f"--by {by}",
            "needs --seeds or --codebook",
            "In your own project write `topoi: {by: COLUMN}` into _quarto.yml.",
        )


def title_of(by: str) -> str:
    """Return the columns as the head of a table's column, told apart from the table's own.

    >>> title_of("party,year"), title_of("rate")
    ('Party, year', 'Rate (column)')
    """
    title = ", ".join(own_names(by))
    title = title[:1].upper() + title[1:]
    return f"{title} (column)" if title in TAKEN else title


def ranked(sizes: "Mapping[Any, int] | pd.Series[int]") -> list[Any]:
    """Return what has a size, the largest first, of one size in alphabetical order.

    >>> ranked({"c": 3, "b": 1, "a": 1})
    ['c', 'a', 'b']
    """
    return sorted(sizes.keys(), key=lambda one: (-int(sizes[one]), one))


def largest(sizes: "Mapping[Any, int] | pd.Series[int]", most: int) -> list[Any]:
    """Return the largest of some groups (group -> size), in alphabetical order."""
    return sorted(ranked(sizes)[:most])


def many_of(by: str) -> str:
    """Return how to speak of several values of the column, or several groups by more than one.

    >>> many_of("source"), many_of("country"), many_of("party,year")
    ('sources', 'values of country', 'groups by party and year')
    """
    if by == SOURCE:
        return "sources"
    return f"{'groups by' if len(own_names(by)) > 1 else 'values of'} {in_words(by)}"


def in_words(by: str) -> str:
    """Return how to speak of the columns in a sentence.

    >>> in_words("party,year"), in_words("text.speaker")
    ('party and year', 'speaker')
    """
    return " and ".join(own_names(by))


def own_names(by: str) -> list[str]:
    """Return the names of the columns as the texts have them."""
    return [name.removeprefix(OF_TEXTS) for name in columns_named(by)]


def as_markdown(name: str) -> str:
    """Return a name as Markdown; one with a figure in it is marked, since it counts nothing."""
    text = markdown_text(name)
    return f"[{text}]{{.name}}" if any(map(str.isdigit, name)) else text
