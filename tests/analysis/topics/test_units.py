"""The units and words that topics are made of."""

import pandas as pd
import pytest

from topoi.analysis.topics.units import (
    TermMatrix,
    TopicUnits,
    load_stop_words,
    topic_units,
    vocabulary,
)
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
    with pytest.raises(FileNotFoundError):
        load_stop_words("no such file")
