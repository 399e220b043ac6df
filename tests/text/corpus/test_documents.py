"""Documents of one text a file: .docx, .rtf, web pages, TEI; their words are made up."""

import gzip
import re
import sys
from pathlib import Path

import pypandoc
import pytest

from topoi.errors import InputError
from topoi.project import read_texts
from topoi.text.corpus.corpus import Corpus, read_corpus
from topoi.text.corpus.documents import document_entries
from topoi.text.corpus.formats import Record
from topoi.text.words.tokens import words_of

WRITTEN = """# Talks resume

The **minister** said: “We want *peace*.”[^1] It’s so.

- One point

[^1]: A note.
"""
PAGE = """<!DOCTYPE html><html><head><title>Talks resume | The Example</title>
<meta property="og:site_name" content="The Example">
<meta property="og:title" content="Talks resume">
<meta property="article:published_time" content="2024-03-05T10:00:00Z">
<script>var tracking = 1;</script></head><body>
<div class="cookie-banner">We use cookies. Accept all</div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<main><article><h1>Talks resume</h1>
<p>The minister said: &ldquo;We want peace &amp; a cease&shy;fire.&rdquo; The talks will go on next
week in Geneva, he said, and nobody will leave the table before there is an agreement on water.</p>
<p>He said: &#8220;Root&nbsp;causes.&#8221; The opposition leader denied this and asked for more
time before the vote in parliament on Tuesday, which all of the parties are going to join.</p>
</article></main>
<footer>Copyright 2024 The Example. All rights reserved. Contact us</footer></body></html>
"""
TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>
<titleStmt><title>A sitting</title></titleStmt>
<publicationStmt><publisher>An archive</publisher><date when="2026-01-01"/></publicationStmt>
<sourceDesc><bibl><publisher>The House</publisher><date when="2024-03-05"/></bibl></sourceDesc>
</fileDesc><profileDesc><particDesc><listPerson>
<person xml:id="roe"><persName><forename>Mary</forename> <surname>Roe</surname></persName></person>
</listPerson></particDesc></profileDesc></teiHeader>
<text><body>
<head>Questions</head>
<u who="#roe"><seg>We want <hi>peace</hi>, and a nego<lb break="no"/>
tiated settle<note>sic</note>ment.</seg><seg>Will you join?</seg><vocal>[noise]</vocal></u>
<sp who="#smith"><speaker>Mr. Smith.</speaker><stage>rising</stage><p>No.</p></sp>
<u who="#DoeJohn">Then <choice><orig>wee</orig><reg>we</reg></choice> leave.<pb n="2"/>Now.</u>
</body></text></TEI>
"""


def read(tmp_path: Path, name: str, content: str | bytes) -> Corpus:
    data = content.encode() if isinstance(content, str) else content
    (tmp_path / name).write_bytes(data)
    return read_corpus(tmp_path / name)


def office(tmp_path: Path, text: str = WRITTEN) -> Path:
    file = tmp_path / "a.docx"
    pypandoc.convert_text(text, "docx", format="markdown", outputfile=str(file))
    return file


def test_a_docx_is_read_as_its_words(tmp_path: Path) -> None:
    assert read_corpus(office(tmp_path)).texts["a"].split("\n\n") == [
        "Talks resume",
        "The minister said: “We want peace.”[1] It’s so.",
        "- One point",
        "[1] A note.",
    ]


def test_an_rtf_is_read_as_its_words_however_signs_are_written(tmp_path: Path) -> None:
    pytest.importorskip("striprtf")
    text = (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title No word}}"
        r"\pard {\b Talks} resume\par"
        r"\par The minister said: \u8220?We want \'93{\i peace}\'94.\u8221\'94 It\rquote s so.\par}"
    )
    assert read(tmp_path, "a.rtf", text).texts["a"] == (
        "Talks resume\n\nThe minister said: “We want “peace”.” It’s so."
    )


def test_what_is_no_rtf_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("striprtf")
    with pytest.raises(InputError, match=r"a\.rtf: cannot be read as \.rtf"):
        read(tmp_path, "a.rtf", "They left.")


def test_a_compressed_document_is_read_too(tmp_path: Path) -> None:
    packed = gzip.compress(office(tmp_path).read_bytes())
    assert read(tmp_path, "b.docx.gz", packed).texts["b"].startswith("Talks resume")


def test_an_export_of_an_archive_as_docx_is_split(tmp_path: Path) -> None:
    articles = (
        "Talks resume\n\nThe Example\n\nMarch 5, 2024 Tuesday\n\nLength: 2 words\n\nBody\n\n"
        "They met.\n\nLoad-Date: March 6, 2024\n\nEnd of Document\n\n"
    )
    corpus = read_corpus(office(tmp_path, articles * 2))
    assert dict(corpus.texts) == {"a-1": "They met.", "a-2": "They met."}
    assert corpus.documents["source"].tolist() == ["The Example"] * 2


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"no document at all"])
def test_what_is_no_docx_is_one_error(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match=r"a\.docx: cannot be read as \.docx"):
        read(tmp_path, "a.docx", content)


@pytest.mark.parametrize(
    ("name", "library"), [("a.html", "trafilatura"), ("a.xml", "lxml"), ("a.rtf", "striprtf")]
)
def test_without_its_library_a_document_is_refused_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, library: str
) -> None:
    for module in (library, f"{library}.{library}"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(InputError, match=rf"{library}, which is not installed.*topoi\[documents\]"):
        read(tmp_path, name, PAGE)


def test_a_web_page_is_read_without_its_frame(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    corpus = read(tmp_path, "a.html", PAGE)
    text = corpus.texts["a"]
    assert (
        "“We want peace & a cease\u00adfire.”" in text or "“We want peace & a ceasefire.”" in text
    )
    assert "The opposition leader denied this" in text
    for word in ("cookies", "Home", "tracking", "Copyright", "Contact", "&amp;"):
        assert word not in text
    [row] = corpus.documents.to_dict("records")
    assert (row["source"], row["title"]) == ("The Example", "Talks resume")
    assert f"{row['date']:%Y-%m-%d}" == "2024-03-05"
    [notice] = corpus.notices
    assert "words stand in its frame and are not read" in notice.said


def test_a_page_whose_text_is_not_told_from_its_frame_is_read_whole_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trafilatura = pytest.importorskip("trafilatura")
    monkeypatch.setattr(trafilatura, "bare_extraction", lambda *_, **__: None)
    corpus = read(tmp_path, "a.htm", "<html><body><nav>Home</nav><p>They left.</p></body></html>")
    assert "They left." in corpus.texts["a"]
    assert "Home" in corpus.texts["a"]
    assert "was not told from its frame" in corpus.notices[0].said


def test_a_page_of_no_words_is_empty(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    with pytest.raises(InputError, match="is empty"):
        read(tmp_path, "a.html", "<html><body></body></html>")


def test_tei_is_read_as_turns_with_their_speakers(tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    corpus = read(tmp_path, "a.xml", TEI)
    assert corpus.texts["a"].split("\n\n") == [
        "Questions",
        "Mary Roe: We want peace, and a negotiated settlement.",
        "Will you join?",
        "Mr. Smith: No.",
        "DoeJohn: Then wee leave. Now.",
    ]
    [row] = corpus.documents.to_dict("records")
    assert (row["source"], row["title"]) == ("The House", "A sitting")
    assert f"{row['date']:%Y-%m-%d}" == "2024-03-05"
    assert "has 3 notes, stage directions and running heads" in corpus.notices[0].said


def test_a_corpus_of_tei_is_read_as_its_texts(tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    one = "<TEI><text><body><p>They met.</p></body></text></TEI>"
    corpus = read(
        tmp_path,
        "a.xml",
        f'<teiCorpus xmlns="{"http://www.tei-c.org/ns/1.0"}">{one}{one}</teiCorpus>',
    )
    assert dict(corpus.texts) == {"a-1": "They met.", "a-2": "They met."}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("<TEI><text>No end", "is no XML"),
        ("", "is no XML"),
        ("<rss><item>They met.</item></rss>", "is XML, but no TEI P5"),
        (
            '<!DOCTYPE TEI [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
            '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>&b;</p></body></text></TEI>',
            "declares entities of its own",
        ),
        (
            '<!DOCTYPE TEI [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
            '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>&f;</p></body></text></TEI>',
            "declares entities of its own",
        ),
    ],
)
def test_what_is_no_tei_or_may_unfold_is_refused(
    tmp_path: Path, content: str, problem: str
) -> None:
    pytest.importorskip("lxml")
    with pytest.raises(InputError, match=problem):
        read(tmp_path, "a.xml", content)


def test_the_words_of_a_page_are_those_of_its_text_file(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    page = read(tmp_path, "a.html", PAGE).texts["a"]
    words = [word.token for word in words_of(page) if word.is_word]
    assert "ceasefire" in words
    assert words.count("said") == 3


@pytest.mark.parametrize("number", ["99999999", "-99999999"])
def test_an_rtf_with_a_sign_that_there_is_not_is_told(tmp_path: Path, number: str) -> None:
    pytest.importorskip("striprtf")
    file = tmp_path / "a.rtf"
    file.write_text(f"{{\\rtf1 Hello \\u{number}? }}")
    [entry] = document_entries(file)
    assert isinstance(entry, InputError)
    assert "cannot be read as .rtf" in entry.problem


@pytest.mark.parametrize(
    "page",
    [
        "<p>One two three.</p><p>Four five.</p>",
        "The minister said no.",
        "<html><head><title>Talks</t<p>He left.</p>",
        "<div>" * 3_000 + "Text within." + "</div>" * 3_000,
    ],
)
def test_a_piece_of_a_page_is_read_whole_and_never_called_empty(tmp_path: Path, page: str) -> None:
    pytest.importorskip("trafilatura")
    file = tmp_path / "a.html"
    file.write_text(page)
    texts = [entry for entry in document_entries(file) if isinstance(entry, Record)]
    assert len(texts) == 1
    assert "".join(texts[0].text.split()) == "".join(re.sub("<[^>]*>", " ", page).split())


def test_the_speakers_of_encoded_turns_hold_however_few_they_are(tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    file = tmp_path / "a.xml"
    file.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><sp><speaker>Ms Lee</speaker>'
        "<p>We go.</p></sp><sp><speaker>Mr Roe</speaker><p>We stay.</p></sp></body></text></TEI>"
    )
    voices = read_texts(file).voices
    assert voices[["mode", "speaker"]].loc[voices["mode"] == "direct"].to_numpy().tolist() == [
        ["direct", "Lee"],
        ["direct", "Roe"],
    ]


def test_a_document_of_signs_alone_is_set_aside_as_a_text_file_is(tmp_path: Path) -> None:
    tei = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>… – ***</p></body></text></TEI>'
    for name, text in (("a.xml", tei), ("b.html", "<p>… – ***</p>")):
        pytest.importorskip("lxml" if name == "a.xml" else "trafilatura")
        with pytest.raises(InputError, match="is empty: no word is in it"):
            read(tmp_path, name, text)
