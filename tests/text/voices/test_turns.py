"""Turns of transcripts, and speeches as a whole: who speaks each character."""

import pytest

from topoi.text.corpus.corpus import corpus_of, divided
from topoi.text.voices.genre import Known, genre_of, with_genres
from topoi.text.voices.label_kinds import kind_of
from topoi.text.voices.labels import Label, before_colon, bracketed, lines_alone, opening_line
from topoi.text.voices.lexicon import load_lexicon
from topoi.text.voices.reading import attributions_of
from topoi.text.voices.voices import VoiceSpan, voices, voices_of
from topoi.text.words.blocks import blocks_of
from topoi.text.words.numbered import segments_and_tokens

LEXICON = load_lexicon()
INTERVIEW = "Q: Do you want peace?\n\nA: We want peace. The root causes must go."


def voices_in(text: str, **about: str) -> list[VoiceSpan]:
    """Return the voices of a text, which must tile it: each character has exactly one."""
    found = voices_of(text, lexicon=LEXICON, about=Known(**about))
    assert [span.start for span in found[1:]] == [span.end for span in found[:-1]]
    assert (found[0].start, found[-1].end) == (0, len(text))
    return found


def said(text: str, **about: str) -> list[tuple[str, str]]:
    """Return who says what directly, in order."""
    found = voices_in(text, **about)
    return [(v.speaker, text[v.start : v.end]) for v in found if v.mode == "direct"]


def genre(text: str, **about: str) -> str:
    return genre_of(text, blocks_of(text), LEXICON, Known(**about)).name


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("Vladimir Putin:", "Vladimir Putin"),
        ("President of Russia Vladimir Putin:", "Vladimir Putin"),
        ("PUTIN:", "Vladimir Putin"),
        ("Foreign Minister Lavrov:", "Sergey Lavrov"),
        ("MR. MILLER:", "MILLER"),
        ("MS. JEAN-PIERRE:", "JEAN-PIERRE"),
        ("John Smith (The Times):", "John Smith"),
        ("SPEAKER 1:", "SPEAKER 1"),
        ("Moderator:", "Moderator"),
        ("Answer (retranslated):", "Answer"),
        ("**Anna Berg:**", "Anna Berg"),
        ("**Anna Berg**:", "Anna Berg"),
        ("[Anna Berg]", "Anna Berg"),
        ("[00:12:03] BIDEN:", "Joe Biden"),
        ("Head of the National Fund Anna Berg:", "Anna Berg"),
        ("Mr. SMITH of Ohio.", "SMITH"),
    ],
)
def test_a_label_names_who_speaks_and_is_the_outlets_itself(label: str, speaker: str) -> None:
    text = f"{label} We want peace.\n\nQUESTION: When do you want it?\n\n{label} I want it now."
    assert said(text) == [
        (speaker, "We want peace."),
        ("QUESTION", "When do you want it?"),
        (speaker, "I want it now."),
    ]
    assert genre(text) == "transcript"
    outlet = [v for v in voices_in(text) if v.mode == "outlet"]
    assert [text[v.start : v.end].strip() for v in outlet] == [label, "QUESTION:", label]


PUTIN, SMITH = "Vladimir Putin", "John Smith"
WE, YOU, ME = "We are ready. I said so.", "Are you?", "I am."


@pytest.mark.parametrize(
    ("first", "second", "speakers"),
    [
        ("<b>Vladimir Putin:</b> ", "<b>Question:</b> ", (PUTIN, "Question")),
        ("<p><strong>Vladimir Putin</strong>: ", "<p><strong>Q</strong>: ", (PUTIN, "Q")),
        ("**Vladimir Putin**\n\n", "**Question**\n\n", (PUTIN, "Question")),
        ("[Vladimir Putin]: ", "[Journalist]: ", (PUTIN, "Journalist")),
        ("Vladimir Putin:\n\n", "Question:\n\n", (PUTIN, "Question")),
        ("VLADIMIR PUTIN\n\n", "JOHN SMITH\n\n", (PUTIN, SMITH)),
        ("Vladimir Putin 00:12\n", "John Smith 00:20\n", (PUTIN, SMITH)),
        ("Vladimir Putin (00:12):\n", "John Smith (00:20):\n", (PUTIN, SMITH)),
        ("00:12 Vladimir Putin: ", "00:20 John Smith: ", (PUTIN, SMITH)),
        (">> VLADIMIR PUTIN: ", ">> JOHN SMITH: ", (PUTIN, SMITH)),
        ("Vladimir Putin – ", "John Smith – ", (PUTIN, SMITH)),
        ("A. – ", "Q. – ", ("A", "Q")),
        ("A1: ", "Q1: ", ("A1", "Q1")),
        ("Speaker A: ", "Speaker B: ", ("Speaker A", "Speaker B")),
        ("Vladimir Putin, President of Russia: ", "John Smith, CNN: ", (PUTIN, SMITH)),
        ("PM Modi: ", "PRESIDENT PUTIN: ", ("Narendra Modi", PUTIN)),
        ("Vladimir\u00a0Putin:\u00a0", "Question :\u00a0", (PUTIN, "Question")),
        ("Vladimir Putin: ", "BBC: ", (PUTIN, "BBC")),
        ("Vladimir Putin: ", "Reuters: ", (PUTIN, "Reuters")),
        ("The Prime Minister (Ann Lee): ", "Jo Roe (Ayr) (Lab): ", ("Ann Lee", "Jo Roe")),
        ("The Prime Minister\n", "Sir John Smith (Ayr) (Lab)\n", ("The Prime Minister", SMITH)),
        ("VP: ", "Mr Speaker: ", ("VP", "Mr Speaker")),
        ("**Prof. Ann Lee (LSE):** ", "**Amb. Roe:** ", ("Ann Lee", "Roe")),
        ("V.Putin: ", "J.Smith: ", (PUTIN, "J.Smith")),
        ("The Daily News: ", "Ann Lee: ", ("The Daily News", "Ann Lee")),
        ("ANN LEE – THE FUND: ", "[HOST] ", ("Ann Lee", "HOST")),
        ("SPEAKER 1 [00:00:05]: ", "SPEAKER 2 [00:00:12]: ", ("SPEAKER 1", "SPEAKER 2")),
        ("00:00:05 Speaker A\n", "00:00:12 Speaker B\n", ("Speaker A", "Speaker B")),
        ("Q1. ", "A1. ", ("Q", "A")),
        ("Q. ", "THE PRESIDENT. ", ("Q", "THE PRESIDENT")),
        ("Mr. McKenna: ", "Mr. al-Rashid: ", ("McKenna", "al-Rashid")),
    ],
)  # fmt: skip
def test_the_forms_that_labels_have_in_the_world(
    first: str, second: str, speakers: tuple[str, str]
) -> None:
    text = f"{first}{WE}\n\n{second}{YOU}\n\n{first}{ME}\n\n{second}{YOU}"
    assert said(text) == [
        (speakers[0], WE), (speakers[1], YOU), (speakers[0], ME), (speakers[1], YOU),
    ]  # fmt: skip


def test_a_short_label_is_the_full_name_of_another() -> None:
    text = (
        "JAKE TANNER, CNN ANCHOR: Welcome. I begin.\n\nAMB. LEE: I am glad.\n\n"
        "TANNER: Are you?\n\n[AMB. LEE] I am.\n\n[LEE] We all are."
    )
    speakers = [speaker for speaker, _ in said(text)]
    assert speakers == ["Jake Tanner", "LEE", "Jake Tanner", "LEE", "LEE"]
    text = "Ann Lee: I begin.\n\nJo Roe: We know.\n\nA. Lee: I do.\n\nB. Roe: I don't."
    assert [speaker for speaker, _ in said(text)] == ["Ann Lee", "Jo Roe", "Ann Lee", "B. Roe"]


def test_a_plain_verb_of_saying_needs_no_known_verb_behind_it() -> None:
    text = "Q: Did you see him?\n\nA: I did. He said he needs bread."
    nested = [text[v.start : v.end] for v in voices_in(text) if v.mode == "nested"]
    assert nested == ["he needs bread"]


def test_an_ordinal_before_a_colon_is_no_label() -> None:
    text = "Q: Why?\n\nA: We want two things. First: peace. Second: bread.\n\nFirst speaker: I see."
    assert [speaker for speaker, _ in said(text)] == ["Q", "A", "First speaker"]


def test_the_place_of_a_speech_is_not_its_speaker() -> None:
    text = "Speech by Foreign Minister Ann Lee at the Rome Conference\n\nWe met. I thank you all."
    assert said(text) == [("Ann Lee", "We met. I thank you all.")]


def test_initials_and_offices_are_whom_the_text_names_by_them() -> None:
    text = (
        "Interview with Ann Karlsson\n\nJD: What do you think?\n\nAK: I think we agree.\n\nJD: Why?"
    )
    assert [speaker for speaker, _ in said(text)] == ["JD", "Ann Karlsson", "JD"]
    text = (
        "Participants:\nAnna Berg, Minister of Trade\nJohn Lee, Head of Ace\n\n"
        "MINISTER BERG: Thank you. I agree.\n\nLEE: I do not.\n\nMINISTER BERG: Why do you?"
    )
    assert [speaker for speaker, _ in said(text)] == ["Anna Berg", "John Lee", "Anna Berg"]
    text = (
        "NATO Secretary General Ann Lee: We have met.\n\nQuestion: Will you say more?\n\n"
        "NATO Secretary General: I will not."
    )
    assert [speaker for speaker, _ in said(text)] == ["Ann Lee", "Question", "Ann Lee"]
    text = (
        "Remarks by President Trump Before Departure\n\nTHE PRESIDENT: We had a good week.\n\n"
        "Q    Will you go?\n\nTHE PRESIDENT: I will."
    )
    assert [speaker for speaker, _ in said(text)] == ["Donald Trump", "Q", "Donald Trump"]


def test_a_clause_before_a_colon_is_no_label() -> None:
    text = "Q: Why?\n\nA: I've told Xi Jinping: we are friends. We told Joe Biden: stop it."
    assert [speaker for speaker, _ in said(text)] == ["Q", "A"]
    assert genre("We were there. I've told Xi Jinping: we are friends. You know it.") == "article"


def test_two_turns_counted_by_hand() -> None:
    found = [(v.start, v.end, v.mode, v.speaker) for v in voices_in(INTERVIEW)]
    assert found == [
        (0, 3, "outlet", "the outlet"),
        (3, 21, "direct", "Q"),
        (21, 26, "outlet", "the outlet"),
        (26, len(INTERVIEW), "direct", "A"),
    ]


def test_a_turn_runs_over_paragraphs_to_the_next_label() -> None:
    text = (
        "Vladimir Putin:\nGood afternoon.\n\nLet us begin.\n\nSergei Lavrov:\nThank you. I agree.\n"
    )
    assert said(text) == [
        ("Vladimir Putin", "Good afternoon.\n\nLet us begin."),
        ("Sergei Lavrov", "Thank you. I agree."),
    ]


def test_a_name_in_a_line_of_its_own_is_a_label_where_it_comes_again() -> None:
    text = (
        "John Smith\nGood afternoon. I am glad.\n\nMary Roe\nWhy did you come?\n\n"
        "John Smith\nWe want peace.\n\nMary Roe\nThank you."
    )
    assert [speaker for speaker, _ in said(text)] == ["John Smith", "Mary Roe"] * 2
    assert genre("Human Rights\n\nThe minister left.\n\nTrade\n\nWe do not know why.") == "article"


def test_labels_in_running_text_are_found_behind_the_end_of_a_sentence() -> None:
    text = (
        "The talks were in Sochi. * * * President of Russia Vladimir Putin: Good afternoon, "
        "colleagues. I see you are ready. Ann Berg: Yes, we are. Vladimir Putin: Then let us begin."
    )
    assert said(text) == [
        ("Vladimir Putin", "Good afternoon, colleagues. I see you are ready."),
        ("Ann Berg", "Yes, we are."),
        ("Vladimir Putin", "Then let us begin."),
    ]


def test_a_surname_is_the_full_name_that_the_text_gives() -> None:
    text = (
        "Spokesperson Matthew Miller met the press.\n\nMR. MILLER: Good afternoon. We begin.\n\n"
        "QUESTION: Do you?\n\nHakan Fidan: We do.\n\nFIDAN: And we go on."
    )
    assert [speaker for speaker, _ in said(text)] == [
        "Matthew Miller", "QUESTION", "Hakan Fidan", "Hakan Fidan",
    ]  # fmt: skip


def test_the_president_is_whom_the_heading_names() -> None:
    text = (
        "Remarks by President Biden\n\nTHE PRESIDENT:  We had a good meeting.\n\n"
        "Q    Will you go?\n\nTHE PRESIDENT:  I will."
    )
    assert [speaker for speaker, _ in said(text)] == ["Joe Biden", "Q", "Joe Biden"]
    assert said(text.replace("by President Biden", "in Ohio"))[0][0] == "THE PRESIDENT"


def test_what_a_speaker_quotes_is_nested_and_i_is_no_speaker() -> None:
    text = (
        "Q: What did he say?\n\nA: The minister said: “We will not talk.” I said that we would. "
        "I reject it."
    )
    found = voices_in(text)
    nested = [(v.speaker, text[v.start : v.end], v.via) for v in found if v.mode == "nested"]
    assert nested == [("minister", "“We will not talk.”", "the outlet < A < minister")]
    assert {v.speaker for v in found} == {"the outlet", "Q", "A", "minister"}
    levels = {
        (text[slice(*a.cue)], a.level)
        for a in attributions_of(text, lexicon=LEXICON)
        if a.cue[0] >= 0
    }
    assert levels == {("said", "nested")}


def test_a_mark_that_never_closes_ends_with_its_turn() -> None:
    text = "Q: Why did he say “no?\n\nA: I do not know.\n\nQ: Do you “care”?"
    assert [speaker for speaker, _ in said(text)] == ["Q", "A", "Q"]


def test_stage_directions_and_remarks_are_not_said() -> None:
    text = (
        "TRUMP: (INAUDIBLE) We won. (Applause.)\n\n[Laughter]\n\nBIDEN: No [laughter] you did not."
    )
    assert said(text) == [
        ("Donald Trump", "We won."),
        ("Joe Biden", "No"),
        ("Joe Biden", "you did not."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Key facts\n\nWho: Vladimir Putin\nWhere: Moscow\nWhen: Tuesday\n\nThe minister left.",
        "Putin: West must act\n\nThe president said that we must act. He left for Sochi.",
        "Trump: ‘We Are Going To Win So Much.’\n\nTrump: we met him. He said we will win.",
        "He named two things: peace and work.\n\nNote: we have corrected this text.",
        "Trump: won Iowa.\n\nRubio: finished second.\n\nThe vote was close.",
        "",
    ],
)
def test_colons_of_articles_are_no_labels(text: str) -> None:
    assert genre(text) == "article"


def test_a_speech_is_its_speakers_but_for_headings_and_stage_directions() -> None:
    text = "We want peace.\n\n[Applause]\n\nThe past\n\nAs Ann Lee said, “Never give in.” We agree."
    found = [(v.mode, v.speaker, text[v.start : v.end]) for v in voices_in(text, speaker="Jo Doe")]
    assert found == [
        ("direct", "Jo Doe", "We want peace."),
        ("outlet", "the outlet", "\n\n[Applause]\n\nThe past\n\n"),
        ("direct", "Jo Doe", "As Ann Lee said, "),
        ("nested", "Ann Lee", "“Never give in.”"),
        ("direct", "Jo Doe", " We agree."),
    ]


def test_a_speech_shows_itself_and_is_nobodys_where_nobody_is_named() -> None:
    text = "Ladies and gentlemen!\n\nI am glad to be with you. We have come a long way."
    assert {speaker for speaker, _ in said(text)} == {"unresolved"}
    title = "Speech by President of Ukraine Volodymyr Zelenskyy in the Knesset"
    assert {speaker for speaker, _ in said(text, title=title)} == {"Volodymyr Zelenskyy"}
    assert genre("Remarks by Ann Lee\n\nThe minister left. He was tired.") == "article"


def test_the_genre_that_is_given_holds() -> None:
    assert said(INTERVIEW, genre="article") == []
    assert {speaker for speaker, _ in said(INTERVIEW, genre="speech")} == {"unresolved"}
    single = "Ann Lee: We left."
    assert genre(single) == "article"
    assert genre(single, genre="transcript") == "transcript"


def test_who_is_known_to_speak_answers() -> None:
    assert [speaker for speaker, _ in said(INTERVIEW, speaker="Jo Doe")] == ["Q", "Jo Doe"]


def test_the_documents_say_of_each_text_what_it_is() -> None:
    import pandas as pd

    table = pd.DataFrame(
        {
            "id": ["a", "b", "c"],
            "text": [INTERVIEW, "He left.", "We left."],
            "speaker": ["", "", "Jo"],
        }
    )
    corpus = with_genres(corpus_of(table), LEXICON)
    assert corpus.documents["genre"].tolist() == ["transcript", "article", "speech"]
    said_by = voices(corpus, lexicon=LEXICON)
    assert set(said_by[said_by["doc"] == "c"]["speaker"]) == {"Jo"}
    own = with_genres(corpus_of(table.assign(genre=["tweet", "article", "speech"])), LEXICON)
    assert own.documents["text.genre"].tolist() == ["tweet", "article", "speech"]
    assert own.documents["genre"].tolist() == ["transcript", "article", "speech"]
    given = with_genres(corpus_of(table.assign(genre=["article", "", "article"])), LEXICON)
    assert given.documents["genre"].tolist() == ["article"] * 3


def test_labels_are_segments_of_their_own_and_no_words_of_a_sentence() -> None:
    corpus = with_genres(
        corpus_of({"a": f"Title\n\n{INTERVIEW}", "b": "He left: she stayed."}), LEXICON
    )
    table, tokens = segments_and_tokens(corpus)
    text = corpus.texts["a"]
    parts = [
        (row.kind, text[row.start : row.end], row.paragraph, row.sentence)
        for row in table[table["doc"] == "a"].itertuples()
    ]
    assert parts == [
        ("heading", "Title", 1, 0),
        ("label", "Q:", 2, 0),
        ("paragraph", "Do you want peace?", 2, 0),
        ("sentence", "Do you want peace?", 2, 1),
        ("label", "A:", 3, 0),
        ("paragraph", "We want peace. The root causes must go.", 3, 0),
        ("sentence", "We want peace.", 3, 2),
        ("sentence", "The root causes must go.", 3, 3),
    ]
    found = tokens.table(table)
    assert found.loc[found["token"].isin(["q", "a"]), "sentence"].eq(0).all()
    assert "label" not in set(table.loc[table["doc"] == "b", "kind"])
    assert [set(part.labels) for part in divided(corpus, size=1)] == [{"a"}, set()]


def test_a_line_that_names_the_source_holds_for_the_paragraphs_after_it() -> None:
    text = (
        "Vladimir Putin met the press.\n\nBelow are the president's key statements:\n\n"
        "On Ukraine\n\nRussia is ready. Zelensky said that he was not.\n\n“We will build.”\n\n"
        "Meanwhile, the rouble fell."
    )
    found = voices_in(text)
    assert [
        (v.mode, v.speaker, v.certain, text[v.start : v.end]) for v in found if v.mode != "outlet"
    ] == [
        ("indirect", "Vladimir Putin", False, "Russia is ready. Zelensky said "),
        ("nested", "Vladimir Zelensky", True, "that he was not"),
        ("indirect", "Vladimir Putin", False, "."),
        ("direct", "Vladimir Putin", False, "“We will build.”"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Highlights of Lavrov's briefing",
        "Key quotes from Lavrov's speech",
        "Main points of the statement by Sergey Lavrov",
        "Key statements made by Sergey Lavrov at the UN:",
        "Sergey Lavrov said that he was glad. TASS has gathered the key takeaways.",
    ],
)
def test_lines_that_announce_statements(line: str) -> None:
    text = f"{line}\n\nThe West is to blame.\n\nRussia wants peace."
    told = [v for v in voices_in(text) if v.mode == "indirect" and not v.certain]
    assert [text[v.start : v.end] for v in told] == ["The West is to blame.", "Russia wants peace."]
    assert {v.speaker for v in told} == {"Sergey Lavrov"}


@pytest.mark.parametrize(
    "line",
    ["Here are the highlights of the film:", "His remarks were short.", "Key parts of the plan:"],
)
def test_lines_that_announce_nobodys_statements(line: str) -> None:
    text = f"{line}\n\nThe West is to blame.\n\nRussia wants peace."
    assert {v.mode for v in voices_in(text)} == {"outlet"}


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Question", "part"),
        ("Q", "part"),
        ("Q1", "part"),
        ("Speaker 1", "part"),
        ("Moderator", "part"),
        ("Ada Brun", "name"),
        ("question", None),
        ("q", None),
        ("speaker 1", None),
        ("moderator", None),
        ("it", None),
    ],
)
def test_a_part_that_opens_a_line_is_a_label_with_a_capital_alone(
    words: str, kind: str | None
) -> None:
    end = len(words)
    label = opening_line(f"{words}: It rained.", (0, end), end + 1, LEXICON)
    assert (label and label.kind) == kind
    assert label is None or label.name == (0, end)


OWN = "We go with you and I know it. "
TOLD = "The clerks of the town left the hall. "


@pytest.mark.parametrize(
    ("behind", "stays"),
    [
        (f"{OWN}\n\nBob Fox: Are you?\n\nAnn Lee: I am.", False),
        (f"{OWN * 12}\n\nBob Fox: Are you?\n\nAnn Lee: I am.", True),
        (f"{TOLD * 12}\n\nBob Fox: Are you?\n\nAnn Lee: I am.", False),
        (OWN, False),
    ],
)
def test_a_turn_goes_on_behind_asterisks_in_the_first_person_where_there_is_much(
    behind: str, stays: bool
) -> None:
    told = said(f"Ann Lee: We are late.\n\nBob Fox: We too.\n\n* * *\n\n{behind}")
    speakers = [speaker for speaker, words in told if words.startswith(OWN[:20])]
    assert speakers == ["Bob Fox"] * stays


def test_the_last_turn_goes_on_behind_asterisks_however_little_there_is() -> None:
    text = "Ann Lee: We are late.\n\nBob Fox: Are you late?\n\nAnn Lee: I am.\n\n* * *\n\n"
    assert [who for who, _ in said(text + OWN)] == ["Ann Lee", "Bob Fox", "Ann Lee", "Ann Lee"]
    assert [who for who, _ in said(text + TOLD)] == ["Ann Lee", "Bob Fox", "Ann Lee"]


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        (f"Vladimir Putin:\n\n{OWN * 6}", True),
        (f"Vladimir Putin: {OWN * 6}", False),  # a headline
        (f"Vladimir Putin: Go.\n\n{OWN * 6}", False),
        (f"Vladimir Putin: {OWN * 11}\n\n{OWN}", True),  # too long for one
        (f"Hello. Vladimir Putin: {OWN * 6}", True),
        (f"They came, Vladimir Putin: {OWN * 6}", False),
        (f"{TOLD}\n\n* * *          Vladimir Putin: {OWN * 6}", True),
        (f"{TOLD}\n\n* * * we left Vladimir Putin: {OWN * 6}", False),
        (f"Hello. Vladimir Putin: {OWN * 2}", False),
        (f"Hello. Vladimir Putin: {TOLD * 6}", False),
    ],
)
def test_a_single_label_stands_before_a_long_speech_in_the_first_person(
    text: str, speaks: bool
) -> None:
    assert [speaker for speaker, _ in said(text)] == ["Vladimir Putin"] * speaks


def test_what_a_single_label_introduces_in_quotation_marks_is_no_speech() -> None:
    assert genre(f"Hello. Vladimir Putin: {OWN * 60}") == "transcript"
    assert genre(f"Hello. Vladimir Putin: “{OWN * 60}") == "article"


@pytest.mark.parametrize("remark", [4, 396, 398, 399, 402])
@pytest.mark.parametrize("rest", [0, 900])
def test_a_remark_behind_a_name_is_passed_over_up_to_four_hundred_characters(
    remark: int, rest: int
) -> None:
    text = f"Ada Brun ({'x' * remark}): Yes." + " x" * rest
    label = before_colon(text, text.index(":"), LEXICON)
    assert (label and label.name) == ((0, 8) if remark < 399 else None)


def test_remarks_of_several_brackets_are_passed_over() -> None:
    text = "Ada Brun (Bern) (by phone): Yes." + " x" * 300
    label = before_colon(text, text.index(":"), LEXICON)
    assert label is not None
    assert label.name == (0, 8)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("[Kern]", "word"),
        ("[KERN]", "word"),
        ("**Kern**", None),
        ("[Ada Brun]", "name"),
        ("[Ada Brun]:", "name"),
        ("[Ada Brun]x", None),
        ("**Ada Brun**", "name"),
        ("[Moderator]", "part"),
        ("**Moderator**", "part"),
        ("[It is late]", None),
        ("**It is late**", None),
        ("[Applause]", None),
    ],
)
def test_one_word_is_a_label_in_brackets_and_not_in_bold(label: str, kind: str | None) -> None:
    found = [one.kind for one in bracketed(label, 0, len(label), LEXICON)]
    assert found == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("The", ""),
        ("The News", "word"),
        ("The news", ""),
        ("Ada", "word"),
        ("K", ""),
        ("A", "part"),
        ("Ada Brun", "name"),
        ("Ada brun", ""),
        ("ada brun", ""),
        ("", ""),
        ("Applause", ""),
        ("NATO", ""),
        ("Reuters", "name"),
        ("Zelensky told Joe Biden", ""),
        ("The Mayor", "person"),
        ("The Mayor of Bern", "person"),
        ("The old Mayor", ""),
        ("Mayor Kern", "person"),
        ("old mayor", ""),
        ("Mr. Kern", "person"),
        ("Joe Biden", "person"),
    ],
)
def test_the_kind_of_a_label_is_told_by_its_words_and_capitals(words: str, kind: str) -> None:
    assert kind_of(words, LEXICON) == kind


def alone(*lines: str) -> list[str]:
    """Return which of some lines that may be labels are; those of one letter are parts."""
    text, labels = "\n".join(lines), []
    for number, line in enumerate(lines):
        start = sum(len(one) + 1 for one in lines[:number])
        name = line.strip("*")
        first = start + line.index(name)
        kind = "part" if len(name) == 1 else "name" if " " in name else "word"
        span = (first, first + len(name))
        labels.append(Label(start, start + len(line), span, kind, True))
    return [text[one.start : one.end] for one in lines_alone(text, labels)]


def test_lines_are_labels_where_two_names_come_again() -> None:
    again = ["Ada Kern", "Bea Lee", "Ada Kern", "Bea Lee"]
    assert alone(*again) == again
    assert alone(*again[:2]) == alone(*again[:3]) == alone("ADA KERN", "BEA LEE") == []
    assert alone(*again, "Fox Roe", "Q") == [*again, "Q"]
    # single words come again, too, and are no names
    assert alone("KERN", "LEE", "KERN", "LEE", "Ada Fox") == []


def test_lines_that_come_once_are_labels_in_the_form_of_those_that_come_again() -> None:
    assert alone("ADA KERN", "ADA KERN", "BEA LEE", "Cal Fox") == [
        "ADA KERN",
        "ADA KERN",
        "BEA LEE",
    ]
    assert alone("ADA KERN", "ADA KERN", "Bea Lee", "Cal Fox") == []
    bold = ["**Ada Kern**", "**Bea Lee**", "**Ada Kern**", "**Bea Lee**", "**Cal Fox**"]
    assert alone(*bold, "Fox Roe", "DAN ROE") == bold
