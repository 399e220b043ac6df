"""Names in figures are data: whatever they hold, the figure is drawn, and without a warning."""

import io
import random
import unicodedata
import warnings

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from topoi.report.figures import style
from topoi.report.figures.collections import trends
from topoi.report.figures.figures import codes_along, strip
from topoi.report.figures.measures import (
    cooccurrence,
    rates_with_intervals,
    shares,
    topics_by_paragraph,
)

CHINESE = "\u65b0\u534e\u793e"
NAMES = {
    "a source named in Chinese": CHINESE,
    "a label of 115 characters": "word " * 23,
    "a word of ten thousand": "x" * 10_000,
    "Chinese without end": CHINESE * 1000,
    "emoji": "Emoji \U0001f600\u200d\U0001f680 and $x^2$",
    "marks of other fonts": "\u0e01\u1ab0 e\u1ab0 \u05d0\u0591",
    "from right to left": "\u202e\u0627\u0644\u0633\u0644\u0627\u0645",
    "lines": "one\ntwo\r\n\nthree\u2028four\ttab",
    "controls and noncharacters": "\x00\x1b\x7f\ufffe\U0010ffff",
    "no word": " ",
}


@pytest.fixture(autouse=True)
def _no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def drawn(figure: Figure) -> list[str]:
    """Return the texts of a figure after drawing it as a notebook does."""
    figure.savefig(io.BytesIO(), format="png", bbox_inches="tight")
    return [text.get_text() for text in figure.findobj(Text)]


def rates_of(names: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"code": names, "rate": 1.0, "low": 0.5, "high": 2.0})


def voices_of(names: list[str]) -> pd.DataFrame:
    rows = [(i * 10, i * 10 + 10, "direct", name) for i, name in enumerate(names)]
    return pd.DataFrame(rows, columns=["start", "end", "mode", "speaker"])


def figures_of(names: list[str]) -> list[Figure]:
    square = pd.DataFrame([[1] * len(names)] * len(names), index=names, columns=names)
    days = pd.to_datetime(["2024-01-01", "2024-02-01"])
    rates = {"documents": 1, "rate": 1.0, "low": 0.5, "high": 2.0}
    over_time = pd.concat([pd.DataFrame({"period": days, "source": n, **rates}) for n in names])
    events = pd.DataFrame({"date": days[0], "label": names})
    segments = pd.DataFrame({"kind": ["paragraph"], "start": [0], "end": [9], "paragraph": [1]})
    hits = pd.DataFrame({"code": names, "start": 1, "end": 3, "mode": "direct"})
    return [
        rates_with_intervals(rates_of(names)),
        codes_along(hits, 20, labels={name: name for name in names}),
        strip(voices_of(names), segments, speakers=len(names), title=" ".join(names)),
        cooccurrence(square),
        topics_by_paragraph(square),
        shares(pd.Series(1.0, index=names)),
        trends(over_time, by="source", events=events),
    ]


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_every_figure_with_such_a_name_is_drawn(name):
    for figure in figures_of([name, "root causes"]):
        drawn(figure)


def test_figures_with_all_of_them_are_drawn():
    for figure in figures_of(list(NAMES.values())):
        drawn(figure)


def test_any_characters_are_drawn():
    draw = random.Random(18)
    every = [chr(c) for c in range(0x20, 0x30000) if unicodedata.category(chr(c))[0:2] != "Cs"]
    drawn(rates_with_intervals(rates_of(["".join(draw.sample(every, 12)) for _ in range(200)])))


def test_what_no_font_has_is_written_as_its_code_point():
    texts = drawn(rates_with_intervals(rates_of([CHINESE, "Lavrov\u2019s"])))
    assert {"[U+65B0 U+534E U+793E]", "Lavrov\u2019s"} <= set(texts)


def test_a_sign_that_the_pdf_has_no_letter_for_is_not_drawn_though_matplotlib_has_one():
    assert style.fitted("\u3008 \u2399 \u0416") == "[U+3008] [U+2399] \u0416"


def test_a_name_that_has_room_is_left_as_it_is():
    for name in ("Appeals to authority, norm and common sense", "a  b ", "two\nlines", ""):
        assert style.fitted(name) == name


def test_a_long_name_is_wrapped_and_then_shortened():
    assert style.fitted("word " * 12).splitlines() == ["word " * 8 + "word", "word word word"]
    first, second = style.fitted("word " * 23).splitlines()
    assert (first, second) == ("word " * 8 + "word", "word " * 8 + "word…")
    assert style.fitted("x" * 50, lines=1) == "x" * 44 + "…"


def test_a_legend_of_long_names_keeps_within_its_figure_and_shows_all():
    names = [f"{number} " + "name " * 6 for number in range(7)]
    figure = strip(voices_of(names), pd.DataFrame({"kind": []}), speakers=7)
    drawn(figure)
    (legend,) = figure.legends
    assert legend.get_window_extent().width <= figure.bbox.width
    assert sorted(text.get_text() for text in legend.get_texts()) == names


def test_a_legend_has_columns_for_its_longest_name_and_its_figure_grows_with_its_lines():
    plain = pd.DataFrame({"kind": []})
    short = strip(voices_of(list("abcdefg")), plain, speakers=7)
    # three of 45 letters do not fit beside one another, whatever the others are
    uneven = strip(
        voices_of([one * 45 if one in "ace" else one for one in "abcdefg"]), plain, speakers=7
    )
    long = strip(voices_of([str(n) + "x" * 60 for n in range(7)]), plain, speakers=7)
    for figure in (uneven, long):
        drawn(figure)
        assert figure.legends[0].get_window_extent().width <= figure.bbox.width
    assert short.get_figheight() < uneven.get_figheight() <= long.get_figheight()
