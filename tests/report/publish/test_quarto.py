from pathlib import Path

from topoi.report.publish.quarto import mend_quarto_pages

PAGE = (
    '<script src="site_libs/quarto-html/quarto.js" type="module"></script>\n'
    '<script src="site_libs/quarto-html/tabsets/tabsets.js" type="module"></script>\n'
    '<nav id="quarto-sidebar" class="sidebar"></nav>'
    '<a class="sidebar-item-text" role="navigation">Appendices</a>'
    '<a href="b.html" class="pagination-link" aria-label="B">1 B</a>'
)


def quarto_site(folder: Path) -> Path:
    scripts = folder / "site_libs/quarto-html/tabsets"
    scripts.mkdir(parents=True)
    (scripts / "tabsets.js").write_text("export function init() {}\n")
    script = 'import * as tabsets from "./tabsets/tabsets.js";\ntabsets.init();\n'
    (scripts.parent / "quarto.js").write_text(script)
    (folder / "index.html").write_text(PAGE)
    return folder


def test_no_script_is_a_module_afterwards(tmp_path: Path) -> None:
    site = quarto_site(tmp_path)
    mend_quarto_pages(site)
    page = (site / "index.html").read_text()
    assert 'type="module"' not in page
    assert 'quarto.js" defer>' in page
    script = (site / "site_libs/quarto-html/quarto.js").read_text()
    assert "import" not in script
    assert "export" not in script


def test_links_are_named_as_they_read_and_navigations_are_named(tmp_path: Path) -> None:
    mend_quarto_pages(quarto_site(tmp_path))
    page = (tmp_path / "index.html").read_text()
    assert 'aria-label="B"' not in page
    assert 'role="navigation"' not in page
    assert '<nav id="quarto-sidebar" aria-label="Chapters"' in page


def test_a_second_run_and_other_sites_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE)
    assert mend_quarto_pages(tmp_path) == []
    site = quarto_site(tmp_path / "q")
    assert mend_quarto_pages(site) != []
    assert mend_quarto_pages(site) == []
