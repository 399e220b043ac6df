"""Finding many patterns at once: words, literals, and conditions where they matter."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from topoi.coding.anchors import anchors_of
from topoi.coding.batches import batches
from topoi.coding.characters import WORD, code_points, kinds_of
from topoi.coding.codebook import load_codebook
from topoi.coding.edges import word_edges
from topoi.coding.hits import find_hits
from topoi.coding.keys import order_of, places_in, table_of
from topoi.coding.whole_words import letters_of, lexicon_of, words_found
from topoi.text.corpus import corpus_of
from topoi.text.segments import segments

HEAD = 'id: t\nversion: "1"\ntitle: T\n'
PIECES = (
    "War, want and peace came. ", "We spoke of the deep causes of it. ", "No war!\n\n",
    "The deep causes of war are many, he said. ", "“Peace” is not near? ", "Peace and war. ",
    "They left to see, to learn and to help the poor of Kiev. ", "Kiev's war: food, arms and oil. ",
)  # fmt: skip
CODES = """
codes:
  - id: a
    label: A
    include: [war, "peace*", '/\\bdeep causes? of\\b/']
    exclude: ['/\\bno w[a-z]+/']
  - id: b
    label: B
    include: [came, spoke, are, left]
    requires: {paragraph: ['/\\bcauses? of (?:it|war)/'], document: ['/\\bf[a-z]+d, /']}
  - {id: c, label: C, include: [near], forbids: {document: ['/\\b[Kk]iev.s/']}}
  - {id: l, label: L, built_in: lists}
  - {id: r, label: R, built_in: repetition}
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory):
    path: Path = tmp_path_factory.mktemp("books") / "book.yml"
    path.write_text(HEAD + CODES, encoding="utf-8")
    return load_codebook(path)


@given(text=st.text("abé ’-._\n日", max_size=30))
@example("a b a-b ab")
def test_whole_words_are_those_that_a_regular_expression_finds(text: str) -> None:
    literals = ["a", "b", "ab", "a ", "ba "]
    word = (kinds_of(code_points(text)) & WORD) > 0
    found = words_found(lexicon_of(literals, 5), letters_of(code_points(text)), word)
    spans = sorted(zip(*(column.tolist() for column in found), strict=True))
    assert spans == sorted(
        (number, *one.span())
        for number, literal in enumerate(literals, start=5)
        for one in re.finditer(rf"(?<!\w){literal}(?!\w)" if literal[-1] != " " else
                               rf"(?<!\w){literal}", text)
    )  # fmt: skip


@given(
    known=st.lists(st.integers(0, 2**64 - 1), unique=True, max_size=40),
    asked=st.lists(st.integers(0, 2**64 - 1), max_size=20),
)
def test_a_table_tells_the_place_of_each_number(known: list[int], asked: list[int]) -> None:
    table = table_of(np.array(known, dtype=np.uint64))
    numbers = [*asked, *known]
    places = places_in(table, np.array(numbers, dtype=np.uint64)).tolist()
    assert places == [known.index(one) if one in known else -1 for one in numbers]


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 2**40), st.integers(-(2**40), 9))))
def test_rows_are_ordered_by_their_columns(rows: list[tuple[int, int, int]]) -> None:
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    assert [rows[row] for row in order_of(*columns).tolist()] == sorted(rows)


@given(text=st.text("aé '’-. ", max_size=30))
@example("it's a-b's")
def test_a_word_ends_at_the_first_place_behind_its_beginning_where_one_may(text: str) -> None:
    edges = word_edges(text, kinds_of(code_points(text)))
    starts, ends = edges.words
    assert starts.tolist() == [at for at in range(len(text)) if edges.begins[at] & edges.word[at]]
    assert ends.tolist() == [int(np.flatnonzero(edges.ends[at + 1 :])[0]) + at + 1 for at in starts]


@given(texts=st.lists(st.text("ab \n\t", min_size=1, max_size=12), min_size=1, max_size=3))
@example(["  a", "\n \nb  "])
def test_places_lead_into_a_batch_and_back(texts: list[str]) -> None:
    corpus = corpus_of({str(number): text for number, text in enumerate(texts)})
    batch = next(batches(corpus, segments(corpus)))
    for doc, text in enumerate(texts):
        at = np.arange(len(text))
        kept = [
            place for place in at if not (text[place].isspace() and text[:place][-1:].isspace())
        ]
        inside = batch.in_plain(np.full(len(kept), doc), np.array(kept, dtype=np.int64))
        docs, back = batch.in_document(inside)
        assert (docs == doc).all()
        assert back.tolist() == kept
        assert [batch.plain[place] for place in inside.tolist()] == [
            " " if text[place].isspace() else text[place] for place in kept
        ]


@pytest.mark.parametrize(
    ("expression", "closed"),
    [
        (r"\bno\b", {"no"}),
        (r"\b(?:all|any)\b(?! of)", {"all", "any"}),
        (r"\b(?:is|are) \w+", {"is ", "are "}),
        (r"\bwar\w*", set()),
        (r"(?<!the )\bwill\b(?! of)", {"will"}),
    ],
)
def test_heads_with_which_a_word_ends_are_told(expression: str, closed: set[str]) -> None:
    assert anchors_of(expression).closed == closed


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(
        st.lists(st.sampled_from(PIECES), min_size=1, max_size=6), min_size=1, max_size=4
    )
)
def test_hits_do_not_depend_on_the_other_documents(book, texts: list[list[str]]) -> None:
    documents = {str(number): "".join(pieces).strip() for number, pieces in enumerate(texts)}
    together = find_hits(corpus_of(documents), [book])
    apart = [find_hits(corpus_of({doc: text}), [book]) for doc, text in documents.items()]
    expected = pd.concat(apart, ignore_index=True)
    pd.testing.assert_frame_equal(together, expected, check_dtype=False)


def test_exclusions_and_conditions_are_tried_only_where_a_candidate_is(book, monkeypatch) -> None:
    from topoi.coding import matching as module

    tried: list[tuple[str, list[int]]] = []

    def matches_of(item, batch, units, *rest):
        tried.append((item.source, units.tolist()))
        return original(item, batch, units, *rest)

    original = module.matches_of
    monkeypatch.setattr(module, "matches_of", matches_of)
    text = "No woe came. No war here. No wine.\n\nThe causes of it. No wind blew."
    hits = find_hits(corpus_of({"a": text}), [book])
    assert (hits["code"] == "a").sum() == 0
    assert [units for source, units in tried if source == r"\bno w[a-z]+"] == [[1]]
