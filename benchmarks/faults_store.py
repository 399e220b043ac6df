"""Faults of the token store: built under a kill, a full disk, two at once; asked when harmed."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from faults import Fault, in_one_line, python, topoi

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


def flipped(folder: Path, draw: random.Random) -> str:
    """Change one byte of every file in turn, and ask."""
    texts, store = folder / "t.txt", folder / "store"
    texts.write_text("Peace is near, and peace talks will begin. No war.", encoding="utf-8")
    topoi("store", "build", str(texts), "--to", str(store))
    right = asked(store)
    for file in sorted(store.glob("[!.]*")):
        content = file.read_bytes()
        place = draw.randrange(len(content))
        changed = bytes([content[place] ^ draw.randrange(1, 256)])
        file.write_bytes(content[:place] + changed + content[place + 1 :])
        ran = topoi("store", "frequency", "--store", str(store), "--rows", "0", "--csv")
        file.write_bytes(content)
        wrong = ran.out != right if ran.code == 0 else in_one_line(ran)
        if wrong:
            return f"{file.name} at {place}: {wrong}"
    return ""


def full(folder: Path, draw: random.Random) -> str:
    """Build where no file may grow beyond a number of bytes, over a store."""
    texts, store = folder / "t.jsonl", folder / "store"
    texts.write_text(json.dumps({"text": "Peace is near."}) + "\n", encoding="utf-8")
    topoi("store", "build", str(texts), "--to", str(store))
    old = asked(store)
    write_texts(texts, word="new")
    limit = draw.randrange(1, 100_000)
    code = (
        "import resource, sys; from topoi.cli import main;"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
        f"sys.exit(main(['store', 'build', {str(texts)!r}, '--to', {str(store)!r}]))"
    )
    ran = python("-c", code)
    return in_one_line(ran) or ("" if asked(store) == old else "the old store was lost")


def two_at_once(folder: Path, _: random.Random) -> str:
    """Begin two builds in one folder at the same time."""
    texts, store = folder / "t.jsonl", folder / "store"
    write_texts(texts, word="new")
    words = ("store", "build", str(texts), "--to", str(store))
    with ThreadPoolExecutor(2) as both:
        ran = list(both.map(lambda _: topoi(*words), range(2)))
    codes = sorted(one.code for one in ran)
    if codes not in ([0, 0], [0, 2]):
        return f"codes {codes}"
    return next((in_one_line(one) for one in ran if one.code), "")


FAULTS = [
    Fault(
        "build killed at a moment", "answers as before or after; the next run ends it", killed, 10
    ),
    Fault(
        "a byte flipped in each file", "the right answer, or one line that names it", flipped, 10
    ),
    Fault("no room on the disk", "one line; the old store answers", full, 3),
    Fault("two builds at once", "one builds, the other says so in a line", two_at_once, 2),
]
