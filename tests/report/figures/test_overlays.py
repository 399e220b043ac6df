import json
import re
from xml.etree import ElementTree

import matplotlib as mpl
import pandas as pd
import pytest

from topoi.report import figures
from topoi.report.evidence.collecting import collect, numbers_without_evidence
from topoi.report.evidence.passages import cited_passages
from topoi.report.figures import style
from topoi.report.figures.drawings import MARKS, NARROW, SVG, marks_along, marks_of_rates, shown
from topoi.report.figures.overlays import drawn_figures, overlaid
from topoi.report.figures.svg import stored
from topoi.report.publish.notebook_form import normal_form
from topoi.report.publish.publish import link_numbers

mpl.use("Agg")

RATES = pd.DataFrame(
    {"code": ["must", "root_causes"], "rate": [2.0, 1.0], "low": [1.0, 0.5], "high": [4.0, 3.0]}
)
LABELS = {"must": "Must", "root_causes": 'Root "causes" <b>'}


def along(hits):
    rows = {"codes": list(LABELS), "labels": LABELS}
    return shown(figures.codes_along, hits, 80, marks=marks_along(hits, 80, **rows), **rows)


@pytest.fixture
def hits(layers):
    return layers[1]["hits"]


@pytest.fixture
def notebook(hits, write_notebook, tmp_path):
    data, metadata = along(hits)._repr_mimebundle_()
    path = write_notebook(tmp_path / "03-a.ipynb", ("#| label: fig-along\nx", data))
    stored = json.loads(path.read_text(encoding="utf-8"))
    stored["cells"][0]["outputs"][0]["metadata"] = metadata
    path.write_text(json.dumps(stored), encoding="utf-8")
    return path


def test_both_drawings_are_those_of_the_function_and_the_data_is_its_table(hits):
    import matplotlib.pyplot as plt

    made = along(hits)
    for drawing, narrow in ((made.page, False), (made.phone, True)):
        plain = figures.codes_along(hits, 80, codes=list(LABELS), labels=LABELS, narrow=narrow)
        with mpl.rc_context(style.settings(narrow=narrow)):
            assert drawing.svg == stored(plain)
        plt.close(plain)
    assert made.page.svg != made.phone.svg
    pd.testing.assert_frame_equal(made.data, hits)
    assert plt.get_fignums() == []


def places_of_marks(drawing):
    """Return the middle of every mark in parts of the picture, from the drawing itself."""
    root = ElementTree.fromstring(drawing)
    _, _, width, height = map(float, root.get("viewBox").split())
    colours = set(style.MODE_COLOURS.values())
    return [
        (float(one.get("x")) / width, float(one.get("y")) / height)
        for one in root.iter("{http://www.w3.org/2000/svg}use")
        if any(f"fill: {colour}" in one.get("style") for colour in colours)
    ]


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_a_link_to_a_passage_lies_on_its_mark(notebook, layout):
    found = drawn_figures([notebook], {"d": 0})["fig-along"][layout]
    passages = [link.box for link in found.links if "text.html" in link.address]
    middles = [((x + wide / 2) / 100, (y + tall / 2) / 100) for x, y, wide, tall in passages]
    marks = places_of_marks(found.svg)
    assert len(passages) == 3
    for x, y in middles:
        assert any(abs(x - a) < 0.005 and abs(y - b) < 0.01 for a, b in marks)


def test_links_lead_to_the_passage_and_to_the_set_of_the_row(notebook, hits):
    found = drawn_figures([notebook], {"d": 0})["fig-along"]["wide"].links
    start, end = hits.loc[0, ["start", "end"]]
    assert f"evidence/text.html#doc=0&at={start}-{end}" in [link.address for link in found]
    must = cited_passages(hits[hits["code"] == "must"])
    rows = [link for link in found if link.address == f"evidence/index.html#{must.id}"]
    assert rows[0].box[0] == 0
    assert rows[1].box[0] + rows[1].box[2] == pytest.approx(100, abs=0.02)


def test_sets_behind_marks_are_cited_sets_of_the_report(notebook, hits):
    sets = collect([notebook]).sets
    assert cited_passages(hits[hits["code"] == "must"]).id in sets
    assert len(sets) == 2
    assert numbers_without_evidence(notebook).empty


def test_a_dot_of_a_rate_leads_to_the_hits_of_its_code_and_group(hits):
    both = pd.concat([RATES.assign(mode="direct"), RATES.assign(mode="outlet")])
    marks = marks_of_rates(both, hits, group="mode")
    made = shown(figures.rates_with_intervals, both, marks=marks, group="mode")
    direct = hits[(hits["code"] == "must") & (hits["mode"] == "direct")]
    (dot,) = [box for box, to, _ in made.areas if to == cited_passages(direct).id]
    left, _, right, _ = dot.split()
    assert left == right
    assert float(left) == pytest.approx(2 / (4 * 1.03), abs=1e-4)
    assert len(made.areas) == 2 + 3  # of four rates one is zero, and opens nothing


def test_boxes_do_not_depend_on_the_letters_of_a_name(hits):
    titles = [{"must": "M"}, {"must": "A name that takes away much of the room for the axes"}]
    areas = [
        [
            box
            for box, *_ in shown(
                figures.rates_with_intervals,
                RATES,
                marks=marks_of_rates(RATES, hits, labels=t),
                labels=t,
            ).areas
        ]
        for t in titles
    ]
    assert areas[0] == areas[1]


def test_the_stored_form_of_a_notebook_keeps_marks_and_view(notebook):
    import nbformat

    text = normal_form(nbformat.read(notebook, as_version=4), place="n")
    (output,) = json.loads(text)["cells"][0]["outputs"]
    assert {mime: set(view) for mime, view in output["metadata"].items()} == {
        mime: {"axes", "least"} for mime in (SVG, NARROW)
    }
    assert MARKS in output["data"]


BUILTIN = '<p><img src="03-a_files/fig-along.svg" alt="A &gt; b." /></p>'
QUARTO = '<img src="03-a_files/figure-html/fig-along-output-1.svg" class="img-fluid" alt="A">'


@pytest.mark.parametrize("picture", [BUILTIN, QUARTO])
def test_either_renderer_s_picture_carries_its_links_once(picture, notebook, tmp_path):
    links = drawn_figures([notebook], {"d": 0})
    page = tmp_path / "site/notebooks/03-a.html"
    page.parent.mkdir(parents=True)
    other = '<img src="03-a_files/fig-along-too.svg" alt="">'
    page.write_text(f"<main>{picture}{other}</main>", encoding="utf-8")
    assert link_numbers(tmp_path / "site", {}, figures=links) == [page]
    html = page.read_text(encoding="utf-8")
    assert html.count('class="drawing"') == 1
    assert html.endswith(f"{other}</main>")
    assert len(re.findall(r'href="\.\./evidence/text\.html#doc=0&amp;at=\d', html)) == 2 * 3
    assert 'aria-label="A' in html
    assert link_numbers(tmp_path / "site", {}, figures=links) == []


def test_links_have_names_that_are_shown_literally_and_only_rows_take_a_tab_stop(notebook):
    html = overlaid(QUARTO, drawn_figures([notebook], {"d": 0}), up="")
    anchors = re.findall(r"<a [^>]*>", html)
    assert all(re.search(r'aria-label="[^"]+"', a) for a in anchors)
    assert [a for a in anchors if ("left:0%" in a) == ('tabindex="-1"' in a)] == []
    assert "<b>" not in html
    assert "Root &quot;causes&quot; &lt;b&gt;" in html


def test_a_passage_of_a_text_that_is_gone_has_no_link(notebook):
    found = drawn_figures([notebook], {})["fig-along"]["wide"]
    assert [link for link in found.links if "text.html" in link.address] == []
