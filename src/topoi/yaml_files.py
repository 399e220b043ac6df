"""YAML files of settings, read with errors that say where to mend them."""

import re
from pathlib import Path
from typing import Any

from topoi.errors import InputError

DEEPEST = 100  # levels of a YAML file; far more make its reader crash
BRACKETS = re.compile(r"[\[\]{}]")
DASHES = re.compile(rf"(?:[-?][ \t]+){{{DEEPEST + 1}}}")


def text_in(file: Path) -> str:
    """Return the text of a file of settings, without a byte order mark.

    Raises InputError for a file that is missing, a folder, or not UTF-8.
    """
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(str(file), "does not exist", "Give the path of a file.") from None
    except IsADirectoryError:
        raise InputError(str(file), "is a folder", "Give the path of one file.") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problem = f"is not UTF-8 (byte {error.start})"
        raise InputError(f"{file}:{line}", problem, "Save the file as UTF-8.") from None


def yaml_in(file: Path) -> Any:
    """Return what a YAML file holds, in plain values; None where it holds nothing.

    Raises InputError as `text_in` does, and with the line for what is no YAML.
    """
    import yaml

    text = text_in(file)
    if depth_of(text) > DEEPEST:
        raise InputError(str(file), f"is nested deeper than {DEEPEST} levels", "Flatten it.")
    try:
        # The loader in C is ten times as fast.
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError) as error:  # the second for a date such as 2024-02-30
        mark = getattr(error, "problem_mark", None)
        told = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
        place = f"{file}:{mark.line + 1}" if mark else str(file)
        raise InputError(place, f"is no valid YAML: {told}", "Mend that line.") from None


def depth_of(text: str) -> int:
    """Return how deep a YAML text may be nested by its brackets and dashes, at most.

    >>> depth_of("a: [[1], {b: [2]}]")
    3
    """
    level = deepest = 0
    for sign in BRACKETS.findall(text):
        level += 1 if sign in "[{" else -1
        deepest = max(deepest, level)
    return max(deepest, (DEEPEST + 1) * bool(DASHES.search(text)))
