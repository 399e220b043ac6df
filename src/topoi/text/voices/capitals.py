"""Text in capitals, as old wires and captions have it, read as if it were written as usual.

Which words are names cannot be seen there: those that are in no list of words of the language, and
stand behind no article, are given a capital, so that the rules for names find them.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from topoi.text.voices.lexicon import Lexicon
from topoi.text.words.blocks import Block

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
BEGINS_SENTENCE = re.compile(r"(?:\A|[.!?:]|[\"“‘«])\s*\Z")
HEAD = 12  # characters that tell nearly always
FEWEST_WORDS = 3  # of fewer a line of initials or of one name may consist


def usual_capitals(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> str:
    """Return a text, at the same length, whose paragraphs in capitals are written as usual."""
    parts: list[str] = []
    place = 0
    for block in blocks:
        if not text[block.start : block.start + HEAD].isupper():
            continue  # nearly always
        inner = text[block.start : block.end]
        if block.kind == "paragraph" and inner.isupper() and len(inner.split()) >= FEWEST_WORDS:
            parts += [text[place : block.start], lowered(inner, lexicon)]
            place = block.end
    return "".join([*parts, text[place:]]) if parts else text


def lowered(text: str, lexicon: Lexicon) -> str:
    """Return a text in capitals with small letters where no name or sentence begins."""
    common = common_words(lexicon)
    kept, determiners = lexicon.bodies, lexicon.language.determiners
    pieces: list[str] = []
    place = 0
    before = ""
    for found in WORD.finditer(text):
        word = found[0]
        small = word.lower()
        begins = BEGINS_SENTENCE.search(text, max(0, found.start() - 4), found.start())
        name = before not in determiners and small not in common
        if len(small) != len(word) or word in kept:
            small = word
        elif begins or name or (len(word) == 1 and small in lexicon.pronouns):
            small = word[0] + small[1:]
        pieces += [text[place : found.start()], small]
        place, before = found.end(), word.lower()
    return "".join([*pieces, text[place:]])


@lru_cache(maxsize=8)
def common_words(lexicon: Lexicon) -> frozenset[str]:
    """Return the words, in lower case, that are no names: those of all lists and of all cues."""
    language = lexicon.language
    lists = (words for name, words in language.lists.items() if name not in language.lists_of_names)
    known = {word.lower() for words in lists for item in words for word in item.split()}
    return frozenset(known.union(*(form.split() for form in lexicon.cues)))
