"""What a query says, in plain English words."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

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
    Sequent,
)
from topoi.text.words.vocabulary import Word

KINDS = {
    "Name": "a name (capitalised words inside a sentence)",
    "number": "a number",
    "year": "a year",
    "word": "any word",
}
MARKS = {
    ",": "a comma",
    ";": "a semicolon",
    ":": "a colon",
    "/": "a slash",
    "?": "a question mark",
    "!": "an exclamation mark",
}
PASSED = {"quote": "a quotation mark", "clitic": "a final ’s"}
EDGES = {"^": "at the beginning of the sentence", "$": "at the end of the sentence"}
NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def described(query: Query) -> str:
    """Return a query in plain English words.

    >>> from topoi.text.query.parsing import parse
    >>> described(parse("root|deep cause* ..2 of war"))
    '“root” or “deep”, then a word that begins with “cause”, then up to two words, then “of war”'
    """
    first, last = query.hit
    told = sequence(query.items[first:last])
    parts = [
        f"after {sequence(query.items[:first])}" if first else "",
        f"before {sequence(query.items[last:])}" if last < len(query.items) else "",
    ]
    around = " and ".join(part for part in parts if part)
    return f"{told}; only {around}" if around else told


def sequence(items: Sequent) -> str:
    """Return what stands in a row, plain words that follow each other in one pair of quotes."""
    told: list[str] = []
    for literal, nodes in groupby(items, is_literal):
        if literal:
            told.append(in_quotes(node.text for node in nodes if isinstance(node, Word)))
        else:
            told += map(part, nodes)
    return ", then ".join(told)


def is_literal(node: Node) -> bool:
    """Return whether a part is one word as it stands."""
    return isinstance(node, Word) and not (node.inflected or node.exact or node.is_glob)


def in_quotes(words: Iterable[str]) -> str:
    """Return words in one pair of quotation marks."""
    return f"“{' '.join(words)}”"


def part(node: Node) -> str:
    """Return what one part of a query says."""
    return WAYS[type(node)](node)


def word_told(node: Word) -> str:
    """Return what a word asks for."""
    text = node.text
    if node.inflected:
        return f"a form of {in_quotes([text])}"
    exact = ", capitals as here" if node.exact else ""
    stem = text.strip("*")
    if not stem:
        return KINDS["word"]
    if "*" in stem or "?" in text:
        return f"a word like {in_quotes([text])} (* any letters, ? one letter){exact}"
    ways = {
        (False, True): "a word that begins with ",
        (True, False): "a word that ends in ",
        (True, True): "a word that contains ",
        (False, False): "",
    }
    return f"{ways[text.startswith('*'), text.endswith('*')]}{in_quotes([stem])}{exact}"


def alternatives(node: OneOf) -> str:
    """Return one of several ways; a list by its name."""
    if node.name:
        return f"one of the list {node.name}"
    told = [sequence(way) for way in node.ways]
    told = [f"({one})" if ", then " in one or len(told) == 1 < len(way) else one
            for one, way in zip(told, node.ways, strict=True)]  # fmt: skip
    return ", ".join(told[:-1]) + f" or {told[-1]}" if len(told) > 1 else told[0]


def gap_told(node: Gap) -> str:
    """Return how many words may stand between."""
    over = ", commas and dashes among them" if node.commas else ""
    most = NUMBERS[node.most] if node.most < len(NUMBERS) else str(node.most)
    words = "word" if node.most == 1 else "words"
    if node.least == node.most:
        return f"{most} {words}{over}"
    least = NUMBERS[node.least] if node.least < len(NUMBERS) else str(node.least)
    return f"{f'{least} to' if node.least else 'up to'} {most} {words}{over}"


WAYS: dict[type, Callable[[Any], str]] = {
    Word: word_told,
    OneOf: alternatives,
    Optional: lambda node: f"perhaps {alternatives(node.inner)}",
    Not: lambda node: f"a word other than {alternatives(node.inner)}",
    Gap: gap_told,
    Kind: lambda node: KINDS[node.name],
    Edge: lambda node: EDGES[node.sign],
    Passed: lambda node: PASSED[node.kind],
    Mark: lambda node: MARKS.get(node.text, f"the sign “{node.text}”"),
}
