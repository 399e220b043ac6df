"""The hits table: every place where a text bears a code, with who says it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from topoi.coding.codebook.codebook import POLARITIES, Code, Codebook, Entry, Subtype
from topoi.coding.hits.candidates import (
    ACTOR,
    CUE,
    INCLUDE,
    Plan,
    Spans,
    allowed,
    concerned,
    merged,
    plan_of,
    used,
)
from topoi.coding.hits.context import cues, targets
from topoi.coding.hits.polarity import polarities
from topoi.coding.structures.batches import Batch, Quotations, batches, numbers_of
from topoi.coding.structures.structures import (
    LABELS,
    STRUCTURES,
    Layer,
    Spoken,
    layer_of,
    numbers_in,
    spoken,
    structural,
    words_in,
)
from topoi.text.corpus.corpus import Corpus
from topoi.text.query import asked
from topoi.text.query.matching import matches
from topoi.text.words.arrays import order_of
from topoi.text.words.numbered import Numbered, segments_and_tokens
from topoi.text.words.segments import segments as segments_of

SPOKEN = ("mode", "speaker")
SEARCH = "search"


class Row(NamedTuple):
    """Columns of hits as numbers: document, characters, slot of the plan, label of a structure (-1
    for none), polarity, actor (-1 for none), and the row of the segments table they begin in."""

    number: np.ndarray
    start: np.ndarray
    end: np.ndarray
    slot: np.ndarray
    label: np.ndarray
    polarity: np.ndarray
    target: np.ndarray
    segment: np.ndarray

    def take(self, rows: np.ndarray) -> "Row":
        """Return the hits at these rows (numbers or truth values)."""
        return Row(*(column[rows] for column in self))


def find_hits(
    corpus: Corpus,
    codebooks: Sequence[Codebook],
    *,
    voices: pd.DataFrame | None = None,
    segments: pd.DataFrame | None = None,
    tokens: Numbered | None = None,
    quotations: Mapping[str, Quotations] | None = None,
) -> pd.DataFrame:
    """Return one row for each hit of each code, in order of document, start and end.

    Columns: `doc, start, end` (code points, half open), `codebook, code, subtype, text`,
    `section, paragraph, sentence` (0 in headings), `mode, speaker` ("" without `voices`), `target`
    (an actor of the codebook in the same sentence, or "") and `polarity` (asserted, negated,
    mentioned). A hit lies within one sentence, heading or dateline. An exclusion that overlaps a
    hit removes it; of overlapping hits of one code the leftmost, then longest, is kept.

    Codes found from voices (reporting cues, chains, modes) need `voices`; without it they have no
    hits and are listed in `attrs["skipped"]`. Target and polarity are rules over words, not a
    reading: judge them by their measured precision. Segments, tokens and quotations (spans by
    document, as `voices_and_quotations` has them) are found anew where they are not given.
    """
    if segments is None and tokens is None:
        segments, tokens = segments_and_tokens(corpus)
    layers = segments_of(corpus) if segments is None else segments
    plan = plan_of(tuple(codebooks), cues().queries)
    heard = None if voices is None else layer_of(voices, numbers_of(voices["doc"], [*corpus.texts]))
    names = {slot.code.built_in for slot in plan.slots if slot.code.built_in}
    told = spoken(names, heard) if heard else {}
    read = batches(corpus, layers, tokens=tokens, quotations=quotations)
    parts = [rows_of(batch, plan, told) for batch in read]
    table = finished(chosen(parts, plan, heard), plan, corpus, layers, heard)
    table.attrs["skipped"] = [
        {"codebook": book.id, "code": code.id, "needs": "voices"}
        for book in codebooks
        for code in book.codes
        if voices is None and code.built_in and STRUCTURES[code.built_in].from_voices
    ]
    return table


def rows_of(batch: Batch, plan: Plan, told: Mapping[str, Spoken]) -> Row:
    """Return the hits of one batch; those of one code may overlap."""
    found = matches(plan.queries[: plan.later], batch.stream)
    candidates, label = with_structures(used(plan.uses[INCLUDE], found, batch), batch, plan, told)
    near = matches(
        plan.queries[plan.later :], batch.stream, within=concerned(plan, batch, candidates)
    )
    good = allowed(plan, batch, candidates, found.and_also(near, plan.later))
    spans, label = candidates.take(good), label[good]
    around = cues().apart(used(plan.uses[CUE], found, batch))
    actors = used(plan.uses[ACTOR], found, batch)
    tokens = batch.tokens
    return Row(
        tokens.doc[spans.first] + batch.first,
        tokens.start[spans.first].astype(np.int64),
        tokens.end[spans.last - 1].astype(np.int64),
        spans.key,
        label,
        polarities(batch, spans, around),
        targets(batch, spans, actors, around, plan),
        batch.unit_row[spans.unit],
    )


def with_structures(
    included: Spans, batch: Batch, plan: Plan, told: Mapping[str, Spoken]
) -> tuple[Spans, np.ndarray]:
    """Return the candidates found by words and by structure, and the labels of the latter."""
    parts, labels = [included], [np.full(len(included.key), -1)]
    for slot, one in enumerate(plan.slots):
        if one.code.built_in and not one.subtype.name:
            first, last, label = structural(one.code.built_in, batch, told)
            unit = batch.unit[first]
            kept = (last > first) & (unit >= 0)
            key = np.full(int(kept.sum()), slot)
            parts.append(Spans(key, first[kept], last[kept], unit[kept]))
            labels.append(label[kept])
    return Spans(*map(np.concatenate, zip(*parts, strict=True))), np.concatenate(labels)


def chosen(parts: Sequence[Row], plan: Plan, voices: Layer | None) -> Row:
    """Return the hits of all batches that their code's context allows, one of overlapping hits a
    code, in order of document, start, end and code."""
    none = np.zeros((len(Row._fields), 0), dtype=np.int64)
    rows = Row(*(np.concatenate(columns) for columns in zip(none, *parts, strict=True)))
    rows = rows.take(in_context(rows, plan, voices))
    code = np.array([one.code_number for one in plan.slots], dtype=np.int64)[rows.slot]
    group = code + len(plan.slots) * rows.number
    picked = merged(group, Spans(rows.slot, rows.start, rows.end, rows.segment))
    columns = (rows.number, rows.start, rows.end, code)
    return rows.take(picked[order_of(*(column[picked] for column in columns))])


def in_context(rows: Row, plan: Plan, voices: Layer | None) -> np.ndarray:
    """Return which hits have the voice and the polarity that their code asks for.

    A place without a voice is not asked.
    """
    good = np.ones(len(rows.slot), dtype=bool)
    for number, one in enumerate(plan.slots):
        concerned = np.flatnonzero(rows.slot == number) if one.subtype.context else rows.slot[:0]
        for key, values_allowed in one.subtype.context:
            if key == "polarity":
                told = np.array(POLARITIES)[rows.polarity[concerned]]
            elif voices:
                places = voices.rows_at(rows.number[concerned], rows.start[concerned])
                told = words_in(voices.table, key, places).to_numpy(dtype=object).astype(str)
                concerned, told = concerned[places >= 0], told[places >= 0]
            else:
                continue
            good[concerned] &= np.isin(told, values_allowed)
    return good


def finished(
    rows: Row, plan: Plan, corpus: Corpus, segments: pd.DataFrame, voices: Layer | None
) -> pd.DataFrame:
    """Return the hits table with its names, texts, places and voices written out."""

    def named(values: Sequence[str], at: np.ndarray) -> pd.api.extensions.ExtensionArray:
        return pd.array([*values, ""], dtype="str").take(at % (len(values) + 1))

    slots, docs, texts = plan.slots, list(corpus.texts), list(corpus.texts.values())
    spans = zip(rows.number.tolist(), rows.start.tolist(), rows.end.tolist(), strict=True)
    subtype = np.where(rows.label >= 0, rows.label + len(slots), rows.slot)
    columns = {
        "doc": named(docs, rows.number),
        "start": rows.start,
        "end": rows.end,
        "codebook": named([slot.book.id for slot in slots], rows.slot),
        "code": named([slot.code.id for slot in slots], rows.slot),
        "subtype": named([*(slot.subtype.name for slot in slots), *LABELS], subtype),
        "text": pd.array([texts[number][start:end] for number, start, end in spans], dtype="str"),
        "section": numbers_in(segments, "section", rows.segment),
        "paragraph": numbers_in(segments, "paragraph", rows.segment),
        "sentence": numbers_in(segments, "sentence", rows.segment),
        **who_says(rows, voices),
        "target": named([name for _, name in plan.actors], rows.target),
        "polarity": named(POLARITIES, rows.polarity),
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(rows.slot)))


def who_says(rows: Row, voices: Layer | None) -> dict[str, Any]:
    """Return the columns `mode` and `speaker`, "" without voices."""
    if voices is None:
        return dict.fromkeys(SPOKEN, "")
    heard = voices.rows_at(rows.number, rows.start)
    return {name: words_in(voices.table, name, heard) for name in SPOKEN}


def occurrences(
    corpus: Corpus,
    query: str,
    *,
    case: bool = False,
    voices: pd.DataFrame | None = None,
    segments: pd.DataFrame | None = None,
    tokens: Numbered | None = None,
) -> pd.DataFrame:
    """Return the hits table of one query, written as in a codebook.

    Overlapping occurrences are given once, the longest first from the left. Raises InputError for
    a query that cannot be read.

    >>> from topoi.text.corpus.corpus import corpus_of
    >>> found = occurrences(corpus_of({"a": "Root causes of the crisis."}), "root cause*")
    >>> found["text"].tolist()
    ['Root causes']
    """
    wanted = Subtype(name="", include=(Entry(asked(query, case=case)),))
    code = Code(id=SEARCH, label=query, subtypes=(wanted,))
    book = Codebook(id=SEARCH, version="", title=query, codes=(code,))
    return find_hits(corpus, [book], voices=voices, segments=segments, tokens=tokens)
