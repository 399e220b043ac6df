"""Words and marks, each with its place."""

from typing import NamedTuple

import pandas as pd

from topoi.text.corpus import Corpus
from topoi.text.segments import segments
from topoi.text.spans import containing

CORE = r"[\p{L}\p{M}\p{N}]"
# The definition is local on purpose: whether a mark joins two parts of a word depends on at most
# two characters to each side, so the token store can decide it for whole arrays at once.
TOKEN = rf"""
  (?P<word> {CORE}+
    (?: (?: ['’ʼ](?![sS](?!{CORE}))               # d'etat, don't; not the 's of Kiev's
          | [-‐‑]                                 # face-to-face
          | (?<=\p{{N}})[.,](?=\p{{N}})           # 1,000 and 3.5
          | (?<=(?<!{CORE})\p{{L}})\.(?=\p{{L}}(?!{CORE}))   # U.S
        ) {CORE}+ )* )
  | (?P<clitic> (?<={CORE})['’ʼ][sS](?!{CORE}) )
  | \S
"""
KEPT_CAPITALS = frozenset({"US", "WHO", "IT"})
APOSTROPHES = {0x2019: "'", 0x02BC: "'"}


class Token(NamedTuple):
    """One word or mark: its place, its folded form, and whether it is a word."""

    start: int
    end: int
    token: str
    is_word: bool


def words_of(text: str) -> list[Token]:
    """Return every token of a text; the white space between them is all that is left out.

    A word is letters and digits joined by inner apostrophes, hyphens, and the points and commas
    of numbers and of initials. A final 's is a token of its own and no word, so that "Kiev's"
    counts as "kiev". Forms are lower case with straight apostrophes, except US, WHO and IT, whose
    lower case is another word.

    >>> [token.token for token in words_of("Kiev’s coup d'etat, said the US")]
    ['kiev', "'s", 'coup', "d'etat", ',', 'said', 'the', 'US']
    """
    import regex

    pattern = regex.compile(TOKEN, regex.VERBOSE | regex.V1)
    return [
        Token(found.start(), found.end(), form(found.group()), found.lastgroup == "word")
        for found in pattern.finditer(text)
    ]


def form(word: str) -> str:
    """Return the folded form under which a word is counted.

    >>> form("Ukraine"), form("US")
    ('ukraine', 'US')
    """
    if word in KEPT_CAPITALS:
        return word
    lowered = word.lower()
    return lowered if lowered.isascii() else lowered.translate(APOSTROPHES)


def tokens(corpus: Corpus, *, layers: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the tokens of every document: `doc, start, end, token, is_word, sentence`.

    `layers` is the segments table when it has been made already. `sentence` is 0 for tokens in
    headings and datelines, which hold no sentence.
    """
    layers = segments(corpus) if layers is None else layers
    rows = [(doc, *token) for doc, text in corpus for token in words_of(text)]
    table = pd.DataFrame(rows, columns=["doc", "start", "end", "token", "is_word"])
    table = table.astype({"doc": "str", "token": "str", "is_word": "bool"})
    sentences = layers[layers["kind"] == "sentence"]
    return table.assign(sentence=containing(table, sentences, ["sentence"])["sentence"])
