"""brat stand-off (Stenetorp et al. 2012): one `.ann` text a document."""

import re

import pandas as pd

from topoi.coding.exchange.spans import SPACES, Span, checked, spans_of, table
from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus

TEXT_BOUND = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
SUBTYPE = re.compile(r"A\d+\tSubtype (T\d+) (.*)")


def to_brat(hits: pd.DataFrame, corpus: Corpus) -> dict[str, str]:
    """Return the `.ann` text of every document: a text-bound line a hit, its subtype an attribute.

    A document without hits has an empty text, which brat asks for.
    """
    lines: dict[str, list[str]] = {doc: [] for doc in corpus.texts}
    counts = dict.fromkeys(corpus.texts, 0)
    for doc, start, end, code, subtype in spans_of(hits):
        counts[doc] += 1
        words = corpus.passage(doc, start, end).translate(SPACES)
        lines[doc].append(f"T{counts[doc]}\t{code} {start} {end}\t{words}")
        if subtype:
            lines[doc].append(f"A{counts[doc]}\tSubtype T{counts[doc]} {subtype}")
    return {doc: "".join(f"{line}\n" for line in found) for doc, found in lines.items()}


def from_brat(annotations: dict[str, str], corpus: Corpus) -> pd.DataFrame:
    """Return the spans of `.ann` texts by document; raises InputError at the first mismatch.

    A discontinuous annotation is read from its first to its last character. Relations, events and
    notes are passed over.
    """
    rows: list[Span] = []
    for doc, text in annotations.items():
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
            spans = [tuple(map(int, part.split())) for part in fragments.split(";")]
            start, end = spans[0][0], spans[-1][1]
            if len(spans) == 1:
                words = checked(corpus, doc, (start, end), quoted, place)
            else:
                words = discontinuous(corpus, doc, spans, quoted, place)
            rows.append((doc, start, end, code, subtypes.get(name, ""), words))
    return table(rows, corpus)


def discontinuous(
    corpus: Corpus, doc: str, spans: list[tuple[int, ...]], quoted: str, place: str
) -> str:
    """Return the words from the first to the last fragment, each of which is checked."""
    offset = 0
    for start, end in spans:
        checked(corpus, doc, (start, end), quoted[offset : offset + end - start], place)
        offset += end - start + 1
    return corpus.passage(doc, spans[0][0], spans[-1][1])
