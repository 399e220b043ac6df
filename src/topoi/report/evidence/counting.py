"""What is counted in passages: they themselves, and the words, units and texts that hold them."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from topoi.report.evidence.passages import Locus
from topoi.text.words.blocks import metadata_end
from topoi.text.words.tokens import words_of

Loci = tuple[Locus, ...]
UNITS = {"sentences": "sentence", "paragraphs": "paragraph"}  # as a number says it, as a segment


@dataclass(frozen=True)
class PublishedTexts:
    """The texts and their segments, with the places of their words found when first asked for."""

    texts: Mapping[str, str]
    segments: pd.DataFrame

    @cached_property
    def starts(self) -> dict[str, "array[int]"]:
        """Where the words of each document begin, behind its metadata."""
        return {doc: array("I", word_starts(text)) for doc, text in self.texts.items()}

    @cached_property
    def places(self) -> dict[tuple[str, str], list[tuple[int, int]]]:
        """Where the segments of each kind lie in each document, in order."""
        groups = self.segments.groupby(["kind", "doc"])
        return {
            (str(kind), str(doc)): sorted(zip(own["start"], own["end"], strict=True))
            for (kind, doc), own in groups
        }

    def words(self, spans: Loci) -> int:
        """Return the words that begin in the spans, each once."""
        return sum(
            bisect_left(self.starts[doc], end) - bisect_left(self.starts[doc], start)
            for doc, start, end in joined_spans(spans)
        )

    def holding(self, spans: Loci, kind: str) -> Loci:
        """Return the segments of a kind that hold the start of a span, each once, in order."""
        held: set[Locus] = set()
        for doc, at, _, _ in spans:
            places = self.places.get((kind, doc), [])
            i = bisect_left(places, (at + 1, 0)) - 1
            if i >= 0 and at < places[i][1]:
                held.add((doc, *places[i], f"segment/{kind}"))
        return tuple(sorted(held))

    def counted(self, unit: str, spans: Loci | None) -> int:
        """Return how many words, sentences, ... there are in the spans; in all texts for None."""
        return sum(self.by_text(unit, spans).values())

    def by_text(self, unit: str, spans: Loci | None) -> dict[str, int]:
        """Return text -> how many words, sentences, ... of it are in the spans; all for None.

        Raises ValueError for the passages of None: which ones are meant must be said.
        """
        if spans is None:
            return self.in_all_texts(unit)
        own: dict[str, list[Locus]] = {}
        for locus in spans:
            own.setdefault(locus[0], []).append(locus)
        return {doc: self.in_one_text(unit, tuple(some)) for doc, some in own.items()}

    def in_one_text(self, unit: str, spans: Loci) -> int:
        """Return how many words, sentences, ... there are in spans of one text."""
        if unit == "words":
            return self.words(spans)
        if unit in UNITS:
            return len(self.holding(spans, UNITS[unit]))
        return 1 if unit == "documents" else len(spans)

    def in_all_texts(self, unit: str) -> dict[str, int]:
        """Return text -> how many words, sentences, ... it has."""
        if unit == "words":
            return {doc: len(starts) for doc, starts in self.starts.items()}
        if unit in UNITS:
            return {doc: len(self.places.get((UNITS[unit], doc), [])) for doc in self.texts}
        if unit == "documents":
            return dict.fromkeys(self.texts, 1)
        raise ValueError("a share of passages needs the passages it is a share of")


def word_starts(text: str) -> Iterator[int]:
    """Yield where the words of a text begin, behind its metadata."""
    own = metadata_end(text)
    yield from (one.start for one in words_of(text) if one.is_word and one.start >= own)


def joined_spans(spans: Iterable[Locus]) -> list[tuple[str, int, int]]:
    """Return the spans without overlaps, so that a word is counted once.

    >>> joined_spans([("d", 0, 5, "a"), ("d", 3, 8, "b")])
    [('d', 0, 8)]
    """
    joined: list[tuple[str, int, int]] = []
    for doc, start, end, _ in sorted(spans):
        if joined and joined[-1][0] == doc and start <= joined[-1][2]:
            joined[-1] = (doc, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((doc, start, end))
    return joined
