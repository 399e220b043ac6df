"""The rows of a file with one JSON object a line."""

import codecs
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any

from topoi.errors import InputError, Notice
from topoi.text.corpus.columns import column_names, repeated_column, unlike_known
from topoi.text.corpus.compression import largest_text, opened, reason, too_large
from topoi.text.corpus.encodings import UTF8, marked_encoding, read_as

ESCAPED_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
DEPTH = 100  # beyond it, later readers of a row may run out of room
CONTAINERS = frozenset({dict, list})
ONE_A_LINE = "Write one object a line."
Row = tuple[int, dict[str, Any]]


def json_lines(path: Path) -> Iterator[Row | InputError | Notice]:
    """Yield number and object of each line that is not blank, then what is to be told of the file.

    A line that is no object of its own is yielded as the InputError that describes it. Blanks
    around a name are taken off.
    """
    encoding, limit = marked_encoding(path), largest_text()
    names: list[str] = []
    plain: list[str] = []
    with opened(path) as stream:
        for number, written in enumerate(lines_of(stream, encoding, limit), start=1):
            line = written.removeprefix(codecs.BOM_UTF8)  # also where files were joined
            if line.isspace() or not line:
                continue
            if len(line) > limit:
                pass_over(stream, limit)
                yield too_large(f"{path}:{number}")
                continue
            row = json_row(line, path, number)
            if isinstance(row, InputError):
                if not names and line.strip() in {b"{", b"["}:
                    problem = "is no JSON Lines: its first object or list goes over several lines"
                    yield InputError(f"{path}:{number}", problem, ONE_A_LINE)
                    return
                yield row
                continue
            # The lines of a file mostly have the same names, which are looked at once.
            if [*row] != names:
                try:
                    plain = column_names([*row], f"{path}:{number}")
                except InputError as error:
                    yield error
                    continue
                names = [*row]
            yield number, row if plain == names else dict(zip(plain, row.values(), strict=True))
    yield from read_as(path, encoding)
    yield from unlike_known(path, plain)


def lines_of(stream: IO[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    """Return the lines of a stream in UTF-8, of one that is too long no more than that shows it."""
    if encoding == UTF8:
        return iter(partial(stream.readline, limit + 1), b"")
    text = io.TextIOWrapper(stream, encoding, newline="\n")
    return map(str.encode, iter(partial(text.readline, limit // 4), ""))


def pass_over(stream: IO[bytes], limit: int) -> None:
    """Read on to the end of a line without keeping it."""
    while (piece := stream.readline(limit)) and not piece.endswith(b"\n"):
        pass


def unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; raise KeyError, with how often, for a name that stands in it twice."""
    row = dict(pairs)
    if len(row) < len(pairs):
        raise KeyError(*Counter(name for name, _ in pairs).most_common(1)[0])
    return row


DECODER = json.JSONDecoder(object_pairs_hook=unrepeated)


def json_row(line: bytes, path: Path, number: int) -> dict[str, Any] | InputError:
    """Return the object that is one line of a file."""
    try:
        row = DECODER.decode(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except (ValueError, KeyError, RecursionError) as error:
        return unread(error, line, f"{path}:{number}")
    if not isinstance(row, dict):
        return InputError(f"{path}:{number}", "is no JSON object", ONE_A_LINE)
    if not CONTAINERS.isdisjoint(map(type, row.values())) and is_deep(row):
        return too_deep(f"{path}:{number}")
    # Only an escape can bring half a character into a line that is UTF-8.
    halved = halved_field(row) if ESCAPED_HALF.search(line) else ""
    if halved:
        remedy = "Write the character whole or take it out."
        return InputError(f"{path}:{number}", f"has {halved}", remedy)
    return row


def unread(error: Exception, line: bytes, place: str) -> InputError:
    """Return the error for a line that the decoder stopped at."""
    if isinstance(error, RecursionError):
        return too_deep(place)
    if isinstance(error, KeyError):
        name, times = error.args
        return repeated_column(name, times, place)
    if isinstance(error, UnicodeDecodeError):
        problem = f"is not UTF-8 (byte {error.start} of the line is 0x{line[error.start]:02x})"
        return InputError(place, problem, "Save the text as UTF-8.")
    apart = b"\r" in line.rstrip()
    remedy = "End each line with a line feed, not with a carriage return alone."
    return InputError(place, f"is no JSON ({reason(error)})", remedy if apart else ONE_A_LINE)


def too_deep(place: str) -> InputError:
    """Return the error for lists or objects in one another beyond what can be read."""
    return InputError(place, f"is nested deeper than {DEPTH} levels", "Flatten it.")


def is_deep(row: dict[str, Any]) -> bool:
    """Return whether lists or objects stand in one another deeper than is read."""
    level: list[Any] = [row.values()]
    for _ in range(DEPTH):
        level = [one for some in level for one in some if type(one) in CONTAINERS]
        if not level:
            return False
        level = [one.values() if isinstance(one, dict) else one for one in level]
    return True


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
