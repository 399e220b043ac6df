"""Whether a hit is asserted, negated or only mentioned."""

from collections.abc import Mapping

import numpy as np

from topoi.coding.hits.candidates import CLAUSE_MARKS, TokenSpans
from topoi.coding.structures.batches import Batch
from topoi.text.words.arrays import stacked, taken
from topoi.text.words.vocabulary import PASSED_CLITIC

SCOPE = 6
MENTION_SCOPE = 2
VERDICT_SCOPE = 3
DENIED_SCOPE = 7
CALLED_SCOPE = 7
SAID_AFTER = 5
STOPS = (".", "!", "?", ";")
SINGLE = ("'", "‘")


def polarities(batch: Batch, hits: TokenSpans, cues: Mapping[str, TokenSpans]) -> np.ndarray:
    """Return for each hit 0 (asserted), 1 (negated) or 2 (mentioned).

    Negated: a negation stands before the hit in the same clause with at most six words between
    (the rule of NegEx, Chapman et al. 2001); "not only", "no doubt" and the like do not count.
    What a definite noun names stays asserted under a negation further off ("not abandon the
    talks"), so does what one may not give up, stop or forget, and what is doubly negated; a full
    stop or a single spaced dash ends what a negation reaches.
    Mentioned: the hit lies in a quotation of a few words which the sentence does not give as what
    somebody said, just after "so-called", "alleged", "the term" and the like, or in a charge that
    others are said to make ("accuse us of ..."). A negation after the hit ("... have not been
    removed") leaves it asserted, but for a verdict on it ("... is out of the question") and for one
    right behind words that end with an auxiliary ("we will" of "we will not help"); an auxiliary
    alone is a modal, which stands whether or not its verb is denied ("may not").
    """
    begun = clauses_begun(batch, cues["break"].first, hits.first)
    void = cues["no_negation"].first
    plain, denials = (
        taken(some, ~np.isin(some.first, void)) for some in (cues["negation"], cues["denial"])
    )
    negations = stacked([plain, undenied(batch, denials, cues)])
    before = row_before(batch, negations, hits, begun, SCOPE)
    rows = np.flatnonzero(before >= 0)
    negated = np.zeros(len(hits.first), dtype=bool)
    negated[rows] = reaching(batch, negations.last[before[rows]], taken(hits, rows), cues)
    negated |= denied_after(batch, hits, cues["denied_after"])
    auxiliary, negation = (batch.flags(some) for some in (cues["auxiliary"].first, plain.first))
    several = hits.last - hits.first > 1
    negated |= several & auxiliary[hits.last - 1] & negation[hits.last]
    mentioned = row_before(batch, cues["mention"], hits, begun, MENTION_SCOPE) >= 0
    mentioned |= row_before(batch, cues["charge"], hits, begun, SCOPE) >= 0
    mentioned |= held_in_quotes(batch, hits, cues)
    return np.where(mentioned, 2, np.where(negated, 1, 0))


def denied_after(batch: Batch, hits: TokenSpans, verdicts: TokenSpans) -> np.ndarray:
    """Return of which hits the same clause says behind them that they are out of the question."""
    found = np.zeros(len(hits.first), dtype=bool)
    verdicts = sorted_by_first(verdicts)
    row = np.searchsorted(verdicts.first, hits.last)
    there = np.flatnonzero(row < len(verdicts.first))
    mine, end = taken(verdicts, row[there]), hits.last[there]
    near = (mine.unit == hits.unit[there]) & (
        batch.words_before[mine.first] - batch.words_before[end] <= VERDICT_SCOPE
    )
    marks = np.append(0, np.cumsum(batch.marks(CLAUSE_MARKS)))
    found[there] = near & (marks[mine.first] == marks[end])
    return found


def clauses_begun(batch: Batch, breaks: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the last mark or word that begins a clause before each place, or -1."""
    begins = batch.marks(CLAUSE_MARKS)
    begins[breaks] = True
    return last_at(np.flatnonzero(begins), places)


def last_at(tokens: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the last of some tokens, which are in order, before each place, or -1."""
    return np.append(-1, tokens)[np.searchsorted(tokens, places)]


def last_before(spans: TokenSpans, places: np.ndarray) -> np.ndarray:
    """Return the row of the last span that ends at or before each place, or -1."""
    order = np.argsort(spans.last, kind="stable")
    at = np.searchsorted(spans.last[order], places, side="right")
    return np.append(-1, order)[at]


def row_before(
    batch: Batch, spans: TokenSpans, hits: TokenSpans, begun: np.ndarray, scope: int
) -> np.ndarray:
    """Return the row of the last span before each hit if it stands in the hit's clause, with so
    many words between at the most, else -1."""
    row = last_before(spans, hits.first)
    there = np.flatnonzero(row >= 0)
    mine = taken(spans, row[there])
    between = batch.words_before[hits.first[there]] - batch.words_before[mine.last]
    good = (mine.unit == hits.unit[there]) & (mine.first > begun[there]) & (between <= scope)
    found = np.full(len(row), -1)
    found[there[good]] = row[there[good]]
    return found


def undenied(batch: Batch, denials: TokenSpans, cues: Mapping[str, TokenSpans]) -> TokenSpans:
    """Return the denials that are not denied themselves ("cannot refuse")."""
    begun = clauses_begun(batch, cues["coordination"].first, denials.first)
    denied = row_before(batch, cues["plain_negation"], denials, begun, DENIED_SCOPE) >= 0
    return taken(denials, ~denied)


def reaching(
    batch: Batch, ends: np.ndarray, hits: TokenSpans, cues: Mapping[str, TokenSpans]
) -> np.ndarray:
    """Return which hits the negations that end before them deny."""
    first = hits.first
    between = batch.words_before[first] - batch.words_before[ends]
    dashes, stops = (np.append(0, np.cumsum(batch.marks((sign,)))) for sign in ("-", "."))
    broken = ((dashes[first] - dashes[ends]) % 2 == 1) | (stops[first] > stops[ends])
    turned = sorted_by_first(cues["reversed"])
    at = np.searchsorted(turned.first, ends)
    turned_last = np.append(turned.last, np.iinfo(np.int64).max)[at]
    return ~broken & (turned_last > first) & ~((between > 0) & given(batch, ends, hits, cues))


def given(
    batch: Batch, ends: np.ndarray, hits: TokenSpans, cues: Mapping[str, TokenSpans]
) -> np.ndarray:
    """Return which hits are named by a definite noun: what it names is taken for granted."""
    definite = batch.flags(cues["definite"].first)
    kinds = batch.stream.vocabulary.kinds
    clitic = batch.flags(np.flatnonzero((kinds == PASSED_CLITIC)[batch.tokens.form]))
    first = hits.first
    one, two = first - 1, first - 2
    word = batch.tokens.is_word
    found = np.zeros(len(first), dtype=bool)
    for place, plain in ((one, True), (two, word[one])):
        # The negation itself must not stand right before the definite word.
        far = batch.words_before[place] > batch.words_before[ends]
        found |= (place >= ends) & far & plain & (definite[place] | clitic[place])
    inside = definite[first] & (hits.last - first > 1)
    return np.asarray(found | inside | clitic[first + 1] & (hits.last - first > 2))


def sorted_by_first(spans: TokenSpans) -> TokenSpans:
    """Return spans in the order of their first tokens."""
    return taken(spans, np.argsort(spans.first, kind="stable"))


def held_in_quotes(batch: Batch, hits: TokenSpans, cues: Mapping[str, TokenSpans]) -> np.ndarray:
    """Return which hits lie in a quotation of a few words that is held at a distance."""
    start, end = batch.short_quotations
    inside = np.zeros(len(hits.first), dtype=bool)
    if not len(start):
        return inside
    at = np.searchsorted(start, hits.first, side="right") - 1
    inside = (at >= 0) & (hits.first > start[at]) & (hits.last < end[at])
    inside[inside] = at_a_distance(batch, start, end, cues)[at[inside]]
    return inside


def at_a_distance(
    batch: Batch, start: np.ndarray, end: np.ndarray, cues: Mapping[str, TokenSpans]
) -> np.ndarray:
    """Return which quotations of a few words hold them at a distance.

    Single marks do, and words that something is called; words in double marks do not where the
    sentence tells who said them.
    """
    stops = np.flatnonzero(batch.marks(STOPS))
    quoted = TokenSpans(start, start, end, batch.unit[start])
    begun = last_at(stops, start)
    called = row_before(batch, cues["called"], quoted, begun, CALLED_SCOPE) >= 0
    said = row_before(batch, cues["said"], quoted, begun, len(batch.tokens)) >= 0
    single = batch.among(SINGLE)[batch.tokens.form[start]]
    return (
        single | called | ~(said | said_after(batch, quoted, sorted_by_first(cues["said"]), stops))
    )


def said_after(batch: Batch, quoted: TokenSpans, said: TokenSpans, stops: np.ndarray) -> np.ndarray:
    """Return behind which quotations the same sentence tells who said them."""
    row = np.searchsorted(said.first, quoted.last)
    after = row < len(said.first)
    mine, end = taken(said, row[after]), quoted.last[after]
    near = (mine.unit == quoted.unit[after]) & (last_at(stops, mine.first) < end)
    near &= batch.words_before[mine.first] - batch.words_before[end] < SAID_AFTER
    after[after] = near
    return after
