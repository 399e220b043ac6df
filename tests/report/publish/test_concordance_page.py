"""The concordance in a browser: searched, sorted, counted, undone, taken away, by its address."""

import csv
import io
from urllib.parse import quote

import pandas as pd
import pytest
from tests.report.browser import CHROMIUM, browser
from tests.report.conftest import notebook_at

from topoi.project import read_texts
from topoi.report.evidence.citing import cite, sentence
from topoi.report.evidence.collecting import collect
from topoi.report.publish.evidence_pages import write_pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium"),
]

# Peace stands four times: in three voices, with "lasting", "old", "US" and nothing before it.
TEXTS = [
    {"id": "a", "source": "Alpha", "date": "2024-01-05", "party": "Left", "voice": "paper",
     "text": "We want lasting peace. “The old peace is gone,” Ann Lee said. US peace ends us all."},
    {"id": "b", "source": "Beta", "date": "2023-02-01", "party": "=Right", "voice": "radio",
     "text": "😀 Peace is near; a peace-maker came to the U.S. with 10,000 or 10. Europe's end."},
]  # fmt: skip
NODES = "#concordance td.node"
LEFT = "#concordance td.left"
# The rows as the page would write them into the file.
FILE = """(async () => { let made; const real = URL.createObjectURL;
  URL.createObjectURL = blob => { made = blob; return real.call(URL, blob); };
  document.getElementById("download").click(); URL.createObjectURL = real;
  return await made.text(); })()"""


@pytest.fixture(scope="module")
def study():
    return read_texts(pd.DataFrame(TEXTS))


@pytest.fixture(scope="module")
def page(study, tmp_path_factory):
    """A tab, and the address of the concordance of all that is said of peace."""
    folder = tmp_path_factory.mktemp("site")
    found = study.kwic("peace")[["doc", "start", "end"]].assign(codebook="f", code="peace")
    said = sentence("{n}", n=cite(found, label="Peace"))
    published = collect([notebook_at(folder / "01-a.ipynb", ("", said))])
    layers = {"hits": found, "segments": study.segments, "voices": study.voices}
    written = write_pages(folder, corpus=study.corpus, published=published, **layers)
    [cited] = published.sets
    with browser(folder) as tab:
        tab.address = f"{(written / 'index.html').as_uri()}#{cited}"
        tab.cited = cited
        yield tab


def last_words(lines):
    return [line.split()[-1] if line else "" for line in lines]


@pytest.mark.parametrize(
    "query",
    ["peace", "Peace*", "p*e|ends", "old peace", "US", "us", "u.s.", "10", "10,000", "europe",
     "europe's", "peace-maker", "*-maker", "?eace is", "none", "ann lee"],
)  # fmt: skip
def test_a_search_finds_what_the_query_language_finds(page, study, query):
    page.open(f"{page.address}&q={quote(query)}")
    found = [
        f"{row.doc}:{row.start}-{row.end}"
        for row in study.kwic(query).sort_values(["doc", "start"]).itertuples()
    ]
    assert page.texts("#concordance td.place") == found
    assert page.value("document.getElementById('search-words').value") == query


def test_a_query_that_is_for_the_codebook_is_refused_in_words(page):
    page.open(f"{page.address}&q={quote('peace ..2 {war}')}")
    assert "is for the codebook" in page.texts("#search-problem")[0]
    assert page.texts(NODES) == []


def test_lines_are_sorted_by_the_words_beside_them(page):
    page.open(f"{page.address}&sort=l1")
    assert last_words(page.texts(LEFT)) == ["lasting", "old", "US", "😀"]
    page.go(f"{page.cited}&sort=r1&sort=-l1")
    after = page.texts("#concordance td.right")
    assert [line.split()[0].strip(".") for line in after] == ["ends", "is", "is", ""]
    assert last_words(page.texts(LEFT))[1:3] == ["old", "😀"]


def test_the_words_beside_a_passage_are_those_that_the_report_counts(page, study):
    query = "peace|us|europe|10|old|end|came"
    page.open(f"{page.address}&q={quote(query)}")
    asked = f"search.expression('{query}', topoi.taken.meta.capitals)"
    lines = f"topoi.taken.t0.flatMap(text => search.lines(text, {{}}, {asked}))"
    shown = page.value(f"{lines}.map(line => words.PLACES.map(place => words.key(line, place, 0)))")
    beside = []
    for hit in study.kwic(query).sort_values(["doc", "start"]).itertuples():
        own = study.words[study.words["doc"] == hit.doc]
        left = own.loc[own["end"] <= hit.start, "token"].tolist()[-3:]
        right = own.loc[own["start"] >= hit.end, "token"].tolist()[:3]
        beside.append([""] * (3 - len(left)) + left + right + [""] * (3 - len(right)))
    assert shown == beside
    assert ["to", "the", "u.s"] in [line[3:] for line in beside]
    assert ["end", "", ""] in [line[3:] for line in beside]  # of Europe's


def test_several_keys_sort_as_comparing_them_one_after_the_other_does(page):
    page.open(page.address)
    rows = [{"of": {"columns": {}}, "a": a, "b": b} for a in "ba" for b in ("y", "", "x", "y")]
    order = f"words.sorted({rows}, ['-a', 'b'], 1).map(row => row.a + row.b)"
    assert page.value(order) == ["bx", "by", "by", "b", "ax", "ay", "ay", "a"]
    placed = "[1, 3, 2].map(number => ({of: {number}, start: 1}))"
    numbers = f"words.sorted({placed}, ['-place'], 1).map(row => row.of.number)"
    assert page.value(numbers) == [3, 2, 1]


def test_lines_are_sorted_by_voice_date_and_any_column(page):
    page.open(f"{page.address}&sort=date")
    assert [place[0] for place in page.texts("#concordance td.place")] == ["b", "a", "a", "a"]
    page.go(f"{page.cited}&sort=-party&sort=voice")
    assert [place[0] for place in page.texts("#concordance td.place")] == ["a", "a", "a", "b"]
    assert page.texts("#concordance tbody td:nth-child(6)")[0] == "direct"


def test_the_same_seed_draws_the_same_order_and_another_seed_another(page):
    orders = []
    for seed in (1, 1, *range(2, 12)):
        page.open(f"{page.address}&sort=chance&seed={seed}")
        orders.append(tuple(page.texts("#concordance td.place")))
    assert orders[0] == orders[1]
    assert len(set(orders)) > 3
    assert all(sorted(order) == sorted(orders[0]) for order in orders)


def test_a_count_opens_its_lines_and_each_step_is_undone(page):
    page.open(page.address)
    page.choose("count-by", "r1")
    page.until("document.querySelectorAll('#counted tbody tr').length === 3")
    assert page.texts("#counted tbody tr") == ["is250.0%", "ends125.0%", "the125.0%"]
    page.value("document.querySelector('#counted tbody a').click()")
    page.until("document.body.dataset.rows === '2'")
    assert page.texts("#steps li span") == ["first word right is “is”"]
    page.value("document.querySelector('#steps a').click()")
    page.until("document.body.dataset.rows === '4'")
    page.value("history.back()")
    page.until("document.body.dataset.rows === '2'")


def test_voice_and_words_in_the_line_narrow_the_view(page):
    page.open(page.address)
    page.choose("filter-voice", "direct")
    page.until("document.body.dataset.rows === '1'")
    assert last_words(page.texts(LEFT)) == ["old"]
    assert page.texts("#set-count") == ["1 of 4 passages"]
    page.go(f"{page.cited}&find=NEAR")
    assert page.texts(NODES) == ["Peace"]


def test_a_voice_that_says_nothing_of_it_is_asked_for_and_answered(page):
    page.open(f"{page.address}&q=gone")
    assert page.texts("#concordance tbody td:nth-child(5)") == ["direct"]
    page.choose("filter-voice", "outlet")
    page.until("document.body.dataset.rows === '0'")
    assert page.texts("#set-count") == ["0 of 1 passage"]
    assert page.texts("#concordance tbody td") == ["No passage: the count is zero."]


def test_a_place_is_not_broken_in_two(page):
    page.open(f"{page.address}&q=peace")
    places = "Array.from(document.querySelectorAll('td.place a'))"
    page.value(f"{places}.forEach(a => {{ a.textContent = 'id_0123456789012345:12345-12390' }})")
    page.value("document.getElementById('concordance').style.width = '40rem'")
    assert page.value(f"{places}.map(a => a.getClientRects().length)") == [1] * 4
    line = page.value("parseFloat(getComputedStyle(document.querySelector('td.place')).lineHeight)")
    assert max(page.value(f"{places}.map(a => a.offsetHeight)")) < 1.5 * line


def test_another_address_in_the_same_page_shows_it(page):
    page.open(f"{page.address}&sort=l1")
    page.go(f"{page.cited}&q=gone")
    assert page.texts(NODES) == ["gone"]
    page.go("all")
    assert page.texts("#set-title") == ["All passages"]


def test_the_rows_shown_are_taken_away_as_csv_with_all_columns(page):
    page.open(f"{page.address}&sort=l1")
    written = page.value(FILE)
    rows = list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
    assert [row["passage"] for row in rows] == ["peace", "peace", "peace", "Peace"]
    assert (rows[1]["voice"], rows[1]["speaker"], rows[1]["date"]) == (
        "direct",
        "Ann Lee",
        "2024-01-05",
    )
    assert rows[3]["locus"] == "b:2-7"  # the emoji before is one code point
    assert rows[3]["party"] == "'=Right"  # no formula


def test_a_column_of_the_texts_that_is_called_like_one_of_ours_is_told_apart(page):
    page.open(f"{page.address}&sort=-text.voice")
    assert [place[0] for place in page.texts("#concordance td.place")] == ["b", "a", "a", "a"]
    rows = list(csv.DictReader(io.StringIO(page.value(FILE).removeprefix("\ufeff"), newline="")))
    assert [(row["voice"], row["text.voice"]) for row in rows[:3:2]] == [
        ("outlet", "radio"),
        ("direct", "paper"),
    ]


def test_a_search_keeps_the_voice_that_was_chosen_and_draws_where_its_hits_stand(page):
    page.open(page.address)
    page.choose("filter-voice", "direct")
    page.until("document.body.dataset.rows === '1'")
    page.value("document.getElementById('search-words').value = 'is|and'")
    page.value("document.querySelector('#search [type=submit]').click()")
    page.until("document.querySelectorAll('.strip path').length === 1")
    assert page.texts(NODES) == ["is"]
    assert page.texts("#steps li span") == ["searched “is|and”", "voice is direct"]
    page.value("document.querySelectorAll('#steps a')[1].click()")
    page.until("document.body.dataset.rows === '2'")
    assert len(page.texts("#spread-strips li")) == 2


def test_a_long_passage_is_shortened_in_its_line_and_whole_in_the_file(write_notebook, tmp_path):
    text = "𝄞 tone " * 100
    study = read_texts(pd.DataFrame([{"id": "d", "text": f"One. {text}two."}]))
    ends = (5 + 300, 5 + 301, len(study.corpus.texts["d"]))
    found = pd.DataFrame([("d", 5, end) for end in ends], columns=["doc", "start", "end"])
    found = found.assign(codebook="f", code="x")
    layers = {"hits": found, "segments": study.segments, "voices": study.voices}
    published = collect([write_notebook(tmp_path / "01-a.ipynb", ("", sentence("No.")))])
    written = write_pages(tmp_path / "site", corpus=study.corpus, published=published, **layers)
    with browser(tmp_path) as page:
        page.open(f"{(written / 'index.html').as_uri()}#all")
        rows = csv.DictReader(io.StringIO(page.value(FILE).removeprefix("\ufeff"), newline=""))
        assert [row["passage"] for row in rows] == [study.corpus.texts["d"][5:end] for end in ends]
        shown = page.texts(NODES)
    assert [len(node) < 302 for node in shown] == [True] * 3
    assert {node.removesuffix(" …").split()[-1] for node in shown} <= {"𝄞", "tone"}


def test_lines_are_read_page_by_page(page, tmp_path):
    page.open(page.address)
    assert page.texts("#lines-shown") == ["Passages 1 to 4 of 4"]
    assert page.value("document.getElementById('pages').hidden")
    study = read_texts(pd.DataFrame([{"id": "d", "text": "Peace came. " * 60}]))
    layers = {"hits": study.kwic("came")[["doc", "start", "end"]].assign(codebook="f", code="x")}
    layers |= {"segments": study.segments, "voices": study.voices}
    written = write_pages(tmp_path, corpus=study.corpus, published=collect([]), **layers)
    with browser(tmp_path) as tab:
        tab.open(f"{(written / 'index.html').as_uri()}#all")
        seen = []
        for shown, ends in (("1 to 25", [True, False]), ("26 to 50", [False, False]),
                            ("51 to 60", [False, True])):  # fmt: skip
            assert tab.texts("#lines-shown") == [f"Passages {shown} of 60"]
            buttons = "['previous', 'next'].map(b => document.getElementById(`page-${b}`).disabled)"
            assert tab.value(buttons) == ends
            seen += tab.texts("#concordance td.place")
            tab.value("document.getElementById('page-next').click()")
        assert seen == [f"d:{start}-{start + 4}" for start in range(6, 720, 12)]
        for number, shown in ((2, "26 to 50"), (9, "51 to 60"), (-3, "1 to 25")):
            tab.choose("page-number", str(number))
            assert tab.texts("#lines-shown") == [f"Passages {shown} of 60"]
        tab.choose("page-number", "2")
        tab.choose("page-size", "100")
        assert tab.texts("#concordance td.place") == seen
        tab.choose("page-size", "25")
        tab.choose("page-number", "3")
        tab.go("all&sort=-place")
        assert tab.texts("#concordance td.place") == seen[:-26:-1]


def test_no_word_is_cut_at_the_ends_of_a_line(page, study):
    page.open(f"{page.address}&q=gone")
    words = set(study.corpus.texts["a"].split())
    line = f"{page.texts(LEFT)[0]} {page.texts('#concordance td.right')[0]}"
    assert set(line.replace(",”", " ,”").split()) <= words | {",”"}


def test_strips_show_where_in_each_text_the_passages_stand(page):
    page.open(page.address)
    page.value("document.getElementById('spread').open = true")
    page.until("document.querySelectorAll('.strip path').length === 2")
    first = page.value("document.querySelector('.strip path').getAttribute('d')")
    length = len(TEXTS[0]["text"])
    starts = [16, 32, 65]
    assert first == "".join(f"M{1000 * start / length:.1f} 0V14" for start in starts)
    assert [TEXTS[0]["text"][start : start + 5] for start in starts] == ["peace"] * 3
