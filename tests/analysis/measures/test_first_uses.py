"""The earliest uses in these texts: ties, what was read until then, chance, and late entry."""

import itertools

import numpy as np
import pandas as pd
import pytest

from topoi.analysis.measures.first_uses import earliest_by_chance, first_uses, uptake
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


def dated(*rows):
    """Return documents a, b, c, ... of source and day of August."""
    docs = pd.DataFrame(rows, columns=["source", "day"])
    docs["date"] = pd.to_datetime("2025-08-01") + pd.to_timedelta(docs.pop("day") - 1, "D")
    return docs.assign(doc=list("abcdefghijklmnop"[: len(docs)]))


def hits_in(docs):
    return pd.DataFrame({"doc": list(docs), "start": 0, "end": 1})


def test_first_use_is_by_date_and_counts_dated_hits_only() -> None:
    found = first_uses(HITS, WORDS, DOCUMENTS)
    assert found[["source", "doc", "start", "hits", "days_after_first"]].values.tolist() == [
        ["TASS", "a", 5, 3, 0],
        ["AP", "b", 9, 1, 2],
    ]
    assert "1 hits in undated" in found.attrs["note"]


def test_all_texts_of_the_first_day_are_named_and_none_is_put_before_another() -> None:
    documents = dated(("AP", 2), ("AP", 2), ("TASS", 2), ("AP", 3))
    found = first_uses(hits_in("abcd"), pd.Series(10, index=documents["doc"]), documents)
    assert found[["source", "texts", "days_after_first"]].values.tolist() == [
        ["AP", "a, b", 0],
        ["TASS", "c", 0],
    ]


def test_the_first_text_and_the_words_until_then_stand_beside_it() -> None:
    documents = dated(("AP", 1), ("AP", 4), ("AP", 4), ("AP", 5), ("TASS", 9))
    words = pd.Series({"a": 100, "b": 20, "c": 3, "d": 1000, "e": 7})
    found = first_uses(hits_in("bde"), words, documents)
    assert found["words_until"].tolist() == [123, 7]
    assert found["first_text"].dt.day.tolist() == [1, 9]


def test_first_uses_are_of_any_groups_and_those_that_say_nothing_count() -> None:
    documents = DOCUMENTS.assign(party=["L", None, "L", "R", "R"])
    found = first_uses(HITS, WORDS, documents, by="party,month")
    assert found[["party, month", "doc", "hits"]].values.tolist() == [
        ["L, 2025-08", "a", 1],
        ["not given, 2025-08", "b", 1],
        ["L, 2025-10", "c", 2],
    ]
    assert first_uses(HITS, WORDS, documents, by="doc")["doc"].tolist() == ["a", "b", "c"]
    with pytest.raises(InputError, match=r"Write text\.date"):
        first_uses(HITS, WORDS, documents, by="date")


def test_no_dated_document_gives_an_empty_table() -> None:
    undated = DOCUMENTS.assign(date=pd.NaT).astype({"date": "datetime64[us]"})
    assert not len(first_uses(HITS, WORDS, undated))
    assert not len(uptake(HITS, undated))


def test_to_be_earliest_by_chance_is_what_all_orders_of_the_dates_have() -> None:
    documents = dated(("A", 1), ("A", 3), ("A", 4), ("B", 2), ("B", 3), ("B", 3))
    held = documents["doc"].isin(["b", "e", "f"])
    found = earliest_by_chance(documents["date"], held, documents["source"])
    days, wins, tries = documents["date"].dt.day.tolist(), {"A": 0, "B": 0}, 0
    for a, b in itertools.product(
        itertools.permutations(days[:3]), itertools.permutations(days[3:])
    ):
        first = {"A": a[1], "B": min(b[1], b[2])}
        tries += 1
        for name, day in first.items():
            wins[name] += day == min(first.values())
    assert found.to_dict() == pytest.approx({name: won / tries for name, won in wins.items()})


def test_a_source_that_was_read_alone_for_long_is_earliest_by_chance_too() -> None:
    documents = dated(*[("Early", day) for day in range(1, 10)], ("Late", 20), ("Late", 21))
    found = first_uses(hits_in("ij"), pd.Series(10, index=documents["doc"]), documents)
    assert found["by_chance"].tolist() == [1.0, 0.0]


def test_uptake_counts_the_sources_and_those_read_by_then() -> None:
    found = uptake(HITS, DOCUMENTS)
    assert found["new"].tolist() == ["TASS", "AP"]
    assert found[["sources", "read", "at_risk"]].values.tolist() == [[1, 1, 1], [2, 2, 1]]
    assert found["share"].isna().all()  # never five that could be new
    assert "Of 3 with a dated text, 1 never use it" in found.attrs["note"]


def test_the_share_is_the_product_limit_estimate_with_late_entry_by_hand() -> None:
    # A to E are read from day 1, F from day 4, G on day 2 only. On day 3 A uses it: at risk are A
    # to E. On day 5 B and F use it: at risk are B to F. Then no other is new.
    rows = [(name, 1) for name in "ABCDE"] + [(name, 9) for name in "BCDE"]
    documents = dated(*rows, ("F", 4), ("G", 2), ("A", 3), ("B", 5), ("F", 5))
    found = uptake(hits_in("lmn"), documents)
    assert found["new"].tolist() == ["A", "B, F"]
    assert found[["read", "at_risk"]].values.tolist() == [[6, 5], [7, 5]]
    assert found["share"].tolist() == pytest.approx([1 - 4 / 5, 1 - 4 / 5 * 3 / 5])


def test_where_all_enter_at_once_and_stay_the_share_is_the_plain_one() -> None:
    names = "ABCDEFGH"
    documents = dated(*[(n, 1) for n in names], *[(n, day) for day, n in enumerate(names, 2)])
    found = uptake(hits_in("ijk"), documents.assign(date=documents["date"]))
    ends = dated(*[(n, 1) for n in names], *[(n, 9) for n in names])
    stay = uptake(hits_in("abc"), ends)
    assert stay["share"].tolist() == [3 / 8]
    assert found["at_risk"].tolist() == [8, 7, 6]
    assert found["share"].tolist() == pytest.approx(np.array([1, 2, 3]) / 8)
