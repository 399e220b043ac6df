import dataclasses
import json
import shutil
from contextlib import chdir

import pandas as pd
import pytest
from tests.conftest import ROOT

from topoi.errors import InputError
from topoi.project import open_study
from topoi.report.evidence import verify
from topoi.report.evidence.changes import diff
from topoi.report.evidence.citing import cite, kind_of, measured, number_id, sentence
from topoi.report.evidence.collecting import chapter_notebooks, collect
from topoi.report.evidence.counting import PublishedTexts, joined_spans
from topoi.report.evidence.package import read_cited
from topoi.report.evidence.passages import passages_at
from topoi.report.evidence.verify import HOLDS, not_holding
from topoi.report.publish.data_package import write_data_package
from topoi.report.publish.publish import linked
from topoi.text.corpus.hashes import file_hash


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def hash_anew(data):
    """Write into a package the hashes of its files as they now are, as a forger would."""
    file = data / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf-8"))
    for one in package["resources"]:
        one["hash"] = f"sha256:{file_hash(data / one['path'])}"
    file.write_text(json.dumps(package), encoding="utf-8")


def recomputed(site, again=None):
    """Verify a report whose hashes are those of its files, however these were changed."""
    hash_anew(site / "data")
    return verify.recomputed(site, again)


def test_a_true_report_holds(site):
    assert not_holding(recomputed(site)).empty
    statuses = recomputed(site)["status"].value_counts().to_dict()
    assert statuses == {"same": 15, "as in its table": 4, "not recomputed": 1}


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
    new = tmp_path / "new"
    shutil.copytree(site, new)
    sets = new / "data" / "cited_sets.jsonl"
    lines = [json.loads(line) for line in sets.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        if line["label"] == "must":
            line["rows"][-1] -= 1
    sets.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    changed = diff(site, new)
    assert set(changed["went"]) == {1}
    assert changed["passages_went"].str.contains("frames/must").all()


def test_a_package_of_an_earlier_version_has_the_passages_in_its_sets_and_is_read(site, tmp_path):
    old = tmp_path / "old"
    shutil.copytree(site, old)
    sets = read_cited(site / "data")
    lines = [json.dumps({"id": one.id, **one.packed()}) + "\n" for one in sets.values()]
    (old / "data" / "cited_sets.jsonl").write_text("".join(lines), encoding="utf-8")
    (old / "data" / "cited_passages.csv").unlink()
    description = old / "data" / "datapackage.json"
    told = json.loads(description.read_text(encoding="utf-8"))
    told["resources"] = [r for r in told["resources"] if r["name"] != "cited_passages"]
    description.write_text(json.dumps(told), encoding="utf-8")
    assert read_cited(old / "data") == sets
    assert diff(old, site).empty


def rewritten(data, change):
    """Write `numbers.csv` anew after changing some of its rows, and return which were changed."""
    path = data / "numbers.csv"
    numbers = pd.read_csv(path, dtype=str, keep_default_na=False)
    before = numbers.copy()
    change(numbers)
    numbers.to_csv(path, index=False)
    return (numbers != before).any(axis=1).tolist()


def off_by_a_hundred(text):
    """Return a printed number that is another one, in the form in which it was printed."""
    sign = "%" if text.endswith("%") else ""
    plain = text.removeprefix("'").removesuffix("%").replace(",", "")  # "'" guards a minus
    digits = len(plain.partition(".")[2])
    return f"{float(plain) + 100:,.{digits}f}{sign}"


def named(site, again):
    """Return for each published number whether `verify` says that it does not hold."""
    checked = recomputed(site, again)
    published = pd.read_csv(site / "data" / "numbers.csv")
    return (~checked["status"].iloc[: len(published)].isin(HOLDS)).tolist()


@pytest.mark.parametrize("column", ["value", "text"])
def test_each_number_changed_in_turn_is_named_and_no_other(site, chapter, column):
    again = collect([chapter])
    original = (site / "data" / "numbers.csv").read_bytes()
    for at in range(len(again.numbers)):
        (site / "data" / "numbers.csv").write_bytes(original)

        def change(numbers, at=at):
            old = numbers.loc[at, column]
            new = off_by_a_hundred(old) if column == "text" else str(float(old) + 1)
            numbers.loc[at, column] = new

        changed = rewritten(site / "data", change)
        assert changed == [i == at for i in range(len(changed))]
        assert named(site, again) == changed


@pytest.fixture(scope="module")
def seed_report(tmp_path_factory):
    """The data of this repository's own report, and what its chapters publish."""
    with chdir(ROOT):
        study = open_study(ROOT)
        notebooks = [p for p in chapter_notebooks(ROOT) if not p.name.startswith("90")]
        again = collect(notebooks)
        place = tmp_path_factory.mktemp("seed") / "site"
        layers = {"segments": study.segments, "voices": study.voices, "hits": study.hits}
        write_data_package(place / "data", corpus=study.corpus, published=again, layers=layers)
    return place, again


def test_every_number_of_the_projects_own_report_is_recomputed(seed_report):
    site, again = seed_report
    assert len(again.numbers) > 1000
    assert set(recomputed(site, again)["status"]) == {"same"}


@pytest.mark.parametrize("column", ["value", "text", "ref"])
def test_of_the_projects_own_report_exactly_the_changed_numbers_are_named(
    seed_report, tmp_path, column
):
    site, again = shutil.copytree(seed_report[0], tmp_path / "site"), seed_report[1]

    def change(numbers):
        every_third = numbers.index[1::3]
        old = numbers.loc[every_third, column]
        if column == "ref":  # the passages of another number, which are there and hold
            others = numbers["ref"].shift(-1).fillna(numbers["ref"].iloc[0])
            numbers.loc[every_third, column] = others[every_third]
        elif column == "text":
            numbers.loc[every_third, column] = old.map(off_by_a_hundred)
        else:
            numbers.loc[every_third, column] = (old.astype(float) + 1).astype(str)

    changed = rewritten(site / "data", change)
    assert sum(changed) > 200
    assert named(site, again) == changed


def test_numbers_and_their_table_changed_alike_are_named_where_chapters_are_run_again(
    site, chapter
):
    again = collect([chapter])
    change(site / "data" / "tables" / "tbl-scores.csv", "0.25", "0.35")
    change(site / "data" / "numbers.csv", "0.25,0.25", "0.35,0.35")
    assert not_holding(recomputed(site)).empty
    assert not_holding(recomputed(site, again))["status"].tolist() == ["differs", "differs"]


def test_a_value_that_stands_elsewhere_in_its_table_does_not_hold(site):
    change(site / "data" / "numbers.csv", "0.25,0.25", "0.50,0.5")
    assert not_holding(recomputed(site))["status"].tolist() == ["not in its table"]


def test_a_number_that_was_taken_out_is_named_where_chapters_are_run_again(site, chapter):
    path = site / "data" / "numbers.csv"
    path.write_text("\n".join(path.read_text("utf-8").splitlines()[:-1]) + "\n", encoding="utf-8")
    assert not_holding(recomputed(site, collect([chapter])))["status"].tolist() == [
        "is not published"
    ]


def test_a_page_prints_what_is_published(site, chapter):
    numbers = collect([chapter]).numbers
    kinds = [kind_of(how)[0] for how in numbers["how"]]
    anchors = [
        row.ref if kind == "count" else number_id(kind, row.ref, row.base)
        for kind, row in zip(kinds, numbers.itertuples(), strict=True)
    ]
    links = [
        f'<a class="evidence" href="../evidence/index.html#{anchor}">{text}</a>'
        for anchor, text in zip(anchors, numbers["text"], strict=True)
    ]
    page = site / "notebooks" / "01-a.html"
    page.parent.mkdir()
    page.write_text(" ".join(links), encoding="utf-8")
    assert not_holding(recomputed(site)).empty
    page.write_text(" ".join(links).replace(">125.0<", ">152.0<"), encoding="utf-8")
    wrong = not_holding(recomputed(site))
    assert wrong["status"].tolist() == [
        "is printed and not published",
        "is published and not printed",
    ]
    assert wrong["text"].tolist() == ["152.0", "125.0"]


@pytest.mark.parametrize(
    ("text", "value", "same"),
    [
        ("1,234", 1234, True),
        ("12.5%", 0.125, True),
        ("12%", 0.125, True),
        ("13%", 0.125, True),
        ("14%", 0.125, False),
        ("0.50", 0.504, True),
        ("0.50", 0.507, False),
        ("-2.5", -2.5, True),
        ("2.5", -2.5, False),
    ],
)
def test_a_number_is_printed_as_it_is_where_rounding_leads_there(site, text, value, same):
    def other(numbers):
        row = numbers.index[numbers["how"] == "a score"][-1]
        numbers.loc[row, ["text", "value"]] = [text, str(value)]
        numbers.loc[row, ["table", "row", "column"]] = ""

    rewritten(site / "data", other)
    checked = recomputed(site)
    status = checked.loc[checked["text"] == text, "status"].tolist()[-1]
    assert (status == "printed otherwise") != same


def test_a_cited_passage_outside_of_its_text_is_named(site):
    sets = site / "data" / "cited_sets.jsonl"
    lines = [json.loads(line) for line in sets.read_text(encoding="utf-8").splitlines()]
    every = site / "data" / "cited_passages.csv"
    listed = every.read_text(encoding="utf-8")
    end = len(json.loads((site / "data" / "texts.jsonl").read_text().splitlines()[0])["text"])
    for place, told in ((end, ""), (end + 1, "a cited passage lies outside its text")):
        made = passages_at([("d", end - 3, place, "voice/direct")], label="own")
        every.write_text(f"{listed}d,{end - 3},{place},voice/direct\n", encoding="utf-8")
        own = {"id": made.id, "label": "own", "rows": [listed.count("\n") - 1, 1]}
        sets.write_text("\n".join(map(json.dumps, [*lines, own])) + "\n", encoding="utf-8")

        def cites(numbers, made=made):
            row = numbers.index[numbers["how"] == "share of words"][0]
            numbers.loc[row, "ref"] = made.id

        rewritten(site / "data", cites)
        statuses = set(recomputed(site)["status"])
        assert (told in statuses) == bool(told)
        assert "the cited passages are missing" not in statuses


@pytest.fixture
def again(chapter):
    """What the chapter publishes when it is run again, with one cell of its numbers set."""
    made = collect([chapter])

    def other(column, value, row=2):
        numbers = made.numbers.copy()
        numbers[column] = numbers[column].astype(object)
        numbers.loc[row, column] = value
        return dataclasses.replace(made, numbers=numbers)

    return other


@pytest.mark.parametrize(
    ("column", "value", "status"),
    [
        ("value", 7.0, "differs"), ("text", "7", "printed otherwise"),
        ("ref", "ev-0123456789", "cites other passages"), ("base", "ev-1", "has another base"),
        ("how", "words", "is said to be another number"),
        ("place", "elsewhere", "is said to be another number"),
        ("source", "tbl-x", "is said to be another number"),
        ("table", "tbl-x", "stands elsewhere"), ("row", "9", "stands elsewhere"),
        ("column", "x", "stands elsewhere"),
    ],
)  # fmt: skip
def test_whatever_of_a_number_is_another_when_it_is_made_again_is_said(
    site, again, column, value, status
):
    wrong = not_holding(recomputed(site, again(column, value)))
    assert wrong["status"].tolist() == [status]
    published = pd.read_csv(site / "data" / "numbers.csv", dtype=str).iloc[2]
    assert wrong["place"].tolist() == [published["place"]]
    assert wrong["recomputed"].tolist() == [7.0 if column == "value" else float(published["value"])]


def test_values_are_the_same_up_to_the_sixth_decimal(site, again):
    value = 2.0
    numbers = pd.read_csv(site / "data" / "numbers.csv")
    at = numbers.index[numbers["value"] == value][0]
    close, apart = again("value", value + 9e-6, at), again("value", value + 2e-5, at)
    assert not_holding(recomputed(site, close)).empty
    assert not_holding(recomputed(site, apart))["status"].tolist() == ["differs"]


def test_a_number_that_is_no_longer_made_is_named(site, chapter):
    made = collect([chapter])
    fewer = dataclasses.replace(made, numbers=made.numbers.iloc[:-1])
    wrong = not_holding(recomputed(site, fewer))
    assert (wrong["status"].tolist(), wrong["recomputed"].tolist()) == (["is not made again"], [""])


def test_a_chapter_that_is_not_made_again_is_compared_with_its_passages_alone(site, chapter):
    made = collect([chapter])
    none = dataclasses.replace(made, numbers=made.numbers.iloc[:0], tables=())
    alone, without = recomputed(site, none), recomputed(site)
    pd.testing.assert_frame_equal(alone, without)


def test_cells_of_a_table_made_otherwise_are_named_by_their_row_and_column(site, chapter):
    made = collect([chapter])
    scores = made.tables[1]
    frame = scores.frame.assign(k=[2, 4])
    other = dataclasses.replace(scores, frame=frame)
    wrong = not_holding(recomputed(site, dataclasses.replace(made, tables=(made.tables[0], other))))
    assert wrong[["place", "value", "recomputed", "how", "status"]].values.tolist() == [
        ["tbl-scores: row 2, k", 3, 4, "a score", "differs"]
    ]
    longer = dataclasses.replace(scores, frame=pd.concat([scores.frame, scores.frame]))
    wrong = not_holding(
        recomputed(site, dataclasses.replace(made, tables=(made.tables[0], longer)))
    )
    assert wrong[["chapter", "place", "status"]].values.tolist() == [
        ["01-a", "tbl-scores", "is another table"]
    ]
    elsewhere = dataclasses.replace(longer, chapter="02-not-published")
    assert not_holding(
        recomputed(site, dataclasses.replace(made, tables=(made.tables[0], elsewhere)))
    ).empty


def test_words_of_a_published_hit_must_be_those_of_its_text(site):
    change(site / "data" / "hits.csv", "root cause", "root course")
    wrong = not_holding(recomputed(site))
    told = "a cited passage is not among the published hits"
    assert set(wrong["status"]) == {told}
    assert wrong["place"].tolist() == [
        *("tbl-codes: root causes, outlet", "tbl-codes: root causes, Total"),
        *("tbl-codes: Total, outlet", "tbl-codes: Total, Total"),
    ]


def test_a_set_whose_passages_are_not_those_of_its_link_is_named(site):
    sets = site / "data" / "cited_sets.jsonl"
    lines = [json.loads(line) for line in sets.read_text(encoding="utf-8").splitlines()]
    two = next(line for line in lines if line["label"] == "must")
    two["rows"][-1] -= 1
    sets.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    wrong = not_holding(recomputed(site))
    assert set(wrong["status"]) == {"the cited passages are not those of the link"}
    assert set(wrong["recomputed"]) == {""}
    sets.write_text("".join(json.dumps(line) + "\n" for line in lines if line is not two))
    wrong = not_holding(recomputed(site))
    assert set(wrong["status"]) == {"the cited passages are missing"}


def test_numbers_of_a_chapter_without_a_page_are_looked_for_on_the_front_page(site, chapter):
    front = site / "index.html"
    made = collect([chapter]).numbers
    counted = made[made["how"] == "count"].iloc[-1]
    link = '<a class="evidence" href="evidence/index.html#{}">{}</a>'
    front.write_text(link.format(counted["ref"], counted["text"]), encoding="utf-8")
    assert not_holding(recomputed(site)).empty
    front.write_text(link.format(counted["ref"], "9"), encoding="utf-8")
    wrong = not_holding(recomputed(site))
    assert wrong[["chapter", "place", "text", "status"]].values.tolist() == [
        ["index.html", counted["ref"], "9", "is printed and not published"]
    ]


@pytest.mark.parametrize("how", ["", "per 1,000 words", "a score"])
def test_a_zero_is_checked_though_it_opens_nothing(layers, write_notebook, tmp_path, how):
    nothing = layers[1]["hits"].head(0)
    none = measured(0, how=how, hits=nothing, digits=0) if how else cite(nothing, label="Nothing")
    made = collect([write_notebook(tmp_path / "01-b.ipynb", ("", sentence("{n}", n=none)))])
    write_data_package(tmp_path / "data", corpus=layers[0], published=made, layers=layers[1])
    page = tmp_path / "notebooks" / "01-b.html"
    page.parent.mkdir(exist_ok=True)
    printed = linked(none.markdown(), up="../", tables={})
    assert "90-evidence" not in printed
    page.write_text(printed, encoding="utf-8")
    assert not_holding(recomputed(tmp_path)).empty
    page.write_text(printed.replace(">0<", ">2<"), encoding="utf-8")
    assert not_holding(recomputed(tmp_path))["text"].tolist() == ["2", "0"]


def test_a_value_is_computed_to_the_six_decimals_that_are_published(
    layers, write_notebook, tmp_path
):
    hits = layers[1]["hits"]
    third = measured(1 / 3, hits=hits.head(1), base=hits, how="share of passages", percent=True)
    made = collect([write_notebook(tmp_path / "01-b.ipynb", ("", sentence("{s}", s=third)))])
    write_data_package(tmp_path / "data", corpus=layers[0], published=made, layers=layers[1])
    (row,) = recomputed(tmp_path).to_dict("records")
    assert (row["value"], row["recomputed"], row["status"]) == (0.333333, 0.333333, "same")


def test_without_a_data_package_nothing_is_checked(tmp_path):
    with pytest.raises(InputError, match="holds no data package"):
        verify.recomputed(tmp_path)
