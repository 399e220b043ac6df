"""`topoi count` gives the same numbers at once, in parts, and on a cluster."""

import json

import pytest

from topoi.cli import main
from topoi.text.corpus import corpus
from topoi.text.corpus import corpus as partitions
from topoi.text.corpus.seeds import register


@pytest.fixture
def texts(tmp_path, root, monkeypatch):
    """Twelve texts in parts of a few, so that the work is really divided."""
    monkeypatch.chdir(root)
    monkeypatch.setattr(corpus, "COLLECTION", 1, raising=False)
    monkeypatch.setattr(partitions.partitions, "__kwdefaults__", {"size": 400})
    said = 'The root causes of {} are old, he said. "We must not give in to Russophobia, never."'
    rows = [
        {"id": f"d{n}", "text": said.format("war " * n), "source": "AB"[n % 2]} for n in range(12)
    ]
    file = tmp_path / "a.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def printed(capsys, *arguments):
    assert main(["count", "--json", *map(str, arguments)]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("by", [(), ("--by", "mode"), ("--by", "speaker"), ("--by", "doc")])
def test_parts_give_the_numbers_of_the_whole(texts, capsys, by):
    where = ["--seeds", texts, *by]
    whole = printed(capsys, *where)
    assert sum(row["hits"] for row in whole) > 20
    assert printed(capsys, *where, "--engine", "local", "--workers", "1") == whole


def test_processes_give_the_numbers_of_the_whole(texts, capsys):
    whole = printed(capsys, "--seeds", texts)
    assert printed(capsys, "--seeds", texts, "--engine", "local") == whole


def test_a_cluster_gives_the_numbers_of_the_whole(texts, capsys):
    distributed = pytest.importorskip("distributed")
    whole = printed(capsys, "--seeds", texts)
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
    ) as cluster:
        on_cluster = ["--engine", "dask", "--scheduler", cluster.scheduler_address]
        assert printed(capsys, "--seeds", texts, *on_cluster) == whole


def test_a_scheduler_needs_its_engine(texts, capsys):
    assert main(["count", "--seeds", str(texts), "--scheduler", "tcp://127.0.0.1:1"]) == 2
    assert "needs --engine dask" in capsys.readouterr().err


@pytest.mark.parametrize("engine", [(), ("--engine", "local", "--workers", "1")])
def test_broken_texts_are_told_of_or_stop(texts, capsys, engine, monkeypatch):
    monkeypatch.setattr("topoi.text.corpus.corpus.COLLECTION", 1)
    with texts.open("a") as stream:
        stream.write("no json\n")
    where = ["count", "--seeds", str(texts), *engine]
    assert main(where) == 0
    assert "topoi: set aside: 1, the first: " in capsys.readouterr().err
    assert main([*where, "--strict"]) == 2


@pytest.mark.parametrize("engine", [(), ("--engine", "local", "--workers", "1")])
def test_where_texts_are_few_the_first_broken_one_stops(texts, capsys, engine, monkeypatch):
    monkeypatch.setattr("topoi.text.corpus.corpus.COLLECTION", 1_000)
    with texts.open("a") as stream:
        stream.write("no json\n")
    assert main(["count", "--seeds", str(texts), *engine]) == 2
    assert "is no JSON" in capsys.readouterr().err


def test_describe_tells_of_registered_collections_too(tmp_path, root, monkeypatch, capsys):
    monkeypatch.chdir(root)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("One text of the folder itself.")
    (tmp_path / "n.csv").write_text("id,text\nz,Another text in the collection.\n")
    register(tmp_path / "seeds", "news", tmp_path / "n.csv")
    assert main(["seeds", "describe", str(tmp_path / "seeds"), "--json"]) == 0
    told = {row["measure"]: row["value"] for row in json.loads(capsys.readouterr().out)}
    assert told["documents"] == 2


@pytest.mark.parametrize("engine", [(), ("--engine", "local", "--workers", "1")])
def test_any_column_of_the_texts_parts_them(texts, capsys, engine):
    rows = printed(capsys, "--seeds", texts, "--by", "source", *engine)
    charged = {row["source"]: row for row in rows if row["code"] == "group_hostility"}
    assert {source: row["hits"] for source, row in charged.items()} == {"A": 6, "B": 6}
    # 16 words a text and "war" n times: 0, 2, ..., 10 for A, 1, 3, ..., 11 for B
    assert {source: row["words"] for source, row in charged.items()} == {"A": 126, "B": 132}


@pytest.mark.parametrize("engine", [(), ("--engine", "local", "--workers", "1")])
def test_two_columns_part_the_texts_in_two_columns_of_the_table(tmp_path, texts, capsys, engine):
    rows = [json.loads(line) for line in texts.read_text().splitlines()]
    for number, row in enumerate(rows):
        row |= {"date": f"202{number // 6}-01-01", "speaker": "Ann" if number else None}
    texts.write_text("".join(json.dumps(row) + "\n" for row in rows))
    rows = printed(capsys, "--seeds", texts, "--by", "source,year", *engine)
    hits = {
        (row["source"], row["year"]): row["hits"]
        for row in rows
        if row["code"] == "group_hostility"
    }
    assert hits == {(source, year): 3 for source in "AB" for year in ("2020", "2021")}
    own = printed(capsys, "--seeds", texts, "--by", "text.speaker", *engine)
    assert {row["text.speaker"]: row["words"] for row in own} == {"Ann": 242, "not given": 16}
    assert main(["count", "--seeds", str(texts), "--by", "speaker", *engine]) == 0
    assert "write text.speaker to count by it" in capsys.readouterr().out


def test_a_column_that_no_text_has_is_an_error_that_names_the_others(texts, capsys):
    assert main(["count", "--seeds", str(texts), "--by", "country"]) == 2
    told = capsys.readouterr().err
    assert "column 'country': is no column of the texts" in told
    assert "source" in told
