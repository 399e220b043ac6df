import re
from pathlib import Path

import pandas as pd
import pytest

import topoi
from topoi.analysis.measures.intervals import garwood
from topoi.analysis.measures.rates import rates
from topoi.report.evidence.citing import measured, sentence
from topoi.report.evidence.collecting import chapter_notebooks, collect
from topoi.report.evidence.counting import PublishedTexts
from topoi.report.evidence.formulas import FORMULAS
from topoi.report.evidence.making import (
    COMPUTATIONS,
    computed,
    formula_of,
    made,
    measured_numbers,
)

TEXTS = PublishedTexts(
    {"a": "one two three four. five", "b": "six"},
    pd.DataFrame(
        [("a", 0, 19, "sentence"), ("a", 20, 24, "sentence"), ("b", 0, 3, "sentence")],
        columns=["doc", "start", "end", "kind"],
    ),
)
OF = (("a", 0, 3, "x"), ("a", 4, 7, "x"))  # one, two: in one sentence
ALL = (*OF, ("b", 0, 3, "x"))


@pytest.mark.parametrize(
    ("how", "top", "bottom", "value"),
    [
        ("count", 2, None, 2),
        ("words", 2, None, 2),
        ("documents", 1, None, 1),
        ("sentences", 1, None, 1),
        ("per 1,000 words", 2, 6, 1000 / 3),
        ("share of words", 2, 6, 1 / 3),
        ("share of sentences", 1, 3, 1 / 3),
    ],
)
def test_a_number_is_made_of_a_count_in_its_passages_and_one_in_all_texts(how, top, bottom, value):
    found = made(how, OF, None, TEXTS)
    assert (found.top, found.bottom) == (top, bottom)
    assert found.value == pytest.approx(value)


def test_a_share_of_passages_is_of_those_that_are_its_base():
    assert made("share of passages", OF, ALL, TEXTS)[:3] == (2, 3, 2 / 3)


def test_what_an_interval_ends_at_is_computed_with_the_number():
    low, high = made("share of sentences", OF, None, TEXTS).ends
    assert computed("share of sentences, low", OF, None, TEXTS) == low < 1 / 3 < high
    assert computed("share of words, low", OF, None, TEXTS) is None  # it has no interval


def test_from_ten_texts_on_an_interval_is_the_one_over_texts_that_tables_have():
    texts = {f"d{n}": "word " * 40 for n in range(12)}
    of = tuple((doc, 5 * at, 5 * at + 4, "x") for doc in ("d0", "d3") for at in range(4))
    hits = pd.DataFrame([(doc, "x") for doc, *_ in of], columns=["doc", "code"])
    words = pd.DataFrame({"doc": list(texts), "words": 40})
    [row] = rates(hits, words).to_dict("records")
    found = made("per 1,000 words", of, None, PublishedTexts(texts, TEXTS.segments))
    assert tuple(found.ends) == pytest.approx((row["low"], row["high"]))
    assert found.ends.high > 1000 * garwood(8).high / 480


def test_of_no_words_nothing_is_made_and_of_an_unknown_kind_neither():
    assert made("share of words", OF, (), TEXTS) is None
    assert made("a score", OF, None, TEXTS) is None


def test_the_ends_of_an_interval_lead_where_their_number_does():
    hits = pd.DataFrame({"doc": "a", "start": [0], "end": [3]})
    hows = ("per 1,000 words", "per 1,000 words, low", "per 1,000 words, high", "words")
    rate, low, high, words = (measured(1, hits=hits, how=how).anchor for how in hows)
    assert rate == low == high != words


def test_a_number_of_which_an_end_alone_is_printed_is_called_by_it(write_notebook, tmp_path):
    hits = pd.DataFrame({"doc": "a", "start": [0], "end": [3]})
    said = sentence("at least {n}", n=measured(2, hits=hits, how="ratio of two rates, low"))
    published = collect([write_notebook(tmp_path / "01-a.ipynb", ("", said))])
    [number] = measured_numbers(published, TEXTS)
    assert (number.how, number.value) == ("ratio of two rates, low", "2.0")
    assert formula_of(number.how) == "an end of the 95% interval"


def test_measured_numbers_are_those_that_are_no_plain_count(chapter, layers):
    corpus, tables = layers
    texts = PublishedTexts(corpus.texts, tables["segments"])
    numbers = list(measured_numbers(collect([chapter]), texts))
    found = {n.how: n for n in reversed(numbers)}
    assert set(found) == {"per 1,000 words", "share of words", "a score"}
    assert found["share of words"].made[:2] == (3, 16)
    assert found["a score"].value == "2, 0.50, 3, 0.25"
    score = found["a score"].printed[1]
    assert (score.table, score.row, score.where) == ("tbl-scores", "2", "2, score")


def test_every_formula_is_of_a_number_that_a_chapter_has():
    folder = Path(topoi.__file__).parent / "report/chapters"
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    notebooks = (folder.parents[3] / "notebooks").glob("*.ipynb")
    code += "".join(path.read_text(encoding="utf-8") for path in notebooks)
    said = re.sub(r'"\s*f?"', "", code)
    assert [start for start in FORMULAS if start.casefold() not in said.casefold()] == []


def test_every_measured_number_of_the_chapters_has_a_formula(root):
    numbers = collect(chapter_notebooks(root)).numbers
    assert [how for how in numbers["how"].unique() if not formula_of(how)] == []


def test_formulas_say_what_is_divided_by_what():
    assert formula_of("share of words") == "words in the passages ÷ all words"
    assert "reader judged right" in formula_of("recall against the judgements of one reader")
    assert formula_of("recall against the judgements, Wilson low").startswith("an end of the 95%")
    assert formula_of("rows not shown") == "rows of the table − rows shown"
    assert formula_of("a number of one's own") == ""
    assert all(making.formula() for making in COMPUTATIONS.values())
