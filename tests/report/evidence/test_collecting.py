import json

import pandas as pd
import pytest

from topoi.errors import InputError
from topoi.report.chapters.tables import table
from topoi.report.evidence.citing import cite, locus, measured, name, quotation, sentence
from topoi.report.evidence.collecting import cells_of, collect, numbers_without_evidence

HITS = pd.DataFrame({"doc": ["a"], "start": [1], "end": [4], "code": ["F01"]})


def test_every_number_of_a_chapter_is_collected_with_its_place(chapter):
    published = collect([chapter])
    numbers = published.numbers
    assert len(numbers) == 12 + 3 + 4 + 1
    assert numbers["place"].iloc[0] == "tbl-codes: root causes, direct"
    assert numbers["place"].iloc[12].startswith("must occurs [2] times, 125.0 per")
    assert (numbers["chapter"] == "01-a").all()


def test_tables_carry_label_and_caption_of_their_cell(chapter):
    tables = collect([chapter]).tables
    assert [(t.label, t.caption) for t in tables] == [
        ("tbl-codes", "Codes by voice"), ("tbl-scores", "Scores"),
    ]  # fmt: skip
    assert tables[1].frame["score"].tolist() == [0.5, 0.25]


def test_two_tables_of_one_label_get_two_files(chapter):
    labels = [t.label for t in collect([chapter, chapter]).tables]
    assert labels == ["tbl-codes", "tbl-scores", "tbl-codes-2", "tbl-scores-2"]


def test_the_chapters_of_a_project_are_those_that_its_book_names(chapter, tmp_path, monkeypatch):
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    for stem in ("01-a", "02-b", "06-c", "90-evidence"):
        (notebooks / f"{stem}.ipynb").write_bytes(chapter.read_bytes())
    listed = "chapters: [notebooks/01-a.ipynb]\n# - notebooks/06-c.ipynb\n"
    settings = f"{listed}appendices: [notebooks/90-evidence.ipynb]\n"
    (tmp_path / "_quarto.yml").write_text(settings, encoding="utf-8")
    (tmp_path / "index.qmd").write_text("{{< embed notebooks/02-b.ipynb#x >}}", encoding="utf-8")
    monkeypatch.chdir(notebooks)
    assert sorted(set(collect().numbers["chapter"])) == ["01-a", "02-b"]


def numbers(notebook):
    return numbers_without_evidence(notebook)["number"].tolist()


def test_a_published_chapter_has_no_number_without_evidence(chapter):
    assert numbers(chapter) == []


def test_a_typed_number_in_a_template_is_found(write_notebook, tmp_path):
    said = sentence("Of 12 codes {n} occur.", n=cite(HITS))
    assert numbers(write_notebook(tmp_path / "n.ipynb", ("", said))) == ["12"]


def test_a_bare_number_as_value_is_found(write_notebook, tmp_path):
    assert numbers(write_notebook(tmp_path / "n.ipynb", ("", sentence("{n} hits", n=7)))) == ["7"]


def test_plain_numbers_in_a_table_need_a_measure(write_notebook, tmp_path):
    frame = pd.DataFrame({"n": [3.5]})
    path = write_notebook(tmp_path / "n.ipynb", ("", table(frame)), ("", table(frame, how="mean")))
    assert numbers_without_evidence(path)["cell"].tolist() == ["c0"]


def test_numbers_in_quotations_loci_and_names_are_not_the_reports(write_notebook, tmp_path):
    said = sentence("{a} {b} {c}", a=quotation("in 2014"), b=locus("d", 3, 9), c=name("F01"))
    shown = table(pd.DataFrame({"text": ["August 1"], "code": ["F01"]}))
    assert numbers(write_notebook(tmp_path / "n.ipynb", ("", said), ("", shown))) == []


def test_printed_output_may_hold_no_number(write_notebook, tmp_path):
    path = write_notebook(tmp_path / "n.ipynb", ("", {"text/plain": "12 rows"}))
    assert numbers(path) == ["12"]


def test_a_hidden_cell_is_not_published(write_notebook, tmp_path):
    path = write_notebook(tmp_path / "n.ipynb", ("#| output: false\n1", {"text/plain": "12"}))
    assert numbers(path) == []


def test_markdown_may_hold_numbers_only_in_syntax_and_names(write_notebook, tmp_path):
    fine = "# T {#sec-a1}\n`x = 1` [@a2020; -@b2021] @fig-a-1 [b](c1.html#d2) [95%]{.name}"
    path = write_notebook(tmp_path / "n.ipynb", fine, "There are 3 parts (p. 5).")
    assert numbers(path) == ["3", "5"]


def test_a_number_in_prose_is_placed_by_the_whole_words_within_forty_characters_on_each_side(
    write_notebook, tmp_path
):
    said = sentence(
        "{a} then " + "bbb " * 12 + "{n}" + " ccc" * 12 + " {a}", n=cite(HITS), a=quotation("q")
    )
    near = sentence("In {n} {a}.", n=cite(HITS), a=quotation("q"))
    path = write_notebook(tmp_path / "n.ipynb", ("", said), ("", near))
    assert collect([path]).numbers["place"].tolist() == [
        "… " + "bbb " * 10 + "[1]" + " ccc" * 10 + " …",
        "In [1] q.",
    ]


def test_of_a_number_all_is_told_that_its_evidence_is(write_notebook, tmp_path):
    share = measured(
        0.5, hits=HITS, base=HITS, how="share of passages", source="tbl-b", percent=True
    )
    path = write_notebook(tmp_path / "02-x.ipynb", ("", sentence("{s}", s=share)))
    published = collect([path])
    (row,) = published.numbers.to_dict("records")
    assert row == {
        "chapter": "02-x", "cell": "c0", "place": "[50.0%]", "text": "50.0%", "value": 0.5,
        "how": "share of passages", "ref": share.ref, "base": share.base_id, "source": "tbl-b",
        "table": "", "row": "", "column": "",
    }  # fmt: skip
    assert list(published.sets) == [share.ref]


def test_numbers_of_a_table_have_its_file_their_row_and_column(chapter):
    numbers = collect([chapter]).numbers
    cells = numbers[numbers["table"] == "tbl-scores"]
    assert cells[["text", "value", "row", "column", "source"]].values.tolist() == [
        ["2", 2, "0", "k", "tbl-scores"], ["0.50", 0.5, "0", "score", "tbl-scores"],
        ["3", 3, "1", "k", "tbl-scores"], ["0.25", 0.25, "1", "score", "tbl-scores"],
    ]  # fmt: skip
    assert set(numbers.loc[numbers["table"] == "tbl-codes", "row"]) == {*"0123"}


def test_a_table_without_a_label_is_named_by_its_chapter_and_has_no_number(
    write_notebook, tmp_path
):
    shown = table(pd.DataFrame({"score": [0.5]}), how="a score")
    labelled = "#| label: tbl-own\n#| tbl-cap: Own"
    path = write_notebook(
        tmp_path / "03-c.ipynb", ("#| label: scores", shown), (labelled, shown), (labelled, shown)
    )
    found = collect([path]).tables
    assert [(one.label, one.numbered, one.caption) for one in found] == [
        ("tbl-03-c-1", False, ""), ("tbl-own", True, "Own"), ("tbl-own-2", False, "Own"),
    ]  # fmt: skip


def test_a_pattern_names_notebooks_of_this_folder_in_order(chapter, tmp_path, monkeypatch):
    for stem in ("02-b", "00-c", "x"):
        (tmp_path / f"{stem}.ipynb").write_bytes(chapter.read_bytes())
    monkeypatch.chdir(tmp_path)
    chapters = collect("0*.ipynb").numbers["chapter"]
    assert list(dict.fromkeys(chapters)) == ["00-c", "01-a", "02-b"]


def test_a_number_without_evidence_is_shown_with_its_cell_and_the_words_around_it(
    write_notebook, tmp_path
):
    words = "w" * 40 + " 12.5% " + "v" * 40
    path = write_notebook(
        tmp_path / "n.ipynb", words, ("", {"text/html": "7 rows"}), ("", {"image/png": "8"}),
        ("", {"text/markdown": "`9` and 10", "text/plain": "11"}),
    )  # fmt: skip
    found = numbers_without_evidence(path)
    assert found[["cell", "where", "number"]].values.tolist() == [
        ["c0", "markdown", "12.5%"], ["c1", "output", "7"], ["c3", "output", "10"],
    ]  # fmt: skip
    assert found["context"].iloc[0] == "w" * 29 + " 12.5% " + "v" * 24


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", '{"cells": [{}]}', '{"cells": 3}'])
def test_what_is_no_notebook_is_refused_by_its_name(tmp_path, text):
    path = tmp_path / "n.ipynb"
    path.write_text(text)
    with pytest.raises(InputError, match=r"n\.ipynb: is not a notebook"):
        cells_of(path)
    path.write_text(json.dumps({"cells": [{"source": ["a\n", "b"]}, {"source": "c"}]}))
    assert [cell["source"] for cell in cells_of(path)] == ["a\nb", "c"]
