import json

import nbformat
import pytest
from tests.report.tiny_book import PNG_START, code, png_chunk

from topoi.errors import InputError
from topoi.report.publish.notebook_form import (
    normal_form,
    plain_png,
    readable_form,
    sources_hash,
    warned,
)


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


def stored(*cells, **options):
    book = nbformat.v4.new_notebook(cells=list(cells))
    return json.loads(normal_form(book, place="n", **options))


def a_cell(source, *outputs, tags=()):
    made = nbformat.v4.new_code_cell(source, outputs=list(outputs), execution_count=9)
    if tags:
        made.metadata["tags"] = list(tags)
    return made


def shows(kind="execute_result", metadata=None, **data):
    return nbformat.v4.new_output(kind, data=data, metadata=metadata or {})


def test_cells_are_numbered_and_counted_and_empty_ones_go():
    markdown = nbformat.v4.new_markdown_cell("# T  ")
    book = stored(a_cell("  "), markdown, a_cell("x = 1  \n", tags=["t"]), a_cell("y"))
    assert [cell["id"] for cell in book["cells"]] == ["cell-01", "cell-02", "cell-03"]
    assert "execution_count" not in book["cells"][0]
    assert [cell["execution_count"] for cell in book["cells"][1:]] == [1, 2]
    assert "".join(book["cells"][1]["source"]) == "x = 1"
    assert [cell["metadata"] for cell in book["cells"]] == [{}, {"tags": ["t"]}, {}]
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    assert book["metadata"]["kernelspec"]["name"] == "python3"
    more = stored(a_cell("y"), metadata={"topoi": {"a": 1}}, ran=False)
    assert more["cells"][0]["execution_count"] is None
    assert more["metadata"]["topoi"] == {"a": 1}


def test_outputs_keep_their_data_and_the_metadata_of_what_they_show():
    sizes = {"image/png": {"width": 3}, "image/gone": {"a": 1}}
    png = {"image/png": "iVBORw0KGgo=", "text/plain": "a picture"}
    result, shown = shows(metadata=sizes, **png), shows("display_data", **{"text/plain": "b"})
    [cell] = stored(a_cell("x", result, shown))["cells"]
    assert [one["output_type"] for one in cell["outputs"]] == ["execute_result", "display_data"]
    assert cell["outputs"][0]["metadata"] == {"image/png": {"width": 3}}
    assert cell["outputs"][0]["execution_count"] == 1
    assert "execution_count" not in cell["outputs"][1]
    assert list(cell["outputs"][0]["data"]) == ["image/png", "text/plain"]


def test_what_would_differ_on_every_run_is_refused_with_its_cell():
    said = nbformat.v4.new_output("stream", name="stdout", text="fine")
    error = nbformat.v4.new_output("error", ename="E", evalue="v", traceback=[])
    address = shows(**{"text/plain": "<object at 0x7f00aa>"})
    for output, problem in (
        (error, "n, cell 2: holds an error"),
        (address, "n, cell 2: shows an address in memory"),
    ):
        with pytest.raises(InputError, match=problem):
            stored(a_cell("a"), a_cell("b", output))
    [cell] = stored(a_cell("a", said, shows(**{"text/plain": "at 0x7"})))["cells"]
    assert cell["outputs"][0] == {"output_type": "stream", "name": "stdout", "text": ["fine"]}


def test_the_hash_of_sources_does_not_depend_on_results_or_blank_lines():
    def of(*cells):
        return sources_hash(nbformat.v4.new_notebook(cells=list(cells)))

    one = of(a_cell("x = 1"))
    assert one == of(a_cell("\nx = 1  \n", shows(**{"text/plain": "1"})), a_cell("\n"))
    assert one != of(a_cell("x = 2"))
    assert one != of(nbformat.v4.new_markdown_cell("x = 1"))


def test_a_picture_keeps_the_chunks_that_are_seen_and_loses_those_that_tell_of_its_maker():
    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + b"crc!"

    start = b"\x89PNG\r\n\x1a\n"
    kept = [chunk(b"IHDR", b"size"), chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")]
    told = [chunk(b"tEXt", b"Software"), chunk(b"tIME", b"now")]
    picture = start + kept[0] + told[0] + kept[1] + told[1] + kept[2]
    assert plain_png(picture) == start + b"".join(kept)
    assert plain_png(b"no picture") == b"no picture"


def test_what_cells_wrote_to_stderr_is_told_by_the_number_that_they_are_stored_under():
    def to(name, text):
        return nbformat.v4.new_output("stream", name=name, text=text)

    cells = [
        a_cell("  "),
        nbformat.v4.new_markdown_cell("# T"),
        a_cell("a", to("stderr", "\none "), to("stdout", "said"), to("stderr", "two\n")),
        a_cell("b", to("stderr", " \n")),
        a_cell("c", to("stdout", "said")),
    ]
    assert warned(nbformat.v4.new_notebook(cells=cells)) == {2: "one two"}
    kept = [[one["text"] for one in cell.get("outputs", [])] for cell in stored(*cells)["cells"]]
    assert kept == [[], [["said"]], [], [["said"]]]


def test_readers_get_what_is_seen_without_the_records_of_it(tmp_path):
    record, picture = "application/vnd.topoi.evidence+json", {"image/svg+xml": "<svg/>"}
    output = shows("display_data", metadata={record: {"a": 1}, "image/svg+xml": {"b": 2}},
                   **{record: {"sets": {}}, **picture})  # fmt: skip
    text = normal_form(
        nbformat.v4.new_notebook(cells=[a_cell("x", output)]), place="n", metadata={"topoi": {}}
    )
    path = tmp_path / "n.ipynb"
    path.write_text(text, encoding="utf-8")
    given = nbformat.reads(readable_form(path), as_version=4)
    nbformat.validate(given)
    [shown] = given.cells[0].outputs
    assert (shown.data, shown.metadata) == (picture, {"image/svg+xml": {"b": 2}})
    assert "topoi" not in given.metadata
