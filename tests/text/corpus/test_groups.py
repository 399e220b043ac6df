"""What `--by` names becomes groups of texts: one column or several, the texts' own, the date's."""

import pandas as pd
import pytest

from topoi.errors import InputError
from topoi.text.corpus.corpus import (
    corpus_of,
    group_of,
    groups_of,
    heading_of,
    require_column,
    with_groups,
)

DOCUMENTS = corpus_of(
    pd.DataFrame(
        {
            "id": ["a", "b", "c"],
            "text": ["One.", "Two.", "Three."],
            "date": ["2021-03-04", "2022-01-01", None],
            "party": ["Labour", None, "Labour"],
            "seats": [3.0, 4.5, None],
            "speaker": ["Ann", "Bob", "Cem"],
            "press office, 2": ["x", "y", "y"],
        }
    )
).documents


def test_two_columns_make_groups_of_both_and_what_is_missing_is_named() -> None:
    asked = [group_of(DOCUMENTS, by).tolist() for by in ("party,year", ["party", "year"])]
    assert asked[0] == ["Labour, 2021", "not given, 2022", "Labour, not given"]
    assert asked[1] == asked[0]
    table = groups_of(DOCUMENTS, "party, year")
    assert table.columns.tolist() == ["party", "year"]
    assert table.loc["b"].tolist() == ["not given", "2022"]
    assert with_groups(DOCUMENTS, "party,year")["group"].tolist() == asked[0]


def test_a_column_is_read_as_a_reader_writes_it() -> None:
    assert group_of(DOCUMENTS, "seats").tolist() == ["3", "4.5", "not given"]
    assert group_of(DOCUMENTS, "date").tolist() == ["2021-03-04", "2022-01-01", "not given"]
    assert group_of(DOCUMENTS, "press office, 2").tolist() == ["x", "y", "y"]


def test_year_and_month_are_those_of_the_date_unless_the_texts_have_their_own() -> None:
    assert group_of(DOCUMENTS, "month").tolist() == ["2021-03", "2022-01", "not given"]
    own = DOCUMENTS.assign(year=["first", "second", "second"])
    assert group_of(own, "year").tolist() == ["first", "second", "second"]


def test_the_texts_own_column_is_asked_for_by_its_name_after_text() -> None:
    assert group_of(DOCUMENTS, "text.speaker").tolist() == ["Ann", "Bob", "Cem"]
    rows = pd.DataFrame({"body": ["One."], "text": ["draft"], "words": [7], "doc": ["d"]})
    named = corpus_of(rows, text_column="body").documents
    asked = [group_of(named, f"text.{name}").item() for name in ("text", "words", "doc")]
    assert (asked, named["doc"].tolist()) == (["draft", "7", "d"], ["texts-1"])


def test_an_unknown_column_is_an_error_that_names_those_there_are() -> None:
    for ask in (group_of, require_column):
        with pytest.raises(InputError, match=r"column 'country'.*party, seats, speaker.*year"):
            ask(DOCUMENTS, "party,country")


def test_a_heading_that_the_answer_has_already_says_what_to_write() -> None:
    assert heading_of(["party", "year"], taken=["code"]) == "party, year"
    with pytest.raises(InputError, match=r"Write text\.code"):
        heading_of("code", taken=["code"])
    assert heading_of("text.code", taken=["code"]) == "text.code"
