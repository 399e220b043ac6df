"""How commands print a table: for reading, as CSV, or as JSON."""

import argparse
import json
import math
import sys

import pandas as pd

from topoi.csv_files import write_csv
from topoi.errors import InputError
from topoi.showing import readable


def add_print_options(parser: argparse.ArgumentParser) -> None:
    """Add `--json` and `--csv` to a command that prints a table."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--json", action="store_true", help="print one JSON object a row, as a list")
    group.add_argument(
        "--csv",
        action="store_true",
        help="print comma-separated values; what a spreadsheet would run gets an apostrophe",
    )


def for_reading(arguments: argparse.Namespace) -> bool:
    """Return whether the answer is for a reader, not for a program."""
    return not (arguments.json or arguments.csv)


def require_for_reading(arguments: argparse.Namespace, option: str) -> None:
    """Raise InputError where an option that writes a file stands beside `--json` or `--csv`."""
    if not for_reading(arguments):
        problem = "writes a file, and does not go with --json or --csv"
        raise InputError(option, problem, "Leave out one of them.")


def print_table(
    table: pd.DataFrame, arguments: argparse.Namespace, *, shown: list[str] | None = None
) -> None:
    """Print the table; `shown` names the columns for reading, all of them go to JSON and CSV."""
    if arguments.json:
        rows = plain_rows(table)
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1, allow_nan=False)
        print()
    elif arguments.csv:
        write_csv(table, sys.stdout)
    else:
        print(readable(table[shown] if shown else table))


def plain_rows(table: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows as plain objects, dates as ISO days; what is missing or infinite is None,
    since JSON has no number for it.

    >>> plain_rows(pd.DataFrame({"ratio": [2.0, math.inf, math.nan]}))
    [{'ratio': 2.0}, {'ratio': None}, {'ratio': None}]
    """
    plain = table.copy()
    for column in plain.columns:
        if pd.api.types.is_datetime64_any_dtype(plain[column]):
            plain[column] = plain[column].dt.strftime("%Y-%m-%d")
    infinite = plain.isin([math.inf, -math.inf])
    return plain.astype(object).where(plain.notna() & ~infinite, None).to_dict("records")
