"""Texts joined for matching in one pass, with the way back to their own offsets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from topoi.coding.characters import QUOTE, kinds_of
from topoi.coding.edges import WordEdges, word_edges
from topoi.coding.keys import order_of
from topoi.coding.plain_text import plain_text
from topoi.coding.word_hashes import sums_of
from topoi.progress import track
from topoi.text.blocks import Block
from topoi.text.corpus import Corpus

CHARS = 1_000_000
UNITS = ("sentence", "heading", "dateline")
Quotations = Sequence[tuple[int, int]]
BLOCKS = ("paragraph", "heading", "dateline")


@dataclass(frozen=True)
class Batch:
    """Some documents as one text, in which every run of white space is one space.

    `plain` has straight apostrophes, `folded` is lower case too, both equally long, with a line end
    between documents; `written` and `codes` are their code points. Document number `first + i`
    begins at `doc_at[i]`, in the joined texts at `text_at[i]`; `dropped` are the places there of
    the characters that `plain` lacks. Units (sentences, headings, datelines) are spans of `plain`
    that do not overlap; `unit_block` and `unit_doc` number their paragraph and document within the
    batch. `texts` are the documents as they came, `blocks` their headings and paragraphs (document,
    start, end, section, paragraph). `quoted` are the quotations of each document where they are
    known, and those of a few words are kept in `quotations`.
    """

    first: int
    texts: tuple[str, ...]
    blocks: np.ndarray
    doc_at: np.ndarray
    plain: str
    folded: str
    written: np.ndarray
    codes: np.ndarray
    dropped: np.ndarray
    text_at: np.ndarray
    unit_start: np.ndarray
    unit_end: np.ndarray
    unit_block: np.ndarray
    unit_doc: np.ndarray
    quoted: tuple[Quotations, ...] = ()
    quotations: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    @cached_property
    def sums(self) -> np.ndarray:
        """Return what hashes of words of `folded` are made from."""
        return sums_of(self.codes)

    @cached_property
    def kinds(self) -> np.ndarray:
        """Return the flags of the characters of `folded`."""
        return kinds_of(self.codes)

    def marked(self, flag: np.uint8) -> np.ndarray:
        """Return which characters bear a flag."""
        return (self.kinds & flag) > 0

    @cached_property
    def edges(self) -> WordEdges:
        """Return where words begin and end."""
        return word_edges(self.folded, self.kinds)

    def blocks_of(self, doc: int) -> list[Block]:
        """Return the blocks of a document of the batch."""
        low, high = np.searchsorted(self.blocks[:, 0], [doc, doc + 1])
        rows = self.blocks[low:high, 1:].tolist()
        return [Block(start, end, "", section, number) for start, end, section, number in rows]

    def in_document(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the number of the document at each place of `plain`, and the offset in it."""
        doc = np.searchsorted(self.doc_at, places, side="right") - 1
        # As many are dropped before a place as have no more than so many characters kept before.
        kept_before = self.dropped - np.arange(len(self.dropped))
        joined = places + np.searchsorted(kept_before, places, side="right")
        return doc, joined - self.text_at[doc]

    def in_plain(self, doc: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Return the places in `plain` of offsets in documents of the batch."""
        return without(self.dropped, self.text_at[doc] + places)

    @cached_property
    def spaces(self) -> np.ndarray:
        """Return which characters of `plain` are spaces."""
        return self.codes == ord(" ")

    def trimmed(self, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return spans of `plain` without the white space at their ends (empty if all is)."""
        # Runs are one space here, so one step on either side is enough.
        spaces = self.spaces
        starts = starts + (spaces[np.minimum(starts, len(spaces) - 1)] & (starts < ends))
        return starts, ends - (spaces[ends - 1] & (ends > starts))

    @cached_property
    def unit_at(self) -> np.ndarray:
        """Return the number of the unit that holds each place of `plain`, -1 for none."""
        # Stretches outside and inside of units take turns.
        bounds = np.column_stack([self.unit_start, self.unit_end]).ravel()
        sizes = np.diff(np.concatenate([[0], bounds, [len(self.plain) + 1]]))
        numbers = np.full(len(sizes), -1, dtype=np.int32)
        numbers[1::2] = np.arange(len(self.unit_start), dtype=np.int32)
        return np.repeat(numbers, sizes)

    def unit_of(self, places: np.ndarray) -> np.ndarray:
        """Return the number of the unit that holds each place of `plain`, or -1."""
        return self.unit_at[places].astype(np.int64)

    @cached_property
    def quoting(self) -> np.ndarray:
        """Return in which units a quotation mark stands (apostrophes do not count)."""
        signs = self.marked(QUOTE) | ((self.codes == ord("'")) & self.edges.begins[:-1])
        units = self.unit_of(np.flatnonzero(signs))
        quoting = np.zeros(len(self.unit_start), dtype=bool)
        quoting[units[units >= 0]] = True
        return quoting

    @cached_property
    def longest(self) -> int:
        """Return the length of the longest unit."""
        return int((self.unit_end - self.unit_start).max(initial=0))

    @cached_property
    def crowded(self) -> bool:
        """Return whether a unit begins within a word, so that it cannot be read where it stands."""
        return bool(self.edges.inside_word(self.unit_start).any())


def batches(
    corpus: Corpus,
    segments: pd.DataFrame,
    quotations: Mapping[str, Quotations] | None = None,
    *,
    chars: int = CHARS,
) -> Iterator[Batch]:
    """Return the documents of a corpus in batches of about `chars` characters."""
    layers = numbered(segments, list(corpus.texts))
    kinds = segments["kind"]
    units, blocks = (in_order(layers[kinds.isin(some).to_numpy()]) for some in (UNITS, BLOCKS))
    texts: list[str] = []
    quoted: list[Quotations] = []
    size = first = 0
    read = track(corpus, label="codes", total=len(corpus), unit="text")
    for number, (doc, text) in enumerate(read):
        texts.append(text)
        if quotations is not None:
            quoted.append(quotations[doc])
        size += len(text) + 1
        if size >= chars or number == len(corpus) - 1:
            mine, around = (part(table, first, number) for table in (units, blocks))
            yield batch_of(first, texts, mine, around, tuple(quoted))
            texts, quoted, size, first = [], [], 0, number + 1


def numbered(segments: pd.DataFrame, docs: Sequence[str]) -> np.ndarray:
    """Return document number (-1 for others), start, end, section and paragraph of segments."""
    spans = segments[["start", "end", "section", "paragraph"]].to_numpy(dtype=np.int64)
    return np.column_stack([numbers_of(segments["doc"], docs), spans])


def numbers_of(names: pd.Series, docs: Sequence[str]) -> np.ndarray:
    """Return the number of the document of each name, -1 for names of others."""
    codes, known = pd.factorize(names)
    order = {doc: number for number, doc in enumerate(docs)}
    return np.array([order.get(name, -1) for name in known], dtype=np.int64)[codes]


def in_order(table: np.ndarray) -> np.ndarray:
    """Return the rows of the documents known, by document and start."""
    table = table[table[:, 0] >= 0]
    return table[order_of(table[:, 0], table[:, 1])]


def part(table: np.ndarray, first: int, last: int) -> np.ndarray:
    """Return the rows of some documents, numbered from the first of them."""
    low, high = np.searchsorted(table[:, 0], [first, last + 1])
    return table[low:high] - np.array([first, 0, 0, 0, 0])


def batch_of(
    first: int,
    texts: list[str],
    units: np.ndarray,
    blocks: np.ndarray,
    quoted: tuple[Quotations, ...],
) -> Batch:
    """Return one batch of texts with their units, blocks and quotations."""
    lengths = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    text_at = np.cumsum(lengths) - lengths
    told = plain_text("\n".join(texts), text_at[1:] - 1)
    dropped = np.flatnonzero(~told.kept)
    owner, start, end, _, paragraph = units.T
    block = np.unique(owner * (int(paragraph.max(initial=0)) + 1) + paragraph, return_inverse=True)
    return Batch(
        first,
        tuple(texts),
        blocks,
        without(dropped, text_at),
        told.plain,
        told.folded,
        told.written,
        told.codes,
        dropped,
        text_at,
        without(dropped, text_at[owner] + start),
        without(dropped, text_at[owner] + end),
        block[1],
        owner,
        quoted,
    )


def without(dropped: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return places of a text as they are without the characters dropped.

    >>> without(np.array([1, 2]), np.array([0, 1, 2, 3])).tolist()
    [0, 1, 1, 1]
    """
    return np.asarray(places - np.searchsorted(dropped, places))
