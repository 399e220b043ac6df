"""Constructions of agency news: who is given which words."""

import pytest

from topoi.text.voices.lexicon import load_lexicon
from topoi.text.voices.voices import voices_of

LEXICON = load_lexicon()


def heard(text: str) -> list[tuple[str, str]]:
    """Return the speakers of a text and their words."""
    spans = voices_of(text, lexicon=LEXICON)
    return [(s.speaker, text[s.start : s.end]) for s in spans if s.mode != "outlet"]


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("Russia said on Monday it would respond.", ("Russia", "it would respond")),
        ("In Moscow, Petrov said Monday it would respond.", ("Petrov", "it would respond")),
        ("He left. Petrov said in a report the deal was off.", ("Petrov", "the deal was off")),
        ("The plan is dead, Petrov said on Monday.", ("Petrov", "The plan is dead")),
    ],
)
def test_a_clause_without_that_follows_the_time_of_its_cue(
    text: str, voice: tuple[str, str]
) -> None:
    assert heard(text) == [voice]


def test_a_time_alone_is_no_content() -> None:
    assert heard("He said on Tuesday.") == []


def test_a_pronoun_is_a_subject_by_itself() -> None:
    text = '"We stay," Petrov said. By the time he said that the plan was dead, all had left.'
    assert heard(text)[1] == ("Petrov", "that the plan was dead, all had left")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("However, according to Petrov, they cannot decide.", ["they cannot decide"]),
        ("In Moscow, according to Petrov, they cannot decide.", ["they cannot decide"]),
        ("The strike, according to Petrov, hit a depot.", ["The strike", "hit a depot"]),
        ("In Moscow talks failed, according to Petrov, a diplomat.", ["In Moscow talks failed"]),
        ("The talks failed, according to Petrov.", ["The talks failed"]),
    ],
)
def test_a_phrase_between_commas_takes_the_clause_it_parts(text: str, words: list[str]) -> None:
    assert heard(text) == [("Petrov", word) for word in words]


@pytest.mark.parametrize(
    "text",
    [
        "The talks failed, said Anna Ivanova, spokeswoman of the governor.",
        "The talks failed, said Anna Ivanova, a lawyer who was there.",
    ],
)
def test_an_apposition_to_an_inverted_subject_is_no_content(text: str) -> None:
    assert heard(text) == [("Anna Ivanova", "The talks failed")]


def test_a_clause_goes_on_with_its_verb_behind_an_inverted_subject() -> None:
    pieces = [("Anna Ivanova", "The talks"), ("Anna Ivanova", "are over")]
    assert heard("The talks, said Anna Ivanova, are over.") == pieces
    assert heard("The talks, said Anna Ivanova, a lawyer, are over.") == pieces


def test_a_clause_with_a_verb_of_its_own_is_no_inverted_subject() -> None:
    text = "Petrov, speaking to a group of voters, said it would fail."
    assert heard(text) == [("Petrov", "it would fail")]


@pytest.mark.parametrize(
    "source",
    [
        "said Russia's envoy to the US, Anatoly Antonov",
        "said Russia's envoy to the US Anatoly Antonov",
        "Russia's envoy to the US, Anatoly Antonov, said",
        "said the embassy's head, Anatoly Antonov",
    ],
)
def test_a_role_is_the_person_whose_name_is_apposed(source: str) -> None:
    assert heard(f'"We wait," {source}.') == [("Anatoly Antonov", '"We wait,"')]


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("an aide to Ann Lee", "an aide"),
        ("an adviser to US President Ann Lee", "an adviser"),
        ("a student in Albany, New York", "a student"),
    ],
)
def test_another_name_behind_a_role_is_not_its_holders(source: str, speaker: str) -> None:
    assert heard(f'"We wait," said {source}.') == [(speaker, '"We wait,"')]


@pytest.mark.parametrize(
    "source", ["Ukraine and the West", "Kiev and Moscow", "Mr. Petrov and his allies"]
)
@pytest.mark.parametrize("verb", ["say", "said"])
def test_two_joined_subjects_speak_with_one_voice(source: str, verb: str) -> None:
    assert heard(f"{source} {verb} Putin is wrong about this.") == [
        (source, "Putin is wrong about this")
    ]


def test_a_subject_behind_the_object_of_another_verb_speaks_alone() -> None:
    text = "Russia attacked Ukraine and the West said Putin was wrong."
    assert heard(text) == [("West", "Putin was wrong")]


@pytest.mark.parametrize(
    "words",
    [
        "there is ‘no basis’ for talks",
        "this is no basis for talks",
        "settling the conflict depends on others",
    ],
)
def test_a_clause_may_begin_like_an_afterthought(words: str) -> None:
    assert heard(f"Russia said {words}") == [("Russia", words)]


def test_an_afterthought_closes_the_clause_before_it() -> None:
    for text in ("The plan is dead, Petrov said there.", "The plan is dead, Petrov said smiling."):
        assert heard(text) == [("Petrov", "The plan is dead")]


@pytest.mark.parametrize(
    "hearer",
    [
        "a news conference on the results of the year",
        "a joint press conference with his colleague",
        "the meeting of the heads of state",
        "the Izvestia newspaper in an interview",
        "the Russian news agency TASS",
    ],
)
def test_those_who_are_told_are_no_content(hearer: str) -> None:
    assert heard(f"Peace is near, Ann Lee told {hearer}.") == [("Ann Lee", "Peace is near")]


@pytest.mark.parametrize(
    "hearer", ["a crowd of voters", "the UN Security Council", "the news agency", "Fox News"]
)
def test_a_clause_after_those_who_are_told_is_whole(hearer: str) -> None:
    text = f"Ann Lee told {hearer} the plan was dead."
    assert heard(text) == [("Ann Lee", "the plan was dead")]


def test_a_second_verb_with_that_opens_a_report_of_its_own() -> None:
    text = "Ann Lee reiterated her readiness to meet, but cautioned that a summit is early."
    assert heard(text) == [
        ("Ann Lee", "her readiness to meet"),
        ("Ann Lee", "that a summit is early"),
    ]


@pytest.mark.parametrize("tag", ["summed up the council's chairman", "the chairman summed up"])
def test_verbs_that_double_their_last_letter_are_cues(tag: str) -> None:
    assert heard(f'"The plan is dead," {tag}.')[0][1] == '"The plan is dead,"'
    assert "summed up" in LEXICON.cues
    assert "sumed up" not in LEXICON.cues


@pytest.mark.parametrize("aside", ["in turn", "on the contrary", "however", "for his part"])
def test_an_adverbial_between_commas_leaves_the_subject_its_verb(aside: str) -> None:
    assert heard(f"Petrov, {aside}, said the talks were over.") == [
        ("Petrov", "the talks were over")
    ]
    assert heard(f"Opponents of the plan, {aside}, argue that it will fail.") == [
        ("Opponents", "that it will fail")
    ]


@pytest.mark.parametrize("time", ["", " on Monday"])
def test_a_paragraph_that_ends_in_a_colon_has_its_verb_as_cue(time: str) -> None:
    text = f'When asked about talks, spokesman Ivan Petrov told reporters{time}:\n\n"We wait."'
    spans = [s for s in voices_of(text, lexicon=LEXICON) if s.mode != "outlet"]
    assert [(s.speaker, s.cue, s.certain) for s in spans] == [("Ivan Petrov", "told", True)]


def test_an_opening_participle_leaves_the_main_clause_its_voice() -> None:
    text = "Claiming that the powers had plans, Petrov said they helped the rebels."
    assert heard(text) == [
        ("Petrov", "that the powers had plans"),
        ("Petrov", "they helped the rebels"),
    ]
