"""Finding reporting cues: the words that announce somebody else's words."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import ahocorasick_rs

from topoi.text.lang.language import Expression, Language
from topoi.text.voices.content_spans import ANY_THAT, FINITE_VERB, PRESENT_CLAUSE
from topoi.text.voices.lexicon import Cue, Lexicon
from topoi.text.voices.narration import NOWHERE, SentenceSpan, Span
from topoi.text.voices.quotations import QuotationMarks

VERBS = frozenset(["finite", "base"])
AS = Expression(r"\s(?:{comparatives})\s")
QUOTES = Expression(r"(?:\s(?:{comparatives}))?\s+[\"“'‘«]")
TO = Expression(r"\s(?:{infinitive_marks})\s")
EVIDENCE = Expression(r"\b(?:{nouns_of_evidence})\b")
PARENTHETIC = re.compile(r"[,.](?!\d)")  # "It is late, they insist, and it rains."
CLOSED = re.compile("[\"”»’']")
CAPITALISED = frozenset(["phrase", "gerund", "adverb"])  # these may open a sentence
Finder = tuple[ahocorasick_rs.AhoCorasick, list[Cue], list[list[tuple[int, int]]]]


class FoundCue(NamedTuple):
    """One occurrence of a cue in a text."""

    start: int
    end: int
    cue: Cue


class Report(NamedTuple):
    """One attribution within a sentence, before its speaker is resolved."""

    source: Span
    cue: Span
    contents: tuple[Span, ...]
    found: FoundCue
    via: Span = NOWHERE
    left: bool = False


def reported(found: FoundCue, source: Span, *contents: Span, left: bool = False) -> Report:
    """Return the report of a cue; `left` says that its content stands before it."""
    return Report(source, (found.start, found.end), contents, found, NOWHERE, left)


def cues_of(text: str, *, lexicon: Lexicon, acts: bool = True) -> list[FoundCue]:
    """Return the cues of the lexicon that occur in a text as whole words, in order.

    Where two overlap the longer one stays ("called for" rather than "called"). Cues are matched
    in lower case; those that may open a sentence ("According to") with a capital too. Without
    `acts` an act is left unless its verb may give a name: `speech_among` tells whether it does.
    """
    finder, readings, shorter = finder_of(lexicon)
    language = lexicon.language
    size = len(text)
    found: list[FoundCue] = []
    for which, start, end in finder.find_matches_as_indexes(text):
        # A space on either side is what is nearly always there.
        if end < size and (after := text[end]) != " " and (after.isalnum() or after in "-_"):
            # "according to the law" is no cue in "according to the lawmaker": a shorter one may be.
            if not shorter[which]:
                continue
            which, end = whole_word(text, start, shorter[which])  # noqa: PLW2901
            if end < 0:
                continue
        if start and (before := text[start - 1]) != " " and (before.isalnum() or before in "-_'’"):
            continue
        cue = readings[which]
        if not acts and cue.kind == "act" and not cue.naming:
            continue
        if acts and cue.act and lacks_clause(text, start, end, language):
            cue = cue.act
        if cue.shape not in VERBS or not is_ruled_out(text, start, end, cue, language):
            found.append(FoundCue(start, end, cue))
    return found


def whole_word(text: str, start: int, shorter: list[tuple[int, int]]) -> tuple[int, int]:
    """Return which shorter form ends at the end of a word, and where, or -1 as the place."""
    for which, length in shorter:
        after = text[start + length]
        if not (after.isalnum() or after in "-_"):
            return which, start + length
    return 0, -1


def speech_among(text: str, cues: Sequence[FoundCue], language: Language) -> list[FoundCue]:
    """Return the cues that give somebody's words: no acts but those that may quote a name."""
    return [
        found
        for found in cues
        if found.cue.kind != "act" or (found.cue.naming and gives_name(text, found.end, language))
    ]


def gives_name(text: str, end: int, language: Language) -> bool:
    """Return whether a verb of naming is followed by quoted words or by "as"."""
    return bool(AS[language].search(text, end, end + 40) or QUOTES[language].match(text, end))


def is_ruled_out(text: str, start: int, end: int, cue: Cue, language: Language) -> bool:
    """Return whether the words next to a verb show that it reports nothing.

    It has an article before it ("the report"), is an infinitive ("to say"), or lacks the clause
    that it needs. The checks cost little, and spare the reading of many sentences.
    """
    near = "".join(text[max(0, start - 14) : start].split()[-1:])
    if near.lower() in language.determiners:
        return not cue.noun
    if cue.shape == "base" and near in language.infinitive_marks:
        return True
    if cue.lemma in language.verbs_like_plurals and near.lower() not in language.before_states:
        return not near[:1].isupper()
    if cue.needs == "to":
        return not TO[language].match(text, end)
    if cue.needs == "evidence":
        return not EVIDENCE[language].search(text, max(0, start - 70), start)
    return cue.needs == "that" and lacks_clause(text, start, end, language)


def lacks_clause(text: str, start: int, end: int, language: Language) -> bool:
    """Return whether no "that" is near behind a cue, and no quotation ends before it."""
    if ANY_THAT[language].search(text, end, end + 72) or PARENTHETIC.match(text, end):
        return False
    return not CLOSED.search(text, max(0, start - 60), start)


def is_noun(sentence: SentenceSpan, cue: int) -> bool:
    """Return whether a form that may be noun or verb has an article or possessive before it."""
    text, start, _, language = sentence
    words = text[max(start, cue - 24) : cue].rsplit(None, 1)
    near = words[-1].lower() if words else ""
    return near in language.determiners or near.endswith(language.possessive_endings)


@lru_cache(maxsize=8)
def finder_of(lexicon: Lexicon) -> Finder:
    """Return the automaton over the cues of a lexicon and what belongs to each of its patterns.

    These are its reading and the patterns that begin it, the longest first, each with its length.
    """
    forms: list[str] = []
    readings: list[Cue] = []
    for form, cue in lexicon.cues.items():
        forms.append(form)
        readings.append(cue)
        if cue.shape in CAPITALISED or cue.lemma in lexicon.language.verbs_of_questions:
            forms.append(form[0].upper() + form[1:])
            readings.append(cue)
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    # The largest of the automata, which the library leaves aside by itself, is the fastest.
    table = ahocorasick_rs.Implementation.DFA
    finder = ahocorasick_rs.AhoCorasick(forms, matchkind=kind, implementation=table)
    places = {form: which for which, form in enumerate(forms)}
    shorter = [
        [(places[form[:n]], n) for n in range(len(form) - 1, 0, -1) if form[:n] in places]
        for form in forms
    ]
    return finder, readings, shorter


def tells(text: str, report: Report, marks: QuotationMarks, language: Language) -> bool:
    """Return whether a report within another's words surely gives words again.

    It has a source and a clause or a quotation ("they showed courage" has none), is no showing by
    things ("practice has shown that") and is not said to the hearer ("if you feel that").
    """
    if report.source == NOWHERE or report.found.cue.lemma in language.verbs_of_showing:
        return False
    if text[slice(*report.source)].lower() in language.hearers_of_speech:
        return False
    start, end = report.contents[0]
    return (
        report.left
        or report.found.cue.shape == "phrase"
        or start < report.cue[0]
        or bool(marks.within(start, end))
        or not language.starts_of_contents.isdisjoint(text[start:end].lower().split(None, 1)[:1])
        or FINITE_VERB[language].search(text, start, end) is not None
        or says_clause(text, report, language)
    )


def says_clause(text: str, report: Report, language: Language) -> bool:
    """Return whether a plain verb of saying has a clause behind it whose verb no list has."""
    before = text[max(0, report.source[0] - 12) : report.source[0]].rsplit(None, 1)[-1:]
    return (
        text[slice(*report.cue)].lower() in language.verbs_of_speech_in_turns
        and language.relatives.isdisjoint(before)
        and PRESENT_CLAUSE[language].match(text, *report.contents[0]) is not None
    )
