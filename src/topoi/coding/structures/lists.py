"""Lists: three or more coordinated items in one sentence."""

import numpy as np

from topoi.coding.structures.batches import Batch, first_come
from topoi.coding.structures.parallel_items import alike, clauses, determined, named, verbal
from topoi.coding.structures.stretches import (
    ADVERB,
    BREAKS,
    CAPITAL,
    CLAUSE,
    COLON,
    COORDINATOR,
    DASH,
    DETERMINER,
    EDGE,
    ENDS,
    FEWEST,
    FIGURE,
    FIRST,
    GERUND,
    INTRODUCER,
    ITEM_WORDS,
    MANNER,
    OF,
    OPENER,
    PARTING,
    PAST,
    PREPOSITION,
    SEMICOLON,
    SETTING,
    STOP,
    TAIL,
    VERB,
    Found,
    Parts,
    WordKinds,
    are_items,
    kinds_of_words,
    parts_of,
)

SIZES = ("list-3", "list-4", "list-5", "list-6", "list-7+")
EDGE_WORDS = 5


def lists_by_size(batch: Batch) -> list[tuple[int, int, str]]:
    """Return the lists of a batch with their size as a label."""
    return [(first, last, SIZES[min(size, 7) - FEWEST]) for first, last, size in lists(batch)]


def lists(batch: Batch) -> list[tuple[int, int, int]]:
    """Return first token, the one behind the last, and number of items of each list in a batch.

    The items are short and the last stands behind "and", "or" or "as well as"; or they begin alike
    ("to ..., to ..., to ..."); or they stand behind a colon, a dash or "including", between
    semicolons, or with "and" between any two of them. Long unlike items are missed, and an
    apposition may be taken for an item, because there is no parser. Of lists that overlap, the one
    with most items is kept.
    """
    words = kinds_of_words(batch)
    if not len(words.token):
        return []
    parts = parts_of(words)
    found = [find(words, parts) for find in FINDERS]
    first, last, size = (np.concatenate(column) for column in zip(*found, strict=True))
    # Of readings with as many items, what is found later is the surer one.
    surer = np.repeat(-np.arange(len(found)), [len(column) for column, _, _ in found])
    rows = np.lexsort((first, surer, -size))
    begin, final = words.token[first[rows]], last[rows] - 1
    end = words.token[final] + 1 + words.end_in(TAIL, final)
    spans = zip(begin.tolist(), end.tolist(), size[rows].tolist(), strict=True)
    return first_come(spans, len(batch.tokens))


def short_lists(words: WordKinds, parts: Parts) -> Found:
    """Return the lists of short items: "food, water and fuel"."""
    # A comma must stand before, and not only directly before.
    good = parts.within > parts.opening[parts.within]
    coordinator, part = parts.coordinator[good], parts.within[good]
    good = are_items(words, parts.first[part], coordinator)
    part, coordinator = part[good], coordinator[good]
    # The first item ends the last stretch that is none itself; the stretches behind it are items.
    at = parts.no_item[part - 1]
    small = np.append(0, np.cumsum(~proper_names(words, parts.first[:-1])))
    proper = small[part + 1] == small[at + 1]
    end = parts.first[at + 1]
    # "Ann, Bob and others"
    others = proper & ~words.are(CAPITAL | DETERMINER, coordinator + 1)
    first = tails(words, end, proper)
    # "in Rome, Paris and in other towns"
    again = words.form[coordinator + 1] == words.form[first - 1]
    start = coordinator + 1 + (again & words.are(PREPOSITION, coordinator + 1))
    last = heads(words, start, proper & ~others)
    begin = parts.first[at + 1]
    # "aid to them, bans on their goods and help": the first may hold a preposition, too.
    longer = tails(words, first - 1, np.zeros(len(first), dtype=bool))
    holds = ~words.without(PREPOSITION, begin, coordinator) & words.are(PREPOSITION, first - 1)
    holds &= (longer < first - 1) & ~words.end_in(ENDS, first - 1) & ~words.end_in(ENDS, first - 2)
    first = np.where(holds, longer, first)
    # Of two items before "and" the second may explain the first ("the story, a tale of hope and
    # glory") ...
    opens = words.are(FIRST, first) & (first == parts.first[at])
    opens &= is_subject(words, parts.first[at], end)
    unsure = (words.are(CAPITAL, first) != proper_names(words, begin)) & ~opens
    unsure |= ~words.are(GERUND, first) & words.are(GERUND, begin)
    explains = words.are(DETERMINER, begin) & ~words.are(DETERMINER, coordinator + 1)
    explains &= ~proper
    unsure |= explains & ~(words.are(CLAUSE, begin) & (words.form[begin] == words.form[first]))
    # ... or both are the subject of the clause that only now begins.
    behind = np.minimum(last, len(words.token) - 1)
    unsure |= words.are(VERB | PAST, behind) & ~opens & ~words.without(VERB, parts.first[at], first)
    scene = set_scene(words, parts)[at]
    scene &= words.without(VERB, parts.first[parts.opening[at]], begin)
    unsure = (unsure | scene) & (part - at == 1)
    # Of more items the first is none if it only tells when, where or how.
    late = scene & (~proper | ((end - parts.first[at] < 2) & words.are(OPENER, parts.first[at])))
    first, size = np.where(late, begin, first), part - at + 2 - late
    good = (first < np.where(late, begin + 1, end)) & (last > start) & ~unsure
    # "the EU, the US and Kiev"
    first -= proper & words.are(DETERMINER, begin) & words.are(DETERMINER, first - 1)
    return first[good], last[good], size[good]


def is_subject(words: WordKinds, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return which first stretches of a sentence are one noun, or begin like a noun phrase."""
    short = (end - begin < 2) | words.are(DETERMINER, begin) | words.end_in(TAIL, begin)
    return short & ~words.are(SETTING | ADVERB | OPENER | MANNER | GERUND | PREPOSITION, begin)


def proper_names(words: WordKinds, first: np.ndarray) -> np.ndarray:
    """Return which items that begin at some places are names, with an article or without."""
    behind = np.minimum(first + 1, len(words.token) - 1)
    article = words.are(DETERMINER, first) & words.are(CAPITAL, behind)
    return words.are(CAPITAL, first) | article


def set_scene(words: WordKinds, parts: Parts) -> np.ndarray:
    """Return which stretches only say when, where or how, or are the first words of a sentence."""
    begin, end = parts.first[:-1], parts.first[1:]
    # "Today, Ann and Bob met", but not "Rome, Paris and Kiev agreed" or "Its peace, ...".
    few = (end - begin < 3) & words.are(FIRST, begin) & ~is_subject(words, begin, end)
    return few | (words.are(SETTING, begin) & words.without(VERB, begin, end))


def tails(words: WordKinds, ends: np.ndarray, proper: np.ndarray) -> np.ndarray:
    """Return where the last words before each place begin that can be an item, or the place."""
    first = ends.copy()
    rows = np.arange(len(ends))
    marks = EDGE | DASH
    for number in range(1, EDGE_WORDS + 1):
        one = ends[rows] - number
        over = words.end_in(marks, one)
        over |= words.are(STOP | OF | COORDINATOR, one) & ~words.are(DETERMINER, one)
        over |= proper[rows] & ~words.are(CAPITAL | FIGURE, one)
        rows, one = rows[~over], one[~over]
        first[rows] = one
        rows = rows[~words.are(DETERMINER, one)]
        marks = ENDS
    return first


def heads(words: WordKinds, starts: np.ndarray, proper: np.ndarray) -> np.ndarray:
    """Return where the first words from each place on end that can be an item, or the place."""
    last = starts.copy()
    rows = np.arange(len(starts))
    article = words.are(DETERMINER, starts)
    for number in range(ITEM_WORDS):
        one = starts[rows] + number
        over = words.are(STOP, one) & ~(article[rows] & (number == 0))
        over |= proper[rows] & ~words.are(CAPITAL | DETERMINER, one)
        rows, one = rows[~over], one[~over]
        last[rows] = one + 1
        rows = rows[~words.end_in(ENDS, one)]
    last -= (last > starts) & words.are(OF, last - 1)
    return np.where(words.are(DETERMINER, last - 1), starts, last)


def unclosed(words: WordKinds, parts: Parts) -> Found:
    """Return the lists of short items without a coordinator: "They brought food, water, fuel"."""
    number = np.arange(len(parts.head))
    item = (number > parts.no_item) & ~words.are(MANNER | INTRODUCER, parts.head)
    item &= words.without(VERB, parts.first[:-1], parts.first[1:])
    item &= (np.diff(parts.first) <= FEWEST) & ~words.are(GERUND, parts.head)
    start = np.maximum.accumulate(np.where(item, 0, number))
    goes_on = np.append(item[1:], False)
    final = np.flatnonzero(item & ~goes_on & (number - start >= FEWEST - 1))
    at = start[final]
    end, last = parts.first[at + 1], parts.first[final + 1]
    small = np.append(0, np.cumsum(~proper_names(words, parts.first[:-1])))
    proper = small[final + 1] == small[at + 1]
    mixed = ~proper & (small[final + 1] - small[at + 1] < final - at)
    first = tails(words, end, proper)
    # An apposition has an article, or a name before it.
    few = final - at < FEWEST
    unlike = words.are(CAPITAL | DETERMINER, first) != words.are(CAPITAL | DETERMINER, end)
    unlike |= words.are(DETERMINER, end) != words.are(DETERMINER, parts.first[final])
    # A sentence may be nothing but a list: "Missile strikes, air bombs, mines."
    whole = (first == parts.first[at]) & words.are(FIRST, first)
    whole &= (last == parts.end[at]) | words.end_in(COLON | DASH, last - 1)
    whole &= ~words.are(CAPITAL, end) & ~words.are(PAST, parts.first[final])
    good = (first < end) & ~mixed & (whole | ~((few & unlike) | set_scene(words, parts)[at]))
    return first[good], last[good], (final - at + 1)[good]


def chained(words: WordKinds, parts: Parts) -> Found:
    """Return the lists with a coordinator between any two items: "men and women and children"."""
    one, other = parts.coordinator[:-1], parts.coordinator[1:]
    # Longer items are mostly pairs within pairs, unless they are names.
    capital = words.are(CAPITAL, one + 1) & words.are(CAPITAL, other - 1)
    near = (other - one > 1) & (other - one <= np.where(capital, EDGE_WORDS, FEWEST - 1))
    near &= (parts.within[:-1] == parts.within[1:]) & (words.form[one] == words.form[other])
    near &= words.without(STOP, one + 1, other) & words.without(BREAKS, one, other)
    near &= ~words.end_in(PARTING, other - 1)
    # What begins otherwise than the item before belongs elsewhere ("... and the rest of it").
    behind = np.minimum(other + 1, len(words.token) - 1)
    after = np.minimum(behind + 1, len(words.token) - 1)
    near &= ~words.are(DETERMINER, after) | words.end_in(ENDS, behind)
    for kind in (DETERMINER, PAST, CLAUSE, CAPITAL):
        near &= words.are(kind, behind) == words.are(kind, one + 1)
    starts = np.flatnonzero(near & ~np.append(False, near[:-1]))
    ends = np.flatnonzero(near & ~np.append(near[1:], False))
    none = np.zeros(len(starts), dtype=bool)
    begin, final = one[starts], other[ends]
    first, last = tails(words, begin, none), heads(words, final + 1, none)
    good = (first < begin) & (last > final + 1) & ~words.end_in(PARTING, begin - 1)
    return first[good], last[good], (ends - starts + FEWEST)[good]


def between_semicolons(words: WordKinds, parts: Parts) -> Found:
    """Return the lists of what stands between two or more semicolons of a sentence."""
    opening = np.flatnonzero(words.are(FIRST, parts.first[:-1]))
    first, last = parts.first[opening], parts.end[opening]
    semicolons = words.before[SEMICOLON][last] - words.before[SEMICOLON][first]
    good = semicolons >= FEWEST - 1
    first, last, semicolons = first[good], last[good], semicolons[good]
    place = np.flatnonzero(words.behind & SEMICOLON)
    semicolon = place[np.searchsorted(place, first)] if len(place) else first
    # What leads up to a colon belongs to no item.
    colon = np.append(-1, np.flatnonzero(words.behind & COLON))
    colon = colon[np.searchsorted(colon, semicolon) - 1]
    return np.maximum(first, colon + 1), last, semicolons + 1


def introduced(words: WordKinds, parts: Parts) -> Found:
    """Return the lists behind a colon, a dash or "including", as far as no clause begins."""
    label = np.flatnonzero(
        ((words.behind & (COLON | DASH)) != 0) | ((words.kinds & INTRODUCER) != 0)
    )
    label = label[:-1] if len(label) and label[-1] == len(words.token) - 1 else label
    first = label + 1
    part = np.searchsorted(parts.first, label, side="right") - 1
    good = ~words.end_in(EDGE | PARTING, label) & (first < parts.end[part])
    # "Putin: ...", "at 10:30"
    good &= ~(words.end_in(COLON, label) & words.are(CAPITAL, label)) & ~words.are(FIGURE, label)
    good &= ~words.are(OPENER | ADVERB | CLAUSE, first) | words.are(DETERMINER, first)
    label, first, part = label[good], first[good], part[good]
    # The list ends at the next dash or bracket, or with the stretch before a clause.
    edge = np.append(np.flatnonzero(words.behind & BREAKS), len(words.token))
    last = np.minimum(edge[np.searchsorted(edge, first)] + 1, parts.end[part])
    ends_list = words.are(OPENER | SETTING | ADVERB, parts.head)
    ends_list |= ~words.without(VERB, parts.head, parts.first[1:])
    clause = np.append(parts.first[:-1][ends_list], len(words.token))
    last = np.minimum(last, clause[np.searchsorted(clause, first)])
    final = np.searchsorted(parts.first, last) - 1
    size = final - part + 1 - (parts.first[final] >= last)
    coordinator = np.append(parts.coordinator, len(words.token))
    follows = coordinator[np.searchsorted(coordinator, np.maximum(parts.head[final], first))]
    size += follows < last
    good = (size >= FEWEST) & words.without(VERB, first, last) & (final > part)
    return first[good], last[good], size[good]


FINDERS = (
    unclosed,
    named,
    determined,
    clauses,
    chained,
    short_lists,
    verbal,
    alike,
    introduced,
    between_semicolons,
)
