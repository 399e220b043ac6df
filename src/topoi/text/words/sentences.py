"""Where sentences end, by rule: no model and no download."""

import re

from topoi.text.lang.language import language
from topoi.text.words.boundaries import SPACES, UNSEEN

# What is left out between sentences and at the edges of lines.
BLANKS = SPACES + UNSEEN
# A mark that may end a sentence, its closing quotes and brackets, white space, and a look at
# what begins next. Every decision is made at such a place, so the work grows with sentences. The
# first mark stands apart in the pattern, so that the search can leap from mark to mark.
CANDIDATE = re.compile(
    rf"""(?P<mark>[.!?…][.!?…]*)(?P<close>["'”’»)\]]*)[\s{UNSEEN}]+(?=(?P<next>["'“‘«(\[]*(?:[^\W_]|[—–-])))"""
)
CLOSE, NEXT = 2, 3  # its groups by number, which is faster to ask for
AROUND_WORDS = re.compile(r"[\s\"'“”‘’«»()\[\]]")
NEXT_WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 40
ENGLISH = language()
ABBREVIATIONS = ENGLISH.words_with_points | ENGLISH.months_with_points
BEFORE_FIGURES = ENGLISH.words_with_points_before_figures | ENGLISH.months_with_points
ENDINGS = frozenset(word[-3:] for word in ABBREVIATIONS)
ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?\Z")


def sentences_of(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence between two places, blanks at the edges left out.

    A sentence ends at . ! ? or … with its closing quotes, before blanks and a capital,
    figure, dash or opening quote, unless the mark belongs to a title, a month, an initial or an
    acronym. Sentence ends inside a quotation count. Rules of this kind split "U.S. The" rightly and
    "the U.S. Senate" too, but take `"Stop!" Lavrov said` for two sentences.

    >>> sentences_of("Mr. Smith left. He is back.")
    [(0, 15), (16, 27)]
    """
    whole = trimmed(text, start, len(text) if end is None else end)
    if whole is None:
        return []
    begin, stop = whole
    spans: list[tuple[int, int]] = []
    for found in CANDIDATE.finditer(text, begin, stop):
        close, behind = found.end(CLOSE), found.end()
        last = text[close - 4 : close - 1]
        # A word of three letters or more, a point and a capital are nearly always all there is.
        usual = last.isalpha() and text[close - 1] == "." and text[behind].isupper()
        if (usual and last.lower() not in ENDINGS) or ends_sentence(text, found):
            spans.append((begin, close))
            begin = behind
    spans.append((begin, stop))
    return spans


def ends_sentence(text: str, found: re.Match[str]) -> bool:
    """Return whether a candidate mark ends its sentence."""
    begins = text[found.end(NEXT) - 1]
    if begins.islower():
        return False
    place = found.start()
    if text[place] != "." or found.end(CLOSE) > place + 1:
        return True
    word = text[max(0, place - LONGEST_WORD) : place].rpartition(" ")[2]
    word = word if word.isalpha() else AROUND_WORDS.split(word)[-1]
    lowered = word.lower()
    may_end = lowered in ENGLISH.words_with_points_at_ends
    if lowered in ABBREVIATIONS and not may_end:
        return lowered in BEFORE_FIGURES and not begins.isdigit()
    if may_end or (word[:1].isalpha() and ACRONYM.fullmatch(f"{word}.")):
        return starts_sentence(text, found.end())
    return True


def starts_sentence(text: str, place: int) -> bool:
    """Return whether the next word is one that begins sentences rather than names."""
    following = NEXT_WORD.search(text, place)
    return following is not None and following.group() in ENGLISH.starts_of_sentences


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without blanks at its edges, or None when nothing is left."""
    while start < end and text[start] in BLANKS:
        start += 1
    while end > start and text[end - 1] in BLANKS:
        end -= 1
    return (start, end) if start < end else None
