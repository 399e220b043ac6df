"""Annotations as files: one a document or one for all, written and read back."""

from pathlib import Path

import pandas as pd
import pytest

from topoi.coding.exchange.files import FORMS, read_annotations, write_annotations
from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus, corpus_of

CORPUS = corpus_of({"a": "The war goes on.", "b": "Talks began."})


def hits(corpus: Corpus) -> pd.DataFrame:
    rows = [("a", 4, 7, "war", ""), ("b", 0, 5, "talks", "x")]
    table = pd.DataFrame(rows, columns=["doc", "start", "end", "code", "subtype"])
    return table.assign(text=[corpus.passage(*row[:3]) for row in rows])


@pytest.mark.parametrize("form", FORMS)
def test_files_of_every_form_are_read_back_as_they_were_written(tmp_path: Path, form: str) -> None:
    way = FORMS[form]
    place = tmp_path / ("folder" if way.by_document else f"all{way.ending}")
    files = write_annotations(hits(CORPUS), CORPUS, form, place)
    assert all(file.is_file() for file in files)
    found = read_annotations(place, CORPUS, form)
    spans = found[["doc", "start", "end", "code", "text"]].to_numpy().tolist()
    assert spans == [["a", 4, 7, "war", "war"], ["b", 0, 5, "talks", "Talks"]]


def test_brat_has_the_texts_beside_its_files_and_one_file_may_be_read(tmp_path: Path) -> None:
    files = write_annotations(hits(CORPUS), CORPUS, "brat", tmp_path)
    assert sorted(file.name for file in files) == ["a.ann", "a.txt", "b.ann", "b.txt"]
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "Talks began."
    assert read_annotations(tmp_path / "b.ann", CORPUS, "brat")["doc"].tolist() == ["b"]


def test_a_folder_without_files_of_the_form_and_a_place_that_is_none_are_refused(
    tmp_path: Path,
) -> None:
    with pytest.raises(InputError, match=r"holds no \.ann file"):
        read_annotations(tmp_path, CORPUS, "brat")
    for form in FORMS:
        with pytest.raises(InputError, match="does not exist"):
            read_annotations(tmp_path / "none", CORPUS, form)
