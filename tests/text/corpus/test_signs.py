from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topoi.errors import Notice
from topoi.text.corpus.corpus import corpus_of, read_corpus
from topoi.text.corpus.seeds import records_in, told_of_signs
from topoi.text.corpus.signs import (
    BROKEN,
    KINDS,
    broken_words,
    decoded,
    joined,
    odd_signs,
    sign_notices,
    texts_with_signs,
)
from topoi.text.words.tokens import words_of


def forms(text: str) -> list[str]:
    return [token.token for token in words_of(text)]


@pytest.mark.parametrize(
    ("text", "kind", "signs"),
    [
        ("&ldquo;Yes&rdquo; &ldquo;", "entities", {"&ldquo;": 2, "&rdquo;": 1}),
        ("It&#8217;s &#x201C;so&#X201d;", "entities", {"&#8217;": 1, "&#x201C;": 1, "&#X201d;": 1}),
        ("<p>Yes.</p> 3 < 5 > 2 <b", "tags", {"<p>": 1, "</p>": 1}),
        ("It\x92s \x93so\x94", "controls", {"U+0092": 1, "U+0093": 1, "U+0094": 1}),
        ("“It\x96s \x97 so”", "controls", {"U+0096": 1, "U+0097": 1}),
        ("It\x91s \x80 5 “so”", "controls", {"U+0080": 1, "U+0091": 1}),
        ("It isnâ€™t.", "misread", {"â€™": 1}),
        ("schÃ¶n, groÃŸ, naÃ¯ve", "misread", {"Ã¶": 1, "ÃŸ": 1, "Ã¯": 1}),
        ("5Â\xa0km, Â£ 5", "misread", {"Â\xa0": 1, "Â£": 1}),
        ("caf\ufffd \ufffd", "lost", {"U+FFFD": 2}),
        ("a\ufeff\0", "marks", {"U+0000": 1, "U+FEFF": 1}),
        ("govern-\nment con¬ \r\n flict", "broken", {"govern-ment": 1, "con-flict": 1}),
        ("pea\u2010\u2028ce wa-\rter", "broken", {"pea-ce": 1, "wa-ter": 1}),
    ],
)
def test_odd_signs_are_found_and_counted(text: str, kind: str, signs: dict[str, int]) -> None:
    assert odd_signs(text) == {kind: Counter(signs)}


@pytest.mark.parametrize(
    "text",
    [
        "Kiev’s “coup d'état” isn't über; AT&T; R&D; &mdsh;",
        "MOSCOW-\nThe minister left -\nand came back.",
        "Talks-\n\nresume, 2-\n3",
        "First\x85Second\u2028Third",
        "IRMÃ, «IRMÃ», NÃO, SÃO, Âmbito, GRÂNDOLA, NiñO",
    ],
)
def test_sound_texts_have_no_odd_signs(text: str) -> None:
    assert odd_signs(text) == {}


def test_a_notice_names_the_kind_the_number_and_the_usual_signs() -> None:
    text = "&amp; &amp; &lt; &gt; &quot;"
    [notice] = sign_notices(text, "a.txt")
    assert notice.place == "a.txt"
    assert notice.said == f"{KINDS['entities'].said} (5: &amp; 2, &lt; 1, &gt; 1, ...)"
    assert "topoi seeds add --decode" in notice.remedy


def test_reading_a_folder_tells_the_odd_signs_of_each_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("We want peace &amp; work.", encoding="utf-8")
    (tmp_path / "b.csv").write_text("id,text\n1,Sound.\n2,It\x92s.\n", encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert [notice.place for notice in corpus.notices] == [
        str(tmp_path / "a.txt"),
        f"{tmp_path / 'b.csv'}:3",
    ]
    assert corpus.texts["a"] == "We want peace &amp; work."


def test_texts_in_memory_are_told_of_too() -> None:
    assert [notice.place for notice in corpus_of({"a": "Yes.", "b": "&lt;"}).notices] == ["b"]


def test_decoding_gives_the_signs_that_were_meant() -> None:
    assert decoded("The minister said: &quot;We&#39;ll talk&quot; &mdash; \x93yes\x94\x85\x81") == (
        'The minister said: "We\'ll talk" — “yes”…\x81'
    )
    assert odd_signs(decoded("&quot;Yes&quot; &amp; It\x92s")) == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A settle-\nment.", "settlement"),  # a half is no word
        ("Talks be-\ngun.", "begun"),  # the word is usual
        ("A long-\nterm plan.", "long-term"),  # both halves are usual, the word is not
        ("A zorblax treaty. A zor-\nblax.", "zorblax"),  # the text has it without
        ("The zor-blax. A zor-\nblax.", "zor-blax"),  # the text has it with
        ("A face-to-\nface talk.", "face-to-face"),
    ],
)
def test_a_word_broken_at_a_line_end_is_read_as_one_when_joined(text: str, found: str) -> None:
    whole = joined(text)
    assert found in forms(whole)
    assert "broken" in odd_signs(text)
    assert "broken" not in odd_signs(whole)


def test_a_hyphen_that_hangs_is_left_as_it_stands() -> None:
    assert joined("The pre-\nand post-war years.") == "The pre-\nand post-war years."


@given(st.lists(st.sampled_from(["settle", "ment", "-\n", "- \r\n", "¬\n", " ", "and", "."])))
def test_joining_moves_no_character_and_changes_hyphens_only(parts: list[str]) -> None:
    text = "".join(parts)
    whole = joined(text)
    assert len(whole) == len(text)
    changed = {(one, two) for one, two in zip(text, whole, strict=True) if one != two}
    assert {one for one, _ in changed} <= set("-¬")
    assert {two for _, two in changed} <= set("\u00ad\u2011")


@given(st.text(alphabet="aZé1-\u2010\xac \t\n\r\u2028\x85", max_size=30))
def test_broken_words_are_those_that_a_search_of_the_whole_text_finds(text: str) -> None:
    whole = [found.span() for found in BROKEN.finditer(text) if found["rest"][0].islower()]
    assert [found.span() for found, _ in broken_words(text)] == whole


def test_texts_with_odd_signs_are_counted_by_what_is_told_of_them(tmp_path: Path) -> None:
    rows = ["It&#39;s.", "He &amp; she.", "He <b>left</b>.", "No."]
    lines = "".join(f"{number},{text}\n" for number, text in enumerate(rows))
    (tmp_path / "a.csv").write_text(f"id,text\n{lines}")
    (tmp_path / "b.txt").write_text("A &lt; B; a set-\ntlement.")
    notices = read_corpus(tmp_path).notices
    assert len(notices) == 4
    assert texts_with_signs(notices) == {"entities": 3, "tags": 1, "broken": 1}


def test_texts_chosen_from_a_corpus_are_told_of_by_their_places(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,A &lt; B.\n2,Sound.\n3,A &gt; B.\n")
    corpus = read_corpus(tmp_path)
    assert [notice.place for notice in corpus.select(["3"]).notices] == [f"{tmp_path / 'a.csv'}:4"]
    assert corpus.select(["2"]).notices == ()


def test_a_stream_of_texts_is_told_of_once_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,A &lt; B.\n2,Sound.\n3,A &gt; B.\n")
    notices: list[Notice] = []
    records = told_of_signs(records_in(tmp_path, notices=notices), notices)
    assert [record.doc for record in records] == ["1", "2", "3"]
    assert notices == list(read_corpus(tmp_path).notices)
    assert "so have 2 rows" in notices[0].said
