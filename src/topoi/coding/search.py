"""Finding one pattern typed by a reader, by the same rules as a codebook's."""

import pandas as pd

from topoi.coding.codebook import Code, Codebook, Subtype
from topoi.coding.hits import find_hits
from topoi.coding.patterns import Pattern, PatternError, compile_pattern
from topoi.errors import InputError
from topoi.text.corpus import Corpus

SEARCH = "search"


def occurrences(
    corpus: Corpus,
    pattern: str,
    *,
    case: bool = False,
    voices: pd.DataFrame | None = None,
    segments: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the hits table of one pattern, written as in a codebook.

    Overlapping occurrences are given once, the longest first from the left. Raises InputError for
    a pattern that cannot be used.

    >>> from topoi.text.corpus import corpus_of
    >>> found = occurrences(corpus_of({"a": "Root causes of the crisis."}), "root cause*")
    >>> found["text"].tolist()
    ['Root causes']
    """
    wanted = Pattern(pattern, case=case)
    try:
        compile_pattern(wanted)
    except PatternError as error:
        raise InputError(f"pattern {pattern!r}", error.problem, error.remedy) from None
    code = Code(id=SEARCH, label=pattern, subtypes=(Subtype(name="", include=(wanted,)),))
    book = Codebook(id=SEARCH, version="", title=pattern, codes=(code,))
    return find_hits(corpus, [book], voices=voices, segments=segments)
