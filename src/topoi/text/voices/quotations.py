"""Pairing quotation marks: which spans stand in quotation marks, and how surely."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from topoi.text.words.blocks import Block, blocks_of

DOUBLE = '"“”„‟«»＂'
SINGLE = "'‘‹"
# The mark comes first in the pattern, so that the search can leap from mark to mark.
SINGLE_OPENING = re.compile(r"""['‘‹](?<![\w'’‘\])]['‘‹])(?=[\w"“\[(¿¡])(?!\d0s\b)""")
SINGLE_CLOSING = re.compile(r"['’›](?<![\s(\[‘]['’›])(?!\w)")
OPENERS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‟": "”", '"': '"', "＂": "＂"}
BEFORE_OPENING = frozenset(" \t\n\r\u00a0\u2009([{—–-/'‘…>:,")
# Single marks look like apostrophes, so their search stops early: the work stays linear.
LONGEST_SINGLE = 1500
# Marks of two signs each. Behind figures of feet, two apostrophes are inches.
TWO_SIGNS = ("``", "''", "‘‘")
TWO_OPENING = re.compile(r"(?:``|‘‘)(?=\S)|(?<![\w'’.,?!…;:])''(?=['‘\w(\[…#@$€£]|\.\.\.)")
TWO_CLOSING = re.compile(r"([.,?!…]?)(?:(?<!'\d)(?<!'\d\d)''|’’)(?![\w'])")
INVISIBLE = "\u2060"
MOST_PARAGRAPHS = 5  # behind an opening mark, among which its closing one is sought
PLURAL_POSSESSIVE = re.compile(r"s['’]\s+[a-z]")


class Quotation(NamedTuple):
    """A span with its marks: its opening mark, its nesting depth, and whether the pair is sure.

    `continued` says that the closing mark is missing because the next paragraph opens again.
    """

    start: int
    end: int
    mark: str
    depth: int
    certain: bool
    continued: bool


def quotations_of(text: str, blocks: Sequence[Block] | None = None) -> list[Quotation]:
    """Return every quotation of a text, the outer before the inner, in order.

    Marks pair within one paragraph, so a stray one costs at most its paragraph: an opening mark
    that is never closed runs to the paragraph's end and is `certain` only when the next paragraph
    opens with a mark again; the paragraphs through which it goes on to a mark that can only close
    are quotations, too, and as uncertain. Apostrophes never open a quotation.

    >>> [(q.start, q.end) for q in quotations_of('He said "no" and left.')]
    [(8, 12)]
    """
    text = usual_marks(text)
    found: list[Quotation] = []
    parts = blocks_of(text) if blocks is None else blocks
    singles = [place for place in places_of(text, SINGLE) if SINGLE_OPENING.match(text, place)]
    doubles = places_of(text, DOUBLE)
    edge = edge_single = 0
    for number, block in enumerate(parts):
        start, end = block.start, block.end
        first = bisect_left(doubles, start, edge)
        edge = bisect_left(doubles, end, first)
        first_single = bisect_left(singles, start, edge_single)
        edge_single = bisect_left(singles, end, first_single)
        outer: list[Quotation] = []
        if edge > first:
            following = parts[number + 1].start if number + 1 < len(parts) else len(text)
            reopens = following < len(text) and text[following] in OPENERS
            outer = double_quotations(text, start, end, doubles[first:edge], reopens=reopens)
            found.extend(outer)
        if edge_single > first_single:
            found.extend(single_quotations(text, start, end, outer))
    opened = [one for one in found if not one.certain and is_usable(text, one)]
    found += [part for one in opened for part in carried_on(text, one, parts)]
    found.sort(key=lambda q: (q.start, -q.end))
    return found if not singles else with_depths(found)


def with_depths(found: Sequence[Quotation]) -> list[Quotation]:
    """Return quotations, the outer before the inner, with the number of those around each."""
    around: list[int] = []  # where those end that have not ended yet
    out: list[Quotation] = []
    for quotation in found:
        while around and around[-1] <= quotation.start:
            around.pop()
        depth = len(around)
        out.append(quotation if quotation.depth == depth else quotation._replace(depth=depth))
        around.append(quotation.end)
    return out


def usual_marks(text: str) -> str:
    """Return a text whose quotation marks of two signs, or of inches, are usual ones.

    It has the length that it had: a sign that nobody sees stands for the second one.

    >>> usual_marks("He said, ``Go,'' and left.").replace(INVISIBLE, "_")
    'He said, “_Go_,” and left.'
    """
    text = text.replace("″", '"')
    if any(sign in text for sign in TWO_SIGNS) and TWO_OPENING.search(text):
        text = TWO_CLOSING.sub(rf"{INVISIBLE}\1”", TWO_OPENING.sub(f"“{INVISIBLE}", text))
    return text.replace("`", "‘") if "`" in text else text


def carried_on(text: str, opened: Quotation, parts: Sequence[Block]) -> list[Quotation]:
    """Return the paragraphs through which a quotation goes on whose mark is closed in a later one.

    The closing mark tells its side and is the first mark of its paragraph; none before has any.
    """
    closing = OPENERS.get(opened.mark, "")
    if opened.mark not in "“„«" or opened.continued:
        return []
    following = [part for part in parts if part.start >= opened.end][:MOST_PARAGRAPHS]
    for number, part in enumerate(following):
        places = [place for mark in DOUBLE if (place := text.find(mark, part.start, part.end)) >= 0]
        if not places:
            continue
        place = min(places)
        if text[place] not in closing or opens(text, place, part.start):
            return []
        ends = [*(one.end for one in following[:number]), place + 1]
        starts = [one.start for one in following[: number + 1]]
        spans = zip(starts, ends, strict=True)
        return [Quotation(*span, opened.mark, 0, False, span[1] <= place) for span in spans]
    return []


def places_of(text: str, marks: str) -> list[int]:
    """Return the places of some marks: a search for each is faster than one for any of them."""
    places: list[int] = []
    for mark in marks:
        place = text.find(mark)
        while place >= 0:
            places.append(place)
            place = text.find(mark, place + 1)
    places.sort()
    return places


def double_quotations(
    text: str, start: int, end: int, places: Sequence[int], *, reopens: bool
) -> list[Quotation]:
    """Return the quotations in double marks or guillemets of one paragraph, given their places."""
    found: list[Quotation] = []
    opened = -1
    mark = ""
    inner = 0  # marks that stand inside single ones and are closed before the outer one
    for number, place in enumerate(places):
        sign = text[place]
        if opened < 0:
            if sign in "”»" and not opens(text, place, start):
                continue
            opened, mark = place, sign
        elif (
            sign == mark
            and closes_twice(text, places[number + 1 :], mark)
            and (text.find("‘", opened, place) > 0)
        ):
            inner = place
        elif inner and sign != mark:
            found.append(Quotation(inner, place + 1, mark, 0, True, False))
            inner = 0
        elif closes(text, place, mark, sign, end):
            found.append(Quotation(opened, place + 1, mark, 0, True, False))
            opened = -1
        elif opens(text, place, start):
            # A second opening mark: the first was never closed, so it is stray.
            opened, mark = place, sign
    if opened >= 0 and opens(text, opened, start):
        found.append(Quotation(opened, end, mark, 0, reopens, reopens))
    return found


def closes_twice(text: str, places: Sequence[int], mark: str) -> bool:
    """Return whether the next two marks both close what a mark opened, which tells its side."""
    following = [text[place] for place in places[:2]]
    return mark in "“«" and following == [OPENERS[mark]] * 2


def opens(text: str, place: int, start: int) -> bool:
    """Return whether the mark at a place stands where a quotation may begin."""
    if place + 1 >= len(text) or text[place + 1].isspace():
        return False
    return place == start or text[place - 1] in BEFORE_OPENING


def closes(text: str, place: int, mark: str, sign: str, end: int) -> bool:
    """Return whether a mark closes the quotation opened by another."""
    if sign in OPENERS.get(mark, mark) and sign != mark:
        return True
    if sign == mark and mark in '"＂':
        # A straight mark between a space and a letter opens; anywhere else it closes.
        inner = place + 1 < end and not text[place + 1].isspace()
        return not (text[place - 1].isspace() and inner and text[place + 1].isalnum())
    if sign == mark == "“" and not opens(text, place, 0):
        return True
    return sign in '”"' and not (sign == '"' and opens(text, place, 0))


def single_quotations(
    text: str, start: int, end: int, outer: Sequence[Quotation]
) -> list[Quotation]:
    """Return the quotations in single marks of one paragraph, those inside double marks too."""
    found: list[Quotation] = []
    place = start
    edges = iter(outer)
    around = next(edges, None)
    while match := SINGLE_OPENING.search(text, place, end):
        opened = match.start()
        while around is not None and around.end <= opened:
            around = next(edges, None)
        inside = around is not None and around.start < opened
        limit = around.end - 1 if inside and around is not None else end
        stop = closing_single(text, opened + 1, min(limit, opened + LONGEST_SINGLE))
        if stop < 0:
            place = opened + 1
            continue
        found.append(Quotation(opened, stop, text[opened], int(inside), True, False))
        place = stop
    return found


def closing_single(text: str, start: int, end: int) -> int:
    """Return the place after the mark that closes a single quotation, or -1."""
    possessive = -1
    for match in SINGLE_CLOSING.finditer(text, start, end):
        place = match.start()
        if PLURAL_POSSESSIVE.match(text, place - 1, end):
            if possessive < 0:
                possessive = match.end()
            continue
        if possessive >= 0 and SINGLE_OPENING.search(text, possessive, place):
            return possessive
        return match.end()
    return possessive


def is_usable(text: str, quotation: Quotation) -> bool:
    """Return whether a quotation may hold speech: closed, or opened where speech begins."""
    if quotation.depth:
        return False
    if quotation.certain or text[quotation.start] not in OPENERS:
        return True
    before = text[max(0, quotation.start - 3) : quotation.start].rstrip(" \t\u00a0")
    return not before or before[-1] in "\n\r,:"


class QuotationMarks:
    """The quotations of one text that may hold speech, and who has been given each so far."""

    def __init__(self, quotations: Iterable[Quotation]) -> None:
        self.quotations = list(quotations)
        self.starts = [quotation.start for quotation in self.quotations]
        self.owners: dict[int, str] = {}
        self.unsure = any(not quotation.certain for quotation in self.quotations)

    def within(self, start: int, end: int) -> list[Quotation]:
        """Return the quotations that begin within a span."""
        first = bisect_left(self.starts, start)
        return self.quotations[first : bisect_left(self.starts, end, first)]

    def closed(self, spans: Iterable[tuple[int, int]]) -> bool:
        """Return whether the end of every quotation that begins within some spans is sure."""
        if not self.unsure:
            return True  # nearly always
        return all(one.certain for start, end in spans for one in self.within(start, end))

    def free(self, start: int, end: int) -> list[Quotation]:
        """Return the quotations that begin within a span and have no speaker yet."""
        inner = self.within(start, end)
        return [q for q in inner if q.start not in self.owners] if inner else inner

    def give(self, spans: Iterable[tuple[int, int]], speaker: str) -> None:
        """Give the quotations that begin within some spans to a speaker."""
        for start, end in spans if self.starts else ():
            for quotation in self.within(start, end):
                self.owners[quotation.start] = speaker
