"""A slow and obviously right matcher: every reading of every query from every token, one by one."""

import re
from collections.abc import Iterator

from topoi.text.query.lexemes import is_abbreviation
from topoi.text.query.nodes import Edge, Gap, Kind, Mark, Not, OneOf, Optional, Passed, Query
from topoi.text.words.numbered import Numbered
from topoi.text.words.tokens import composed, form
from topoi.text.words.vocabulary import BRACKETS, DASHES, QUOTES, inflected


class Unit:
    """The tokens of one sentence, heading or dateline."""

    def __init__(self, tokens: Numbered, rows: list[int]) -> None:
        self.rows = rows
        self.forms = [tokens.vocabulary[tokens.form[row]] for row in rows]
        self.is_word = [bool(tokens.is_word[row]) for row in rows]
        self.capital = [bool(tokens.capital[row]) for row in rows]
        self.written = [
            composed(tokens.texts[tokens.doc[row]][tokens.start[row] : tokens.end[row]])
            for row in rows
        ]
        self.passed = [self.is_passed(tokens, place) for place in range(len(rows))]

    def is_passed(self, tokens: Numbered, place: int) -> bool:
        one = self.forms[place]
        if one in QUOTES or one in BRACKETS or one == "'s":
            return True
        row = self.rows[place]
        return bool(
            one == "."
            and place > 0
            and tokens.end[row - 1] == tokens.start[row]
            and is_abbreviation(self.forms[place - 1])
        )

    def first_not_passed(self, place: int) -> int:
        while place < len(self.rows) and self.passed[place]:
            place += 1
        return place

    def begins(self, place: int) -> bool:
        return self.first_not_passed(0) >= place


def fits_word(word, unit: Unit, place: int) -> bool:
    if not unit.is_word[place]:
        return False
    wanted, found = (
        (composed(word.text), unit.written[place])
        if word.exact
        else (form(word.text), unit.forms[place])
    )
    if word.inflected:
        if not word.exact:
            return unit.forms[place] in inflected(form(word.text))
        forms = inflected(word.text.lower())
        capital = [one.capitalize() for one in forms]
        return unit.written[place] in (forms if word.text.islower() else capital)
    pattern = re.escape(wanted).replace(r"\*", ".*").replace(r"\?", r"[^\W_]")
    return re.fullmatch(pattern, found, re.DOTALL) is not None


def fits(node, unit: Unit, place: int) -> bool:
    one = unit.forms[place]
    if isinstance(node, Mark):
        return one == node.text
    if isinstance(node, Not):
        return unit.is_word[place] and not any(fits_word(word, unit, place) for word in node.words)
    if isinstance(node, Kind):
        return {
            "word": unit.is_word[place],
            "number": re.fullmatch(r"\d[\d.,]*", one) is not None,
            "year": re.fullmatch(r"(1\d|20)\d\d", one) is not None,
            "Name": unit.capital[place] and not unit.begins(place) and one.split("'")[0] != "i",
        }[node.name]
    return fits_word(node, unit, place)


def steps(node, unit: Unit, place: int) -> Iterator[int]:
    """Yield the places behind each reading of a part that begins at a place."""
    end = len(unit.rows)
    if isinstance(node, OneOf):
        for way in node.ways:
            yield from runs(way, unit, place)
    elif isinstance(node, Optional):
        yield place
        yield from steps(node.inner, unit, place)
    elif isinstance(node, Gap):
        yield from gaps(node, unit, place, 0)
    elif isinstance(node, Passed):
        for at in range(place, unit.first_not_passed(place)):
            if unit.forms[at] == "'s" if node.kind == "clitic" else unit.forms[at] in QUOTES:
                yield at + 1
                return
    elif isinstance(node, Edge):
        if node.sign == "^":
            if unit.begins(place):
                yield place
        else:
            at = unit.first_not_passed(place)
            while at < end and unit.forms[at] in ".!?…":
                at = unit.first_not_passed(at + 1)
            if at == end:
                yield place
    else:
        at = unit.first_not_passed(place)
        while at < end and fits(node, unit, at):
            yield at + 1
            if node != Kind("Name"):
                return
            at = unit.first_not_passed(at + 1)


def gaps(node: Gap, unit: Unit, place: int, count: int) -> Iterator[int]:
    if count >= node.least:
        yield place
    at = unit.first_not_passed(place)
    if at == len(unit.rows):
        return
    if node.commas and unit.forms[at] in f",{DASHES}":
        if count >= node.least:
            yield at + 1
        at = unit.first_not_passed(at + 1)
    if at < len(unit.rows) and count < node.most and unit.is_word[at]:
        yield from gaps(node, unit, at + 1, count + 1)


def runs(items, unit: Unit, place: int) -> Iterator[int]:
    if not items:
        yield place
        return
    for at in steps(items[0], unit, place):
        yield from runs(items[1:], unit, at)


def slow_matches(query: Query, tokens: Numbered) -> list[tuple[int, int]]:
    """Return first and last token of each match, the longest of those that begin at one token."""
    before, hit, after = (
        query.items[: query.hit[0]],
        query.items[slice(*query.hit)],
        query.items[query.hit[1] :],
    )
    best: dict[int, int] = {}
    units: dict[int, list[int]] = {}
    for row, number in enumerate(tokens.unit.tolist()):
        if number >= 0:
            units.setdefault(number, []).append(row)
    for rows in units.values():
        unit = Unit(tokens, rows)
        for start in range(len(rows)):
            for begin in runs(before, unit, start):
                for end in runs(hit, unit, begin):
                    if next(runs(after, unit, end), None) is not None:
                        first = unit.rows[unit.first_not_passed(begin)]
                        last = unit.rows[end - 1]
                        best[first] = max(best.get(first, -1), last)
    return sorted(best.items())
