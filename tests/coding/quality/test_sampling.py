"""The blind coding sheet and its score."""

import pandas as pd
import pytest

from topoi.coding.quality.sampling import coding_sheet, score_sheet
from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus, corpus_of
from topoi.text.words.segments import segments


@pytest.fixture
def drawn() -> tuple[Corpus, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    corpus = corpus_of({"a": "War came. Peace came. War ended. Rain fell. Snow fell. War again."})
    layers = segments(corpus)
    units = layers[layers["kind"] == "sentence"]
    starts = [0, 22, 55]
    hits = pd.DataFrame(
        {"doc": "a", "start": starts, "end": [s + 3 for s in starts], "code": "war"}
    )
    sheet, key = coding_sheet(
        corpus, hits, units, codes=[("war", "Is it of war?")], per_code=2, seed=7
    )
    return corpus, units, sheet, key


def test_the_sheet_mixes_hits_and_others_and_shows_no_answer(drawn: tuple) -> None:
    _, _, sheet, key = drawn
    assert sheet["item"].tolist() == [1, 2, 3, 4]
    assert sheet["answer"].tolist() == [""] * 4
    assert sorted(key["machine"]) == ["no", "no", "yes", "yes"]
    assert "machine" not in sheet.columns
    assert all("War" in text for text in sheet["passage"][key["machine"] == "yes"])


def test_the_same_seed_draws_the_same_sheet(drawn: tuple) -> None:
    corpus, units, sheet, _ = drawn
    hits = pd.DataFrame({"doc": "a", "start": [0, 22, 55], "end": [3, 25, 58], "code": "war"})
    again, _ = coding_sheet(
        corpus, hits, units, codes=[("war", "Is it of war?")], per_code=2, seed=7
    )
    pd.testing.assert_frame_equal(sheet, again)


def test_a_filled_sheet_gives_precision_and_what_was_missed(drawn: tuple) -> None:
    _, _, sheet, key = drawn
    answers = {("yes", 0): "Yes", ("yes", 1): "n", ("no", 0): "no", ("no", 1): "?"}
    seen = {"yes": 0, "no": 0}
    filled = []
    for machine in key["machine"]:
        filled.append(answers[machine, seen[machine]])
        seen[machine] += 1
    sheet = sheet.assign(answer=filled)
    row = score_sheet(sheet, key).iloc[0]
    assert (row["judged_hits"], row["true_hits"], row["precision"]) == (2, 1, 0.5)
    assert (row["judged_others"], row["missed"], row["unanswered"]) == (1, 0, 0)
    assert key.groupby("machine")["drawn_from"].unique().map(list).to_dict() == {
        "no": [3],
        "yes": [3],
    }
    assert (row["recall"], round(row["recall_low"], 3), row["recall_high"]) == (1.0, 0.106, 1.0)
    assert round(row["f1"], 3) == 0.667


def test_a_hit_over_several_sentences_is_in_all_of_them() -> None:
    corpus = corpus_of({"a": "War came. Peace came. Rain fell."})
    layers = segments(corpus)
    hits = pd.DataFrame({"doc": "a", "start": [0], "end": [21], "code": "war"})
    units = layers[layers["kind"] == "sentence"]
    _, key = coding_sheet(corpus, hits, units, codes=[("war", "War?")], per_code=9)
    assert sorted(key.loc[key["machine"] == "yes", "start"]) == [0, 10]


def test_a_wrong_answer_or_key_is_refused(drawn: tuple) -> None:
    _, _, sheet, key = drawn
    with pytest.raises(InputError, match="item 1: has the answer 'maybe'"):
        score_sheet(sheet.assign(answer="maybe"), key)
    with pytest.raises(InputError, match="does not fit its key"):
        score_sheet(sheet.iloc[:2], key)
