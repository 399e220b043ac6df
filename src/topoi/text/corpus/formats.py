"""From a file of one text, or a row of a table, to a record."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as calendar_date
from pathlib import Path
from typing import IO, Any, cast

from topoi.errors import InputError

KNOWN = frozenset({"id", "date", "source", "title"})
LEADING_DATE = re.compile(r"\A\s*date\s+(\S+)")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
AGENCY = re.compile(r"\A[^\n]{0,160}?/([A-Z][A-Za-z ]{1,20})/(?!,)")
COMPRESSED = (".gz", ".bz2", ".xz", ".zst")
NAMES = {".jsonl": "JSON", ".csv": "CSV", ".parquet": "Parquet"}
DOCUMENTS = (".docx", ".rtf", ".html", ".htm", ".xml")
KINDS = (".txt", *NAMES, *DOCUMENTS)
BATCH = 256
BUFFER = 1 << 18  # with the usual 8 kB, a thread at work beside is let in at every second line
LONGEST_FIELD = 2**31 - 1
ESCAPED_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
Row = tuple[int, dict[str, Any]]


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


def text_record(path: Path) -> Record:
    """Return the record of a .txt file, compressed or not; its first line may say date and agency.

    Its line ends stay untouched. Raises InputError if it is empty or not UTF-8.
    """
    with opened(path) as stream:
        data = stream.read()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{path}:{line}",
            f"is not UTF-8 (byte {error.start} is 0x{data[error.start]:02x})",
            "Save the text as UTF-8.",
        ) from None
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


def require_texts(path: Path, text_column: str, names: list[str]) -> None:
    """Raise InputError for a table with neither texts nor paths to them."""
    if text_column not in names and "path" not in names:
        raise missing_column(str(path), text_column, names)


def kind_of(path: Path) -> str:
    """Return the kind of a file without its compression, "" for one that is not read.

    >>> kind_of(Path("news.jsonl.gz"))
    '.jsonl'
    """
    name = uncompressed(path).lower()
    return next((kind for kind in KINDS if name.endswith(kind)), "")


def uncompressed(path: Path) -> str:
    """Return the name of a file without the endings of compression."""
    name = path.name
    while name.lower().endswith(COMPRESSED):
        name = name.rpartition(".")[0]
    return name


def rows_in(path: Path, *, text_column: str) -> Iterator[Row | InputError]:
    """Yield number and cells of each row of a .jsonl, .csv or .parquet file, without holding it.

    A row that cannot be read is yielded as the InputError that describes it. Where the file itself
    breaks, the error comes last. A compressed file is checked to its end first, so that a
    truncated one gives its error and no rows.
    """
    broken = check_whole(path)
    if broken:
        yield broken
        return
    readers = {".jsonl": json_lines, ".csv": csv_rows, ".parquet": parquet_rows}
    number = 0
    try:
        for row in readers[kind_of(path)](path, text_column):
            number += 1
            yield row
    except InputError as error:
        yield error
    except Exception as error:
        if not isinstance(error, (OSError, EOFError, UnicodeDecodeError, csv.Error, ValueError)):
            raise
        yield broken_file(path, number, reason(error))
    else:
        if not number:
            yield InputError(str(path), "has no rows", "Put the texts in or remove the file.")


def broken_file(path: Path, rows: int, why: str) -> InputError:
    """Return the error for a file that is none of its kind, or is one up to some row only."""
    kept = f"breaks off after {rows:,} rows, which are kept"
    problem = kept if rows else f"cannot be read as {NAMES[kind_of(path)]}"
    return InputError(str(path), f"{problem} ({why})", "Mend or replace the file.")


def reason(error: Exception) -> str:
    """Return what an error says, on one line and not long."""
    return " ".join(str(error).split())[:120] or type(error).__name__


def check_whole(path: Path) -> InputError | None:
    """Return what is wrong with a compressed file, None where nothing is or it is not one."""
    if not path.name.lower().endswith(COMPRESSED):
        return None
    try:
        with opened(path) as stream:
            while stream.read(1 << 20):
                pass
    except Exception as error:
        # The decompressors raise errors of their own kinds; any of them means the same here.
        problem = f"cannot be decompressed ({reason(error)})"
        return InputError(str(path), problem, "Get the file again.")
    return None


def opened(path: Path) -> IO[bytes]:
    """Return the bytes of a file as a stream, decompressed by what its name ends with."""
    name = path.name.lower()
    if name.endswith(".gz"):
        import gzip

        return cast(IO[bytes], gzip.open(path))
    if name.endswith(".bz2"):
        import bz2

        return cast(IO[bytes], bz2.open(path))
    if name.endswith(".xz"):
        import lzma

        return cast(IO[bytes], lzma.open(path))
    if name.endswith(".zst"):
        import pyarrow as pa

        stream = pa.CompressedInputStream(pa.OSFile(str(path)), "zstd")
        return cast(IO[bytes], io.BufferedReader(stream))
    return path.open("rb", buffering=BUFFER)


def json_lines(path: Path, _text_column: str) -> Iterator[Row | InputError]:
    """Yield the object of each line that is not blank."""
    with opened(path) as stream:
        for number, line in enumerate(stream, start=1):
            if not line.isspace():
                yield json_row(line, number, f"{path}:{number}")


def json_row(line: bytes, number: int, place: str) -> Row | InputError:
    """Return one line as a row."""
    try:
        row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        problem = f"is not UTF-8 (byte {error.start} of the line)"
        return InputError(place, problem, "Save the text as UTF-8.")
    except ValueError as error:
        return InputError(place, f"is no JSON ({reason(error)})", "Write one object a line.")
    if not isinstance(row, dict):
        return InputError(place, "is no JSON object", "Write one object a line.")
    # Only an escape can bring half a character into a line that is UTF-8.
    halved = halved_field(row) if ESCAPED_HALF.search(line) else ""
    if halved:
        return InputError(place, f"has {halved}", "Write the character whole or take it out.")
    return number, row


def halved_field(row: dict[str, Any]) -> str:
    """Return where a row has half a character, a lone surrogate, that no file can hold; else "".

    >>> halved_field({"text": "No \\ud800."})
    "a lone surrogate in 'text' (character 3 is U+D800)"
    """
    for name, value in row.items():
        plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for part in (name, plain):
            try:
                part.encode("utf-8")
            except UnicodeEncodeError as error:
                sign = f"U+{ord(part[error.start]):04X}"
                label = name.encode("ascii", "backslashreplace").decode()
                return f"a lone surrogate in {label!r} (character {error.start} is {sign})"
    return ""


def csv_rows(path: Path, text_column: str) -> Iterator[Row | InputError]:
    """Yield the cells of each row; the header is row 1."""
    csv.field_size_limit(LONGEST_FIELD)
    with opened(path) as stream, io.TextIOWrapper(stream, "utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        require_texts(path, text_column, list(reader.fieldnames or []))
        for number, row in enumerate(reader, start=2):
            if None in row:
                # Its text may be cut at a comma.
                problem = "has more cells than there are columns"
                yield InputError(f"{path}:{number}", problem, "Put a text with commas in quotes.")
            else:
                yield number, row


def parquet_rows(path: Path, text_column: str) -> Iterator[Row | InputError]:
    """Yield the cells of each row of a Parquet file, one small batch in memory at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            require_texts(path, text_column, file.schema_arrow.names)
            batches = file.iter_batches(batch_size=BATCH)
            yield from enumerate((row for some in batches for row in some.to_pylist()), start=1)
    except pa.ArrowException as error:
        raise OSError(reason(error)) from None
