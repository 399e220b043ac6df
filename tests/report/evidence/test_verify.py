import json

import pytest

from topoi.errors import InputError
from topoi.report.evidence.changes import diff
from topoi.report.evidence.counting import PublishedTexts, joined_spans
from topoi.report.evidence.verify import not_holding, recomputed


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_true_report_holds(site):
    assert not_holding(recomputed(site)).empty
    assert recomputed(site)["status"].value_counts().to_dict() == {"same": 15, "as in its table": 5}


def test_a_changed_number_is_listed(site):
    change(site / "data" / "numbers.csv", ",125.0,125.0,", ",125.0,140.0,")
    wrong = not_holding(recomputed(site))
    assert wrong["status"].tolist() == ["differs"]
    assert wrong["recomputed"].tolist() == [125.0]


def test_a_number_printed_otherwise_than_its_value_is_listed(site):
    change(site / "data" / "numbers.csv", ",18.8%,", ",21.0%,")
    assert not_holding(recomputed(site))["status"].tolist() == ["printed otherwise"]


def test_a_hit_that_is_gone_is_missed_by_every_number_it_is_in(site):
    hits = site / "data" / "hits.csv"
    lines = hits.read_text(encoding="utf-8").splitlines()
    hits.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    wrong = not_holding(recomputed(site))
    assert len(wrong) > 3
    assert set(wrong["status"]) == {"a cited passage is not among the published hits"}


def test_a_changed_text_is_refused(site):
    change(site / "data" / "texts.jsonl", "old", "new")
    with pytest.raises(InputError, match="is not the text that was hashed"):
        not_holding(recomputed(site))


def test_a_score_must_stand_in_the_table_it_names(site):
    change(site / "data" / "tables" / "tbl-scores.csv", "0.5", "0.6")
    assert set(not_holding(recomputed(site))["status"]) == {"not in its table"}


def test_words_in_overlapping_spans_are_counted_once(layers):
    corpus, tables = layers
    texts = PublishedTexts(corpus.texts, tables["segments"])
    assert texts.counted("words", None) == 16
    assert texts.counted("words", (("d", 0, 14, ""), ("d", 4, 14, ""))) == 3
    dated = PublishedTexts({"d": "date 2025-08-01 He left."}, tables["segments"])
    assert dated.counted("words", None) == dated.counted("words", (("d", 0, 24, ""),)) == 2
    assert joined_spans([("d", 0, 2, ""), ("e", 1, 3, "")]) == [("d", 0, 2), ("e", 1, 3)]


def test_units_are_those_that_hold_a_span(layers):
    corpus, tables = layers
    texts = PublishedTexts(corpus.texts, tables["segments"])
    assert texts.counted("sentences", (("d", 4, 8, ""), ("d", 9, 14, ""))) == 1
    assert texts.counted("sentences", None) == 3


def test_two_equal_reports_do_not_differ(site):
    assert diff(site, site / "data").empty


def test_a_changed_finding_is_listed_with_its_passages(site, tmp_path):
    import shutil

    new = tmp_path / "new"
    shutil.copytree(site, new)
    sets = new / "data" / "cited_sets.jsonl"
    lines = [json.loads(line) for line in sets.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        if line["label"] == "must":
            line["docs"]["d"].pop()
    sets.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    changed = diff(site, new)
    assert set(changed["went"]) == {1}
    assert changed["passages_went"].str.contains("frames/must").all()
