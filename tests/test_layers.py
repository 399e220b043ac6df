"""Layers are kept once for all notebooks, and never found when anything they rest on changed."""

import pandas as pd
import pytest

from topoi import layers
from topoi.layers import KeptLayers, kept_layers
from topoi.project import open_study
from topoi.report.project.working_copy import working_copy
from topoi.text.corpus.corpus import corpus_of
from topoi.text.voices.reading import outer_contents

TABLE = pd.DataFrame({"doc": ["a"], "start": [3], "certain": [True]})


def never():
    raise AssertionError("the table should have been found")


def codebook(folder):
    file = folder / "frames.yml"
    file.write_text("id: frames\n")
    return file


def test_a_table_is_made_once_and_found_again_as_it_was(tmp_path):
    kept = KeptLayers(tmp_path / "a")
    made = TABLE.copy()
    made.attrs["skipped"] = [["frames", "a"]]
    kept.table("hits", lambda: made)
    found = kept.table("hits", never)
    pd.testing.assert_frame_equal(found, TABLE)
    assert found.attrs == made.attrs
    assert (tmp_path / ".gitignore").read_text() == "*\n"


def test_a_damaged_file_is_made_again(tmp_path):
    kept = KeptLayers(tmp_path / "a")
    kept.table("hits", lambda: TABLE)
    (tmp_path / "a" / "hits.parquet").write_bytes(b"PAR1 broken")
    pd.testing.assert_frame_equal(kept.table("hits", lambda: TABLE), TABLE)
    pd.testing.assert_frame_equal(kept.table("hits", never), TABLE)


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path):
    (tmp_path / "file").write_text("no folder")
    kept = KeptLayers(tmp_path / "file" / "a")
    pd.testing.assert_frame_equal(kept.table("hits", lambda: TABLE), TABLE)


def test_a_short_corpus_is_not_kept(tmp_path):
    assert kept_layers(tmp_path, corpus_of({"a": "Talks."}), [codebook(tmp_path)]) is None


def test_texts_sources_and_codebooks_make_the_key(tmp_path, monkeypatch):
    monkeypatch.setattr(layers, "LEAST_CHARACTERS", 1)
    book = codebook(tmp_path)
    corpora = [
        corpus_of({"a": "Talks."}),
        corpus_of({"a": "Talk."}),
        corpus_of({"b": "Talks."}),
        corpus_of({"a": "Talks."}, source="TASS"),
    ]
    folders = [kept_layers(tmp_path, corpus, [book]).folder for corpus in corpora]
    book.write_text("id: frames\nversion: 2.0.0\n")
    folders.append(kept_layers(tmp_path, corpora[0], [book]).folder)
    assert len(set(folders)) == len(folders)


def test_only_the_last_few_corpora_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(layers, "LEAST_CHARACTERS", 1)
    book = codebook(tmp_path)
    for number in range(5):
        kept = kept_layers(tmp_path, corpus_of({"a": f"Talks {number}."}), [book])
        kept.table("hits", lambda: TABLE)
    assert len([path for path in kept.folder.parent.iterdir() if path.is_dir()]) <= 3
    pd.testing.assert_frame_equal(kept.table("hits", never), TABLE)


@pytest.fixture
def project(tmp_path, article, root):
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text('The root causes are old, he said. "They must go."')
    place = tmp_path / "project"
    place.mkdir()
    (place / "_quarto.yml").write_text("project:\n  type: book\n")
    (place / "codebook").symlink_to(root / "codebook")
    (place / "seeds").symlink_to(texts)
    return place


def test_every_layer_of_a_study_is_the_same_when_found_again(project, monkeypatch):
    monkeypatch.setattr(layers, "LEAST_CHARACTERS", 1)
    first, second = open_study(project), open_study(project)
    for name in ("segments", "tokens", "voices", "attributions", "hits"):
        made = getattr(first, name)
        pd.testing.assert_frame_equal(getattr(second, name), made)
        assert (second.kept.folder / f"{name}.parquet").is_file()


def test_a_working_copy_shares_the_layers_of_its_project(project, tmp_path):
    place = working_copy(project, tmp_path / "copy", seeds=project / "seeds")
    assert (place / ".topoi").resolve() == (project / ".topoi").resolve()


def test_a_report_without_content_is_no_passage():
    attributions = pd.DataFrame(
        [
            ("d", 0, 9, "outer", "report", "indirect", 4, 9),
            ("d", 9, 12, "outer", "report", "indirect", -1, -1),
        ],
        columns=["doc", "start", "end", "level", "kind", "mode", "content_start", "content_end"],
    )
    found = outer_contents(attributions, ["indirect"])
    assert found[["start", "end"]].to_numpy().tolist() == [[4, 9]]
