"""The drawing of a network: the stronger a tie the wider, names apart, the same every time."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from topoi.report import figures
from topoi.report.figures import style
from topoi.report.figures.networks import (
    APART,
    THICKEST,
    lines_of,
    path_of,
    places_of,
    sides_of,
)

mpl.use("Agg")
COLUMNS = ["speaker", "other", "weight", "support", "same_target"]
FOUND = {
    "congruence": pd.DataFrame(
        [("A", "B", 0.8, 3, True), ("B", "C", 0.4, 1, False)], columns=COLUMNS
    ),
    "conflict": pd.DataFrame([("A", "C", 0.2, 2, True)], columns=COLUMNS),
}
HEARD = {"A": "direct", "B": "outlet", "C": "nested"}


def drawn(figure):
    """Return style, colour and width of each line, and marker, colour and place of each mark."""
    axes = figure.axes[0]
    lines = [line for line in axes.lines if len(line.get_xdata()) > 1]
    marks = [line for line in axes.lines if len(line.get_xdata()) == 1]
    return (
        [(line.get_linestyle(), line.get_color(), line.get_linewidth()) for line in lines],
        [(mark.get_marker(), mark.get_color()) for mark in marks],
    )


def test_a_tie_is_as_wide_as_it_is_heavy_and_shows_how_little_it_rests_on():
    lines, _ = drawn(figures.network(FOUND, heard=HEARD))
    blue, red = style.PALETTE[:2]
    assert lines == [
        ("-", blue, pytest.approx(THICKEST)),
        ("--", style.FAINT, pytest.approx(0.8 + 3.2 / 2)),
        ("-", red, pytest.approx(0.8 + 3.2 / 4)),
    ]
    figure = figures.network(FOUND, heard=HEARD)
    legend = [text.get_text() for text in figure.legends[0].get_texts()]
    assert {"share positions", "in conflict (bent)", APART, "one passage on a side"} < set(legend)
    sure = {"congruence": FOUND["congruence"][:1]}
    told = figures.network(sure, heard=HEARD).legends[0].get_texts()
    assert [text.get_text() for text in told] == [
        *("the outlet", "heard directly or in paraphrase", "share positions"),
    ]


def test_the_outlet_and_who_is_heard_through_others_have_marks_of_their_own():
    figure = figures.network(FOUND, heard=HEARD)
    _, marks = drawn(figure)
    forms = {"o": "direct", "s": "outlet", "v": "nested"}
    assert sorted(marks) == [(form, style.MODE_COLOURS[mode]) for form, mode in forms.items()]
    assert sorted(text.get_text() for text in figure.axes[0].texts) == ["A", "B", "C"]


def test_no_two_names_overlap_however_long():
    pairs = [(f"Speaker with a long name {n}", f"Speaker {n + 1}", 1.0, 2, True) for n in range(9)]
    found = {"congruence": pd.DataFrame(pairs, columns=COLUMNS)}
    heard = {one: "direct" for pair in pairs for one in pair[:2]}
    figure = figures.network(found, heard=heard)
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    assert len(boxes) == 18
    assert not any(one.overlaps(two) for n, one in enumerate(boxes) for two in boxes[:n])


@pytest.mark.parametrize("narrow", [False, True])
def test_names_stand_where_no_line_runs_under_them(narrow):
    speakers = [f"Speaker {letter}" for letter in "ABCDE"]
    ring = [(one, speakers[n - 1], 0.5, 2, True) for n, one in enumerate(speakers)]
    found = {"congruence": pd.DataFrame(ring, columns=COLUMNS)}
    figure = figures.network(found, heard=dict.fromkeys(speakers, "direct"), narrow=narrow)
    (axes,) = figure.axes
    lines = [line.get_xydata() for line in axes.lines if len(line.get_xdata()) > 1]
    points = axes.transData.transform(np.concatenate(lines))
    boxes = [text.get_window_extent() for text in axes.texts]
    assert len(boxes) == 5
    assert not any(box.contains(*point) for box in boxes for point in points)


def test_where_no_side_is_free_all_names_stand_above_their_marks():
    crowd = {f"{'Speaker' * 4} {n}": (0.0, 1 - n / 40) for n in range(41)}
    sides = sides_of({one: one for one in crowd}, [], crowd, inches=(1.2, 1.0))
    assert set(sides.values()) == {0}


def test_places_are_the_same_every_time_and_each_has_a_height_of_its_own():
    lines = lines_of(FOUND)
    places = places_of(lines)
    assert places == places_of(lines)
    assert sorted(y for _, y in places.values()) == [-1, 0, 1]
    assert max(abs(x) for x, _ in places.values()) == 1
    assert set(places_of(lines, seed=5)) == set(places)


def test_a_conflict_is_bent_aside_and_an_agreement_straight():
    agree, _, differ = lines_of(FOUND)
    places = {"A": (0.0, 0.0), "B": (1.0, 0.0), "C": (1.0, 0.0)}
    assert path_of(agree, places, 3).tolist() == [[0, 0], [0.5, 0], [1, 0]]
    assert path_of(differ, places, 3).tolist() == [[0, 0], [0.5, pytest.approx(0.175)], [1, 0]]


def test_a_mark_leads_to_all_that_a_speaker_says_and_a_line_to_its_tie():
    said = pd.DataFrame(
        [("A", 0, "asserted"), ("B", 2, "asserted"), ("B", 4, "negated"), ("C", 6, "asserted")],
        columns=["speaker", "start", "polarity"],
    ).assign(doc="d", code="war", mode="direct")
    said["end"] = said["start"] + 1
    marks = figures.marks_of_network({"congruence": FOUND["congruence"][:1]}, said)
    found = {mark.title: [start for _, start, *_ in mark.to.loci] for mark in marks}
    assert found == {"A": [0], "B": [2, 4], "A and B, share positions": [0, 2]}
    ends = {mark.title: (mark.left, mark.low) for mark in marks[:2]}
    assert [tuple(point) for point in marks[2].points] == [ends["A"], ends["B"]]


def test_the_link_of_a_conflict_is_as_bent_as_its_line():
    said = pd.DataFrame({"speaker": ["A", "C"], "polarity": ["asserted", "negated"], "start": 0})
    said = said.assign(doc="d", code="war", mode="direct", end=1)
    found = {"conflict": FOUND["conflict"]}
    drawn_line = figures.network(found, heard=HEARD).axes[0].lines[0]
    *_, mark = figures.marks_of_network(found, said)
    points = {tuple(point) for point in drawn_line.get_xydata().round(6).tolist()}
    assert len(mark.points) > 3
    middle = mark.points[len(mark.points) // 2]
    assert tuple(round(v, 6) for v in middle) in points
