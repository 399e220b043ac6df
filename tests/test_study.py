"""Layers made part by part by an engine are those that a study makes of all texts at once."""

import json

import pandas as pd
import pytest

from topoi import layers
from topoi import project as reading_ahead
from topoi.analysis.passes.coding import LAYERS
from topoi.layers import KeptLayers, keep_parts
from topoi.project import open_study, read_ahead
from topoi.report.project.working_copy import working_copy
from topoi.text.corpus import corpus as partitions

SAID = 'The root causes of {} are old, he said. "We must not give in to Russophobia, never."'
TEXTS = [SAID.format("war " * number) if number % 3 else "No voice here." for number in range(12)]


@pytest.fixture
def project(tmp_path, article, root, monkeypatch):
    """Return a project of twelve short texts that count as long, in four parts."""
    monkeypatch.setattr(layers, "LEAST_CHARACTERS", 1)
    monkeypatch.setattr(reading_ahead, "PART", 250)
    rows = [
        {"id": f"d{n}", "text": text, "source": "AB"[n % 2], "date": "2025-08-01"}
        for n, text in enumerate(TEXTS)
    ]
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "_quarto.yml").write_text("project:\n  type: book\n")
    (tmp_path / "codebook").symlink_to(root / "codebook")
    return tmp_path


def never():
    raise AssertionError("the table should have been found")


def require_kept_as_made(project):
    """Assert that each layer was kept and equals what a study makes in this process."""
    study, alone = open_study(project), open_study(project)
    object.__setattr__(alone, "kept", None)
    for name in LAYERS:
        found, made = study.kept.table(name, never), getattr(alone, name)
        pd.testing.assert_frame_equal(found, made)
        assert found.attrs == made.attrs
        assert len(found) > 12


def test_the_texts_of_the_tests_are_really_divided(project):
    parts = list(partitions.divided(open_study(project).corpus, size=reading_ahead.PART))
    assert len(parts) == 4
    assert [doc for part in parts for doc in part.texts] == [f"d{n}" for n in range(12)]
    assert pd.concat([part.documents for part in parts], ignore_index=True).equals(
        open_study(project).corpus.documents
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_processes_keep_what_the_study_makes(project, workers):
    assert read_ahead(open_study(project), engine="local", workers=workers, scheduler=None)
    require_kept_as_made(project)


def test_a_cluster_keeps_what_the_study_makes(project):
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        where = cluster.scheduler_address
        assert where.startswith("tcp://127.0.0.1")
        read_ahead(open_study(project), engine="dask", workers=2, scheduler=where)
    require_kept_as_made(project)


def test_what_is_kept_is_not_made_again(project, monkeypatch):
    read_ahead(open_study(project), engine="local", workers=1, scheduler=None)
    monkeypatch.setattr(reading_ahead, "run_pass", never)
    assert read_ahead(open_study(project), engine="local", workers=1, scheduler=None)


def test_the_notebooks_of_a_copy_find_the_layers(project, tmp_path):
    study = open_study(project, seeds=project / "seeds", codebook=project / "codebook")
    read_ahead(study, engine="local", workers=1, scheduler=None)
    copy = working_copy(project, tmp_path / "copy", seeds=project / "seeds")
    assert open_study(copy / "seeds").kept.hold(LAYERS)


def test_short_texts_are_left_to_the_notebooks(project, monkeypatch):
    monkeypatch.setattr(layers, "LEAST_CHARACTERS", 10**6)
    monkeypatch.setattr(reading_ahead, "run_pass", never)
    assert not read_ahead(open_study(project), engine="local", workers=1, scheduler=None)


TABLE = pd.DataFrame({"doc": ["a"], "start": [3], "certain": [True]})
EMPTY = pd.DataFrame({"doc": [], "start": [], "certain": []})


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([TABLE, TABLE], pd.concat([TABLE, TABLE], ignore_index=True)),
        ([EMPTY, TABLE, EMPTY], TABLE),
        ([EMPTY, EMPTY], EMPTY),
    ],
)
def test_parts_are_put_together_in_order(tmp_path, parts, whole):
    kept = KeptLayers(tmp_path / "a")
    keep_parts(kept, ({"hits": part} for part in parts))
    pd.testing.assert_frame_equal(kept.table("hits", never), whole)
    assert [path.name for path in kept.folder.iterdir()] == ["hits.parquet"]


def test_attributes_are_kept_with_the_parts(tmp_path):
    kept = KeptLayers(tmp_path / "a")
    told = TABLE.copy()
    told.attrs = {"skipped": [{"code": "a"}]}
    keep_parts(kept, [{"hits": told}, {"hits": told}])
    assert kept.table("hits", never).attrs == told.attrs


def test_an_error_in_a_part_keeps_nothing(tmp_path):
    def failing():
        yield {"hits": TABLE}
        raise ValueError("part 2")

    kept = KeptLayers(tmp_path / "a")
    with pytest.raises(ValueError, match="part 2"):
        keep_parts(kept, failing())
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_cannot_be_written_costs_only_time(tmp_path):
    (tmp_path / "file").write_text("no folder")
    kept = KeptLayers(tmp_path / "file" / "a")
    keep_parts(kept, [{"hits": TABLE}, {"hits": TABLE}])
    assert not kept.hold(["hits"])
    pd.testing.assert_frame_equal(kept.table("hits", lambda: TABLE), TABLE)


def test_stop_words_of_the_project_are_read_in_place_of_the_built_in_ones(tmp_path):
    book = "id: t\nversion: '1'\ntitle: T\ncodes:\n  - {id: a, label: A, include: [war]}\n"
    (tmp_path / "_quarto.yml").touch()
    for name, text in {"seeds/a.txt": "A war.", "codebook/t.yml": book, "other.yml": book}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert "the" in open_study(tmp_path).stop_words
    (tmp_path / "codebook" / "stopwords.txt").write_text("war\n")
    assert open_study(tmp_path).stop_words == {"war"}
    assert open_study(tmp_path, codebook=tmp_path / "other.yml").stop_words == {"war"}
