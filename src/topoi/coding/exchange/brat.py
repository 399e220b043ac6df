"""brat stand-off (Stenetorp et al. 2012): one `.ann` text a document."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from topoi.coding.codebook.codebook import Annotation
from topoi.coding.exchange.annotations import (
    Export,
    Piece,
    annotation_table,
    lines_of,
    placed,
    spans_by_document,
    tell_passed,
)
from topoi.coding.quality.judgements import SPACES
from topoi.errors import InputError, Notice
from topoi.files import text_in
from topoi.text.corpus.corpus import Corpus

TEXT_BOUND = re.compile(r"(T\S+)\t(\S+) (\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)\t(.*)", re.ASCII)
SUBTYPE = re.compile(r"[AM]\S+\tSubtype (T\S+) (.*)")
OTHERS = {
    "R": "relations", "*": "equivalences", "E": "events", "A": "attributes", "M": "attributes",
    "N": "normalisations", "#": "notes",
}  # fmt: skip
# Its settings: a type a line, `!` before one that only holds others, what an event has behind it.
SETTINGS, TYPES_IN = "annotation.conf", ("entities", "events")
SECTION = re.compile(r"\s*\[(\w+)\]\s*")
TYPE = re.compile(r"\s*!?([^\s#!<-]\S*)")
# A label of brat has no blank in it, a value no line end.
UNFIT = re.compile(r"[\s%]")
ESCAPED = re.compile(r"%([0-9A-F]{2,4});")


def to_brat(hits: pd.DataFrame, corpus: Corpus) -> dict[str, str]:
    """Return the `.ann` text of every document: a text-bound line a hit, its subtype an attribute.

    A document without hits has an empty text, which brat asks for. Blanks in a code are escaped.
    """
    told = {}
    for doc, spans in spans_by_document(hits, corpus).items():
        lines = []
        for number, (start, end, code, subtype) in enumerate(spans, start=1):
            words = corpus.passage(doc, start, end).translate(SPACES)
            lines.append(f"T{number}\t{escaped(code)} {start} {end}\t{words}\n")
            if subtype:
                kept = " ".join(map(escaped, subtype.split(" ")))
                lines.append(f"A{number}\tSubtype T{number} {kept}\n")
        told[doc] = "".join(lines)
    return told


def escaped(name: str) -> str:
    """Return a name as a label of brat, which has no blank in it.

    >>> escaped("U.S. policy"), unescaped(escaped("U.S. policy"))
    ('U.S.%20;policy', 'U.S. policy')
    """
    return UNFIT.sub(lambda found: f"%{ord(found[0]):02X};", name)


def unescaped(label: str) -> str:
    """Return the name that a label stands for."""
    return ESCAPED.sub(
        lambda found: sign if UNFIT.match(sign := chr(int(found[1], 16))) else found[0], label
    )


def from_brat(
    annotations: Mapping[str, str], corpus: Corpus, *, notices: list[Notice] | None = None
) -> pd.DataFrame:
    """Return the spans of `.ann` texts by document; raises InputError at the first mismatch.

    A discontinuous annotation is read from its first to its last character, its fragments in any
    order. `notices` gets to know what is passed over: relations, events, notes and the like.
    """
    exports = [Export(text, f"{doc}.ann", doc) for doc, text in annotations.items()]
    return annotation_table(
        brat_annotations(exports, corpus, [] if notices is None else notices), corpus
    )


def brat_annotations(
    exports: Iterable[Export], corpus: Corpus, notices: list[Notice]
) -> Iterator[Annotation]:
    """Yield the text-bound annotations of `.ann` texts."""
    for export in exports:
        lines = lines_of(export.text)
        subtypes = {found[1]: found[2] for line in lines if (found := SUBTYPE.fullmatch(line))}
        passed: Counter[str] = Counter()
        bound: list[tuple[str, str, Piece]] = []
        for number, line in enumerate(lines, start=1):
            place = f"{export.place}:{number}"
            if line.startswith("T"):
                bound.append(text_bound(line, place))
            elif line.strip() and not SUBTYPE.fullmatch(line):
                if line[0] not in OTHERS or "\t" not in line:
                    raise InputError(place, "is no line of brat", "Export it anew.")
                passed[OTHERS[line[0]]] += 1
        pieces = [piece for *_, piece in bound]
        spans = placed(corpus, export.doc, pieces, notices, strict=export.strict)
        tell_passed(passed, export.place, notices)
        for (name, code, _), span in zip(bound, spans, strict=True):
            subtype = unescaped(subtypes.get(name, ""))
            yield Annotation(export.doc, *span, unescaped(code), subtype, export.coder)


def brat_codes(place: Path) -> list[str]:
    """Return the types of text-bound annotations that the settings of brat in a folder list.

    These are the entities and the events, in their order; `place` may be a file of the folder.
    """
    codes: list[str] = []
    for file in sorted((place if place.is_dir() else place.parent).rglob(SETTINGS)):
        section = ""
        for line in lines_of(text_in(file)):
            if head := SECTION.fullmatch(line):
                section = head[1]
            elif section in TYPES_IN and (named := TYPE.match(line)):
                codes.append(unescaped(named[1]))
    return list(dict.fromkeys(codes))


def text_bound(line: str, place: str) -> tuple[str, str, Piece]:
    """Return name, label and place of a text-bound annotation."""
    found = TEXT_BOUND.fullmatch(line)
    if not found:
        raise InputError(place, "is no text-bound annotation of brat", "Export it anew.")
    name, code, fragments, quoted = found.groups()
    edges = [tuple(map(int, part.split())) for part in fragments.split(";")]
    return name, code, Piece(tuple((start, end) for start, end in edges), quoted, place)
