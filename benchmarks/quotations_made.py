"""Quotations made from a text by known changes, for `quotations.py`."""

import random
import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from topoi.analysis.comparison.words import key_of

SHORTEST, LONGEST = 8, 40
FEWEST, FEW = 3, 6  # words of a short quotation
FEWEST_INVENTED, MOST_INVENTED = 4, 12  # words put into a quotation
SHORT = [("do not", "don't"), ("is not", "isn't"), ("cannot", "can't"), ("will not", "won't")]
SHORT += [("it is", "it's"), ("we are", "we're"), ("we have", "we've"), ("I am", "I'm")]
AUXILIARY = re.compile(r"\b(?:is|are|was|were|will|would|can|could|should|must)\b( not\b)?", re.I)
SENTENCE = re.compile(r"[^.!?…:;\n]{60,}[.!?]")
COMMON = 8
MARKS = '.,;:!?…"“”«»()[]–—-/'
FIGURE = re.compile(r"\d[\d.,]*")


class Made(NamedTuple):
    """A quotation: its kind, its words as they are written, and which of them were replaced.

    `place` is where in the text it was cut, start and end, if it is of one place.
    """

    kind: str
    words: list[str]
    replaced: frozenset[int] = frozenset()
    place: tuple[int, int] | None = None


class Text(NamedTuple):
    """A text with its words, without the marks around them, and where each begins and ends."""

    text: str
    words: list[str]
    spans: list[tuple[int, int]]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the text some words begin and end."""
        return self.spans[start][0], self.spans[end - 1][1]


def text_of(text: str) -> Text:
    """Return a text with its words as they are written."""
    words, spans = [], []
    for found in re.finditer(r"\S+", text):
        word = found[0].strip(MARKS)
        if any(map(str.isalnum, word)):
            start = found.start() + found[0].index(word)
            words.append(word)
            spans.append((start, start + len(word)))
    return Text(text, words, spans)


def made(kind: str, words: Sequence[str], others: Sequence[str], draw: random.Random) -> Made:
    """Return a quotation of one of the `PLAIN` kinds from the words of a text."""
    size = draw.randint(SHORTEST, LONGEST)
    start = draw.randrange(len(words) - size)
    piece = list(words[start : start + size])
    replaced: set[int] = set()
    if kind == "unrelated":
        start = draw.randrange(max(1, len(others) - size))
        piece = list(others[start : start + size])
    elif kind == "shortened":
        first = draw.randint(3, size - 4)
        last = min(size - 3, first + draw.randint(1, 30))
        piece[first:last] = ["..."] if draw.random() < 0.5 else []
    elif kind == "altered":
        for place in draw.sample(range(size), draw.randint(1, 3)):
            word = draw.choice(others)
            if key_of(word.lower()) != key_of(piece[place].lower()):
                piece[place] = word
                replaced.add(place)
    elif kind == "moved":
        cut = draw.randint(4, size - 4)
        piece = piece[cut:] + piece[:cut]
    elif kind == "verbatim":
        piece[0] = piece[0].capitalize()
        piece = [word.replace("'", "’") for word in piece]
    if kind in ("verbatim", "shortened"):
        piece[-1] += ","
    return Made(kind, piece, frozenset(replaced))


def reordered(text: str, draw: random.Random) -> Made | None:
    """Return a sentence with one to three of its words elsewhere in it, None without one."""
    found = [text_of(one).words for one in SENTENCE.findall(text)]
    sentences = [words for words in found if SHORTEST <= len(words) <= LONGEST]
    if not sentences:
        return None
    words = draw.choice(sentences)
    size = draw.randint(1, 3)
    start = draw.randrange(len(words) - size)
    piece, rest = words[start : start + size], words[:start] + words[start + size :]
    place = draw.choice([at for at in range(len(rest) + 1) if abs(at - start) > 1])
    moved = rest[:place] + piece + rest[place:]
    return Made("reordered", moved) if moved != words else None


def contracted(text: str, draw: random.Random) -> Made | None:
    """Return words with a contraction for what is written out, or otherwise; else None."""
    words = text_of(text).words
    flat = " ".join(words).replace("’", "'")
    pairs = [*SHORT, *((short, full) for full, short in SHORT)]
    places = [
        (found.start(), one, other)
        for one, other in pairs
        for found in re.finditer(rf"(?<![\w']){re.escape(one)}(?![\w'])", flat)
    ]
    if not places:
        return None
    place, one, other = draw.choice(places)
    before, behind = flat[:place].split(), flat[place + len(one) :].split()
    size = draw.randint(SHORTEST, LONGEST) // 2
    return Made("contracted", [*before[-size:], *other.split(), *behind[:size]])


def half_invented(text: Text, other: Text, stop: Collection[str], draw: random.Random) -> Made:
    """Return words of which the first or the second half is of another text."""
    half = draw.randint(SHORTEST // 2, LONGEST // 2)
    start = draw.randrange(len(text.words) - half)
    own, place = text.words[start : start + half], text.place(start, start + half)
    invented = stretch(other.words, half, draw)
    if draw.random() < 0.5:
        return Made("half invented", invented + own, frozenset(range(len(invented))), place)
    last = half + len(invented)
    return Made("half invented", own + invented, frozenset(range(half, last)), place)


def invented_inside(text: Text, other: Text, stop: Collection[str], draw: random.Random) -> Made:
    """Return words with a stretch of another text put between two of them."""
    size = draw.randint(SHORTEST, LONGEST)
    start = draw.randrange(len(text.words) - size)
    cut = draw.randint(4, size - 4)
    own = text.words[start : start + size]
    new = stretch(other.words, draw.randint(FEWEST_INVENTED, MOST_INVENTED), draw)
    replaced = frozenset(range(cut, cut + len(new)))
    place = text.place(start, start + size)
    return Made("invented inside", own[:cut] + new + own[cut:], replaced, place)


def function_words(text: Text, other: Text, stop: Collection[str], draw: random.Random) -> Made:
    """Return words of which all that carry content are those of another text."""
    size = draw.randint(SHORTEST, LONGEST)
    start = draw.randrange(len(text.words) - size)
    words = rewritten(text.words[start : start + size], other, stop, draw)
    replaced = frozenset(at for at, word in enumerate(words) if word.lower() not in stop)
    return Made("function words", words, replaced)


def half_rewritten(text: Text, other: Text, stop: Collection[str], draw: random.Random) -> Made:
    """Return words in whose second half all that carry content are those of another text.

    Its function words, which stand in the text, count as replaced, too.
    """
    half = draw.randint(SHORTEST // 2, LONGEST // 2)
    start = draw.randrange(len(text.words) - 2 * half)
    cut, end = start + half, start + 2 * half
    words = text.words[start:cut] + rewritten(text.words[cut:end], other, stop, draw)
    return Made("half rewritten", words, frozenset(range(half, 2 * half)), text.place(start, cut))


def rewritten(
    words: Sequence[str], other: Text, stop: Collection[str], draw: random.Random
) -> list[str]:
    """Return words with those that carry content from another text in place of their own."""
    content = [word for word in other.words if word.lower() not in stop]
    new = iter(stretch(content, len(words), draw))
    return [word if word.lower() in stop else next(new, word) for word in words]


def every_other(text: Text, other: Text, stop: Collection[str], draw: random.Random) -> Made:
    """Return words of which each second one is of another text."""
    size = draw.randint(SHORTEST, LONGEST)
    start = draw.randrange(len(text.words) - size)
    new = draw.choices(other.words, k=size)
    words = [new[at] if at % 2 else text.words[start + at] for at in range(size)]
    return Made("every other", words, frozenset(range(1, size, 2)), text.place(start, start + size))


def short(text: Text, other: Text, stop: Collection[str], draw: random.Random) -> Made:
    """Return a few words in a row."""
    size = draw.randint(FEWEST, FEW)
    start = draw.randrange(len(text.words) - size)
    return Made("short", text.words[start : start + size], place=text.place(start, start + size))


def short_altered(text: Text, other: Text, stop: Collection[str], draw: random.Random) -> Made:
    """Return a few words in a row, of which one is of another text."""
    size = draw.randint(4, FEW)
    start = draw.randrange(len(text.words) - size)
    words = text.words[start : start + size]
    at = draw.randrange(size)
    words[at] = draw.choice(other.words)
    return Made("short altered", words, frozenset([at]), text.place(start, start + size))


def short_unrelated(text: Text, other: Text, stop: Collection[str], draw: random.Random) -> Made:
    """Return a few words of another text."""
    words = stretch(other.words, draw.randint(FEWEST, FEW), draw)
    return Made("short unrelated", words, frozenset(range(len(words))))


def figure_altered(
    text: Text, other: Text, stop: Collection[str], draw: random.Random
) -> Made | None:
    """Return words around a figure, with another figure for it; None where there is none."""
    figures = [at for at, word in enumerate(text.words) if FIGURE.fullmatch(word)]
    if not figures:
        return None
    at = draw.choice(figures)
    start = max(0, at - draw.randint(4, LONGEST // 2))
    words = text.words[start : at + draw.randint(4, LONGEST // 2)]
    words[at - start] = str(draw.randint(2, 3000))
    place = text.place(start, start + len(words))
    return Made("figure altered", words, frozenset([at - start]), place)


def negated(text: Text, other: Text, stop: Collection[str], draw: random.Random) -> Made | None:
    """Return words around an auxiliary with "not" behind it put in or left out, else None."""
    places = [at for at, word in enumerate(text.words[:-6]) if AUXILIARY.fullmatch(word)]
    if not places:
        return None
    at = draw.choice(places)
    start = max(0, at - draw.randint(4, LONGEST // 2))
    end = min(len(text.words), at + draw.randint(5, LONGEST // 2))
    words = text.words[start:end]
    behind, place = at - start + 1, text.place(start, end)
    if words[behind].lower() == "not":
        return Made("negated", words[:behind] + words[behind + 1 :], place=place)
    more = [*words[:behind], "not", *words[behind:]]
    return Made("negated", more, frozenset([behind]), place)


def stretch(words: Sequence[str], size: int, draw: random.Random) -> list[str]:
    """Return so many words in a row, or all of them."""
    start = draw.randrange(max(1, len(words) - size))
    return list(words[start : start + size])


def shares_words(quotation: Made, text: Text, *, most: int = COMMON) -> bool:
    """Return whether so many words of a quotation stand in a text in a row, or all of them."""
    plain = " ".join(key_of(word.lower()) for word in text.words)
    keys = [key_of(word.lower()) for word in quotation.words]
    size = min(most, len(keys))
    rows = (" ".join(keys[at : at + size]) for at in range(len(keys) - size + 1))
    return any(f" {row} " in f" {plain} " for row in rows)


FROM_TEXT = {"reordered": reordered, "contracted": contracted}
PLAIN = ("verbatim", "shortened", "altered", "moved", "unrelated")
Maker = Callable[[Text, Text, Collection[str], random.Random], Made | None]
BESIDE: dict[str, Maker] = {
    "half invented": half_invented,
    "invented inside": invented_inside,
    "half rewritten": half_rewritten,
    "every other": every_other,
    "function words": function_words,
    "short": short,
    "short altered": short_altered,
    "short unrelated": short_unrelated,
    "figure altered": figure_altered,
    "negated": negated,
}
KINDS = ("verbatim", "shortened", "altered", "moved", "reordered", "contracted", "unrelated")
KINDS += tuple(BESIDE)
