"""Two tables of topics made elsewhere are read, long or wide, and nothing of them is lost."""

from pathlib import Path

import pandas as pd
import pytest

import topoi
from topoi.analysis.topics.given_columns import plain_name
from topoi.analysis.topics.given_tables import read_given, two_tables
from topoi.errors import InputError
from topoi.study import Study

WORDS = "topic,word,weight\n0,war,0.5\n0,guns,0.25\n1,peace,1\n"
DOCUMENTS = "doc,topic,weight\na,0,0.75\na,1,0.25\nb,1,1\n"


def given(folder: Path, words: str = WORDS, documents: str = DOCUMENTS) -> tuple[Path, Path]:
    files = folder / "words.csv", folder / "documents.csv"
    for file, text in zip(files, (words, documents), strict=True):
        file.write_text(text, encoding="utf-8")
    return files


def triples(table: pd.DataFrame) -> list[tuple[str, str, float]]:
    return [tuple(row) for row in table.itertuples(index=False) if row.weight]  # type: ignore[misc]


LONG_WORDS = [("0", "war", 0.5), ("0", "guns", 0.25), ("1", "peace", 1.0)]
LONG_DOCUMENTS = [("a", "0", 0.75), ("a", "1", 0.25), ("b", "1", 1.0)]


def test_long_tables_have_a_row_a_weight(tmp_path: Path) -> None:
    tables = read_given(*given(tmp_path))
    assert triples(tables.words) == LONG_WORDS
    assert triples(tables.documents) == LONG_DOCUMENTS
    assert not tables.notices


def test_wide_tables_hold_the_same_as_long_ones(tmp_path: Path) -> None:
    words = "topic,war,guns,peace\n0,0.5,0.25,0\n1,0,0,1\n"
    documents = "doc,0,1\na,0.75,0.25\nb,0,1\n"
    tables = read_given(*given(tmp_path, words, documents))
    assert triples(tables.words) == LONG_WORDS
    assert triples(tables.documents) == LONG_DOCUMENTS


def test_what_spreadsheets_and_r_write_is_read(tmp_path: Path) -> None:
    words = '\ufeff"";topic;word;weight\n1;0;War;0.25\n2;0;war;0.25\n3;0;guns;0.25\n4;1;peace;1\n'
    documents = '"","doc","0","1"\n"1","a",0.75,0.25\n"2","b",0,1\n'
    tables = read_given(*given(tmp_path, words, documents))
    assert triples(tables.words) == LONG_WORDS
    assert triples(tables.documents) == LONG_DOCUMENTS
    assert [one.said for one in tables.notices] == ["has its cells apart by semicolons"]


def test_parquet_and_lines_of_json_hold_the_same_as_csv(tmp_path: Path) -> None:
    rows = pd.DataFrame(LONG_WORDS, columns=["topic", "word", "weight"]).astype({"topic": int})
    rows.to_parquet(tmp_path / "words.parquet")
    lines = '{"doc": "a", "0": 0.75, "1": 0.25}\n{"doc": "b", "0": 0, "1": 1}\n'
    (tmp_path / "documents.jsonl").write_text(lines)
    tables = read_given(tmp_path / "words.parquet", tmp_path / "documents.jsonl")
    assert triples(tables.words) == LONG_WORDS
    assert triples(tables.documents) == LONG_DOCUMENTS


def test_a_wide_table_may_have_words_that_are_called_as_columns_are(tmp_path: Path) -> None:
    words = "topic,word,weight,war\n0,0.5,0.25,1\n1,0,1,0\n"
    tables = read_given(*given(tmp_path, words))
    found = [("0", "word", 0.5), ("0", "weight", 0.25), ("0", "war", 1.0), ("1", "weight", 1.0)]
    assert triples(tables.words) == found


@pytest.mark.parametrize(
    ("words", "documents", "told"),
    [
        ("word,weight\nwar,1\n", DOCUMENTS, "words.csv: has no `topic` column"),
        (WORDS, "text,0,1\na,1,0\n", "documents.csv: has no `doc` column"),
        (f"{WORDS}1,war,-1\n", DOCUMENTS, "words.csv:5: has the weight '-1' for 'war'"),
        (f"{WORDS}1,war,inf\n", DOCUMENTS, "words.csv:5: has the weight 'inf' for 'war'"),
        (f"{WORDS}1,war,much\n", DOCUMENTS, "words.csv:5: has the weight 'much' for 'war'"),
        (f"{WORDS}1,war,\n", DOCUMENTS, "words.csv:5: has no weight for 'war'"),
        (WORDS, "doc,0,1\na,1,\n", "documents.csv:2: has no weight for '1'"),
        (f"{WORDS}0,war,1\n", DOCUMENTS, "words.csv:5: has the topic '0' with the word 'war'"),
        (WORDS, "doc,0,1\na,1,0\na,0,1\n", "documents.csv:3: has the doc 'a' with the topic '0'"),
        (f"{WORDS},war,1\n", DOCUMENTS, "words.csv:5: names no topic"),
        (f"{WORDS}0,,1\n", DOCUMENTS, "words.csv:5: names no word"),
        (WORDS, "", "documents.csv: has no rows"),
    ],
)
def test_what_is_no_table_of_topics_is_refused_with_its_place(
    tmp_path: Path, words: str, documents: str, told: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_given(*given(tmp_path, words, documents))
    assert told in str(caught.value)


def test_files_that_are_not_there_or_no_tables_are_refused(tmp_path: Path) -> None:
    words, _ = given(tmp_path)
    with pytest.raises(InputError, match="does not exist"):
        read_given(words, tmp_path / "no.csv")
    (tmp_path / "a.xlsx").write_text("a")
    with pytest.raises(InputError, match="is no table"):
        read_given(words, tmp_path / "a.xlsx")


def test_a_dataframe_is_what_it_would_be_as_a_csv(tmp_path: Path) -> None:
    words = pd.DataFrame(LONG_WORDS, columns=["Topic", "Word", "Score"]).astype({"Topic": int})
    documents = pd.DataFrame({"0": [0.75, 0], "1": [0.25, 1]}, index=["a", "b"])
    tables = read_given(words, documents)
    assert triples(tables.words) == LONG_WORDS
    assert triples(tables.documents) == LONG_DOCUMENTS
    words.to_csv(tmp_path / "words.csv")
    documents.to_csv(tmp_path / "documents.csv")
    written = read_given(tmp_path / "words.csv", tmp_path / "documents.csv")
    assert triples(written.words) == LONG_WORDS
    assert triples(written.documents) == LONG_DOCUMENTS


def test_a_file_may_stand_beside_a_dataframe_with_an_index_of_texts(tmp_path: Path) -> None:
    index = pd.MultiIndex.from_tuples([("x", "a"), ("x", "b")], names=["source", "doc"])
    documents = pd.DataFrame({"topic": [0.0, 1.0], "weight": [1, 2]}, index=index)
    tables = read_given(given(tmp_path)[0], documents)
    assert triples(tables.documents) == [("a", "0", 1), ("b", "1", 2)]
    assert [str(one) for one in tables.notices] == [
        "DataFrame of documents: has columns that are not read: source."
    ]


def test_a_dataframe_has_the_same_hash_as_one_of_the_same_cells_alone() -> None:
    words = pd.DataFrame(LONG_WORDS, columns=["topic", "word", "weight"])
    hashes = {
        read_given(one, pd.DataFrame({"doc": ["a"], "topic": ["0"]})).hashes
        for one in (words, words.copy(), words.assign(weight=1.0))
    }
    assert len(hashes) == 2


@pytest.mark.parametrize(
    ("documents", "problem"),
    [
        (pd.DataFrame({"topic": [0]}, index=[None]), "documents:1: names no doc"),
        (pd.DataFrame({"doc": ["a"], "0": [None]}), "documents:1: has no weight for '0'"),
        (pd.DataFrame({"doc": ["a"], "0": [-1.0]}), "documents:1: has the weight '-1.0' for '0'"),
        (pd.DataFrame({"doc": ["a"], "topic": [0]}).set_index("doc", drop=False), "`doc` twice"),
        (pd.DataFrame({"doc": [], "topic": []}), "documents: has no rows"),
        (pd.DataFrame(), "documents: has no `doc` column"),
    ],
)
def test_a_dataframe_that_is_no_table_of_topics_is_refused_with_its_row(
    tmp_path: Path, documents: pd.DataFrame, problem: str
) -> None:
    with pytest.raises(InputError, match=f"^DataFrame of .*{problem}|{problem}$"):
        read_given(given(tmp_path)[0], documents)


def test_a_study_takes_topics_as_dataframes() -> None:
    texts = {"a": "War and guns.", "b": "Peace talks."}
    words = pd.DataFrame({"topic": [0, 1], "word": ["war", "peace"], "weight": [1, 1]})
    table = topoi.read(texts).topics(
        given=(words, pd.DataFrame({"doc": ["a", "b"], "topic": [0, 1]}))
    )
    assert table.title == "Topics made elsewhere: 0"
    assert table.attrs["note"].startswith("No topics: ")


@pytest.mark.parametrize(
    ("cell", "name"), [(1.0, "1"), (" 1 ", "1"), ("1.5", "1.5"), ("v1.0", "v1.0")]
)
def test_a_whole_number_is_one_name_however_it_is_written(cell: object, name: str) -> None:
    assert plain_name(cell) == name


@pytest.mark.parametrize(
    ("tables", "problem"),
    [
        ("words.csv", "are given as one str"),
        (("words.csv",), "are given as 1 of two tables"),
        ((), "are given as 0 of two tables"),
        (pd.DataFrame(), "are given as one DataFrame"),
        ({"0": [("war", 0.5)]}, "are given as one dict"),
        (([], []), "are given as list, not as a table"),
    ],
)
def test_anything_but_two_tables_is_refused(tables: object, problem: str) -> None:
    with pytest.raises(InputError, match=rf"{problem}\. .*given=\(\"words.csv\", "):
        two_tables(tables)
    with pytest.raises(InputError, match=problem):
        corpus_read().topics(given=tables)  # type: ignore[arg-type]


def corpus_read() -> Study:
    return topoi.read(["War is war."])
