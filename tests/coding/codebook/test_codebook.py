"""The codebook format and the errors it gives."""

from pathlib import Path

import pytest

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.loading import load_codebook
from topoi.errors import InputError

HEAD = 'id: t\nversion: "1.0"\ntitle: Test\ncodes:\n'


def book(folder: Path, codes: str, *, head: str = HEAD) -> Codebook:
    path = folder / "book.yml"
    path.write_text(head + codes, encoding="utf-8")
    return load_codebook(path)


def problem(folder: Path, codes: str, *, head: str = HEAD) -> str:
    with pytest.raises(InputError) as caught:
        book(folder, codes, head=head)
    return str(caught.value)


def test_the_format_of_the_design_loads(tmp_path: Path) -> None:
    loaded = book(
        tmp_path,
        """
  - id: root_causes
    number: F01
    label: Root causes
    function: causal interpretation          # Entman (1993)
    definition: An event is ascribed to prior, structural causes.
    include: ["root cause*", "underlying cause*", "cause|causes of the [<word>] crisis|war"]
    exclude: ["root cause analysis", "root cause of why"]
    examples: {yes: ["the root causes of the crisis"], no: ["root cause analysis of it"]}
    known_false_positives: ["root causes of a conflict other than the one under study"]
""",
    )
    code = loaded.code("F01")
    assert code.id == "root_causes"
    assert code.yes == (("the root causes of the crisis", 13),)
    assert loaded.version == "1.0"


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ("  - {id: a, label: A, inclde: [x]}", ":5: the code has an unknown key 'inclde'. Did"),
        (
            "  - {id: a, label: A, include: ['a (b']}",
            ":5: the query 'a (b' has a ( that is not closed (character 3). Write ) behind it.",
        ),
        (
            "  - {id: a, label: A, include: ['/\\bcauses? of war\\b/']}",
            'no longer hold. Write words, for example: "cause|causes of war"',
        ),
        ("  - {id: a, label: A, include: ['[x]']}", "can match nothing"),
        ("  - {id: a, label: A, include: ['\"']}", "asks for nothing but a quotation mark"),
        (f"  - {{id: a, label: A, include: ['{'[a ' * 51}a{']' * 51} b']}}", "more than 50 deep"),
        ("  - {id: a, label: A, include: ['a } b']}", "has a } that nothing opens (character 3)"),
        (
            "  - {id: a, label: A, include: [x], requires: {sentence: []}}",
            ":5: `requires: sentence` has no query",
        ),
        ("  - {id: a, label: A, include: ['x ..3']}", "ends with a gap"),
        ("  - {id: a, label: A, include: ['a||b']}", "has an empty alternative (character 3)"),
        ("  - {id: a, label: A, include: ['(a b|c d)']}", "has ( ) around one row of words"),
        ("  - {id: a, label: A, include: ['*']}", "is any word"),
        ("  - {id: a, label: A, include: ['a .. 3 b']}", "'..', which is no gap"),
        ("  - {id: a, label: A, include: ['~call*']}", "Write ~ before a whole word"),
        ("  - {id: a, label: A, include: ['/war/ now']}", "Put spaces around each /"),
        ("  - {id: a, label: A, include: ['/ war now /']}", "has / ... / around all of it"),
        ("  - {id: a, label: A, include: ['the [[war]]']}", "has [[ ]]"),
        ("  - {id: a, label: A, include: ['war AND peace']}", "which is no sign of the language"),
        (
            "  - id: a\n    label: A\n    include:\n      - {x} of / <year> /",
            'Put the whole query of line 8 in double quotes: - "{x} of / <year> /"',
        ),
        (
            "  - {id: a, label: A, include: [!(on|about) it]}",
            "with signs in it stands in double quotes",
        ),
        ("  - {id: a, label: A, include: [*phobia]}", "begins with * or & in double quotes"),
        (
            "  - {id: a, label: A, include: [x y], examples: {yes: ['[[x]] y']}}",
            "is hit at other words: 'x y'",
        ),
        ("  - {id: a, label: A, include: [no]}", "YAML reads as no text. Put it in quotes"),
        ("  - {id: a, label: A, include: [2014]}", "YAML reads as no text"),
        ("  - {id: a, label: A, include: [[x]]}", "no text"),
        ("  - {id: a, label: A}", "has no `include`"),
        (
            "  - {id: a, label: A, built_in: lists, subtypes: {list-3: {label: L}, b: {label: M}}}",
            "the subtype 'b' has no `include`",
        ),
        ("  - {id: a, include: [x]}", "`label` is missing"),
        ("  - {id: a, label: A, include: [x], label: B}", "repeats the key 'label' of line 5"),
        (
            "  - {id: a, label: A, include: [x]}\n  - {id: a, label: B, include: [y]}",
            ":6: the id or number of code 'a' stands in line 5 already",
        ),
        ("  - {id: a, label: A, include: &x [x]}", "uses an anchor"),
        ("  - {id: a, label: A, include: [!!python/name:os.system x]}", "uses the YAML tag"),
        ("  - {id: a, label: A, include: [x}", "is no valid YAML"),
        ("  - {id: a, label: A, include: ['{x}']}", "names the unknown list {x} (character 1)"),
        ("  - {id: a, label: A, include: [x], built_in: tagger}", "`built_in: tagger` is unknown"),
        ("  - {id: a, label: A, include: [x], context: {mode: [loud]}}", "`mode: loud` is unknown"),
        ("  - {id: a, label: A, include: [x], examples: {yes: [y]}}", "'y' is not hit by any"),
        (
            "  - {id: a, label: A, include: [x], examples: {no: [an x]}}",
            "is hit ('x'), but stands under",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, codes: str, told: str) -> None:
    assert told in problem(tmp_path, codes)


LISTS = 'id: t\nlists:\n  %s\ncodes:\n  - {id: a, label: A, include: ["{x}"]}\n'


def test_a_codebook_needs_an_id_and_is_called_by_it_where_it_has_no_title(tmp_path: Path) -> None:
    codes = "  - {id: a, label: A, include: [x]}\n"
    assert "`id`" in problem(tmp_path, codes, head="title: T\ncodes:\n")
    loaded = book(tmp_path, codes, head="id: t\ncodes:\n")
    assert (loaded.id, loaded.title, loaded.version, loaded.join) == ("t", "t", "1", 0)


def test_a_list_may_name_others_in_any_order(tmp_path: Path) -> None:
    loaded = book(tmp_path, "", head=LISTS % 'x: [war, "{y}"]\n  y: [row, fist fight]')
    assert loaded.lists == (("x", ("war", "{y}")), ("y", ("row", "fist fight")))
    assert (loaded.version, loaded.title) == ("1", "t")


@pytest.mark.parametrize(
    ("lists", "told"),
    [
        ('x: ["{y}"]\n  y: ["{x}"]', ":3: the list 'x' uses itself: {x} -> {y} -> {x}"),
        ('x: ["{x}"]', "uses itself: {x} -> {x}"),
        ('x: ["{z}"]', "names the unknown list {z}"),
        ('x: ["{ y }"]\n  y: ["{ x }"]', "uses itself: {x} -> {y} -> {x}"),
        (
            "x: [a]\n" + "\n".join(f'  l{n}: ["{{l{n + 1}}}"]' for n in range(60)) + "\n  l60: [a]",
            "in lists within lists, more than 50 deep",
        ),
        ("x: []", "is no list of words"),
        ("x: ['^ war']", "holds a query with /, ^ or $"),
        ("X y: [a]", "has the name 'X y'"),
    ],
)
def test_a_mistake_in_a_list_is_told_with_its_line(tmp_path: Path, lists: str, told: str) -> None:
    assert told in problem(tmp_path, "", head=LISTS % lists)


def test_a_query_of_many_words_many_queries_and_deep_brackets_are_read(tmp_path: Path) -> None:
    words = " ".join(f"w{number}" for number in range(200))
    deep = "a " + "[b " * 10 + "c" + "]" * 10
    many = ", ".join(f'"x{number} y"' for number in range(5000))
    queries = f'"{words}", "{deep}", {many}'
    loaded = book(tmp_path, f"  - {{id: a, label: A, include: [{queries}]}}")
    assert len(loaded.codes[0].subtypes[0].include) == 5002


def test_a_query_that_asks_for_too_many_words_is_refused(tmp_path: Path) -> None:
    gaps = " ".join(f"..30, w{number}" for number in range(50))
    told = problem(tmp_path, f"  - {{id: a, label: A, include: ['a {gaps}']}}")
    assert "asks for more than 2,000 words" in told


SPOKEN = "  - {id: a, label: A, built_in: quotation_mode, examples: {%s: [%s]}}"


@pytest.mark.parametrize(
    ("side", "example", "told"),
    [
        ("yes", "Russia proposed a meeting.", "is not hit by any query"),
        ("no", "Lavrov said that it rained.", "but stands under `no`"),
    ],
)
def test_examples_of_codes_found_from_voices_are_read_with_speakers(
    tmp_path: Path, side: str, example: str, told: str
) -> None:
    code = SPOKEN % (side, example)
    assert told in problem(tmp_path, code)
    assert book(tmp_path, SPOKEN % ({"yes": "no", "no": "yes"}[side], example)).code("a")


def test_the_speakers_beside_a_codebook_are_read_in_place_of_the_built_in_ones(
    tmp_path: Path,
) -> None:
    code = SPOKEN % ("no", "Lavrov said that it rained.")
    assert "but stands under `no`" in problem(tmp_path, code)
    (tmp_path / "speakers.yml").write_text("people: []")  # nobody says anything
    assert book(tmp_path, code).code("a")


@pytest.mark.parametrize("opening", ["{a: ", "["])
def test_a_file_nested_too_deep_is_refused_in_a_line(tmp_path: Path, opening: str) -> None:
    deep = opening * 12 + "b" + ("}" if opening[0] == "{" else "]") * 12
    told = problem(tmp_path, "", head=f"id: t\nlists: {deep}\n")
    assert "is nested deeper than 12 levels" in told


@pytest.mark.parametrize("field", ["id", "label"])
def test_a_code_without_id_or_label_is_refused_with_its_line(tmp_path: Path, field: str) -> None:
    kept = {"id": "a", "label": "A"}
    del kept[field]
    (name, value), *_ = kept.items()
    told = problem(tmp_path, f"  - {{{name}: {value}, include: [x]}}\n")
    assert f"`{field}`" in told
    assert "book.yml:5" in told


def test_join_is_none_where_it_is_not_written(tmp_path: Path) -> None:
    code = "  - {id: a, label: A, include: [x]}\n"
    assert book(tmp_path, code).join == 0
    assert book(tmp_path, code, head=HEAD.replace("codes", "join: 3\ncodes")).join == 3
    wrong = problem(tmp_path, code, head=HEAD.replace("codes", "join: two\ncodes"))
    assert "`join: two` is no whole number" in wrong
    assert "book.yml:4" in wrong
