"""How a measured number was made: what was counted, in which passages, over what, by which formula.

`topoi verify` and the report compute by the same `Making`, so that what a reader sees of a number
is what is checked of it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from topoi.analysis.measures.intervals import (
    Interval,
    Intervals,
    rate_intervals,
    share_intervals,
)
from topoi.report.evidence.citing import kind_of, number_id
from topoi.report.evidence.collecting import Published
from topoi.report.evidence.counting import Loci, PublishedTexts
from topoi.report.evidence.formulas import FORMULAS
from topoi.report.evidence.passages import CitedPassages

RATE, SHARE = "95%, of a rate", "95%, of a share"
COUNT = "count"  # the number of passages itself, which needs no more to be said


class Making(NamedTuple):
    """What is counted in the passages, what that is divided by, and the interval of the result."""

    counted: str
    over: str = ""
    per: int = 1
    interval: Callable[..., Intervals] | None = None
    named: str = ""

    def formula(self) -> str:
        """Return the formula in words.

        >>> COMPUTATIONS["per 1,000 words"].formula(), COMPUTATIONS["share of words"].formula()
        ('1,000 × passages ÷ all words', 'words in the passages ÷ all words')
        """
        times = f"{self.per:,} × " if self.per != 1 else ""
        held = {"passages": "passages", "words": "words in the passages"}
        top = held.get(self.counted, f"{self.counted} with a passage")
        return f"{times}{top} ÷ all {self.over}" if self.over else top


def _share(of: str) -> Making:
    return Making(of, of, interval=share_intervals, named=SHARE)


COMPUTATIONS: Mapping[str, Making] = {
    COUNT: Making("passages"),
    **{unit: Making(unit) for unit in ("words", "documents", "sentences", "paragraphs")},
    "per 1,000 words": Making("passages", "words", 1000, rate_intervals, RATE),
    "share of words": Making("words", "words"),
    "share of passages": _share("passages"),
    "share of sentences": _share("sentences"),
    "share of paragraphs": _share("paragraphs"),
}


class Made(NamedTuple):
    """The counts behind a number, the number, and the ends of its interval where it has one."""

    top: int
    bottom: int | None
    value: float
    ends: Interval | None = None


def made(how: str, of: Loci, base: Loci | None, texts: PublishedTexts) -> Made | None:
    """Return how a number of this kind is made of its passages, None where they do not give it.

    `base` are the passages of the denominator; None stands for all texts.
    """
    making = COMPUTATIONS.get(how)
    if making is None:
        return None
    tops = texts.by_text(making.counted, of)
    top = sum(tops.values())
    if not making.over:
        return Made(top, None, top)
    bottoms = texts.by_text(making.over, base)
    bottom = sum(bottoms.values())
    if not bottom:
        return None
    value = making.per * top / bottom
    return Made(top, bottom, value, _ends(making, tops, bottoms))


def _ends(making: Making, tops: Mapping[str, int], bottoms: Mapping[str, int]) -> Interval | None:
    """Return the ends of the interval of a rate or share, by the counts of each text."""
    if making.interval is None:
        return None
    texts = sorted({*tops, *bottoms})
    counts = (np.array([of.get(text, 0) for text in texts]) for of in (tops, bottoms))
    found = making.interval(*counts, np.zeros(len(texts), dtype=int), groups=1)
    return Interval(*(making.per * float(end[0]) for end in (found.low, found.high)))


def computed(how: str, of: Loci, base: Loci | None, texts: PublishedTexts) -> float | None:
    """Return the value of a number or the end of its interval; None where passages do not give it.

    >>> texts = PublishedTexts({"d": "one two three four"}, pd.DataFrame())
    >>> computed("share of words", (("d", 0, 7, ""),), None, texts)
    0.5
    """
    kind, end = kind_of(how)
    found = made(kind, of, base, texts)
    if found is None or not end:
        return None if found is None else found.value
    return getattr(found.ends, end) if found.ends and how == f"{kind}, {end}" else None


def formula_of(how: str) -> str:
    """Return the formula in words of a kind of number, "" where its description says all.

    >>> formula_of("Jaccard of units")
    'units with both codes ÷ units with either'
    """
    if how in COMPUTATIONS:
        return COMPUTATIONS[how].formula()
    if kind_of(how)[1] or how.endswith((", from", ", to")):
        return f"an end of the 95% interval{' (Wilson 1927)' if 'Wilson' in how else ''}"
    return next((said for start, said in FORMULAS.items() if how.startswith(start)), "")


class Printed(NamedTuple):
    """A number on a page: its chapter, and its table, row and column, or the words around it."""

    text: str
    chapter: str
    table: str
    row: str
    where: str


@dataclass(frozen=True)
class MeasuredNumber:
    """A number that is no plain count, with all that the report says of how it was made.

    `of` are its passages (None where it was read from a table), `base` those of its denominator
    (None: all texts), `ends` those of its interval as they are printed.
    """

    id: str
    how: str
    ends: tuple[str, ...]
    of: CitedPassages | None
    base: CitedPassages | None
    made: Made | None
    printed: tuple[Printed, ...]

    @property
    def value(self) -> str:
        """The number as it is printed; several where they are of one measure."""
        return ", ".join(dict.fromkeys(one.text for one in self.printed))

    @property
    def making(self) -> Making | None:
        """What was counted and divided, where passages give the number."""
        return COMPUTATIONS.get(self.how) if self.made else None


def measured_numbers(published: Published, texts: PublishedTexts) -> Iterator[MeasuredNumber]:
    """Yield every published number that is no plain count, the ends of its interval with it."""
    numbers = published.numbers[published.numbers["how"] != COUNT]
    read = numbers["ref"].str.startswith("me-")
    kinds = [(h, "") if r else kind_of(h) for h, r in zip(numbers["how"], read, strict=True)]
    numbers = numbers.assign(kind=[kind for kind, _ in kinds], end=[end for _, end in kinds])
    ids = map(number_id, numbers["kind"], numbers["ref"], numbers["base"])
    for identifier, rows in numbers.assign(id=list(ids)).groupby("id", sort=False):
        yield _measured_number(str(identifier), rows, published, texts)


def _measured_number(
    identifier: str, rows: pd.DataFrame, published: Published, texts: PublishedTexts
) -> MeasuredNumber:
    first = rows.iloc[0]
    of, base = (published.sets.get(first[key]) for key in ("ref", "base"))
    ends = [rows.loc[rows["end"] == end, "text"] for end in Interval._fields]
    shown = rows[rows["end"] == ""]
    if shown.empty:  # of a number without a value that can be printed an end alone may be
        shown, how = rows, str(first["how"])
    else:
        how = str(first["kind"])
    found = made(first["kind"], of.loci, base.loci if base else None, texts) if of else None
    return MeasuredNumber(
        identifier,
        how,
        tuple(some.iloc[0] for some in ends) if all(map(len, ends)) else (),
        of,
        base,
        found,
        tuple(_printed(row) for row in shown.itertuples()),
    )


def _printed(number: Any) -> Printed:
    place, table = str(number.place), str(number.source)
    start, own, cell = place.partition(f"{table}: ")
    if table and own and not start:
        return Printed(str(number.text), str(number.chapter), table, cell.rpartition(", ")[0], cell)
    return Printed(str(number.text), str(number.chapter), table, "", place)
