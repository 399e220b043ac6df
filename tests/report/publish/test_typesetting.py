"""The PDF is set in a process of its own."""

import pytest

from topoi.errors import InputError
from topoi.report.figures import style
from topoi.report.publish.builtin_pdf import UnsetError, fonts_of_figures, typeset


def test_a_source_is_set_and_a_second_time_to_the_same_bytes(tmp_path):
    source = '#set document(title: "T")\nOne page.'
    first = typeset(source, tmp_path)
    assert first.startswith(b"%PDF")
    assert typeset(source, tmp_path) == first


def test_the_letters_of_a_figure_are_those_it_was_laid_out_by(tmp_path):
    words = '<text x="1" y="9" style="font-family: \'DejaVu Sans\', serif">Words</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="90pt" height="20pt">{words}</svg>'
    (tmp_path / "a.svg").write_text(svg, encoding="utf-8")
    source = '#set document(title: "T")\n#image("a.svg", alt: "Words")'
    assert b"DejaVuSans" in typeset(source, tmp_path)
    assert all(font.is_file() for font in fonts_of_figures())
    assert [font.stem for font in fonts_of_figures()][:1] == [style.FONTS[0].replace(" ", "")]


def test_what_typst_refuses_is_said(tmp_path):
    with pytest.raises(InputError, match=r"the PDF: Typst says: .*undefined-name"):
        typeset("#undefined-name", tmp_path)


def test_what_no_font_has_is_named_with_its_line(tmp_path):
    source = '#set document(title: "T")\nOne.\n\nTwo \uff1a and *\u6f22*.\u2028\n`\U0001f980`'
    with pytest.raises(UnsetError) as refused:
        typeset(source, tmp_path)
    assert sorted(refused.value.unshown) == [("\u6f22", 4), ("\uff1a", 4), ("\U0001f980", 6)]


def test_a_typst_that_takes_too_long_is_ended_and_said(tmp_path, monkeypatch):
    monkeypatch.setattr("topoi.report.publish.builtin_pdf.SECONDS", 0.5)
    with pytest.raises(InputError, match=r"the PDF: was not set in 0\.5 s"):
        typeset('#set document(title: "T")\n#while true { let a = 1 }', tmp_path)


def test_a_typst_that_dies_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(InputError, match=r"the PDF: Typst ended with 1"):
        typeset("One page.", tmp_path)
