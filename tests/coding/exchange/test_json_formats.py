"""doccano, Label Studio and Web Annotations as these tools write them."""

import json
from collections.abc import Callable

import pandas as pd
import pytest

from topoi.coding.exchange.json_formats import (
    from_doccano,
    from_label_studio,
    to_doccano,
    to_label_studio,
)
from topoi.coding.exchange.web_annotation import from_web_annotations, to_web_annotations
from topoi.errors import InputError, Notice
from topoi.text.corpus.corpus import Corpus, corpus_of

TEXT = "Old 😀 causes\r\nand root causes.\r\n"
CORPUS = corpus_of({"a": TEXT, "b": "Another."})
ROW = ["doc", "start", "end", "code", "subtype"]


def spans(table: pd.DataFrame) -> list[list[object]]:
    return table[ROW].to_numpy().tolist()


def result(kind: str, labels: object, **value: object) -> dict[str, object]:
    return {"id": "x", "type": kind, "value": {**value, kind: labels}}


def studio(*annotations: dict[str, object], text: str = TEXT, **task: object) -> str:
    return json.dumps([{"id": 7, "data": {"article": text}, "annotations": annotations, **task}])


def done(*results: dict[str, object], **more: object) -> dict[str, object]:
    return {"result": results, **more}


ROOT = result("labels", ["root"], start=18, end=22, text="root")


def test_coders_of_label_studio_are_kept_apart() -> None:
    other = result("labels", ["root"], start=18, end=29, text="root causes")
    told = studio(
        done(ROOT, completed_by=1), done(other, completed_by={"id": 2, "email": "b@c.de"})
    )
    table = from_label_studio(told, CORPUS)
    assert table[["coder", "text"]].to_numpy().tolist() == [
        ["1", "root"],
        ["b@c.de", "root causes"],
    ]
    unnamed = from_label_studio(studio(done(ROOT), done(other)), CORPUS)
    assert unnamed["coder"].tolist() == ["1", "2"]


def test_cancelled_annotations_drafts_and_predictions_are_counted_not_read() -> None:
    notices: list[Notice] = []
    told = studio(
        done(ROOT, was_cancelled=True), done(), drafts=[done(ROOT)], predictions=[done(ROOT)] * 2
    )
    assert from_label_studio(told, CORPUS, notices=notices).empty
    assert notices[0].said == (
        "has 4 entries passed over (drafts: 1, predictions: 2, cancelled annotations: 1)"
    )


def test_a_coder_of_label_studio_who_marked_nothing_is_named() -> None:
    notices: list[Notice] = []
    told = studio(done(ROOT, completed_by="ann"), done(completed_by="ben"))
    assert from_label_studio(told, CORPUS, notices=notices)["coder"].tolist() == ["ann"]
    assert [notice.said for notice in notices] == ["has coders who marked nothing: ben"]


def test_results_that_are_no_labelled_span_are_counted_by_their_type() -> None:
    notices: list[Notice] = []
    told = studio(
        done(
            ROOT,
            result("choices", ["x"], start=18, end=22),
            result("textarea", ["x"]),
            {"type": "relation", "from_id": "x", "to_id": "x"},
            result("paragraphlabels", ["x"], start="0", end="0", startOffset=0, endOffset=5),
            result("labels", [], start=0, end=3),
        )
    )
    assert spans(from_label_studio(told, CORPUS, notices=notices)) == [["a", 18, 22, "root", ""]]
    assert notices[0].said == (
        "has 5 entries passed over (regions without a label: 1, "
        "results of the type choices: 1, results of the type textarea: 1, "
        "results of the type relation: 1, results of the type paragraphlabels: 1)"
    )


@pytest.mark.parametrize("kind", ["hypertextlabels", "paragraphlabels", "labels"])
def test_global_offsets_go_before_those_of_an_element(kind: str) -> None:
    at = {"start": 18, "end": 22}
    one = result(
        kind, ["root/x"], start="/p[1]", end="/p[1]", startOffset=1, globalOffsets=at, text="root"
    )
    assert spans(from_label_studio(studio(done(one)), CORPUS)) == [["a", 18, 22, "root", "x"]]


def test_line_ends_that_label_studio_writes_as_two_signs_are_understood() -> None:
    one = result("labels", ["x"], start=6, end=17, text="causes\\nand")
    assert spans(from_label_studio(studio(done(one)), CORPUS)) == [["a", 6, 17, "x", ""]]


def test_a_text_that_a_tool_has_with_other_line_ends_is_the_same() -> None:
    text = TEXT.replace("\r\n", "\n").rstrip()
    one = result("labels", ["x"], start=17, end=21, text="root")
    assert spans(from_label_studio(studio(done(one), text=text), CORPUS)) == [
        ["a", 18, 22, "x", ""]
    ]
    line = json.dumps({"id": 1, "text": f"\ufeff{text}", "label": [[18, 22, "x"]]})
    assert spans(from_doccano(line, CORPUS)) == [["a", 18, 22, "x", ""]]


def test_words_that_label_studio_does_not_quote_are_those_of_its_own_text() -> None:
    one = result("labels", ["x"], start=18, end=22)
    told = json.loads(studio(done(one)))
    told[0]["data"] = {"doc": "a", "text": TEXT}
    assert spans(from_label_studio(json.dumps(told), CORPUS)) == [["a", 18, 22, "x", ""]]


@pytest.mark.parametrize(
    "wrong",
    [
        5, None, "x", {}, [5], [{}], [{"data": 5, "annotations": []}],
        [{"data": {"doc": "a"}, "annotations": {}}], [{"data": {"doc": "a"}, "annotations": [5]}],
        [{"data": {"doc": "a"}, "annotations": [{"result": 5}]}],
        [{"data": {"doc": "a"}, "annotations": [{"result": [5]}]}],
        [{"data": {"doc": "a"}, "annotations": [{"result": [{"value": 5}]}]}],
        *([{"data": {"doc": "a"}, "annotations": [{"result": [{"value": value}]}]}] for value in (
            {"labels": "root", "start": 0, "end": 3}, {"labels": [None], "start": 0, "end": 3},
            {"labels": ["x"], "start": 0, "end": 3.5}, {"labels": ["x"], "start": True, "end": 3},
            {"labels": ["x"], "start": float("inf"), "end": 3},
            {"labels": ["x"], "start": 3, "end": 0}, {"labels": ["x"], "start": -3, "end": 3},
            {"labels": ["x"], "start": 0, "end": 3, "text": 5},
            {"labels": ["x"], "start": 0, "end": 3, "globalOffsets": 5},
        )),
    ],
)  # fmt: skip
def test_wrong_types_in_an_export_of_label_studio_are_named(wrong: object) -> None:
    with pytest.raises(InputError, match=r"^Label Studio export"):
        from_label_studio(json.dumps(wrong), CORPUS)


@pytest.mark.parametrize(
    "wrong",
    [5, [], {}, {"text": 5}, *({"text": TEXT, "label": label} for label in (
        5, [5], [[1]], [[0, 3, None]], [[0, 3, {}]], [[0, 99, "x"]], [[3, 0, "x"]],
        [{"label": "x"}],
        [[0, 3.5, "x"]], [[None, 3, "x"]], {"a": 1}))],
)  # fmt: skip
def test_wrong_types_in_an_export_of_doccano_are_named_with_their_line(wrong: object) -> None:
    sound = json.dumps({"text": TEXT, "label": []})
    with pytest.raises(InputError, match=r"^doccano:2: "):
        from_doccano(f"{sound}\n{json.dumps(wrong)}\n", CORPUS)


@pytest.mark.parametrize(
    "wrong",
    [5, {}, {"items": 5}, *({"items": [item]} for item in (
        5, {}, {"target": 5}, {"target": {"source": "urn:topoi:text:a", "selector": 5}, "body": []},
        {"target": {"source": "urn:topoi:text:a", "selector": [
            {"type": "TextPositionSelector", "start": 0, "end": 3}]}, "body": [{"purpose": "x"}]},
        {"target": {"source": "urn:topoi:text:a", "selector": [
            {"type": "TextPositionSelector", "start": 0, "end": {}}]}, "body": []}))],
)  # fmt: skip
def test_wrong_types_in_web_annotations_are_named(wrong: object) -> None:
    with pytest.raises(InputError, match=r"^Web Annotations"):
        from_web_annotations(json.dumps(wrong), CORPUS)


@pytest.mark.parametrize("read", [from_doccano, from_label_studio, from_web_annotations])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[" * 200_000, "is nested too deep"),
        ('{"a": ' * 200_000, "is nested too deep"),
        (f'{{"text": {"9" * 5000}}}', "is no JSON of use"),
        ('{"text": "a", "text": "b"}', "an object has the key 'text' twice"),
        ('{"text": "\\ud800"}', "lone surrogate"),
        ('{"text": ', "is no JSON"),
    ],
)
def test_json_that_cannot_be_read_is_named(
    read: Callable[[str, Corpus], pd.DataFrame], text: str, told: str
) -> None:
    with pytest.raises(InputError, match=told):
        read(text, CORPUS)


def test_doccano_tells_what_is_no_span_and_who_is_not_approved() -> None:
    notices: list[Notice] = []
    lines = [
        {"text": TEXT, "labels": [[18, 22, "x"], "whole"], "annotation_approver": "ann",
         "relations": [{}], "Comments": ["?"]},
        {"text": "Another.", "labels": [[0, 7, "x"]], "annotation_approver": None},
    ]  # fmt: skip
    told = "\n".join(map(json.dumps, lines))
    assert spans(from_doccano(told, CORPUS, notices=notices)) == [["a", 18, 22, "x", ""]]
    assert notices[0].said == (
        "has 4 entries passed over (labels of whole texts: 1, relations: 1, comments: 1, "
        "lines that nobody has approved: 1)"
    )
    every = told.replace('"ann"', "null")
    assert len(from_doccano(every, CORPUS)) == 2


def test_spans_that_cut_words_are_noticed_since_doccano_quotes_none() -> None:
    notices: list[Notice] = []
    from_doccano(json.dumps({"text": TEXT, "label": [[19, 23, "x"]]}), CORPUS, notices=notices)
    assert notices[0].said == "ends of its spans that lie within a word: 1"


def test_a_number_that_doccano_gave_is_no_name_where_the_text_tells() -> None:
    corpus = corpus_of({"1": "One old text.", "2": "Another old text."})
    line = {"id": 1, "text": "Another old text.", "label": [[0, 7, "x"]]}
    assert spans(from_doccano(json.dumps(line), corpus)) == [["2", 0, 7, "x", ""]]
    with pytest.raises(InputError, match="names no document"):
        from_doccano(json.dumps({"text": "Third.", "label": []}), corpus)
    with pytest.raises(InputError, match="or more than one, is the same"):
        from_doccano(json.dumps({"text": "X."}), corpus_of({"a": "X.", "b": "X."}))


@pytest.mark.parametrize(
    ("out", "back"),
    [
        (to_doccano, from_doccano),
        (to_label_studio, from_label_studio),
        (to_web_annotations, from_web_annotations),
    ],
)
def test_codes_with_signs_and_texts_with_emoji_and_line_ends_come_back(
    out: Callable[..., str], back: Callable[..., pd.DataFrame]
) -> None:
    rows = [["a", 4, 5, "war/peace", "x/y"], ["a", 6, 17, "50% off", ""], ["a", 18, 22, "%2F", "s"]]
    hits = pd.DataFrame(rows, columns=ROW).astype({"doc": "str"})
    notices: list[Notice] = []
    assert spans(back(out(hits, CORPUS), CORPUS, notices=notices)) == rows
    assert notices == []


def test_one_body_and_one_selector_may_stand_without_a_list() -> None:
    item = {
        "creator": {"name": "Ann"},
        "body": {"purpose": "classifying", "value": "x"},
        "target": {"source": "urn:topoi:text:a", "selector": {
            "type": "TextPositionSelector", "start": 18, "end": 22}},
    }  # fmt: skip
    table = from_web_annotations(json.dumps([item]), CORPUS)
    assert table[["text", "code", "coder"]].to_numpy().tolist() == [["root", "x", "Ann"]]
