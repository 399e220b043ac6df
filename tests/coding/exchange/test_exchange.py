"""Annotations go out to other tools and come back the same."""

import json
import re
from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.coding.exchange.annotations import Documents
from topoi.coding.exchange.brat import from_brat, to_brat
from topoi.coding.exchange.json_formats import (
    from_doccano,
    from_label_studio,
    to_doccano,
    to_label_studio,
)
from topoi.coding.exchange.web_annotation import from_web_annotations, to_web_annotations
from topoi.coding.exchange.webanno import from_webanno, to_webanno
from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus, corpus_of
from topoi.text.words.tokens import words_of

WAYS = [
    (to_brat, from_brat),
    (to_webanno, from_webanno),
    (to_doccano, from_doccano),
    (to_label_studio, from_label_studio),
    (to_web_annotations, from_web_annotations),
]
NAMES = ["brat", "webanno", "doccano", "label studio", "web annotation"]
COLUMNS = ["doc", "start", "end", "code", "subtype", "text"]
TEXTS = st.builds(
    lambda mark, between, words: f"{mark}Old {between.join(words)} end.",
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from([" ", "\r\n", "\n", "\r\n\r\n", " 😀 ", "\u2028", "\t"]),
    st.lists(st.sampled_from(["peace", "Kiev’s", "a_b", "1|2", "😀", "é"]), min_size=1),
)
TEXT = "The “root” causes 😀 of it_all [here] | there.\n\nA second one; it’s Kiev's own."


def spans(corpus: Corpus, *rows: tuple[str, int, int, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=COLUMNS[:-1])
    words = [corpus.passage(doc, start, end) for doc, start, end, *_ in rows]
    return table.assign(text=pd.array(words, dtype="str")).astype({"doc": "str"})


@pytest.mark.parametrize(("out", "back"), WAYS, ids=NAMES)
def test_hits_survive_the_round_trip(out: Callable, back: Callable) -> None:
    corpus = corpus_of({"a": TEXT, "b": "Nothing here."})
    hits = spans(
        corpus,
        ("a", 4, 17, "root_causes", ""),
        ("a", 5, 9, "labels", "actor"),
        ("a", 18, 19, "x", "e_1"),
        ("a", 23, 29, "x", ""),
    )
    assert back(out(hits, corpus), corpus)[COLUMNS].to_numpy().tolist() == hits.to_numpy().tolist()


@pytest.mark.parametrize(("out", "back"), WAYS, ids=NAMES)
@settings(max_examples=30, deadline=None)
@given(
    text=st.text("aB 😀é_|[]\\\"'.;\t", min_size=1).filter(lambda text: bool(words_of(text))),
    data=st.data(),
)
def test_any_span_of_whole_characters_survives(
    out: Callable, back: Callable, text: str, data: st.DataObject
) -> None:
    text = f"Z{text.strip()}z."
    corpus = corpus_of({"a": text})
    edges = sorted({place for word in words_of(text) for place in (word.start, word.end)})
    start = data.draw(st.sampled_from(edges[:-1]))
    end = data.draw(st.sampled_from([edge for edge in edges if edge > start]))
    hits = spans(corpus, ("a", start, end, "c_1", "s"))
    if hits["text"][0].strip() == hits["text"][0]:
        again = back(out(hits, corpus), corpus)[COLUMNS]
        assert again.to_numpy().tolist() == hits.to_numpy().tolist()


@pytest.mark.parametrize(("out", "back"), WAYS, ids=NAMES)
@settings(max_examples=30, deadline=None)
@given(text=TEXTS, data=st.data())
def test_words_come_back_whatever_parts_them(
    out: Callable, back: Callable, text: str, data: st.DataObject
) -> None:
    corpus = corpus_of({"a": text})
    places = [span[:2] for span in words_of(corpus.texts["a"])]
    chosen = data.draw(st.lists(st.sampled_from(places), unique=True))
    rows = [("a", start, end, "c/d e", "s") for start, end in sorted(chosen)]
    told = out(spans(corpus, *rows), corpus)
    assert back(told, corpus)[COLUMNS[:5]].to_numpy().tolist() == [list(row) for row in rows]


@pytest.mark.parametrize(("out", "back"), WAYS, ids=NAMES)
def test_annotations_of_another_text_are_refused(out: Callable, back: Callable) -> None:
    corpus = corpus_of({"a": "The root causes of it."})
    exported = out(spans(corpus, ("a", 4, 15, "root", "")), corpus)
    with pytest.raises(InputError, match="quotes"):
        back(exported, corpus_of({"a": "Then root causes of it."}))


@pytest.mark.parametrize(("out", "back"), WAYS, ids=NAMES)
def test_line_ends_of_windows_change_nothing(out: Callable, back: Callable) -> None:
    corpus = corpus_of({"a": "😀 The root\r\ncauses of it.\r\n\r\nA second one.\r\n"})
    hits = spans(corpus, ("a", 6, 18, "root", ""), ("a", 33, 39, "x", "s"))
    told = out(hits, corpus)
    told = (
        {doc: text.replace("\n", "\r\n") for doc, text in told.items()}
        if isinstance(told, dict)
        else told.replace("\n", "\r\n")
    )
    assert back(told, corpus)[COLUMNS].to_numpy().tolist() == hits.to_numpy().tolist()


def test_offsets_of_webanno_count_utf16_units() -> None:
    corpus = corpus_of({"a": "😀 causes."})
    told = to_webanno(spans(corpus, ("a", 2, 8, "c", "")), corpus)["a"]
    assert "1-2\t3-9\tcauses\tc[1]\t*[1]\t\n" in told


def test_label_studio_offsets_in_utf16_units_are_understood() -> None:
    corpus = corpus_of({"a": "😀 causes."})
    tasks = json.loads(to_label_studio(spans(corpus, ("a", 2, 8, "c", "")), corpus))
    tasks[0]["annotations"][0]["result"][0]["value"].update(start=3, end=9)
    assert from_label_studio(json.dumps(tasks), corpus)["start"].tolist() == [2]


def test_a_web_annotation_has_both_selectors() -> None:
    corpus = corpus_of({"a": "The causes."})
    page = json.loads(to_web_annotations(spans(corpus, ("a", 4, 10, "c", "")), corpus))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["items"][0]["target"]["selector"] == [
        {"type": "TextPositionSelector", "start": 4, "end": 10},
        {"type": "TextQuoteSelector", "exact": "causes", "prefix": "The ", "suffix": "."},
    ]


def test_a_web_annotation_tells_codebook_and_voice_where_they_are_known() -> None:
    corpus = corpus_of({"a": "The causes."})
    hits = spans(corpus, ("a", 4, 10, "c", "")).assign(codebook="b", mode="direct", speaker="Ann")
    (item,) = json.loads(to_web_annotations(hits, corpus))["items"]
    assert [(body["label"], body["value"]) for body in item["body"]] == [
        ("codebook", "b"),
        ("code", "c"),
        ("mode", "direct"),
        ("speaker", "Ann"),
    ]
    assert item["id"] == "urn:topoi:hit:a:4-10:b/c"


@pytest.mark.parametrize("doc", ["a b", "100%", "%41", "\u65b0", '"q"', "#x", "un/2024/5", "a\nb"])
def test_a_web_annotation_has_iris_whatever_the_text_is_called(doc: str) -> None:
    corpus = corpus_of({doc: "The causes."})
    hits = spans(corpus, (doc, 4, 10, "c", ""))
    told = to_web_annotations(hits, corpus)
    (item,) = json.loads(told)["items"]
    for iri in (item["id"], item["target"]["source"]):
        assert re.fullmatch(r"urn:topoi:(?:[A-Za-z0-9\-._~:/]|%[0-9A-F]{2})+", iri)
    assert from_web_annotations(told, corpus)[["doc", "start", "end"]].values.tolist() == [
        [doc, 4, 10]
    ]


def test_the_newer_form_of_doccano_and_fragments_of_brat_are_read() -> None:
    corpus = corpus_of({"a": "The causes of it."})
    line = {"text": "The causes of it.", "entities": [
        {"id": 1, "label": "c/s", "start_offset": 4, "end_offset": 10}]}  # fmt: skip
    assert from_doccano(json.dumps(line), corpus).iloc[0, 3:6].tolist() == ["c", "s", "causes"]
    found = from_brat({"a": "T1\tc 4 10;14 16\tcauses it\n"}, corpus)
    assert found["text"].tolist() == ["causes of it"]


def test_a_hit_over_paragraphs_is_refused_where_the_format_cannot_hold_it() -> None:
    corpus = corpus_of({"a": "One two.\n\nThree four."})
    with pytest.raises(InputError, match="several paragraphs"):
        to_webanno(spans(corpus, ("a", 4, 15, "c", "")), corpus)


@pytest.mark.parametrize(
    ("name", "id", "told"),
    [
        ("b.txt", None, "names the document 'b.txt'"),
        (None, 7, "names the document '7'"),
        ("b.txt", 7, "names the document 'b.txt'"),
        (None, None, "names no document"),
    ],
)
def test_a_document_that_is_not_known_is_named_by_what_the_file_calls_it(
    name: str | None, id: int | None, told: str
) -> None:
    with pytest.raises(InputError) as caught:
        Documents(corpus_of({"a": "War."})).meant(name, [], id, "f")
    assert told in str(caught.value)
