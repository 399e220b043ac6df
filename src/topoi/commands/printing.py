"""How commands print a table: for reading, as CSV, or as JSON."""

import argparse
import json
import sys
import unicodedata

import pandas as pd

WIDEST_CELL = 60
CONTROL = {"Cc", "Cf"}


def add_print_options(parser: argparse.ArgumentParser) -> None:
    """Add `--json` and `--csv` to a command that prints a table."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--json", action="store_true", help="print one JSON object a row, as a list")
    group.add_argument("--csv", action="store_true", help="print comma-separated values")


def for_reading(arguments: argparse.Namespace) -> bool:
    """Return whether the answer is for a reader, not for a program."""
    return not (arguments.json or arguments.csv)


def print_table(
    table: pd.DataFrame, arguments: argparse.Namespace, *, shown: list[str] | None = None
) -> None:
    """Print the table; `shown` names the columns for reading, all of them go to JSON and CSV."""
    if arguments.json:
        json.dump(plain_rows(table), sys.stdout, ensure_ascii=False, indent=1)
        print()
    elif arguments.csv:
        table.to_csv(sys.stdout, index=False, lineterminator="\n")
    else:
        print(readable(table[shown] if shown else table))


def plain_rows(table: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows as plain objects, missing values as null and dates as ISO days."""
    plain = table.copy()
    for column in plain.columns:
        if pd.api.types.is_datetime64_any_dtype(plain[column]):
            plain[column] = plain[column].dt.strftime("%Y-%m-%d")
    return plain.astype(object).where(plain.notna(), None).to_dict("records")


def readable(table: pd.DataFrame) -> str:
    """Return the table in aligned columns, control characters of the texts made harmless.

    >>> print(readable(pd.DataFrame({"code": ["a"], "hits": [2]})))
    code  hits
    a        2
    """
    if not len(table):
        return "(no rows)"
    columns = [[str(name), *map(cell, table[name])] for name in table.columns]
    right = [pd.api.types.is_numeric_dtype(table[name]) for name in table.columns]
    widths = [max(map(len, column)) for column in columns]
    lines = []
    for row in zip(*columns, strict=True):
        cells = [
            text.rjust(width) if numeric else text.ljust(width)
            for text, width, numeric in zip(row, widths, right, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def cell(value: object) -> str:
    """Return one value for reading: rounded, on one line, not too long, safe on a terminal."""
    if value is pd.NaT:
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return "" if pd.isna(value) else f"{value:.3f}".rstrip("0").rstrip(".")
    text = " ".join(str(value).split())
    text = "".join("�" if unicodedata.category(letter) in CONTROL else letter for letter in text)
    return text if len(text) <= WIDEST_CELL else text[: WIDEST_CELL - 1] + "…"
