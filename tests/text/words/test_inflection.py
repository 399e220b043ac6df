import pytest

from topoi.text.words.vocabulary import inflected


@pytest.mark.parametrize(
    "forms",
    [
        "agree agrees agreed agreeing",
        "tiptoe tiptoes tiptoed tiptoeing",
        "echo echoes echoed echoing",
        "delay delays delayed delaying",
        "plan plans planed planing planned planning",
        "tax taxes taxed taxing",
    ],
)
def test_a_query_finds_the_regular_forms_of_a_word(forms: str) -> None:
    assert inflected(forms.split(maxsplit=1)[0]) == tuple(forms.split())
