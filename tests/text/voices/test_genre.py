"""Which texts are transcripts, speeches and articles; the voices of short ones."""

import pytest

from topoi.text.voices.announced_lists import joined
from topoi.text.voices.genre import Known, genre_of
from topoi.text.voices.labels import candidates
from topoi.text.voices.lexicon import load_lexicon
from topoi.text.voices.narration import LOW_START, MASK, masked_text
from topoi.text.voices.quotations import quotations_of, usual_marks
from topoi.text.voices.reading import reading_of
from topoi.text.voices.voices import voices_of
from topoi.text.words.blocks import blocks_of

LEXICON = load_lexicon()
TALK = "Ada Brun: We are late, I think.\n\nOtto Kern: You are late.\n\n"
TOLD = "The plan was late. It rained in Bern. "
SAID = "I know that you are here with us, my friends, and we are here with you. "


def genre(text: str, **about: str) -> tuple[str, list[str], str]:
    """Return the genre of a text, its labels and its speaker."""
    found = genre_of(text, blocks_of(text), LEXICON, Known(**about))
    return found.name, [text[slice(*label.name)] for label in found.labels], found.speaker


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (TALK + TALK, ["Ada Brun", "Otto Kern"] * 2),
        (TOLD * 20 + "\n\n" + TALK + TALK, ["Ada Brun", "Otto Kern"] * 2),
        (TOLD * 20 + "\n\n" + TALK, []),
        (TALK + TOLD, []),
        ("It rained in Bern. Vladimir Putin: " + SAID * 3, ["Vladimir Putin"]),
        ("It rained in Bern and Vladimir Putin: " + SAID * 3, []),
        (
            "It rained. Vladimir Putin: " + SAID * 3 + "\n\nAnna Berg: I know you. We go.",
            ["Vladimir Putin", "Anna Berg"],
        ),
        ("It rained. Vladimir Putin: " + SAID * 3 + "\n\nAnna: I know you.", ["Vladimir Putin"]),
        (
            "It rained. Vladimir Putin: " + SAID * 3 + "\n\nAnna Berg: The plan.",
            ["Vladimir Putin"],
        ),
        ("Vladimir Putin: " + SAID * 4, []),
        ("Vladimir Putin: " + SAID * 5, ["Vladimir Putin"]),
        ("It rained. Vladimir Putin: “" + SAID * 3 + "”", []),
        ("It rained. Vladimir Putin: " + TOLD * 9, []),
        ("Ada Brun: We Are Late And You Are Here Today\n\n" + TOLD, []),
        ("Ada Brun: The plan fell.\n\nOtto Kern: It rained.\n\n" * 2, []),
        (
            "Ada Brun\n\nWe are late, I think.\n\nRome Talks\n\nYou are late.\n\n"
            "Ada Brun\n\nI know you.",
            [],
        ),
    ],
)
def test_a_transcript_has_labels_that_come_again_and_speech_behind_them(
    text: str, labels: list[str]
) -> None:
    name, found, _ = genre(text)
    assert (name, found) == ("transcript" if labels else "article", labels)


@pytest.mark.parametrize(
    ("text", "about", "name", "speaker"),
    [
        ("Dear friends, " + SAID * 3, {}, "speech", ""),
        ("Dear friends of Bern met there on that long day of the talks. " * 4, {}, "article", ""),
        ("BERN, May 1 (AP) Dear friends, " + SAID * 3, {}, "article", ""),
        ("Remarks by Ada Brun\n\n" + SAID * 3, {}, "speech", "Ada Brun"),
        ("Remarks by Ada Brun\n\n" + TOLD * 3, {}, "article", ""),
        (SAID, {}, "article", ""),
        (SAID, {"title": "Remarks by Ada Brun"}, "speech", "Ada Brun"),
        (SAID, {"speaker": "Ada Brun"}, "speech", "Ada Brun"),
        (TOLD, {"speaker": "Ada Brun"}, "speech", "Ada Brun"),
        (TOLD, {"genre": "speech"}, "speech", ""),
        (TOLD, {"genre": "transcript"}, "transcript", ""),
        (TALK + TALK, {"genre": "article", "speaker": "Ada Brun"}, "article", ""),
    ],
)
def test_a_speech_is_announced_or_salutes_and_is_told_by_its_words(
    text: str, about: dict[str, str], name: str, speaker: str
) -> None:
    found, _, who = genre(text, **about)
    assert (found, who) == (name, speaker)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'BERN, May 1 (AP) - "It rained," Kern said. Lee left.',
            [
                ("outlet", "AP", "BERN, May 1 (AP) - "),
                ("direct", "AP < Kern", '"It rained,"'),
                ("outlet", "AP", " Kern said. Lee left."),
            ],
        ),
        (
            '"Lee told us that it rained," Kern said.',
            [
                ("direct", "the outlet < Kern", '"Lee told us '),
                ("nested", "the outlet < Kern < Lee", "that it rained"),
                ("direct", "the outlet < Kern", ',"'),
                ("outlet", "the outlet", " Kern said."),
            ],
        ),
        (
            'Kern said it rained "as never before". He left.',
            [
                ("outlet", "the outlet", "Kern said "),
                ("mixed", "the outlet < Kern", 'it rained "as never before"'),
                ("outlet", "the outlet", ". He left."),
            ],
        ),
        (
            "Kern was quoted by the Daily News as saying that it rained.",
            [
                ("outlet", "the outlet", "Kern was quoted by the Daily News as saying "),
                ("indirect", "the outlet < Daily News < Kern", "that it rained"),
                ("outlet", "the outlet", "."),
            ],
        ),
        ("It rained.", [("outlet", "the outlet", "It rained.")]),
        ("", [("outlet", "the outlet", "")]),
    ],
)
def test_each_character_has_the_innermost_voice(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    found = voices_of(text, lexicon=LEXICON)
    assert [(one.mode, one.via, text[one.start : one.end]) for one in found] == expected
    named = voices_of(text, lexicon=LEXICON, outlet="The Post")
    assert {one.via.split(" < ")[0] for one in named} == {"The Post"}


def test_a_heading_before_a_known_name_belongs_to_the_label_and_not_to_the_name() -> None:
    heading = "Excerpts from a talk: the news Vladimir Putin:"
    for before in ("It rained. ", "It rained.\n\n"):
        text = f"{before}{heading} {SAID}"
        (label,) = candidates(text, blocks_of(text), LEXICON)
        assert text[label.start : label.end] == heading
        assert text[slice(*label.name)] == "Vladimir Putin"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Kern said “Go.”", MASK),
        ("Kern said “go.”", LOW_START),
        ("Kern said ``Go.''", MASK),
        ("Kern said ``go.''", LOW_START),
    ],
)
def test_masked_words_tell_whether_they_begin_in_small_letters(text: str, first: str) -> None:
    usual = usual_marks(text)
    masked = masked_text(usual, quotations_of(usual), LEXICON.language)
    assert masked[11] == first
    assert (len(masked), masked[:11]) == (len(text), "Kern said “")


def test_sentences_in_a_row_that_touch_nothing_kept_are_one() -> None:
    text = "One. Two. Three. Four. Five."
    spans = [(0, 4), (5, 9), (10, 16), (17, 22), (23, 28)]
    assert joined(spans, [], text) == [(0, 28)]
    assert joined(spans, [(12, 14)], text) == [(0, 9), (17, 28)]
    assert joined(spans, [(9, 10)], text) == [(0, 28)]
    assert joined(spans, [(8, 11)], text) == [(0, 4), (17, 28)]
    assert joined(spans, [(0, 28)], text) == []


def test_what_stands_shortly_between_label_and_turn_is_a_direction_wherever_it_is() -> None:
    text = TALK + "Ada Brun: [Applause] We know it.\n\nOtto Kern: [Laughter] You do."
    blocks = reading_of(text, lexicon=LEXICON).blocks
    told = [(one.kind, text[one.start : one.end]) for one in blocks]
    assert [words for kind, words in told if kind == "direction"] == ["[Applause]", "[Laughter]"]
    assert [words for kind, words in told if kind == "turn"][2:] == ["We know it.", "You do."]
