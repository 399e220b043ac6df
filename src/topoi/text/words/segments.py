"""Datelines, headings, paragraphs and sentences of texts, as one table of spans."""

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from topoi.text.corpus.corpus import Corpus
from topoi.text.words.blocks import blocks_of, metadata_end, with_labels
from topoi.text.words.sentences import sentences_of

KINDS = ("dateline", "heading", "label", "paragraph", "sentence", "metadata")
PARAGRAPH, SENTENCE, METADATA = map(KINDS.index, ("paragraph", "sentence", "metadata"))
UNITS = ("sentence", "heading", "label", "dateline")
BLOCKS = ("dateline", "heading", "label", "paragraph")


class Segments(NamedTuple):
    """The segments of some texts in order: numbers of the text and of the kind (a place in KINDS),
    and the other columns of the segments table."""

    doc: np.ndarray
    kind: np.ndarray
    start: np.ndarray
    end: np.ndarray
    section: np.ndarray
    paragraph: np.ndarray
    sentence: np.ndarray


def segments(corpus: Corpus) -> pd.DataFrame:
    """Return the segments of every document: `doc, start, end, kind, section, paragraph, sentence`.

    `paragraph` numbers headings and paragraphs in one sequence from 1, as a reader counts blocks;
    `section` is 0 before the first heading; `sentence` numbers the sentences of a document from 1
    and is 0 on other rows. Headings, datelines and the labels of turns, where they have been found,
    hold no sentence. Headings are told by form (short, one line, no closing mark), so an untypical
    one may pass for a paragraph. A line `date YYYY-MM-DD` at the head of a text is of the kind
    metadata, and what stands in it is no word.
    """
    return segments_table(list(corpus.texts), segments_in(corpus))


def segments_in(corpus: Corpus) -> Segments:
    """Return the segments of a corpus, with the labels that have been found in its transcripts."""
    return segments_of(corpus.texts.values(), map(corpus.labels.get, corpus.texts))


def segments_table(docs: Sequence[str], found: Segments) -> pd.DataFrame:
    """Return segments as a table, given the names of the texts."""
    columns = {
        "doc": pd.array(docs, dtype="str").take(found.doc),
        "start": found.start,
        "end": found.end,
        "kind": pd.array(KINDS, dtype="str").take(found.kind),
        "section": found.section,
        "paragraph": found.paragraph,
        "sentence": found.sentence,
    }
    return pd.DataFrame(columns)


def segments_of(
    texts: Iterable[str], labels: Iterable[Sequence[tuple[Any, ...]] | None] = repeat(None)
) -> Segments:
    """Return the segments of some texts, given the labels of turns in each.

    >>> segments_of(["He left. She stayed."]).kind.tolist()
    [3, 4, 4]
    """
    numbers: list[int] = []
    for doc, (text, labelled) in enumerate(zip(texts, labels, strict=False)):
        sentence = 0
        if stop := metadata_end(text):
            numbers += (doc, METADATA, text.index("date"), stop, 0, 0, 0)
        blocks = blocks_of(text)
        for block in with_labels(blocks, labelled, text) if labelled else blocks:
            start, end, kind, section, paragraph = block
            numbers += (doc, KINDS.index(kind), start, end, section, paragraph, 0)
            if kind == "paragraph":
                for first, last in sentences_of(text, start, end):
                    sentence += 1
                    numbers += (doc, SENTENCE, first, last, section, paragraph, sentence)
    return Segments(*np.array(numbers, dtype=np.int64).reshape(-1, len(Segments._fields)).T)
