"""Exports of news archives; the bodies are made up."""

from pathlib import Path

import pytest

from topoi.errors import InputError, Notice
from topoi.text.corpus.corpus import Corpus, read_corpus
from topoi.text.corpus.formats import Record
from topoi.text.corpus.news_exports import export_entries

NEXIS = """

                               1 of 2 DOCUMENTS

                        Copyright 2024 The Sample Post
                             All Rights Reserved

                               The Sample Post

                       March 5, 2024 Tuesday 9:15 PM GMT
                                 Late Edition

Ministers meet
over water

BYLINE: Ann Roe in Bern

SECTION: WORLD; Pg. 4

LENGTH: 1,061 words

DATELINE: BERN, Switzerland and
Geneva

Ministers met on Monday. "The
river is ours," one said.

Section leaders agreed. Language was a problem.

LOAD-DATE: March 6, 2024

LANGUAGE: ENGLISH

                               2 of 2 DOCUMENTS

                               Daily Sample

                               March 7, 2024

Talks end

LENGTH: 2 words

They left.

GRAPHIC: Photo, a river
"""

NEXIS_UNI = """Documents (2)
1. Ministers meet over water
Client/Matter: -None-
Search Terms: water
2. Talks end

Ministers meet over water
The Sample Post
March 5, 2024 Tuesday

Copyright 2024 The Sample Post All Rights Reserved
Section: WORLD; Pg. 4
Length: 1,061 words
Byline: Ann Roe
Body

Ministers met on Monday. "The river is ours," one said.
Section leaders agreed.

Classification

Language: ENGLISH
Publication-Type: Newspaper
Load-Date: March 6, 2024

End of Document

Talks end
Daily Sample
March 7, 2024 Thursday

Length: 2 words
Body

They left.
Load-Date: March 8, 2024
End of Document
"""

FACTIVA = """SE World
HD Ministers meet
over water
BY By Ann Roe
WC 1,061 words
PD 5 March 2024
SN The Sample Post
SC SAMP
LA English
CY (c) 2024 Sample

LP
Ministers met on Monday.

TD
IN BRIEF they said: "The river is ours."

TD Bank agreed.

CO sampl : Sample Ltd
IN i1 : Water
PUB Sample Ltd
AN Document SAMP000020240305ek35000b1

HD Talks end
WC 2 words
PD 7 March 2024
SN Daily Sample

LP They left.

AN Document DSAM000020240307ek370000x

Search Summary
Text water
"""

FACTIVA_PLAIN = """World
Ministers meet over water
By Ann Roe
1,061 words
5 March 2024
09:15
The Sample Post
SAMP
4
English
(c) 2024 Sample

Ministers met on Monday. "The river is ours," one said.

They agreed.

Document SAMP000020240305ek35000b1

Talks end
2 words
7 March 2024
Daily Sample
DSAM
English
Copyright 2024 Sample

They left.

Document DSAM000020240307ek370000x
"""

PROQUEST = """____________________________________________________________

Document 1 of 2

Ministers meet over water

Author: Roe, Ann

Publication info: The Sample Post ; Bern [Bern]. 05 Mar 2024: 4.

Full text: Ministers met on Monday. "The river is ours," one said.

They agreed.

Subject: Water

Title: Ministers meet over water

Publication title: The Sample Post

Publication date: Mar 5, 2024

ProQuest document ID: 123

____________________________________________________________

Document 2 of 2

Talks end

Full text: They left.

Title: Talks end

Publication title: Daily Sample

Publication date: Mar 7, 2024

____________________________________________________________
"""

WRAPPED = """Ministers met on Monday. "The
river is ours," one said.

Section leaders agreed. Language was a problem."""
CODED = """Ministers met on Monday.

IN BRIEF they said: "The river is ours."

TD Bank agreed."""
FIRST = 'Ministers met on Monday. "The river is ours," one said.'


def read(tmp_path: Path, text: str) -> Corpus:
    (tmp_path / "x.txt").write_bytes(text.encode())
    return read_corpus(tmp_path / "x.txt", strict=False)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("export", "archive", "first"),
    [
        (NEXIS, "Nexis", WRAPPED),
        (NEXIS_UNI, "Nexis Uni", f"{FIRST}\nSection leaders agreed."),
        (FACTIVA, "Factiva", CODED),
        (FACTIVA_PLAIN, "Factiva", f"{FIRST}\n\nThey agreed."),
        (PROQUEST, "ProQuest", f"{FIRST}\n\nThey agreed."),
    ],
    ids=["nexis", "nexis uni", "factiva", "factiva plain", "proquest"],
)  # fmt: skip
def test_an_export_is_split_into_its_articles(
    tmp_path: Path, export: str, archive: str, first: str, end: str
) -> None:
    corpus = read(tmp_path, export.replace("\n", end))
    assert dict(corpus.texts) == {"x-1": first, "x-2": "They left."}
    assert corpus.documents["source"].tolist() == ["The Sample Post", "Daily Sample"]
    assert corpus.documents["date"].dt.strftime("%Y-%m-%d").tolist() == ["2024-03-05", "2024-03-07"]
    assert corpus.documents["title"].str.endswith("Ministers meet over water")[0]
    assert corpus.documents["title"][1] == "Talks end"
    assert "Roe" in corpus.documents["byline"][0]
    [notice] = corpus.notices
    assert f"is an export of 2 articles of {archive}:" in notice.said


def entries(text: str) -> list[Record | InputError | Notice]:
    return list(export_entries(Record("x", text, "x.txt")))


def test_the_place_of_an_article_is_its_line_in_the_file() -> None:
    notice, *records = entries(NEXIS)
    assert isinstance(notice, Notice)
    assert [record.place for record in records] == ["x.txt:8", "x.txt:36"]
    assert NEXIS.split("\n")[7].strip() == "The Sample Post"
    assert NEXIS.split("\n")[35].strip() == "Daily Sample"


def test_lines_outside_of_all_articles_are_counted() -> None:
    notice, *_ = entries(FACTIVA)
    assert isinstance(notice, Notice)
    assert "2 lines outside of them" in notice.said


def test_an_article_without_words_is_an_error_with_its_line() -> None:
    text = PROQUEST.replace("Full text: They left.\n", "Abstract: Short.\n")
    _, first, second = entries(text)
    assert isinstance(first, Record)
    assert text.split("\n")[28] == "Talks end"
    assert str(second).startswith("x.txt:29: is an article of ProQuest without words")


def test_what_has_no_form_known_among_articles_is_an_error() -> None:
    _, _, second = entries(NEXIS.replace("LENGTH: 2 words", ""))
    assert isinstance(second, InputError)
    assert second.place == "x.txt:35"


def test_what_looks_like_an_export_of_another_form_is_read_whole_and_told() -> None:
    text = "Dokument 1 von 12\n\nMinister treffen sich.\n\nDokument 2 von 12\n\nEnde."
    record, notice = entries(text)
    assert isinstance(record, Record)
    assert record.text == text
    assert isinstance(notice, Notice)
    assert "looks like an export of 12 articles" in notice.said


@pytest.mark.parametrize(
    "text",
    [
        "He had 500 words.\n500 words\nMarch 5, 2024\nNo more.",
        "Document 1 of 2 was signed. They left.",
        f"{'_' * 30}\n\nA line above. They left.",
        "Length: 512 words\n\nThey left.",
    ],
)
def test_other_texts_are_left_whole(text: str) -> None:
    assert entries(text) == [Record("x", text, "x.txt")]
