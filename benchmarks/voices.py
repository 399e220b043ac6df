"""Score `topoi.text.voices.reading` on a folder of brat stand-off annotation, and time it.

    python benchmarks/voices.py FOLDER [--limit N] [--speed]

FOLDER holds `NAME.txt` with `NAME*.ann` beside it, or `text/` and `attributions/` folders of them,
as PolNeAR does: events `Attribution:T1 Source:T2 Cue:T3 Content:T4`. A gold content counts as found
when at least half of its characters lie in the content of one prediction, and a prediction as right
when at least half of its characters lie in one gold content; `both` asks for both at once. A gold
content is a direct quotation when all of it stands within quotation marks, paired plainly.
Intervals are 95% percentile bootstrap over documents.
"""

import argparse
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np

from topoi.text.voices.lexicon import load_lexicon
from topoi.text.voices.reading import attributions_of
from topoi.text.voices.reporting import Attribution
from topoi.text.voices.voices import voices_of

PAIR = re.compile(
    r"[“\"][^“”\"\n]{1,4000}(?:[”\"]|$)|(?<![\w'’.,?!])''(?=\S)(?:(?!'')[^\n]){1,4000}(?:''|$)"
    r"|(?<![\w'’])['‘](?=\w)[^\n\"“”‘]{1,1500}?['’](?!\w)",
    re.MULTILINE,
)
HEAD_END = re.compile(
    r"[,(—]|\s(?:of|in|from|for|at|with|on|who|whose|that|which|during|by|near|about|to|known)\s"
)
Span = tuple[int, int]
ROUNDS = 9


class Gold(NamedTuple):
    """One annotated attribution."""

    source: list[Span]
    cue: list[Span]
    content: list[Span]


class Document(NamedTuple):
    """One annotation of one text."""

    name: str
    text: str
    gold: list[Gold]


def documents(folder: Path) -> list[Document]:
    """Return the annotated documents of a folder; two annotations of a text are two documents."""
    texts = folder / "text" if (folder / "text").is_dir() else folder
    notes = folder / "attributions" if (folder / "attributions").is_dir() else folder
    found = []
    for path in sorted(texts.glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        marks = [*notes.glob(f"{path.stem}.ann"), *notes.glob(f"{path.stem}_????.ann")]
        found += [Document(note.stem, text, gold_of(note)) for note in sorted(marks)]
    return found


def gold_of(path: Path) -> list[Gold]:
    """Return the attributions of one brat file that have a content."""
    spans: dict[str, list[Span]] = {}
    events: list[dict[str, list[Span]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) < 2:
            continue
        if fields[0].startswith("T"):
            places = fields[1].partition(" ")[2].split(";")
            spans[fields[0]] = [(int(a), int(b)) for a, b in (p.split() for p in places)]
        elif fields[0].startswith("E"):
            parts: dict[str, list[Span]] = defaultdict(list)
            for argument in fields[1].split():
                role, _, mark = argument.partition(":")
                parts[role.rstrip("0123456789")] += spans.get(mark, [])
            events.append(parts)
    return [
        Gold(sorted(e.get("Source", [])), sorted(e.get("Cue", [])), sorted(e["Content"]))
        for e in events
        if e.get("Content")
    ]


def size(spans: list[Span]) -> int:
    return sum(end - start for start, end in spans)


def shared(first: list[Span], second: list[Span]) -> int:
    return sum(max(0, min(b, d) - max(a, c)) for a, b in first for c, d in second)


def halves(gold: list[list[Span]], predicted: list[list[Span]]) -> tuple[int, int, int]:
    """Return the gold found, the predictions right, and the pairs that are half of each other."""
    found: set[int] = set()
    right: set[int] = set()
    pairs: set[int] = set()
    for i, want in enumerate(gold):
        for j, have in enumerate(predicted):
            if have[0][0] >= want[-1][1] or want[0][0] >= have[-1][1]:
                continue
            common = shared(want, have)
            if 2 * common >= size(want):
                found.add(i)
            if 2 * common >= size(have):
                right.add(j)
                if 2 * common >= size(want):
                    pairs.add(i)
    return len(found), len(right), len(pairs)


def head(text: str) -> str:
    """Return the head word of a source: the last word before any bracket, comma or preposition."""
    words = HEAD_END.split(" ".join(text.split()), maxsplit=1)[0].split() or text.split()
    return re.sub(r"['’]s?$", "", words[-1]).strip(".,'’").lower() if words else ""


def is_direct(content: list[Span], pairs: list[Span]) -> bool:
    return all(any(s <= a and b <= e for s, e in pairs) for a, b in content)


def score(document: Document, predicted: list[Attribution]) -> dict[str, int]:
    """Return the counts of one document."""
    text = document.text
    pairs = [match.span() for match in PAIR.finditer(text)]
    gold = [g for g in document.gold if is_direct(g.content, pairs)]
    outer = [p for p in predicted if p.level == "outer"]
    direct = [p for p in outer if p.mode == "direct"]
    counts: Counter[str] = Counter()
    for name, want, have in (("direct", gold, direct), ("all", document.gold, outer)):
        wanted, got = [g.content for g in want], [sorted(p.contents) for p in have]
        found, right, both = halves(wanted, got)
        counts.update(
            {
                f"{name}_gold": len(want),
                f"{name}_found": found,
                f"{name}_predicted": len(have),
                f"{name}_right": right,
                f"{name}_both": both,
            }
        )
    for g in gold:
        mine = [p for p in direct if 2 * shared(g.content, list(p.contents)) >= size(g.content)]
        if not g.source or not mine:
            continue
        want = head(text[g.source[0][0] : g.source[-1][1]])
        start, end = mine[0].source
        have = head(text[start:end]) if start >= 0 else head(mine[0].speaker)
        counts["speaker_asked"] += 1
        counts["speaker_right"] += want == have
    return counts


MEASURES = {
    "direct recall": ("direct_found", "direct_gold"),
    "direct precision": ("direct_right", "direct_predicted"),
    "speaker accuracy": ("speaker_right", "speaker_asked"),
    "all recall": ("all_found", "all_gold"),
    "all precision": ("all_right", "all_predicted"),
    "direct recall, both halves": ("direct_both", "direct_gold"),
    "direct precision, both halves": ("direct_both", "direct_predicted"),
    "all recall, both halves": ("all_both", "all_gold"),
    "all precision, both halves": ("all_both", "all_predicted"),
}
F1 = {
    "direct F1": ("direct recall", "direct precision"),
    "all F1": ("all recall", "all precision"),
    "direct F1, both halves": ("direct recall, both halves", "direct precision, both halves"),
    "all F1, both halves": ("all recall, both halves", "all precision, both halves"),
}


def measured(totals: dict[str, float]) -> dict[str, float]:
    """Return every measure from summed counts."""
    out = {name: totals[a] / max(totals[b], 1) for name, (a, b) in MEASURES.items()}
    for name, (recall, precision) in F1.items():
        r, p = out[recall], out[precision]
        out[name] = 2 * r * p / (r + p) if r + p else 0.0
    return out


def report(counts: list[dict[str, int]], *, samples: int = 1000) -> None:
    """Print each measure with its bootstrap interval."""
    keys = sorted({key for pair in MEASURES.values() for key in pair})
    table = np.array([[row.get(key, 0) for key in keys] for row in counts], dtype=float)
    whole = measured(dict(zip(keys, table.sum(axis=0), strict=True)))
    generator = np.random.default_rng(1)
    drawn = defaultdict(list)
    for _ in range(samples):
        rows = generator.integers(0, len(table), len(table))
        for name, value in measured(dict(zip(keys, table[rows].sum(axis=0), strict=True))).items():
            drawn[name].append(value)
    print(f"{len(counts)} annotated documents")
    for name in sorted(whole, key=lambda n: ("both" in n, not n.startswith("direct"), n)):
        low, high = np.percentile(drawn[name], [2.5, 97.5])
        print(f"{name:32} {whole[name]:.3f}  [{low:.3f}, {high:.3f}]")


def speed(texts: list[str]) -> None:
    """Print the throughput of `voices_of` and its ratio to blank spaCy tokenisation, in one run."""
    lexicon = load_lexicon()
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    try:
        import spacy
    except ImportError:
        spacy = None
    make = spacy.blank("en").make_doc if spacy else None
    ours, theirs = [], []
    for _ in range(ROUNDS):
        begin = time.process_time()
        for text in texts:
            voices_of(text, lexicon=lexicon)
        ours.append(time.process_time() - begin)
        if make:
            begin = time.process_time()
            for text in texts:
                make(text)
            theirs.append(time.process_time() - begin)
    print(f"voices {megabytes / statistics.median(ours):.2f} MB/s ({megabytes:.2f} MB)")
    if theirs:
        ratios = [b / a for a, b in zip(ours, theirs, strict=True)]
        print(f"blank spaCy {spacy.__version__}: {megabytes / statistics.median(theirs):.2f} MB/s")
        # spaCy keeps the words it has seen, so only the first round reads each text as new.
        print(f"ratio {statistics.median(ratios):.2f}, of the first round {ratios[0]:.2f}")
        print(f"all rounds: {[round(r, 2) for r in ratios]}")
    else:
        print("spaCy is not installed: no ratio")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="only the first N documents")
    parser.add_argument("--speed", action="store_true", help="time it, too")
    options = parser.parse_args()
    found = documents(options.folder)
    if not found:
        print(f"{options.folder}: no .txt with .ann files", file=sys.stderr)
        return 2
    found = found[: options.limit or None]
    lexicon = load_lexicon()
    report([score(d, attributions_of(d.text, lexicon=lexicon)) for d in found])
    if options.speed:
        speed(list({d.text: None for d in found}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
