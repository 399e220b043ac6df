"""Synthetic news-like English: invented words with Zipf frequencies, and the marks of real news.

Sentences have capitals, commas, quotations with said-clauses, possessives, hyphens, figures, titles
and initials; documents have paragraphs and a heading. The text means nothing; it is as hard to
cut into words and sentences as news is. The same seed gives the same text on every machine.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

FREQUENT = (
    "the of and to in a that for on with is as by at from it was be are has not said have will its "
    "this which would their an but they were he been who also more or had his we after new there "
    "about other up some out all what into so peace talks crisis war ceasefire security"
).split()
TYPES = 80_000
EXPONENT, OFFSET = 1.25, 5.0
SYLLABLES = (
    "ba con de fer gra hol in ju ka len mor nis os per qua ris sta tion ul ver wan yet".split()
)
NAMES = "Lavrov Zelensky Rubio Putin Macron Scholz Guterres Fidan Szijjarto Tusk".split()
SPECIAL = (
    "U.S.", "Mr. Smith", "$3.5", "1,200", "2014", "face-to-face", "Kiev’s", "don't", "EU-led", "IT"
)  # fmt: skip


def vocabulary(rng: np.random.Generator) -> np.ndarray:
    """Return the frequent words, then invented ones, the rarer the longer."""
    words, seen = list(FREQUENT), set(FREQUENT)
    while len(words) < TYPES:
        count = int(rng.integers(1, 3 if len(words) < 1500 else 4))
        word = "".join(rng.choice(SYLLABLES, count))
        if word in seen:
            ending = f"{len(words):x}".translate(str.maketrans("0123456789", "aeioudrtln"))
            word = f"{word[:5]}{ending}"
        seen.add(word)
        words.append(word)
    return np.array(words, dtype=object)


def documents(size: int, *, seed: int = 7, typical: int = 3000) -> Iterator[str]:
    """Yield texts of about `typical` characters until `size` characters have been made."""
    rng = np.random.default_rng(seed)
    words = vocabulary(rng)
    weights = 1 / (np.arange(TYPES) + OFFSET) ** EXPONENT
    cumulative = np.cumsum(weights) / weights.sum()
    made = 0
    while made < size:
        drawn = words[np.searchsorted(cumulative, rng.random(typical // 5))].tolist()
        text = article(drawn, rng.integers(0, 1 << 30, typical // 20).tolist())
        made += len(text)
        yield text


def article(words: list[str], dice: list[int]) -> str:
    """Return a text of these words with sentences, quotations, paragraphs and a heading."""
    paragraphs: list[str] = []
    sentences: list[str] = []
    place = 0
    for roll in dice:
        length = 6 + roll % 24
        if place + length > len(words):
            break
        sentences.append(sentence(words[place : place + length], roll >> 5))
        place += length
        if len(sentences) > 1 + (roll >> 10) % 3:
            paragraphs.append(" ".join(sentences))
            sentences = []
            if (roll >> 15) % 7 == 0:
                paragraphs.append(" ".join(words[place : place + 2]).capitalize())
                place += 2
    paragraphs.append(" ".join(sentences) or "End of text.")
    return "\n\n".join(paragraphs)


def sentence(words: list[str], roll: int) -> str:
    """Return one sentence of the words, its form chosen by the roll."""
    form, roll = roll % 8, roll >> 3
    words[0] = words[0].capitalize()
    words[roll % len(words)] += ","
    if roll % 3 == 0:
        words[1 + roll % (len(words) - 2)] = SPECIAL[roll % len(SPECIAL)]
    name = NAMES[roll % len(NAMES)]
    body = " ".join(words).rstrip(",")
    if form == 0:
        return f'"{body}," {name} said.'
    if form == 1:
        return f"“{body},” the minister told {name}’s aides."
    if form == 2:
        return f"{body}, {name} pointed out, adding that talks go on!"
    return body + "."


def write(path: Path, size: int, *, seed: int = 7) -> int:
    """Write a .jsonl collection of about `size` bytes; return the bytes of its texts."""
    total = 0
    with path.open("w", encoding="utf-8") as stream:
        for number, text in enumerate(documents(size, seed=seed)):
            total += len(text.encode())
            day = f"2025-{1 + number % 12:02}-{1 + number % 28:02}"
            source = ("TASS", "AP", "DPA")[number % 3]
            row = {"id": f"d{number:07}", "date": day, "source": source, "text": text}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    return total
