"""The chapter on quality: raw and corrected rates, and no more said than the interval."""

import pandas as pd
import pytest
from tests.report.chapters.cells import behind, plain

import topoi as tp
from topoi.coding.quality.reliability import units_of_coding
from topoi.coding.quality.sampling import coding_sheet
from topoi.csv_files import csv_text
from topoi.errors import InputError
from topoi.report.chapters.corrected import (
    MODE,
    beside,
    corrected_of,
    corrected_sentence,
    corrected_table,
    with_interval,
    with_passages,
)

BOOK = """
id: b
title: B
codes:
  - {id: war, label: War, include: ["war"]}
  - {id: rare, label: Rare, include: ["unheard"]}
"""
NOTHING = {"hits": 0, "judged_hits": 0, "judged_others": 0}
TEXT = " ".join(["The war goes on.", "A battle is near.", *["Rain fell on the fields."] * 3] * 4)


@pytest.fixture
def study(tmp_path):
    (tmp_path / "b.yml").write_text(BOOK)
    names = [f"d{n}" for n in range(6)]
    texts = pd.DataFrame({"id": names, "text": TEXT, "party": ["Left", "Right"] * 3})
    plain_study = tp.read(texts, codebook=tmp_path / "b.yml")
    sheet, key = coding_sheet(
        plain_study.corpus,
        plain_study.hits,
        units_of_coding(plain_study.segments),
        codes=[("war", "Is it about war?")],
        per_code=60,
    )
    bears = sheet["passage"].str.contains("war|battle")
    folder = tmp_path / "judgements"
    folder.mkdir()
    (folder / "ann.csv").write_text(
        csv_text(sheet.assign(answer=bears.map({True: "y", False: "n"})))
    )
    (folder / "ann.key.csv").write_text(csv_text(key))
    return tp.read(texts, codebook=tmp_path / "b.yml")


def test_the_corrected_rate_stands_beside_the_one_found_and_opens_onto_what_it_rests_on(study):
    found = corrected_of(study)
    assert found["code"].tolist() == ["war"]
    table = corrected_table(found, study, source="tbl-q")
    (row,) = table.rows
    cells = dict(zip(table.columns, row, strict=True))
    assert [cells[head].text for head in ("Code", "Passages", "Sentences", "Judged", "Right")] == [
        *("War", "24", "24", "84", "1.00"),
    ]
    assert len(behind(cells["Passages"])) == 24
    assert len(behind(cells["Judged"])) == 84
    share = found.loc[0, "missed"]
    words = 6 * 4 * (4 + 4 + 3 * 5)
    assert found.loc[0, "corrected"] == pytest.approx(1000 * (24 + 96 * share) / words)
    assert cells["Corrected"].text == f"{found.loc[0, 'corrected']:.2f}"


def test_groups_and_voices_have_their_own_rows_where_enough_was_judged(study):
    by_party = with_interval(corrected_of(study, "party"))
    assert by_party["group"].tolist() == ["Left", "Right"]
    table = corrected_table(by_party, study, source="tbl-q", by="party")
    judged = [row[table.columns.index("Judged")] for row in table.rows]
    assert sum(int(cell.text) for cell in judged) == 84
    assert [len(behind(cell)) for cell in judged] == [int(cell.text) for cell in judged]
    voices = corrected_of(study, MODE)
    shown = corrected_table(voices, study, source="tbl-q", by=MODE)
    assert [row[1].text for row in shown.rows] == ["Outlet"]


def test_a_group_with_too_few_judgements_is_shown_last_with_what_it_lacks(study):
    by_text = corrected_of(study, "doc")
    few = by_text["judged_others"] < 10
    assert few.tolist() == [False] * 3 + [True] + [False] * 2
    shown = with_passages(pd.concat([by_text, by_text[:1].assign(group="d6", **NOTHING)]))
    assert shown["group"].tolist() == ["d0", "d1", "d2", "d4", "d5", "d3"]
    table = corrected_table(shown, study, source="tbl-q", by="doc")
    cells = dict(zip(table.columns, table.rows[-1], strict=True))
    lacks = 10 - by_text.loc[3, "judged_others"]
    assert cells["Note"].text == f"too few: lacks {lacks} without"
    assert {cells[head].text for head in ("Corrected", "From", "To", "To halve")} == {"—"}


def test_a_rate_outside_the_interval_is_told_with_both_its_ends(study):
    found = corrected_of(study)
    told = plain(corrected_sentence(found, study, source="tbl-q"))
    assert "84 judgements of sentences drawn by chance are enough, for 1 of 1 codes judged" in told
    row = found.iloc[0]
    ends = f"{row['corrected_low']:.2f} to {row['corrected_high']:.2f} corrected"
    assert f"War ({row['rate']:.2f} found, {ends})" in told
    assert "Found in fewer sentences" in told
    inside = found.assign(corrected_low=0.0)
    assert "Each interval includes the rate" in plain(
        corrected_sentence(inside, study, source="tbl-q")
    )


def test_the_figure_has_both_rates_of_the_codes_judged_often_enough(study):
    found = corrected_of(study)
    both = beside(found)
    assert both["which"].tolist() == ["found", "corrected"]
    assert both["rate"].tolist() == [found.loc[0, "rate"], found.loc[0, "corrected"]]
    assert beside(found.assign(corrected=float("nan"))).empty


def test_without_judgements_of_these_texts_it_is_said_and_nothing_is_shown(study):
    other = tp.read(["The war goes on."], codebook=study.codebooks[0].path)
    found = corrected_of(other)
    assert found.empty
    assert with_passages(found).empty
    assert corrected_table(found, other, source="tbl-q").rows == ()
    assert plain(corrected_sentence(found, other, source="tbl-q")).startswith("None of the")
    with pytest.raises(InputError, match="have no judgements of sentences drawn from them"):
        other.corrected_rates()
