"""What the outlet tells: a text with its quotations hidden, so that only the narration is read.

A comma or a verb inside a quotation never counts; one that is masked looks like a long word between
its marks. All rules of the other modules read the surface of such sentences only.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from topoi.text.lang.language import Expression, Language
from topoi.text.voices.quotations import INVISIBLE, Quotation
from topoi.text.words.sentences import sentences_of

Span = tuple[int, int]
NOWHERE: Span = (-1, -1)
MASK = "\ua66e"  # letters without case that no news text holds
LOW_START = "\u01c1"  # the first letter of a masked quotation that begins in lower case
BRACKET_MASK = "\u01c0"
CLOSING = frozenset("\"”»'’“«")
LEADING_MARKS = " \t\n\r\u00a0,.;:—–-"
BRACKETED = re.compile(r"\((?:[A-Z][^()\n\"“”]{0,30}|[^()\n\"“”]{1,12})\)")
SENTENCE_TAG = Expression(
    r"\s+(?:[A-Z][\w.'’-]*\s+){1,4}(?:{verbs_of_tags})(?!\s+(?:{complementisers})\b)(?:\s[^.\n\"“”,:;]{0,80})?\."
)
WHITE_SPACE = re.compile(r"\s")
MASKED_RUN = re.compile(f"{MASK}*")
LONGEST_SENTENCE = 1000  # in characters; longer ones are read in pieces
AFTER_QUOTATION = 200


class SentenceSpan(NamedTuple):
    """A stretch of a text to be read as one sentence, and the language it is in.

    The text is masked, but for the sentences inside a quotation.
    """

    text: str
    start: int
    end: int
    language: Language

    def last_mark(self, place: int) -> int:
        """Return the place of the last character before another that is no space, or -1."""
        text, start, _, _ = self
        place -= 1
        while place >= start and text[place].isspace():
            place -= 1
        return place if place >= start else -1


def masked_text(text: str, quotations: Sequence[Quotation], language: Language) -> str:
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
        speaks = (
            end == "."
            and text[quotation.start - 2 : quotation.start] != ": "
            and SENTENCE_TAG[language].match(text, quotation.end)
        )
        keep = "." if end == "." and not speaks else "," if end in ".,?!…—–-" else MASK
        begins = text[first] if text[first] != INVISIBLE else text[first + 1]
        opening = LOW_START if begins.islower() else MASK
        pieces += [text[place:first], (opening + MASK * (last - first))[: last - first], keep]
        place = last + 1
    pieces.append(text[place:])
    # A remark such as "(R-Fla.)" is one word, too.
    return BRACKETED.sub(lambda found: BRACKET_MASK * len(found[0]), "".join(pieces))


def narrated_sentences(text: str, start: int, end: int) -> list[Span]:
    """Return the sentences of a stretch; an endless one is cut, so that the work stays linear."""
    whole = sentences_of(text, start, end)
    if end - start <= LONGEST_SENTENCE:
        return whole
    out: list[Span] = []
    for first, stop in whole:
        begin = first
        while stop - begin > LONGEST_SENTENCE:
            place = begin + LONGEST_SENTENCE
            if text[place] == MASK:
                # A long quotation is not cut from the clause that reports it.
                place = min(stop, MASKED_RUN.match(text, place).end() + AFTER_QUOTATION)  # type: ignore[union-attr]
            space = WHITE_SPACE.search(text, place, stop)
            if not space:
                break
            out.append((begin, space.start()))
            begin = space.end()
        out.append((begin, stop))
    return out
