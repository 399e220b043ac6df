"""The hits table: every place where a text bears a code, with who says it."""

from collections.abc import Mapping, Sequence

import pandas as pd

from topoi.coding.assembly import chosen, finished
from topoi.coding.batches import batches, numbers_of
from topoi.coding.codebook import Codebook
from topoi.coding.layers import layer_of
from topoi.coding.matcher import matcher
from topoi.coding.patterns import Pattern
from topoi.coding.plan import plan_of
from topoi.coding.polarity import cues
from topoi.coding.rows import RunawayError, Task, rows_of
from topoi.coding.structures import FROM_VOICES, spoken
from topoi.text.corpus import Corpus
from topoi.text.segments import segments as segments_of

# Longer than this on one sentence, and an expression has run away.
SECONDS = 1.0


def find_hits(
    corpus: Corpus,
    codebooks: Sequence[Codebook],
    *,
    voices: pd.DataFrame | None = None,
    segments: pd.DataFrame | None = None,
    quotations: Mapping[str, Sequence[tuple[int, int]]] | None = None,
) -> pd.DataFrame:
    """Return one row for each hit of each code, in order of document, start and end.

    Columns: `doc, start, end` (code points, half open), `codebook, code, subtype, text`,
    `section, paragraph, sentence` (0 in headings), `mode, speaker` ("" without `voices`), `target`
    (an actor of the codebook in the same sentence, or "") and `polarity` (asserted, negated,
    mentioned). A hit lies within one sentence, heading or dateline. An exclusion that overlaps a
    hit removes it; of overlapping hits of one code the leftmost, then longest, is kept.

    Patterns that ran away are left out of the whole result and listed in `attrs["stopped"]` as
    dictionaries with codebook, code, pattern, line, doc and start. Codes found from voices
    (reporting cues, chains, modes) need `voices`; without it they have no hits and are listed in
    `attrs["skipped"]`. Target and polarity are rules over words, not a reading: judge them by their
    measured precision. Segments and quotations (spans by document, as `voices_and_quotations` has
    them) are found anew where they are not given.
    """
    layers = segments_of(corpus) if segments is None else segments
    words = cues()
    plan = plan_of(tuple(codebooks), words.patterns)
    docs = list(corpus.texts)
    heard = None if voices is None else layer_of(voices, numbers_of(voices["doc"], docs))
    told = spoken(plan, heard)
    stopped: dict[Pattern, tuple[int, int]] = {}
    while True:
        usable = tuple(None if one in stopped else one for one in plan.patterns)
        patterns = matcher(usable, frozenset(plan.deferred))
        task = Task(plan, patterns, words.kinds, told, SECONDS)
        try:
            parts = [rows_of(batch, task) for batch in batches(corpus, layers, quotations)]
            break
        except RunawayError as runaway:
            stopped.update(runaway.patterns)
    table = finished(chosen(parts, plan, heard), plan, corpus, layers, heard)
    table.attrs["stopped"] = [
        row for one, place in stopped.items() for row in stop_rows(codebooks, one, place, docs)
    ]
    table.attrs["skipped"] = [
        {"codebook": book.id, "code": code.id, "needs": "voices"}
        for book in codebooks
        for code in book.codes
        if voices is None and code.built_in in FROM_VOICES
    ]
    return table


def stop_rows(
    books: Sequence[Codebook], pattern: Pattern, place: tuple[int, int], docs: Sequence[str]
) -> list[dict[str, object]]:
    """Return one row for every code that uses a pattern which ran away."""
    return [
        {
            "codebook": book.id,
            "code": code.id,
            "pattern": one.source,
            "line": one.line,
            "doc": docs[place[0]],
            "start": place[1],
        }
        for book in books
        for code in book.codes
        for one in dict.fromkeys(code.patterns())
        if (pattern.source, pattern.case) == (one.source, one.case)
    ]
