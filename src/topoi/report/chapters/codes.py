"""The chapter of a codebook: which codes occur, in whose words, and a section for each headline."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from topoi.coding.codebook.codebook import POLARITIES, Code, Codebook
from topoi.report.chapters.appendix import in_brackets
from topoi.report.chapters.codebooks import marked
from topoi.report.chapters.results import (
    FORMS,
    RATE_AND_ENDS,
    SIDES,
    forms_of,
    passages_table,
    place_column,
    rate_digits,
    sides,
    voice,
)
from topoi.report.chapters.sentences import counted, heading, ranking, with_unit, wordings
from topoi.report.chapters.tables import Column, Table, table
from topoi.report.chapters.words import LEVEL
from topoi.report.evidence.citing import (
    Sentence,
    cite,
    enumeration,
    measured,
    name,
    prose,
    sentence,
)
from topoi.report.evidence.passages import label_of

if TYPE_CHECKING:
    from topoi.study import Study

CONTEXT = 120  # characters on each side of a passage in its context
SHOWN = 15  # passages of a code that has more than a table holds
WORDINGS = 3  # of a code, in its sentence
INTERVAL = name("95%")


def finding_sentence(study: "Study", book: Codebook, rates: pd.DataFrame) -> Sentence:
    """Return how many codes of a codebook occur, in how many passages, and the most frequent.

    `rates` are those of the codes, as `measures.rates` gives them. The first code is told with the
    next beside it, and whether a lead as large would be rare by chance: of several counts one is
    always the largest.
    """
    hits, labels = study.hits_of(book.id), marked(study.labels(book.id), book)
    source = f"tbl-{book.id}-rates"
    told = {
        "title": name(book.title),
        "all": measured(len(labels), how="codes looked for", source=source, digits=0),
        "n": cite(hits, label=f"{book.title}: all passages"),
    }
    if hits.empty:
        return sentence("{title}: codes found, none of {all}; passages, {n}.", **told)
    some = measured(hits["code"].nunique(), how="codes with a passage", source=source, digits=0)
    quoted = inside_quotations(study, hits)
    opening = sentence(
        "{title}: codes found, {some} of {all}; passages, {n}, of which inside quotations {q}{v}.",
        some=some,
        q=cite(quoted, label=f"{book.title}: inside quotations"),
        v=", voices quoted within them included" if (quoted["mode"] == "nested").any() else "",
        **told,
    )
    first, second = [*ranking(hits, labels), ""][:2]
    own, next_ = hits[hits["code"] == first], hits[hits["code"] == second]
    most = sentence(
        "By plain count {most} {label}: {often}.",
        most="no code is more frequent than" if len(own) == len(next_) else "the most frequent is",
        label=name(labels[first]),
        often=how_often(first, own, rates, label=labels[first]),
    )
    return prose(opening, most, *beside_first(study, own, next_, labels.get(second, "")))


def beside_first(
    study: "Study", own: pd.DataFrame, following: pd.DataFrame, label: str
) -> Iterator[Sentence]:
    """Yield what the code after the most frequent has, and whether chance would give its lead."""
    if following.empty:
        return
    about = {"label": name(label), "n": cite(following, label=label)}
    if len(own) == len(following):
        yield sentence("{label} has {n} too.", **about)
        return
    p = lead(study, own, following)
    yield sentence(
        "The next, {label}, has {n}; if the two were equally frequent, so large a lead of either "
        "would have a probability {p}, which is {side} {level}.",
        p=chance_told(p),
        side="below" if p < LEVEL else "not below",
        level=name(LEVEL),
        **about,
    )


def lead(study: "Study", own: pd.DataFrame, following: pd.DataFrame) -> float:
    """Return the p of the lead of a code over the next, given the hits of both."""
    from topoi.analysis.robustness.resampling import ahead_test

    docs = study.corpus.documents["doc"]
    return ahead_test(*(docs.map(one["doc"].value_counts()).fillna(0) for one in (own, following)))


def inside_quotations(study: "Study", hits: pd.DataFrame) -> pd.DataFrame:
    """Return the hits that are somebody's quoted words, of voices within quotations too."""
    return hits[sides(hits, study.quotations) == "quoted speech"]


def how_often(code: str, hits: pd.DataFrame, rates: pd.DataFrame, *, label: str) -> Sentence:
    """Return the passages of a code, and its rate with its unit and its interval."""
    row = rates.set_index("code").loc[code]
    digits = rate_digits(row["rate"])
    told = {
        key: measured(row[key], hits=hits, how=f"per 1,000 words{end}", digits=digits, label=label)
        for key, end in RATE_AND_ENDS.items()
    }
    return sentence(
        "{n}, {rate} per thousand words ({certain} interval {low} to {high})",
        n=with_unit(cite(hits, label=label), "passage"),
        certain=INTERVAL,
        **told,
    )


def headline_codes(book: Codebook) -> list[Code]:
    """Return the codes that have a section of their own."""
    return [code for code in book.codes if code.headline]


def headline_sections(study: "Study", book: Codebook, rates: pd.DataFrame) -> Iterator[object]:
    """Yield, for each headline code with a passage, its heading, finding, passages and neighbours.

    A headline code without a passage has no section; its zero stands in the table of rates.
    """
    from topoi.analysis.measures.cooccurrence import companions

    hits = study.hits_of(book.id)
    for number, code in enumerate(book.codes, 1):
        if not code.headline:
            continue
        own = hits[hits["code"] == code.id]
        if own.empty:
            continue
        label = f"{book.id}-code{number}"
        yield heading(code.label, f"sec-{label}")
        yield code_sentence(code, own, rates)
        beside = companions(hits, code.id)
        yield passages_in_context(study, book, beside, title=code.label, label=f"tbl-{label}")
        if code.see_also:
            found = study.search(entry.query for entry in code.see_also)
            yield near_table(found, title=code.label, label=f"tbl-{label}-near")


def code_sentence(code: Code, own: pd.DataFrame, rates: pd.DataFrame) -> Sentence:
    """Return how often a code occurs, in which wordings, in whose words, and how it divides."""
    told = sentence(
        "{label}: {often}, worded {words}.",
        label=name(code.label),
        often=how_often(code.id, own, rates, label=code.label),
        words=wordings(own, most=WORDINGS),
    )
    polarities = {one: one for one in POLARITIES if (own["polarity"] == one).any()}
    parts = []
    for one in code.parts:
        n = cite(own[own["subtype"].isin(one.subtypes)], label=f"{code.label}: {one.label}")
        parts.append(sentence("{part} ({n})", part=name(one.label), n=n))
    return prose(
        told,
        sentence("In whose words: {who}.", who=in_whose_words(own, code.label)),
        sentence("Polarity: {how}.", how=counted(own, polarities, by="polarity", of=code.label)),
        *([sentence("By part: {parts}.", parts=enumeration(parts))] if parts else []),
    )


def in_whose_words(hits: pd.DataFrame, label: str) -> Sentence:
    """Return who has the most of the hits of a code, each with a number, and that of all others."""
    whose = hits["speaker"].mask(hits["speaker"] == "", hits["mode"].map(UNNAMED))
    first = list(whose.value_counts().index[:WORDINGS])
    groups = {one: one for one in first} | ({"": "others"} if whose.nunique() > len(first) else {})
    placed = hits.assign(whose=whose.where(whose.isin(first), ""))
    return counted(placed, groups, by="whose", of=label)


UNNAMED = {
    "outlet": "the outlet's own",
    "indirect": "a paraphrase of somebody not named",
    "direct": "a quotation of somebody not named",
    "mixed": "a quotation of somebody not named",
    "nested": "a voice within another, not named",
}


def passages_in_context(
    study: "Study", book: Codebook, beside: pd.DataFrame, *, title: str, label: str
) -> Table:
    """Return the passages of one code: where, who, in context, of whom, what it answers, beside.

    `beside` comes from `measures.cooccurrence.companions`.
    """
    from topoi.analysis.measures.concordance import occasions

    labels, texts = study.labels(book.id), study.corpus.texts
    rows = occasions(beside, study.corpus, study.segments)

    def titles(row: Mapping[str, Any]) -> str:
        near = [labels.get(one, label_of(one)) for one in row["in_sentence"]]
        further = [labels.get(one, label_of(one)) for one in row["in_paragraph"]]
        told = [*near, *([f"in the paragraph: {'; '.join(further)}"] if further else [])]
        return "; ".join(told)

    def passage(row: Mapping[str, Any]) -> str:
        return in_brackets(texts[row["doc"]], row["start"], row["end"], CONTEXT)

    def about(row: Mapping[str, Any]) -> str:
        return "; ".join(filter(None, [row["target"], row["answers"]]))

    columns = [
        place_column(rows),
        Column("Voice", lambda row: f"{voice(row['mode'], row['speaker'])}; {row['polarity']}"),
        Column("In context", passage, "quoted"),
        Column("Nearest actor; in answer to", about, "quoted", empty="—"),
        Column("Beside it", titles, empty="—"),
    ]
    caption = f"{title}: the passages in their context."
    return passages_table(rows, columns, spaced=SHOWN, caption=caption, label=label, widths=WIDTHS)


def headline_hits(hits: pd.DataFrame, book: Codebook) -> dict[str, pd.DataFrame]:
    """Return label -> hits of the headline codes that occur."""
    found = {code.label: hits[hits["code"] == code.id] for code in headline_codes(book)}
    return {label: own for label, own in found.items() if len(own)}


def order_sentence(study: "Study", book: Codebook) -> Sentence:
    """Return what the lead of the most frequent code may be by chance; "" where it has none."""
    hits, labels = study.hits_of(book.id), study.labels(book.id)
    first, second = (hits[hits["code"] == code] for code in [*ranking(hits, labels), "", ""][:2])
    if second.empty or len(first) == len(second):
        return sentence("")
    p, alone = lead(study, first, second), len(study.corpus) == 1
    return sentence(
        "One of several counts is always the largest. If the first two codes were equally "
        "frequent, they would be at least as far apart as {one} and {other}, whichever is ahead, "
        "with a probability {p} [@hung2019]: {units}.",
        one=cite(first, label=labels[ranking(hits, labels)[0]]),
        other=cite(second, label=labels[ranking(hits, labels)[1]]),
        p=chance_told(p),
        units=PASSAGES_TESTED if alone else TEXTS_TESTED,
    )


def chance_told(p: float) -> Sentence:
    """Return "of 0.629", or "below 0.001" where there is less than can be printed."""
    how = "test of the first code against the next: p"
    if p < LEAST_SHOWN:
        return sentence("below {least}", least=name(LEAST_SHOWN))
    return sentence("of {p}", p=measured(p, how=how, digits=3))


LEAST_SHOWN = 0.001
PASSAGES_TESTED = "an exact test, as if passages were independent"
TEXTS_TESTED = "a test that deals the sign of their difference in each text at random"


def voices_sentence(study: "Study", hits: pd.DataFrame) -> Sentence:
    """Return how many passages are quoted, paraphrase, the outlet's own; "" without any."""
    if hits.empty:
        return sentence("")
    placed = sides(hits, study.quotations)
    quoted, told = inside_quotations(study, hits), hits[placed == SIDES["indirect"]]
    modes = {mode: by for mode, by in QUOTED.items() if (quoted["mode"] == mode).any()}
    [title] = (book.title for book in study.codebooks if book.id == hits["codebook"].iloc[0])
    return sentence(
        "Of {n} passages {q} stand inside quotations{parts}; {i} stand in paraphrases{within} and "
        "{o} in the outlet's own words, its headings among them. What is said in one's own voice "
        "and what is quoted are different findings, and the table keeps them apart.",
        n=cite(hits, label=f"{title}: all passages"),
        q=cite(quoted, label=f"{title}: inside quotations"),
        parts=sentence(": {parts}", parts=counted(quoted, modes, by="mode", of=title))
        if "nested" in modes
        else "",
        i=cite(told, label=f"{title}: in paraphrases"),
        within=" (voices within them included)" if (told["mode"] == "nested").any() else "",
        o=cite(hits[placed == SIDES["outlet"]], label=f"{title}: in the outlet's own words"),
    )


QUOTED = {
    "direct": "directly quoted",
    "mixed": "partly quoted",
    "nested": "of a voice within a quotation",
}


WIDTHS = (10, 13, 40, 14, 23)


def near_table(found: Mapping[str, pd.DataFrame], *, title: str, label: str) -> Table:
    """Return how often each query near in meaning occurs, and in which forms."""
    columns = [
        Column("Query", "query"),
        Column("Passages", "query", "count"),
        Column("Forms", lambda row: forms_of(row["own"]), "quoted"),
    ]
    rows = [{"query": query, "own": own} for query, own in found.items()]
    caption = f"{title}: words near in meaning, found or not."
    return table(rows, columns, caption=caption, label=label)


def rates_by_voice(study: "Study", hits: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Return the rates of codes in quoted speech, paraphrase and the outlet's own words.

    Each is taken over the words of that voice. `hits` have the column `voice`, as `sides` gives it.
    """
    from topoi.analysis.measures.rates import rates, word_counts

    spoken = study.voices.assign(voice=sides(study.voices, study.quotations))
    words = word_counts(study.tokens, spoken, by=["voice", "doc"])
    return rates(hits, words, by=["code", "voice"], codes=list(codes))


NO_KIND = "no kind named"


def wordings_table(study: "Study", book: Codebook, *, most: int = FORMS) -> Table:
    """Return the wordings of each code that occurs, by its kinds, the most frequent kind first."""
    hits, kinds = study.hits_of(book.id), study.kinds(book.id)
    labels = marked(study.labels(book.id), book)
    rows = []
    for code in labels:
        own = hits[hits["code"] == code]
        for subtype in own["subtype"].value_counts().index:
            told = kinds.get((code, subtype)) or label_of(subtype)
            rows.append({"code": labels[code], "kind": told, "own": own[own["subtype"] == subtype]})
    columns = [
        Column("Code", "code"),
        Column("Kind", "kind", empty="—"),
        Column("Passages", lambda row: f"{row['code']}: {row['kind'] or NO_KIND}", "count"),
        Column("Wordings", lambda row: forms_of(row["own"], most=most), "quoted"),
    ]
    return table(rows, columns)
