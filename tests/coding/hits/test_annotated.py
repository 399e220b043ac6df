"""Passages that were marked by hand, as hits: where they stand, and in whose voice."""

import pandas as pd
import pytest

from topoi.coding.codebook.codebook import Annotation, Code, Codebook, Entry, Subtype
from topoi.coding.hits.hits import find_hits
from topoi.errors import InputError
from topoi.study import Study
from topoi.text.corpus.corpus import corpus_of
from topoi.text.query import asked
from topoi.text.voices.lexicon import load_lexicon

TEXT = "A head\n\nOne must go. “We must stay,” Mr Orban said.\n\nNo one must."
CORPUS = corpus_of({"b": "He must.", "a": TEXT})


def marked(words: str, *, doc: str = "a", subtype: str = "", **more: object) -> Annotation:
    start = CORPUS.texts[doc].index(words)
    told = Annotation(doc, start, start + len(words), "duty", subtype, "1")
    return told._replace(**more)


def book_of(*passages: Annotation) -> Codebook:
    kinds = {one.subtype for one in passages} - {""}
    code = Code("duty", "Duty", subtypes=(*map(Subtype, sorted(kinds)), Subtype("")))
    return Codebook("ann", "1", "Ann", (code,), annotations="ann.csv", passages=passages)


def hits_of(*passages: Annotation) -> pd.DataFrame:
    return Study(CORPUS, (book_of(*passages),), load_lexicon()).hits


def test_a_passage_stands_in_the_sentence_and_the_voice_of_its_first_word():
    hits = hits_of(marked("“We must stay,” Mr Orban said.\n\nNo"), marked("must go"))
    columns = ["text", "paragraph", "sentence", "mode", "polarity", "target"]
    words = "“We must stay,” Mr Orban said.\n\nNo"
    assert hits[columns].to_numpy().tolist() == [
        ["must go", 2, 1, "outlet", "asserted", ""],
        [words, 2, 2, "direct", "asserted", ""],
    ]
    assert hits["speaker"].tolist()[1].endswith("Orban")


def test_white_space_before_a_passage_does_not_move_it_to_another_paragraph():
    plain, blank = hits_of(marked("No one"), marked("\n\nNo one", subtype="x")).to_dict("records")
    assert (plain["paragraph"], plain["sentence"]) == (blank["paragraph"], blank["sentence"])
    assert plain["paragraph"] > 0


def test_passages_that_overlap_are_all_kept_and_in_order_of_the_corpus():
    found = hits_of(marked("must"), marked("must go"), marked("must", doc="b"), marked("must go."))
    assert found[["doc", "text"]].to_numpy().tolist() == [
        ["b", "must"], ["a", "must"], ["a", "must go"], ["a", "must go."],
    ]  # fmt: skip


def test_kind_and_polarity_are_those_given():
    (one,) = hits_of(marked("must go", subtype="s", polarity="negated")).to_dict("records")
    assert (one["subtype"], one["polarity"]) == ("s", "negated")


def test_passages_of_other_texts_are_left_out():
    assert hits_of(marked("must", doc="b")._replace(doc="c")).empty


@pytest.mark.parametrize("wrong", [{"text": "other"}, {"end": 900}, {"start": 20, "end": 20}])
def test_a_passage_that_does_not_fit_its_text_is_refused_with_its_line(wrong):
    with pytest.raises(InputError) as caught:
        hits_of(marked("must go", line=7)._replace(**wrong))
    assert str(caught.value).startswith("annotations/ann.csv:7: marks ")


def test_hits_of_both_kinds_of_codebook_have_the_same_columns_and_types_as_each_alone():
    query = Subtype("", include=(Entry(asked("must")),))
    found = Codebook("ours", "1", "Ours", (Code("must", "Must", subtypes=(query,)),))
    by_hand = book_of(marked("must go"), marked("must", doc="b"))
    both = find_hits(CORPUS, [by_hand, found])
    alone = [find_hits(CORPUS, [book]) for book in (found, by_hand)]
    for own in alone:
        same = both[both["codebook"] == own["codebook"].iloc[0]].reset_index(drop=True)
        pd.testing.assert_frame_equal(same, own)
    assert both["doc"].tolist() == sorted(both["doc"], reverse=True)
    assert (both.dtypes == alone[0].dtypes).all()


def test_without_a_passage_the_table_is_empty_and_has_its_columns():
    empty, full = hits_of(), hits_of(marked("must go"))
    assert list(empty.columns) == list(full.columns)
    assert (empty.dtypes == full.dtypes).all()
