"""Reading one text: its blocks, its quotations and its attributions, sentence by sentence."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from topoi.progress import track
from topoi.text.corpus.corpus import Corpus
from topoi.text.lang.language import Language, is_written_in
from topoi.text.voices.announced_lists import List, announcing, note_list, with_lists
from topoi.text.voices.capitals import usual_capitals
from topoi.text.voices.cues import FoundCue, Report, cues_of, speech_among
from topoi.text.voices.free_direct_speech import follow_up, introduced
from topoi.text.voices.genre import UNKNOWN, Known, genre_of, known_of, turns_in
from topoi.text.voices.lexicon import Lexicon
from topoi.text.voices.narration import NOWHERE, SentenceSpan, Span, masked_text, narrated_sentences
from topoi.text.voices.nesting import (
    cues_outside_and_inside,
    follows_first_person,
    nested,
    nested_reports,
)
from topoi.text.voices.quotations import (
    Quotation,
    QuotationMarks,
    is_usable,
    quotations_of,
    usual_marks,
)
from topoi.text.voices.reporting import Attribution, reports_of, resolved
from topoi.text.voices.speakers import UNRESOLVED, Speakers
from topoi.text.voices.spellings import spellings
from topoi.text.voices.turns import Turn, parted
from topoi.text.words.blocks import Block, blocks_of

LONGEST_SOURCE = 8  # words in front of a cue in a turn
COLUMNS = (
    "doc start end level kind mode stance speaker via certain source_start source_end cue "
    "cue_start cue_end content content_start content_end"
).split()


@dataclass(frozen=True)
class Reading:
    """One text as it is read, once, for its attributions and for its voices.

    `usable` are the quotations that may hold speech, `masked` is the text without their words, and
    `known` says whether the text is in the language of the lexicon, `names` what a person of the
    gazetteer is called in it, if otherwise. `sentences` are those of the
    blocks that were asked for, by their start. `turns` are those of a transcript, or a whole
    speech, and the blocks are cut at them.
    """

    text: str
    lexicon: Lexicon
    blocks: list[Block]
    quotations: list[Quotation]
    usable: list[Quotation]
    masked: str
    cues: list[FoundCue]
    known: bool
    names: Mapping[str, str]
    turns: list[Turn]
    sentences: dict[int, list[Span]] = field(default_factory=dict)

    def sentences_of(self, block: Block) -> list[Span]:
        """Return the sentences of a block."""
        if block.start not in self.sentences:
            self.sentences[block.start] = narrated_sentences(self.masked, block.start, block.end)
        return self.sentences[block.start]


def reading_of(
    text: str, *, lexicon: Lexicon, acts: bool = True, about: Known = UNKNOWN
) -> Reading:
    """Return one text with its blocks, its quotations and its cues, `acts` among them or not."""
    text = usual_marks(text)
    blocks = blocks_of(text)
    genre = genre_of(text, blocks, lexicon, about)
    turns = turns_in(text, blocks, genre, lexicon, title=about.title)
    blocks = parted(blocks, turns, text) if turns else blocks
    text = usual_capitals(text, blocks, lexicon)
    quotations = quotations_of(text, blocks)
    usable = [quotation for quotation in quotations if is_usable(text, quotation)]
    masked = masked_text(text, usable, lexicon.language)
    known = is_written_in(text, lexicon.language)
    names = about.names
    if names is None:
        names = spellings([about.title, text], lexicon, given=[about.speaker])
    cues = cues_of(text, lexicon=lexicon, acts=acts)
    return Reading(text, lexicon, blocks, quotations, usable, masked, cues, known, names, turns)


def attributed(reading: Reading, *, acts: bool = True) -> list[Attribution]:
    """Return the attributions of a text in the order of their first content.

    Without `acts` only those acts are read that may give words in quotation marks. In a text of
    another language than the lexicon's nobody is named as the speaker, and nothing is certain.
    """
    text, language = reading.text, reading.lexicon.language
    marks = QuotationMarks(reading.usable)
    narrated, quoted = cues_outside_and_inside(reading.cues, reading.usable)
    if not acts:
        narrated = speech_among(text, narrated, language)
    starts = [cue.start for cue in narrated]
    speakers = Speakers(text, reading.lexicon)
    found: list[Attribution] = []
    no_marks = QuotationMarks([])
    previous = last = 0
    lists: list[List] = []
    lines = frozenset() if reading.turns else announcing(text, reading.blocks, language)
    for block in reading.blocks:
        if lists or block.start in lines:
            note_list(text, block, lists, speakers, announces=block.start in lines)
        first, last = last, bisect_left(starts, block.end, last)
        spoken = bool(marks.within(block.start, block.end))
        if block.kind != "paragraph" or (last == first and not spoken):
            continue
        before, previous = previous, len(found)
        for start, end in reading.sentences_of(block):
            stop = bisect_left(starts, end, first, last) if first < last else first
            if stop == first and not spoken:
                continue
            cues, first = narrated[first:stop], stop
            sentence = SentenceSpan(reading.masked, start, end, language)
            if cues and (reports := reports_of(sentence, cues, acts=acts)):
                found.extend(resolved(text, reports, speakers, marks if spoken else no_marks))
            if spoken and (free := marks.free(start, end)):
                if reports := introduced(text, sentence, free):
                    found.extend(resolved(text, reports, speakers, marks))
                free, latest = marks.free(start, end), speakers.latest
                follow_up(text, free, found, since=before, latest=latest, marks=marks)
    sentences = {b.start: reading.sentences_of(b) for one in lists for b in one.blocks}
    found = with_lists(text, found, lists, sentences) if lists else found
    if reading.turns:
        found.extend(told_in_turns(reading, narrated, speakers, marks))
    if quoted:
        found.extend(nested(text, quoted, speakers, marks, reading.quotations))
    if not reading.known:
        found = [item._replace(speaker=UNRESOLVED, via="", certain=False) for item in found]
    found += [spoken_turn(turn) for turn in reading.turns if turn.contents]
    found = [renamed(item, reading.names) for item in found] if reading.names else found
    found.sort(key=lambda item: (item.contents[0], item.level == "nested", item.cue))
    return found


def renamed(item: Attribution, names: Mapping[str, str]) -> Attribution:
    """Return an attribution whose persons are called as the texts call them."""
    speaker, via = names.get(item.speaker, item.speaker), names.get(item.via, item.via)
    same = speaker == item.speaker and via == item.via
    return item if same else item._replace(speaker=speaker, via=via)


def spoken_turn(turn: Turn) -> Attribution:
    """Return a turn as direct speech that its label alone attributes."""
    return Attribution(
        turn.source,
        NOWHERE,
        turn.contents,
        "direct",
        "",
        "report",
        "outer",
        turn.speaker,
        "",
        turn.certain,
    )


def told_in_turns(
    reading: Reading, narrated: Sequence[FoundCue], speakers: Speakers, marks: QuotationMarks
) -> Iterator[Attribution]:
    """Yield what the speakers of turns report in their turn: nested, whatever quotes it."""
    text, language = reading.text, reading.lexicon.language
    cues = [
        found
        for found in narrated
        if found.cue.kind == "report" and not follows_first_person(text, found.start, language)
    ]
    starts = [cue.start for cue in cues]
    spans = ((piece, turn.speaker) for turn in reading.turns for piece in turn.contents)
    (_, end), owner = next(spans, ((0, len(text) + 1), UNRESOLVED))
    for block in reading.blocks:
        if block.kind != "turn":
            continue
        while end <= block.start:
            (_, end), owner = next(spans, ((0, len(text) + 1), UNRESOLVED))
        spoken = bool(marks.within(block.start, block.end))
        first = bisect_left(starts, block.start)
        if not spoken and bisect_left(starts, block.end, first) == first:
            continue
        for low, high in reading.sentences_of(block):
            first, last = bisect_left(starts, low), bisect_left(starts, high)
            if first == last and not (spoken and marks.free(low, high)):
                continue  # nearly always
            sentence = SentenceSpan(reading.masked, low, high, language)
            reports = reports_of(sentence, cues[first:last]) if last > first else []
            yield from owned(text, reports, owner, speakers, marks)
            if spoken and (free := marks.free(low, high)):
                yield from owned(text, introduced(text, sentence, free), owner, speakers, marks)


def owned(
    text: str, reports: Sequence[Report], owner: str, speakers: Speakers, marks: QuotationMarks
) -> Iterator[Attribution]:
    """Yield the nested reports of one sentence, whose quotations are given to whom they quote."""
    language = speakers.language
    others = [report for report in reports if is_of_another(text, report, marks, language)]
    for item in nested_reports(text, others, owner, speakers, marks):
        marks.give(item.contents, item.speaker)
        yield item


def is_of_another(text: str, report: Report, marks: QuotationMarks, language: Language) -> bool:
    """Return whether a report in somebody's speech surely gives the words of another.

    Speech is not written as news is: its source is no "I", "we" or "you", and its words are quoted,
    or follow "that" or a plain verb of saying.
    """
    source = text[slice(*report.source)].lower().replace("’", "'").split()
    if not language.words_of_speakers.isdisjoint(source) or len(source) > LONGEST_SOURCE:
        return False
    if not source or source[0] in language.separators:
        return False
    start, end = report.contents[0]
    if marks.within(start, end):
        return True
    said = text[slice(*report.cue)].lower() in language.verbs_of_speech_in_turns
    return said or text[start:end].split(None, 1)[0].lower() in language.complementisers


def attributions_of(text: str, *, lexicon: Lexicon, about: Known = UNKNOWN) -> list[Attribution]:
    """Return the attributions of one text in the order of their first content.

    The rules are surface rules without a parser: a source in an unusual place is missed, and its
    words stay with the outlet.
    """
    return attributed(reading_of(text, lexicon=lexicon, about=about))


def attributions(corpus: Corpus, *, lexicon: Lexicon) -> pd.DataFrame:
    """Return one row for each content span of each attribution of a corpus.

    Columns: `doc, start, end` (from the first of source, cue and content to the last), `level,
    kind, mode, stance, speaker, via, certain, source_start, source_end, cue, cue_start, cue_end,
    content` (which piece, from 0), `content_start, content_end`; -1 where a span is absent.
    """
    readings = read_all(corpus, lexicon=lexicon, label="attributions")
    rows = [row for doc, reading in readings for row in attribution_rows(doc, reading)]
    return pd.DataFrame(rows, columns=COLUMNS)


def read_all(
    corpus: Corpus, *, lexicon: Lexicon, label: str, acts: bool = True
) -> Iterator[tuple[str, Reading]]:
    """Yield each document with how it is read, knowing what the documents table says of it."""
    texts = track(corpus, label=label, total=len(corpus), unit="text")
    for (doc, text), about in zip(texts, known_of(corpus, lexicon), strict=True):
        yield doc, reading_of(text, lexicon=lexicon, acts=acts, about=about)


def attribution_rows(doc: str, reading: Reading) -> Iterator[tuple[object, ...]]:
    """Yield the rows of one text's attributions, as the columns of the table are ordered."""
    for item in attributed(reading):
        spans = [span for span in (item.source, item.cue, *item.contents) if span != NOWHERE]
        place = (doc, min(s for s, _ in spans), max(e for _, e in spans))
        said = (item.level, item.kind, item.mode, item.stance, item.speaker, item.via, item.certain)
        word = reading.text[slice(*item.cue)] if item.cue != NOWHERE else ""
        for number, content in enumerate(item.contents):
            yield (*place, *said, *item.source, word, *item.cue, number, *content)


def outer_contents(attributions: pd.DataFrame, modes: list[str]) -> pd.DataFrame:
    """Return what the outlet reports in these modes, each row the span of the content alone.

    Words that two cues introduce are one row, that of the first.
    """
    outer = attributions["mode"].isin(modes) & (attributions["level"] == "outer")
    told = (attributions["kind"] == "report") & (attributions["content_start"] >= 0)
    told &= attributions["content_end"] > attributions["content_start"]
    rows = attributions[outer & told]
    spans = rows.assign(start=rows["content_start"], end=rows["content_end"])
    return spans.drop_duplicates(["doc", "start", "end"], ignore_index=True)
