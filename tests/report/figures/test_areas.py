"""Boxes over a picture: where they lie, where they lead, and how a page carries them."""

import matplotlib as mpl
import pandas as pd
import pytest

from topoi.report.evidence.passages import cited_passages
from topoi.report.figures import style
from topoi.report.figures.overlays import (
    EDGE,
    Link,
    LinkedArea,
    links,
    marks_along,
    marks_of_rates,
    overlaid,
    shown,
)

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


def test_an_area_is_stored_in_parts_of_the_axes_from_their_upper_left_corner():
    figure, axes = style.canvas(2)
    axes.set(xlim=(0, 10), ylim=(4, 0))
    marks = [
        LinkedArea(2, 5, 1, 3, "box", OWN["a"]),
        LinkedArea(-EDGE, 0, 0, 0, "row", ("d", 3, 7, "a")),
    ]
    made = shown(figure, marks)
    assert made.areas == (
        ("0.2 0.25 0.5 0.75", OWN["a"].id, "box"), ("-9 0 0 0", "d:3-7", "row"),
    )  # fmt: skip
    assert made.sets == (OWN["a"],)
    data, metadata = made._repr_mimebundle_()
    assert data["application/vnd.topoi.marks+json"]["version"] == 1
    assert set(data["application/vnd.topoi.evidence+json"]["sets"]) == {OWN["a"].id}
    left, top, wide, tall = metadata["image/png"]["axes"]
    assert 0 < left < left + wide < 1.0001
    assert 0 < top < top + tall < 1


def output(*areas, axes=(0.2, 0.1, 0.5, 0.8), least=(0.02, 0.04)):
    return {
        "data": {"application/vnd.topoi.marks+json": {"areas": areas}},
        "metadata": {"image/png": {"axes": axes, "least": least}},
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


def test_links_lead_to_sets_and_passages_of_texts_that_are_there():
    boxes = [("0 0 1 1", target, "t") for target in ("a:b:3-7", "d:1-2", "none")]
    found = links(output(*boxes), {"a:b": 4})
    assert [link.address for link in found] == ["evidence/text.html#doc=4&at=3-7"]


def test_a_page_carries_the_links_of_the_figures_that_it_shows():
    row = Link((0, 1.5, 2, 3), "e.html#x", "A & b")
    mark = Link((5, 1, 2, 3), "e.html?a&b", "c")
    html = '<img src="x/fig-a.png" alt=""><img src="fig-ab-output-2.png"><img src="fig-b.png">'
    page = overlaid(html, {"fig-a": [row], "fig-ab": [mark]}, up="../")
    assert page.startswith('<span class="marks"><img src="x/fig-a.png" alt=""><a style="left:0%;')
    assert (
        '<a style="left:0%;top:1.5%;width:2%;height:3%" title="A &amp; b" aria-label="A &amp; b" '
        'href="../e.html#x"></a></span>'
    ) in page
    assert 'href="../e.html?a&amp;b" tabindex="-1"></a></span><img src="fig-b.png">' in page
    assert overlaid(page, {"fig-a": [row], "fig-ab": [mark]}, up="../") == page
    assert overlaid(html, {}, up="../") == html
