"""Tables of topics are read as BERTopic, stm, MALLET and others write them."""

from pathlib import Path

import pytest
from tests.analysis.topics.test_given_tables import (
    DOCUMENTS,
    LONG_DOCUMENTS,
    LONG_WORDS,
    WORDS,
    given,
    triples,
)

from topoi.analysis.topics.given_tables import GivenTables, read_given
from topoi.errors import InputError

BERTOPIC_WORDS = "Topic,Word,Score\n-1,the,0.1\n0,war,0.5\n0,guns,0.25\n1,peace,1\n"
BERTOPIC_DOCUMENTS = (
    "Document,Topic,Name,Representation,Top_n_words,Probability,Representative_document\n"
    "\"War, guns.\nMore.\",0,0_war_guns,\"['war', 'guns']\",war - guns,0.8,True\n"
    "Peace.,1,1_peace,['peace'],peace,1.0,False\n"
    "Rain.,-1,-1_the,['the'],the,0.0,False\n"
)
TIDY_WORDS = '"","topic","term","beta"\n"1",0,"war",0.5\n"2",0,"guns",0.25\n"3",1,"peace",1\n'
TIDY_DOCUMENTS = '"document","topic","gamma"\n"a",0,0.75\n"a",1,0.25\n"b",1,1\n'
PHI = '"","war","guns","peace"\n"0",0.5,0.25,0\n"1",0,0,1\n'
THETA = '"","0","1"\n"a",0.75,0.25\n"b",0,1\n'


def read(folder: Path, words: str = WORDS, documents: str = DOCUMENTS) -> GivenTables:
    return read_given(*given(folder, words, documents))


def told(tables: GivenTables) -> list[str]:
    return [f"{Path(one.place).stem} {one.said}" for one in tables.notices]


def test_documents_of_bertopic_have_the_topic_and_probability_of_their_row(tmp_path: Path) -> None:
    tables = read(tmp_path, BERTOPIC_WORDS, BERTOPIC_DOCUMENTS)
    assert triples(tables.words) == [("-1", "the", 0.1), *LONG_WORDS]
    found = [("War, guns.\nMore.", "0", 0.8), ("Peace.", "1", 1.0), ("Rain.", "-1", 0.0)]
    assert list(tables.documents.itertuples(index=False, name=None)) == found
    assert told(tables) == [
        "documents has columns that are not read: Name, Representation, Top_n_words, "
        "Representative_document"
    ]


def test_a_text_of_which_only_a_topic_is_said_has_that_one(tmp_path: Path) -> None:
    documents = "doc_id,Topic,Name\na,0,0_war\nb,1.0,1_peace\n"
    assert triples(read(tmp_path, documents=documents).documents) == [("a", "0", 1), ("b", "1", 1)]
    unnamed = ",topic\na,0\nb,1\n"
    assert triples(read(tmp_path, documents=unnamed).documents) == [("a", "0", 1), ("b", "1", 1)]


def test_what_tidytext_makes_of_a_model_is_read_with_row_numbers_or_without(tmp_path: Path) -> None:
    tables = read(tmp_path, TIDY_WORDS, TIDY_DOCUMENTS)
    assert triples(tables.words) == LONG_WORDS
    assert triples(tables.documents) == LONG_DOCUMENTS
    assert not tables.notices


def test_matrices_of_r_and_pandas_are_named_by_their_first_column(tmp_path: Path) -> None:
    tables = read(tmp_path, PHI, THETA)
    assert triples(tables.words) == LONG_WORDS
    assert triples(tables.documents) == LONG_DOCUMENTS


def test_row_numbers_that_pandas_has_read_and_written_again_are_no_topic(tmp_path: Path) -> None:
    documents = "Unnamed: 0,doc,0,1\n0,a,0.75,0.25\n1,b,0,1\n"
    assert triples(read(tmp_path, documents=documents).documents) == LONG_DOCUMENTS


def test_a_row_may_be_a_word_and_a_column_a_topic(tmp_path: Path) -> None:
    tables = read(tmp_path, "term,0,1\nwar,0.5,0\nguns,0.25,0\npeace,0,1\n")
    assert triples(tables.words) == LONG_WORDS


def test_words_that_are_called_as_columns_are_stay_words_in_a_matrix(tmp_path: Path) -> None:
    words = ",war,topic,term,score\n0,0.5,0,0.25,0\n1,0,1,0,2\n"
    found = [("0", "war", 0.5), ("0", "term", 0.25), ("1", "topic", 1.0), ("1", "score", 2.0)]
    assert triples(read(tmp_path, words).words) == found


def test_natural_logarithms_of_all_words_are_read_as_probabilities(tmp_path: Path) -> None:
    words = "topic,term,beta\n1,war,-0.6931472\n1,guns,-0.6931472\n2,peace,0\n2,war,-Inf\n"
    tables = read(tmp_path, words, "doc,1,2\na,1,0\n")
    assert [(t, w, round(p, 6)) for t, w, p in triples(tables.words)] == [
        ("1", "war", 0.5), ("1", "guns", 0.5), ("2", "peace", 1.0),
    ]  # fmt: skip
    assert told(tables) == ["words has logarithms, which are read as exp() of them"]


@pytest.mark.parametrize("beta", ["1,war,-1\n1,guns,-2\n", "1,war,-0.6931472\n1,guns,0.5\n"])
def test_logarithms_of_some_words_are_refused_with_what_to_do(tmp_path: Path, beta: str) -> None:
    with pytest.raises(InputError, match=r"words.csv:2: has the weight '-.* give exp\(\)"):
        read(tmp_path, f"topic,term,beta\n{beta}")


MALLET_WORDS = "0\twar\t0.5\n0\tguns\t0.25\n1\tpeace\t1.0\n"
MALLET_DENSE = "0\tfile:/texts/a.txt\t0.75\t0.25\n1\tfile:/texts/b.txt\t0.0\t1.0\n"
MALLET_PAIRS = (
    "#doc name topic proportion ...\n"
    "0\tfile:/texts/a.txt\t0\t0.75\t1\t0.25\t\n1\tfile:/texts/b.txt\t1\t1.0\t\n"
)
OF_FILES = [(f"file:/texts/{doc}.txt", *rest) for doc, *rest in LONG_DOCUMENTS]


@pytest.mark.parametrize("ending", [".txt", ".tsv", ".csv"])
@pytest.mark.parametrize("documents", [MALLET_DENSE, MALLET_PAIRS])
def test_what_mallet_writes_is_read_under_any_name(
    tmp_path: Path, documents: str, ending: str
) -> None:
    files = [
        file.rename(file.with_suffix(ending)) for file in given(tmp_path, MALLET_WORDS, documents)
    ]
    tables = read_given(*files)
    assert triples(tables.words) == LONG_WORDS
    assert triples(tables.documents) == OF_FILES
    assert not tables.notices


def test_a_table_with_tabs_is_read_as_one_with_commas(tmp_path: Path) -> None:
    files = given(tmp_path, WORDS.replace(",", "\t"), DOCUMENTS.replace(",", "\t"))
    tables = read_given(*(file.rename(file.with_suffix(".tsv")) for file in files))
    assert triples(tables.words) == LONG_WORDS
    assert triples(tables.documents) == LONG_DOCUMENTS
    assert {one.said for one in tables.notices} == {"has its cells apart by tabs"}


@pytest.mark.parametrize(
    ("words", "documents", "problem"),
    [
        ("0\t0.05\twar guns\n", DOCUMENTS, r"words.csv:1: has the weight 'war guns'.*topic keys"),
        (f"{MALLET_WORDS}1\tpeace\n", DOCUMENTS, r"words.csv:4: is no line .*--topic-word-weights"),
        (WORDS, f"{MALLET_PAIRS}2\tc\t1\n", r"documents.csv:4: is no line .*--output-doc-topics"),
        (WORDS, "0\t1\t2\n0.1\t0.2\t0.7\n", r"documents.csv:2: is no line of the documents"),
        ("Topic,Count,Name\n0,9,0_war_guns\n", DOCUMENTS, r"'0_war_guns' for 'Name'.*get_topic_in"),
        ("topic,term,rank\n1,war,x\n", DOCUMENTS, r"has no `weight` column .*labelTopics"),
        (WORDS, "id,Document,topic\na,a,0\n", r"csv: has the columns `id` and `Document`"),
        (WORDS, "doc,topic,beta,gamma\na,0,1,1\n", r"`beta` and `gamma`, each .* the weight"),
        (WORDS, "doc,topic,0,1\na,0,0.7,0.3\n", r"a column `topic`, and also columns of topics"),
        ('"topic" "term"\n"1" 1 "war"\n', DOCUMENTS, r"neither commas nor tabs .*write.csv"),
        (WORDS, "0,1\n0.7,0.3\n", r"documents.csv: has no `doc` column"),
    ],
)  # fmt: skip
def test_what_may_be_one_or_another_is_refused_with_what_to_do(
    tmp_path: Path, words: str, documents: str, problem: str
) -> None:
    with pytest.raises(InputError, match=problem):
        read(tmp_path, words, documents)


def test_a_column_of_our_name_goes_before_others_that_may_be_it(tmp_path: Path) -> None:
    tables = read(tmp_path, documents="id,doc,Document,topic\nx,a,War.,0\n")
    assert triples(tables.documents) == [("a", "0", 1)]
    assert told(tables) == ["documents has columns that are not read: id, Document"]


def test_a_text_in_a_message_is_cut(tmp_path: Path) -> None:
    text = "War and peace. " * 20
    with pytest.raises(InputError) as caught:
        read(tmp_path, documents=f"Document,Topic\n{text},0\n{text},0\n")
    assert "documents.csv:3: has the doc 'War and peace." in str(caught.value)
    assert len(str(caught.value)) < 250
