"""The words of a source taken apart: office, name, body, country; who a text mentions."""

import pytest

from topoi.text.voices.capitals import usual_capitals
from topoi.text.voices.countries import contradicts, country_in
from topoi.text.voices.label_kinds import kind_of
from topoi.text.voices.lexicon import load_lexicon
from topoi.text.voices.mentions import Mention, Mentions, known_person, person_announced
from topoi.text.voices.names import (
    holder_of,
    is_part_of_name,
    is_title,
    office_and_name,
    title_words,
    untitled,
)
from topoi.text.words.blocks import blocks_of

LEXICON = load_lexicon()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Anna Berg", "name"),
        ("Anna", "word"),
        ("BBC", "word"),
        ("Reuters", "name"),
        ("A", "part"),
        ("Q", "part"),
        ("Speaker 1", "part"),
        ("Mr. Berg", "person"),
        ("Vladimir Putin", "person"),
        ("Putin, President of Russia", "person"),
        ("The President", "person"),
        ("Mr Speaker", "name"),
        ("The Daily News", "word"),
        ("The daily news", ""),
        ("Keeper of one two three four Anna Berg", "name"),
        ("Keeper of one two three four five Anna Berg", ""),
        ("Time", "none"),
        ("Applause", ""),
        ("Ladies and gentlemen", ""),
        ("Zelensky told Joe Biden", ""),
        ("of Bern", ""),
        ("Anna berg", ""),
        ("He", ""),
        ("He Left", ""),
        ("(laughter)", ""),
    ],
)
def test_words_before_a_colon_are_of_one_kind(words: str, kind: str) -> None:
    assert kind_of(words, LEXICON) == kind


@pytest.mark.parametrize(
    ("words", "office", "name"),
    [
        ("White House Chief of Staff Susie Wiles", "White House Chief of Staff", "Susie Wiles"),
        ("President of Ukraine", "President of Ukraine", ""),
        ("Minister for Trade and Industry Ann Lee", "Minister for Trade and Industry", "Ann Lee"),
        (
            "Finance Minister and Vice President Ann Lee",
            "Finance Minister and Vice President",
            "Ann Lee",
        ),
        (
            "Head of the Security and Defense Council Ann Lee",
            "Head of the Security and Defense Council",
            "Ann Lee",
        ),
        ("Minister Ann Lee and Bob Fox", "", ""),
        ("Mr. King and Mr. Lee", "", ""),
        ("Ann Lee", "", ""),
        ("the minister", "", ""),
    ],
)
def test_an_office_with_a_place_is_parted_from_its_holder(
    words: str, office: str, name: str
) -> None:
    assert office_and_name(words, LEXICON) == (office, name)


@pytest.mark.parametrize(
    ("words", "holder"),
    [
        ("US Lee", "Lee"),
        ("Ann Lee", "Ann Lee"),
        ("Old Ann Lee", "Ann Lee"),
        ("Old Ann M. Lee", "Ann M. Lee"),
        ("Old Ann van Lee", "Ann van Lee"),
        ("Great Vladimir Putin", "Vladimir Putin"),
        ("Foreign Ministry", ""),
        ("United Nations", ""),
        ("Lee", ""),
        ("", ""),
    ],
)
def test_the_holder_of_an_office_is_the_name_that_ends_it(words: str, holder: str) -> None:
    assert holder_of(words.split(), LEXICON) == holder


def test_words_of_names_and_titles_are_told_apart() -> None:
    language, titles = LEXICON.language, title_words(LEXICON)
    parts = "Mr. Ann ann J. Gen. Ann, Kern. Ann) Ann”".split()
    assert [one for one in parts if is_part_of_name(one, language)] == ["Mr.", "Ann", "J.", "Gen."]
    words = "Mr. Minister Vice-President Non-Minister Ann president".split()
    assert [one for one in words if not is_title(one, titles)] == ["Ann"]
    assert untitled("Old Minister Ann Lee".split(), LEXICON) == ["Ann", "Lee"]
    assert untitled("Bern's Ann Lee".split(), LEXICON) == ["Ann", "Lee"]
    assert untitled("Foreign Minister".split(), LEXICON) == ["Minister"]


def test_a_country_is_told_by_its_name_or_adjective() -> None:
    phrases = ["the Ukrainian president", "U.S. envoy", "a man", "the Russians", "Reuters"]
    told = [country_in(phrase, LEXICON) for phrase in phrases]
    assert told == ["Ukraine", "United States", "", "Russia", ""]
    assert contradicts("the Polish minister", "minister of France", LEXICON)
    assert not contradicts("the Polish minister", "minister of Poland", LEXICON)
    assert not contradicts("the minister", "minister of France", LEXICON)
    assert not contradicts("the Polish minister", "minister", LEXICON)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("KERN SAID THE PLAN WAS LATE. WE SAID IT.", "Kern said the plan was late. We said it."),
        ("THE US AND I WENT. IT WAS LATE.", "The US and I went. It was late."),
        ("WE LEFT.", "WE LEFT."),
        ("WE ALL LEFT.", "We all left."),
        ("Kern LEFT THE TOWN OF BERN.", "Kern LEFT THE TOWN OF BERN."),
        ("THE TOWN OF BERN IS LATE", "THE TOWN OF BERN IS LATE"),
    ],
)
def test_a_paragraph_in_capitals_is_read_as_usual_and_no_other(line: str, read: str) -> None:
    text = f"One is here.\n\n{line}\n\nTwo is here."
    assert usual_capitals(text, blocks_of(text), LEXICON) == text.replace(line, read)


def test_persons_are_mentioned_with_a_title_or_by_a_name_that_is_known() -> None:
    text = "President of Serbia Ann Lee came. Envoy Bob Fox left. Joe Biden slept. Mr. Roe too."
    told = Mentions(text, LEXICON)
    assert [(start, end, one) for start, end, one in told.titled if one][:2] == [
        (0, 27, Mention("Ann Lee", "president of serbia", True)),
        (34, 47, Mention("Bob Fox", "envoy bob fox", True)),
    ]
    assert [one.name for one in told.people(0, 40)] == ["Ann Lee"]
    assert [one.name for one in told.people(30, 60)] == ["Bob Fox"]
    assert [one.name for one in told.people(30, 43)] == ["Bob"]
    assert "Joe Biden" in [one.name for one in told.people(54, 63)]
    assert "Joe Biden" not in [one.name for one in told.people(54, 62)]
    assert told.only_one(33, lambda one: True) == "Ann Lee"
    assert told.only_one(80, lambda one: True) == ""
    assert told.only_one(80, lambda one: "envoy" in one.office) == "Bob Fox"
    assert (told.holder("president"), told.holder("king")) == ("Ann Lee", "")


def test_a_surname_is_completed_from_before_and_else_from_behind() -> None:
    text = "Ann Lee met Bob Lee. It rained. Cal Roe came."
    told = Mentions(text, LEXICON)
    assert told.full_name("Lee", 10) == "Ann Lee"
    assert told.full_name("Roe", 0) == "Cal Roe"
    assert told.full_name("ROE", 0) == "Cal Roe"
    assert told.full_name("Zed", 10) == "Zed"
    for size, name in ((9_900, "Ann Lee"), (10_100, "Lee")):
        far = "Ann Lee left. " + "x " * size + "Lee came."
        assert Mentions(far, LEXICON).full_name("Lee", len(far) - 9) == name
    assert Mentions("It was Roe. Then Ann, Roe and Minister Roe", LEXICON).full_name("Roe", 40) == (
        "Roe"
    )


def test_initials_a_body_and_an_owner_are_sought_in_the_text() -> None:
    text = (
        "The Foreign Ministry of Bern met. Ann M. Fox and Anna Fine left. Kern issued a statement."
    )
    told = Mentions(text, LEXICON)
    assert (told.initialled("AF"), told.initialled("XX")) == ("Anna Fine", "")
    other = Mentions("All For one. ANNA FINE left. Anna Fox came.", LEXICON)
    assert other.initialled("AF") == "Anna Fox"
    assert told.body("ministry", 40) == "Foreign Ministry of Bern"
    assert told.body("ministry", 3) == told.body("council", 40) == ""
    assert (told.owner("statement", len(text)), told.owner("statement", 40)) == ("Kern", "")
    assert told.owner("report", len(text)) == ""


def test_a_headline_names_a_person_by_name_or_by_a_known_office() -> None:
    told = {
        "Remarks by Vladimir Putin at Bern": "Vladimir Putin",
        "Ann Lee, president": "",
        "the President of Ukraine": "",
        "nobody": "",
    }
    assert {words: known_person(words, LEXICON) for words in told} == told
    told |= {"Ann Lee, president": "Ann Lee", "the President of Ukraine": "Vladimir Zelensky"}
    told |= {"PRESIDENT OF RUSSIA VLADIMIR PUTIN": "Vladimir Putin"}
    assert {words: person_announced(words, LEXICON) for words in told} == told
