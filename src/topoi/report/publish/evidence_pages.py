"""The evidence pages: a concordance that every number opens, and the full text with all marks.

Plain files written into a rendered site, whichever renderer made it; they open from a folder,
without a server and without another host.
"""

import json
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.codebook.documentation import explained
from topoi.report.chapters.codebooks import code_labels
from topoi.report.evidence.collecting import Published
from topoi.report.evidence.counting import PublishedTexts
from topoi.report.evidence.escaping import html_text, visible
from topoi.report.evidence.making import measured_numbers
from topoi.report.evidence.passages import code_names, loci_of, runs
from topoi.report.publish.book import TEMPLATES
from topoi.report.publish.number_pages import number_sections, sets_list, with_units
from topoi.report.publish.places import places_in
from topoi.report.publish.review import review_pool
from topoi.report.publish.search_index import Chapter, chapters_of, write_search_script
from topoi.text.corpus.corpus import COLUMNS, Corpus, plain
from topoi.text.words.spans import containing
from topoi.text.words.tokens import KEPT_CAPITALS

ROWS, DOCUMENTS = 10_000, 40  # passages and texts a file
VOICED = ["mode", "speaker", "via", "certain"]  # what is told of a voice, in words
CUE = ["cue_start", "cue_end"]  # where the words are that name its speaker; -1 where none do
NAMED = ("code", "mode", "speaker")  # what of a passage is written as a number
OWN = ["page.js", "search.js", "words.js", "concordance.js"]
PAGES = {
    **{"index": "Concordance", "text": "Full text", "review": "Review"},
    "numbers": "Measured numbers",
}
SCRIPTS = {"concordance": OWN, "numbers": []}
SCRIPTS["text"] = ["page.js", "search.js", "text.js"]
SCRIPTS["review"] = ["page.js", "judgements.js", "review.js"]


def write_pages(
    site: Path,
    *,
    corpus: Corpus,
    published: Published,
    hits: pd.DataFrame,
    voices: pd.DataFrame,
    segments: pd.DataFrame,
    codebooks: Sequence[Codebook] = (),
    title: str = "Report",
    order: pd.DataFrame | None = None,
) -> Path:
    """Return the folder `site/evidence`, written anew: four pages and their data.

    The codes are called, and explained, as the codebooks say; `order` is what the page of review
    offers to read next (`review_pool`). Call it after rendering, then
    `link_numbers`.
    """
    folder = site / "evidence"
    (folder / "data").mkdir(parents=True, exist_ok=True)
    texts = PublishedTexts(corpus.texts, segments)
    numbers, places = list(measured_numbers(published, texts)), places_in(site, published)
    published = with_units(published, numbers, texts)
    passages = all_passages(published, hits, voices)
    for name, value in (
        ("meta", _meta(corpus, passages, code_labels(codebooks))),
        (
            "codes",
            {f"{b.id}/{code}": told for b in codebooks for code, told in explained(b).items()},
        ),
        (
            "review",
            {
                **review_pool(list(corpus.texts), hits, segments, codes_of(passages), order=order),
                "versions": {book.id: book.version for book in codebooks},
                "hashes": corpus.documents["sha256"].tolist(),
            },
        ),
        *_passage_files(corpus, passages, voices, segments),
        *_set_files(published, passages),
    ):
        _write(folder / "data", name, value)
    for name in ("theme.js", *OWN, "text.js", "judgements.js", "review.js", "evidence.css"):
        (folder / name).write_text(_template(name), encoding="utf-8")
    write_search_script(site)
    sets = sets_list(published, numbers, texts, places)
    concordance = _template("concordance.html").replace("@sets@", sets)
    made = number_sections(numbers, texts, places)
    numbered = _template("numbers.html").replace("@numbers@", made)
    bodies = {"index": concordance, "numbers": numbered}
    chapters = _chapter_list(chapters_of(site))
    for name in PAGES:
        body = bodies.get(name) or _template(f"{name}.html")
        _write_page(folder / f"{name}.html", body, title=title, chapters=chapters)
    return folder


def _chapter_list(chapters: Iterable[Chapter]) -> str:
    return "\n".join(
        f'<li><a href="../{html_text(href)}">{html_text(name)}</a></li>' for href, name in chapters
    )


def _write_page(path: Path, body: str, *, title: str, chapters: str) -> None:
    heading = PAGES[path.stem]
    kind = path.stem if path.stem in SCRIPTS else "concordance"
    values = {
        **{"title": heading, "report": html_text(title), "body": body},
        "chapters": chapters,
        **{**dict.fromkeys(SCRIPTS, ""), kind: ' aria-current="page"'},
        "scripts": "\n".join(f'<script src="{name}"></script>' for name in SCRIPTS[kind]),
    }
    page = re.sub(r"@(\w+)@", lambda m: values[m.group(1)], _template("page.html"))
    path.write_text(page, encoding="utf-8")


def _template(name: str) -> str:
    return (TEMPLATES / "evidence" / name).read_text(encoding="utf-8")


def all_passages(published: Published, hits: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    """Return every hit and every cited span once, with the voice it is in.

    Columns: doc, start, end, code, mode, speaker, coded (whether it is a hit; others are voices,
    segments and the like). Hits come first, sorted by code, so that the passages of one code lie in
    few files.
    """
    cited = {locus for s in published.sets.values() for locus in s.loci}
    cited |= set(loci_of(hits))
    order = {doc: i for i, doc in enumerate(dict.fromkeys(voices["doc"]))}
    coded = set(code_names(hits))
    loci = sorted(
        cited, key=lambda p: (p[3] not in coded, p[3], order.get(p[0], len(order)), p[1], p[2])
    )
    frame = pd.DataFrame(loci, columns=["doc", "start", "end", "code"])
    frame = frame.join(containing(frame, voices, ["mode", "speaker"]))
    named = {key: frame[key].astype(str).astype("category") for key in NAMED}
    return frame.assign(**named, coded=frame["code"].isin(coded))


def codes_of(passages: pd.DataFrame) -> list[str]:
    """Return the codes of the passages in the order of their numbers."""
    return [str(code) for code in passages["code"].cat.categories]


def _meta(corpus: Corpus, passages: pd.DataFrame, labels: Mapping[str, str]) -> dict[str, Any]:
    modes, speakers = (passages[key].cat.categories.tolist() for key in NAMED[1:])
    columns = [str(name) for name in corpus.documents.columns.difference(COLUMNS, sort=False)]
    columns = [
        name for name in ("source", *columns) if any(map(plain, corpus.documents[name].tolist()))
    ]
    codes, ranks = codes_of(passages), {code: rank for rank, code in enumerate(labels)}
    return {
        "docs": [_about(row, columns) for row in corpus.documents.to_dict("records")],
        "columns": columns,
        "capitals": sorted(KEPT_CAPITALS),
        "codes": [[c, labels.get(c, _readable(c))] for c in codes],
        "order": sorted(range(len(codes)), key=lambda n: (ranks.get(codes[n], len(ranks)), n)),
        "modes": modes,
        "speakers": speakers,
        "passages": int(passages["coded"].sum()),
        "rows": ROWS,
        "documents": DOCUMENTS,
    }


def _passage_files(
    corpus: Corpus, passages: pd.DataFrame, voices: pd.DataFrame, segments: pd.DataFrame
) -> Iterator[tuple[str, object]]:
    """Yield name and content of the files of passages (`p0`...) and of texts (`t0`...)."""
    rows = list(_passage_rows(corpus.documents["doc"], passages))
    texts = _text_records(corpus, voices, segments, compress(rows, passages["coded"]))
    for kind, values, size in (("p", rows, ROWS), ("t", texts, DOCUMENTS)):
        for i, start in enumerate(range(0, len(values), size)):
            yield f"{kind}{i}", values[start : start + size]


def _readable(code: str) -> str:
    layer, _, bare = code.rpartition("/")
    words = bare.replace("_", " ") or "passage"
    return words if layer not in ("voice", "segment") else f"{words} {layer}"


def _about(document: dict[Hashable, Any], columns: Iterable[str]) -> list[Any]:
    """Return the id, title, day and length of a document, and what its columns say."""
    date, title = document["date"], document["title"]
    day = f"{date:%Y-%m-%d}" if isinstance(date, pd.Timestamp) else ""
    told = [str(document["doc"]), visible(title) if isinstance(title, str) else "", day]
    return [*told, int(document["n_chars"]), *(visible(plain(document[c])) for c in columns)]


def _write(folder: Path, name: str, value: object) -> None:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # U+2028 and U+2029 end a line in older script engines
    body = body.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    (folder / f"{name}.js").write_text(f'topoi.take("{name}",{body})\n', encoding="utf-8")


def _passage_rows(docs: Iterable[str], passages: pd.DataFrame) -> Iterator[list[int]]:
    """Yield document, start, end, code, mode, speaker of each passage, as numbers.

    The page takes a passage and the words around it from its text, which is beside it anyway.
    """
    number = {str(doc): i for i, doc in enumerate(docs)}
    codes = (passages[key].cat.codes.tolist() for key in NAMED)
    places = (passages[key].tolist() for key in ("doc", "start", "end"))
    for doc, *numbers in zip(*places, *codes, strict=True):
        yield [number[doc], *numbers]


def _text_records(
    corpus: Corpus, voices: pd.DataFrame, segments: pd.DataFrame, coded: Iterable[list[int]]
) -> list[dict[str, Any]]:
    blocks = segments[segments["kind"] != "sentence"]
    # one character for one character, so that all offsets hold
    found: dict[str, dict[str, Any]] = {
        str(doc): {"text": visible(text), "blocks": [], "voices": [], "marks": []}
        for doc, text in corpus
    }
    for layer, frame, named, places in (
        ("blocks", blocks, ["kind"], []),
        ("voices", with_chains(voices), VOICED, CUE),
    ):
        words = frame[named].astype(str).to_numpy(dtype=object).tolist()
        numbers = frame[["start", "end", *places]].astype(int).to_numpy().tolist()
        for doc, told, (start, end, *cue) in zip(frame["doc"], words, numbers, strict=True):
            found[doc][layer].append([start, end, *told, *cue])
    texts = list(found.values())
    for number, *mark in coded:
        texts[number]["marks"].append(mark)
    for text in texts:
        text["marks"].sort()
    return texts


def with_chains(voices: pd.DataFrame) -> pd.DataFrame:
    """Return the voices with a chain only where it names more than the outlet and the speaker."""
    told = voices.reindex(columns=[*voices.columns.union(VOICED, sort=False)], fill_value="")
    told = told.reindex(columns=[*told.columns.union(CUE, sort=False)], fill_value=-1)
    chain = told["via"].where(told["via"].str.count("<") > 1, "")
    return told.assign(via=chain, certain=np.where(told["certain"].eq(False), "uncertain", ""))


def _set_files(published: Published, passages: pd.DataFrame) -> list[tuple[str, object]]:
    """Return name (`s0`...`sf`) and content of the files of sets: label, which passages."""
    loci = zip(*(passages[key].tolist() for key in ("doc", "start", "end", "code")), strict=True)
    numbers = {locus: i for i, locus in enumerate(loci)}
    shards: dict[str, dict[str, Any]] = {digit: {} for digit in "0123456789abcdef"}
    for cited in published.sets.values():
        own = runs(numbers[locus] for locus in cited.loci)
        shards[cited.id[3]][cited.id] = [visible(cited.label), own]
    return [(f"s{digit}", some) for digit, some in shards.items()]
