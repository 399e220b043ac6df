"""The right name on a voice: offices, places, institutions and pronouns; no name that is none."""

import pytest

from topoi.text.corpus.corpus import corpus_of, divided
from topoi.text.voices.genre import Known, with_genres
from topoi.text.voices.lexicon import load_lexicon
from topoi.text.voices.reading import attributions_of
from topoi.text.voices.voices import voices, voices_of

LEXICON = load_lexicon()


def speakers(text: str) -> list[str]:
    found = attributions_of(text, lexicon=LEXICON)
    return [a.speaker for a in found if a.level == "outer" and a.kind == "report"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Envoy to Bern Ada Brun", "Ada Brun"),
        ("Freedonian Ambassador to London Otto Kern", "Otto Kern"),
        ("White House Chief of Protocol Bea Lind", "Bea Lind"),
        ("Green Party Chief of Staff Bea Lind", "Bea Lind"),
        ("Minister for Trade and Industry Affairs Otto Kern", "Otto Kern"),
        ("Deputy Head of the Harbour Council Ada M. Brun", "Ada M. Brun"),
        ("Secretary-General Ada Brun", "Ada Brun"),
        ("President of Ukraine Zelensky", "Vladimir Zelensky"),
        ("Deputy\u00a0Minister\u00a0Otto\u00a0Kern", "Otto Kern"),
        ("Freedonian Minister Jiří Čapek", "Jiří Čapek"),
        ("The Ministry of Health of Freedonia", "Ministry of Health of Freedonia"),
        ("The Freedonian Harbour Ministry", "Freedonian Harbour Ministry"),
    ],
)
def test_name_stands_behind_an_office_with_a_place_or_body(source: str, name: str) -> None:
    assert speakers(f"{source} said that it rained.") == [name]


def test_surname_alone_is_the_person_named_with_an_office_before() -> None:
    text = "It rained, Ambassador to London Otto Kern said. Kern added that it poured."
    assert speakers(text) == ["Otto Kern", "Otto Kern"]


def test_two_officials_are_not_an_office_and_its_holder() -> None:
    text = "President Ada Brun and Foreign Minister Otto Kern said that it rained."
    assert speakers(text) == ["President Ada Brun and Foreign Minister Otto Kern"]


def test_one_person_may_hold_two_offices() -> None:
    text = "Freedonian Finance Minister and Vice President Otto Van Kern said that it rained."
    assert speakers(text) == ["Otto Van Kern"]
    assert speakers("Mr. King and Mr. Roth said that it rained.") == ["Mr. King and Mr. Roth"]


@pytest.mark.parametrize("noun", ["diplomat", "politician", "Serbian official", "expert"])
def test_a_noun_for_a_person_is_who_spoke_last(noun: str) -> None:
    text = f"Serbian Envoy Otto Kern said that it rained. The {noun} noted that it poured."
    assert speakers(text) == ["Otto Kern", "Otto Kern"]


def test_an_official_of_another_country_is_not_who_spoke_last() -> None:
    text = "Serbian Envoy Otto Kern said that it rained. The Polish official noted that it poured."
    assert speakers(text)[1] != "Otto Kern"


def test_a_title_with_a_country_is_the_one_of_two_who_holds_it_there() -> None:
    text = (
        "Polish President Otto Kern met Norwegian President Ada Brun. The Norwegian leader said "
        "that it rained. The Polish president noted that it poured."
    )
    assert speakers(text) == ["Ada Brun", "Otto Kern"]


def test_a_counterpart_has_his_own_name() -> None:
    text = "It rained. His Polish counterpart Otto Kern agreed, saying that it poured."
    assert speakers(text) == ["Otto Kern"]


def test_an_author_is_named_behind_a_comma_with_a_title() -> None:
    text = '"It rains," said the report\'s author, Dr. Ada Brun.'
    assert speakers(text) == ["Ada Brun"]


def test_a_ministry_that_was_only_mentioned_gives_its_statement() -> None:
    text = (
        'The Harbour Ministry met. "It rains," the ministry said in a statement. '
        "The statement said it poured. It noted that nobody left."
    )
    assert speakers(text) == ["Harbour Ministry"] * 3


def test_institution_is_linked_back_by_its_kind_and_by_it() -> None:
    text = (
        "The Freedonian Harbour Ministry said that it rained. The ministry added that it poured. "
        "It noted that nobody left."
    )
    assert speakers(text) == ["Freedonian Harbour Ministry"] * 3


def test_statement_is_linked_to_whoever_gave_it() -> None:
    text = 'The Harbour Council issued a statement. "It rains," the statement said.'
    found = attributions_of(text, lexicon=LEXICON)
    assert [(a.speaker, a.certain) for a in found if a.kind == "report"] == [
        ("Harbour Council", False)
    ]


def test_role_is_the_only_one_mentioned_who_holds_it() -> None:
    met = "Mayor Otto Kern met Minister Ada Brun. "
    assert speakers(met + "The mayor said that it rained.") == ["Otto Kern"]
    again = met + "Later Mayor Eva Roth came. The mayor said that it rained."
    assert speakers(again) == ["mayor"]


def test_head_of_state_is_the_president_of_that_country() -> None:
    text = "President of Ukraine Zelensky said that it rained. The {} said that it poured."
    assert speakers(text.format("head of state")) == ["Vladimir Zelensky"] * 2
    assert speakers(text.format("Russian president")) == ["Vladimir Zelensky", "Russian president"]


def test_he_is_the_only_person_mentioned_and_a_guess() -> None:
    text = "Mayor Otto Kern came home. It rained, he said."
    (found,) = attributions_of(text, lexicon=LEXICON)
    assert (found.speaker, found.certain) == ("Otto Kern", False)
    assert speakers("Mayor Otto Kern met Minister Max Roth. It rained, he said.") == ["unresolved"]


@pytest.mark.parametrize(
    "source", ["I", "We", "Tonight I", "Just", "However", "Half", "You", "This plan", "Our talks"]
)
def test_no_name_is_made_of_words_that_name_nobody(source: str) -> None:
    assert speakers(f"{source} said that it rained.") in ([], ["unresolved"])


def test_name_does_not_reach_over_the_end_of_a_sentence() -> None:
    assert speakers("He joined the Harbour Bank. Kern said that it rained.") == ["Kern"]


def test_words_of_time_are_no_part_of_a_name() -> None:
    assert speakers("Today Otto Kern came. It rained, Kern said.") == ["Otto Kern"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Was it late? No. The clerk said: “We wait.”", "clerk"),
        ("Was it late? No. Otto Kern said that it was.", "Otto Kern"),
        ("He met Max Roth Jr. The clerk said that it was late.", "clerk"),
    ],
)
def test_abbreviation_may_end_the_sentence_before_a_speaker(text: str, name: str) -> None:
    assert speakers(text) == [name]


def test_text_in_capitals_has_speakers_and_indirect_speech() -> None:
    text = "MAYOR OTTO KERN SAID: “WE WANT RAIN.”\n\nGOVERNOR BRUN SAID THAT THE DROUGHT WILL END."
    found = attributions_of(text, lexicon=LEXICON)
    assert [(a.speaker, a.mode) for a in found] == [("Otto Kern", "direct"), ("Brun", "indirect")]
    said = [text[slice(*a.contents[0])] for a in found]
    assert said == ["“WE WANT RAIN.”", "THAT THE DROUGHT WILL END"]


@pytest.mark.parametrize(
    "dateline",
    [
        "BERN /Upper Canton/, May 5. /TASS/. ",
        "BERN (Upper Canton), May 5. /TASS/. ",
        "BERN, BASEL, May 5. /TASS/. ",
        "BERN/BASEL, May 5 (TASS) - ",
    ],
)
def test_outlet_is_the_agency_not_the_region_of_the_dateline(dateline: str) -> None:
    text = f"{dateline}It rained, Otto Kern said."
    found = voices_of(text, lexicon=LEXICON)
    assert [(v.mode, v.via) for v in found][:2] == [
        ("outlet", "TASS"),
        ("indirect", "TASS < Otto Kern"),
    ]
    assert text[found[1].start : found[1].end] == "It rained"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Article 5 of the Harbour Charter", "Article 5"),
        ("I want all of them to", "unresolved"),
    ],
)
def test_source_is_not_named_after_the_last_name_in_it(source: str, name: str) -> None:
    assert speakers(f"According to {source}, it rains.") == [name]


def test_role_is_not_given_to_whoever_the_gazetteer_knows_in_it() -> None:
    met = "President Kern spoke of Putin. "
    assert speakers(met + "The president said that it rained.") == ["Kern"]
    assert speakers("They spoke of Putin. The president said that it rained.") == ["president"]
    assert speakers("They spoke of Putin. The Russian president said that it rained.") == [
        "Vladimir Putin"
    ]


def test_title_and_name_are_seen_before_a_preposition() -> None:
    text = (
        "It was told by Governor of the Upper Canton Ada Brun in Bern. The governor said it rained."
    )
    assert speakers(text)[-1] == "Ada Brun"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Volodymyr Zelenskyy spoke. Zelenskyy said that it rained.", "Volodymyr Zelenskyy"),
        ("Zelenskyy said that it rained.", "Volodymyr Zelenskyy"),
        ("Zelensky said that it rained.", "Vladimir Zelensky"),
        ("Foreign Minister Sergei Lavrov said that it rained.", "Sergei Lavrov"),
        ("Recep Tayyip Erdoğan said that it rained.", "Recep Tayyip Erdoğan"),
        ("Viktor Orbán left. Orbán said that it rained.", "Viktor Orbán"),
    ],
)
def test_a_person_has_the_name_that_the_text_gives(text: str, name: str) -> None:
    assert speakers(text) == [name]


def test_a_study_has_one_name_for_each_person_the_one_its_texts_write_most_often() -> None:
    texts = {
        "a": "Volodymyr Zelenskyy said that it rained.",
        "b": "Vladimir Zelensky said that it poured.",
        "c": "Volodymyr Zelenskyy said that it snowed.",
    }
    corpus = corpus_of(texts)
    assert set(voices(corpus, lexicon=LEXICON)["speaker"]) == {"the outlet", "Volodymyr Zelenskyy"}
    read = with_genres(corpus, LEXICON)
    for part in divided(read, size=1):
        assert "Volodymyr Zelenskyy" in set(voices(part, lexicon=LEXICON)["speaker"])


def test_a_speaker_who_is_given_keeps_that_name() -> None:
    text = "Joseph Biden said that it rained. Joseph Biden left, and I am here."
    told = attributions_of(text, lexicon=LEXICON, about=Known(speaker="Joe Biden"))
    assert {item.speaker for item in told} == {"Joe Biden"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“It rained,” said Šefčovič. Maroš Šefčovič left.", "Maroš Šefčovič"),
        ("“It rained,” noted President Özil.", "Özil"),
        ("Brun said that it rained. Harbour chief Ada Brun left.", "Ada Brun"),
        ("Ursula von der Leyen left. Von der Leyen said that it rained.", "Ursula von der Leyen"),
        ("Half of the members said that it rained.", "unresolved"),
        ("Maybe someone in the rear said that it rained.", "unresolved"),
        ("Deputy\nOtto Kern said that it rained.", "Otto Kern"),
    ],
)  # fmt: skip
def test_capitals_of_any_alphabet_begin_names_and_numbers_of_people_are_nobody(
    text: str, name: str
) -> None:
    assert speakers(text)[-1] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The President of Russia said that it rained. Vladimir Putin left.", "Vladimir Putin"),
        ("The president said that it rained. Vladimir Putin left.", "president"),
        (
            "Secretary of the Security and Defense Council Otto Kern said that it poured. The "
            "Secretary of the Security and Defense Council said that it rained.",
            "Otto Kern",
        ),
        (
            "Prime Minister Otto Kern met the Deputy Prime Minister. The Prime Minister said that "
            "it rained.",
            "Otto Kern",
        ),
    ],
)
def test_an_office_is_who_is_named_with_it_and_a_countrys_office_its_holder_named_later(
    text: str, name: str
) -> None:
    assert speakers(text)[-1] == name
