"""The PDF is set in a process of its own."""

import pytest

from topoi.errors import InputError
from topoi.report.publish.builtin_pdf import SOURCE, typeset


def test_a_source_is_set_and_a_second_time_to_the_same_bytes(tmp_path):
    (tmp_path / SOURCE).write_text('#set document(title: "T")\nOne page.')
    first = typeset(tmp_path)
    assert first.startswith(b"%PDF")
    assert typeset(tmp_path) == first


def test_what_typst_refuses_is_said(tmp_path):
    (tmp_path / SOURCE).write_text("#undefined-name")
    with pytest.raises(InputError, match=r"the PDF: Typst says: .*undefined-name"):
        typeset(tmp_path)
