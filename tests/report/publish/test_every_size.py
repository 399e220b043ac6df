"""Reports of every size publish: whatever links to a passage finds it."""

import json
import re

import pytest
from tests.report.whole_report import published

from topoi.report.chapters.appendix import FEW_OF_CODE, MANY
from topoi.report.evidence.verify import not_holding, recomputed

ONE_CODE = (
    'id: one\nversion: "1"\ntitle: One\ncodes:\n  - {id: must, label: Must, include: [must]}\n'
)
NOTHING = ONE_CODE + "  - {id: never, label: Never, include: [unheard]}\n"
SIX = 'id: six\nversion: "1"\ntitle: Six\ncodes:\n' + "".join(
    f"  - {{id: c{i}, label: Code {i}, include: [{word}]}}\n"
    for i, word in enumerate(["must", "may", "can", "will", "shall", "should"])
)
SPEECH = "They must and may and can and will and shall and should go. " * 112
SHORT = "The minister said that they must go, and may come back."
TWICE = {
    "one.yml": ONE_CODE.replace("id: must, label: Must", "id: a, label: Alpha"),
    "two.yml": 'id: two\nversion: "1"\ntitle: Two\ncodes: [{id: a, label: Beta, include: [go]}]\n',
}
SIZES = {
    "one code, one sentence": ({"d": "They must go."}, {"one.yml": ONE_CODE}, 1),
    "a code that hits nothing": ({"d": "They must go."}, {"one.yml": NOTHING}, 1),
    "no hit at all": ({"d": "They go."}, {"one.yml": ONE_CODE}, 0),
    "twelve long speeches": (
        {f"speech-{i:02d}": SPEECH for i in range(12)}, {"six.yml": SIX}, 6 * FEW_OF_CODE
    ),
    "three hundred short texts": (
        {f"t{i:03d}": SHORT for i in range(300)}, {"six.yml": SIX}, 2 * 200
    ),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "codebooks", "listed"), SIZES.values(), ids=SIZES.keys())
def test_a_report_of_every_size_publishes_and_holds(tmp_path, texts, codebooks, listed):
    sound(published(tmp_path, texts, codebooks), listed)


def sound(site, listed):
    """Return the appendix of a report, after asking whether all its links find their passage."""
    page = (site / "notebooks/90-evidence.html").read_text(encoding="utf-8")
    anchors = re.findall(r'id="(p-\w+)"', page)
    assert len(anchors) == len(set(anchors)) == listed
    assert set(re.findall(r'href="#(p-\w+)"', page)) <= set(anchors)
    assert (site / "small.pdf").stat().st_size > 1000
    assert not_holding(recomputed(site)).empty
    return page


def test_a_report_whose_pdf_failed_publishes_pages_and_data_that_hold(tmp_path, monkeypatch):
    def fails(source, folder):
        raise MemoryError

    monkeypatch.setattr("topoi.report.publish.builtin_pdf.typeset", fails)
    site = published(tmp_path, {"d": "They must go."}, {"one.yml": ONE_CODE})
    assert not list(site.rglob("*.pdf"))
    assert (site / "evidence" / "index.html").is_file()
    assert not_holding(recomputed(site)).empty
    described = json.loads((site / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    assert not [entity for entity in described if entity["@id"].endswith(".pdf")]


def test_twelve_speeches_have_more_passages_than_are_written_out():
    assert len(SPEECH.split()) * 12 > MANY
    assert 12 * SPEECH.count("must") * 6 > 8000


def test_codes_of_one_name_keep_their_own_passages_and_labels(tmp_path):
    site = published(tmp_path, {"d": "They must go."}, TWICE)
    page = sound(site, 2)
    listed = re.search(r'id="sec-evidence-passages".*?id="sec-evidence-sets"', page, re.DOTALL)[0]
    heads = re.findall(r"<h3[^>]*>(.*?)</h3>", listed)
    words = re.findall(r"<mark>(.*?)</mark>", listed)
    assert list(zip(heads, words, strict=True)) == [("Alpha", "must"), ("Beta", "go")]
    meta = (site / "evidence/data/meta.js").read_text(encoding="utf-8")
    named = json.loads(meta[meta.index("{") : meta.rindex(")")])["codes"]
    assert named == [["one/a", "Alpha"], ["two/a", "Beta"]]
