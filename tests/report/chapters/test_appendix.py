import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topoi.report.chapters.appendix import (
    FEW_OF_CODE,
    MANY,
    MarkdownOutput,
    cited_sets,
    context,
    in_brackets,
    listed,
    marked_text,
    passages,
    stretches,
    where_listed,
)
from topoi.report.evidence.collecting import Published
from topoi.report.evidence.passages import cited_passages
from topoi.text.corpus.corpus import corpus_of
from topoi.text.words.segments import segments

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda p: (p[0], p[0] + p[1]))
)


@given(SPANS)
def test_stretches_tile_the_text_and_know_what_is_over_them(spans):
    cut = stretches(0, 40, spans)
    assert [s.start for s in cut] == [0, *(s.end for s in cut[:-1])]
    assert cut[-1].end == 40
    for s in cut:
        over = tuple(i for i, (a, b) in enumerate(spans) if a <= s.start and s.end <= b)
        assert s.over == over


def test_the_appendix_writes_out_all_of_few_passages_and_some_of_many():
    few = pd.DataFrame({"doc": "d", "start": range(30), "end": 99, "code": "a"})
    many = pd.DataFrame({"doc": "d", "start": range(MANY + 1), "end": 9999, "code": "a"})
    corpus = corpus_of({"d": "x"})
    written = [len(listed(corpus, spans).shown) for spans in (few, many)]
    assert written == [30, FEW_OF_CODE]


def test_passages_are_numbered_in_the_order_of_the_labels_and_then_of_the_text():
    spans = pd.DataFrame({"doc": "d", "start": [0, 2, 4], "end": 9, "code": ["b", "a", "b"]})
    listing = listed(corpus_of({"d": "x"}), spans.assign(codebook="f"), {"f/b": "B", "f/a": "A"})
    assert [(start, number) for (_, start, _, _), number in listing.numbers.items()] == [
        (0, 1), (4, 2), (2, 3),
    ]  # fmt: skip


def test_a_passage_found_twice_is_written_out_once():
    spans = pd.DataFrame({"doc": "d", "start": [0, 0], "end": [3, 3], "code": "a"})
    assert len(listed(corpus_of({"d": "one"}), spans).shown) == 1


@pytest.mark.parametrize(
    ("starts", "named"), [([0, 4, 8], "1–3"), ([0, 8], "1, 3"), ([0, 4, 12], "1, 2, 4")]
)
def test_of_three_and_more_numbers_in_a_row_a_set_names_the_first_and_the_last(starts, named):
    corpus = corpus_of({"d": "one two six ten"})
    hits = pd.DataFrame({"doc": "d", "start": [0, 4, 8, 12], "code": "a"})
    hits = hits.assign(end=hits["start"] + 3)
    own = cited_passages(hits[hits["start"].isin(starts)], label="some")
    published = Published(pd.DataFrame(), {own.id: own}, ())
    [sets] = cited_sets(listed(corpus, hits), published)
    entry = sets.markdown()
    shown = re.search(r">some<.*", entry)[0].partition("): ")[2]
    assert re.sub(r"\[(\d+)\]\([^)]*\)", r"\1", shown) == named


TEXT = "Talks of war. They want talks.\n\nNews\n\nNo war today."


def rows(*places):
    found = [("d", TEXT.index(word, after), word, name) for word, after, name in places]
    frame = pd.DataFrame(found, columns=["doc", "start", "text", "code"])
    frame = frame.assign(end=frame["start"] + frame["text"].str.len(), codebook="f")
    return frame.assign(mode="outlet", speaker="")


FOUND = rows(("Talks", 0, "talks"), ("war", 0, "war"), ("talks", 0, "talks"), ("war", 20, "war"))


def plain(markdown):
    """Return Markdown without the escapes of its marks."""
    return re.sub(r"\\(.)", r"\1", markdown)


def listing_of(hits, labels=None, text=TEXT, **others):
    return listed(corpus_of({"d": text, **others}), hits, labels)


def test_a_passage_is_written_with_its_number_its_context_its_place_and_its_voice():
    spoken = FOUND.assign(speaker=["", "Ann", "", ""], mode=["outlet", "direct", "", "outlet"])
    text = plain(passages(listing_of(spoken, {"f/war": "War *"})).markdown())
    heads = re.findall(r"^### (.*?) \{#passages-\w+ \.unnumbered \.unlisted\}$", text, re.M)
    assert heads == ["War *", "talks"]
    lines = [line for line in text.splitlines() if line.startswith('<span class="name">')]
    assert [re.search(r">(\d+)<", line)[1] for line in lines] == ["1", "2", "3", "4"]
    first = lines[0]
    assert (
        'class="quoted">Talks of <span class="mark">war</span>. They want talks. News No' in first
    )
    assert '<span class="place-link" data-place="0:9-12">9-12</span>, Ann, direct</span>' in first
    assert ">0-5</span></span>" not in text  # the outlet's own is named as its mode
    assert ">24-29</span></span>" in text  # nothing is known of its voice
    two = plain(passages(listing_of(FOUND, e="More.")).markdown())
    assert ">d:9-12</span>, outlet</span>" in two
    assert "#### talks" in passages(listing_of(FOUND), level=4).markdown()


def test_of_a_code_that_is_not_written_out_whole_the_rest_is_told():
    many = pd.DataFrame({"doc": "d", "start": range(MANY + 1), "end": 9999, "code": "a"})
    more = "The other passages of this code are in the concordance"
    assert passages(listing_of(many, text="x" * 3000)).markdown().count(more) == 1
    assert more not in passages(listing_of(many[:30], text="x" * 3000)).markdown()
    assert len(listing_of(many[:MANY], text="x").shown) == 200
    assert (listing_of(many[:MANY], text="x").most, listing_of(many, text="x").most) == (200, 5)


def test_a_marked_text_has_its_blocks_and_the_numbers_where_passages_end():
    corpus = corpus_of({"d": TEXT})
    text = plain(marked_text(listed(corpus, FOUND), segments(corpus)).markdown())
    first, heading, last = text.split("\n\n")
    link = r'\[(\d)\]\(#p-\w+ "(?:talks|war)"\)'
    assert re.sub(link, r"\1", first) == (
        '<span class="name">¶1</span> <span class="hit">Talks</span><sup>1</sup> of '
        '<span class="hit">war</span><sup>3</sup>. They want <span class="hit">talks</span>'
        "<sup>2</sup>."
    )
    assert heading == '<span class="name">¶2</span> **News**'
    assert re.sub(link, r"\1", last).endswith('No <span class="hit">war</span><sup>4</sup> today.')


@pytest.mark.parametrize(("length", "tinted"), [(90, True), (91, False)])
def test_a_passage_of_more_than_ninety_signs_is_noted_and_not_tinted(length, tinted):
    text = "w" * 100 + "."
    hits = pd.DataFrame({"doc": ["d"], "start": [0], "end": [length], "code": ["a"]})
    corpus = corpus_of({"d": text})
    shown = marked_text(listed(corpus, hits), segments(corpus), doc="d").markdown()
    assert ('class="hit"' in shown) == tinted
    assert shown.count("<sup>") == 1


def test_overlapping_passages_end_each_at_its_own_place():
    hits = rows(("Talks of war", 0, "a"), ("war", 0, "b"), ("of", 0, "c"))
    corpus = corpus_of({"d": TEXT})
    text = marked_text(listed(corpus, hits), segments(corpus)).markdown()
    assert [note.count("[") for note in re.findall(r"<sup>(.*?)</sup>", text)] == [1, 2]


def published(*sets):
    return Published(pd.DataFrame(), {one.id: one for one in sets}, ())


def test_a_cited_set_names_its_passages_and_those_that_are_not_listed_by_their_words():
    other = cited_passages(rows(("They want", 0, "voice")), label="Voices")
    both = cited_passages(pd.concat([FOUND[:1], rows(("News", 0, "x"))]), label="Both")
    [shown] = cited_sets(listing_of(FOUND), published(other, both))
    text = re.sub(r"\[(\d)\]\([^)]*\)", r"\1", plain(shown.markdown()))
    lines = text.split("\n\n")[1:-1]
    assert lines[0] == "Numbers are those of the passages above. Places are characters of the text."
    bare = [re.sub(r"</?span[^>]*>", "", line) for line in lines[1:]]
    assert bare == [
        "**All passages** (4): 1–4",
        "**Both** (2): 1, News 32-36",
        "**Voices** (1): They want 14-23",
    ]
    several = cited_sets(listing_of(FOUND, e="More."), published(other))[0].markdown()
    assert "Places are document and characters" in plain(several)
    assert ">d:14-23<" in plain(several)


@pytest.mark.parametrize(
    ("texts", "many", "named"), [(1, 40, 40), (1, 41, 40), (2, 5, 5), (2, 6, 5)]
)
def test_of_many_passages_that_are_not_listed_the_first_are_named(texts, many, named):
    spans = pd.DataFrame({"doc": "d", "start": range(many), "end": range(1, many + 1)})
    others = {} if texts == 1 else {"e": "More."}
    own = cited_passages(spans, label="Own")
    [shown] = cited_sets(listing_of(FOUND[:0], text="x" * 60, **others), published(own))
    entry = next(line for line in shown.markdown().splitlines() if ">Own<" in line)
    assert entry.count('class="quoted"') == named
    assert entry.endswith("; and others, in the concordance") == (many > named)


def test_sets_without_a_passage_stand_in_one_paragraph_by_what_they_begin_with():
    empty = [cited_passages(FOUND[:0], label=label) for label in ("War, Ann", "War, Bo", "Peace")]
    [shown] = cited_sets(listing_of(FOUND), published(*empty))
    text = re.sub(r"</?span[^>]*>", "", plain(shown.markdown()))
    assert "**Looked for and not found.** Peace; War: Ann, Bo." in text
    assert all(f'id="{one.id}"' in shown.markdown() for one in empty)
    assert "not found" not in cited_sets(listing_of(FOUND), published())[0].markdown()


def test_five_hundred_sets_stand_in_one_output():
    spans = pd.DataFrame({"doc": "d", "start": range(500), "end": range(1, 501)})
    sets = [cited_passages(spans[n : n + 1], label=f"s{n:03}") for n in range(500)]
    listing = listing_of(FOUND, text="x" * 600)
    parts = cited_sets(listing, published(*sets[:498]))
    assert len(parts) == 1
    parts = cited_sets(listing, published(*sets))
    assert [part.markdown().count(' (<span class="name">') for part in parts] == [499, 2]


def test_where_numbers_are_from_is_told_of_one_text_of_several_and_of_none():
    one = where_listed(listing_of(FOUND))
    told = "".join(piece.text for piece in one.pieces)
    assert told.startswith("Where is each number from? All 4 passages found are marked in the text")
    several = where_listed(listing_of(FOUND, e="More."))
    assert "Of 4 passages found, those of the first text" in "".join(
        piece.text for piece in several.pieces
    )
    none = where_listed(listing_of(FOUND[:0]))
    assert "from? No passage was coded; " in "".join(piece.text for piece in none.pieces)


def test_a_context_is_marked_where_it_is_cut():
    assert context("one two three", 4, 7, 3) == ("… ", " …")
    assert context("one two three", 4, 7, 4) == ("one ", " …")
    assert context("one two three", 4, 7, 6) == ("one ", " three")
    assert in_brackets("one\ntwo three", 4, 7, 60) == "one [two] three"


def test_what_is_shown_of_markdown_publishes_no_number():
    data = MarkdownOutput("*a*", plain="a")._repr_mimebundle_()
    assert (data["text/markdown"], data["text/plain"]) == ("*a*", "a")
    assert data["application/vnd.topoi.evidence+json"] == {"version": 1, "pieces": [], "sets": {}}
    assert MarkdownOutput("*a*")._repr_mimebundle_()["text/plain"] == "*a*"
