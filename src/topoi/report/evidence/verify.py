"""Every published number, computed again from the published texts and passages."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.errors import InputError
from topoi.report.evidence.counting import PublishedTexts
from topoi.report.evidence.making import computed
from topoi.report.evidence.package import published_texts, read_cited, read_guarded
from topoi.report.evidence.passages import CitedPassages, Locus, loci_of, passages_at
from topoi.text.corpus.hashes import text_hash

TOLERANCE = 1e-5  # values are published to six decimals
COLUMNS = ["chapter", "cell", "place", "text", "value", "recomputed", "how", "status"]


@dataclass(frozen=True)
class Package:
    """A published data package, read: its sets, what is wrong with each, texts, table values."""

    data: Path
    sets: dict[str, CitedPassages]
    statuses: dict[str, str]
    texts: PublishedTexts
    tables: dict[str, set[float]] = field(default_factory=dict)


HOLDS = ("same", "as in its table", "not recomputed")


def not_holding(checked: pd.DataFrame) -> pd.DataFrame:
    """Return those of the `recomputed` numbers that do not hold; none when the report is true."""
    return checked[~checked["status"].isin(HOLDS)].reset_index(drop=True)


def recomputed(site: Path) -> pd.DataFrame:
    """Return every published number beside its value computed again, and a status.

    A number with passages is computed from the published texts: its passages must be among the
    published hits with the same words, their set must have the id that the report links to, and
    the value must come out. A measure that passages alone do not give (a topic's weight) must
    stand in its published table ("as in its table"); in prose, where it may be derived from a
    table without standing in it, it is marked "not recomputed".
    """
    data = site / "data"
    if not (data / "datapackage.json").exists():
        raise InputError(str(data), "holds no data package", "Render the report first.")
    texts = _unchanged_texts(data)
    sets = read_cited(data)
    hits = _published_hits(data, texts)
    statuses = {i: _set_status(s, hits, texts) for i, s in sets.items()}
    package = Package(
        data, sets, statuses, PublishedTexts(texts, read_guarded(data / "segments.csv"))
    )
    rows = []
    for number in read_guarded(data / "numbers.csv").to_dict("records"):
        value, status = _check(number, package)
        rows.append({**{c: number[c] for c in COLUMNS[:5]}, "recomputed": value})
        rows[-1] |= {"how": number["how"], "status": status}
    return pd.DataFrame(rows, columns=COLUMNS)


def _unchanged_texts(data: Path) -> dict[str, str]:
    texts = published_texts(data)
    documents = read_guarded(data / "documents.csv")
    for doc, digest in zip(documents["doc"], documents["sha256"], strict=True):
        if text_hash(texts.get(doc, "")) != digest:
            raise InputError(str(data / "texts.jsonl"), f"{doc} is not the text that was hashed",
                             "Render the report again from the unchanged seeds.")  # fmt: skip
    return texts


def _published_hits(data: Path, texts: dict[str, str]) -> dict[str, set[Locus]]:
    """Return codebook -> the loci of its published hits whose words are those of the text."""
    hits = read_guarded(data / "hits.csv")
    spans = zip(hits["doc"], hits["start"], hits["end"], hits["text"], strict=True)
    true = [texts[doc][start:end] == words for doc, start, end, words in spans]
    hits = hits.loc[pd.Series(true, dtype=bool, index=hits.index)]
    found: dict[str, set[Locus]] = {}
    for locus in loci_of(hits):
        found.setdefault(locus[3].partition("/")[0], set()).add(locus)
    return found


def _set_status(cited: CitedPassages, hits: dict[str, set[Locus]], texts: dict[str, str]) -> str:
    if passages_at(cited.loci, label=cited.label).id != cited.id:
        return "the cited passages are not those of the link"
    for locus in cited.loci:
        doc, start, end, code = locus
        # voices, segments, words and searches are no hits of a codebook: they must lie in a text
        if locus not in hits.get(code.partition("/")[0], {locus}):
            return "a cited passage is not among the published hits"
        if not 0 <= start < end <= len(texts.get(doc, "")):
            return "a cited passage lies outside its text"
    return ""


def _check(number: dict[str, Any], package: Package) -> tuple[object, str]:
    value, ref, how = float(number["value"]), str(number["ref"]), str(number["how"])
    if ref.startswith("me-"):
        return "", _table_status(number, package)
    if ref not in package.sets:
        return "", "the cited passages are missing"
    if package.statuses[ref]:
        return "", package.statuses[ref]
    base = package.sets[number["base"]].loci if number["base"] else None
    again = computed(how, package.sets[ref].loci, base, package.texts)
    if again is None:
        return "", _table_status(number, package)
    if abs(again - value) > TOLERANCE:
        return round(again, 6), "differs"
    return round(again, 6), "same" if _prints(str(number["text"]), value) else "printed otherwise"


def _prints(text: str, value: float) -> bool:
    digits = text.rstrip("%").replace(",", "")
    decimals = len(digits.partition(".")[2])
    shown = value * 100 if text.endswith("%") else value
    return abs(float(digits) - shown) <= 0.5 * 10**-decimals + TOLERANCE * 100


def _table_status(number: dict[str, Any], package: Package) -> str:
    source = str(number["source"])
    if source not in package.tables:
        path = package.data / "tables" / f"{source}.csv"
        frame = read_guarded(path) if source and path.exists() else pd.DataFrame()
        cells = pd.Series(frame.to_numpy(dtype=object).ravel(), dtype=object)
        numbers = pd.to_numeric(cells, errors="coerce").dropna()  # a column may hold words, too
        package.tables[source] = {round(float(n), 6) for n in numbers}
    if any(abs(float(number["value"]) - n) <= TOLERANCE for n in package.tables[source]):
        return "as in its table"
    own = source and str(number["place"]).startswith(f"{source}: ")
    return "not in its table" if own else "not recomputed"
