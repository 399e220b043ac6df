"""The theme profile."""

import pandas as pd

from topoi.analysis.measures.cooccurrence import places, theme_grid, theme_profile
from topoi.analysis.measures.intervals import SHARES_AS_IF, wilson
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.numbered import token_table as tokens
from topoi.text.words.segments import segments

TEXT = "Peace now. War is over.\n\nPeace then.\n\nNothing here."
CORPUS = corpus_of({"a": TEXT})
HITS = pd.DataFrame(
    [
        ("a", 0, 5, "peace", 1, 1, "outlet", ""),
        ("a", 25, 30, "peace", 2, 3, "direct", "Ann"),
        ("a", 11, 14, "war", 1, 2, "direct", "Ann"),
    ],
    columns=["doc", "start", "end", "code", "paragraph", "sentence", "mode", "speaker"],
)


def test_profile_counts_paragraphs_sentences_and_their_words() -> None:
    found = theme_profile(HITS, segments(CORPUS), tokens(CORPUS), codes=["peace", "war", "law"])
    shown = found.set_index("code")
    assert shown["paragraphs"].to_dict() == {"peace": 2, "war": 1, "law": 0}
    assert shown["words"].to_dict() == {"peace": 4, "war": 3, "law": 0}
    assert shown.loc["peace", "word_share"] == 4 / 9
    assert shown.loc["peace", "where"] == "¶1, ¶2"
    assert tuple(shown.loc["war", ["paragraph_low", "paragraph_high"]]) == wilson(1, 3)
    assert found.attrs["note"].startswith(SHARES_AS_IF)


def test_profile_without_hits_has_its_columns() -> None:
    found = theme_profile(HITS[:0], segments(CORPUS), tokens(CORPUS))
    assert found.empty
    assert "sentence_share" in found


def test_grid_shows_every_paragraph_and_zeros() -> None:
    found = theme_grid(HITS, segments(CORPUS))
    assert len(found) == 6
    assert found["hits"].sum() == 3


def test_a_profile_by_hand() -> None:
    found = theme_profile(HITS, segments(CORPUS), tokens(CORPUS))
    assert list(found) == [
        *("code", "hits", "documents"),
        *("paragraphs", "paragraph_share", "paragraph_low", "paragraph_high"),
        *("sentences", "sentence_share", "sentence_low", "sentence_high"),
        *("words", "word_share", "where"),
    ]
    counts = ["code", "hits", "documents", "paragraphs", "paragraph_share", "sentences"]
    assert found[[*counts, "sentence_share"]].values.tolist() == [
        ["peace", 2, 1, 2, 2 / 3, 2, 0.5],
        ["war", 1, 1, 1, 1 / 3, 1, 0.25],
    ]


def test_the_places_of_a_code_are_twelve_at_most_and_the_rest_is_counted() -> None:
    for many, ends in ((12, "¶11, ¶12"), (13, "¶11, ¶12 and 1 more")):
        rows = pd.MultiIndex.from_product([["a"], range(1, many + 1)], names=["doc", "paragraph"])
        assert places("x", pd.DataFrame({"x": True}, index=rows)).endswith(ends)
    rows = pd.MultiIndex.from_tuples([("a", 1), ("b", 2), ("b", 3)], names=["doc", "paragraph"])
    assert places("x", pd.DataFrame({"x": [True, False, True]}, index=rows)) == "a ¶1, b ¶3"


def test_a_heading_is_counted_and_touches_nothing_and_zeros_of_the_grid_stand() -> None:
    corpus = corpus_of({"a": "Peace talks\n\nWar is over."})
    hits = HITS[:2].assign(paragraph=[1, 2], sentence=[0, 1], code=["peace", "war"])
    found = theme_profile(hits, segments(corpus), tokens(corpus)).set_index("code")
    columns = ["hits", "documents", "paragraphs", "sentences", "words"]
    assert found.loc["peace", columns].tolist() == [1, 1, 0, 0, 0]
    assert found.loc["war", columns].tolist() == [1, 1, 1, 1, 3]
    grid = theme_grid(HITS, segments(CORPUS), codes=["war", "peace"])
    assert grid.values.tolist() == [
        ["a", 1, "war", 1],
        ["a", 1, "peace", 1],
        ["a", 2, "war", 0],
        ["a", 2, "peace", 1],
        ["a", 3, "war", 0],
        ["a", 3, "peace", 0],
    ]
