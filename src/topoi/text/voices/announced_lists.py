"""Lists of what somebody said: a line names the source, and it holds for what follows.

"Below are the president's key statements:" is such a line, or "Highlights of Lavrov's briefing" as
a heading. Whose words they are is then a guess, `certain` False, and who is named inside is nested.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from topoi.text.lang.language import Expression, Language
from topoi.text.voices.mentions import known_person
from topoi.text.voices.narration import NOWHERE, Span
from topoi.text.voices.quotations import OPENERS
from topoi.text.voices.reporting import Attribution
from topoi.text.voices.speakers import (
    UNRESOLVED,
    Speakers,
    Voice,
    roles_named,
    title_words,
)
from topoi.text.words.blocks import Block

LONGEST_LINE = 160
NOUN = r"(?:(?:{adjectives_of_lists})\s)?(?:{nouns_of_lists})\b"
NAMES = r"(?:(?:the|The)\s)?[\w.’'-]+(?:\s[\w.’'-]+){0,5}?"
LINE = Expression(
    rf"(?i:\b(?:{{announcements_of_lists}})\b)[^.!?\n]{{0,120}}?\b(?i:{NOUN})[^.!?\n]{{0,120}}[.:]?\Z"
    rf"|(?:\A|(?<=[.!?]\s))(?i:(?:the\s)?{NOUN})\s(?:made\s)?(?:of|from|by|at|in|on)\s[^.!?\n]{{3,120}}:?\Z"
    rf"|(?:\A|(?<=[.!?]\s))[^.!?\n]{{3,60}}(?:{{genitive_endings}})\s(?i:{NOUN})[^.!?\n]{{0,80}}:?\Z"
)
OWNER = Expression(
    rf"(?P<name>{NAMES})(?:{{genitive_endings}})\s(?:[\w-]+\s){{0,3}}?(?:{{nouns_of_lists}}|{{events_of_speech}})\b"
)
AUTHOR = Expression(
    rf"(?:{{nouns_of_lists}}|{{events_of_speech}})\s(?:made\s)?(?:by|of|from|with)\s"
    rf"(?!(?:(?:the|a|an|this)\s)?(?:\w+\s){{0,2}}?(?:{{events_of_speech}})\b)(?P<name>{NAMES})"
    r"(?=\s(?:at|on|in|during|after|about|to|following)\b|[.,:]|\Z)"
)
# What is no name before it: "Here are", "Key quotes from".
LEAD = Expression(
    rf".*?\b(?:{{announcements_of_lists}})\s|{NOUN}\s(?:made\s)?(?:of|from|by|at|in|on)\s(?:the\s)?",
    re.IGNORECASE,
)
END = Expression(r"(?i:\W*(?:{ends_of_lists})\b)")


class List(NamedTuple):
    """A list of statements: who is named as their source, where, and the blocks that belong to it.

    With no voice it stands for what comes after the end of a list.
    """

    source: Span
    voice: Voice | None
    blocks: list[Block]


def announcing(text: str, blocks: Sequence[Block], language: Language) -> frozenset[int]:
    """Return the starts of the short blocks that have a word for statements, quickly told."""
    nouns = [noun[1:] for noun in language.nouns_of_lists]
    return frozenset(
        start
        for start, end, *_ in blocks
        if end - start <= LONGEST_LINE and any(text.find(noun, start, end) >= 0 for noun in nouns)
    )


def note_list(
    text: str, block: Block, lists: list[List], speakers: Speakers, *, announces: bool
) -> None:
    """Note that a block announces a list of statements, or belongs to the last one announced."""
    language = speakers.language
    source = announced_source(text, block, language) if announces else None
    if source is not None:
        lists.append(List(source, announced_voice(text, source, block.end, speakers), []))
    elif lists and END[language].match(text, block.start, block.end):
        lists.append(List(NOWHERE, None, []))
    elif lists and lists[-1].voice and (block.kind == "paragraph" or text[block.start] in OPENERS):
        lists[-1].blocks.append(block)


def announced_voice(text: str, source: Span, end: int, speakers: Speakers) -> Voice | None:
    """Return whose statements a line announces, None where it is nobody who can speak.

    An office is the person of the gazetteer in it whom the text names first; a line that names
    nobody goes on from who spoke last.
    """
    voice = speakers.resolve(source) if source != NOWHERE else speakers.latest
    known = known_person(text[:end], speakers.lexicon)
    if voice.name == UNRESOLVED:
        return Voice(known, False) if known else None
    if person := speakers.lexicon.people.get(voice.name):
        return Voice(person.name, voice.certain)
    if voice.name[:1].isupper():
        return voice
    roles = roles_named(voice.name, speakers.lexicon)
    if known and speakers.lexicon.people[known].role in roles:
        return Voice(known, False)
    return voice if roles or voice.name in title_words(speakers.lexicon) else None


def announced_source(text: str, block: Block, language: Language) -> Span | None:
    """Return where a line that announces statements names their source, None if it is no such line.

    A line that names nobody ("Highlights of the briefing:") gives an empty span.
    """
    if block.kind != "heading" and text[block.end - 1] not in ":.":
        return None
    found = LINE[language].search(text, block.start, block.end)
    if not found or block.kind == "dateline":
        return None
    for expression in (OWNER, AUTHOR):
        if named := expression[language].search(text, found.start(), found.end()):
            lead = LEAD[language].match(text, named.start("name"), named.end("name"))
            return (lead.end() if lead else named.start("name"), named.end("name"))
    return NOWHERE


def with_lists(
    text: str,
    found: Sequence[Attribution],
    lists: Sequence[List],
    sentences: dict[int, list[Span]],
) -> list[Attribution]:
    """Return the attributions with those of lists of statements among them.

    What the source is reported to say there stays as it is; what others say is nested, and all
    sentences that nobody reports are the source's.
    """
    out = list(found)
    for one in lists:
        if not one.blocks or one.voice is None:
            continue
        start, end = one.blocks[0].start, one.blocks[-1].end
        inside = [item for item in out if start <= item.contents[0][0] < end]
        out = [item for item in out if not start <= item.contents[0][0] < end]
        names = {one.voice.name, UNRESOLVED, role_in(text, one.source)}
        kept: list[Span] = []
        for item in inside:
            if item.level == "nested" or item.kind != "report":
                out.append(item)
            elif item.cue == NOWHERE:
                continue  # a quotation that follows nothing: the source's, below
            elif item.speaker in names:
                sure = item.certain and item.speaker != UNRESOLVED
                out.append(item._replace(speaker=one.voice.name, certain=sure))
                kept += [item.source, item.cue, *item.contents]
            else:
                out.append(item._replace(level="nested", mode="indirect"))
        pieces = [
            span for block in one.blocks for span in joined(sentences[block.start], kept, text)
        ]
        if pieces:
            out.append(statement(one.source, one.voice.name, tuple(pieces)))
    return out


def role_in(text: str, source: Span) -> str:
    """Return the last word of a source: "president", as a clause in the list may call it."""
    return text[slice(*source)].rsplit(" ", 1)[-1] if source != NOWHERE else UNRESOLVED


def joined(sentences: Sequence[Span], kept: Sequence[Span], text: str) -> list[Span]:
    """Return the sentences of a block that touch no span kept, those in a row as one."""
    out: list[Span] = []
    last = -1
    for number, (start, end) in enumerate(sentences):
        if any(low < end and start < high for low, high in kept):
            continue
        if out and last == number - 1:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
        last = number
    return [(start, start + len(text[start:end].rstrip())) for start, end in out]


def statement(source: Span, speaker: str, pieces: tuple[Span, ...]) -> Attribution:
    """Return what a list gives as the words of its source; nothing but its line says so."""
    said = ("mixed", "", "report", "outer", speaker, "", False)
    return Attribution(source, NOWHERE, pieces, *said)
