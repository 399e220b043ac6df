"""Words and marks, each with its place."""

import unicodedata
from typing import NamedTuple

from topoi.text.boundaries import UNSEEN, boundaries, code_points

KEPT_CAPITALS = frozenset({"US", "WHO", "IT"})
# What is written in several ways and read as one: curly apostrophes, hyphens that do not break.
ALIKE = {0x2019: "'", 0x02BC: "'", 0x2010: "-", 0x2011: "-"}


class Token(NamedTuple):
    """One word or mark: its place, its folded form, and whether it is a word."""

    start: int
    end: int
    token: str
    is_word: bool


def words_of(text: str) -> list[Token]:
    """Return every token of a text; white space and unseen signs are all that is left out.

    A word is letters and digits joined by inner apostrophes, hyphens, and the points and commas
    of numbers and of initials. A final 's is a token of its own and no word, so that "Kiev's"
    counts as "kiev". Forms are lower case with straight apostrophes, composed letters and no
    ligatures, except US, WHO and IT, whose lower case is another word.

    >>> [token.token for token in words_of("Kiev’s coup d'etat, said the US")]
    ['kiev', "'s", 'coup', "d'etat", ',', 'said', 'the', 'US']
    """
    bounds = boundaries(code_points(text))
    places = zip(bounds.starts.tolist(), bounds.ends.tolist(), bounds.is_word.tolist(), strict=True)
    return [Token(start, end, form(text[start:end]), is_word) for start, end, is_word in places]


def form(word: str) -> str:
    """Return the folded form under which a word is counted.

    >>> form("Ukraine"), form("US")
    ('ukraine', 'US')
    """
    if word in KEPT_CAPITALS:
        return word
    if word.isascii():
        return word.lower()
    found = folded(word)
    # "№" is no word, and "…" is one mark, whatever they are made of.
    is_sign = len(word) == 1 and unicodedata.category(word)[0] not in "LMN"
    return word if is_sign and (len(found) != 1 or found.isalnum()) else found


def folded(text: str) -> str:
    """Return a text in small letters, with composed letters, ligatures apart, and marks alike.

    >>> folded("cease\u2011\ufb01re"), folded("Z\u00adelensky’s")
    ('cease-fire', "zelensky's")
    """
    return unicodedata.normalize("NFC", composed(text).lower()).translate(ALIKE)


def composed(text: str) -> str:
    """Return the same with the capitals that the text has.

    >>> composed("Z\u00adelensky’s")
    "Zelensky's"
    """
    if text.isascii():
        return text
    seen = text.translate(dict.fromkeys(map(ord, UNSEEN)))
    return unicodedata.normalize("NFKC", seen.translate(ALIKE)).translate(ALIKE)
