"""Loading a codebook: it is read, then tested by its own examples."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from topoi.coding.codebook.annotated import with_passages
from topoi.coding.codebook.codebook import Codebook
from topoi.coding.codebook.reading import codebook_from
from topoi.coding.codebook.strict_yaml import read_yaml
from topoi.coding.hits.hits import find_hits
from topoi.coding.structures.structures import STRUCTURES
from topoi.errors import InputError
from topoi.text.corpus.corpus import corpus_of
from topoi.text.voices.lexicon import SPEAKERS, load_lexicon
from topoi.text.voices.voices import voices

MARKED = re.compile(r"\[\[(.+?)\]\]")


class Example(NamedTuple):
    """A text of a codebook that its code must (or must not) be found in; `[[ ]]` around some of its
    words says that these are the hit, no more and no less."""

    written: str
    line: int
    code: str
    expected: bool

    @property
    def text(self) -> str:
        """The text without the brackets around the hit."""
        return MARKED.sub(r"\1", self.written)

    @property
    def span(self) -> tuple[int, int] | None:
        """The place of the hit, if the example tells it."""
        found = MARKED.search(self.written)
        return (found.start(), found.start() + len(found[1])) if found else None


def load_codebook(path: str | Path) -> Codebook:
    """Return the codebook of a YAML file, self-tested.

    Raises InputError with file and line for unknown or duplicate keys, duplicate ids, queries
    that cannot be read or can match nothing, and for an example that is not coded as its codebook
    says. As long as the file, and the speakers beside it, stay as they are, it is read once; the
    passages of one that was coded by hand are read each time.
    """
    files = (Path(path), Path(path).with_name(SPEAKERS))
    told = (file.read_bytes() if file.is_file() else b"" for file in files)
    book = loaded(str(path), *told)
    return with_passages(book) if book.annotations else book


@lru_cache(maxsize=8)
def loaded(path: str, content: bytes, speakers: bytes) -> Codebook:
    """Return the codebook of a file that has this content, beside speakers that have that."""
    return check_examples(codebook_from(read_yaml(path), place=path))


def load_codebooks(files: Iterable[str | Path]) -> tuple[Codebook, ...]:
    """Return the codebooks of some files; raise InputError where two have one id."""
    books = tuple(load_codebook(file) for file in files)
    owners: dict[str, Codebook] = {}
    for book in books:
        if owners.setdefault(book.id, book) is not book:
            problem = f"has the id {book.id!r}, as {owners[book.id].path} has"
            raise InputError(book.path, problem, "Give each codebook an id of its own.")
    return books


def check_examples(book: Codebook) -> Codebook:
    """Return the codebook if every `yes` is hit and no `no`; raises InputError otherwise.

    All examples are read as one corpus, each a text of its own. Those of codes found from voices
    are read with the voices that `speakers.yml` beside the codebook tells, or the built-in one. All
    others are spoken by nobody: conditions on voices are not tested.
    """
    heard = {c.id for c in book.codes if c.built_in and STRUCTURES[c.built_in].from_voices}
    beside = Path(book.path).parent / SPEAKERS
    examples = [
        Example(text, line, code.id, expected)
        for code in book.codes
        for expected, texts in ((True, code.yes), (False, code.no))
        for text, line in texts
    ]
    named = {f"{number:06d}": one for number, one in enumerate(examples)}
    spoken = {name: one.text for name, one in named.items() if one.code in heard}
    lexicon = load_lexicon(beside if beside.is_file() else None) if spoken else None
    table = voices(corpus_of(spoken), lexicon=lexicon) if lexicon else None
    corpus = corpus_of({name: one.text for name, one in named.items()})
    hits = find_hits(corpus, [book], voices=table)
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for doc, code, *span in hits[["doc", "code", "start", "end"]].itertuples(index=False):
        found.setdefault((doc, code), []).append((span[0], span[1]))
    for name, one in named.items():
        spans = found.get((name, one.code), [])
        if bool(spans) != one.expected or (one.expected and one.span not in {None, *spans}):
            raise mistake(book, one, [one.text[start:end] for start, end in spans])
    return book


def mistake(book: Codebook, one: Example, found: Sequence[str]) -> InputError:
    """Return the error for an example that is not coded as it should be."""
    words = ", ".join(map(repr, found))
    told, remedy = "is not hit by any query", "Add a query or correct the example."
    if found and not one.expected:
        told, remedy = f"is hit ({words}), but stands under `no`", "Add an exclusion."
    elif found:
        told, remedy = f"is hit at other words: {words}", "Correct the query or the [[ ]]."
    problem = f"code {one.code!r}: the example {one.written!r} {told}"
    return InputError(f"{book.path}:{one.line}", problem, remedy)
