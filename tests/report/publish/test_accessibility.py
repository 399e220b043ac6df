"""axe-core finds nothing on any page of a report, in each of its states, light, dark, wide, narrow.

Its script is that of axe-playwright-python; nothing else of the package is used.
"""

import json
from importlib.resources import files

import pytest
from tests.report.browser import CHROMIUM, READY, browser
from tests.report.tiny_book import write_book
from tests.report.whole_report import published

from topoi.report.publish.book import read_book
from topoi.report.publish.builtin import read_sources, write_site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium"),
]

CODES = """\
id: one
version: "1"
title: One
codes:
  - {id: must, label: Must, definition: What has to be., include: [must]}
  - {id: never, label: Never, definition: What nobody says., include: [unheard]}
"""
SPEECH = "“We must talk,” Ann Lee said. They must go. "
TEXTS = {"a": SPEECH * 13, "b": "Nobody must go.\n\nAnn Lee said that rain fell."}
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
FOUND = """(rules => axe.run(document, { resultTypes: ["violations"], ...rules })
  .then(all => all.violations.map(one => [one.id, one.nodes.map(node => node.html)])))"""
COLOURS = '({ runOnly: ["color-contrast"] })'


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A report with its evidence pages, and beside it a book with a figure, a table, a callout."""
    (root := tmp_path_factory.mktemp("report")).joinpath("book").mkdir()
    site = published(root, TEXTS, {"one.yml": CODES})
    book = read_book(write_book(root / "book"))
    write_site(book, read_sources(book), site / "book")
    return site


@pytest.fixture(params=[1280, 390], scope="module")
def page(request, tmp_path_factory):
    with browser(tmp_path_factory.mktemp("profile"), width=request.param) as tab:
        yield tab


def found(page):
    """Return what axe finds in the page as it is: rule, elements; of a dark page, its colours."""
    page.value(f"window.axe || eval({json.dumps(AXE)}), 0")
    light = page.value(f"{FOUND}({{}})")
    page.scheme("dark")
    dark = page.value(f"{FOUND}{COLOURS}")
    page.scheme("light")
    return light + dark


@pytest.mark.parametrize("colour", ["#ddd", "#222"])
def test_axe_finds_what_is_wrong_and_colours_of_the_light_and_the_dark_page(page, site, colour):
    page.open((site / "index.html").as_uri(), ready="true")
    assert found(page) == []
    page.value("document.querySelector('main').append(document.createElement('button'))")
    assert [rule for rule, _ in found(page)] == ["button-name"]
    page.value("document.querySelector('main').lastChild.remove()")
    page.value(f"document.body.style.color = '{colour}'")
    assert {rule for rule, _ in found(page)} == {"color-contrast"}


def test_pages_of_a_book(page, site):
    pages = [one for one in site.rglob("*.html") if one.parent.name != "evidence"]
    assert len(pages) == 4 + 5
    for one in pages:
        page.open(one.as_uri(), ready="true")
        page.value("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert found(page) == [], one


@pytest.mark.parametrize(
    ("address", "act"),
    [
        ("numbers.html", ""),
        ("index.html#all", "document.getElementById('all-sets').open = true"),
        ("index.html#all&sort=l1&sort=voice&count=r1&voice=direct", ""),
        ("index.html#all&q=must", "document.querySelector('.menu').open = true"),
        ("index.html#all&q=(must)", ""),
        ("text.html#doc=0&at=1-13", "document.getElementById('layers').open = true"),
    ],
)
def test_pages_of_evidence(page, site, address, act):
    ready = "true" if address == "numbers.html" else READY
    page.open(f"{(site / 'evidence').as_uri()}/{address}", ready=ready)
    page.value(act)
    assert found(page) == []


def test_review_before_during_and_after_a_draw(page, site):
    page.open((site / "evidence/review.html").as_uri())
    page.value("document.getElementById('which').open = true")
    assert found(page) == []
    page.value("document.getElementById('reader').value = 'Ann'")
    page.value("document.querySelector('#draw [type=submit]').click()")
    page.until(f"{READY} === 'item-0'")
    assert found(page) == []
    held = "document.getElementById('answer-coding').textContent.includes('found it here')"
    for number in range(20):
        page.until(f"{READY} === 'item-{number}'")
        page.press("y")
        page.until("!document.getElementById('answer').hidden")
        if page.value(held):
            break
        page.press("ArrowRight")
    assert page.value(held)
    page.press("v")
    page.press("Escape")
    page.press("e")
    page.until("!document.querySelector('[data-right=extent]').hidden")
    assert found(page) == []
    page.value("document.getElementById('forget').click()")
    page.until("document.getElementById('forgetting').open")
    assert found(page) == []
    page.value("document.getElementById('forget-now').click()")
    page.until("document.getElementById('item').hidden")
    assert found(page) == []
