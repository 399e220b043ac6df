"""Places of a Python source that can be mutated, and what each can become.

The operators are the usual ones (Offutt et al. 1996): a comparison, a connective or an arithmetic
operator becomes another, a constant one more, a truth value the other, `not` and `~` go, a value
returned is None, a call whose value nobody takes is left out, a slice loses an edge, min and max,
any and all change places. A string is mutated only where it is a key in brackets, and of these one
in ten is a place. Docstrings, annotations, `__all__`, f-strings and whatever stands in a message of
an error, a notice or a log are none: another wording is no other behaviour.
"""

import ast
import gc
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

OPERATORS: dict[type[ast.AST], tuple[str, tuple[str, ...]]] = {
    ast.Eq: ("==", ("!=",)),
    ast.NotEq: ("!=", ("==",)),
    ast.Lt: ("<", ("<=", ">")),
    ast.LtE: ("<=", ("<", ">")),
    ast.Gt: (">", (">=", "<")),
    ast.GtE: (">=", (">", "<")),
    ast.In: (r"in\b", ("not in",)),
    ast.NotIn: (r"not\s+in\b", ("in",)),
    ast.Is: (r"is\b", ("is not",)),
    ast.IsNot: (r"is\s+not\b", ("is",)),
    ast.And: (r"and\b", ("or",)),
    ast.Or: (r"or\b", ("and",)),
    ast.Add: (r"\+", ("-",)),
    ast.Sub: ("-", ("+",)),
    ast.Mult: (r"\*", ("/",)),
    ast.Div: ("/", ("*",)),
    ast.FloorDiv: ("//", ("*",)),
    ast.Mod: ("%", ("*",)),
    ast.BitAnd: ("&", ("|",)),
    ast.BitOr: (r"\|", ("&",)),
}
SWAPS = {
    "any": "all",
    "all": "any",
    "min": "max",
    "max": "min",
    "minimum": "maximum",
    "maximum": "minimum",
}
UNSEEN = re.compile(r"(Error|Notice|Warning|warn)$")
KEYS = 10
CO_NEWLOCALS = 2


@dataclass(frozen=True)
class Place:
    """Bytes `start` to `end` of a file, and what may stand there instead."""

    file: Path
    line: int
    start: int
    end: int
    options: tuple[str, ...]
    function: str
    """The function or class it stands in, with dots; empty in the body of the module."""
    at_import: bool
    """Whether it runs when the module is imported, not when a function is called."""


@dataclass(frozen=True)
class Mutant:
    """A place, and what stands there; `was` and `becomes` are its line before and after."""

    place: Place
    option: str

    def source(self) -> bytes:
        """Return the file with the mutation in it."""
        source = self.place.file.read_bytes()
        return source[: self.place.start] + self.option.encode() + source[self.place.end :]

    def _line(self, source: bytes) -> str:
        return source.decode().splitlines()[self.place.line - 1].strip()

    @property
    def was(self) -> str:
        return self._line(self.place.file.read_bytes())

    @property
    def becomes(self) -> str:
        return self._line(self.source())


def put_into_functions(mutant: Mutant, file: Path) -> bool:
    """Give the functions of a module in use the code of a mutant; return whether any has it now.

    `file` is where the module was imported from. What runs when a module is imported cannot be
    changed so.
    """
    before, after = (
        functions_in(compile(source, str(file), "exec"))
        for source in (mutant.place.file.read_bytes(), mutant.source())
    )
    changed = {old: new for old, new in zip(before, after, strict=True) if old != new}
    running = [one for one in gc.get_objects() if isinstance(one, FunctionType)]
    own = [one for one in running if one.__code__.co_filename == str(file)]
    found = [one for one in own if one.__code__ in changed]
    for one in found:
        one.__code__ = changed[one.__code__]
    return bool(found)


def functions_in(code: CodeType) -> Iterator[CodeType]:
    """Yield the code of the functions of a module and of its classes, without those inside them."""
    for one in code.co_consts:
        if isinstance(one, CodeType):
            is_function = one.co_flags & CO_NEWLOCALS
            yield from [one] if is_function else functions_in(one)


def places(file: Path) -> list[Place]:
    """Return the mutable places of a file in the order of their bytes."""
    finder = _Finder(file)
    finder.visit(ast.parse(finder.source))
    return sorted(finder.found, key=lambda place: (place.start, place.end))


class _Finder(ast.NodeVisitor):
    def __init__(self, file: Path) -> None:
        self.file = file
        self.source = file.read_bytes()
        lengths = [len(line) for line in self.source.splitlines(keepends=True)]
        self.lines = [sum(lengths[:number]) for number in range(len(lengths) + 1)]
        self.found: list[Place] = []
        self.names: list[str] = []
        self.depth = 0
        self.keys = 0

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self.lines[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt) -> int:
        return self.lines[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)

    def add(self, start: int, end: int, *options: str) -> None:
        line = self.source.count(b"\n", 0, start) + 1
        names = ".".join(self.names)
        place = Place(self.file, line, start, end, options, names, at_import=not self.depth)
        self.found.append(place)

    def operator(self, operator: ast.AST, start: int, end: int) -> None:
        """Add the operator that stands between two operands."""
        pattern, options = OPERATORS.get(type(operator), ("", ()))
        sign = re.search(pattern, self.source[start:end].decode("latin-1"))
        if options and sign:
            self.add(start + sign.start(), start + sign.end(), *options)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.names.append(node.name)
        for default in [*node.args.defaults, *filter(None, node.args.kw_defaults)]:
            self.visit(default)
        self.depth += 1
        for statement in node.body:
            self.visit(statement)
        self.depth -= 1
        self.names.pop()

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.depth += 1
        self.visit(node.body)
        self.depth -= 1

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.names.append(node.name)
        for statement in node.body:
            self.visit(statement)
        self.names.pop()

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        if not any(isinstance(name, ast.Name) and name.id == "__all__" for name in node.targets):
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        """Leave the message alone."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Leave what is said alone; before Python 3.12 its parts have no true positions either."""

    def visit_If(self, node: ast.If) -> None:
        if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call) and not UNSEEN.search(_called(node.value)):
            self.add(self.start(node), self.end(node), "None")
        if not isinstance(node.value, ast.Constant):
            self.visit(node.value)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is None:
            return
        if not (isinstance(node.value, ast.Constant) and node.value.value is None):
            self.add(self.start(node.value), self.end(node.value), "None")
        self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        name = _called(node)
        if UNSEEN.search(name):
            return
        if name in SWAPS:
            self.add(self.end(node.func) - len(name), self.end(node.func), SWAPS[name])
        if name == "cast":
            node.args = node.args[1:]
        node.keywords = [one for one in node.keywords if one.arg != "strict"]
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if isinstance(node.slice, ast.Slice):
            for edge in filter(None, (node.slice.lower, node.slice.upper)):
                self.add(self.start(edge), self.end(edge), "")
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            self.keys += 1
            if not self.keys % KEYS:
                self.add(self.end(node.slice) - 1, self.end(node.slice) - 1, "_")
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        operands = [node.left, *node.comparators]
        for left, operator, right in zip(operands, node.ops, operands[1:], strict=False):
            self.operator(operator, self.end(left), self.start(right))
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        for left, right in zip(node.values, node.values[1:], strict=False):
            self.operator(node.op, self.end(left), self.start(right))
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        is_union = isinstance(node.op, ast.BitOr) and not self.depth
        if not is_union and not any(map(_is_string, (node.left, node.right))):
            self.operator(node.op, self.end(node.left), self.start(node.right))
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if not _is_string(node.value):
            self.operator(node.op, self.end(node.target), self.start(node.value))
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not | ast.Invert):
            sign = re.match(rb"not\s+|not|~", self.source[self.start(node) :])
            assert sign
            self.add(self.start(node), self.start(node) + sign.end(), "")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self.add(self.start(node), self.end(node), str(not node.value))
        elif isinstance(node.value, int | float):
            self.add(self.start(node), self.end(node), repr(node.value + 1))


def _called(call: ast.Call) -> str:
    """Return the last name of what is called."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_string(node: ast.expr) -> bool:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return is_text or isinstance(node, ast.JoinedStr)
