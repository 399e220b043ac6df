"""The appendix of evidence, as Markdown that reads the same on the page and in print.

Each function returns a display object for the notebook `90-evidence`. `listed` decides once which
passages are written out; they are numbered, and the marks of the text and the cited sets refer to
them by these numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import pandas as pd

from topoi.report.evidence.citing import MIME, Sentence, cite, sentence
from topoi.report.evidence.collecting import Published
from topoi.report.evidence.escaping import markdown_text
from topoi.report.evidence.passages import (
    CitedPassages,
    Locus,
    anchor_hash,
    bare_code,
    cited_passages,
    code_names,
    label_of,
    loci_of,
)
from topoi.text.corpus.corpus import Corpus
from topoi.text.words.context import around, shortened

TINTED = 90  # longer hits (whole quotations) are noted at their end; a tint would cover the page
PRINTED = 200  # passages written out for one code or set; a seed has fewer, a collection has more
MANY = 2000  # passages from which on only a few of each code or set are written out
FEW_OF_CODE, FEW_OF_SET = 20, 5
AT_ONCE = 500  # cited sets in one output: long ones are slow to render
OTHERS = 40  # of one text, passages of a set that stand under no code; of several, FEW_OF_SET
AROUND, LONGEST, NAMED = 40, 160, 30  # characters around a passage, of one, of one named in a set


@dataclass(frozen=True)
class MarkdownOutput:
    """Markdown made from the record of the chapters; it publishes no number of its own.

    `plain` is what stands in its place where Markdown is not shown.
    """

    text: str
    plain: str = ""

    def markdown(self) -> str:
        """Return the Markdown."""
        return self.text

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        record = {"version": 1, "pieces": [], "sets": {}}
        return {"text/markdown": self.text, "text/plain": self.plain or self.text, MIME: record}


@dataclass(frozen=True)
class Listing:
    """All passages found, and the number of each that the appendix writes out.

    What refers to a passage asks `link`, so that no link leads to one that is not written out.
    `most` is how many of a cited set are named.
    """

    corpus: Corpus
    found: pd.DataFrame
    shown: pd.DataFrame
    labels: Mapping[str, str]
    numbers: Mapping[Locus, int]
    most: int

    def link(self, locus: Locus) -> str:
        """Return the number of a passage as a link to it, "" where it is not written out."""
        number = self.numbers.get(locus)
        return f'[{number}](#{passage_id(locus)} "{self.name(locus[3])}")' if number else ""

    def place(self, locus: Locus, words: str) -> str:
        """Return Markdown words that on the web page link to the passage in the full text."""
        doc, start, end, _ = locus
        at = f"{self.documents[doc]}:{start}-{end}"
        return f'<span class="place-link" data-place="{at}">{words}</span>'

    @cached_property
    def documents(self) -> dict[str, int]:
        """The number that each text has on the page of the full text."""
        return {str(doc): i for i, doc in enumerate(self.corpus.documents["doc"])}

    def name(self, code: str) -> str:
        """Return the printed name of what a passage was counted as, as Markdown."""
        return markdown_text(self.labels.get(code, label_of(bare_code(code))))


def listed(corpus: Corpus, hits: pd.DataFrame, labels: Mapping[str, str] | None = None) -> Listing:
    """Return which passages are written out: all of few, the first of each code of many.

    They stand in the order of `labels`, which maps `codebook/code` to the name that is printed.
    """
    known = dict(labels or {})
    names = code_names(hits)
    order = {code: i for i, code in enumerate([*known, *sorted(set(names) - known.keys())])}
    most = PRINTED if len(hits) <= MANY else FEW_OF_CODE
    ranked = hits.assign(_code=[order[name] for name in names])
    shown = ranked[ranked.groupby("_code").cumcount() < most]
    shown = shown.sort_values("_code", kind="stable").drop(columns="_code")
    again = pd.Series(loci_of(shown), dtype=object).duplicated().to_numpy(dtype=bool)
    shown = shown[~again]
    numbers = {locus: i for i, locus in enumerate(loci_of(shown), start=1)}
    named = PRINTED if len(hits) <= MANY else FEW_OF_SET
    return Listing(corpus, hits, shown, known, numbers, named)


def passage_id(locus: Locus) -> str:
    """Return the anchor of a passage: `p-` and a hash of document, start, end and code."""
    return "p-" + anchor_hash("\t".join(map(str, locus)))


def where_listed(listing: Listing) -> Sentence:
    """Return where each number is from; the rest of many passages are in the concordance."""
    number = cite(listing.found, label="All passages")
    if listing.found.empty:
        found = sentence("No passage was coded")
    elif len(listing.corpus) == 1 and len(listing.shown) == len(listing.found):
        found = sentence(
            "All {n} passages found are marked in the text below and listed with place, speaker "
            "and voice",
            n=number,
        )
    else:
        found = sentence(
            "Of {n} passages found, those of the first text are marked below and the first of each "
            "code are listed with place, speaker and voice (all are in the concordance of the web "
            "page, which each number opens)",
            n=number,
        )
    return sentence(
        "Where is each number from? {found}; every number of the chapters is listed with the "
        "passages that it counts, and every measured one with the counts that it is made of.",
        found=found,
    )


def marked_text(
    listing: Listing, segments: pd.DataFrame, *, doc: str | None = None
) -> MarkdownOutput:
    """Return one whole text with every hit marked, and its number in the list where it ends.

    A mark whose passage is not written out says the name of its code, which `linking` links to its
    place in the full text on the web page. Hits longer than `TINTED` characters are noted but not
    tinted. Without `doc`, the first text.
    """
    doc = doc or next(iter(listing.documents))
    text = listing.corpus.texts[doc]
    rows = loci_of(listing.found[listing.found["doc"] == doc])
    spans = [(int(s), int(e)) for _, s, e, _ in rows]
    notes = [listing.link(row) or listing.place(row, listing.name(row[3])) for row in rows]
    blocks = segments[(segments["doc"] == doc) & (segments["kind"] != "sentence")]
    parts = []
    for block in blocks.itertuples():
        cut = stretches(int(block.start), int(block.end), spans)
        words = "".join(_marked(text[s.start : s.end], s, notes, spans) for s in cut)
        numbered = block.kind in ("paragraph", "heading")
        head = f'<span class="name">¶{block.paragraph}</span> ' if numbered else ""
        words = f"**{words.strip()}**" if block.kind == "heading" else words
        parts.append(f"{head}{words}")
    return MarkdownOutput("\n\n".join(parts))


def _marked(text: str, stretch: Any, notes: Sequence[str], spans: Sequence[tuple[int, int]]) -> str:
    words = markdown_text(text)
    if not stretch.over:
        return words
    ending = [i for i in stretch.over if spans[i][1] == stretch.end]
    noted = ", ".join(notes[i] for i in ending)
    tinted = any(spans[i][1] - spans[i][0] <= TINTED for i in stretch.over)
    shown = f'<span class="hit">{words}</span>' if tinted else words
    return shown + (f"<sup>{noted}</sup>" if noted else "")


def passages(listing: Listing, *, level: int = 3) -> MarkdownOutput:
    """Return every passage that is written out, under its code: its context, locus and voice."""
    counts = pd.Series(code_names(listing.found), dtype=object).value_counts()
    rows = zip(loci_of(listing.shown), listing.shown.itertuples(), strict=True)
    parts: list[str] = []
    for code, some in groupby(rows, key=lambda row: row[0][3]):
        anchor = f"{{#passages-{anchor_hash(code)} .unnumbered .unlisted}}"
        lines = [_passage(listing, locus, row) for locus, row in some]
        parts += [f"{'#' * level} {listing.name(code)} {anchor}", *lines]
        if counts[code] > len(lines):
            parts.append("The other passages of this code are in the concordance and in the data.")
    return evidence(parts)


def _passage(listing: Listing, locus: Locus, row: Any) -> str:
    doc, start, end, _ = locus
    text = listing.corpus.texts[doc]
    left, right = context(text, start, end, AROUND)
    place = f"{start}-{end}" if len(listing.corpus) == 1 else f"{doc}:{start}-{end}"
    voice = [str(v) for v in (getattr(row, "speaker", ""), getattr(row, "mode", "")) if v]
    about = ", ".join([listing.place(locus, markdown_text(place)), *map(markdown_text, voice)])
    node = f'<span class="mark">{markdown_text(shortened(text[start:end], LONGEST))}</span>'
    return (
        f'<span class="name">{listing.numbers[locus]}</span> '
        f'<span id="{passage_id(locus)}" class="quoted">{markdown_text(left)}{node}'
        f'{markdown_text(right)}</span> <span class="locus">{about}</span>'
    )


def in_brackets(text: str, start: int, end: int, width: int) -> str:
    """Return a passage in brackets in its context, on one line.

    >>> in_brackets("one two three four five", 8, 13, 6)
    '… two [three] four …'
    """
    left, right = context(text, start, end, width)
    return " ".join(f"{left}[{text[start:end]}]{right}".split())


def context(text: str, start: int, end: int, width: int) -> tuple[str, str]:
    """Return about `width` characters before and after a passage, cut between words.

    >>> context("one two three four five", 8, 13, 6)
    ('… two ', ' four …')
    """
    left, right = around(text, start, end, width=width)
    more = end + len(right) < len(text)
    return "… " * (start > len(left)) + left, right.rstrip() + " …" if more else right


def evidence(parts: Sequence[str]) -> MarkdownOutput:
    """Return paragraphs that are set small and close, in print in the columns of the appendix."""
    return MarkdownOutput("\n\n".join(["::: {.small .evidence}", *parts, ":::"]))


def cited_sets(listing: Listing, published: Published) -> list[MarkdownOutput]:
    """Return every cited set with its passages, some at a time; counts of the chapters link here.

    A passage that is written out stands with its number, any other with its first words and place.
    The set of all has an entry, too, so that the appendix itself may cite their number.
    """
    everything = cited_passages(listing.found, label="All passages")
    sets = sorted(
        {everything.id: everything, **published.sets}.values(), key=lambda s: (s.label, s.id)
    )
    lines = [_entry(listing, cited) for cited in sets if cited.loci]
    lines += _empty([cited for cited in sets if not cited.loci and cited is not everything])
    alone = len(listing.corpus) == 1
    where = "Places are characters of the text." if alone else "Places are document and characters."
    told = [f"Numbers are those of the passages above. {where}", *lines]
    return [evidence(told[at : at + AT_ONCE]) for at in range(0, len(told), AT_ONCE)]


def _empty(sets: Sequence[CitedPassages]) -> list[str]:
    """Return the sets without passages in one paragraph; what labels begin with stands once."""

    def parts(cited: CitedPassages) -> tuple[str, str, str]:
        return cited.label.partition(", ")

    told = []
    for start, same in groupby(sets, key=lambda cited: parts(cited)[0]):
        some = list(same)
        spans = [f'<span id="{s.id}">{markdown_text(parts(s)[2] or start)}</span>' for s in some]
        named = not parts(some[0])[2]
        told.append(", ".join(spans) if named else f"{markdown_text(start)}: {', '.join(spans)}")
    return [f'**Looked for and not found.** <span class="name">{"; ".join(told)}.</span>'] * bool(
        told
    )


def _entry(listing: Listing, cited: CitedPassages) -> str:
    written = sorted((n, locus) for locus in cited.loci if (n := listing.numbers.get(locus)))
    others = [locus for locus in cited.loci if locus not in listing.numbers]
    most = min(listing.most, OTHERS if len(listing.corpus) == 1 else FEW_OF_SET)
    named = [*_runs(listing, written), *(_reference(listing, o) for o in others[:most])]
    shown = ", ".join(named[: listing.most])
    whole = len(others) <= most and len(named) <= listing.most
    rest = "" if whole else "; and others, in the concordance"
    label = f'<span id="{cited.id}">{markdown_text(cited.label)}</span>'
    many = f'<span class="name">{len(cited.loci):,}</span>'
    on_the_web = f'<span class="set-link" data-set="{cited.id}"></span>'
    return f"**{label}**{on_the_web} ({many}): {shown}{rest}"


def _runs(listing: Listing, written: Sequence[tuple[int, Locus]]) -> Iterator[str]:
    """Yield the links to passages in the order of their numbers, of three and more in a row two."""
    for _, run in groupby(enumerate(written), key=lambda place: place[1][0] - place[0]):
        links = [listing.link(locus) for _, (_, locus) in run]
        yield f"{links[0]}–{links[-1]}" if len(links) > 2 else ", ".join(links)


def _reference(listing: Listing, locus: Locus) -> str:
    doc, start, end, _ = locus
    words = markdown_text(shortened(listing.corpus.texts[doc][start:end], NAMED))
    place = f"{start}-{end}" if len(listing.corpus) == 1 else f"{doc}:{start}-{end}"
    return f'<span class="quoted">{words}</span> <span class="locus">{markdown_text(place)}</span>'


class Stretch(NamedTuple):
    """A run of text under the same spans: start, end, and the numbers of the spans over it."""

    start: int
    end: int
    over: tuple[int, ...]


def stretches(start: int, end: int, spans: Sequence[tuple[int, int]]) -> list[Stretch]:
    """Return `start..end` cut wherever a span begins or ends; gapless, in order.

    >>> [tuple(s) for s in stretches(0, 9, [(1, 5), (3, 7)])][1:3]
    [(1, 3, (0,)), (3, 5, (0, 1))]
    """
    clipped = [(max(s, start), min(e, end), i) for i, (s, e) in enumerate(spans)]
    inside = [(s, e, i) for s, e, i in clipped if s < e]
    cuts = sorted({start, end, *(s for s, _, _ in inside), *(e for _, e, _ in inside)})
    return [
        Stretch(left, right, tuple(i for s, e, i in inside if s <= left and right <= e))
        for left, right in pairwise(cuts)
    ]
