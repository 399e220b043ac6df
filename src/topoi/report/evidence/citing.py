"""Numbers in prose that carry the passages they were counted from.

`cite(hits)` is a number, `sentence("... {n} ...", n=cite(hits))` a line of prose. Both are frozen
values; shown in a notebook they are Markdown with links into the appendix, and beside it a JSON
record of the cited sets, from which the appendix, the evidence pages and `verify` are made.
"""

import re
import string
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from topoi.report.evidence.escaping import markdown_text
from topoi.report.evidence.passages import CitedPassages, anchor_hash, cited_passages

APPENDIX = "90-evidence.ipynb"
MIME = "application/vnd.topoi.evidence+json"
_END = re.compile(r"(.+), (?:Wilson )?(low|high)")


@dataclass(frozen=True)
class Cited:
    """A published number: how it is printed, its value, and what it was computed from."""

    text: str
    value: float
    how: str
    of: CitedPassages | None = None
    base: CitedPassages | None = None
    source: str = ""

    @property
    def ref(self) -> str:
        """The id in the appendix: of the cited set (`ev-`), or of the measure (`me-`)."""
        return self.of.id if self.of else measure_id(self.how, self.source)

    @property
    def anchor(self) -> str:
        """Where its link leads: a count to its passages, a measured number to how it was made."""
        kind, _ = kind_of(self.how)
        return self.ref if kind == "count" else number_id(kind, self.ref, self.base_id)

    @property
    def base_id(self) -> str:
        """The id of the passages of the denominator; "" where there is none or it is all texts."""
        return self.base.id if self.base else ""

    def markdown(self) -> str:
        """Return the number as a Markdown link to its evidence; a zero has nothing to open.

        >>> Cited("0", 0, "codes").markdown()
        '<span class="evidence" data-counted="me-c1b8ced394">0</span>'
        """
        if not self.value:
            return f'<span class="evidence" data-counted="{self.anchor}">{self.text}</span>'
        return f"[{self.text}]({APPENDIX}#{self.anchor})"

    def piece(self) -> list[Any]:
        """Return the JSON record of the number."""
        about = {"value": self.value, "how": self.how, "ref": self.ref}
        if self.base:
            about["base"] = self.base_id
        if self.source:
            about["source"] = self.source
        return ["number", self.text, about]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return bundle([self])


@dataclass(frozen=True)
class Marked:
    """Text that is not prose of the report: a quoted passage, a locus, a name, a date."""

    kind: str
    text: str

    def markdown(self) -> str:
        """Return the text, literal, in a span whose class says what it is."""
        return f'<span class="{self.kind}">{markdown_text(self.text)}</span>'

    def piece(self) -> list[Any]:
        """Return the JSON record of the text."""
        return [self.kind, self.text]


@dataclass(frozen=True)
class Opened(Marked):
    """A marked text that on the web page opens a place of the full texts: number of the text, start
    and end in `place`."""

    place: str = ""

    def markdown(self) -> str:
        """Return the text in its span, and in one that says where it leads."""
        return f'<span class="place-link" data-place="{self.place}">{super().markdown()}</span>'


@dataclass(frozen=True)
class Prose:
    """Words of the writer. `escaped` says that they are plain text, not Markdown."""

    text: str
    escaped: bool = False

    def markdown(self) -> str:
        """Return the words as Markdown."""
        return markdown_text(self.text) if self.escaped else self.text

    def piece(self) -> list[Any]:
        """Return the JSON record of the words."""
        return ["prose", self.text]


Piece = Cited | Marked | Prose


@dataclass(frozen=True)
class Sentence:
    """Prose with cited numbers in it; shows itself as one paragraph of Markdown."""

    pieces: tuple[Piece, ...]

    def markdown(self) -> str:
        """Return the paragraph as Markdown."""
        return "".join(piece.markdown() for piece in self.pieces)

    def __str__(self) -> str:
        return self.markdown()

    def _ipython_display_(self) -> None:
        if self.pieces:
            raise NotImplementedError  # IPython then shows what `_repr_mimebundle_` returns

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return bundle(self.pieces)


def bundle(pieces: Iterable[Piece]) -> dict[str, Any]:
    """Return what a notebook stores of prose: Markdown, plain text and the evidence record."""
    parts = list(pieces)
    record = {"version": 1, "pieces": [p.piece() for p in parts], "sets": passages_json(parts)}
    return {
        "text/markdown": "".join(p.markdown() for p in parts),
        "text/plain": "".join(p.text for p in parts),
        MIME: record,
    }


def passages_json(parts: Iterable[Piece]) -> dict[str, Any]:
    """Return the JSON of all passages that the pieces cite, by id; of several labels the first."""
    numbers = [part for part in parts if isinstance(part, Cited)]
    cited = [one for n in numbers for one in (n.of, n.base) if one]
    found = {one.id: one for one in reversed(cited)}
    return {identifier: found[identifier].packed() for identifier in sorted(found)}


def kind_of(how: str) -> tuple[str, str]:
    """Return what kind of number this is, and which end of its interval: "low", "high" or "".

    >>> kind_of("per 1,000 words, low"), kind_of("recall, Wilson high"), kind_of("words")
    (('per 1,000 words', 'low'), ('recall', 'high'), ('words', ''))
    """
    found = _END.fullmatch(how)
    return (found[1], found[2]) if found else (how, "")


def number_id(kind: str, ref: str, base: str = "") -> str:
    """Return the id of a measured number: `n-` and a hash of its kind and of both its sets.

    A number without passages has the id of its measure.
    """
    return ref if ref.startswith("me-") else "n-" + anchor_hash(f"{kind}\n{ref}\n{base}")


def measure_id(how: str, source: str = "") -> str:
    """Return the id of a measure in the appendix, `me-` and a hash of its description."""
    return "me-" + anchor_hash(f"{how}\n{source}")


def cite(hits: pd.DataFrame, *, label: str | None = None) -> Cited:
    """Return the number of rows of a span table, linked to the concordance of exactly these rows.

    `hits` is any table with doc, start, end: hits, but also voices, segments or tokens. `label`
    names the set in the appendix; without it the name is what all rows share (code, mode, speaker).
    """
    return count_of(cited_passages(hits, label=label))


def count_of(of: CitedPassages) -> Cited:
    """Return the number of passages of a cited set."""
    return Cited(f"{len(of.loci):,}", len(of.loci), "count", of)


def measured(
    value: float,
    *,
    hits: pd.DataFrame | None = None,
    base: pd.DataFrame | None = None,
    how: str,
    source: str = "",
    digits: int = 1,
    percent: bool = False,
    label: str | None = None,
    base_label: str | None = None,
) -> Cited:
    """Return a number that is not a plain count (a rate, a share, a score), linked to its making.

    `hits` are the passages counted, `base` those of the denominator, the whole corpus if None;
    `label` and `base_label` name them.
    Without `hits` the link goes to the description of the measure, and `source` is the label of
    the table it was read from. `how` says how it was computed; the ones listed in
    `evidence.making.COMPUTATIONS` (such as "per 1,000 words") are recomputed by `topoi verify`.
    Printed with `digits` decimals; `percent` prints 0.787 as 78.7%.
    """
    number = f"{value * 100:,.{digits}f}%" if percent else f"{value:,.{digits}f}"
    of = None if hits is None else cited_passages(hits, label=label)
    under = None if base is None else cited_passages(base, label=base_label)
    stored = round(float(value), 6)
    return Cited(number, stored, how, of, under, source)


def quotation(text: str) -> Marked:
    """Return words of the text itself, shown literally; digits in them are the source's."""
    return Marked("quoted", text)


def name(text: object) -> Marked:
    """Return a name that may hold digits: a code (F01), a document, a date, a version."""
    return Marked("name", str(text))


def locus(doc: str, start: int, end: int) -> Marked:
    """Return the place of a passage, `doc:start-end` in code points.

    >>> locus("seed", 10, 15).text
    'seed:10-15'
    """
    return Marked("locus", f"{doc}:{start}-{end}")


def sentence(template: str, **values: object) -> Sentence:
    """Return prose made from a Markdown template and values: `"{n} passages", n=cite(hits)`.

    A value may be a cited number, a marked text, another sentence, or plain text (shown literally).
    A digit in the template, or a bare number as value, is what `numbers_without_evidence` reports.

    >>> print(sentence("The speaker says {w}.", w="*no*"))
    The speaker says \\*no\\*.
    """
    pieces: list[Piece] = []
    for literal, field, _, _ in string.Formatter().parse(template):
        if literal:
            pieces.append(Prose(literal))
        if field is not None:
            pieces.extend(_pieces_of(values[field]))
    return Sentence(tuple(pieces))


def _pieces_of(value: object) -> list[Piece]:
    if isinstance(value, Sentence):
        return list(value.pieces)
    if isinstance(value, Cited | Marked | Prose):
        return [value]
    return [Prose(str(value), escaped=True)]


def prose(*parts: Sentence | Piece | str) -> Sentence:
    """Return one paragraph of several sentences (a plain string is Markdown of the writer)."""
    written = [Prose(part) if isinstance(part, str) else part for part in parts]
    return enumeration(written, between=" ", last=" ")


def enumeration(values: Iterable[object], *, between: str = ", ", last: str = " and ") -> Sentence:
    """Return values as a list in prose: "a, b and c"."""
    items = list(values)
    pieces: list[Piece] = []
    for i, value in enumerate(items):
        if i:
            pieces.append(Prose(last if i == len(items) - 1 else between))
        pieces.extend(_pieces_of(value))
    return Sentence(tuple(pieces))
