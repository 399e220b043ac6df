"""How far readers agree on the units and passages that several of them judged."""

from math import isnan

import krippendorff
import numpy as np
import pandas as pd
import pytest

from topoi.coding.quality.between_readers import (
    disputed,
    reader_agreement,
    span_agreement,
    verdicts_on_units,
)

COLUMNS = ["reader", "doc", "start", "end", "verdict", "drawn_from", "wrong", "note"]
UNITS = pd.DataFrame({"doc": ["a", "a", "a", "b"], "start": [0, 10, 20, 0], "end": [9, 19, 29, 9]})


def judged(*rows, code="war"):
    """Return judgements: reader, text, start, end, verdict, drawn from, what is wrong, note."""
    table = pd.DataFrame([(*row, "", "")[: len(COLUMNS)] for row in rows], columns=COLUMNS)
    return table.assign(codebook="f", code=code, right_voice="", right_extent="")


def drawn(reader, *verdicts):
    """Return a reader's verdicts on the units in their order; None is one not judged."""
    places = UNITS.itertuples(index=False, name=None)
    told = zip(places, verdicts, strict=False)
    return judged(*[(reader, *place, said, "hit") for place, said in told if said])


def hits(*places):
    table = pd.DataFrame(places, columns=["doc", "start", "end"])
    return table.assign(codebook="f", code="war")


def test_units_of_a_whole_text_are_yes_borderline_or_no_by_the_passages_marked():
    read = judged(
        ("Ann", "a", 2, 5, "yes", "whole text"),
        ("Ann", "a", 12, 15, "borderline", "whole text"),
        ("Ann", "a", 3, 4, "no", "whole text"),
    )
    found = verdicts_on_units(read, UNITS)
    assert found[["doc", "start", "verdict"]].to_numpy().tolist() == [
        ["a", 0, "yes"], ["a", 10, "borderline"], ["a", 20, "no"],
    ]  # fmt: skip


def test_what_a_reader_says_of_a_drawn_unit_goes_before_what_the_passages_imply():
    both = pd.concat([judged(("Ann", "a", 2, 5, "yes", "whole text")), drawn("Ann", "no")])
    found = verdicts_on_units(both, UNITS)
    assert found["verdict"].tolist() == ["no", "no", "no"]
    assert found["drawn_from"].tolist() == ["hit", "whole text", "whole text"]


def test_agreement_is_that_of_the_units_which_both_judged():
    # Both judged the second to fourth: yes yes, no no, yes no. Po 2/3; pe 2/3 1/3 + 1/3 2/3 = 4/9;
    # kappa (2/3 - 4/9) / (5/9) = .4. Of six verdicts three are yes: alpha 1 - 5 1 / (3 3).
    said = [drawn("Ann", "yes", "yes", "no", "yes"), drawn("Ben", None, "yes", "no", "no")]
    [row] = reader_agreement(verdicts_on_units(pd.concat(said), UNITS)).to_dict("records")
    assert (row["codebook"], row["code"], row["readers"]) == ("f", "war", "Ann, Ben")
    assert (row["units"], row["positive"]) == (3, 0.5)
    assert row["agreement"] == pytest.approx(2 / 3)
    assert row["kappa"] == pytest.approx(0.4)
    assert row["alpha"] == pytest.approx(1 - 5 / 9)


def test_borderline_counts_as_not_judged():
    said = pd.concat([drawn("Ann", "yes", "borderline"), drawn("Ben", "yes", "yes")])
    [row] = reader_agreement(verdicts_on_units(said, UNITS)).to_dict("records")
    assert row["units"] == 1
    alone = pd.concat([drawn("Ann", "borderline"), drawn("Ben", "yes")])
    assert reader_agreement(verdicts_on_units(alone, UNITS)).empty


@pytest.mark.parametrize("seed", range(4))
def test_alpha_of_readers_who_judged_some_of_the_units_is_that_of_krippendorff(seed):
    draw = np.random.default_rng(seed)
    units = pd.DataFrame({"doc": [f"{n % 5}" for n in range(40)], "start": range(40)})
    units["end"] = units["start"] + 1
    marks = draw.choice([0.0, 1.0, np.nan], (3, 40), p=[0.4, 0.3, 0.3])
    rows = [
        (f"r{reader}", *units.loc[unit], "yes" if mark else "no", "hit")
        for (reader, unit), mark in np.ndenumerate(marks)
        if not isnan(mark)
    ]
    [row] = reader_agreement(verdicts_on_units(judged(*rows), units)).to_dict("records")
    alpha = krippendorff.alpha(reliability_data=marks, level_of_measurement="nominal")
    assert row["alpha"] == pytest.approx(alpha)
    assert row["alpha_low"] <= row["alpha"] <= row["alpha_high"]
    pairs = [(one, other) for one in range(3) for other in range(one)]
    both = [~np.isnan(marks[[one, other]]).any(axis=0) for one, other in pairs]
    same = sum(
        (marks[one, seen] == marks[other, seen]).sum()
        for (one, other), seen in zip(pairs, both, strict=True)
    )
    assert row["agreement"] == pytest.approx(same / sum(seen.sum() for seen in both))


def test_readers_without_a_unit_in_common_have_no_row():
    apart = pd.concat([drawn("Ann", "yes"), drawn("Ben", None, "no")])
    assert reader_agreement(verdicts_on_units(apart, UNITS)).empty


def test_passages_of_two_readers_of_a_text_match_by_overlap():
    # Ann 0-4 and Ben 2-6 share 2 of 6 characters; Ann's 20-24 and Ben's 10-12 have no partner.
    read = judged(
        ("Ann", "a", 0, 4, "yes", "whole text"),
        ("Ann", "a", 20, 24, "yes", "whole text"),
        ("Ben", "a", 2, 6, "yes", "whole text"),
        ("Ben", "a", 10, 12, "yes", "whole text"),
        ("Ben", "b", 0, 4, "yes", "whole text"),  # Ann has not read this text
        ("Cy", "a", 0, 9, "yes", "hit"),  # and Cy judged a sentence
    )
    [row] = span_agreement(read).to_dict("records")
    assert (row["first"], row["second"]) == ("Ann", "Ben")
    assert (row["passages_first"], row["passages_second"], row["matched"]) == (2, 2, 1)
    assert row["f1"] == 0.5
    assert row["overlap"] == pytest.approx(2 / 6)


def test_disputed_is_where_readers_differ_or_a_reader_and_the_machine():
    said = pd.concat([drawn("Ann", "yes", "no", "no", "yes"), drawn("Ben", "yes", "yes")])
    found = disputed(verdicts_on_units(said, UNITS), hits(("a", 2, 5), ("a", 12, 14)))
    assert found[["doc", "start", "machine", "verdicts"]].to_numpy().tolist() == [
        ["a", 10, "found", "Ann: no; Ben: yes"],
        ["b", 0, "not found", "Ann: yes"],
    ]


def test_a_wrong_voice_is_disputed_and_borderline_is_not():
    told = judged(
        ("Ann", "a", 0, 9, "yes", "hit", "voice", "Lavrov says it"),
        ("Ann", "a", 10, 19, "borderline", "hit"),
    )
    [row] = disputed(verdicts_on_units(told, UNITS), hits(("a", 2, 5))).to_dict("records")
    assert (row["start"], row["wrong"], row["note"]) == (0, "Ann: voice", "Ann: Lavrov says it")


def test_one_reader_of_whole_texts_is_not_disputed_sentence_by_sentence():
    read = judged(("Ann", "a", 2, 5, "yes", "whole text"))
    assert disputed(verdicts_on_units(read, UNITS), hits()).empty
    other = judged(("Ben", "a", 22, 25, "yes", "whole text"))
    both = verdicts_on_units(pd.concat([read, other]), UNITS)
    assert disputed(both, hits())["verdicts"].tolist() == ["Ann: yes; Ben: no", "Ann: no; Ben: yes"]
