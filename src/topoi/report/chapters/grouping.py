"""The column by which a report sets texts side by side: their source, or another."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topoi.errors import InputError
from topoi.project import MARKER, project_root, settings_of
from topoi.report.evidence.escaping import markdown_text

if TYPE_CHECKING:
    import pandas as pd

SOURCE = "source"
NOT_GIVEN = "not given"
# Heads of the tables that compare groups.
TAKEN = {
    "From", "Texts", "Passages", "Rate", "Low", "High", "Words", "First", "Last", "What", "Text",
    "Days later", "Voice", "Passage", "Topic", "Against", "Difference", "P", "Q", "Note",
}  # fmt: skip


def grouping(start: str | Path = ".") -> str:
    """Return the column that the project of `start` compares its texts by."""
    return column_in(project_root(start) / MARKER)


def column_in(file: Path) -> str:
    """Return the column named in `_quarto.yml` as `topoi: {by: COLUMN}`; without one, `source`.

    Raises InputError where the setting is no name.
    """
    by = settings_of(file).get("by", SOURCE)
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
    """Return the column as the head of a table's column, told apart from the table's own.

    >>> title_of("country"), title_of("rate")
    ('Country', 'Rate (column)')
    """
    title = by[:1].upper() + by[1:]
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
    """Return how to speak of several values of the column.

    >>> many_of("source"), many_of("country")
    ('sources', 'values of country')
    """
    return "sources" if by == SOURCE else f"values of {by}"


def as_markdown(name: str) -> str:
    """Return a name as Markdown; one with a figure in it is marked, since it counts nothing."""
    text = markdown_text(name)
    return f"[{text}]{{.name}}" if any(map(str.isdigit, name)) else text
