"""The constructions of news prose in which a cue joins a source and a content.

Each rule below is one of them, tried in the order in which it is written: a clause or quotation
before its cue ("...," he said / said he), content after the cue ("he said that ...", "he said:
..."), both ("..., he said, ..."), and the comment clause ("as he said"); then those whose cue is no
verb ("according to", "his claim that", "reportedly").
"""

import re

from topoi.text.lang.language import Expression
from topoi.text.voices.content_spans import (
    ADVERBIAL,
    AFTERTHOUGHT,
    COMMA,
    FINITE_VERB,
    PREDICATE,
    VERB,
    behind_comma,
    clause_after,
    clause_at,
    clause_end,
    closing_quotation,
    content_around,
    content_end,
    named_in_quotes,
    quotation_after,
    quoted_content_end,
    split_quotation,
    that_clause_after,
)
from topoi.text.voices.cues import VERBS, FoundCue, Report, is_noun, reported
from topoi.text.voices.narration import (
    CLOSING,
    LEADING_MARKS,
    LOW_START,
    NOWHERE,
    SentenceSpan,
    Span,
)
from topoi.text.voices.nouns import adverb_report, noun_report, phrase_report
from topoi.text.voices.subjects import (
    apposition_before,
    aside_before,
    following_subject,
    is_plural,
    is_source,
    last_span,
    main_subject,
    may_stand_before_base,
    other_subject,
    subject_after,
    subject_before,
)

BEFORE_CLAUSE = frozenset(",?!—–…")
NAMES = r"(?:\s+[A-Z][\w.'’&-]*)*"
HEARER = Expression(
    r"\s+(?:[A-Z][\w.'’&-]*(?:\s+(?:(?:{genitive_prepositions})\s+(?:(?:{article_of_hearers})\s+)?)?[A-Z][\w.'’&-]*)*"
    r"|(?:{determiners_of_hearers})\s+"
    r"(?:(?:{modifiers_of_audiences}|[A-Z][\w.'’&-]*)\s+)*"
    r"(?!(?:{no_hearers})\b)"
    rf"[\w.'’&-]+(?:\s+(?:{{audiences}})\b)?{NAMES}"
    r"(?:\s+(?:{prepositions_of_hearers})\s+(?:(?:{determiners_behind_hearers})\s+)?[\w'’-]+"
    rf"{NAMES})?"
    r"|{hearers}|\w+)"
)
AS_SAYING = Expression(
    r"\s+(?P<source>[^,;:\"\ua66e]{0,80}?)\s*\b(?:{comparatives})\s+\w+(?:{participle_endings})\b"
)
DIRECT_THAT = Expression(
    r"(?:\s+(?:{prepositions_before_that})\s+[^,.;:]{1,60}?)?\s+(?P<that>(?:{complementisers})\b)"
)
QUESTION = Expression(
    r"(?:\s(?:{agent_markers})\s(?P<source>[^,;:]{2,50}?))?(?:\s[^,;:]{2,50}?)??"
    r"\s(?P<what>(?:{subjects_of_questions}|{infinitive_marks})\s)"
)
INFINITIVE = Expression(r"\s+(?:{infinitive_marks})\s+(?!(?:{determiners})\b)[^\W\d_A-Z]+")
LOW_QUOTATION = re.compile(rf"\s?[\"“‘']{LOW_START}")
ADDING = Expression(r",\s(?:{participles_that_go_on})\b")
AFTER_RELATIVE = Expression(rf"\s+(?P<rest>{VERB}[^,;:.\"“”—]*)")


def report_of(sentence: SentenceSpan, found: FoundCue, carried: Span = NOWHERE) -> Report | None:
    """Return what one cue reports within a sentence, or None when it reports nothing."""
    cue = found.cue
    shape = cue.shape
    if shape in VERBS and not cue.noun and not cue.quoting:  # nearly always
        return verb_report(sentence, found, carried)
    if shape == "phrase":
        return phrase_report(sentence, found)
    if shape == "noun" or (cue.noun and is_noun(sentence, found.start)):
        return noun_report(sentence, found)
    if shape == "adverb":
        return adverb_report(sentence, found)
    if cue.quoting:
        return quoting_report(sentence, found)
    return (gerund_report if shape == "gerund" else verb_report)(sentence, found, carried)


def gerund_report(sentence: SentenceSpan, found: FoundCue, carried: Span) -> Report | None:
    """Return the report of a participle, whose subject is that of the clause it belongs to."""
    before = sentence.last_mark(found.start)
    if before < sentence.start:
        # "Claiming that it was late, Ann Lee left": the main clause is no content.
        subject = following_subject(sentence, found.end)
        if subject != NOWHERE:
            comma = sentence.last_mark(subject[0])
            return report_behind(sentence._replace(end=comma), found, subject)
    apart = before < sentence.start or sentence.text[before] in ',"”’—–'
    if carried == NOWHERE and apart:
        carried = main_subject(sentence, found.start)
    return report_behind(sentence, found, carried)


def verb_report(sentence: SentenceSpan, found: FoundCue, carried: Span) -> Report | None:
    """Return the report of a finite verb."""
    text, start, _, language = sentence
    cue = found.cue
    before = sentence.last_mark(found.start)
    sign = text[before] if before >= 0 else ""
    parted = aside_before(sentence, before) if sign == "," else -1
    if parted < 0 and sign and (sign in CLOSING or sign in BEFORE_CLAUSE):
        inverted = inverted_report(sentence, found, before)
        if inverted is not None:
            return inverted
    if cue.shape == "base" and not may_stand_before_base(sentence, found.start):
        return None
    place = found.start if parted < 0 else parted
    subject, near, previous, passive = subject_before(sentence, place)
    apart = before < start or (parted < 0 and sign == "," and before == found.start - 2)
    question = cue.lemma in language.verbs_of_questions and (passive or apart)
    if question or passive or previous in language.passives:
        return question_report(sentence, found, opens=before < start) if question else None
    # Of "experts and officials, however, said" the walk back has only the officials.
    partial = parted >= 0 and previous in language.coordinators
    source = subject
    if partial or not is_source(text[source[0] : source[1]], language):
        source = other_subject(sentence, found.start, before if parted < 0 else parted, carried)
    if source == NOWHERE or (
        cue.shape == "base"
        and not is_plural(
            sentence,
            source,
            near,
            whole=cue.kind == "report" and cue.lemma not in language.verbs_like_nouns,
        )
    ):
        return None
    if previous in language.comparatives and source == subject:
        return comment_clause(sentence, found, source, previous)
    return active_report(sentence, found, source, previous=previous)


def question_report(sentence: SentenceSpan, found: FoundCue, *, opens: bool) -> Report | None:
    """Return the report of a question put to somebody: "was asked by a reporter whether ...".

    Where it opens the sentence, the main clause behind it ("..., Ann Lee said") is no content.
    """
    question = QUESTION[sentence.language].match(sentence.text, found.end, sentence.end)
    if not question:
        return None
    begin = question.start("what")
    if opens and (subject := following_subject(sentence, begin)) != NOWHERE:
        comma = sentence.last_mark(subject[0])
        sentence = sentence._replace(end=comma if comma > begin else sentence.end)
    source = question.span("source") if question["source"] else NOWHERE
    found = found._replace(cue=found.cue._replace(kind="act"))
    return reported(found, source, clause_at(sentence, begin))


def inverted_report(sentence: SentenceSpan, found: FoundCue, before: int) -> Report | None:
    """Return the report of a verb whose subject comes after it: "...," said Ann Lee."""
    cue = found.cue
    sign = sentence.text[before]
    if cue.kind != "report" or cue.addressee or (cue.needs and sign not in CLOSING):
        return None
    source = subject_after(sentence, found.end, sentence.end)
    # "He, speaking on Monday, said it would fail" is not inverted: a clause comes after it.
    clause = sign not in CLOSING and (
        PREDICATE[sentence.language].search(sentence.text, *source)
        or LOW_QUOTATION.match(sentence.text, source[1])
        or (
            FINITE_VERB[sentence.language].search(sentence.text, *source)
            and apposition_before(sentence, before) != NOWHERE
        )
    )
    if source[1] <= source[0] or clause:
        return None
    contents = content_around(sentence, before, source[1], inverted=True)
    return reported(found, source, *contents, left=True)


def active_report(  # noqa: PLR0911
    sentence: SentenceSpan, found: FoundCue, source: Span, *, previous: str
) -> Report | None:
    """Return the report of a verb with its subject: content before it, after it, or around it."""
    text, start, end, language = sentence
    place = sentence.last_mark(source[0])
    sign = text[place] if place >= 0 else ""
    speaks = found.cue.kind == "report" and (
        not found.cue.needs
        or sign in CLOSING
        or (
            sign == ","
            and text[found.end : found.end + 1] in (",", ".")
            and FINITE_VERB[language].search(text, start, place) is not None
        )
    )
    if not speaks or place <= start:
        return report_behind(sentence, found, source)
    rest, quoted, that = ahead = content_ahead(sentence, found)
    if sign not in CLOSING and quoted < 0 and that < 0:
        mark = closing_quotation(sentence, found.start)
        if mark > 0:
            owner = subject_after(sentence, mark + 1, found.start)
            contents = content_around(sentence, mark, rest)
            subject = owner if owner[1] > owner[0] else source
            return reported(found, subject, *contents, left=True)
    if previous in language.subordinators or text[source[0] : source[1]] in language.relatives:
        # "If the war begins, it will be late": no clause reports what stands before it.
        return report_behind(sentence, found, source, ahead=ahead)
    if previous in language.relatives_as_objects and quoted < 0 and that < 0:
        object_ = last_span(text, previous, start, source[0])
        # "which officials said will begin in May"
        which = previous in language.relatives
        goes_on = which and AFTER_RELATIVE[language].match(text, rest, end)
        more = [goes_on.span("rest")] if goes_on else []
        return reported(found, source, object_, *more)
    if sign in CLOSING and (quoted < 0 or text[rest] == ","):
        return reported(found, source, *content_around(sentence, place, rest), left=True)
    long = place - start > 12
    if sign == "," and long and ADDING[language].match(text, rest):
        return reported(found, source, (start, place), left=True)
    if sign == "," and long and (second := split_quotation(sentence, quoted, rest)):
        return reported(found, source, (start, place), second, left=True)
    opening = sign == "," and ADVERBIAL[language].match(text, start)
    if opening and (
        clause_after(sentence, rest) >= 0
        or (text[rest : rest + 1] != "," and not FINITE_VERB[language].search(text, start, place))
    ):
        return report_behind(sentence, found, source, ahead=ahead)
    # A sentence that ends in a colon gives its words in the next one.
    given = quoted >= 0 or that >= 0 or text[end - 1] == ":"
    if sign in BEFORE_CLAUSE and not given and AFTERTHOUGHT[language].match(text, rest, end):
        return reported(found, source, *content_around(sentence, place, rest), left=True)
    return report_behind(sentence, found, source, ahead=ahead)


def content_ahead(sentence: SentenceSpan, found: FoundCue) -> tuple[int, int, int]:
    """Return where content may begin after a cue, and where a quotation and a that-clause do."""
    if sentence.end - found.end < 2:
        return found.end, -1, -1  # at most a full stop follows
    rest = after_hearer(sentence, found)
    return rest, quotation_after(sentence, rest), that_clause_after(sentence, rest)


def after_hearer(sentence: SentenceSpan, found: FoundCue) -> int:
    """Return where content may begin after a cue: past the hearer of "told reporters"."""
    if not found.cue.addressee:
        return found.end
    hearer = HEARER[sentence.language].match(sentence.text, found.end, sentence.end)
    return hearer.end() if hearer else found.end


def report_behind(  # noqa: PLR0911
    sentence: SentenceSpan,
    found: FoundCue,
    source: Span,
    *,
    ahead: tuple[int, int, int] | None = None,
) -> Report | None:
    """Return the report whose content follows its cue.

    `ahead` is where content may begin and where a quotation and a that-clause do, if known.
    """
    text, _, end, language = sentence
    if end - found.end < 2:
        return None  # at most a full stop follows
    cue = found.cue
    if cue.needs == "that":
        that = DIRECT_THAT[language].match(text, found.end, end)
        return that and reported(found, source, clause_at(sentence, that.start("that")))
    rest = ahead[0] if ahead else after_hearer(sentence, found)
    purpose = INFINITIVE[language].match(text, found.end, end)
    if cue.needs == "to" and not purpose:
        return None
    if purpose and cue.kind == "report":
        # "vowed to fight" names a promise; it does not give its words.
        cue = cue._replace(kind="act")
        found = found._replace(cue=cue)
    if cue.kind == "report":
        if (begin := ahead[2] if ahead else that_clause_after(sentence, rest)) >= 0:
            return reported(found, source, clause_at(sentence, begin))
        if (begin := ahead[1] if ahead else quotation_after(sentence, rest)) >= 0:
            return reported(found, source, (begin, quoted_content_end(sentence, begin)))
        if AFTERTHOUGHT[language].match(text, rest, end):
            begin = clause_after(sentence, rest)
            if begin < 0 and sentence.last_mark(source[0]) < 0:
                begin = behind_comma(sentence, rest)
            stop = clause_end(sentence, begin) if begin >= 0 else begin
            return reported(found, source, (begin, stop)) if stop > begin else None
        if cue.needs == "words":
            return None
    begin = rest
    while begin < end and text[begin] in LEADING_MARKS:
        begin += 1
    stop = clause_end(sentence, begin)
    if cue.kind == "act" and not purpose:
        begin, stop = named_in_quotes(sentence, begin, stop, naming=cue.naming)
    return reported(found, source, (begin, stop)) if stop - begin > 2 else None


def comment_clause(
    sentence: SentenceSpan, found: FoundCue, source: Span, conjunction: str
) -> Report | None:
    """Return the report of "as he said": the content is the sentence around the clause."""
    text, start, end, _ = sentence
    stop = sentence.last_mark(last_span(text, conjunction, start, source[0])[0])
    if stop > start:
        piece = (start, stop + (text[stop] != ","))
    else:
        comma = COMMA.search(text, found.end, end)
        if not comma:
            return None
        piece = (comma.end(), content_end(sentence, comma.end()))
    return reported(found, source, piece) if piece[1] > piece[0] else None


def quoting_report(sentence: SentenceSpan, found: FoundCue) -> Report | None:
    """Return the report of "quoted X as saying", where the subject passes on what X said."""
    text, _, end, language = sentence
    saying = AS_SAYING[language].match(text, found.end, end)
    if not saying:
        return None
    cue = (found.start, saying.end())
    via = subject_before(sentence, found.start)[0]
    source = saying.span("source")
    word, space, _ = saying["source"].partition(" ")
    if space and word in language.agent_markers:
        via, source = (source[0] + len(word) + 1, source[1]), via
    elif source[0] == source[1]:
        via, source = NOWHERE, via
    first = min(span[0] for span in (via, cue) if span != NOWHERE)
    before = sentence.last_mark(first)
    if before > sentence.start and text[before] in CLOSING:
        contents = content_around(sentence, before, cue[1])
        return Report(source, cue, contents, found, via, left=True)
    right = report_behind(sentence, FoundCue(*cue, found.cue), source)
    return right and right._replace(cue=cue, via=via, found=found)
