"""Label Studio: a JSON list of tasks with results."""

import json
from typing import Any

import pandas as pd

from topoi.coding.exchange.spans import (
    Span,
    checked,
    doc_of,
    from_utf16,
    label,
    parsed,
    parted,
    spans_of,
    table,
)
from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus


def to_label_studio(hits: pd.DataFrame, corpus: Corpus) -> str:
    """Return a JSON list of tasks, a document each, with the hits as an annotation."""
    results: dict[str, list[dict[str, Any]]] = {doc: [] for doc in corpus.texts}
    for doc, start, end, code, subtype in spans_of(hits):
        words = corpus.passage(doc, start, end)
        value = {"start": start, "end": end, "text": words, "labels": [label(code, subtype)]}
        results[doc].append(
            {
                "id": f"h{len(results[doc]) + 1}",
                "from_name": "label",
                "to_name": "text",
                "type": "labels",
                "value": value,
            }
        )
    tasks = [
        {"data": {"text": text, "doc": doc}, "annotations": [{"result": results[doc]}]}
        for doc, text in corpus
    ]
    return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"


def from_label_studio(text: str, corpus: Corpus) -> pd.DataFrame:
    """Return the spans of a Label Studio export (JSON, not JSON-MIN).

    Offsets are read as characters or, where the quoted words only fit so, as UTF-16 units, which
    some versions write. Raises InputError at the first span that fits neither way.
    """
    tasks = parsed(text, "Label Studio export")
    if not isinstance(tasks, list):
        raise InputError("Label Studio export", "is no list of tasks", "Export as JSON.")
    rows: list[Span] = []
    for number, task in enumerate(tasks, start=1):
        place = f"Label Studio task {number}"
        try:
            data = task["data"]
            results = [one for marks in task["annotations"] for one in marks["result"]]
        except (KeyError, TypeError):
            raise InputError(place, "has no `data` or `annotations`", "Export as JSON.") from None
        doc = doc_of(corpus, str(data.get("doc") or ""), str(data.get("text") or ""), place)
        for result in results:
            if result.get("type") == "labels":
                rows.extend(spans_in(result.get("value") or {}, corpus, doc, place))
    return table(rows, corpus)


def spans_in(value: dict[str, Any], corpus: Corpus, doc: str, place: str) -> list[Span]:
    """Return the spans of one result, one a label."""
    try:
        start, end, labels = int(value["start"]), int(value["end"]), value["labels"]
    except (KeyError, TypeError, ValueError):
        raise InputError(place, "holds a result without a span", "Export as JSON.") from None
    text = corpus.texts[doc]
    quoted = str(value.get("text", text[start:end]))
    if text[start:end] != quoted:
        low, high = from_utf16(text, (start, end))
        if low >= 0 and text[low:high] == quoted:
            start, end = low, high
    words = checked(corpus, doc, (start, end), quoted, place)
    return [(doc, start, end, *parted(str(name)), words) for name in labels]
