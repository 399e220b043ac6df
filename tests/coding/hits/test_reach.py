"""How far words around a hit reach: each scope at its last word and one further."""

from pathlib import Path

import pytest

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.hits.hits import find_hits
from topoi.coding.loading import load_codebook
from topoi.text.corpus.corpus import corpus_of
from topoi.text.lang.language import language
from topoi.text.words.segments import segments

BOOK = """
id: t
version: "1"
title: T
actors:
  us: [us, we]
  them: [Moscow]
codes:
  - {id: w, label: W, include: [war], target: {side: nearest}}
  - {id: promise, label: P, include: [we will]}
  - {id: named, label: N, include: [the old plan, Rome's plan, its, plan]}
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Codebook:
    path: Path = tmp_path_factory.mktemp("book") / "book.yml"
    path.write_text(BOOK, encoding="utf-8")
    return load_codebook(path)


@pytest.mark.parametrize(
    ("text", "reach", "within", "beyond"),
    [
        ("It is not {} war.", 6, "negated", "asserted"),
        ("It was so-called {} war.", 2, "mentioned", "asserted"),
        ("A war {} is out of the question.", 3, "negated", "asserted"),
        ("They cannot {} refuse to war.", 7, "asserted", "negated"),
        ("They accuse us of {} war.", 4, "mentioned", "asserted"),
        ('They call {} "war", he said.', 7, "mentioned", "asserted"),
        ('There is "war" {} says he.', 4, "asserted", "mentioned"),
        ('There is "{} war" again.', 5, "mentioned", "asserted"),
    ],
)
def test_words_around_a_hit_reach_so_many_words(
    book: Codebook, text: str, reach: int, within: str, beyond: str
) -> None:
    told = [
        find_hits(corpus_of({"a": text.format(" ".join(["old"] * many))}), [book])[
            "polarity"
        ].tolist()
        for many in (reach, reach + 1)
    ]
    assert told == [[within], [beyond]]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("It is not late; it is war.", "asserted"),
        ("It is not late, but it is war.", "asserted"),
        ("It is not - at all - war.", "negated"),
        ("It is not - we see - a war - now.", "negated"),
        ("It is not - war.", "asserted"),
        ("It is not the war.", "negated"),
        ("They did not lose the war.", "asserted"),
        ("They did not lose Rome's war.", "asserted"),
        ("They did not lose the old war.", "asserted"),
        ("They did not lose the very old war.", "negated"),
        ("They did not lose, in the end, war.", "asserted"),
        ("They will not stop war.", "asserted"),
        ("They did not say war will stop.", "negated"),
        ("The war is not only late.", "asserted"),
        ("It is not only war.", "asserted"),
        ("It is 'war' again.", "mentioned"),
        ('"It is war," he said.', "asserted"),
        ('He said it is "war" now.', "asserted"),
        ('He left. There is "war" now.', "mentioned"),
        ('"It is war." He said so.', "mentioned"),
        ("It is war, no doubt.", "asserted"),
        ("It was so-called. War came.", "asserted"),
        ("A war came. It is out of the question.", "asserted"),
        ("A war came, it is out of the question.", "asserted"),
    ],
)
def test_what_ends_or_turns_a_negation(book: Codebook, text: str, polarity: str) -> None:
    assert find_hits(corpus_of({"a": text}), [book])["polarity"].tolist() == [polarity]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("We will help.", "asserted"),
        ("We will not help.", "negated"),
        ("We will never help.", "negated"),
        ("We will not only help.", "asserted"),
        ("We will help, not hinder.", "asserted"),
    ],
)
def test_a_negation_right_behind_an_auxiliary_denies_the_words_that_end_with_it(
    book: Codebook, text: str, polarity: str
) -> None:
    assert find_hits(corpus_of({"a": text}), [book])["polarity"].tolist() == [polarity]


@pytest.mark.parametrize("word", sorted(language().negators))
def test_each_negator_of_the_language_denies_the_words_behind_it(book: Codebook, word: str) -> None:
    found = find_hits(corpus_of({"a": f"There was {word} in war."}), [book])
    assert found["polarity"].tolist() == ["negated"]


@pytest.mark.parametrize(
    ("text", "words", "polarity"),
    [
        ("They did not lose the old plan.", "the old plan", "asserted"),
        ("They did not lose Rome's plan.", "Rome's plan", "asserted"),
        ("They did not lose its.", "its", "negated"),
        ("They did not lose a plan.", "plan", "negated"),
    ],
)
def test_what_a_hit_names_itself_with_a_definite_word_is_taken_for_granted(
    book: Codebook, text: str, words: str, polarity: str
) -> None:
    found = find_hits(corpus_of({"a": text}), [book])
    assert found[["text", "polarity"]].to_numpy().tolist() == [[words, polarity]]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Moscow and war and us.", "them"),
        ("Moscow wants a war that we lost.", "us"),
        ("War came to us from Moscow.", "us"),
        ("We saw that old war, and Moscow left.", "us"),
        ("Moscow came. A war began.", ""),
        ("A war began. Moscow came.", ""),
        ("Moscow, war us.", "us"),
        ("Moscow war us.", "them"),
    ],
)
def test_the_target_is_the_nearest_actor_of_the_sentence_the_earlier_of_equals(
    book: Codebook, text: str, target: str
) -> None:
    assert find_hits(corpus_of({"a": text}), [book])["target"].tolist() == [target]


@pytest.mark.parametrize(
    ("text", "many", "within", "beyond"),
    [
        # 40 characters more for the comma, two of comma and space, as many as to the right
        ("Moscow, war {} us.", 39, "us", "them"),
        # who did it stands 40 characters behind at the most: "... by Moscow"
        ("We war {} by Moscow.", 35, "them", "us"),
    ],
)
def test_marks_and_doers_count_to_the_character(
    book: Codebook, text: str, many: int, within: str, beyond: str
) -> None:
    told = [
        find_hits(corpus_of({"a": text.format("x" * size)}), [book])["target"].tolist()
        for size in (many, many + 1)
    ]
    assert told == [[within], [beyond]]


def test_segments_that_touch_do_not_overlap(book: Codebook) -> None:
    corpus = corpus_of({"a": "It is late. A war began."})
    table = segments(corpus)
    table.loc[table["kind"] == "sentence", "end"] = [12, 24]
    assert find_hits(corpus, [book], segments=table)["text"].tolist() == ["war"]
