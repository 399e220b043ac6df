"""Parting the texts by any column that is known of them: source, country, speaker, ..."""

import pandas as pd

from topoi.errors import InputError

GROUP = "group"


def group_of(documents: pd.DataFrame, by: str) -> pd.Series:
    """Return document -> what the column `by` says of it, as text; "" where it says nothing.

    Raises InputError for a column that the texts do not have, naming those that they have.

    >>> documents = pd.DataFrame({"doc": ["a", "b"], "year": [2021.0, None]})
    >>> group_of(documents, "year").to_dict()
    {'a': '2021', 'b': ''}
    """
    require_column(documents, by)
    groups = [plain(value) for value in documents[by]]
    return pd.Series(groups, index=documents["doc"].to_numpy(), name=GROUP, dtype="str")


def with_groups(documents: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the documents with a column `group`, which holds what `by` says of each."""
    return documents.assign(**{GROUP: group_of(documents, by).to_numpy()})


def require_column(documents: pd.DataFrame, by: str) -> None:
    """Raise InputError where the documents have no such column."""
    if by not in documents.columns:
        known = ", ".join(map(str, documents.columns))
        raise InputError(f"--by {by}", "is no column of the texts", f"They have: {known}.")


def plain(value: object) -> str:
    """Return a value as a reader writes it: a day, a whole number without a point, "" for none."""
    if isinstance(value, list | tuple | dict):
        return str(value)
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
