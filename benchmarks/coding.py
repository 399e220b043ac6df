"""Speed of the coding floor: loading, megabytes a second, growth with text and with queries.

    python benchmarks/coding.py FOLDER     # a folder of .csv files with a `body` or `text` column

Prints a Markdown table. Times are processor seconds of this process (other work on the machine
disturbs them less than the clock), the best of three; ratios between rows are what to compare.
"""

import csv
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.hits.hits import find_hits
from topoi.coding.loading import load_codebook
from topoi.text.corpus.corpus import Corpus, corpus_of
from topoi.text.words.numbered import segments_and_tokens

ROOT = Path(__file__).parents[1]
WORDS = "time year people way day man thing woman life child world school state family".split()
HEAD = "id: many\nversion: '1'\ntitle: T\ncodes:\n"

Row = tuple[str, float, float]


def read(folder: Path) -> Corpus:
    csv.field_size_limit(10**9)
    texts: dict[str, str] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for number, row in enumerate(csv.DictReader(stream)):
                texts[f"{path.stem}-{number}"] = row.get("body") or row.get("text") or "-"
    return corpus_of(texts)


def best(work: Callable[[], Any], times: int = 3) -> float:
    found = []
    for _ in range(times):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return min(found)


def phrases(count: int) -> Codebook:
    listed = ", ".join(f'"{WORDS[n % 14]} {WORDS[n // 14 % 14]} x{n}*"' for n in range(count))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.yml"
        path.write_text(f"{HEAD}  - {{id: m, label: M, include: [{listed}]}}\n", encoding="utf-8")
        return load_codebook(path)


def timed(what: str, corpus: Corpus, books: list[Codebook]) -> Row:
    layers, tokens = segments_and_tokens(corpus)
    size = sum(map(len, corpus.texts.values())) / 1e6
    seconds = best(lambda: find_hits(corpus, books, segments=layers, tokens=tokens))
    return f"{what}, {size:.1f} MB", seconds, size / seconds


def main(folder: str) -> None:
    corpus = read(Path(folder))
    docs = list(corpus.texts)
    files = [ROOT / "codebook" / name for name in ("frames.yml", "rhetoric.yml")]
    begun = time.process_time()
    books = [load_codebook(path) for path in files]
    cold_books = time.process_time() - begun
    rows: list[Row] = [
        ("load both codebooks with self-test", cold_books, 0),
        ("load 5,000 phrases", best(lambda: phrases(5000), 1), 0),
    ]
    for part in (4, 2, 1):
        rows.append(timed("both codebooks", corpus.select(docs[::part]), books))
    rows.extend(timed(f"{book.id} alone", corpus, [book]) for book in books)
    rows.extend(timed(f"{count:,} phrases", corpus, [phrases(count)]) for count in (50, 500, 5000))
    print("| what | processor seconds | MB/s |\n|---|---|---|")
    for what, seconds, speed in rows:
        print(f"| {what} | {seconds:.2f} | {f'{speed:.1f}' if speed else ''} |")


if __name__ == "__main__":
    main(sys.argv[1])
