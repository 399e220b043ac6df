"""Small executed notebooks and a small published report, made without a kernel or renderer."""

import json
import sys

import nbformat
import pandas as pd
import pytest

from topoi.report.chapters.tables import counts_table, table
from topoi.report.evidence.citing import cite, measured, quotation, sentence
from topoi.report.evidence.collecting import collect
from topoi.report.publish.data_package import write_data_package
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.segments import segments

TEXT = 'The root cause is old. "We must talk," Ann said. They <b>must</b> $x$ go.'


@pytest.fixture(autouse=True)
def _figures_closed():
    """Close what a test drew; pyplot keeps every figure, and warns of many."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


def notebook_at(path, *cells):
    """Write a notebook whose cells are Markdown (a string) or (source, displayed object)."""
    book = nbformat.v4.new_notebook()
    for i, cell in enumerate(cells):
        if isinstance(cell, str):
            book.cells.append(nbformat.v4.new_markdown_cell(cell, id=f"c{i}"))
            continue
        source, value = cell
        data = value if isinstance(value, dict) else value._repr_mimebundle_()
        made = nbformat.v4.new_code_cell(source, id=f"c{i}", execution_count=i + 1)
        output = nbformat.v4.new_output(
            "execute_result", data=json.loads(json.dumps(data)), execution_count=i + 1
        )
        made.outputs = [output]
        book.cells.append(made)
    nbformat.write(book, path)
    return path


@pytest.fixture
def write_notebook():
    return notebook_at


@pytest.fixture(scope="session")
def layers():
    """One text of three sentences with three hand-placed hits in two voices."""
    corpus = corpus_of({"d": TEXT})
    direct = (TEXT.index('"'), TEXT.index(" Ann said"))
    voices = pd.DataFrame(
        [
            ("d", 0, direct[0], "outlet", ""),
            ("d", *direct, "direct", "Ann"),
            ("d", direct[1], len(TEXT), "outlet", ""),
        ],
        columns=["doc", "start", "end", "mode", "speaker"],
    )
    found = [("root_causes", "root cause", 0), ("must", "must", 0), ("must", "must", 40)]
    rows = [
        ("d", at, at + len(w), "frames", code, w)
        for code, w, after in found
        for at in [TEXT.index(w, after)]
    ]
    hits = pd.DataFrame(rows, columns=["doc", "start", "end", "codebook", "code", "text"])
    hits = hits.assign(mode=["outlet", "direct", "outlet"], speaker=["", "Ann", ""])
    return corpus, {"segments": segments(corpus), "voices": voices, "hits": hits}


@pytest.fixture
def chapter(layers, tmp_path):
    """A chapter that counts, rates, shares and measures."""
    hits, voices = layers[1]["hits"], layers[1]["voices"]
    must = hits[hits["code"] == "must"]
    direct = voices[voices["mode"] == "direct"]
    counted = counts_table(hits, by="code", across="mode", rows=["root_causes", "must", "zero"])
    scores = table(pd.DataFrame({"k": [2, 3], "score": [0.5, 0.25]}), how="a score", digits=2)
    said = sentence(
        "{q} occurs {n} times, {r} per thousand words; {s} of the words are direct.",
        q=quotation("must"),
        n=cite(must),
        r=measured(1000 * 2 / 16, hits=must, how="per 1,000 words"),
        s=measured(3 / 16, hits=direct, how="share of words", percent=True),
    )
    best = sentence(
        "The best is {b}.", b=measured(0.5, how="a score", source="tbl-scores", digits=2)
    )
    cells = [
        "# A chapter {#sec-a}",
        ("#| label: tbl-codes\n#| tbl-cap: Codes by voice", counted),
        ("", said),
        ("#| label: tbl-scores\n#| tbl-cap: Scores", scores),
        ("", best),
    ]
    return notebook_at(tmp_path / "01-a.ipynb", *cells)


@pytest.fixture
def site(layers, chapter, tmp_path):
    """A site that holds only the data package."""
    corpus, tables = layers
    place = tmp_path / "site"
    write_data_package(place / "data", corpus=corpus, published=collect([chapter]), layers=tables)
    return place
