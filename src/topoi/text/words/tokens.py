"""Words and marks, each with its place."""

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from topoi.text.lang.language import language
from topoi.text.words.boundaries import GOES_ON, UNSEEN, Boundaries, boundaries, text_from

if TYPE_CHECKING:
    import pyarrow as pa

KEPT_CAPITALS = language().words_in_capitals
# What is written in several ways and read as one: curly apostrophes, hyphens that do not break.
ALIKE = {"\u2019": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-"}
NOTHING = dict.fromkeys(UNSEEN, "")
STRAIGHT = dict.fromkeys("\u2019\u2018\u02bc", "'")
DOTTED = "\u0130"
LINE = "\n"


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
    bounds = boundaries(text)
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
    return exchanged(unicodedata.normalize("NFC", composed(text).lower()), ALIKE)


def composed(text: str) -> str:
    """Return the same with the capitals that the text has.

    >>> composed("Z\u00adelensky’s")
    "Zelensky's"
    """
    if text.isascii():
        return text
    whole = GOES_ON.sub(r"\g<hyphen>", text)
    seen = exchanged(exchanged(whole, NOTHING), ALIKE)
    return exchanged(unicodedata.normalize("NFKC", seen), ALIKE)


def fold(text: str) -> str:
    """Return the text in small letters with straight apostrophes, at the same length.

    The few letters whose small form is longer than themselves (such as the dotted capital I) are
    kept as they are.

    >>> fold("Kiev’s US")
    "kiev's us"
    """
    # The dotted capital I is the only letter that Unicode lowers to two.
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = DOTTED.join(part.lower() for part in text.split(DOTTED))
    return exchanged(lowered, STRAIGHT)


def exchanged(text: str, signs: Mapping[str, str]) -> str:
    """Return a text with some signs replaced."""
    # A few replacements are twenty times as fast as one translation table.
    for sign, other in signs.items():
        text = text.replace(sign, other)
    return text


class Packed(NamedTuple):
    """Tokens as they are written: the bytes of their code points, `dtype` integers each."""

    tokens: "pa.Array"
    dtype: np.dtype


def packed(bounds: Boundaries) -> Packed:
    """Return the tokens of a text: the visible characters, packed, of which they are slices."""
    import pyarrow as pa

    # Several times as fast as a mask in brackets, which guesses at every character.
    visible = bounds.codes.compress(bounds.visible)
    offsets = np.zeros(len(bounds.starts) + 1, dtype=np.int32)
    np.cumsum(bounds.sizes * visible.itemsize, out=offsets[1:])
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(visible)]
    return Packed(pa.Array.from_buffers(pa.binary(), len(bounds.starts), buffers), visible.dtype)


def distinct(found: Packed) -> tuple[np.ndarray, list[str]]:
    """Return for each token the number of its form as text_from, and the folded form of each."""
    encoded = found.tokens.dictionary_encode()
    return encoded.indices.to_numpy(), folded_tokens(Packed(encoded.dictionary, found.dtype))


def folded_tokens(found: Packed) -> list[str]:
    """Return the folded form of each token."""
    tokens, dtype = found
    if not len(tokens):
        return []
    # One text with a token a line is folded at once.
    _, offsets, data = tokens.buffers()
    edges = np.frombuffer(offsets, dtype=np.int32)[tokens.offset :][: len(tokens) + 1]
    codes = np.frombuffer(data, dtype=dtype)[edges[0] // dtype.itemsize :]
    edges = (edges - edges[0]) // dtype.itemsize
    number = np.repeat(np.arange(len(tokens)), np.diff(edges))
    lines = np.full(edges[-1] + len(tokens) - 1, ord(LINE), dtype=dtype)
    lines[np.arange(edges[-1]) + number] = codes[: edges[-1]]
    return folded_forms(text_from(lines))


def folded_forms(text: str) -> list[str]:
    """Return the form of the word on each line, as `tokens.form` gives it; no word comes twice.

    No token holds a line end, so that all are lowered as one text and parted at the line ends.

    >>> folded_forms("Kiev\\nUS\\ndon’t")
    ['kiev', 'US', "don't"]
    """
    if text.isascii():
        forms = text.lower().split(LINE)
    else:
        forms = folded(text).split(LINE)
        for number, word in enumerate(text.split(LINE)):
            if len(word) == 1:
                forms[number] = form(word)
    for word in KEPT_CAPITALS:
        place = f"{LINE}{text}{LINE}".find(f"{LINE}{word}{LINE}")
        if place >= 0:
            forms[text.count(LINE, 0, place)] = word
    return forms
