"""The units and words that topics are made of."""

import numpy as np
import pandas as pd
import pytest

from topoi.analysis.topics.units import (
    TermMatrix,
    TopicUnits,
    commonest_terms,
    fewest_units,
    load_stop_words,
    sample_units,
    terms_in_units,
    topic_units,
    vocabulary,
)
from topoi.errors import InputError
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.numbered import token_table as tokens
from topoi.text.words.segments import segments

TEXT = "The war goes on.\n\nThe war ends. Peace talks begin.\n\nPeace talks in 2025."


def kept(text: str, **options: object) -> TermMatrix:
    """Return the vocabulary of the paragraphs of one text."""
    corpus = corpus_of({"a": text})
    units = topic_units(corpus.documents, segments(corpus))
    return vocabulary(tokens(corpus), units, **options)  # type: ignore[arg-type]


def test_few_documents_are_cut_into_paragraphs_and_the_reason_is_given() -> None:
    corpus = corpus_of({"a": TEXT})
    units = topic_units(corpus.documents, segments(corpus))
    assert units.kind == "paragraph"
    assert units.spans["paragraph"].tolist() == [1, 2, 3]
    assert units.reason == "1 document is fewer than 100, so the units are paragraphs: 3"


def test_a_hundred_documents_stay_whole() -> None:
    corpus = corpus_of({f"{number:03}": TEXT for number in range(100)})
    units = topic_units(corpus.documents, segments(corpus))
    assert units.kind == "document"
    assert len(units.spans) == 100


def test_words_in_one_unit_or_in_the_stop_list_are_left_out() -> None:
    found = kept(TEXT, stop_words={"the"}, max_share=0.7)
    assert found.terms == ("peace", "talks", "war")
    assert found.counts.toarray().tolist() == [[0, 0, 1], [1, 1, 1], [1, 1, 0]]
    assert found.texts() == [["war"], ["war", "peace", "talks"], ["peace", "talks"]]
    assert found.left_out["words"] == 14
    assert found.left_out["stop words"] == 2
    assert found.left_out["kept"] == 6


def test_every_word_is_accounted_for() -> None:
    found = kept(TEXT, stop_words={"the"})
    assert sum(found.left_out.values()) == 2 * found.left_out["words"]


def test_an_empty_vocabulary_says_why() -> None:
    found = kept("The of.\n\nThe of.", stop_words={"the", "of"})
    assert found.note == "no word is left of 4 in 2 units (4 stop words)"


def test_one_sentence_leaves_no_vocabulary() -> None:
    assert kept("One sentence stands here.").note.startswith("no word is left of 4 in 1 unit (")


def test_no_tokens_at_all_leave_no_vocabulary() -> None:
    spans = pd.DataFrame({"doc": ["a"], "start": [0], "end": [1], "paragraph": [0]})
    none = pd.DataFrame({"doc": [], "start": [], "end": [], "token": [], "is_word": []})
    found = vocabulary(none.astype({"is_word": bool}), TopicUnits("document", "", spans))
    assert found.note == "no word is left of 0 in 1 unit"


def test_the_stop_list_keeps_content_words_and_the_us() -> None:

    words = load_stop_words()
    assert {"the", "us", "don't", "herself"} <= words
    assert not {"US", "system", "interest", "part", "serious"} & words


def test_units_can_be_chosen_again() -> None:
    found = kept(TEXT, stop_words={"the"}, max_share=0.7).of_units(pd.array([2, 0]).to_numpy(int))
    assert found.counts.toarray().tolist() == [[1, 1, 0], [0, 0, 1]]


def test_a_missing_stop_list_fails_loudly() -> None:
    with pytest.raises(InputError, match="no such file: does not exist"):
        load_stop_words("no such file")


def matrix(*units: str) -> TermMatrix:
    """Return the terms of units written as words, all of one text."""
    terms = sorted({word for unit in units for word in unit.split()})
    cells = [(n, terms.index(word)) for n, unit in enumerate(units) for word in unit.split()]
    rows, columns = np.array(cells).reshape(-1, 2).T
    return TermMatrix(tuple(terms), rows, columns, np.array([f"d{n}" for n in range(len(units))]))


@pytest.mark.parametrize(
    ("most", "kept"),
    [(1, ("a",)), (2, ("a", "b", "c")), (3, ("a", "b", "c")), (9, ("a", "b", "c"))],
)
def test_the_commonest_terms_are_those_in_most_units_and_none_of_one_alone(most, kept) -> None:
    found = commonest_terms(matrix("a b c", "a b", "a c d", "a a"), most)
    assert found.terms == kept
    assert next(" ".join(words) for words in found.texts()) == " ".join(kept)


def test_a_sample_of_units_is_drawn_where_there_are_more() -> None:
    whole = matrix("a", "b", "c", "d")
    assert sample_units(whole, 4, seed=1) is whole
    drawn = sample_units(whole, 3, seed=1)
    assert len(drawn.groups) == 3
    assert drawn.groups.tolist() == sorted(drawn.groups)
    assert list(drawn.texts()) == [
        [{"d0": "a", "d1": "b", "d2": "c", "d3": "d"}[doc]] for doc in drawn.groups
    ]


def test_words_are_kept_from_two_units_on_and_of_many_units_from_more() -> None:
    known = {0: 2, 99: 2, 100: 5, 1100: 6, 1000: 5, 2000: 10, 40_100: 200, 40_300: 202}
    assert {units: fewest_units(units) for units in known} == known


def test_a_word_in_just_the_largest_share_of_units_is_kept_and_one_in_more_is_common() -> None:
    texts = "War peace.\n\nWar peace.\n\nWar.\n\nTalks x."
    found = kept(texts, min_units=1)
    assert found.terms == ("peace", "talks")
    assert found.left_out == {
        "words": 7, "numbers and single letters": 1, "stop words": 0, "in fewer than 1 units": 0,
        "in more than 50% of units": 3, "kept": 3,
    }  # fmt: skip
    rare = kept(texts, min_units=2, max_share=1.0)
    assert rare.terms == ("peace", "war")
    assert rare.left_out["in fewer than 2 units"] == 1
    assert rare.groups.tolist() == ["a"] * 4


def test_words_chosen_before_are_found_in_other_units() -> None:
    table = tokens(corpus_of({"a": "War and peace. War!", "b": "Talks of peace."}))
    spans = pd.DataFrame({"doc": ["a", "b"], "start": [4, 0], "end": [99, 99]})
    found = terms_in_units(table, spans, ("peace", "war"))
    assert found.texts() == [["peace", "war"], ["peace"]]
    assert found.counts.toarray().tolist() == [[1, 1], [1, 0]]


def test_units_that_repeat_an_earlier_one_are_left_out() -> None:
    text = "one two three four five"
    found = matrix(text, "six seven eight", text)
    assert found.copies.to_numpy().tolist() == [[2, 0, 1.0]]
    assert found.without_copies().groups.tolist() == ["d0", "d1"]
    assert matrix("one two three", "four five six").without_copies().groups.tolist() == ["d0", "d1"]


def test_ninety_nine_documents_are_cut_and_one_is_told_in_the_singular() -> None:
    documents = pd.DataFrame({"doc": [f"d{n}" for n in range(99)], "n_chars": range(99)})
    blocks = pd.DataFrame([("d0", 0, 3, "paragraph", 1), ("d0", 0, 3, "sentence", 1)])
    blocks.columns = ["doc", "start", "end", "kind", "paragraph"]
    units = topic_units(documents, blocks)
    assert units.reason == "99 documents are fewer than 100, so the units are paragraphs: 1"
    whole = topic_units(documents, blocks, least_documents=99)
    assert whole.spans.iloc[98].tolist() == ["d98", 0, 98, 0]
    assert whole.reason == "99 documents are at least 99, so each document is a unit"


def test_a_word_that_is_often_in_a_unit_weighs_by_the_logarithm_of_its_frequency() -> None:
    often, once = matrix("a a a b", "a b").tfidf.toarray()[0]
    assert often / once == pytest.approx(1 + np.log(3))


def test_stop_words_that_are_not_utf8_are_refused_with_their_line(tmp_path):
    (tmp_path / "stopwords.txt").write_bytes("le\nété\n".encode("cp1252"))
    with pytest.raises(InputError, match=r"stopwords\.txt:2: is not UTF-8 \(byte 3\)"):
        load_stop_words(tmp_path / "stopwords.txt")
    (tmp_path / "stopwords.txt").write_bytes("\ufeffle # the\r\nété\r\n".encode())
    assert load_stop_words(tmp_path / "stopwords.txt") == {"le", "été"}
