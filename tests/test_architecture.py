"""Imports go only downward, and nothing heavy is imported at the front door."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "topoi"
FLOORS = ["text", "coding", "analysis", "report"]
LONGEST_MODULE = 300


def modules():
    return sorted(SOURCE.rglob("*.py"))


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_floor_imports_only_from_floors_below(path):
    floor = path.relative_to(SOURCE).parts[0]
    if floor not in FLOORS:
        return
    above = {f"topoi.{name}" for name in [*FLOORS[FLOORS.index(floor) + 1 :], "cli"]}
    names = set(imported(path))
    assert not {name for name in names if ".".join(name.split(".")[:2]) in above}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_reads_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def test_the_text_floor_loads_nothing_heavy():
    heavy = "{'scipy', 'sklearn', 'gensim', 'matplotlib', 'nltk', 'IPython', 'nbformat'}"
    code = f"import sys, topoi.text.tokens; print({heavy} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
