"""What a text is, an article, a speech or a transcript, and whose speech it is as a whole."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from topoi.text.corpus.corpus import OF_TEXTS, Corpus, plain
from topoi.text.lang.language import Expression
from topoi.text.voices.labels import aliases
from topoi.text.voices.lexicon import Lexicon
from topoi.text.voices.narration import NOWHERE
from topoi.text.voices.speakers import UNRESOLVED, title_words
from topoi.text.voices.transcripts import labels_of
from topoi.text.voices.turns import Turn, known_name, officer, spoken, turns_of
from topoi.text.words.blocks import Block, blocks_of

ARTICLE, SPEECH, TRANSCRIPT = GENRES = ("article", "speech", "transcript")
GENRE = "genre"
SPEECH_HEAD = Expression(
    r"\b(?:(?:{names_of_speeches})\s(?:{links_of_speeches})\s(?P<name>[^\n]{3,120})"
    r"|(?P<owner>[^\n:.]{3,120}?)(?:{genitive_endings})\s(?:\w+\s){0,2}(?:{names_of_speeches})\b)",
    re.IGNORECASE,
)
SALUTED = Expression(r"[\s\"“]*(?:{salutations})\b", re.IGNORECASE)
LEAST_OWN_WORDS = 0.02  # words of the first or second person in a speech that nobody signs


class Genre(NamedTuple):
    """What a text is, and its turns: one without a label where the whole text is a speech."""

    name: str
    turns: list[Turn]


def genre_of(
    text: str,
    blocks: Sequence[Block],
    lexicon: Lexicon,
    *,
    genre: str = "",
    speaker: str = "",
    title: str = "",
) -> Genre:
    """Return the genre of a text with its turns: the one given, else found by rule.

    A transcript has labels of speakers. A speech has a `speaker` given, or a heading that names
    one, or begins with a salutation and is told in the first person. Anything else is an article.
    """
    if genre == ARTICLE:
        return Genre(ARTICLE, [])
    labels = labels_of(text, blocks, lexicon, least=1 if genre else 2) if genre != SPEECH else []
    if labels:
        known = speaker or announced(text, blocks, lexicon, title)
        turns = turns_of(text, blocks, labels, lexicon, speaker=known, title=title)
        return Genre(TRANSCRIPT, list(turns))
    if genre == SPEECH or (not genre and (speaker or shows_speech(text, blocks, lexicon, title))):
        return Genre(SPEECH, [whole(text, blocks, lexicon, speaker, title)])
    return Genre(genre or ARTICLE, [])


def shows_speech(text: str, blocks: Sequence[Block], lexicon: Lexicon, title: str) -> bool:
    """Return whether a heading or a salutation says that a text is a speech, and its words do."""
    if not blocks or blocks[0].kind == "dateline":
        return False
    language = lexicon.language
    first = next((b for b in blocks if b.kind == "paragraph"), blocks[0])
    named = announced(text, blocks, lexicon, title)
    if not named and not SALUTED[language].match(text, first.start):
        return False
    words = [word.strip('.,;:!?"“”').lower() for word in text.split()]
    own = sum(map(language.words_of_speakers.__contains__, words))
    return own >= LEAST_OWN_WORDS * len(words)


def announced(text: str, blocks: Sequence[Block], lexicon: Lexicon, title: str) -> str:
    """Return whom the title or a heading before the text announces as its speaker, or ""."""
    heads = [title]
    for block in blocks[:3]:
        if block.kind == "paragraph":
            break
        heads.append(text[block.start : block.end])
    for head in heads:
        if found := SPEECH_HEAD[lexicon.language].search(head):
            written = found["name"] or found["owner"]
            name = known_name(written, lexicon) or leading_name(written, lexicon)
            name = name or officer(written, lexicon)
            if name:
                return name
    return ""


def leading_name(written: str, lexicon: Lexicon) -> str:
    """Return the name that some words begin with, behind its titles, or ""."""
    titles = title_words(lexicon)
    words: list[str] = []
    for word in written.split():
        if not word[:1].isupper():
            if words:
                break
            continue
        bare = word.strip(",.;:()")
        if bare.lower() not in titles:
            words.append(bare)
        if words and word[-1:] in ",;:":
            break
    return (
        " ".join(words) if 1 < len(words) < 5 else aliases(lexicon).get(" ".join(words).lower(), "")
    )


def whole(text: str, blocks: Sequence[Block], lexicon: Lexicon, speaker: str, title: str) -> Turn:
    """Return a whole text as what its speaker says, but for headings and stage directions."""
    name = speaker or announced(text, blocks, lexicon, title)
    spans = [(block.start, block.end) for block in blocks if block.kind == "paragraph"]
    pieces = tuple(piece for span in spans for piece in spoken(text, *span, lexicon))
    return Turn(NOWHERE, NOWHERE, pieces, name or UNRESOLVED, bool(name))


class Known(NamedTuple):
    """What is known of a text besides its words: its genre, its speaker, its title, or ""."""

    genre: str = ""
    speaker: str = ""
    title: str = ""


UNKNOWN = Known()


def known_of(documents: pd.DataFrame) -> Iterator[Known]:
    """Yield what the documents table says of each text that shows who speaks in it.

    A column `genre` with other words than ours in it says nothing of that.
    """
    columns = [
        documents[name].map(plain) if name in documents else [""] * len(documents)
        for name in Known._fields
    ]
    for genre, speaker, title in zip(*columns, strict=True):
        yield Known(genre if genre in GENRES else "", speaker, title)


def with_genres(corpus: Corpus, lexicon: Lexicon) -> Corpus:
    """Return the corpus with a column `genre` in its documents: the one given, else found by rule.

    A column of the texts that has other words than article, speech and transcript is kept as
    `text.genre`.
    """
    documents = corpus.documents
    if GENRE in documents and not set(documents[GENRE].map(plain)) <= {"", *GENRES}:
        documents = documents.rename(columns={GENRE: f"{OF_TEXTS}{GENRE}"})
    found = [
        genre_of(text, blocks_of(text), lexicon, **about._asdict()).name
        for text, about in zip(corpus.texts.values(), known_of(documents), strict=True)
    ]
    return replace(corpus, documents=documents.assign(**{GENRE: pd.array(found, dtype="str")}))
