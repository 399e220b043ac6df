"""Who says each character of a text: the outlet, or a source in one of four modes."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from topoi.text.corpus.corpus import Corpus
from topoi.text.voices.genre import UNKNOWN, Known
from topoi.text.voices.lexicon import Lexicon
from topoi.text.voices.reading import (
    COLUMNS,
    Reading,
    attributed,
    attribution_rows,
    read_all,
    reading_of,
)
from topoi.text.voices.reporting import Attribution
from topoi.text.words.blocks import Block

OUTLET = "the outlet"
KINDS = {
    "start": "int64",
    "end": "int64",
    "mode": "str",
    "speaker": "str",
    "cue": "str",
    "cue_start": "int64",
    "cue_end": "int64",
    "stance": "str",
    "via": "str",
    "certain": "bool",
}
AGENCY = re.compile(r"/([A-Z][\w .-]{1,24})/(?!,)|\(([A-Z][\w .-]{1,24})\)(?!,)")
CHAIN = " < "
VoiceFields = tuple[str, str, str, int, int, str, str, bool]
VoiceRow = tuple[int, int, str, str, str, int, int, str, str, bool]
Marks = tuple[int, int]  # a quotation from its opening mark to behind its closing one
VIA: Final = 6  # the place of the chain among the fields of a voice


class VoiceSpan(NamedTuple):
    """A stretch of text and its innermost voice."""

    start: int
    end: int
    mode: str
    speaker: str
    cue: str
    cue_start: int
    cue_end: int
    stance: str
    via: str
    certain: bool


class Said(NamedTuple):
    """What is said in a corpus, read once: two tables, and the quotations of each document."""

    attributions: pd.DataFrame
    voices: pd.DataFrame
    quotations: dict[str, list[Marks]]


def said(corpus: Corpus, *, lexicon: Lexicon) -> Said:
    """Return the attributions and the voices of a corpus, for which each text is read but once."""
    rows: list[tuple[object, ...]] = []

    def readings() -> Iterator[Reading]:
        for doc, reading in read_all(corpus, lexicon=lexicon, label="voices"):
            rows.extend(attribution_rows(doc, reading))
            yield reading

    spoken, quotations = tables_of(corpus, readings())
    return Said(pd.DataFrame(rows, columns=COLUMNS), spoken, quotations)


def voices(corpus: Corpus, *, lexicon: Lexicon) -> pd.DataFrame:
    """Return the voices of a corpus: `doc, start, end, mode, speaker, cue, cue_start, cue_end,
    stance, via, certain`.

    The rows of a document tile it from 0 to its length. `cue_start` and `cue_end` are -1 and `cue`
    is "" where there is no cue. The outlet's name is the `source` column, else the dateline.
    """
    return voices_and_quotations(corpus, lexicon=lexicon)[0]


def voices_and_quotations(
    corpus: Corpus, *, lexicon: Lexicon
) -> tuple[pd.DataFrame, dict[str, list[Marks]]]:
    """Return the voices of a corpus and the quotations of each document, which they are read from.

    Given to `find_hits`, the quotations need not be sought again.
    """
    readings = read_all(corpus, lexicon=lexicon, label="voices", acts=False)
    return tables_of(corpus, (reading for _, reading in readings))


def tables_of(
    corpus: Corpus, readings: Iterable[Reading]
) -> tuple[pd.DataFrame, dict[str, list[Marks]]]:
    """Return the same, given how each document was read, in their order."""
    quotations: dict[str, list[Marks]] = {}
    cells: list[object] = []  # one row after another: a tuple for each would be one object more
    sizes: list[int] = []
    documents = corpus.documents[["doc", "source"]].itertuples(index=False)
    for (doc, source), reading in zip(documents, readings, strict=True):
        outlet = source if isinstance(source, str) and source else OUTLET
        rows, quotations[doc] = tiled(reading, outlet=outlet)
        sizes.append(len(rows))
        cells.extend(chain.from_iterable(rows))
    columns = ((*item, cells[place :: len(KINDS)]) for place, item in enumerate(KINDS.items()))
    made = {
        name: pd.array(column, dtype="str") if kind == "str" else np.array(column, dtype=kind)
        for name, kind, column in columns
    }
    docs = pd.array(list(corpus.texts), dtype="str").repeat(sizes)
    return pd.DataFrame({"doc": docs, **made}), quotations


def voices_of(
    text: str, *, lexicon: Lexicon, outlet: str = OUTLET, about: Known = UNKNOWN
) -> list[VoiceSpan]:
    """Return the voices of one text, which cover it from 0 to its length without gap or overlap.

    `mode` is outlet, indirect, direct, mixed or nested; `via` is the chain from the outlet to the
    speaker; `certain` is False where the speaker or the extent is a guess. The outlet is named by
    the dateline ("/TASS/") unless a name is given. The reporting clause is the outlet's own.
    """
    reading = reading_of(text, lexicon=lexicon, acts=False, about=about)
    return [VoiceSpan(*row) for row in tiled(reading, outlet=outlet)[0]]


def tiled(reading: Reading, *, outlet: str) -> tuple[list[VoiceRow], list[Marks]]:
    """Return the voices of a text, the nested ones cut into the outer, and its quotations."""
    text = reading.text
    outlet = outlet_of(text, reading.blocks, outlet)
    marks = sorted((q.start, q.end) for q in reading.quotations)
    found = attributed(reading, acts=False)
    outer = [a for a in found if a.level == "outer" and a.kind == "report"]
    pieces = sorted((span, a) for a in outer for span in a.contents)
    inner = [(span, a) for a in found if a.level == "nested" for span in a.contents]
    cuts = sorted(inner, key=lambda cut: (cut[0][0], -cut[0][1]))
    own: VoiceFields = ("outlet", outlet, "", -1, -1, "", outlet, reading.known)
    rows: list[VoiceRow] = []
    place = nested = 0
    for (start, end), attribution in pieces:
        begin = max(start, place)
        if end <= begin:
            continue
        if begin > place:
            rows.append((place, begin, *own))
        mode = attribution.mode
        if mode == "mixed":
            mode = mode_of_piece((start, end), marks)
        voice = voice_of(text, attribution, mode, outlet)
        first = nested
        while nested < len(cuts) and cuts[nested][0][0] < end:
            nested += 1
        rows.extend(parted(text, (begin, end), voice, cuts[first:nested]))
        place = end
    if place < len(text) or not rows:
        rows.append((place, len(text), *own))
    return rows, marks


def parted(
    text: str, span: Marks, voice: VoiceFields, cuts: Sequence[tuple[Marks, Attribution]]
) -> Iterator[VoiceRow]:
    """Yield the voices of a span: its own, and those nested in it, themselves parted so."""
    place, end = span
    number = 0
    while number < len(cuts):
        (low, high), inside = cuts[number]
        low, high = max(low, place), min(high, end)
        number += 1
        if high <= low or (inside.speaker == voice[1] and inside.certain):
            continue
        first = number
        while number < len(cuts) and cuts[number][0][0] < high:
            number += 1
        if low > place:
            yield (place, low, *voice)
        inner = voice_of(text, inside, "nested", voice[VIA])
        yield from parted(text, (low, high), inner, cuts[first:number])
        place = high
    if end > place:
        yield (place, end, *voice)


def outlet_of(text: str, blocks: Sequence[Block], outlet: str) -> str:
    """Return the outlet's name: the one given, else the agency of the dateline."""
    if outlet != OUTLET or not blocks or blocks[0].kind != "dateline":
        return outlet
    found = AGENCY.search(text, blocks[0].start, blocks[0].end)
    return (found[1] or found[2]) if found else outlet


def mode_of_piece(span: Marks, marks: list[Marks]) -> str:
    """Return the mode of one piece of mixed content: a whole quotation is direct, always."""
    inner = marks[bisect_left(marks, (span[0], 0)) : bisect_left(marks, (span[1], 0))]
    if span in inner:
        return "direct"
    return "mixed" if any(end <= span[1] + 1 for _, end in inner) else "indirect"


def voice_of(text: str, attribution: Attribution, mode: str, chain: str) -> VoiceFields:
    """Return the voice an attribution opens: the fields of a VoiceSpan but its place."""
    start, end = attribution.cue
    speaker, via = attribution.speaker, attribution.via
    through = f"{chain}{CHAIN}{via}{CHAIN}{speaker}" if via else f"{chain}{CHAIN}{speaker}"
    cue = text[start:end] if start >= 0 else ""
    return mode, speaker, cue, start, end, attribution.stance, through, attribution.certain
