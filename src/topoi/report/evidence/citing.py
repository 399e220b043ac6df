"""Numbers in prose that carry the passages they were counted from.

`cite(hits)` is a number, `sentence("... {n} ...", n=cite(hits))` a line of prose. Both are frozen
values; shown in a notebook they are Markdown with links into the appendix, and beside it a JSON
record of the cited sets, from which the appendix, the evidence pages and `verify` are made.
"""

import string
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from topoi.report.evidence.escaping import markdown_text
from topoi.report.evidence.passages import CitedPassages, anchor_hash, cited_passages

APPENDIX = "90-evidence.ipynb"
MIME = "application/vnd.topoi.evidence+json"


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

    def markdown(self) -> str:
        """Return the number as a Markdown link to its evidence."""
        return f"[{self.text}]({APPENDIX}#{self.ref})"

    def piece(self) -> list[Any]:
        """Return the JSON record of the number."""
        about = {"value": self.value, "how": self.how, "ref": self.ref}
        if self.base:
            about["base"] = self.base.id
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
    """Return the JSON of all passages that the pieces cite, by id."""
    numbers = [part for part in parts if isinstance(part, Cited)]
    found = {cited.id: cited for n in numbers for cited in (n.of, n.base) if cited}
    return {identifier: found[identifier].packed() for identifier in sorted(found)}


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
) -> Cited:
    """Return a number that is not a plain count (a rate, a share, a score), linked to its origin.

    With `hits` the link goes to the passages counted (`base`: the passages of the denominator, the
    whole corpus if None); without, to the description of the measure, and `source` is the label of
    the table it was read from. `how` says how it was computed; the ones listed in
    `evidence.verify.COMPUTATIONS` (such as "per 1,000 words") are recomputed by `topoi verify`.
    Printed with `digits` decimals; `percent` prints 0.787 as 78.7%.
    """
    number = f"{value * 100:,.{digits}f}%" if percent else f"{value:,.{digits}f}"
    of = None if hits is None else cited_passages(hits, label=label)
    under = None if base is None else cited_passages(base)
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
