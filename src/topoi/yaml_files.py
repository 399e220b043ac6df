"""YAML files of settings, read with errors that say where to mend them."""

import re
from pathlib import Path
from typing import Any

from topoi.errors import InputError
from topoi.files import text_in

DEEPEST = 100  # levels of a YAML file; far more make its reader crash
BRACKETS = re.compile(r"[\[\]{}]")
DASHES = re.compile(rf"(?:[-?][ \t]+){{{DEEPEST + 1}}}")


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
