"""Whether it was said so: each quotation of the reports beside the words of a transcript."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import pandas as pd

from topoi.analysis.comparison.alignment import SearchedWords, chains
from topoi.analysis.comparison.differences import (
    Alignment,
    Change,
    Contractions,
    Span,
    aligned,
    change_of,
)
from topoi.analysis.comparison.missing import LEAST_MISSING, missing_in, telling, without
from topoi.analysis.comparison.wording import MOST_PLACES, difference_of
from topoi.analysis.comparison.words import (
    SPANS,
    QuotedWord,
    Transcript,
    contractions_of,
    key_of,
    quoted_words,
    same_speakers,
    tokens_in,
)
from topoi.text.lang.language import Language

VERBATIM, SHORTENED, MOVED, ALTERED = "verbatim", "shortened", "moved", "altered"
PART_NOT_FOUND, NOT_FOUND, TOO_SHORT = "part not found", "not found", "too short to tell"
FOUND = (VERBATIM, SHORTENED, MOVED, ALTERED, PART_NOT_FOUND)
VERDICTS = (*FOUND, NOT_FOUND, TOO_SHORT)
LEAST_WORDS = 3  # of a quotation, below which the same words may be anybody's
LEAST_ALIKE = 0.6  # of the words of a quotation that was found
FEW_WORDS, LEAST_OF_FEW = 8, 0.7  # of fewer words more, since "we will not" is often said
LEAST_WEIGHT = 0.5  # of their rarity, so that "it is a" is no place where another was quoted
LEAST_CONTENT = 1 / 3  # of the words that are no stop words
# where the rest is not found: words, those that are no stop words, and how many of all are alike
LEAST_OF_PART, CONTENT_OF_PART, ALIKE_OF_PART = 5, 2, 0.8
COLUMNS = [
    *["doc", "start", "end", "speaker", "speaks", "verdict", "similarity", "transcript"],
    *["said_start", "said_end", "said_by", "by_another", "passages", "places", "elsewhere"],
    *[
        "parts",
        "moved",
        "left_out",
        "altered",
        "contracted",
        "missing",
        "quotation",
        "said",
        "difference",
    ],
]
KINDS = {
    **dict.fromkeys(("doc", "speaker", "verdict", "transcript", "said_by"), "str"),
    **dict.fromkeys(("quotation", "said", "difference"), "str"),
    **dict.fromkeys(("start", "end", "said_start", "said_end", "places"), "int64"),
    **dict.fromkeys(("speaks", "by_another"), "bool"),
    "similarity": "float64",
}
NOTE = (
    f"Compared are the words: capitals, punctuation, apostrophes, hyphens, contractions (“don’t” "
    f"for “do not”) and what stands in square brackets do not count. A quotation was found where "
    f"{LEAST_ALIKE:.0%} of its words stand near each other in the transcript, of fewer than "
    f"{FEW_WORDS} words {LEAST_OF_FEW:.0%}; {LEAST_MISSING} words or more of it that do not are "
    f"the part not found. A few stop words in common do not count. A transcript is a report, too: "
    f"it may be edited or translated otherwise, so that an altered word shows a difference and not "
    f"who made it."
)


class Places(NamedTuple):
    """Where each word of a text begins and ends."""

    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the span of some words; of none it is empty, behind the word before."""
        if first < last:
            return self.starts[first], self.ends[last - 1]
        place = self.ends[first - 1] if first else self.starts[0]
        return place, place


class Source(NamedTuple):
    """The words of some speakers in a transcript: how to look for others in them, and by whom."""

    searched: SearchedWords
    places: Places
    speakers: Sequence[str]


def compared(
    quotations: pd.DataFrame,
    tokens: pd.DataFrame,
    said: Transcript,
    *,
    texts: Mapping[str, str],
    language: Language,
    stop_words: Collection[str] = (),
) -> pd.DataFrame:
    """Return each quotation of the reports beside the transcript, a row a quotation.

    `quotations` has `doc, start, end, speaker`, `tokens` and `texts` are those of the reports,
    `language` is that of all: its contractions count as alike, its negations are named where they
    are left out or added. `stop_words` carry no content. Columns: `doc, start, end, speaker` of the
    report, `speaks` (whether the speaker speaks in the transcript), `verdict, similarity`;
    `transcript, said_start, said_end, said_by` of the passage, `by_another` (it stands in the turn
    of another than the report names, whether or not that speaker has turns, too), `places` (how
    many fit as well, ten at most), and lists of spans: `passages` (said_start, said_end; several
    where parts are from different places), `elsewhere` (the same of the other places that fit as
    well, or of one or two words wherever they stand), `parts` (start, end, said_start, said_end of
    the words alike), `moved` (the same of those that stand elsewhere in the same sentence),
    `left_out` (said_start, said_end, whether an ellipsis or brackets mark it), `altered` (start,
    end, said_start, said_end; the second is empty where words are added), `contracted` (the same of
    words that one side has in short; they count as alike), `missing` (start, end of what is not
    found beside the rest). `quotation, said, difference` are the same in words. Places that there
    are not are -1.

    Verdicts: `verbatim`, all words in a row; `shortened`, words of the transcript are left out
    between; `moved`, words stand in another order, or parts more than 100 words apart are joined;
    `altered`, words differ or are added; `part not found`, a stretch has four words or more that
    differ, less those of its parts that tell a place (that hold more than three words, or one that
    is no stop word); of several the last. `not found`: fewer than 60% of the words beside such
    stretches (70% where they are fewer than eight), less than half of their rarity, or less than a
    third of those that are no stop words stand together; beside such stretches less than 80%, or
    fewer than five, or fewer than two that are no stop words. `too short to tell`: fewer than three
    words. `similarity` is the share of the words that are alike. The turns of the speaker of the
    quotation come before those of all, unless only another has it verbatim or more of its words.
    """
    contractions = contractions_of(language)
    stop_keys = {key_of(word) for word in stop_words}
    everybody, speakers = source_of(said.words), said.speakers
    own: dict[tuple[str, ...], Source] = {}
    rows = []
    spans = quotations[SPANS].to_dict("records")
    for span, inner in zip(spans, tokens_in(tokens, quotations), strict=True):
        same = tuple(same_speakers(span["speaker"], speakers))
        if same and same not in own:
            own[same] = source_of(said.words[said.words["speaker"].isin(same)])
        sources = [*([own[same]] if same else []), everybody]
        found = found_in(quoted_words(inner), sources, contractions, stop_keys)
        row = {**span, "speaks": bool(same), **found}
        quoting = texts[span["doc"]]
        row["by_another"] = bool(span["speaker"] and row["said_by"]) and row["said_by"] not in same
        row["quotation"] = quoting[span["start"] : span["end"]]
        row["said"] = " […] ".join(said.text[slice(*one)] for one in row["passages"])
        row["difference"] = difference_of(row, quoting=quoting, text=said.text, language=language)
        rows.append(row)
    table = pd.DataFrame(rows, columns=COLUMNS).assign(transcript=said.name).astype(KINDS)
    table.attrs["note"] = NOTE
    return table


def source_of(words: pd.DataFrame) -> Source:
    """Return words of a transcript with what is needed to look for others in them."""
    keys, units, starts, ends, speakers = (
        words[name].tolist() for name in ("key", "sentence", "start", "end", "speaker")
    )
    return Source(SearchedWords(keys, units), Places(starts, ends), speakers)


def found_in(
    words: Sequence[QuotedWord],
    sources: Sequence[Source],
    contractions: Contractions,
    stop_keys: Collection[str],
) -> dict[str, Any]:
    """Return the verdict on a quotation and its passage, in the source that has most of it.

    One that has it verbatim comes before all others; of several that have as much the first.
    """
    keys = [word.key for word in words]
    nowhere = {"said_start": -1, "said_end": -1, "said_by": "", "similarity": 0.0, "places": -1}
    lists = ("passages", "elsewhere", "parts", "moved", "left_out", "altered", "contracted")
    nothing = {**nowhere, **{name: [] for name in (*lists, "missing")}}
    if len(words) < LEAST_WORDS:
        return {**nothing, **in_a_row(keys, sources[0]), "verdict": TOO_SHORT}
    found = (places_of(words, source, contractions, stop_keys) for source in sources)
    best = max(filter(None, found), key=lambda some: closeness(some[0]), default=None)
    if best is None:
        return {**nothing, "verdict": NOT_FOUND}
    elsewhere = [(one["said_start"], one["said_end"]) for one in best[1:]]
    return {**best[0], "elsewhere": elsewhere, "places": len(best)}


def in_a_row(keys: Sequence[str], source: Source) -> dict[str, Any]:
    """Return where one or two words stand in a row, as far as they are counted."""
    there = source.searched.places.get(tuple(keys), [])[:MOST_PLACES]
    spans = [source.places.span(place, place + len(keys)) for place in there]
    return {"elsewhere": spans, "places": len(there) if keys else -1}


def places_of(
    words: Sequence[QuotedWord],
    source: Source,
    contractions: Contractions,
    stop_keys: Collection[str],
) -> list[dict[str, Any]]:
    """Return the place of a quotation and all that fit as well, none where it is not found."""
    keys = [word.key for word in words]
    best: list[dict[str, Any]] = []
    for parts in islice(chains(keys, source.searched), MOST_PLACES):
        whole = aligned(keys, parts, source.searched, contractions=contractions)
        missing = missing_in(keys, whole, stop_keys)
        found = without(whole, missing, source.searched)
        if is_found(keys, found, missing, source.searched, stop_keys):
            one = placed(words, found, missing, source)
            if best and closeness(one) > closeness(best[0]):
                best = []
            if not best or closeness(one) == closeness(best[0]):
                best.append(one)
    return best


def closeness(found: Mapping[str, Any]) -> tuple[bool, float]:
    """Return by what of several passages one is chosen: that it is verbatim, then how alike."""
    return found["verdict"] == VERBATIM, found["similarity"]


def is_found(
    keys: Sequence[str],
    found: Alignment,
    missing: Sequence[Span],
    source: SearchedWords,
    stop_keys: Collection[str],
) -> bool:
    """Return whether enough of the words that are not missing stand together.

    Enough must be alike of all, of the rare ones and of those that carry content. Words of which
    one side has a short form are alike; words moved to where others stand do not count, since
    single ones are found in any long sentence. Where some are missing, those found must be more.
    """
    left = set(range(len(keys))) - {at for span in missing for at in range(*span)}
    content = {at for at in left if keys[at] not in stop_keys}
    parts = telling(found.parts, keys, stop_keys) if missing else found.parts
    near = [*map(change_of, parts), *found.contracted]
    alike = {at for one in near for at in range(one.start, one.end)}
    moved = sum(part.length for part in found.moved)
    weights = {at: source.weight(keys[at]) for at in left}
    least, share = (LEAST_OF_PART, ALIKE_OF_PART) if missing else (LEAST_WORDS, LEAST_ALIKE)
    return (
        len(alike) >= max(least, share * len(left))
        and (len(left) >= FEW_WORDS or len(alike) + moved >= LEAST_OF_FEW * len(left))
        and sum(weights[at] for at in alike) >= LEAST_WEIGHT * sum(weights.values())
        and len(content & alike) >= LEAST_CONTENT * len(content)
        and len(content & alike) >= (CONTENT_OF_PART if missing else 0)
    )


def placed(
    words: Sequence[QuotedWord], found: Alignment, missing: Sequence[Span], source: Source
) -> dict[str, Any]:
    """Return verdict, passages and differences of an alignment, as spans of both texts."""
    own = Places([word.start for word in words], [word.end for word in words])
    there = source.places

    def spans(changes: Iterable[Change]) -> list[tuple[int, int, int, int]]:
        return [
            (*own.span(one.start, one.end), *there.span(one.there, one.there_end))
            for one in changes
        ]

    omissions = [one for one in found.changes if is_omission(one)]
    others = [one for one in found.changes if not is_omission(one)]
    parts = sorted([*found.parts, *found.moved])
    if missing:
        verdict = PART_NOT_FOUND
    elif others:
        verdict = ALTERED
    elif any(part.leap for part in parts):
        verdict = MOVED
    else:
        verdict = SHORTENED if omissions else VERBATIM
    stretches, moved = stretches_of(found, source.searched.units)
    passages = [there.span(*one) for one in stretches]
    alike = sum(one.end - one.start for one in (*map(change_of, parts), *found.contracted))
    return {
        "verdict": verdict,
        "similarity": alike / len(words),
        "said_start": passages[0][0],
        "said_end": passages[0][1],
        "said_by": source.speakers[found.parts[0].there],
        "passages": passages,
        "parts": spans(map(change_of, parts)),
        "moved": spans(moved),
        "left_out": [
            (*there.span(one.there, one.there_end), words[one.end].marked) for one in omissions
        ],
        "altered": spans(others),
        "contracted": spans(found.contracted),
        "missing": [own.span(*one) for one in missing],
    }


def is_omission(change: Change) -> bool:
    """Return whether nothing stands in place of words of the transcript."""
    return change.start == change.end


def stretches_of(found: Alignment, units: Sequence[int]) -> tuple[list[Span], list[Change]]:
    """Return the words of the transcript beside a quotation, and what of them is moved.

    A stretch begins where parts leap, but for one that goes back in a sentence that stands there:
    such words are moved within it. Words that others stand for belong to a stretch.
    """
    pieces = [(*change_of(part), part.leap) for part in found.parts]
    pieces += [(*one, False) for one in (*found.changes, *found.contracted)]
    out: list[Span] = []
    moved = list(map(change_of, found.moved))
    at, back = 0, False
    for start, end, first, last, leap in sorted(pieces):
        if leap or not out:
            sentence = units[last - 1] if first < last else None
            same = (n for n, one in enumerate(out) if first < one[0] and units[one[0]] == sentence)
            at = next(same, len(out))
            back = at < len(out)
            if back:
                moved.append(Change(start, end, first, last))
            else:
                out.append((first, last))
        elif back and first < last:
            moved[-1] = Change(moved[-1].start, end, moved[-1].there, last)
        if first < last:
            out[at] = (min(out[at][0], first), max(out[at][1], last))
    for _, _, first, last in map(change_of, found.moved):
        at = min(range(len(out)), key=lambda n: max(out[n][0] - last, first - out[n][1]))
        out[at] = (min(out[at][0], first), max(out[at][1], last))
    return out, sorted(moved)
