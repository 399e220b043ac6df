"""The hits table: every place where a text bears a code, with who says it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.coding.codebook.codebook import POLARITIES, Code, Codebook, Entry, Subtype
from topoi.coding.hits.annotated import annotated_hits
from topoi.coding.hits.candidates import (
    ACTOR,
    CUE,
    INCLUDE,
    Plan,
    TokenSpans,
    allowed,
    concerned,
    joined,
    leftmost_longest,
    plan_of,
    used,
)
from topoi.coding.hits.polarity import polarities
from topoi.coding.hits.targets import cues, targets
from topoi.coding.structures.batches import Batch, Quotations, batches
from topoi.coding.structures.structures import LABELS, STRUCTURES, spoken, structural
from topoi.text.corpus.corpus import Corpus
from topoi.text.query import asked
from topoi.text.query.matching import matches
from topoi.text.query.nodes import Query
from topoi.text.words.arrays import order_of, stacked, taken
from topoi.text.words.numbered import Numbered, segments_and_tokens
from topoi.text.words.segments import segments as segments_of
from topoi.text.words.spans import containing

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
    hit removes it; of overlapping hits of one code the leftmost, then longest, is kept, and hits of
    one code that few words part are one hit where the codebook asks for it (`join`). Passages of a
    codebook that were marked by hand are its hits as they are (`annotated_hits`).

    Codes found from voices (reporting cues, chains, modes) need `voices`; without it they have no
    hits and are listed in `attrs["skipped"]`. Target and polarity are rules over words, not a
    reading: judge them by their measured precision. Segments, tokens and quotations (spans by
    document, as `voices_and_quotations` has them) are found anew where they are not given. Raises
    InputError for segments that overlap, or that are not those of the tokens.
    """
    if segments is None and tokens is None:
        segments, tokens = segments_and_tokens(corpus)
    layers = segments_of(corpus) if segments is None else segments
    plan = plan_of(tuple(codebooks), cues().queries)
    names = {slot.code.built_in for slot in plan.slots if slot.code.built_in}
    told = {} if voices is None else spoken(names, voices, list(corpus.texts))
    read = batches(corpus, layers, tokens=tokens, quotations=quotations)
    parts = [hits_in(batch, plan, told) for batch in read]
    table = finished(chosen(parts, plan, corpus, voices), plan, corpus, layers, voices)
    if any(book.annotations for book in codebooks):
        marked = annotated_hits(corpus, codebooks, segments=layers, voices=voices)
        table = in_order(pd.concat([table, marked[list(table)]]), corpus, codebooks)
    table.attrs["skipped"] = [
        {"codebook": book.id, "code": code.id, "needs": "voices"}
        for book in codebooks
        for code in book.codes
        if voices is None and code.built_in and STRUCTURES[code.built_in].from_voices
    ]
    return table


def in_order(hits: pd.DataFrame, corpus: Corpus, codebooks: Sequence[Codebook]) -> pd.DataFrame:
    """Return hits in order of document, start, end and code."""
    docs = {doc: number for number, doc in enumerate(corpus.texts)}
    codes = {key: n for n, key in enumerate((b.id, c.id) for b in codebooks for c in b.codes)}
    named = zip(hits["codebook"], hits["code"], strict=True)
    code = np.array([codes[key] for key in named], dtype=np.int64)
    doc = hits["doc"].map(docs).to_numpy(dtype=np.int64)
    order = order_of(doc, hits["start"].to_numpy(), hits["end"].to_numpy(), code)
    return hits.iloc[order].reset_index(drop=True)


def hits_in(batch: Batch, plan: Plan, told: Mapping[str, pd.DataFrame]) -> Row:
    """Return the hits of one batch; those of one code may overlap."""
    found = matches(plan.queries[: plan.later], batch.stream)
    candidates, label = with_structures(used(plan.uses[INCLUDE], found, batch), batch, plan, told)
    near = matches(
        plan.queries[plan.later :], batch.stream, within=concerned(plan, batch, candidates)
    )
    good = allowed(plan, batch, candidates, found.and_also(near, plan.later))
    around = cues().apart(used(plan.uses[CUE], found, batch))
    parting = np.concatenate(
        [around[kind].first for kind in ("coordination", "negation", "denial")]
    )
    spans, rows = joined(plan, batch, taken(candidates, good), parting)
    label = label[good][rows]
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
    included: TokenSpans, batch: Batch, plan: Plan, told: Mapping[str, pd.DataFrame]
) -> tuple[TokenSpans, np.ndarray]:
    """Return the candidates found by words and by structure, and the labels of the latter."""
    parts, labels = [included], [np.full(len(included.key), -1)]
    for slot, one in enumerate(plan.slots):
        if one.code.built_in and not one.subtype.name:
            first, last, label = structural(one.code.built_in, batch, told)
            unit = batch.unit[first]
            kept = (last > first) & (unit >= 0)
            found = TokenSpans(np.full(len(first), slot), first, last, unit)
            parts.append(taken(found, kept))
            labels.append(label[kept])
    return stacked(parts), np.concatenate(labels)


def chosen(parts: Sequence[Row], plan: Plan, corpus: Corpus, voices: pd.DataFrame | None) -> Row:
    """Return the hits of all batches that their code's context allows, one of overlapping hits a
    code, in order of document, start, end and code."""
    none = Row(*np.zeros((len(Row._fields), 0), dtype=np.int64))
    rows = stacked([none, *parts])
    rows = taken(rows, in_context(rows, plan, corpus, voices))
    code = np.array([one.code_number for one in plan.slots], dtype=np.int64)[rows.slot]
    group = code + len(plan.slots) * rows.number
    picked = leftmost_longest(group, TokenSpans(rows.slot, rows.start, rows.end, rows.segment))
    columns = (rows.number, rows.start, rows.end, code)
    return taken(rows, picked[order_of(*(column[picked] for column in columns))])


def in_context(rows: Row, plan: Plan, corpus: Corpus, voices: pd.DataFrame | None) -> np.ndarray:
    """Return which hits have the voice and the polarity that their code asks for.

    A place without a voice is not asked.
    """
    good = np.ones(len(rows.slot), dtype=bool)
    asked = [
        (number, *one) for number, slot in enumerate(plan.slots) for one in slot.subtype.context
    ]
    told = pd.DataFrame({"polarity": np.array(POLARITIES, dtype=object)[rows.polarity]})
    if voices is not None and (keys := {key for _, key, _ in asked} - {"polarity"}):
        told = told.join(containing(hit_places(rows, corpus), voices, sorted(keys | {"mode"})))
    for number, key, values_allowed in asked:
        if key in told:
            concerned = np.flatnonzero(rows.slot == number)
            found = told.iloc[concerned]
            silent = key != "polarity" and (found["mode"] == "")
            good[concerned] &= found[key].isin(values_allowed) | silent
    return good


def hit_places(rows: Row, corpus: Corpus) -> pd.DataFrame:
    """Return where hits stand: `doc, start, end`."""
    doc = names_at(list(corpus.texts), rows.number)
    return pd.DataFrame({"doc": doc, "start": rows.start, "end": rows.end})


def names_at(names: Sequence[str], at: np.ndarray) -> pd.api.extensions.ExtensionArray:
    """Return the names with these numbers, "" for -1."""
    return pd.array([*names, ""], dtype="str").take(at % (len(names) + 1))


def finished(
    rows: Row, plan: Plan, corpus: Corpus, segments: pd.DataFrame, voices: pd.DataFrame | None
) -> pd.DataFrame:
    """Return the hits table with its names, texts, places and voices written out."""
    slots, texts = plan.slots, list(corpus.texts.values())
    spans = zip(rows.number.tolist(), rows.start.tolist(), rows.end.tolist(), strict=True)
    subtype = np.where(rows.label >= 0, rows.label + len(slots), rows.slot)
    table = hit_places(rows, corpus).assign(
        codebook=names_at([slot.book.id for slot in slots], rows.slot),
        code=names_at([slot.code.id for slot in slots], rows.slot),
        subtype=names_at([*(slot.subtype.name for slot in slots), *LABELS], subtype),
        text=pd.array([texts[number][start:end] for number, start, end in spans], dtype="str"),
    )
    for name in ("section", "paragraph", "sentence"):
        table[name] = segments[name].to_numpy(dtype=np.int64)[rows.segment]
    heard = dict.fromkeys(SPOKEN, "") if voices is None else containing(table, voices, SPOKEN)
    return table.assign(
        **heard,
        target=names_at([name for _, name in plan.actors], rows.target),
        polarity=names_at(POLARITIES, rows.polarity),
    )


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
    read = {"voices": voices, "segments": segments, "tokens": tokens}
    found = occurrences_of(corpus, {query: asked(query, case=case)}, **read)  # type: ignore[arg-type]
    return found[query]


def occurrences_of(
    corpus: Corpus,
    queries: Mapping[str, Query],
    *,
    voices: pd.DataFrame | None = None,
    segments: pd.DataFrame | None = None,
    tokens: Numbered | None = None,
) -> dict[str, pd.DataFrame]:
    """Return the hits table of each of several queries by its name, all found in one pass."""
    codes = tuple(
        Code(id=name, label=name, subtypes=(Subtype(name="", include=(Entry(query),)),))
        for name, query in queries.items()
    )
    book = Codebook(id=SEARCH, version="", title=SEARCH, codes=codes)
    hits = find_hits(corpus, [book], voices=voices, segments=segments, tokens=tokens)
    apart = {name: hits[hits["code"] == name] for name in queries}
    return {name: own.assign(code=SEARCH).reset_index(drop=True) for name, own in apart.items()}
