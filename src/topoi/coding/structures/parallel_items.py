"""Lists whose items are built alike: they begin with the same word or kind, or are clauses."""

import numpy as np

from topoi.coding.structures.stretches import (
    ADVERB,
    BREAKS,
    CAPITAL,
    CLAUSE,
    COORDINATOR,
    DETERMINER,
    ENDS,
    FEWEST,
    FIGURE,
    FIRST,
    GERUND,
    MANNER,
    OF,
    OPENER,
    PAST,
    PRONOUN,
    QUESTION,
    SAYING,
    SETTING,
    STOP,
    VERB,
    Found,
    Parts,
    WordKinds,
)


def alike(words: WordKinds, parts: Parts) -> Found:
    """Return the lists whose items begin with the same word, or all with a form in -ing, a verb in
    the past, or a word that asks."""
    kinds, form = words.kinds, words.form.astype(np.int64)
    no_key = (kinds & (FIGURE | DETERMINER | COORDINATOR)) != 0
    no_key |= ((kinds & OPENER) != 0) & ((kinds & PRONOUN) == 0)
    key = np.where(no_key, -1, form)
    for number, kind in enumerate((QUESTION, PAST, GERUND), start=form.max(initial=0) + 1):
        key[(kinds & kind) != 0] = number
    return runs(words, parts, key, least=FEWEST, within=True)


def verbal(words: WordKinds, parts: Parts) -> Found:
    """Return the lists whose items begin with verbs as they stand behind "to": "to open the port,
    lift the ban, and free those held"; a word before an article is taken for one, too."""
    kinds = words.kinds
    is_to = np.append(False, words.form[:-1] == words.to)
    before_article = np.append((kinds[1:] & DETERMINER) != 0, False)
    before_article &= (words.behind & ENDS) == 0
    plain = (kinds & (STOP | DETERMINER | OPENER | ADVERB | COORDINATOR | OF | VERB | CAPITAL)) == 0
    plain &= (kinds & (GERUND | FIGURE | MANNER)) == 0
    key = np.where(plain & (is_to | before_article), 0, -1)
    return runs(words, parts, key, least=FEWEST + 1, within=False)


def clauses(words: WordKinds, parts: Parts) -> Found:
    """Return the lists of main clauses: with "and" before the last one, or all with the same last
    word ("deaths are down, attacks are down, prices are down")."""
    first, end = parts.first[:-1], parts.first[1:]
    whole = ~words.without(VERB, parts.head, end) & words.without(BREAKS, first, end - 1)
    whole &= words.without(SAYING, first, end)
    whole &= ~words.are(SETTING | ADVERB | QUESTION | GERUND, parts.head)
    whole &= ~words.are(OPENER | CLAUSE, parts.head) | words.are(PRONOUN | DETERMINER, parts.head)
    joined = whole[1:] & whole[:-1] & (parts.opening[1:] == parts.opening[:-1])
    closed = words.are(COORDINATOR, first)
    joined &= closed[1:] | ~closed[:-1]
    begin = np.flatnonzero(np.append(joined, False) & ~np.append(False, joined))
    final = np.flatnonzero(np.append(False, joined) & ~np.append(joined, False))
    last_word = words.form[end - 1]
    same = last_word[final] == last_word[np.maximum(final - 1, 0)]
    good = (final - begin + 1 >= FEWEST) & (closed[final] | same)
    begin, final = begin[good], final[good]
    return first[begin], end[final], final - begin + 1


def determined(words: WordKinds, parts: Parts) -> Found:
    """Return the lists whose items begin with articles and their like, however long they are."""
    key = np.where((words.kinds & DETERMINER) != 0, 0, -1)
    return runs(words, parts, key, least=FEWEST + 1, within=False)


def named(words: WordKinds, parts: Parts) -> Found:
    """Return the lists whose items begin with capitals, however long they are."""
    no_name = ((words.kinds & PRONOUN) != 0) | (
        ((words.kinds & FIRST) != 0) & ((words.kinds & STOP) != 0)
    )
    key = np.where(((words.kinds & CAPITAL) != 0) & ~no_name, 0, -1)
    return runs(words, parts, key, least=FEWEST + 1, within=False)


def runs(words: WordKinds, parts: Parts, key: np.ndarray, *, least: int, within: bool) -> Found:
    """Return the lists whose items begin with words of the same key, -1 being none.

    Lists without a coordinator need so many items at least. An item may begin behind a coordinator
    `within` a stretch, too.
    """
    place = parts.head
    if within:
        begins = parts.coordinator + 1
        begins = begins[(key[begins] >= 0) & (key[begins] == key[parts.head[parts.within]])]
        place = np.unique(np.concatenate([place, begins]))
    # A stretch that begins otherwise between two alike belongs to the item before ("raising
    # high-paying, high-tech jobs, and passing it"), if "and" stands before the next one.
    asked, closed = key[place], words.are(COORDINATOR, place - 1)
    stray = (asked[1:-1] != asked[:-2]) & (asked[2:] == asked[:-2]) & (asked[2:] >= 0)
    stray &= closed[2:] & ~closed[1:-1]
    place = place[~np.concatenate([[False], stray, [False]])] if len(place) > 2 else place
    part = np.searchsorted(parts.first, place, side="right") - 1
    asked = key[place]
    follows = (asked[1:] == asked[:-1]) & (asked[1:] >= 0)
    follows &= parts.opening[part[1:]] == parts.opening[part[:-1]]
    follows &= words.without(BREAKS, place[:-1], place[1:])
    # "and" before an item closes the list, unless it stands before the next one, too.
    closed = words.are(COORDINATOR, place - 1)
    follows &= closed[1:] | ~closed[:-1]
    begin = np.flatnonzero(np.append(follows, False) & ~np.append(False, follows))
    final = np.flatnonzero(np.append(False, follows) & ~np.append(follows, False))
    size = final - begin + 1
    first, last = place[begin], parts.first[part[final] + 1]
    # The first item may begin within the stretch before.
    wanted = np.zeros(key.max(initial=0) + 2, dtype=bool)
    wanted[asked[begin]] = True
    with_key = np.flatnonzero(wanted[key])
    with_key = with_key[np.argsort(key[with_key], kind="stable")]
    width = len(words.token) + 1
    code = key[with_key] * width + with_key
    before = np.searchsorted(code, asked[begin] * width + first) - 1
    earlier = with_key[np.maximum(before, 0)]
    good = (before >= 0) & (key[earlier] == asked[begin]) & ~words.are(FIRST, first)
    previous = np.maximum(part[begin] - 1, 0)
    good &= (earlier >= parts.first[previous]) & words.without(BREAKS, earlier, first)
    first, size = np.where(good, earlier, first), size + good
    good = size >= np.where(closed[final], FEWEST, least)
    return first[good], last[good], size[good]
