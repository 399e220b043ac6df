"""Documents of one text a file: .docx and .rtf, web pages, and TEI, as the words in them."""

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from topoi.errors import InputError, Notice
from topoi.text.corpus.compression import reason, uncompressed, whole_content
from topoi.text.corpus.formats import Record, checked_date, kind_of, require_text
from topoi.text.corpus.tei import tei_texts

Told = Record | InputError | Notice
PANDOC = ("--wrap=none", "--sandbox", "+RTS", "-M1g", "-RTS")  # reads no other file, 1 GB at most
GENRE, TRANSCRIPT = "genre", "transcript"  # said of a text whose turns are encoded
EXTRA = 'Install what reads it with `pip install "topoi[documents]"`.'


def document_entries(file: Path) -> Iterator[Told]:
    """Yield the text or texts of a document, and notices of how it is read.

    Yields an InputError for what cannot be read, or needs a library that is not installed.
    """
    try:
        yield from READERS[kind_of(file)](file)
    except InputError as error:
        yield error
    except ModuleNotFoundError as error:
        library = (error.name or "a library").partition(".")[0]
        yield InputError(str(file), f"is read by {library}, which is not installed", EXTRA)
    except (OSError, EOFError) as error:
        yield InputError(str(file), f"cannot be read ({error})", "Get the file again.")


def docx_entries(file: Path) -> Iterator[Told]:
    """Yield the text of a .docx file, as pandoc writes it plain.

    Its notes stand at its end, its tables in columns; of tracked changes the text is the new one.
    """
    import pypandoc

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "text.docx")
        copy.write_bytes(whole_content(file))
        try:
            text = pypandoc.convert_file(copy, "plain", format="docx", extra_args=list(PANDOC))
        except RuntimeError as error:
            said = " ".join(str(error).split())
            why = (said.partition("during conversion: ")[2] or said)[:120]
            problem = f"cannot be read as .docx ({why})"
            raise InputError(str(file), problem, "Save it anew, or as .txt.") from None
    yield from whole(file, text.replace("\r\n", "\n"))


def rtf_entries(file: Path) -> Iterator[Told]:
    """Yield the text of a .rtf file, a blank line between its paragraphs.

    Read by striprtf, since pandoc 3.9 loses a letter behind some signs that are written by number.
    """
    from striprtf.striprtf import rtf_to_text

    data = whole_content(file)
    if not data.lstrip().startswith(b"{\\rtf"):
        raise InputError(str(file), "cannot be read as .rtf", "Save it anew, or as .txt.")
    try:
        text = rtf_to_text(data.decode("latin-1"), errors="replace")
    except (ValueError, LookupError, RecursionError) as error:  # a sign or code page there is not
        problem = f"cannot be read as .rtf ({reason(error)})"
        raise InputError(str(file), problem, "Save it anew, or as .txt.") from None
    yield from whole(file, apart(text))


def page_entries(file: Path) -> Iterator[Told]:
    """Yield the text of a web page without its frame, as trafilatura tells them apart.

    What the page says of its day, title and source is kept (Barbaresi 2021). The notice counts the
    words that are left out; where no text is told from the frame, all are read, and it says so.
    """
    import trafilatura

    data = whole_content(file)
    every_word = all_words(data)
    every = len(every_word.split())
    require_text(every_word, str(file))
    page = trafilatura.bare_extraction(
        data,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    about: dict[str, Any] = (
        {} if page is None else dict(page if isinstance(page, dict) else page.as_dict())
    )
    text = str(about.get("text") or "")
    if not text.strip():
        text = every_word
        said = "is a web page whose text was not told from its frame: menus and the like are read"
        yield Notice(str(file), said, "Save its text as .txt.")
    elif left := max(every - len(text.split()), 0):
        said = f"is a web page: {left:,} of its {every:,} words stand in its frame and are not read"
        yield Notice(str(file), said, "Nothing is to be done.")
    yield from whole(
        file,
        apart(text),
        source=about.get("sitename") or about.get("hostname") or "",
        date=about.get("date"),
        title=about.get("title") or "",
    )


def all_words(page: bytes) -> str:
    """Return all that a web page, or a piece of one, shows, its frame included."""
    from lxml import etree, html
    from lxml.html.clean import Cleaner

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    parts: list[str] = []
    with suppress(etree.LxmlError, ValueError, AssertionError):  # the last where there is no body
        root = html.fragment_fromstring(page, create_parent="div", parser=parser)
        Cleaner(style=True, page_structure=False)(root)
        parts = [part for part in root.itertext() if part.strip()]
    # Of what is nested deeper than any page, the parser gives nothing.
    return "\n".join(parts) or re.sub(r"<[^>]*>", " ", page.decode("utf-8", "replace")).strip()


def tei_entries(file: Path) -> Iterator[Told]:
    """Yield the texts of a TEI file, and how many notes and stage directions are left out."""
    data = whole_content(file)
    texts, left = tei_texts(data, str(file))
    for number, text in enumerate(texts, start=1):
        doc = stem_of(file) if len(texts) == 1 else f"{stem_of(file)}-{number}"
        yield from whole(
            file,
            text.text,
            doc=doc,
            place=f"{file}:{text.line}",
            source=text.source,
            date=text.day,
            title=text.title,
            metadata={GENRE: TRANSCRIPT} if text.turns else {},
        )
    if left:
        said = f"has {left:,} notes, stage directions and running heads, which are not read"
        yield Notice(str(file), said, "Nothing is to be done.")


READERS: dict[str, Callable[[Path], Iterator[Told]]] = {
    ".docx": docx_entries,
    ".rtf": rtf_entries,
    ".html": page_entries,
    ".htm": page_entries,
    ".xml": tei_entries,
}


def apart(text: str) -> str:
    """Return the lines of a text as paragraphs of it.

    >>> apart("One.\\nTwo.")
    'One.\\n\\nTwo.'
    """
    return "\n\n".join(line.strip() for line in text.splitlines() if line.strip())


def whole(
    file: Path,
    text: str,
    *,
    doc: str = "",
    place: str = "",
    source: str = "",
    date: str | None = None,
    title: str = "",
    metadata: Mapping[str, object] | None = None,
) -> Iterator[Record | InputError]:
    """Yield a text of a document as a record, or as an InputError where there is none."""
    place = place or str(file)
    try:
        day = checked_date(date, place) if date else None
        require_text(text, place)
    except InputError as error:
        yield error
        return
    name = doc or stem_of(file)
    yield Record(name, text.strip(), place, source, day, title, metadata or {})


def stem_of(file: Path) -> str:
    """Return the name of a file without its endings.

    >>> stem_of(Path("a.b.docx.gz"))
    'a.b'
    """
    return Path(uncompressed(file)).stem
