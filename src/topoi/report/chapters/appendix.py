"""The appendix of evidence, as Markdown that reads the same on the page and in print.

Each function returns a display object for the notebook `90-evidence`. Every passage is written
out once, under its code; every cited set names its passages and links to them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
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

TINTED = 90  # longer hits (whole quotations) are noted at their end; a tint would cover the page
PRINTED = 200  # passages written out for one code or set; a seed has fewer, a collection has more
MANY = 2000  # passages from which on only a few of each code or set are written out
FEW_OF_CODE, FEW_OF_SET = 20, 5


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


def passage_id(locus: Locus) -> str:
    """Return the anchor of a passage: `p-` and a hash of document, start, end and code."""
    return "p-" + anchor_hash("\t".join(map(str, locus)))


def where_listed(corpus: Corpus, hits: pd.DataFrame) -> Sentence:
    """Return where the passages are to be read: here, or the rest of many in the concordance."""
    number = cite(hits, label="All passages")
    if len(corpus) == 1 and len(written_out(hits)) == len(hits):
        return sentence("All {n} passages found are marked in the text below and listed", n=number)
    return sentence(
        "Of {n} passages found, those of the first text are marked below and the first of each "
        "code are listed (all are in the concordance of the web page, which each number opens),",
        n=number,
    )


def written_out(spans: pd.DataFrame) -> pd.DataFrame:
    """Return the passages that `passages` writes out: the first of each code."""
    most = PRINTED if len(spans) <= MANY else FEW_OF_CODE
    numbers = pd.Series(code_names(spans), index=spans.index)
    return spans[(spans.groupby(numbers).cumcount() < most).to_numpy()]


def marked_text(
    corpus: Corpus, hits: pd.DataFrame, segments: pd.DataFrame, *, doc: str | None = None
) -> MarkdownOutput:
    """Return one whole text with every hit marked, each mark linked to its passage in the list.

    `hits` are those that `passages` gets. A mark whose passage is not written out there says its
    place in the full text, to which `linking` links it on the web page. The name of a code stands
    where its hit ends. Hits longer than `TINTED` characters are noted but not tinted. Without
    `doc`, the first text.
    """
    names = [str(name) for name in corpus.documents["doc"]]
    doc = doc or names[0]
    text = corpus.texts[doc]
    own = hits[hits["doc"] == doc]
    rows = loci_of(own)
    spans = [(int(s), int(e)) for _, s, e, _ in rows]
    listed = set(loci_of(written_out(hits)))
    notes = [_code_note(row, listed, number=names.index(doc)) for row in rows]
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


def _code_note(locus: Locus, listed: set[Locus], *, number: int) -> str:
    """Return the name of a code, linked to its passage or, if that is not listed, with its place.

    `number` is the one that the text has on the page of the full text.
    """
    _, start, end, code = locus
    name = _linked(_short(code), locus, listed)
    if locus in listed:
        return name
    return f'<span class="place-link" data-place="{number}:{start}-{end}">{name}</span>'


def _linked(words: str, locus: Locus, listed: set[Locus]) -> str:
    """Return the words as a link to a passage where that is written out, else the words alone."""
    return f"[{words}](#{passage_id(locus)})" if locus in listed else words


def _short(code: str) -> str:
    return markdown_text(label_of(bare_code(code)))


def passages(
    corpus: Corpus,
    spans: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    width: int = 60,
    level: int = 3,
) -> MarkdownOutput:
    """Return every passage in its context under the heading of its code, with locus and voice.

    `labels` maps a code (`root_causes`) to the heading printed. A code with many passages prints
    the first ones and says where the others are.
    """
    shown, counts = written_out(spans), Counter(code_names(spans))
    names = code_names(shown)
    parts: list[str] = []
    for code in sorted(set(names)):
        some = shown[[n == code for n in names]]
        bare = bare_code(code)
        title = markdown_text((labels or {}).get(bare, label_of(bare).capitalize()))
        parts.append(
            f"{'#' * level} {title} {{#passages-{anchor_hash(code)} .unnumbered .unlisted}}"
        )
        lines = [_passage_line(corpus, row, code, width) for row in some.itertuples()]
        parts.append(_small("\n".join(lines)))
        if counts[code] > len(some):
            parts.append("The other passages of this code are in the concordance and in the data.")
    return MarkdownOutput("\n\n".join(parts))


def _passage_line(corpus: Corpus, row: Any, code: str, width: int) -> str:
    start, end = int(row.start), int(row.end)
    left, right = context(corpus.texts[row.doc], start, end, width)
    node = f'<span class="mark">{markdown_text(corpus.texts[row.doc][start:end])}</span>'
    about = [f"{row.doc}:{start}-{end}"]
    about += [str(v) for v in (getattr(row, "speaker", ""), getattr(row, "mode", "")) if v]
    anchor = passage_id((str(row.doc), start, end, code))
    return (
        f'- <span id="{anchor}" class="quoted">{markdown_text(left)}{node}'
        f"{markdown_text(right)}</span>\\\n"
        f'  <span class="locus">{markdown_text(", ".join(about))}</span>'
    )


def context(text: str, start: int, end: int, width: int) -> tuple[str, str]:
    """Return about `width` characters before and after a passage, cut between words.

    >>> context("one two three four five", 8, 13, 6)
    ('… two ', ' four …')
    """
    left, right = text[max(0, start - width) : start], text[end : end + width]
    if start > width and " " in left[:-1]:
        left = "… " + left.partition(" ")[2]
    if end + width < len(text) and " " in right[1:]:
        right = right.rpartition(" ")[0] + " …"
    return left, right


def cited_sets(corpus: Corpus, published: Published, listed: pd.DataFrame) -> MarkdownOutput:
    """Return every cited set with its passages; the numbers of the chapters link here.

    `listed` are the spans that `passages` wrote out; a passage among them is linked. The set of
    all of them has an entry, too, so that the appendix itself may cite their number.
    """
    anchored = set(loci_of(written_out(listed)))
    everything = cited_passages(listed, label="All passages")
    sets = sorted(
        {everything.id: everything, **published.sets}.values(), key=lambda s: (s.label, s.id)
    )
    alone = len(corpus.texts) == 1
    most = PRINTED if len(listed) <= MANY else FEW_OF_SET
    lines = [_entry(corpus, s, anchored, alone=alone, most=most) for s in sets if s.loci]
    empty = [_anchored(s) for s in sets if not s.loci]
    if empty:
        lines.append(f"- Looked for and not found: {'; '.join(empty)}.")
    where = "Places are characters of the text." if alone else "Places are document and characters."
    return MarkdownOutput(_small("\n".join([where, "", *lines])))


def _small(markdown: str) -> str:
    return f"::: {{.small .evidence}}\n{markdown}\n:::"


def _anchored(cited: CitedPassages) -> str:
    return (
        f'<span id="{cited.id}">{markdown_text(cited.label)}</span>'
        f'<span class="set-link" data-set="{cited.id}"></span>'
    )


def _entry(
    corpus: Corpus, cited: CitedPassages, anchored: set[Locus], *, alone: bool, most: int
) -> str:
    many = len(cited.loci)
    shown = "; ".join(
        _reference(corpus, locus, anchored, alone=alone) for locus in cited.loci[:most]
    )
    more = "; and others, in the concordance" if many > most else ""
    count = f"{many:,} passage{'' if many == 1 else 's'}"
    return f'- **{_anchored(cited)}**, <span class="name">{count}</span>: {shown}{more}'


def _reference(corpus: Corpus, locus: Locus, anchored: set[Locus], *, alone: bool) -> str:
    doc, start, end, _ = locus
    text = " ".join(corpus.texts[doc][start:end].split())
    words = markdown_text(text if len(text) <= 48 else text[:45] + "…")
    words = f'<span class="quoted">{words}</span>'
    linked = _linked(words, locus, anchored)
    place = f"{start}-{end}" if alone else f"{doc}:{start}-{end}"
    return f'{linked} <span class="locus">{markdown_text(place)}</span>'


def measures(published: Published) -> MarkdownOutput:
    """Return every measure that numbers without passages came from, and the table to read it in."""
    lines = []
    for row in published.measures().itertuples():
        where = f" (in {markdown_text(str(row.source))})" if row.source else ""
        lines.append(f'- <span id="{row.ref}">{markdown_text(str(row.how))}</span>{where}')
    return MarkdownOutput("\n".join(lines) or "All numbers were counted from passages.")


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
