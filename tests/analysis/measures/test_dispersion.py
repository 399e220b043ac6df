import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.analysis.measures.counting import counts_by_part
from topoi.analysis.measures.dispersion import dispersion, dispersion_over_documents
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.numbered import token_table as tokens


def by_definition(counts: list[int], sizes: list[int]) -> float:
    return 0.5 * sum(
        abs(count / sum(counts) - size / sum(sizes))
        for count, size in zip(counts, sizes, strict=True)
    )


def table_of(counts: list[int], sizes: list[int]) -> pd.Series:
    parts = [f"p{number}" for number in range(len(sizes))]
    rows = pd.DataFrame({"part": parts, "token": "x", "count": counts})
    return dispersion(rows, pd.Series(sizes, index=parts)).iloc[0]


def test_dp_of_the_worked_example_of_gries() -> None:
    # Gries 2008: five equal parts, a word 1, 2, 3, 4, 5 times... its shares against 0.2 each.
    found = table_of([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
    assert found["dp"] == pytest.approx(by_definition([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]))
    assert found["dp_norm"] == pytest.approx(found["dp"] / (1 - 9 / 50))


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(20, 300)), min_size=2, max_size=8))
@settings(max_examples=60, deadline=None)
def test_dp_equals_its_definition_for_any_parts(parts: list[tuple[int, int]]) -> None:
    counts, sizes = [part[0] for part in parts], [part[1] for part in parts]
    if not sum(counts):
        return
    found = table_of(counts, sizes)
    assert found["dp"] == pytest.approx(by_definition(counts, sizes), abs=1e-12)
    assert found["range"] == sum(count > 0 for count in counts)


def test_a_word_in_the_smallest_part_only_has_dp_norm_one() -> None:
    found = table_of([3, 0], [10, 90])
    assert found["dp"] == pytest.approx(0.9)
    assert found["dp_norm"] == pytest.approx(1.0)


def test_one_part_has_no_dispersion() -> None:
    assert pd.isna(table_of([3], [10])["dp"])


def test_where_a_part_has_no_words_there_is_no_dp_norm() -> None:
    sizes = pd.Series({"a": 10, "b": 20, "c": 0})
    rows = pd.DataFrame({"part": ["a", "b"], "token": "x", "count": [2, 1]})
    found = dispersion(rows, sizes)
    assert found.loc[0, "dp"] == pytest.approx(by_definition([2, 1, 0], [10, 20, 0]))
    assert pd.isna(found.loc[0, "dp_norm"])
    assert "A part has no words" in found.attrs["note"]


def test_a_text_without_words_is_no_part() -> None:
    texts = {"a": "Talks and talks.", "b": "War."}
    found, usual = (
        dispersion_over_documents(tokens(corpus_of(own))) for own in (texts | {"c": "..."}, texts)
    )
    pd.testing.assert_frame_equal(found, usual)
    assert found.attrs == usual.attrs


def test_parts_without_the_word_count_by_their_size() -> None:
    corpus = corpus_of({"a": "Talks and talks.", "b": "No more talks here, nothing.", "c": "War."})
    rows, sizes = counts_by_part(tokens(corpus), pd.Series({"a": "a", "b": "b", "c": "c"}))
    assert sizes.to_dict() == {"a": 3, "b": 5, "c": 1}
    found = dispersion(rows, sizes).set_index("token").loc["talks"]
    assert found["dp"] == pytest.approx(by_definition([2, 1, 0], [3, 5, 1]))


def test_dispersion_over_documents_of_two_texts_by_hand() -> None:
    found = dispersion_over_documents(tokens(corpus_of({"a": "Talks and talks.", "b": "War."})))
    # 3 and 1 of 4 words: a word of the one text only misses 1/4 of its share, one of the other 3/4
    assert found.reset_index().values.tolist() == [
        [0, "talks", 2, 1, 0.25, pytest.approx(1 / 3)],
        [1, "and", 1, 1, 0.25, pytest.approx(1 / 3)],
        [2, "war", 1, 1, 0.75, 1.0],
    ]
    assert list(found) == ["token", "count", "range", "dp", "dp_norm"]
    assert found.attrs["note"].endswith("2 parts of 1 to 3 words.")


def test_the_note_names_the_parts_and_only_an_empty_one_costs_dp_norm() -> None:
    alone = dispersion_over_documents(tokens(corpus_of({"a": "Talks."})))
    assert alone.attrs["note"].endswith("1 parts of 1 to 1 words.")
    assert alone[["dp", "dp_norm"]].isna().all(axis=None)
    none = dispersion_over_documents(tokens(corpus_of({"a": "Talks."}))[:0])
    assert none.attrs["note"].endswith("0 parts of 0 to 0 words.")
    one_word = dispersion(
        pd.DataFrame({"part": ["a", "b"], "token": ["x", "y"], "count": [1, 0]}),
        pd.Series({"a": 1, "b": 0}),
    )
    assert one_word[["token", "range", "dp"]].values.tolist() == [["x", 1, 0.0]]
