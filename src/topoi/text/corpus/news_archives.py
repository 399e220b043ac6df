"""The forms in which news archives write an article: Nexis, Nexis Uni, Factiva and ProQuest."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = rf"(?P<month>{'|'.join(MONTHS)})[a-z]*\.?"
DAYS = (
    re.compile(rf"{MONTH} (?P<day>\d{{1,2}}), (?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(rf"(?P<day>\d{{1,2}}) {MONTH} (?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
)
NEXIS_MARK = re.compile(r"\s*\d+ of \d+ DOCUMENTS?\s*\Z")
NEXIS_END = re.compile(r"\s*End of Document\s*\Z")
NEXIS_FIELDS = """
    ACC-NO BYLINE CATEGORY CITY COMPANY CORRECTION CORRECTION-DATE COUNTRY DATELINE DISTRIBUTION
    EDITION GEOGRAPHIC GRAPHIC HIGHLIGHT INDUSTRY JOURNAL-CODE LANGUAGE LENGTH LOAD-DATE NOTES
    ORGANIZATION PERSON PUBLICATION-TYPE SECTION SERIES SOURCE STATE SUBJECT TICKER TYPE URL
""".split()
NEXIS_RIGHTS = r"Copyright (?:\d{4}|\(c\)|©)|All Rights Reserved"
NEXIS_FIELD = re.compile(rf"(?:(?:{'|'.join(NEXIS_FIELDS)}):|{NEXIS_RIGHTS})")
UNI_FIELDS = "|".join(name.title() for name in NEXIS_FIELDS)
UNI_FIELD = re.compile(
    rf"(?:(?:{UNI_FIELDS}):|{NEXIS_RIGHTS}|(?:Classification|Graphic|Notes|End of Document)\Z)"
)
FACTIVA_END = re.compile(r"(?:AN\s+)?Document [A-Z]{2,}[0-9]{6,}[a-z0-9]+\s*\Z")
FACTIVA_CODE = re.compile(
    r"(?P<name>SE|CLM|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|ART|CO|IN|NS|RE|IPD|IPC|PUB|AN)"
    r"(?:\s+(?P<value>\S.*)|\s*\Z)"
)
FACTIVA_TEXT = ("LP", "TD")
# "IN BRIEF" at the head of a line is no field, "IN iacc : Accounting" is one.
FACTIVA_INDEX = re.compile(r"(?:CO|IN|NS|RE|IPD|IPC)\s+\w+ [:|] |(?:ART|PUB)\s+\S|AN\s+Document ")
FACTIVA_WORDS = re.compile(r"[\d,]+ words\s*\Z")
FACTIVA_RIGHTS = re.compile(r"(?:Copyright\b|\(c\)|©)", re.IGNORECASE)
CLOCK = re.compile(r"\d{1,2}:\d{2}")
PROQUEST_MARK = re.compile(r"(?:_{20,}|Document \d+ of \d+)\s*\Z")
PROQUEST_FIELDS = (
    "Abstract|Author|Classification|Column|Company / organization|Copyright|Country of publication"
    "|Credit|Database|Dateline|Document feature|Document type|Document URL|Edition|First page"
    "|Full text|Identifier / keyword|ISBN|ISSN|Issue|Language of publication|Last updated|Links"
    "|Location|Number of pages|Pages|People|Place of publication|ProQuest document ID"
    "|Publication date|Publication info|Publication subject|Publication title|Publication year"
    "|Publisher|Section|Source type|Subject|Title|Volume|Year|e-ISSN"
)
PROQUEST_FIELD = re.compile(rf"(?P<name>{PROQUEST_FIELDS}):(?:\s+(?P<value>.*)|\s*\Z)")


class Line(NamedTuple):
    """A line of an export, without blanks at its edges, and its number."""

    number: int
    text: str


class Article(NamedTuple):
    """An article of an export: the line where it begins, its words, and what its fields say."""

    line: int
    text: str
    title: str = ""
    source: str = ""
    day: str = ""
    byline: str = ""


Fields = dict[str, list[str]]


class Form(NamedTuple):
    """How an archive writes: the mark of an article and whether it ends one, and how to read one.

    `article` returns None for lines that are no article of this form.
    """

    archive: str
    mark: re.Pattern[str]
    ends: bool
    article: Callable[[Sequence[Line]], Article | None]


def nexis_article(lines: Sequence[Line]) -> Article | None:
    """Return an article of Nexis: source, day, title, fields, words, fields."""
    fields = [n for n, line in enumerate(lines) if NEXIS_FIELD.match(line.text)]
    named = [n for n in fields if ":" in lines[n].text]  # rights may stand before the title
    length = next((n for n in named if lines[n].text.startswith("LENGTH:")), None)
    if length is None:
        return None
    begin = length
    while begin in fields:
        # A field goes on to the next blank line.
        begin = next((n for n in range(begin, len(lines)) if not lines[n].text), len(lines))
        begin = next((n for n in range(begin, len(lines)) if lines[n].text), len(lines))
    end = next((n for n in fields if n >= begin), len(lines))
    head = [lines[n] for n in range(named[0]) if lines[n].text and n not in fields]
    at = next((n for n, line in enumerate(head) if starts_with_day(line.text)), 0)
    return Article(
        line=first_number(head or lines),
        text=joined_lines(lines[begin:end]),
        title=" ".join(line.text for line in head[at + 1 :]),
        source=head[0].text if head else "",
        day=day_in(head[at].text) if head else "",
        byline=field_of(lines, "BYLINE:"),
    )


def nexis_uni_article(lines: Sequence[Line]) -> Article | None:
    """Return an article of Nexis Uni: title, source, day, fields, `Body`, words, fields."""
    body = next((n for n, line in enumerate(lines) if line.text == "Body"), None)
    if body is None:
        return None
    end = next((n for n in range(body + 1, len(lines)) if UNI_FIELD.match(lines[n].text)), None)
    head = [line for line in lines[:body] if line.text]
    days = [n for n, line in enumerate(head) if n > 1 and starts_with_day(line.text)]
    # A list of all articles may stand before the first.
    own = head[days[-1] - 2 :] if days else head
    return Article(
        line=first_number(own or lines),
        text=joined_lines(lines[body + 1 : end]),
        title=own[0].text if own else "",
        source=own[1].text if days else "",
        day=day_in(own[2].text) if days else "",
        byline=field_of(lines[:body], "Byline:"),
    )


def factiva_article(lines: Sequence[Line]) -> Article | None:
    """Return an article of Factiva with a code of two or three letters before each field."""
    fields: Fields = {}
    name = ""
    for line in lines:
        found = FACTIVA_CODE.match(line.text)
        if found and name in FACTIVA_TEXT:
            goes_on = name == "LP" and found["name"] == "TD"
            found = found if goes_on or FACTIVA_INDEX.match(line.text) else None
        if found:
            name = found["name"]
            fields.setdefault(name, []).append(found["value"] or "")
        elif name:
            fields[name].append(line.text)
    texts = ["\n".join(fields[code]).strip() for code in FACTIVA_TEXT if code in fields]
    if "HD" not in fields or not texts:
        return None
    return Article(
        line=first_number(lines),
        text="\n\n".join(filter(None, texts)),
        title=value_of(fields, "HD"),
        source=value_of(fields, "SN"),
        day=day_in(value_of(fields, "PD")),
        byline=value_of(fields, "BY"),
    )


def plain_factiva_article(lines: Sequence[Line]) -> Article | None:
    """Return an article of Factiva without codes: title, words, day, source, rights, words."""
    count = next((n for n, line in enumerate(lines) if FACTIVA_WORDS.match(line.text)), None)
    if count is None:
        return None
    behind = range(count, len(lines))
    rights = next((n for n in behind if FACTIVA_RIGHTS.match(lines[n].text)), None)
    head = [line for line in lines[:count] if line.text]
    about = [line.text for line in lines[count + 1 : rights] if line.text]
    at = next((n for n, text in enumerate(about) if starts_with_day(text)), None)
    if rights is None or at is None or not head:
        return None
    byline = head[-1].text if len(head) > 1 and head[-1].text.startswith("By ") else ""
    return Article(
        line=head[0].number,
        text=joined_lines(lines[rights + 1 : -1]),
        title=" ".join(line.text for line in head if line.text != byline),
        source=next((text for text in about[at + 1 :] if not CLOCK.match(text)), ""),
        day=day_in(about[at]),
        byline=byline,
    )


def proquest_article(lines: Sequence[Line]) -> Article | None:
    """Return an article of ProQuest, whose words stand behind `Full text:`."""
    fields: Fields = {}
    name = ""
    for line in lines:
        if found := PROQUEST_FIELD.match(line.text):
            name = found["name"]
            fields.setdefault(name, []).append(found["value"] or "")
        elif name:
            fields[name].append(line.text)
    if not {"Title", "Publication title"} & set(fields):
        return None
    return Article(
        line=first_number(lines),
        text="\n".join(fields.get("Full text", [])).strip(),
        title=value_of(fields, "Title"),
        source=value_of(fields, "Publication title"),
        day=day_in(value_of(fields, "Publication date")),
        byline=value_of(fields, "Author"),
    )


FORMS = (
    Form("Nexis", NEXIS_MARK, False, nexis_article),
    Form("Nexis Uni", NEXIS_END, True, nexis_uni_article),
    Form("Factiva", FACTIVA_END, True, factiva_article),
    Form("Factiva", FACTIVA_END, True, plain_factiva_article),
    Form("ProQuest", PROQUEST_MARK, False, proquest_article),
)


def first_number(lines: Sequence[Line]) -> int:
    """Return the number of the first line that is not blank, of at least one line."""
    return next((line.number for line in lines if line.text), lines[0].number)


def value_of(fields: Fields, name: str) -> str:
    """Return what a field says, on one line; "" where there is none."""
    return " ".join(" ".join(fields.get(name, [])).split())


def field_of(lines: Sequence[Line], name: str) -> str:
    """Return what stands in the first line with this field, "" where there is none."""
    values = (line.text[len(name) :].strip() for line in lines if line.text.startswith(name))
    return next(values, "")


def joined_lines(lines: Sequence[Line]) -> str:
    """Return lines as one text, without blank ones around it."""
    return "\n".join(line.text for line in lines).strip()


def starts_with_day(line: str) -> bool:
    """Return whether a line begins with a day, as the date lines of exports do."""
    return any(day.match(line) for day in DAYS)


def day_in(line: str) -> str:
    """Return the first day named in a line as YYYY-MM-DD, "" for none.

    >>> day_in("March 5, 2024 Tuesday"), day_in("5 Mar 2024"), day_in("May")
    ('2024-03-05', '2024-03-05', '')
    """
    for pattern in DAYS:
        if found := pattern.search(line):
            month = found["month"].lower()[:3]
            number = MONTHS.index(month) + 1 if month in MONTHS else int(month)
            try:
                return date(int(found["year"]), number, int(found["day"])).isoformat()
            except ValueError:
                continue
    return ""
