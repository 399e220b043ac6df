import re
from dataclasses import replace

import pandas as pd

from topoi.coding.codebook.codebook import Part
from topoi.coding.loading import load_codebook
from topoi.report.chapters.codebooks import (
    MARKED,
    code_entries,
    code_labels,
    marked,
    needs_table,
    queries_in_words,
    rows_sentence,
    sources_sentence,
)
from topoi.report.chapters.results import sides


def test_the_appendix_says_of_each_code_what_the_codebook_says(book):
    war, talks = re.findall(r"### (.*?) \{.*?\}\n\n(.*)", code_entries(book).markdown())
    assert war[0] == "F01 War"
    said = re.sub(r"</?span[^>]*>|\\|\*", "", war[1])
    assert said == "Moral evaluation. Kinds: F01b Cold. Found: “the war” Not found: “warm”"
    assert re.sub(r"</?span[^>]*>|\\|\*", "", talks[1]) == "Missed: Irony. Would need: A reader."


def test_a_code_of_which_nothing_is_said_has_an_entry(tmp_path):
    path = tmp_path / "b.yml"
    path.write_text('id: b\nversion: "1"\ntitle: B\ncodes: [{id: a, label: A, include: [a]}]\n')
    assert "Nothing is said of this code" in code_entries(load_codebook(path)).markdown()


def test_labels_that_two_codebooks_give_are_told_apart(book):
    again = replace(book, id="c")
    assert code_labels([book]) == {"b/war": "War", "b/talks": "Talks"}
    assert code_labels([book, again])["c/war"] == "War (c)"


def test_the_appendix_says_every_query_in_words_and_every_list(book):
    lines = queries_in_words(book).markdown().splitlines()
    assert (lines[0], lines[-1]) == ("```{=html}", "```")
    assert "<li><code>{fights}</code> fight; fist fight</li>" in lines
    assert lines[lines.index("<h4>F01 War</h4>") + 2 :][:4] == [
        "<li>looked for <code>cold war</code>: “cold war”</li>",
        "<li>left out <code>warm</code>: “warm”</li>",
        "<li>looked for <code>war*</code>: a word that begins with “war”</li>",
        "<li>looked for <code>{fights} ..2 on</code>: "
        "one of the list fights, then up to two words, then “on”</li>",
    ]


def test_codes_that_need_more_than_words_are_marked(book):
    assert marked({"war": "War", "talks": "Talks"}, book) == {"war": "War", "talks": "Talks †"}
    assert needs_table(book).frame().iloc[0].tolist() == ["F02 Talks †", "a reader", "irony", "—"]


def test_works_are_cited_that_the_codes_name(book, tmp_path):
    bibliography = tmp_path / "r.bib"
    bibliography.write_text("@book{clausewitz1832,\n}\n@book{nobody1900,\n}", encoding="utf-8")
    named = replace(book, codes=(replace(book.codes[0], source="Clausewitz (1832): war."),))
    assert "@clausewitz1832" in sources_sentence([named], bibliography).markdown()
    assert not sources_sentence([book], tmp_path / "missing.bib").pieces


def test_a_nested_voice_is_quoted_speech_only_inside_quotation_marks():
    spans = pd.DataFrame(
        [("a", 2, 4, "nested"), ("a", 12, 14, "nested"), ("a", 20, 22, "outlet")],
        columns=["doc", "start", "end", "mode"],
    )
    quotations = pd.DataFrame({"doc": ["a"], "start": [10], "end": [18]})
    assert sides(spans, quotations).tolist() == [
        "paraphrase",
        "quoted speech",
        "the outlet's own words",
    ]


def test_six_examples_are_printed_and_how_many_more_there_are(book):
    examples = tuple((f"war {n}", None) for n in range(7))
    for many, ends in ((6, "“war 5”"), (7, "“war 5”; and 1 more.")):
        code = replace(book.codes[0], yes=examples[:many])
        text = code_entries(replace(book, codes=(code,))).markdown().replace("\\", "")
        assert f"{ends}</span> *Not found" in text


def test_the_rows_of_parts_and_the_mark_are_explained_where_there_are_any(book):
    war, talks = book.codes
    in_parts = replace(war, parts=(Part("F01a", "Hot", ("",)), Part("F01b", "Cold", ("cold",))))
    parts, mark = "A code with parts has a row for each of them: War (F01a, F01b).", MARKED
    for codes, told in (
        ((war,), ""),
        ((in_parts,), parts),
        ((war, talks), mark),
        ((in_parts, talks), f"{parts} {mark}"),
    ):
        said = rows_sentence(replace(book, codes=codes))
        assert "".join(piece.text for piece in said.pieces) == told
    needy = replace(book, codes=(replace(in_parts, needs="a reader"),))
    assert marked({"war": "War", "F01b": "Cold, F01b"}, needy)["F01b"] == "Cold, F01b †"


def test_a_short_surname_within_a_longer_word_is_no_work(book, tmp_path):
    bibliography = tmp_path / "own.bib"
    bibliography.write_text("@book{rao1999,\n}\n@book{dasilva1999,\n}\n", encoding="utf-8")
    said = [
        sources_sentence(
            [replace(book, codes=(replace(book.codes[0], source=source),))], bibliography
        ).markdown()
        for source in ("Extraordinary (1999)", "Rao (1999)", "Da Silva (1999)")
    ]
    assert ["@rao1999" in one for one in said] == [False, True, False]
    assert ["@dasilva1999" in one for one in said] == [False, False, True]
