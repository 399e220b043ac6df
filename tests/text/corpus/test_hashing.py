"""What the hash of the code depends on, and where a collection is cut into parts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from topoi.errors import InputError
from topoi.text.corpus import hashes
from topoi.text.corpus.collection import is_readable
from topoi.text.corpus.corpus import corpus_of, divided, partitions, plain
from topoi.text.corpus.formats import Record


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a package of two rooms, whose code is hashed in place of ours."""
    for name, content in {
        "a/one.py": "x = 1  # why\n\n# a comment\ny = 2\n",
        "a/words.txt": "# no comment\n",
        "b/two.py": "z = 3\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.setattr(hashes, "PACKAGE", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "in_a", "in_b"),
    [
        ("a/one.py", "x = 1  # why\ny = 2  \n  # another comment\n", True, True),
        ("a/one.py", "x = 1  # why\ny = 3\n", False, True),
        ("a/words.txt", "# another comment\n", False, True),
        ("b/two.py", "z = 4\n", True, False),
        ("a/three.pyc", "compiled", True, True),
        ("ab/four.py", "z = 4\n", True, True),
    ],
)
def test_the_hash_of_a_room_is_that_of_its_code_and_data_without_comments(
    rooms: Path, name: str, content: str, in_a: bool, in_b: bool
) -> None:
    before = [hashes.code_hash("a"), hashes.code_hash("b")]
    (rooms / name).parent.mkdir(exist_ok=True)
    (rooms / name).write_text(content, encoding="utf-8")
    after = [hashes.code_hash("a"), hashes.code_hash("b")]
    assert [one == other for one, other in zip(before, after, strict=True)] == [in_a, in_b]


def test_a_file_and_a_link_to_nothing_are_to_be_read_and_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "to_nothing.txt").symlink_to(tmp_path / "none")
    (tmp_path / "to_folder.txt").symlink_to(tmp_path / "folder")
    names = ["a.txt", "folder", "to_nothing.txt", "to_folder.txt", "none.txt"]
    assert [name for name in names if is_readable(tmp_path / name)] == ["a.txt", "to_nothing.txt"]


def test_the_hash_of_all_rooms_leaves_out_what_it_is_told_to(rooms: Path) -> None:
    whole, without = hashes.code_hash(), hashes.code_hash(but=("b/",))
    assert without == hashes.code_hash("a")
    assert whole == hashes.code_hash("a", "b")
    assert whole != without


def test_a_hash_depends_on_names_contents_and_their_order() -> None:
    told = {hashes.hash_of(one) for one in ([("a", "b")], [("ab", "")], [("b", "a")])}
    assert len(told) == 3
    pair = [("a", "1"), ("b", "2")]
    assert hashes.hash_of(pair) != hashes.hash_of(pair[::-1])


def test_a_list_of_hashes_has_one_file_a_line_and_blank_lines_are_passed(tmp_path: Path) -> None:
    assert hashes.read_hashes(tmp_path) == {}
    listing = tmp_path / hashes.HASHES
    listing.write_text(f"{'a' * 64}  one.txt\n\n{'b' * 64} *two words.txt\n", encoding="utf-8")
    assert hashes.read_hashes(tmp_path) == {"one.txt": "a" * 64, "two words.txt": "b" * 64}
    for wrong in (f"{'a' * 63}  one.txt", f"{'a' * 65}  one.txt", "a" * 64):
        listing.write_text(f"\n{wrong}\n", encoding="utf-8")
        with pytest.raises(InputError, match="SHA256SUMS:2"):
            hashes.read_hashes(tmp_path)


def sizes(lengths: list[int], size: int, name: Callable[[int], str] = str) -> list[int]:
    """Return how many texts each partition of some has, all of which must come, in order."""
    records = [
        Record(doc=name(number), text="x" * length, place="", source="", date=None)
        for number, length in enumerate(lengths)
    ]
    parts = list(partitions(records, size=size))
    assert [doc for part in parts for doc in part.texts] == [record.doc for record in records]
    return [len(part) for part in parts]


def test_a_partition_has_half_its_size_at_least_and_a_quarter_more_at_most() -> None:
    lengths = [7] * 400
    parts = sizes(lengths, size=100)
    assert all(50 <= 7 * number <= 125 for number in parts[:-1])
    # Past half the size a text ends it by its id, once in half a size of characters.
    assert 75 < 7 * 400 / len(parts) < 110


def test_a_text_longer_than_the_size_is_a_partition_of_its_own() -> None:
    assert sizes([10, 500, 10], size=100) == [1, 1, 1]
    assert sizes([500], size=100) == [1]
    assert sizes([], size=100) == []


def test_a_text_added_changes_no_partition_far_from_it() -> None:
    names = [f"text {number}" for number in range(300)]
    more = [*names[:40], "another", *names[40:]]
    parts = [
        [tuple(part.texts) for part in partitions(
            [Record(doc=doc, text="x" * 9, place="", source="", date=None) for doc in docs],
            size=200,
        )]
        for docs in (names, more)
    ]  # fmt: skip
    assert len(set(parts[0]) - set(parts[1])) <= 3


def test_a_corpus_is_divided_where_a_size_is_full() -> None:
    corpus = corpus_of(dict.fromkeys("abcde", "x" * 10))
    assert [list(part.texts) for part in divided(corpus, size=20)] == [
        ["a", "b"], ["c", "d"], ["e"],
    ]  # fmt: skip
    assert [list(part.texts) for part in divided(corpus, size=100)] == [list("abcde")]


def test_a_value_is_written_as_a_reader_writes_it() -> None:
    import pandas as pd

    values = [2021.0, 2.5, None, pd.Timestamp("2021-02-03"), " a\n b ", True, ["x", 1], 7]
    assert [plain(value) for value in values] == [
        "2021", "2.5", "", "2021-02-03", "a b", "True", "['x', 1]", "7",
    ]  # fmt: skip
