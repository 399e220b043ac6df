"""Tables and sentences of time: what stands in each cell, the passages behind it, and edges."""

from datetime import timedelta

import pandas as pd
import pytest
from tests.report.chapters.cells import behind, made, numbers, plain, shown

from topoi.analysis.measures.first_uses import first_uses, uptake
from topoi.analysis.measures.trends import trend
from topoi.report.chapters.sentences import with_works_cited
from topoi.report.chapters.time import (
    by_group,
    changes_sentence,
    changes_table,
    differences_sentence,
    events_beside,
    first_uses_table,
    period_of,
    trend_table,
    uptake_sentence,
)
from topoi.text.corpus.corpus import Corpus, corpus_of, with_groups

TEXTS = {"a": "Talks now.", "b": "Talks, talks.", "c": "War.", "d": "Talks of war."}
DATES = ["2025-01-10", "2025-02-03", "2025-01-20", "2025-03-09"]


@pytest.fixture
def corpus():
    read = corpus_of(TEXTS)
    documents = read.documents.assign(source=["AP", "AP", "BBC", "BBC"], date=pd.to_datetime(DATES))
    return Corpus(documents, read.texts)


@pytest.fixture
def documents(corpus):
    return with_groups(corpus.documents, "source")


HITS = pd.DataFrame(
    [
        ("a", 0, 5, "talks", ""),
        ("b", 0, 5, "talks", "Ann"),
        ("b", 7, 12, "talks", ""),
        ("d", 0, 5, "talks", ""),
        ("d", 9, 12, "war", ""),
    ],
    columns=["doc", "start", "end", "code", "speaker"],
)
TALKS = HITS[HITS["code"] == "talks"]
WORDS = pd.Series({"a": 2, "b": 2, "c": 1, "d": 3})


@pytest.mark.parametrize(
    ("days", "period"),
    [
        (0, "day"),
        (30, "day"),
        (31, "week"),
        (150, "week"),
        (151, "month"),
        (2000, "month"),
        (2001, "year"),
    ],
)
def test_the_period_is_longer_where_the_texts_span_more_days(days, period):
    first = pd.Timestamp("2020-01-01")
    dates = pd.Series([first, pd.NaT, first + timedelta(days=days)])
    assert period_of(pd.DataFrame({"date": dates})) == period


def test_a_rate_over_time_leads_to_the_passages_of_its_period_and_group(corpus, documents):
    found = trend(TALKS, WORDS, documents, by="group")
    table = trend_table(found, TALKS, corpus.documents, source="tbl-t")
    assert table.columns == ("From", "Source", "Texts", "Passages", "Rate", "Low", "High")
    assert [row[:5] for row in shown(table)] == [
        ["2025-01-01", "AP", "1", "1", "500.00"],
        ["2025-01-01", "BBC", "1", "0", "0.00"],
        ["2025-02-01", "AP", "1", "2", "1,000.00"],
        ["2025-02-01", "BBC", "0", "0", "no text"],
        ["2025-03-01", "AP", "0", "0", "no text"],
        ["2025-03-01", "BBC", "1", "1", "333.33"],
    ]
    assert [behind(row[3]) for row in table.rows] == [
        [("a", 0)], [], [("b", 0), ("b", 7)], [], [], [("d", 0)],
    ]  # fmt: skip
    assert table.rows[2][3].of.label == "AP, from 2025-02-01"
    assert made(table) == {
        "Texts": ("texts", "tbl-t"),
        "Passages": ("count", ""),
        "Rate": ("rate per 1,000 words of a period and group", "tbl-t"),
        "Low": ("low per 1,000 words of a period and group", "tbl-t"),
        "High": ("high per 1,000 words of a period and group", "tbl-t"),
    }
    assert plain(table.note).strip() == plain(with_works_cited(found.attrs["note"]))


def test_groups_beyond_those_of_the_figure_are_in_the_data_alone():
    texts = {f"{source}{n}": "Talks." for source in "ABCDEFG" for n in range(1 + (source < "G"))}
    read = corpus_of(texts)
    documents = read.documents.assign(
        source=[doc[0] for doc in texts], date=pd.Timestamp("2025-01-01")
    )
    grouped = with_groups(documents, "source")
    found = trend(TALKS[:0], pd.Series(1, index=list(texts)), grouped, by="group")
    table = trend_table(found, TALKS[:0], documents, source="tbl-t")
    assert [row[1] for row in shown(table)] == list("ABCDEF")
    assert table.frame()["Source"].tolist() == list("ABCDEFG")
    cut = trend_table(found, TALKS[:0], documents, source="tbl-t", most=2)
    assert [row[1] for row in shown(cut)] == ["A", "B"]


def test_rates_of_groups_are_over_their_words_and_lead_to_their_passages(corpus):
    labels = {"talks": "Talks", "war": "War"}
    table = by_group(HITS, WORDS, corpus.documents, labels)
    assert table.columns[:4] == ("Code", "Source", "Passages", "Per thousand words")
    assert [row[:4] for row in shown(table)] == [
        ["Talks", "AP", "3", "750.00"],
        ["Talks", "BBC", "1", "250.00"],
        ["War", "AP", "0", "0.00"],
        ["War", "BBC", "1", "250.00"],
    ]
    assert behind(table.rows[1][2]) == behind(table.rows[1][3]) == [("d", 0)]
    assert behind(table.rows[2][3]) == []
    assert table.rows[1][2].of.label == "Talks, BBC"
    one = by_group(HITS, WORDS, corpus.documents, labels, most=1)
    assert {row[1] for row in shown(one)} == {"AP"}


def changes(q, p=(0.01, 0.02, 0.03)):
    table = pd.DataFrame({"code": ["x", "y", "z"], "p": p, "q": q, "hits": 9})
    table = table.assign(since=pd.Timestamp("2025-02-01"), before=1.0, after=4.0)
    table.attrs["note"] = "Dealt anew."
    return table


LABELS = {"x": "Ex", "y": "Why", "z": "Zed"}


def test_a_code_at_the_level_has_not_passed_and_one_without_q_was_not_tested():
    said = changes_sentence(changes([0.049, 0.05, None]), LABELS, source="tbl-c")
    assert plain(said) == (
        "Codes whose rate changes over time (q below 0.05): 1 of the 2 tested, Ex. Dealt anew. "
        "What else rises or falls in the figure may be chance."
    )
    assert numbers(said) == [
        ("1", "codes that passed the test", None), ("2", "codes tested", None),
    ]  # fmt: skip
    assert not changes_sentence(changes([None] * 3), LABELS, source="tbl-c").pieces
    said = differences_sentence(changes([0.01, 0.02, 0.9]), LABELS, source="t", by="party")
    assert plain(said).startswith(
        "Codes that some of the values of party use more often than others (q below 0.05): 2 of "
        "the 3 tested, Ex and Why. "
    )


def test_a_change_is_shown_of_codes_that_passed_and_those_tested_stand_by_their_q():
    hits = pd.DataFrame({"doc": "a", "start": [1, 2, 3], "end": 9, "code": ["x", "y", "y"]})
    table = changes_table(changes([0.05, 0.049, None]), hits, LABELS, source="tbl-c")
    assert shown(table) == [
        ["Why", "2", "2025-02-01", "1.00", "4.00", "0.020", "0.049"],
        ["Ex", "1", "no change found", "—", "—", "0.010", "0.050"],
    ]
    assert behind(table.rows[0][1]) == [("a", 2), ("a", 3)]
    same = changes_table(changes([0.01] * 3, p=[0.3, 0.1, 0.2]), hits, LABELS, source="tbl-c")
    assert [row[0] for row in shown(same)] == ["Why", "Zed", "Ex"]


def uses_of(documents):
    return first_uses(TALKS, WORDS, documents, by="group")


def test_the_earliest_uses_say_who_spoke_and_in_which_words(corpus, documents):
    found = uses_of(documents)
    spoken = HITS.assign(speaker=["Eve", "Ann", "", "", "Bo"])
    table = first_uses_table({"Talks": found}, spoken, corpus, source="tbl-f")
    assert [[*row[:6], *row[7:]] for row in shown(table)] == [
        ["Talks", "AP", "2025-01-10", "a", "2025-01-10", "2", "Eve", "Talks"],
        ["Talks", "BBC", "2025-03-09", "d", "2025-01-20", "4", "Outlet", "Talks"],
    ]
    assert plain(table.note).strip() == found.attrs["note"]
    both = {"Talks": found, "Again": found}
    table = first_uses_table(both, spoken, corpus, source="tbl-f", most=1)
    assert [row[:2] for row in shown(table)] == [["Talks", "AP"], ["Again", "AP"]]
    rest = table.frame()[["What", "Source"]].values.tolist()[2:]
    assert rest == [["Talks", "BBC"], ["Again", "BBC"]]


def said_of(found, documents, hits=TALKS, **options):
    curve = uptake(hits, documents, by="group")
    told = {"source": "tbl-f", "groups": 2, "by": "source"} | options
    return uptake_sentence("Talks", hits, found, curve, **told)


def test_the_earliest_use_is_told_with_chance_where_several_groups_have_one(documents):
    said = said_of(uses_of(documents), documents)
    assert plain(said) == (
        "Talks: earliest in these texts on 2025-01-10 in AP (so in 100% of random deals of the "
        "dates). Of 2 sources with a dated text 2 use it, in 4 passages."
    )
    assert [text for text, _, _ in numbers(said)] == ["100%", "2", "2", "4"]
    assert numbers(said)[-1][2] == [("a", 0), ("b", 0), ("b", 7), ("d", 0)]


def test_one_group_with_one_passage_is_told_in_the_singular(documents):
    one = TALKS[:1]
    found = first_uses(one, WORDS, documents, by="group")
    assert plain(said_of(found, documents, one)) == (
        "Talks: earliest in these texts on 2025-01-10 in AP. Of 2 sources with a dated text 1 uses "
        "it, in 1 passage."
    )
    none = first_uses(one[:0], WORDS, documents, by="group")
    assert plain(said_of(none, documents, one[:0])) == (
        "Talks: none of the 2 sources uses it in a dated text."
    )


def test_the_share_of_those_that_could_be_new_is_told_where_five_could():
    docs = list("abcdefghij")
    documents = pd.DataFrame({"doc": docs, "group": list("ABCDEABCDE")})
    documents["date"] = pd.to_datetime(["2025-01-01"] * 5 + ["2025-01-09"] * 5)
    hits = pd.DataFrame({"doc": ["f"], "start": [0], "end": [5]})
    found = first_uses(hits, pd.Series(1, index=docs), documents, by="group")
    said = plain(said_of(found, documents, hits, groups=5))
    assert said.endswith(
        "in 1 passage. Of those that had not used it when 5 or more of them were being read, an "
        "estimated 20% do so by 2025-01-09 [@kaplan1958]."
    )


def test_events_stand_in_the_folder_of_texts_or_beside_the_one_file(tmp_path):
    (tmp_path / "events.yml").write_text("- {date: 2024-02-01, label: Talks}\n")
    (tmp_path / "a.txt").write_text("Text.")
    assert events_beside(tmp_path / "a.txt")["label"].tolist() == ["Talks"]
    assert events_beside(tmp_path)["label"].tolist() == ["Talks"]
    (tmp_path / "inner").mkdir()
    assert events_beside(tmp_path / "inner") is None
