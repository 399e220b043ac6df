"""Texts encoded as TEI P5: their words, who speaks, and what the header says."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from topoi.errors import InputError

TEI = "{http://www.tei-c.org/ns/1.0}"
# Of what the encoder gives twice the reader sees the first; the others are no words of the text.
LEFT_OUT = ("note", "stage", "fw", "incident", "kinesic", "vocal", "figDesc")
SECOND = ("reg", "corr", "expan", "del", "ex")
BLOCKS = (
    "p", "head", "l", "ab", "item", "u", "sp", "speaker", "seg", "label", "salute", "signed",
    "closer", "opener", "byline", "dateline", "cell", "quote", "epigraph", "trailer",
)  # fmt: skip
TURNS = ("sp", "u")
DAYS = (
    ".//t:profileDesc/t:creation//t:date",
    ".//t:settingDesc//t:date",
    ".//t:sourceDesc//t:date",
    ".//t:publicationStmt//t:date",
)
NAMES = {"t": TEI[1:-1]}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


class TeiText(NamedTuple):
    """One text of a TEI file: the line where it begins, its words, what its header says, and
    whether its turns are encoded."""

    line: int
    text: str
    title: str
    source: str
    day: str | None
    turns: bool


def tei_texts(data: bytes, place: str) -> tuple[list[TeiText], int]:
    """Return the texts of a TEI file, and how many notes, stage directions, ... are left out.

    Each turn, an `sp` or `u`, begins with its speaker and a colon, so that it is read as one of a
    transcript. Raises InputError for what is no XML or no TEI, and for entities of its own, which
    may unfold to anything.
    """
    root = parsed(data, place)
    found = [one for one in root.iter(f"{TEI}TEI") if one.find(f"{TEI}text") is not None]
    if not found:
        problem = "is XML, but no TEI P5 with a text"
        raise InputError(place, problem, "Save the text as .txt, or encode it as TEI.")
    texts = []
    left = 0
    for one in found:
        body = one.find(f"{TEI}text")
        left += sum(1 for name in LEFT_OUT for _ in body.iter(TEI + name))
        text = "\n\n".join(paragraphs(body, speakers(root)))
        header = one.find(f"{TEI}teiHeader")
        turns = any(True for name in TURNS for _ in body.iter(TEI + name))
        texts.append(TeiText(body.sourceline, text, *known(header), turns))
    return texts, left


def parsed(data: bytes, place: str) -> Any:
    """Return the root of an XML file, read without entities of its own and without the network."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise InputError(f"{place}:{line}", f"is no XML ({error})", "Mend it there.") from None
    document_type = root.getroottree().docinfo.internalDTD
    if document_type is not None and any(True for _ in document_type.iterentities()):
        problem = "declares entities of its own, which are not read"
        raise InputError(place, problem, "Put what they stand for into the text.")
    return root


def known(header: Any) -> tuple[str, str, str | None]:
    """Return the title, source and day that a header gives, "" and None where it gives none."""
    if header is None:
        return "", "", None
    days = (one for path in DAYS for one in header.findall(path, NAMES))
    written = (one.get("when") or one.get("from") for one in days)
    day = next((when for when in written if when and len(when) >= 10), None)
    title = said_at(header, ".//t:titleStmt/t:title")
    return title, said_at(header, ".//t:sourceDesc//t:publisher"), day


def said_at(header: Any, path: str) -> str:
    """Return the words of the first element on a path, "" where there is none."""
    found = header.find(path, NAMES)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def speakers(root: Any) -> dict[str, str]:
    """Return id -> name of the persons that the header lists."""
    names = {}
    for person in root.iter(f"{TEI}person"):
        name = person.find(f"{TEI}persName")
        if name is not None and person.get(XML_ID):
            names[person.get(XML_ID)] = " ".join(" ".join(name.itertext()).split())
    return names


def paragraphs(element: Any, names: dict[str, str]) -> Iterator[str]:
    """Yield the paragraphs of an element in order, the first of a turn with its speaker."""
    place = ""
    for name, words in stretches(element, names):
        if name == "speaker":
            place = words
        elif words:
            yield f"{place}: {words}" if place else words
            place = ""


def stretches(element: Any, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what stands between the edges of blocks, with its name: "speaker" or "text"."""
    pieces: list[str] = []

    def ended() -> Iterator[tuple[str, str]]:
        words = " ".join("".join(pieces).split())
        pieces.clear()
        if words:
            yield "text", words

    def walk(one: Any) -> Iterator[tuple[str, str]]:
        name = one.tag.removeprefix(TEI) if isinstance(one.tag, str) else ""
        if name in LEFT_OUT or name in SECOND:
            return
        if name in BLOCKS:
            yield from ended()
        if name in TURNS:
            yield "speaker", speaker_of(one, names)
        elif name == "speaker":
            return
        elif name == "lb" and one.get("break") == "no" and pieces:
            pieces[-1] = pieces[-1].rstrip()
        elif name in ("lb", "pb", "cb"):
            pieces.append(" ")
        pieces.append(one.text or "")
        for child in one:
            yield from walk(child)
            tail = child.tail or ""
            broken = child.tag == f"{TEI}lb" and child.get("break") == "no"
            pieces.append(tail.lstrip() if broken else tail)
        if name in BLOCKS:
            yield from ended()

    yield from walk(element)
    yield from ended()


def speaker_of(turn: Any, names: dict[str, str]) -> str:
    """Return who speaks a turn: as the header names the person, as the turn does, or the id."""
    who = (turn.get("who") or "").split()
    ids = [one.rpartition("#")[2] for one in who]
    if ids and all(one in names for one in ids):
        return ", ".join(names[one] for one in ids)
    label = turn.find(f"{TEI}speaker")
    if label is not None:
        return " ".join("".join(label.itertext()).split()).rstrip(".:")
    return ", ".join(ids)
