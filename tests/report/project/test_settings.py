"""Single places of `_quarto.yml` changed; all else stays as it was written."""

from topoi.report.project.settings import (
    chapters_in,
    node_at,
    with_book,
    with_chapters,
    with_settings,
)

TEXT = """# mine
book:
  title: "A"  # kept
  chapters:
    - index.qmd
    - a.ipynb  # by hand
    - part: x
topoi: {by: party}
# after
lang: en
"""


def test_settings_are_added_changed_and_taken_out():
    changed = with_settings(TEXT, by="country", licence="CC0")
    assert changed.endswith('lang: en\ntopoi: {"by": "country", "licence": "CC0"}\n')
    assert changed.count("topoi:") == 1
    gone = with_settings(TEXT, by=None)
    assert "topoi" not in gone
    assert gone.startswith("# mine\nbook:\n")
    assert with_settings("lang: en\n", by="é") == 'lang: en\ntopoi: {"by": "é"}\n'
    assert with_settings("", by="a") == '\ntopoi: {"by": "a"}\n'
    assert with_settings("topoi:\n  by: a\n  x: b\nlang: en\n", x=None) == (
        'lang: en\ntopoi: {"by": "a"}\n'
    )


def test_values_of_the_book_are_changed_in_place_or_added():
    changed = with_book(TEXT, title="B", author=["Ann"])
    assert 'book:\n  author: ["Ann"]\n  title: "B"  # kept\n  chapters:' in changed
    assert with_book("book: {title: A}\n", author="É") == 'book: {author: "É", title: A}\n'
    assert with_book("lang: en\n", title="B") == "lang: en\n"


def test_chapters_are_listed_as_far_as_they_are_a_list():
    assert chapters_in("book: {chapters: [a, b]}") == ["a", "b"]
    assert chapters_in("book: {chapters: a}") == []
    assert chapters_in("lang: en") == []
    assert node_at(TEXT, "book", "title").value == "A"
    assert node_at(TEXT, "book", "none") is None
    assert node_at(TEXT, "lang", "deeper") is None


LISTED = "book:\n  chapters:\n    - a  # one\n    - b\n    # of c\n    - c\nlang: en\n"


def test_lines_of_chapters_that_stay_are_kept_and_others_go_come_and_move():
    assert with_chapters(LISTED, ["a", "b", "c"], renamed={}) == LISTED
    assert with_chapters(LISTED, ["c", "a"], renamed={}) == (
        "book:\n  chapters:\n    - c\n    - a  # one\nlang: en\n"
    )
    assert with_chapters(LISTED, ["a", "d", "b"], renamed={"c": "d"}) == (
        "book:\n  chapters:\n    - a  # one\n    - d\n    - b\n    # of c\nlang: en\n"
    )
    assert with_chapters(LISTED, ["x"], renamed={}) == ("book:\n  chapters:\n    - x\nlang: en\n")
    assert with_chapters("book: {chapters: [a]}\n", ["b", "a"], renamed={}) == (
        'book: {chapters: ["b", "a"]}\n'
    )
    assert with_chapters("lang: en\n", ["a"], renamed={}) == "lang: en\n"
    last = "book:\n  chapters:\n    - a"
    assert with_chapters(last + "\n    - b", ["b"], renamed={}) == "book:\n  chapters:\n    - b"
