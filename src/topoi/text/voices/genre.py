"""What a text is, an article, a speech or a transcript, and whose speech it is as a whole."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

import pandas as pd

from topoi.text.corpus.corpus import OF_TEXTS, Corpus, plain
from topoi.text.lang.language import Expression
from topoi.text.voices.labels import Label
from topoi.text.voices.lexicon import Lexicon
from topoi.text.voices.mentions import person_announced
from topoi.text.voices.narration import NOWHERE
from topoi.text.voices.speakers import UNRESOLVED
from topoi.text.voices.spellings import spellings
from topoi.text.voices.transcripts import labels_of, share_of
from topoi.text.voices.turns import Turn, spoken, turns_of
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
    """What a text is, the labels of its turns, and who is known to speak in it, or ""."""

    name: str
    labels: Sequence[Label] = ()
    speaker: str = ""


class Known(NamedTuple):
    """What is known of a text besides its words: its genre, its speaker, its title, or "".

    `labels` are those of its turns, where they have been found, `names` says what the persons of
    the gazetteer are called, where that is not to be seen from this text alone.
    """

    genre: str = ""
    speaker: str = ""
    title: str = ""
    labels: Sequence[Label] = ()
    names: Mapping[str, str] | None = None


UNKNOWN = Known()


def genre_of(text: str, blocks: Sequence[Block], lexicon: Lexicon, about: Known = UNKNOWN) -> Genre:
    """Return the genre of a text with the labels of its turns: what is given, else found by rule.

    A transcript has labels of speakers. A speech has a `speaker` given, or a heading that names
    one, or begins with a salutation and is told in the first person. Anything else is an article.
    """
    genre, speaker, title, labels, _ = about
    if genre == ARTICLE:
        return Genre(ARTICLE)
    if not labels and genre != SPEECH:
        labels = labels_of(text, blocks, lexicon, least=1 if genre else 2)
    if not labels and genre != SPEECH and (genre or not (speaker or may_be_speech(blocks))):
        return Genre(genre or ARTICLE)
    known = speaker or announced(text, blocks, lexicon, title)
    if labels:
        return Genre(TRANSCRIPT, labels, known)
    if genre or speaker or shows_speech(text, blocks, lexicon, known):
        return Genre(SPEECH, speaker=known)
    return Genre(ARTICLE)


def turns_in(
    text: str, blocks: Sequence[Block], genre: Genre, lexicon: Lexicon, *, title: str = ""
) -> list[Turn]:
    """Return the turns of a text: one without a label where the whole text is a speech."""
    if genre.labels:
        known = {"speaker": genre.speaker, "title": title}
        return list(turns_of(text, blocks, genre.labels, lexicon, **known))
    return [whole(text, blocks, lexicon, genre.speaker)] if genre.name == SPEECH else []


def may_be_speech(blocks: Sequence[Block]) -> bool:
    """Return whether a text that nobody signs may be a speech: no dateline begins it."""
    return bool(blocks) and blocks[0].kind != "dateline"


def shows_speech(text: str, blocks: Sequence[Block], lexicon: Lexicon, speaker: str) -> bool:
    """Return whether who is announced, or a salutation, and its words make a text a speech."""
    language = lexicon.language
    first = next((b for b in blocks if b.kind == "paragraph"), blocks[0])
    if not speaker and not SALUTED[language].match(text, first.start):
        return False
    return share_of(text, language.words_of_speakers) >= LEAST_OWN_WORDS


def announced(text: str, blocks: Sequence[Block], lexicon: Lexicon, title: str) -> str:
    """Return whom the title or a heading before the text announces as its speaker, or ""."""
    heads = [title]
    for block in blocks[:3]:
        if block.kind == "paragraph":
            break
        heads.append(text[block.start : block.end])
    for head in heads:
        found = SPEECH_HEAD[lexicon.language].search(head)
        if found and (name := person_announced(found["name"] or found["owner"], lexicon)):
            return name
    return ""


def whole(text: str, blocks: Sequence[Block], lexicon: Lexicon, speaker: str) -> Turn:
    """Return a whole text as what its speaker says, but for headings and stage directions."""
    spans = [(block.start, block.end) for block in blocks if block.kind == "paragraph"]
    pieces = tuple(piece for span in spans for piece in spoken(text, *span, lexicon))
    return Turn(NOWHERE, NOWHERE, pieces, speaker or UNRESOLVED, bool(speaker))


def known_of(corpus: Corpus, lexicon: Lexicon) -> Iterator[Known]:
    """Yield what is known of each text that shows who speaks in it.

    A column `genre` with other words than ours in it says nothing of that.
    """
    documents = corpus.documents
    columns = [
        documents[name].map(plain) if name in documents else [""] * len(documents)
        for name in (GENRE, "speaker", "title")
    ]
    names = names_in(corpus, lexicon) if corpus.names is None else corpus.names
    for doc, genre, speaker, title in zip(corpus.texts, *columns, strict=True):
        labels = [Label(*label) for label in corpus.labels.get(doc, ())]
        yield Known(genre if genre in GENRES else "", speaker, title, labels, names)


def names_in(corpus: Corpus, lexicon: Lexicon) -> dict[str, str]:
    """Return what persons of the gazetteer are called in texts, titles and named speakers."""
    titles, speakers = (
        corpus.documents[name].map(plain) if name in corpus.documents else ()
        for name in ("title", "speaker")
    )
    return spellings(chain(corpus.texts.values(), titles), lexicon, given=speakers)


def with_genres(
    corpus: Corpus, lexicon: Lexicon, *, names: Mapping[str, str] | None = None
) -> Corpus:
    """Return the corpus with the labels of its transcripts and a column `genre` in its documents.

    The genre is the one given, else found by rule. `names` is what persons are called, where the
    corpus is but a part of the texts that are read together; else that is looked up in its texts.

    A column of the texts that has other words than article, speech and transcript is kept as
    `text.genre`.
    """
    documents = corpus.documents
    if GENRE in documents and not set(documents[GENRE].map(plain)) <= {"", *GENRES}:
        documents = documents.rename(columns={GENRE: f"{OF_TEXTS}{GENRE}"})
    corpus = replace(corpus, documents=documents, names=names)
    corpus = replace(corpus, names=names_in(corpus, lexicon) if names is None else names)
    found = {
        doc: genre_of(text, blocks_of(text), lexicon, about)
        for (doc, text), about in zip(corpus, known_of(corpus, lexicon), strict=True)
    }
    names = pd.array([genre.name for genre in found.values()], dtype="str")
    labels = {doc: genre.labels for doc, genre in found.items() if genre.labels}
    return replace(corpus, documents=documents.assign(**{GENRE: names}), labels=labels)
