"""The words of a source taken apart: office, name, body, country; who a text mentions."""

import pytest

from topoi.text.voices.capitals import usual_capitals
from topoi.text.voices.countries import contradicts, country_in
from topoi.text.voices.label_kinds import kind_of
from topoi.text.voices.lexicon import load_lexicon
from topoi.text.voices.mentions import (
    Mention,
    Mentions,
    first_person_in,
    known_person,
    person_announced,
    person_in,
    titled_phrases,
)
from topoi.text.voices.names import (
    body_in,
    head_and_name,
    head_of,
    holder_of,
    in_own_words,
    is_joined,
    is_part_of_name,
    is_title,
    office_and_name,
    office_before,
    office_in,
    title_words,
    untitled,
)
from topoi.text.voices.turns import full_name, unmarked
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


def test_the_only_one_mentioned_is_told_by_the_longest_form_of_the_name() -> None:
    for text, name in (
        ("Mayor Ann Lee slept. Mayor Lee left. ", "Ann Lee"),
        ("Mayor Lee slept. Mayor Ann Lee left. ", "Ann Lee"),
        ("Mayor Lee slept. Mayor Anlee left. ", ""),
        ("Mayor Lee slept. Mayor Bob left. ", ""),
    ):
        assert Mentions(text, LEXICON).only_one(len(text), lambda one: True) == name


def test_one_near_is_mentioned_in_the_thousand_characters_before() -> None:
    text = "Mayor Ann Lee slept. " + "x " * 1000
    told = Mentions(text, LEXICON)
    near = [told.only_one(place, lambda one: True, near=True) for place in (13, 100, 1000, 1001)]
    assert near == ["Ann Lee", "Ann Lee", "Ann Lee", ""]
    assert told.only_one(1001, lambda one: True) == "Ann Lee"


def test_a_title_goes_on_over_capitals_to_a_mark_or_a_small_word() -> None:
    for text, found in (
        ("President Ann Lee, Bob Fox left.", [(0, 18, "President Ann Lee,")]),
        ("President Ann Lee Bob left.", [(0, 21, "President Ann Lee Bob")]),
        ("Mr. Kern left. Mayor Lee", [(0, 3, "Mr."), (15, 24, "Mayor Lee")]),
        ("the mayor of Bern Ann Lee left", [(4, 25, "mayor of Bern Ann Lee")]),
        ("Mayor", [(0, 5, "Mayor")]),
    ):
        told = titled_phrases(text, LEXICON)
        assert [(start, end, " ".join(words)) for start, end, words in told] == found


@pytest.mark.parametrize(
    ("written", "office", "name"),
    [
        ("President Biden", "president biden", "Joe Biden"),
        (
            "President Biden Before His Departure",
            "president biden before his departure",
            "Joe Biden",
        ),
        ("Mayor Ann Lee", "mayor ann lee", "Ann Lee"),
        ("Mayor Ann Lee Before His Departure", "", ""),
        ("President Of the Club", "", ""),
        ("Foreign Ministry", "", ""),
        ("president", "", ""),
    ],
)
def test_who_a_title_names_is_behind_it(written: str, office: str, name: str) -> None:
    assert person_in(written, LEXICON) == (office, name)


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


@pytest.mark.parametrize(
    ("before", "words", "two_speakers"),
    [
        ("finance Minister", "Vice President Ann Lee", False),
        ("Finance minister", "Vice President Ann Lee", True),
        ("the Finance Minister", "Vice President Ann Lee", True),
        ("Mr. President", "Vice President Ann Lee", True),
        ("Mr. King", "Mr. Lee", True),
        ("President", "Ann Lee", False),
        ("Trade", "Industry Minister Ann Lee", True),
        ("Ann Lee", "Otto Kern", True),
        ("Ann Lee", "Old Otto Kern", False),
        ("", "State Bank", False),
    ],
)
def test_and_joins_two_speakers_or_two_offices_of_one(
    before: str, words: str, two_speakers: bool
) -> None:
    assert is_joined(before.split(), words.split(), LEXICON) is two_speakers


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("President spoke here.", [(0, 9, ["President"])]),
        ("President, Ada Brun and Mayor Otto Kern left.", [(24, 39, ["Mayor", "Otto", "Kern"])]),
        (
            "The president Otto Kern of Bern met Mayor Ada Brun",
            [(4, 31, "president Otto Kern of Bern".split()), (36, 50, ["Mayor", "Ada", "Brun"])],
        ),
        ("the mayor", [(4, 9, ["mayor"])]),
    ],
)
def test_a_title_is_taken_with_the_capitals_behind_it(text: str, phrases: list) -> None:
    assert list(titled_phrases(text, LEXICON)) == phrases


@pytest.mark.parametrize(
    ("written", "office"),
    [
        ("he met the head of the", "head of the"),
        ("He met Old Head of the", "met Old Head of the"),
        ("on 5 May Head of the", "May Head of the"),
        ("Head", "Head"),
        ("", ""),
    ],
)
def test_an_office_before_a_body_reaches_back_over_capitals_to_one_small_word(
    written: str, office: str
) -> None:
    assert " ".join(office_before(written.split(), LEXICON.language)) == office


@pytest.mark.parametrize(
    ("written", "own"),
    [
        ("the old mayor", "old mayor"),
        ("the man who left", "man"),
        ("this man", ""),
        ("all of them", ""),
        ("nobody", ""),
        ("", ""),
        ("a clerk who is ill", "a clerk"),
        ("a clerk is ill", ""),
        ("45 clerks", ""),
        ("“old” clerk", ""),
        ("x" * 60, "x" * 60),
        ("x" * 61, ""),
    ],
)
def test_a_source_without_a_name_is_called_by_its_own_words(written: str, own: str) -> None:
    assert in_own_words(written, LEXICON) == own


@pytest.mark.parametrize(
    ("written", "head", "name"),
    [
        ("Ada Brun (who won, they say)", "Ada Brun", "Ada Brun"),
        ("the envoy Ada Brun (who won, they say), who left", "the envoy Ada Brun", "Ada Brun"),
        ("Article 5 of the Charter", "Article 5 of the Charter", ""),
        ("the mayor of Bern", "the mayor of Bern", ""),
    ],
)
def test_the_head_of_a_source_ends_before_the_first_mark(
    written: str, head: str, name: str
) -> None:
    assert head_and_name(written, LEXICON.language) == (head, name)
    assert head_of("the mayor (of Bern), who left", LEXICON.language) == "the mayor"


def test_a_body_ends_before_a_bracket_and_what_names_none_is_none() -> None:
    assert body_in("the State Bank of Bern (SB)", LEXICON.language) == "State Bank of Bern"
    assert body_in("the old mayor", LEXICON.language) == ""
    assert office_in("the mayor", LEXICON) == office_in("the head of a house", LEXICON) == ""


def test_of_a_word_with_hyphens_the_last_part_is_the_title() -> None:
    titles = title_words(LEXICON)
    words = ["vice-president", "vice-old-president", "vice-town", "vice president"]
    assert [is_title(word, titles) for word in words] == [True, True, False, False]


@pytest.mark.parametrize(
    ("written", "office", "name"),
    [
        (
            "Foreign Minister Ann Lee at the Trade Forum",
            "foreign minister ann lee",
            "Ann Lee",
        ),
        ("President of Ukraine Ann Lee in Kiev", "president of ukraine", "Ann Lee"),
        ("Mayor of Bern", "", ""),
    ],
)
def test_the_longest_beginning_with_an_office_and_a_name_is_taken(
    written: str, office: str, name: str
) -> None:
    assert first_person_in(written.split(), LEXICON) == (office, name)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Mayor of Bern Ada B. Brun", "Ada B. Brun"),
        ("Mayor of Bern Ada Brun", "Ada Brun"),
        ("Head of Bern Brun", "Bern Brun"),
        ("Head of the Old Fund Mayor Brun", "Brun"),
        ("Old Red Big Dry Ada Brun", "Ada Brun"),
        ("Ada Maria Lind Brun", "Ada Maria Lind Brun"),
        ("Mayor Ada Maria Brun", "Ada Maria Brun"),
        ("Ada Brun, Mayor of Bern", "Ada Brun"),
        ("Mayor of Bern, Ada Brun", "Ada Brun"),
        ("Mayor, Head", "Head"),
        ("The President", "The President"),
        ("Brun Brun Ada", "Brun"),
        ("Ada Brun – BBC", "Ada Brun"),
        ("**Ada Brun** (BBC)", "Ada Brun"),
        ("Head of the Old Fund Ada B. Brun", "Ada B. Brun"),
    ],
)
def test_of_a_label_the_name_is_left(written: str, name: str) -> None:
    assert unmarked(written, LEXICON) == name


@pytest.mark.parametrize(
    ("name", "others", "whole"),
    [
        ("AB", [], "Ada Brun"),
        ("ab", [], "ab"),
        ("Brun", [], "Ada Brun"),
        ("Lind", ["Ada Lind", "Ada Maria Lind"], "Ada Lind"),
        ("A. Lind", ["Ada Lind"], "Ada Lind"),
        ("B. Lind", ["Ada Lind"], "B. Lind"),
        ("MARIA LIND", ["ADA MARIA LIND"], "Ada Maria Lind"),
        ("Old Ada Lind", ["Ada Lind"], "Ada Lind"),
    ],
)
def test_the_name_of_a_label_is_the_fullest_that_fits_it(
    name: str, others: list[str], whole: str
) -> None:
    assert full_name("Ada Brun spoke. It rained.", name, others, LEXICON) == whole


def test_a_person_of_the_gazetteer_is_known_by_whole_words_alone() -> None:
    written = ["Joe Biden", "Joe Biden left", "Joe Bidens left", "with Joe Biden"]
    assert [known_person(one, LEXICON) for one in written] == [
        "Joe Biden",
        "Joe Biden",
        "",
        "Joe Biden",
    ]
    announced = ["the President of Russia", "the mayor of Bern", "JOE BIDEN"]
    assert [person_announced(one, LEXICON) for one in announced] == [
        "Vladimir Putin",
        "",
        "Joe Biden",
    ]


def test_a_kind_of_body_is_the_one_named_before_if_it_is_one() -> None:
    def body(text: str) -> str:
        return Mentions(text, LEXICON).body("ministry", len(text))

    assert (
        body("The Ministry of Trade left. Old Ministry of Trade left.") == "Old Ministry of Trade"
    )
    assert body("Ministry of Trade left.") == "Ministry of Trade"
    assert body("The Ministry of Trade left. The Ministry of War left.") == ""


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Mayor Ann Lee", "Ann Lee"),
        ("Mayor Ann J. Lee", "Ann J. Lee"),
        ("Mayor Otto van Kern", "Otto van Kern"),
        ("Mayor Ann J. van Lee", "Ann J. van Lee"),
        ("J. Lee", "J. Lee"),
        ("Lee", ""),
        ("NATO Ann Lee", "Ann Lee"),
        ("President Joe Biden", "Joe Biden"),
        ("Foreign Ministry", ""),
    ],
)
def test_the_holder_of_an_office_has_two_names_and_what_stands_between(
    words: str, name: str
) -> None:
    assert holder_of(words.split(), LEXICON) == name
