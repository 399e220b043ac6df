"""Annotations of the W3C Web Annotation Data Model (2017)."""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote as in_iri
from urllib.parse import unquote

import pandas as pd

from topoi.coding.codebook.codebook import Annotation
from topoi.coding.exchange.annotations import (
    AGAIN,
    Export,
    Piece,
    annotation_table,
    expecting,
    parsed_json,
    placed,
    whole,
)
from topoi.errors import InputError, Notice
from topoi.text.corpus.corpus import Corpus

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
BASE = "urn:topoi:"
AROUND = 32  # characters of prefix and suffix, enough to find a moved passage again
# Columns of the hits table, and what the body that holds their value is there for.
BODIES = {
    "codebook": "identifying",
    "code": "classifying",
    "subtype": "tagging",
    "mode": "describing",
    "speaker": "describing",
}


def to_web_annotations(hits: pd.DataFrame, corpus: Corpus, *, base: str = BASE) -> str:
    """Return an AnnotationPage whose targets have a position and a quote selector.

    Positions count Unicode code points, as the model asks. The bodies hold code, subtype and,
    where the table has them, codebook, mode and speaker. `base` begins the identifiers of
    annotations and sources, with the names of texts and codes as an IRI may hold them (RFC 3987).
    One annotation a line.
    """
    return "".join(web_annotation_lines(hits, corpus, base=base))


def web_annotation_lines(hits: pd.DataFrame, corpus: Corpus, *, base: str = BASE) -> Iterator[str]:
    """Yield the same line by line: of many hits it is longer than all their texts."""
    told = hits.reindex(columns=list(BODIES)).fillna("").astype("str")
    places = zip(hits["doc"].to_numpy(dtype=object), hits["start"], hits["end"], strict=True)
    rows = zip(places, told.to_numpy(dtype=object).tolist(), strict=True)
    encode = json.JSONEncoder(ensure_ascii=False).encode
    head = json.dumps({"@context": CONTEXT, "id": f"{base}hits", "type": "AnnotationPage"})
    yield f'{head[:-1]}, "items": ['
    for number, (span, values) in enumerate(rows):
        yield f"{',' if number else ''}\n{encode(web_annotation(span, values, corpus, base))}"
    yield "\n]}\n" if len(hits) else "\n\n]}\n"


def web_annotation(
    span: tuple[str, int, int], values: Sequence[str], corpus: Corpus, base: str
) -> dict[str, Any]:
    """Return one annotation with a body for each value that is not empty."""
    doc, start, end = span
    text = corpus.texts[doc]
    bodies = [
        {"type": "TextualBody", "purpose": purpose, "label": column, "value": value}
        for (column, purpose), value in zip(BODIES.items(), values, strict=True)
        if value
    ]
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(start - AROUND, 0) : start],
        "suffix": text[end : end + AROUND],
    }
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    code = "/".join(in_iri(value) for value in values[:3] if value)
    return {
        "id": f"{base}hit:{in_iri(doc)}:{start}-{end}:{code}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": bodies,
        "target": {"source": f"{base}text:{in_iri(doc)}", "selector": [position, quote]},
    }


def from_web_annotations(
    text: str, corpus: Corpus, *, base: str = BASE, notices: list[Notice] | None = None
) -> pd.DataFrame:
    """Return the spans of an AnnotationPage; raises InputError at the first mismatch."""
    told = [] if notices is None else notices
    exports = [Export(text, "Web Annotations")]
    return annotation_table(web_annotations_read(exports, corpus, told, base=base), corpus)


def web_annotations_read(
    exports: Sequence[Export], corpus: Corpus, notices: list[Notice], *, base: str = BASE
) -> Iterator[Annotation]:
    """Yield the annotations of pages."""
    for export in exports:
        page = parsed_json(export.text, export.place)
        items = page.get("items") if isinstance(page, dict) else page
        if not isinstance(items, list):
            raise InputError(export.place, "holds no `items`", "Give an AnnotationPage.")
        found: dict[str, list[tuple[Piece, str, str, str]]] = {}
        for number, item in enumerate(items, start=1):
            place = f"{export.place}, annotation {number}"
            with expecting(place, "lacks a selector or a body", AGAIN):
                source = str(item["target"]["source"]).removeprefix(f"{base}text:")
                doc = source if source in corpus.texts else unquote(source)
                one = web_piece(item, place)
                bodies = {
                    body["purpose"]: body["value"]
                    for body in one_or_more(item["body"])
                    if "purpose" in body
                }
                code, subtype = bodies["classifying"], bodies.get("tagging", "")
                if not isinstance(code, str) or not isinstance(subtype, str):
                    raise TypeError
                coder = item.get("creator", export.coder)
                if isinstance(coder, dict):
                    coder = coder.get("name") or coder.get("id")
            found.setdefault(doc, []).append((one, code, subtype, str(coder)))
        for doc, some in found.items():
            pieces = [piece for piece, *_ in some]
            spans = placed(corpus, doc, pieces, notices, strict=export.strict)
            for (_, code, subtype, coder), span in zip(some, spans, strict=True):
                yield Annotation(doc, *span, code, subtype, coder)


def web_piece(item: dict[str, Any], place: str) -> Piece:
    """Return what an annotation covers, by its position and its quote."""
    selectors = {one["type"]: one for one in one_or_more(item["target"]["selector"])}
    position = selectors["TextPositionSelector"]
    quote = selectors.get("TextQuoteSelector", {}).get("exact")
    if quote is not None and not isinstance(quote, str):
        raise TypeError
    return Piece(((whole(position["start"]), whole(position["end"])),), quote, place)


def one_or_more(value: Any) -> list[Any]:
    """Return the values of a property, which JSON-LD writes without a list where it is one."""
    return value if isinstance(value, list) else [value]
