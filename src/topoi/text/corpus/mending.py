"""Copies of files whose texts are put right: entities decoded, broken words joined."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from topoi.text.corpus.compression import uncompressed
from topoi.text.corpus.encodings import decoded_text
from topoi.text.corpus.formats import Record, kind_of
from topoi.text.corpus.seeds import records_of_files, seed_files

Mend = Callable[[str], str]


def mended_name(source: Path) -> str:
    """Return what the mended copy of a file is called: a .txt stays one, others become .jsonl.

    >>> mended_name(Path("news.csv.gz")), mended_name(Path("a.txt"))
    ('news.jsonl', 'a.txt')
    """
    kind = kind_of(source)
    if not kind:
        return source.name
    return f"{uncompressed(source)[: -len(kind)]}{kind if kind == '.txt' else '.jsonl'}"


def write_mended(source: Path, target: Path, *, mends: Sequence[Mend]) -> int:
    """Write the texts of a file with what `mends` make of each; return how many are changed.

    What else is known of the texts is kept. Raises InputError for what cannot be read.
    """
    if kind_of(source) == ".txt":
        before = decoded_text(source)[0]
        after = mended(before, mends)
        target.write_bytes(after.encode("utf-8"))
        return int(after != before)
    changed = 0
    with target.open("w", encoding="utf-8", newline="\n") as lines:
        for record in records_of_files(seed_files(source)):
            after = mended(record.text, mends)
            changed += after != record.text
            lines.write(json_line(record, after))
    return changed


def mended(text: str, mends: Sequence[Mend]) -> str:
    """Return what each of some functions in turn makes of a text."""
    for mend in mends:
        text = mend(text)
    return text


def json_line(record: Record, text: str) -> str:
    """Return the line of a .jsonl file that has a text with all that is known of it."""
    about = {"date": record.date, "source": record.source, "title": record.title}
    known = {name: value for name, value in about.items() if value}
    row = {"id": record.doc, **known, **record.metadata, "text": text}
    return json.dumps(row, ensure_ascii=False, default=str) + "\n"
