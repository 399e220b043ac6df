"""Options of `topoi report` that do not go together are refused before any work."""

import pytest

from topoi.cli import main
from topoi.commands.report import read_into_layers, render
from topoi.files import alone
from topoi.report.publish.render import Rendered

TEXTS = ["--seeds", "texts", "--output", "site"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([*TEXTS, "--scheduler", "tcp://127.0.0.1:1"], "--scheduler: needs --engine dask"),
        ([*TEXTS, "--engine", "local", "--scheduler", "x"], "--scheduler: needs --engine dask"),
        ([*TEXTS, "--workers", "0"], "--workers: has to be 1 or more"),
        (["--engine", "local"], "--engine: needs --seeds or --codebook"),
        (["--title", "A"], "--title: needs --seeds or --codebook"),
        (["--transcript", "a"], "--transcript: needs --seeds or --codebook"),
        (["--topic-words", "a.csv"], "--topic-words: needs --seeds or --codebook"),
        ([*TEXTS, "--topic-words", "a.csv"], "--document-topics: is missing"),
        ([*TEXTS, "--document-topics", "a.csv"], "--topic-words: is missing"),
    ],
)
def test_options_that_do_not_go_together_are_refused(root, monkeypatch, capsys, options, told):
    monkeypatch.chdir(root)
    assert main(["report", *options]) == 2
    assert told in capsys.readouterr().err


def test_a_folder_of_other_files_is_refused_before_any_work(root, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(root)
    page = tmp_path / "index.html"
    page.write_text("mine")
    assert main(["report", "--seeds", str(root / "seeds"), "--output", str(tmp_path)]) == 2
    assert f"{tmp_path}: holds something else than a report: index.html" in capsys.readouterr().err
    assert page.read_text() == "mine"


def test_two_reports_at_once_into_one_folder_are_refused(root, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(root)
    output = tmp_path / "site"
    lock = tmp_path / ".site.lock"
    lock.write_text("left by a run that was killed")
    with alone(output, lock=lock):
        assert main(["report", "--seeds", str(root / "seeds"), "--output", str(output)]) == 2
        assert f"{output}: is being written by another process" in capsys.readouterr().err
    with alone(output, lock=lock):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_report_whose_pdf_failed_says_so_in_a_line_and_exits_with_1(
    tmp_path, monkeypatch, capsys
):
    done = Rendered(tmp_path, tmp_path / "a.pdf", "builtin", no_pdf="the PDF: Typst says:\n no")
    monkeypatch.setattr("topoi.report.publish.render.render_report", lambda *a, **k: done)
    assert render(tmp_path, "builtin", tmp_path, inputs="") == 1
    told = capsys.readouterr()
    assert told.err.splitlines() == [
        "topoi: the PDF could not be made, the rest is there: the PDF: Typst says: no"
    ]
    assert "PDF:" not in told.out
    made = done._replace(no_pdf="")
    monkeypatch.setattr("topoi.report.publish.render.render_report", lambda *a, **k: made)
    assert render(tmp_path, "builtin", tmp_path, inputs="") == 0
    assert f"PDF:    {tmp_path / 'a.pdf'}" in capsys.readouterr().out


@pytest.mark.parametrize(("engine", "told"), [("local", ""), ("dask", "not on the cluster")])
def test_short_texts_are_read_here_and_that_is_said(tmp_path, capsys, monkeypatch, engine, told):
    monkeypatch.setenv("TOPOI_ENGINE", "{}")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("He left.")
    (tmp_path / "_quarto.yml").write_text("project: {}\n")
    asked = {"engine": engine, "workers": 2, "scheduler": None}
    assert not read_into_layers(tmp_path, asked, strict=True, by="source")
    said = capsys.readouterr().err
    assert told in said
    assert bool(said) == bool(told)
