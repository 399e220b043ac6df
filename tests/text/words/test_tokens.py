from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.boundaries import UNSEEN
from topoi.text.words.numbered import numbered, numbered_as
from topoi.text.words.numbered import token_table as tokens
from topoi.text.words.segments import segments
from topoi.text.words.tokens import form, words_of


def words(text):
    return [token.token for token in words_of(text) if token.is_word]


def test_seed_has_the_words_counted_by_hand(seed):
    assert int(tokens(seed)["is_word"].sum()) == 687


def test_the_date_before_the_words_of_a_text_is_no_word_and_in_no_unit():
    corpus = corpus_of({"a": "He left.", "b": " date 2025-08-01 Bonn, May 1. /DPA/. He left."})
    table = tokens(corpus)
    own = table[table["doc"] == "b"]
    assert own.loc[~own["is_word"], "token"].tolist() == [
        "date",
        "2025-08-01",
        ",",
        ".",
        "/",
        "/",
        ".",
        ".",
    ]
    assert own["start"].tolist()[:3] == [1, 6, 17]
    told = numbered(corpus)
    assert told.unit.tolist()[:7] == [0, 0, 0, -1, -1, 1, 1]
    again = numbered_as(corpus, table, segments(corpus))
    assert again.unit.tolist() == told.unit.tolist()
    assert again.is_word.tolist() == told.is_word.tolist()


def test_both_apostrophes_of_a_possessive_are_split_off_alike():
    assert words("Kiev's and Kiev’s patrons") == ["kiev", "and", "kiev", "patrons"]


def test_inner_apostrophes_and_hyphens_hold_a_word_together():
    assert words("the coup d'etat, face-to-face, don’t") == [
        "the",
        "coup",
        "d'etat",
        "face-to-face",
        "don't",
    ]


def test_the_country_is_not_the_pronoun():
    assert words("The US told us") == ["the", "US", "told", "us"]


def test_numbers_and_initials_keep_their_points():
    assert words("In the U.S. 1,000 paid 3.5.") == ["in", "the", "u.s", "1,000", "paid", "3.5"]


def test_brackets_and_stray_marks_are_tokens_but_no_words():
    marks = [
        token.token for token in words_of("[Vladimir Putin] 'terrorists',' he") if not token.is_word
    ]
    assert marks == ["[", "]", "'", "'", ",", "'"]


def test_headings_hold_no_sentence():
    table = tokens(corpus_of({"a": "Human rights\n\nHe left. She stayed."}))
    assert table["sentence"].tolist() == [0, 0, 1, 1, 1, 2, 2, 2]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="aSs'’-.,1 2é\u0301", max_size=40))
def test_tokens_give_back_their_words_and_leave_out_only_white_space(text):
    found = words_of(text)
    assert all(form(text[token.start : token.end]) == token.token for token in found)
    edges = [0, *(edge for token in found for edge in token[:2]), len(text)]
    assert edges == sorted(edges)
    between = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    assert all(letter.isspace() or letter in UNSEEN for part in between for letter in part)
