"""Score the comparison of quotations with a transcript on quotations made from texts, and time it.

    python benchmarks/quotations.py TEXTS [--texts N] [--seed N] [--speed]

TEXTS is a file or folder of texts, such as speeches or releases (`--text-column body` for another
column). From each text of 300 words or more, taken as a transcript, quotations of 8 to 40 words are
cut at random places and changed: nothing but capitals and marks (verbatim); words left out inside,
half of the time with an ellipsis (shortened); one to three words replaced by words of other texts
(altered); two stretches of another order joined (moved); one to three words of a sentence put
elsewhere in it (reordered); contractions written out or made (contracted; of texts that have such
words); words of another text (unrelated; one that has eight words in a row in common is left out).
What was done is known, so that verdicts and the
words named can be scored. With `--speed` the longest text is compared with 100 reports of 15
quotations each, in processor time, with and without reading the reports.
"""

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

import topoi as tp
from topoi.analysis.comparison.verdicts import FOUND, VERDICTS, compared
from topoi.analysis.comparison.words import SPANS, key_of, transcript_of
from topoi.text.corpus.corpus import corpus_of, read_corpus
from topoi.text.lang.language import language
from topoi.text.voices.genre import ARTICLE
from topoi.text.words.numbered import token_table

LEAST_WORDS = 300
SHORTEST, LONGEST = 8, 40
EACH = 4  # quotations of each kind from a text
KINDS = ("verbatim", "shortened", "altered", "moved", "reordered", "contracted", "unrelated")
SHORT = [("do not", "don't"), ("is not", "isn't"), ("cannot", "can't"), ("will not", "won't")]
SHORT += [("it is", "it's"), ("we are", "we're"), ("we have", "we've"), ("I am", "I'm")]
SENTENCE = re.compile(r"[^.!?…:;\n]{60,}[.!?]")
COMMON = 8
MARKS = '.,;:!?…"“”«»()[]–—-/'


class Made(NamedTuple):
    """A quotation: its kind, its words as they are written, and which of them were replaced."""

    kind: str
    words: list[str]
    replaced: frozenset[int]


def made(kind: str, words: Sequence[str], others: Sequence[str], draw: random.Random) -> Made:
    """Return a quotation of one kind from the words of a text."""
    size = draw.randint(SHORTEST, LONGEST)
    start = draw.randrange(len(words) - size)
    piece = list(words[start : start + size])
    replaced: set[int] = set()
    if kind == "unrelated":
        start = draw.randrange(max(1, len(others) - size))
        piece = list(others[start : start + size])
    elif kind == "shortened":
        first = draw.randint(3, size - 4)
        last = min(size - 3, first + draw.randint(1, 30))
        piece[first:last] = ["..."] if draw.random() < 0.5 else []
    elif kind == "altered":
        for place in draw.sample(range(size), draw.randint(1, 3)):
            word = draw.choice(others)
            if key_of(word.lower()) != key_of(piece[place].lower()):
                piece[place] = word
                replaced.add(place)
    elif kind == "moved":
        cut = draw.randint(4, size - 4)
        piece = piece[cut:] + piece[:cut]
    elif kind == "verbatim":
        piece[0] = piece[0].capitalize()
        piece = [word.replace("'", "’") for word in piece]
    if kind in ("verbatim", "shortened"):
        piece[-1] += ","
    return Made(kind, piece, frozenset(replaced))


def reordered(text: str, draw: random.Random) -> Made | None:
    """Return a sentence with one to three of its words elsewhere in it, None without one."""
    found = [plain_words(one) for one in SENTENCE.findall(text)]
    sentences = [words for words in found if SHORTEST <= len(words) <= LONGEST]
    if not sentences:
        return None
    words = draw.choice(sentences)
    size = draw.randint(1, 3)
    start = draw.randrange(len(words) - size)
    piece, rest = words[start : start + size], words[:start] + words[start + size :]
    place = draw.choice([at for at in range(len(rest) + 1) if abs(at - start) > 1])
    moved = rest[:place] + piece + rest[place:]
    return Made("reordered", moved, frozenset()) if moved != words else None


def contracted(text: str, draw: random.Random) -> Made | None:
    """Return words with a contraction for what is written out, or otherwise; else None."""
    words = plain_words(text)
    flat = " ".join(words).replace("’", "'")
    pairs = [*SHORT, *((short, full) for full, short in SHORT)]
    places = [
        (found.start(), one, other)
        for one, other in pairs
        for found in re.finditer(rf"(?<![\w']){re.escape(one)}(?![\w'])", flat)
    ]
    if not places:
        return None
    place, one, other = draw.choice(places)
    before, behind = flat[:place].split(), flat[place + len(one) :].split()
    size = draw.randint(SHORTEST, LONGEST) // 2
    return Made("contracted", [*before[-size:], *other.split(), *behind[:size]], frozenset())


def written(quotations: Sequence[Made]) -> tuple[str, list[tuple[int, int]]]:
    """Return a report with these quotations, and the span of each."""
    text, spans = "", []
    for one in quotations:
        text += "He said: "
        start = len(text)
        text += "“" + " ".join(one.words) + "”"
        spans.append((start, len(text)))
        text += ".\n\n"
    return text, spans


def plain_words(text: str) -> list[str]:
    """Return the words of a text as they are written, without the marks around them."""
    words = (word.strip(MARKS) for word in text.split())
    return [word for word in words if any(map(str.isalnum, word))]


def shares_words(quotation: Made, text: str) -> bool:
    """Return whether eight words of a quotation stand in a text in a row."""
    plain = " ".join(map(key_of, map(str.lower, plain_words(text))))
    keys = [key_of(word.lower()) for word in quotation.words]
    rows = (" ".join(keys[at : at + COMMON]) for at in range(len(keys) - COMMON + 1))
    return any(row in plain for row in rows)


FROM_TEXT = {"reordered": reordered, "contracted": contracted}
PLAIN = [kind for kind in KINDS if kind not in FROM_TEXT]


def scored(texts: Sequence[str], draw: random.Random) -> None:
    """Print, for each kind, the verdicts, and how many of the words replaced were named."""
    verdicts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    named = replaced = wrongly = unchanged = 0
    for number, text in enumerate(texts):
        other = texts[number - 1]
        words, others = plain_words(text), plain_words(other)
        quotations = [made(kind, words, others, draw) for kind in PLAIN for _ in range(EACH)]
        again = [make(text, draw) for make in FROM_TEXT.values() for _ in range(EACH)]
        quotations += [one for one in again if one]
        quotations = [
            one for one in quotations if one.kind != "unrelated" or not shares_words(one, text)
        ]
        report, spans = written(quotations)
        table = pd.DataFrame([("r", *span, "") for span in spans], columns=SPANS)
        corpus = corpus_of({"t": text})
        corpus = type(corpus)(corpus.documents.assign(genre=ARTICLE), corpus.texts)
        quoted = pd.DataFrame(columns=["doc"])
        said = transcript_of(corpus, token_table(corpus), quoted)
        reports = corpus_of({"r": report})
        tokens, english = token_table(reports), language("en")
        found = compared(table, tokens, said, texts=reports.texts, language=english)
        for one, row in zip(quotations, found.to_dict("records"), strict=True):
            verdicts[one.kind][row["verdict"]] += 1
            if one.kind != "altered" or row["verdict"] not in FOUND:
                replaced += len(one.replaced)
                continue
            place = row["start"] + 1
            for at, word in enumerate(one.words):
                told = any(a <= place < b for a, b, _, _ in row["altered"])
                named += told and at in one.replaced
                replaced += at in one.replaced
                wrongly += told and at not in one.replaced
                unchanged += at not in one.replaced
                place += len(word) + 1
    for kind, counts in verdicts.items():
        total = counts.total()
        told = (f"{one} {counts[one] / total:.3f}" for one in VERDICTS if counts[one])
        print(f"{kind:10} {total:5}  {', '.join(told)}")
    print(f"words replaced {replaced}, named {named / replaced:.3f}")
    print(f"words not replaced {unchanged}, named {wrongly / unchanged:.4f}")


def timed(texts: Sequence[str], draw: random.Random) -> None:
    """Print the processor time of comparing the longest text with 100 reports."""
    longest = max(texts, key=len)
    words = plain_words(longest)
    reports = {}
    for number in range(100):
        others = plain_words(draw.choice(texts))
        kinds = [draw.choice(PLAIN) for _ in range(15)]
        reports[f"r{number}"], _ = written([made(kind, words, others, draw) for kind in kinds])
    study = tp.read({"t": longest, **reports})
    start = time.process_time()
    layers = (study.tokens, study.quotations, study.paraphrases)
    read = time.process_time()
    found = study.compare("t")
    end = time.process_time()
    study.compare("t", indirect=True)
    print(
        f"{len(words):,} words, {len(reports)} reports, {len(found):,} quotations: "
        f"{end - read:.2f} s, indirect statements {time.process_time() - end:.2f} s "
        f"(reading {len(layers)} layers {read - start:.2f} s)"
    )


def main() -> None:
    """Score, and time where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts")
    parser.add_argument("--text-column", default="text")
    parser.add_argument("--texts", dest="most", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--speed", action="store_true")
    given = parser.parse_args()
    draw = random.Random(given.seed)
    every = read_corpus(given.texts, text_column=given.text_column, strict=False).texts.values()
    long = sorted(text for text in every if len(text.split()) >= LEAST_WORDS)
    texts = draw.sample(long, min(given.most, len(long)))
    scored(texts, draw)
    if given.speed:
        timed(texts, draw)


if __name__ == "__main__":
    main()
