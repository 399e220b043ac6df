"""What all formats share: exports as they are read, the check of their words against the texts."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product
from typing import Any, NamedTuple

import pandas as pd

from topoi.coding.codebook.codebook import Annotation
from topoi.coding.quality.judgements import require_words, same_words
from topoi.errors import InputError, Notice
from topoi.text.corpus.corpus import Corpus
from topoi.text.corpus.json_lines import unrepeated

COLUMNS = ["doc", "start", "end", "code", "subtype", "text", "coder", "label", "polarity"]
ONE_CODER = "1"
AGAIN = "Export it anew."
HALF = re.compile(r"\\u[dD][89a-fA-F]")
LINE_ENDS = re.compile(r"\r\n?")
Span = tuple[int, int]
NOWHERE = (0, 0)  # of an annotation that does not fit its text and is left out


class Export(NamedTuple):
    """The text of a file of annotations, where it is, the document and the coder it is of.

    The text is "" where the reader of the format opens the file itself. Where `strict` is False,
    annotations that do not fit the texts are left out and told; otherwise the first stops.
    """

    text: str
    place: str
    doc: str = ""
    coder: str = ONE_CODER
    strict: bool = True


class Piece(NamedTuple):
    """What one annotation covers as a tool counts it, one span or several fragments; the words
    that it quotes (None: none), and where in its file it stands."""

    spans: tuple[Span, ...]
    quoted: str | None
    place: str


def annotation_table(found: Iterable[Annotation], corpus: Corpus) -> pd.DataFrame:
    """Return the table `doc, start, end, code, subtype, text, coder, label, polarity`, in order of
    the corpus, start and end; what one coder says twice stands once, what is `NOWHERE` not."""
    order = {doc: number for number, doc in enumerate(corpus.texts)}
    there = [one for one in dict.fromkeys(found) if (one.start, one.end) != NOWHERE]
    rows = [(*one[:5], corpus.passage(*one[:3]), *one[5:8]) for one in there]
    rows.sort(key=lambda row: (order[row[0]], *row[1:]))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype({name: "str" for name in COLUMNS if name not in {"start", "end"}})


def spans_by_document(
    hits: pd.DataFrame, corpus: Corpus
) -> dict[str, list[tuple[int, int, str, str]]]:
    """Return start, end, code and subtype of the hits of every document of the corpus."""
    spans: dict[str, list[tuple[int, int, str, str]]] = {doc: [] for doc in corpus.texts}
    rows = hits.reindex(columns=COLUMNS[:5], fill_value="")
    for doc, *span in rows.itertuples(index=False, name=None):
        spans[doc].append(tuple(span))
    return spans


def annotation_label(code: str, subtype: str) -> str:
    """Return code and subtype as one label, which `code_and_subtype` takes apart again.

    >>> annotation_label("labels", "actor"), annotation_label("labels", "")
    ('labels/actor', 'labels')
    """
    told = code.replace("%", "%25").replace("/", "%2F")
    return f"{told}/{subtype}" if subtype else told


def code_and_subtype(label: object) -> tuple[str, str]:
    """Return code and subtype of a label; raises TypeError for what is none.

    >>> code_and_subtype("labels/actor"), code_and_subtype(annotation_label("war/peace", ""))
    (('labels', 'actor'), ('war/peace', ''))
    """
    if not isinstance(label, str | int) or isinstance(label, bool) or label == "":
        raise TypeError
    code, _, subtype = str(label).partition("/")
    return code.replace("%2F", "/").replace("%25", "%"), subtype


def placed(
    corpus: Corpus,
    doc: str,
    pieces: Sequence[Piece],
    notices: list[Notice],
    *,
    utf16: bool = False,
    strict: bool = True,
) -> list[Span]:
    """Return where pieces of a document stand, each from its first character to its last.

    Offsets count characters (with `utf16` UTF-16 units) or, where the quoted words only fit so,
    what `countings` tells: one way for all of them, which `notices` gets to know. Raises InputError
    for the first piece whose words do not stand at its place, or whose fragments overlap; unless
    `strict`, those whose words do not stand there are `NOWHERE`, and `notices` counts them.
    """
    if doc not in corpus.texts:
        place = pieces[0].place if pieces else doc
        unknown = InputError(place, f"names the document {doc!r}", "It is not among the texts.")
        tell_left_out(unknown, len(pieces), len(pieces), notices, strict=strict)
        return [NOWHERE] * len(pieces)
    text = corpus.texts[doc]
    for piece in pieces:
        require_fragments(piece)
    best, most = None, -1
    for name, places in countings(text, utf16=utf16):
        spans = [[(places.get(a, -1), places.get(b, -1)) for a, b in one.spans] for one in pieces]
        fit = [fits(text, own, one.quoted) for own, one in zip(spans, pieces, strict=True)]
        if sum(fit) > most:
            best, most = (name, spans, fit), sum(fit)
        if most == len(pieces):
            break
    assert best is not None
    name, spans, fit = best
    if name:
        notices.append(Notice(doc, f"has annotations that count {name}", "They are read so."))
    if most < len(pieces):
        number = fit.index(False)
        try:
            require_place(corpus, doc, pieces[number], spans[number])
        except InputError as first:
            tell_left_out(first, len(pieces) - most, len(pieces), notices, strict=strict)
    return [
        (min(a for a, _ in own), max(b for _, b in own)) if good else NOWHERE
        for own, good in zip(spans, fit, strict=True)
    ]


def require_place(corpus: Corpus, doc: str, piece: Piece, at: Sequence[Span]) -> None:
    """Raise InputError for a piece whose words do not stand at its place."""
    if any(-1 in span for span in at):
        told = ";".join(f"{start}-{end}" for start, end in piece.spans)
        problem = f"lies at {told}, which is not within {doc!r}"
        raise InputError(piece.place, problem, "Annotate this very text.")
    require_words(corpus, doc, at, piece.quoted, piece.place)


def tell_left_out(
    first: InputError, many: int, of: int, notices: list[Notice], *, strict: bool
) -> None:
    """Add a notice of how many annotations are left out, and why the first is; raise its InputError
    where the reading is `strict`."""
    if strict:
        raise first
    said = f"{first.problem}; so {many:,} of {of:,} annotations of this text are left out"
    if many:
        notices.append(Notice(first.place, said, first.remedy))


def require_fragments(piece: Piece) -> None:
    """Raise InputError for fragments of one annotation that overlap."""
    ordered = sorted(piece.spans)
    for (start, end), (other, _) in pairwise(ordered):
        if other < end:
            problem = f"has the fragments {start} {end} and {other} ..., which overlap"
            raise InputError(piece.place, problem, "Correct the offsets, or export it anew.")


def fits(text: str, spans: Sequence[Span], quoted: str | None) -> bool:
    """Return whether spans lie in a text and, in the order given or that of the text, have the
    quoted words."""
    if not all(0 <= start < end <= len(text) for start, end in spans):
        return False
    found = [" ".join(text[a:b] for a, b in some) for some in (spans, sorted(spans))]
    return quoted is None or any(same_words(one, quoted) for one in found)


def countings(text: str, *, utf16: bool) -> Iterator[tuple[str, dict[int, int]]]:
    """Yield the ways in which tools count the places of a text: what they count ("" for the usual
    way), and offset -> place in characters. Those that make no difference are left out.

    >>> [(name, places) for name, places in countings("😀b", utf16=False)][1]
    ('UTF-16 units', {0: 0, 2: 1, 3: 2})
    """
    met: list[dict[int, int]] = []
    for mark, ends, units in product((False, True), (False, True), (utf16, not utf16)):
        names = [
            ("UTF-16 units" if units else "characters") if units != utf16 else "",
            "line ends of two characters as one" if ends else "",
            "a byte order mark before the text" if mark else "",
        ]
        places = places_counted(text, utf16=units, ends_as_one=ends, before=int(mark))
        if places not in met:
            met.append(places)
            yield ", ".join(filter(None, names)), places


def places_counted(text: str, *, utf16: bool, ends_as_one: bool, before: int) -> dict[int, int]:
    """Return offset -> place in characters, of all places of a text, its end included."""
    places, at, last = {}, before, ""
    for place, sign in enumerate(text):
        if not (ends_as_one and last + sign == "\r\n"):
            places[at] = place
            at += 1 + (utf16 and sign > "\uffff")
        last = sign
    places[at] = len(text)
    return places


def utf16_places(text: str) -> list[int]:
    """Return for each place of a text, its end included, the same place in UTF-16 units.

    >>> utf16_places("a😀b")
    [0, 1, 3, 4]
    """
    places = [0]
    for letter in text:
        places.append(places[-1] + 1 + (letter > "\uffff"))
    return places


@dataclass(frozen=True)
class Documents:
    """The texts of a corpus by their names and by what they say."""

    corpus: Corpus

    @cached_property
    def by_text(self) -> dict[str, list[str]]:
        """The documents that have a text, its line ends and white space around it aside."""
        found: dict[str, list[str]] = {}
        for doc, text in self.corpus:
            found.setdefault(bare(text), []).append(doc)
        return found

    def is_text(self, doc: str, text: object) -> bool:
        """Return whether this is what a document says, its line ends aside."""
        return isinstance(text, str) and bare(text) == bare(self.corpus.texts.get(doc, ""))

    def meant(
        self, name: object, texts: Iterable[object], id: object, place: str, *, strict: bool = True
    ) -> str:
        """Return the document of this name, else the only one with such a text, else that with
        this id, which a tool may have given it; unless `strict`, else the name or id itself."""
        if isinstance(name, str) and name in self.corpus.texts:
            return name
        known = str(id) if isinstance(id, str | int) else ""
        for text in texts:
            same = self.by_text.get(bare(text), []) if isinstance(text, str) else []
            if len(same) == 1 or known in same:
                return known if known in same else same[0]
        if known in self.corpus.texts:
            return known
        if not strict:
            return str(name or id or "")
        told = f"names the document {str(name or id)!r}" if name or id else "names no document"
        remedy = "It is not among the texts, and no text, or more than one, is the same."
        raise InputError(place, told, remedy)


def bare(text: str) -> str:
    """Return a text without what tools change in it: line ends, a byte order mark, its last lines
    that are empty."""
    return LINE_ENDS.sub("\n", text).removeprefix("\ufeff").rstrip()


def lines_of(text: str) -> list[str]:
    """Return the lines of a file; a lone carriage return ends one only where nothing else does.

    >>> lines_of("a b\\r\\nc\\r d\\n"), lines_of("a\\rb")
    (['a b', 'c\\r d', ''], ['a', 'b'])
    """
    return re.split(r"\r?\n" if "\n" in text else r"\r", text)


@contextmanager
def expecting(place: str, problem: str, remedy: str) -> Iterator[None]:
    """Raise InputError where what is read lacks a key or has a value of another kind."""
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        raise InputError(place, problem, remedy) from None


def whole(value: object) -> int:
    """Return an offset that JSON has as a number or as its digits; raises ValueError for others."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError
    return int(value)


def listed(value: object) -> list[Any]:
    """Return a list as it is, nothing as an empty one; raises TypeError for others."""
    if value is not None and not isinstance(value, list):
        raise TypeError
    return value or []


def parsed_json(text: str, place: str, *, line: int = 1, remedy: str = AGAIN) -> Any:
    """Return the value of a JSON text that begins on a line of a file; raises InputError there."""
    try:
        value = json.loads(text, object_pairs_hook=unrepeated)
        if HALF.search(text):
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except json.JSONDecodeError as error:
        number, problem = line + error.lineno - 1, f"is no JSON: {error.msg}"
    except UnicodeEncodeError:
        number, problem = line, "has half a character (a lone surrogate) in it"
    except KeyError as error:
        number, problem = line, f"is no JSON of use: an object has the key {error.args[0]!r} twice"
    except RecursionError:
        number, problem = line, "is nested too deep"
    except ValueError as error:
        number, problem = line, f"is no JSON of use: {error}"
    raise InputError(f"{place}:{number}", problem, remedy)


def tell_passed(passed: Counter[str], place: str, notices: list[Notice]) -> None:
    """Add a notice that counts and names what a file has besides spans with a code."""
    passed = +passed
    if passed:
        named = ", ".join(f"{what}: {many:,}" for what, many in passed.items())
        entries = "entry" if passed.total() == 1 else "entries"
        said = f"has {passed.total():,} {entries} passed over ({named})"
        notices.append(Notice(place, said, "Spans with a code are read."))


def tell_silent(marked: Mapping[str, int], place: str, notices: list[Notice]) -> None:
    """Add a notice of those of several coders who marked nothing, whom no row tells of."""
    silent = [coder for coder, many in marked.items() if not many]
    if silent and len(marked) > 1:
        said = f"has coders who marked nothing: {', '.join(silent)}"
        notices.append(Notice(place, said, "They have no row."))
