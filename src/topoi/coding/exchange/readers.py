"""The judgements of all readers as one table: gold files, reviews, coding sheets."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.exchange.files import file_text
from topoi.coding.exchange.reviews import review_annotations, review_judgement
from topoi.coding.quality.judgements import (
    CHOSEN,
    HIT,
    NO_HIT,
    WHOLE_TEXT,
    Judgement,
    row_of,
    same_words,
    sound_rows,
)
from topoi.coding.quality.reliability import units_marked
from topoi.coding.quality.sheets import FILLED, KEY, read_sheet, sheet_columns, sheet_judgements
from topoi.errors import InputError, Notice
from topoi.showing import counted
from topoi.text.corpus.corpus import MOST_NAMED, Corpus

COLUMNS = [
    "reader", "codebook", "code", "doc", "start", "end", "verdict", "drawn_from",
    "stratum", "drawn", "weight", "seed", "hit", "wrong", "right_voice", "right_extent", "subtype",
    "text", "note", "version", "file", "line",
]  # fmt: skip
SHOWN = ["reader", "code", "doc", "start", "end", "verdict", "drawn_from", "hit"]
NUMBERS = {"start": "int64", "end": "int64", "line": "int64", "hit": "bool", "weight": "float64"}
COUNTS = dict.fromkeys(["stratum", "drawn", "seed"], "Int64")
LEFT_OUT = "They are left out."
NOT_SHOWN = "\ufffd"  # what a page shows in place of a sign that no page can show


def judgement_files(folder: Path) -> list[Path]:
    """Return the files of a folder of judgements, hidden ones aside; none where there is none."""
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [file for file in found if file.is_file() and not file.name.startswith(".")]


def read_judgements(
    files: Sequence[Path], corpus: Corpus, codebooks: Sequence[Codebook], hits: pd.DataFrame
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    """Return what readers say of these texts, one row a reader, code and place, and what is told.

    Columns: `reader, codebook, code` (ids), `doc, start, end, verdict` (yes, no, borderline),
    `drawn_from` ("hit": a sentence or heading that held a hit of the code when it was drawn; "no
    hit": one that held none; "whole text": a passage that a reader marked who read the whole text;
    "chosen": a unit that was given for what it seems to be, not by chance), `stratum` (units there
    were to draw from), `drawn` (of these, drawn), `weight` (units for which this one stands:
    `stratum` over those of it that the reader judged; 1 of a whole text or chosen), `seed`,
    `hit` (whether the coding finds the code there today), `wrong` (with the hit itself: "voice",
    "extent"), `right_voice, right_extent` (as the reader has them), `subtype, text, note, version`
    (of the codebook, where the file says), `file, line` (item of a sheet, number of an annotation).
    Counts that a file does not say are missing.

    Read are lines of judgements (.jsonl), of a whole text or of the page of review, its annotations
    (.jsonld), and filled coding sheets (.csv) with their keys. A reader without a name is called as
    the file. Left out and told are judgements of other codes or texts, those whose words are not at
    their place, repetitions, and both sides where a reader says two things. Raises InputError, with
    file and line, for what cannot be read.
    """
    notices: list[Notice] = []
    found = [one for one in judgements_in(files, corpus, notices) if one.verdict]
    found = of_codes(found, codebooks, notices)
    found = of_texts(found, corpus, notices)
    found = said_once(found, notices)
    tell_versions(found, corpus, codebooks, notices)
    table = judgement_table(found, corpus, codebooks, hits)
    tell_draws(table, notices)
    return table, tuple(notices)


def judgements_in(
    files: Sequence[Path], corpus: Corpus, notices: list[Notice]
) -> Iterator[Judgement]:
    """Yield the judgements of all files as they say them."""
    sheets = [file for file in files if file.suffix == ".csv"]
    for file in files:
        if file.suffix == ".jsonl":
            yield from of_lines(file, corpus)
        elif file.suffix == ".jsonld":
            yield from review_annotations(file_text(file, notices), file)
        elif file not in sheets:
            said = "is no file of judgements (.jsonl, .jsonld, .csv)"
            notices.append(Notice(str(file), said, "It is passed over."))
    yield from of_sheets(sheets, notices)


def of_lines(file: Path, corpus: Corpus) -> Iterator[Judgement]:
    """Yield the judgements of a file with one JSON object a line."""
    if not file.is_file():
        raise InputError(str(file), "does not exist", "Give a file of judgements.")
    only = next(iter(corpus.texts)) if len(corpus) == 1 else ""
    for line, row in sound_rows(file):
        place = f"{file}:{line}"
        if "drawn_from" in row:
            yield review_judgement(row, file=file, line=line, place=place)
            continue
        told = row_of(row, place, doc=only, coder=file.stem, corpus=None)
        doc, start, end, code, subtype, text, note, verdict, reader = told
        book, _, code = str(code).rpartition("/")
        yield Judgement(
            *(str(reader), book, code, str(doc), int(start), int(end)),
            *(str(verdict), WHOLE_TEXT, str(file), line),
            subtype=str(subtype),
            text=str(text) or None,
            note=str(note),
        )


def of_sheets(files: Sequence[Path], notices: list[Notice]) -> Iterator[Judgement]:
    """Yield the judgements of filled sheets, each with the key among the files that it fits.

    The key of `ann.csv` is `ann.key.csv`, else the one that has the same items and codes.
    """
    columns = {file: sheet_columns(file) for file in files}
    read = {file: read_sheet(file, KEY) for file in files if "machine" in columns[file]}
    used: set[Path] = set()
    for file in files:
        if file in read:
            continue
        sheet = read_sheet(file, FILLED, notices=notices)
        fit = [place for place, key in read.items() if items_of(key) == items_of(sheet)]
        own = [place for place in read if place.name == f"{file.stem}.key.csv"] or fit
        if len(own) != 1:
            problem = f"is a coding sheet {'with several keys' if own else 'without its key'}"
            remedy = f"Put the key that was drawn with it beside it, as {file.stem}.key.csv."
            raise InputError(str(file), problem, remedy)
        used.add(own[0])
        yield from sheet_judgements(sheet, read[own[0]], file=str(file), reader=file.stem)
    for place in [place for place in read if place not in used]:
        said = "is the key of a sheet that is not here"
        notices.append(Notice(str(place), said, "It is passed over."))


def items_of(sheet: pd.DataFrame) -> set[tuple[int, str]]:
    """Return the items of a sheet or key, each with its code."""
    return set(zip(sheet["item"], sheet["code"], strict=True))


def of_codes(
    found: Iterable[Judgement], codebooks: Sequence[Codebook], notices: list[Notice]
) -> list[Judgement]:
    """Return the judgements of codes of these codebooks, by their ids; the others are told.

    Codes of a codebook that was coded by hand are meant only where it is named, too. Raises
    InputError for a number or id that two codebooks have.
    """
    named: dict[str, list[tuple[str, str]]] = {}
    for book in codebooks:
        for code in book.codes:
            for name in {code.id, code.number} - {""}:
                full = f"{book.id}/{name}"
                apart = {full, f"{book.id}.{name}"}  # as a review and as a sheet write it
                for written in apart if book.annotations else {name, *apart}:
                    named.setdefault(written, []).append((book.id, code.id))
    kept, unknown = [], []
    for one in found:
        written = f"{one.codebook}/{one.code}".strip("/")
        meant = named.get(written, [])
        if len(meant) > 1:
            books = " and ".join(book for book, _ in meant)
            problem = f"judges the code {written!r}, which {books} have"
            remedy = f"Write {meant[0][0]}/{written} or {meant[1][0]}/{written}."
            raise InputError(f"{one.file}:{one.line}", problem, remedy)
        if meant:
            kept.append(one._replace(codebook=meant[0][0], code=meant[0][1]))
        else:
            unknown.append((one, written))
    tell_left(unknown, "of codes that no codebook here has", notices)
    return kept


def of_texts(found: Iterable[Judgement], corpus: Corpus, notices: list[Notice]) -> list[Judgement]:
    """Return the judgements whose words stand where they say in these texts; others are told."""
    kept, elsewhere, moved = [], [], []
    for one in found:
        if one.doc not in corpus.texts:
            elsewhere.append((one, one.doc or "no text named"))
        elif not fits(corpus, one):
            moved.append((one, f"{one.doc}:{one.start}-{one.end}"))
        else:
            kept.append(one)
    tell_left(elsewhere, "of texts that are not here", notices)
    tell_left(moved, "of passages whose words are not at their place", notices)
    return kept


def fits(corpus: Corpus, judged: Judgement) -> bool:
    """Return whether the words judged are those of the text at their place."""
    there = corpus.passage(judged.doc, judged.start, judged.end)
    if len(there) != judged.end - judged.start:
        return False
    said = judged.text
    if said is None or same_words(there, said):
        return True
    pairs = zip(there, said, strict=False)
    return len(said) == len(there) and all(b in (a, NOT_SHOWN) for a, b in pairs)


def said_once(found: Sequence[Judgement], notices: list[Notice]) -> list[Judgement]:
    """Return the judgements without repetitions, and without those that contradict each other."""
    groups: dict[tuple[object, ...], list[Judgement]] = {}
    for one in found:
        whole = one.drawn_from == WHOLE_TEXT
        key = (one.reader, one.codebook, one.code, one.doc, one.start, one.end)
        groups.setdefault((*key, whole, one.subtype), []).append(one)
    kept = []
    again: Counter[tuple[str, str]] = Counter()
    for same in groups.values():
        # a unit that was drawn by chance, too, would be lacking from that draw
        same.sort(key=lambda one: one.drawn_from == CHOSEN)
        first, others = same[0], same[1:]
        if other := next((one for one in others if one.verdict != first.verdict), None):
            said = (
                f"{other.reader} says {other.verdict} of {first.codebook}/{first.code} at "
                f"{first.doc}:{first.start}-{first.end}, and {first.verdict} in "
                f"{Path(first.file).name}:{first.line}"
            )
            remedy = "Both are left out; keep the one that holds."
            notices.append(Notice(f"{other.file}:{other.line}", said, remedy))
            continue
        kept.append(first)
        again.update((one.file, first.file) for one in others)
    for (file, earlier), many in again.items():
        where = "itself" if file == earlier else Path(earlier).name
        notices.append(
            Notice(file, f"repeats {counted(many, 'judgements')} of {where}", "Each counts once.")
        )
    return kept


def tell_versions(
    found: Iterable[Judgement],
    corpus: Corpus,
    codebooks: Sequence[Codebook],
    notices: list[Notice],
) -> None:
    """Add notices of judgements made on other versions of a codebook or of a text."""
    now = {book.id: book.version for book in codebooks}
    known = corpus.documents.set_index("doc")["sha256"].to_dict()
    versions: Counter[tuple[str, str, str]] = Counter()
    changed: dict[str, dict[str, None]] = {}
    for one in found:
        if one.version and one.version != now[one.codebook]:
            versions[one.file, one.codebook, one.version] += 1
        if one.sha256 and one.sha256 != known[one.doc]:
            changed.setdefault(one.file, {})[one.doc] = None
    for (file, book, version), many in versions.items():
        own = f"has {counted(many, 'judgements')} on version {version} of {book}"
        said = f"{own}, which is {now[book]} now"
        notices.append(Notice(file, said, "They count: look whether the definitions still hold."))
    for file, docs in changed.items():
        said = f"was judged on other versions of {named(docs)}, with the same words at its places"
        notices.append(Notice(file, said, "Its judgements count."))


def judgement_table(
    found: Sequence[Judgement],
    corpus: Corpus,
    codebooks: Sequence[Codebook],
    hits: pd.DataFrame,
) -> pd.DataFrame:
    """Return the judgements in order of code, text, place and reader, each with its weight."""
    table = pd.DataFrame(found, columns=list(Judgement._fields))
    places = zip(table["doc"], table["start"], table["end"], strict=True)
    table["file"] = [Path(file).name for file in table["file"]]
    table["text"] = [corpus.passage(*place) for place in places]
    order = {(book.id, code.id): n for book in codebooks for n, code in enumerate(book.codes)}
    books = {book.id: number for number, book in enumerate(codebooks)}
    docs = {doc: number for number, doc in enumerate(corpus.texts)}
    codes = list(zip(table["codebook"], table["code"], strict=True))
    ranks = [
        *(table["line"], table["reader"], table["end"], table["start"], table["doc"].map(docs)),
        *([order[code] for code in codes], table["codebook"].map(books)),
    ]
    table = table.iloc[np.lexsort(ranks)].reset_index(drop=True)
    draws = table.groupby(["reader", "codebook", "code", "drawn_from"])["verdict"]
    table = table.astype(COUNTS)
    stands_for = table["stratum"].astype("Float64").fillna(1) / draws.transform("size")
    table["weight"] = stands_for.mask(table["drawn_from"].isin([WHOLE_TEXT, CHOSEN]), 1.0)
    table["hit"] = found_there(table, hits)
    texts = {name: "str" for name in COLUMNS if name not in {*NUMBERS, *COUNTS}}
    return table[COLUMNS].astype(texts | NUMBERS)


def found_there(judged: pd.DataFrame, hits: pd.DataFrame) -> np.ndarray:
    """Return for each judgement whether a hit of its code overlaps the place."""
    found = np.zeros(len(judged), dtype=bool)
    hits = hits[hits["doc"].isin(set(judged["doc"]))]
    of_code = dict(iter(hits.groupby(["codebook", "code"])))
    for code, rows in judged.groupby(["codebook", "code"]):
        if code in of_code:
            found[rows.index] = units_marked(of_code[code], rows) > 0
    return found


def tell_draws(table: pd.DataFrame, notices: list[Notice]) -> None:
    """Add a notice of samples drawn from another coding than today's, or from several sizes."""
    other = table[table["drawn_from"].isin([HIT, NO_HIT])]
    other = other[(other["drawn_from"] == HIT) != other["hit"]]
    for file, rows in other.groupby("file", sort=False):
        codes = named(dict.fromkeys(rows["codebook"] + "/" + rows["code"]))
        many = counted(len(rows), "judgements")
        said = f"has {many} of places that are coded otherwise today ({codes})"
        remedy = "They count as they were drawn; draw anew to judge the coding of today."
        notices.append(Notice(str(file), said, remedy))
    for (reader, book, code, _), rows in table.dropna(subset=["stratum"]).groupby(
        ["reader", "codebook", "code", "drawn_from"], sort=False
    ):
        sizes = sorted(set(rows["stratum"]))
        if len(sizes) > 1:
            files = named(dict.fromkeys(rows["file"]))
            said = f"{reader} judged {book}/{code} in draws from {sizes[0]} and {sizes[-1]} units"
            remedy = "The texts or the coding differ: judge one draw."
            notices.append(Notice(files, said, remedy))


def tell_left(left: Sequence[tuple[Judgement, str]], what: str, notices: list[Notice]) -> None:
    """Add a notice for each file of the judgements that are left out, each with why."""
    files: dict[str, Counter[str]] = {}
    for one, why in left:
        files.setdefault(one.file, Counter())[why] += 1
    for file, reasons in files.items():
        names = {f"{why} ({many})" if many > 1 else why: None for why, many in reasons.items()}
        first = next(one.line for one, _ in left if one.file == file)
        said = f"has {counted(reasons.total(), 'judgements')} {what}: {named(names)}"
        notices.append(Notice(f"{file}:{first}", said, LEFT_OUT))


def named(names: Iterable[str], *, apart: str = ", ") -> str:
    """Return the first names of several, and how many more there are."""
    listed = list(names)
    more = len(listed) - MOST_NAMED
    return apart.join(listed[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
