import base64
import io
import json
import re

import matplotlib as mpl
import pandas as pd
import pytest

from topoi.report import figures
from topoi.report.evidence.collecting import collect, numbers_without_evidence
from topoi.report.evidence.passages import cited_passages
from topoi.report.figures import style
from topoi.report.figures.overlays import (
    MARKS,
    links_of_figures,
    marks_along,
    marks_of_rates,
    overlaid,
    shown,
)
from topoi.report.publish.notebook_form import normal_form
from topoi.report.publish.publish import link_numbers

mpl.use("Agg")

RATES = pd.DataFrame(
    {"code": ["must", "root_causes"], "rate": [2.0, 1.0], "low": [1.0, 0.5], "high": [4.0, 3.0]}
)
LABELS = {"must": "Must", "root_causes": 'Root "causes" <b>'}


def along(hits):
    figure = figures.codes_along(hits, 80, codes=list(LABELS), labels=LABELS)
    return shown(figure, marks_along(hits, 80, codes=list(LABELS), labels=LABELS))


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


def test_the_picture_is_the_one_that_show_would_give(hits):
    import matplotlib.pyplot as plt
    from IPython.core.pylabtools import print_figure

    plain = figures.codes_along(hits, 80, codes=list(LABELS), labels=LABELS)
    assert along(hits).png == print_figure(plain)
    plt.close(plain)


def test_a_link_to_a_passage_lies_on_its_mark(notebook, hits):
    from matplotlib.image import imread

    found = links_of_figures([notebook], {"d": 0})["fig-along"]
    passages = [link for link in found if "text.html" in link.address]
    assert len(passages) == 3
    data = json.loads(notebook.read_text(encoding="utf-8"))["cells"][0]["outputs"][0]["data"]
    picture = imread(io.BytesIO(base64.b64decode(data["image/png"])), format="png")
    colours = {mpl.colors.to_rgb(c) for c in style.MODE_COLOURS.values()}
    for link in passages:
        left, top, wide, tall = link.box
        x, y = (left + wide / 2) / 100, (top + tall / 2) / 100
        pixel = picture[int(y * picture.shape[0]), int(x * picture.shape[1]), :3]
        assert any(abs(pixel - c).max() < 0.02 for c in colours)


def test_links_lead_to_the_passage_and_to_the_set_of_the_row(notebook, hits):
    found = links_of_figures([notebook], {"d": 0})["fig-along"]
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
    made = shown(
        figures.rates_with_intervals(both, group="mode"), marks_of_rates(both, hits, group="mode")
    )
    direct = hits[(hits["code"] == "must") & (hits["mode"] == "direct")]
    (dot,) = [box for box, to, _ in made.areas if to == cited_passages(direct).id]
    left, _, right, _ = dot.split()
    assert left == right
    assert float(left) == pytest.approx(2 / (4 * 1.03), abs=1e-4)
    assert len(made.areas) == 2 + 4


def test_boxes_do_not_depend_on_the_letters_of_a_name(hits):
    titles = [{"must": "M"}, {"must": "A name that takes away much of the room for the axes"}]
    areas = [
        [box for box, *_ in shown(figures.rates_with_intervals(RATES, labels=t), marks).areas]
        for t in titles
        for marks in [marks_of_rates(RATES, hits, labels=t)]
    ]
    assert areas[0] == areas[1]


def test_the_stored_form_of_a_notebook_keeps_marks_and_view(notebook):
    import nbformat

    text = normal_form(nbformat.read(notebook, as_version=4), place="n")
    (output,) = json.loads(text)["cells"][0]["outputs"]
    assert set(output["metadata"]["image/png"]) == {"axes", "least"}
    assert MARKS in output["data"]


BUILTIN = '<p><img src="03-a_files/fig-along.png" alt="A &gt; b." /></p>'
QUARTO = '<img src="03-a_files/figure-html/fig-along-output-1.png" class="img-fluid" alt="A">'


@pytest.mark.parametrize("picture", [BUILTIN, QUARTO])
def test_either_renderer_s_picture_carries_its_links_once(picture, notebook, tmp_path):
    links = links_of_figures([notebook], {"d": 0})
    page = tmp_path / "site/notebooks/03-a.html"
    page.parent.mkdir(parents=True)
    other = '<img src="03-a_files/fig-along-too.png" alt="">'
    page.write_text(f"<main>{picture}{other}</main>", encoding="utf-8")
    assert link_numbers(tmp_path / "site", {}, figures=links) == [page]
    html = page.read_text(encoding="utf-8")
    assert html.count('class="marks"') == 1
    assert html.endswith(f"{other}</main>")
    assert len(re.findall(r'href="\.\./evidence/text\.html#doc=0&amp;at=\d', html)) == 3
    assert link_numbers(tmp_path / "site", {}, figures=links) == []


def test_links_have_names_that_are_shown_literally_and_only_rows_take_a_tab_stop(notebook):
    html = overlaid(QUARTO, links_of_figures([notebook], {"d": 0}), up="")
    anchors = re.findall(r"<a [^>]*>", html)
    assert all(re.search(r'aria-label="[^"]+"', a) for a in anchors)
    assert [a for a in anchors if ("left:0%" in a) == ('tabindex="-1"' in a)] == []
    assert "<b>" not in html
    assert "Root &quot;causes&quot; &lt;b&gt;" in html


def test_a_passage_of_a_text_that_is_gone_has_no_link(notebook):
    found = links_of_figures([notebook], {})["fig-along"]
    assert [link for link in found if "text.html" in link.address] == []
