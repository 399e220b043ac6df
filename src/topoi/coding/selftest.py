"""The self-test of a codebook: every example is coded as the codebook says."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from topoi.coding.codebook import Code, Codebook
from topoi.errors import InputError
from topoi.text.corpus import corpus_of
from topoi.text.lexicon import SPEAKERS, Lexicon, load_lexicon
from topoi.text.voices import voices

FROM_VOICES = frozenset({"reporting_cues", "quotation_mode", "attribution_chain"})


class Example(NamedTuple):
    """A text of a codebook that its code must (or must not) be found in."""

    text: str
    line: int
    code: str
    expected: bool


def check_examples(book: Codebook) -> Codebook:
    """Return the codebook if every `yes` is hit and no `no`; raises InputError otherwise.

    Each example is read as a text of its own. Those of codes found from voices are read with the
    voices that `speakers.yml` beside the codebook tells, and not judged where there is none. All
    others are spoken by nobody: conditions on voices are not tested. A pattern that runs away here
    is listed in `stopped`, and the examples of its code are not judged.
    """
    heard = tuple(code for code in book.codes if code.built_in in FROM_VOICES)
    plain = examples_of(code for code in book.codes if code not in heard)
    stopped = judged(book, book, plain)
    spoken, beside = examples_of(heard), Path(book.path).parent / SPEAKERS
    if spoken and beside.is_file():
        stopped += judged(book, replace(book, codes=heard), spoken, load_lexicon(beside))
    lines = {one.source: one.line for code in book.codes for one in code.patterns()}
    away = dict.fromkeys((row["code"], row["pattern"]) for row in stopped)
    return replace(book, stopped=tuple((code, pattern, lines[pattern]) for code, pattern in away))


def examples_of(codes: Iterable[Code]) -> list[Example]:
    """Return the examples of some codes."""
    return [
        Example(text, line, code.id, expected)
        for code in codes
        for expected, examples in ((True, code.yes), (False, code.no))
        for text, line in examples
    ]


def judged(
    book: Codebook, searched: Codebook, examples: list[Example], lexicon: Lexicon | None = None
) -> list[dict[str, Any]]:
    """Return the patterns that ran away on the examples; raise InputError for one coded wrongly."""
    from topoi.coding.hits import find_hits

    if not examples:
        return []
    named = {f"{number:06d}": one for number, one in enumerate(examples)}
    corpus = corpus_of({name: one.text for name, one in named.items()})
    table = voices(corpus, lexicon=lexicon) if lexicon else None
    hits = find_hits(corpus, [searched], voices=table)
    stopped: list[dict[str, Any]] = hits.attrs["stopped"]
    pairs = set(zip(hits["doc"], hits["code"], strict=True))
    away = {row["code"] for row in stopped}
    for name, one in named.items():
        if one.code not in away and ((name, one.code) in pairs) != one.expected:
            raise mistake(book, one)
    return stopped


def mistake(book: Codebook, one: Example) -> InputError:
    """Return the error for an example that is not coded as it should be."""
    told = "is not hit by any pattern" if one.expected else "is hit, but stands under `no`"
    remedy = "Add a pattern or correct the example." if one.expected else "Add an exclusion."
    return InputError(
        f"{book.path}:{one.line}", f"code {one.code!r}: the example {one.text!r} {told}", remedy
    )
