"""Score the comparison of quotations with a transcript on quotations made from texts, and time it.

    python benchmarks/quotations.py TEXTS [--texts N] [--seed N] [--speed]

TEXTS is a file or folder of texts, such as speeches or releases (`--text-column body` for another
column). From each text of 300 words or more, taken as a transcript, quotations of 8 to 40 words are
cut at random places and changed: nothing but capitals and marks (verbatim); words left out inside,
half of the time with an ellipsis (shortened); one to three words replaced by words of other texts
(altered); two stretches of another order joined (moved); one to three words of a sentence put
elsewhere in it (reordered); contractions written out or made (contracted; of texts that have such
words); words of another text (unrelated; one that has eight words in a row in common is left out).

Harder ones: one half is of another text (half invented); 4 to 12 words of another text stand inside
(invented inside); each second word is of another text (every other); only function words are of the
text (function words); 3 to 6 words (short), one of them of another text (short altered), all of
another text (short unrelated; one that stands in the text is left out); another figure (figure
altered); "not" put in or left out (negated).

What was done is known, so that verdicts and the words named can be scored: words of another text
are named where they are told as altered or not found. With `--speed` the longest text is compared
with 100 reports of 15 quotations each, in processor time, with and without reading the reports.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

import topoi as tp
from quotations_made import BESIDE, FROM_TEXT, KINDS, PLAIN, Made, Text, made, shares_words, text_of
from topoi.analysis.comparison.verdicts import FOUND, VERDICTS, compared
from topoi.analysis.comparison.words import SPANS, transcript_of
from topoi.analysis.topics.units import load_stop_words
from topoi.text.corpus.corpus import corpus_of, read_corpus
from topoi.text.lang.language import language
from topoi.text.voices.genre import ARTICLE
from topoi.text.words.numbered import token_table

LEAST_WORDS = 300
STOP = load_stop_words()
EACH = 4  # quotations of each kind from a text


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


def quotations_of(
    text: Text, other: Text, draw: random.Random, beside: random.Random
) -> list[Made]:
    """Return the quotations made from a text; the later kinds have a drawing of their own."""
    out = [made(kind, text.words, other.words, draw) for kind in PLAIN for _ in range(EACH)]
    again = [make(text.text, draw) for make in FROM_TEXT.values() for _ in range(EACH)]
    again += [make(text, other, STOP, beside) for make in BESIDE.values() for _ in range(EACH)]
    out += [one for one in again if one]
    unrelated = ("unrelated", "short unrelated")
    return [one for one in out if one.kind not in unrelated or not shares_words(one, text)]


def judged(quotations: Sequence[Made], text: str) -> list[dict[str, Any]]:
    """Return the rows of the comparison of quotations with a text."""
    report, spans = written(quotations)
    table = pd.DataFrame([("r", *span, "") for span in spans], columns=SPANS)
    corpus = corpus_of({"t": text})
    corpus = type(corpus)(corpus.documents.assign(genre=ARTICLE), corpus.texts)
    said = transcript_of(corpus, token_table(corpus), pd.DataFrame(columns=["doc"]))
    reports = corpus_of({"r": report})
    found = compared(
        table,
        token_table(reports),
        said,
        texts=reports.texts,
        language=language("en"),
        stop_words=STOP,
    )
    return found.to_dict("records")


def words_told(one: Made, row: dict[str, Any]) -> set[int]:
    """Return which words of a quotation are told as altered or not found."""
    if row["verdict"] not in FOUND:
        return set(range(len(one.words)))
    told = [span[:2] for span in (*row["altered"], *row.get("missing", ()))]
    out, place = set(), row["start"] + 1
    for at, word in enumerate(one.words):
        if any(a <= place < b for a, b in told):
            out.add(at)
        place += len(word) + 1
    return out


def at_its_place(one: Made, row: dict[str, Any]) -> bool:
    """Return whether the place of a quotation is among those that were found."""
    spans = [*row["passages"], *row.get("elsewhere", ())]
    start, end = one.place or (0, 0)
    return any(a < end and start < b for a, b in spans)


def scored(texts: Sequence[str], draw: random.Random, beside: random.Random) -> None:
    """Print, for each kind, the verdicts, and how many of the words replaced were named."""
    verdicts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for number, text in enumerate(texts):
        quotations = quotations_of(text_of(text), text_of(texts[number - 1]), draw, beside)
        for one, row in zip(quotations, judged(quotations, text), strict=True):
            verdicts[one.kind][row["verdict"]] += 1
            told, own = words_told(one, row), set(range(len(one.words))) - one.replaced
            count = counts[one.kind]
            found = row["verdict"] in FOUND
            count.update(replaced=len(one.replaced), named=len(told & one.replaced))
            count["told altered"] += found * len(told & one.replaced)
            count.update({"own": found * len(own), "wrongly": found * len(told & own)})
            count.update(found=found, place=found and at_its_place(one, row))
            count["negated"] += one.kind == "negated"
            count["negation"] += "(a negation)" in row["difference"]
    for kind in KINDS:
        total, count = verdicts[kind].total(), counts[kind]
        each = (f"{v} {n / total:.3f}" for v in VERDICTS if (n := verdicts[kind][v]))
        print(f"{kind:15} {total:5}  {', '.join(each)}")
        named = count["told altered" if kind == "altered" else "named"]
        told = [("words replaced", named, "replaced"), ("others named", count["wrongly"], "own")]
        told += [("found at their place", count["place"], "found" if kind in BESIDE else "")]
        told += [("negations told", count["negation"], "negated")]
        shares = [f"{what} {n / count[of]:.4f} of {count[of]}" for what, n, of in told if count[of]]
        print(f"{'':21}  {', '.join(shares)}")


def timed(texts: Sequence[str], draw: random.Random) -> None:
    """Print the processor time of comparing the longest text with 100 reports."""
    longest = max(texts, key=len)
    words = text_of(longest).words
    reports = {}
    for number in range(100):
        others = text_of(draw.choice(texts)).words
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
    draw, beside = random.Random(given.seed), random.Random(given.seed)
    every = read_corpus(given.texts, text_column=given.text_column, strict=False).texts.values()
    long = sorted(text for text in every if len(text.split()) >= LEAST_WORDS)
    texts = draw.sample(long, min(given.most, len(long)))
    scored(texts, draw, beside)
    if given.speed:
        timed(texts, draw)


if __name__ == "__main__":
    main()
