"""Which texts are transcripts, and which of the words that may be labels are some."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from topoi.text.voices.labels import LONGEST, NAMING, SEPARATOR, TAG, Label, candidates, core
from topoi.text.voices.lexicon import Lexicon
from topoi.text.words.blocks import Block

LINES = 3  # labels at the head of most lines need not come again
NEAR = 300  # characters behind a label that show who speaks there
OPENING = 1500  # characters of a speech in which it shows itself
LEAST_SPEECH = 100
WORDS_OF_OTHERS = 60  # at most, to one of the first or second person, in speech
WORD_EDGES = '.,;:!?"“”'
FEW = 4  # fewer labels than these make no transcript at the end of an article
QUOTED = re.compile(r"[\"“«][^\"“”»]*[\"”»]")
END = re.compile(rf"(?:{TAG}|[ \n\r\t*_>…<])+\Z")
SPOKEN_START = re.compile(
    r"[\s*_]*(?:\([^()]*\)|\[[^\[\]]*\])*[\s*_]*[^\W_a-z]|[\s*_]*[\"“«'‘(\[…-]"
)


def labels_of(
    text: str, blocks: Sequence[Block], lexicon: Lexicon, *, least: int = 2
) -> list[Label]:
    """Return the labels of the turns of a text, in order; none where it is no transcript.

    `least` is how many sure labels make a transcript. A single one does so by the name of a known
    person at the head of speech in the first person.
    """
    found = sorted({label.name: label for label in candidates(text, blocks, lexicon)}.values())
    if found and is_headline(text, found[0]):
        del found[0]
    if not found:
        return []
    turns = [label for label in found if label.kind != "none"]
    names = Counter(core(text, label) for label in turns)
    sure = [label for label in turns if is_sure(text, label, names)]
    heads = [label for label in turns if label.head and label.kind in NAMING]
    lines = sum(bool(line.strip()) for line in text.split("\n"))
    if len(heads) >= LINES and 2 * len(heads) >= lines:
        sure = heads
    early = len(sure) >= FEW or 2 * (sure[0].start if sure else 0) < len(text)
    if len(sure) >= least and early and speaks(text, found, sure, lexicon):
        return [label for label in found if is_label(text, label, names, lexicon)]
    if len(sure) != 1 or not is_alone(text, sure[0], lexicon):
        return []
    others = (label for label in turns if label.kind == "name" and label.start > sure[0].end)
    return [
        *sure,
        *(one for one in others if in_first_person(text[one.end : one.end + NEAR], lexicon)),
    ]


def is_headline(text: str, label: Label) -> bool:
    """Return whether a label begins the first line of a text, and it is written as a headline."""
    line, _, rest = text[label.end :].lstrip(" \t").partition("\n")
    if text[: label.start].strip() or not rest or not line.strip() or len(line) > LONGEST:
        return False
    words = [word for word in line.split() if word.strip("‘’'“”\"").isalpha()]
    titled = sum(word.strip("‘’'“”\"").istitle() for word in words)
    unended = END.sub("", line).rstrip(" \r\"”’'")[-1:] not in tuple(".?!…:,;)]")
    return unended or (len(words) > FEW and titled * 4 > len(words) * 3)


def is_sure(text: str, label: Label, names: Counter[str]) -> bool:
    """Return whether a label names a speaker without doubt: by its words, or as it comes again."""
    if label.kind in ("part", "person"):
        return True
    written = text[slice(*label.name)]
    several = " " in written or "." in written or written.isupper()
    return several and label.kind in ("name", "word") and names[core(text, label)] > 1


def is_label(text: str, label: Label, names: Counter[str], lexicon: Lexicon) -> bool:
    """Return whether a candidate of a transcript is a label: a name, or a part of one known."""
    if label.kind != "word":
        return label.kind != "none" or label.head
    if not label.head:
        return False
    word = core(text, label)
    known = any(name.endswith(f" {word}") for name in names)
    return known or names[word] > 1 or text[slice(*label.name)].isupper()


def speaks(text: str, found: list[Label], sure: list[Label], lexicon: Lexicon) -> bool:
    """Return whether what follows the labels is speech: sentences, to somebody, mostly."""
    ends = {one.start: other.start for one, other in pairwise(found)}
    starting = ending = 0
    said = " ".join(text[one.end : one.end + NEAR] for one in found)
    for label in sure:
        stop = ends.get(label.start, len(text))
        starting += bool(SPOKEN_START.match(text, label.end, stop))
        rest = END.sub("", text[max(label.end, stop - NEAR) : stop])
        ending += rest[-1:] in tuple('.?!…”"’)]—–-')
    return min(starting, ending) * 2 > len(sure) and in_first_person(said, lexicon)


def is_alone(text: str, label: Label, lexicon: Lexicon) -> bool:
    """Return whether the only label of a text begins a speech: long, and in the first person."""
    said = QUOTED.sub("", text[label.end : label.end + OPENING])
    line = text[label.end :].split("\n", 1)[0]
    if not text[: label.start].strip() and 0 < len(line.strip()) < LONGEST:
        return False
    before = text[max(0, label.start - 8) : label.start]
    opens = label.head or SEPARATOR.search(before) or before.rstrip()[-1:] in ".*"
    if not opens or len(said) < LEAST_SPEECH or said.lstrip()[:1] in '"“«':
        return False
    return in_first_person(said, lexicon)


def in_first_person(said: str, lexicon: Lexicon) -> bool:
    """Return whether words are said by somebody of themselves, or to somebody."""
    return share_of(said, lexicon.language.words_of_talk) * WORDS_OF_OTHERS > 1


def share_of(said: str, among: frozenset[str]) -> float:
    """Return which share of the words of a text are among some in small letters, 0 for no word.

    >>> share_of("We go. They stay!", frozenset(["we", "stay"]))
    0.5
    """
    words = said.lower().split()
    return sum(word.strip(WORD_EDGES) in among for word in words) / len(words) if words else 0.0
