"""The sentences of many texts at once, as `sentences.sentences_of` defines them.

Marks, closing quotes and what follows are compared on arrays. Only a single point after a word that
may be a title, month, initial or acronym is put to `ends_sentence`, and texts with unusual white
space to `sentences_of`. A test holds the results together.
"""

from typing import NamedTuple

import numpy as np

from topoi.text.joined import Joined, among
from topoi.text.paragraph_boundaries import Spans, merged, paragraphs, unusual
from topoi.text.sentences import CANDIDATE, MONTHS, TITLES, ends_sentence, sentences_of

MARKS = ".!?…"
CLOSING = "\"'”’»)]"
OPENING = "\"'“‘«(["
DASHES = "—–-"
ABBREVIATIONS = TITLES | MONTHS
FEW_STEPS = 8


class Candidates(NamedTuple):
    """Places where a sentence may end: the mark, the end with closing quotes, the next beginning.

    `letter` is where the next sentence's first letter, figure or dash stands, behind its quotes.
    """

    mark: np.ndarray
    last_mark: np.ndarray
    end: np.ndarray
    next_start: np.ndarray
    letter: np.ndarray
    paragraph: np.ndarray


def sentences(joined: Joined) -> Spans:
    """Return the sentences of all texts, in order."""
    odd = unusual(joined)
    every = paragraphs(joined, odd=odd)
    asked = np.isin(every.owner, odd)
    found = parted(joined, every.where(~asked))
    return merged(found, asked_sentences(joined, every.where(asked)))


def asked_sentences(joined: Joined, whole: Spans) -> Spans:
    """Return the sentences that `sentences_of` finds in these paragraphs."""
    rows = [
        (owner, joined.begins[owner] + start, joined.begins[owner] + end)
        for owner, begin, finish in zip(*(column.tolist() for column in whole), strict=True)
        for start, end in sentences_of(
            joined.texts[owner], begin - joined.begins[owner], finish - joined.begins[owner]
        )
    ]
    return Spans(*np.array(rows, dtype=np.int64).reshape(-1, 3).T)


def parted(joined: Joined, whole: Spans) -> Spans:
    """Return the sentences of these paragraphs, in order."""
    breaks = candidates(joined, whole)
    ends = np.flatnonzero(is_end(joined, whole, breaks))
    owner = np.concatenate([whole.owner, whole.owner[breaks.paragraph[ends]]])
    start = np.concatenate([whole.start, breaks.next_start[ends]])
    end = np.sort(np.concatenate([whole.end, breaks.end[ends]]))
    order = np.argsort(start, kind="stable")
    return Spans(owner[order], start[order], end)


def candidates(joined: Joined, whole: Spans) -> Candidates:
    """Return the places in paragraphs where CANDIDATE matches."""
    codes = joined.codes
    marks = np.flatnonzero(among(codes, MARKS))
    gaps = np.diff(marks) > 1
    last = marks[np.concatenate([gaps, [True]])] if len(marks) else marks
    first = marks[np.concatenate([[True], gaps])] if len(marks) else marks
    close = skip(codes, last + 1, CLOSING)
    # White space is what no token covers, so the next visible place is the next token's start.
    next_start = next_token(joined, close)
    letter = skip(codes, next_start, OPENING)
    paragraph = np.searchsorted(whole.start, last, side="right") - 1
    kept = (paragraph >= 0) & (next_start > close) & (letter < len(codes))
    kept[kept] &= letter[kept] < whole.end[paragraph[kept]]
    kept[kept] &= may_begin(codes[letter[kept]])
    first = np.maximum(first[kept], whole.start[paragraph[kept]])
    return Candidates(
        first, last[kept], close[kept], next_start[kept], letter[kept], paragraph[kept]
    )


def skip(codes: np.ndarray, places: np.ndarray, letters: str) -> np.ndarray:
    """Return, for each place, the first place from there on that holds none of the letters."""
    places = places.copy()
    moving = np.arange(len(places))
    for _ in range(FEW_STEPS):
        moving = moving[places[moving] < len(codes)]
        moving = moving[among(codes[places[moving]], letters)]
        if not len(moving):
            return places
        places[moving] += 1
    others = np.append(np.flatnonzero(~among(codes, letters)), len(codes))
    places[moving] = others[np.searchsorted(others, places[moving])]
    return places


def next_token(joined: Joined, places: np.ndarray) -> np.ndarray:
    """Return, for each place, itself where it is visible, else the start of the next token."""
    starts, visible = joined.bounds.starts, joined.bounds.visible
    following = np.append(starts, len(visible))[np.searchsorted(starts, places)]
    shown = visible[np.minimum(places, len(visible) - 1)] & (places < len(visible))
    return np.where(shown, places, following)


def may_begin(codes: np.ndarray) -> np.ndarray:
    """Return whether each is a letter, figure or dash, but no small letter."""
    kinds, rows = np.unique(codes, return_inverse=True)
    letters = [chr(kind) for kind in kinds.tolist()]
    begins = [(a.isalnum() and not a.islower()) or a in DASHES for a in letters]
    return np.array(begins, dtype=bool)[rows]


def is_end(joined: Joined, whole: Spans, found: Candidates) -> np.ndarray:
    """Return whether each candidate ends its sentence."""
    starts, ends, is_word = joined.bounds.starts, joined.bounds.ends, joined.bounds.is_word
    result = np.ones(len(found.mark), dtype=bool)
    single = (found.mark == found.last_mark) & (found.end == found.mark + 1)
    rows = np.flatnonzero(single & (joined.codes[found.mark] == ord(".")))
    before = np.searchsorted(starts, found.mark[rows]) - 1
    touches = (before >= 0) & (ends[before] == found.mark[rows]) & is_word[before]
    forms, form = np.unique(joined.form[before], return_inverse=True)
    plain = touches & np.array([is_plain(joined.forms[one]) for one in forms], dtype=bool)[form]
    result[rows[~plain]] = asked_ends(joined, whole, found, rows[~plain])
    return result


def is_plain(word: str) -> bool:
    """Return whether a point after the word can only end a sentence."""
    return len(word) > 1 and word.isalpha() and word.lower() not in ABBREVIATIONS


def asked_ends(joined: Joined, whole: Spans, found: Candidates, rows: np.ndarray) -> list[bool]:
    """Return what `ends_sentence` decides about some candidates."""
    paragraph = found.paragraph[rows]
    owner = whole.owner[paragraph]
    begin = joined.begins[owner]
    places = (owner, found.mark[rows] - begin, whole.end[paragraph] - begin)
    decisions = []
    for number, mark, end in zip(*(column.tolist() for column in places), strict=True):
        match = CANDIDATE.match(joined.texts[number], mark, end)
        decisions.append(match is not None and ends_sentence(joined.texts[number], match))
    return decisions
