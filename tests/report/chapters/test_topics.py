"""The chapter on topics: what went in, which topics there are, and whether they may be read."""

import numpy as np
import pandas as pd
import pytest
from tests.report.chapters.cells import behind, made, numbers, plain, shown

from topoi.analysis.measures.cooccurrence import theme_profile
from topoi.analysis.topics.gate import Gate
from topoi.analysis.topics.models import TopicModel
from topoi.analysis.topics.units import TermMatrix, TopicUnits
from topoi.report.chapters.topic_tests import (
    authors_sentence,
    copies_clause,
    copies_table,
    curve_table,
    gates_table,
    verdict_sentence,
    warning_sentence,
)
from topoi.report.chapters.topics import (
    authors_table,
    columns_of,
    compared_table,
    group_shares_table,
    nearest_table,
    prevalence_table,
    profile_sentence,
    profile_table,
    settings_table,
    theme_matrix,
    weights_matrix,
    words_table,
)
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.numbered import token_table
from topoi.text.words.segments import segments

TEXT = "War came. Guns fired.\n\nPeace talks.\n\nWar again."
CORPUS = corpus_of({"a": TEXT})
SEGMENTS = segments(CORPUS)
HITS = pd.DataFrame(
    [("a", 0, 3, "war", 1, 1, "outlet"), ("a", 10, 14, "war", 1, 2, "direct"),
     ("a", 23, 28, "peace", 2, 3, "direct"), ("a", 37, 40, "war", 3, 4, "direct")],
    columns=["doc", "start", "end", "code", "paragraph", "sentence", "mode"],
)  # fmt: skip
LABELS = {"peace": "Peace", "war": "War", "law": "Law"}
UNITS = TopicUnits(
    "paragraph", "few", SEGMENTS[SEGMENTS["kind"] == "paragraph"].reset_index(drop=True)
)
MODEL = TopicModel(
    "NMF", 2, ("guns", "peace", "talks", "war"),
    np.array([[0.4, 0.0, 0.0, 0.6], [0.0, 0.5, 0.5, 0.0]]),
    np.array([[1.0, 0.0], [0.125, 0.875], [0.75, 0.25]]), {"seed": 1},
)  # fmt: skip
TERMS = TermMatrix(
    MODEL.terms, np.array([0, 0, 1, 1, 2]), np.array([3, 0, 1, 2, 3]), np.array(["a"] * 3),
    {"words": 7, "kept": 5},
)  # fmt: skip


def profile():
    tokens = token_table(CORPUS)
    return theme_profile(HITS, SEGMENTS, tokens, codes=list(LABELS))


def test_themes_stand_by_the_paragraphs_they_touch_with_those_inside_quotations():
    quotations = pd.DataFrame({"doc": ["a"], "start": [8], "end": [34]})
    table = profile_table(profile(), HITS, LABELS, quotations)
    assert table.columns == (
        *("Theme", "Passages", "Inside quotations", "Paragraphs", "Share", "From", "To"),
    )
    assert [row[:5] for row in shown(table)] == [
        ["War", "3", "2", "2", "67%"],
        ["Peace", "1", "1", "1", "33%"],
        ["Law", "0", "0", "0", "0%"],
    ]
    assert behind(table.rows[0][2]) == [("a", 10), ("a", 37)]
    assert table.rows[0][2].of.label == "War, quoted"
    assert behind(table.rows[0][5]) == [("a", 0), ("a", 10), ("a", 37)]
    assert made(table)["To"][0] == "share of paragraphs a theme touches, high"


def test_the_first_theme_is_the_one_with_the_most_passages():
    told = profile_sentence(profile(), HITS, LABELS)
    assert plain(told).startswith(
        "The theme with the most passages is War: 3 passages in 2 paragraphs. "
    )
    assert numbers(told)[1][1:] == ("paragraphs", [("a", 0), ("a", 10), ("a", 37)])
    in_heading = HITS.assign(paragraph=[0, *HITS["paragraph"][1:]])
    assert "3 passages, 2 of them in 2 paragraphs. " in plain(
        profile_sentence(profile(), in_heading, LABELS)
    )
    assert not profile_sentence(profile(), HITS[:0], LABELS).pieces


def test_what_went_into_the_models_is_listed():
    drawn = TopicModel("LDA", 2, (), np.zeros((2, 0)), np.zeros((3, 2)), {}, "none", drawn=2)
    table = settings_table(UNITS, TERMS, [MODEL, drawn])
    assert shown(table) == [
        ["Unit", "paragraph: few"],
        ["Units", "3"],
        ["Units drawn and fitted, then all read", "2"],
        ["Words: in the units", "7"],
        ["Words: kept", "5"],
        ["Different words kept", "4"],
        ["NMF settings", "seed 1"],
        ["LDA settings", "none"],
    ]
    assert table.numeric == frozenset()  # words stand in the column, too
    assert len(behind(table.rows[1][1])) == 3
    assert table.rows[3][1].source == "tbl-topics-input"


def gate(**about):
    known = {"k": 2, "units": 30, "agreements": (0.9,) * 20, "null": (0.2,) * 20}
    return Gate(**{**known, "null_high": 0.3, "tested": 30, **about})


FAILS = {"null_high": 0.95}


def test_topics_have_words_their_nearest_theme_and_what_speaks_against_them():
    gates = [gate(), gate(method="LDA", note="too few")]
    other = TopicModel("LDA", 2, MODEL.terms, MODEL.words, MODEL.weights, {})
    table = words_table([MODEL, other], TERMS, UNITS, HITS, LABELS, gates=gates)
    rows = shown(table)
    assert [row[:3] for row in rows[:2]] == [
        ["NMF 1", "war guns", "war guns"], ["NMF 2", "peace talks", "peace talks"],
    ]  # fmt: skip
    assert [row[4:6] for row in rows[:2]] == [["War", "1.00"], ["Peace", "1.00"]]
    # the second topic rests on one unit: .875 of 1.125
    assert [row[6].split("; ")[0] for row in rows] == [
        rows[0][6], "rests on one unit", "not tested", "not tested",
    ]  # fmt: skip
    assert rows[2][0] == "LDA 1"
    failing = words_table([MODEL], TERMS, UNITS, HITS[:0], LABELS, gates=[gate(**FAILS)])
    assert shown(failing)[1][4:6] == ["none", "0.00"]
    assert shown(failing)[1][6].startswith(
        "not surely steadier than those of shuffled words; rests"
    )


def test_a_figure_has_paragraphs_of_one_text_and_months_or_groups_of_several():
    weights = weights_matrix(MODEL, UNITS, CORPUS.documents)
    assert weights.index.tolist() == ["war / guns", "peace / talks"]
    assert weights.columns.tolist() == [1, 2, 3]
    assert weights.to_numpy().tolist() == [[1.0, 0.12, 0.75], [0.0, 0.88, 0.25]]
    themes = theme_matrix(HITS, SEGMENTS, CORPUS.documents, LABELS)
    assert themes.loc["War"].tolist() == [2, 0, 1]
    assert themes.loc["Peace"].tolist() == [0, 1, 0]


def test_a_unit_of_one_text_is_named_by_its_paragraph_or_else_by_its_place():
    some = UNITS.spans.assign(paragraph=[2, 5, 6])
    named = weights_matrix(MODEL, UNITS._replace(spans=some), CORPUS.documents)
    assert named.columns.tolist() == [2, 5, 6]
    plain = UNITS._replace(spans=some.drop(columns="paragraph"))
    assert weights_matrix(MODEL, plain, CORPUS.documents).columns.tolist() == [1, 2, 3]


def months(*dates, source=("AP", "BBC", "AP")):
    rows = {"doc": ["a", "b", "c"][: len(dates)], "source": list(source)[: len(dates)]}
    return pd.DataFrame({**rows, "date": pd.to_datetime(list(dates))})


def test_texts_of_several_months_stand_by_month_and_those_of_one_by_source():
    documents = months("2025-01-03", "2025-02-03", "2025-02-09")
    of_texts = TopicUnits("document", "", pd.DataFrame({"doc": ["a", "b", "c"]}))
    weights = weights_matrix(MODEL, of_texts, documents)
    assert weights.columns.tolist() == ["2025-01", "2025-02"]
    assert weights.loc["war / guns"].tolist() == [1.0, 0.44]
    one_month = months("2025-02-01", "2025-02-03", None)
    assert columns_of(one_month)[0] == "Source"
    weights = weights_matrix(MODEL, of_texts, one_month)
    assert weights.columns.tolist() == ["AP", "BBC"]
    assert weights.loc["war / guns"].tolist() == [0.88, 0.12]
    frames = HITS.assign(doc=["a", "b", "b", "c"])
    themes = theme_matrix(frames, SEGMENTS, documents, LABELS)
    assert themes.loc["War"].tolist() == [1, 2]
    assert themes.loc["Law"].tolist() == [0, 0]


def test_the_last_thirty_months_are_shown():
    dates = pd.date_range("2020-01-01", periods=31, freq="MS")
    documents = pd.DataFrame({"doc": [f"d{n}" for n in range(31)], "source": "", "date": dates})
    frames = pd.DataFrame({"doc": ["d0", "d30"], "code": "war"})
    matrix = theme_matrix(frames, SEGMENTS, documents, LABELS)
    assert (matrix.shape, matrix.columns[0], matrix.columns[-1]) == ((3, 30), "2020-02", "2022-07")
    assert int(matrix.to_numpy().sum()) == 1


def test_tables_of_topics_say_what_their_numbers_are():
    nearest = UNITS.spans.assign(topic=[1, 2, 1], weight=[1.0, 0.875, 0.75])
    table = nearest_table(CORPUS, nearest)
    assert shown(table)[1] == ["2", "0.88", "23-35", "Peace talks."]
    spread = pd.DataFrame({"topic": [1, 2], "units": [2, 1], "share": [0.667, 0.333]})
    spread = spread.assign(low=0.125, high=0.9)
    led = prevalence_table(spread)
    assert shown(led)[0] == ["1", "2", "67%", "12%", "90%"]
    assert made(led)["Share"] == ("share of units a topic leads, share", "tbl-topics-prevalence")


def groups(rows):
    found = pd.DataFrame({"group": "AP", "topic": range(1, rows + 1), "units": 1, "of": 4})
    found = found.assign(share=0.25, low=0.0625, high=0.5, group_a="AP", group_b="BBC")
    found = found.assign(difference=-0.125, p=0.0204, p_corrected=np.nan, note="")
    found.attrs["note"] = "Over texts."
    return found


@pytest.mark.parametrize(("rows", "told"), [(60, ""), (61, " The last rows are left out.")])
def test_the_first_sixty_rows_of_groups_are_shown(rows, told):
    table = group_shares_table(groups(rows), source="tbl-g")
    assert len(table.rows) == 60
    assert shown(table)[0] == ["AP", "1", "1", "4", "25.0%", "6.2%", "50.0%"]
    assert plain(table.note) == f"Over texts.{told}"
    compared = compared_table(groups(rows), source="tbl-g")
    assert len(compared.rows) == 60
    assert shown(compared)[0] == ["1", "AP", "BBC", "-12.5%", "0.020", "—", "—"]


def said(*gates, units=UNITS, words=TERMS, themes=True):
    return plain(verdict_sentence(gates, words, units, themes=themes))


def test_topics_that_pass_are_published_with_the_figures_of_the_test():
    assert said(gate()) == (
        "What is the text about? Topics can be told apart: 2 topics of 3 units agree by 0.90 or "
        "more (1 is full agreement) in 95% of 20 resamples; those of the same words shuffled agree "
        "by up to 0.30 in 95% of 20 shuffles, corrected for the numbers of topics tried. The test "
        "is passed."
    )
    assert "2 topics of 29 of 3 units agree" in said(gate(tested=29))
    several = UNITS._replace(spans=UNITS.spans.assign(doc=["a", "b", "b"]))
    assert said(gate(), units=several).startswith("What are the texts about?")


@pytest.mark.parametrize(
    ("units", "told"),
    [(20, ""), (19, ", and there are only 9.5 units a topic")],
)
def test_topics_that_fail_are_not_published_and_few_units_are_told(units, told):
    text = said(gate(**FAILS, units=units, tested=units))
    assert "No topic finding is published: " in text
    assert text.endswith(f"tried{told}. The theme profile of the codebook stands instead.")
    assert said(gate(**FAILS), themes=False).endswith("tried. ")


def test_topics_that_were_not_tested_are_not_published_and_why():
    assert said(gate(note="too few words")) == (
        "What is the text about? No topic finding is published: too few words. The theme profile "
        "of the codebook stands instead."
    )


def copied():
    """Return the terms of three units of which the last repeats the first."""
    words = [f"w{n}" for n in range(6)]
    rows, columns = np.repeat([0, 1, 2], [6, 2, 6]), np.array([*range(6), 0, 5, *range(6)])
    return TermMatrix(tuple(words), rows, columns, np.array(["a"] * 3))


def test_near_copies_are_told_and_listed_with_what_they_repeat():
    told = copies_clause(copied(), UNITS)
    assert plain(told) == "; near copies left out beforehand: 1"
    third = int(UNITS.spans["start"][2])
    assert numbers(told) == [("1", "count", [("a", third)])]
    assert not copies_clause(TERMS, UNITS).pieces
    assert "2 topics of 2 units agree" in said(gate(), words=copied())
    [row] = shown(copies_table(copied(), UNITS))
    assert row == [f"a:{third}-{UNITS.spans['end'][2]}", f"a:0-{UNITS.spans['end'][0]}", "1.00"]


def test_models_that_pass_and_those_that_do_not_are_named():
    passed, failed = gate(), gate(method="LDA", **FAILS)
    text = plain(warning_sentence([passed, failed]))
    assert "The topics of the NMF pass it. Those of the LDA have not passed it and are no" in text
    both = plain(warning_sentence([passed, gate(method="LDA")]))
    assert "The topics of the NMF and the LDA pass it. A topic" in both
    assert not warning_sentence([gate(k=0), failed]).pieces


def test_each_gate_has_a_row_with_its_figures_and_its_result():
    rows = [gate(), gate(method="LDA", note="too few", agreements=(), null=(), tested=0)]
    rows.append(gate(method="X", units=19, **FAILS))
    assert shown(gates_table(rows)) == [
        ["NMF", "2", "30", "20", "0.90", "20", "0.30", "passes"],
        ["LDA", "2", "—", "—", "—", "—", "—", "not tested: too few"],
        ["X", "2", "30", "20", "0.90", "20", "0.95",
         "does not pass; 19 units for 2 topics are fewer than 10 units a topic"],
    ]  # fmt: skip


def test_a_gate_says_what_was_dealt_anew_in_its_copies():
    rows = gates_table([gate(), gate(method="author-topic")]).rows
    assert [row[5].how for row in rows] == [
        *("shuffled copies", "copies with their speakers dealt anew"),
    ]
    assert "what 95% of copies with their speakers dealt anew stay" in rows[1][6].how


def test_the_curve_says_of_each_number_of_topics_whether_it_passes():
    known = {"mean": 0.5, "low": 0.4, "null_mean": 0.2, "null_high": 0.3, "npmi": 0.1}
    curve = pd.DataFrame([{"k": k, **known, "passed": k == 2, "note": "" if k < 4 else "none"}
                          for k in (2, 3, 4)])  # fmt: skip
    assert [[row[0], row[1], row[-1]] for row in shown(curve_table(curve))] == [
        ["2", "0.50", "passes"], ["3", "0.50", "does not pass"], ["4", "0.50", "none"],
    ]  # fmt: skip


def authored(**about: object) -> Gate:
    known = {"k": 3, "units": 60, "agreements": (0.75,) * 20, "null": (0.25,) * 20}
    return Gate(**{**known, "null_high": 0.25, "method": "author-topic", **about})


def test_topics_by_speaker_are_told_with_the_test_that_they_pass() -> None:
    told = plain(authors_sentence(authored()))
    assert told.startswith("Topics of speakers can be told apart: 3 topics of speakers")
    assert "agree by 0.75 or more in 95% of 20 resamples" in told
    assert "dealt anew among them by up to 0.25 in 95% of 20 trials" in told


def test_topics_by_speaker_that_do_not_pass_are_not_published_and_the_reason_is_said() -> None:
    told = plain(authors_sentence(authored(null_high=0.8)))
    assert told.startswith("Topics by speaker are not published: 3 topics of speakers")
    few = plain(authors_sentence(authored(units=29)))
    assert few.endswith(", and 29 units for 3 topics are fewer than 10 units a topic.")
    untested = plain(authors_sentence(authored(note="one speaker")))
    assert untested == "Topics by speaker are not published: one speaker."


def test_each_speaker_has_the_topic_that_leads_what_they_say() -> None:
    rows = [("Ann", 2, 0.625, "war peace")]
    leading = pd.DataFrame(rows, columns=["speaker", "topic", "share", "words"])
    assert shown(authors_table(leading)) == [["Ann", "2", "62%", "war peace"]]
