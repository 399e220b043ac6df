"""Exports of news archives: one file with many articles, split at their marks into texts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from topoi.errors import InputError, Notice
from topoi.text.corpus.formats import Record
from topoi.text.corpus.news_archives import FORMS, Article, Form, Line

HEAD = 4000  # characters in which an export shows that it is one
LIKELY = re.compile(
    r"(?m)^[ \t]*(?:\d+ of \d+ DOCUMENTS?|Length:\s*[\d,]+ words|WC\s+[\d,]+ words|[\d,]+ words"
    r"|Documents? \(\d+\)|Document \d+ of \d+|_{20,})[ \t\r]*$"
)
LIKE_A_MARK = re.compile(
    r"(?m)^[ \t]*(?:[^\W\d_]+ )?1 (?:of|von|de|di|van|sur) (?P<all>\d+)(?: [^\W\d_]+)?[ \t\r]*$"
)


def export_entries(record: Record) -> Iterator[Record | InputError | Notice]:
    """Yield the articles of a text that is an export of a news archive; else the text itself.

    What stands in named fields is known of an article and none of its words. Each has the id of the
    file and its number, and its place is its line. An article without words is an InputError; how
    the file is read is told in a Notice, and so is what looks like an export of another form and is
    read as one text.
    """
    archive, articles, outside = split_export(record.text)
    if not articles:
        yield record
        if found := LIKE_A_MARK.search(record.text[:HEAD]):
            said = f"looks like an export of {found['all']} articles, and is read as one text"
            yield Notice(record.place, said, "Put each article into a file of its own.")
        return
    many = f"{len(articles):,} article{'' if len(articles) == 1 else 's'}"
    beside = f", and {outside:,} lines outside of them" if outside else ""
    said = f"is an export of {many} of {archive}: their fields{beside} are read as no words"
    yield Notice(record.place, said, "Nothing is to be done.")
    for number, article in enumerate(articles, start=1):
        place = f"{record.place}:{article.line}"
        if article.text:
            yield article_record(record, article, number, place)
        else:
            remedy = "Export it with its full text, or take it out."
            yield InputError(place, f"is an article of {archive} without words", remedy)


def article_record(record: Record, article: Article, number: int, place: str) -> Record:
    """Return the record of an article in the file of another record."""
    known = {"byline": article.byline} if article.byline else {}
    return replace(
        record,
        doc=f"{record.doc}-{number}",
        text=article.text,
        place=place,
        source=article.source or record.source,
        date=article.day or record.date,
        title=article.title,
        metadata={**record.metadata, **known},
    )


def split_export(text: str) -> tuple[str, list[Article], int]:
    """Return the archive of an export, its articles, and how many lines stand outside of them; "",
    none and 0 for another text.

    >>> head = "1 of 1 DOCUMENTS\\nThe Times\\nMarch 5, 2024\\nTalks\\nLENGTH: 2 words\\n\\n"
    >>> archive, [one], _ = split_export(head + "He left.\\nLOAD-DATE: March 6, 2024")
    >>> archive, one.source, one.day, one.title, one.text
    ('Nexis', 'The Times', '2024-03-05', 'Talks', 'He left.')
    """
    if not LIKELY.search(text[:HEAD]):
        return "", [], 0
    numbered = enumerate(text.split("\n"), start=1)
    lines = [Line(number, line.strip("\f\r\t ")) for number, line in numbered]
    for form in FORMS:
        parts, outside = parts_of(lines, form)
        articles = [form.article(part) for part in parts]
        if any(articles):
            # What is none of its form is told of, too, as one without words.
            found = zip(articles, parts, strict=True)
            whole = [article or Article(part[0].number, "") for article, part in found]
            return form.archive, whole, sum(bool(line.text) for line in outside)
    return "", [], 0


def parts_of(lines: Sequence[Line], form: Form) -> tuple[list[list[Line]], list[Line]]:
    """Return the lines of each article that are not all blank, and those outside of all."""
    parts: list[list[Line]] = [[]]
    for line in lines:
        is_mark = form.mark.match(line.text)
        if form.ends or not is_mark:
            parts[-1].append(line)
        if is_mark:
            parts.append([])
    outside = parts.pop() if form.ends else parts.pop(0)
    return [part for part in parts if any(line.text for line in part)], outside
