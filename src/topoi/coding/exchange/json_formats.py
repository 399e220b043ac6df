"""Annotations as JSON: doccano, Label Studio, and the W3C Web Annotation Data Model (2017)."""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote as in_iri
from urllib.parse import unquote

import pandas as pd

from topoi.coding.exchange.annotations import (
    Annotation,
    annotation_label,
    annotation_table,
    document_meant,
    expecting,
    parsed_json,
    places_from_utf16,
    spans_by_document,
)
from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus

AGAIN = "Export it anew."
NEWER = ("start_offset", "end_offset", "label")
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


def to_doccano(hits: pd.DataFrame, corpus: Corpus) -> str:
    """Return JSON Lines with `text`, `label` (start, end, label) and `doc`, a document a line."""
    lines = []
    for doc, spans in spans_by_document(hits, corpus).items():
        labels = [[start, end, annotation_label(*code)] for start, end, *code in spans]
        told = {"text": corpus.texts[doc], "label": labels, "doc": doc}
        lines.append(json.dumps(told, ensure_ascii=False) + "\n")
    return "".join(lines)


def from_doccano(text: str, corpus: Corpus) -> pd.DataFrame:
    """Return the spans of a doccano export, in its older (`label`) or newer (`entities`) form.

    Raises InputError at the first line whose text is not the document's or whose span is outside.
    """
    return annotation_table(doccano_annotations(text, corpus), corpus)


def doccano_annotations(text: str, corpus: Corpus) -> Iterator[Annotation]:
    """Yield the annotations of a doccano export."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"doccano line {number}"
        item = parsed_json(line, place)
        if not isinstance(item, dict) or not isinstance(item.get("text"), str):
            raise InputError(place, "has no `text`", "Export as JSONL with text.")
        told = item["text"]
        doc = document_meant(corpus, str(item.get("doc") or item.get("id") or ""), told, place)
        labels = item.get("label") or item.get("labels") or item.get("entities") or []
        for one in labels if isinstance(labels, list) else []:
            with expecting(place, "holds a label that is no [start, end, label]", AGAIN):
                span = [one[key] for key in NEWER] if isinstance(one, dict) else one
                start, end, label = int(span[0]), int(span[1]), str(span[2])
            code, _, subtype = label.partition("/")
            yield Annotation(doc, start, end, code, subtype, told[start:end], place)


def to_label_studio(hits: pd.DataFrame, corpus: Corpus) -> str:
    """Return a JSON list of tasks, a document each, with the hits as an annotation."""
    tasks = []
    for doc, spans in spans_by_document(hits, corpus).items():
        text = corpus.texts[doc]
        results = [
            {
                "id": f"h{number}",
                "from_name": "label",
                "to_name": "text",
                "type": "labels",
                "value": {
                    "start": start,
                    "end": end,
                    "text": text[start:end],
                    "labels": [annotation_label(*code)],
                },
            }
            for number, (start, end, *code) in enumerate(spans, start=1)
        ]
        tasks.append({"data": {"text": text, "doc": doc}, "annotations": [{"result": results}]})
    return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"


def from_label_studio(text: str, corpus: Corpus) -> pd.DataFrame:
    """Return the spans of a Label Studio export (JSON, not JSON-MIN).

    Offsets are read as characters or, where the quoted words only fit so, as UTF-16 units, which
    some versions write. Raises InputError at the first span that fits neither way.
    """
    tasks = parsed_json(text, "Label Studio export")
    if not isinstance(tasks, list):
        raise InputError("Label Studio export", "is no list of tasks", "Export as JSON.")
    return annotation_table(label_studio_annotations(tasks, corpus), corpus)


def label_studio_annotations(tasks: list[Any], corpus: Corpus) -> Iterator[Annotation]:
    """Yield the annotations of the tasks of Label Studio, one a label."""
    for number, task in enumerate(tasks, start=1):
        place = f"Label Studio task {number}"
        with expecting(place, "has no `data` or `annotations`", "Export as JSON."):
            data = task["data"]
            results = [one for marks in task["annotations"] for one in marks["result"]]
        told = str(data.get("doc") or ""), str(data.get("text") or "")
        doc = document_meant(corpus, *told, place)
        for result in results:
            if result.get("type") != "labels":
                continue
            with expecting(place, "holds a result without a span", "Export as JSON."):
                value = result["value"]
                span, labels = (int(value["start"]), int(value["end"])), value["labels"]
            words = corpus.passage(doc, *span)
            quoted = str(value.get("text", words))
            if words != quoted:
                known = places_from_utf16(corpus.texts[doc])
                other = known.get(span[0], -1), known.get(span[1], -1)
                span = other if corpus.passage(doc, *other) == quoted and other[0] >= 0 else span
            for label in labels:
                code, _, subtype = str(label).partition("/")
                yield Annotation(doc, *span, code, subtype, quoted, place)


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


def from_web_annotations(text: str, corpus: Corpus, *, base: str = BASE) -> pd.DataFrame:
    """Return the spans of an AnnotationPage; raises InputError at the first mismatch."""
    page = parsed_json(text, "Web Annotations")
    items = page.get("items") if isinstance(page, dict) else page
    if not isinstance(items, list):
        raise InputError("Web Annotations", "hold no `items`", "Give an AnnotationPage.")
    return annotation_table(web_annotations_read(items, base), corpus)


def web_annotations_read(items: list[Any], base: str) -> Iterator[Annotation]:
    """Yield the annotations of a page."""
    for number, item in enumerate(items, start=1):
        place = f"Web Annotation {number}"
        with expecting(place, "lacks a selector or a body", AGAIN):
            selectors = {one["type"]: one for one in item["target"]["selector"]}
            position, quote = selectors["TextPositionSelector"], selectors["TextQuoteSelector"]
            bodies = {one["purpose"]: str(one["value"]) for one in item["body"]}
            found = Annotation(
                unquote(str(item["target"]["source"]).removeprefix(f"{base}text:")),
                int(position["start"]),
                int(position["end"]),
                bodies["classifying"],
                bodies.get("tagging", ""),
                str(quote["exact"]),
                place,
            )
        yield found
