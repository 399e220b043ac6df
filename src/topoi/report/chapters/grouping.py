"""The column by which a report sets texts side by side: their source, or another."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topoi.errors import InputError
from topoi.project import MARKER, project_root
from topoi.report.evidence.escaping import markdown_text

if TYPE_CHECKING:
    import pandas as pd

SOURCE = "source"
NOT_GIVEN = "not given"
NAMING = ("02-topics.ipynb", "06-collection.ipynb")  # their headings and captions name the column
# Heads of the tables that compare groups.
TAKEN = {
    "From", "Texts", "Passages", "Rate", "Low", "High", "Words", "First", "Last", "What", "Text",
    "Days later", "Voice", "Passage", "Topic", "Against", "Difference", "P", "Q", "Note",
}  # fmt: skip
_SOURCE = re.compile(r"\bsource\b", re.IGNORECASE)
_SETTING = re.compile(r"^topoi:.*\n?(?:[ \t]+.*\n?)*", re.MULTILINE)
_OPTION = re.compile(r"#\| (tbl-cap|fig-cap|fig-alt): ")


def grouping(start: str | Path = ".") -> str:
    """Return the column that the project of `start` compares its texts by."""
    return column_in(project_root(start) / MARKER)


def column_in(file: Path) -> str:
    """Return the column named in `_quarto.yml` as `topoi: {by: COLUMN}`; without one, `source`.

    Raises InputError where the setting is no name.
    """
    import yaml

    if not file.is_file():
        return SOURCE
    settings = (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("topoi") or {}
    by = settings.get("by", SOURCE) if isinstance(settings, dict) else None
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


def with_grouping(settings: str, by: str) -> str:
    """Return `_quarto.yml` with this column in it, and no other.

    >>> with_grouping("lang: en", "country")
    'lang: en\\ntopoi: {"by": "country"}\\n'
    """
    others = _SETTING.sub("", settings)
    return others if by == SOURCE else f"{others.rstrip()}\ntopoi: {json.dumps({'by': by})}\n"


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


def name_column(notebooks: Path, by: str) -> None:
    """Write the column in place of "source" into the prose and captions of the chapters.

    Code stays as it is, except for the lines that are options of its cell.
    """
    if by == SOURCE:
        return
    for file in (notebooks / name for name in NAMING):
        if not file.is_file():
            continue
        notebook = json.loads(file.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            lines = "".join(cell["source"]).split("\n")
            if cell["cell_type"] == "markdown":
                named = [replaced(line, as_markdown(by)) for line in lines]
            else:
                named = [option_named(line, by) for line in lines]
            cell["source"] = "\n".join(named)
        file.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")


def option_named(line: str, by: str) -> str:
    """Return a caption with the column in it, and any other line as it is.

    >>> option_named('#| tbl-cap: "Words of each source."', "year")
    '#| tbl-cap: "Words of each year."'
    """
    found = _OPTION.match(line)
    if not found:
        return line
    words = " ".join(by.split()) if found[1] == "fig-alt" else as_markdown(by)
    return replaced(line, json.dumps(words, ensure_ascii=False)[1:-1])


def replaced(text: str, by: str) -> str:
    """Return the text with `by` for each "source"."""
    return _SOURCE.sub(lambda _: by, text)


def as_markdown(by: str) -> str:
    """Return the column as Markdown; one with a figure in it as a name, since it counts nothing."""
    text = markdown_text(by)
    return f"[{text}]{{.name}}" if any(map(str.isdigit, by)) else text
