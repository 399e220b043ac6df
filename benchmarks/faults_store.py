"""Faults of the token store: built under a kill, a full disk, two at once; asked when harmed."""

import json
import random
from pathlib import Path

from faults import Fault, topoi

TEXTS = 3000


def write_texts(file: Path, *, word: str) -> None:
    """Write texts that make several partitions."""
    text = f"Peace is near, {word} said; root causes and peace talks. " * 60
    rows = (json.dumps({"id": f"{word}-{n}", "text": f"{text}{n}."}) for n in range(TEXTS))
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")


def asked(store: Path) -> str:
    """Return how often every word occurs in a store, or what was said instead."""
    ran = topoi("store", "frequency", "--store", str(store), "--rows", "0", "--csv")
    return ran.out if not ran.code else f"code {ran.code}: {ran.err.strip()[-300:]}"


def killed(folder: Path, draw: random.Random) -> str:
    """Kill a build over a store at a moment, ask it, and build again."""
    texts, store, fresh = folder / "t.jsonl", folder / "store", folder / "fresh"
    write_texts(texts, word="old")
    topoi("store", "build", str(texts), "--to", str(store))
    old = asked(store)
    write_texts(texts, word="new")
    whole = topoi("store", "build", str(texts), "--to", str(fresh))
    new = asked(fresh)
    topoi(
        "store", "build", str(texts), "--to", str(store), kill_after=draw.random() * whole.seconds
    )
    now = asked(store)
    if now not in (old, new):
        return f"asked after the kill: {now[:100]}"
    again = topoi("store", "build", str(texts), "--to", str(store))
    return "" if again.code == 0 and asked(store) == new else f"built again: {again.err[-100:]}"


FAULTS = [
    Fault(
        "build killed at a moment", "answers as before or after; the next run ends it", killed, 10
    ),
]
