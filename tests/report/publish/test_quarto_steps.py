import os
import subprocess
from pathlib import Path
from shutil import copytree, which

import pytest
from tests.report.tiny_book import write_book
from tests.report.whole_report import published

from topoi.errors import InputError
from topoi.report.publish import quarto_steps
from topoi.report.publish.book import TEMPLATES
from topoi.report.publish.quarto import PUBLISHES
from topoi.report.publish.quarto_steps import (
    OUTPUT_DIR,
    OWN,
    REFERENCES,
    WHOLE,
    after,
    before,
    main,
)
from topoi.report.publish.render import MARK, require_replaceable

ONE_CODE = (
    'id: one\nversion: "1"\ntitle: One\ncodes:\n  - {id: must, label: Must, include: [must]}\n'
)


def quarto(root: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    program = root / "quarto.sh"
    program.write_text(f'#!/bin/sh\necho "$@" >> {root}/told\n{body}\n')
    program.chmod(0o755)
    monkeypatch.setattr(quarto_steps, "find_quarto", lambda: str(program))


def test_before_a_chapter_alone_the_whole_book_is_rendered_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / REFERENCES
    quarto(tmp_path, monkeypatch, f"mkdir -p {made.parent}; echo x > {made}")
    before(tmp_path, whole=True)
    assert not (tmp_path / "told").exists()
    before(tmp_path, whole=False)
    before(tmp_path, whole=False)
    assert (tmp_path / "told").read_text() == f"render {tmp_path} --to html\n"


def test_a_whole_book_that_cannot_be_rendered_stops_the_chapter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quarto(tmp_path, monkeypatch, "exit 1")
    with pytest.raises(InputError, match="could not render the whole book"):
        before(tmp_path, whole=False)


def test_after_a_pdf_alone_nothing_is_published(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_text("PDF")
    after(tmp_path, tmp_path, whole=True)
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]


def test_rendered_pages_get_what_a_report_has_and_the_mark_of_one(tmp_path: Path) -> None:
    site = published(tmp_path, {"d": "They must go."}, {"one.yml": ONE_CODE})
    listed = (site / MARK).read_text()
    for made in (site / "evidence/index.html", site / "data/datapackage.json", site / MARK):
        made.unlink()
    after(tmp_path, site, whole=True)
    assert (site / MARK).read_text() == listed
    found = (site / "search-index.js").read_text()
    assert '["notebooks/01-counts.html","1 Counts",' in found
    assert '["evidence/index.html","Concordance",' in found
    assert '["evidence/text.html#doc=0","Full text","d"' in found
    assert '"Concordance","must,' in found
    chapters = (site / "evidence/text.html").read_text()
    assert '<li><a href="../notebooks/01-counts.html">1 Counts</a></li>' in chapters
    require_replaceable(site)
    (site / "small.pdf").unlink()
    after(tmp_path, site, whole=True)
    assert "small.pdf" not in (site / "index.html").read_text()
    (site / "notebooks/01-counts.html").write_text("<main><a href='no.html'>x</a></main>")
    with pytest.raises(InputError, match="links to"):
        after(tmp_path, site, whole=True)
    after(tmp_path, site, whole=False)  # of a chapter alone, others may be missing


def test_a_whole_book_in_the_folder_of_quarto_replaces_the_report_and_pages_alone_do_not(
    tmp_path: Path,
) -> None:
    site = published(tmp_path, {"d": "They must go."}, {"one.yml": ONE_CODE})
    own = tmp_path / OWN
    copytree(site, own)
    (own / "index.html").write_text("<main>Anew</main>")
    pdf = (own / "small.pdf").rename(tmp_path / "aside.pdf")
    after(tmp_path, own, whole=True)
    assert "Anew" not in (site / "index.html").read_text()
    pdf.rename(own / "small.pdf")
    after(tmp_path, own, whole=False)  # a chapter alone
    assert "Anew" not in (site / "index.html").read_text()
    require_replaceable(site)
    after(tmp_path, own, whole=True)
    assert "Anew" in (site / "index.html").read_text()
    assert (own / "index.html").is_file()  # `quarto preview` serves it
    require_replaceable(site)
    (site / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="something else than a report"):
        after(tmp_path, own, whole=True)
    assert (site / "mine.txt").is_file()


def test_before_a_book_is_rendered_what_a_failed_pdf_left_is_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write_book(tmp_path))
    monkeypatch.setenv(WHOLE, "1")
    (tmp_path / "index.tex").write_text("half")
    assert main("before") == 0
    assert not (tmp_path / "index.tex").exists()


def test_what_is_wrong_is_said_in_one_line_and_nothing_is_done_under_topoi_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_book(tmp_path))
    monkeypatch.setenv(WHOLE, "1")
    monkeypatch.setenv(OUTPUT_DIR, str(tmp_path / "none"))
    assert main("before") == main("after") == 0
    (tmp_path / "references.bib").unlink()
    (tmp_path / "none").mkdir()
    (tmp_path / "none/index.html").write_text("<main></main>")
    assert main("after") == 2
    assert capsys.readouterr().err.startswith("topoi: ")
    monkeypatch.setenv(PUBLISHES, "1")
    assert main("after") == 0


@pytest.mark.quarto
@pytest.mark.skipif(not which("quarto"), reason="needs the quarto command")
def test_where_python_has_no_topoi_quarto_says_what_to_type_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "environment.ts").write_bytes((TEMPLATES / "environment.ts").read_bytes())
    (tmp_path / "_quarto.yml").write_text("project: {pre-render: environment.ts}\n")
    (tmp_path / "index.qmd").write_text("# A\n")
    python = tmp_path / "bin/python"
    python.parent.mkdir()
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    path = f"{python.parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["quarto", "render"], cwd=tmp_path, env={**os.environ, "PATH": path},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 1
    (line,) = [line for line in (done.stdout + done.stderr).splitlines() if "topoi" in line]
    assert line.endswith("source .venv/bin/activate")
    assert not (tmp_path / "index.html").exists()
