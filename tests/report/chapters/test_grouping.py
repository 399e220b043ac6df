"""The columns that texts are compared by, and how they are spoken of."""

import pytest

from topoi.errors import InputError
from topoi.report.chapters.grouping import (
    as_markdown,
    column_in,
    grouping,
    in_words,
    largest,
    many_of,
    require_no_column,
    title_of,
)


@pytest.mark.parametrize(
    ("setting", "by"),
    [
        ("{}", "source"),
        ("topoi: {by: party}", "party"),
        ("topoi: {by: 'party,year'}", "party,year"),
        ("topoi: {by: [party, year]}", "party,year"),
    ],
)
def test_a_project_names_the_columns_that_it_compares_by(tmp_path, setting, by):
    (tmp_path / "_quarto.yml").write_text(setting)
    assert column_in(tmp_path / "_quarto.yml") == by
    assert grouping(tmp_path) == by


@pytest.mark.parametrize("setting", ["[]", "7", "''", "[a, 7]", "{a: b}"])
def test_what_is_no_name_of_a_column_is_refused(tmp_path, setting):
    (tmp_path / "_quarto.yml").write_text(f"topoi: {{by: {setting}}}")
    with pytest.raises(InputError, match="names no column"):
        column_in(tmp_path / "_quarto.yml")


def test_a_column_is_given_for_other_texts_only():
    require_no_column(None)
    require_no_column("")
    with pytest.raises(InputError, match="--by party"):
        require_no_column("party")


def test_columns_are_spoken_of_as_the_texts_name_them():
    assert [title_of(by) for by in ("source", "text", "text.speaker", "a,b")] == [
        "Source", "Text (column)", "Speaker", "A, b",
    ]  # fmt: skip
    assert [many_of(by) for by in ("source", "text.speaker", "a,b")] == [
        "sources", "values of speaker", "groups by a and b",
    ]  # fmt: skip
    assert in_words("a,b,c") == "a and b and c"


def test_the_largest_groups_stand_in_the_order_of_the_alphabet():
    assert largest({"c": 3, "b": 1, "a": 1}, 2) == ["a", "c"]
    assert largest({"b": 1}, 2) == ["b"]


def test_a_name_with_a_figure_is_marked_as_one_that_counts_nothing():
    assert as_markdown("G20 *") == r"[G20 \*]{.name}"
    assert as_markdown("West *") == r"West \*"
