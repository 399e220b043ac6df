"""Wide tables are cards on a phone, and tables to a screen reader; narrow ones stay as they are."""

import pytest
from tests.report.browser import CHROMIUM, browser
from tests.report.tiny_book import markdown, write_book, write_notebook

from topoi.report.publish.book import read_book
from topoi.report.publish.builtin import read_sources, write_site
from topoi.report.publish.publish import link_numbers
from topoi.report.publish.stacked_tables import GUTTER, PHONE, READABLE, stacked, too_wide

OVER = """Math.max(...Array.from(document.querySelectorAll('.table-scroll'),
  e => e.scrollWidth - e.clientWidth))"""
LINES = """[...new Set(Array.from(document.querySelectorAll('WHAT'), e => {
  const range = document.createRange();
  range.selectNodeContents(e);
  return new Set(Array.from(range.getClientRects(), one => Math.round(one.bottom / 8))).size;
}))]"""
HASH = "0123456789abcdef" * 4
NARROW = "| Word | Count |\n|:--|--:|\n| peace | 12 |\n"
WIDE = (
    "| Code | Passage | Place | Found | Not found | Meaning | Speaker | Hash |\n"
    "|:--|:---------|:--|--:|--:|:--|:--|:--|\n"
    '| F01 & "more" | words of a passage that goes on and on, and on again '
    f"| [000_a:12-345]{{.locus}} | 1,234,567 | 7 | | Ann | {HASH} |\n"
    f"| F02 | other words of another passage | [000_a:1-2]{{.locus}} | 3 | 0 | b | Bo | {HASH} |\n"
)
MADE = (
    "<table><thead><tr><th>Code</th><th>Passage</th><th>Voice</th><th></th></tr></thead><tbody>"
    f"<tr><td>F01</td><td><em>a</em> &amp; b</td><td>{'v' * PHONE}</td><td>x</td></tr>"
    "</tbody></table>"
)


def table_of(*rows):
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows[1:])
    heads = "".join(f"<th>{c}</th>" for c in rows[0])
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def test_each_cell_of_a_wide_table_has_the_head_of_its_column_and_all_parts_their_roles():
    html = stacked(f"<p>a</p>{MADE}")
    assert html.startswith('<p>a</p><table role="table" class="stacked"><thead role="rowgroup">')
    assert '<tr role="row"><th role="columnheader">Code</th>' in html
    assert '<td role="cell" data-head="Passage"><em>a</em> &amp; b</td>' in html
    assert html.count('role="cell"') == 4
    assert html.count("data-head") == 3  # one head is empty
    assert stacked(html) == html


def test_a_table_of_a_renderer_keeps_its_classes_and_the_style_of_its_cells():
    given = MADE.replace("<table", '<table class="wide" style="width:100%;"')
    html = stacked(given.replace("<td>F01", '<td style="text-align: right;">F01'))
    assert '<table role="table" class="stacked wide" style="width:100%;">' in html
    assert '<td role="cell" data-head="Code" style="text-align: right;">F01</td>' in html


@pytest.mark.parametrize(
    "left",
    [
        MADE.replace("<td>F01</td><td>", '<td colspan="2">'),
        MADE.replace("thead", "tbody"),
        MADE.replace("v" * PHONE, "v"),
        "<table></table>",
    ],
)
def test_a_table_that_fits_or_has_not_one_head_a_cell_is_left_as_it_is(left):
    assert stacked(left) == left


def test_heads_are_told_literally_and_two_tables_apart():
    rows = ([f'<a href="#">A &lt;b&gt; "c"</a> {"h" * PHONE}', "B"], ["1", "2"])
    html = stacked(table_of(*rows) + table_of(["Only"], ["x"]))
    assert f'data-head="A &lt;b&gt; &quot;c&quot; {"h" * PHONE}">1<' in html
    assert html.endswith(table_of(["Only"], ["x"]))


def test_a_column_takes_its_longest_word_and_one_of_texts_a_readable_line():
    exactly = PHONE - GUTTER
    assert not too_wide([["a"], ["w" * exactly]])
    assert too_wide([["a"], ["w" * (exactly + 1)]])
    assert not too_wide([["a"], ["words and words " * 50]])
    columns = PHONE // (READABLE + GUTTER)
    texts = ["many words " * 9]
    assert not too_wide([["a"] * columns, texts * columns])
    assert too_wide([["a"] * (columns + 1), texts * (columns + 1)])
    heads = ["a head of many words that is broken"] * 5  # heads take their longest word
    assert not too_wide([heads, ["1"] * 5])
    assert not too_wide([])
    assert not too_wide([["a"]])


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The page of a chapter with a wide and a narrow table, as the built-in renderer makes it."""
    folder = tmp_path_factory.mktemp("book")
    root = write_book(folder)
    cells = [markdown(f"# Frames {{#sec-frames}}\n\n{NARROW}\n\n{WIDE}")]
    write_notebook(root / "notebooks/02-frames.ipynb", cells)
    book = read_book(root)
    write_site(book, read_sources(book), folder / "site")
    link_numbers(folder / "site", {})
    return folder / "site/notebooks/02-frames.html"


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium")
@pytest.mark.parametrize("width", [390, 620, 1280])
def test_no_table_moves_sideways_at_any_width_and_no_number_or_place_is_broken(
    page, tmp_path, width
):
    with browser(tmp_path, width=width) as tab:
        tab.open(page.as_uri(), ready="true")
        assert tab.value(OVER) <= 0
        assert tab.value("document.documentElement.scrollWidth") <= width
        assert tab.value(LINES.replace("WHAT", ".locus, td[style*=right]")) == [1]
        assert (tab.value(LINES.replace("WHAT", ".breakable")) == [1]) == (width == 620)
        shown = "[...document.querySelectorAll('tr')].map(e => getComputedStyle(e).display)"
        assert ("grid" in tab.value(shown)) == (width < 1280)
        # it stays one word to whoever copies it
        assert HASH in tab.texts(".breakable")


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium")
def test_a_table_of_cards_is_a_table_with_heads_to_a_screen_reader(page, tmp_path):
    with browser(tmp_path, width=390) as tab:
        tab.open(page.as_uri(), ready="true")
        tree = tab.call("Accessibility.getFullAXTree")["nodes"]
        roles = [node["role"]["value"] for node in tree if not node["ignored"]]
        assert [roles.count(one) for one in ("table", "row", "columnheader")] == [2, 5, 10]
        assert roles.count("cell") == 2 + 2 * 8 - 1  # the empty cell is not shown
