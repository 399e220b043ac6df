"""Finding reporting cues: the words that announce somebody else's words."""

from functools import lru_cache
from typing import NamedTuple

import ahocorasick_rs

from topoi.text.lexicon import Cue, Lexicon

OPENING = frozenset(["phrase", "gerund", "adverb"])


class FoundCue(NamedTuple):
    """One occurrence of a cue in a text."""

    start: int
    end: int
    cue: Cue


def cues_of(text: str, *, lexicon: Lexicon) -> list[FoundCue]:
    """Return the cues of the lexicon that occur in a text as whole words, in order.

    Where two overlap the longer one stays ("called for" rather than "called"). Cues are matched
    in lower case; those that may open a sentence ("According to") with a capital too.
    """
    finder, readings = finder_of(lexicon)
    size = len(text)
    found: list[FoundCue] = []
    for which, start, end in finder.find_matches_as_indexes(text):
        if end < size and (text[end].isalnum() or text[end] in "-_"):
            continue
        if start and (text[start - 1].isalnum() or text[start - 1] in "-_'’"):
            continue
        found.append(FoundCue(start, end, readings[which]))
    return found


@lru_cache(maxsize=8)
def finder_of(lexicon: Lexicon) -> tuple[ahocorasick_rs.AhoCorasick, list[Cue]]:
    """Return the automaton over the cues of a lexicon and the reading of each of its patterns."""
    forms: list[str] = []
    readings: list[Cue] = []
    for form, cue in lexicon.cues.items():
        forms.append(form)
        readings.append(cue)
        if cue.shape in OPENING:
            forms.append(form[0].upper() + form[1:])
            readings.append(cue)
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    return ahocorasick_rs.AhoCorasick(forms, matchkind=kind), readings
