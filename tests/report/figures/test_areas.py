"""Links over a picture: where they lie, where they lead, and how a page carries them."""

import re

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from topoi.report import figures
from topoi.report.evidence.citing import cite
from topoi.report.evidence.passages import cited_passages
from topoi.report.figures import style
from topoi.report.figures.drawings import (
    EDGE,
    LinkedArea,
    LinkedLine,
    marks_along,
    marks_of_forest,
    marks_of_rates,
    shown,
)
from topoi.report.figures.overlays import Layout, Link, layouts, links, overlaid

mpl.use("Agg")

HITS = pd.DataFrame(
    [("d", 10, 20, "a", "direct", "one\nword"), ("d", 30, 34, "b", "outlet", "x" * 90)],
    columns=["doc", "start", "end", "code", "mode", "text"],
)
OWN = {code: cited_passages(HITS[HITS["code"] == code], label=code) for code in "ab"}


def test_marks_along_a_text_lie_in_the_middle_of_passages_and_at_both_ends_of_rows():
    found = marks_along(HITS, 50, codes=["b", "a"], labels={"a": "A"})
    assert [tuple(mark[:4]) for mark in found] == [
        (-EDGE, 0, -0.5, 0.5), (50 * 1.005, EDGE, -0.5, 0.5), (32, 32, 0, 0),
        (-EDGE, 0, 0.5, 1.5), (50 * 1.005, EDGE, 0.5, 1.5), (15, 15, 1, 1),
    ]  # fmt: skip
    assert [mark.title for mark in found[3:]] == ["A", "A", "A: one word, direct"]
    assert found[2].title == f"b: {'x' * 80} …, outlet"
    assert [mark.to for mark in found[:3]] == [OWN["b"], OWN["b"], ("d", 30, 34, "b")]
    bare = marks_along(HITS.drop(columns="text"), 50)
    assert [mark.title for mark in bare] == ["a", "a", "a: direct", "b", "b", "b: outlet"]


def test_marks_of_rates_lead_a_row_to_its_code_and_a_dot_to_its_group():
    rates = pd.DataFrame({"code": ["a", "b", "c"], "rate": [1.0, 3.0, None], "mode": "direct"})
    plain = marks_of_rates(rates, HITS, labels={"a": "A"})
    assert [(mark.title, *mark[:4]) for mark in plain] == [
        ("b", -EDGE, 0, -0.5, 0.5), ("A", -EDGE, 0, 0.5, 1.5), ("A", 1.0, 1.0, 1.0, 1.0),
        ("b", 3.0, 3.0, 0.0, 0.0),
    ]  # fmt: skip
    assert [mark.to.loci for mark in plain[2:]] == [OWN["a"].loci, OWN["b"].loci]
    grouped = marks_of_rates(rates, HITS, group="mode")
    assert [(mark.title, len(mark.to.loci)) for mark in grouped[2:]] == [
        ("a, direct", 1), ("b, direct", 0),
    ]  # fmt: skip


@style.in_house_style
def plain(table):
    figure, axes = style.canvas(2)
    axes.set(xlim=(0, 10), ylim=(4, 0))
    return figure


def test_an_area_with_passages_is_stored_in_parts_of_the_axes_from_their_upper_left_corner():
    marks = [
        LinkedArea(2, 5, 1, 3, "box", OWN["a"]),
        LinkedArea(-EDGE, 0, 0, 0, "row", ("d", 3, 7, "a")),
        LinkedArea(2, 5, 1, 3, "none", cited_passages(HITS.head(0), label="none")),
    ]
    made = shown(plain, HITS, marks=marks)
    assert made.areas == (
        ("0.2 0.25 0.5 0.75", OWN["a"].id, "box"), ("-9 0 0 0", "d:3-7", "row"),
    )  # fmt: skip
    assert made.sets == (OWN["a"],)
    data, metadata = made._repr_mimebundle_()
    assert data["application/vnd.topoi.marks+json"]["version"] == 1
    assert set(data["application/vnd.topoi.evidence+json"]["sets"]) == {OWN["a"].id}
    left, top, wide, tall = metadata["image/svg+xml"]["axes"]
    assert 0 < left < left + wide < 1.0001
    assert 0 < top < top + tall < 1


def test_a_line_is_stored_by_its_points_and_one_that_stands_for_nothing_is_not():
    none = cited_passages(HITS[:0], label="none")
    marks = [LinkedLine([(2, 4), (5, 1)], "line", OWN["a"]), LinkedLine([(0, 0)], "no", none)]
    made = shown(plain, HITS, marks=marks)
    assert made.lines == (("0.2 1 0.5 0.25", OWN["a"].id, "line"),)
    assert (made.areas, made.sets) == ((), (OWN["a"],))


@style.in_house_style
def logarithmic(table):
    figure, axes = style.canvas(2)
    axes.set(xscale="log", xlim=(0.1, 10), ylim=(1, 0))
    return figure


def test_an_area_on_a_log_axis_lies_where_its_value_is_drawn():
    made = shown(logarithmic, HITS, marks=[LinkedArea(1, 10, 0.25, 0.5, "box", OWN["a"])])
    assert made.areas == (("0.5 0.25 1 0.5", OWN["a"].id, "box"),)


def test_a_comparison_leads_to_what_its_table_cites_by_its_name_and_by_its_dot():
    found = pd.DataFrame(
        [("a", "x", 2.0, 0.5, 8.0), ("b", "y", np.inf, 1.0, np.inf), ("a", "z", 0.0, 0.0, 0.5)],
        columns=["code", "group", "ratio", "low", "high"],
    ).assign(other="others")
    own = {"x": HITS[:1], "y": HITS[1:], "z": HITS[:0]}
    marks = marks_of_forest(found, lambda row: cite(own[row["group"]]), labels={"a": "A"})
    named = [(mark.title, mark.right, mark.to.loci[:1]) for mark in marks]
    x, y, left = OWN["a"].loci, OWN["b"].loci, 0.5 / 1.2
    assert named == [
        ("x / others: A", left, x), ("x / others: A", 2.0, x),
        ("y / others: b", left, y), ("z / others: A", left, ()),
    ]  # fmt: skip
    made = shown(figures.forest, found, marks=marks)
    assert [title for *_, title in made.areas] == ["x / others: A"] * 2 + ["y / others: b"]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}pt" height="9pt" viewBox="0 0 9 9"></svg>'
NARROW = "application/vnd.topoi.narrow+xml"


def output(*areas, lines=(), axes=(0.2, 0.1, 0.5, 0.8), least=(0.02, 0.04)):
    marks = {"application/vnd.topoi.marks+json": {"areas": areas, "lines": lines}}
    view = {"axes": axes, "least": least}
    return {
        "data": {**marks, "image/svg+xml": SVG.format(72 * 2.99), NARROW: SVG.format(72 * 4)},
        "metadata": {"image/svg+xml": view, NARROW: view},
    }


@pytest.mark.parametrize(
    ("box", "placed"),
    [
        ("0.2 0.25 0.6 0.75", (30.0, 30.0, 20.0, 40.0)),
        ("0.5 0.5 0.5 0.5", (44.0, 48.0, 2.0, 4.0)),
        ("-9 0 0 0.5", (0.0, 10.0, 20.0, 40.0)),
        ("1 0 9 0.5", (70.0, 10.0, 30.0, 40.0)),
    ],
)
def test_a_link_lies_within_the_picture_and_is_no_smaller_than_a_finger(box, placed):
    [link] = links(output((box, OWN["a"].id, "t")), {})
    assert link.box == placed
    assert (link.address, link.title) == (f"evidence/index.html#{OWN['a'].id}", "t")
    assert link.is_row == (placed[0] == 0)


def test_the_link_of_a_line_is_a_band_along_it():
    whole = {"axes": (0, 0, 1, 1), "least": (0.02, 0.04)}  # a picture of 5 by 2.5 inches
    level = ("0.2 0.5 0.6 0.5", OWN["a"].id, "level")  # from 1, 1.25 to 3, 1.25
    [link] = links(output(lines=[level], **whole), {})
    assert link.box == (20.0, 48.0, 40.0, 4.0)
    assert link.outline == ((0, 100), (100, 100), (100, 0), (0, 0))
    assert not link.is_row
    slope = ("0.2 0.2 0.4 0.4 0.6 0.2", OWN["a"].id, "bent")
    [link] = links(output(lines=[slope], **whole), {}, mime=NARROW)
    corners = (np.array(link.outline) * link.box[2:] / 100 + link.box[:2]) / 100 * (5, 2.5)
    sides = corners[:3], corners[:2:-1]
    assert np.hypot(*(sides[0] - sides[1]).T) == pytest.approx(0.1, abs=0.01)
    middle = (sides[0] + sides[1]) / 2
    assert middle.ravel() == pytest.approx([1, 0.5, 2, 1, 3, 0.5], abs=0.01)


def test_a_mark_lies_over_the_lines_that_end_in_it():
    made = output(("0 0 1 1", OWN["b"].id, "mark"), lines=[("0 0 1 1", OWN["a"].id, "line")])
    assert [link.title for link in links(made, {})] == ["line", "mark"]


def test_links_lead_to_sets_and_passages_of_texts_that_are_there():
    boxes = [("0 0 1 1", target, "t") for target in ("a:b:3-7", "d:1-2", "none")]
    found = links(output(*boxes), {"a:b": 4})
    assert [link.address for link in found] == ["evidence/text.html#doc=4&at=3-7"]


def test_on_a_phone_the_whole_row_is_the_link_of_its_name():
    made = output(("-9 0.5 0 1", OWN["a"].id, "t"), ("0.2 0.25 0.6 0.75", OWN["a"].id, "t"))
    [row, mark] = links(made, {}, mime=NARROW)
    assert row.box == (0.0, 50.0, 100.0, 40.0)
    assert mark == links(made, {})[1]


def test_a_layout_takes_its_share_of_the_width_it_was_made_for():
    found = layouts(output(), {})
    assert list(found) == ["wide", "narrow"]
    assert found["wide"].share == pytest.approx(0.5)
    assert found["narrow"].share == 1.0


def test_a_page_carries_drawings_and_their_links_in_the_place_of_the_pictures():
    row = Link((0, 1.5, 2, 3), "e.html#x", "A & b")
    mark = Link((5, 1, 2, 3), "e.html?a&b", "c")
    made = {
        label: {"wide": Layout(SVG.format(9), on_it, 0.5), "narrow": Layout(SVG.format(9), (), 1)}
        for label, on_it in (("fig-a", (row,)), ("fig-ab", (row, mark)))
    }
    html = (
        '<img src="x/fig-a.svg" alt="Two &amp; &quot;three&quot;.">'
        '<img src="fig-ab-output-2.svg"><img src="fig-b.svg"><img src="fig-a.png">'
    )
    data = {"fig-a": "data/figures/fig-a.csv"}
    page = overlaid(html, made, up="../", data=data)
    assert page.startswith(
        '<span class="drawing"><span class="marks wide" style="width:50.0%"><svg viewBox="0 0 9 9" '
        'role="img" aria-label="Two &amp; &quot;three&quot;." /><a style="left:0%;'
    )
    assert (
        '<a style="left:0%;top:1.5%;width:2%;height:3%" title="A &amp; b" aria-label="A &amp; b" '
        'href="../e.html#x"></a></span><span class="marks narrow" style="width:100.0%"><svg'
    ) in page
    assert page.count('<a href="../data/figures/fig-a.csv" download>fig-a.csv</a></small>') == 1
    assert 'href="../e.html?a&amp;b" tabindex="-1"></a></span>' in page
    assert page.endswith('</span><img src="fig-b.svg"><img src="fig-a.png">')
    assert overlaid(page, made, up="../", data=data) == page
    assert overlaid(html, {}, up="../") == html


def test_every_mark_of_a_figure_without_rows_is_reached_and_named_a_line_by_its_shape():
    line = Link((5, 1, 2, 3), "e.html#x", "A & b", ((0, 0), (100, 0), (50, 99.5)))
    mark = Link((5, 1, 2, 3), "e.html#y", "c")
    both = dict.fromkeys(("wide", "narrow"), Layout(SVG.format(9), (line, mark), 1))
    anchors = re.findall(r"<a [^>]*>", overlaid('<img src="fig-a.svg">', {"fig-a": both}, up=""))
    place = "left:5%;top:1%;width:2%;height:3%"
    assert anchors == 2 * [
        f'<a class="line" style="{place};clip-path:polygon(0% 0%,100% 0%,50% 99.5%)" '
        'title="A &amp; b" aria-label="A &amp; b" href="e.html#x">',
        f'<a style="{place}" title="c" aria-label="c" href="e.html#y">',
    ]
