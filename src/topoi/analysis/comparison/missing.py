"""Which stretches of a quotation stand in none of the parts found: invented, or said elsewhere."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from topoi.analysis.comparison.alignment import Part, SearchedWords, step
from topoi.analysis.comparison.differences import Alignment, Change, Span, change_of

LEAST_OF_STOP_WORDS = 4  # words in a row that tell a place although none of them carries content
LEAST_MISSING = 4  # words without a counterpart; fewer are words altered


def telling(parts: Sequence[Part], words: Sequence[str], stop_words: Collection[str]) -> list[Part]:
    """Return the parts that tell where words stand: not a few stop words, which stand anywhere.

    >>> parts = [Part(0, 10, 2), Part(3, 14, 2)]
    >>> telling(parts, "of the old war and".split(), {"of", "the", "and"})
    [Part(at=3, there=14, length=2, leap=False)]
    """
    least = min(LEAST_OF_STOP_WORDS, len(words))
    return [
        part
        for part in parts
        if part.length >= least
        or any(word not in stop_words for word in words[part.at : part.at + part.length])
    ]


def missing_in(words: Sequence[str], found: Alignment, stop_words: Collection[str]) -> list[Span]:
    """Return the stretches of words that are not found, by their places in `words`.

    Each has at least `LEAST_MISSING` words without a counterpart, those of its parts that tell a
    place subtracted; of all choices of stretches it is the one with the most such words.
    """
    scores = [0] * len(words)
    told = telling([*found.parts, *found.moved], words, stop_words)
    for score, some in ((-1, [*map(change_of, told), *found.contracted]), (1, found.changes)):
        for one in some:
            scores[one.start : one.end] = [score] * (one.end - one.start)
    return best_stretches(scores, LEAST_MISSING)


def best_stretches(scores: Sequence[float], cost: float) -> list[Span]:
    """Return the stretches whose scores, less a cost for each, have the highest sum.

    Of several the longest are taken.

    >>> best_stretches([1, 1, -1, 1, -1, -1, -1, 1], 1.5)
    [(0, 4)]
    """
    # the best sums so far, outside a stretch and inside one, with the starts and ends chosen
    outside: tuple[float, tuple[Span, ...]] = (0.0, ())
    inside: tuple[float, int, tuple[Span, ...]] = (float("-inf"), 0, ())
    for at, score in enumerate(scores):
        if outside[0] - cost > inside[0]:
            inside = (outside[0] - cost, at, outside[1])
        inside = (inside[0] + score, *inside[1:])
        if inside[0] >= outside[0]:
            outside = (inside[0], (*inside[2], (inside[1], at + 1)))
    return list(outside[1])


def without(found: Alignment, missing: Sequence[Span], source: SearchedWords) -> Alignment:
    """Return an alignment without what lies in stretches that are not found."""

    def kept(one: Change) -> bool:
        return not any(start <= one.start and one.end <= end for start, end in missing)

    parts = [part for part in found.parts if kept(change_of(part))]
    neighbours = set(pairwise(found.parts))
    leaps = [False] * len(parts[:1])
    for pair in pairwise(parts):
        leaps.append(pair[1].leap if pair in neighbours else step(*pair, source.units)[1])
    return Alignment(
        tuple(part._replace(leap=leap) for part, leap in zip(parts, leaps, strict=True)),
        tuple(part for part in found.moved if kept(change_of(part))),
        tuple(filter(kept, found.changes)),
        tuple(filter(kept, found.contracted)),
    )
