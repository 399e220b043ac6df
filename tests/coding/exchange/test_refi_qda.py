"""REFI-QDA projects: codes within codes, several users, and archives that are not what they say."""

import io
import zipfile
from pathlib import Path

import pytest

from topoi.coding.exchange.files import codes_listed, read_annotations
from topoi.coding.exchange.refi_qda import refi_texts, to_refi
from topoi.errors import InputError, Notice
from topoi.text.corpus.corpus import corpus_of

TEXT = "Old 😀 causes.\nNew ones."
CORPUS = corpus_of({"a": TEXT, "b": "Another."})
CODES = """<Code guid="c1" name="Cause" isCodable="true">
 <Code guid="c2" name="old" isCodable="true"><Code guid="c3" name="very" isCodable="true"/></Code>
</Code>
<Code guid="f1" name="Folder" isCodable="false"><Code guid="c4" name="Time"/></Code>
<Code guid="f2" name="Other" isCodable="false"><Code guid="c5" name="Time"/></Code>
"""
USERS = '<Users><User guid="u1" name="Ann"/><User guid="u2" name="Ben"/></Users>'


def selection(start: int, end: int, *codes: str, user: str = "u1") -> str:
    told = "".join(
        f'<Coding guid="g" creatingUser="{user}"><CodeRef targetGUID="{code}"/></Coding>'
        for code in codes
    )
    place = f'startPosition="{start}" endPosition="{end}"'
    return f'<PlainTextSelection guid="s" {place}>{told}</PlainTextSelection>'


def project(
    folder: Path,
    *marks: str,
    name: str = "a",
    text: bytes = TEXT.encode(),
    users: str = USERS,
    head: str = "",
    more: str = "",
) -> Path:
    xml = (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<Project xmlns="urn:QDA-XML:project:1.0">'
        f"{users}<CodeBook><Codes>{CODES}</Codes></CodeBook><Sources>"
        f'<TextSource guid="t" name="{name}" plainTextPath="internal://t.txt">{"".join(marks)}'
        f"</TextSource>{more}</Sources></Project>"
    )
    place = folder / "p.qdpx"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("project.qde", xml)
        archive.writestr("Sources/t.txt", text)
    return place


def read(place: Path, **asked: object) -> list[list[object]]:
    table = read_annotations(place, CORPUS, "refi-qda", **asked)  # type: ignore[arg-type]
    return table[["text", "code", "subtype", "coder"]].to_numpy().tolist()


def test_codes_are_the_topmost_that_can_be_coded_with_and_those_below_are_subtypes(tmp_path):
    marks = [selection(0, 3, "c1"), selection(4, 5, "c2", "c3"), selection(6, 12, "c4", "c5")]
    assert read(project(tmp_path, *marks)) == [
        ["Old", "Cause", "", "Ann"],
        ["😀", "Cause", "old", "Ann"],
        ["😀", "Cause", "old.very", "Ann"],
        ["causes", "Folder > Time", "", "Ann"],
        ["causes", "Other > Time", "", "Ann"],
    ]


def test_a_selection_as_qualcoder_writes_it_ends_behind_its_last_character(tmp_path):
    # attributes as QualCoder 3 writes them; `name` has the words that were selected
    marks = [
        f'<PlainTextSelection guid="s{start}" startPosition="{start}" endPosition="{end}" '
        f'name="{name}" creatingUser="u1" creationDateTime="2024-05-01T10:00:00Z">\n'
        '<Coding guid="g" creatingUser="u1" ><CodeRef targetGUID="c4" />\n</Coding>\n'
        "</PlainTextSelection>\n"
        for start, end, name in [(0, 3, "Old"), (6, 12, "causes"), (18, 22, "ones")]
    ]
    assert [row[0] for row in read(project(tmp_path, *marks))] == ["Old", "causes", "ones"]


def test_several_users_are_told_apart_and_a_single_one_is_just_the_coder(tmp_path):
    marks = [selection(0, 3, "c1"), selection(0, 3, "c1", user="u2")]
    assert [row[3] for row in read(project(tmp_path, *marks))] == ["Ann", "Ben"]
    one = '<Users><User guid="u1" name="Ann"/></Users>'
    assert [row[3] for row in read(project(tmp_path, marks[0], users=one))] == ["1"]


def test_a_source_of_another_name_is_known_by_its_text(tmp_path):
    place = project(tmp_path, selection(0, 3, "c1"), name="Interview 3")
    assert read(place) == [["Old", "Cause", "", "Ann"]]


def test_a_source_with_line_ends_of_two_characters_and_a_mark_is_read(tmp_path):
    text = b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()
    start = TEXT.replace("\n", "\r\n").index("New")
    place = project(tmp_path, selection(0, 3, "c1"), text=text)
    assert read(place) == [["Old", "Cause", "", "Ann"]]
    notices: list[Notice] = []
    place = project(tmp_path, selection(start, start + 3, "c1"), text=text)
    assert read(place, notices=notices) == [["New", "Cause", "", "Ann"]]
    assert not notices


def test_the_text_of_pages_is_one_and_sources_without_codings_need_not_be_here(tmp_path):
    pages = (
        '<PDFSource guid="p" name="a"><Representation guid="r" plainTextPath="internal://t.txt">'
        f"{selection(0, 3, 'c1')}</Representation></PDFSource>"
    )
    place = project(tmp_path, name="not here", text=b"Elsewhere.", more="")
    assert read(place) == []
    assert refi_texts(place) == {"not here": "Elsewhere."}
    assert read(project(tmp_path, more=pages)) == [["Old", "Cause", "", "Ann"]]


def test_codings_of_anything_but_passages_are_counted(tmp_path):
    whole = '<Coding guid="g"><CodeRef targetGUID="c1"/></Coding>'
    picture = (
        '<PictureSource guid="p" name="p"><PictureSelection guid="s"><Coding guid="g">'
        '<CodeRef targetGUID="c1"/></Coding></PictureSelection></PictureSource>'
    )
    notices: list[Notice] = []
    place = project(tmp_path, selection(0, 3, "c1"), whole, more=picture)
    assert len(read(place, notices=notices)) == 1
    (notice,) = notices
    kinds = "codings of TextSource: 1, codings of PictureSelection: 1"
    assert notice.said == f"has 2 entries passed over ({kinds})"


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        ([selection(0, 3, "none")], "selection without a place or a code of the project"),
        (['<PlainTextSelection guid="s"/>'], "selection without a place"),
        ([selection(0, 900, "c1")], "lies at 0-900, which is not within 'a'"),
    ],
)
def test_selections_that_cannot_be_read_are_refused_with_their_line(tmp_path, marks, told):
    with pytest.raises(InputError) as caught:
        read(project(tmp_path, *marks))
    assert told in str(caught.value)
    assert "p.qdpx, a, line" in str(caught.value)


def test_entities_of_its_own_are_not_read(tmp_path):
    head = '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(InputError, match="declares entities of its own"):
        read(project(tmp_path, selection(0, 3, "c1"), head=head))


def test_a_member_that_unfolds_too_far_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("TOPOI_LARGEST_TEXT", "1")
    with pytest.raises(InputError, match="larger than 1 MB"):
        read(project(tmp_path, selection(0, 3, "c1"), text=b"x" * 1_000_001))


def test_paths_out_of_the_archive_are_not_followed(tmp_path):
    (tmp_path / "secret.txt").write_text("Old")
    place = project(tmp_path, selection(0, 3, "c1"))
    with zipfile.ZipFile(place) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["project.qde"] = files["project.qde"].replace(b"t.txt", b"../secret.txt")
    with zipfile.ZipFile(place, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with pytest.raises(InputError, match=r"holds no sources/\.\./secret\.txt"):
        read(place)


@pytest.mark.parametrize("content", [b"", b"PK", b"{}"])
def test_what_is_no_archive_is_refused_by_name(tmp_path, content):
    place = tmp_path / "p.qdpx"
    place.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(place)
    assert str(caught.value).startswith(f"{place}: is no REFI-QDA project")


def test_an_archive_without_a_project_is_refused(tmp_path):
    place = tmp_path / "p.qdpx"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("other.xml", "<a/>")
    with pytest.raises(InputError, match=r"holds no project\.qde"):
        read(place)


def test_what_is_written_depends_on_the_hits_alone_and_has_the_texts():
    import pandas as pd

    hits = pd.DataFrame(
        [["a", 0, 3, "x", "s"]], columns=["doc", "start", "end", "code", "subtype"]
    ).astype({"doc": "str"})
    first, again = to_refi(hits, CORPUS), to_refi(hits, CORPUS)
    assert first == again
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        texts = [archive.read(name) for name in archive.namelist() if name.endswith(".txt")]
    assert texts == [TEXT.encode(), b"Another."]


def test_codes_are_listed_in_the_order_of_the_codebook(tmp_path):
    listed = ["Cause", "Folder", "Folder > Time", "Other", "Other > Time"]
    file = project(tmp_path, selection(0, 3, "c5"), selection(4, 5, "c1"))
    assert codes_listed(file, "refi-qda") == listed
    assert codes_listed(tmp_path, "refi-qda") == listed
