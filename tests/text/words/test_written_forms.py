from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.text.words.boundaries import boundaries
from topoi.text.words.tokens import distinct, folded_forms, form, packed, words_of

WORD = st.text(alphabet="aUSWHOITΣςİé’ʼ'-1𝐀", min_size=1, max_size=4)


@given(st.lists(WORD, min_size=1, max_size=12, unique=True))
@settings(max_examples=200, deadline=None)
def test_words_folded_at_once_are_those_folded_one_by_one(words: list[str]) -> None:
    assert folded_forms("\n".join(words)) == [form(word) for word in words]


@given(st.lists(WORD, max_size=12).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_each_token_has_its_form(text: str) -> None:
    number, forms = distinct(packed(boundaries(text)))
    assert [forms[one] for one in number.tolist()] == [token.token for token in words_of(text)]


def test_forms_stand_in_the_order_of_the_text() -> None:
    assert distinct(packed(boundaries("US us it IT US")))[1] == ["US", "us", "it", "IT"]
