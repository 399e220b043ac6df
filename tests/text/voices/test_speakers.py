"""Sources resolve to one name by the written rules, or are said to be unresolved."""

import pytest

from topoi.text.voices.lexicon import Lexicon, lexicon_from, load_lexicon
from topoi.text.voices.reading import attributions_of
from topoi.text.voices.speakers import Speakers
from topoi.text.voices.spellings import spellings

LEXICON: Lexicon = lexicon_from(
    {
        "irregular": {"say": ["says", "said", "said", "saying"]},
        "cues": [{"stance": "neutral", "kind": "report", "verbs": "say, add, stress"}],
        "phrases": [{"stance": "neutral", "phrase": "according to"}],
        "self": ["we", "I"],
        "titles": "foreign minister, minister, president",
        "roles": {"foreign minister": ["foreign minister", "top diplomat"]},
        "people": [
            {"name": "Ann Lee", "aliases": ["Lee"], "role": "foreign minister", "gender": "female"}
        ],
        "states": [{"name": "Freedonia", "aliases": ["Zubrowka City"]}],
    }
)


def speakers(text: str) -> list[tuple[str, bool]]:
    found = attributions_of(text, lexicon=LEXICON)
    return [(item.speaker, item.certain) for item in found if item.level == "outer"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It rained, Foreign Minister Ann Lee said.", "Ann Lee"),
        ("It rained, Lee said.", "Ann Lee"),
        ("It rained, said Lee.", "Ann Lee"),
        ("It rained, Zubrowka City said.", "Freedonia"),
        ("It rained, Bob Kim said.", "Bob Kim"),
        ("It rained, Bob Lee said.", "Bob Lee"),
        ("It rained, the protesters said.", "protesters"),
    ],
)
def test_named_source_has_its_canonical_name(text: str, name: str) -> None:
    assert speakers(text) == [(name, True)]


def test_surname_is_the_full_name_before_it() -> None:
    text = "Bob Kim came home. It rained, Kim said."
    assert speakers(text) == [("Bob Kim", True)]


@pytest.mark.parametrize("source", ["she", "the top diplomat", "the foreign minister"])
def test_pronoun_and_role_noun_are_the_person_named_before(source: str) -> None:
    text = f"It rained, Lee said. It poured, {source} added."
    assert speakers(text) == [("Ann Lee", True), ("Ann Lee", True)]


def test_title_in_the_text_gives_the_role() -> None:
    text = "It rained, President Bob Kim said. It poured, the president added."
    assert speakers(text) == [("Bob Kim", True), ("Bob Kim", True)]


def test_pronoun_of_another_gender_is_not_guessed() -> None:
    assert speakers("It rained, Lee said. It poured, he added.")[1] == ("unresolved", False)


def test_pronoun_without_anybody_before_it_is_unresolved() -> None:
    assert speakers("It rained, he said.") == [("unresolved", False)]


def test_we_inside_a_quotation_is_the_speaker_and_opens_no_nested_voice() -> None:
    text = '"We said that it rained," Lee said.'
    found = attributions_of(text, lexicon=LEXICON)
    assert [(item.level, item.speaker) for item in found] == [("outer", "Ann Lee")]


def test_other_name_inside_a_quotation_is_nested() -> None:
    text = '"Freedonia said that it rained," Lee stressed.'
    found = attributions_of(text, lexicon=LEXICON)
    assert [(item.level, item.speaker) for item in found] == [
        ("outer", "Ann Lee"),
        ("nested", "Freedonia"),
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Sergei Lavrov left.", True),
        ("(Sergei Lavrov)", True),
        ("Sergei Lavrovs left.", False),
        ("Sergei Lavrov1 left.", False),
        ("MSergei Lavrov left.", False),
    ],
)
def test_a_name_is_written_as_whole_words(text: str, written: bool) -> None:
    assert spellings([text], load_lexicon()) == (
        {"Sergey Lavrov": "Sergei Lavrov"} if written else {}
    )


def test_a_source_of_no_words_is_nobody() -> None:
    speakers = Speakers("Ann Lee left.", load_lexicon())
    found = [speakers.resolve(span).name for span in ((-1, -1), (0, 0), (3, 2), (0, 7))]
    assert found == ["unresolved", "unresolved", "unresolved", "Ann Lee"]
