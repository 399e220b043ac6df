import gzip
import json
import re
from urllib.parse import unquote

import pandas as pd
import pytest

from topoi.report.evidence.collecting import collect
from topoi.report.evidence.package import read_table
from topoi.report.figures.drawings import shown
from topoi.report.figures.measures import shares
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
    assert read_table(site / "data", "hits")["text"].tolist() == hits["text"].tolist()


@pytest.fixture
def nasty(tmp_path, chapter):
    """A package with signs in cells, names and ids that break rows, and its hits."""
    text = 'a\rb\u2028=1+1\x00 "q", c'
    corpus = corpus_of({"-1\r=x": text})
    corpus.documents["title"] = ["=1+1\r\n@b"]
    hits = pd.DataFrame(
        {
            "doc": ["-1\r=x"] * 4, "start": 0, "end": 9, "codebook": "f", "code": "x",
            "mode": "outlet",
            "text": [text, "", "NA", "NaN"], "speaker": [" =cmd|' /C calc'!A0", "", None, "NA"],
            "\rname, =": ["＝1", "\t", "\r", "'"],
        }
    )  # fmt: skip
    tables = {"hits": hits, "segments": segments(corpus)}
    data = tmp_path / "nasty"
    write_data_package(data, corpus=corpus, published=collect([chapter]), layers=tables)
    return data, hits


def test_every_table_is_read_back_as_it_was_whatever_its_cells_and_names(nasty):
    data, _ = nasty
    parquet = pd.read_parquet(data / "hits.parquet").astype(object)
    read = read_table(data, "hits").astype(object)
    pd.testing.assert_frame_equal(read, parquet.where(parquet.notna(), None))
    documents = read_table(data, "documents")
    assert documents[["doc", "title"]].values.tolist() == [["-1\r=x", "=1+1\r\n@b"]]


def test_frictionless_finds_the_package_valid(site, nasty):
    frictionless = pytest.importorskip("frictionless")
    for data in (site / "data", nasty[0]):
        report = frictionless.validate(str(data / "datapackage.json"))
        assert report.flatten(["name", "message"]) == []
        assert report.stats["tasks"] > 5


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
    assert read_table(tmp_path / "data", "hits").loc[0, ["text", "speaker"]].tolist() == [
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


def test_the_data_of_every_figure_is_published_under_its_label(tmp_path, write_notebook):
    made = shown(shares, pd.Series({"direct": 3, "outlet": 1}, name="words"))
    data, _ = made._repr_mimebundle_()
    source = '#| label: fig-a\n#| fig-cap: "Words."\nx'
    notebook = write_notebook(tmp_path / "01-a.ipynb", (source, data))
    corpus = corpus_of({"d": "One."})
    files = write_data_package(
        tmp_path / "data", corpus=corpus, published=collect([notebook]),
        layers={"segments": segments(corpus)},
    )  # fmt: skip
    assert files == {"fig-a": "data/figures/fig-a.csv"}
    frame = pd.read_csv(tmp_path / files["fig-a"])
    assert frame.to_dict("list") == {"index": ["direct", "outlet"], "words": [3, 1]}
    package = json.loads((tmp_path / "data/datapackage.json").read_text(encoding="utf-8"))
    [described] = [one for one in package["resources"] if one["name"] == "fig-a"]
    assert described["description"] == "Words."


def test_a_chapter_leads_to_its_notebook_where_that_is_published(tmp_path):
    of_quarto = '<header id="title-block-header"><h1>T</h1><button>m</button></header>'
    for name, title in (("01-a", "<h1>T</h1>"), ("02-b", "<h1>T</h1>"), ("03-c", of_quarto)):
        (tmp_path / f"{name}.html").write_text(f"<main>{title}x</main>", encoding="utf-8")
    for name in ("01-a", "03-c"):
        (tmp_path / f"{name}.ipynb").write_text("{}", encoding="utf-8")
    assert link_numbers(tmp_path, {}) == [tmp_path / "01-a.html", tmp_path / "03-c.html"]
    html = (tmp_path / "03-c.html").read_text(encoding="utf-8")
    assert f'{of_quarto}<small class="chapter-notebook">' in html
    html = (tmp_path / "01-a.html").read_text(encoding="utf-8")
    assert '</h1><small class="chapter-notebook">Notebook: <a href="01-a.ipynb" download>' in html
    assert link_numbers(tmp_path, {}) == []


def test_the_list_of_chapters_leads_to_the_pages_of_evidence_that_are_there(tmp_path):
    chapters = '<nav class="a" aria-label="Chapters"><ul><li>x</li></ul></nav>'
    for name in ("index.html", "notebooks/01-a.html", "evidence/index.html", "evidence/text.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{chapters}<nav>y</nav><main>z</main>", encoding="utf-8")
    pages = [tmp_path / "index.html", tmp_path / "notebooks/01-a.html"]
    assert link_numbers(tmp_path, {}) == pages
    for page, up in zip(pages, ("./", "../"), strict=True):
        html = page.read_text(encoding="utf-8")
        listed, beside = html.split("</nav>")[:2]
        assert f'<li><a href="{up}evidence/index.html">Concordance</a></li>' in listed
        assert f'<li><a href="{up}evidence/text.html">Full text</a></li>' in listed
        assert "review.html" not in html
        assert beside == "<nav>y"
    assert link_numbers(tmp_path, {}) == []


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


NASTY_IDS = [
    "a b",
    "100%",
    "%41",
    "\u65b0\u534e",
    '"q"',
    "#x",
    "un/2024/5",
    "a\nb",
    "<i>",
    "{|}^`",
    "?",
]
IRI = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-F]{2}")


def test_identifiers_are_iris_whatever_texts_files_and_authors_are_called(site):
    origin = ORIGIN._replace(authors=tuple(NASTY_IDS))
    (site / "a b \u65b0 100%.pdf").write_bytes(b"%PDF")
    inputs = dict.fromkeys(NASTY_IDS, "0" * 64)
    crate = write_ro_crate(site, origin, revision="", inputs=inputs, date="2025-08-01")
    graph = json.loads(crate.read_text(encoding="utf-8"))["@graph"]
    ids = [entity["@id"] for entity in graph]
    assert [one for one in ids if IRI.sub("", one) or one.count("#") > 1] == []
    assert len(ids) == len(set(ids))
    assert {e["name"] for e in graph if e["@id"].startswith("#text-")} == set(NASTY_IDS)


def test_rocrate_reads_the_crate_and_finds_its_files(site):
    rocrate = pytest.importorskip("rocrate.rocrate")
    (site / "a b \u65b0 100%.pdf").write_bytes(b"%PDF")
    write_ro_crate(site, ORIGIN, revision="", inputs={"a b": "0" * 64}, date="2025-08-01")
    crate = rocrate.ROCrate(str(site))
    files = {unquote(entity.id) for entity in crate.data_entities}
    there = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    assert files == there - {"ro-crate-metadata.json"}
    assert [author["name"] for author in crate.root_dataset["author"]] == ["Ann Lee"]
    assert crate.dereference("#text-a%20b")["name"] == "a b"
    crate.write(site.parent / "copy")  # which needs every file at the place that its id names
    assert (site.parent / "copy" / "data" / "hits.csv").is_file()


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
