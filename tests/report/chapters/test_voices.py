"""The chapter on voices: shares, stretches and cues, and the passages behind each number."""

import pandas as pd
import pytest
from tests.report.chapters.cells import behind, made, numbers, plain, shown

from topoi.analysis.measures.rates import voice_shares
from topoi.project import read_texts
from topoi.report.chapters.voices import (
    documents_table,
    finding_sentence,
    nested_sentence,
    parts_sentence,
    quotations_table,
    shares_table,
    stances_sentence,
)

TEXT = '"We want talks," Ann Lee said. "They know," she claimed. War came.'


@pytest.fixture(scope="module")
def study():
    return read_texts([TEXT])


def test_the_share_of_quoted_words_leads_to_the_quotations(study):
    said = finding_sentence(study)
    # five of twelve words
    assert plain(said).startswith(
        "Who speaks? 41.7% of the 12 words stand in 2 direct quotations of Ann Lee"
    )
    share, words, quoted = numbers(said)
    assert share == ("41.7%", "share of words", [("text-1", 0), ("text-1", 31)])
    assert words[:2] == ("12", "words")
    assert quoted == ("2", "count", [("text-1", 0), ("text-1", 31)])


def test_words_of_another_inside_quotations_are_told_apart():
    study = read_texts(['"Bob Ray said that war came," Ann Lee said.'])
    # six of nine words are quoted, three of them are what Bob Ray said
    said = finding_sentence(study)
    assert "quotation of Ann Lee (in 33.3% they tell what somebody else says); the" in plain(said)
    assert numbers(said)[3][2] == [("text-1", 14)]


def voices(*rows):
    return pd.DataFrame(rows, columns=["doc", "start", "end", "mode", "speaker"])


def test_nested_voices_are_counted_and_four_of_them_named():
    nested = [("a", n, n + 1, "nested", name) for n, name in enumerate("EDCB")]
    told = nested_sentence(voices(("a", 9, 10, "direct", "X"), *nested))
    assert plain(told).endswith(
        "ascribed to somebody else, those who say most first: E, D, C and B."
    )
    assert numbers(told) == [("4", "count", [("a", n) for n in range(4)])]
    more = nested_sentence(voices(*nested, ("a", 7, 8, "nested", ""), ("a", 8, 9, "nested", "")))
    assert "those who say most first: somebody not named, E, D, C and others" in plain(more)
    long = nested_sentence(voices(*nested, ("a", 7, 8, "nested", "E"), ("a", 8, 11, "nested", "F")))
    assert "those who say most first: F, E, D, C and others" in plain(long)
    assert not nested_sentence(voices(("a", 9, 10, "direct", "X"))).pieces


def test_a_cue_of_several_stretches_counts_once_and_one_that_is_not_written_does_not():
    rows = [
        ("a", 0, 9, 10, 14, "said", "neutral", "outer"),
        ("a", 15, 20, 10, 14, "said", "neutral", "outer"),
        ("b", 15, 20, 10, 14, "claimed", "doubting", "outer"),
        ("b", 30, 40, -1, -1, "", "endorsing", "outer"),
        ("b", 50, 60, 45, 49, "told", "neutral", "nested"),
    ]
    columns = ["doc", "start", "end", "cue_start", "cue_end", "cue", "stance", "level"]
    told = stances_sentence(pd.DataFrame(rows, columns=columns))
    assert plain(told).endswith(
        ": 1 neutral (“said”); 1 doubting, which cast doubt on it (“claimed”)."
    )
    assert [found for _, _, found in numbers(told)] == [[("a", 10)], [("b", 10)]]


def test_texts_are_listed_with_their_words_and_sentences(study):
    documents = study.corpus.documents.assign(source=[""], date=pd.to_datetime(["2025-08-01"]))
    table = documents_table(documents, study.segments, study.tokens)
    assert table.columns == ("Text", "Source", "Date", "Words", "Sentences", "SHA-256")
    [row] = shown(table)
    assert row[1:5] == ["not given", "2025-08-01", "12", "3"]
    assert row[5] == f"{documents['sha256'][0][:12]}…"
    assert behind(table.rows[0][3]) == [("text-1", 0)]  # the one paragraph
    assert len(behind(table.rows[0][4])) == 3
    assert table.note is None


def test_of_too_many_texts_the_first_are_listed_and_genres_where_not_all_are_articles(study):
    documents = pd.concat([study.corpus.documents.assign(genre="article")] * 2)
    documents["doc"] = ["text-1", "empty"]
    table = documents_table(documents, study.segments, study.tokens)
    assert "Genre" not in table.columns
    assert [row[3:5] for row in shown(table)] == [["12", "3"], ["0", "0"]]
    cut = documents_table(documents, study.segments, study.tokens, most=1)
    assert len(cut.rows) == 1
    assert "in the data of the report" in plain(cut.note)
    mixed = documents.assign(genre=["article", "speech"])
    assert [row[3] for row in shown(documents_table(mixed, study.segments, study.tokens))] == [
        "article", "speech",
    ]  # fmt: skip


def test_parts_are_counted_and_of_one_text_each_leads_to_them():
    segments = pd.DataFrame(
        [("a", 0, 4, "heading"), ("a", 5, 9, "paragraph"), ("a", 5, 9, "sentence")],
        columns=["doc", "start", "end", "kind"],
    )
    said = parts_sentence(segments, alone=True)
    assert plain(said).startswith(
        "The text has no dateline, 1 headings, 1 paragraphs and 1 sentences. "
    )
    assert numbers(said) == [
        ("1", "count", [("a", 0)]), ("1", "count", [("a", 5)]), ("1", "count", [("a", 5)]),
    ]  # fmt: skip
    several = parts_sentence(pd.concat([segments, segments.assign(kind="label")]), alone=False)
    assert plain(several).startswith(
        "The texts have no datelines, 1 headings, 3 labels of turns, 1 paragraphs and 1 sentences "
    )
    assert numbers(several)[1] == ("3", "Segments: label", None)


def test_shares_of_voices_lead_to_their_stretches():
    spoken = voices(
        ("a", 0, 3, "outlet", ""), ("a", 4, 9, "direct", "Ann"), ("a", 10, 12, "outlet", "")
    )
    tokens = pd.DataFrame({"doc": "a", "start": range(12), "end": range(1, 13), "is_word": True})
    found = voice_shares(tokens[tokens["start"].isin([0, 1, 2, 4, 5, 10, 11])], spoken)
    table = shares_table(found, spoken)
    assert table.columns == ("Speaker", "Mode", "Stretches", "Words", "Share")
    assert shown(table) == [
        ["—", "outlet", "2", "5", "71.4%"],
        ["Ann", "direct", "1", "2", "28.6%"],
    ]
    assert behind(table.rows[0][4]) == [("a", 0), ("a", 10)]
    assert [row[3].of.label for row in table.rows] == [
        "Stretches: outlet", "Stretches: Ann, direct",
    ]  # fmt: skip
    assert made(table) == {
        "Stretches": ("count", ""), "Words": ("words", ""), "Share": ("share of words", ""),
    }  # fmt: skip
    assert table.note is None
    assert len(shares_table(found, spoken, most=1).rows) == 1
    ends = found.assign(low=0.5, high=0.75)
    ends.attrs["note"] = "Over texts."
    over = shares_table(ends, spoken)
    assert over.columns[5:] == ("From", "To")
    assert shown(over)[0][5:] == ["50.0%", "75.0%"]
    assert plain(over.note) == "Over texts."


def test_quotations_stand_with_their_words_cue_and_chain(study):
    attributions = study.attributions.assign(via=["", "TASS"][: len(study.attributions)])
    attributions["cue"] = ["said", ""][: len(attributions)]
    table = quotations_table(study.corpus, attributions, study.tokens)
    assert table.columns == ("Place", "Words", "Speaker", "Cue", "Stance", "Passage")
    first, second = shown(table)
    assert first[1:4] == ["6", "Ann Lee", "said"]
    assert second[1:4] == ["4", "Ann Lee, through TASS", "none: goes on"]
    assert [behind(row[1]) for row in table.rows] == [[("text-1", 0)], [("text-1", 31)]]
    assert first[0] in table.rows[0][1].of.label
    assert table.rows[0][1].of.label.startswith("Ann Lee, direct: ")
    [cut] = quotations_table(study.corpus, attributions, study.tokens, most=1).rows
    assert behind(cut[1]) == [("text-1", 0)]
