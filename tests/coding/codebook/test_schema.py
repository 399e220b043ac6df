"""The JSON Schema of codebooks, and the reader: they know the same keys and values."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from topoi.cli import main
from topoi.coding.codebook.codebook import POLARITIES, Target
from topoi.coding.codebook.fields import SCHEMA, definition
from topoi.coding.codebook.reading import codebook_from
from topoi.coding.codebook.strict_yaml import Node, parse_yaml, read_yaml
from topoi.project import codebook_files

ROOT = Path(__file__).parents[3]
VALIDATOR = Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
EVERY_KEY = """\
id: t
version: 1.0
title: T
description: D
join: 2
lists: {deep: [root, deep]}
actors: {Kiev: Kiev|Kyiv}
codes:
  - id: a
    label: A
    headline: true
    see_also: [near]
    number: A1
    function: f
    definition: d
    source: s
    include: "{deep} cause*"
    exclude: [x]
    requires: {sentence: y, paragraph: [y], document: [y, z]}
    forbids: {document: u}
    case: true
    context: {mode: direct, stance: [neutral], speaker: Ann, polarity: [asserted, negated]}
    subtypes:
      kind: {label: K, include: [k], exclude: l, requires: {sentence: m}, forbids: {sentence: n},
             case: false, context: {mode: [nested]}}
    examples: {yes: [], no: ["b c"]}
    known_false_positives: [one, two]
    missed: m
    needs: n
    built_in: lists
    target: {side: before, other_than: [Kiev]}
  - id: b
    label: B
    target: none
    subtypes: {kind: {include: k}}
    parts: {B1: {label: B, subtypes: kind}}
"""
BY_HAND = """\
id: h
annotations: h.csv
codes: [{id: a, label: A}]
"""


def plain(node: Node) -> Any:
    """Return what a node says as an editor has it: `yes` and `no` are words where they are keys."""
    if node.kind == "mapping":
        return {key: plain(value) for key, value in node.fields.items()}
    if node.kind == "list":
        return [plain(item) for item in node.items]
    return node.text if node.is_string else yaml.safe_load(node.text)


class Watched(dict):
    """The fields of a mapping, which tell the keys that they are asked for."""

    def __init__(self, fields: dict, asked: set) -> None:
        super().__init__(fields)
        self.asked = asked

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)


def watched(node: Node, asked: set) -> Node:
    fields = {key: watched(value, asked) for key, value in node.fields.items()}
    items = tuple(watched(item, asked) for item in node.items)
    return replace(node, fields=Watched(fields, asked), items=items)


def keys(node: Node) -> Iterator[str]:
    yield from node.fields
    for inner in (*node.fields.values(), *node.items):
        yield from keys(inner)


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(VALIDATOR.schema)


@pytest.mark.parametrize("file", codebook_files(ROOT / "codebook", needed=False))
def test_the_codebooks_of_the_project_fit_the_schema(file: Path) -> None:
    assert not list(VALIDATOR.iter_errors(plain(read_yaml(file))))


@pytest.mark.parametrize("file", codebook_files(ROOT / "codebook", needed=False))
def test_no_line_of_the_codebooks_of_the_project_is_over_120_characters(file: Path) -> None:
    assert max(map(len, file.read_text(encoding="utf-8").splitlines())) <= 120


def test_the_reader_asks_for_every_key_of_the_schema() -> None:
    root, by_hand = (parse_yaml(text, place="t") for text in (EVERY_KEY, BY_HAND))
    assert not [*VALIDATOR.iter_errors(plain(root)), *VALIDATOR.iter_errors(plain(by_hand))]
    known = {
        key
        for kind in ("codebook", "code", "subtype", "part", "near", "context", "target", "examples")
        for key in definition(kind)["properties"]
    }
    assert known <= {*keys(root), *keys(by_hand)}
    asked: set[str] = set()
    assert codebook_from(watched(by_hand, asked), place="t").annotations == "h.csv"
    assert len(codebook_from(watched(root, asked), place="t").codes) == 2
    assert known <= asked


def test_the_schema_knows_the_values_of_the_reader() -> None:
    assert definition("polarity")["enum"] == list(POLARITIES)
    assert Target().side in definition("side")["enum"]


@pytest.mark.parametrize(
    "code",
    [
        "{id: a, label: A, inclde: [x]}",
        "{id: a, label: A}",
        "{id: a, include: [x]}",
        "{id: a, label: A, include: [x], requires: {sentence: []}}",
        "{id: a, label: A, include: [x], requires: {line: [y]}}",
        "{id: a, label: A, include: [2014]}",
        "{id: a, label: A, include: [[x]]}",
        "{id: a, label: A, include: [x], context: {mode: [loud]}}",
        "{id: a, label: A, include: [x], target: beside}",
        "{id: a, label: A, include: [x], case: often}",
        "{id: a, label: A, subtypes: {k: {include: [x]}}, parts: {A1: {subtypes: [k]}}}",
    ],
)
def test_an_editor_is_told_of_mistakes_that_the_reader_finds(code: str) -> None:
    root = parse_yaml(f"id: t\ncodes:\n  - {code}", place="t")
    assert list(VALIDATOR.iter_errors(plain(root)))


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codebook", "schema"]) == 0
    assert json.loads(capsys.readouterr().out) == VALIDATOR.schema
