"""How published numbers are computed from cited passages: one function for each `how`.

`base` are the passages of the denominator, None for the whole texts. A paragraph is a segment of
that kind; a heading is none, though it is numbered with them.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from topoi.analysis.measures import rate, wilson
from topoi.report.sets import Locus
from topoi.text.tokens import words_of

Loci = tuple[Locus, ...]


@dataclass(frozen=True)
class Texts:
    """The texts and their segments, with the places of their words found when first asked for."""

    texts: Mapping[str, str]
    segments: pd.DataFrame
    found: dict[str, Any] = field(default_factory=dict)

    def words(self, spans: Loci | None) -> int:
        """Return the words that begin in the spans, each once; all words of the texts for None."""
        if spans is None:
            return sum(len(self.starts(doc)) for doc in self.texts)
        return sum(
            bisect_left(self.starts(d), end) - bisect_left(self.starts(d), start)
            for d, start, end in merged(spans)
        )

    def starts(self, doc: str) -> list[int]:
        """Return where the words of one document begin."""
        if doc not in self.found:
            self.found[doc] = [t.start for t in words_of(self.texts[doc]) if t.is_word]
        starts: list[int] = self.found[doc]
        return starts

    def units(self, spans: Loci | None, kind: str) -> int:
        """Return how many segments of a kind hold the start of a span; all of the kind for None."""
        if kind not in self.found:
            rows = self.segments[self.segments["kind"] == kind]
            by_doc: dict[str, list[tuple[int, int]]] = {}
            for doc, start, end in zip(rows["doc"], rows["start"], rows["end"], strict=True):
                by_doc.setdefault(doc, []).append((int(start), int(end)))
            self.found[kind] = {doc: sorted(places) for doc, places in by_doc.items()}
        places: dict[str, list[tuple[int, int]]] = self.found[kind]
        if spans is None:
            return sum(map(len, places.values()))
        held = {(d, _holding(places.get(d, []), start)) for d, start, _, _ in spans}
        return sum(at >= 0 for _, at in held)


def _holding(places: list[tuple[int, int]], at: int) -> int:
    i = bisect_left(places, (at + 1, 0)) - 1
    return i if i >= 0 and places[i][0] <= at < places[i][1] else -1


def merged(spans: Iterable[Locus]) -> list[tuple[str, int, int]]:
    """Return the spans without overlaps, so that a word is counted once.

    >>> merged([("d", 0, 5, "a"), ("d", 3, 8, "b")])
    [('d', 0, 8)]
    """
    joined: list[tuple[str, int, int]] = []
    for doc, start, end, _ in sorted(spans):
        if joined and joined[-1][0] == doc and start <= joined[-1][2]:
            joined[-1] = (doc, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((doc, start, end))
    return joined


Recipe = Callable[[Loci, Loci | None, Texts], float]


def _of(base: Loci | None) -> Loci:
    if base is None:
        raise ValueError("a share of passages needs the passages it is a share of")
    return base


def _share_of_units(of: Loci, base: Loci | None, texts: Texts, *, kind: str, end: str) -> float:
    some, every = texts.units(of, kind), texts.units(base, kind)
    low, high = wilson(some, every)
    return {"": some / every, ", low": low, ", high": high}[end]


RECIPES: Mapping[str, Recipe] = {
    "count": lambda of, base, texts: len(of),
    "words": lambda of, base, texts: texts.words(of),
    "documents": lambda of, base, texts: len({doc for doc, *_ in of}),
    "sentences": lambda of, base, texts: texts.units(of, "sentence"),
    "paragraphs": lambda of, base, texts: texts.units(of, "paragraph"),
    "per 1,000 words": lambda of, base, texts: rate(len(of), texts.words(base)).rate,
    "per 1,000 words, low": lambda of, base, texts: rate(len(of), texts.words(base)).low,
    "per 1,000 words, high": lambda of, base, texts: rate(len(of), texts.words(base)).high,
    "share of words": lambda of, base, texts: texts.words(of) / texts.words(base),
    "share of passages": lambda of, base, texts: len(of) / len(_of(base)),
    "share of passages, low": lambda of, base, texts: wilson(len(of), len(_of(base))).low,
    "share of passages, high": lambda of, base, texts: wilson(len(of), len(_of(base))).high,
    **{
        f"share of {kind}s{end}": partial(_share_of_units, kind=kind, end=end)
        for kind in ("sentence", "paragraph")
        for end in ("", ", low", ", high")
    },
}
