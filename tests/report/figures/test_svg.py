"""Drawings as SVG: small and the same everywhere in a notebook, in the page's colours in a page."""

import re
from xml.etree import ElementTree

import matplotlib as mpl
import pandas as pd
import pytest

from topoi.report import figures
from topoi.report.figures import style
from topoi.report.figures.drawings import flat
from topoi.report.figures.figures import GREYS, OTHERS
from topoi.report.figures.svg import inlined, stored, width_of
from topoi.report.publish.book import TEMPLATES

mpl.use("Agg")

RATES = pd.DataFrame({"code": ["a", "b & c"], "rate": [2.0, 1.0], "low": 0.5, "high": [4.0, 3.0]})
NAMESPACE = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawing():
    figure = figures.rates_with_intervals(RATES)
    with mpl.rc_context(style.settings()):
        return stored(figure)


def test_the_text_of_a_stored_drawing_is_text_in_letters_named_once(drawing):
    root = ElementTree.fromstring(drawing)
    words = [element.text for element in root.iter(f"{NAMESPACE}text")]
    assert {"a", "b & c"} <= set(words)
    assert drawing.count("font-family") == 1
    assert "DejaVu Sans" in root.get("style")


def test_a_stored_drawing_says_nothing_of_when_and_by_what_it_was_made(drawing):
    assert "metadata" not in drawing
    assert "matplotlib" not in drawing
    assert not re.search(r"\d\.\d{3}", drawing)
    ids = [e.get("id") for e in ElementTree.fromstring(drawing).iter() if e.get("id")]
    assert ids == [f"s{number}" for number in range(len(ids))]
    assert all(f"#{one}" in drawing for one in ids)


def test_a_stored_drawing_is_as_wide_as_it_is_printed(drawing):
    assert style.WIDTH - 0.1 < width_of(drawing) <= style.WIDTH
    assert width_of("<svg />") == 0


def test_in_a_page_every_colour_is_the_theme_s_and_every_id_the_figure_s_own(drawing):
    page = inlined(drawing, name="fig-a", title='Dots "and" lines')
    assert not re.search(r"(?<!, )#[0-9a-f]{6}\b", page)
    assert "var(--topoi-0072b2, #0072b2)" in page
    root = ElementTree.fromstring(page)
    assert (root.get("role"), root.get("aria-label")) == ("img", 'Dots "and" lines')
    assert (root.get("width"), root.get("height")) == (None, None)
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    assert ids
    assert all(one.startswith("fig-a-s") for one in ids)
    referred = re.findall(r'(?:href="|url\()#([\w-]+)', page)
    assert set(referred) == ids
    assert "font-family" not in page


def test_in_a_page_hatched_parts_have_the_colours_of_the_theme_too():
    (axes,) = (figure := figures.shares(pd.Series({"direct": 1, "outlet": 2}))).axes
    assert axes.patches[1].get_hatch()
    page = inlined(stored(figure), name="fig-a", title="Shares")
    assert "<pattern" in page
    assert not re.search(r'(?:fill|stroke)="#', page)
    assert set(re.findall(r"#[0-9a-f]{6}", page)) == {
        f"#{named}" for named in re.findall(r"var\(--topoi-([0-9a-f]{6}), #\1\)", page)
    }


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_every_colour_of_the_figures_has_one_for_dark_pages_that_stands_out_from_their_ground():
    sheet = (TEMPLATES / "content.scss").read_text(encoding="utf-8")
    dark = [
        dict(re.findall(r"--topoi-([\w]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r"(?s)@media screen[^{]*\{(.*?)\n\}", sheet)
        if "--topoi-paper:" in block
    ]
    assert len(dark) == 2
    assert dark[0] == dark[1]
    ground = luminance(dark[0]["paper"])
    for colour in {*style.PALETTE, *style.MODE_COLOURS.values()}:
        assert (luminance(dark[0][colour[1:]]) + 0.05) / (ground + 0.05) >= 3, colour
    assert {colour[1:] for colour in (*GREYS.values(), OTHERS)} <= set(dark[0])
    for colour in (style.INK, style.FAINT, style.GRID, style.GROUND):
        assert f"--topoi-{colour[1:]}: var(--topoi-" in sheet


def test_the_data_of_a_figure_is_one_table_with_plain_names_and_days():
    matrix = pd.DataFrame([[1, 2]], index=pd.Index(["x"], name="code"), columns=[1, 2])
    assert flat(matrix).to_dict("list") == {"code": ["x"], "1": [1], "2": [2]}
    days = pd.DataFrame({"day": pd.to_datetime(["2025-08-01"]), "n": [3]}, index=[7])
    assert flat(days).to_dict("list") == {"day": ["2025-08-01"], "n": [3]}
    assert flat({"p": days, "q": days}).to_dict("list") == {
        "day": ["2025-08-01"] * 2, "n": [3, 3], "series": ["p", "q"],
    }  # fmt: skip
    assert flat({}).empty
