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
