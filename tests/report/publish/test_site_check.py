from pathlib import Path

import pytest

from topoi.report.publish.site_check import check_site


def site(folder: Path, body: str, **others: str) -> Path:
    (folder / "index.html").write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    for name, text in others.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


def test_a_sound_site_has_no_problems(tmp_path: Path) -> None:
    body = (
        '<a href="a.html#x">x</a> <a href="#y">y</a> <i id="y"></i>'
        '<a href="https://example.org/">a link to follow</a>'
        "<pre>@fig-in-code</pre> someone@fig-tree.org"
    )
    assert check_site(site(tmp_path, body, a='<p id="x">x</p>')) == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('<a href="b.html">x</a>', "links to b.html, which is not in the site"),
        ('<a href="#no">x</a>', "links to #no, and that page has no such place"),
        ('<a href="a.html#no">x</a>', "links to a.html#no, and that page has no such place"),
        ('<a href="../outside.html">x</a>', "links to ../outside.html, which is not in the site"),
        ('<img src="https://example.org/a.png">', "fetches https://example.org/a.png"),
        ('<script src="//example.org/a.js"></script>', "fetches //example.org/a.js"),
        (
            "<style>@import 'https://example.org/a.css';</style>",
            "fetches https://example.org/a.css",
        ),
        ("<p>See ?@fig-x.</p>", "?@fig-x is unresolved"),
        ("<p>See @tbl-x.</p>", "@tbl-x is unresolved"),
        ("<p>As <span>(<strong>nobody2000?</strong>)</span></p>", "nobody2000? is unresolved"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, body: str, problem: str) -> None:
    (tmp_path.parent / "outside.html").write_text("<p>x</p>")
    assert check_site(site(tmp_path, body, a="<p>x</p>")) == [f"index.html: {problem}"]


def test_style_sheets_fetch_nothing_from_afar(tmp_path: Path) -> None:
    site(tmp_path, "<p>x</p>")
    (tmp_path / "a.css").write_text("@font-face { src: url(https://example.org/f.woff) }")
    assert check_site(tmp_path) == ["a.css: fetches https://example.org/f.woff"]


def test_what_a_text_of_the_report_says_is_no_reference(tmp_path: Path) -> None:
    said = tmp_path / "evidence/data/t0.js"
    said.parent.mkdir(parents=True)
    said.write_text('topoi.take("t0",[{"text":"as @fig-x, @fig-long and ?@fig-y say. Why?"}])')
    body = "<td>@fig-x</td> <td>and ?@fig-y</td> <td>@fig-lo…</td>"
    body += "<strong>Why?</strong> <p>Really?</p>"
    assert check_site(site(tmp_path, body)) == []
    assert check_site(site(tmp_path, "@fig-z")) == ["index.html: @fig-z is unresolved"]


def test_places_and_files_are_found_however_their_address_is_written(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/a b.html").write_text(
        '<p id="é">x</p><a href="../index.html#top">x</a><a href="/index.html">y</a>'
        '<a href="../index.html#%C3%A9">no such place</a>'
    )
    (tmp_path / "data.csv").write_text("a")
    body = (
        '<a href="sub/a%20b.html#%C3%A9">x</a> <a href="data.csv#row=1">d</a>'
        '<a href="data.csv#anything">d</a> <area href="none.html">'
        '<a href="mailto:a@b.org">m</a> <a href="data:text/plain,x">t</a> <a>nothing</a>'
    )
    assert check_site(site(tmp_path, body)) == [
        "index.html: links to none.html, which is not in the site",
        "sub/a b.html: links to ../index.html#%C3%A9, and that page has no such place",
    ]


def test_whatever_a_browser_would_fetch_is_in_the_site(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    body = (
        '<link href="https://a.org/x.css"><video poster="//a.org/p.png" src="a.png"></video>'
        '<object data="none.bin"></object><p src="none.js">no element that fetches</p>'
        "<p style='background:url(\"https://a.org/bg.png\")'>x</p>"
        '<p>@import "https://a.org/in-words.css"</p>'
    )
    assert check_site(site(tmp_path, body)) == [
        f"index.html: {problem}"
        for problem in (
            "fetches //a.org/p.png",
            "fetches https://a.org/bg.png",
            "fetches https://a.org/x.css",
            "links to none.bin, which is not in the site",
        )
    ]


def test_leftovers_are_looked_for_in_words_and_not_in_code(tmp_path: Path) -> None:
    body = (
        "<code>@fig-a <i>x</i></code> @sec-b <pre>?@fig-c</pre>"
        "<script>var a = '@fig-d';</script><style>a { b: '@fig-e' }</style>"
        "<strong>a question? and more</strong> <b>who2000?</b> plain2000?"
        '<span class="a quarto-unresolved-ref">x</span> a.b@fig-f'
    )
    assert check_site(site(tmp_path, body)) == [
        "index.html: @sec-b is unresolved",
        "index.html: a reference is unresolved",
        "index.html: who2000? is unresolved",
    ]
