"""The names of the columns of a table, and what is said where they are not as they must be."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from topoi.errors import InputError, Notice

KNOWN = frozenset({"id", "date", "source", "title"})
BLANKS = " \t\r\n\u00a0\u200b\ufeff"


def column_names(names: Sequence[str], place: str) -> list[str]:
    """Return the names without blanks and byte order marks around them.

    Of several without a name, each gets its number. Raises InputError where two are one name then.

    >>> column_names(["id ", "", "text", ""], "a.csv")
    ['id', 'column 2', 'text', 'column 4']
    """
    plain = [name.strip(BLANKS) for name in names]
    if plain.count("") > 1:
        plain = [name or f"column {number}" for number, name in enumerate(plain, start=1)]
    if len(set(plain)) < len(plain):
        name, times = Counter(plain).most_common(1)[0]
        raise repeated_column(name, times, place)
    return plain


def repeated_column(name: str, times: int, place: str) -> InputError:
    """Return the error for a name that several columns have."""
    many = "twice" if times == 2 else f"{times} times"
    return InputError(place, f"has the column `{name}` {many}", "Rename or remove all but one.")


def missing_column(
    place: str, wanted: str, found: Sequence[str], between: str = "", *, remedy: str = ""
) -> InputError:
    """Return the error for a table without a column; `between` is what parts its cells.

    Without a `remedy` it is to rename one.
    """
    names = ", ".join(map(str, found)) or "none"
    apart = f", with {between} between them" if between else ""
    like = [name for name in found if name.casefold() == wanted.casefold()]
    renamed = f"Rename {f'`{like[0]}`' if like else 'one'} to `{wanted}`."
    problem = f"has no `{wanted}` column (its columns{apart}: {names})"
    return InputError(place, problem, remedy or renamed)


def require_texts(text_column: str, place: str, names: Sequence[str], between: str) -> None:
    """Raise InputError for a table with neither texts nor paths to them."""
    if text_column not in names and "path" not in names:
        raise missing_column(place, text_column, names, between)


def unlike_known(path: Path, names: Sequence[str]) -> list[Notice]:
    """Return what is to be told of columns that are called like a known one but for capitals.

    >>> print(*unlike_known(Path("a.csv"), ["id", "Date"]))
    a.csv: has the column `Date`, which is not read as `date`. Write its name in small letters.
    """
    near = {name.casefold(): name for name in names if name not in KNOWN}
    return [
        Notice(
            str(path),
            f"has the column `{near[name]}`, which is not read as `{name}`",
            "Write its name in small letters.",
        )
        for name in sorted(KNOWN & set(near) - set(names))
    ]
