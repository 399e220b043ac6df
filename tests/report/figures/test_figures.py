import io

import matplotlib as mpl
import pandas as pd
import pytest

from topoi.report import figures
from topoi.report.figures import style

mpl.use("Agg")

VOICES = pd.DataFrame(
    [("d", 0, 10, "outlet", ""), ("d", 10, 40, "direct", "Ann $x$"), ("d", 40, 50, "nested", "Bo")],
    columns=["doc", "start", "end", "mode", "speaker"],
)
SEGMENTS = pd.DataFrame(
    [("d", 0, 8, "heading", 1), ("d", 10, 50, "paragraph", 2)],
    columns=["doc", "start", "end", "kind", "paragraph"],
)
HITS = pd.DataFrame(
    [("d", 12, 16, "a", "direct"), ("d", 41, 44, "b", "nested")],
    columns=["doc", "start", "end", "code", "mode"],
)
RATES = pd.DataFrame(
    {"code": ["a", "b"], "rate": [2.0, 0.0], "low": [1.0, 0.0], "high": [4.0, 3.0]}
)
GRID = pd.DataFrame([[0.0, 2.0], [1.0, 0.0]], index=["a", "b"], columns=["a", "b"])
CURVE = pd.DataFrame({"k": [2, 3], "agreement": [0.5, 0.6], "null": [0.4, 0.4]})
SPECIFICATIONS = pd.DataFrame({"estimate": [2.0, 1.0], "voice": ["all", "direct"]})


def drawn():
    return {
        "strip": figures.strip(VOICES, SEGMENTS),
        "codes_along": figures.codes_along(HITS, 50, codes=["a", "b", "c"], segments=SEGMENTS),
        "rates": figures.rates_with_intervals(RATES),
        "cooccurrence": figures.cooccurrence(GRID),
        "topics": figures.topics_by_paragraph(GRID),
        "shares": figures.shares(pd.Series({"direct": 3, "outlet": 1})),
        "specifications": figures.specification_curve(SPECIFICATIONS),
        "stability": figures.stability_curve(CURVE),
    }


@pytest.fixture(scope="module")
def pictures():
    return drawn()


def written(figure):
    target = io.BytesIO()
    figure.savefig(target, format="png", metadata={"Software": None})
    return target.getvalue()


def test_the_same_tables_give_the_same_bytes(pictures):
    again = drawn()
    assert [n for n in again if written(again[n]) != written(pictures[n])] == []


def test_every_figure_fits_the_printed_page_and_has_an_opaque_ground(pictures):
    for figure in pictures.values():
        assert figure.get_figwidth() <= style.WIDTH
        assert figure.get_facecolor()[3] == 1.0


def test_drawing_leaves_matplotlib_settings_as_they_were(pictures):
    before = dict(mpl.rcParams)
    figures.shares(pd.Series({"a": 1}))
    assert dict(mpl.rcParams) == before


def test_a_code_without_hits_keeps_its_row_and_shows_zero(pictures):
    axes = pictures["codes_along"].axes[0]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["a", "b", "c"]
    assert "0" in [t.get_text() for t in axes.texts]


def test_dollar_signs_in_a_name_are_no_formula(pictures):
    (legend,) = pictures["strip"].legends
    assert "Ann $x$" in [t.get_text() for t in legend.get_texts()]


def test_colours_stand_out_from_the_ground():
    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    for colour in {*style.PALETTE, *style.MODE_COLOURS.values()}:
        assert 1.05 / (luminance(colour) + 0.05) >= 3, colour
