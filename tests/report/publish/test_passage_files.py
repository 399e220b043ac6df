"""The data of the evidence pages: passages, texts and sets as numbers that the pages read."""

import json
import re

import pandas as pd
import pytest

from topoi.coding.codebook.reading import codebook_from
from topoi.coding.codebook.strict_yaml import parse_yaml
from topoi.report.chapters.tables import table
from topoi.report.evidence.citing import cite, sentence
from topoi.report.evidence.collecting import collect
from topoi.report.publish.evidence_pages import (
    DOCUMENTS,
    all_passages,
    with_chains,
    write_pages,
)
from topoi.text.corpus.corpus import Corpus, corpus_of
from topoi.text.words.segments import segments

VOICES = ["doc", "start", "end", "mode", "speaker"]
CODES = """\
id: f
version: "1"
title: F
codes:
  - {id: x, number: F01, label: Ex, definition: An x., include: [x, y], examples: {yes: [x]}}
"""
BOOK = codebook_from(parse_yaml(CODES, place="f.yml"), place="f.yml")


@pytest.fixture
def written(write_notebook, tmp_path):
    """Return a function of texts and hits that gives the contents of a file of the pages."""

    def of(texts, hits, *sets, corpus=None):
        corpus = corpus or corpus_of(texts)
        voices = pd.DataFrame(
            [(doc, 0, len(text), "outlet", "") for doc, text in corpus], columns=VOICES
        )
        said = [("", sentence("{n}", n=cite(own, label=label))) for label, own in sets]
        published = collect([write_notebook(tmp_path / "n.ipynb", *said)])
        folder = write_pages(
            tmp_path / "site", corpus=corpus, published=published, hits=hits, voices=voices,
            segments=segments(corpus), codebooks=[BOOK], title="A & B",
        )  # fmt: skip

        def taken(name):
            script = (folder / "data" / f"{name}.js").read_text(encoding="utf-8")
            return json.loads(re.fullmatch(r'topoi\.take\("\w+",(.*)\)\n', script, re.DOTALL)[1])

        taken.folder = folder
        return taken

    return of


def spans(*places, code="x"):
    frame = pd.DataFrame(places, columns=["doc", "start", "end"])
    return frame.assign(code=code, codebook="f", text="")


TEXTS = {"b": "One two three. Four.", "a": "Five."}


def test_passages_are_rows_of_numbers_and_their_words_stand_in_the_texts_alone(written):
    hits = pd.concat([spans(("a", 0, 4), ("b", 4, 7)), spans(("b", 8, 13), code="w")])
    segment = pd.DataFrame([("b", 0, 14, "sentence")], columns=["doc", "start", "end", "kind"])
    taken = written(TEXTS, hits, ("S", segment), ("Two", hits[:2]))
    meta = taken("meta")
    assert (meta["docs"], meta["columns"]) == ([["b", "", "", 20], ["a", "", "", 5]], [])
    assert meta["codes"] == [["f/w", "w"], ["f/x", "Ex"], ["segment/sentence", "sentence segment"]]
    assert (meta["passages"], meta["modes"], meta["speakers"]) == (3, ["outlet"], [""])
    # hits by their code, texts in their order; what is no hit comes last
    assert taken("p0") == [
        [0, 8, 13, 0, 0, 0],
        [0, 4, 7, 1, 0, 0],
        [1, 0, 4, 1, 0, 0],
        [0, 0, 14, 2, 0, 0],
    ]
    first, second = taken("t0")
    assert first["marks"] == [[4, 7, 1, 0, 0], [8, 13, 0, 0, 0]]
    assert second == {
        "text": "Five.", "blocks": [[0, 5, "paragraph"]], "marks": [[0, 4, 1, 0, 0]],
        "voices": [[0, 5, "outlet", "", "", "", -1, -1]],
    }  # fmt: skip
    sets = {}
    for digit in "0123456789abcdef":
        sets |= taken(f"s{digit}")
    assert dict(sets.values()) == {"Two": [1, 2], "S": [3, 1]}


def test_the_chain_of_a_voice_is_told_where_it_names_more_than_outlet_and_speaker():
    rows = [("TASS < Ann", True), ("TASS < a website < Ann", False)]
    voices = pd.DataFrame(rows, columns=["via", "certain"]).assign(mode="direct", speaker="Ann")
    told = with_chains(voices)[["via", "certain", "cue_start"]].to_numpy().tolist()
    assert told == [["", "", -1], ["TASS < a website < Ann", "uncertain", -1]]


def test_what_the_texts_say_of_themselves_is_told_by_column(written):
    read = corpus_of({"d": "One."})
    documents = read.documents.assign(source="TASS", party=["=Left"], empty=[None], year=[2024.0])
    meta = written({}, spans(("d", 0, 3)), corpus=Corpus(documents, read.texts))("meta")
    assert meta["columns"] == ["source", "party", "year"]
    assert meta["docs"] == [["d", "", "", 4, "TASS", "=Left", "2024"]]


def test_texts_are_in_files_of_forty(written):
    texts = {f"d{n}": "One." for n in range(DOCUMENTS + 1)}
    taken = written(texts, spans(("d0", 0, 3)))
    assert (len(taken("t0")), len(taken("t1"))) == (DOCUMENTS, 1)
    assert not (taken.folder / "data" / "t2.js").exists()


def test_titles_and_days_of_texts_are_told_and_signs_that_end_a_line_are_escaped(written):
    read = corpus_of({"d": "One\u2028two\x00."})
    documents = read.documents.assign(title=["News\x00"], date=pd.to_datetime(["2025-08-01"]))
    taken = written({}, spans(("d", 0, 3)), corpus=Corpus(documents, read.texts))
    assert taken("meta")["docs"] == [["d", "News\ufffd", "2025-08-01", 9]]
    assert taken("t0")[0]["text"] == "One\u2028two\ufffd."
    assert "\u2028" not in (taken.folder / "data" / "t0.js").read_text(encoding="utf-8")


def test_each_page_names_itself_and_loads_what_it_needs(written):
    folder = written(TEXTS, spans(("a", 0, 4)), ("<L>", spans(("a", 0, 4)))).folder
    everywhere = {"theme.js", "../book-search.js"}
    for name, scripts in (
        ("index", ["page.js", "search.js", "words.js", "concordance.js"]),
        ("text", ["page.js", "search.js", "text.js"]),
        ("review", ["page.js", "judgements.js", "review.js"]),
        ("numbers", []),
    ):
        html = (folder / f"{name}.html").read_text(encoding="utf-8")
        found = re.findall(r'<script src="([^"]+)"', html)
        assert [one for one in found if one not in everywhere] == scripts
        assert html.count('aria-current="page"') == 1
        assert "A &amp; B" in html
        assert not re.search(r"@\w+@", html)
    assert "&lt;L&gt;</a> (1)</li>" in (folder / "index.html").read_text(encoding="utf-8")


def test_hits_and_what_is_cited_are_each_one_passage(write_notebook, tmp_path):
    hits = spans(("a", 0, 4), ("a", 0, 4), ("b", 0, 3))
    shown = table(pd.DataFrame({"n": [cite(hits[:1])]}))
    published = collect([write_notebook(tmp_path / "n.ipynb", ("", shown))])
    voices = pd.DataFrame([("b", 0, 9, "direct", "Ann"), ("a", 0, 9, "outlet", "")], columns=VOICES)
    found = all_passages(published, hits, voices)
    assert found[["doc", "start", "mode", "speaker", "coded"]].to_numpy().tolist() == [
        ["b", 0, "direct", "Ann", True], ["a", 0, "outlet", "", True],
    ]  # fmt: skip
