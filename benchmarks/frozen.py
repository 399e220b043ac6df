"""Hashes of every layer on fixed texts: what a change of the house must leave as it is.

    python benchmarks/frozen.py [--texts FOLDER ...] [--csv FOLDER ...] > before.txt

Without options it reads the project's seeds and 2 MB of the benchmarks' text. `--texts` adds a
folder of .txt files (such as PolNeAR's `dev/text`), `--csv` one of tables with a column `body` or
`text`. Run it before and after, and compare the two files; the last line is `numbers.csv` of the
report, where one was made. A table's hash is that of its rows as CSV.
"""

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from coding import read
from synthetic import write
from topoi.coding.hits.hits import find_hits
from topoi.coding.loading import load_codebook
from topoi.text.corpus.corpus import Corpus, corpus_of, read_corpus
from topoi.text.voices.lexicon import load_lexicon
from topoi.text.voices.reading import attributions
from topoi.text.voices.voices import voices
from topoi.text.words.numbered import segments_and_tokens

ROOT = Path(__file__).parents[1]
BYTES = 2_000_000


def synthetic() -> Corpus:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "synthetic.jsonl"
        write(path, BYTES)
        rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        return corpus_of({f"s{number}": row["text"] for number, row in enumerate(rows)})


def folder_of_texts(folder: Path) -> Corpus:
    return corpus_of({p.stem: p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.txt"))})


def layers(corpus: Corpus) -> Iterator[tuple[str, pd.DataFrame]]:
    lexicon = load_lexicon()
    books = [load_codebook(ROOT / "codebook" / name) for name in ("frames.yml", "rhetoric.yml")]
    segments, numbered = segments_and_tokens(corpus)
    said = voices(corpus, lexicon=lexicon)
    yield "segments", segments
    yield "tokens", numbered.table(segments)
    yield "attributions", attributions(corpus, lexicon=lexicon)
    yield "voices", said
    yield "hits", find_hits(corpus, books, voices=said, segments=segments, tokens=numbered)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--csv", type=Path, nargs="*", default=[])
    arguments = parser.parse_args()
    sets = {"seed": read_corpus(ROOT / "seeds"), "synthetic": synthetic()}
    sets |= {str(folder): folder_of_texts(folder) for folder in arguments.texts}
    sets |= {str(folder): read(folder) for folder in arguments.csv}
    for name, corpus in sets.items():
        for layer, table in layers(corpus):
            rows = table.to_csv(index=False).encode()
            digest = hashlib.sha256(rows).hexdigest()[:16]
            sys.stdout.write(f"{digest}  {len(table):>9,}  {layer:<12}  {name}\n")
    numbers = ROOT / "reports" / "site" / "data" / "numbers.csv"
    if numbers.is_file():
        digest = hashlib.sha256(numbers.read_bytes()).hexdigest()[:16]
        sys.stdout.write(f"{digest}  {'':>9}  numbers.csv   report\n")


if __name__ == "__main__":
    main()
