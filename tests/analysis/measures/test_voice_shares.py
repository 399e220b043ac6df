import pandas as pd

from topoi.analysis.measures.rates import voice_shares


def frames(docs):
    tokens, voices = [], []
    for doc, (outlet, direct) in docs.items():
        tokens += [(doc, place, place + 1, True) for place in range(outlet + direct)]
        voices += [
            (doc, 0, outlet, "TASS", "outlet"),
            (doc, outlet, outlet + direct, "A", "direct"),
        ]
    return (
        pd.DataFrame(tokens, columns=["doc", "start", "end", "is_word"]),
        pd.DataFrame(voices, columns=["doc", "start", "end", "speaker", "mode"]),
    )


def test_shares_are_of_all_words_and_the_largest_comes_first():
    table = voice_shares(*frames({"x": (1, 3)}))
    assert table[["speaker", "words", "share"]].to_numpy().tolist() == [
        ["A", 3, 0.75],
        ["TASS", 1, 0.25],
    ]


def test_one_document_has_no_interval_and_says_so():
    table = voice_shares(*frames({"x": (1, 3)}))
    assert table["low"].isna().all()
    assert table.loc[0, "note"] == "one document: no interval across documents"


def test_intervals_across_documents_hold_the_share():
    table = voice_shares(*frames({"x": (1, 3), "y": (2, 2), "z": (3, 1)}))
    assert ((table["low"] <= table["share"]) & (table["share"] <= table["high"])).all()
    assert (table["low"] < table["high"]).all()


def test_alike_documents_leave_no_width():
    table = voice_shares(*frames({"x": (1, 3), "y": (1, 3)}))
    assert table["low"].tolist() == table["high"].tolist() == [0.75, 0.25]
