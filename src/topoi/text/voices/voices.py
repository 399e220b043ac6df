"""Who says each character of a text: the outlet, or a source in one of four modes."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from topoi.progress import track
from topoi.text.corpus.corpus import Corpus
from topoi.text.voices.lexicon import Lexicon
from topoi.text.voices.quotations import Quotation, quotations_of
from topoi.text.voices.reading import read
from topoi.text.voices.reporting import Attribution
from topoi.text.words.blocks import Block

OUTLET = "the outlet"
COLUMNS = {
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
PARTIAL_WORDS = 6
AGENCY = re.compile(r"/([A-Z][\w .-]{1,24})/|\(([A-Z][\w .-]{1,24})\)")
CHAIN = " < "
VoiceFields = tuple[str, str, str, int, int, str, str, bool]
Span = tuple[int, int, str, str, str, int, int, str, str, bool]
Marks = tuple[int, int]  # a quotation from its opening mark to behind its closing one
VIA: Final = 6  # the place of the chain among them


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


def voices_of(text: str, *, lexicon: Lexicon, outlet: str = OUTLET) -> list[VoiceSpan]:
    """Return the voices of one text, which cover it from 0 to its length without gap or overlap.

    `mode` is outlet, indirect, direct, mixed or nested; `via` is the chain from the outlet to the
    speaker; `certain` is False where the speaker or the extent is a guess. The outlet is named by
    the dateline ("/TASS/") unless a name is given. The reporting clause is the outlet's own.
    """
    return [VoiceSpan(*span) for span in tiling(text, lexicon=lexicon, outlet=outlet)[0]]


def tiling(text: str, *, lexicon: Lexicon, outlet: str) -> tuple[list[Span], list[Marks]]:
    """Return the same as plain tuples, of which tables are made faster, and the quotations."""
    reading = read(text, lexicon=lexicon, acts=False)
    name = outlet_of(text, reading.blocks, outlet)
    outer = [a for a in reading.attributions if a.level == "outer" and a.kind == "report"]
    inner = [a for a in reading.attributions if a.level == "nested"]
    marks = sorted((q.start, q.end) for q in reading.quotations)
    return tiled(text, outer, inner, name, marks), marks


def outlet_of(text: str, blocks: Sequence[Block], outlet: str) -> str:
    """Return the outlet's name: the one given, else the agency of the dateline."""
    if outlet != OUTLET or not blocks or blocks[0].kind != "dateline":
        return outlet
    found = AGENCY.search(text, blocks[0].start, blocks[0].end)
    return (found[1] or found[2]) if found else outlet


def tiled(
    text: str,
    outer: Sequence[Attribution],
    inner: Sequence[Attribution],
    outlet: str,
    marks: list[Marks],
) -> list[Span]:
    """Return the spans of the outer voices with the nested ones cut into them."""
    pieces = sorted((span, a) for a in outer for span in a.contents)
    cuts = sorted((span, a) for a in inner for span in a.contents)
    own: VoiceFields = ("outlet", outlet, "", -1, -1, "", outlet, True)
    spans: list[Span] = []
    place = nested = 0
    for (start, end), attribution in pieces:
        begin = max(start, place)
        if end <= begin:
            continue
        if begin > place:
            spans.append((place, begin, *own))
        mode = attribution.mode
        if mode == "mixed":
            mode = mode_of((start, end), marks)
        voice = voice_of(text, attribution, mode, outlet)
        while nested < len(cuts) and cuts[nested][0][0] < end:
            (low, high), inside = cuts[nested]
            nested += 1
            low, high = max(low, begin), min(high, end)
            if high <= low:
                continue
            if low > begin:
                spans.append((begin, low, *voice))
            spans.append((low, high, *voice_of(text, inside, "nested", voice[VIA])))
            begin = high
        if end > begin:
            spans.append((begin, end, *voice))
        place = end
    if place < len(text) or not spans:
        spans.append((place, len(text), *own))
    return spans


def mode_of(span: Marks, marks: list[Marks]) -> str:
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
    quotations: dict[str, list[Marks]] = {}
    cells: list[object] = []
    sizes: list[int] = []
    named = dict(zip(corpus.documents["doc"], corpus.documents["source"], strict=True))
    for doc, text in track(corpus, label="voices", total=len(corpus), unit="text"):
        source = named[doc]
        outlet = source if isinstance(source, str) and source else OUTLET
        found, quotations[doc] = tiling(text, lexicon=lexicon, outlet=outlet)
        sizes.append(len(found))
        cells.extend(chain.from_iterable(found))
    return table_of(corpus.texts, sizes, cells, COLUMNS), quotations


def partial_quotes_of(text: str, *, lexicon: Lexicon | None = None) -> list[Quotation]:
    """Return the quotations of at most six words that stand inside a sentence and are no speech.

    These are words lifted out of a source, titles, and words the writer keeps at a distance
    (Bednarek 2006); which of the three is for a reader to say. Without a lexicon the place of a
    quotation decides; with one, a short quotation that a cue makes direct speech is left out too.

    >>> [(q.start, q.end) for q in partial_quotes_of("They are 'patrons', he said.")]
    [(9, 18)]
    """
    if lexicon is None:
        quotations, spoken = quotations_of(text), set[int]()
    else:
        reading = read(text, lexicon=lexicon, acts=False)
        quotations, spoken = reading.quotations, direct_places(reading.attributions)
    return [q for q in quotations if q.start not in spoken and is_partial(text, q)]


def direct_places(attributions: Sequence[Attribution]) -> set[int]:
    """Return where direct speech begins."""
    return {
        start
        for item in attributions
        if item.level == "outer" and item.mode == "direct" and item.kind == "report"
        for start, _ in item.contents
    }


def is_partial(text: str, quotation: Quotation) -> bool:
    """Return whether a quotation is short, closed, and stands in the middle of a sentence."""
    if len(text[quotation.start : quotation.end].split()) > PARTIAL_WORDS or not quotation.certain:
        return False
    before = text[max(0, quotation.start - 3) : quotation.start].rstrip()
    return bool(before) and before[-1] not in '.?!:"”»'


def partial_quotes(corpus: Corpus, *, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Return the partial quotes of a corpus: `doc, start, end, words`."""
    rows = [
        (doc, q.start, q.end, len(text[q.start : q.end].split()))
        for doc, text in corpus
        for q in partial_quotes_of(text, lexicon=lexicon)
    ]
    return pd.DataFrame(rows, columns=["doc", "start", "end", "words"]).astype({"doc": "str"})


def table_of(
    docs: Iterable[str],
    sizes: Sequence[int],
    cells: Sequence[Any],
    kinds: Mapping[str, str],
) -> pd.DataFrame:
    """Return the rows of all documents as a table: `doc` and the columns named in `kinds`.

    `sizes` says how many rows each document has, `kinds` of which kind each column is. `cells` are
    the rows one after another: a tuple for each would be one more object to keep track of.

    >>> table_of(["a", "b"], [0, 2], [1, "x", 2, "y"], {"start": "int64", "kind": "str"})
      doc  start kind
    0   b      1    x
    1   b      2    y
    """
    columns = ((*item, cells[place :: len(kinds)]) for place, item in enumerate(kinds.items()))
    made = {
        name: pd.array(column, dtype="str") if kind == "str" else np.array(column, dtype=kind)
        for name, kind, column in columns
    }
    return pd.DataFrame({"doc": pd.array(list(docs), dtype="str").repeat(sizes), **made})
