"""Quotations beside a transcript: verdicts counted by hand, and spans that give the words back."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import topoi as tp
from topoi.analysis.comparison.verdicts import FOUND, VERDICTS, compared
from topoi.analysis.comparison.words import (
    SPANS,
    Transcript,
    key_of,
    quoted_words,
    same_speakers,
    tokens_in,
    transcript_of,
)
from topoi.analysis.topics.units import load_stop_words
from topoi.text.corpus.corpus import corpus_of
from topoi.text.lang.language import file_of, language
from topoi.text.words.numbered import token_table
from topoi.yaml_files import yaml_in

TALK = (
    "We’re ready for talks, as the President said. The root causes of the long conflict must be "
    "removed. Nobody asked the people of Crimea about their future. It is a matter of principle."
)


def transcript(text):
    corpus = corpus_of({"t": text})
    corpus = type(corpus)(corpus.documents.assign(genre="article"), corpus.texts)
    return transcript_of(corpus, token_table(corpus), pd.DataFrame())


def judged(quotation, text=TALK):
    corpus = corpus_of({"r": quotation})
    spans = pd.DataFrame([("r", 0, len(quotation), "")], columns=SPANS)
    given = {"texts": corpus.texts, "language": language("en"), "stop_words": load_stop_words()}
    return compared(spans, token_table(corpus), transcript(text), **given).iloc[0]


@pytest.mark.parametrize(
    ("quotation", "verdict", "difference"),
    [
        ("The root causes of the long conflict must be removed", "verbatim", ""),
        ("“we're READY for talks, as the President said,”", "verbatim", ""),
        ("the root-causes of the long conflict", "verbatim", ""),
        ("[T]he root causes of the [very] long conflict", "verbatim", ""),
        ("principle. It is a matter of", "moved", "moved: “principle”"),
        ("a matter of principle it is", "moved", "moved: “it is”"),
        (
            "about their future nobody asked the people of Crimea",
            "moved",
            "moved: “about their future”",
        ),
        (
            "of Crimea about their future nobody asked the people",
            "moved",
            "moved: “nobody asked the people”",
        ),
        (
            "must be swiftly removed the root causes of the long conflict",
            "altered",
            "moved: “must be”; moved: “removed”; added: “swiftly”",
        ),
        ("We are ready for talks", "verbatim", "contraction: “We are” for “We’re”"),
        ("It's a matter of principle", "verbatim", "contraction: “'s” for “is”"),
        ("It isn't a matter of principle", "altered", "“isn't” for “is”"),
        ("The root causes of the conflict must be removed", "shortened", "left out: “long”"),
        (
            "The root causes ... must be removed",
            "shortened",
            "left out (marked): “of the long conflict”",
        ),
        (
            "The root causes … must be removed",
            "shortened",
            "left out (marked): “of the long conflict”",
        ),
        (
            "Nobody asked [them] about their future",
            "shortened",
            "left out (marked): “the people of Crimea”",
        ),
        (
            "Nobody ask[ed] the people of Crimea",
            "shortened",
            "left out (marked): “asked”",
        ),
        (
            "The root causes of the short conflict must be removed",
            "altered",
            "“short” for “long”",
        ),
        (
            "Nobody asked the poor people of Crimea about their future",
            "altered",
            "added: “poor”",
        ),
        (
            "The deep causes of the conflict must be removed",
            "altered",
            "left out: “long”; “deep” for “root”",
        ),
        (
            "Nobody asked the people of Crimea about their future. We’re ready for talks",
            "moved",
            "joined from different places",
        ),
        ("The sun rises in the east and sets in the west", "not found", ""),
        ("root causes", "too short to tell", "these words stand there in 1 place"),
        ("of", "too short to tell", "these words stand there in 3 places"),
        ("deep causes", "too short to tell", "these words stand there in no place"),
        ("[The] ... of the", "too short to tell", "these words stand there in 1 place"),
        ("", "too short to tell", ""),
    ],
)
def test_verdict_and_difference(quotation, verdict, difference):
    row = judged(quotation)
    assert (row["verdict"], row["difference"]) == (verdict, difference)


def test_common_words_alone_are_no_place_where_somebody_was_quoted():
    common = TALK + " It is a fact. It is a day. It is a long road." * 5
    assert judged("It is a great shame", common)["verdict"] == "not found"


@pytest.mark.parametrize(
    ("quotation", "text", "difference"),
    [
        ("I will resign", "I will not resign.", "left out: “not” (a negation)"),
        (
            "I will ... resign",
            "I will never ever resign.",
            "left out (marked): “never ever” (a negation)",
        ),
        ("I will not resign", "I will resign.", "added: “not” (a negation)"),
        (
            "we want a long peace",
            "And we don’t want a long peace.",
            "left out: “don’t” (a negation)",
        ),
        ("we want a long peace", "And we now want a long peace.", "left out: “now”"),
        ("we want a long peace", "And we no doubt want a long peace.", "left out: “no doubt”"),
        (
            "we want peace in the east",
            "And we want not only peace in the east.",
            "left out: “not only”",
        ),
        (
            "we only want a long peace",
            "And we not only want a long peace.",
            "left out: “not” (a negation)",
        ),
        (
            "we want a long peace",
            "And we no longer want a long peace.",
            "left out: “no longer” (a negation)",
        ),
        (
            "we want a long peace",
            "And we no doubt never want a long peace.",
            "left out: “no doubt never” (a negation)",
        ),
        ("we want no long peace", "And we want another long peace.", "“no” for “another”"),
    ],
)
def test_a_negation_left_out_or_added_is_named(quotation, text, difference):
    assert judged(quotation, text)["difference"] == difference


def test_expressions_that_deny_nothing_are_none_of_a_codebook_either():
    context = yaml_in(file_of("context.yml"))["no_negation"]
    assert language("en").no_negation <= set(context)


def test_contractions_are_alike_in_short_quotations_too():
    text = "We will not give up. I will not resign. Nobody asked the people of Crimea."
    row = judged("I won’t resign", text)
    assert (row["verdict"], row["said"]) == ("verbatim", "I will not resign")
    assert (row["similarity"], row["difference"]) == (1, "contraction: “won’t” for “will not”")
    assert judged("I won't retire", text)["verdict"] == "not found"


def test_of_few_words_more_must_be_alike():
    text = "We will not give up. Nobody asked the people of Crimea about their future plans."
    assert judged("We will not go there", text)["verdict"] == "not found"
    assert judged("We will not give in", text)["verdict"] == "altered"
    nine = "Nobody asked the people of Odesa of their wishes"
    assert judged(nine, text)["similarity"] == pytest.approx(6 / 9)


INVENTED = "grow from oil, gas, gold and grain"


@pytest.mark.parametrize(
    "quotation",
    [
        f"The root causes of the long conflict {INVENTED}",
        f"{INVENTED} the root causes of the long conflict",
        f"The root causes of the {INVENTED} long conflict must be removed",
    ],
)
def test_a_stretch_that_is_not_found_is_told_beside_what_is(quotation):
    row = judged(quotation)
    assert (row["verdict"], row["difference"]) == ("part not found", f"not found: “{INVENTED}”")
    ((start, end),) = row["missing"]
    assert quotation[start:end] == INVENTED
    assert row["said"].casefold().startswith("the root causes of the long conflict")
    assert row["similarity"] == (len(keys_in(quotation, 0, len(quotation))) - 7) / len(
        keys_in(quotation, 0, len(quotation))
    )
    assert not row["altered"]
    assert not row["left_out"]


def test_three_words_in_place_of_others_are_altered_four_are_not_found():
    three = judged("The root causes of some broken promises must be removed")
    assert (three["verdict"], three["missing"]) == ("altered", [])
    four = judged("The root causes of some new broken promises must be removed")
    assert four["verdict"] == "part not found"


def test_stop_words_in_common_do_not_say_that_a_stretch_was_found():
    text = TALK + " We came to the end of the war in the spring, and it was hard for the people."
    quotation = (
        "Nobody asked the people of Crimea about their future, and they sold the rest of the oil "
        "in the night to the banks of the city"
    )
    row = judged(quotation, text)
    lost = "and they sold the rest of the oil in the night to the banks of the city"
    assert (row["verdict"], row["difference"]) == ("part not found", f"not found: “{lost}”")


def test_words_of_which_only_stop_words_are_in_common_are_not_found():
    text = TALK + " It is for the people of the land to say when they will be free."
    assert (
        judged("It is for the banks of the town to ask when they will be shut", text)["verdict"]
        == "not found"
    )
    assert judged("it is for the", text)["verdict"] == "verbatim"


def test_parts_on_both_sides_of_what_is_not_found_may_be_from_different_places():
    far = TALK + " Well." * 150 + " We shall meet our old friends again in the spring."
    row = judged(f"It is a matter of principle, {INVENTED}. We shall meet our old friends", far)
    assert row["verdict"] == "part not found"
    assert row["said"] == "It is a matter of principle […] We shall meet our old friends"
    assert row["difference"] == f"joined from different places; not found: “{INVENTED}”"


def test_a_few_words_are_no_part_of_a_quotation_of_which_the_rest_is_not_found():
    assert judged(f"Nobody asked the people {INVENTED}")["verdict"] == "not found"
    assert judged(f"Nobody asked the people of {INVENTED}")["verdict"] == "part not found"


def test_of_places_that_fit_as_well_the_number_is_told_and_all_are_given():
    text = "We want peace now. He left. We want peace today. She left. We want peace at last."
    row = judged("we want peace", text)
    assert (row["verdict"], row["places"]) == ("verbatim", 3)
    assert row["difference"] == "one of 3 places that fit as well"
    spans = [(row["said_start"], row["said_end"]), *row["elsewhere"]]
    assert [text[start:end] for start, end in spans] == ["We want peace"] * 3
    assert spans == sorted(spans)
    once = judged("we want peace today", text)
    assert (once["places"], once["elsewhere"], once["difference"]) == (1, [], "")
    altered = judged("we want quiet now", "We want peace now. He left. We want war now.")
    assert altered["difference"] == "one of 2 places that fit as well; “quiet” for “peace”"
    assert judged("we want peace and quiet and gold", text)["places"] == -1


def test_a_place_that_has_more_of_the_words_comes_before_one_that_stands_earlier():
    text = "Nobody asked us about their future. But nobody asked the people about their future."
    row = judged("nobody asked the folk about their future", text)
    assert (row["places"], row["difference"]) == (1, "“folk” for “people”")


def test_places_are_counted_up_to_ten_even_where_every_word_is_common():
    text = "We want peace and we want war. " * 20
    row = judged("we want calm and we want", text)
    assert row["difference"].startswith("one of 10 places or more that fit as well; ")
    assert len(row["elsewhere"]) == 9


def test_a_word_of_another_sentence_is_not_moved():
    text = "We fight for the state. We are forming special funds for reconstruction of it now."
    row = judged(
        "We fight for our state. We are forming special funds for the reconstruction", text
    )
    assert row["difference"] == "“our” for “the”; added: “the”"


def test_spans_of_what_was_left_out_and_altered_lie_in_their_own_text():
    quotation = "Nobody asked the folk of Crimea ... their future"
    row = judged(quotation)
    assert row["verdict"] == "altered"
    assert row["similarity"] == 7 / 8
    ((start, end, said_start, said_end),) = row["altered"]
    assert (quotation[start:end], TALK[said_start:said_end]) == ("folk", "people")
    ((start, end, marked),) = row["left_out"]
    assert (TALK[start:end], marked) == ("about", True)
    assert TALK[row["said_start"] : row["said_end"]] == row["said"]
    assert row["said"] == "Nobody asked the people of Crimea about their future"


def test_parts_from_different_places_are_passages_of_their_own_in_the_order_of_the_quotation():
    far = TALK + " Well." * 150 + " We shall meet again in the spring."
    row = judged("It is a matter of principle. We shall meet again in the spring", far)
    assert row["verdict"] == "moved"
    assert row["said"] == "It is a matter of principle […] We shall meet again in the spring"
    assert [far[start:end] for start, end in row["passages"]] == row["said"].split(" […] ")
    assert row["said_start"] == row["passages"][0][0]


def test_words_moved_within_a_sentence_have_one_passage_and_both_places():
    quotation = "about their future nobody asked the people of Crimea"
    row = judged(quotation)
    assert row["said"] == "Nobody asked the people of Crimea about their future"
    ((start, end, said_start, said_end),) = row["moved"]
    assert quotation[start:end] == TALK[said_start:said_end] == "about their future"
    assert [quotation[start:end] for start, end, _, _ in row["parts"]] == [
        "about their future",
        "nobody asked the people of Crimea",
    ]
    assert row["similarity"] == 1


def test_an_empty_transcript_and_no_quotations_have_their_answer():
    assert judged("We are ready for talks", "")["verdict"] == "not found"
    none = pd.DataFrame(columns=SPANS)
    said, english = transcript(TALK), language("en")
    table = compared(none, token_table(corpus_of({})), said, texts={}, language=english)
    assert table.empty
    assert table.columns.tolist() == judged("We are").index.tolist()
    assert [str(table[one].dtype) for one in ("start", "said_end")] == ["int64", "int64"]


WORDS = st.sampled_from(
    "we want peace and no war in the East of Ukraine’s don't cease-fire".split()
)
MARKS = st.sampled_from(["", "", "", ",", ".", " ...", "…"])
TEXTS = st.lists(st.tuples(WORDS, MARKS), max_size=25).map(
    lambda pairs: " ".join(word + mark for word, mark in pairs)
)


def keys_in(text, start, end):
    corpus = corpus_of({"x": text})
    spans = pd.DataFrame([("x", start, end)], columns=["doc", "start", "end"])
    (rows,) = tokens_in(token_table(corpus), spans)
    return [word.key for word in quoted_words(rows)]


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_words_of_parts_are_alike_and_all_words_are_accounted_for(quotation, text):
    row = judged(quotation, text)
    assert row["verdict"] in VERDICTS
    own = keys_in(quotation, 0, len(quotation))
    alike = []
    for start, end, said_start, said_end in row["parts"]:
        words = keys_in(quotation, start, end)
        assert words == keys_in(text, said_start, said_end)
        alike += words
    if row["verdict"] in FOUND:
        assert row["similarity"] == pytest.approx(len(alike) / len(own))
        changed = [
            word
            for a, b, *_ in [*row["altered"], *row["missing"]]
            for word in keys_in(quotation, a, b)
        ]
        apart = len(own) - len(alike) - len(changed)  # words written together there, or apart
        assert not Counter(alike + changed) - Counter(own)
        apart -= sum(len(keys_in(quotation, a, b)) for a, b, *_ in row["contracted"])
        assert apart == 0 or "".join(own) != "".join(alike + changed)
        for start, end, _ in row["left_out"]:
            assert keys_in(text, start, end)
    else:
        assert not row["parts"]
        assert row["said_start"] == -1


@settings(deadline=None)
@given(TEXTS.filter(lambda text: len(text.split()) > 3), st.data())
def test_what_stands_in_the_transcript_in_a_row_is_verbatim(text, data):
    words = text.split()
    start = data.draw(st.integers(0, len(words) - 3))
    end = data.draw(st.integers(start + 3, len(words)))
    piece = " ".join(words[start:end])
    own = keys_in(piece, 0, len(piece))
    row = judged(piece, text)
    assert row["verdict"] == ("verbatim" if len(own) >= 3 else "too short to tell")
    # a slow twin: some stretch of the transcript has these words
    all_words = keys_in(text, 0, len(text))
    stretches = (all_words[at : at + len(own)] for at in range(len(all_words)))
    assert own in list(stretches)


TURNS = """Reporter: Is there a plan for the future of Ukraine?

Sergey Lavrov: We want peace and no war, and we want it now.

Marco Rubio: We want peace and some quiet, and we want it soon.

Reporter: Thank you."""


def beside(report, text=TURNS):
    return tp.read({"t": text, "r": report}).compare("t")


def test_the_turns_of_the_speaker_come_first():
    (row,) = beside('"We want peace," Rubio said.').to_dict("records")
    assert (row["verdict"], row["said_by"], row["by_another"]) == ("verbatim", "Marco Rubio", False)
    assert row["said_start"] == TURNS.index("We want peace and some")


def test_words_of_another_speaker_are_told():
    (row,) = beside('"We want peace and no war," Rubio said.').to_dict("records")
    assert (row["verdict"], row["said_by"], row["by_another"]) == (
        "verbatim",
        "Sergey Lavrov",
        True,
    )
    assert row["difference"] == "said there by Sergey Lavrov"


def test_words_that_another_said_in_a_row_come_before_the_own_with_words_left_out():
    talk = """Reporter: And the old bridge?

Anna Lind: You are right, and they say that the old bridge is closed."""
    (row,) = beside('"And the old bridge?" Lind said.', talk).to_dict("records")
    assert (row["verdict"], row["said_by"]) == ("verbatim", "Reporter")
    assert row["difference"] == "said there by Reporter"
    (row,) = beside('"And the bridge is closed," Lind said.', talk).to_dict("records")
    assert (row["verdict"], row["said_by"]) == ("shortened", "Anna Lind")


def test_who_does_not_speak_there_is_compared_with_all_and_told():
    (row,) = beside('"We want peace and no war," Vladimir Putin said.').to_dict("records")
    assert (row["speaks"], row["by_another"], row["verdict"]) == (False, True, "verbatim")
    assert row["difference"] == "said there by Sergey Lavrov"
    (row,) = beside('"We want peace and no war," Vladimir Putin said.', TALK).to_dict("records")
    assert not row["by_another"]


def test_labels_of_turns_are_no_words_of_theirs():
    (row,) = beside('"And we want it now, Marco Rubio," Lavrov said.').to_dict("records")
    assert row["verdict"] == "altered"
    assert row["altered"][0][2] == row["altered"][0][3]


def test_quotations_within_mixed_words_are_compared_without_the_rest():
    (row,) = beside('Lavrov said that he wants "peace and no war" at once.').to_dict("records")
    assert (row["quotation"], row["verdict"]) == ('"peace and no war"', "verbatim")


def test_words_in_quotation_marks_of_nobody_are_compared_too():
    found = beside('The "peace and no war" of the "summit" is far, and "elephants sing at night".')
    assert found["speaker"].tolist() == ["", "", ""]
    assert found["verdict"].tolist() == ["verbatim", "too short to tell", "not found"]
    assert found["said_by"].iat[0] == "Sergey Lavrov"
    assert not found["by_another"].any()


def test_quotation_marks_within_a_quotation_are_no_quotation_of_their_own():
    found = beside("\"We want 'peace and no war' today,\" Lavrov said.")
    assert found["quotation"].tolist() == ["\"We want 'peace and no war' today,\""]


def test_names_mean_the_same_speaker_by_their_last_word():
    speakers = ["Sergey Lavrov", "Marco Rubio", "Ann Rubio"]
    assert same_speakers("Mr Rubio", speakers) == ["Marco Rubio", "Ann Rubio"]
    assert same_speakers("Marco Rubio", speakers) == ["Marco Rubio"]
    assert same_speakers("", speakers) == same_speakers("Putin", speakers) == []


def test_keys_of_numbers_keep_what_tells_them_apart():
    assert key_of("3.5") != key_of("35")
    assert key_of("1,000") == key_of("1000")
    assert key_of("IT") == key_of("it")


def test_a_text_named_as_the_transcript_is_read_as_one_by_a_single_label():
    text = "TALK\n\nSergey Lavrov: We want peace and no war, and I tell you so now."
    study = tp.read({"t": text, "r": '"We want peace and no war," Rubio said.'})
    assert study.corpus.documents["genre"].tolist()[1] == "article"
    said = study.transcript("t")
    assert said.speakers == ["Sergey Lavrov"]
    assert said.words["key"].iat[0] == "we"
    same = study.transcript(tp.read({"other": text}))
    assert (same.name, same.text) == ("other", text)
    assert same.words.equals(said.words)


def test_a_text_without_turns_is_a_transcript_of_nobody():
    said = tp.read({"t": TALK, "r": "No."}).transcript("t")
    assert said.speakers == []
    assert len(said.words) == 8 + 10 + 9 + 6


def test_a_transcript_has_the_words_of_its_turns_with_their_speakers():
    study = tp.read({"t": TURNS})
    said = study.transcript("t")
    assert isinstance(said, Transcript)
    assert said.speakers == ["Reporter", "Sergey Lavrov", "Marco Rubio"]
    assert "lavrov" not in set(said.words["key"])
    assert len(said.words) == 9 + 11 + 11 + 2
