"""Judgements of the report's page of review, in both forms that it saves."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from topoi.coding.exchange.annotations import AGAIN, expecting, parsed_json, whole
from topoi.coding.exchange.web_annotation import one_or_more, web_piece
from topoi.coding.quality.judgements import CHOSEN, FAULTS, Judgement
from topoi.coding.quality.sheets import DRAWN_FROM, answer_of
from topoi.errors import InputError

RIGHT = ("right_voice", "right_extent")
DESIGN = ("machine", "drawn_from", "drawn", "seed", "version", "sha256", *RIGHT)
COUNTS = ("drawn_from", "drawn", "seed")  # of the design, whole numbers
OF_PAGE = "Give a file of that page."


def review_judgement(row: Mapping[str, Any], *, file: Path, line: int, place: str) -> Judgement:
    """Return the judgement of one line that the page saved; raises InputError at `place`.

    In the file `drawn_from` is how many units there were to draw from, 0 where this one was chosen
    and not drawn by chance, `machine` whether they hold a hit.
    """
    if row.get("machine") not in ("yes", "no") or type(row.get("drawn_from")) is not int:
        raise InputError(place, "was not saved by the report's page of review", OF_PAGE)
    start, end, wrong = row.get("start"), row.get("end"), row.get("wrong", [])
    if not (type(start) is type(end) is int and 0 <= start < end):
        raise InputError(place, f"has no span ({start!r} to {end!r})", OF_PAGE)
    if not isinstance(row.get("code"), str) or not isinstance(row.get("doc"), str):
        raise InputError(place, "lacks `code` or `doc`", OF_PAGE)
    if not isinstance(wrong, list) or not set(map(str, wrong)) <= set(FAULTS):
        problem = f"says that {wrong!r} is wrong"
        raise InputError(place, problem, f"Known: {', '.join(FAULTS)}.")
    for name in COUNTS:
        if type(row.get(name, 0)) is not int or row.get(name, 0) < 0:
            problem = f"has the {name} {row[name]!r}"
            raise InputError(place, problem, "Write a whole number.")
    book, _, code = row["code"].rpartition("/")
    return Judgement(
        reader=str(row.get("coder") or file.stem),
        codebook=book,
        code=code,
        doc=row["doc"],
        start=start,
        end=end,
        verdict=answer_of(row.get("verdict"), place),
        drawn_from=DRAWN_FROM[row["machine"]] if row["drawn_from"] else CHOSEN,
        file=str(file),
        line=line,
        stratum=row["drawn_from"] or None,
        drawn=row.get("drawn"),
        seed=row.get("seed"),
        wrong="; ".join(one for one in FAULTS if one in wrong),
        **{name: str(row.get(name) or "") for name in RIGHT},
        text=row.get("text"),
        note=str(row.get("note") or ""),
        version=str(row.get("version") or ""),
        sha256=str(row.get("sha256") or ""),
    )


def review_annotations(text: str, file: Path) -> Iterator[Judgement]:
    """Yield the judgements that the page saved as Web Annotations; `line` is their number.

    Raises InputError for an annotation that lacks what the page writes.
    """
    page = parsed_json(text, str(file))
    with expecting(str(file), "holds no annotations of the page of review", OF_PAGE):
        items = enumerate(page["first"]["items"], start=1)
    for number, item in items:
        place = f"{file}, annotation {number}"
        with expecting(place, "does not say what was judged, or how it was drawn", AGAIN):
            row = annotated_row(item, place)
        yield review_judgement(row, file=file, line=number, place=place)


def annotated_row(item: Mapping[str, Any], place: str) -> dict[str, Any]:
    """Return an annotation as the row that the page saves as a line."""
    said: dict[str, list[str]] = {}
    design: dict[str, str] = {}
    for body in one_or_more(item["body"]):
        if body["purpose"] == "describing":
            design[body["label"]] = str(body["value"])
        else:
            said.setdefault(body["purpose"], []).append(body["value"])
    piece = web_piece(dict(item), place)
    (start, end), *_ = piece.spans
    return {
        "coder": item["creator"]["name"],
        "code": said["tagging"][0],
        "doc": unquote(item["target"]["source"]),
        "start": start,
        "end": end,
        "text": piece.quoted,
        "verdict": said["assessing"][0],
        "wrong": [one.removeprefix("wrong ") for one in said["assessing"][1:]],
        "note": " ".join(said.get("commenting", [])),
        **{name: design[name] for name in DESIGN if name in design},
        **{name: whole(design[name]) for name in COUNTS if name in design},
    }
