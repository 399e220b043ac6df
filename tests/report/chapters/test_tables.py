import pandas as pd

from topoi.report.chapters.tables import Column, Remark, counts_table, table
from topoi.report.evidence.citing import cite, name

HITS = pd.DataFrame(
    [
        ("a", 1, 4, "frames", "x", "direct"),
        ("a", 6, 8, "frames", "x", "outlet"),
        ("b", 6, 8, "frames", "y", "direct"),
    ],
    columns=["doc", "start", "end", "codebook", "code", "mode"],
)


def test_every_count_of_a_table_is_linked_and_zeros_are_shown():
    counted = counts_table(HITS, by="code", across="mode", rows=["x", "y", "z"])
    assert counted.frame().values.tolist() == [
        ["x", 1, 1, 2], ["y", 1, 0, 1], ["z", 0, 0, 0], ["Total", 2, 1, 3],
    ]  # fmt: skip
    assert counted.markdown().count("(90-evidence.ipynb#ev-") == 12
    assert counted.rows[0][3].ref == cite(HITS[HITS["code"] == "x"]).ref


def test_cells_are_escaped_and_bars_do_not_part_them():
    shown = table(pd.DataFrame({"text": ["a | b"], "other": ["<i>"]})).markdown()
    assert "a \\| b" in shown
    assert "\\<i\\>" in shown


def test_a_note_is_printed_once_under_the_table():
    assert table(pd.DataFrame({"text": ["a"]}), note="A note.").markdown().count("A note.") == 1


def test_whole_numbers_have_no_decimals_and_missing_cells_are_empty():
    frame = pd.DataFrame({"n": [1, 2], "r": [0.5, float("nan")]})
    rows = table(frame, how="h", digits=3).rows
    assert [[c.text for c in r] for r in rows] == [["1", "0.500"], ["2", ""]]


def test_columns_get_width_by_their_words():
    ruler = (
        table(pd.DataFrame({"a": [name("x" * 30)], "b": [name("y")]})).markdown().splitlines()[1]
    )
    wide, narrow = ruler.strip("| ").split(" | ")
    assert len(wide) > 4 * len(narrow)


def test_the_same_table_has_the_same_id():
    frame = pd.DataFrame({"text": ["a"]})
    assert table(frame).id == table(frame.copy()).id
    assert table(frame).id != table(pd.DataFrame({"text": ["b"]})).id


def test_declared_columns_say_what_a_row_gives_and_how_it_was_measured():
    columns = [
        Column("Code", "code", empty="none"),
        Column("Passages", "code", "count"),
        Column("Share", "share", how="share of passages", digits=1, percent=True, empty="—"),
    ]
    rows = [{"code": "x", "share": 0.5}, {"code": "", "share": float("nan")}]
    shown = table(rows, columns, own=lambda row: HITS[HITS["code"] == row["code"]])
    assert [[c.text for c in r] for r in shown.rows] == [["x", "2", "50.0%"], ["none", "0", "—"]]
    assert shown.rows[0][2].ref == shown.rows[0][1].ref == cite(HITS[HITS["code"] == "x"]).ref
    assert shown.numeric == {"Passages", "Share"}


def test_numbers_without_passages_lead_to_the_table_that_is_named():
    columns = [Column("Text", "{of}: {words}"), Column("Words", "words", how="words of {of}")]
    [[text, cell]] = table([{"words": 3, "of": "a"}], columns, source="tbl-a").rows
    assert text.text == "a: 3"
    assert (cell.how, cell.source, cell.of) == ("words of a", "tbl-a", None)


def test_a_row_of_words_leaves_the_other_columns_empty_and_a_table_without_rows_may_say_so():
    columns = [Column("Word", "word"), Column("Count", "count", how="words")]
    assert table([Remark(Word="too few")], columns).frame().values.tolist() == [["too few", ""]]
    assert table([], columns, none="none").frame().values.tolist() == [["none", "none"]]
    assert list(table([], columns).frame().columns) == ["Word", "Count"]


def test_rows_that_are_not_shown_are_counted_and_published():
    shown = table(pd.DataFrame({"text": list("abc")}), most=2, source="tbl-a")
    assert (len(shown.rows), len(shown.frame())) == (2, 3)
    assert "further rows are in the data" in shown.note.markdown()
