"""Forms of quotation: inside one another, never closed, with other marks, signed behind a dash."""

import pytest

from topoi.text.voices.free_direct_speech import is_capital_sentence, is_sentence
from topoi.text.voices.lexicon import load_lexicon
from topoi.text.voices.quotations import quotations_of
from topoi.text.voices.voices import voices_of
from topoi.text.words.segments import segments_of

LEXICON = load_lexicon()


def spoken(text: str) -> list[tuple[str, str, str]]:
    """Return the mode, the chain behind the outlet and the words of each voice but the outlet's."""
    found = voices_of(text, lexicon=LEXICON)
    return [
        (v.mode, v.via.removeprefix("the outlet < "), text[v.start : v.end])
        for v in found
        if v.mode != "outlet"
    ]


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("Otto Kern said, ‘It rains.’ I doubt it.", "‘It rains.’"),
        ("Otto Kern told us, ‘It rains,’ and left.", "‘It rains,’"),
        ("Otto Kern said: ‘It rains.’ I doubt it.", "‘It rains.’"),
        ("‘It rains,’ Otto Kern said. I doubt it.", "‘It rains,’"),
    ],
)
def test_quotation_inside_a_quotation_is_of_its_own_speaker(inner: str, words: str) -> None:
    found = spoken(f"Ada Brun said: “{inner}”")
    assert [one for one in found if one[0] == "nested"] == [
        ("nested", "Ada Brun < Otto Kern", words)
    ]


def test_pronoun_in_quoted_words_is_not_the_speaker() -> None:
    text = "Ada Brun said, “He told me, ‘I don’t know.’”"
    assert ("nested", "Ada Brun < unresolved", "‘I don’t know.’") in spoken(text)


def test_voices_nest_as_deep_as_they_are_reported() -> None:
    text = "Ada Brun said: “Otto Kern claims that Max Roth told him that it rains.”"
    assert spoken(text)[1:3] == [
        ("nested", "Ada Brun < Otto Kern", "that Max Roth told him "),
        ("nested", "Ada Brun < Otto Kern < Max Roth", "that it rains"),
    ]


def test_marks_inside_single_marks_inside_double_ones_pair() -> None:
    text = "Ada Brun said: “Kern said, ‘The Post wrote that “rain” fell.’ I doubt it.”"
    assert ("nested", "Ada Brun < Kern < Post", "that “rain” fell") in spoken(text)


def test_mark_that_never_closes_is_a_guess_and_ends_with_its_paragraph() -> None:
    text = "Kern said, “It rains.\n\nBrun left the room.\n\nHe said, “It pours.”"
    found = [v for v in voices_of(text, lexicon=LEXICON) if v.mode == "direct"]
    assert [(text[v.start : v.end], v.certain) for v in found] == [
        ("“It rains.", False),
        ("“It pours.”", True),
    ]


def test_quotation_may_close_in_a_later_paragraph() -> None:
    text = "Kern said: “It rains.\n\nIt pours.\n\nIt drips.”\n\nHe left."
    found = [v for v in voices_of(text, lexicon=LEXICON) if v.mode == "direct"]
    assert [text[v.start : v.end] for v in found] == ["“It rains.", "It pours.", "It drips.”"]
    assert {(v.speaker, v.certain) for v in found} == {("Kern", False)}


@pytest.mark.parametrize(
    "quoted",
    [
        "``It rains,''",
        "''It rains,''",
        "‘‘It rains,’’",
        "″It rains,″",
        "“It rains,”",
        "`It rains,'",
    ],
)
def test_marks_of_two_signs_or_of_inches_are_quotation_marks(quoted: str) -> None:
    assert spoken(f"Kern said, {quoted} and left.")[0] == ("direct", "Kern", quoted)


def test_two_apostrophes_behind_feet_are_inches_and_close_nothing() -> None:
    text = "Kern said, ''He is 5'11'' tall,'' and left."
    assert spoken(text) == [("direct", "Kern", "''He is 5'11'' tall,''")]


@pytest.mark.parametrize("dash", [" — ", " ― ", " -", " – "])
def test_name_behind_a_dash_is_the_speaker(dash: str) -> None:
    text = f"Letters came in.\n\n“It rains.”{dash}Commissioner Ada Brun\n\nHe left."
    assert spoken(text) == [("direct", "Ada Brun", "“It rains.”")]


def test_headline_with_a_name_behind_a_dash_stays_a_heading() -> None:
    kinds = segments_of(["“It rains” – Kern\n\nHe left town."]).kind.tolist()
    assert kinds[0] == 1


def test_quotation_goes_on_behind_a_full_stop_outside_its_marks() -> None:
    text = 'Kern said: "It rains". "It pours". Then he left.'
    assert spoken(text) == [("direct", "Kern", '"It rains"'), ("direct", "Kern", '"It pours"')]


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029", "\x0b", "\n"])
def test_line_ends_of_every_system_part_a_heading_from_its_text(end: str) -> None:
    text = f"Rain comes{end}The clerk said: “It rains.”{end}Many came."
    assert segments_of([text]).kind.tolist().count(1) == 1
    assert spoken(text) == [("direct", "clerk", "“It rains.”")]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Ada Brun, the envoy, speaking in Bern, said Kern failed", "Ada Brun"),
        ("Ada Brun — a teacher — says it failed", "Ada Brun"),
        ("Ada Brun (who has won before) said it failed", "Ada Brun"),
        ("Talks went on, and officials said the race would begin", "officials"),
    ],
)
def test_subject_is_found_behind_an_insertion(source: str, name: str) -> None:
    (found,) = spoken(f"{source}.")
    assert found[1] == name
    assert "said" not in found[2]


def test_known_actor_with_a_verb_of_charge_or_promise_is_nested_in_quoted_words() -> None:
    text = "Kern said: “London accuses Moscow of lies. Zelensky promised to end the war.”"
    assert [one for one in spoken(text) if one[0] == "nested"] == [
        ("nested", "Kern < United Kingdom", "Moscow of lies"),
        ("nested", "Kern < Vladimir Zelensky", "to end the war"),
    ]


def test_owner_of_words_may_stand_behind_their_noun() -> None:
    text = "“We have assurances from Brussels that it is over,” Kern said."
    assert ("nested", "Kern < European Union", "that it is over") in spoken(text)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("In an interview with The Post, Kern said that it rained.", "Post < Kern"),
        ("It rained, Kern said in an interview with The Post on Monday.", "Post < Kern"),
        ("He gave an interview to The Post. Kern said that it rained.", "Kern"),
    ],
)
def test_interviewer_is_in_the_chain(text: str, chain: str) -> None:
    (found,) = spoken(text)
    assert found[1] == chain


@pytest.mark.parametrize(
    ("words", "is_sentence"),
    [
        ("The plan is late.", True),
        ("Is it late?", True),
        ("It Is.", False),  # one word in small letters at most: a title
        ("It is.", False),
        ("the plan is late.", False),
        ("The plan is late", False),
        ("", False),
    ],
)
def test_a_sentence_has_a_capital_a_stop_and_two_words_in_small_letters(
    words: str, is_sentence: bool
) -> None:
    assert is_capital_sentence(words) is is_sentence


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("“It rains.” He left.", True),
        ("Kern left. “It rains.” He left.", True),
        ("Kern left!  “It rains,” He left.", True),
        ("It is:\n“It rains.” He left.", True),
        ("“It rains”. He left.", True),  # the stop stands outside the marks
        ("“It.”", True),
        ("Kern left “it rains.” He left.", False),
        ("Kern said, “it rains.” He left.", False),
        ("“It rains” he left.", False),
        ("“It rains.” he left.", False),
        ("“It rains”", False),
    ],
)
def test_a_quotation_is_a_sentence_between_two_others(text: str, alone: bool) -> None:
    (quotation,) = quotations_of(text)
    assert is_sentence(text, quotation) is alone
