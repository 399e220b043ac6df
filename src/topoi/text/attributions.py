"""Attributions of a document: source, cue and content, outer and nested."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from topoi.text.clauses import MASK
from topoi.text.corpus import Corpus
from topoi.text.cues import FoundCue, cues_of
from topoi.text.lexicon import Lexicon
from topoi.text.quotations import Quotation, quotations_of
from topoi.text.reporting import CHANNEL, NOWHERE, Report, Span, reports_of
from topoi.text.segments import Block, blocks_of
from topoi.text.sentences import sentences_of
from topoi.text.speakers import UNRESOLVED, Speakers

ENDINGS = frozenset(".?!…,;—–-")
COLUMNS = (
    "doc start end level kind mode stance speaker via certain source_start source_end cue "
    "cue_start cue_end content content_start content_end"
).split()


class Attribution(NamedTuple):
    """Who says what, by which cue, in one text.

    `level` is outer or nested (inside what an outer one reports); `kind` is report (speech or
    thought is given) or act (a speech act or attitude is only named); `mode` is direct, indirect or
    mixed. A span of (-1, -1) means that there is none.
    """

    source: Span
    cue: Span
    contents: tuple[Span, ...]
    mode: str
    stance: str
    kind: str
    level: str
    speaker: str
    via: str
    certain: bool


class Reading(NamedTuple):
    """What the attributions and the voices of one text are both made from."""

    blocks: list[Block]
    quotations: list[Quotation]
    attributions: list[Attribution]


def attributions_of(
    text: str, *, lexicon: Lexicon, outlet: str = "the outlet"
) -> list[Attribution]:
    """Return the attributions of one text in the order of their first content.

    The rules are surface rules without a parser: a source in an unusual place is missed, and its
    words stay with the outlet.
    """
    return read(text, lexicon=lexicon, outlet=outlet).attributions


def read(text: str, *, lexicon: Lexicon, outlet: str) -> Reading:
    """Return blocks, quotations and attributions of one text."""
    blocks = blocks_of(text)
    quotations = quotations_of(text, blocks)
    outer = [q for q in quotations if q.depth == 0 and is_usable(text, q, blocks)]
    masked = masked_text(text, outer)
    narrated, quoted = parted(cues_of(text, lexicon=lexicon), outer)
    speakers = Speakers(text, lexicon, outlet)
    found: list[Attribution] = []
    pending = {q.start: q for q in outer}
    starts = [cue.start for cue in narrated]
    for block in blocks:
        if block.kind != "paragraph":
            continue
        previous = len(found)
        for start, end in sentences_of(masked, block.start, block.end):
            low, high = bisect_right(starts, start - 1), bisect_right(starts, end - 1)
            reports = reports_of(masked, start, end, narrated[low:high]) if high > low else []
            for attribution in resolved(text, reports, speakers, pending):
                found.append(attribution)
            follow_up(
                text, (start, end), found, previous=previous, pending=pending, speakers=speakers
            )
        inside = [q for q in outer if block.start <= q.start < block.end]
        for quotation in inside:
            found.extend(nested(text, quotation, quoted, found, speakers))
    found.sort(key=lambda item: (item.contents[0], item.level == "nested", item.cue))
    return Reading(blocks, quotations, found)


def is_usable(text: str, quotation: Quotation, blocks: Sequence[Block]) -> bool:
    """Return whether a quotation may hold speech: closed, or opened where speech begins."""
    if quotation.certain:
        return True
    place = quotation.start - 1
    while place >= 0 and text[place] in " \t\u00a0":
        place -= 1
    return place < 0 or text[place] in "\n\r,:"


def masked_text(text: str, quotations: Sequence[Quotation]) -> str:
    """Return the text with what stands in the given quotations masked, at the same length.

    The last character before the closing mark is kept when it is a full stop, and any other stop
    becomes a comma, so that `"Stop!" he said` is one sentence.
    """
    pieces: list[str] = []
    place = 0
    for quotation in quotations:
        first, last = quotation.start + 1, quotation.end - 2
        if first < place or last < first:
            continue
        end = text[last]
        keep = "." if end == "." else "," if end in ",?!…—–-" else MASK
        pieces += [text[place:first], MASK * (last - first), keep]
        place = last + 1
    pieces.append(text[place:])
    return "".join(pieces)


def parted(
    cues: Sequence[FoundCue], quotations: Sequence[Quotation]
) -> tuple[list[FoundCue], list[FoundCue]]:
    """Return the cues outside all quotations and those inside one."""
    outside: list[FoundCue] = []
    inside: list[FoundCue] = []
    starts = [q.start for q in quotations]
    for cue in cues:
        which = bisect_right(starts, cue.start) - 1
        within = which >= 0 and cue.start < quotations[which].end
        (inside if within else outside).append(cue)
    return outside, inside


def resolved(
    text: str, reports: Sequence[Report], speakers: Speakers, pending: dict[int, Quotation]
) -> list[Attribution]:
    """Return the reports of a sentence with level, mode and speaker."""
    out: list[Attribution] = []
    taken: list[Attribution] = []
    for report in reports:
        around = next((a for a in taken if covers(a, report.cue)), None)
        mode = mode_of(report.contents, pending)
        cue = report.found.cue
        if around is not None:
            voice = speakers.resolve(report.source, self_name=around.speaker or UNRESOLVED)
            if cue.kind != "report" or voice.name == around.speaker or report.source == NOWHERE:
                continue
            level = "nested"
        else:
            voice = speakers.resolve(report.source)
            level = "outer"
        via = intermediary(text, report, speakers)
        item = Attribution(
            report.source,
            report.cue,
            report.contents,
            mode,
            cue.stance,
            cue.kind,
            level,
            voice.name,
            via,
            voice.certain,
        )
        out.append(item)
        if level == "outer":
            taken.append(item)
            if cue.kind == "report":
                speakers.spoke(voice)
                for span in report.contents:
                    for place in [p for p in pending if span[0] <= p < span[1]]:
                        del pending[place]
    return out


def intermediary(text: str, report: Report, speakers: Speakers) -> str:
    """Return who or what passed the words on: "Foreign Ministry website"."""
    if report.via == NOWHERE:
        return ""
    name = speakers.resolve(report.via, self_name=UNRESOLVED).name
    channel = CHANNEL.match(text, report.cue[1])
    return f"{name} {channel['channel']}" if channel else name


def covers(attribution: Attribution, cue: Span) -> bool:
    """Return whether a cue lies within the content of an attribution."""
    return any(start <= cue[0] < end for start, end in attribution.contents)


def mode_of(contents: Sequence[Span], pending: dict[int, Quotation]) -> str:
    """Return direct when all content is quotations, mixed when some is, else indirect."""
    quoted = whole = 0
    for start, end in contents:
        inner = [q for q in pending.values() if start <= q.start and q.end <= end + 1]
        quoted += bool(inner)
        whole += any(q.start == start and abs(q.end - end) <= 1 for q in inner)
    if whole == len(contents):
        return "direct"
    return "mixed" if quoted else "indirect"


def follow_up(
    text: str,
    sentence: Span,
    found: list[Attribution],
    *,
    previous: int,
    pending: dict[int, Quotation],
    speakers: Speakers,
) -> None:
    """Attach a quotation that is a sentence of its own, with no cue, to the last speaker."""
    quotation = pending.get(sentence[0])
    if quotation is None or not is_sentence(text, quotation, sentence):
        return
    del pending[sentence[0]]
    span = (quotation.start, quotation.end)
    last = next((i for i in range(len(found) - 1, previous - 1, -1) if leads(found[i])), None)
    if last is not None:
        item = found[last]
        found[last] = item._replace(
            contents=(*item.contents, span), mode="direct" if item.mode == "direct" else item.mode
        )
        return
    voice = speakers.last()
    found.append(
        Attribution(
            NOWHERE,
            NOWHERE,
            (span,),
            "direct",
            "",
            "report",
            "outer",
            voice.name,
            "",
            voice.certain and quotation.certain and len(found) > 0,
        )
    )


def leads(item: Attribution) -> bool:
    """Return whether a quotation may continue what this attribution reports."""
    return item.level == "outer" and item.kind == "report" and item.mode == "direct"


def is_sentence(text: str, quotation: Quotation, sentence: Span) -> bool:
    """Return whether a quotation fills its sentence and ends as one."""
    inner = text[quotation.start + 1 : quotation.end].rstrip("\"”»'’ \t\n")
    return quotation.end >= sentence[1] - 1 and (quotation.continued or inner[-1:] in ENDINGS)


def nested(
    text: str,
    quotation: Quotation,
    cues: Sequence[FoundCue],
    found: Sequence[Attribution],
    speakers: Speakers,
) -> list[Attribution]:
    """Return what others are reported to say inside a quotation, one level deep."""
    low = bisect_right([cue.start for cue in cues], quotation.start)
    high = bisect_right([cue.start for cue in cues], quotation.end)
    if high <= low:
        return []
    owner = next((a.speaker for a in found if covers(a, (quotation.start, 0))), "")
    out: list[Attribution] = []
    inner = sentences_of(text, quotation.start + 1, quotation.end - 1)
    for start, end in inner:
        mine = [cue for cue in cues[low:high] if start <= cue.start < end]
        done = start
        for report in reports_of(text, start, end, mine) if mine else []:
            cue = report.found.cue
            if report.cue[0] < done or report.source == NOWHERE:
                continue
            if cue.kind != "report" and not (cue.naming and has_as(text, report)):
                continue
            voice = speakers.resolve(report.source, self_name=owner or UNRESOLVED)
            if voice.name == owner and owner:
                continue
            if report.contents[-1][0] > report.cue[0] and cue.shape == "noun":
                done = report.contents[-1][1]
            out.append(
                Attribution(
                    report.source,
                    report.cue,
                    report.contents,
                    "indirect",
                    cue.stance,
                    cue.kind,
                    "nested",
                    voice.name,
                    "",
                    voice.certain,
                )
            )
    return out


def has_as(text: str, report: Report) -> bool:
    """Return whether a naming cue gives the name it reports: "labeled them as"."""
    start, end = report.contents[0]
    return " as " in text[start:end]


def attributions(corpus: Corpus, *, lexicon: Lexicon) -> pd.DataFrame:
    """Return one row for each content span of each attribution of a corpus.

    Columns: `doc, start, end` (from the first of source, cue and content to the last), `level,
    kind, mode, stance, speaker, via, certain, source_start, source_end, cue, cue_start, cue_end,
    content` (which piece, from 0), `content_start, content_end`; -1 where a span is absent.
    """
    rows: list[tuple[object, ...]] = []
    for doc, text in corpus:
        for item in attributions_of(text, lexicon=lexicon):
            spans = [span for span in (item.source, item.cue, *item.contents) if span != NOWHERE]
            start, end = min(s for s, _ in spans), max(e for _, e in spans)
            word = text[item.cue[0] : item.cue[1]] if item.cue != NOWHERE else ""
            for number, content in enumerate(item.contents):
                rows.append(
                    (
                        doc,
                        start,
                        end,
                        item.level,
                        item.kind,
                        item.mode,
                        item.stance,
                        item.speaker,
                        item.via,
                        item.certain,
                        *item.source,
                        word,
                        *item.cue,
                        number,
                        *content,
                    )
                )
    return pd.DataFrame(rows, columns=COLUMNS)
