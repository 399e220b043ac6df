import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.text.corpus.corpus import corpus_of
from topoi.text.words import tokenised
from topoi.text.words.numbered import numbered, numbered_as, segments_and_tokens, token_table
from topoi.text.words.segments import segments
from topoi.text.words.tokenised import NO_UNIT

TEXT = st.text(alphabet="aB.U's\n \u00ad,é!1", max_size=60).map(lambda text: f"Go. {text}")


def same(some, other) -> bool:
    columns = zip(some.columns(), other.columns(), strict=True)
    forms = [[one.vocabulary[number] for number in one.form] for one in (some, other)]
    equal = all((a == b).all() for n, (a, b) in enumerate(columns) if n != 3)
    return equal and forms[0] == forms[1]


def test_a_heading_is_a_unit_and_so_is_each_sentence():
    found = numbered(corpus_of({"a": "Human rights\n\nHe left. She stayed.", "b": "No."}))
    assert found.unit.tolist() == [0, 0, 1, 1, 1, 2, 2, 2, 3, 3]
    assert found.doc.tolist() == [0] * 8 + [1] * 2


def test_a_line_without_a_letter_stands_in_no_unit():
    found = numbered(corpus_of({"a": "He left.\n\n* * *\n\nShe stayed."}))
    assert (found.unit == NO_UNIT).sum() == 3


def test_the_capital_and_the_written_form_are_those_of_the_text():
    found = numbered(corpus_of({"a": "the Élan of NATO"}))
    assert found.capital.tolist() == [False, True, False, True]
    assert found.written(found.form[[1, 3]]) == ["Élan", "NATO"]


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4))
def test_tables_made_earlier_give_the_same_numbers(texts):
    corpus = corpus_of({str(number): text for number, text in enumerate(texts)})
    found = numbered(corpus)
    assert same(found, numbered_as(corpus, token_table(corpus), segments(corpus)))
    for number in range(len(texts)):
        alone = numbered(corpus_of({str(number): texts[number]}))
        part = found.part(number, number + 1)
        assert part.start.tolist() == alone.start.tolist()
        assert part.written(part.form[:0]) == []


def test_a_very_long_text_has_the_same_units(monkeypatch):
    corpus = corpus_of({"z": "Go.", "a": "He left, 'she' said. No.\n\n* *\n\n" * 40, "b": "Yes."})
    whole = numbered(corpus)
    monkeypatch.setattr(tokenised, "CHARS", 30)
    assert same(whole, numbered(corpus))
    assert same(whole, segments_and_tokens(corpus)[1])


def test_no_text_has_no_tokens():
    assert len(numbered(corpus_of({}))) == 0
    assert isinstance(numbered(corpus_of({})).vocabulary, list)
    assert pd.Series(numbered(corpus_of({})).unit).empty
