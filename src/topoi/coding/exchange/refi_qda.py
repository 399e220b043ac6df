"""Projects of the REFI-QDA standard (2019), which ATLAS.ti, MAXQDA, NVivo and others exchange."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

import pandas as pd

from topoi.coding.codebook.codebook import Annotation
from topoi.coding.exchange.annotations import (
    AGAIN,
    Documents,
    Export,
    Piece,
    expecting,
    placed,
    places_counted,
    spans_by_document,
    tell_passed,
    whole,
)
from topoi.errors import InputError, Notice
from topoi.text.corpus.compression import largest_text, reason, too_large
from topoi.text.corpus.corpus import Corpus
from topoi.text.corpus.documents import EXTRA
from topoi.text.corpus.tei import parsed

NAMESPACE = "urn:QDA-XML:project:1.0"
PROJECT, SOURCES = "project.qde", "sources/"
INTERNAL = "internal://"
QDA = f"{{{NAMESPACE}}}"
DAY = (2000, 1, 1, 0, 0, 0)  # of every file in an archive, so that it depends on the hits alone
MARKS = f"{QDA}PlainTextSelection"


def to_refi(hits: pd.DataFrame, corpus: Corpus) -> bytes:
    """Return a REFI-QDA project with the texts, each code, its subtypes below it, and the hits."""
    spans = spans_by_document(hits, corpus)
    project = ElementTree.Element("Project", {"xmlns": NAMESPACE, "name": "Topoi"})
    users = ElementTree.SubElement(project, "Users")
    user = guid("user")
    ElementTree.SubElement(users, "User", {"guid": user, "name": "Topoi"})
    codes = ElementTree.SubElement(ElementTree.SubElement(project, "CodeBook"), "Codes")
    sources = ElementTree.SubElement(project, "Sources")
    made: dict[tuple[str, str], ElementTree.Element] = {}
    files = {}
    for doc, found in spans.items():
        own = guid("text", doc)
        told = {"guid": own, "name": doc, "plainTextPath": f"{INTERNAL}{own}.txt"}
        source = ElementTree.SubElement(sources, "TextSource", told)
        files[f"{SOURCES}{own}.txt"] = corpus.texts[doc].encode()
        for start, end, code, subtype in found:
            place = {"startPosition": str(start), "endPosition": str(end), "creatingUser": user}
            about = (doc, str(start), str(end), code, subtype)
            mark = ElementTree.SubElement(
                source, "PlainTextSelection", {"guid": guid("selection", *about), **place}
            )
            coding = {"guid": guid("coding", *about), "creatingUser": user}
            for key in dict.fromkeys([(code, ""), (code, subtype)]):
                if key not in made:
                    above = made[code, ""] if key[1] else codes
                    named = {"guid": guid("code", *key), "name": key[1] or code}
                    made[key] = ElementTree.SubElement(
                        above, "Code", {**named, "isCodable": "true"}
                    )
            ElementTree.SubElement(
                ElementTree.SubElement(mark, "Coding", coding),
                "CodeRef",
                {"targetGUID": guid("code", code, subtype)},
            )
    files = {PROJECT: ElementTree.tostring(project, "utf-8", xml_declaration=True), **files}
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(zipfile.ZipInfo(name, DAY), content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def guid(*about: str) -> str:
    """Return an identifier that depends on these names alone."""
    return str(uuid5(NAMESPACE_URL, "/".join(["urn:topoi", *map(repr, about)])))


def refi_annotations(
    exports: Sequence[Export], corpus: Corpus, notices: list[Notice]
) -> Iterator[Annotation]:
    """Yield the codings of passages of plain texts in REFI-QDA projects.

    Positions count characters of the project's own plain text, whose words must stand in ours;
    where its line ends are others, each counts as one character. `endPosition` is that behind the
    last character: the standard (REFI-QDA 1.5, 10.2) speaks of the first and the last, and the
    tools that were looked at (QualCoder, qualitative-coding) write and read it so. A code is the
    topmost one that can be coded with, those below it are its subtypes. Passed over, and told, are
    codings of whole sources, of pictures, of sound, of pages.
    """
    documents = Documents(corpus)
    for export in exports:
        with archive_of(Path(export.place)) as archive:
            root = project_in(archive, export.place)
            codes, users = codes_in(root), users_in(root)
            passed = not_of_passages(root)
            for name, source in texts_in(root):
                place = f"{export.place}, {name}"
                text = text_of(source, archive, place)
                marks = list(codings(source, text, place, codes))
                if not marks:
                    continue
                known = name, [text], source.get("guid")
                doc = documents.meant(*known, place, strict=export.strict)
                other = text is not None and text != corpus.texts.get(doc)
                places = places_in_lines(text or "") if other else None
                pieces = [moved(piece, places) for piece, *_ in marks]
                spans = placed(corpus, doc, pieces, notices, strict=export.strict)
                for (_, code, user), span in zip(marks, spans, strict=True):
                    yield Annotation(doc, *span, *code, users.get(user, export.coder))
        tell_passed(passed, export.place, notices)


def refi_texts(file: Path) -> dict[str, str]:
    """Return the plain texts that a REFI-QDA project has with it, by the names of their sources.

    Its codings count in these; a text that lies outside of the archive is not among them. Raises
    InputError where there is none.
    """
    found: dict[str, str] = {}
    with archive_of(file) as archive:
        for name, source in texts_in(project_in(archive, str(file))):
            text = text_of(source, archive, f"{file}, {name}")
            if text and text.strip():
                found[name if name not in found else f"{name} ({source.get('guid')})"] = text
    if not found:
        raise InputError(str(file), "has no texts with it", "Give them with --seeds.")
    return found


def refi_codes(place: Path) -> list[str]:
    """Return the codes of a REFI-QDA project, or of those in a folder, in the codebook's order."""
    codes: list[str] = []
    for file in sorted(place.glob("*.qdpx")) if place.is_dir() else [place]:
        with archive_of(file) as archive:
            codes += (code for code, _ in codes_in(project_in(archive, str(file))).values())
    return list(dict.fromkeys(codes))


def texts_in(root: Any) -> Iterator[tuple[str, Any]]:
    """Yield name and element of the texts of a project, those of pages and sound among them."""
    for source in root.iter(f"{QDA}TextSource", f"{QDA}Representation"):
        above = source if source.tag == f"{QDA}TextSource" else source.getparent()
        yield str(above.get("name") or source.get("guid")), source


def archive_of(file: Path) -> zipfile.ZipFile:
    """Return the archive of a project; raises InputError for what is none."""
    try:
        return zipfile.ZipFile(file)
    except (OSError, zipfile.BadZipFile) as error:
        problem = f"is no REFI-QDA project ({reason(error)})"
        raise InputError(str(file), problem, "Export the project as .qdpx.") from None


def member(archive: zipfile.ZipFile, name: str, place: str) -> bytes:
    """Return a file of an archive; raises InputError where it is missing, broken or too large."""
    known = {one.casefold(): one for one in archive.namelist()}
    if name.casefold() not in known:
        raise InputError(place, f"holds no {name}", AGAIN)
    try:
        with archive.open(known[name.casefold()]) as stream:
            data = stream.read(largest_text() + 1)
    except Exception as error:
        # The decompressors raise errors of their own kinds; any of them means the same here.
        problem = f"holds {name}, which cannot be read ({reason(error)})"
        raise InputError(place, problem, AGAIN) from None
    if len(data) > largest_text():
        raise too_large(place, f"holds {name}, which is")
    return data


def project_in(archive: zipfile.ZipFile, place: str) -> Any:
    """Return the root of the project's XML."""
    try:
        root = parsed(member(archive, PROJECT, place), f"{place}, {PROJECT}")
    except ModuleNotFoundError:
        raise InputError(place, "is read by lxml, which is not installed", EXTRA) from None
    if root.tag != f"{QDA}Project":
        raise InputError(place, f"holds no project of {NAMESPACE}", "Export it as REFI-QDA 1.0.")
    return root


def codes_in(root: Any) -> dict[str, tuple[str, str]]:
    """Return identifier -> code and subtype, of all codes of a project.

    Codes that only hold others are no part of it, but where two codes would else have one name.
    """
    paths: dict[str, tuple[list[str], list[str]]] = {}
    for code in root.iterfind(f"{QDA}CodeBook/{QDA}Codes//{QDA}Code"):
        line = [code, *(one for one in code.iterancestors(f"{QDA}Code"))][::-1]
        first = next(
            (n for n, one in enumerate(line) if one.get("isCodable") != "false"), len(line) - 1
        )
        names = [str(one.get("name") or one.get("guid")) for one in line]
        paths[str(code.get("guid"))] = names[: first + 1], names[first + 1 :]
    tops = {tuple(above) for above, _ in paths.values()}
    many = Counter(above[-1] for above in tops)
    return {
        key: (above[-1] if many[above[-1]] == 1 else " > ".join(above), ".".join(below))
        for key, (above, below) in paths.items()
    }


def users_in(root: Any) -> dict[str, str]:
    """Return identifier -> name of the users of a project, where it has several."""
    users = {
        str(one.get("guid")): str(one.get("name") or one.get("id") or one.get("guid"))
        for one in root.iterfind(f"{QDA}Users/{QDA}User")
    }
    return users if len(users) > 1 else {}


def not_of_passages(root: Any) -> Counter[str]:
    """Return how many codings a project has besides those of passages of plain texts."""
    others = (one.getparent().tag for one in root.iter(f"{QDA}Coding"))
    return Counter(f"codings of {tag.removeprefix(QDA)}" for tag in others if tag != MARKS)


def text_of(source: Any, archive: zipfile.ZipFile, place: str) -> str | None:
    """Return the plain text of a source, None where it lies outside of the archive."""
    content = source.find(f"{QDA}PlainTextContent")
    if content is not None:
        return content.text or ""
    path = str(source.get("plainTextPath") or "")
    if not path.startswith(INTERNAL):
        return None
    name = f"{SOURCES}{path.removeprefix(INTERNAL)}"
    try:
        return member(archive, name, place).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(place, f"holds {name}, which is not UTF-8", AGAIN) from None


def places_in_lines(text: str) -> dict[int, int]:
    """Return place in a text -> the same, each line end counted as one character.

    >>> places_in_lines("a\\r\\nb")
    {0: 0, 1: 1, 3: 2, 4: 3}
    """
    counted = places_counted(text, utf16=False, ends_as_one=True, before=0)
    return {place: at for at, place in counted.items()}


def moved(piece: Piece, places: Mapping[int, int] | None) -> Piece:
    """Return a piece at the places of other line ends, if these are others."""
    if places is None:
        return piece
    ends = tuple((places.get(a, -1), places.get(b, -1)) for a, b in piece.spans)
    return piece._replace(spans=ends)


def codings(
    source: Any, text: str | None, place: str, codes: dict[str, tuple[str, str]]
) -> Iterator[tuple[Piece, tuple[str, str], str]]:
    """Yield of each coding of a passage of a source its place, its code and its user."""
    for mark in source.iter(MARKS):
        at = f"{place}, line {mark.sourceline}"
        with expecting(at, "holds a selection without a place or a code of the project", AGAIN):
            span = whole(mark.get("startPosition")), whole(mark.get("endPosition"))
            quoted = None if text is None else text[max(span[0], 0) : max(span[1], 0)]
            for coding in mark.iterfind(f"{QDA}Coding"):
                code = codes[coding.find(f"{QDA}CodeRef").get("targetGUID")]
                user = str(coding.get("creatingUser") or mark.get("creatingUser"))
                yield Piece((span,), quoted, at), code, user
