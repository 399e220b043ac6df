"""A published report is made again from what it publishes, and from nothing else."""

import json

import pandas as pd
import pytest
from tests.report.whole_report import published

from topoi.errors import InputError
from topoi.project import open_study
from topoi.report.evidence.package import TEXTS, published_texts, records_of
from topoi.report.project.remaking import made_again
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
