"""INCEpTION and WebAnno TSV 3: a line a token, with offsets in UTF-16 units."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from topoi.coding.exchange.annotations import (
    Annotation,
    annotation_table,
    places_from_utf16,
    spans_by_document,
    utf16_places,
)
from topoi.coding.quality.judgements import quoted_words
from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus
from topoi.text.words.blocks import Block, blocks_of, metadata_end
from topoi.text.words.tokens import words_of

HEADER = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Topoi|code|subtype\n\n"
NONE = "_"
ESCAPED = re.compile(r"[\\\[\]|_;*]|->|[\t\n\r]")
TOKEN = re.compile(r"(\d+-\d+)(?:\.\d+)?\t(\d+)-(\d+)\t([^\t]*)\t([^\t]*)\t([^\t]*)\t?")
MARK = re.compile(r"((?:\\.|[^\[|\\])+)(?:\[(\d+)\])?(?:\||$)")
WRITTEN = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def to_webanno(hits: pd.DataFrame, corpus: Corpus) -> dict[str, str]:
    """Return the TSV 3.3 text of every document, with a layer of codes and subtypes.

    Paragraphs stand as the format's sentences; tokens are split where a hit begins or ends, so that
    every hit consists of whole tokens. A hit over several paragraphs is refused.
    """
    spans = spans_by_document(hits, corpus)
    return {doc: HEADER + "".join(token_lines(doc, text, spans[doc])) for doc, text in corpus}


def token_lines(doc: str, text: str, spans: list[tuple[int, int, str, str]]) -> Iterator[str]:
    """Yield the lines of one document."""
    units = utf16_places(text)
    done = 0
    head = Block(0, metadata_end(text), "metadata", 0, 0)
    blocks = [*([head] if head.end else []), *blocks_of(text)]
    for number, block in enumerate(blocks, start=1):
        inner = text[block.start : block.end]
        mine = [
            (nth, span)
            for nth, span in enumerate(spans, start=1)
            if block.start <= span[0] < block.end
        ]
        for nth, (_, end, *_) in mine:
            if end > block.end:
                raise InputError(doc, f"hit {nth} runs over several paragraphs", "Leave it out.")
        done += len(mine)
        yield f"\n#Text={escaped(inner)}\n"
        cuts = {edge for _, span in mine for edge in span[:2]}
        for token, (start, end) in enumerate(cut_tokens(inner, block.start, cuts), start=1):
            over = [(nth, span) for nth, span in mine if span[0] <= start and end <= span[1]]
            codes = "|".join(f"{escaped(span[2])}[{nth}]" for nth, span in over) or NONE
            kinds = "|".join(f"{escaped(span[3]) or '*'}[{nth}]" for nth, span in over) or NONE
            place = f"{number}-{token}\t{units[start]}-{units[end]}"
            yield f"{place}\t{escaped(text[start:end])}\t{codes}\t{kinds}\t\n"
    if done < len(spans):
        raise InputError(doc, "has a hit outside its paragraphs", "Leave it out.")


def cut_tokens(inner: str, offset: int, cuts: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the tokens of a paragraph, split at the cuts."""
    for token in words_of(inner):
        start, end = token.start + offset, token.end + offset
        edges = [start, *sorted(cut for cut in cuts if start < cut < end), end]
        yield from pairwise(edges)


def escaped(text: str) -> str:
    """Return a text as a field of the format.

    >>> escaped("root_causes")
    'root\\\\_causes'
    """
    return ESCAPED.sub(lambda found: WRITTEN.get(found[0], "\\" + found[0]), text)


def unescaped(text: str) -> str:
    """Return what a field of the format says."""
    back = {"t": "\t", "n": "\n", "r": "\r"}
    return re.sub(r"\\(.)", lambda found: back.get(found[1], found[1]), text)


def from_webanno(files: dict[str, str], corpus: Corpus) -> pd.DataFrame:
    """Return the spans of TSV 3 texts by document: of the first layer, feature one is the code and
    feature two (if any) the subtype.

    Raises InputError at the first token whose words are not at its place.
    """
    found = (one for doc, text in files.items() for one in webanno_annotations(doc, text, corpus))
    return annotation_table(found, corpus)


def webanno_annotations(doc: str, text: str, corpus: Corpus) -> Iterator[Annotation]:
    """Yield the annotations of one document: tokens that share a number belong together."""
    if not text.startswith("#FORMAT=WebAnno TSV 3"):
        raise InputError(f"{doc}.tsv:1", "is no WebAnno TSV 3", "Export as WebAnno TSV v3.")
    if doc not in corpus.texts:
        raise InputError(f"{doc}.tsv", f"names the document {doc!r}", "It is not among the texts.")
    found: dict[tuple[str, str], tuple[int, int, str, str]] = {}
    places = places_from_utf16(corpus.texts[doc])
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if not line or line.startswith("#"):
            continue
        place = f"{doc}.tsv:{number}"
        token = TOKEN.match(line + "\t")
        if not token:
            raise InputError(place, "is no token line", "Export it anew.")
        start, end = places.get(int(token[2]), -1), places.get(int(token[3]), -1)
        quoted_words(corpus, doc, (start, end), unescaped(token[4]), place)
        subtypes = {mark[1]: unescaped(mark[0]) for mark in feature_values(token[6])}
        for code, nth in feature_values(token[5]):
            key = ("", nth) if nth else (token[1], code)
            low, high, *_ = found.get(key, (start, end))
            subtype = subtypes.get(nth, "")
            found[key] = (min(low, start), max(high, end), unescaped(code), subtype)
    for start, end, code, subtype in found.values():
        yield Annotation(doc, start, end, code, "" if subtype == "*" else subtype, None, doc)


def feature_values(field: str) -> list[tuple[str, str]]:
    """Return value and number ("" for none) of the annotations in a field."""
    if field in {NONE, "", "*"}:
        return []
    return [(found[1], found[2] or "") for found in MARK.finditer(field)]
