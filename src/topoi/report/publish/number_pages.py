"""The page of measured numbers: of each, its counts with their passages, its formula, its tables.

Written without a script: the numbers are listed by chapter and table, each with what it is; the
address names one, and the page shows that one alone, with all there is to say of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from topoi.report.chapters.making import INTERVALS, calculation
from topoi.report.evidence.collecting import Published
from topoi.report.evidence.counting import UNITS, PublishedTexts
from topoi.report.evidence.escaping import html_text
from topoi.report.evidence.making import MeasuredNumber, Printed, formula_of
from topoi.report.evidence.passages import CitedPassages, passages_at
from topoi.report.publish.places import Home, Places, by_place, home_among, homes_of_sets
from topoi.showing import counted

WHOLE = '<a href="text.html">the full text</a>'
MOST = 40  # places of one number that are listed; its table has all
IN_FIGURES = Home("")
NAMED = 4  # values of one measure in its heading


def with_units(
    published: Published, numbers: Iterable[MeasuredNumber], texts: PublishedTexts
) -> Published:
    """Return what was published, and the sentences and paragraphs that numbers count as sets."""
    made = {one.id: one for number in numbers for one in _units(number, texts)}
    return replace(published, sets={**published.sets, **made})


def _units(number: MeasuredNumber, texts: PublishedTexts) -> Iterator[CitedPassages]:
    for cited, unit in counts_of(number):
        if cited and unit in UNITS:
            yield units_of(cited, unit, texts)


def counts_of(number: MeasuredNumber) -> Sequence[tuple[CitedPassages | None, str]]:
    """Return the passages of numerator and denominator, each with what is counted in it."""
    if number.making is None:
        return []
    both = [(number.of, number.making.counted), (number.base, number.making.over)]
    return both if number.making.over else both[:1]


def units_of(cited: CitedPassages, unit: str, texts: PublishedTexts) -> CitedPassages:
    """Return the sentences or paragraphs that hold one of the passages, as a cited set."""
    return passages_at(texts.holding(cited.loci, UNITS[unit]), label=f"{cited.label}: {unit}")


def sets_list(
    published: Published,
    numbers: Iterable[MeasuredNumber],
    texts: PublishedTexts,
    places: Places,
) -> str:
    """Return the HTML of all cited sets, each a link to its passages, under the chapter and the
    table whose numbers were counted from them; those of marks of figures alone come last."""
    units = ((number, [made.id for made in _units(number, texts)]) for number in numbers)
    homes = homes_of_sets(published, units, places)
    order = {home: place for place, home in enumerate(dict.fromkeys(homes.values()))}
    listed = [(homes.get(one.id, IN_FIGURES), one) for one in published.sets.values()]
    listed.sort(key=lambda item: (order.get(item[0], len(order)), item[1].label, item[1].id))
    return by_place(((home, _listed(one)) for home, one in listed), places, sets=True)


def _listed(cited: CitedPassages) -> str:
    label, many = html_text(cited.label), len(cited.loci)
    if not many:
        return f'<li id="{cited.id}">{label} (0)</li>'
    return f'<li><a id="{cited.id}" href="#{cited.id}">{label}</a> ({many:,})</li>'


def number_sections(
    numbers: Iterable[MeasuredNumber], texts: PublishedTexts, places: Places
) -> str:
    """Return the HTML of all measured numbers, each a section with the id that its links name,
    under the chapter and the table that print it."""
    listed = []
    for number in numbers:
        home = home_among(((one.chapter, one.table) for one in number.printed), places)
        listed.append((home, "\n".join(_section(number, texts, places))))
    return by_place(listed, places)


def heading_of(number: MeasuredNumber) -> str:
    """Return what a number is, of what, and its first values: "Share of words (Direct): 64.5%"."""
    values = list(dict.fromkeys(one.text for one in number.printed))
    shown = ", ".join(values[:NAMED]) + (" …" if len(values) > NAMED else "")
    of = f" ({number.of.label})" if number.of else ""
    return f"{number.how[:1].upper()}{number.how[1:]}{of}: {shown}"


def _section(number: MeasuredNumber, texts: PublishedTexts, places: Places) -> Iterator[str]:
    yield f'<section class="made" id="{number.id}">'
    yield f'<h4><a href="#{number.id}">{html_text(heading_of(number))}</a></h4>'
    if number.of:
        yield "<dl>"
        yield from _counts(number, texts)
        yield "</dl>"
    formula = formula_of(number.how)
    if formula:
        yield f"<p><b>Formula</b> {html_text(formula)}{_result(number)}</p>"
    if number.ends:
        named = INTERVALS.get(number.making.named, "") if number.making else ""
        said = f": {html_text(named)}" if named else ""
        yield f"<p><b>Interval</b> {html_text(' to '.join(number.ends))}{said}</p>"
    yield '<p><b>Printed</b></p>\n<ul class="printed">'
    several = len({one.text for one in number.printed}) > 1
    for place in _printed(number.printed, places, several=several):
        yield f"<li>{place}</li>"
    yield "</ul></section>"


def _result(number: MeasuredNumber) -> str:
    if number.made is None or number.made.bottom is None:
        return ""
    return f'<br><span class="sum">{number.made.value:,.6g}{html_text(calculation(number))}</span>'


def _counts(number: MeasuredNumber, texts: PublishedTexts) -> Iterator[str]:
    """Yield a count of the numerator and one of the denominator, each linked to its passages."""
    made, counts = number.made, counts_of(number)
    if made is None or not counts:
        yield f"<div><dt>Passages</dt><dd>{_linked(number.of)}</dd></div>"
        if number.base:
            yield f"<div><dt>Beside</dt><dd>{_linked(number.base)}</dd></div>"
        return
    for count, (cited, unit) in zip((made.top, made.bottom), counts, strict=False):
        head, where = counted(count or 0, unit), WHOLE
        if count and cited and unit in UNITS:
            own = units_of(cited, unit, texts)
            head = f'<a href="index.html#{own.id}">{head}</a>'
        if cited:
            where = _linked(cited)
        yield f"<div><dt>{head}</dt><dd>in {where}</dd></div>"


def _linked(cited: CitedPassages | None) -> str:
    if cited is None:
        return WHOLE
    told = f"{counted(len(cited.loci), 'passages')}: {html_text(cited.label)}"
    return f'<a href="index.html#{cited.id}">{told}</a>' if cited.loci else told


def _printed(numbers: Iterable[Printed], places: Places, *, several: bool) -> Iterator[str]:
    """Yield where numbers stand, as HTML: each table with their cells, then the words around them.

    Cells are told by their number where there are several; one alone heads the section.
    """
    cells: dict[str, dict[tuple[str, str, str], None]] = {}
    prose: dict[str, Printed] = {}  # the same words may stand in the summary, too
    for one in numbers:
        if f"[{one.text}]" in one.where:
            prose.setdefault(one.where, one)
        else:
            column, value = one.where.removeprefix(f"{one.row}, "), one.text if several else ""
            cells.setdefault(one.table, {})[column, value, one.row] = None
    for table, found in cells.items():
        more = "; and others" if len(found) > MOST else ""
        named = f"{_table(table, places)}<br>" if table in places.captions else ""
        yield f"{named}{_by_column(list(found)[:MOST])}{more}"
    yield from (_in_prose(one, places) for one in prose.values())


def _by_column(cells: Iterable[tuple[str, str, str]]) -> str:
    """Return columns, values ("" for the only one) and rows as HTML, each column and value once.

    >>> _by_column([("Words", "2", "Ann"), ("Words", "0", "Bo"), ("Words", "2", "Cy")])
    'Words: 2 (Ann; Cy); 0 (Bo)'
    >>> _by_column([("Words", "", "Ann"), ("Share", "", "Ann"), ("Words", "", "Bo")])
    'Words: Ann; Bo<br>Share: Ann'
    """
    columns: dict[str, dict[str, list[str]]] = {}
    for column, value, row in cells:
        columns.setdefault(column, {}).setdefault(value, []).append(row)
    told = []
    for column, values in columns.items():
        rows = {value: "; ".join(filter(None, of)) for value, of in values.items()}
        listed = "; ".join(f"{value} ({of})" if value else of for value, of in rows.items())
        told.append(html_text(f"{column}: {listed}" if listed else column))
    return "<br>".join(told)


def _table(table: str, places: Places) -> str:
    caption = html_text(places.captions[table] or table)
    at = places.tables.get(table, "")
    named = f'<a href="../{at}">{caption}</a>' if at else caption
    return f'{named} (<a href="../data/tables/{html_text(table)}.csv" download>CSV</a>)'


def _in_prose(one: Printed, places: Places) -> str:
    address, title = places.of(one.chapter)
    chapter = f'<a href="../{address}">{html_text(title)}</a>: ' if address else ""
    source = f"<br>From {_table(one.table, places)}" if one.table in places.captions else ""
    return f"{chapter}{html_text(one.where)}{source}"
