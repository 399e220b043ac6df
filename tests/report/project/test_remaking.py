"""A published report is made again from what it publishes, and from nothing else."""

import json
from contextlib import chdir

import pandas as pd
import pytest
from tests.report.tiny_book import code, write_notebook
from tests.report.whole_report import last_value, published

from topoi.errors import InputError
from topoi.project import open_study
from topoi.report.evidence.package import TEXTS, published_texts, records_of
from topoi.report.project.chapters import SOURCES as CHAPTERS
from topoi.report.project.remaking import _without_others, made_again
from topoi.report.publish.execute import notebooks_of, read_notebook
from topoi.report.publish.notebook_form import sources_hash
from topoi.text.corpus.corpus import corpus_of, read_corpus
from topoi.text.voices.genre import with_genres
from topoi.text.voices.lexicon import load_lexicon

BOOK = 'id: one\nversion: "1"\ntitle: One\ncodes:\n  - {id: must, label: Must, include: [must]}\n'


def test_published_texts_read_as_texts_are_the_same_corpus(tmp_path):
    rows = {
        "id": ["a", "b"], "text": ["He must go.", "ANN: I must.\n\nBOB: No.\n\nANN: Yes."],
        "date": ["2024-05-01", None], "party": ["Left", None], "seats": [3.0, None],
        "words": ["few", "many"],
    }  # fmt: skip
    corpus = with_genres(corpus_of(pd.DataFrame(rows)), load_lexicon())
    lines = [json.dumps(row) for row in records_of(corpus)]
    (tmp_path / TEXTS).write_text("\n".join(lines), encoding="utf-8")
    again = read_corpus(tmp_path / TEXTS)
    pd.testing.assert_frame_equal(again.documents, corpus.documents, check_like=True)
    assert again.texts == corpus.texts == published_texts(tmp_path)


def test_texts_of_an_older_package_are_still_read(tmp_path):
    (tmp_path / TEXTS).write_text('{"doc": "a", "text": "He must go."}\n', encoding="utf-8")
    assert published_texts(tmp_path) == {"a": "He must go."}


def test_a_chapter_of_the_scholars_own_is_not_run_and_is_named(tmp_path):
    site = published(tmp_path, {"d": "They must go."}, {"one.yml": BOOK})
    remade = made_again(site, tmp_path / "again")
    assert remade.other == ("01-counts",)
    assert remade.published.numbers.empty
    study = open_study(tmp_path / "again")
    assert study.corpus.texts == {"d": "They must go."}
    assert [code.id for book in study.codebooks for code in book.codes] == ["must"]


def test_a_report_that_does_not_say_how_it_was_made_is_refused(tmp_path):
    site = published(tmp_path, {"d": "They must go."}, {"one.yml": BOOK})
    file = site / "data" / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf-8"))
    del package["topoi"]
    file.write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(InputError, match="--passages"):
        made_again(site, tmp_path / "again")


def hashes(folder):
    return {path.stem: sources_hash(read_notebook(path)) for path in notebooks_of(folder)}


@pytest.fixture
def chapters(tmp_path):
    """A project of two chapters, a summary of them, what changed, and the appendix."""
    names = ("01-text", "02-topics", "80-summary", "81-changes", "90-evidence")
    for name in names:
        write_notebook(tmp_path / f"notebooks/{name}.ipynb", [code(f"'{name}'")])
    return tmp_path


def left(folder):
    return [path.stem for path in notebooks_of(folder)]


def test_chapters_as_topoi_writes_them_are_made_again_but_for_the_appendix(chapters):
    assert _without_others(chapters, hashes(chapters)) == ()
    assert left(chapters) == ["01-text", "02-topics", "80-summary", "81-changes"]


def test_where_a_chapter_is_another_what_reads_all_chapters_is_not_made_again(chapters):
    told = {**hashes(chapters), "02-topics": "another"}
    assert _without_others(chapters, told) == ("02-topics", "80-summary", "81-changes")
    assert left(chapters) == ["01-text"]


def test_where_the_summary_alone_is_another_it_alone_is_not_made_again(chapters):
    told = {**hashes(chapters), "80-summary": "another"}
    assert _without_others(chapters, told) == ("80-summary",)
    assert left(chapters) == ["01-text", "02-topics", "81-changes"]


def test_a_chapter_that_was_not_published_is_not_run_and_one_of_ones_own_is_named(chapters):
    told = {**hashes(chapters), "10-own": "hers"}
    del told["81-changes"]
    assert _without_others(chapters, told) == ("80-summary", "10-own")
    assert left(chapters) == ["01-text", "02-topics"]


def test_a_site_without_data_is_refused_by_its_name(tmp_path):
    with pytest.raises(InputError, match=f"{tmp_path}: holds no data package"):
        made_again(tmp_path, tmp_path / "again")


def test_speakers_of_a_report_without_codebooks_are_read_again(tmp_path):
    site = published(tmp_path, {"d": "They must go."}, {"one.yml": BOOK})
    data = site / "data" / "codebook"
    (data / "one.yml").unlink()
    (data / "speakers.yml").write_text("people: []\n")
    made_again(site, tmp_path / "again")
    assert (tmp_path / "again/codebook/speakers.yml").read_text() == "people: []\n"
    assert [path.name for path in (tmp_path / "again/codebook").iterdir()] == ["speakers.yml"]


def test_a_published_codebook_that_is_spoilt_is_named_where_it_lies(tmp_path):
    site = published(tmp_path, {"d": "They must go."}, {"one.yml": BOOK})
    file = site / "data" / "codebook" / "one.yml"
    file.write_text("id: one\n  : [broken\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        made_again(site, tmp_path / "again")
    assert str(raised.value).startswith(f"{file}:2: ")


TOPICS = {
    "topics/words.csv": "topic,word,weight\nWar,war,2\nWar,guns,1\nTalk,peace,2\nTalk,talks,1\n",
    "topics/documents.csv": "doc,War,Talk\n"
    + "".join(f"d{n},{n % 2},{1 - n % 2}\n" for n in range(12)),
}
PARTS = ("War guns fired.", "Peace talks held.")


def section(root, label):
    """Return what the cells of the chapter on topics show from this label on, as text."""
    source = json.loads((CHAPTERS / "topics.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in source["cells"] if cell["cell_type"] == "code"]
    first = next(place for place, cell in enumerate(cells) if label in cell)
    shown = []
    names = {"display": shown.append, "months_or_groups": None, "groups": pd.Series(["a"])}
    with chdir(root / "notebooks"):
        for cell in (cells[0], *cells[first:]):
            shown.append(last_value(cell, names))
    return [json.dumps(one._repr_mimebundle_()) for one in shown if one is not None]


def test_topics_made_elsewhere_have_a_section_that_a_published_report_makes_again(tmp_path):
    (tmp_path / "study").mkdir()
    texts = {f"d{n}": PARTS[1 - n % 2] for n in range(12)}
    site = published(tmp_path / "study", texts, {"one.yml": BOOK, **TOPICS})
    made_again(site, tmp_path / "again")
    (tmp_path / "again" / "notebooks").mkdir(exist_ok=True)
    first = section(tmp_path / "study", "sec-topics-given")
    assert "Topics made elsewhere" in first[0]
    assert "given 1 (Talk)" in "".join(first)
    assert "Topics made elsewhere are not published: " in first[1]
    assert section(tmp_path / "again", "sec-topics-given") == first


def test_without_topics_made_elsewhere_there_is_no_section_on_them(tmp_path):
    published(tmp_path, {"d": "They must go."}, {"one.yml": BOOK})
    assert not "".join(section(tmp_path, "sec-topics-given")).count("elsewhere")
