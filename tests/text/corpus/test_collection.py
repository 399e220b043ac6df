import bz2
import gzip
import json
import lzma
from pathlib import Path

import pandas as pd
import pytest

from topoi.analysis.store.build import build_store
from topoi.errors import InputError, Notice
from topoi.text.corpus.collection import collection_files, entries, other_kinds, sound
from topoi.text.corpus.corpus import partitions
from topoi.text.corpus.formats import Record
from topoi.text.corpus.own_outputs import own_output
from topoi.text.corpus.seeds import seed_files

LINES = [{"id": f"d{n}", "text": f"Text number {n}.", "date": "2025-08-01"} for n in range(3)]
JSON = "".join(json.dumps(line) + "\n" for line in LINES).encode()


def read(*files: Path, text_column: str = "text") -> tuple[list[Record], list[InputError]]:
    aside: list[InputError] = []
    return list(sound(entries(files, text_column=text_column), aside=aside)), aside


def docs(records: list[Record]) -> list[str]:
    return [record.doc for record in records]


@pytest.mark.parametrize(
    ("ending", "compress"),
    [("", bytes), (".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)],
)
def test_compressed_files_are_read_like_plain_ones(tmp_path: Path, ending: str, compress) -> None:
    file = tmp_path / f"a.jsonl{ending}"
    file.write_bytes(compress(JSON))
    records, aside = read(file)
    assert docs(records) == ["d0", "d1", "d2"]
    assert records[0].date == "2025-08-01"
    assert not aside


def test_zstandard_csv_keeps_metadata(tmp_path: Path) -> None:
    import pyarrow as pa

    file = tmp_path / "a.csv.zst"
    with pa.CompressedOutputStream(str(file), "zstd") as stream:
        stream.write(b'id,body,country\n1,"He left, she stayed.",RU\n')
    records, _ = read(file, text_column="body")
    assert records[0].text == "He left, she stayed."
    assert records[0].metadata == {"country": "RU"}


def test_a_compressed_text_is_named_after_its_file(tmp_path: Path) -> None:
    (tmp_path / "talks.txt.gz").write_bytes(gzip.compress(b"He left."))
    assert docs(read(tmp_path / "talks.txt.gz")[0]) == ["talks"]


def test_a_truncated_gzip_is_set_aside_whole(tmp_path: Path) -> None:
    for name in ("a", "c"):
        (tmp_path / f"{name}.txt").write_text("He left.")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(JSON * 50)[:-9])
    records, aside = read(*collection_files(tmp_path))
    assert docs(records) == ["a", "c"]
    assert [(Path(error.place).name, error.problem[:24]) for error in aside] == [
        ("b.jsonl.gz", "cannot be decompressed (")
    ]


def test_a_parquet_of_another_schema_in_the_middle_is_set_aside(tmp_path: Path) -> None:
    for number in range(3):
        column = "body" if number == 1 else "text"
        table = pd.DataFrame({"id": [f"d{number}"], column: ["He left."]})
        table.to_parquet(tmp_path / f"part-{number}.parquet")
    (tmp_path / "part-3.parquet").write_bytes(b"no parquet")
    records, aside = read(*collection_files(tmp_path))
    assert docs(records) == ["d0", "d2"]
    assert "has no `text` column (its columns: id, body)" in aside[0].problem
    assert "cannot be read as Parquet" in aside[1].problem


def test_broken_rows_are_named_and_the_others_read(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    rows = [b'{"id": "a", "text": "One."}', b"{", b'{"id": "b", "text": " "}', b'{"id": "c"}']
    rows += [b'{"text": "\xff"}', b"[1]", b'{"id": "a", "text": "Again."}', b'{"text": 7}']
    rows += [b'{"id": "e", "text": "x", "date": "soon"}', b'{"id": "f", "text": "Last."}']
    file.write_bytes(b"\n".join(rows))
    records, aside = read(file)
    assert docs(records) == ["a", "f"]
    assert [int(error.place.rsplit(":", 1)[1]) for error in aside] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert "repeats the document id 'a'" in aside[5].problem


def test_a_lone_surrogate_is_named_with_its_place_and_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    rows = [
        r'{"id": "a", "text": "Half \ud800."}',
        r'{"id": "b", "text": "Whole \ud83d\ude00."}',
        r'{"id": "c\udc00", "text": "x"}',
        r'{"id": "d", "text": "x", "tags": ["\uDFFF"]}',
        r'{"id": "e", "text": "x", "n\ud800": 1}',
        r'{"id": "f", "text": "The mark \\ud800 is written out."}',
    ]
    file.write_text("\n".join(rows))
    records, aside = read(file)
    assert docs(records) == ["b", "f"]
    assert [error.place.rsplit(":", 1)[1] for error in aside] == ["1", "3", "4", "5"]
    assert "a lone surrogate in 'text' (character 5 is U+D800)" in aside[0].problem
    assert build_store(partitions(iter(records), size=500), tmp_path / "store").words > 0


def test_strict_stops_at_the_first_problem(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{\n")
    with pytest.raises(InputError, match="is no JSON"):
        list(sound(entries([tmp_path / "a.jsonl"]), aside=[], strict=True))


def test_a_csv_that_breaks_off_says_how_much_was_kept(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b'id,text\n1,One.\n2,"Two')
    records, aside = read(tmp_path / "a.csv")
    assert docs(records) == ["1"]
    assert "breaks off after 1 rows, which are kept" in aside[0].problem


def test_three_broken_files_among_many_are_counted(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number:03}.txt").write_bytes(b"" if number in (3, 77, 150) else b"Text.")
    records, aside = read(*collection_files(tmp_path))
    assert len(records) == 197
    assert [Path(error.place).name for error in aside] == ["003.txt", "077.txt", "150.txt"]


def test_a_text_cut_at_a_comma_without_quotes_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('id,text\n1,He left, she stayed.\n2,"He left, too."\n')
    records, aside = read(tmp_path / "a.csv")
    assert [record.text for record in records] == ["He left, too."]
    assert f"{tmp_path / 'a.csv'}:2: has more cells" in str(aside[0])


def test_a_file_without_rows_and_a_link_to_nothing_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("He left.")
    (tmp_path / "b.jsonl").write_text("\n")
    (tmp_path / "c.txt").symlink_to(tmp_path / "gone.txt")
    records, aside = read(*collection_files(tmp_path))
    assert docs(records) == ["a"]
    assert [Path(error.place).name for error in aside] == ["b.jsonl", "c.txt"]
    assert "has no rows" in aside[0].problem
    assert "cannot be read" in aside[1].problem


def test_files_of_other_kinds_are_counted(tmp_path: Path) -> None:
    for name in ("a.txt", "b.pdf", "x/c.PDF", "SHA256SUMS", "events.yml", ".hidden", "notes"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert other_kinds(tmp_path) == {".pdf": 2, "without an ending": 1}


def test_paths_outside_the_folder_are_refused(tmp_path: Path) -> None:
    inside, secret = tmp_path / "in", tmp_path / "secret.txt"
    inside.mkdir()
    secret.write_text("Secret.")
    (inside / "good.text").write_text("Read by path.")
    rows = [{"id": "a", "path": "../secret.txt"}, {"id": "b", "path": str(secret)}]
    rows += [{"id": "c", "path": "good.text"}, {"id": "d", "path": "none.txt"}]
    (inside / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    records, aside = read(inside / "a.jsonl")
    assert [(record.doc, record.text) for record in records] == [("c", "Read by path.")]
    assert [error.problem.split(" /")[0] for error in aside[:2]] == ["reaches outside"] * 2
    assert "names none.txt, which cannot be read" in aside[2].problem
    with pytest.raises(InputError, match="reaches outside"):
        collection_files(inside, pattern="../*.txt")


def test_links_out_of_the_folder_are_not_followed_but_counted_and_named(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    for folder in (inside / "x", outside):
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text("He left.")
    (inside / "link.txt").symlink_to(outside / "a.txt")
    (inside / "more").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    (inside / "x" / "same.txt").symlink_to("a.txt")
    for files in (seed_files, collection_files):
        notices: list[Notice] = []
        assert files(inside, notices=notices) == [inside / "x" / "a.txt", inside / "x" / "same.txt"]
        assert [(notice.place, notice.said) for notice in notices] == [
            (
                str(inside / name),
                "is a link that leads out of the folder, and not followed (1 file)",
            )
            for name in ("link.txt", "more")
        ]
    notices = []
    assert collection_files(inside, pattern="*/*.txt", notices=notices) == [
        *(inside / "x" / name for name in ("a.txt", "same.txt"))
    ]
    assert [Path(notice.place).name for notice in notices] == ["loop", "more"]


def test_what_is_hidden_is_passed_over_and_named(tmp_path: Path) -> None:
    hidden = (".hidden.txt", "x/._a.txt", "x/.b.csv.gz", "x/.DS_Store")
    for name in ("a.txt", ".ipynb_checkpoints/a-checkpoint.txt", ".git/config", *hidden):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("He left.")
    notices: list[Notice] = []
    assert seed_files(tmp_path, notices=notices) == [tmp_path / "a.txt"]
    assert [(Path(notice.place).name, notice.said) for notice in notices] == [
        (tmp_path.name, "has hidden files, which are not read (1 file)"),
        (".ipynb_checkpoints", "is hidden, and not read (1 file)"),
        ("x", "has hidden files, which are not read (2 files)"),
    ]


def test_what_topoi_made_is_counted_and_named(tmp_path: Path) -> None:
    made = tmp_path / "made"
    (made / "tables").mkdir(parents=True)
    for name in ("texts.jsonl", "tables/x.csv", "x.png"):
        (made / name).write_text("x")
    (made / "datapackage.json").write_text('{\n "name": "topoi-report",\n "title": "T"\n}')
    (tmp_path / "a.txt").write_text("He left.")
    notices: list[Notice] = []
    assert seed_files(tmp_path, notices=notices) == [tmp_path / "a.txt"]
    assert [notice.said for notice in notices] == [
        "is the data of a report that Topoi made, and no text in it is read (2 files)"
    ]


def test_a_linked_collection_names_the_files_beside_itself(tmp_path: Path) -> None:
    for name in ("real", "linked"):
        (tmp_path / name).mkdir()
    (tmp_path / "real" / "a.jsonl").write_text('{"id": "a", "path": "a.text"}\n')
    (tmp_path / "real" / "a.text").write_text("Beside it.")
    (tmp_path / "linked" / "a.jsonl").symlink_to(tmp_path / "real" / "a.jsonl")
    assert [record.text for record in read(tmp_path / "linked" / "a.jsonl")[0]] == ["Beside it."]


def test_files_are_chosen_by_pattern_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "x/c.csv", ".hidden.txt", "notes.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text\nx\n")
    assert [file.name for file in collection_files(tmp_path)] == ["a.txt", "b.txt", "c.csv"]
    assert [file.name for file in collection_files(tmp_path, pattern="*/*.csv")] == ["c.csv"]
    with pytest.raises(InputError, match="names no text"):
        collection_files(tmp_path, pattern="*.parquet")
    with pytest.raises(InputError, match="does not exist"):
        collection_files(tmp_path / "none")


def test_a_collection_streams_into_a_store(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    for number in range(3):
        rows = "".join(
            json.dumps({"id": f"{number}-{row}", "text": "He left. She stayed."}) + "\n"
            for row in range(50)
        )
        (tmp_path / "texts" / f"{number}.jsonl.gz").write_bytes(gzip.compress(rows.encode()))
    aside: list[InputError] = []
    stream = sound(entries(collection_files(tmp_path / "texts")), aside=aside)
    store = build_store(partitions(stream, size=500), tmp_path / "store")
    assert store.words == 600
    assert len(store.partitions) > 3
    assert store.documents["doc"].tolist()[:2] == ["0-0", "0-1"]


def test_a_notice_is_collected_and_stops_nothing() -> None:
    notice, aside, notices = Notice("a.csv", "is noticed", "Go on."), [], []
    record = Record("b", "He left.", "b.txt")
    told = list(sound([notice, record], aside=aside, notices=notices, strict=True))
    assert (told, aside, notices) == ([record], [], [notice])
    assert list(sound([notice, record], aside=aside)) == [record]


MADE_BY_TOPOI = {
    ".topoi-report": ("# Made by `topoi report`.\n", "a report that Topoi made"),
    ".topoi-store": ("", "a token store that Topoi made"),
    "manifest.json": ('{\n "format": 4,\n "rules": "a1"\n}', "a token store that Topoi made"),
}


@pytest.mark.parametrize("mark", MADE_BY_TOPOI)
def test_a_folder_that_topoi_made_is_passed_over_with_all_that_lies_in_it(
    tmp_path: Path, mark: str
) -> None:
    made, own = tmp_path / "b" / "made", tmp_path / "b" / "own"
    for folder in (made / "data", own):
        folder.mkdir(parents=True)
        (folder / "x.txt").write_text("He left.")
        (folder / "x.pdf").write_text("")
    (made / "x.csv").write_text("text\nHe left.\n")
    content, told = MADE_BY_TOPOI[mark]
    (made / mark).write_text(content)
    assert (own_output(made), own_output(own)) == (told, "")
    for listed in (seed_files, collection_files):
        notices: list[Notice] = []
        assert listed(tmp_path, notices=notices) == [own / "x.txt"]
        assert [(notice.place, notice.said) for notice in notices] == [
            (str(made), f"is {told}, and no text in it is read (2 files)")
        ]
    assert other_kinds(tmp_path)[".pdf"] == 1
    with pytest.raises(InputError, match=f"made: is {told}. Give a folder of texts"):
        seed_files(made)
    assert seed_files(made / "data") == [made / "data" / "x.txt"]  # asked for by its own name


@pytest.mark.parametrize(
    ("name", "content"),
    [("manifest.json", '{"name": "App", "format": 4}'), ("manifest.json", ""), ("report", "")],
)
def test_a_folder_of_a_persons_own_is_not_taken_for_one_that_topoi_made(
    tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content)
    assert own_output(tmp_path) == ""


def test_what_is_kept_to_be_quick_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".topoi" / "layers").mkdir(parents=True)
    (tmp_path / ".topoi" / "layers" / "tokens.csv").write_text("text\nHe left.\n")
    (tmp_path / "a.txt").write_text("He left.")
    assert seed_files(tmp_path) == [tmp_path / "a.txt"]


def test_notices_of_one_kind_in_a_file_are_one_with_their_number() -> None:
    notices: list[Notice] = []
    rows = [Notice(f"a.csv:{row}", f"has tags (<b> {row})", "Go on.") for row in range(2, 10_002)]
    other = [Notice("a.csv:3", "is broken", "Go on."), Notice("b.csv:2", "has tags (1)", "Go on.")]
    list(sound([*rows, *other], aside=[], notices=notices))
    assert [(one.place, one.said) for one in notices] == [
        ("a.csv:2", "has tags (<b> 2); so have 10,000 rows"),
        ("a.csv:3", "is broken"),
        ("b.csv:2", "has tags (1)"),
    ]


@pytest.mark.parametrize("pattern", ["**a", "", "a/**b/*.txt"])
def test_what_is_no_pattern_of_names_is_told(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "a.txt").write_text("He left.")
    with pytest.raises(InputError, match="is no pattern of names of files"):
        collection_files(tmp_path, pattern=pattern)
