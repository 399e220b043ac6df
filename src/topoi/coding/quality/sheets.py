"""Coding sheets and their keys, read from CSV files."""

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from topoi.coding.quality.judgements import CHOSEN, HIT, NO_HIT, Judgement
from topoi.errors import InputError, Notice
from topoi.text.corpus.columns import missing_column
from topoi.text.corpus.csv_rows import csv_rows

FILLED = ["item", "code", "answer"]
KEY = ["item", "code", "doc", "start", "end", "machine", "drawn_from"]
NUMBERS = ("item", "start", "end", "drawn_from")
WHOLE = re.compile(r"\d{1,15}(?:\.0*)?", re.ASCII)
ANSWERS = {
    "yes": "yes", "y": "yes", "1": "yes", "true": "yes",
    "no": "no", "n": "no", "0": "no", "false": "no",
    "borderline": "borderline", "?": "borderline",
}  # fmt: skip
DRAWN_FROM = {
    "yes": HIT,
    "no": NO_HIT,
}  # by what the machine said of a unit; 0 units: it was not drawn


def read_sheet(
    path: str | Path, columns: Sequence[str] = FILLED, *, notices: list[Notice] | None = None
) -> pd.DataFrame:
    """Return a sheet or key from a CSV file, also as a spreadsheet saves it: the columns asked for.

    `notices` collects how it was read. Raises InputError, with the line, for a file without these
    columns, a row of too many cells, an item twice, what should be a whole number or an answer.
    """
    place = Path(path)
    lines: dict[str, int] = {}
    rows: list[dict[str, object]] = []
    try:
        for entry in csv_rows(place, partial(require_columns, columns)):
            if isinstance(entry, InputError):
                raise entry
            if isinstance(entry, Notice):
                if notices is not None:
                    notices.append(entry)
                continue
            line, row = entry
            if any(row.values()):
                at = f"{place}:{line}"
                rows.append({name: sheet_cell(name, row[name] or "", at) for name in columns})
                first = lines.setdefault(str(rows[-1]["item"]), line)
                if first != line:
                    problem = f"repeats the item {rows[-1]['item']} of line {first}"
                    raise InputError(at, problem, "Keep one of them.")
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "Give the CSV file.") from None
    return pd.DataFrame(rows, columns=list(columns))


def sheet_columns(path: Path) -> list[str]:
    """Return the names of the columns of a sheet or key; raises InputError for what is neither."""
    names: list[str] = []

    def taken(place: str, found: Sequence[str], between: str) -> None:
        require_columns(["item", "code"], place, found, between)
        names.extend(found)

    try:
        next(iter(csv_rows(path, taken)), None)
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "Give the CSV file.") from None
    return names


def require_columns(columns: Sequence[str], place: str, names: Sequence[str], between: str) -> None:
    """Raise InputError for a table without one of the columns."""
    for name in columns:
        if name not in names:
            raise missing_column(place, name, names, between)


def sheet_cell(name: str, value: str, place: str) -> int | str:
    """Return a cell of a sheet or key, a number where it is one; raises InputError at `place`."""
    if name in NUMBERS:
        if not WHOLE.fullmatch(value):
            raise InputError(place, f"has the {name} {value!r}", "Write a whole number.")
        return int(float(value))
    return answer_of(value, place) if name == "answer" else value


def answer_of(text: object, place: str) -> str:
    """Return yes, no, borderline or "" (not answered); raises InputError at `place`."""
    if text is None or (isinstance(text, float) and np.isnan(text)) or not str(text).strip():
        return ""
    told = ANSWERS.get(str(text).strip().lower())
    if told is None:
        raise InputError(place, f"has the answer {text!r}", "Write yes, no or borderline.")
    return told


def sheet_judgements(
    sheet: pd.DataFrame, key: pd.DataFrame, *, file: str = "coding sheet", reader: str = ""
) -> list[Judgement]:
    """Return what a filled sheet says of the units of its key; "" is the verdict on those left.

    Items of a key that says 0 units to draw from were chosen, not drawn. Raises InputError for a
    sheet that is not the key's, or an answer that is none.
    """
    joined = sheet[FILLED].astype({"item": int}).merge(key, on=["item", "code"])
    if len(joined) != len(key):
        absent = sorted(set(key["item"]) - set(joined["item"]))
        named = ", ".join(map(str, absent[:5])) + (", ..." if len(absent) > 5 else "")
        problem = f"does not fit its key{f': it lacks {named}' if absent else ''}"
        raise InputError(file, problem, "Score the whole sheet that was drawn with it.")
    drawn = joined.groupby(["code", "machine"])["item"].transform("size")
    return [
        Judgement(
            *(reader, "", row.code, row.doc, int(row.start), int(row.end)),
            answer_of(row.answer, f"{file}, item {row.item}"),
            DRAWN_FROM[row.machine] if row.drawn_from else CHOSEN,
            *(file, int(row.item)),
            *((int(row.drawn_from), int(of)) if row.drawn_from else ()),
        )
        for row, of in zip(joined.itertuples(), drawn, strict=True)
    ]
