"""Hiding what stands in quotation marks, so that the rules read only the narration around it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from topoi.text.voices.clauses import BRACKET_MASK, LOW_START, MASK, Span
from topoi.text.voices.quotations import Quotation

BRACKETED = re.compile(r"\((?:[A-Z][^()\n\"“”]{0,30}|[^()\n\"“”]{1,12})\)")
SENTENCE_TAG = re.compile(
    r"\s+(?:[A-Z][\w.'’-]*\s+){1,4}(?:said|says|tweeted|added|wrote|told|asked|explained|continued)"
    r"(?:\s[^.\n\"“”,:;]{0,80})?\."
)
WHITE_SPACE = re.compile(r"\s")
MASKED_RUN = re.compile(f"{MASK}*")
LONGEST_SENTENCE = 1000  # in characters; longer ones are read in pieces
AFTER_QUOTATION = 200


class QuotationMarks:
    """The quotations of one text that may hold speech, and who has been given each so far."""

    def __init__(self, quotations: Iterable[Quotation]) -> None:
        self.quotations = list(quotations)
        self.starts = [quotation.start for quotation in self.quotations]
        self.owners: dict[int, str] = {}

    def within(self, start: int, end: int) -> list[Quotation]:
        """Return the quotations that begin within a span."""
        first = bisect_left(self.starts, start)
        return self.quotations[first : bisect_left(self.starts, end, first)]

    def free(self, start: int, end: int) -> list[Quotation]:
        """Return the quotations that begin within a span and have no speaker yet."""
        inner = self.within(start, end)
        return [q for q in inner if q.start not in self.owners] if inner else inner

    def give(self, spans: Iterable[Span], speaker: str) -> None:
        """Give the quotations that begin within some spans to a speaker."""
        for start, end in spans if self.starts else ():
            for quotation in self.within(start, end):
                self.owners[quotation.start] = speaker


def is_usable(text: str, quotation: Quotation) -> bool:
    """Return whether a quotation may hold speech: closed, or opened where speech begins."""
    if quotation.depth:
        return False
    if quotation.certain:
        return True
    before = text[max(0, quotation.start - 3) : quotation.start].rstrip(" \t\u00a0")
    return not before or before[-1] in "\n\r,:"


def masked_text(text: str, quotations: Sequence[Quotation]) -> str:
    """Return the text with what stands in the given quotations masked, at the same length.

    The last character before the closing mark is kept when it is a full stop, and any other stop
    becomes a comma, so that `"Stop!" he said` is one sentence.
    """
    pieces: list[str] = []
    place = 0
    for quotation in quotations:
        first, last = quotation.start + 1, quotation.end - 2
        if first < place or last < first:
            continue
        end = text[last]
        speaks = end == "." and SENTENCE_TAG.match(text, quotation.end)
        keep = "." if end == "." and not speaks else "," if end in ".,?!…—–-" else MASK
        opening = LOW_START if text[first].islower() else MASK
        pieces += [text[place:first], (opening + MASK * (last - first))[: last - first], keep]
        place = last + 1
    pieces.append(text[place:])
    return BRACKETED.sub(blanked, "".join(pieces))


def blanked(found: re.Match[str]) -> str:
    """Return a bracketed remark such as "(R-Fla.)" as one word of the same length."""
    return BRACKET_MASK * len(found.group())


def bounded(masked: str, sentences: Iterable[Span]) -> list[Span]:
    """Return sentences with an endless one cut between words, so that the work stays linear."""
    out = list(sentences)
    if not out or out[-1][1] - out[0][0] <= LONGEST_SENTENCE:
        return out
    whole, out = out, []
    for start, end in whole:
        begin = start
        while end - begin > LONGEST_SENTENCE:
            place = begin + LONGEST_SENTENCE
            if masked[place] == MASK:
                # A long quotation is not cut from the clause that reports it.
                place = min(end, MASKED_RUN.match(masked, place).end() + AFTER_QUOTATION)  # type: ignore[union-attr]
            space = WHITE_SPACE.search(masked, place, end)
            if not space:
                break
            stop = space.start()
            out.append((begin, stop))
            begin = stop + 1
        out.append((begin, end))
    return out
