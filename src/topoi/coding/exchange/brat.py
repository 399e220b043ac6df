"""brat stand-off (Stenetorp et al. 2012): one `.ann` text a document."""

import re
from collections.abc import Iterator

import pandas as pd

from topoi.coding.exchange.annotations import Annotation, annotation_table, spans_by_document
from topoi.coding.quality.judgements import SPACES, quoted_words
from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus

TEXT_BOUND = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
SUBTYPE = re.compile(r"A\d+\tSubtype (T\d+) (.*)")


def to_brat(hits: pd.DataFrame, corpus: Corpus) -> dict[str, str]:
    """Return the `.ann` text of every document: a text-bound line a hit, its subtype an attribute.

    A document without hits has an empty text, which brat asks for.
    """
    told = {}
    for doc, spans in spans_by_document(hits, corpus).items():
        lines = []
        for number, (start, end, code, subtype) in enumerate(spans, start=1):
            words = corpus.passage(doc, start, end).translate(SPACES)
            lines.append(f"T{number}\t{code} {start} {end}\t{words}\n")
            if subtype:
                lines.append(f"A{number}\tSubtype T{number} {subtype}\n")
        told[doc] = "".join(lines)
    return told


def from_brat(annotations: dict[str, str], corpus: Corpus) -> pd.DataFrame:
    """Return the spans of `.ann` texts by document; raises InputError at the first mismatch.

    A discontinuous annotation is read from its first to its last character. Relations, events and
    notes are passed over.
    """
    found = (one for doc, text in annotations.items() for one in text_bound(doc, text, corpus))
    return annotation_table(found, corpus)


def text_bound(doc: str, text: str, corpus: Corpus) -> Iterator[Annotation]:
    """Yield the text-bound annotations of a document."""
    lines = text.replace("\r\n", "\n").split("\n")
    subtypes = {found[1]: found[2] for line in lines if (found := SUBTYPE.fullmatch(line))}
    for number, line in enumerate(lines, start=1):
        if not line.startswith("T"):
            continue
        place = f"{doc}.ann:{number}"
        found = TEXT_BOUND.fullmatch(line)
        if not found:
            raise InputError(place, "is no text-bound annotation of brat", "Export it anew.")
        name, code, fragments, quoted = found.groups()
        edges = [list(map(int, part.split())) for part in fragments.split(";")]
        rest = quoted
        for nth, (start, end) in enumerate(edges, start=1):
            size = end - start if nth < len(edges) else len(rest)
            quoted_words(corpus, doc, (start, end), rest[:size], place)
            rest = rest[size + 1 :]
        whole = edges[0][0], edges[-1][1]
        yield Annotation(doc, *whole, code, subtypes.get(name, ""), None, place)
