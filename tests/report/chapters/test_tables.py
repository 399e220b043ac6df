import re

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


def test_every_count_of_a_table_is_linked_and_zeros_are_shown_and_open_nothing():
    counted = counts_table(HITS, by="code", across="mode", rows=["x", "y", "z"])
    assert counted.frame().values.tolist() == [
        ["x", 1, 1, 2], ["y", 1, 0, 1], ["z", 0, 0, 0], ["Total", 2, 1, 3],
    ]  # fmt: skip
    assert counted.markdown().count("(90-evidence.ipynb#ev-") == 8
    assert (
        len(
            re.findall(
                r'<span class="evidence" data-counted="ev-\w{10}">0</span>', counted.markdown()
            )
        )
        == 4
    )
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


def test_a_caption_stands_with_the_label_and_the_widths_of_its_columns():
    frame = pd.DataFrame({"text": ["a"], "other": ["b"]})
    plain = table(frame, caption="On *a*").markdown().splitlines()
    assert plain[4] == r": On \*a\*"
    labelled = table(frame, caption="C", label="tbl-a").markdown()
    assert "\n: C {#tbl-a}\n" in labelled
    wide = table(frame, caption="C", label="tbl-a", widths=(30, 70)).markdown()
    assert '\n: C {#tbl-a tbl-colwidths="[30, 70]"}\n' in wide
    assert "\n: " not in table(frame, label="tbl-a").markdown()


def test_numbers_stand_to_the_right_and_a_column_has_dashes_for_its_longest_cell():
    frame = pd.DataFrame({"text": ["x" * 57, "y"], "n": [1, 20], "long": ["z" * 99, ""]})
    ruler = table(frame, how="h").markdown().splitlines()[1].strip("| ").split(" | ")
    assert ruler == [":" + "-" * 59, "-" * 4 + ":", ":" + "-" * 60]


def test_a_stored_table_has_its_rows_the_rest_and_the_passages_of_cells_and_note():
    columns = [Column("Code", "code"), Column("Passages", "code", "count")]
    shown = table(
        pd.DataFrame({"code": ["x", "y", "z"]}),
        columns,
        own=lambda row: HITS[HITS["code"] == row["code"]],
        note=cite(HITS, label="all"),
        source="tbl-a",
        most=2,
        caption="C",
        label="tbl-a",
        how="h",
    )
    data = shown._repr_mimebundle_()
    record = data["application/vnd.topoi.evidence+json"]
    assert (record["version"], record["table"]) == (1, shown.id)
    assert record["columns"] == ["Code", "Passages"]
    assert [row[0] for row in record["rows"]] == [["name", "x"], ["name", "y"]]
    assert record["rest"] == [["z", 0]]
    assert set(record["sets"]) == {
        cite(HITS).ref, *(cite(HITS[HITS["code"] == code]).ref for code in "xy")
    }  # fmt: skip
    assert (record["how"], record["caption"], record["label"]) == ("h", "C", "tbl-a")
    assert [piece[:2] for piece in record["note"]] == [
        ["number", "3"], ["prose", " "], ["number", "1"],
        ["prose", " further rows are in the data of this table."],
    ]  # fmt: skip
    assert data["text/plain"].split() == ["Code", "Passages", "x", "2", "y", "1", "z", "0"]


def test_a_table_of_just_the_most_rows_has_no_further_ones():
    frame = pd.DataFrame({"text": ["a", "b"]})
    shown = table(frame, most=2)
    assert (len(shown.rows), shown.rest) == (2, ())
    assert "further" not in shown.markdown()
    assert table(frame[:0], most=2).note is None
    assert table(frame).note is None


def test_cells_of_a_plain_table_are_dates_truths_words_or_numbers():
    frame = pd.DataFrame(
        {"day": [pd.Timestamp("2025-08-01 12:00"), pd.NaT], "is": [True, False]}
        | {"n": [1000, 2], "r": [0.125, 2.0], "code": ["F01", None], "at": ["a:1", "b:2"]}
    ).rename(columns={"at": "locus"})
    rows = table(frame, how="a measure", digits=1).rows
    assert [cell.text for cell in rows[0]] == ["2025-08-01", "True", "1,000", "0.1", "F01", "a:1"]
    assert [cell.text for cell in rows[1]] == ["", "False", "2", "2.0", "", "b:2"]
    assert [cell.piece()[0] for cell in rows[0]] == [
        "name", "prose", "number", "number", "name", "locus",
    ]  # fmt: skip
    assert rows[0][2].how == "a measure"
    assert [cell.piece()[0] for cell in table(frame[["n"]]).rows[0]] == ["prose"]


def test_without_a_total_or_a_second_column_there_is_one_column_of_passages():
    alone = counts_table(HITS, by="code", total=False, header="Code")
    assert alone.columns == ("Code", "Passages")
    assert alone.frame().values.tolist() == [["x", 2], ["y", 1]]
    assert alone.rows[0][1].of.label == "x"
    across = counts_table(HITS, by="code", across="mode", total=False, columns={"direct": "D"})
    assert across.columns == ("code", "D")
    assert across.frame().values.tolist() == [["x", 1], ["y", 1]]
    labelled = counts_table(HITS, by="code", rows={"y": "Why"}, columns=["direct"], across="mode")
    assert labelled.frame().values.tolist() == [["Why", 1, 1], ["Total", 1, 1]]
    assert labelled.rows[1][1].of.label == "code: all, direct"
    assert counts_table(HITS, by="code").columns == ("code", "Passages")


def test_a_number_of_a_row_with_passages_has_no_source_and_one_without_has_it():
    column = Column("Share", "share", how="share of {code}", digits=1)
    linked = column.cell({"share": 0.25, "code": "x", "own": HITS[:1]}, "tbl-a")
    alone = column.cell({"share": 0.25, "code": "x"}, "tbl-a")
    assert (linked.source, linked.how, len(linked.of.loci)) == ("", "share of x", 1)
    assert (alone.source, alone.of, alone.text) == ("tbl-a", None, "0.2")
    assert Column("A", "a", how="h").cell({"a": "words"}, "t").piece() == ["name", "words"]
    assert Column("A", "a").cell({"a": None}, "t").piece() == ["prose", ""]


def test_a_column_of_numbers_that_are_all_missing_is_set_as_one():
    columns = [Column("Code", "code"), Column("q", "q", how="q of a test", empty="—")]
    assert table(pd.DataFrame({"code": ["x"], "q": [None]}), columns).numeric == {"q"}
