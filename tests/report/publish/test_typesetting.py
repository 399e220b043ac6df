"""The PDF is set in a process of its own."""

import pytest

from topoi.errors import InputError
from topoi.report.publish.builtin_pdf import UnsetError, typeset


def test_a_source_is_set_and_a_second_time_to_the_same_bytes(tmp_path):
    source = '#set document(title: "T")\nOne page.'
    first = typeset(source, tmp_path)
    assert first.startswith(b"%PDF")
    assert typeset(source, tmp_path) == first


def test_what_typst_refuses_is_said(tmp_path):
    with pytest.raises(InputError, match=r"the PDF: Typst says: .*undefined-name"):
        typeset("#undefined-name", tmp_path)


def test_what_no_font_has_is_named_with_its_line(tmp_path):
    source = '#set document(title: "T")\nOne.\n\nTwo \uff1a and *\u6f22*.\u2028\n`\U0001f600`'
    with pytest.raises(UnsetError) as refused:
        typeset(source, tmp_path)
    assert sorted(refused.value.unshown) == [("\u6f22", 4), ("\uff1a", 4), ("\U0001f600", 6)]


def test_a_typst_that_takes_too_long_is_ended_and_said(tmp_path, monkeypatch):
    monkeypatch.setattr("topoi.report.publish.builtin_pdf.SECONDS", 0.5)
    with pytest.raises(InputError, match=r"the PDF: was not set in 0\.5 s"):
        typeset('#set document(title: "T")\n#while true { let a = 1 }', tmp_path)


def test_a_typst_that_dies_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(InputError, match=r"the PDF: Typst ended with 1"):
        typeset("One page.", tmp_path)
