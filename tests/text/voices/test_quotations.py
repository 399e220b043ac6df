"""Pairing of quotation marks."""

import pytest

from topoi.text.voices.quotations import closes, closes_twice, is_usable, quotations_of


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


def test_a_mark_that_tells_its_side_opens_wherever_it_stands() -> None:
    assert quoted("He said“yes”and left.") == ["“yes”"]
    assert quoted("He left.” Then he said “go” again.") == ["“go”"]
    assert quoted("Er sagt »ja« hier.") == ["»ja«"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“One ‘two’ three ‘four’” he said.", [(0, 24, 0), (5, 10, 1), (17, 23, 1)]),
        ("“One.” “Two.”", [(0, 6, 0), (7, 13, 0)]),
        ("‘One “two” three’ it is.", [(0, 17, 0), (5, 10, 1)]),
        ("“One ‘two “three” four’ five”", [(0, 29, 0), (5, 23, 1), (10, 17, 2)]),
        ("The boys’ ‘old plan’ is late.", [(10, 20, 0)]),
        ("The ‘boys’ plan’ is late.", [(4, 16, 0)]),
    ],
)
def test_inner_quotations_have_the_number_of_those_around_them(
    text: str, expected: list[tuple[int, int, int]]
) -> None:
    assert [(q.start, q.end, q.depth) for q in quotations_of(text)] == expected


def test_a_quotation_goes_on_through_five_paragraphs_to_the_mark_that_closes_it() -> None:
    for many, pieces in ((4, 6), (5, 1)):
        text = "“One.\n\n" + "More.\n\n" * many + "Last.” He left."
        found = quotations_of(text)
        assert len(found) == pieces
        assert not any(q.certain for q in found)
    text = "“One.\n\nTwo. “Three.” Four."
    assert [text[q.start : q.end] for q in quotations_of(text)] == ["“One.", "“Three.”"]


def test_a_single_mark_is_sought_within_1500_signs() -> None:
    assert [q.end for q in quotations_of(f"‘{'a' * 1498}’ it is.")] == [1500]
    assert quotations_of(f"‘{'a' * 1499}’ it is.") == []


@pytest.mark.parametrize(
    ("text", "usable"),
    [
        ("He said “a ‘b c’ d”.", [True, False]),
        ("He said, “It is so. They left", [True]),
        ("The old “It is so. They left", [False]),
        ("The,  “It is so. They left", [True]),
        ("“It is so. They left", [True]),
    ],
)
def test_an_inner_quotation_and_one_left_open_in_mid_clause_hold_no_speech(
    text: str, usable: list[bool]
) -> None:
    assert [is_usable(text, one) for one in quotations_of(text)] == usable


@pytest.mark.parametrize(
    ("paragraphs", "spoken"),
    [
        (["It pours.”"], ["“It rains.", "It pours.”"]),
        (["It pours.", "It drips.”"], ["“It rains.", "It pours.", "It drips.”"]),
        # a mark of another kind, or one that opens, closes nothing
        (["It pours.»"], ["“It rains."]),
        (["It is „old.”"], ["“It rains.", "„old.”"]),
        (["”It pours."], ["“It rains.", "”It pours."]),
    ],
)
def test_a_quotation_goes_on_to_a_mark_that_can_only_close_it(
    paragraphs: list[str], spoken: list[str]
) -> None:
    assert quoted("\n\n".join(["Kern said: “It rains.", *paragraphs])) == spoken


def test_a_mark_before_one_last_sign_opens_and_before_a_blank_or_nothing_does_not() -> None:
    for text, found in (("He said “a", ["“a"]), ("He said “ ", []), ("He said “", [])):
        assert quoted(text) == found


def test_a_closing_mark_is_sought_in_five_paragraphs() -> None:
    for between, found in ((4, 6), (5, 1)):
        text = "\n\n".join(["Kern said: “It rains.", *["It pours."] * between, "It drips.”"])
        assert len(quoted(text)) == found


@pytest.mark.parametrize(
    ("opening", "told", "does"),
    [
        ("“", "a ^” c", True),
        ("„", "a^” b", True),
        ("«", "a^» b", True),
        ("»", "a^« b", True),
        ("«", "a^” b", True),
        ("„", 'a^" b', True),
        ("“", 'a^" b', True),
        ("“", "a^“ b", True),
        # between a space and a letter a mark that has no sides opens another
        ("“", "a ^“b c", False),
        ("“", 'a ^"b c', False),
        ('"', 'a ^"b c', False),
        ('"', 'a ^"1 b', False),
        ('"', 'a ^"(b', True),
        ('"', 'a ^" b', True),
        ('"', 'a^"b', True),
        ('"', 'a ^"', True),
    ],
)
def test_a_mark_closes_what_another_opened(opening: str, told: str, does: bool) -> None:
    text = f"{opening}{told.replace('^', '')}"
    place = told.index("^") + 1
    assert closes(text, place, opening, text[place], len(text)) is does


@pytest.mark.parametrize(
    ("mark", "following", "does"),
    [
        ("“", "””", True),
        ("“", "””“", True),
        ("«", "»»", True),
        ("“", "”“", False),
        ("“", "“”", False),
        ("“", "”", False),
        ("“", "", False),
        ('"', '""', False),
        ("”", "””", False),
    ],
)
def test_two_marks_that_close_in_a_row_tell_that_one_before_them_opened(
    mark: str, following: str, does: bool
) -> None:
    assert closes_twice(following, range(len(following)), mark) is does
