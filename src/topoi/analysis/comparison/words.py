"""The words of a quotation and of a transcript, as they are compared."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from topoi.text.corpus.corpus import Corpus
from topoi.text.lang.language import Language
from topoi.text.voices.genre import GENRE, SPEECH
from topoi.text.voices.quotations import is_usable, quotations_of
from topoi.text.words.spans import containing

POSSESSIVE = "'s"
OPENING, CLOSING = "[", "]"
DOTS = [".", "."]  # the first of an ellipsis
SPANS = ["doc", "start", "end", "speaker"]


class Row(NamedTuple):
    """A token: its place, its form, and whether it is compared."""

    start: int
    end: int
    token: str
    counts: bool


class QuotedWord(NamedTuple):
    """A word of a quotation: its place, its key, and whether an omission before it is marked."""

    start: int
    end: int
    key: str
    marked: bool


def key_of(token: str) -> str:
    """Return what of a word is compared: not its capitals, apostrophes and hyphens.

    Points do not count but in numbers, commas of numbers do not count.

    >>> [key_of(word) for word in ("U.S.", "cease-fire", "don't", "1,000.5")]
    ['us', 'ceasefire', 'dont', '1000.5']
    """
    number = any(map(str.isdigit, token))
    left_out = ",'" if number else ",.'-"
    return "".join(sign for sign in token.casefold() if sign not in left_out)


def compared_tokens(tokens: pd.DataFrame) -> np.ndarray:
    """Return which tokens are compared: the words, and the endings of the genitive."""
    return tokens["is_word"].to_numpy(dtype=bool) | (tokens["token"] == POSSESSIVE).to_numpy()


def quoted_words(rows: Sequence[Row]) -> list[QuotedWord]:
    """Return the words of the tokens of one quotation, without what its editors put in brackets.

    Words in square brackets, and one that a bracket touches from behind, are left out, but for a
    first letter ("[t]he"). The word behind them, and behind an ellipsis, says that an omission is
    marked.
    """
    out: list[QuotedWord] = []
    marked, at = False, 0
    while at < len(rows):
        row, closing = rows[at], closed(rows, at)
        if closing:
            letter = first_letter(rows[at : closing + 2])
            if out and out[-1].end == row.start:
                out.pop()
            if letter:
                whole = key_of(f"{letter.token}{rows[closing + 1].token}")
                out.append(QuotedWord(letter.start, rows[closing + 1].end, whole, marked))
            marked, at = not letter, closing + (2 if letter else 1)
            continue
        if row.counts:
            out.append(QuotedWord(row.start, row.end, key_of(row.token), marked))
            marked = False
        marked = marked or [one.token for one in rows[at : at + 2]] == DOTS or row.token == "…"
        at += 1
    return [word for word in out if word.key]


def closed(rows: Sequence[Row], at: int) -> int:
    """Return where the bracket is closed that opens at a place, 0 where there is none."""
    if rows[at].token != OPENING:
        return 0
    return next((n for n in range(at + 1, len(rows)) if rows[n].token == CLOSING), 0)


def first_letter(rows: Sequence[Row]) -> Row | None:
    """Return the letter of "[t]he", None where brackets and the token behind are no such word."""
    if len(rows) != 4 or not rows[3].counts or rows[2].end != rows[3].start:
        return None
    return rows[1] if rows[1].end - rows[1].start == 1 else None


def contractions_of(language: Language) -> list[tuple[str, str]]:
    """Return what a language writes in short, and the words it stands for, as they are compared.

    >>> from topoi.text.lang.language import language
    >>> ("nt", "not") in contractions_of(language("en"))
    True
    """
    pairs = (item.split(" ", 1) for item in sorted(language.contractions) if "’" not in item)
    return [(key_of(short), key_of(full).replace(" ", "")) for short, full in pairs]


def quoted_stretches(
    quotations: pd.DataFrame, paraphrases: pd.DataFrame, texts: Mapping[str, str]
) -> pd.DataFrame:
    """Return what the reports have in quotation marks: `doc, start, end, speaker`.

    Those are the direct quotations, and all other words in quotation marks that lie in none of
    them: of the speaker of a mixed paraphrase around them, else of nobody. `texts` are the reports.
    """
    found = [tuple(row) for row in quotations[SPANS].itertuples(index=False)]
    mixed = paraphrases[paraphrases["mode"] == "mixed"]
    direct, around = (dict(iter(table.groupby("doc"))) for table in (quotations, mixed))
    for doc, text in texts.items():
        marks = [one for one in quotations_of(text) if one.certain and is_usable(text, one)]
        taken = spans_of(direct.get(doc))
        speakers = spans_of(around.get(doc))
        for one in marks:
            if not any(start < one.end and one.start < end for start, end, _ in taken):
                inside = (who for a, b, who in speakers if a <= one.start and one.end <= b)
                found.append((doc, one.start, one.end, next(inside, "")))
    table = pd.DataFrame(found, columns=SPANS).astype({"doc": "str", "speaker": "str"})
    table = table.astype({"start": "int64", "end": "int64"})
    return table.drop_duplicates(SPANS[:3]).sort_values(SPANS[:3], ignore_index=True)


def spans_of(table: pd.DataFrame | None) -> list[tuple[int, int, str]]:
    """Return start, end and speaker of the rows of a table, of none where there is no table."""
    return [] if table is None else list(table[SPANS[1:]].itertuples(index=False, name=None))


class Transcript(NamedTuple):
    """What reports are compared with: its name, its text, and the words that are spoken in it.

    `words` has `start, end, token, key, sentence, speaker`, where `key` is what of a word is
    compared.
    """

    name: str
    text: str
    words: pd.DataFrame

    @property
    def speakers(self) -> list[str]:
        """Who speaks in it, as far as it says."""
        return [one for one in self.words["speaker"].unique() if one]


def transcript_of(corpus: Corpus, tokens: pd.DataFrame, quotations: pd.DataFrame) -> Transcript:
    """Return the one text of a corpus as a transcript, from its tokens and outer quotations.

    Where labels show its turns, or it is a speech, the words of these are taken, each with its
    speaker, without labels, headings and stage directions; else all words, of no known speaker.
    """
    ((name, text),) = corpus
    words = tokens[compared_tokens(tokens)]
    words = words.assign(key=[key_of(token) for token in words["token"]], speaker="")
    spoken = name in corpus.labels or corpus.documents[GENRE].iat[0] == SPEECH
    if spoken and len(quotations):
        turns = quotations.assign(turn=np.arange(1, len(quotations) + 1))
        held = containing(words, turns, ["turn", "speaker"])
        words = words.assign(speaker=held["speaker"])[held["turn"] > 0]
    kept = ["start", "end", "token", "key", "sentence", "speaker"]
    words = words.loc[words["key"] != "", kept].reset_index(drop=True)
    return Transcript(name, text, words)


def same_speakers(name: str, speakers: Sequence[str]) -> list[str]:
    """Return the speakers of a transcript whom a name means: the same, else of the same last name.

    >>> same_speakers("Lavrov", ["Sergey Lavrov", "Reporter"]), same_speakers("", ["A"])
    (['Sergey Lavrov'], [])
    """
    if name in speakers:
        return [name] if name else []
    last = name.split()[-1:]
    return [one for one in speakers if last and last_of(one) == last[0].casefold()]


def last_of(name: str) -> str:
    """Return the last word of a name, in small letters."""
    return name.rsplit(maxsplit=1)[-1].casefold() if name.split() else ""


def tokens_in(tokens: pd.DataFrame, spans: pd.DataFrame) -> Iterator[list[Row]]:
    """Yield the tokens that begin in each span, in the order of the spans."""
    texts = {}
    for doc, own in tokens.groupby("doc", sort=False):
        columns = [own[name].tolist() for name in ("start", "end", "token")]
        rows = [Row(*row) for row in zip(*columns, compared_tokens(own).tolist(), strict=True)]
        texts[doc] = (columns[0], rows)
    for doc, start, end in zip(spans["doc"], spans["start"], spans["end"], strict=True):
        starts, rows = texts.get(doc, ([], []))
        first = bisect_left(starts, start)
        yield rows[first : bisect_left(starts, end, first)]
