"""The theme profile."""

import pandas as pd

from topoi.analysis.measures.cooccurrence import theme_grid, theme_profile
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
