"""Regular expressions, which codebooks held once: refused, with the query that says the same."""

import re

from topoi.text.query.language import QueryError

# What simple expressions say in the words of a query, in the order in which it is replaced.
TRANSLATIONS = (
    (r"\(\?P<hit>(.*)\)", r"/ \1 /"),
    (r"\(\?:\[\\w-\]\+ \)\{0,(\d+)\}\??", r"..\1 "),
    (r"\(\?:\\w\+ \)\{0,(\d+)\}\??", r"..\1 "),
    (r"\(\?:([^()]*?) \)\?", r"[\1] "),
    (r"\(\?:([^()]*)\)\?", r"[\1]"),
    (r"\[?\\w-?\]?[*+]", "*"),
    (r"\(\?:", "("),
    (r"[\^$\\]", ""),
)
EXAMPLE = '"root|underlying cause* [of ..2 {conflict}]"'


def refuse_expressions(source: str) -> None:
    """Raise QueryError for a /regular expression/, with the query that says the same."""
    if len(source) < 3 or source[0] != "/" or source[-1] != "/" or source[1].isspace():
        return
    told = as_query(source[1:-1])
    raise QueryError(
        "is a /regular expression/, which codebooks no longer hold",
        f"Write words, for example: {told}",
    )


def as_query(expression: str) -> str:
    """Return what a simple expression says as a query, or an example of one.

    >>> as_query(r"\\broot (?:[\\w-]+ ){0,2}?cause\\w*\\b")
    '"root ..2 cause*"'
    """
    told = re.sub(r"(\w+)s\?(?!\w)", r"\1|\1s", re.sub(r"\\[bAZ]", "", expression))
    for pattern, query in TRANSLATIONS:
        told = re.sub(pattern, query, told)
    from topoi.text.query.parsing import parse

    try:
        parse(told)
    except QueryError:
        return EXAMPLE
    return EXAMPLE if "?" in told else f'"{told}"'
