from math import log2

import pandas as pd
import pytest

from topoi.analysis.measures.collocates import collocates
from topoi.errors import InputError
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.numbered import token_table as tokens

TEXT = "The root causes stay. Causes of the root matter. Nobody doubts the war."


def table(text: str = TEXT) -> pd.DataFrame:
    return tokens(corpus_of({"a": text}))


def test_words_are_counted_within_window_and_sentence() -> None:
    found = collocates(table(), "root", window=1, min_count=1, min_node=1)
    # the ROOT causes | the ROOT matter
    assert found.set_index("token")["count"].to_dict() == {"the": 2, "causes": 1, "matter": 1}


def test_totals_leave_the_node_itself_out() -> None:
    found = collocates(table(), "root", window=5, min_count=1, min_node=1).set_index("token")
    assert found.loc["the", ["count", "total"]].tolist() == [2, 3]
    assert "root" not in found.index
    assert "of 7 places" not in found.attrs["note"]
    assert "N = 11 words" in found.attrs["note"]
    assert "R1 = 7 places" in found.attrs["note"]


def test_measures_follow_from_the_counts() -> None:
    found = collocates(table(), "root", min_count=1, min_node=1).set_index("token")
    assert found.loc["the", "expected"] == pytest.approx(7 * 3 / 11)
    assert found.loc["the", "delta_p"] == pytest.approx(2 / 7 - 1 / 4)


def test_spans_of_hits_serve_as_node() -> None:
    hits = pd.DataFrame({"doc": ["a"], "start": [4], "end": [15]})
    found = collocates(table(), hits, window=1, min_count=1, min_node=1)
    assert found["token"].tolist() == ["stay", "the"]


def test_too_few_occurrences_give_an_empty_table_that_says_so() -> None:
    found = collocates(table(), "root")
    assert not len(found)
    assert "occurs 2 times" in found.attrs["note"]
    assert "20 occurrences up" in found.attrs["note"]


def test_twenty_occurrences_are_enough() -> None:
    found = collocates(table("The root causes stay. " * 20), "root", window=1)
    assert found.set_index("token")["count"].to_dict() == {"causes": 20, "the": 20}


def test_a_place_in_two_windows_counts_once() -> None:
    found = collocates(table("Root and root. Yes."), "root", window=2, min_count=1, min_node=1)
    assert found[["token", "count"]].values.tolist() == [["and", 1]]


def test_log_dice_is_of_how_often_node_and_word_occur_in_the_texts() -> None:
    found = collocates(table(), "root", min_count=1, min_node=1).set_index("token")
    # 2 of 3 "the" stand near one of 2 "root", whose 7 places have no part in it
    assert found.loc["the", "log_dice"] == pytest.approx(14 + log2(2 * 2 / (2 + 3)))
    spans = pd.DataFrame({"doc": ["a"], "start": [4], "end": [15]})  # root causes
    near = collocates(table("The root causes have causes. War."), spans, min_count=1, min_node=1)
    # "causes" near the node once, and once in it: 2 in the texts, 1 outside of the node
    causes = near.set_index("token").loc["causes"]
    assert causes[["count", "total"]].tolist() == [1, 1]
    assert causes["log_dice"] == pytest.approx(14 + log2(2 * 1 / (1 + 2)))


def test_attracted_words_and_repelled_ones_are_apart() -> None:
    text = "Peace talks. Peace and war. War and war and war. Talks."
    near, away = (
        collocates(table(text), "peace", min_count=1, min_node=1, repelled=repelled)
        for repelled in (False, True)
    )
    # 3 of 9 places are near peace: of talks 1 in 2, of war 1 in 4, of and 1 in 3, as expected
    assert near[["token", "count", "total"]].values.tolist() == [["talks", 1, 2]]
    assert away[["token", "count", "total"]].values.tolist() == [["war", 1, 4]]
    assert (near["count"] > near["expected"]).all()
    assert "(O > E); 2 others are not" in near.attrs["note"]
    never = collocates(
        table("Peace is. War, war."), "peace", min_count=2, min_node=1, repelled=True
    )
    assert never[["token", "count", "total"]].values.tolist() == [["war", 0, 2]]


def test_windows_stop_at_the_end_of_a_document() -> None:
    both = tokens(corpus_of({"a": "Root", "b": "Causes"}))
    assert not len(collocates(both, "root", min_count=1, min_node=1))


def test_a_table_of_tokens_has_no_capitals_to_ask_for() -> None:
    with pytest.raises(InputError, match="has no capitals"):
        collocates(tokens(corpus_of({"a": "He met Putin."})), "<Name>")


def test_a_table_of_collocates_stands_in_one_order_and_keeps_words_from_the_least_count_on() -> (
    None
):
    text = "Peace talks. Peace talks. Peace plan. War and war and talks and plan again."
    every = collocates(table(text), "peace", min_count=1, min_node=3)
    assert list(every) == [
        *("token", "count", "total", "expected", "g2", "log_dice", "mi", "t", "delta_p")
    ]
    # 3 places near peace, 11 words but the node
    assert every.reset_index().iloc[:, :5].values.tolist() == [
        [0, "talks", 2, 3, pytest.approx(9 / 11)],
        [1, "plan", 1, 2, pytest.approx(6 / 11)],
    ]
    assert collocates(table(text), "peace", min_count=2, min_node=3)["token"].tolist() == ["talks"]
    assert not len(collocates(table(text), "peace", min_count=1, min_node=4))
    even = collocates(table("Peace ends. Peace began. War."), "peace", min_count=0, min_node=1)
    assert even["token"].tolist() == ["began", "ends"]


def test_a_window_reaches_so_many_words_to_both_sides() -> None:
    text = "A b c d e f root g h i j k l."
    for window, near in ((1, "fg"), (2, "efgh"), (5, "bcdefghijk")):
        found = collocates(table(text), "root", window=window, min_count=1, min_node=1)
        assert "".join(sorted(found["token"])) == near
    assert f"Up to {5} words" in collocates(table(text), "root", min_node=1).attrs["note"]
