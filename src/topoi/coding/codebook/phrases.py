"""Queries as the phrases with wildcards that dictionaries of other tools know, and back.

A phrase whose signs mean something else in a query, such as ":)", is none. A query goes out as all
the phrases that it stands for; what phrases cannot say (gaps, kinds of words, exclusions,
conditions) is left out and named.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice, product

from topoi.coding.codebook.codebook import Code, Codebook, Subtype
from topoi.errors import InputError
from topoi.text.query.automaton import automaton_of
from topoi.text.query.lexemes import cut
from topoi.text.query.machine import is_exact
from topoi.text.query.nodes import Kind, Node, OneOf, Optional, Passed, Query, QueryError
from topoi.text.query.parsing import parse
from topoi.text.words.vocabulary import Word, inflected

MOST_PHRASES = 1000
Entries = list[tuple[str, str, list[str]]]


def query_for(phrase: str) -> str | None:
    """Return the query that says what a phrase says, None where its signs would say something else.

    >>> query_for("root  cause*"), query_for("war on *"), query_for("!x"), query_for(":)")
    ('root cause*', 'war on <word>', None, None)
    """
    pieces = ["<word>" if piece == "*" else piece for piece in phrase.split()]
    parts = [(Kind("word"),) if piece == "<word>" else cut(piece) for piece in pieces]
    try:
        query = parse(" ".join(pieces))
    except QueryError:
        return None
    return query.source if [*in_a_row(query.items)] == [*chain(*parts)] else None


def in_a_row(items: Sequence[Node]) -> Iterator[Node]:
    """Yield the parts of a query with those that are written together one by one."""
    for item in items:
        if isinstance(item, OneOf) and len(item.ways) == 1:
            yield from item.ways[0]
        else:
            yield item


def phrases_of(books: Sequence[Codebook], *, liwc: bool = False) -> tuple[Entries, tuple[str, ...]]:
    """Return code, subtype and phrases of each part of the codebooks, and what is left out.

    Raises InputError where two codebooks have a code of the same name.
    """
    told: Entries = []
    left_out: list[str] = []
    owner: dict[str, str] = {}
    for book in books:
        for code in book.codes:
            if owner.setdefault(code.id, book.id) != book.id:
                problem = f"has the code {code.id!r}, as {owner[code.id]} has"
                raise InputError(book.id, problem, "Export one codebook at a time.")
            for subtype in code.subtypes:
                found = [phrases_for(one.query, liwc=liwc) for one in subtype.include]
                phrases = list(dict.fromkeys(phrase for some in found for phrase in some))
                if phrases:
                    told.append((code.id, subtype.name, phrases))
                silent = sum(not some for some in found)
                left_out.extend(f"{book.id}: {one}" for one in lost(code, subtype, silent))
    return told, tuple(left_out)


def phrases_for(query: Query, *, liwc: bool = False) -> list[str]:
    """Return the phrases that a query stands for, none if phrases cannot say it.

    >>> from topoi.text.query.parsing import parse
    >>> phrases_for(parse("root|deep cause [of war]"))
    ['root cause', 'root cause of war', 'deep cause', 'deep cause of war']
    """
    if query.hit != (0, len(query.items)):
        return []
    found = ways_of(query.items)
    phrases = [] if found is None else list(islice(found, MOST_PHRASES + 1))
    if len(phrases) > MOST_PHRASES:
        return []
    if liwc:
        phrases = [one for one in phrases if not re.search(r"\?|\*\S", one)]
    return list(dict.fromkeys(phrases))


def ways_of(items: Sequence[Node]) -> Iterator[str] | None:
    """Return the phrases of parts in a row, None where one of them is no phrase."""
    parts = [told_by(item) for item in items]
    if None in parts:
        return None
    ways = product(*filter(None, parts))
    return (" ".join(word for word in way if word).replace(" 's", "'s") for way in ways)


def told_by(item: Node) -> list[str] | None:
    """Return the phrases of one part of a query, None where no phrase can say it."""
    if isinstance(item, Word):
        return list(inflected(item.text)) if item.inflected else [item.text]
    if isinstance(item, Passed) and item.kind == "clitic":
        return ["'s"]
    if isinstance(item, Optional):
        inner = told_by(item.inner)
        return None if inner is None else ["", *inner]
    if isinstance(item, OneOf):
        found = [ways_of(way) for way in item.ways]
        told = [list(islice(some, MOST_PHRASES + 1)) for some in found if some is not None]
        if len(told) < len(found) or any(len(some) > MOST_PHRASES for some in told):
            return None
        return [phrase for some in told for phrase in some]
    return None


def lost(code: Code, subtype: Subtype, silent: int) -> Iterator[str]:
    """Yield what a dictionary of phrases cannot say of a subtype."""
    name = f"{code.id}.{subtype.name}" if subtype.name else code.id
    capitals = sum(any(map(is_exact, automaton_of(one.query).asked)) for one in subtype.include)
    if code.built_in and not subtype.name:
        yield f"{name}: found from structure ({code.built_in})"
    elif not (subtype.name or any(one.include for one in code.subtypes)):
        yield f"{name}: found by no query (its passages were marked by hand)"
    for count, what in (
        (silent, "query(ies) with gaps, marks, kinds of words, context or too many phrases"),
        (capitals, "query(ies) whose capitals count go out without them"),
        (len(subtype.exclude), "exclusion(s)"),
        (len(subtype.near) + len(subtype.context), "condition(s)"),
    ):
        if count:
            yield f"{name}: {count} {what}"
