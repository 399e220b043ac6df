"""The columns of tables of topics, as other tools write them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from topoi.csv_files import from_csv_cell
from topoi.errors import InputError
from topoi.text.corpus.columns import missing_column

# What BERTopic, tidytext, stm, quanteda, keyATM and gensim's users call each column, in small
# letters; the first is ours, and goes before the others.
COLUMNS = {
    "topic": ("topic", "topic_id", "dominant_topic"),
    "word": ("word", "term", "token", "feature"),
    "weight": (
        *("weight", "beta", "gamma", "theta", "phi", "probability", "prob", "proportion"),
        *("score", "c-tf-idf", "topic_perc_contrib"),
    ),
    "doc": (
        *("doc", "document", "id", "doc_id", "document_id", "docname", "docnum", "document_no"),
    ),
}
ROW_NAMES = ("", "unnamed: 0")  # of R and pandas, and of pandas read and written again
REMEDIES = {
    "topic": (
        "Write the columns topic, word, weight, or topic and a column for each word. Top words "
        "alone (BERTopic's get_topic_info, stm's labelTopics, MALLET's topic keys) have no weights."
    ),
    "doc": "Write the columns doc, topic, weight, or doc and a column for each topic.",
}
LONG = 3  # columns of a table that has a row for each weight
OTHER = {"topic": "word", "doc": "topic"}  # what a table says of each of its rows


class Form(NamedTuple):
    """How a table is written: the column that names its rows, and where the weights stand.

    A long table has a column `other` of what weighs and one of `weight`, or none where a text has
    one topic and no more is said. A wide one has a column for each, or, `turned`, a row: then `row`
    is the column of words, and the others are those of topics. `unread` are columns left out.
    """

    row: str
    other: str | None = None
    weight: str | None = None
    turned: bool = False
    unread: tuple[str, ...] = ()


def form_of(
    cells: Mapping[str, object], row: str, place: str, *, topics: Collection[str] = ()
) -> Form:
    """Return how a table is written, by the names of its columns and the cells of its first row.

    `row` is what its rows are of, "topic" or "doc"; `topics` are the names of topics as far as they
    are known. Raises InputError where a column is not there, or may be one or another.
    """
    other, names = OTHER[row], [name for name in cells if name.lower() not in ROW_NAMES]
    others = called(other, names)
    if row == "topic" and len(names) > LONG:
        # A word "term" has a column of its own in a wide table, with a number in it.
        others = [name for name in others if not is_number(cells[name])]
    weights = called("weight", names)
    if not others:
        return Form(row_column([*cells], row, place, wide=True))
    word = the_one(other, others, place)
    if row == "topic" and not weights and not called(row, names):
        return Form(word, turned=True)
    if row == "topic" and not weights:
        raise missing_column(place, "weight", names, remedy=REMEDIES[row])
    said = row_column([*cells], row, place, wide=False)
    weight = the_one("weight", weights, place) if weights else None
    unread = tuple(name for name in names if name not in (said, word, weight))
    if both := [name for name in unread if row == "doc" and plain_name(name) in topics]:
        problem = f"has a column `{word}`, and also columns of topics (`{'`, `'.join(both[:5])}`)"
        raise InputError(place, problem, f"Leave out the one or the others. {REMEDIES[row]}")
    return Form(said, word, weight, unread=unread)


def row_column(names: Sequence[str], row: str, place: str, *, wide: bool) -> str:
    """Return the column of what the rows of a table are called.

    It has a name, else none, as R and pandas write it: that of a long table of words holds row
    numbers, and a column "topic" that does not stand first in a wide one is that of a word.
    """
    unnamed = [name for name in names if name.lower() in ROW_NAMES]
    among = names
    if wide and unnamed and row == "topic":
        among = names[names.index(unnamed[0]) + 1 :][:1]
    if named := called(row, among):
        return the_one(row, named, place)
    if unnamed and len(names) > 1 and (wide or row == "doc"):
        return unnamed[0]
    raise missing_column(place, row, names[:10], remedy=REMEDIES[row])


def require_columns(row: str, place: str, names: Sequence[str], between: str) -> None:
    """Raise InputError where the head of a table has no column that its rows are called by."""
    unnamed = len(names) > 1 and any(name.lower() in ROW_NAMES for name in names)
    if not (unnamed or called(row, names) or called(OTHER[row], names)):
        raise missing_column(place, row, names[:10], between, remedy=REMEDIES[row])


def called(kind: str, names: Sequence[str]) -> list[str]:
    """Return the names that a column of this kind has, ours alone where it is there."""
    found = [name for name in names if name.lower() in COLUMNS[kind]]
    return [kind] if kind in found else found


def the_one(kind: str, found: Sequence[str], place: str) -> str:
    """Return the one column of a kind; raise InputError where several may be it."""
    if len(found) > 1:
        problem = f"has the columns `{'` and `'.join(found)}`, each of which may be the {kind}"
        raise InputError(place, problem, f"Call one `{kind}`, or leave the others out.")
    return found[0]


def weights_of(cells: Mapping[str, object], form: Form) -> Iterator[tuple[object, object, object]]:
    """Yield of a row each weight: what the row is of, what weighs in it, and the cell."""
    name = cells.get(form.row)
    if form.other is not None:
        yield name, cells.get(form.other), 1 if form.weight is None else cells.get(form.weight)
        return
    for column, cell in cells.items():
        if column != form.row and column.lower() not in ROW_NAMES:
            yield (column, name, cell) if form.turned else (name, column, cell)


def plain_name(cell: object) -> str:
    """Return the name in a cell; whole numbers have no decimals.

    >>> plain_name(" 3.0"), plain_name(3.0), plain_name("-1"), plain_name(None)
    ('3', '3', '-1', '')
    """
    name = "" if cell is None else from_csv_cell(str(cell)).strip()
    whole, _, zeros = name.partition(".")
    return whole if zeros and not zeros.strip("0") and whole.lstrip("-").isdecimal() else name


def is_number(cell: object) -> bool:
    """Return whether a cell holds a number."""
    try:
        float(str(cell))
    except ValueError:
        return False
    return True
