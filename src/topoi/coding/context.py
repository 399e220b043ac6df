"""Whether a hit is asserted, negated or only mentioned, and whom it is about."""

from typing import NamedTuple

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.candidates import Spans, merged
from topoi.coding.characters import CLAUSE
from topoi.coding.codebook import Target
from topoi.coding.patterns import Pattern
from topoi.coding.quotes import quotations_in, quoting_units

NEGATIONS = (
    "not", "*n't", "cannot", "never", "no", "none", "neither", "nor", "without", "nobody",
    "nothing", "nowhere", "hardly", "scarcely", "refuse to", "refuses to", "refused to",
    "refusing to", "fail to", "fails to", "failed to", "failing to", "deny", "denies", "denied",
    "denying", "denial of", "lack of", "absence of", "rather than", "instead of", "far from",
)  # fmt: skip
# Words that look like a negation but leave what follows standing.
NO_NEGATIONS = (
    "not only", "not just", "not merely", "not simply", "not least", "no doubt", "no wonder",
    "no matter", "nothing but", "without doubt", "without a doubt", "not without", "no less",
    "none other than", "cannot but",
)  # fmt: skip
BREAKS = (
    "but", "however", "although", "though", "while", "whereas", "because", "which", "who", "whom",
    "whose", "when", "since", "unless", "until", "yet", "so that",
)  # fmt: skip
MENTIONS = (
    "so called", "so-called", "the term", "the word", "the phrase", "the label", "labelled",
    "labeled", "labelled as", "labeled as", "branded", "branded as", "dubbed", "calls itself",
)  # fmt: skip
NEGATION, NO_NEGATION, BREAK, MENTION = range(4)
SCOPE = 6
MENTION_SCOPE = 2


class Cues(NamedTuple):
    """The cue phrases as patterns, and the kind of each."""

    patterns: tuple[Pattern, ...]
    kinds: np.ndarray


def cues() -> Cues:
    """Return the words on which polarity rests."""
    lists = (NEGATIONS, NO_NEGATIONS, BREAKS, MENTIONS)
    patterns = tuple(Pattern(phrase) for phrases in lists for phrase in phrases)
    kinds = np.repeat(np.arange(len(lists)), [len(phrases) for phrases in lists])
    return Cues(patterns, kinds)


def polarities(batch: Batch, hits: Spans, found: Spans, kinds: np.ndarray) -> np.ndarray:
    """Return for each hit 0 (asserted), 1 (negated) or 2 (mentioned).

    Negated: a negation stands before the hit in the same clause with at most six words between
    (the rule of NegEx, Chapman et al. 2001); "not only", "no doubt" and the like do not count.
    Mentioned: the hit lies in a quotation of a few words, or just after "so-called", "the term"
    and the like. A negation after the hit ("... have not been removed") leaves it asserted.
    """
    kind = kinds[found.key]
    negations = found.take(kind == NEGATION)
    void = found.take(kind == NO_NEGATION)
    negations = negations.take(~np.isin(negations.start, void.start))
    marks = np.flatnonzero(batch.marked(CLAUSE))
    breaks = np.sort(np.concatenate([marks, found.start[kind == BREAK], batch.unit_start - 1]))
    words = np.cumsum(starts_of_words(batch))
    negated = follows(hits, negations, breaks, words, SCOPE)
    mentions = found.take(kind == MENTION)
    mentioned = follows(hits, mentions, breaks, words, MENTION_SCOPE) | quoted(batch, hits)
    return np.where(mentioned, 2, np.where(negated, 1, 0))


def starts_of_words(batch: Batch) -> np.ndarray:
    """Return at which characters a word begins."""
    return batch.edges.begins[:-1] & batch.edges.word


def follows(
    hits: Spans, before: Spans, breaks: np.ndarray, words: np.ndarray, scope: int
) -> np.ndarray:
    """Return which hits stand after a cue in the same clause, at most `scope` words between."""
    if not len(before.start):
        return np.zeros(len(hits.start), dtype=bool)
    order = np.argsort(before.end, kind="stable")
    ends, starts = before.end[order], before.start[order]
    at = np.searchsorted(ends, hits.start, side="right") - 1
    there = at >= 0
    at = np.maximum(at, 0)
    clause = np.searchsorted(breaks, hits.start, side="left") - 1
    limit = np.where(clause >= 0, breaks[np.maximum(clause, 0)], -1)
    gap = words[np.maximum(hits.start - 1, 0)] - words[np.maximum(ends[at] - 1, 0)]
    return there & (starts[at] > limit) & (gap <= scope)


def quoted(batch: Batch, hits: Spans) -> np.ndarray:
    """Return which hits lie in a quotation of a few words."""
    inside = np.zeros(len(hits.start), dtype=bool)
    concerned = np.flatnonzero((hits.unit >= 0) & quoting_units(batch)[hits.unit])
    spans = quotations_in(batch, np.unique(batch.unit_doc[hits.unit[concerned]]))
    if len(spans):
        starts, ends = spans[:, 1], spans[:, 2]
        at = np.searchsorted(starts, hits.start[concerned], side="right") - 1
        within = (at >= 0) & (hits.start[concerned] > starts[at]) & (hits.end[concerned] < ends[at])
        inside[concerned] = within
    return inside


def targets(hits: Spans, actors: Spans, rule: Target) -> np.ndarray:
    """Return for each hit the row of the actor it is about, or -1.

    Looked for in the hit's own sentence: an actor within the hit; else the one fewest characters
    away, the earlier of two equals. `side` narrows that to `inside`, `before` or `after`.
    """
    none = np.full(len(hits.start), -1)
    if not len(actors.start) or rule.side == "none":
        return none
    order = merged(np.zeros(len(actors.start), dtype=np.int64), actors)  # one group: in text order
    starts, ends, units = actors.start[order], actors.end[order], actors.unit[order]
    last = len(order) - 1
    first_inside = np.searchsorted(ends, hits.start, side="right")
    at = np.minimum(first_inside, last)
    inside = (first_inside <= last) & (starts[at] < hits.end)
    before = np.searchsorted(ends, hits.start, side="right") - 1
    after = np.searchsorted(starts, hits.end, side="left")
    left, right = np.maximum(before, 0), np.minimum(after, last)
    far = np.iinfo(np.int64).max
    gap_left = np.where((before >= 0) & (units[left] == hits.unit), hits.start - ends[left], far)
    gap_right = np.where(
        (after <= last) & (units[right] == hits.unit), starts[right] - hits.end, far
    )
    if rule.side in {"inside", "before"}:
        gap_right = np.full(len(gap_right), far)
    if rule.side in {"inside", "after"}:
        gap_left = np.full(len(gap_left), far)
    nearest = np.where(gap_left <= gap_right, left, right)
    nearest = np.where(np.minimum(gap_left, gap_right) == far, -1, nearest)
    chosen = np.where(inside & (rule.side in {"nearest", "inside"}), at, nearest)
    return np.where(chosen >= 0, order[np.maximum(chosen, 0)], -1)
