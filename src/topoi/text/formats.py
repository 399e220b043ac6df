"""From a file of one text, or a row of a table, to a record."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as calendar_date
from pathlib import Path

from topoi.errors import InputError

SUFFIXES = (".txt", ".jsonl", ".csv", ".parquet")
KNOWN = frozenset({"id", "date", "source", "title"})
LEADING_DATE = re.compile(r"\A\s*date\s+(\S+)")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
AGENCY = re.compile(r"\A[^\n]{0,160}?/([A-Z][A-Za-z ]{1,20})/")


@dataclass(frozen=True)
class Record:
    """One text as it stands in its file, with what the file says about it."""

    doc: str
    text: str
    place: str
    source: str = ""
    date: str | None = None
    title: str = ""
    metadata: Mapping[str, object] = field(default_factory=dict)


def plain_record(path: Path) -> Record:
    """Return the record of a .txt file, its date and agency read from its first line."""
    text = decode(path)
    require_text(text, str(path))
    leading = LEADING_DATE.match(text)
    date = checked_date(leading.group(1), str(path)) if leading else None
    agency = AGENCY.match(text)
    return Record(
        doc=path.stem,
        text=text,
        place=str(path),
        source=agency.group(1) if agency else "",
        date=date,
    )


def decode(path: Path) -> str:
    """Return the file's text, its line ends untouched; raise InputError if it is not UTF-8."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{path}:{line}",
            f"is not UTF-8 (byte {error.start} is 0x{data[error.start]:02x})",
            "Save the text as UTF-8.",
        ) from None


def row_record(path: Path, number: int, row: Mapping[str, object], *, text_column: str) -> Record:
    """Return the record of one row; columns beyond the known ones become metadata."""
    place = f"{path}:{number}"
    if text_column not in row:
        raise missing_column(place, text_column, list(row))
    text = row[text_column]
    if not isinstance(text, str):
        raise InputError(place, f"has a {text_column!r} that is no text", "Put a string there.")
    require_text(text, place)
    name, date = row.get("id"), row.get("date")
    return Record(
        doc=str(name) if name not in (None, "") else f"{path.stem}-{number}",
        text=text,
        place=place,
        source=str(row.get("source") or ""),
        date=checked_date(str(date), place) if date else None,
        title=str(row.get("title") or ""),
        metadata={k: v for k, v in row.items() if k not in KNOWN and k != text_column},
    )


def require_text(text: str, place: str) -> None:
    """Raise InputError where there is nothing to read."""
    if not text.strip():
        raise InputError(place, "is empty", "Put the text in or remove it.")


def checked_date(value: str, place: str) -> str:
    """Return the day of an ISO date or time; raise InputError for anything else.

    >>> checked_date("2025-08-01T10:00:00Z", "a.csv:2")
    '2025-08-01'
    """
    day = value[:10]
    try:
        if not ISO_DATE.fullmatch(day):
            raise ValueError
        calendar_date.fromisoformat(day)
    except ValueError:
        raise InputError(
            place, f"has a date that is no date: {value!r}", "Write it as YYYY-MM-DD."
        ) from None
    return day


def missing_column(place: str, wanted: str, found: list[str]) -> InputError:
    """Return the error for a table without its text column."""
    names = ", ".join(map(str, found)) or "none"
    return InputError(
        place, f"has no `{wanted}` column (its columns: {names})", "Rename one to `text`."
    )
