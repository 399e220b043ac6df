"""What differs between words and those of another text: altered, left out, moved, contracted."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise, zip_longest
from typing import NamedTuple

from topoi.analysis.comparison.alignment import (
    FAR,
    LONGEST_SEED,
    RARE,
    Part,
    SearchedWords,
)

MOST_CONTRACTED = 2  # words of either side: "don't" and "do not", "isn't" and "'s not"
Contractions = Sequence[tuple[str, str]]  # what is written in short, and what it stands for
Span = tuple[int, int]


class Change(NamedTuple):
    """Words of the one that stand where the other has others; one side may have none."""

    start: int
    end: int
    there: int
    there_end: int


class Gap(NamedTuple):
    """Words of the one before, between or behind parts, and where the other may have others.

    Where no part stands before it, or near behind it, the other has as many words as are left.
    """

    start: int
    end: int
    there: int
    there_end: int
    first: bool = False
    last: bool = False


class Alignment(NamedTuple):
    """The parts alike in the order of the one, and what differs between them.

    `moved` are parts in another place of the same sentences, `contracted` words of which one side
    has a short form.
    """

    parts: tuple[Part, ...]
    moved: tuple[Part, ...] = ()
    changes: tuple[Change, ...] = ()
    contracted: tuple[Change, ...] = ()


def aligned(
    words: Sequence[str],
    parts: Sequence[Part],
    source: SearchedWords,
    *,
    contractions: Contractions = (),
) -> Alignment:
    """Return parts that stand in another text, with what differs around them.

    >>> source = SearchedWords("we want peace and no war at all".split(), [0] * 8)
    >>> words = "peace and war we want".split()
    >>> found = aligned(words, [Part(0, 2, 2), Part(2, 5, 1)], source)
    >>> found.moved, found.changes
    ((Part(at=3, there=0, length=2, leap=True),), (Change(start=2, end=2, there=4, there_end=5),))
    """
    if not parts:
        return Alignment(())
    gaps, contracted = [], []
    for gap in gaps_of(parts, len(words), source):
        rest, short = without_contractions(gap, words, source.words, contractions)
        gaps.append(rest)
        contracted += short
    taken = {place for part in parts for place in range(part.there, part.there + part.length)}
    taken |= {place for one in contracted for place in range(one.there, one.there_end)}
    moved: list[Part] = []
    if any(gap.start < gap.end for gap in gaps):
        free = free_words(parts, gaps, source, taken)
        for gap in gaps:
            moved += moved_parts(gap, words, source, free)
    own = {place for part in moved for place in range(part.at, part.at + part.length)}
    taken |= {place for part in moved for place in range(part.there, part.there + part.length)}
    changes = [change for gap in gaps for change in changes_in(gap, own, taken)]
    differing = (one for one in changes if not alike(one, words, source.words))
    return Alignment(tuple(parts), tuple(moved), tuple(differing), tuple(contracted))


def change_of(part: Part) -> Change:
    """Return the places of a part in both texts."""
    return Change(part.at, part.at + part.length, part.there, part.there + part.length)


def gaps_of(parts: Sequence[Part], size: int, source: SearchedWords) -> Iterator[Gap]:
    """Yield what lies before the first part, between two, behind one that is left, and at the end.

    Words of the other are those between two parts, else those of the sentence.
    """
    first, last = parts[0], parts[-1]
    if first.at:
        start, _ = source.sentence(first.there, most=first.at + MOST_CONTRACTED)
        yield Gap(0, first.at, start, first.there, first=True)
    for part, following in pairwise(parts):
        end, there = part.at + part.length, part.there + part.length
        if not following.leap:
            yield Gap(end, following.at, there, following.there)
        elif end < following.at:
            yield open_gap(end, following.at, there, source)
    end = last.at + last.length
    if end < size:
        yield open_gap(end, size, last.there + last.length, source)


def open_gap(start: int, end: int, there: int, source: SearchedWords) -> Gap:
    """Return the words of the one behind a part, against those of the other's sentence."""
    _, stop = source.sentence(there - 1, most=end - start + MOST_CONTRACTED + 1)
    return Gap(start, end, there, stop, last=True)


def without_contractions(
    gap: Gap, words: Sequence[str], others: Sequence[str], contractions: Contractions
) -> tuple[Gap, list[Change]]:
    """Return a gap without the words at its edges of which one side has a short form, and these."""
    found = []
    sizes = [(n, m) for n in range(1, MOST_CONTRACTED + 1) for m in range(1, MOST_CONTRACTED + 1)]
    while contractions:
        start, end, there, there_end, first, last = gap
        fitting = [(n, m) for n, m in sizes if n <= end - start and m <= there_end - there]
        heads = [] if first else [Change(start, start + n, there, there + m) for n, m in fitting]
        tails = [] if last else [Change(end - n, end, there_end - m, there_end) for n, m in fitting]
        one = next((one for one in heads + tails if alike(one, words, others, contractions)), None)
        if one is None:
            break
        if not alike(one, words, others):  # else they are only written apart
            found.append(one)
        if one in heads:
            gap = gap._replace(start=one.end, there=one.there_end)
        else:
            gap = gap._replace(end=one.start, there_end=one.there)
    return gap, found


def alike(
    change: Change, words: Sequence[str], others: Sequence[str], contractions: Contractions = ()
) -> bool:
    """Return whether both sides are the same words written apart, together, or in short."""
    start, end, there, there_end = change
    own = written_out(words[start:end], contractions)
    return not own.isdisjoint(written_out(others[there:there_end], contractions))


def written_out(words: Sequence[str], contractions: Contractions) -> set[str]:
    """Return what words may stand for, written together.

    >>> sorted(written_out(["dont"], [("nt", "not")]))
    ['donot', 'dont']
    """
    out = {""}
    for word in words:
        forms = [word]
        forms += [word[: -len(end)] + full for end, full in contractions if word.endswith(end)]
        out = {before + form for before in out for form in forms}
    return out


def free_words(
    parts: Sequence[Part], gaps: Iterable[Gap], source: SearchedWords, taken: set[int]
) -> dict[int, bool]:
    """Return the places of words that are not taken in the sentences of parts, and whether each
    lies between two parts."""
    edges = {place for part in parts for place in (part.there, part.there + part.length - 1)}
    around = {place for edge in edges for place in range(*source.sentence(edge, most=FAR))}
    inner = {
        place
        for gap in gaps
        if not (gap.first or gap.last)
        for place in range(gap.there, gap.there_end)
    }
    return {place: place in inner for place in sorted((around | inner) - taken)}


def moved_parts(
    gap: Gap, words: Sequence[str], source: SearchedWords, free: dict[int, bool]
) -> list[Part]:
    """Return the words of a gap that stand in another place of the sentences around it.

    They are moved where they left a gap there, or are rare in the other text: one word that stands
    there once, or several. Their places are no longer free then.
    """
    best = Part(gap.start, 0, 0)
    edges = [*([] if gap.first else [gap.there - 1]), *([] if gap.last else [gap.there_end])]
    sentences = {source.units[edge] for edge in edges}
    near = [one for one in free.items() if source.units[one[0]] in sentences]
    for at in range(gap.start, gap.end):
        for there, inner in near:
            size = 0
            while (
                at + size < gap.end
                and there + size in free
                and words[at + size] == source.words[there + size]
            ):
                size += 1
            places = source.places[tuple(words[at : at + min(size, LONGEST_SEED)])]
            rare = len(places) <= (RARE if size > 1 else 1)
            if size > best.length and (rare or inner):
                best = Part(at, there, size, leap=True)
    if not best.length:
        return []
    for place in range(best.there, best.there + best.length):
        del free[place]
    before, behind = gap._replace(end=best.at), gap._replace(start=best.at + best.length)
    return [
        *moved_parts(before, words, source, free),
        best,
        *moved_parts(behind, words, source, free),
    ]


def changes_in(gap: Gap, own: set[int], taken: set[int]) -> Iterator[Change]:
    """Yield what differs in a gap, without words that stand elsewhere on either side."""
    mine = stretches_without(gap.start, gap.end, own)
    left = sum(end - start for start, end in mine)
    there, there_end = gap.there, gap.there_end
    if gap.first:
        there = max(there, there_end - left)
    if gap.last:
        there_end = min(there_end, there + left)
    theirs = stretches_without(there, there_end, taken)
    if gap.first or gap.last:  # words there that none of the one stand for are not left out
        theirs = theirs[: len(mine)]
    for one, other in zip_longest(mine, theirs):
        start, end = one or (gap.end, gap.end)
        yield Change(start, end, *(other or (gap.there_end if gap.first else gap.there,) * 2))


def stretches_without(start: int, end: int, places: set[int]) -> list[Span]:
    """Return the stretches of a range that have none of some places.

    >>> stretches_without(0, 6, {2, 3})
    [(0, 2), (4, 6)]
    """
    out = []
    for left_out, run in groupby(range(start, end), key=places.__contains__):
        inside = list(run)
        if not left_out:
            out.append((inside[0], inside[-1] + 1))
    return out
