"""Score turns on annotated transcripts, and speeches on a table with a column `speaker`.

    python benchmarks/turns.py RELEASES.csv [--speeches SPEECHES.csv] [--wrong]

The annotation is `tests/gold/turns.jsonl`: for each release (its row in the table, from 0) the
labels, as start, end and who speaks. A turn runs from its label to the next. A character is right
where its innermost voice is that speaker, or is nested in that speaker's. The speeches are the
first 30 with the column `speaker`; their words count, as they stand between blanks.
"""

import argparse
import csv
import json
import sys
from collections import Counter
from pathlib import Path

from topoi.text.voices.genre import Known
from topoi.text.voices.lexicon import load_lexicon
from topoi.text.voices.voices import CHAIN, OUTLET, voices_of

GOLD = Path(__file__).parents[1] / "tests" / "gold" / "turns.jsonl"
SPEECHES = 30
csv.field_size_limit(sys.maxsize)


def owners(text: str, *, lexicon, about: Known) -> list[tuple[str, str]]:
    """Return the innermost and the outermost speaker of each character."""
    known = {alias: person.name for alias, person in lexicon.people.items()}
    said: list[tuple[str, str]] = []
    for voice in voices_of(text, lexicon=lexicon, about=about):
        chain = voice.via.split(CHAIN)
        outer = chain[1] if len(chain) > 1 else OUTLET
        names = (known.get(name, name) for name in (voice.speaker, outer))
        said += [tuple(names)] * (voice.end - voice.start)
    return said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("releases", type=Path)
    parser.add_argument("--speeches", type=Path)
    parser.add_argument("--wrong", action="store_true", help="print what is given to others")
    options = parser.parse_args()
    lexicon = load_lexicon()
    known = {alias: person.name for alias, person in lexicon.people.items()}
    bodies = [row["body"] for row in csv.DictReader(options.releases.open(encoding="utf-8"))]
    counts: Counter[str] = Counter()
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        text, labels = bodies[entry["row"]], entry["labels"]
        said = owners(text, lexicon=lexicon, about=Known())
        stops = [start for start, _, _ in labels[1:]] + [len(text)]
        for (_, start, name), stop in zip(labels, stops, strict=True):
            speaker = known.get(name, name)
            right = sum(outer == speaker for _, outer in said[start:stop])
            counts["characters"] += stop - start
            counts["right"] += right
            counts["innermost"] += sum(inner == speaker for inner, _ in said[start:stop])
            if options.wrong and stop - start - right > 60:
                others = Counter(outer for _, outer in said[start:stop]).most_common(3)
                print(entry["row"], start, stop - start, right, name, others)
    for key in ("right", "innermost"):
        print(f"transcripts: {key} {counts[key] / counts['characters']:.4f}")
    if options.speeches:
        rows = list(csv.DictReader(options.speeches.open(encoding="utf-8")))[:SPEECHES]
        words: Counter[str] = Counter()
        for row in rows:
            about = Known(speaker=row["speaker"])
            said = owners(row["text"], lexicon=lexicon, about=about)
            place = 0
            for word in row["text"].split():
                place = row["text"].index(word, place)
                words["all"] += 1
                speaker = known.get(row["speaker"], row["speaker"])
                words["right"] += said[place][1] == speaker
                words["innermost"] += said[place][0] == speaker
                place += len(word)
        for key in ("right", "innermost"):
            print(f"speeches: {key} {words[key] / words['all']:.4f} of {words['all']}")


if __name__ == "__main__":
    main()
