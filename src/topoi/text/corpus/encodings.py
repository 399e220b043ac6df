"""In what encoding a file is: UTF-8, UTF-16 or UTF-32 by its mark, or Windows-1252 in tables."""

import codecs
import re
from collections.abc import Iterable
from pathlib import Path

from topoi.errors import InputError, Notice
from topoi.text.corpus.compression import largest_text, opened, whole_content

UTF8, WESTERN = "utf-8", "cp1252"
# The mark of UTF-32 begins with that of UTF-16.
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
NAMES = {"utf-32": "UTF-32", "utf-16": "UTF-16", WESTERN: "Windows-1252"}
REMEDY = "Save it as UTF-8 to be sure of its signs."
NO_TEXT = re.compile(rb"[\xff\xfe\0]|.\0", re.DOTALL)  # what UTF-8 does not begin with
UNMARKED = re.compile(rb"[^\0]\0[^\0]\0|\0[^\0]\0[^\0]")
UPPER, LOWER = rb"\x8a\x8c\x8e\x9f\xc0-\xd6\xd8-\xde", rb"\x9a\x9c\x9e\xdf-\xf6\xf8-\xff"
# What text in Windows-1252 hardly has and text in some other encoding has soon.
DOUBTFUL = re.compile(
    rb"[\x81\x8d\x8f\x90\x9d\xff]"  # no signs of it, or one that no word begins with
    rb"|[\xd0\xdd\xde\xf0\xfd\xfe]"  # Icelandic there, Turkish in Windows-1254
    rb"|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"  # UTF-8
    rb"|[" + UPPER + LOWER + rb"]{3}"  # words of another script
    rb"|[a-z" + LOWER + rb"][" + UPPER + rb"]"  # a capital within a word: a mark of Mac Roman
    rb"|[.,;:!?][" + UPPER + LOWER + rb"]"
    rb"|[A-Za-z][\x82\x84\x88]"  # a mark that opens, behind a letter: DOS
    # A sign within a word: Latin 2, or DOS.
    rb"|[A-Za-z" + UPPER + LOWER + rb"][\x80\x83\x86\x87\x89\x8b\x93-\x95\x98\x99\x9b\xa1-\xac"
    rb"\xae-\xb3\xb5\xb6\xb8-\xba\xbc-\xbf\xd7\xf7][A-Za-z" + UPPER + LOWER + rb"]"
)
WORD = re.compile(rb"[^\s,;|\"]*[\x80-\xff][^\s,;|\"]*")


def encoding_of(head: bytes, place: str) -> str:
    """Return the encoding that the first bytes of a file say: UTF-8 unless a mark says otherwise.

    Raises InputError where they are UTF-16 without its mark.

    >>> encoding_of("He".encode("utf-16"), "a.txt")
    'utf-16'
    """
    if not NO_TEXT.match(head):
        return UTF8
    marked = next((name for mark, name in MARKS.items() if head.startswith(mark)), "")
    if not marked and UNMARKED.match(head):
        problem = "is not UTF-8 (every second byte is 0, as in UTF-16 without its mark)"
        raise InputError(place, problem, "Save the text as UTF-8.")
    return marked or UTF8


def marked_encoding(path: Path) -> str:
    """Return the encoding of a file, compressed or not, by its first bytes."""
    with opened(path) as stream:
        return encoding_of(stream.read(4), str(path))


def read_as(path: Path, encoding: str, why: str = "by its byte order mark") -> list[Notice]:
    """Return what is to be told of a file that is not UTF-8: nothing for one that is."""
    if encoding == UTF8:
        return []
    return [Notice(str(path), f"is read as {NAMES[encoding]}, {why}", REMEDY)]


def decoded_text(path: Path) -> tuple[str, list[Notice]]:
    """Return the text of a file, decompressed by its name, as `decoded` does."""
    return decoded(whole_content(path), path)


def decoded(data: bytes, path: Path) -> tuple[str, list[Notice]]:
    """Return the text of a file's bytes with the line ends it has, and what is to be told of it.

    The mark of UTF-16 or UTF-32 is no part of the text. One at the head of UTF-8 is its first
    character, so that places in the text are those in the file. Raises InputError, with the line,
    for bytes that are neither.
    """
    encoding = encoding_of(data[:4], str(path))
    try:
        return data.decode(encoding), read_as(path, encoding)
    except UnicodeDecodeError as error:
        name = NAMES.get(encoding, "UTF-8")
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"is not {name} (byte {error.start} is 0x{data[error.start]:02x})"
        remedy = "Save the text as UTF-8."
        if encoding == UTF8 and not doubtful([data]):
            remedy = "It seems to be Windows-1252: save the text as UTF-8."
        raise InputError(f"{path}:{line}", problem, remedy) from None


def doubtful(lines: Iterable[bytes]) -> bool:
    """Return whether bytes that are not UTF-8 may be of another encoding than Windows-1252.

    >>> doubtful(["Köln".encode("cp1252")]), doubtful(["Правда".encode("cp1251")])
    (False, True)
    """
    return any(DOUBTFUL.search(line) for line in lines)


def as_western(path: Path) -> list[Notice]:
    """Return what is to be told of a table that is not UTF-8 and doubtless Windows-1252.

    Raises InputError, with line and byte, where there is doubt.
    """
    limit = largest_text()
    with opened(path) as stream:
        lines = iter(lambda: stream.readline(limit), b"")
        number, line, byte = next(
            (number, line, place)
            for number, line in enumerate(lines, start=1)
            if (place := first_wrong(line)) >= 0
        )
    with opened(path) as stream:
        if doubtful(iter(lambda: stream.readline(limit), b"")):
            problem = f"is not UTF-8 (byte {byte} of the line is 0x{line[byte]:02x})"
            remedy = "Save the table as UTF-8; in a spreadsheet, as `CSV UTF-8`."
            raise InputError(f"{path}:{number}", problem, remedy)
    word = next(one for one in WORD.finditer(line) if one.end() > byte)
    why = f"since it is not UTF-8: line {number} has {word[0][:40].decode(WESTERN)!r}"
    return read_as(path, WESTERN, why)


def first_wrong(line: bytes) -> int:
    """Return the place of the first byte that is not UTF-8, -1 where all are."""
    try:
        line.decode(UTF8)
    except UnicodeDecodeError as error:
        return error.start
    return -1
