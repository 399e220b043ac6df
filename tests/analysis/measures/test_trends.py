from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import poisson

from topoi.analysis.measures.trends import first_uses, read_events, trend, uptake
from topoi.errors import InputError

DOCUMENTS = pd.DataFrame(
    {
        "doc": ["a", "b", "c", "d", "e"],
        "source": ["TASS", "AP", "TASS", "AP", "DPA"],
        "date": pd.to_datetime(["2025-08-01", "2025-08-03", "2025-10-06", None, "2025-10-07"]),
    }
)
WORDS = pd.Series({"a": 100, "b": 300, "c": 500, "d": 900, "e": 50})
HITS = pd.DataFrame(
    {"doc": ["b", "a", "c", "c", "d"], "start": [9, 5, 1, 7, 2], "end": [12, 9, 3, 9, 4]}
)


def test_months_add_up_documents_hits_and_words() -> None:
    found = trend(HITS, WORDS, DOCUMENTS)
    assert found["period"].dt.strftime("%Y-%m").tolist() == ["2025-08", "2025-09", "2025-10"]
    assert found[["documents", "hits", "words"]].values.tolist() == [
        [2, 2, 400],
        [0, 0, 0],
        [2, 2, 550],
    ]
    assert found["rate"][0] == 5.0


def test_a_month_without_documents_is_a_gap_and_no_zero() -> None:
    found = trend(HITS, WORDS, DOCUMENTS)
    assert found.loc[1, ["rate", "low", "high"]].isna().all()
    assert "1 of 5 documents have no date" in found.attrs["note"]


def test_a_month_with_documents_and_no_hit_is_a_zero_with_an_interval() -> None:
    found = trend(HITS[:0], WORDS, DOCUMENTS)
    assert found["rate"][0] == 0
    assert found["low"][0] == 0
    assert poisson.cdf(0, found["high"][0] * 400 / 1000) == pytest.approx(0.025)


def test_weeks_begin_on_monday() -> None:
    found = trend(HITS, WORDS, DOCUMENTS, period="week")
    assert found["period"].dt.dayofweek.unique().tolist() == [0]
    assert found["period"][0] == pd.Timestamp("2025-07-28")
    assert found["documents"].sum() == 4


def test_days_run_without_a_break() -> None:
    assert len(trend(HITS, WORDS, DOCUMENTS, period="day")) == 31 + 30 + 7


def test_groups_have_gaps_of_their_own() -> None:
    found = trend(HITS, WORDS, DOCUMENTS, by="source")
    ap = found[found["source"] == "AP"]
    assert ap["documents"].tolist() == [1, 0, 0]
    assert ap["rate"].isna().tolist() == [False, True, True]


def test_no_dated_document_gives_an_empty_table() -> None:
    undated = DOCUMENTS.assign(date=pd.NaT)
    assert not len(trend(HITS, WORDS, undated))
    assert not len(first_uses(HITS, undated))


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(InputError, match="day, week, month"):
        trend(HITS, WORDS, DOCUMENTS, period="decade")


def test_first_use_is_by_date_then_by_order_of_the_collection() -> None:
    found = first_uses(HITS, DOCUMENTS)
    assert found[["source", "doc", "start", "hits", "days_after_first"]].values.tolist() == [
        ["TASS", "a", 5, 3, 0],
        ["AP", "b", 9, 1, 2],
    ]
    assert "1 hits in undated" in found.attrs["note"]


def test_first_uses_are_of_any_groups_and_those_that_say_nothing_count() -> None:
    documents = DOCUMENTS.assign(party=["L", None, "L", "R", "R"])
    found = first_uses(HITS, documents, by="party,month")
    assert found[["party, month", "doc", "hits"]].values.tolist() == [
        ["L, 2025-08", "a", 1],
        ["not given, 2025-08", "b", 1],
        ["L, 2025-10", "c", 2],
    ]
    assert uptake(HITS, documents, by="party")["share"].tolist() == pytest.approx([1 / 3, 2 / 3])
    assert first_uses(HITS, documents, by="doc")["doc"].tolist() == ["a", "b", "c"]
    with pytest.raises(InputError, match=r"Write text\.date"):
        first_uses(HITS, documents, by="date")


def test_uptake_is_cumulative_over_sources() -> None:
    found = uptake(HITS, DOCUMENTS)
    assert found["new"].tolist() == ["TASS", "AP"]
    assert found["sources"].tolist() == [1, 2]
    assert found["share"].tolist() == pytest.approx([1 / 3, 2 / 3])
    assert "1 of 3 sources never use it" in found.attrs["note"]


def test_events_are_read_in_order_of_date(tmp_path: Path) -> None:
    file = tmp_path / "events.yml"
    file.write_text("- {date: 2025-08-15, label: Summit}\n- {date: 2025-08-01, label: Talks}\n")
    assert read_events(file)["label"].tolist() == ["Talks", "Summit"]


@pytest.mark.parametrize("text", ["{a: 1}", "- {date: soon, label: x}", "- {label: x}", "- [", "7"])
def test_events_that_are_none_are_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "events.yml"
    file.write_text(text)
    with pytest.raises(InputError, match=r"events\.yml"):
        read_events(file)
