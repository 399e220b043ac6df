"""doccano: one JSON object a line, a document each."""

import json

import pandas as pd

from topoi.coding.exchange.spans import (
    Span,
    checked,
    doc_of,
    label,
    parsed,
    parted,
    spans_of,
    table,
)
from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus

NEWER = ("start_offset", "end_offset", "label")


def to_doccano(hits: pd.DataFrame, corpus: Corpus) -> str:
    """Return JSON Lines with `text`, `label` (start, end, label) and `doc`, a document a line."""
    labels: dict[str, list[list[int | str]]] = {doc: [] for doc in corpus.texts}
    for doc, start, end, code, subtype in spans_of(hits):
        labels[doc].append([start, end, label(code, subtype)])
    return "".join(
        json.dumps({"text": text, "label": labels[doc], "doc": doc}, ensure_ascii=False) + "\n"
        for doc, text in corpus
    )


def from_doccano(text: str, corpus: Corpus) -> pd.DataFrame:
    """Return the spans of a doccano export, in its older (`label`) or newer (`entities`) form.

    Raises InputError at the first line whose text is not the document's or whose span is outside.
    """
    rows: list[Span] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"doccano line {number}"
        item = parsed(line, place)
        if not isinstance(item, dict) or not isinstance(item.get("text"), str):
            raise InputError(place, "has no `text`", "Export as JSONL with text.")
        told = item["text"]
        doc = doc_of(corpus, str(item.get("doc") or item.get("id") or ""), told, place)
        for start, end, name in marks(item, place):
            words = checked(corpus, doc, (start, end), told[start:end], place)
            rows.append((doc, start, end, *parted(name), words))
    return table(rows, corpus)


def marks(item: dict[str, object], place: str) -> list[tuple[int, int, str]]:
    """Return start, end and label of the annotations of a line."""
    found = []
    listed = item.get("label") or item.get("labels") or item.get("entities") or []
    try:
        for mark in listed if isinstance(listed, list) else []:
            newer = isinstance(mark, dict)
            start, end, name = (mark[key] for key in NEWER) if newer else mark
            found.append((int(start), int(end), str(name)))
    except (KeyError, TypeError, ValueError):
        problem = "holds a label that is no [start, end, label]"
        raise InputError(place, problem, "Export it anew.") from None
    return found
