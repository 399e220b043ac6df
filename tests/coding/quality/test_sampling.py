"""The blind coding sheet and its score."""

from math import isnan, nan

import pandas as pd
import pytest

from topoi.coding.quality.judgements import Judgement
from topoi.coding.quality.sampling import coding_sheet
from topoi.coding.quality.scores import estimated, score_samples
from topoi.coding.quality.sheets import KEY, answer_of, read_sheet, sheet_judgements
from topoi.errors import InputError, Notice
from topoi.text.corpus.corpus import Corpus, corpus_of
from topoi.text.words.segments import segments


def score_sheet(sheet: pd.DataFrame, key: pd.DataFrame) -> pd.DataFrame:
    """Return what a sheet says of the machine."""
    read = sheet_judgements(sheet, key, reader="ann")
    return score_samples(pd.DataFrame(read, columns=list(Judgement._fields)))


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


PASSAGES = 'item{0}code{0}passage{0}answer\n1{0}war{0}"It’s war,\nnow; yes."{0}Yes\n'


@pytest.mark.parametrize(
    ("separator", "encoding", "told"),
    [
        (",", "utf-8", []),
        (",", "utf-8-sig", []),
        (";", "utf-8-sig", ["semicolons"]),
        (";", "cp1252", ["semicolons", "Windows-1252"]),
        ("\t", "utf-16", ["tabs", "UTF-16"]),
    ],
)
def test_a_sheet_saved_by_a_spreadsheet_is_read_and_told(
    tmp_path, separator: str, encoding: str, told: list[str]
) -> None:
    file = tmp_path / "sheet.csv"
    content = PASSAGES.format(separator) + separator.join(["2.0", "war", "Peace.", "n"]) + "\n"
    content += separator * 3 + "\n"
    file.write_bytes(content.replace("\n", "\r\n").encode(encoding))
    notices: list[Notice] = []
    sheet = read_sheet(file, notices=notices)
    assert sheet.values.tolist() == [[1, "war", "yes"], [2, "war", "no"]]
    assert [word in notice.said for word, notice in zip(told, notices, strict=True)] == [
        True
    ] * len(told)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("2,war,Peace.,maybe\n", "sheet.csv:4: has the answer 'maybe'"),
        ("\n\n1,war,Peace.,no\n", "sheet.csv:6: repeats the item 1 of line 2"),
        ("two,war,Peace.,no\n", "sheet.csv:4: has the item 'two'"),
        ("2,war,Peace, now.,no\n", "sheet.csv:4: has more cells"),
    ],
)
def test_a_wrong_row_of_a_sheet_is_named_with_its_line(tmp_path, rows: str, said: str) -> None:
    (tmp_path / "sheet.csv").write_text(PASSAGES.format(",") + rows, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_sheet(tmp_path / "sheet.csv")
    assert said in str(caught.value)


def test_a_sheet_without_a_column_and_a_key_are_told_apart(tmp_path) -> None:
    (tmp_path / "sheet.csv").write_text(PASSAGES.format(","), encoding="utf-8")
    with pytest.raises(InputError, match=r"has no `doc` column .*Rename one to `doc`\."):
        read_sheet(tmp_path / "sheet.csv", KEY)
    with pytest.raises(InputError, match="cannot be read"):
        read_sheet(tmp_path / "none.csv")


def test_items_that_a_sheet_lacks_are_named(drawn: tuple) -> None:
    _, _, sheet, key = drawn
    with pytest.raises(InputError, match="does not fit its key: it lacks 3, 4"):
        score_sheet(sheet.iloc[:2], key)


def test_a_passage_has_what_stands_before_and_behind_it_as_far_as_asked() -> None:
    corpus = corpus_of({"a": "War came. Peace came. War ended."})
    layers = segments(corpus)
    units = layers[layers["kind"] == "sentence"]
    hits = pd.DataFrame({"doc": ["a"], "start": [10], "end": [15], "code": ["peace"]})
    sheet, _ = coding_sheet(corpus, hits, units, codes=[("peace", "Peace?")], width=6)
    around = {row.passage: (row.left, row.right) for row in sheet.itertuples()}
    assert around == {
        "War came.": ("", "Peace"),
        "Peace came.": ("came.", "War"),  # of "ended" behind it the first letter would be there
        "War ended.": ("came.", ""),
    }


def test_recall_of_nothing_judged_may_be_anything() -> None:
    none = (nan, nan, nan)
    recall, low, high = estimated(none, none, 0, 10)
    assert isnan(recall)
    assert (low, high) == (0.0, 1.0)
    assert estimated((1.0, 1.0, 1.0), none, 5, 0) == (1.0, 1.0, 1.0)


def test_an_answer_is_told_by_its_word_and_an_empty_one_is_none() -> None:
    answers = [answer_of(told, "s:1") for told in (None, nan, "", "  ", "Y", " no ")]
    assert answers == ["", "", "", "", "yes", "no"]
