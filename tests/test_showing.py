"""Tables show the first rows, rounded, with title and note, and keep all else."""

import pandas as pd

from topoi.showing import MOST_ROWS, titled


def test_title_first_rows_and_note_are_shown() -> None:
    frame = pd.DataFrame({"word": ["a"] * (MOST_ROWS + 2), "rate": [1 / 3] * (MOST_ROWS + 2)})
    frame.attrs["note"] = "Per 1,000 words."
    lines = repr(titled(frame, "Rates")).splitlines()
    assert lines[0] == "Rates"
    assert lines[2] == "a     0.333"
    assert lines[-2:] == ["… and 2 more rows", "Per 1,000 words."]
    assert len(lines) == MOST_ROWS + 4


def test_columns_that_are_not_for_reading_stay_in_the_table() -> None:
    table = titled(pd.DataFrame({"doc": ["d"], "node": ["x"]}), "T", shown=["node"])
    assert "doc" not in repr(table)
    assert table["doc"].tolist() == ["d"]
    assert "doc" not in repr(table[table["node"] == "x"])


def test_text_is_shown_as_the_characters_it_is() -> None:
    table = titled(pd.DataFrame({"node": ["<b>&\x1b[31m"], "left": ["x"], "n": [2]}), "<i>")
    html = table._repr_html_()
    assert "<b>" not in html
    assert "&lt;b&gt;&amp;\ufffd[31m" in html
    assert "&lt;i&gt;" in html
    assert html.count("text-align:right") == 2


def test_a_note_that_a_measure_gave_is_kept() -> None:
    frame = pd.DataFrame({"a": [1]})
    frame.attrs["note"] = "How."
    assert titled(frame, "T").note == "How."
    assert "(no rows)" in repr(titled(frame[:0], "T"))
