import json
from pathlib import Path

import pytest
from tests.report.browser import CHROMIUM, browser
from tests.report.tiny_book import write_book

from topoi.report.publish.book import read_book
from topoi.report.publish.builtin import read_sources, write_site
from topoi.report.publish.search_index import (
    Chapter,
    Entry,
    chapters_of,
    sections_of,
    write_search_index,
)

FRONT = """
<nav aria-label="On this page"><a href="other.html">Other</a></nav>
<nav aria-label="Chapters"><a href="./index.html">Front</a>
<a href="./notebooks/01.html#x"><span class="number">1</span>&nbsp;
 <b>Who &amp; what</b></a> <a href="https://example.org/">away</a></nav>
<nav aria-label="Chapters"><a href="index.html">Front</a>
<a href="./evidence/index.html">Concordance</a></nav>
<a href="last.html">Last</a>
"""


def test_chapters_are_those_of_the_list_on_the_front_page_each_once_in_its_order(
    tmp_path: Path,
) -> None:
    assert chapters_of(tmp_path) == []
    (tmp_path / "index.html").write_text(FRONT)
    assert chapters_of(tmp_path) == [
        Chapter("index.html", "Front"),
        Chapter("notebooks/01.html", "1 Who & what"),
    ]


@pytest.mark.parametrize(
    ("main", "found"),
    [
        ("<p>a</p><p>b</p>", [("", "", "a b")]),
        ("<h1>T</h1><h2 id='x'>H</h2><p>a</p>", [("x", "H", "a")]),
        ("<section id='s'><h2>H</h2>a<h3>I</h3>b</section>", [("s", "H", "a I b")]),
        ("<section id='s'><h2>H</h2>a<h2>I</h2>b</section>", [("s", "H", "a"), ("s", "I", "b")]),
        ("<p>a</p><pre>import x</pre><script>y()</script><nav>z</nav>", [("", "", "a")]),
        ("<p>a</p><svg><text>one</text><text>two</text></svg>", [("", "", "a")]),
        ("<div><p>a<br>b<img src='i'></div>c</p>", [("", "", "a b c")]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", [("", "", "a b")]),
        ("<p class='byline'>by</p><h2><span class='number'>1</span> H</h2>", [("", "H", "")]),
        ("", []),
    ],
)  # fmt: skip
def test_a_page_is_read_by_section_without_code_and_frame(
    main: str, found: list[tuple[str, str, str]]
) -> None:
    assert sections_of(f"<header>no</header><main>{main}</main><footer>no</footer>") == found


def index_in(site: Path) -> list[list[str]]:
    script = (site / "search-index.js").read_text(encoding="utf-8")
    return list(json.loads(script.removeprefix("window.topoiSearch=").removesuffix(";\n")))


def test_sections_of_the_chapters_and_what_is_beside_them_are_written_for_both_renderers(
    tmp_path: Path,
) -> None:
    (tmp_path / "index.html").write_text(f"{FRONT}<main><p>a &lt; b</p></main>")
    write_search_index(tmp_path)
    assert not (tmp_path / "search.json").exists()
    assert index_in(tmp_path) == [["index.html", "Front", "", "a < b"]]
    (tmp_path / "search.json").write_text("[]")
    text = Entry("evidence/text.html#doc=0", "Full text", "<i>t</i>", "")
    assert write_search_index(tmp_path, beside=[text])[1] == text
    told = json.loads((tmp_path / "search.json").read_text())
    assert [one["href"] for one in told] == ["index.html", "evidence/text.html#doc=0"]
    assert told[0]["text"] == "a &lt; b"  # Quarto's page shows it as HTML
    assert told[1]["section"] == "&lt;i&gt;t&lt;/i&gt;"


@pytest.mark.skipif(not CHROMIUM, reason="needs chromium")
def test_the_search_of_a_page_from_disk_finds_sections_and_shows_where_the_word_stands(
    tmp_path: Path,
) -> None:
    book = read_book(write_book(tmp_path))
    write_site(book, read_sources(book), tmp_path / "site")
    with browser(tmp_path) as page:
        page.open((tmp_path / "site/notebooks/02-frames.html").as_uri(), ready="true")
        search = (
            "(function (e, t) { e.value = t; e.dispatchEvent(new Event('input')); })"
            "(document.querySelector('.book-search input'), '%s')"
        )
        page.value(search % "here voices")
        page.until("document.querySelector('.book-search li')")
        assert page.texts(".book-search li a")[0] == "1 The text: Voices"
        assert page.texts(".book-search mark")[0] == "Here"
        page.value("document.querySelector('.book-search li a').click()")
        page.until("location.href.endsWith('notebooks/01-text.html#sec-text-voices')")
        page.until("document.readyState === 'complete'")
        page.value(search % "nowhere")
        page.until("document.querySelector('.book-search p').textContent")
        assert page.texts(".book-search p") == ["Nothing found"]
        assert page.texts(".book-search li") == []
