"""From a query to an automaton: its places, and which of them may follow each other.

The construction is that of Glushkov (1961): every word of the query is a place, so that no step of
the automaton is without a word, and it can be walked in either direction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from topoi.text.query.nodes import (
    Edge,
    Gap,
    Kind,
    Mark,
    Node,
    Not,
    OneOf,
    Optional,
    Passed,
    Query,
    QueryError,
    Sequent,
)
from topoi.text.words.vocabulary import Word

MOST_PLACES = 2000
KEPT = 20_000  # queries and lists whose automata are kept
SIDES = ("first", "last", "begin", "end")
ANY, BOUNDARY, STOPS, COMMAS = Kind("word"), Edge("^"), Edge("stops"), Mark(", or dash")
Cut = tuple[int, ...]
Asked = frozenset[Word] | Not | Kind | Mark | Passed | Edge


@dataclass
class Automaton:
    """The places of one query: what each asks for, whether it belongs to the hit, what may follow
    and precede it, which are first and last; `cuts` are sets of places of which every match passes
    one. It is entered at a cut and walked from there forwards and backwards."""

    asked: list[Asked] = field(default_factory=list)
    in_hit: list[bool] = field(default_factory=list)
    follow: list[list[int]] = field(default_factory=list)
    precede: list[list[int]] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    gaps: set[int] = field(default_factory=set)


@dataclass
class Piece:
    """A part of a query as places: the first and last ones, whether it may be left out, its cuts.

    Where it is walked backwards, `begin` are the places at which it is left, `end` those at which
    it is entered: the first and last ones unless it is a gap. It is `hollow` if it may hold no word
    of the hit.
    """

    first: list[int]
    last: list[int]
    begin: list[int]
    end: list[int]
    empty: bool = False
    hollow: bool = False
    cuts: list[Cut] = field(default_factory=list)

    def optional(self) -> "Piece":
        """Return the piece as one that may be left out."""
        return Piece(self.first, self.last, self.begin, self.end, empty=True, hollow=True)


@lru_cache(maxsize=KEPT)
def automaton_of(query: Query) -> Automaton:
    """Return the automaton of a query.

    Raises QueryError for one that is too long, could match nothing, or has a gap at an end.
    """
    machine = Automaton()
    first, last = query.hit
    before, hit, after = (
        chained(machine, [piece_of(machine, node, in_hit=number == 1) for node in items])
        for number, items in enumerate(
            (query.items[:first], query.items[first:last], query.items[last:])
        )
    )
    if hit.hollow:
        raise QueryError("can match nothing at all", "Ask for at least one word.")
    whole = chained(machine, [before, hit, after])
    for piece in (hit, whole):
        for places, where in ((piece.first, "begins"), (piece.end, "ends")):
            if machine.gaps.intersection(places):
                remedy = "Write a word or a kind such as <word> there."
                raise QueryError(f"{where} with a gap", remedy)
    if not any(is_entrance(machine, cut) for cut in whole.cuts):
        problem = "asks for nothing but a quotation mark or 's, which are passed over"
        raise QueryError(problem, "Write a word beside it.")
    machine.first, machine.last, machine.cuts = whole.begin, whole.last, whole.cuts
    return machine


def is_entrance(machine: Automaton, cut: Cut) -> bool:
    """Return whether none of some places is passed over."""
    return not any(isinstance(machine.asked[number], Passed) for number in cut)


def chained(machine: Automaton, pieces: Iterable[Piece]) -> Piece:
    """Return pieces in a row as one."""
    whole = Piece([], [], [], [], empty=True, hollow=True)
    for piece in pieces:
        for number in whole.last:
            machine.follow[number] += piece.first
        for number in piece.begin:
            machine.precede[number] += whole.end
        if whole.empty:
            whole.first, whole.begin = whole.first + piece.first, whole.begin + piece.begin
        whole.last = whole.last + piece.last if piece.empty else piece.last
        whole.end = whole.end + piece.end if piece.empty else piece.end
        whole.cuts += [] if piece.empty else piece.cuts
        whole.empty = whole.empty and piece.empty
        whole.hollow = whole.hollow and piece.hollow
    return whole


def piece_of(machine: Automaton, node: Node, *, in_hit: bool) -> Piece:
    """Return one part of a query as places of the automaton."""
    if isinstance(node, Optional):
        return piece_of(machine, node.inner, in_hit=in_hit).optional()
    if isinstance(node, OneOf):
        return one_of(machine, node, in_hit=in_hit)
    if isinstance(node, Gap):
        return gap_piece(machine, node, in_hit=in_hit)
    if isinstance(node, Edge):
        return edge_piece(machine, node)
    asked: Asked = frozenset([node]) if isinstance(node, Word) else node
    found = new_place(machine, asked, in_hit=in_hit)
    if node == Kind("Name"):  # several capitalised words count as one
        repeat(machine, found)
    return found


def repeat(machine: Automaton, piece: Piece) -> None:
    """Let a piece of one place follow itself."""
    for number in piece.first:
        machine.follow[number].append(number)
        machine.precede[number].append(number)


def new_place(machine: Automaton, asked: Asked, *, in_hit: bool) -> Piece:
    """Return a new place."""
    number = len(machine.asked)
    if number >= MOST_PLACES:
        raise QueryError(f"asks for more than {MOST_PLACES:,} words", "Write several queries.")
    machine.asked.append(asked)
    machine.in_hit.append(in_hit)
    machine.follow.append([])
    machine.precede.append([])
    one = [number]
    return Piece(one, one, one, one, hollow=not in_hit, cuts=[(number,)])


def one_of(machine: Automaton, node: OneOf, *, in_hit: bool) -> Piece:
    """Return alternatives; those of one word share a place, so that a list of words costs one."""
    words, ways = words_and_ways(node)
    pieces = [new_place(machine, words, in_hit=in_hit)] if words else []
    for way in ways:
        pieces.append(chained(machine, [piece_of(machine, one, in_hit=in_hit) for one in way]))
    first, last, begin, end = (
        [number for piece in pieces for number in getattr(piece, side)] for side in SIDES
    )
    empty, hollow = (any(getattr(piece, one) for piece in pieces) for one in ("empty", "hollow"))
    cuts = cuts_of(machine, [piece.cuts for piece in pieces])
    return Piece(first, last, begin, end, empty, hollow, cuts)


def cuts_of(machine: Automaton, ways: Sequence[Sequence[Cut]]) -> list[Cut]:
    """Return cuts of alternatives: the first, the last or the longest words of each.

    Any choice would do; long words are mostly rare ones.
    """
    if not all(ways):
        return []
    chosen = [
        [cuts[0] for cuts in ways],
        [cuts[-1] for cuts in ways],
        [max(cuts, key=lambda cut: shortest(machine, cut)) for cuts in ways],
    ]
    return list(dict.fromkeys(tuple(n for cut in cuts for n in cut) for cuts in chosen))


def shortest(machine: Automaton, cut: Cut) -> int:
    """Return how many letters the shortest word has that a cut asks for, 0 for other places."""
    return min(letters(machine.asked[place]) for place in cut)


@lru_cache(maxsize=KEPT)
def letters(asked: Asked) -> int:
    """Return how many letters the shortest of some words has, 0 for other things asked for."""
    return min(len(word.text) for word in asked) if isinstance(asked, frozenset) else 0


@lru_cache(maxsize=KEPT)
def words_and_ways(node: OneOf) -> tuple[frozenset[Word], tuple[Sequent, ...]]:
    """Return the alternatives of one word, and all others."""
    words: set[Word] = set()
    ways: list[Sequent] = []
    for way in node.ways:
        if len(way) == 1 and isinstance(way[0], Word):
            words.add(way[0])
        elif len(way) == 1 and isinstance(way[0], OneOf):
            more, others = words_and_ways(way[0])
            words |= more
            ways += others
        else:
            ways.append(way)
    return frozenset(words), tuple(dict.fromkeys(ways))


def gap_piece(machine: Automaton, node: Gap, *, in_hit: bool) -> Piece:
    """Return a gap: words one after another, of which those past the least may be left out.

    Walked forwards it is entered at its first word and left when there are enough, backwards it is
    entered at its last word, so that either way only one place at a time is walked.
    """
    steps = [gap_step(machine, node, in_hit=in_hit) for _ in range(node.most)]
    for before, after in pairwise(steps):
        for number in before.last:
            machine.follow[number] += after.first
        for number in after.begin:
            machine.precede[number] += before.end
    enough = max(node.least - 1, 0)
    last = [number for one in steps[enough:] for number in one.last]
    begin = [number for one in steps[: node.most - enough] for number in one.begin]
    whole = Piece(steps[0].first, last, begin, steps[-1].end, empty=node.least == 0)
    whole.hollow = whole.empty or not in_hit
    if node.commas:
        whole = chained(machine, [whole, comma_piece(machine, in_hit=in_hit)])
    machine.gaps.update(whole.first, whole.end)
    return whole


def gap_step(machine: Automaton, node: Gap, *, in_hit: bool) -> Piece:
    """Return one word of a gap, with the comma or dash that may stand before it."""
    word = new_place(machine, ANY, in_hit=in_hit)
    return chained(machine, [comma_piece(machine, in_hit=in_hit), word]) if node.commas else word


def comma_piece(machine: Automaton, *, in_hit: bool) -> Piece:
    """Return a comma or dash that may be left out."""
    return new_place(machine, COMMAS, in_hit=in_hit).optional()


def edge_piece(machine: Automaton, node: Edge) -> Piece:
    """Return the beginning or end of the sentence; before its end closing marks may stand."""
    if node.sign == "^":
        return new_place(machine, BOUNDARY, in_hit=False)
    stops = new_place(machine, STOPS, in_hit=False)
    repeat(machine, stops)
    return chained(machine, [stops.optional(), new_place(machine, BOUNDARY, in_hit=False)])
