import gzip
import json

import pandas as pd
import pytest

from topoi.report.evidence.collecting import collect
from topoi.report.evidence.verify import read_guarded
from topoi.report.publish import data_package
from topoi.report.publish.data_package import write_data_package
from topoi.report.publish.origin import Origin
from topoi.report.publish.provenance import colophon, site_colophon, write_ro_crate
from topoi.report.publish.publish import link_numbers, linked
from topoi.text.corpus.corpus import corpus_of
from topoi.text.corpus.hashes import file_hash
from topoi.text.words.segments import segments

ORIGIN = Origin("T", ("Ann Lee",), licence="CC0-1.0", command="make it", citation="Ann Lee. T.")


def test_a_licence_is_named_only_where_the_study_states_one(layers, chapter, tmp_path):
    corpus, tables = layers
    told = {"corpus": corpus, "published": collect([chapter]), "layers": tables}
    stated = []
    for place, origin in (("a", Origin("T")), ("b", ORIGIN)):
        write_data_package(tmp_path / place, origin=origin, **told)
        package = json.loads((tmp_path / place / "datapackage.json").read_text(encoding="utf-8"))
        texts = next(r for r in package["resources"] if r["name"] == "texts")
        stated.append((package.get("licenses"), texts["licenses"]))
    assert stated == [
        (None, [{"name": "other", "title": "not stated"}]),
        ([{"name": "CC0-1.0"}], [{"name": "CC0-1.0"}]),
    ]


def test_the_package_describes_every_file_and_its_hash(site):
    data = site / "data"
    resources = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    described = {r["path"] for r in resources}
    there = {p.relative_to(data).as_posix() for p in data.rglob("*") if p.is_file()}
    assert described == there - {"datapackage.json"}
    assert all(r["hash"] == f"sha256:{file_hash(data / r['path'])}" for r in resources)


def test_a_schema_names_the_columns_of_its_file(site):
    data = site / "data"
    for resource in json.loads((data / "datapackage.json").read_text(encoding="utf-8"))[
        "resources"
    ]:
        if "schema" in resource:
            columns = pd.read_csv(data / resource["path"], nrows=0).columns.tolist()
            assert [f["name"] for f in resource["schema"]["fields"]] == columns


def test_parquet_csv_and_annotations_hold_the_same_hits(site, layers):
    hits = layers[1]["hits"]
    read = pd.read_parquet(site / "data" / "hits.parquet")
    pd.testing.assert_frame_equal(read, hits, check_dtype=False)
    items = json.loads((site / "data" / "hits.jsonld").read_text(encoding="utf-8"))["items"]
    selectors = [a["target"]["selector"] for a in items]
    assert [s[0]["start"] for s in selectors] == hits["start"].tolist()
    assert [s[1]["exact"] for s in selectors] == hits["text"].tolist()
    assert read_guarded(site / "data" / "hits.csv")["text"].tolist() == hits["text"].tolist()


def test_formulas_are_guarded_and_come_back(tmp_path, chapter):
    text = '=HYPERLINK("http://a.b","c") and "more".'
    corpus = corpus_of({"d": text})
    hits = pd.DataFrame(
        [("d", 0, len(text), "f", "x", text, "outlet", "@sum")],
        columns=["doc", "start", "end", "codebook", "code", "text", "mode", "speaker"],
    )
    tables = {"hits": hits, "segments": segments(corpus)}
    write_data_package(
        tmp_path / "data", corpus=corpus, published=collect([chapter]), layers=tables
    )
    raw = pd.read_csv(tmp_path / "data" / "hits.csv")
    assert raw.loc[0, "text"] == "'" + text
    assert read_guarded(tmp_path / "data" / "hits.csv").loc[0, ["text", "speaker"]].tolist() == [
        text,
        "@sum",
    ]


def test_links_go_to_the_concordance_and_to_the_data(tmp_path):
    (tmp_path / "notebooks").mkdir()
    page = tmp_path / "notebooks" / "01-a.html"
    page.write_text(
        '<main><a href="90-evidence.html#ev-0123456789">2</a>'
        '<span class="table-data" data-table="t-0123456789"></span></main>',
        encoding="utf-8",
    )
    tables = {"t-0123456789": "data/tables/tbl-a.csv"}
    assert link_numbers(tmp_path, tables, colophon=site_colophon(ORIGIN, revision="abc")) == [page]
    html = page.read_text(encoding="utf-8")
    assert 'href="../evidence/index.html#ev-0123456789"' in html
    assert 'href="../data/tables/tbl-a.csv"' in html
    assert "Cite as: Ann Lee. T." in html
    assert "<code>make it</code>" in html
    assert html.index("topoi-colophon") < html.index("</main>")
    assert link_numbers(tmp_path, tables, colophon=site_colophon(ORIGIN, revision="abc")) == []


def test_a_link_from_the_front_page_finds_its_way():
    found = linked('<a href="notebooks/90-evidence.html#ev-0123456789">', up="", tables={})
    assert 'href="evidence/index.html#ev-0123456789"' in found


@pytest.mark.parametrize("anchor", ["p-0123456789", "sec-evidence"])
def test_other_links_into_the_appendix_stay(anchor):
    html = f'<a href="90-evidence.html#{anchor}">'
    assert linked(html, up="../", tables={}) == html


def test_the_crate_ties_the_files_to_the_inputs(site):
    told = {"revision": "abc", "inputs": {"d": "0" * 64}, "date": "2025-08-01"}
    crate = write_ro_crate(site, ORIGIN, **told)
    graph = json.loads(crate.read_text(encoding="utf-8"))["@graph"]
    by_id = {e["@id"]: e for e in graph}
    parts = [p["@id"] for p in by_id["./"]["hasPart"]]
    assert "data/hits.csv" in parts
    assert all(p in by_id for p in parts)
    assert by_id["#run"]["object"] == [{"@id": "#text-d"}]
    first = crate.read_bytes()
    assert by_id["./"]["license"] == by_id["#text-d"]["license"] == {"@id": "#licence"}
    assert by_id["#licence"]["name"] == "CC0-1.0"
    assert [by_id[a["@id"]]["name"] for a in by_id["./"]["author"]] == ["Ann Lee"]
    assert (by_id["./"]["datePublished"], by_id["#run"]["name"]) == ("2025-08-01", "make it")
    write_ro_crate(site, ORIGIN, **told)
    assert crate.read_bytes() == first


def test_the_colophon_names_hashes_and_versions_and_no_commit(layers):
    shown = colophon(layers[0], []).frame()
    assert shown["Which"].str.startswith("sha256").any()
    assert "pandas" in shown["Name"].tolist()
    assert "commit" not in shown.to_string()


def test_the_annotations_of_many_hits_are_compressed(layers, chapter, tmp_path, monkeypatch):
    monkeypatch.setattr(data_package, "MANY", 2)
    corpus, tables = layers
    published = collect([chapter])
    for folder in ("one", "two"):
        data_package.write_data_package(
            tmp_path / folder, corpus=corpus, published=published, layers=tables
        )
    packed = (tmp_path / "one" / "hits.jsonld.gz").read_bytes()
    assert len(json.loads(gzip.decompress(packed))["items"]) == 3
    assert packed == (tmp_path / "two" / "hits.jsonld.gz").read_bytes()
    named = json.loads((tmp_path / "one" / "datapackage.json").read_text(encoding="utf-8"))
    assert "hits.jsonld.gz" in {resource["path"] for resource in named["resources"]}
