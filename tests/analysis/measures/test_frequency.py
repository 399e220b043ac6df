from topoi.analysis.measures.dispersion import frequency
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.numbered import token_table as tokens

TABLE = tokens(corpus_of({"a": "US talks. Talks with us!", "b": "No talks."}))


def test_words_are_counted_and_marks_are_not() -> None:
    found = frequency(TABLE).set_index("token")
    assert found["count"].to_dict() == {"talks": 3, "US": 1, "no": 1, "us": 1, "with": 1}
    assert found.loc["talks", "range"] == 2
    assert found.loc["talks", "per_1000"] == 1000 * 3 / 7


def test_rates_by_group_are_over_the_words_of_the_group() -> None:
    found = frequency(TABLE, by=["doc"])
    assert found[found["token"] == "talks"][["doc", "count", "per_1000"]].values.tolist() == [
        ["a", 2, 400.0],
        ["b", 1, 500.0],
    ]


def test_ties_are_in_order_of_the_alphabet() -> None:
    assert frequency(TABLE)["token"].tolist() == ["talks", "US", "no", "us", "with"]


def test_a_frequency_table_stands_in_one_order_and_leaves_out_groups_without_a_word() -> None:
    found = frequency(TABLE, by=["doc"])
    assert list(found) == ["doc", "token", "count", "per_1000", "range"]
    assert found.reset_index()[["index", "doc", "token"]].values.tolist() == [
        [0, "a", "talks"],
        [1, "a", "US"],
        [2, "a", "us"],
        [3, "a", "with"],
        [4, "b", "no"],
        [5, "b", "talks"],
    ]
    assert list(frequency(TABLE)) == ["token", "count", "per_1000", "range"]
    kinds = TABLE["doc"].astype("category").cat.add_categories("c")
    assert frequency(TABLE.assign(doc=kinds), by=["doc"])["doc"].tolist() == found["doc"].tolist()
