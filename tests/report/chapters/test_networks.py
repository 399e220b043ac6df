"""The chapter on networks: cells and ties open onto their passages; how little a tie rests on."""

import pandas as pd
import pytest
from tests.report.chapters.cells import behind, plain, shown

import topoi as tp
from topoi.report.chapters.networks import (
    among,
    balance_table,
    heard_as,
    leading,
    matrix_table,
    nested_sentence,
    networks_sentence,
    same_target,
    shown_as,
    strongest,
    ties_of,
    ties_table,
    time_table,
    two_speak,
)

BOOK = """
id: b
title: B
actors:
  Rome: [rome]
  Gaul: [gaul]
codes:
  - {id: war, label: War, include: ["war"]}
  - {id: peace, label: Peace, include: ["peace"]}
  - {id: said, label: Said, built_in: reporting_cues}
"""
WAR = '"Rome wants war, a war," Ann said. "Gaul wants war and peace," Bob said.'
PEACE = '"We do not want peace," Ann said. "Peace is near," Bob said. War is far.'
LABELS = {"war": "War", "peace": "Peace", "said": "Said"}


def read(folder, *texts, dates=("2024-01-05", "2024-02-05")):
    (folder / "b.yml").write_text(BOOK)
    table = pd.DataFrame({"id": list("ab")[: len(texts)], "text": texts})
    table["date"] = dates[: len(texts)]
    return tp.read(table, codebook=folder / "b.yml")


@pytest.fixture
def study(tmp_path):
    return read(tmp_path, WAR, PEACE)


def test_a_cell_is_the_passages_of_a_speaker_with_a_code_and_a_polarity(study):
    table = matrix_table(study.statements(), LABELS, source="tbl-m")
    assert table.columns == (
        "Code",
        "Polarity",
        "Ann",
        "Bob",
        "the outlet",
        "All speakers",
    )
    assert shown(table) == [
        ["War", "asserted", "2", "1", "1", "4"],
        ["Peace", "asserted", "·", "2", "·", "2"],
        ["Peace", "negated", "1", "·", "·", "1"],
    ]
    assert behind(table.rows[0][2]) == [("a", WAR.index("war")), ("a", WAR.index("war,") + 7)]
    assert behind(table.rows[2][2]) == [("b", PEACE.index("peace"))]
    assert len(behind(table.rows[0][5])) == 4
    assert plain(table.note).startswith("3 of 3 speakers and 2 of 2 codes that occur")
    assert "Left out, as defined by who speaks: said." in plain(table.note)


def test_a_tie_has_the_passages_of_both_sides_and_says_how_little_it_rests_on(study):
    said, ties = study.statements(), ties_of(study)
    table = ties_table(ties["congruence"], said, LABELS, kind="congruence", source="tbl-t")
    first = shown(table)[0]
    assert first[:3] == ["Ann", "the outlet", "War"]
    pair = next(row for row in table.rows if row[1].text == "Bob")
    assert [cell.text for cell in pair[:4]] == ["Ann", "Bob", "War", "1"]
    assert pair[4].text == "0"  # Rome and Gaul: the targets are not the same
    assert pair[5].text == "0.50"
    assert (behind(pair[6]), behind(pair[7])) == (
        [("a", WAR.index("war")), ("a", WAR.index("war,") + 7)],
        [("a", WAR.index("war and"))],
    )
    assert [cell.text for cell in pair[8:]] == ["1", "100%"]
    assert sorted(behind(pair[3])) == sorted(behind(pair[6]) + behind(pair[7]))


def test_a_line_of_the_figure_opens_what_the_table_opens(study):
    said, ties = study.statements(), ties_of(study)
    lines = [
        mark.to.id for mark in tp.figures.marks_of_network(ties, said) if " and " in mark.title
    ]
    tables = [ties_table(ties[kind], said, LABELS, kind=kind, source="tbl-t") for kind in ties]
    assert sorted(lines) == sorted(row[3].ref for table in tables for row in table.rows)


def test_a_conflict_has_what_one_asserts_and_the_other_negates(study):
    said, found = study.statements(), ties_of(study)["conflict"]
    (row,) = ties_table(found, said, LABELS, kind="conflict", source="tbl-t").rows
    assert [cell.text for cell in row[:5]] == ["Ann", "Bob", "Peace", "1", "1"]
    assert behind(row[6]) == [("b", PEACE.index("peace"))]
    assert ("b", PEACE.index("Peace")) in behind(row[7])


def test_ties_of_one_passage_stand_last_and_further_ones_are_counted(study):
    found = pd.DataFrame({"support": [1, 4, 1, 2], "weight": [0.9, 0.8, 0.7, 0.6]})
    assert strongest(found)["weight"].tolist() == [0.8, 0.6, 0.9, 0.7]
    assert strongest(found, 1)["weight"].tolist() == [0.8]
    said, ties = study.statements(), ties_of(study)["congruence"]
    many = pd.concat([ties] * 12, ignore_index=True)
    table = ties_table(many, said, LABELS, kind="congruence", source="tbl-t")
    assert len(table.rows) == 20
    more = len(many) - 20
    assert plain(table.note) == f"{more} further ties between these speakers are not shown."
    assert ties_table(ties, said, LABELS, kind="congruence", source="tbl-t").note is None


def test_the_balance_of_two_opens_onto_all_that_both_say_on_the_codes_in_common(study, tmp_path):
    # Ann's war is of Rome, Bob's of Gaul; of no target is the peace on which they differ: -1 of the
    # mean of 2 and 3 positions. The outlet's war is of nobody.
    table = balance_table(study, source="tbl-b")
    assert table.columns == ("Speaker", "Ann", "Bob")
    assert shown(table) == [["Ann", "·", "-0.40"], ["Bob", "-0.40", "·"]]
    assert table.note is None
    assert behind(table.rows[0][2]) == [
        *(("b", PEACE.index("peace")), ("b", PEACE.index("Peace"))),
    ]
    assert sorted(behind(table.rows[1][1])) == sorted(behind(table.rows[0][2]))
    assert balance_table(read(tmp_path, "War is war."), source="tbl-b").rows == ()


def test_each_period_is_a_network_of_its_own(study, tmp_path):
    said = study.statements()
    table = time_table(said, study, LABELS, period="month", source="tbl-n")
    assert table.columns == (
        *("From", "Speaker", "With", "Tie", "Codes"),
        *("Weight", "Passages", "Of the other", "Support"),
    )
    assert shown(table) == [
        ["2024-01-01", "Ann", "Bob", "agree", "War", "0.67", "2", "1", "1"],
        ["2024-02-01", "Ann", "Bob", "conflict", "Peace", "1.00", "1", "1", "1"],
    ]
    assert behind(table.rows[1][6]) == [("b", PEACE.index("peace"))]
    assert time_table(said, study, LABELS, period="year", source="tbl-n").rows == ()


def test_the_opening_says_how_many_agree_and_on_how_little(study):
    told = networks_sentence(study.statements(), ties_of(study), "B", source="tbl-t")
    assert plain(told) == (
        "Who argues what with whom? 3 speakers assert or negate 2 codes of B, in 7 passages. Pairs "
        "of speakers who share a position: 3 (3 of these ties rest on a single passage of a side; "
        "0 are left where codes of different targets are told apart); pairs in conflict over a "
        "code: 1."
    )


@pytest.mark.parametrize("text", ["Nothing at all.", "War is war.", "War."])
def test_with_fewer_than_two_speakers_there_is_no_network(tmp_path, text):
    study = read(tmp_path, text)
    said, ties = study.statements(), ties_of(study)
    assert not two_speak(said)
    told = plain(networks_sentence(said, ties, "B", source="t"))
    assert told == (
        "Who argues what with whom? Fewer than two speakers assert or negate a code of B: there is "
        "no network to show."
    )
    for kind, one in ties.items():
        assert ties_table(one, said, LABELS, kind=kind, source="t").rows == ()
    assert time_table(said, study, LABELS, period="day", source="t").rows == ()
    assert plain(nested_sentence(said)) == ""


def test_who_is_heard_only_through_another_is_told():
    said = pd.DataFrame(
        [
            *[("Ann", "direct"), ("Ann", "nested"), ("Bob", "nested"), ("T", "outlet")],
            *[("T", "direct"), ("T", "outlet"), ("Cy", "indirect")],
        ],
        columns=["speaker", "mode"],
    ).assign(doc="a", start=range(7), end=range(1, 8), code="war", polarity="asserted")
    heard = heard_as(said)
    assert heard == {"Ann": "direct", "Bob": "nested", "Cy": "direct", "T": "outlet"}
    assert [shown_as(one, heard) for one in ("Ann", "Bob", "T")] == [
        *("Ann", "Bob (nested)", "T (outlet)"),
    ]
    told = nested_sentence(said)
    assert plain(told).startswith(
        "Heard only inside another's words, and as that other reports them: Bob (1 passage, "
        "asserting or negating a code)."
    )
    assert plain(nested_sentence(said[said["speaker"] != "Bob"])) == ""


def test_of_many_speakers_those_with_the_most_passages_are_shown():
    names = [f"S{n}" for n in range(10) for _ in range(n + 1)]
    assert leading(pd.DataFrame({"speaker": names})) == [f"S{n}" for n in range(9, 3, -1)]
    found = {"conflict": pd.DataFrame({"speaker": ["S1", "S8"], "other": ["S9", "S9"]})}
    assert among(found, ["S8", "S9"])["conflict"].values.tolist() == [["S8", "S9"]]


def test_a_position_has_the_same_target_where_both_sides_have_one():
    own = pd.DataFrame(
        [("war", "asserted", "Rome"), ("war", "asserted", ""), ("peace", "negated", "Gaul")],
        columns=["code", "polarity", "target"],
    )
    other = own.assign(target=["Rome", "", "Rome"])
    assert same_target(own, other, kind="congruence") == 1
    turned = own.assign(polarity=["negated", "negated", "asserted"])
    assert same_target(own, turned, kind="conflict") == 2
    assert same_target(own, own, kind="conflict") == 0


def test_speakers_without_a_name_are_no_one_in_particular(tmp_path):
    text = '"War is near," experts said. "War is far," the minister said. "War," Ann Lee said.'
    said = read(tmp_path, text).statements()
    assert set(said["speaker"]) == {"Ann Lee"}
    assert "2 more are left out, since their speaker has no name" in said.attrs["note"]
    aside = read(tmp_path, "War is near. " + text).statements()
    assert set(aside["speaker"]) == {"Ann Lee", "the outlet"}
