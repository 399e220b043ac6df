"""What to read next: in whose order, what it is learned from, and that it is never counted."""

import numpy as np
import pandas as pd
import pytest

from topoi.coding.quality.judgements import CHOSEN, HIT
from topoi.coding.quality.reading_order import read_next, reading_order, said_of
from topoi.coding.quality.sampling import next_sheet
from topoi.coding.quality.sheets import sheet_judgements
from topoi.errors import InputError
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.numbered import token_table
from topoi.text.words.segments import segments

RIGHT, WRONG, MISSED, OTHER = (
    "The war burns cities.",
    "A war of words ended.",
    "The battle burns cities.",
    "Rain fell on fields.",
)
EACH = 12


@pytest.fixture(scope="module")
def texts():
    """Twelve texts of four sentences: a hit that is right, one that is wrong, one missed, none."""
    corpus = corpus_of({f"d{n:02d}": " ".join([RIGHT, WRONG, MISSED, OTHER]) for n in range(EACH)})
    found = segments(corpus)
    units = found[found["kind"] == "sentence"].reset_index(drop=True)
    words = token_table(corpus)
    hits = units[np.arange(len(units)) % 4 < 2].assign(code="war", subtype="", mode="outlet")
    return corpus, units, words[words["is_word"]], hits


def verdicts_on(units, rows, yes=(0, 2)):
    told = units.iloc[list(rows)][["doc", "start", "end"]]
    says = ["yes" if row % 4 in yes else "no" for row in rows]
    return told.assign(reader="Ann", code="war", verdict=says)


def ordered(texts, **options):
    _, units, words, hits = texts
    judged = verdicts_on(units, range(40))
    return reading_order(judged, hits, units, words, **options)


def test_hits_that_look_wrong_and_others_that_look_missed_come_first(texts):
    corpus, *_ = texts
    order = ordered(texts)
    assert list(order) == ["code", "hit", "rank", "doc", "start", "end"]
    passages = [corpus.passage(*row) for row in order[["doc", "start", "end"]].to_numpy()]
    of_hits = [text for text, hit in zip(passages, order["hit"], strict=True) if hit]
    others = [text for text, hit in zip(passages, order["hit"], strict=True) if not hit]
    assert of_hits == [WRONG, WRONG, RIGHT, RIGHT]
    assert others == [MISSED, MISSED, OTHER, OTHER]
    assert order["rank"].tolist() == [1, 2, 3, 4] * 2


def test_what_was_judged_is_not_in_it_and_only_the_first_others_are(texts):
    order = ordered(texts, most=1)
    assert set(order["doc"]) == {"d10", "d11"}  # the forty judged are the texts before
    assert order["hit"].tolist() == [True] * 4 + [False]


def test_the_note_says_how_well_it_ranks_apart_for_hits_and_others(texts):
    order = ordered(texts)
    assert order.attrs["auc"] == {"hit": 1.0, "other": 1.0}
    assert "40 verdicts" in order.attrs["note"]
    assert "nothing is counted by it" in order.attrs["note"]


def test_where_one_side_was_not_judged_its_area_is_unknown(texts):
    _, units, words, hits = texts
    judged = verdicts_on(units, [row for row in range(40) if row % 4 < 2])
    order = reading_order(judged, hits, units, words)
    assert np.isnan(order.attrs["auc"]["other"])
    assert "and unknown of those without one" in order.attrs["note"]


def test_too_few_answers_of_one_kind_are_an_error_that_says_how_many(texts):
    _, units, words, hits = texts
    with pytest.raises(InputError, match="too few to learn from: 10 yes, 9 no"):
        reading_order(verdicts_on(units, range(19)), hits, units, words)


def test_of_several_readers_most_count_and_a_tie_or_a_borderline_answer_is_none(texts):
    _, units, *_ = texts
    one = verdicts_on(units, [0, 4, 8])
    two = one.assign(reader="Ben", verdict=["no", "yes", "borderline"])
    told = said_of(pd.concat([one, two]), units)
    assert told[["unit", "yes"]].to_numpy().tolist() == [[4, True], [8, True]]


def test_the_same_verdicts_give_the_same_order(texts):
    pd.testing.assert_frame_equal(ordered(texts), ordered(texts))


def test_the_first_of_each_kind_are_read_in_their_order_and_mixed(texts):
    order = ordered(texts)
    first = read_next(order, per_code=3, codes=["war", "peace"], seed=1)
    for hit in (True, False):
        assert first.loc[first["hit"] == hit, "rank"].tolist() == [1, 2, 3]
    mixes = [read_next(order, per_code=3, codes=["war"], seed=n)["hit"].tolist() for n in range(9)]
    assert len({tuple(mix) for mix in mixes}) > 1
    assert read_next(order, per_code=3, codes=[], seed=1).empty


def test_judgements_of_its_sheet_are_told_from_those_drawn_by_chance(texts):
    corpus, *_ = texts
    first = read_next(ordered(texts), per_code=2, codes=["war"], seed=1)
    sheet, key = next_sheet(corpus, first, {"war": "Is it about war?"})
    assert sheet["passage"].isin([WRONG, MISSED]).all()
    assert list(key["drawn_from"]) == [0] * 4
    judged = sheet_judgements(sheet.assign(answer="yes"), key)
    assert {one.drawn_from for one in judged} == {CHOSEN}
    assert {one.stratum for one in judged} == {None}
    drawn = sheet_judgements(sheet.assign(answer="yes"), key.assign(drawn_from=9))
    assert {one.drawn_from for one in drawn} > {HIT} - {CHOSEN}
