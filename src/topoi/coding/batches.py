"""Texts joined for matching in one pass, with the way back to their own offsets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from topoi.text.corpus import Corpus
from topoi.text.folding import fold, straight
from topoi.text.segments import Block

CHARS = 1_000_000
UNITS = ("sentence", "heading", "dateline")
BLOCKS = ("paragraph", "heading", "dateline")
TABLE = 0x3000
CLITIC = re.compile(r"'(?:s|re|ve|ll|d|m)(?!\w)")
JOINERS = "-'\u2010\u2011"


@dataclass(frozen=True)
class Batch:
    """Some documents as one text, in which every run of white space is one space.

    `plain` has straight apostrophes, `folded` is lower case too, both equally long, with a line end
    between documents. Document number `first + i` begins at `doc_at[i]`; `origin` gives each
    character's place in its own document, `place` the way back from the joined texts, in which
    document `i` begins at `text_at[i]`. Units (sentences, headings, datelines) are spans of `plain`
    that do not overlap; `unit_block` and `unit_doc` number their paragraph and document within the
    batch. `texts` are the documents as they came, `blocks` their headings and paragraphs (document,
    start, end, section, paragraph). What is known of quotations is kept in `quotations`.
    """

    first: int
    texts: tuple[str, ...]
    blocks: np.ndarray
    doc_at: np.ndarray
    plain: str
    folded: str
    origin: np.ndarray
    place: np.ndarray
    text_at: np.ndarray
    unit_start: np.ndarray
    unit_end: np.ndarray
    unit_block: np.ndarray
    unit_doc: np.ndarray
    quotations: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    @cached_property
    def codes(self) -> np.ndarray:
        """Return the code points of `folded`."""
        return code_points(self.folded)

    @cached_property
    def edges(self) -> "WordEdges":
        """Return where words begin and end."""
        return word_edges(self.folded, self.codes)

    def blocks_of(self, doc: int) -> list[Block]:
        """Return the blocks of a document of the batch."""
        low, high = np.searchsorted(self.blocks[:, 0], [doc, doc + 1])
        rows = self.blocks[low:high, 1:].tolist()
        return [Block(start, end, "", section, number) for start, end, section, number in rows]

    def in_document(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the number of the document at each place of `plain`, and the offset in it."""
        doc = np.searchsorted(self.doc_at, places, side="right") - 1
        return doc, self.origin[places]

    def in_plain(self, doc: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Return the places in `plain` of offsets in documents of the batch."""
        return self.place[self.text_at[doc] + places]

    @cached_property
    def blank(self) -> np.ndarray:
        """Return which characters of `plain` are spaces."""
        return self.codes == ord(" ")

    def trimmed(self, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return spans of `plain` without the white space at their ends (empty if all is)."""
        # Runs are one space here, so one step on either side is enough.
        blank = self.blank
        starts = starts + (blank[np.minimum(starts, len(blank) - 1)] & (starts < ends))
        return starts, ends - (blank[ends - 1] & (ends > starts))

    @cached_property
    def unit_at(self) -> np.ndarray:
        """Return the number of the unit that holds each place of `plain`, -1 for none."""
        held = np.full(len(self.plain) + 1, -1, dtype=np.int32)
        sizes = self.unit_end - self.unit_start
        first = np.cumsum(sizes) - sizes
        places = np.arange(sizes.sum()) + np.repeat(self.unit_start - first, sizes)
        held[places] = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        return held

    def unit_of(self, places: np.ndarray) -> np.ndarray:
        """Return the number of the unit that holds each place of `plain`, or -1."""
        return self.unit_at[places].astype(np.int64)

    @cached_property
    def crowded(self) -> bool:
        """Return whether a unit begins within a word, so that it cannot be read where it stands."""
        return bool(self.edges.inside_word(self.unit_start).any())


def batches(corpus: Corpus, segments: pd.DataFrame, *, chars: int = CHARS) -> Iterator[Batch]:
    """Return the documents of a corpus in batches of about `chars` characters."""
    order = {doc: number for number, doc in enumerate(corpus.texts)}
    units, blocks = numbered(segments, order, UNITS), numbered(segments, order, BLOCKS)
    texts: list[str] = []
    size = first = 0
    for number, (_, text) in enumerate(corpus):
        texts.append(text)
        size += len(text) + 1
        if size >= chars or number == len(corpus) - 1:
            yield batch_of(first, texts, *(part(table, first, number) for table in (units, blocks)))
            texts, size, first = [], 0, number + 1


def numbered(segments: pd.DataFrame, order: dict[str, int], kinds: tuple[str, ...]) -> np.ndarray:
    """Return document number, start, end, section and paragraph of the segments of some kinds."""
    layers = segments[segments["kind"].isin(kinds) & segments["doc"].isin(order)]
    numbers = layers["doc"].map(order).to_numpy(dtype=np.int64)
    spans = layers[["start", "end", "section", "paragraph"]].to_numpy(dtype=np.int64)
    table = np.column_stack([numbers, spans])
    return table[np.lexsort((table[:, 1], table[:, 0]))]


def part(table: np.ndarray, first: int, last: int) -> np.ndarray:
    """Return the rows of some documents, numbered from the first of them."""
    low, high = np.searchsorted(table[:, 0], [first, last + 1])
    return table[low:high] - np.array([first, 0, 0, 0, 0])


def batch_of(first: int, texts: list[str], units: np.ndarray, blocks: np.ndarray) -> Batch:
    """Return one batch of texts with their units and blocks."""
    lengths = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    text_at = np.cumsum(lengths) - lengths
    text, kept = squeezed("\n".join(texts), text_at[1:] - 1)
    plain = straight(text)
    # For each place of the joined texts, its place in `plain`.
    place = np.cumsum(np.append(kept, True)) - 1
    doc_at = place[text_at]
    owner, start, end, _, paragraph = units.T
    block = np.unique(owner * (int(paragraph.max(initial=0)) + 1) + paragraph, return_inverse=True)
    return Batch(
        first,
        tuple(texts),
        blocks,
        doc_at,
        plain,
        fold(plain),
        np.flatnonzero(kept) - np.repeat(text_at, np.diff([*doc_at, len(plain)])),
        place,
        text_at,
        place[text_at[owner] + start],
        place[text_at[owner] + end],
        block[1],
        owner,
    )


def squeezed(text: str, seams: Sequence[int] | np.ndarray = ()) -> tuple[str, np.ndarray]:
    """Return the text with every run of white space as one space, and which characters are kept.

    At the seams a line end between documents stays, whatever stands around it.

    >>> squeezed("a\\n\\nb")[0], squeezed("a\\n\\nb")[1].tolist()
    ('a b', [True, True, False, True])
    """
    codes = code_points(text).copy()
    blank = blank_table()[np.minimum(codes, TABLE + 1)]
    codes[blank] = ord(" ")
    seams = np.asarray(seams, dtype=np.int64)
    blank[seams] = False
    codes[seams] = ord("\n")
    kept = np.ones(len(codes), dtype=bool)
    kept[1:] = ~(blank[1:] & blank[:-1])
    return codes[kept].tobytes().decode("utf-32-le", "surrogatepass"), kept


def code_points(text: str) -> np.ndarray:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@dataclass(frozen=True)
class WordEdges:
    """Where words may begin and end in a text: arrays over its offsets (length + 1)."""

    begins: np.ndarray
    ends: np.ndarray
    word: np.ndarray

    def inside_word(self, places: np.ndarray) -> np.ndarray:
        """Return which places have a letter on both sides."""
        return (places > 0) & self.word[np.maximum(places - 1, 0)] & self.word[places]

    def start_of_word(self, places: np.ndarray) -> np.ndarray:
        """Return the beginning of the word that holds each place."""
        edges = np.flatnonzero(self.begins)
        return edges[np.searchsorted(edges, places, side="right") - 1]

    def end_of_word(self, places: np.ndarray) -> np.ndarray:
        """Return the end of the word that reaches each place, a final 's left outside."""
        edges = np.flatnonzero(self.ends)
        return edges[np.searchsorted(edges, places, side="left")]


def word_edges(folded: str, codes: np.ndarray) -> WordEdges:
    """Return where words begin and end in a folded text.

    Letters and digits make words, joined by inner hyphens and apostrophes and, between digits, by
    points and commas. A final 's (or 're, 've, 'll, 'd, 'm) is outside the word before it.
    """
    word = in_words(codes)
    joins = marked(codes, JOINERS)
    digit = (codes >= 48) & (codes <= 57)
    points = (codes == 44) | (codes == 46)
    inside = np.zeros(len(codes) + 1, dtype=bool)
    inside[1:-1] = word[:-1] & word[1:]
    for inner, around in ((joins, word), (points, digit)):
        middle = around[:-2] & inner[1:-1] & around[2:]
        inside[1:-2] |= middle
        inside[2:-1] |= middle
    ends = ~inside
    ends[[found.start() for found in CLITIC.finditer(folded)]] = True
    return WordEdges(~inside, ends, word)


def in_words(codes: np.ndarray) -> np.ndarray:
    """Return which characters belong to words."""
    word = word_table()[np.minimum(codes, TABLE)]
    rare = np.flatnonzero(codes >= TABLE)
    if len(rare):
        values, inverse = np.unique(codes[rare], return_inverse=True)
        word[rare] = np.array([is_word(int(value)) for value in values])[inverse]
    return word


def marked(codes: np.ndarray, marks: str) -> np.ndarray:
    """Return which characters are one of these marks."""
    table = np.zeros(0x10000, dtype=bool)
    table[[ord(mark) for mark in marks]] = True
    return table[np.minimum(codes, 0xFFFF)]


@lru_cache(maxsize=1)
def word_table() -> np.ndarray:
    """Return whether each of the first characters of Unicode belongs to words."""
    return np.array([is_word(code) for code in range(TABLE)] + [False])


@lru_cache(maxsize=1)
def blank_table() -> np.ndarray:
    """Return whether each of the first characters of Unicode is white space (none comes later)."""
    return np.array([chr(code).isspace() for code in range(TABLE + 2)])


def is_word(code: int) -> bool:
    """Return whether a character is a letter, digit, mark or underscore."""
    import unicodedata

    letter = chr(code)
    return letter == "_" or unicodedata.category(letter)[0] in "LNM"
