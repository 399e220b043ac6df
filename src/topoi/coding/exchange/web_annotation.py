"""W3C Web Annotation Data Model (2017), as JSON-LD."""

import json
from typing import Any

import pandas as pd

from topoi.coding.exchange.spans import Span, checked, parsed, spans_of, table
from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # characters of prefix and suffix, enough to find a moved passage again
# Columns of the hits table, and what the body that holds their value is there for.
BODIES = {
    "codebook": "identifying",
    "code": "classifying",
    "subtype": "tagging",
    "mode": "describing",
    "speaker": "describing",
}


def to_web_annotations(hits: pd.DataFrame, corpus: Corpus, *, base: str = "urn:topoi:") -> str:
    """Return an AnnotationPage whose targets have a position and a quote selector.

    Positions count Unicode code points, as the model asks. The bodies hold code, subtype and,
    where the table has them, codebook, mode and speaker. `base` begins the identifiers of
    annotations and sources. One annotation a line.
    """
    told = hits.reindex(columns=list(BODIES)).fillna("").astype("str")
    rows = zip(spans_of(hits), told.itertuples(index=False, name=None), strict=True)
    items = (annotation(row[:3], values, corpus, base) for row, values in rows)
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
    head = json.dumps({"@context": CONTEXT, "id": f"{base}hits", "type": "AnnotationPage"})
    return f'{head[:-1]}, "items": [\n{lines}\n]}}\n'


def annotation(
    span: tuple[str, int, int], values: tuple[str, ...], corpus: Corpus, base: str
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
    return {
        "id": f"{base}hit:{doc}:{start}-{end}:{'/'.join(filter(None, values[:3]))}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": bodies,
        "target": {"source": f"{base}text:{doc}", "selector": [position, quote]},
    }


def from_web_annotations(text: str, corpus: Corpus, *, base: str = "urn:topoi:") -> pd.DataFrame:
    """Return the spans of an AnnotationPage; raises InputError at the first mismatch."""
    page = parsed(text, "Web Annotations")
    items = page.get("items") if isinstance(page, dict) else page
    if not isinstance(items, list):
        raise InputError("Web Annotations", "hold no `items`", "Give an AnnotationPage.")
    rows: list[Span] = []
    for number, item in enumerate(items, start=1):
        place = f"Web Annotation {number}"
        try:
            selectors = {one["type"]: one for one in item["target"]["selector"]}
            position, quote = selectors["TextPositionSelector"], selectors["TextQuoteSelector"]
            bodies = {one["purpose"]: str(one["value"]) for one in item["body"]}
            doc = str(item["target"]["source"]).removeprefix(f"{base}text:")
            start, end, code = int(position["start"]), int(position["end"]), bodies["classifying"]
            quoted = str(quote["exact"])
        except (KeyError, TypeError, ValueError):
            raise InputError(place, "lacks a selector or a body", "Export it anew.") from None
        words = checked(corpus, doc, (start, end), quoted, place)
        rows.append((doc, start, end, code, bodies.get("tagging", ""), words))
    return table(rows, corpus)
