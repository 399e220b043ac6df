"""From a file of one text, or a row of a table, to a record."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as calendar_date
from functools import lru_cache
from pathlib import Path

from topoi.errors import InputError
from topoi.text.corpus.columns import KNOWN, missing_column
from topoi.text.corpus.compression import uncompressed

EMPTY = "is empty"
NAMES = {".jsonl": "JSON", ".csv": "CSV", ".parquet": "Parquet"}
DOCUMENTS = (".docx", ".rtf", ".html", ".htm", ".xml")
KINDS = (".txt", *NAMES, *DOCUMENTS)
UNSEEN = r"\s\ufeff\u200b-\u200f\u2060\u00ad"  # may stand at the head of a text and show nothing
LEADING_DATE = re.compile(rf"\A[{UNSEEN}]*date\s+(\S+)")
# An ISO date, alone or with the time of ISO 8601, its zone also as "UTC".
TIME = r"(?:[01]\d|2[0-4])(?::?[0-5]\d(?::?[0-6]\d(?:[.,]\d+)?)?)?"
ISO_DATE = re.compile(
    rf"(\d{{4}}-\d{{2}}-\d{{2}})(?:[Tt ]{TIME} ?(?:[Zz]|UTC|[+-]\d\d(?::?\d\d)?)?)?", re.ASCII
)
AGENCY = re.compile(
    rf"\A(?:[{UNSEEN}]*date\s+\S+[ \t\r]*\n\s*)?[^\n]{{0,160}}?/([A-Z][A-Za-z ]{{1,20}})/(?!,)"
)
LETTER = re.compile(r"[^\W_]")


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


def text_record(path: Path, text: str) -> Record:
    """Return the record of a file that is one text; its head may say date and agency.

    Raises InputError if there is no word in it.
    """
    require_text(text, str(path))
    leading, agency = LEADING_DATE.match(text), AGENCY.match(text)
    return Record(
        doc=Path(uncompressed(path)).stem,
        text=text,
        place=str(path),
        source=agency.group(1) if agency else "",
        date=checked_date(leading.group(1), str(path)) if leading else None,
    )


def row_record(path: Path, number: int, row: Mapping[str, object], *, text_column: str) -> Record:
    """Return the record of one row; columns beyond the known ones become metadata."""
    place = f"{path}:{number}"
    if text_column not in row:
        raise missing_column(place, text_column, list(row))
    text = row[text_column]
    if not isinstance(text, str):
        raise InputError(place, f"has a {text_column!r} that is no text", "Put a string there.")
    require_text(text, place)
    name, date = given(row.get("id")), given(row.get("date"))
    return Record(
        doc=name or f"{path.stem}-{number}",
        text=text,
        place=place,
        source=str(row.get("source") or ""),
        date=checked_date(date, place) if date else None,
        title=str(row.get("title") or ""),
        metadata={k: v for k, v in row.items() if k not in KNOWN and k != text_column},
    )


def given(value: object) -> str:
    """Return a cell as text, "" where nothing is given: no value, or no number.

    >>> given(7), given(None), given(float("nan"))
    ('7', '', '')
    """
    return str(value) if value is not None and value == value else ""  # noqa: PLR0124


def require_text(text: str, place: str) -> None:
    """Raise InputError where there is no letter and no digit, and so nothing to read."""
    if not LETTER.search(text):
        problem = f"{EMPTY}{': no word is in it' if text.strip() else ''}"
        raise InputError(place, problem, "Put the text in or remove it.")


def is_of_no_text(error: InputError) -> bool:
    """Return whether an error is that of `require_text`: nothing is there that could be lost."""
    return error.problem.startswith(EMPTY)


def checked_date(value: str, place: str) -> str:
    """Return the day of an ISO date or time; raise InputError for anything else.

    Blanks around it do not count; anything behind it but a time does.

    >>> checked_date("2025-08-01T10:00:00Z", "a.csv:2")
    '2025-08-01'
    """
    day = day_of(value)
    if not day:
        problem = f"has a date that is no date: {value[:80]!r}"
        raise InputError(place, problem, "Write it as YYYY-MM-DD.")
    return day


@lru_cache(maxsize=4096)  # the texts of one day stand together, mostly
def day_of(value: str) -> str:
    """Return the day of an ISO date or time, "" where it is none.

    >>> day_of("2024-03-05 10:00"), day_of("2024-03-05 not sure"), day_of("2024-02-30")
    ('2024-03-05', '', '')
    """
    found = ISO_DATE.fullmatch(value.strip())
    try:
        return calendar_date.fromisoformat(found[1]).isoformat() if found else ""
    except ValueError:
        return ""


def kind_of(path: Path) -> str:
    """Return the kind of a file without its compression, "" for one that is not read.

    >>> kind_of(Path("news.jsonl.gz"))
    '.jsonl'
    """
    name = uncompressed(path).lower()
    return next((kind for kind in KINDS if name.endswith(kind)), "")
