"""Pairing of quotation marks."""

import pytest

from topoi.text.voices.quotations import quotations_of


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotations_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He said “yes” and “no”.", ["“yes”", "“no”"]),
        ("Il dit «oui» ici.", ["«oui»"]),
        ("Er sagt „ja“ hier.", ["„ja“"]),
        ("'It is late,' he said.", ["'It is late,'"]),
        ("He said “the ‘old’ plan” failed.", ["“the ‘old’ plan”", "‘old’"]),
    ],
)
def test_marks_of_every_style_pair(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kiev's plan and the workers' rights.",
        "the 2014 coup d'etat",
        "Ukraine’s army",
        "the '90s and the '80s",
    ],
)
def test_apostrophes_never_open_a_quotation(text: str) -> None:
    assert quoted(text) == []


def test_stray_mark_costs_at_most_its_paragraph() -> None:
    text = 'A 6" pipe and a stray mark.\n\n"It holds," he said.'
    assert quoted(text) == ['"It holds,"']


def test_unclosed_quotation_ends_with_its_paragraph_and_is_uncertain() -> None:
    text = 'He said: "we leave.\n\nThey left.'
    found = quotations_of(text)
    assert [(text[q.start : q.end], q.certain) for q in found] == [('"we leave.', False)]


def test_quotation_that_reopens_in_the_next_paragraph_is_continued() -> None:
    text = "“We leave.\n\n“We come back,” he said."
    assert [(q.continued, q.certain) for q in quotations_of(text)] == [(True, True), (False, True)]
