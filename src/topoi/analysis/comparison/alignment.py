"""Where the words of one text stand in another: the chain of parts alike."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import log, log2
from typing import NamedTuple

LONGEST_SEED = 4  # words; a sequence of four is looked for however often it comes
RARE = 8  # places at most of a sequence that may be a seed
FAR = 100  # words between two parts from which on they are from different places
COST_OF_LEAP = 3.0  # of parts in another order or far apart: so much that four words outweigh it
COST_OF_GAP = 0.2  # for each doubling of what is left out
COST_OF_SENTENCE = 0.5  # of that to another sentence: one word is no reason to go there
SLACK = 10  # words of the sentence beyond a part, among which those of its edge are sought


class Part(NamedTuple):
    """So many words in a row that are alike: from word `at` of the one, word `there` of the other.

    `leap` says that the part stands in another order than the one before it, or far from it.
    """

    at: int
    there: int
    length: int
    leap: bool = False


class SearchedWords:
    """The words of a text in which others are looked for, `units` are their sentences.

    Sequences of up to four words are known by their places.
    """

    def __init__(self, words: Sequence[str], units: Sequence[int]) -> None:
        """Note where each sequence stands."""
        self.words, self.units = list(words), list(units)
        self.places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for length in range(1, LONGEST_SEED + 1):
            shifted = (self.words[shift:] for shift in range(length))
            for place, sequence in enumerate(zip(*shifted, strict=False)):
                self.places[sequence].append(place)
        self.counts = Counter(self.words)

    def weight(self, word: str) -> float:
        """Return how rare a word is here, in nats; the rarest is one that is not here."""
        return log((len(self.words) + 1) / (self.counts[word] + 0.5))

    def sentence(self, place: int, *, most: int) -> tuple[int, int]:
        """Return from where to where the sentence of a word goes, so many words around it."""
        start, end = place, place + 1
        while start > max(0, place - most) and self.units[start - 1] == self.units[place]:
            start -= 1
        while end < min(len(self.words), place + most) and self.units[end] == self.units[place]:
            end += 1
        return start, end

    def seeds(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Return places of both where the shortest sequence that is rare here begins.

        Where none is rare it is the longest of the sequences, the rarest of those as long.
        """
        found: list[tuple[int, int]] = []
        last: tuple[int, int, int] = (0, 0, 0)
        for at in range(len(words)):
            for length in range(1, min(LONGEST_SEED, len(words) - at) + 1):
                places = self.places.get(tuple(words[at : at + length]))
                if places is None:
                    break
                last = max(last, (length, -len(places), at))
                if len(places) <= RARE or length in (LONGEST_SEED, len(words)):
                    found += ((at, place) for place in places)
                    break
        length, _, at = last
        places = self.places.get(tuple(words[at : at + length]), [])
        return found or [(at, place) for place in places]

    def runs(self, words: Sequence[str]) -> list[Part]:
        """Return the longest sequences alike around each seed, by their place in `words`."""
        reached: dict[int, int] = {}  # how far the last run on each diagonal goes
        found = []
        for at, there in self.seeds(words):
            if at < reached.get(there - at, 0):
                continue
            start, end = at, at + 1
            shift = there - at
            while start and start + shift and words[start - 1] == self.words[start + shift - 1]:
                start -= 1
            most = min(len(words), len(self.words) - shift)
            while end < most and words[end] == self.words[end + shift]:
                end += 1
            reached[shift] = end
            found.append(Part(start, start + shift, end - start))
        return sorted(found)


def chains(words: Sequence[str], source: SearchedWords) -> Iterator[list[Part]]:
    """Yield where words stand in another text: the chain of parts that covers them best.

    Others that have as many words follow, none of which has a part in a place of those before.

    A chain gets a point for each word; it pays `COST_OF_GAP` for each doubling of the words left
    out between two parts, `COST_OF_SENTENCE` where the next then stands in another sentence, and
    `COST_OF_LEAP` where they stand in another order or more than `FAR` words apart. What lies
    between near parts, and at both ends within the same sentence, is aligned by the fewest changes
    of words (Levenshtein 1966).

    >>> source = SearchedWords("we want peace and no war at all".split(), [0] * 8)
    >>> (found,) = chains("we want calm and war".split(), source)
    >>> [(part.at, part.there, part.length) for part in found]
    [(0, 0, 2), (3, 3, 1), (4, 5, 1)]
    """
    runs, most = source.runs(words), 0
    while runs and len({at for run in runs for at in range(run.at, run.at + run.length)}) >= most:
        chain = best_chain(runs, source.units)
        size = sum(part.length for part in chain)
        if size < most:
            return
        most = size
        yield filled(chain, words, source)
        taken = {place for part in chain for place in range(part.there, part.there + part.length)}
        runs = [run for run in runs if taken.isdisjoint(range(run.there, run.there + run.length))]


def filled(chain: Sequence[Part], words: Sequence[str], source: SearchedWords) -> list[Part]:
    """Return the parts of a chain with those that lie between near ones and at both ends."""
    pieces = [*head_of(words, source, chain[0]), chain[0]]
    for part in chain[1:]:
        last = pieces[-1]
        end, there_end = last.at + last.length, last.there + last.length
        if part.leap:
            pieces += tail_of(words[: part.at], source, end, there_end)
        else:
            pieces += between(words, source.words, (end, part.at), (there_end, part.there))
        pieces.append(part)
    last = pieces[-1]
    pieces += tail_of(words, source, last.at + last.length, last.there + last.length)
    return joined(pieces)


def best_chain(runs: Sequence[Part], units: Sequence[int]) -> list[Part]:
    """Return the runs, cut where they overlap, that together have the most points.

    `units` are the sentences of the words in which they were found.
    """
    best: list[float] = []
    before: list[tuple[int, int, bool]] = []  # the run before, the words cut off, whether it leaps
    for number, run in enumerate(runs):
        points, come = float(run.length), (-1, 0, False)
        for other in range(number):
            if best[other] + run.length <= points:
                continue
            cut, leap, cost = step(runs[other], run, units)
            got = best[other] + run.length - cut - cost
            if cut < run.length and got > points:
                points, come = got, (other, cut, leap)
        best.append(points)
        before.append(come)
    chain: list[Part] = []
    at = max(range(len(runs)), key=best.__getitem__, default=-1)
    while at >= 0:
        other, cut, leap = before[at]
        run = runs[at]
        chain.append(Part(run.at + cut, run.there + cut, run.length - cut, leap))
        at = other
    return chain[::-1]


def step(first: Part, second: Part, units: Sequence[int]) -> tuple[int, bool, float]:
    """Return how much of the second run is cut off behind the first, whether it leaps, its cost."""
    cut = max(0, first.at + first.length - second.at)
    if second.there < first.there:
        apart = second.there + second.length <= first.there
        return (cut if apart else second.length), True, COST_OF_LEAP
    cut = max(cut, first.there + first.length - second.there)
    gap = second.there + cut - first.there - first.length
    if gap > FAR:
        return cut, True, COST_OF_LEAP
    skipped = second.at + cut - first.at - first.length
    cost = COST_OF_GAP * log2(1 + abs(gap - skipped))
    if cost and cut < second.length:
        last = first.there + first.length - 1
        cost += COST_OF_SENTENCE * (units[last] != units[second.there + cut])
    return cut, False, cost


def between(
    words: Sequence[str], others: Sequence[str], own: tuple[int, int], there: tuple[int, int]
) -> list[Part]:
    """Return the parts alike within two stretches, by the fewest changes."""
    if own[0] >= own[1] or there[0] >= there[1]:
        return []
    from rapidfuzz.distance import Levenshtein

    found = Levenshtein.opcodes(words[slice(*own)], others[slice(*there)])
    return [
        Part(own[0] + one.src_start, there[0] + one.dest_start, one.src_end - one.src_start)
        for one in found
        if one.tag == "equal"
    ]


def tail_of(words: Sequence[str], source: SearchedWords, at: int, there: int) -> list[Part]:
    """Return the parts alike from two places on, within the sentence in which the other stands."""
    _, end = source.sentence(there - 1, most=len(words) - at + SLACK + 1)
    return between(words, source.words, (at, len(words)), (there, end))


def head_of(words: Sequence[str], source: SearchedWords, first: Part) -> list[Part]:
    """Return the parts alike before the first one, within the sentence in which it begins."""
    start, _ = source.sentence(first.there, most=first.at + SLACK)
    backwards = between(
        words[: first.at][::-1],
        source.words[start : first.there][::-1],
        (0, first.at),
        (0, first.there - start),
    )
    return [
        Part(first.at - one.at - one.length, first.there - one.there - one.length, one.length)
        for one in reversed(backwards)
    ]


def joined(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with those that follow each other on both sides as one."""
    out: list[Part] = []
    for part in parts:
        last = out[-1] if out else None
        if last and not part.leap and part[:2] == (last.at + last.length, last.there + last.length):
            out[-1] = last._replace(length=last.length + part.length)
        else:
            out.append(part)
    return out
