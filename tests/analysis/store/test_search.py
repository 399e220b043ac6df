from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.text.query import strategies
from tests.text.query.slow_matcher import slow_matches

from topoi.analysis.measures.collocates import collocates
from topoi.analysis.measures.concordance import concordance
from topoi.analysis.measures.counting import WordParts, counts_by_part, frequencies
from topoi.analysis.measures.dispersion import dispersion, dispersion_over_documents, frequency
from topoi.analysis.measures.keyness import keyness_by
from topoi.analysis.measures.ngrams import ngrams
from topoi.analysis.store.build import build_store
from topoi.analysis.store.search import concordance_of, stored_words
from topoi.analysis.store.store import Store
from topoi.coding.hits.hits import occurrences
from topoi.errors import InputError
from topoi.text.corpus.corpus import corpus_of
from topoi.text.query.parsing import parse
from topoi.text.words.numbered import numbered
from topoi.text.words.numbered import token_table as tokens

TEXTS = {
    "a": "The root causes, he said. Kiev's regime has the root causes.",
    "b": "Root cause analysis. The US told us of the root.",
    "c": "Nothing here; the causes remain the root causes of the war.",
}
TABLE = tokens(corpus_of(TEXTS))


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    parts = [
        corpus_of({doc: text}, source="TASS" if doc == "a" else "AP") for doc, text in TEXTS.items()
    ]
    return build_store(parts, tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def words(store: Store) -> WordParts:
    return stored_words(store)


def test_frequencies_are_those_of_the_table(words: WordParts) -> None:
    columns = ["token", "count", "per_1000"]
    pd.testing.assert_frame_equal(frequency(words), frequency(TABLE)[columns])
    assert frequencies(words).to_dict() == frequencies(TABLE).to_dict()


def test_keyness_of_sources_is_that_of_the_table(store: Store, words: WordParts) -> None:
    documents = store.documents
    for_store = keyness_by(words, documents["source"], min_count=1)
    in_table = keyness_by(TABLE, documents.set_index("doc")["source"], min_count=1)
    pd.testing.assert_frame_equal(for_store, in_table)
    assert for_store.attrs == in_table.attrs
    tass = for_store[(for_store["group"] == "TASS") & (for_store["count"] > 0)]
    assert tass.set_index("token")["count"].to_dict() == {
        "the": 2, "root": 2, "causes": 2, "he": 1, "said": 1, "kiev": 1, "regime": 1, "has": 1
    }  # fmt: skip
    root = tass.set_index("token").loc["root", ["texts", "reference_texts"]]
    assert root.tolist() == [1, 2]


def test_dispersion_over_documents_and_over_sources_is_that_of_the_table(
    store: Store, words: WordParts
) -> None:
    each = dispersion(*counts_by_part(TABLE, pd.Series({doc: doc for doc in TEXTS})))
    pd.testing.assert_frame_equal(dispersion_over_documents(words), each)
    pd.testing.assert_frame_equal(dispersion_over_documents(TABLE), each)
    sources = store.documents.set_index("doc")["source"]
    found = dispersion(*counts_by_part(words, store.documents["source"]))
    pd.testing.assert_frame_equal(found, dispersion(*counts_by_part(TABLE, sources)))


def test_documents_without_a_part_are_left_out(words: WordParts) -> None:
    _, sizes = counts_by_part(words, pd.Series(["x", None, "x"]))
    assert sizes.to_dict() == {"x": 22}


@pytest.mark.parametrize("node", ["root", "causes", "the"])
def test_collocates_are_those_of_the_table(words: WordParts, node: str) -> None:
    found = collocates(words, node, min_node=1, min_count=1)
    pd.testing.assert_frame_equal(found, collocates(TABLE, node, min_node=1, min_count=1))
    assert "20 occurrences up" in collocates(words, node).attrs["note"]


@pytest.mark.parametrize("n", [1, 2, 3, 9])
def test_ngrams_are_those_of_the_table(words: WordParts, n: int) -> None:
    expected = ngrams(TABLE, n=n, min_count=1)
    pd.testing.assert_frame_equal(ngrams(words, n=n, min_count=1), expected)
    found = ngrams(words, n=n, min_count=1, spread=False)
    pd.testing.assert_frame_equal(found, expected[["ngram", "count"]])


HEADED = "{body}\n\nRoot causes\n\nNo.\n\nRoot causes\n\n{body}"


@settings(max_examples=30, deadline=None)
@given(st.lists(strategies.TEXTS, min_size=1, max_size=4), st.integers(1, 4))
def test_words_of_any_texts_are_the_same_in_memory_and_from_the_store(
    tmp_path_factory, texts, n
) -> None:
    bodies = {f"t{number}": HEADED.format(body=text) for number, text in enumerate(texts)}
    table = tokens(corpus_of(bodies))
    corpora = [corpus_of({doc: text}) for doc, text in bodies.items()]
    words = stored_words(build_store(corpora, tmp_path_factory.mktemp("store")))
    for measure in (
        lambda words: ngrams(words, n=n, min_count=1),
        lambda words: collocates(words, "root", window=n, min_node=1, min_count=1),
    ):
        pd.testing.assert_frame_equal(measure(words), measure(table))


def test_a_phrase_is_found_over_marks_that_it_names_and_not_over_sentence_ends(
    store: Store,
) -> None:
    found = concordance_of(store, "root causes")
    assert found["locus"].tolist() == ["a:4-15", "a:48-59", "c:36-47"]
    assert found["node"].tolist() == ["root causes"] * 3
    assert concordance_of(store, "causes , he").attrs["total"] == 1
    assert concordance_of(store, "causes he").attrs["total"] == 0
    assert concordance_of(store, "said Kiev").attrs["total"] == 0


def test_a_star_stands_for_any_letters(store: Store) -> None:
    assert concordance_of(store, "root cause*").attrs["total"] == 4
    assert (
        concordance_of(store, "c?uses").attrs["total"]
        == concordance_of(store, "causes").attrs["total"]
    )


def test_pages_are_parts_of_the_whole(store: Store) -> None:
    whole = concordance_of(store, "the")
    pages = [concordance_of(store, "the", first=first, limit=2) for first in (0, 2, 4, 6, 8)]
    assert pd.concat(pages)["locus"].tolist() == whole["locus"].tolist()
    assert {page.attrs["total"] for page in pages} == {len(whole)}
    assert pages[1].attrs["note"] == "“the”: 7 occurrences; lines 3 to 4."


def test_a_word_that_does_not_occur_has_no_lines(store: Store) -> None:
    for phrase in ("russophobia", "root russophobia"):
        assert not len(concordance_of(store, phrase))


@pytest.mark.parametrize("query", ["", "c[auses*", "..3"])
def test_what_is_no_query_is_refused(store: Store, query: str) -> None:
    with pytest.raises(InputError, match="the query"):
        concordance_of(store, query)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(strategies.TEXTS, min_size=1, max_size=4),
    st.lists(strategies.QUERIES, min_size=1, max_size=4),
)
def test_kwic_is_the_same_in_memory_from_the_store_and_slowly(
    tmp_path_factory, texts, queries
) -> None:
    corpus = corpus_of({f"t{number}": text for number, text in enumerate(texts)})
    halves = [corpus.select([f"t{n}" for n in range(len(texts)) if n % 2 == k]) for k in (0, 1)]
    store = build_store([half for half in halves if len(half)], tmp_path_factory.mktemp("store"))
    read = numbered(corpus)
    for query in [one.replace("{fight}", "(war | ~fight)") for one in queries]:
        try:
            found = concordance(corpus, occurrences(corpus, query))
        except InputError:
            continue
        stored = concordance_of(store, query, limit=10**6)
        columns = ["doc", "start", "end", "left", "node", "right", "locus"]
        order = ["doc", "start"]
        told = stored[columns].sort_values(order, ignore_index=True)
        assert found[columns].sort_values(order).values.tolist() == told.values.tolist()
        slow, last = [], -1
        for first, end in slow_matches(parse(query), read):
            if first > last:
                slow.append((read.doc[first], read.start[first], read.end[end]))
                last = end
        spans = zip(found["doc"], found["start"], found["end"], strict=True)
        assert [(int(doc[1:]), start, end) for doc, start, end in spans] == slow


def test_an_empty_store_answers_with_nothing(tmp_path: Path) -> None:
    empty = build_store([], tmp_path)
    words = stored_words(empty)
    for found in (ngrams(words), frequency(words), collocates(words, "root")):
        assert not len(found)
    assert not len(dispersion_over_documents(words))
    assert not len(concordance_of(empty, "root"))
