"""Imports go only downward, from floor to floor and from room to room, and never in a circle."""

import ast
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "topoi"
# A module imports from the places before its own, and from its own; lazy imports count, too.
ORDER = [
    *["errors", "progress", "files", "yaml_files", "csv_files", "showing", "faces"],
    *["text/lang", "text/corpus", "text/words", "text/query", "text/voices"],
    *["coding/structures", "coding/codebook", "coding/hits", "coding/loading"],
    *["coding/quality", "coding/exchange"],
    *["analysis/measures", "analysis/passes", "analysis/topics", "analysis/robustness"],
    *["analysis/comparison", "analysis/store"],
    *["layers", "coded_texts", "study", "project"],
    *["report/evidence", "report/chapters", "report/figures", "report/publish"],
    "report/project",
    *["commands", "cli", "__main__"],
]
LONGEST_MODULE = 350


def modules():
    return sorted(path for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py")


def name_of(path):
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return "/".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path):
    """Return the modules of the package that a module imports, wherever in it that is."""
    known = {name_of(module) for module in modules()}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("topoi."):
            base = node.module.removeprefix("topoi.").replace(".", "/")
            for alias in node.names:
                inner = f"{base}/{alias.name}"
                yield inner if inner in known else base


def place(name):
    """Return the number of the room in which a module lies."""
    return next(n for n, room in enumerate(ORDER) if f"{name}/".startswith(f"{room}/"))


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_imports_only_from_its_room_and_those_below(path):
    if (name := name_of(path)) in {"text", "coding", "analysis", "report"}:
        return
    assert not {other for other in imported(path) if place(other) > place(name)}


def test_no_module_imports_itself_by_way_of_others():
    graph = {name_of(path): set(imported(path)) - {name_of(path)} for path in modules()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("__init__.py")), ids=name_of)
def test_a_room_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("__init__.py")), ids=name_of)
def test_what_a_face_names_is_there(path):
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    for module, name in re.findall(r"`(\w+)\.(\w+)`", said):
        file = path.parent / f"{module}.py"
        assert not file.exists() or re.search(rf"\b{name}\b", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_reads_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def test_the_text_floor_loads_nothing_heavy():
    heavy = "{'scipy', 'sklearn', 'gensim', 'matplotlib', 'nltk', 'IPython', 'nbformat'}"
    code = f"import sys, topoi.text.words.tokens; print({heavy} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
