"""The query language: what a reader writes, what it says in English, and where texts match it.

Others mainly use `asked` for what a reader typed, `parsing.parse`, `described.described` and
`matching.matches`.
"""

from topoi.errors import InputError
from topoi.text.query.nodes import Query, QueryError, as_quoted
from topoi.text.query.parsing import parse


def asked(query: str, *, case: bool = False) -> Query:
    """Return a query that a reader has typed; raise InputError for one that cannot be read."""
    try:
        return parse(query, case=case)
    except QueryError as error:
        raise InputError(f"the query {as_quoted(query)}", error.problem, error.remedy) from None
