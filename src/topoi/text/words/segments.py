"""Datelines, headings, paragraphs and sentences of a corpus, as one table of spans."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from topoi.text.corpus.corpus import Corpus
from topoi.text.words.blocks import blocks_of
from topoi.text.words.joined import LONGEST, Joined, join, within
from topoi.text.words.paragraph_boundaries import HEADING, blocks, unusual
from topoi.text.words.paragraph_boundaries import KINDS as BLOCKS
from topoi.text.words.sentence_boundaries import sentences_in
from topoi.text.words.sentences import sentences_of
from topoi.text.words.tokenised import Placed, Tokenised, Units, columns, tokenised

NUMBERS = ("start", "end", "section", "paragraph", "sentence")
KINDS = (*BLOCKS, "sentence")
SENTENCE = KINDS.index("sentence")
UNITS = ("sentence", "heading", "dateline")
CHARS = 1_000_000  # texts are read together up to about this many characters


def segments(corpus: Corpus) -> pd.DataFrame:
    """Return the segments of every document: `doc, start, end, kind, section, paragraph, sentence`.

    `paragraph` numbers headings and paragraphs in one sequence from 1, as a reader counts blocks;
    `section` is 0 before the first heading; `sentence` numbers the sentences of a document from 1
    and is 0 on other rows. Headings and datelines hold no sentence. Headings are told by form
    (short, one line, no closing mark), so an untypical one may pass for a paragraph.
    """
    return table_of(corpus, [rows for _, rows, _ in in_batches(corpus)])


def segments_and_pieces(corpus: Corpus) -> tuple[pd.DataFrame, list[Tokenised]]:
    """Return the segments table, and the tokens in pieces: the texts are read once for both."""
    parts: list[np.ndarray] = []
    pieces: list[Tokenised] = []
    texts = list(corpus.texts.values())
    for first, rows, joined in in_batches(corpus):
        parts.append(rows)
        pieces += [piece_of(joined, rows, first)] if joined else tokenised([texts[first]], first)
    return table_of(corpus, parts), pieces


def piece_of(joined: Joined, rows: np.ndarray, first: int) -> Tokenised:
    """Return the tokens of joined texts, which are numbered from `first`, in their segments."""
    begins = joined.begins[rows[0] - first]
    units = Units(rows[2] + begins, rows[3] + begins, rows[6])
    units = units.take(np.isin(rows[1], [KINDS.index(kind) for kind in UNITS]))
    docs = np.arange(first, first + len(joined.texts), dtype=np.int32)
    return columns(Placed(joined.codes, joined.bounds, docs, joined.begins, units))


def table_of(corpus: Corpus, parts: Sequence[np.ndarray]) -> pd.DataFrame:
    """Return the segments table, given its parts as `joined_segments` has them."""
    none = np.zeros((2 + len(NUMBERS), 0), dtype=np.int64)
    doc, kind, *numbers = np.concatenate([none, *parts], axis=1)
    told = dict(zip(NUMBERS, numbers, strict=True))
    return pd.DataFrame(
        {
            "doc": pd.array(list(corpus.texts), dtype="str").take(doc),
            "start": told.pop("start"),
            "end": told.pop("end"),
            "kind": pd.array(KINDS, dtype="str").take(kind),
            **told,
        }
    )


def in_batches(corpus: Corpus) -> Iterator[tuple[int, np.ndarray, Joined | None]]:
    """Yield the number of the first of some texts, their segments, and the texts joined unless one
    of them is too long for that."""
    first = 0
    for texts in batches(list(corpus.texts.values())):
        joined = join(texts) if len(texts[0]) <= LONGEST else None
        rows = joined_segments(joined) if joined else long_segments(texts[0])
        rows[0] += first
        yield first, rows, joined
        first += len(texts)


def batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield the texts in groups of about as many characters; a very long one stands alone."""
    group: list[str] = []
    size = 0
    for text in texts:
        if group and (size + len(text) > CHARS or len(text) > LONGEST):
            yield group
            group, size = [], 0
        group.append(text)
        size += len(text)
    if group:
        yield group


def joined_segments(joined: Joined) -> np.ndarray:
    """Return number of the text, place in KINDS and the NUMBERS of each segment, as columns."""
    odd = unusual(joined)
    found = blocks(joined, odd=odd)
    parts = sentences_in(joined, found.paragraphs(), odd=odd)
    # Sections are numbered by the headings up to a block, without those of earlier texts.
    heading = (found.kind == HEADING).astype(np.int64)
    headings = np.cumsum(heading)
    section = headings - (headings - heading)[np.searchsorted(found.owner, found.owner)]
    block = np.searchsorted(found.start, parts.start, side="right") - 1
    none = np.zeros(len(found.start), dtype=np.int64)
    rows = np.concatenate(
        [
            [found.owner, found.kind, found.start, found.end, section, found.number, none],
            [
                parts.owner,
                np.full(len(block), SENTENCE),
                parts.start,
                parts.end,
                section[block],
                found.number[block],
                within(parts.owner) + 1,
            ],
        ],
        axis=1,
    )
    # A paragraph begins where its first sentence does, and stands before it.
    rows = rows[:, np.argsort(rows[2], kind="stable")]
    rows[2:4] -= joined.begins[rows[0]]
    return rows


def long_segments(text: str) -> np.ndarray:
    """Return the same for one text, found block by block, so that no array is large."""
    rows: list[tuple[int, ...]] = []
    count = 0
    for block in blocks_of(text):
        place = (block.section, block.paragraph)
        rows.append((0, KINDS.index(block.kind), block.start, block.end, *place, 0))
        if block.kind == "paragraph":
            for start, end in sentences_of(text, block.start, block.end):
                count += 1
                rows.append((0, SENTENCE, start, end, *place, count))
    return np.array(rows, dtype=np.int64).reshape(-1, 7).T
