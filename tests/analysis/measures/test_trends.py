from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import poisson

from topoi.analysis.measures.intervals import FEW_TEXTS, OVER_TEXTS, rate_intervals
from topoi.analysis.measures.trends import read_events, trend
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
    assert "without a date: 1 of 5 documents" in found.attrs["note"]


def test_a_month_with_documents_and_no_hit_is_a_zero_with_an_interval() -> None:
    found = trend(HITS[:0], WORDS, DOCUMENTS)
    assert found["rate"][0] == 0
    assert found["low"][0] == 0
    assert poisson.cdf(0, found["high"][0] * 400 / 1000) == pytest.approx(0.025)


def test_intervals_are_over_texts_from_ten_texts_in_the_months_on() -> None:
    days = pd.to_datetime(["2025-08-01"] * 8 + ["2025-09-01"] * 8)
    documents = pd.DataFrame({"doc": list("abcdefghijklmnop"), "date": days})
    words, hits = pd.Series(100, index=documents["doc"]), pd.DataFrame({"doc": list("aaaabc")})
    found = trend(hits, words, documents)
    counts = np.array([4, 1, 1, *[0] * 13])
    own = rate_intervals(counts, np.full(16, 100), np.repeat([0, 1], 8), groups=2)
    assert found["high"].tolist() == pytest.approx((1000 * own.high).tolist())
    assert OVER_TEXTS in found.attrs["note"]
    few = trend(hits, words, documents[:9])
    assert FEW_TEXTS in few.attrs["note"]


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


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(InputError, match="day, week, month"):
        trend(HITS, WORDS, DOCUMENTS, period="decade")


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


def test_a_table_of_a_trend_by_hand() -> None:
    found = trend(HITS, WORDS, DOCUMENTS, period="year", per=100)
    assert list(found) == ["period", "documents", "hits", "words", "rate", "low", "high"]
    assert found.iloc[:, :5].values.tolist() == [[pd.Timestamp("2025-01-01"), 4, 4, 950, 400 / 950]]
    assert found.attrs["note"].startswith("Hits per 100 words by year.")
    both = trend(HITS, WORDS, DOCUMENTS, by="source")
    assert list(both)[:2] == ["period", "source"]
    assert both["source"].tolist() == ["AP", "DPA", "TASS"] * 3
    assert both["hits"].tolist() == [1, 0, 1, 0, 0, 0, 0, 0, 2]
    assert "without a date" not in trend(HITS, WORDS, DOCUMENTS.drop(3)).attrs["note"]


def test_a_document_without_a_word_is_a_document() -> None:
    found = trend(HITS, WORDS.drop("e"), DOCUMENTS)
    assert found[["documents", "words"]].values.tolist() == [[2, 400], [0, 0], [2, 500]]


def test_events_have_a_day_whether_written_as_date_or_time_or_in_quotes(tmp_path: Path) -> None:
    file = tmp_path / "events.yml"
    file.write_text(
        '- {date: 2025-08-15 12:30:00, label: b}\n- {date: "2025-08-15", label: a}\n'
        "- {date: 2025-08-01, label: 7}\n"
    )
    found = read_events(file)
    assert found.reset_index().values.tolist() == [
        [0, pd.Timestamp("2025-08-01"), "7"],
        [1, pd.Timestamp("2025-08-15"), "a"],
        [2, pd.Timestamp("2025-08-15"), "b"],
    ]
    file.write_text("- {date: 2025-08-15, label: a}\n- {date: soon, label: b}\n")
    with pytest.raises(InputError, match=r"event 2"):
        read_events(file)
    with pytest.raises(InputError, match="does not exist"):
        read_events(tmp_path / "none.yml")
