"""Judging in a browser: drawn by a seed, blind, by keyboard, kept, saved, read again."""

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlparse

import pandas as pd
import pytest
from tests.report.browser import CHROMIUM, browser

from topoi.coding.codebook.reading import codebook_from
from topoi.coding.codebook.strict_yaml import parse_yaml
from topoi.coding.quality.judgements import read_gold
from topoi.coding.quality.reliability import units_of_coding
from topoi.coding.quality.scores import score_readers
from topoi.errors import InputError
from topoi.project import read_texts
from topoi.report.chapters.readers import between_table, disputed_table, drawn_table
from topoi.report.evidence.collecting import collect
from topoi.report.publish.evidence_pages import write_pages
from topoi.report.publish.publish import next_to_read
from topoi.report.publish.review import review_pool
from topoi.report.publish.search_index import sections_of

CODES = """\
id: f
version: "1"
title: F
codes:
  - {id: peace, number: F01, label: Peace, definition: Peace is named., include: [peace],
     examples: {yes: [peace]}}
  - {id: never, number: F02, label: Never, definition: What no text says., include: [unsayable],
     examples: {yes: [unsayable]}}
"""
# Six sentences; peace stands in three of them, once in direct speech.
TEXT = (
    "We want peace. The rain fell. “The old peace is gone,” Ann Lee said. It rained again. "
    "US peace talks went on. All left."
)
SAVED = """(async (button) => { let made; const real = URL.createObjectURL;
  URL.createObjectURL = blob => { made = blob; return real.call(URL, blob); };
  document.getElementById(button).click();
  await new Promise(done => setTimeout(done, 200)); URL.createObjectURL = real;
  return await made.text(); })"""


@pytest.fixture(scope="module")
def study():
    book = codebook_from(parse_yaml(CODES, place="f.yml"), place="f.yml")
    return read_texts(pd.DataFrame([{"id": "a/b c", "text": TEXT}]), codebook=book)


def test_the_pool_counts_units_with_and_without_a_hit(study):
    pool = review_pool(["a/b c"], study.hits, study.segments, ["f/peace"])
    assert (pool["units"], pool["holding"]) == (6, {"f/peace": 3})
    units = units_of_coding(study.segments)[["start", "end"]].to_numpy().tolist()
    assert sorted(unit[1:3] for unit in pool["drawn"]) == units
    assert sorted(unit[1:] for unit in pool["held"]["f/peace"]) == [units[n] for n in (0, 2, 4)]
    assert sorted(unit[1] for unit in pool["drawn"] if unit[3] == [0]) == [
        units[n][0] for n in (0, 2, 4)
    ]


def test_what_to_read_next_needs_judgements_enough_and_is_told_by_full_names(study, tmp_path):
    assert next_to_read(study) is None
    text = " ".join(f"Peace came {n}. Rain fell {n}." for n in range(13))
    judged = [
        {"doc": "a", "start": start, "end": start + 5, "pattern": "F01", "coder": "Ann"}
        for start in (found.start() for found in re.finditer("Peace", text[: text.index("11")]))
    ]
    file = tmp_path / "ann.jsonl"
    for rows, enough in ((judged[:3], False), (judged, True)):
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        units = pd.DataFrame([{"id": "a", "text": text}, {"id": "b", "text": "Peace. No rain."}])
        read = replace(read_texts(units, codebook=study.codebooks[0]), judgement_files=(file,))
        order = next_to_read(read)
        assert (order is not None) == enough
    told = review_pool(["a", "b"], read.hits, read.segments, ["f/peace"], order=order)
    assert list(told["next"]) == ["f/peace"]
    places = {(0 if doc == "a" else 1, start): hit for doc, start, hit in
              order[["doc", "start", "hit"]].itertuples(index=False)}  # fmt: skip
    assert {(doc, start): bool(hit) for doc, start, _, hit in told["next"]["f/peace"]} == places
    assert told["order"].startswith("A classifier learned from ")
    nothing = review_pool(["a", "b"], read.hits, read.segments, ["f/peace"], order=order[:0])
    assert not {"next", "order"} & set(nothing)


@pytest.fixture(scope="module")
def page(study, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    layers = {"hits": study.hits, "segments": study.segments, "voices": study.voices}
    site = {"corpus": study.corpus, "published": collect([]), "codebooks": study.codebooks}
    written = write_pages(folder, **site, **layers)
    with browser(folder, width=390) as tab:
        tab.address = (written / "review.html").as_uri()
        yield tab


def draw(page, *, seed=1, each=6, codes=("f/peace", "f/never")):
    page.open(page.address)
    page.value("localStorage.clear()")
    page.open(page.address)
    page.value("document.getElementById('reader').value = 'Ann Ö'")
    page.value(f"document.getElementById('each').value = {each}")
    page.value(f"document.getElementById('draw-seed').value = {seed}")
    page.value(
        "document.querySelectorAll('#code-boxes input').forEach(box => "
        f"{{ box.checked = {json.dumps(list(codes))}.includes(box.value); }})"
    )
    page.value("document.querySelector('#draw [type=submit]').click()")
    page.until("document.body.dataset.ready === 'item-0'")


def items(page):
    """Return code and place of all items, by going through them."""
    count = int(page.texts("#progress")[0].split(" of ")[1].split(";")[0])
    found = []
    for number in range(count):
        page.until(f"document.body.dataset.ready === 'item-{number}'")
        found.append((page.texts("#item-title")[0], page.texts("#item-place")[0]))
        page.press("ArrowRight")
    return found


pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no chromium")]


def test_a_seed_draws_the_same_sentences_of_each_code_again(page):
    draw(page)
    first = items(page)
    draw(page)
    assert items(page) == first
    assert [title for title, _ in first].count("Peace") == 6  # three with and three without a hit
    assert [title for title, _ in first].count("Never") == 3  # no text says it: only others
    draw(page, seed=2)
    assert items(page) != first


def test_what_the_coding_says_is_hidden_until_judged(page):
    draw(page, codes=["f/peace"])
    assert page.value("document.getElementById('answer').hidden")
    assert page.texts("#item-text mark") == []
    assert page.texts("#item-definition") == ["Peace is named."]
    page.press("y")
    page.until("!document.getElementById('answer').hidden")
    found = "peace" in page.texts("#item-text strong")[0]
    assert page.texts("#item-text mark") == (["peace"] if found else [])
    assert ("found it here" in page.texts("#answer-coding")[0]) == found


def test_answers_by_keyboard_outlive_the_page_and_are_read_as_judgements(page, study, tmp_path):
    draw(page, codes=["f/peace"])
    verdicts = {}
    for number, _ in enumerate(range(6)):
        page.until(f"document.body.dataset.ready === 'item-{number}'")
        place = page.texts("#item-place")[0]
        verdicts[place] = "no" if number % 2 else "borderline" if number == 4 else "yes"
        page.press(verdicts[place][0])
        page.press("v")
        page.press("Escape")
        page.press("ArrowRight")
    page.open(page.address)
    page.until("document.body.dataset.ready.startsWith('item')")
    lines = page.value(f"{SAVED}('save-lines')")
    file = tmp_path / "judgements.jsonl"
    file.write_text(lines, encoding="utf-8")
    read = replace(study, judgement_files=(file,))
    judged = read.judgements
    places = judged["doc"] + ":" + judged["start"].astype(str) + "-" + judged["end"].astype(str)
    assert dict(zip(places, judged["verdict"], strict=True)) == verdicts
    design = ["reader", "codebook", "code", "stratum", "drawn", "seed", "version", "file"]
    assert judged[design].drop_duplicates().to_numpy().tolist() == [
        ["Ann Ö", "f", "peace", 3, 3, 1, "1", "judgements.jsonl"]
    ]
    assert ((judged["drawn_from"] == "hit") == judged["hit"]).all()
    assert read.judgement_notices == ()
    [score] = score_readers(judged, study.hits, study.codebooks).itertuples()
    assert (score.code, score.judged_hits + score.judged_others) == ("peace", 5)
    assert (score.borderline, score.unanswered) == (1, 0)
    with pytest.raises(InputError, match="is of a sample that was drawn"):
        read_gold(file, corpus=study.corpus)
    rows = [json.loads(line) for line in lines.splitlines()]
    assert all((row["wrong"] == ["voice"]) == (row["machine"] == "yes") for row in rows)
    assert {(row["machine"], row["drawn_from"]) for row in rows} == {("yes", 3), ("no", 3)}
    annotated = json.loads(page.value(f"{SAVED}('save-annotations')"))
    targets = [one["target"] for one in annotated["first"]["items"]]
    assert {target["source"] for target in targets} == {"a%2Fb%20c"}
    assert [t["selector"][1]["exact"] for t in targets] == [row["text"] for row in rows]
    other = tmp_path / "judgements.jsonld"
    other.write_text(json.dumps(annotated), encoding="utf-8")
    same = replace(study, judgement_files=(other,)).judgements
    told = same.columns.drop(["file"])
    pd.testing.assert_frame_equal(same[told], judged[told])
    both = replace(study, judgement_files=(file, other))
    assert len(both.judgements) == 6
    assert [notice.said for notice in both.judgement_notices] == [
        "repeats 6 judgements of judgements.jsonl"
    ]


def test_a_second_reader_in_the_same_browser_judges_afresh(page):
    draw(page, codes=["f/peace"])
    page.press("y")
    page.until("!document.getElementById('answer').hidden")
    for reader, judged in (("Ben", 0), ("Ann Ö", 1)):
        page.value(f"document.getElementById('reader').value = '{reader}'")
        page.value("document.querySelector('#draw [type=submit]').click()")
        page.until(
            f"document.getElementById('progress').textContent.endsWith('; {judged} judged.')"
        )
        assert page.value("document.getElementById('answer').hidden") == (judged == 0)


def test_how_many_sentences_a_sample_has_is_said_before_it_is_drawn(page):
    draw(page)
    page.value("document.getElementById('each').dispatchEvent(new Event('input'))")
    assert page.texts("#draw-count") == ["9"]  # peace: three with and three without; never: three
    page.value("document.getElementById('no-code').click()")
    assert page.texts("#draw-count") == ["0"]
    assert page.texts("#which-count") == ["0 of 2"]


def restart(page):
    """Open the page as another browser would, which keeps nothing."""
    page.value("localStorage.clear()")
    page.open(page.address)


LOADED = """((name, content) => {
  const input = document.getElementById('load'), file = new DataTransfer();
  file.items.add(new File([content], name)); input.files = file.files;
  input.dispatchEvent(new Event('change')); })"""


def test_a_saved_file_is_gone_on_with_and_another_file_is_refused_in_words(page):
    draw(page, codes=["f/peace"])
    page.press("n")
    page.until("!document.getElementById('answer').hidden")
    place = page.texts("#item-place")
    lines = page.value(f"{SAVED}('save-lines')")
    restart(page)
    other = lines + lines.replace('"doc":"a/b c"', '"doc":"elsewhere"')
    for name, content, said in (
        ("a.txt", "no JSON", "a.txt is no file of judgements in JSONL or JSON-LD."),
        ("b.jsonl", '{"doc": "other"}', "No judgement in b.jsonl is of these texts and codes."),
        ("c.jsonl", other, "Read from c.jsonl: 1 judgement. Left in the file: 1 of other texts, "
                           "versions or codes."),
    ):  # fmt: skip
        assert page.value("document.getElementById('item').hidden")
        page.value(f"{LOADED}({json.dumps(name)}, {json.dumps(content)})")
        page.until(f"document.getElementById('load-said').textContent === {json.dumps(said)}")
    page.until("!document.getElementById('item').hidden")
    page.until("document.getElementById('progress').textContent === 'Sentence 1 of 1; 1 judged.'")
    assert page.texts("#item-place") == place
    assert page.value("document.getElementById('reader').value") == "Ann Ö"


def test_two_readers_saved_files_beside_a_codebook_are_in_its_chapter(page, tmp_path):
    (tmp_path / "book" / "judgements").mkdir(parents=True)
    (tmp_path / "book" / "f.yml").write_text(CODES, encoding="utf-8")
    for reader, keys in (("Ann", "yyyyyy"), ("Ben", "ynynyn")):
        draw(page, codes=["f/peace"])
        page.value(f"document.getElementById('reader').value = '{reader}'")
        page.value("document.querySelector('#draw [type=submit]').click()")
        page.until("document.body.dataset.ready === 'item-0'")
        for number, key in enumerate(keys):
            page.until(f"document.body.dataset.ready === 'item-{number}'")
            page.press(key)
            page.press("ArrowRight")
        file = tmp_path / "book" / "judgements" / f"{reader}.jsonl"
        file.write_text(page.value(f"{SAVED}('save-lines')"), encoding="utf-8")
    study = read_texts(pd.DataFrame([{"id": "a/b c", "text": TEXT}]), codebook=tmp_path / "book")
    book = study.codebook("f")
    [ann, ben] = drawn_table(study.judgements, book).frame().to_dict("records")
    assert (ann["Reader"], ann["Right"], ann["Precision"], ann["Missed"]) == ("Ann", 3, 1, 3)
    assert (ben["Reader"], ben["Right"] + ben["Missed"]) == ("Ben", 3)
    [between] = between_table(study.judgements, study, book, label="t").frame().to_dict("records")
    assert (between["Readers"], between["Sentences and headings"]) == ("Ann, Ben", 6)
    assert between["Marked alike"] == 0.5
    disputed = disputed_table(study.judgements, study, book, label="t").frame()
    assert {"Ann: yes; Ben: no"} <= set(disputed["Readers"])


def test_the_tally_counts_yes_where_it_was_found_and_where_not(page):
    draw(page, codes=["f/peace"])
    for number in range(6):
        page.until(f"document.body.dataset.ready === 'item-{number}'")
        page.press("y")
        page.press("ArrowRight")
    assert page.texts("#tally tbody tr") == ["Peace3 of 33 of 3"]


def answer(page, *keys):
    """Judge the sentences of a draw in their order, so many keys each."""
    for number, of_one in enumerate(keys):
        page.until(f"document.body.dataset.ready === 'item-{number}'")
        for key in of_one:
            page.press(key)
        page.until("!document.getElementById('answer').hidden")
        page.press("ArrowRight")


@pytest.mark.parametrize(("button", "ending"), [("lines", "jsonl"), ("annotations", "jsonld")])
def test_either_file_loaded_in_another_browser_is_saved_again_as_it_was(page, button, ending):
    draw(page, codes=["f/peace"])
    answer(page, "y", "n", "b", "y", "y", "n")
    page.value(
        "(field => { field.value = 'é \\u201cx\\u201d'; "
        "field.dispatchEvent(new Event('input')); })(document.getElementById('item-note'))"
    )
    page.until("Object.values(JSON.parse(Object.values(localStorage)[0]).rows).some(r => r.note)")
    before = page.value(f"{SAVED}('save-{button}')")
    restart(page)
    page.value(f"{LOADED}('a.{ending}', {json.dumps(before)})")
    page.until("document.getElementById('load-said').textContent.includes('6 judgements.')")
    assert page.value(f"{SAVED}('save-{button}')") == before
    lines = [json.loads(line) for line in page.value(f"{SAVED}('save-lines')").splitlines()]
    assert len(lines) == 6
    assert [row["note"] for row in lines if row["note"]] == ["é \u201cx\u201d"]
    assert {row["drawn"] for row in lines} == {3}


def test_answers_to_an_earlier_draw_stay_and_are_saved_with_their_seeds(page):
    draw(page, each=2, codes=["f/peace"])
    answer(page, "y", "n")
    page.value("document.getElementById('draw-seed').value = 7")
    page.value("document.getElementById('each').value = 6")
    page.value("document.querySelector('#draw [type=submit]').click()")
    page.until("document.getElementById('progress').textContent.includes('of 6; 2 judged')")
    rows = [json.loads(line) for line in page.value(f"{SAVED}('save-lines')").splitlines()]
    assert [(row["verdict"], row["seed"], row["drawn_from"]) for row in rows] == [
        ("yes", 1, 3), ("no", 1, 3),
    ]  # fmt: skip
    assert [row["drawn"] for row in rows] == [3, 3]  # one of each kind, and two more since
    [held] = page.texts("#held")
    assert held == "A file holds 2 judgements of Ann Ö, seed 1; not yet saved: 0."


def test_of_a_draw_that_nobody_judged_nothing_is_counted_as_drawn(page):
    draw(page, codes=["f/peace"], seed=2)
    page.value("document.getElementById('draw-seed').value = 1")
    page.value("document.getElementById('each').value = 2")
    page.value("document.querySelector('#draw [type=submit]').click()")
    page.until("document.getElementById('progress').textContent.includes('of 2;')")
    answer(page, "y")
    [row] = [json.loads(line) for line in page.value(f"{SAVED}('save-lines')").splitlines()]
    assert (row["drawn"], row["seed"]) == (1, 1)


def test_answers_are_forgotten_only_when_asked_and_those_of_another_reader_stay(page):
    for reader in ("Ben", "Ann"):
        if reader == "Ben":
            draw(page, codes=["f/peace"])
        page.value(f"document.getElementById('reader').value = '{reader}'")
        page.value("document.querySelector('#draw [type=submit]').click()")
        page.until("document.getElementById('progress').textContent.endsWith('; 0 judged.')")
        page.press("y")
        page.until("!document.getElementById('answer').hidden")
    assert page.texts("#held")[0].endswith("Also kept in this browser: Ben (1).")
    page.value("document.getElementById('forget').focus()")
    page.press("Enter")
    page.until("document.getElementById('forgetting').open")
    assert page.texts("#forget-said")[0].startswith(
        "1 judgement of Ann is kept in this browser; in no saved file: 1."
    )
    page.press("Escape")
    page.until("!document.getElementById('forgetting').open")
    assert not page.value("document.getElementById('done').hidden")
    page.value("document.getElementById('forget').click()")
    saved = page.value(f"{SAVED}('forget-save')")
    assert json.loads(saved)["coder"] == "Ann"
    assert "in no saved file: 0." in page.texts("#forget-said")[0]
    page.value("document.getElementById('forget-now').click()")
    page.until("document.getElementById('done').hidden")
    assert page.value("document.getElementById('item').hidden")
    page.value("document.getElementById('reader').value = 'Ben'")
    page.value("document.querySelector('#draw [type=submit]').click()")
    page.until("document.getElementById('progress').textContent.endsWith('; 1 judged.')")


def test_whose_words_and_which_is_said_by_keyboard_and_read_back(page, study, tmp_path):
    draw(page, codes=["f/peace"])
    answer(page, *"yyyyyy")
    place = "document.querySelector('#item-text mark')"
    for _ in range(6):
        if page.value(f"Boolean({place})"):
            break
        now = page.value("document.body.dataset.ready")
        page.press("ArrowLeft")
        page.until(f"document.body.dataset.ready !== '{now}'")
    sentence = page.texts("#item-text strong")[0]
    page.press("v")
    page.until("document.activeElement.id === 'right-voice'")
    for key in "Bo":
        page.press(key)
    page.press("Enter")
    page.value("getSelection().selectAllChildren(document.querySelector('#item-text strong'))")
    page.press("e")
    page.until("document.activeElement.id === 'right-extent'")
    assert page.value("document.getElementById('right-extent').value") == sentence
    page.press("Escape")
    assert page.value("document.activeElement.id") == "item-title"
    for button, ending in (("lines", "jsonl"), ("annotations", "jsonld")):
        file = tmp_path / f"a.{ending}"
        file.write_text(page.value(f"{SAVED}('save-{button}')"), encoding="utf-8")
        told = replace(study, judgement_files=(file,)).judgements
        [row] = told[told["wrong"] != ""].to_dict("records")
        assert (row["wrong"], row["right_voice"], row["right_extent"]) == (
            "voice; extent", "Bo", sentence,
        )  # fmt: skip


def test_the_search_leads_from_the_words_of_the_field_to_the_page_and_to_the_section(page, root):
    told = sections_of(Path(urlparse(page.address).path).read_text(encoding="utf-8"))[0][2]
    source = root / "src/topoi/report/project/notebooks/codebook.ipynb"
    cells = ["".join(cell["source"]) for cell in json.loads(source.read_text("utf-8"))["cells"]]
    [heading] = [number for number, cell in enumerate(cells) if "sec-CODEBOOK-wrong" in cell]
    for words in ("wrong hits", "false positives", "missed passages"):
        assert words in told.lower()
        assert words in cells[heading].lower()
    assert "precision" in told
    assert "label: tbl-CODEBOOK-disagreements" in cells[heading + 1]
    assert "label: tbl-CODEBOOK-disputed" in cells[heading + 2]


def test_every_key_of_the_help_line_does_what_it_says(page):
    draw(page, codes=["f/peace"])
    assert page.value("document.activeElement.id") == "item-title"
    page.press("m")
    assert page.value("document.activeElement.id") == "item-note"
    page.press("n")  # a letter of the note, no answer
    page.press("Escape")
    assert page.value("document.getElementById('answer').hidden")
    assert page.value("document.getElementById('item-note').value") == "n"
    page.press("b")
    page.until("!document.getElementById('answer').hidden")
    page.press("s")
    page.until("document.getElementById('held').textContent.includes('not yet saved: 0')")
    assert not page.value("document.getElementById('setup').open")
    page.press("d")
    assert page.value("document.getElementById('setup').open")
    assert page.value("document.activeElement.id") == "reader"


def test_single_letter_keys_are_switched_off_here_as_on_the_text_page(page):
    draw(page, codes=["f/peace"])
    page.value("document.getElementById('letter-keys').click()")
    told = "getComputedStyle(document.querySelector('[data-verdict=yes] kbd')).display"
    assert page.value(told) == "none"
    page.value("document.getElementById('item-title').focus()")
    for key in "ymd":
        page.press(key)
    assert page.value("document.activeElement.id") == "item-title"
    assert page.value("document.getElementById('answer').hidden")
    assert not page.value("document.getElementById('setup').open")
    page.press("ArrowRight")
    page.until("document.body.dataset.ready === 'item-1'")
    page.open(page.address)
    page.until("document.body.dataset.ready.startsWith('item')")
    assert not page.value("document.getElementById('letter-keys').checked")
    page.open(page.address.replace("review.html", "text.html"))
    assert not page.value("document.getElementById('letter-keys').checked")
    page.value("document.getElementById('letter-keys').click()")
    page.open(page.address)
    page.until("document.body.dataset.ready.startsWith('item')")
    page.press("y")
    page.until("!document.getElementById('answer').hidden")


def test_before_a_draw_no_key_is_a_command(page):
    restart(page)
    page.value("document.getElementById('setup').open = false")
    page.press("d")
    assert not page.value("document.getElementById('setup').open")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_sentence_and_its_keys_are_seen_without_scrolling(page, width, height):
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    page.call("Emulation.setDeviceMetricsOverride", **size)
    draw(page, codes=["f/peace"])
    for selector in ("#item-title", "#item-text strong", "[data-verdict=borderline]"):
        box = page.value(
            f"(b => [b.top, b.bottom, b.left, b.right])(document.querySelector({selector!r})"
            ".getBoundingClientRect())"
        )
        assert 0 <= box[0] < box[1] <= height, selector
        assert 0 <= box[2] < box[3] <= width, selector
    assert page.value("document.documentElement.scrollWidth") <= width


def test_below_a_sentence_of_any_length_the_keys_are_in_reach(page):
    size = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    page.call("Emulation.setDeviceMetricsOverride", **size)
    draw(page, codes=["f/peace"])
    page.value("document.querySelector('#item-text strong').append(' very long'.repeat(300))")
    box = "document.querySelector('[data-verdict=no]').getBoundingClientRect()"
    assert page.value(f"{box}.bottom") <= 844
    assert page.value("document.getElementById('item-text').getBoundingClientRect().bottom") > 844


def test_what_to_read_next_is_offered_where_there_is_an_order_and_is_no_draw(study, page, tmp_path):
    draw(page)
    assert page.value("document.getElementById('how').parentElement.hidden")
    units = units_of_coding(study.segments)[["doc", "start", "end"]].iloc[[2, 5, 4]]
    order = units.assign(code="f/peace", hit=[True, False, True], rank=[1, 1, 2])
    order.attrs["note"] = "How well it ranks."
    layers = {"hits": study.hits, "segments": study.segments, "voices": study.voices}
    site = {"corpus": study.corpus, "published": collect([]), "codebooks": study.codebooks}
    written = write_pages(tmp_path, order=order, **site, **layers)
    page.open((written / "review.html").as_uri())
    page.value("document.getElementById('reader').value = 'Ann'")
    page.choose("how", "next")
    assert page.texts("#order-note") == [
        "Ordered by a classifier; not counted in rates. How well it ranks."
    ]
    assert page.texts("#draw-count") == ["3"]
    page.value("document.querySelector('#draw [type=submit]').click()")
    page.until("document.body.dataset.ready === 'item-0'")
    answer(page, *"nnn")
    file = tmp_path / "next.jsonl"
    file.write_text(page.value(f"{SAVED}('save-lines')"), encoding="utf-8")
    chosen = replace(study, judgement_files=(file,)).judgements
    assert chosen["drawn_from"].tolist() == ["chosen"] * 3
    assert chosen["hit"].tolist() == [True, True, False]
    assert "3 sentences read in the classifier’s order" in page.texts("#held")[0]
    page.choose("how", "chance")
    page.value("document.getElementById('each').value = 20")
    page.value("document.querySelector('#draw [type=submit]').click()")
    page.until("document.getElementById('progress').textContent.includes('of 12')")
    items(page)  # each is reached: whoever draws by chance what was chosen, has it drawn
    rows = [json.loads(line) for line in page.value(f"{SAVED}('save-lines')").splitlines()]
    assert sorted((row["machine"], row["drawn_from"], row["drawn"]) for row in rows) == [
        ("no", 3, 3), ("yes", 3, 3), ("yes", 3, 3),
    ]  # fmt: skip
