import json
import re
import shutil
import subprocess

import nbformat
import pandas as pd
import pytest
from tests.report.tiny_book import markdown, write_book
from tests.report.tiny_book import write_notebook as write_tiny

from topoi.coding.codebook.reading import codebook_from
from topoi.coding.codebook.strict_yaml import parse_yaml
from topoi.project import open_study
from topoi.report.chapters.appendix import (
    MANY,
    PRINTED,
    cited_sets,
    context,
    listed,
    marked_text,
    passage_id,
    passages,
    where_listed,
)
from topoi.report.chapters.making import measures
from topoi.report.evidence.citing import cite, measured, sentence
from topoi.report.evidence.collecting import chapter_notebooks, collect
from topoi.report.evidence.passages import taken as members_of
from topoi.report.publish.data_package import write_data_package
from topoi.report.publish.evidence_pages import write_pages
from topoi.report.publish.publish import evidence_entries, link_numbers
from topoi.report.publish.render import render_report
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.segments import segments

HOSTILE = 'A <script>document.title = "run"</script> <img src=x onerror="document.title=1"> end.'
CODES = """\
id: frames
version: "1"
title: Frames
codes:
  - {id: must, number: F01, label: Must, definition: What has to be., include: [must, has to],
     examples: {yes: [must]}}
"""
BOOK = codebook_from(parse_yaml(CODES, place="frames.yml"), place="frames.yml")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pages(folder, corpus, tables, published):
    return write_pages(
        folder,
        corpus=corpus,
        published=published,
        codebooks=[BOOK],
        **tables,
    )


@pytest.fixture
def evidence(layers, chapter, tmp_path):
    corpus, tables = layers
    return pages(tmp_path / "site", corpus, tables, collect([chapter]))


def taken(folder, name):
    script = (folder / "data" / f"{name}.js").read_text(encoding="utf-8")
    return json.loads(re.fullmatch(r'topoi\.take\("\w+",(.*)\)\n', script, re.DOTALL)[1])


def test_each_cited_set_leads_to_its_passages(evidence, layers, chapter):
    rows, meta = taken(evidence, "p0"), taken(evidence, "meta")
    for identifier, cited in collect([chapter]).sets.items():
        label, counts = taken(evidence, f"s{identifier[3]}")[identifier]
        found = [
            (meta["docs"][r[0]][0], r[1], r[2], meta["codes"][r[3]][0])
            for r in members_of(rows, counts)
        ]
        assert sorted(found) == list(cited.loci)
        assert label == cited.label


def test_the_search_finds_the_sets_that_hold_a_passage(evidence, layers, chapter):
    published = collect([chapter])
    assert not all(cited.loci for cited in published.sets.values())
    found = [entry.href for entry in evidence_entries(evidence.parent, published, layers[0])]
    own = [href.partition("#")[2] for href in found if "index.html#" in href]
    assert sorted(own) == sorted(name for name, cited in published.sets.items() if cited.loci)
    assert len(own) > 1


def test_a_passage_is_told_with_its_voice(evidence):
    meta, (text,) = taken(evidence, "meta"), taken(evidence, "t0")
    row = next(r for r in taken(evidence, "p0") if text["text"][r[1] : r[2]] == "must")
    assert meta["codes"][row[3]][1] == "Must"
    assert meta["modes"][row[4]] == "direct"
    assert meta["speakers"][row[5]] == "Ann"


def test_a_code_is_explained_by_its_definition_and_its_queries_in_words(evidence):
    told = taken(evidence, "codes")["frames/must"]
    assert told["definition"] == "What has to be."
    assert len(told["finds"]) == 2
    assert "must" in told["finds"][0]


def test_the_text_page_has_hits_as_marks_and_no_voices(evidence):
    (text,) = taken(evidence, "t0")
    assert len(text["marks"]) == 3
    assert "<b>must</b>" in text["text"]


def test_pages_load_nothing_from_elsewhere(evidence):
    for page in evidence.glob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', html)
        assert all((evidence / s).exists() for s in re.findall(r'<script src="([^"]+)"', html))


def test_writing_twice_gives_the_same_files(layers, chapter, tmp_path):
    published = collect([chapter])
    one, two = (pages(tmp_path / n, *layers, published) for n in "ab")
    names = sorted(p.relative_to(one) for p in one.rglob("*") if p.is_file())
    assert [n for n in names if (one / n).read_bytes() != (two / n).read_bytes()] == []


def test_the_appendix_has_an_anchor_for_every_number(layers, chapter):
    corpus, tables = layers
    published = collect([chapter])
    [sets] = [one.markdown() for one in cited_sets(listed(corpus, tables["hits"]), published)]
    written = sets + measures(published, corpus, tables["segments"]).markdown()
    named = r'(?:90-evidence\.ipynb#|data-counted=\\")([\w-]+)'
    linked = set(re.findall(named, chapter.read_text(encoding="utf-8")))
    assert len(linked) > 10
    assert linked <= set(re.findall(r'id="([^"]*)"', written))


def test_each_passage_is_written_once_and_named_by_its_number(layers, chapter):
    corpus, tables = layers
    listing = listed(corpus, tables["hits"])
    written = passages(listing).markdown()
    [sets] = [one.markdown() for one in cited_sets(listing, collect([chapter]))]
    for place, number in listing.numbers.items():
        assert written.count(f'id="{passage_id(place)}"') == 1
        assert f"[{number}](#{passage_id(place)} " in sets


def test_the_marked_text_keeps_every_word(layers):
    corpus, tables = layers
    written = marked_text(listed(corpus, tables["hits"]), tables["segments"]).markdown()
    plain = re.sub(r"<sup>.*?</sup>|</?span[^>]*>|\\", "", written).replace("¶1 ", "")
    assert plain == corpus.texts["d"]


@pytest.mark.parametrize("times", [PRINTED + 1, MANY + 1])
def test_of_many_passages_each_mark_leads_to_one_that_is_written_out_or_to_the_text(
    write_notebook, tmp_path, times
):
    corpus = corpus_of({"a": "Not this.", "d": "They must go. " * times})
    hits = pd.DataFrame({"doc": "d", "start": range(5, 14 * times, 14), "codebook": "f"})
    hits = hits.assign(end=hits["start"] + 4, code="must")
    texts = {"doc": ["a", "d"], "start": 0, "end": [9, 14 * times]}
    voices = pd.DataFrame({**texts, "mode": "outlet", "speaker": ""})
    tables = {"hits": hits, "segments": segments(corpus), "voices": voices}
    said = sentence("{n}", n=cite(hits))
    published = collect([write_notebook(tmp_path / "n.ipynb", ("", said))])
    listing = listed(corpus, hits)
    sections = (
        marked_text(listing, tables["segments"], doc="d"),
        passages(listing),
        *cited_sets(listing, published),
    )
    root = write_book(tmp_path)
    evidence = root / "notebooks/90-evidence.ipynb"
    cells = nbformat.read(evidence, as_version=4).cells
    cells += [markdown("## Evidence {#sec-e}"), *(markdown(s.markdown()) for s in sections)]
    write_tiny(evidence, cells)

    def finish(site):
        pages(site, corpus, tables, published)
        write_data_package(site / "data", corpus=corpus, published=published, layers=tables)
        link_numbers(site, {})

    site = render_report(root, renderer="builtin", finish=finish, say=lambda line: None).site
    page = (site / "notebooks/90-evidence.html").read_text(encoding="utf-8")
    written = page.count('id="p-')
    assert written == len(listing.shown) < times
    assert page.count('<a href="#p-') >= written
    last = hits.iloc[-1]
    assert page.count('<sup><a href="../evidence/text.html#doc=1&amp;at=') == times - written
    assert f'text.html#doc=1&amp;at={last.start}-{last.end}">must</a></sup>' in page


def test_only_where_every_passage_is_written_out_the_appendix_says_so():
    corpus = corpus_of({"d": "must " * (PRINTED + 1)})
    hits = pd.DataFrame({"doc": "d", "start": range(0, 5 * PRINTED + 5, 5), "code": "must"})
    hits = hits.assign(end=hits["start"] + 4)
    some = (listed(corpus, hits[:PRINTED]), listed(corpus, hits))
    few, many = (where_listed(listing).markdown() for listing in some)
    assert few.startswith("Where is each number from? All ")
    assert "the first of each code" in many


def test_context_is_cut_between_words():
    assert context("one two three", 0, 3, 60) == ("", " two three")


def dom(page, tmp_path):
    """The page as chromium has made it, its scripts run."""
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", f"--user-data-dir={tmp_path / 'profile'}",
        "--virtual-time-budget=4000", "--dump-dom", page,
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium")
def test_a_number_opens_its_passages_in_a_browser(evidence, chapter, tmp_path):
    must = next(s for s in collect([chapter]).sets.values() if s.label == "must")
    html = dom(f"{(evidence / 'index.html').as_uri()}#{must.id}", tmp_path)
    assert 'data-rows="2"' in html
    assert html.count("<mark><bdi>must</bdi></mark>") == 2


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium")
@pytest.mark.parametrize(
    ("at", "shown"), [("4-14", "root cause"), ("0-22", "The root cause is old.")]
)
def test_a_place_is_marked_in_the_text_even_where_it_is_no_mark(evidence, tmp_path, at, shown):
    html = dom(f"{(evidence / 'text.html').as_uri()}#doc=0&at={at}", tmp_path)
    assert f'data-ready="doc=0&amp;at={at}"' in html
    current = re.findall(r'<mark class="current"[^>]*>(.*?)</mark>', html) or re.findall(
        r'<mark [^>]*class="current"[^>]*>(.*?)</mark>', html
    )
    assert "".join(current) == shown


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium")
def test_hostile_text_is_shown_and_not_run_in_a_browser(write_notebook, tmp_path):
    corpus = corpus_of({"d": HOSTILE})
    hits = pd.DataFrame(
        [("d", 2, len(HOSTILE) - 5, "f", "x", HOSTILE[2:-5], "outlet", "<b>")],
        columns=["doc", "start", "end", "codebook", "code", "text", "mode", "speaker"],
    )
    voices = hits.assign(start=0, end=len(HOSTILE))[["doc", "start", "end", "mode", "speaker"]]
    said = sentence("{n}", n=cite(hits, label="<i>label</i>"))
    published = collect([write_notebook(tmp_path / "n.ipynb", ("", said))])
    tables = {"segments": segments(corpus), "voices": voices, "hits": hits}
    folder = pages(tmp_path / "site", corpus, tables, published)
    for page in ("index.html", "text.html"):
        html = dom((folder / page).as_uri(), tmp_path)
        assert "&lt;script&gt;document.title" in html
        assert not re.search(r"<title>(run|1)</title>|<img|<i>label|<b>", html)


def test_the_link_of_a_share_of_the_seed_report_leads_to_both_its_counts(root, tmp_path):
    """Of the executed notebooks: 78.9% of the words, which are 542 of 687."""
    study = open_study(root)
    published = collect(chapter_notebooks(root))
    numbers = published.numbers
    share = numbers[(numbers["how"] == "share of words") & (numbers["text"] == "78.9%")].iloc[0]
    source = (root / "notebooks/01-text.ipynb").read_text(encoding="utf-8")
    target = re.search(r"\[78\.9%\]\(90-evidence\.ipynb#(n-[0-9a-f]{10})\)", source)[1]
    layers = {"hits": study.hits, "segments": study.segments, "voices": study.voices}
    folder = pages(tmp_path / "site", study.corpus, layers, published)
    page = (folder / "numbers.html").read_text(encoding="utf-8")
    section = re.search(rf'<section class="made" id="{target}">.*?</section>', page, re.DOTALL)[0]
    counts = re.findall(r'<dt>(.*?)</dt><dd>in <a href="(.*?)">', section)
    assert counts == [("542 words", f"index.html#{share['ref']}"), ("687 words", "text.html")]
    assert "words in the passages ÷ all words" in section
    assert "0.788937 = 542 ÷ 687 words" in section


def test_paragraphs_counted_in_passages_open_the_paragraphs_and_the_passages(
    layers, write_notebook, tmp_path
):
    corpus, tables = layers
    must = tables["hits"][tables["hits"]["code"] == "must"]
    said = sentence("{n}", n=measured(2 / 3, hits=must, how="share of sentences", percent=True))
    published = collect([write_notebook(tmp_path / "01-a.ipynb", ("", said))])
    folder = pages(tmp_path / "site", corpus, tables, published)
    page = (folder / "numbers.html").read_text(encoding="utf-8")
    counted, held = re.search(
        r'<dt><a href="index.html#(ev-\w+)">2 sentences</a></dt>'
        r'<dd>in <a href="index.html#(ev-\w+)">2 passages: must</a>',
        page,
    ).groups()
    labels = [taken(folder, f"s{identifier[3]}")[identifier][0] for identifier in (counted, held)]
    assert labels == ["must: sentences", "must"]
    assert "<b>Interval</b>" not in page  # none is printed
