"""Annotations as the JSON of two tools: doccano and Label Studio."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from topoi.coding.codebook.codebook import Annotation
from topoi.coding.exchange.annotations import (
    AGAIN,
    ONE_CODER,
    Documents,
    Export,
    Piece,
    annotation_label,
    annotation_table,
    code_and_subtype,
    expecting,
    lines_of,
    listed,
    parsed_json,
    placed,
    spans_by_document,
    tell_passed,
    tell_silent,
    whole,
)
from topoi.errors import InputError, Notice
from topoi.text.corpus.corpus import Corpus

# doccano: where versions keep the spans, the keys of one, and who has approved a line.
SPANS = ("label", "labels", "entities", "annotations")
NEWER = ("start_offset", "end_offset", "label")
APPROVED = "annotation_approver"
LABELS = ("labels", "hypertextlabels", "paragraphlabels")  # of Label Studio, on spans of a text


def to_doccano(hits: pd.DataFrame, corpus: Corpus) -> str:
    """Return JSON Lines with `text`, `label` (start, end, label) and `doc`, a document a line."""
    lines = []
    for doc, spans in spans_by_document(hits, corpus).items():
        labels = [[start, end, annotation_label(*code)] for start, end, *code in spans]
        told = {"text": corpus.texts[doc], "label": labels, "doc": doc}
        lines.append(json.dumps(told, ensure_ascii=False) + "\n")
    return "".join(lines)


def from_doccano(text: str, corpus: Corpus, *, notices: list[Notice] | None = None) -> pd.DataFrame:
    """Return the spans of a doccano export, in its older (`label`) or newer (`entities`) form.

    Its offsets count characters of the text that stands in the line. Where some lines are approved,
    the others are not read; `notices` gets to know these, and what is no span. Raises InputError
    at the first line whose text is not the document's or whose span is outside.
    """
    told = [] if notices is None else notices
    return annotation_table(doccano_annotations([Export(text, "doccano")], corpus, told), corpus)


def doccano_annotations(
    exports: Sequence[Export], corpus: Corpus, notices: list[Notice]
) -> Iterator[Annotation]:
    """Yield the annotations of doccano exports."""
    documents = Documents(corpus)
    for export in exports:
        passed: Counter[str] = Counter()
        cut = 0
        items = [
            (f"{export.place}:{number}", parsed_json(line, export.place, line=number))
            for number, line in enumerate(lines_of(export.text), start=1)
            if line.strip()
        ]
        if not items:
            raise InputError(export.place, "is empty", "Export as JSONL with text.")
        for place, item in items:
            if not isinstance(item, dict) or not isinstance(doccano_text(item), str):
                raise InputError(place, "has no `text`", "Export as JSONL with text.")
        approved = any(item.get(APPROVED) for _, item in items)
        for place, item in items:
            if approved and not item.get(APPROVED):
                passed["lines that nobody has approved"] += 1
                continue
            text = doccano_text(item)
            named = item.get("doc"), [text], item.get("id")
            doc = documents.meant(*named, place, strict=export.strict)
            pieces, labels = [], []
            with expecting(place, "holds a label that is no [start, end, label]", AGAIN):
                for one in [label for key in SPANS for label in listed(item.get(key))]:
                    if isinstance(one, str):
                        passed["labels of whole texts"] += 1
                        continue
                    span = [one[key] for key in NEWER] if isinstance(one, dict) else one
                    start, end = whole(span[0]), whole(span[1])
                    labels.append(code_and_subtype(span[2]))
                    pieces.append(Piece(((start, end),), text[max(start, 0) : end], place))
                for key in ("cats", "relations", "comments", "Comments"):
                    passed.update({key.lower(): len(listed(item.get(key)))})
            spans = placed(corpus, doc, pieces, notices, strict=export.strict)
            own = corpus.texts.get(doc, "")
            cut += sum(within_word(own, edge) for span in spans for edge in span)
            for label, at in zip(labels, spans, strict=True):
                yield Annotation(doc, *at, *label, export.coder)
        if cut:
            said = f"ends of its spans that lie within a word: {cut:,}"
            remedy = "If its offsets do not count characters, export them so."
            notices.append(Notice(export.place, said, remedy))
        tell_passed(passed, export.place, notices)


def within_word(text: str, place: int) -> bool:
    """Return whether a place of a text has a letter or digit on either side."""
    return text[max(place - 1, 0) : place + 1].isalnum() and 0 < place < len(text)


def doccano_text(item: dict[str, Any]) -> Any:
    """Return the text of a line: `text`, in some versions `data`."""
    return item.get("text", item.get("data"))


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


def from_label_studio(
    text: str, corpus: Corpus, *, notices: list[Notice] | None = None
) -> pd.DataFrame:
    """Return the spans of a Label Studio export (JSON, not JSON-MIN), `coder` as it says who.

    Offsets are read as characters or, where the quoted words only fit so, as UTF-16 units, which
    some versions write; those of HTML are its `globalOffsets`. Cancelled annotations, drafts and
    predictions are not read, nor results that are no labels of a span; `notices` gets to know them.
    Raises InputError at the first span that fits no way of counting.
    """
    told = [] if notices is None else notices
    exports = [Export(text, "Label Studio export")]
    return annotation_table(label_studio_annotations(exports, corpus, told), corpus)


def label_studio_annotations(
    exports: Sequence[Export], corpus: Corpus, notices: list[Notice]
) -> Iterator[Annotation]:
    """Yield the annotations of the tasks of Label Studio, one a label."""
    documents = Documents(corpus)
    for export in exports:
        tasks = parsed_json(export.text, export.place)
        if not isinstance(tasks, list):
            raise InputError(export.place, "is no list of tasks", "Export as JSON.")
        passed: Counter[str] = Counter()
        marked: Counter[str] = Counter()
        for number, task in enumerate(tasks, start=1):
            place = f"{export.place}, task {number}"
            with expecting(place, "has no `data` or `annotations`", "Export as JSON."):
                data = dict(task["data"])
                marks = listed(task["annotations" if "annotations" in task else "completions"])
                done = [one for one in marks if not one.get("was_cancelled")]
                results = [
                    (listed(one["result"]), coder_of(one, nth)) for nth, one in enumerate(done)
                ]
                for key in ("drafts", "predictions"):
                    passed.update({key: len(listed(task.get(key)))})
            passed["cancelled annotations"] += len(marks) - len(done)
            named = data.get("doc"), data.values(), data.get("id")
            doc = documents.meant(*named, place, strict=export.strict)
            own = next((one for one in data.values() if documents.is_text(doc, one)), "")
            for given, coder in results:
                who = coder if export.coder == ONE_CODER else f"{export.coder}: {coder}"
                found = list(spans_labelled(given, own, place, passed))
                pieces = [piece for piece, _ in found]
                spans = placed(corpus, doc, pieces, notices, strict=export.strict)
                marked[who] += len(found)
                for (_, labels), span in zip(found, spans, strict=True):
                    for label in labels:
                        yield Annotation(doc, *span, *label, who)
        tell_silent(marked, export.place, notices)
        tell_passed(passed, export.place, notices)


def coder_of(annotation: dict[str, Any], nth: int) -> str:
    """Return who made an annotation; where it is not said, which one of its task it is."""
    who = annotation.get("completed_by")
    if isinstance(who, dict):
        who = who.get("email") or who.get("id")
    return str(nth + 1 if who is None else who)


def spans_labelled(
    results: list[Any], text: str, place: str, passed: Counter[str]
) -> Iterator[tuple[Piece, list[tuple[str, str]]]]:
    """Yield place and labels of the results that label a span; the others are counted in `passed`.

    Words that are not quoted are taken from the text of the task, if it is known.
    """
    for result in results:
        with expecting(place, "holds a result without a span", "Export as JSON."):
            value = result.get("value") or {}
            key = next((one for one in LABELS if one in value), "")
            at = value.get("globalOffsets") or (value if key == "labels" else {})
            if not key or not {"start", "end"} <= set(at):
                passed[f"results of the type {result.get('type')}"] += 1
                continue
            if not isinstance(value[key], list):
                raise TypeError
            labels = [code_and_subtype(label) for label in value[key]]
            span = whole(at["start"]), whole(at["end"])
            quoted = value.get("text")
            if quoted is not None and not isinstance(quoted, str):
                raise TypeError
        if quoted is None and text:
            quoted = text[max(span[0], 0) : span[1]]
        elif quoted is not None and "\\n" not in text:
            quoted = quoted.replace("\\n", "\n")  # so it writes line ends
        passed["regions without a label"] += not labels
        yield Piece((span,), quoted, place), labels
