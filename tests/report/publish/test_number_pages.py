"""The page of measured numbers: counts, passages, formula, interval, and where each is printed."""

import re

import pandas as pd
import pytest

from topoi.report.chapters.tables import Column, table
from topoi.report.evidence.citing import measured, sentence
from topoi.report.evidence.collecting import collect
from topoi.report.evidence.counting import PublishedTexts
from topoi.report.evidence.making import measured_numbers
from topoi.report.publish.number_pages import (
    MOST,
    NAMED,
    counts_of,
    number_sections,
    sets_list,
    with_units,
)
from topoi.report.publish.places import Places, places_in

NOWHERE = Places({}, {}, {})


@pytest.fixture
def sections(layers, write_notebook, tmp_path):
    """Return a function of shown values: the sections of their numbers, and the numbers."""
    corpus, tables = layers
    texts = PublishedTexts(corpus.texts, tables["segments"])

    def of(*cells, places=NOWHERE):
        published = collect([write_notebook(tmp_path / "01-a.ipynb", *cells)])
        found = list(measured_numbers(published, texts))
        return number_sections(found, texts, places), found, published, texts

    return of


def test_a_rate_shows_its_counts_its_formula_and_its_interval(sections, layers):
    must = layers[1]["hits"][lambda hits: hits["code"] == "must"]
    said = sentence(
        "{r} ({low} to {high})",
        r=measured(125, hits=must, how="per 1,000 words"),
        low=measured(15.1, hits=must, how="per 1,000 words, low"),
        high=measured(451.5, hits=must, how="per 1,000 words, high"),
    )
    html, [number], *_ = sections(("", said))
    told = f'<h4><a href="#{number.id}">Per 1,000 words (must): 125.0</a></h4>'
    assert f'<section class="made" id="{number.id}">\n{told}' in html
    assert re.findall(r"<dt>(.*?)</dt><dd>in (.*?)</dd>", html) == [
        ("2 passages", f'<a href="index.html#{number.of.id}">2 passages: must</a>'),
        ("16 words", '<a href="text.html">the full text</a>'),
    ]
    assert "1,000 × passages ÷ all words<br>" in html
    assert '<span class="sum">125 = 1,000 × 2 passages ÷ 16 words</span>' in html
    assert "<b>Interval</b> 15.1 to 451.5: the 95% interval: over texts from ten" in html
    assert html.count("<li>") == 1
    assert html.endswith("</ul></section>\n</section>\n</section>")


def test_a_score_has_no_counts_and_one_that_passages_do_not_give_names_them(sections, layers):
    hits = layers[1]["hits"]
    html, *_ = sections(("", sentence("{a}", a=measured(2, how="Jaccard of units"))))
    assert "<dl>" not in html
    assert "<b>Formula</b> units with both codes ÷ units with either</p>" in html
    html, [number], *_ = sections(("", sentence("{a}", a=measured(2, hits=hits, how="a score"))))
    shown = f'<a href="index.html#{number.of.id}">3 passages: passages</a>'
    assert "<b>Formula</b>" not in html
    assert "Beside" not in html
    assert f"<div><dt>Passages</dt><dd>{shown}</dd></div>" in html.replace(
        number.of.label, "passages"
    )


def test_what_passages_are_compared_with_stands_beside_them(sections, layers):
    hits = layers[1]["hits"]
    ratio = measured(2, hits=hits[:1], base=hits[1:], how="ratio of two rates", label="One")
    html, [number], *_ = sections(("", sentence("{a}", a=ratio)))
    assert f'<dt>Passages</dt><dd><a href="index.html#{number.of.id}">1 passage: One</a>' in html
    assert f'<dt>Beside</dt><dd><a href="index.html#{number.base.id}">2 passages: ' in html


def test_units_that_are_counted_are_sets_of_their_own(sections, layers):
    hits = layers[1]["hits"]
    one = measured(0.5, hits=hits[:1], base=hits, how="share of passages")
    two = measured(1 / 3, hits=hits[:2], how="share of sentences")
    _, numbers, published, texts = sections(("", sentence("{a} {b}", a=one, b=two)))
    assert [[unit for _, unit in counts_of(number)] for number in numbers] == [
        ["passages", "passages"], ["sentences", "sentences"],
    ]  # fmt: skip
    more = with_units(published, numbers, texts)
    added = [more.sets[name] for name in more.sets.keys() - published.sets.keys()]
    assert [(made.label.endswith(": sentences"), len(made.loci)) for made in added] == [(True, 2)]
    _, [words], *_ = sections(("", sentence("{a}", a=measured(2, hits=hits, how="words"))))
    assert [unit for _, unit in counts_of(words)] == ["words"]
    _, [score], *_ = sections(("", sentence("{a}", a=measured(2, hits=hits, how="a score"))))
    assert counts_of(score) == []


def scores(many):
    frame = pd.DataFrame({"name": [f"n{n}" for n in range(many)], "k": range(many)})
    shown = table(frame, [Column("Name", "name"), Column("K", "k", how="a score")], source="tbl-s")
    return "#| label: tbl-s\n#| tbl-cap: The scores", shown


@pytest.mark.parametrize(
    ("many", "values"), [(1, "0"), (NAMED, "0, 1, 2, 3"), (NAMED + 1, "0, 1, 2, 3 …")]
)
def test_of_one_measure_the_first_values_are_in_its_heading(sections, many, values):
    html, [number], *_ = sections(scores(many))
    assert f'<h4><a href="#{number.id}">A score: {values}</a></h4>' in html


@pytest.mark.parametrize(("many", "cells"), [(MOST, ""), (MOST + 1, "; and others")])
def test_of_one_measure_forty_places_are_listed_with_their_values(sections, many, cells):
    places = Places({"tbl-s": "notebooks/01-a.html#tbl-s"}, {"tbl-s": "The scores"}, {})
    html, *_ = sections(scores(many), places=places)
    assert '<a href="../notebooks/01-a.html#tbl-s">The scores</a>' in html
    assert '(<a href="../data/tables/tbl-s.csv" download>CSV</a>)<br>K: 0 (n0); 1 (n1);' in html
    assert f"; 39 (n39){cells}</li>" in html


def test_a_single_value_heads_its_section_and_is_not_repeated_at_its_places(sections):
    html, *_ = sections(scores(1), places=Places({}, {"tbl-s": "The scores"}, {}))
    assert "A score: 0</a></h4>" in html
    assert "<br>K: n0</li>" in html


def test_words_that_stand_in_two_chapters_are_told_once_and_their_table_is_named(sections):
    said = sentence("There are {a} of them.", a=measured(2, how="a score", source="tbl-s"))
    html, *_ = sections(
        scores(1), ("", said), ("", said), places=Places({}, {"tbl-s": "The scores"}, {})
    )
    assert html.count("There are [2.0] of them.<br>From The scores (<a ") == 1


def test_a_number_in_prose_stands_with_its_chapter_and_the_words_around_it(sections):
    long = "Word " * 12
    places = Places({}, {}, {"01-a": ("notebooks/01-a.html", "1 A <chapter>")})
    said = sentence(long + "{a} times. " + long, a=measured(2, how="a score", digits=0))
    html, *_ = sections(("", said), places=places)
    words = f"… {'Word ' * 8}[2] times. {'Word ' * 6}…"
    assert f'<a href="../notebooks/01-a.html">1 A &lt;chapter&gt;</a>: {words}</li>' in html
    plain, *_ = sections(("", sentence("{a} in all", a=measured(2, how="a score", digits=0))))
    assert "<li>[2] in all</li>" in plain


def test_a_number_printed_in_a_table_and_in_prose_is_listed_once_with_both_places(sections):
    places = Places({}, {"tbl-s": "The scores"}, {"index": ("index.html", "Front")})
    said = sentence("in all {a}", a=measured(0, how="a score", digits=0, source="tbl-s"))
    html, *_ = sections(scores(1), ("", said), places=places)
    assert re.findall(r"<li>(.*?)</li>", html) == [
        'The scores (<a href="../data/tables/tbl-s.csv" download>CSV</a>)<br>K: n0',
        '<a href="../index.html">Front</a>: in all [0]<br>From The scores '
        '(<a href="../data/tables/tbl-s.csv" download>CSV</a>)',
    ]


def test_numbers_and_sets_are_listed_by_chapter_and_table(sections, layers):
    hits = layers[1]["hits"]
    words = Column("Words", "n", how="words")
    shown = table([{"n": 2}], [words], own=lambda _: hits[:1], called=lambda _: "First")
    said = sentence(
        "{a} {b}",
        a=measured(1 / 3, hits=hits[:2], how="share of sentences", label="Two"),
        b=measured(2, hits=hits[:1], how="words", label="First"),
    )
    address = ("notebooks/01-a.html", "1 A")
    places = Places({"tbl-s": f"{address[0]}#tbl-s"}, {"tbl-s": "All & one"}, {"01-a": address})
    cells = ("", said), ("#| label: tbl-s\n#| tbl-cap: All & one", shown)
    html, numbers, published, texts = sections(*cells, places=places)
    heads = ['<a href="../notebooks/01-a.html">1 A</a>', "In the words of the chapter"]
    assert re.findall(r"<h[23]>(.*?)</h[23]>", html) == [*heads, "All &amp; one"]
    assert html.index("Share of sentences (Two)") < html.index("All &amp; one")
    assert html.index("All &amp; one") < html.index("Words (First): 2")
    listed = sets_list(with_units(published, numbers, texts), numbers, texts, places)
    assert re.findall(r"<h[23]>(.*?)</h[23]>", listed) == [*heads, "All &amp; one"]
    assert re.findall(r"<li>.*?>(.*?)</a> \((.)\)", listed) == [
        ("Two", "2"), ("Two: sentences", "2"), ("First", "1"),
    ]  # fmt: skip


def test_places_are_found_in_the_pages_of_a_site(tmp_path, sections):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "index.html").write_text("<title>Front</title><i id='x'></i>")
    (tmp_path / "notebooks/01-a.html").write_text(
        '<title>1 A &amp; B – Report</title><table id="tbl-a"></table><i id="fig-a"></i>'
    )
    (tmp_path / "notebooks/02-b.html").write_text('<table id="tbl-a"></table>')
    *_, published, _ = sections(scores(1))
    found = places_in(tmp_path, published)
    assert found.tables == {"tbl-a": "notebooks/01-a.html#tbl-a"}
    assert found.captions == {"tbl-s": "The scores"}
    assert found.chapters == {
        "index": ("index.html", "Front"),
        "01-a": ("notebooks/01-a.html", "1 A & B"),
        "02-b": ("notebooks/02-b.html", ""),
    }
