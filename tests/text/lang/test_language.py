"""A language is a folder of words: the rules of voices read another one than English, too."""

import pickle
import sys
from pathlib import Path

import pytest

from topoi.errors import InputError
from topoi.text.corpus.corpus import corpus_of
from topoi.text.lang.language import Expression, alternatives, is_written_in, language
from topoi.text.voices.lexicon import Lexicon, load_lexicon
from topoi.text.voices.reading import attributions, attributions_of
from topoi.text.voices.voices import said, voices, voices_of

ENGLISH = load_lexicon()

# A language of one's own: "ke" is "that", "ur" is "and", "lo" and "la" are articles.
TOY_WORDS = """
complementisers: ke
coordinators: ur
articles: lo, la
determiners: "{articles}, mi"
starts_of_sources: "{articles}"
starts_of_subjects: "{articles}"
definite_articles: "{articles}"
separators: ke, ur
weekdays: lunor
starts_of_afterthoughts: e
"""
TOY_SPEAKERS = """
language: toy
irregular:
  diri: [diris, dirat, dirat, dirant]
cues:
  - {stance: neutral, kind: report, verbs: "diri"}
  - {stance: doubting, kind: report, verbs: "klami"}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy" / "words.yml").write_text(TOY_WORDS, encoding="utf-8")
    (tmp_path / "toy" / "inflection.yml").write_text('third: {"$": "s"}', encoding="utf-8")
    (tmp_path / "speakers.yml").write_text(TOY_SPEAKERS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def toy(folder: Path) -> Lexicon:
    return load_lexicon(folder / "speakers.yml")


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("«Vento ne venis», dirat Sela Moru.", "Sela Moru", "«Vento ne venis»"),
        ("Sela Moru dirat: «Vento ne venis».", "Sela Moru", "«Vento ne venis»"),
        ("Lo vento venis, diris lo maristo Moru.", "Moru", "Lo vento venis"),
        ("Sela Moru dirat ke lo vento ne venis.", "Sela Moru", "ke lo vento ne venis"),
        ("Sela Moru klamis ke lo vento ne venis.", "Sela Moru", "ke lo vento ne venis"),
        ("«Lo vento venis», dirat lo ministro.", "ministro", "«Lo vento venis»"),
    ],
)
def test_quotations_and_speakers_are_read_in_a_language_of_ones_own(
    toy: Lexicon, text: str, speaker: str, words: str
) -> None:
    found = attributions_of(text, lexicon=toy)
    assert [(item.speaker, text[slice(*item.contents[0])]) for item in found] == [(speaker, words)]
    assert found[0].certain


def test_a_word_of_english_means_nothing_in_another_language(toy: Lexicon) -> None:
    assert attributions_of("Ann Lee said that it rained.", lexicon=toy) == []
    assert attributions_of("Ann Lee diris that it rained.", lexicon=ENGLISH) == []


def test_a_language_is_read_once_in_another_process_too(toy: Lexicon) -> None:
    assert pickle.loads(pickle.dumps(toy.language)) is toy.language
    assert pickle.loads(pickle.dumps(ENGLISH.language)) is language("en")


def test_every_expression_of_english_compiles_and_names_lists_that_exist() -> None:
    modules = [module for name, module in sys.modules.items() if "topoi.text.voices" in name]
    named = {id(value): value for module in modules for value in vars(module).values()}
    expressions = [value for value in named.values() if isinstance(value, Expression)]
    assert len(expressions) > 30
    assert all(expression[language("en")].pattern for expression in expressions)


def test_words_are_matched_longest_first_and_no_word_matches_nothing() -> None:
    assert alternatives({"in", "in turn"}) == r"in\sturn|in"
    empty = Expression("a(?:{weekdays})?b|{weekdays}")
    assert empty[language("en")].fullmatch("amondayb")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("determiner: lo", "is no list of words"),
        ("on: lo", "is no list of words"),
        ("articles: [lo, la]", "is no list but"),
        ("determiners: '{articles}, mi'", "names an unknown list 'articles'"),
        ("- lo", "holds no mapping"),
        ("a: b: c", "is no valid YAML"),
    ],
)
def test_a_fault_in_a_list_is_an_error_with_its_place(
    tmp_path: Path, words: str, message: str
) -> None:
    (tmp_path / "words.yml").write_text(words, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        language(str(tmp_path))


def test_a_language_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "speakers.yml").write_text("language: xx", encoding="utf-8")
    with pytest.raises(InputError, match="does not exist"):
        load_lexicon(tmp_path / "speakers.yml")


FOREIGN = {
    "french": (
        "Le ministre a déclaré lundi que les négociations avaient échoué. « Nous ne pouvons pas "
        "accepter ces conditions », a-t-il ajouté devant la presse. Le président russe, said-il, "
        "avait pourtant promis : « La paix est proche. » Selon lui, tout dépend des autres."
    ),
    "german": (
        "Der Minister sagte am Montag, die Verhandlungen seien gescheitert. „Wir können diese "
        "Bedingungen nicht annehmen“, fügte er vor der Presse hinzu. Was der Präsident in Berlin "
        'versprach: "Der Frieden ist nah." So hat er es immer gesagt.'
    ),
    "russian": (
        "Министр сообщил в понедельник, что переговоры провалились. «Мы не можем принять эти "
        "условия», — добавил он журналистам. Президент заявил: «Мир уже близко.» По его словам, "
        "всё зависит от других участников переговоров, которые пока молчат."
    ),
}


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_in_a_text_of_another_language_nobody_is_named_and_nothing_is_certain(text: str) -> None:
    assert not is_written_in(text, language("en"))
    found = attributions_of(text, lexicon=ENGLISH)
    spans = voices_of(text, lexicon=ENGLISH)
    assert {item.speaker for item in found} <= {"unresolved"}
    assert not any(item.certain for item in [*found, *spans])
    assert {span.speaker for span in spans} <= {"the outlet", "unresolved"}
    assert "".join(text[span.start : span.end] for span in spans) == text


@pytest.mark.parametrize("english", ["It rained, Ann Lee said.", "«Oui», Ann Lee said."])
def test_of_few_words_no_language_is_told(english: str) -> None:
    assert is_written_in(english, language("en"))
    assert attributions_of(english, lexicon=ENGLISH)[0].certain


def test_english_around_a_long_list_of_names_is_english() -> None:
    names = "Ivan Petrov, Anna Ivanova, Oleg Smirnov, " * 40
    text = f"{names}\n\nThose who met in the hall said that this was the end of it all. " * 2
    assert is_written_in(text, language("en"))


def test_what_is_said_is_the_attributions_and_the_voices() -> None:
    corpus = corpus_of(
        {
            "a": 'Ann Lee said: "We stay." She criticized Bob Kim. "It rained," he added.',
            "b": FOREIGN["french"],
            "c": "",
        }
    )
    both = said(corpus, lexicon=ENGLISH)
    assert both.attributions.equals(attributions(corpus, lexicon=ENGLISH))
    assert both.voices.equals(voices(corpus, lexicon=ENGLISH))
    assert len(both.quotations["a"]) == 2
