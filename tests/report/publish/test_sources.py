"""A source as markdown: its cells, options, outputs and shortcodes."""

import base64

import pytest
from tests.report.tiny_book import code, markdown, shown, write_book, write_notebook

from topoi.errors import InputError
from topoi.report.publish.book import read_book
from topoi.report.publish.sources import PART, options_and_code, read_chapter

FENCE = ":" * 12
PNG = base64.b64encode(b"a picture").decode()


@pytest.fixture
def read(tmp_path):
    """Return a function of cells: the chapter that they make."""
    root = write_book(tmp_path)

    def of(*cells):
        write_notebook(root / "notebooks/02-frames.ipynb", [markdown("# F {#sec-f}"), *cells])
        return read_chapter(read_book(root), "notebooks/02-frames.ipynb")

    return of


def divisions(chapter):
    """Return the lines of a chapter that are not blank, behind its heading."""
    return [line for line in chapter.markdown.splitlines() if line.strip()][1:]


def test_a_cell_shows_its_code_and_what_it_gave(read):
    chapter = read(shown("x = 1", {"text/markdown": "*one*", "text/plain": "one"}))
    place = 'place="notebooks/02-frames.ipynb, cell 2"'
    assert divisions(chapter) == [
        f"{FENCE} {{.cell {place}}}",
        '``` {.python .cell-code summary="Code"}',
        "x = 1",
        "```",
        f"{FENCE} {{.cell-output}}",
        "*one*",
        FENCE,
        FENCE,
    ]
    assert chapter.pictures == {}


@pytest.mark.parametrize(
    ("options", "code_is_shown", "output_is_shown"),
    [
        ("#| echo: false\n", False, True),
        ("#| output: false\n", True, False),
        ("#| include: false\n", False, False),
        ("#| include: true\n", True, True),
        ("#| label: fig-a\n", True, True),
    ],
)
def test_options_say_what_of_a_cell_is_shown(read, options, code_is_shown, output_is_shown):
    text = read(shown(f"{options}x = 1", {"text/markdown": "*one*"})).markdown
    assert ("x = 1" in text, "*one*" in text) == (code_is_shown, output_is_shown)


def test_a_labelled_cell_that_shows_nothing_is_left_out_and_a_plain_one_shows_its_code(read):
    assert divisions(read(code("#| label: tbl-a\nx = 1"))) == []
    assert "x = 1" in read(code("x = 1")).markdown
    assert divisions(read(code("")))[1:] == [FENCE]


def test_a_label_a_caption_and_words_for_the_blind_are_passed_on(read):
    cell = shown(
        '#| label: fig-a\n#| fig-cap: "On *a*"\n#| fig-alt: \'A "b" & \\c\'\n#| code-summary: S\nx',
        {"image/png": PNG},
    )
    chapter = read(cell)
    lines = divisions(chapter)
    told = 'fig-alt="A &quot;b&quot; &amp; \\\\c"'
    assert lines[0].startswith(f"{FENCE} {{.cell #fig-a {told} place=")
    assert '``` {.python .cell-code summary="S"}' in lines
    assert "![](/notebooks/02-frames_files/fig-a.png){.natural}" in lines
    assert lines[-4:] == [f"{FENCE} {{.cell-caption .fig}}", "On *a*", FENCE, FENCE]
    assert chapter.pictures == {"notebooks/02-frames_files/fig-a.png": b"a picture"}


def test_pictures_of_one_cell_are_numbered_and_those_without_a_label_named_by_their_cell(read):
    two = shown("x", {"image/png": PNG}, {"image/svg+xml": ["<svg>", "</svg>"]})
    chapter = read(two)
    assert chapter.pictures == {
        "notebooks/02-frames_files/cell-02-1.png": b"a picture",
        "notebooks/02-frames_files/cell-02-2.svg": b"<svg></svg>",
    }
    wide = shown("x", {"image/jpeg": PNG})
    wide["outputs"][0]["metadata"] = {"image/jpeg": {"width": 300}}
    assert "cell-02.jpg){width=300px}" in read(wide).markdown


def test_what_is_printed_stands_in_a_fence_that_it_cannot_close(read):
    printed = {"output_type": "stream", "name": "stdout", "text": "a\n```\nb\n\n"}
    text = read(code("x", printed)).markdown
    assert "```` {.cell-stdout}\na\n```\nb\n````" in text
    assert "``` {.cell-stdout}\n7\n```" in read(shown("x", {"text/plain": "7"})).markdown
    error = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": []}
    with pytest.raises(InputError, match="cell 2: holds an error"):
        read(code("x", error))


def test_several_things_of_a_cell_without_a_label_stand_apart_and_its_code_once(read):
    both = ({"text/markdown": "*one*"}, {"text/markdown": "*two*"})
    text = read(shown("x = 1", *both)).markdown
    assert (text.count("{.cell "), text.count("x = 1")) == (2, 1)
    labelled = read(shown("#| label: tbl-a\nx = 1", *both)).markdown
    assert labelled.count("{.cell ") == 1
    mixed = read(shown("x = 1", both[0], {"text/plain": "7"})).markdown
    assert mixed.count("{.cell ") == 1


def test_parts_end_with_a_cell_where_no_division_is_open(read):
    long = "w" * PART
    assert len(read(markdown(long), markdown("more")).parts) == 2
    assert len(read(markdown("w" * (PART - 12)), markdown("x")).parts) == 1
    opened = read(markdown(f"::: {{.a}}\n{long}"), markdown("x\n\n:::"), markdown("y"))
    assert [part.count(":::") for part in opened.parts] == [2, 0]


def test_options_end_with_the_first_line_of_code():
    assert options_and_code("#| echo: true\nx\n#| label: a", place="p") == (
        {"echo": True}, "x\n#| label: a",
    )  # fmt: skip
    assert options_and_code("#| label: a", place="p") == ({"label": "a"}, "")
    assert options_and_code("\n\nx\n", place="p") == ({}, "x")
    with pytest.raises(InputError, match="p: has options that are no YAML"):
        options_and_code("#| label: a: b\nx", place="p")


def test_shortcodes_are_carried_out_on_lines_of_their_own(read, tmp_path):
    (tmp_path / "notebooks/more.qmd").write_text(
        "Included {{< pagebreak >}}".replace(" {{", "\n\n{{")
    )
    chapter = read(markdown("Before.\n\n{{< include more.qmd >}}  \n\nAfter."))
    text = chapter.markdown
    assert "Before.\n\nIncluded\n\n``` {=typst}\n#pagebreak(weak: true)\n```" in text
    assert text.rstrip().endswith("After.")
    with pytest.raises(InputError, match=r"includes notebooks/none\.qmd, which is missing"):
        read(markdown("{{< include none.qmd >}}"))


def test_a_cell_is_embedded_without_its_code(read, tmp_path):
    cell = shown("#| label: tbl-e\n#| tbl-cap: C\nx = 1", {"text/markdown": "*one*"})
    read(cell)
    chapter = read_chapter(read_book(tmp_path), "index.qmd")
    assert "x = 1" not in chapter.markdown
    (tmp_path / "index.qmd").write_text("{{< embed notebooks/02-frames.ipynb#tbl-e >}}\n")
    text = read_chapter(read_book(tmp_path), "index.qmd").markdown
    assert "*one*" in text
    assert "x = 1" not in text
    assert 'base="notebooks/02-frames.ipynb" place="notebooks/02-frames.ipynb, cell 2"' in text
    (tmp_path / "index.qmd").write_text("{{< embed notebooks/02-frames.ipynb >}}\n")
    with pytest.raises(InputError, match="no cell has that label"):
        read_chapter(read_book(tmp_path), "index.qmd")


def test_a_page_break_stands_in_print_and_another_shortcode_is_refused(read):
    text = read(markdown("{{< pagebreak >}}\n\n{{< pagebreak >}}")).markdown
    assert text.count("#pagebreak(weak: true)") == 2
    with pytest.raises(InputError, match=r"uses the shortcode \{\{< include-all x >\}\}"):
        read(markdown("{{< include-all x >}}"))
    with pytest.raises(InputError, match=r"uses \{\{< pagebreak >\}\} here within a line"):
        read(markdown("First.\n\nA {{< pagebreak >}} here\nand {{< more >}}"))


def test_options_are_named_that_no_cell_has_and_a_fence_is_longer_than_those_in_it(read):
    with pytest.raises(InputError, match="cell 2: has the option 'aa'"):
        read(code("#| zz: 1\n#| aa: 2\nx"))
    for run, fence in (("``", "```"), ("`" * 3, "`" * 4), ("`" * 6, "`" * 7)):
        printed = {"output_type": "stream", "name": "stdout", "text": f"a {run} b"}
        assert (
            f"\n{fence} {{.cell-stdout}}\na {run} b\n{fence}\n" in read(code("x", printed)).markdown
        )


def test_of_an_output_in_several_kinds_the_richest_is_shown(read):
    svg, png, jpeg = "image/svg+xml", "image/png", "image/jpeg"
    every = {"text/markdown": "*m*", svg: "<svg/>", png: PNG, jpeg: PNG, "text/plain": "p"}
    for kind, told in (
        ("text/markdown", "*m*"), (svg, "cell-02.svg"), (png, "cell-02.png"),
        (jpeg, "cell-02.jpg"), ("text/plain", "``` {.cell-stdout}\np"),
    ):  # fmt: skip
        chapter = read(shown("x", dict(every)))
        assert told in chapter.markdown
        assert len(chapter.pictures) == kind.startswith("image/")
        del every[kind]
    with pytest.raises(InputError, match="shows only a/b, c/d"):
        read(shown("x", {"c/d": "1", "a/b": "2"}))


def test_a_raw_cell_is_not_shown_and_widths_of_columns_are_passed_on(read):
    raw = {"cell_type": "raw", "metadata": {}, "source": "<!-- raw -->"}
    cell = shown(
        "#| label: tbl-a\n#| tbl-cap: T\n#| tbl-colwidths: [20, 80]\nx", {"text/markdown": "*one*"}
    )
    text = read(raw, cell).markdown
    assert "raw" not in text
    assert '.cell #tbl-a tbl-colwidths="[20, 80]" place="notebooks/02-frames.ipynb, cell 3"' in text
    assert f"{FENCE} {{.cell-caption .tbl}}" in text
