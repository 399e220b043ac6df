"""Cues are found as whole words, with their stance, and not where they report nothing."""

import pytest

from topoi.errors import InputError
from topoi.text.lang.language import language
from topoi.text.voices.cues import cues_of, gives_name, speech_among
from topoi.text.voices.lexicon import Lexicon, lexicon_from, load_lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def found(text: str, lexicon: Lexicon) -> list[tuple[str, str]]:
    return [(text[c.start : c.end], c.cue.stance) for c in cues_of(text, lexicon=lexicon)]


@pytest.mark.parametrize(
    ("text", "cue", "stance"),
    [
        ("It rained, he said.", "said", "neutral"),
        ("It rained, he added.", "added", "sequencing"),
        ("He pointed out that it rained.", "pointed out", "endorsing"),
        ("He claimed that it rained.", "claimed", "doubting"),
        ("According to him, it rained.", "According to", "neutral"),
        ("It reportedly rained.", "reportedly", "doubting"),
    ],
)
def test_cue_has_the_stance_of_its_list(lexicon: Lexicon, text: str, cue: str, stance: str) -> None:
    assert found(text, lexicon) == [(cue, stance)]


@pytest.mark.parametrize(
    "text",
    ["The statesman left.", "The addressee left.", "They had nothing to add.", "All states left."],
)
def test_words_that_only_look_like_a_cue_are_left(lexicon: Lexicon, text: str) -> None:
    assert found(text, lexicon) == []


def test_a_longer_phrase_that_ends_within_a_word_leaves_the_shorter_cue() -> None:
    lexicon = lexicon_from(
        {
            "phrases": [
                {"stance": "neutral", "phrase": "according to"},
                {"stance": "neutral", "kind": "act", "phrase": "according to the law"},
            ]
        }
    )
    assert found("According to the lawmaker, it rained.", lexicon) == [("According to", "neutral")]
    text = "According to the law, it rained."
    assert found(text, lexicon) == [("According to the law", "neutral")]
    assert speech_among(text, cues_of(text, lexicon=lexicon), lexicon.language) == []


def test_verb_that_needs_a_clause_counts_only_with_it(lexicon: Lexicon) -> None:
    assert found("Russia agrees with Iran that it rained.", lexicon) == [("agrees", "neutral")]
    assert found("Kiev understood our people.", lexicon) == []


def test_stance_that_does_not_exist_is_an_error_with_its_place() -> None:
    group = {"stance": "loud", "kind": "report", "verbs": "say"}
    with pytest.raises(InputError, match="stance loud"):
        lexicon_from({"cues": [group]}, place="speakers.yml")


def test_section_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(InputError, match="unknown section cue"):
        lexicon_from({"cue": []}, place="speakers.yml")


def test_missing_file_is_an_error() -> None:
    with pytest.raises(InputError, match="does not exist"):
        load_lexicon("no/such/file.yml")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("people: 5", "entry 1 of `people` has no `name:` that is a text"),
        ("people: [{aliases: [X]}]", "entry 1 of `people` has no `name:` that is a text"),
        ("people: [{name: A}, {name: {b: c}}]", "entry 2 of `people` has no `name:`"),
        ("states: [{name: A, aliases: [1]}]", "entry 1 of `states` has no `name:`"),
        ("states: [{name: 7, aliases: [A]}]", "entry 1 of `states` has no `name:`"),
        ("people: {name: A}", "entry 1 of `people` has no `name:`"),
        ("cues: [{stance: neutral, kind: report}]", "entry 1 of `cues` has no `verbs:`"),
        ("self: I", "`self` is no list of words"),
        ("roles: {minister: 7}", "`roles` does not give each word its forms"),
        ("irregular: {say: [says]}", "`irregular` has 1 forms of 'say'"),
        ("titles: [a]", "`titles` is no text"),
        ("5: a", "unknown section 5"),
    ],
)
def test_a_section_of_another_kind_is_named(tmp_path, content: str, said: str) -> None:
    file = tmp_path / "speakers.yml"
    file.write_text(content)
    with pytest.raises(InputError) as error:
        load_lexicon(file)
    assert said in str(error.value)
    assert str(error.value).startswith(str(file))


@pytest.mark.parametrize("letters", [0, 36, 37])
def test_as_behind_a_verb_of_naming_stands_within_forty_characters(letters: int) -> None:
    text = f"call{'x' * letters} as one"
    assert gives_name(text, 4, language("en")) == (letters < 37)
    assert not gives_name("call as", 4, language("en"))
    assert gives_name('call "it"', 4, language("en"))
