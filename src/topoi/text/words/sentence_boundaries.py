"""The sentences of many texts at once, as `sentences.sentences_of` defines them.

Marks, closing quotes and what follows are compared on arrays. Only a single point after a word that
may be a title, month, initial or acronym is put to `ends_sentence`, and texts with unusual white
space to `sentences_of`. A test holds the results together.
"""

from typing import NamedTuple

import numpy as np

from topoi.text.words.boundaries import is_letter
from topoi.text.words.joined import Joined, among
from topoi.text.words.paragraph_boundaries import ASCII, Spans, merged, paragraphs, unusual
from topoi.text.words.sentences import CANDIDATE, MONTHS, TITLES, ends_sentence, sentences_of

MARKS = ".!?…"
CLOSING = "\"'”’»)]"
OPENING = "\"'“‘«(["
DASHES = "—–-"
LOWER_CASE = 0x20  # the bit that tells small letters from capitals
KEY = 8
FEW_STEPS = 8


class Candidates(NamedTuple):
    """Places where a sentence may end: the mark, the end with closing quotes, the next beginning.

    `token` is the number of the mark among the tokens, `alone` whether nothing stands between it
    and the white space.
    """

    token: np.ndarray
    mark: np.ndarray
    alone: np.ndarray
    end: np.ndarray
    next_start: np.ndarray
    paragraph: np.ndarray


def sentences(joined: Joined) -> Spans:
    """Return the sentences of all texts, in order."""
    odd = unusual(joined)
    return sentences_in(joined, paragraphs(joined, odd=odd), odd=odd)


def sentences_in(joined: Joined, every: Spans, *, odd: np.ndarray) -> Spans:
    """Return the sentences of the paragraphs; `odd` are the texts that `unusual` names."""
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
    """Return the places in paragraphs where CANDIDATE matches.

    Each mark, quote and bracket around white space is a token, so that only the first letters of
    tokens are looked at.
    """
    starts, ends = joined.bounds.starts, joined.bounds.ends
    letters = joined.codes[starts]
    marks = np.flatnonzero(among(letters, MARKS))
    gaps = np.diff(starts[marks]) > 1
    first = marks[np.concatenate([[True], gaps])[: len(marks)]]
    last = marks[np.concatenate([gaps, [True]])[: len(marks)]]
    close = run_end(joined, letters, last, CLOSING)
    paragraph = np.searchsorted(whole.start, starts[last], side="right") - 1
    kept = (paragraph >= 0) & (close + 1 < len(starts))
    kept[kept] &= starts[close[kept] + 1] > ends[close[kept]]
    first, last, close, paragraph = first[kept], last[kept], close[kept], paragraph[kept]
    letter = first_letter(joined, letters, close + 1)
    kept = (starts[letter] < whole.end[paragraph]) & may_begin(letters[letter])
    first, last, close, paragraph = first[kept], last[kept], close[kept], paragraph[kept]
    # A dateline may end within a run of marks; the paragraph has the rest of the run.
    first += np.maximum(whole.start[paragraph] - starts[first], 0)
    return Candidates(
        first, starts[first], first == close, ends[close], starts[close + 1], paragraph
    )


def run_end(joined: Joined, letters: np.ndarray, tokens: np.ndarray, signs: str) -> np.ndarray:
    """Return, for each token, the last of the signs that follow it without white space."""
    starts, ends = joined.bounds.starts, joined.bounds.ends
    tokens = tokens.copy()
    moving = np.arange(len(tokens))
    for _ in range(FEW_STEPS):
        moving = moving[tokens[moving] + 1 < len(starts)]
        after = tokens[moving] + 1
        moving = moving[(starts[after] == ends[after - 1]) & among(letters[after], signs)]
        if not len(moving):
            return tokens
        tokens[moving] += 1
    others = ~among(letters, signs)
    others[1:] |= starts[1:] > ends[:-1]
    stops = np.append(np.flatnonzero(others), len(starts))
    tokens[moving] = stops[np.searchsorted(stops, tokens[moving], side="right")] - 1
    return tokens


def first_letter(joined: Joined, letters: np.ndarray, tokens: np.ndarray) -> np.ndarray:
    """Return, for each token, itself or what stands behind the opening quotes it begins.

    Where white space follows the quotes, it is one of them.
    """
    starts, ends = joined.bounds.starts, joined.bounds.ends
    opening = np.flatnonzero(among(letters[tokens], OPENING))
    last = run_end(joined, letters, tokens[opening], OPENING)
    after = np.minimum(last + 1, len(starts) - 1)
    found = tokens.copy()
    found[opening] = np.where(starts[after] == ends[last], after, last)
    return found


def may_begin(codes: np.ndarray) -> np.ndarray:
    """Return whether each is a letter, figure or dash, but no small letter."""
    kinds, rows = np.unique(codes, return_inverse=True)
    letters = [chr(kind) for kind in kinds.tolist()]
    begins = [(a.isalnum() and not a.islower()) or a in DASHES for a in letters]
    return np.array(begins, dtype=bool)[rows]


def is_end(joined: Joined, whole: Spans, found: Candidates) -> np.ndarray:
    """Return whether each candidate ends its sentence."""
    ends, is_word = joined.bounds.ends, joined.bounds.is_word
    result = np.ones(len(found.mark), dtype=bool)
    rows = np.flatnonzero(found.alone & (joined.codes[found.mark] == ord(".")))
    before = found.token[rows] - 1
    touches = (before >= 0) & (ends[before] == found.mark[rows]) & is_word[before]
    plain = touches & are_plain(joined, before)
    result[rows[~plain]] = asked_ends(joined, whole, found, rows[~plain])
    return result


def are_plain(joined: Joined, words: np.ndarray) -> np.ndarray:
    """Return whether a point after each of these tokens can only end a sentence.

    It can where letters stand before it, more than one, that are no abbreviation; the last eight
    characters tell, since no abbreviation is longer.
    """
    starts, ends = joined.bounds.starts[words], joined.bounds.ends[words]
    places = ends[:, np.newaxis] - np.arange(KEY, 0, -1)
    within = places >= starts[:, np.newaxis]
    codes = joined.codes[np.maximum(places, 0)]
    small = np.where(within & (codes < ASCII), codes | LOWER_CASE, 0).astype(np.uint8)
    keys, known = small.view(np.uint64)[:, 0], abbreviations()
    abbreviated = known[np.searchsorted(known[:-1], keys)] == keys
    return (is_letter(codes) | ~within).all(axis=1) & (ends - starts > 1) & ~abbreviated


def abbreviations() -> np.ndarray:
    """Return the titles and months, each as the number that its eight last bytes make; sorted."""
    words = b"".join(word.encode().rjust(KEY, b"\0") for word in TITLES | MONTHS)
    return np.sort(np.frombuffer(words, dtype=np.uint64))


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
