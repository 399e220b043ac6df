"""Finding one query typed by a reader, by the same rules as a codebook's."""

import pandas as pd

from topoi.coding.codebook import Code, Codebook, Entry, Subtype
from topoi.coding.hits import find_hits
from topoi.text.corpus import Corpus
from topoi.text.numbered import Numbered
from topoi.text.query import asked

SEARCH = "search"


def occurrences(
    corpus: Corpus,
    query: str,
    *,
    case: bool = False,
    voices: pd.DataFrame | None = None,
    segments: pd.DataFrame | None = None,
    tokens: Numbered | None = None,
) -> pd.DataFrame:
    """Return the hits table of one query, written as in a codebook.

    Overlapping occurrences are given once, the longest first from the left. Raises InputError for
    a query that cannot be read.

    >>> from topoi.text.corpus import corpus_of
    >>> found = occurrences(corpus_of({"a": "Root causes of the crisis."}), "root cause*")
    >>> found["text"].tolist()
    ['Root causes']
    """
    wanted = Subtype(name="", include=(Entry(asked(query, case=case)),))
    code = Code(id=SEARCH, label=query, subtypes=(wanted,))
    book = Codebook(id=SEARCH, version="", title=query, codes=(code,))
    return find_hits(corpus, [book], voices=voices, segments=segments, tokens=tokens)
