"""The text page in a browser: layers chosen, marks walked through, the view in its address."""

import pandas as pd
import pytest
from tests.report.browser import CHROMIUM, browser

from topoi.coding.codebook.reading import codebook_from
from topoi.coding.codebook.strict_yaml import parse_yaml
from topoi.project import read_texts
from topoi.report.evidence.collecting import collect
from topoi.report.publish.evidence_pages import write_pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium"),
]

CODES = """\
id: f
version: "1"
title: F
codes:
  - {id: war, number: F01, label: War, definition: War is named., include: [war],
     examples: {yes: [war]}}
  - {id: peace, number: F02, label: Peace, definition: Peace is named., include: [peace],
     examples: {yes: [peace]}}
"""
# Peace stands five times, thrice in what Ann Lee says; war twice, once in it. The place of the
# whole second paragraph is no mark and longer than any.
FIRST = "We want peace and no war."
SECOND = (
    "“The old peace is gone, and the new peace is not yet here; whoever wants war may have it, "
    "and whoever wants none shall see to it that peace is kept by all of us in this house,” "
    "Ann Lee said. All left before the peace of night."
)
TEXT = f"{FIRST}\n\n{SECOND}"
START = len(FIRST) + 2
LONG = f"{START}-{len(TEXT)}"
SEEN = "Array.from(document.querySelectorAll('#text mark'), m => m.textContent)"
PLACE = "location.hash"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    book = codebook_from(parse_yaml(CODES, place="f.yml"), place="f.yml")
    texts = [{"id": "a", "source": "Alpha", "text": TEXT}, {"id": "b:/ 100%", "text": "More war."}]
    study = read_texts(pd.DataFrame(texts), codebook=book)
    layers = {"hits": study.hits, "segments": study.segments, "voices": study.voices}
    site = {"corpus": study.corpus, "published": collect([]), "codebooks": study.codebooks}
    written = write_pages(folder, **site, **layers)
    with browser(folder) as tab:
        tab.address = (written / "text.html").as_uri()
        yield tab


def box(page, label):
    """Click the box of a layer, and wait until the address says so."""
    before = page.value(PLACE)
    page.value(
        "Array.from(document.querySelectorAll('label'))"
        f".find(l => l.textContent.startsWith('{label}')).querySelector('input').click()"
    )
    page.until(f"{PLACE} !== '{before}' && document.body.dataset.ready === location.hash.slice(1)")


def test_a_long_place_is_one_mark_with_one_beginning_and_one_end(page):
    page.open(f"{page.address}#doc=0&at={LONG}")
    pieces = page.value(f"{SEEN.replace('#text mark', 'mark.current')}")
    assert "".join(pieces) == SECOND
    assert len(pieces) > 8
    edges = [page.texts(f"mark[data-edge~='{edge}']") for edge in ("begin", "end")]
    assert edges == [["“The old"], ["of night."]]
    drawn = "(m => [getComputedStyle(m).outlineStyle, m.dataset.long])"
    assert page.value(f"Array.from(document.querySelectorAll('mark.current')).map({drawn})") == (
        [["none", ""]] * len(pieces)
    )
    page.go("doc=0&at=8-13")
    assert page.texts("mark.current") == ["peace"]
    assert page.value("document.querySelectorAll('[data-long]').length") == 0


def test_next_and_previous_mark_by_key_stand_in_the_address(page):
    page.open(f"{page.address}#doc=0")
    assert "<kbd>N</kbd>" in page.value("document.querySelector('.keys').innerHTML")
    last = f"{TEXT.index('peace of')}-{TEXT.index(' of night')}"
    for key, place in (("n", "8-13"), ("n", "21-24"), ("p", "8-13"), ("p", last), ("n", "8-13")):
        page.press(key)
        page.until(f"{PLACE} === '#doc=0&at={place}'")
        start, end = map(int, place.split("-"))
        assert page.texts("mark.current") == [TEXT[start:end]]
    page.press("Escape")
    page.until(f"{PLACE} === '#doc=0'")
    assert page.texts("mark.current") == []
    page.value("document.getElementById('text').focus()")
    page.press("ArrowRight")
    page.until(f"{PLACE} === '#doc=0&at=8-13'")
    page.value("document.getElementById('text-voice').focus()")
    page.press("n")  # what is typed into a list is no command
    assert page.value(PLACE) == "#doc=0&at=8-13"


def test_single_letter_keys_are_switched_off_by_keyboard_until_a_later_visit(page):
    page.open(f"{page.address}#doc=0")
    named = "document.getElementById('mark-next').getAttribute('aria-keyshortcuts')"
    assert page.value(named) == "n"
    page.value("document.querySelector('#layers summary').focus()")
    page.press("Tab")
    assert page.value("document.activeElement.id") == "letter-keys"
    page.press("n")  # on its own box a letter is a command, too
    page.until(f"{PLACE} === '#doc=0&at=8-13'")
    page.press(" ")
    page.press("n")
    assert page.value(f"[{PLACE}, {named}]") == ["#doc=0&at=8-13", None]
    page.open(f"{page.address}#doc=0")
    assert not page.value("document.getElementById('letter-keys').checked")
    page.press("n")
    assert page.value(PLACE) == "#doc=0"
    page.value("document.getElementById('text').focus()")
    page.press("ArrowRight")  # the other keys are no letters
    page.until(f"{PLACE} === '#doc=0&at=8-13'")
    page.value("document.getElementById('letter-keys').click()")
    page.press("n")
    page.until(f"{PLACE} === '#doc=0&at=21-24'")


def test_each_code_each_codebook_and_each_voice_is_hidden_and_shown_by_its_box(page):
    page.open(f"{page.address}#doc=0")
    assert page.value(SEEN).count("peace") == 5
    assert page.texts("#mark-count") == ["7 of 7 marks shown"]
    box(page, "Peace")
    assert page.texts("#mark-count") == ["2 of 7 marks shown (not ticked: Peace)"]
    assert (page.value(PLACE), page.value(SEEN)) == ("#doc=0&hide=f%2Fpeace", ["war", "war"])
    box(page, "f")
    assert (page.value(PLACE), page.value(SEEN)) == ("#doc=0&hide=f", [])
    box(page, "War")
    assert (page.value(PLACE), page.value(SEEN)) == ("#doc=0&show=f%2Fwar&hide=f", ["war", "war"])
    box(page, "f")  # some of it is shown: the whole is hidden, then shown
    box(page, "f")
    assert (page.value(PLACE), len(page.value(SEEN))) == ("#doc=0", 7)
    assert "".join(page.texts("#text .voice-direct")).startswith("“The old")
    box(page, "direct")
    assert page.texts("#text .voice-direct") == []
    assert page.texts("#text .cue") == ["said"]
    box(page, "words that say")
    assert page.texts("#text .cue") == []
    page.value("history.back()")
    page.until("document.querySelectorAll('#text .cue').length === 1")


def test_a_text_is_headed_by_its_source_where_it_has_no_title(page):
    page.open(f"{page.address}#doc=0")
    assert page.texts("h1") == ["Alpha"]


def test_codes_stand_in_the_order_of_their_codebook(page):
    page.open(f"{page.address}#doc=0")
    assert page.texts("#text-codes label") == ["f", "War (2)", "Peace (5)"]


def test_an_address_shows_its_layers_and_the_place_it_names_even_of_a_hidden_code(page):
    page.open(f"{page.address}#doc=0&at=8-13&voice=direct&hide=f%2Fpeace,voices%2Fcue")
    assert page.value(SEEN) == ["peace", "war"]
    assert page.texts("mark.current") == ["peace"]
    assert page.texts("#text .cue") == []
    page.go("doc=0&speaker=Ann%20Lee")
    assert page.value(SEEN) == ["peace", "peace", "war", "peace"]
    assert page.texts("#mark-count") == ["4 of 7 marks shown (only those of the speaker Ann Lee)"]
    page.choose("text-speaker", "")
    page.until(f"{PLACE} === '#doc=0'")
    page.until(f"{SEEN}.length === 7")


def test_a_place_as_the_tables_give_it_is_an_address(page):
    page.open(f"{page.address}#b%3A%2F%20100%25:5-8")
    assert page.texts("#text-title") == ["b:/ 100%"]
    assert page.texts("mark.current") == ["war"]
    page.go("a:8-13")
    assert page.texts("#text-title") == ["Alpha"]
    assert page.texts("mark.current") == ["peace"]
    page.press("n")
    page.until(f"{PLACE} === '#doc=0&at=21-24'")


def test_a_mark_is_told_with_its_voice_and_the_words_that_name_the_speaker(page):
    page.open(f"{page.address}#doc=0&at={TEXT.index('war may')}-{TEXT.index('war may') + 3}")
    page.until("document.querySelector('#mark-details details')")
    told = page.texts("#mark-details")[0]
    assert "Voice: direct, Ann Lee; named by “said”" in told
    assert "War is named." in told
