"""Files that were spoilt at random, of every format that is read: an error of ours, or a result.

    python benchmarks/mutated_files.py [--files 20000] [--seed 1] [--only KIND[:SEED]] [--site SITE]

Each sound file is spoilt by a seeded draw (bytes flipped, cut, doubled, reordered, re-encoded, or
with signs put in that mean something to its format) and read as a command reads it. Told are, for
each kind, how many gave a result and how many an error of ours, and every file that gave a
traceback or took more than ten times as long as the sound one. `--only csv:117` reads one of them
again, `--only "data/*.json*"` all kinds of that pattern. `--site` adds the data package and a page
of a report, which are verified; a file of them that nobody misses counts as a result.
"""

import argparse
import bz2
import contextlib
import fnmatch
import gzip
import io
import json
import lzma
import random
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from topoi import cli
from topoi.coding.codebook.dictionaries import read_dictionary
from topoi.coding.exchange.files import FORMS, read_annotations, write_annotations
from topoi.coding.loading import load_codebook
from topoi.coding.quality.judgements import read_gold
from topoi.coding.quality.sampling import coding_sheet
from topoi.errors import InputError
from topoi.project import read_texts, settings_of
from topoi.report.chapters.time import events_beside
from topoi.text.corpus.corpus import read_corpus
from topoi.text.corpus.seeds import register
from topoi.text.voices.lexicon import load_lexicon

TIMES = 10
LEAST = 0.05  # seconds; below it the clock and the collector say more than the file
STOP = 30  # seconds after which a reading is given up
SIGNS = (
    b"\x00",
    b"\xef\xbb\xbf",
    b'"',
    b"\r",
    b"\n\n",
    b"\\",
    b"{",
    b"]",
    b",",
    b";",
    b"\t",
    b": ",
)
SIGNS += (
    b"\xe2\x80\xa8",
    b"\xff",
    b"9" * 400,
    b"-1",
    b"null",
    b"[" * 4000,
    b"#",
    b"&amp;",
    b"\x1a",
)
CODECS = ("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "cp1252", "cp1251", "shift_jis")
TEXT = (
    "LONDON, March 5 /TASS/. The minister said that the crisis has root causes. “We will go on,” "
    "Sergey Lavrov told reporters – “whatever happens.”\n\nThe talks “went well”, she added."
)
WORDS = "minister talks crisis border treaty report agency council plan state".split()


BODY = "".join(f"<p>{TEXT} It was said {number} times.</p>\n" for number in range(30))
HEAD = "{n} of 12 DOCUMENTS\n\n\nThe Herald\n\nMarch {n}, 2024 Tuesday\n\nTalks resume\n\n"
ARTICLE = f"{HEAD}LENGTH: 40 words\n\n"
TITLE = "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt></fileDesc></teiHeader>"
DOCUMENTS = {
    ".html": f"<html><head><title>Talks</title></head><body><nav>Home</nav>{BODY}</body></html>",
    ".xml": f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{TITLE}<text><body>{BODY}'
    "<sp who='#a'><p>No.</p></sp></body></text></TEI>",
    ".rtf": "{\\rtf1\\ansi " + "The minister said no.\\par\n" * 60 + "}",
    ".docx": "# Talks\n\n" + f"{TEXT}\n\n" * 20,
    ".txt": "".join(
        ARTICLE.format(n=n) + f"{TEXT}\n\nLOAD-DATE: March {n}, 2024\n\n\n" for n in range(1, 13)
    ),
}


class Kind(NamedTuple):
    """A format: its sound file, in what is made anew around it, and how it is read."""

    file: str
    make: Callable[[Path], None]
    read: Callable[[Path], object]


def rows() -> list[dict[str, str]]:
    """Return 120 texts, of which broken ones are set aside, with what is known of them."""
    return [
        {
            "id": f"t{n}",
            "date": f"2024-03-{n % 28 + 1:02}",
            "source": f"Agency {n % 3}",
            "title": f"On the {WORDS[n % 10]}, “again”",
            "text": f"{TEXT} The {WORDS[n % 10]} and the {WORDS[n % 7]}, all {n} of them.",
        }
        for n in range(120)
    ]


def made(kind: str, path: Path) -> None:
    """Write the sound texts in a format."""
    table = pd.DataFrame(rows())
    if kind == ".parquet":
        table.to_parquet(path)
    elif kind == ".csv":
        table.to_csv(path, index=False, compression=None)
    elif kind == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows()), encoding="utf-8")
    else:
        path.write_text(TEXT * 60, encoding="utf-8")


def packed(kind: str, pack: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Return what writes the sound texts in a format, compressed."""

    def make(path: Path) -> None:
        made(kind, path)
        path.write_bytes(pack(path.read_bytes()))

    return make


def zstd(data: bytes) -> bytes:
    """Return bytes compressed."""
    import pyarrow as pa

    return bytes(pa.compress(data, codec="zstd", asbytes=True))


def texts_of(path: Path) -> object:
    """Read a file of texts as commands do, and the documents' dates and sources with them."""
    return read_corpus(path, strict=False).documents


def folder_of(path: Path) -> object:
    """Read the folder that a file of settings lies in."""
    return read_corpus(path.parent, strict=False).documents


def written(path: Path, *, content: str) -> None:
    """Write a document; a .docx by pandoc."""
    if path.suffix == ".docx":
        import pypandoc

        pypandoc.convert_text(content, "docx", format="markdown", outputfile=str(path))
    else:
        path.write_text(content, encoding="utf-8")


def beside_texts(form: str) -> tuple[Callable[[Path], None], Callable[[Path], object]]:
    """Return how annotations of a form are made and read; one document a file."""
    study = read_texts({"a": TEXT * 8, "b": TEXT}, codebook=load_codebook(CODEBOOK))

    def make(path: Path) -> None:
        way = FORMS[form]
        write_annotations(study.hits, study.corpus, form, path.parent if way.by_document else path)

    return make, lambda path: read_annotations(path, study.corpus, form)


def run_command(*words: str) -> int:
    """Return the exit code of a command; what it prints is let go."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return cli.main(list(words))


CODEBOOK = Path(__file__).parents[1] / "codebook" / "frames.yml"


def kinds(site: Path | None) -> dict[str, Kind]:
    """Return name -> kind of every format."""
    found = {}
    packs = {"": bytes, ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}
    packs[".zst"] = zstd
    for kind in (".txt", ".jsonl", ".csv", ".parquet"):
        for ending, pack in packs.items():
            if not (kind == ".parquet" and ending):
                name = f"texts{kind}{ending}"
                found[name] = Kind(name, packed(kind, pack), texts_of)
    for kind, content in DOCUMENTS.items():
        write = partial(written, content=content)
        found[f"document{kind}"] = Kind(f"document{kind}", write, texts_of)
    for form in FORMS:
        make, read = beside_texts(form)
        found[form] = Kind(f"a{FORMS[form].ending}", make, read)
    found |= settings_kinds() | coding_kinds()
    if site:
        found |= package_kinds(site)
    return found


def settings_kinds() -> dict[str, Kind]:
    """Return the kinds of files that lie beside texts and codebooks."""
    root = CODEBOOK.parents[1]

    def hashes(path: Path) -> None:
        (path.parent / "a.txt").write_text(TEXT)
        from topoi.commands.seeds import take_hashes

        take_hashes(path.parent, [])

    def collections(path: Path) -> None:
        away = path.parent / "away"
        away.mkdir()
        made(".csv", away / "a.csv")
        (path.parent / "own.txt").write_text(TEXT)
        register(path.parent, "away", away)

    def copied(source: Path) -> Callable[[Path], None]:
        return lambda path: void(path.write_bytes(source.read_bytes()))

    lexicon = root / "src" / "topoi" / "text" / "lang" / "en" / "speakers.yml"
    events = (
        b"- date: 2024-03-05\n  label: The treaty\n- date: 2024-04-01\n  label: Talks, \xc3\xa4\n"
    )
    settings = copied(root / "_quarto.yml")
    return {
        "hashes": Kind("SHA256SUMS", hashes, folder_of),
        "collections": Kind("collections.yml", collections, folder_of),
        "events": Kind(
            "events.yml", lambda p: void(p.write_bytes(events)), lambda p: events_beside(p.parent)
        ),
        "settings": Kind("_quarto.yml", settings, settings_of),
        "speakers": Kind("speakers.yml", copied(lexicon), load_lexicon),
        "codebook": Kind("frames.yml", copied(CODEBOOK), load_codebook),
    }


def coding_kinds() -> dict[str, Kind]:
    """Return the kinds of judgements, coding sheets and dictionaries."""
    study = read_texts({"a": TEXT * 8}, codebook=load_codebook(CODEBOOK))
    gold = [
        {
            "doc": "a",
            "start": int(s),
            "end": int(e),
            "pattern": "F01",
            "verdict": "yes",
            "note": "–",
        }
        for s, e in study.hits[["start", "end"]].to_numpy()[:40]
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in gold)
    units = study.segments[study.segments["kind"] == "sentence"]
    codes = [(code, "Is it?") for code in study.hits["code"].unique()]
    sheet, key = coding_sheet(study.corpus, study.hits, units, codes=codes)

    def sheets(path: Path) -> None:
        sheet.assign(answer="yes").to_csv(path.with_name("sheet.csv"), index=False)
        key.to_csv(path.with_name("key.csv"), index=False)

    def score(path: Path) -> int:
        names = (str(path.with_name(name)) for name in ("sheet.csv", "key.csv"))
        first, second = names
        return run_command("agreement", "--sheet", first, "--key", second)

    liwc = "%\n1\tfamily\n2\tsocial (all)\n%\n" + "".join(f"{w}*\t1\t2\n{w}\t2\n" for w in WORDS)
    quanteda = "frames:\n  cause: [root cause*, cause]\n  blame:\n    west: [the west, nato]\n"
    return {
        "judgements": Kind(
            "gold.jsonl",
            lambda p: void(p.write_text(lines)),
            lambda p: read_gold(p, corpus=study.corpus),
        ),
        "sheet": Kind("sheet.csv", sheets, score),
        "key": Kind("key.csv", sheets, score),
        "liwc": Kind("a.dic", lambda p: void(p.write_text(liwc)), read_dictionary),
        "quanteda": Kind("a.yml", lambda p: void(p.write_text(quanteda)), read_dictionary),
    }


def package_kinds(site: Path) -> dict[str, Kind]:
    """Return the kinds of files of a report's data package, verified after one is spoilt."""
    import shutil

    files = [*sorted((site / "data").rglob("*")), *sorted(site.glob("notebooks/*.html"))[:1]]
    names = [file.relative_to(site).as_posix() for file in files if file.is_file()]

    def root_of(path: Path) -> Path:
        return next(one for one in path.parents if one.name == "place")

    def copied(path: Path) -> None:
        for part in ("data", "notebooks"):
            shutil.copytree(site / part, root_of(path) / part, dirs_exist_ok=True)

    def verified(path: Path) -> int:
        return run_command("verify", "--passages", str(root_of(path)))

    return {name: Kind(name, copied, verified) for name in names}


def void(_: object) -> None:
    """Return nothing, whatever is given."""


def spoilt(data: bytes, seed: int) -> bytes:
    """Return the bytes after one to three draws of what may happen to a file."""
    draw = random.Random(seed)
    for _ in range(draw.randint(1, 3)):
        data = draw.choice([flipped, cut, doubled, reordered, reencoded, interspersed])(data, draw)
    return data


def flipped(data: bytes, draw: random.Random) -> bytes:
    """Return the bytes with some of them changed in some bits."""
    changed = bytearray(data)
    for _ in range(draw.randint(1, 12) if data else 0):
        changed[draw.randrange(len(data))] ^= draw.randint(1, 255)
    return bytes(changed)


def cut(data: bytes, draw: random.Random) -> bytes:
    """Return the bytes without their end, or without a piece."""
    first, last = piece(data, draw)
    return data[:first] if draw.random() < 0.5 else data[:first] + data[last:]


def doubled(data: bytes, draw: random.Random) -> bytes:
    """Return the bytes with a piece, or a line, twice."""
    first, last = piece(data, draw)
    return data[:last] + data[first:]


def reordered(data: bytes, draw: random.Random) -> bytes:
    """Return the lines in another order, or two pieces exchanged."""
    if draw.random() < 0.5:
        lines = data.splitlines(keepends=True)
        draw.shuffle(lines)
        return b"".join(lines)
    first, last = piece(data, draw)
    return data[last:] + data[first:last] + data[:first]


def reencoded(data: bytes, draw: random.Random) -> bytes:
    """Return the text in another encoding or with other line ends."""
    if draw.random() < 0.3:
        return data.replace(b"\n", draw.choice([b"\r\n", b"\r", b"\x85", b"\n\r"]))
    return data.decode("utf-8", "replace").encode(draw.choice(CODECS), "replace")


def interspersed(data: bytes, draw: random.Random) -> bytes:
    """Return the bytes with signs put in that may mean something."""
    for _ in range(draw.randint(1, 4)):
        at = draw.randint(0, len(data))
        data = data[:at] + draw.choice(SIGNS) + data[at:]
    return data


def piece(data: bytes, draw: random.Random) -> tuple[int, int]:
    """Return two places of the bytes."""
    first, last = sorted((draw.randint(0, len(data)), draw.randint(0, len(data))))
    return first, last


class Outcome(NamedTuple):
    """What came of one spoilt file: "result", "error" or "traceback", seconds and what was said."""

    kind: str
    seed: int
    what: str
    seconds: float
    said: str


def outcomes(name: str, seeds: range, site: Path | None) -> list[Outcome]:
    """Return what came of the files of one kind, the sound one first (its seed is 0)."""
    kind = kinds(site)[name]
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "place"
        (place / kind.file).parent.mkdir(parents=True)
        kind.make(place / kind.file)
        sound = (place / kind.file).read_bytes()
        (place / kind.file).write_bytes(sound + b"\n")
        outcome(kind, place, name, 0)  # what is imported on the way is not the file's
        (place / kind.file).write_bytes(sound)
        found = [outcome(kind, place, name, 0)]
        for seed in seeds:
            (place / kind.file).write_bytes(spoilt(sound, seed))
            found.append(outcome(kind, place, name, seed))
    return found


def outcome(kind: Kind, place: Path, name: str, seed: int) -> Outcome:
    """Return what comes of reading a file as it now is."""

    def late(*_: object) -> None:
        raise TimeoutError(f"not done after {STOP} seconds")

    signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, STOP)  # of processor time: others may be at work
    began, said = time.process_time(), ""
    try:
        code = kind.read(place / kind.file)
        what = "error" if isinstance(code, int) and code in (1, cli.USER_ERROR) else "result"
    except InputError as error:
        what, said = "error", str(error)
    except Exception:
        what, said = "traceback", traceback.format_exc(limit=-3)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return Outcome(name, seed, what, time.process_time() - began, said)


def drawn(arguments: argparse.Namespace) -> Iterator[tuple[str, range]]:
    """Yield each kind with the seeds of its files."""
    names = list(kinds(arguments.site))
    if arguments.only:
        name, _, seed = arguments.only.partition(":")
        names = fnmatch.filter(names, name)
        if seed:
            yield name, range(int(seed), int(seed) + 1)
            return
    each = -(-arguments.files // len(names))
    for name in names:
        yield name, range(arguments.seed * 1_000_000 + 1, arguments.seed * 1_000_000 + 1 + each)


def main() -> None:
    """Print a row a kind, and what went wrong below."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", metavar="KIND[:SEED]")
    parser.add_argument("--site", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    wrong: list[Outcome] = []
    whole: Counter[int] = Counter()
    sys.stdout.write("| kind | files | results | errors of ours | tracebacks | slow |\n")
    sys.stdout.write("|---|---|---|---|---|---|\n")
    with ProcessPoolExecutor(arguments.workers) as pool:
        jobs = [
            pool.submit(outcomes, name, seeds, arguments.site) for name, seeds in drawn(arguments)
        ]
        for job in jobs:
            sound, *found = job.result()
            counts = Counter(one.what for one in found)
            late = [one for one in found if one.seconds > max(TIMES * sound.seconds, LEAST)]
            wrong += [one for one in found if one.what == "traceback" or one in late]
            cells = (len(found), *(counts[w] for w in ("result", "error", "traceback")), len(late))
            whole.update(
                dict(zip(("files", "results", "errors", "tracebacks", "slow"), cells, strict=True))
            )
            sys.stdout.write(f"| {sound.kind} | {' | '.join(f'{n:,}' for n in cells)} |\n")
            sys.stdout.flush()
    sys.stdout.write(f"| all | {' | '.join(f'{n:,}' for n in whole.values())} |\n\n")
    for one in wrong:
        sys.stdout.write(f"{one.kind}:{one.seed} {one.what}, {one.seconds:.2f} s\n{one.said}\n")


if __name__ == "__main__":
    main()
