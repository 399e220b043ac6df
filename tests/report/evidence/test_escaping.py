import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.report.evidence.escaping import (
    contained,
    html_text,
    markdown_text,
    visible,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)> &amp; &lt;",
    "$x$ $$y$$ \\(z\\) \\alpha",
    '#let x = 1; #eval("1") #[a] @label <label>',
    '=HYPERLINK("http://a.b/","c")',
    "a | b || c",
    "`code` ``` ~~~ *b* _i_ **b** ~s~ ^t^ ~~d~~",
    "{{< include /etc/passwd >}} {{{< x >}}}",
    "[@cite] @fig-x [-@tbl-y] @sec-z [a](javascript:alert(1)) ![i](x) [^1] [a]{.b #c}",
    "::: {.callout-note}",
    "# heading",
    "- list",
    "1. list",
    "a) list",
    "(iv) list",
    "(@) example",
    "> quote",
    ": definition",
    "--- ... -- 'quoted' \"quoted\"",
    "https://example.org www.example.org <https://example.org>",
    ":smile: a\\ b \\\\ end\\",
    "---",
    "| a |",
    "+---+",
    "% title",
    "//comment /* comment */ = Heading",
]


def shown(markdown):
    """The text that pandoc reads, white space joined."""
    import pypandoc

    tree = json.loads(pypandoc.convert_text(markdown, "json", format="markdown"))
    kinds = set()

    def walk(node):
        if isinstance(node, list):
            return "".join(map(walk, node))
        if not isinstance(node, dict):
            return ""
        kinds.add(node["t"])
        if node["t"] in ("Space", "SoftBreak"):
            return " "
        return node["c"] if node["t"] == "Str" else walk(node.get("c"))

    return walk(tree["blocks"]), kinds


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_reads_as_its_characters(text):
    read, kinds = shown(markdown_text(text))
    assert read == " ".join(text.split())
    assert kinds <= {"Para", "Str", "Space", "SoftBreak"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_in_its_table_cell(text):
    read, kinds = shown(f"| a | b |\n|:--|:--|\n| {markdown_text(text)} | end |")
    assert read == "ab" + " ".join(text.split()) + "end"
    assert "Table" in kinds
    assert not kinds & {"RawInline", "RawBlock", "Math", "Link", "Image", "Cite", "Code", "Strong"}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.text("ab1 |`$#@{}<>[]()*_~^\\'\"-.:!/=+&%é\u2019\u202e", max_size=12), max_size=12)
)
def test_any_text_reads_as_its_characters(parts):
    line = "x".join(["", *parts, ""])
    read, _ = shown(markdown_text(line))
    assert read == " ".join(contained(line).split())


@given(st.text())
def test_html_holds_no_markup_of_the_text(text):
    assert not re.search(r"[<>\"']", html_text(text))


@given(st.text())
def test_visible_text_keeps_its_length(text):
    assert len(visible(text)) == len(text)
    assert "\x00" not in visible(text)


def test_direction_marks_are_closed_where_the_text_ends():
    assert contained("a\u202eb\u2066c") == "a\u202eb\u2066c\u2069\u202c"
    assert contained("a\u2067b\u2069c") == "a\u2067b\u2069c"
    assert contained("b\u2069\u202c") == "b\u2069\u202c"


@settings(max_examples=3, deadline=None)
@given(st.permutations(HOSTILE))
def test_hostile_text_typesets(texts):
    import pypandoc
    import typst

    cells = "\n".join(f"| {markdown_text(t)} |" for t in texts)
    body = "\n\n".join(markdown_text(t) for t in texts)
    source = pypandoc.convert_text(f"{body}\n\n| a |\n|:--|\n{cells}\n", "typst", format="markdown")
    alone = source.replace("#horizontalrule", "").encode()
    assert typst.compile(alone, format="pdf").startswith(b"%PDF")
