"""The codebook format and the errors it gives."""

from pathlib import Path

import pytest

from topoi.coding.codebook import Codebook, load_codebook
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
    include: ["root cause*", "underlying cause*", '/causes? of the (\\w+ )?(crisis|war)/']
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
        ("  - {id: a, label: A, include: ['/(/']}", ":5: the pattern '/(/' does not compile"),
        ("  - {id: a, label: A, include: ['/x*/']}", "can match nothing"),
        (
            "  - {id: a, label: A, include: ['/(?P<hit>x)|(?P<hit>y)/']}",
            "has two groups named `hit`",
        ),
        ("  - {id: a, label: A, include: ['*']}", "would match any word"),
        ("  - {id: a, label: A, include: [no]}", "YAML reads as no text. Put it in quotes"),
        ("  - {id: a, label: A, include: [2014]}", "YAML reads as no text"),
        ("  - {id: a, label: A, include: [[x]]}", "no text"),
        ("  - {id: a, label: A}", "has no `include`"),
        ("  - {id: a, include: [x]}", "`label` is missing"),
        ("  - {id: a, label: A, include: [x], label: B}", "repeats the key 'label' of line 5"),
        (
            "  - {id: a, label: A, include: [x]}\n  - {id: a, label: B, include: [y]}",
            ":6: the id or number of code 'a' stands in line 5 already",
        ),
        ("  - {id: a, label: A, include: &x [x]}", "uses an anchor"),
        ("  - {id: a, label: A, include: [!!python/name:os.system x]}", "uses the YAML tag"),
        ("  - {id: a, label: A, include: [x}", "is no valid YAML"),
        ("  - {id: a, label: A, include: [$x]}", "names the unknown list '$x'"),
        ("  - {id: a, label: A, include: [x], built_in: tagger}", "`built_in: tagger` is unknown"),
        ("  - {id: a, label: A, include: [x], context: {mode: [loud]}}", "`mode: loud` is unknown"),
        ("  - {id: a, label: A, include: [x], examples: {yes: [y]}}", "'y' is not hit by any"),
        ("  - {id: a, label: A, include: [x], examples: {no: [an x]}}", "is hit, but stands under"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, codes: str, told: str) -> None:
    assert told in problem(tmp_path, codes)


SPOKEN = "  - {id: a, label: A, built_in: quotation_mode, examples: {%s: [%s]}}"


@pytest.mark.parametrize(
    ("side", "example", "told"),
    [
        ("yes", "Russia proposed a meeting.", "is not hit by any pattern"),
        ("no", "Lavrov said that it rained.", "is hit, but stands under"),
    ],
)
def test_examples_of_codes_found_from_voices_are_read_with_the_speakers_beside(
    tmp_path: Path, side: str, example: str, told: str
) -> None:
    code = SPOKEN % (side, example)
    assert book(tmp_path, code).code("a")
    speakers = Path(__file__).parents[2] / "codebook" / "speakers.yml"
    (tmp_path / "speakers.yml").write_bytes(speakers.read_bytes())
    assert told in problem(tmp_path, code)
    assert book(tmp_path, SPOKEN % ({"yes": "no", "no": "yes"}[side], example)).code("a")
