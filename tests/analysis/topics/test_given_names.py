"""Texts and topics of tables made elsewhere are known by names, files, words and numbers."""

from pathlib import Path

import pytest
from tests.analysis.topics.test_given_columns import MALLET_WORDS, told
from tests.analysis.topics.test_given_tables import given

from topoi.analysis.topics.given_names import with_names_of_texts, with_topics_alike
from topoi.analysis.topics.given_tables import GivenTables, read_given
from topoi.errors import InputError

TEXTS = {"p": "War, guns.\n\nMore.", "q": "Peace.", "r": "Rain."}
WORDS = "topic,word,weight\n0,war,1\n1,peace,1\n"


def named(folder: Path, documents: str, texts: dict[str, str] = TEXTS) -> GivenTables:
    return with_names_of_texts(read_given(*given(folder, WORDS, documents)), texts)


def docs(tables: GivenTables) -> list[str]:
    return tables.documents["doc"].tolist()


def test_documents_with_the_names_of_texts_keep_all_names(tmp_path: Path) -> None:
    found = named(tmp_path, "doc,topic\nq,0\nx,1\n")
    assert docs(found) == ["q", "x"]
    assert not found.notices


def test_documents_may_be_called_by_files_and_addresses(tmp_path: Path) -> None:
    found = named(tmp_path, "doc,topic\nfile:/my%20texts/p.txt,0\ntexts\\q.txt,1\nx.txt,1\n")
    assert docs(found) == ["p", "q", "x.txt"]
    assert told(found) == ["documents calls the texts by their files"]


def test_two_files_of_one_name_in_two_folders_are_not_told_apart(tmp_path: Path) -> None:
    found = named(tmp_path, "doc,topic\n1/p.txt,0\n2/p.txt,1\n")
    assert docs(found) == ["1/p.txt", "2/p.txt"]


def test_documents_may_be_called_by_their_words_with_other_white_space(tmp_path: Path) -> None:
    found = named(tmp_path, 'Document,Topic\nRain.,0\n"War, guns.\nMore. ",1\n')
    assert docs(found) == ["r", "p"]
    assert told(found) == ["documents has the words of the texts in place of their names"]


def test_two_texts_of_the_same_words_are_not_told_apart(tmp_path: Path) -> None:
    found = named(tmp_path, "Document,Topic\nRain.,0\nPeace.,1\n", TEXTS | {"s": "Rain."})
    assert docs(found) == ["Rain.", "q"]


@pytest.mark.parametrize("first", [0, 1])
def test_as_many_numbers_as_texts_are_taken_in_the_order_of_these(
    tmp_path: Path, first: int
) -> None:
    lines = "".join(f"{first + number},0\n" for number in (2, 0, 1))
    found = named(tmp_path, f"document,topic\n{lines}")
    assert docs(found) == ["r", "p", "q"]
    assert told(found) == [
        f"documents numbers the texts, which are taken in their order: {first} is p, "
        f"{first + 2} is r"
    ]


@pytest.mark.parametrize("numbers", ["012345"[:4], "01", "13", "123456"])
def test_fewer_numbers_than_texts_or_more_are_no_names(tmp_path: Path, numbers: str) -> None:
    lines = "".join(f"{number},0\n" for number in numbers)
    found = named(tmp_path, f"document,topic\n{lines}")
    assert docs(found) == [*numbers]
    assert not found.notices


def test_numbers_that_are_names_of_texts_are_these(tmp_path: Path) -> None:
    found = named(tmp_path, "doc,topic\n1,0\n2,1\n", {"2": "War.", "1": "Peace."})
    assert docs(found) == ["1", "2"]
    assert not found.notices


def alike(folder: Path, words: str, documents: str) -> GivenTables:
    return with_topics_alike(read_given(*given(folder, words, documents)))


def test_topics_are_known_by_their_numbers_where_all_are_in_both_tables(tmp_path: Path) -> None:
    words = "topic,term,beta\n1,war,1\n2,peace,1\n"
    found = alike(tmp_path, words, '"","V2","V1"\n"p",0.25,0.75\n')
    assert found.documents["topic"].tolist() == ["2", "1"]
    assert told(found) == ["documents calls topics V2, V1, and words.csv 1, 2"]


@pytest.mark.parametrize(
    ("words", "documents"),
    [
        (MALLET_WORDS, '"","V1","V2"\n"p",0.25,0.75\n'),
        (MALLET_WORDS, '"","V0","X1"\n"p",0.25,0.75\n'),
        (MALLET_WORDS, '"","V0","V1","V2"\n"p",0.25,0.75,0\n'),
        (MALLET_WORDS, "doc,topic\np,War\nq,Peace\n"),
        (MALLET_WORDS, "doc,topic\np,-1\n"),
    ],
)
def test_topics_with_other_numbers_have_nothing_in_common(
    tmp_path: Path, words: str, documents: str
) -> None:
    with pytest.raises(InputError, match=r"have no topic in common \(0, 1 and "):
        alike(tmp_path, words, documents)


@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 0)])
def test_numbers_from_0_in_one_table_and_from_1_in_the_other_are_refused(
    tmp_path: Path, first: int, second: int
) -> None:
    words = "topic,term,beta\n" + "".join(f"{first + n},w{n},1\n" for n in range(3))
    documents = "doc,topic\n" + "".join(f"d{n},{second + n}\n" for n in range(3))
    with pytest.raises(InputError, match=f"number the topics from {first} and from {second}"):
        alike(tmp_path, words, documents)


def test_a_topic_that_no_text_has_does_not_make_numbers_others(tmp_path: Path) -> None:
    words = "topic,term,beta\n0,a,1\n1,b,1\n2,c,1\n-1,d,1\n"
    found = alike(tmp_path, words, "doc,topic\np,1\nq,2\nr,-1\n")
    assert found.documents["topic"].tolist() == ["1", "2", "-1"]
    assert not found.notices
