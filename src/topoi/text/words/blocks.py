"""The blocks of one text: its dateline, headings and paragraphs, as spans."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from topoi.text.words.sentences import BLANKS, trimmed

UNUSUAL = "\r\x0b\x85\u2028\u2029\f"
LINE_ENDS = "\r\x0b\x85\u2028"
TERMINAL = re.compile(r"[.!?…:;,][\"'”’»)\]]*\Z")
ENDS = tuple(".!?…:;,")
# “We go.” — Ann Lee
SIGNED = re.compile(r"[\"“«].*[.!?…,][\"”»]\s*[-–—―]{1,2}\s*[A-Z]")
LETTER = re.compile(r"[^\W_]")
HEADING_CHARS = 120
HEADING_WORDS = 15
WRAPPED_LINE = 100
# A byte order mark at the head belongs to no block either.
METADATA = re.compile(r"\ufeff?(?:\s*date\s+\d{4}-\d{2}-\d{2}(?!\S))?")
REGION = r"[A-Z][\w .,'’-]{1,40}"
TOWN = rf"[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){{0,3}}(?:\s?/{REGION}/|\s?\({REGION}\)(?=,))?"
PLACE = rf"{TOWN}(?:(?:\s?[/,]\s?|\s[-–—]\s|\s(?:and|AND)\s){TOWN}){{0,4}}"
DAY = r"[.,]?\s+(?:\d{1,2}\s+)?[A-Z][a-z]{2,8}\.?(?:\s+\d{1,2})?(?:,?\s+\d{4})?"
SLASHED = r"[.,]?\s*/[A-Z][\w .-]{1,24}/"
BRACKETED = r"[.,]?\s*\([A-Z][\w .-]{1,24}\)(?![ \t]*(?:[:(\n]|\Z))"
DASH = r"\s*(?:--|[-–—])"
# "The Children's Fund (UNICEF) will": without a day's number, brackets want a dash or a stop.
DATELINE = re.compile(
    rf"\s*{PLACE}(?:(?:{DAY})?{SLASHED}[.:]?(?:{DASH})?|(?=[^(]*\d){DAY}{BRACKETED}[.:]?(?:{DASH})?"
    rf"|{BRACKETED}(?:[.]|{DASH}))"
)


class Block(NamedTuple):
    """A dateline, heading or paragraph of one text, or the label of a turn."""

    start: int
    end: int
    kind: str
    section: int
    paragraph: int


def blocks_of(text: str) -> list[Block]:
    """Return the dateline, headings and paragraphs of one text, in order.

    A line `date YYYY-MM-DD` at its head says when it is from and is in none of them.

    >>> [block.kind for block in blocks_of("First.\\n\\nA heading\\n\\nSecond.")]
    ['paragraph', 'heading', 'paragraph']
    """
    spans = [span for span in line_blocks(text) if text[span[0]].isalnum() or has_word(text, *span)]
    blocks: list[Block] = []
    section = 0
    for number, (start, end) in enumerate(spans, start=1):
        begin = start
        if number == 1:
            own = trimmed(text, max(start, metadata_end(text)), end)
            if own and (stop := dateline_end(text, *own)):
                blocks.append(Block(own[0], stop, "dateline", 0, 1))
                own = trimmed(text, stop, end)
            if own is None or not has_word(text, *own):
                continue
            begin = own[0]
        short = end - begin <= HEADING_CHARS
        heading = short and number < len(spans) and is_heading(text[begin:end])
        section += heading
        blocks.append(Block(begin, end, "heading" if heading else "paragraph", section, number))
    return blocks


def has_word(text: str, start: int, end: int) -> bool:
    """Return whether a word stands between two places; a combining mark alone is one, too.

    >>> has_word("* * *", 0, 5), has_word("\u0301", 0, 1)
    (False, True)
    """
    if LETTER.search(text, start, end):
        return True
    return any(unicodedata.category(sign)[0] == "M" for sign in text[start:end])


def cut_at(
    blocks: Sequence[Block], spans: Sequence[tuple[int, int, str]], text: str
) -> Iterator[Block]:
    """Yield the blocks cut at spans, which are given in order with the kind that they become.

    What is left of a block keeps its kind, without blanks at its edges.
    """
    number = 0
    for block in blocks:
        place = block.start
        while number < len(spans) and spans[number][1] <= block.start:
            number += 1
        inner = number
        while inner < len(spans) and spans[inner][0] < block.end:
            low, high, kind = spans[inner]
            low, high = max(low, place), min(high, block.end)
            if left := trimmed(text, place, low):
                yield block._replace(start=left[0], end=left[1])
            if low < high:
                yield block._replace(start=low, end=high, kind=kind)
            place = max(place, high)
            inner += 1
        if place == block.start:
            yield block
        elif left := trimmed(text, place, block.end):
            yield block._replace(start=left[0], end=left[1])


def with_labels(
    blocks: Sequence[Block], labels: Iterable[tuple[Any, ...]], text: str
) -> list[Block]:
    """Return the blocks of a transcript with the labels of its turns as blocks of their own.

    What stands behind a label in its line is a paragraph, and each such has a number of its own.

    >>> text = "Q: Why? A: I do not know."
    >>> [(one.kind, one.paragraph) for one in with_labels(blocks_of(text), [(0, 2), (8, 10)], text)]
    [('label', 1), ('paragraph', 1), ('label', 2), ('paragraph', 2)]
    """
    spans = [(label[0], label[1], "label") for label in labels]
    out: list[Block] = []
    more = last = 0
    for block in cut_at(blocks, spans, text):
        again = block.paragraph == last
        number = block.paragraph + more + again
        if block.kind != "label":
            more += again
            last = block.paragraph
            if block.kind == "heading" and out and out[-1].kind == "label":
                # Where the label stands in a line of its own the next one may be a heading.
                same_line = "\n" not in text[out[-1].end : block.start]
                block = block._replace(kind="paragraph") if same_line else block  # noqa: PLW2901
        out.append(block._replace(paragraph=number))
    return out


def line_blocks(text: str) -> list[tuple[int, int]]:
    """Return the spans between blank lines, or between line ends where lines are paragraphs.

    A page break parts as a blank line does. The spans leave out blanks at their edges.
    """
    pages = [text]
    if any(sign in text for sign in UNUSUAL):
        # Every line end is made one sign, and every page break another, at the same length.
        usual = text.replace("\r\n", " \n")
        for sign in LINE_ENDS:
            usual = usual.replace(sign, "\n")
        pages = usual.replace("\u2029", "\f").split("\f")
    spans: list[tuple[int, int]] = []
    lines: list[tuple[int, int]] = []
    place = 0
    for page in pages:
        for line in page.split("\n"):
            if inner := line.strip(BLANKS):
                start = place if len(inner) == len(line) else place + line.index(inner)
                lines.append((start, start + len(inner)))
            elif lines:
                spans += joined_or_apart(text, lines)
                lines = []
            place += len(line) + 1
        spans += joined_or_apart(text, lines)
        lines = []
    return spans


def joined_or_apart(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the lines, or one span over all of them where a sentence was wrapped over them."""
    if len(lines) > 1 and is_wrapped(text, lines):
        return [(lines[0][0], lines[-1][1])]
    return lines


def is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Return whether short lines break in mid sentence, as hard-wrapped text does."""
    if any(end - start > WRAPPED_LINE for start, end in lines[:-1]):
        return False
    return any(
        not TERMINAL.search(text[first[0] : first[1]]) and text[second[0]].islower()
        for first, second in pairwise(lines)
    )


def is_heading(line: str) -> bool:
    """Return whether a block has the form of a heading.

    >>> is_heading("Human rights"), is_heading("He left.")
    (True, False)
    """
    if len(line) > HEADING_CHARS or line.endswith(ENDS) or "\n" in line:
        return False
    if len(line.split()) > HEADING_WORDS or SIGNED.match(line):
        return False
    first = line.lstrip("\"'“‘«([")[:1]
    return (first.isupper() or first.isdigit()) and not TERMINAL.search(line)


def metadata_end(text: str) -> int:
    """Return where a line `date YYYY-MM-DD` at the head of a text ends, or 0 where there is none.

    It is no part of what the outlet wrote but says of what day that is: its words are not counted.

    >>> metadata_end("date 2025-08-01 MOSCOW"), metadata_end("Dated 2025-08-01")
    (15, 0)
    """
    found = METADATA.match(text)
    return found.end() if found else 0


def dateline_end(text: str, start: int, end: int) -> int:
    """Return where the dateline at the head of a text ends, or 0 where there is none.

    Read as datelines: a place with a day and an agency between slashes or in brackets, such as
    `MOSCOW, August 1. /TASS/.` or `KYIV, Aug 1 (Reuters) -`.
    """
    found = DATELINE.match(text, start, end)
    if not found:
        return 0
    span = trimmed(text, *found.span())
    return span[1] if span else 0
