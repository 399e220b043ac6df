import numpy as np
import pandas as pd

from topoi.analysis.measures.intervals import SHARES_OVER_TEXTS, share_intervals
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


def test_fewer_than_ten_texts_have_no_interval_and_say_so():
    table = voice_shares(*frames({f"x{n}": (1, 3) for n in range(9)}))
    assert table["low"].isna().all()
    assert table.loc[0, "note"] == "fewer than 10 texts: no interval"


def test_the_interval_is_that_of_the_words_of_each_text():
    table = voice_shares(*frames({f"x{n}": (n, 10 - n) for n in range(1, 10)} | {"y": (9, 1)}))
    assert table["speaker"].tolist() == ["TASS", "A"]
    own, alone = np.array([*range(1, 10), 9]), np.zeros(10, dtype=int)
    found = share_intervals(own, np.full(10, 10), alone, groups=1)
    assert table.loc[0, ["share", "low", "high"]].tolist() == [0.54, found.low[0], found.high[0]]
    assert (table["note"] == "").all()
    assert table.attrs["note"] == SHARES_OVER_TEXTS


def test_a_voice_of_whole_texts_has_a_wider_interval_than_one_in_every_text():
    parted = voice_shares(*frames({f"x{n}": (50, 50) for n in range(10)}))
    whole = voice_shares(*frames({f"x{n}": (100, 0) if n < 5 else (0, 100) for n in range(10)}))
    assert parted["share"].tolist() == whole["share"].tolist() == [0.5, 0.5]
    assert (whole["high"] - whole["low"]).min() > 5 * (parted["high"] - parted["low"]).max()


def test_each_voice_has_the_interval_of_its_own_words():
    docs = {f"x{n}": (n, 10 - n) for n in range(10)}
    table = voice_shares(*frames(docs)).set_index("speaker")
    own = np.arange(10)
    alone = np.zeros(10, dtype=int)
    for speaker, words in (("TASS", own), ("A", 10 - own)):
        found = share_intervals(words, np.full(10, 10), alone, groups=1)
        row = table.loc[speaker]
        assert row[["low", "high"]].tolist() == [found.low[0], found.high[0]]
    assert table["stretches"].tolist() == [10, 10]
    assert list(table) == ["mode", "stretches", "words", "share", "low", "high", "note"]
