import pandas as pd

from topoi.analysis.measures.cooccurrence import companions


def hits(*rows):
    return pd.DataFrame(rows, columns=["doc", "code", "sentence", "paragraph"])


def test_codes_of_the_sentence_are_not_named_again_for_the_paragraph():
    table = companions(hits(("d", "a", 1, 1), ("d", "b", 1, 1), ("d", "c", 2, 1)), "a")
    assert table[["in_sentence", "in_paragraph"]].to_numpy().tolist() == [[("b",), ("c",)]]


def test_the_same_number_in_another_document_does_not_count():
    table = companions(hits(("d", "a", 1, 1), ("e", "b", 1, 1)), "a")
    assert table[["in_sentence", "in_paragraph"]].to_numpy().tolist() == [[(), ()]]


def test_a_heading_has_no_sentence_to_share():
    table = companions(hits(("d", "a", 0, 1), ("d", "b", 0, 1)), "a")
    assert table.loc[0, "in_sentence"] == ()
    assert table.loc[0, "in_paragraph"] == ("b",)


def test_only_the_codes_asked_for_count():
    table = companions(hits(("d", "a", 1, 1), ("d", "b", 1, 1), ("d", "c", 1, 1)), "a", among=["c"])
    assert table.loc[0, "in_sentence"] == ("c",)
