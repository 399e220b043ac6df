"""The chapter on collections: what it shows of several texts, and of one."""

import sys
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from topoi.analysis.measures.changes import change_points, group_differences
from topoi.analysis.measures.first_uses import first_uses, uptake
from topoi.analysis.measures.trends import trend
from topoi.errors import InputError, Notice
from topoi.report.chapters import collection as tables
from topoi.report.chapters import time as time_tables
from topoi.report.chapters import words as word_tables
from topoi.report.chapters.results import forms_of, passages_table, place_column
from topoi.report.chapters.sentences import origins
from topoi.report.chapters.topics import columns_of
from topoi.report.evidence.citing import Cited
from topoi.report.evidence.collecting import without_syntax
from topoi.report.figures import collections as figures
from topoi.report.publish.provenance import text_rows
from topoi.text.corpus.corpus import Corpus, corpus_of, with_groups
from topoi.text.words.numbered import token_table

mpl.use("Agg")

PEACE = "Peace is near. We want peace and talks, and peace will come to the old city."
WAR = "War is near. We fear war and guns, and war will come to the old city."


@pytest.fixture
def corpus():
    """Six texts of two sources over three months, of which February has none from Beta."""
    texts = {f"a{n}": PEACE + f" Day {n}." for n in range(3)} | {
        f"b{n}": WAR + f" Day {n}." for n in range(3)
    }
    made = corpus_of(texts)
    dates = ["2024-01-05", "2024-02-05", "2024-03-05", "2024-01-06", "2024-03-06", None]
    documents = made.documents.assign(
        source=["Alpha"] * 3 + ["Beta"] * 3, date=pd.to_datetime(dates), title="News 5"
    )
    return Corpus(documents, made.texts, (InputError("/x/y/c.txt:7", "is not UTF-8", "Save."),))


@pytest.fixture
def words(corpus):
    tokens = token_table(corpus)
    return tokens[tokens["is_word"]].reset_index(drop=True)


@pytest.fixture
def hits(corpus):
    """Peace wherever Alpha writes it, and once in Beta's second text."""
    rows = [
        (doc, at, at + 5, "peace", "outlet", "")
        for doc, text in corpus
        for at in range(len(text))
        if text[at : at + 5].lower() == "peace"
    ]
    rows.append(("b1", 0, 3, "peace", "direct", "Ann"))
    return pd.DataFrame(rows, columns=["doc", "start", "end", "code", "mode", "speaker"])


@pytest.fixture
def sources(corpus):
    return corpus.documents.set_index("doc")["source"]


def values(table):
    return table.frame().to_dict("records")


def plain(sentence):
    return "".join(piece.text for piece in sentence.pieces)


def digits_without_evidence(table):
    cells = list(getattr(table, "pieces", ()))
    cells += [cell for row in getattr(table, "rows", ()) for cell in row]
    cells += getattr(getattr(table, "note", None), "pieces", ())
    texts = [without_syntax(c.text) for c in cells if c.piece()[0] == "prose"]
    return [text for text in texts if any(map(str.isdigit, text))]


def test_the_inventory_counts_texts_copies_and_what_was_set_aside(corpus):
    told = tables.inventory_of(corpus)
    rows = {row["What"]: row["Value"] for row in values(tables.overview_table(told))}
    assert (rows["documents"], rows["sources"], rows["without a date"]) == (6, 2, 1)
    assert (rows["other problems set aside"], rows["first date"]) == (1, "2024-01-05")
    assert values(tables.aside_table(told)) == [{"Place": "c.txt:7", "Problem": "is not UTF-8"}]
    said = tables.collection_sentence(corpus, told).markdown()
    assert "of [2]" in said
    assert "not readable and set aside: [1]" in said


def test_what_was_read_otherwise_is_told_by_file(corpus):
    notice = Notice("texts/a.csv", "has its cells apart by semicolons", "Nothing is to be done.")
    told = tables.inventory_of(replace(corpus, of_files=(notice,)))
    [row] = values(tables.notices_table(told.notices))
    assert row == {"Place": "a.csv", "Notice": "has its cells apart by semicolons"}


def test_sources_are_listed_with_texts_words_and_dates(corpus, words):
    [alpha, beta] = values(tables.groups_table(corpus, words))
    assert (alpha["Source"], alpha["Texts"], alpha["Last"]) == ("Alpha", 3, "2024-03-05")
    assert alpha["Words"] == 3 * 18
    assert beta["First"] == "2024-01-06"


def test_speeches_and_transcripts_are_counted_where_there_are_some(corpus, words):
    genres = ["article", "speech", "article", "transcript", "article", "article"]
    told = replace(corpus, documents=corpus.documents.assign(genre=genres))
    rows = values(tables.groups_table(told, words))
    assert [sum(row[head] for row in rows) for head in ("Speeches", "Transcripts")] == [1, 1]
    plain = replace(corpus, documents=corpus.documents.assign(genre="article"))
    assert "Transcripts" not in tables.groups_table(plain, words).frame()


def many(*groups: tuple[str, str, int]) -> tuple[pd.DataFrame, pd.Series]:
    """Return the words of so many texts of each group, and the group of each."""
    texts = {f"{name}{n}": text for name, text, count in groups for n in range(count)}
    groups_of = pd.Series({doc: doc.rstrip("0123456789") for doc in texts})
    tokens = token_table(corpus_of(texts))
    return tokens[tokens["is_word"]].reset_index(drop=True), groups_of


def test_the_words_that_more_texts_of_a_source_have_come_first():
    words, sources = many(("Alpha", PEACE, 8), ("Beta", WAR, 8))
    table = word_tables.keyness_table(words, sources, min_count=3, source="tbl-k")
    rows = pd.DataFrame(values(table)).set_index(["Group", "Word"])
    peace = rows.loc[("Alpha", "peace")]
    assert (peace["Occurrences"], peace["Texts"]) == (24, 8)
    assert (peace["Elsewhere"], peace["Texts elsewhere"]) == (0, 0)
    assert ("Beta", "war") in rows.index
    assert ("Alpha", "city") not in rows.index
    assert digits_without_evidence(table) == []
    note = table.note.markdown()
    assert "every word in each group of the table" in note
    assert "texts: 8 against 8" in "".join(piece.text for piece in table.note.pieces)


def test_a_word_of_one_text_is_not_typical_of_its_source():
    words, sources = many(("Alpha", "We met. We left.", 8), ("Beta", "We met. We left.", 9))
    often, _ = many(("Odd", "Guns " * 60, 1))
    words = pd.concat([words, often.assign(doc="Alpha9")])
    sources["Alpha9"] = "Alpha"
    table = word_tables.keyness_table(words, sources, min_count=3, source="tbl-k")
    assert {row["Word"] for row in values(table)} == {"no word passes"}


def test_one_text_against_another_is_ranked_and_a_word_it_never_uses_is_not_in_it() -> None:
    few, more = "old peace " * 3, "war will come " * 40 + "guns " * 3
    tokens = token_table(corpus_of({"a": few, "b": more}))
    groups = pd.Series({"a": "Alpha", "b": "Beta"})
    table = word_tables.keyness_table(tokens, groups, min_count=3, source="tbl-k")
    alpha = [row for row in values(table) if row["Group"] == "Alpha"]
    assert {row["Word"] for row in alpha} == {"old", "peace"}
    assert {row["q"] for row in values(table)} == {"—"}
    note = "".join(piece.text for piece in table.note.pieces)
    assert "not tested, since one side has one text only: Alpha, Beta" in note
    assert "Alpha, words: 6 against 123; texts: 1 against 1" in note
    assert "Beta, words: 123 against 6" in note


def test_a_long_table_shows_its_head_and_publishes_every_row(corpus, hits, words):
    long = corpus_of({f"t{n}": f"{PEACE} {PEACE}" for n in range(4)})
    told = tables.inventory_of(long)
    table = tables.duplicates_table(long, told, most=1)
    assert len(table.rows) == 1
    assert len(values(table)) == len(told.duplicates) > 1
    assert "further rows are in the data" in table.note.markdown()
    assert digits_without_evidence(table) == []
    record = table._repr_mimebundle_()["application/vnd.topoi.evidence+json"]
    assert len(record["rows"]) + len(record["rest"]) == len(told.duplicates)
    over_time = trend(
        hits, words["doc"].value_counts(), with_groups(corpus.documents, "source"), by="group"
    )
    rates = time_tables.trend_table(over_time, hits, corpus.documents, source="tbl-x", most=2)
    assert (len(rates.rows), len(values(rates))) == (2, 6)
    assert "further rows" in rates.note.markdown()


def test_a_single_source_has_no_keyness_and_says_so(words, sources):
    table = word_tables.keyness_table(words, sources.map(lambda _: "One"), source="tbl-k")
    assert table.rows == ()
    assert "one group only" in table.note.markdown()


def test_a_word_is_cited_up_to_a_limit_and_measured_beyond(words, monkeypatch):
    assert word_tables.cited_occurrences(words, "peace", label="p", source="t").of.label == "p"
    monkeypatch.setattr(word_tables, "MOST_CITED", 8)
    many = word_tables.cited_occurrences(words, "peace", label="p", source="t")
    assert (many.value, many.of) == (9, None)


def test_a_measure_too_small_to_print_is_not_printed_as_zero():
    column = word_tables.Score("q", "q", how="q", digits=4)
    shown = [column.cell({"q": q}, "t").text for q in (1e-9, 0.0, float("nan"), float("inf"))]
    assert shown == ["below 0.0001", "0.0000", "—", "only here"]


def test_dispersion_collocates_sequences_and_diversity_have_their_evidence(corpus, words, sources):
    tokens = token_table(corpus)
    made = [
        word_tables.dispersion_table(words, {"is", "and", "we", "the", "to"}, source="t"),
        word_tables.collocates_table(tokens, {"near": "near", "Spans": tokens[:2]}, (), source="t"),
        word_tables.ngrams_table(tokens, source="t"),
        word_tables.diversity_table(words, sources, source="t"),
    ]
    assert values(made[0])[0]["Word"] == "peace"
    assert [row["Word"] for row in values(made[1])] == ["too few passages"] * 2
    assert values(made[2])[0]["Occurrences"] == 6
    assert [row["Group"] for row in values(made[3])] == ["Alpha", "Beta"]
    for table in made:
        assert digits_without_evidence(table) == []


def test_rates_over_time_count_each_period_and_show_gaps(corpus, hits, words):
    over_time = trend(
        hits, words["doc"].value_counts(), with_groups(corpus.documents, "source"), by="group"
    )
    table = time_tables.trend_table(over_time, hits, corpus.documents, source="tbl-x")
    rows = {(row["From"], row["Source"]): row for row in values(table)}
    assert rows["2024-01-01", "Alpha"]["Passages"] == 3
    assert rows["2024-02-01", "Beta"]["Rate"] == "no text"
    assert rows["2024-03-01", "Beta"]["Passages"] == 1
    assert digits_without_evidence(table) == []
    figure = figures.trends(over_time, by="group")
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["Alpha", "Beta"]


def test_codes_by_source_show_zeros_and_rates_over_the_words_of_the_source(corpus, hits, words):
    sizes = words["doc"].value_counts()
    labels = {"peace": "Peace", "x": "None"}
    rows = values(time_tables.by_group(hits, sizes, corpus.documents, labels))
    assert [(row["Code"], row["Source"], row["Passages"]) for row in rows] == [
        *(("Peace", "Alpha", 9), ("Peace", "Beta", 1), ("None", "Alpha", 0), ("None", "Beta", 0))
    ]
    alpha = sum(int(size) for doc, size in sizes.items() if doc.startswith("a"))
    assert rows[0]["Per thousand words"] == pytest.approx(9000 / alpha, abs=1e-5)


def test_the_earliest_uses_are_named_with_what_was_read_and_with_chance(corpus, hits, words):
    documents, sizes = with_groups(corpus.documents, "source"), words["doc"].value_counts()
    named = {"Peace": hits, "War": hits[:0]}
    uses = {label: first_uses(own, sizes, documents, by="group") for label, own in named.items()}
    curves = {label: uptake(own, documents, by="group") for label, own in named.items()}
    table = time_tables.first_uses_table(uses, hits, corpus, source="tbl-x")
    rows = values(table)
    assert [(row["Source"], row["Earliest"], row["Voice"]) for row in rows] == [
        *(("Alpha", "2024-01-05", "Outlet"), ("Beta", "2024-03-06", "Ann"))
    ]
    assert digits_without_evidence(table) == []
    said = time_tables.uptake_sentences(named, uses, curves, source="tbl-x", groups=2)
    assert "earliest in these texts on 2024-01-05 in Alpha (" in plain(said)
    assert "none of the 2 sources uses it in a dated text" in plain(said)
    assert digits_without_evidence(said) == []
    axes = figures.uptake(curves, documents=documents).axes[0]
    assert axes.get_ylabel() == "Sources (of 2)"


def test_all_groups_of_the_first_day_are_called_earliest(corpus, hits, words):
    documents = with_groups(corpus.documents.assign(date=pd.Timestamp("2024-01-01")), "source")
    found = first_uses(hits, words["doc"].value_counts(), documents, by="group")
    curve = uptake(hits, documents, by="group")
    said = time_tables.uptake_sentences(
        {"Peace": hits}, {"Peace": found}, {"Peace": curve}, source="tbl-x", groups=2
    )
    assert "in Alpha (so in 100% of random deals of the dates) and Beta (so in" in plain(said)


def test_what_changes_or_differs_is_told_only_where_a_test_finds_it():
    docs, labels = [f"d{n}" for n in range(40)], {"x": "Rising", "y": "Even"}
    hits = pd.DataFrame({"doc": docs + docs[20:] * 4, "code": "x", "start": 0, "end": 1})
    hits = pd.concat([hits, hits[:40].assign(code="y")], ignore_index=True)
    words = pd.Series(100, index=docs)
    placed = pd.DataFrame({"doc": docs, "group": ["A"] * 20 + ["B"] * 20})
    placed["period"] = pd.to_datetime(["2025-01-01"] * 20 + ["2025-02-01"] * 20)
    changes = change_points(hits, words, placed.assign(group="all"), codes=list(labels))
    table = time_tables.changes_table(changes, hits, labels, source="tbl-c")
    assert [
        (row["Code"], row["Passages"], row["Changed"], row["After"]) for row in values(table)
    ] == [
        ("Rising", 120, "2025-02-01", 50.0),
        ("Even", 40, "no change found", "—"),
    ]
    assert digits_without_evidence(table) == []
    told = plain(time_tables.changes_sentence(changes, labels, source="tbl-c"))
    assert told.startswith(
        "Codes whose rate changes over time (q below 0.05): 1 of the 2 tested, Rising. "
    )
    differ = group_differences(hits, words, placed.set_index("doc")["group"], codes=list(labels))
    told = plain(time_tables.differences_sentence(differ, labels, source="tbl-g"))
    assert "use more often than others (q below 0.05): 1 of the 2 tested, Rising. " in told
    none = changes.assign(q=1.0)
    none.attrs = changes.attrs
    said = time_tables.changes_sentence(none, labels, source="tbl-c")
    assert "(q below 0.05): 0 of the 2 tested. " in plain(said)
    assert digits_without_evidence(said) == []
    assert not time_tables.changes_sentence(changes.assign(q=np.nan), labels, source="t").pieces


def test_another_column_parts_the_texts_and_is_named(corpus, hits, words):
    year = Corpus(corpus.documents.assign(year=[2024.0] * 5 + [None]), corpus.texts)
    documents = with_groups(year.documents, "year")
    [known, unknown] = values(tables.groups_table(year, words, by="year"))
    assert (known["Year"], known["Texts"], unknown["Year"]) == ("2024", 5, "not given")
    over_time = trend(hits, words["doc"].value_counts(), documents, by="group")
    rates = time_tables.trend_table(over_time, hits, year.documents, source="tbl-x", by="year")
    assert {row["Year"] for row in values(rates)} == {"2024"}
    sizes = words["doc"].value_counts()
    known, none = values(
        time_tables.by_group(hits, sizes, year.documents, {"peace": "P"}, by="year")
    )
    assert (known["Year"], known["Passages"], none["Year"]) == ("2024", 10, "not given")
    uses = {"Peace": first_uses(hits, sizes, documents, by="group")}
    [first] = values(time_tables.first_uses_table(uses, hits, year, source="tbl-x", by="year"))
    assert first["Year"] == "2024"
    curves = {"Peace": uptake(hits, documents, by="group")}
    said = time_tables.uptake_sentences(
        {"Peace": hits}, uses, curves, source="tbl-x", groups=2, by="year"
    ).markdown()
    assert "values of year" in said
    axes = figures.uptake(curves, documents=documents, by="year").axes[0]
    assert axes.get_ylabel() == "Values of year (of 1)"
    assert (
        columns_of(year.documents.assign(date=pd.NaT).astype({"date": "datetime64[s]"}), by="year")[
            0
        ]
        == "Year"
    )


def test_a_word_that_may_differ_by_chance_is_not_listed(words, sources):
    # six texts are too few: of 20 ways to deal them one has peace in all three of a source
    table = word_tables.keyness_table(words, sources, min_count=1, source="tbl-k")
    assert [row["Word"] for row in values(table)] == ["no word passes"] * 2
    assert "not listed" in table.note.markdown()


def test_words_are_ranked_against_general_english_and_not_tested(words):
    pytest.importorskip("wordfreq")
    table = word_tables.english_table(words, min_count=3, source="tbl-e")
    rows = {row["Word"]: row for row in values(table)}
    assert (rows["peace"]["Occurrences"], rows["peace"]["Texts"]) == (9, 3)
    assert list(rows).index("peace") < list(rows).index("the")
    assert "q" not in rows["peace"]
    assert "nothing is tested" in table.note.markdown()
    assert digits_without_evidence(table) == []


def test_a_word_is_as_many_times_as_frequent_as_expected_as_its_log_ratio_says(words):
    wordfreq = pytest.importorskip("wordfreq")
    many = pd.concat([words] * 1000)
    rows = {row["Word"]: row for row in values(word_tables.english_table(many, source="tbl-e"))}
    peace = rows["peace"]
    # the list has shares to three digits
    share = wordfreq.word_frequency("peace", "en", wordlist="large")
    assert peace["Expected"] == pytest.approx(share * len(many), rel=5e-3)
    times = peace["Occurrences"] / peace["Expected"]
    assert times == pytest.approx(2 ** peace["Log ratio"], rel=2e-4)


def test_without_the_list_of_general_english_the_table_says_so(words, monkeypatch):
    monkeypatch.setitem(sys.modules, "wordfreq", None)
    table = word_tables.english_table(words, source="tbl-e")
    assert table.rows == ()
    assert "Skipped: wordfreq: is not installed" in "".join(p.text for p in table.note.pieces)


def test_figures_without_dates_say_why_they_are_empty(corpus, hits, words):
    undated = corpus.documents.assign(date=pd.NaT)
    undated["date"] = pd.to_datetime(undated["date"])
    over_time = trend(hits, words["doc"].value_counts(), with_groups(undated, "source"), by="group")
    assert figures.trends(over_time, by="group").axes[0].texts[0].get_text() == figures.NO_DATES
    assert time_tables.period_of(undated) == "day"
    assert figures.uptake({}, documents=undated).axes[0].texts


def test_events_are_read_from_beside_the_texts_and_numbered(corpus, hits, words, tmp_path):
    assert time_tables.events_beside(tmp_path) is None
    (tmp_path / "events.yml").write_text(
        "- {date: 2024-02-01, label: Talks}\n- {date: 1999-01-01, label: Before}\n"
    )
    events = time_tables.events_beside(tmp_path)
    over_time = trend(
        hits, words["doc"].value_counts(), with_groups(corpus.documents, "source"), by="group"
    )
    figure = figures.trends(over_time, by="group", events=events)
    assert figure.axes[-1].get_xlabel() == "1 Talks"


@pytest.mark.parametrize(
    ("days", "period"), [(["2024-01-01"], "day"), (["2024-01-01", "2024-03-01"], "week")]
)
def test_the_period_follows_the_time_the_texts_span(days, period):
    assert time_tables.period_of(pd.DataFrame({"date": pd.to_datetime(days)})) == period


def test_sentences_are_right_for_one_text_and_for_several(corpus):
    one = corpus_of({"a": "One."}, source="TASS", date="2025-08-01").documents
    assert origins(one).pieces[0].text == "TASS"
    assert "".join(p.text for p in origins(one).pieces) == "TASS, 1 August 2025"
    assert "".join(p.text for p in origins(corpus.documents).pieces) == (
        "Alpha and Beta, 5 January 2024 to 6 March 2024"
    )
    assert not origins(corpus_of({"a": "One."}).documents).pieces


def test_a_long_list_of_passages_shows_its_head_and_leads_to_the_rest():
    lines = pd.DataFrame(
        [("d", n, n + 1, "l", "n", "r", "outlet", "") for n in range(50)],
        columns=["doc", "start", "end", "left", "node", "right", "mode", "speaker"],
    )
    columns = [place_column(lines)]
    table = passages_table(lines, columns)
    assert len(table.rows) == 40
    [number] = [piece for piece in table.note.pieces if isinstance(piece, Cited)]
    assert len(number.of.loci) == 50
    assert len(passages_table(lines.head(40), columns).note.pieces) == 1


def test_many_forms_are_cut_to_the_most_frequent():
    hits = pd.DataFrame({"text": [f"form{n:02d}" for n in range(20)] + ["form19"]})
    assert forms_of(hits).startswith("form00; ")
    assert forms_of(hits).endswith("form19; and rarer ones")


def test_a_form_is_written_as_it_stands_most_often():
    hits = pd.DataFrame({"text": ["The US", "the US", "the US", "Kiev", "War", "war"]})
    assert forms_of(hits) == "Kiev; the US; war"


def test_a_colophon_of_many_texts_has_one_hash_over_theirs():
    documents = pd.DataFrame({"doc": [f"d{n}" for n in range(41)], "sha256": "0" * 64})
    [(what, many, digest)] = text_rows(documents)
    assert (what, many) == ("texts", "41")
    assert len(text_rows(documents.head(40))) == 40
    assert digest != text_rows(documents[::-1])[0][2]


def test_figures_of_topics_stand_by_paragraph_month_or_source(corpus):
    assert columns_of(corpus_of({"a": "One."}).documents) == ("Paragraph", None)
    across, months = columns_of(corpus.documents)
    assert (across, sorted(months.unique())) == ("Month", ["2024-01", "2024-02", "2024-03"])
    undated = corpus_of({"a": "One.", "b": "Two."}, source="TASS").documents
    assert columns_of(undated)[0] == "Source"
