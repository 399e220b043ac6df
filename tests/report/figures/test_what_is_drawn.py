"""What the figures draw, and where: the numbers of the tables, in their order."""

import itertools

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from topoi.report import figures
from topoi.report.figures import collections, style
from topoi.report.figures.measures import row_order, row_places

mpl.use("Agg")


def ticks(axes, side="y"):
    labels = axes.get_yticklabels() if side == "y" else axes.get_xticklabels()
    return [label.get_text() for label in labels]


def texts(axes):
    return [text.get_text() for text in axes.texts]


def points(axes):
    """Return the points of each line, its marker and its colour."""
    return [
        (list(map(tuple, line.get_xydata().tolist())), line.get_marker(), line.get_color())
        for line in axes.lines
        if len(line.get_xdata())
    ]


def legend(figure):
    return [text.get_text() for text in figure.legends[0].get_texts()]


def stretches(axes):
    return [segment.tolist() for lines in axes.collections for segment in lines.get_segments()]


RATES = pd.DataFrame(
    {"code": ["b", "a", "c"], "rate": [0.0, 2.0, np.nan], "low": [0.0, 1.0, np.nan]}
).assign(high=[9.0, 4.0, np.nan])


def test_rates_stand_with_their_intervals_the_highest_first():
    axes = figures.rates_with_intervals(RATES, labels={"a": "A code"}).axes[0]
    assert ticks(axes) == ["A code", "b"]
    assert points(axes) == [([(0.0, 1.0), (2.0, 0.0)], "o", style.PALETTE[0])]
    assert stretches(axes) == [[[0.0, 1.0], [9.0, 1.0]], [[1.0, 0.0], [4.0, 0.0]]]
    # the interval of a code without a hit may run off the edge
    assert axes.get_xlim() == pytest.approx((0, 1.03 * 4))
    assert axes.get_ylim() == pytest.approx((1.6, -0.6))
    assert axes.get_xlabel() == "Passages per thousand words, with 95% interval"
    none = figures.rates_with_intervals(RATES[:1]).axes[0]
    assert none.get_xlim() == pytest.approx((0, 1.03 * 9))


def test_rates_of_groups_stand_under_one_another_in_their_row():
    both = pd.DataFrame(
        {
            "code": ["a", "a", "b", "b"],
            "mode": ["outlet", "direct"] * 2,
            "rate": [1.0, 4.0, 5.0, 0.5],
        }
    ).assign(low=0.0, high=6.0)
    assert row_order(both, "code") == ["b", "a"]
    assert row_places(both, "code", "mode") == pytest.approx([0.825, 1.175, -0.175, 0.175])
    assert row_places(both[:1], "code", None) == [0.0]
    figure = figures.rates_with_intervals(both, group="mode")
    assert [(marker, colour) for _, marker, colour in points(figure.axes[0])] == [
        ("s", style.MODE_COLOURS["outlet"]), ("o", style.MODE_COLOURS["direct"]),
    ]  # fmt: skip
    assert legend(figure) == ["outlet", "direct"]


def cells_of(axes):
    """Return left, top, width, height and shade of each cell that is filled."""
    return [
        (*path.get_extents().bounds, pytest.approx(colour[3]))
        for bars in axes.collections
        for path, colour in zip(bars.get_paths(), bars.get_facecolors().tolist(), strict=True)
    ]


def test_pairs_are_cells_as_dark_as_their_count_below_numbers_that_the_names_explain():
    grid = pd.DataFrame([[9, 4, 0], [4, 9, 2], [0, 2, 9]], index=list("abc"), columns=list("abc"))
    axes = figures.cooccurrence(grid, labels={"a": "A"}).axes[0]
    assert texts(axes) == ["4", "0", "2"]
    assert cells_of(axes) == [(-0.5, 0.5, 1, 1, 1.0), (0.5, 1.5, 1, 1, 0.5)]
    assert (ticks(axes, "x"), ticks(axes)) == (["1", "2"], ["1 A", "2 b", "3 c"])
    assert [text.get_position() for text in axes.texts] == [(0, 1), (0, 2), (1, 2)]
    assert [text.get_color() for text in axes.texts] == [style.GROUND, style.FAINT, style.INK]


def test_a_count_has_room_in_its_cell_and_of_more_than_twenty_codes_none_is_printed():
    codes = [f"A code with a name as long as any {n:02}" for n in range(21)]
    grid = pd.DataFrame(10, index=codes, columns=codes)
    axes = figures.cooccurrence(grid.iloc[:20, :20]).axes[0]
    cell = axes.transData.transform((1, 0))[0] - axes.transData.transform((0, 0))[0]
    numbers = [*axes.texts, *axes.get_xticklabels()]
    assert len(numbers) == 190 + 19
    assert max(text.get_window_extent().width for text in numbers) < cell
    assert texts(figures.cooccurrence(grid).axes[0]) == []


def test_cells_of_a_matrix_are_shaded_and_their_values_printed():
    shares = pd.DataFrame([[0.0, 0.5], [0.25, 0.75]], index=["x_y", "z"], columns=[1, 2])
    axes = figures.topics_by_paragraph(shares).axes[0]
    assert texts(axes) == [".50", ".25", ".75"]
    assert [text.get_color() for text in axes.texts] == [style.INK, style.INK, style.GROUND]
    assert [text.get_position() for text in axes.texts] == [(1, 0), (0, 1), (1, 1)]
    assert (ticks(axes), ticks(axes, "x")) == (["x y", "z"], ["1", "2"])
    cells = [
        (path.get_extents().x0, path.get_extents().y0, colour)
        for bars in axes.collections
        for path, colour in zip(bars.get_paths(), bars.get_facecolors().tolist(), strict=True)
    ]
    assert [cell[:2] for cell in cells] == [(0.5, -0.5), (-0.5, 0.5), (0.5, 0.5)]
    assert [cell[2][3] for cell in cells] == pytest.approx([0.5 / 0.75, 0.25 / 0.75, 1])
    assert {tuple(cell[2][:3]) for cell in cells} == {mpl.colors.to_rgb(style.PALETTE[0])}
    counts = figures.topics_by_paragraph(shares * 4).axes[0]
    assert texts(counts) == ["2", "1", "3"]
    empty = figures.topics_by_paragraph(shares.iloc[:, :0]).axes[0]
    assert texts(empty) == ["nothing to show: no model could be made"]


@pytest.mark.parametrize(("columns", "printed", "shown"), [(20, 20, 20), (21, 0, 21), (40, 0, 20)])
def test_of_more_than_twenty_columns_no_values_are_printed(columns, printed, shown):
    matrix = pd.DataFrame(np.ones((1, columns)), index=["a"], columns=range(columns))
    axes = figures.topics_by_paragraph(matrix).axes[0]
    assert len(axes.texts) == printed
    assert len(ticks(axes, "x")) == shown


def test_shares_are_parts_of_one_bar_with_their_percentages():
    figure = figures.shares(pd.Series({"direct": 3, "outlet": 1}))
    axes = figure.axes[0]
    bars = [(bar.get_x(), bar.get_width(), bar.get_hatch()) for bar in axes.patches]
    assert bars == [(0, 0.75, ""), (0.75, 0.25, "///")]
    assert legend(figure) == ["direct 75.0%", "outlet 25.0%"]
    assert axes.get_xlim() == (0, 1)
    nothing = figures.shares(pd.Series({"direct": 0.0}))
    assert legend(nothing) == ["direct 0.0%"]


VOICES = pd.DataFrame(
    [("d", 0, 10, "outlet", ""), ("d", 10, 40, "direct", "Ann"), ("d", 40, 46, "nested", "Bo"),
     ("d", 46, 50, "mixed", ""), ("d", 50, 52, "indirect", "Cy")],
    columns=["doc", "start", "end", "mode", "speaker"],
)  # fmt: skip
SEGMENTS = pd.DataFrame(
    [("d", 0, 8, "heading", 1), ("d", 10, 52, "paragraph", 2), ("d", 10, 52, "sentence", 2)],
    columns=["doc", "start", "end", "kind", "paragraph"],
)


def boxes(axes):
    """Return left, right, height and hatch of each box of a strip."""
    found = []
    for bar in axes.collections:
        (path,) = bar.get_paths()
        xs, ys = path.vertices.T
        found.append((xs.min(), xs.max(), ys.max(), bar.get_hatch()))
    return found


def test_a_strip_is_as_high_as_the_mode_of_speech_and_names_the_largest_speakers():
    figure = figures.strip(VOICES, SEGMENTS, speakers=2)
    axes = figure.axes[0]
    assert boxes(axes) == [
        (0, 10, 0.3, None), (10, 40, 1.0, None), (40, 46, 1.0, "////"), (46, 50, 0.55, None),
        (50, 52, 0.55, None),
    ]  # fmt: skip
    assert legend(figure) == ["Ann", "the outlet", "Bo", "other speakers"]
    assert axes.get_xlim() == (0, 52)
    assert [text.get_text() for text in axes.texts] == ["H", "2"]
    assert [text.xy for text in axes.texts] == [(4, 1.0), (31, 1.0)]
    edges = [patch.get_edgecolor() for patch in figure.legends[0].get_patches()]
    assert edges[0] == mpl.colors.to_rgba(style.PALETTE[0])
    assert edges[-1] == mpl.colors.to_rgba(style.FAINT)  # light grey would not be seen without
    every = figures.strip(VOICES, SEGMENTS, speakers=4)
    assert legend(every) == ["Ann", "the outlet", "Bo", "speaker not named", "Cy"]


HITS = pd.DataFrame(
    [("d", 12, 16, "a", "direct"), ("d", 20, 30, "a", "direct"), ("d", 41, 44, "b", "nested")],
    columns=["doc", "start", "end", "code", "mode"],
)


def test_codes_along_a_text_stand_in_the_middle_of_their_passages():
    figure = figures.codes_along(HITS, 50, codes=["b", "a", "c"], labels={"a": "A"})
    axes = figure.axes[0]
    assert ticks(axes) == ["b", "A", "c"]
    drawn = [one for one in points(axes) if one[1] != "None"]
    assert drawn == [
        ([(42.5, 0.0)], "v", style.MODE_COLOURS["nested"]),
        ([(14.0, 1.0), (25.0, 1.0)], "o", style.MODE_COLOURS["direct"]),
    ]
    assert [(text.get_text(), text.get_position()[1]) for text in axes.texts] == [
        ("1", 0), ("2", 1), ("0", 2),
    ]  # fmt: skip
    assert axes.get_xlim() == (0, 50)
    assert legend(figure) == ["direct", "nested"]
    assert ticks(figures.codes_along(HITS, 50).axes[0]) == ["a", "b"]


ANALYSES = pd.DataFrame(
    {"estimate": [2.0, 1.0, 2.0, np.nan], "low": [1.0, 0.5, 1.5, 0], "high": [3.0, 2.0, 4.0, 0]}
).assign(voice=["all", "direct", "direct", "all"])


def test_different_results_are_sorted_above_the_options_that_give_them():
    figure = figures.specification_curve(ANALYSES, within=(0.75, 3.0))
    above, below = figure.axes
    [dots, *ends] = sorted(points(above), key=lambda one: one[1] != "o")
    assert dots[0] == [(0, 1.0), (1, 2.0)]
    assert [end[0][0][1] for end in ends] == [0.75, 3.0]
    assert stretches(above) == [[[0, 0.5], [0, 2.0]], [[1, 1.0], [1, 4.0]]]
    assert ticks(below) == ["voice: all", "voice: direct"]
    assert [one[0] for one in points(below)] == [[(1, 0)], [(0, 1), (1, 1)]]
    assert below.get_xlabel() == "The 2 different results of 3 analyses, sorted"
    alone = figures.specification_curve(ANALYSES[:1], decisions=["voice"], value="estimate")
    assert alone.axes[1].get_xlabel() == "The 1 different results of one analysis, sorted"
    assert ticks(alone.axes[1]) == ["voice: all"]


def test_a_curve_of_stability_has_a_band_and_the_coherence_below():
    curve = pd.DataFrame({"k": [3, 2], "agreement": [0.5, 0.6], "null": [0.4, 0.4]})
    plain = figures.stability_curve(curve)
    assert len(plain.axes) == 1
    assert [one[0] for one in points(plain.axes[0])] == [[(3, 0.5), (2, 0.6)], [(3, 0.4), (2, 0.4)]]
    assert ticks(plain.axes[0], "x") == ["2", "3"]
    assert plain.axes[0].get_ylim() == (0, 1)
    assert not plain.axes[0].collections
    assert plain.axes[0].get_xlabel() == "Number of topics"
    full = curve.assign(npmi=[0.1, 0.2], agreement_low=0.3, agreement_high=0.9)
    banded = figures.stability_curve(full)
    assert len(banded.axes[0].collections) == 1
    assert points(banded.axes[1])[0][0] == [(3, 0.1), (2, 0.2)]
    assert [axes.get_xlabel() for axes in banded.axes] == ["", "Number of topics"]
    assert legend(banded) == ["this text", "words shuffled"]


def over_time(**groups):
    months = pd.to_datetime(["2025-01-01", "2025-02-01", "2025-03-01"])
    rows = [
        (month, group, many, rate, rate, 2 * rate)
        for group, (many, rates) in groups.items()
        for month, rate in zip(months, rates, strict=True)
    ]
    return pd.DataFrame(rows, columns=["period", "group", "documents", "rate", "low", "high"])


def test_the_six_groups_with_the_most_texts_have_a_panel_each():
    table = over_time(**{name: (9 - n, (1.0, np.nan, 2.0)) for n, name in enumerate("GFEDCBA")})
    figure = collections.trends(table, by="group")
    assert [axes.get_title(loc="left") for axes in figure.axes] == list("BCDEFG")
    assert figure.axes[0].get_ylim() == pytest.approx((0, 1.05 * 4))
    line = figure.axes[0].lines[0].get_ydata()
    assert [value for value in line if not np.isnan(value)] == [1.0, 2.0]
    assert len(line) == 3
    assert figure.axes[-1].get_xlabel() == "First day of the period"
    alone = collections.trends(over_time(A=(1, (0.0, 0.0, 0.0))))
    assert alone.axes[0].get_ylim() == (0, 1)
    assert alone.axes[0].get_title(loc="left") == ""


def test_events_within_the_time_drawn_are_numbered_in_every_panel():
    dates = ["2024-12-31", "2025-01-01", "2025-04-01", "2025-04-02"]
    events = pd.DataFrame({"date": pd.to_datetime(dates), "label": list("abcd")})
    table = over_time(A=(1, (1.0, 1.0, 1.0)), B=(1, (1.0, 1.0, 1.0)))
    figure = collections.trends(table, by="group", events=events)
    assert figure.axes[-1].get_xlabel() == "1 b; 2 c"
    assert texts(figure.axes[0]) == ["1", "2"]
    assert texts(figure.axes[1]) == []
    lines = [len(axes.lines) for axes in figure.axes]
    assert lines == [3, 3]


def test_the_groups_that_use_a_phrase_rise_as_steps_below_those_that_were_read():
    documents = pd.DataFrame({"doc": list("abcd"), "group": ["A", "B", "A", "C"]})
    documents["date"] = pd.to_datetime(["2025-01-01", "2025-01-03", "2025-01-09", None])
    curve = pd.DataFrame({"date": pd.to_datetime(["2025-01-03"]), "sources": [1]})
    figure = collections.uptake({"War": curve, "None": curve[:0]}, documents=documents)
    axes = figure.axes[0]
    day = dict(zip(documents["doc"], documents["date"], strict=True))
    read, steps, dots = (
        list(zip(line.get_xdata(), line.get_ydata(), strict=True)) for line in axes.lines
    )
    assert [count for _, count in read] == [1, 2, 2]
    assert [pd.Timestamp(at) for at, _ in steps] == [day["a"], day["b"], day["c"]]
    assert [count for _, count in steps] == [0, 1, 1]
    assert [count for _, count in dots] == [1]
    assert axes.get_ylim() == pytest.approx((0, 2.4))
    assert ticks(axes) == ["0", "1", "2"]
    assert axes.get_ylabel() == "Sources (of 2)"
    assert legend(figure) == ["with a text", "War"]


def test_colours_are_those_of_modes_and_else_of_the_palette_until_it_ends():
    names = [f"s{n}" for n in range(len(style.PALETTE) + 1)]
    found = style.colours(["nested", *names])
    assert found["nested"] == style.MODE_COLOURS["nested"]
    assert [found[name] for name in names] == [*style.PALETTE, style.FAINT]


def test_figures_are_in_the_house_style():
    axes = figures.rates_with_intervals(RATES).axes[0]
    visible = {side: spine.get_visible() for side, spine in axes.spines.items()}
    assert visible == {"top": False, "right": False, "left": True, "bottom": True}
    assert axes.get_axisbelow() is True
    assert any(line.get_visible() for line in axes.get_xgridlines())
    assert not any(line.get_visible() for line in axes.get_ygridlines())
    framed = figures.topics_by_paragraph(pd.DataFrame([[1.0]], index=["a"])).axes[0]
    assert not any(spine.get_visible() for spine in framed.spines.values())
    assert all(tick.tick1line.get_markersize() == 0 for tick in framed.xaxis.get_major_ticks())
    nothing = style.empty("Why.").axes[0]
    assert (texts(nothing), ticks(nothing), ticks(nothing, "x")) == (["Why."], [], [])
    assert nothing.texts[0].get_position() == (0.5, 0.5)
    assert not any(spine.get_visible() for spine in nothing.spines.values())
    assert style.settings()["figure.dpi"] == style.settings()["savefig.dpi"] == 200


def test_figures_are_as_high_as_their_rows():
    heights = {
        "two rates": figures.rates_with_intervals(RATES),
        "one rate": figures.rates_with_intervals(RATES[:1]),
        "two topics": figures.topics_by_paragraph(pd.DataFrame([[1.0], [0.5]], index=["a", "b"])),
        "no codes": figures.codes_along(HITS[:0], 50),
        "shares": figures.shares(pd.Series({"direct": 1})),
        "three codes": figures.codes_along(HITS, 50, codes=["b", "a", "c"]),
        "a strip": figures.strip(VOICES, SEGMENTS),
    }
    found = {name: round(figure.get_figheight(), 2) for name, figure in heights.items()}
    assert found == {
        "two rates": 1.29, "one rate": 1.02, "two topics": 1.49, "no codes": 1.02, "shares": 1.15,
        "three codes": 1.56, "a strip": 1.75,
    }  # fmt: skip


def test_paragraphs_are_numbered_along_codes_where_they_are_given():
    plain = figures.codes_along(HITS, 50).axes[0]
    assert texts(plain) == ["2", "1"]
    axes = figures.codes_along(HITS, 50, segments=SEGMENTS).axes[0]
    numbered = [(text.get_text(), text.xy) for text in axes.texts if hasattr(text, "xy")]
    assert numbered == [("H", (4, -0.6)), ("2", (31, -0.6))]
    starts = [line.get_xdata()[0] for line in axes.lines if list(line.get_ydata()) == [0, 1]]
    assert starts == [0, 10]


def test_every_pair_has_a_cell():
    grid = pd.DataFrame(4, index=list("abc"), columns=list("abc"))
    axes = figures.cooccurrence(grid).axes[0]
    assert axes.get_xlim() == pytest.approx((-0.5, 1.5))
    assert axes.get_ylim() == pytest.approx((2.6, -0.6))


def test_on_a_phone_names_stand_above_their_rows_within_the_axes():
    figure = figures.rates_with_intervals(RATES, labels={"a": "A code"}, narrow=True)
    (axes,) = figure.axes
    assert figure.get_figwidth() == style.NARROW
    assert ticks(axes) == ["A code", "b"]
    assert points(axes)[0][0] == [(0.0, 1.0), (2.0, 0.0)]
    names = [label.get_window_extent() for label in axes.get_yticklabels()]
    rows = [axes.transData.transform((0, at))[1] for at in (0, 1)]
    assert all(name.y0 > row for name, row in zip(names, rows, strict=True))
    assert names[1].y1 < rows[0]
    assert min(name.x0 for name in names) >= axes.bbox.x0 - 1


@pytest.mark.parametrize("narrow", [False, True])
def test_a_mark_at_the_end_of_the_text_is_whole_and_apart_from_the_count_of_its_row(narrow):
    last = HITS.assign(start=49, end=51)
    figure = figures.codes_along(last, 50, narrow=narrow)
    (axes,) = figure.axes
    marks = [line for line in axes.lines if line.get_marker() != "None"]
    assert not any(mark.get_clip_on() for mark in marks)
    counts = [text.get_window_extent().x0 for text in axes.texts]
    half = 5.5 / 2 / 72 * figure.dpi
    assert min(counts) > axes.transData.transform((50, 0))[0] + half


def test_on_a_phone_a_long_name_has_two_lines_and_room_for_them():
    long = "A group of texts / another: a code with a long name"
    both = RATES.assign(low=RATES["low"] + 0)
    short, tall = (
        figures.rates_with_intervals(both, labels={"b": name}, narrow=True) for name in ("b", long)
    )
    assert ticks(tall.axes[0])[1].replace("\n", " ") == long
    more = tall.get_figheight() - short.get_figheight()
    assert more == pytest.approx(2 * style.LINE)
    box = tall.axes[0].get_yticklabels()[1].get_window_extent()
    above, row = (tall.axes[0].transData.transform((0, at))[1] for at in (0, 1))
    assert row < box.y0 < box.y1 < above


def test_on_a_phone_the_line_at_one_runs_under_the_names_and_over_the_grid():
    row = {"code": "a", "group": "b", "other": "c", "low": 0.5, "ratio": 1.0, "high": 2.0}
    axes = figures.forest(pd.DataFrame([row]), narrow=True).axes[0]
    one = next(line for line in axes.lines if list(line.get_xdata()) == [1, 1])
    assert axes.xaxis.get_zorder() < one.get_zorder() < axes.yaxis.get_zorder()
    patch = axes.get_yticklabels()[0].get_bbox_patch()
    assert patch.get_facecolor() == mpl.colors.to_rgba(style.GROUND)


def test_on_a_phone_the_pairs_that_meet_are_rows_the_most_frequent_first():
    grid = pd.DataFrame([[9, 4, 0], [4, 9, 7], [0, 7, 9]], index=list("abc"), columns=list("abc"))
    axes = figures.cooccurrence(grid, labels={"a": "A"}, narrow=True).axes[0]
    assert ticks(axes) == ["b + c", "A + b"]
    assert texts(axes) == ["7", "4"]
    assert [bar.get_width() for bar in axes.patches] == [7, 4]
    assert axes.get_xlabel() == "Units holding both codes"
    few = figures.cooccurrence(grid.clip(upper=2), narrow=True).axes[0]
    assert all(float(tick).is_integer() for tick in few.get_xticks())
    apart = pd.DataFrame([[9, 0], [0, 9]], index=list("ab"), columns=list("ab"))
    assert texts(figures.cooccurrence(apart, narrow=True).axes[0]) == ["No pair meets."]
    many = pd.DataFrame(1, index=range(8), columns=range(8))
    told = figures.cooccurrence(many, narrow=True).axes[0]
    assert len(ticks(told)) == 20
    label = "Units holding both codes: the first 20 of 28 pairs"
    assert told.get_xlabel().replace("\n", " ") == label


def test_on_a_phone_a_matrix_has_its_names_above_the_cells_and_fewer_values():
    matrix = pd.DataFrame(np.ones((2, 13)), index=["a", "b"], columns=range(13))
    assert texts(figures.topics_by_paragraph(matrix, narrow=True).axes[0]) == []
    twelve = figures.topics_by_paragraph(matrix.iloc[:, :12], narrow=True).axes[0]
    assert len(texts(twelve)) == 24
    cells = [path.get_extents() for bars in twelve.collections for path in bars.get_paths()]
    names = twelve.get_yticklabels()
    assert {round(cell.y0, 2) for cell in cells} == {-0.2, 0.8}
    assert [name.get_position()[1] for name in names] == pytest.approx([-0.3, 0.7])


def test_numbers_of_paragraphs_keep_apart():
    rows = [("d", at, at + 1, "paragraph", at) for at in range(200)]
    many = pd.DataFrame(rows, columns=SEGMENTS.columns)
    voices = VOICES.assign(start=4 * VOICES["start"], end=4 * VOICES["end"])
    page, phone = (
        [int(text.get_text()) for text in figures.strip(voices, many, narrow=narrow).axes[0].texts]
        for narrow in (False, True)
    )
    assert page[:2] == [0, 4]
    assert phone[:2] == [0, 7]
    assert all(two - one >= 4 for one, two in itertools.pairwise(page))
    far = [(one, two) for one, two in itertools.pairwise(page) if one >= 10]
    assert max(two - one for one, two in far if two < 100) == 6  # numbers of two digits


@pytest.mark.parametrize(("low", "high"), [(0.23, 3.66), (0.05, 3), (0.5, 20)])
def test_labels_of_ratios_are_plain_numbers_that_do_not_meet(low, high):
    found = pd.DataFrame(
        [["a", "b", "c", low, 1.0, high]],
        columns=["code", "group", "other", "low", "ratio", "high"],
    )
    figure = figures.forest(found)
    figure.draw_without_rendering()
    [axes] = figure.axes
    major, minor = axes.get_xticklabels(), axes.get_xticklabels(minor=True)
    shown = [label for label in major if low / 1.2 <= label.get_position()[0] <= high * 1.2]
    assert len(shown) > 3
    assert all(float(label.get_text()) > 0 for label in shown)
    assert not any(label.get_text() for label in minor)
    edges = [label.get_window_extent() for label in shown]
    assert all(one.x1 < two.x0 for one, two in itertools.pairwise(edges))
