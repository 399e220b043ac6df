import nbformat
import pytest
from tests.report.tiny_book import PNG_START, code, png_chunk

from topoi.errors import InputError
from topoi.report.publish.notebook_form import normal_form, plain_png


def test_a_picture_keeps_its_pixels_and_loses_its_maker_and_hour() -> None:
    head, pixels, end = (
        png_chunk(b"IHDR", b"x" * 13),
        png_chunk(b"IDAT", b"y"),
        png_chunk(b"IEND", b""),
    )
    marked = (
        PNG_START
        + head
        + png_chunk(b"tEXt", b"Software\0x")
        + png_chunk(b"tIME", b"7")
        + pixels
        + end
    )
    assert plain_png(marked) == PNG_START + head + pixels + end


def test_what_is_no_png_is_left_as_it_is() -> None:
    assert plain_png(b"GIF89a") == b"GIF89a"


def stream(name: str, text: str) -> dict[str, str]:
    return {"output_type": "stream", "name": name, "text": text}


@pytest.mark.parametrize(
    ("output", "message"),
    [
        (stream("stdout", "<object at 0x7f6a2c>"), "a.ipynb, cell 1: shows an address in memory"),
        (
            {"output_type": "error", "ename": "E", "evalue": "x", "traceback": []},
            "a.ipynb, cell 1: holds an error",
        ),
    ],
)
def test_what_would_differ_on_every_run_is_refused(output: dict[str, str], message: str) -> None:
    cell = {**code("x", output), "id": "a"}
    notebook = nbformat.from_dict(
        {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    )
    with pytest.raises(InputError, match=message):
        normal_form(notebook, place="a.ipynb")
