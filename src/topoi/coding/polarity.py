"""Whether a hit is asserted, negated or only mentioned."""

import re
from typing import NamedTuple

import numpy as np

from topoi.coding.batches import Batch
from topoi.coding.candidates import Spans
from topoi.coding.characters import CLAUSE
from topoi.coding.patterns import Pattern
from topoi.coding.quotes import quotations_in

NEGATIONS = (
    "not", "*n't", "cannot", "never", "no", "none", "neither", "nor", "without", "nobody",
    "nothing", "nowhere", "hardly", "scarcely", "refuse to", "refuses to", "refused to",
    "refusing to", "fail to", "fails to", "failed to", "failing to", "deny", "denies", "denied",
    "denying", "denial of", "lack of", "absence of", "rather than", "instead of", "far from",
    "rejects", "rejected", "rejecting", "rule out", "rules out", "ruled out", "ruling out",
    "dismisses", "dismissed", "refutes", "refuted", "debunks", "debunked",
)  # fmt: skip
# Words that look like a negation but leave what follows standing.
NO_NEGATIONS = (
    "not only", "not just", "not merely", "not simply", "not least", "no doubt", "no wonder",
    "no matter", "nothing but", "without doubt", "without a doubt", "not without", "no less",
    "none other than", "cannot but", "no secret", "no coincidence", "no accident", "not the first",
    "not the last", "not the only", "no alternative", "no alternatives", "no other",
    "without saying", "or not", "rejected with", "nothing more", "nothing less",
    "nothing other than", "no more than",
)  # fmt: skip
BREAKS = (
    "but", "however", "although", "though", "while", "whereas", "because", "which", "who", "whom",
    "whose", "when", "since", "unless", "until", "yet", "so that",
    "where", "before", "after", "if", "except", "despite", "how", "why", "what",
)  # fmt: skip
MENTIONS = (
    "so called", "so-called", "the term", "the word", "the phrase", "the label", "labelled",
    "labeled", "labelled as", "labeled as", "branded", "branded as", "dubbed", "calls itself",
)  # fmt: skip
# Between a negation and a hit: words that leave the hit standing ("will not give up ...").
REVERSED = re.compile(
    r"\b(?:alternatives? to|giv(?:e|ing) up|abandon(?:ing)?|renounc(?:e|ing)|surrender(?:ing)?"
    r"|compromis(?:e|es|ing)|ced(?:e|ing)|trad(?:e|ing)|bargain|forget|afraid|doubt|question"
    r"|hesitate|hide|conceal|ignore|overlook|exclude|rule out|stop|prevent|avoid|avert"
    r"|refuse|reject|deny|fail|replace|suppress|violate|undermine|weaken|destroy|deteriorat\w+"
    r"|tolerate|bypass|circumvent|breach|respect|honou?r|fulfil\w*|comply|abide|observe|implement"
    r"|understand|know|reali[sz]e|recogni[sz]e that|admit that)\b"
)
DEFINITE = r"(?:the|this|these|those|such|its|his|her|their|our|my|your)"
# What a definite noun names is taken for granted ("no playing along with the aggressor"), unless
# the negation stands right before it ("not the choice of the people").
GIVEN_BEFORE = re.compile(rf"\W*\w.*(?:\b{DEFINITE}|\w's)(?: [\w-]+)?[ -]$")
GIVEN_INSIDE = re.compile(rf"(?:{DEFINITE} |[\w-]+'s )")
PLAIN_NEGATION = re.compile(
    r"(?:\b(?:not|cannot|never|nobody|no|none|impossible)|n't)\b"
    r"(?:(?! and | or | nor )[^,;:]){0,40}$"
)
# A point behind a word that is long enough to be no abbreviation.
SENTENCE = re.compile(r"[^\W\d_]{4}[.!?][\"”’']?\s")
# Words of a quotation in running text are its speaker's own where the sentence says who spoke, and
# held at a distance where it says that something is called so.
SAYING = (
    r"(?:sa(?:id|ys)|(?<!without )saying|told|telling|add(?:ed|s|ing)|not(?:ed|ing|es(?= that\b))"
    r"|stress(?:ed|es|ing)"
    r"|emphasi[sz](?:ed|es|ing)|stat(?:ed|ing|es(?= that\b))|warn(?:ed|s|ing)|recall(?:ed|s|ing)"
    r"|explain(?:ed|s|ing)|point(?:ed|s|ing) out|underlin(?:ed|es|ing)|argu(?:ed|es|ing)"
    r"|insist(?:ed|s|ing)|conclud(?:ed|es|ing)|believe[sd]?|declar(?:ed|es|ing)|wrote|replied"
    r"|confirm(?:ed|s|ing)|according to|in (?:his|her|their) (?:view|opinion|words))"
)
SAID_BEFORE = re.compile(rf"\b{SAYING}\b(?:(?![.!?] ).)*$", re.DOTALL)
SAID_AFTER = re.compile(rf",? (?:[\w'’.-]+ ){{1,4}}{SAYING}\b|,? {SAYING}\b")
CALLED = re.compile(
    r"\b(?:call(?:ed|s|ing)?|label\w*|brand(?:ed|s|ing)?|dub(?:bed|s)?|describ\w+|term(?:ed|s)?"
    r"|known as|nicknamed|so[- ]called|the (?:word|term|phrase|label))\b[^.!?;]{0,40}$"
)
DOUBLING = (
    "refus", "fail", "deny", "deni", "without", "lack of", "absence of", "rul", "reject", "dismiss",
)  # fmt: skip
BEFORE = 60
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
    What a definite noun names stays asserted under a negation further off ("not abandon the
    talks"), so does what one may not give up, stop or forget, and what is doubly negated; a full
    stop or a single spaced dash ends what a negation reaches.
    Mentioned: the hit lies in a quotation of a few words which the sentence does not give as what
    somebody said, or just after "so-called", "the term" and the like. A negation after the hit
    ("... have not been removed") leaves it asserted.
    """
    kind = kinds[found.key]
    negations = found.take(kind == NEGATION)
    void = found.take(kind == NO_NEGATION)
    negations = negations.take(~np.isin(negations.start, void.start))
    begun = clauses_begun(batch, found.start[kind == BREAK], hits.start)
    words, _ = batch.edges.words
    negated = follows(hits, negations, begun, words, SCOPE)
    negated[negated] = [
        reaches(batch.folded, *place) for place in negated_places(hits, negations, negated)
    ]
    mentions = found.take(kind == MENTION)
    mentioned = follows(hits, mentions, begun, words, MENTION_SCOPE) | quoted(batch, hits)
    return np.where(mentioned, 2, np.where(negated, 1, 0))


def clauses_begun(batch: Batch, breaks: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the last mark, breaking word or end of a sentence before each place, or -1."""
    flags = batch.marked(CLAUSE)
    flags[breaks] = True
    flags[batch.unit_start[batch.unit_start > 0] - 1] = True
    found = np.append(np.flatnonzero(flags), -1)
    return found[np.searchsorted(found[:-1], places) - 1]


def negated_places(
    hits: Spans, negations: Spans, rows: np.ndarray
) -> list[tuple[int, int, int, int]]:
    """Return start and end of the negation before each of these hits, and of the hit."""
    order = np.argsort(negations.end, kind="stable")
    starts, ends = hits.start[rows], hits.end[rows]
    at = order[np.searchsorted(negations.end[order], starts, side="right") - 1]
    return np.column_stack([negations.start[at], negations.end[at], starts, ends]).tolist()


def reaches(folded: str, cue: int, cue_end: int, start: int, end: int) -> bool:
    """Return whether a negation before a hit denies what the hit names.

    >>> reaches("we will not give up our land", 8, 11, 20, 28)
    False
    """
    between = folded[cue_end:start]
    if between != " " and (
        SENTENCE.search(between)
        or between.count(" - ") % 2
        or REVERSED.search(between)
        or GIVEN_BEFORE.match(between)
        or (between.strip() and GIVEN_INSIDE.match(folded, start, end))
    ):
        return False
    if folded.startswith(DOUBLING, cue):
        return not PLAIN_NEGATION.search(folded[max(cue - BEFORE, 0) : cue])
    return True


def follows(
    hits: Spans, before: Spans, begun: np.ndarray, words: np.ndarray, scope: int
) -> np.ndarray:
    """Return which hits stand after a cue in the same clause, at most `scope` words between.

    `begun` tells where the clause of each hit begins, `words` where all words do.
    """
    if not len(before.start):
        return np.zeros(len(hits.start), dtype=bool)
    order = np.argsort(before.end, kind="stable")
    ends, starts = before.end[order], before.start[order]
    at = np.searchsorted(ends, hits.start, side="right") - 1
    found = (at >= 0) & (starts[at] > begun)
    rows = np.flatnonzero(found)
    first, last = np.searchsorted(words, [ends[at[rows]], hits.start[rows]])
    found[rows] = last - first <= scope
    return found


def quoted(batch: Batch, hits: Spans) -> np.ndarray:
    """Return which hits lie in a quotation of a few words."""
    inside = np.zeros(len(hits.start), dtype=bool)
    concerned = np.flatnonzero((hits.unit >= 0) & batch.quoting[hits.unit])
    spans = quotations_in(batch, np.unique(batch.unit_doc[hits.unit[concerned]]))
    if len(spans):
        starts, ends = spans[:, 1], spans[:, 2]
        at = np.searchsorted(starts, hits.start[concerned], side="right") - 1
        within = (at >= 0) & (hits.start[concerned] > starts[at]) & (hits.end[concerned] < ends[at])
        rows = concerned[within]
        units = hits.unit[rows]
        columns = (
            batch.unit_start[units], starts[at[within]], ends[at[within]], batch.unit_end[units]
        )  # fmt: skip
        places = zip(*(column.tolist() for column in columns), strict=True)
        inside[rows] = [held(batch.folded, *place) for place in places]
    return inside


def held(folded: str, first: int, start: int, end: int, last: int) -> bool:
    """Return whether a quotation of a few words, in the sentence from first to last, holds them at
    a distance.

    Single marks do, and words that something is called; words in double marks do not where the
    sentence tells who said them.

    >>> held('the envoy spoke of a "dangerous war"', 0, 21, 36, 36)
    True
    >>> held('the envoy said that it was a "dangerous war"', 0, 29, 44, 44)
    False
    """
    if folded[start] in "'‘":
        return True
    before = folded[first:start]
    if CALLED.search(before):
        return True
    return not (
        SAID_BEFORE.search(before) or SAID_AFTER.match(folded, end, min(end + BEFORE, last))
    )
