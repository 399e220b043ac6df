"""Turns of a transcript: direct speech that labels show, up to the next label."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from topoi.text.lang.language import Expression
from topoi.text.voices.label_kinds import REMARK, aliases
from topoi.text.voices.labels import Label, core
from topoi.text.voices.lexicon import Lexicon
from topoi.text.voices.mentions import Mentions, person_announced
from topoi.text.voices.narration import NOWHERE, Span
from topoi.text.voices.speakers import title_words
from topoi.text.voices.transcripts import in_first_person
from topoi.text.words.blocks import Block, cut_at
from topoi.text.words.sentences import trimmed

DIRECTION = Expression(
    r"[\[(]\s*(?:{stage_directions})(?![\w-])[^\[\]()\n]{0,80}[\])][.,]?"
    r"|(?<=[.?!…\n])[ \t]*\[[A-Z][^\[\]\n]{0,80}\](?=\s|\Z)"
    r"|(?m:^[ \t]*[\[(][^\[\]()\n]{1,120}[\])][ \t.]*$)"
    r"|</?[a-z]{{1,8}}/?>|<…>|<\.\.\.>|\[…\]|(?:\*[ \t]?){3,}",
    re.IGNORECASE,
)
LEADING = re.compile(r"[\s*_]*(?:\([^()]{1,400}\)|\[[^\[\]]{1,400}\])?[\s*_]*")
# Each way begins with a plain sign, so that the search can leap to it.
ROW = re.compile(r"\*[ \t]?(?:\*[ \t]?){2,}|\n[ \t]*[-_–—=#]{3,}[ \t]*$", re.MULTILINE)
SIGNS = re.compile(r"[\[(<*]")
MOST_INITIALS = 3
INITIALS = re.compile(r"(?:[^\W\d_a-z]\.\s?)+(?=[^\W\d_a-z][\w'’-])")
NEAR = 300  # characters behind a row of asterisks in which a label goes on with the talk


class Turn(NamedTuple):
    """What one speaker says in one go: the label's name, the pieces of speech, and whose it is."""

    label: Span
    source: Span
    contents: tuple[Span, ...]
    speaker: str
    certain: bool


def turns_of(
    text: str,
    blocks: Sequence[Block],
    labels: Sequence[Label],
    lexicon: Lexicon,
    *,
    speaker: str,
    title: str,
) -> Iterator[Turn]:
    """Yield the turns that some labels begin; each runs to the next label, over paragraphs."""
    names = names_of(text, labels, lexicon, speaker=speaker, title=title)
    starts = [label.start for label in labels]
    opening = [(b.start, b.end) for b in blocks if b.kind == "paragraph" and b.end <= starts[0]]
    if speaker and in_first_person(" ".join(text[slice(*span)] for span in opening), lexicon):
        said = tuple(piece for span in opening for piece in spoken(text, *span, lexicon))
        yield Turn(NOWHERE, NOWHERE, said, speaker, True)
    headings = [(b.start, b.end) for b in blocks if b.kind == "heading"]
    for number, label in enumerate(labels):
        if label.kind == "none":
            continue
        end = starts[number + 1] if number + 1 < len(labels) else len(text)
        begin = LEADING.match(text, label.end, end)
        start = begin.end() if begin else label.end
        stop = closed(text, start, end, lexicon, last=number + 1 == len(labels))
        pieces: list[Span] = []
        place = start
        for low, high in headings:
            # A line that the label itself begins looks like a heading where it is short.
            if place <= low < stop and text[label.end : low].strip() and high <= stop:
                pieces += spoken(text, place, low, lexicon)
                place = high
        pieces += spoken(text, place, stop, lexicon)
        yield Turn(
            (label.start, label.end), label.name, tuple(pieces), names[core(text, label)], True
        )


def closed(text: str, start: int, end: int, lexicon: Lexicon, *, last: bool) -> int:
    """Return where a turn ends: at the next label, or at a row of asterisks before what is told."""
    for row in ROW.finditer(text, start, end):
        rest = text[row.end() : end]
        if (not last and end - row.end() <= NEAR) or not in_first_person(rest, lexicon):
            return row.start()
    return end


def spoken(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Span]:
    """Yield the pieces of a stretch that are said: what stands between stage directions."""
    direction = DIRECTION[lexicon.language]
    place = start
    for sign in SIGNS.finditer(text, start, end):
        if sign.start() < place:
            continue
        first = place + len(text[place : sign.start()].rstrip(" \t"))
        found = direction.match(text, first, end) or direction.match(text, sign.start(), end)
        if found:
            if piece := trimmed(text, place, found.start()):
                yield piece
            place = found.end()
    if piece := trimmed(text, place, end):
        yield piece


def names_of(
    text: str, labels: Sequence[Label], lexicon: Lexicon, *, speaker: str, title: str
) -> dict[str, str]:
    """Return label in small letters -> who speaks, by the fullest name that the text gives.

    A part such as "Q" keeps its word: the longest of those with its meaning that the text has.
    `speaker`, who is known to speak, is the one that answers.
    """
    language, titles = lexicon.language, title_words(lexicon)
    heading = f"{title}\n{text[: labels[0].start]}"
    written = {core(text, label): text[slice(*label.name)] for label in labels}
    names: dict[str, str] = {}
    plain = {key: unmarked(one, lexicon) for key, one in written.items()}
    several = {name for name in plain.values() if " " in name and not INITIALS.match(name)}
    full = [name for name in several if not any(one.endswith(f" {name}") for one in several)]
    for label in labels:
        key = core(text, label)
        if key in names:
            continue
        if label.kind == "part":
            same = language.labels_of_questions if key in language.labels_of_questions else {key}
            if speaker and key in language.labels_of_answers:
                names[key] = speaker
            else:
                names[key] = max((w for k, w in written.items() if k in same), key=len)
            continue
        # "NATO Secretary General" goes on from "NATO Secretary General Ann Lee".
        longer = next((one for one in written if one.startswith(f"{key} ")), key)
        remark = REMARK.search(text, label.name[1], label.end)
        named = person_announced(remark[0].strip(" ()"), lexicon) if remark else ""
        if named and key.split()[-1] in titles:
            names[key] = named
        else:
            names[key] = full_name(
                text, plain[longer], full, lexicon, heading=heading, speaker=speaker
            )
    return names


def unmarked(written: str, lexicon: Lexicon) -> str:
    """Return the words of a label that are the name: without titles, remarks and offices.

    >>> from topoi.text.voices.lexicon import load_lexicon
    >>> lexicon = load_lexicon()
    >>> unmarked("Chairman of the Board of Sberbank German Gref", lexicon)
    'German Gref'
    >>> unmarked("MR. MILLER", lexicon), unmarked("Mary Roe (BBC)", lexicon)
    ('MILLER', 'Mary Roe')
    """
    language = lexicon.language
    titles = title_words(lexicon) | language.offices_of_labels
    links = language.links_of_labels - language.particles_of_names
    words = REMARK.sub("", written).strip(" \t*_[]").split()
    # A surname twice in a row: a card with the name went into the label of a web page.
    twice = next((n for n, pair in enumerate(pairwise(words), 1) if pair[0] == pair[1]), len(words))
    parts = re.split(r",| [-–—] ", " ".join(words[:twice]))
    # "Anna Berg, Head of the Fund" and "President of the Republic, Anna Berg".
    name = next((p for p in parts if not any(w.lower() in titles | links for w in p.split())), "")
    words = (name or parts[-1] if len(parts) > 1 else parts[0]).split()
    lowered = [word.lower().strip(".") for word in words]
    held = [
        n for n, word in enumerate(lowered[:-1]) if word in titles or words[n].lower() in titles
    ]
    if titles.issuperset(w for w in lowered if w not in language.definite_articles):
        return " ".join(words)  # an office alone
    office = not links.isdisjoint(words) or len(words) > 4
    if office:
        kept = 3 if len(words) > 3 and re.fullmatch(r"[A-Z]\.", words[-2]) else 2
        kept = min(kept, len(words) - 1 - held[-1]) if held else kept
        return " ".join(words[-kept:])
    return " ".join(words[held[-1] + 1 :]) if held else " ".join(words)


def full_name(
    text: str,
    name: str,
    full: Sequence[str],
    lexicon: Lexicon,
    *,
    heading: str = "",
    speaker: str = "",
) -> str:
    """Return the fullest name for one of a label: the gazetteer's, another label's, the text's."""
    known = aliases(lexicon)
    if name.lower() in known:
        return known[name.lower()]
    if initials := INITIALS.match(name):
        whole = full_name(text, name[initials.end() :], full, lexicon)
        return whole if whole[0] == name[0] and " " in whole else name
    longer = [one for one in full if f" {one} ".lower().endswith(f" {name} ".lower())]
    first, _, rest = name.lower().partition(" ")
    title = rest if first in lexicon.language.definite_articles else name.lower()
    if title_words(lexicon).issuperset(title.split()):
        return speaker or Mentions(heading, lexicon).holder(title) or name
    if " " not in name:
        found = min((one for one in longer if " " in one), key=len, default="")
        if not found and name.isupper() and 1 < len(name) <= MOST_INITIALS:
            found = Mentions(f"{heading}\n{text}", lexicon).initialled(name)
        found = found or Mentions(text, lexicon).full_name(name, 0)
        return found.title() if found.isupper() and " " in found else found
    parts = (one for one in full if f" {one} ".lower() in f" {name} ".lower())
    found = min(longer, key=len, default="") or next(parts, name)
    return found.title() if found.isupper() else found


def parted(blocks: Sequence[Block], turns: Sequence[Turn], text: str) -> list[Block]:
    """Return the blocks cut at the turns: label, turn, and between them what the outlet tells.

    So a mark that is never closed, or a sentence, ends at the latest with its turn. What stands
    shortly between turns in their line is a stage direction.
    """
    spans = sorted(
        [(*turn.label, "label") for turn in turns if turn.label != NOWHERE]
        + [(*piece, "turn") for turn in turns for piece in turn.contents]
    )
    first = spans[0][0] if spans else len(text)
    whole = set(blocks)
    return [
        block._replace(kind="direction")
        if block.kind not in ("label", "turn")
        and block not in whole
        and block.start >= first
        and block.end - block.start <= NEAR // 4
        else block
        for block in cut_at(blocks, spans, text)
    ]
