"""The hand annotation of the seed, R01 to R03, held at precision and recall 1.00."""

import json
from pathlib import Path

import pytest

from topoi.text.voices.lexicon import Lexicon, load_lexicon
from topoi.text.voices.reading import attributions_of
from topoi.text.voices.reporting import Attribution
from topoi.text.voices.voices import voices_of

ROOT = Path(__file__).parents[3]
STANCES = {"endorsing": "endorsing", "sequencing": "sequencing"}


@pytest.fixture(scope="module")
def text(article: Path) -> str:
    return article.read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module")
def found(text: str, lexicon: Lexicon) -> list[Attribution]:
    return attributions_of(text, lexicon=lexicon)


def gold(pattern: str) -> list[dict[str, object]]:
    lines = (
        (ROOT / "codebook" / "judgements" / "article.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    rows = [json.loads(line) for line in lines]
    return [r for r in rows if r["pattern"] == pattern and r["subtype"] != "borderline"]


def wanted(pattern: str) -> list[dict[str, object]]:
    return [row for row in gold(pattern) if row["subtype"] != "NEGATIVE"]


def reports(found: list[Attribution], level: str) -> list[Attribution]:
    return [item for item in found if item.level == level]


def overlap(first: tuple[int, int], row: dict[str, object]) -> bool:
    return first[0] < row["end"] and row["start"] < first[1]  # type: ignore[operator]


def test_every_outer_cue_is_found_with_its_stance_and_no_other(found: list[Attribution]) -> None:
    cues = [(item.cue, item.stance) for item in reports(found, "outer") if item.kind == "report"]
    rows = wanted("R01")
    assert len(cues) == len(rows) == 14
    for (cue, stance), row in zip(sorted(cues), rows, strict=True):
        assert overlap(cue, row)
        assert stance == STANCES.get(str(row["subtype"]), "neutral")


def test_cue_words_that_are_no_outer_cue_are_not_taken_for_one(found: list[Attribution]) -> None:
    cues = [item.cue for item in reports(found, "outer") if item.kind == "report"]
    negatives = [row for row in gold("R01") if row["subtype"] == "NEGATIVE"]
    assert len(negatives) == 11
    assert not [row for row in negatives for cue in cues if overlap(cue, row)]


@pytest.mark.parametrize("mode", ["direct", "indirect"])
def test_quoted_and_paraphrased_content_has_the_annotated_extent(
    found: list[Attribution], mode: str
) -> None:
    spans = [
        span
        for item in reports(found, "outer")
        if item.kind == "report" and item.mode == mode
        for span in item.contents
    ]
    assert sorted(spans) == [(r["start"], r["end"]) for r in wanted("R02") if r["subtype"] == mode]


def test_ten_direct_quotations_have_one_speaker_and_none_is_mixed(found: list[Attribution]) -> None:
    outer = [item for item in reports(found, "outer") if item.kind == "report"]
    direct = [item for item in outer if item.mode == "direct"]
    assert len(direct) == 10
    assert {item.speaker for item in outer} == {"Sergey Lavrov"}
    assert not [item for item in outer if item.mode == "mixed"]


def test_the_intermediary_is_in_the_chain(text: str, lexicon: Lexicon) -> None:
    chains = {span.via for span in voices_of(text, lexicon=lexicon) if span.mode == "direct"}
    assert "TASS < Foreign Ministry website < Sergey Lavrov" in chains


def test_every_nested_speaker_has_a_voice(text: str, lexicon: Lexicon) -> None:
    nested = [span for span in voices_of(text, lexicon=lexicon) if span.mode == "nested"]
    assert {span.speaker for span in nested} == {
        "Vladimir Putin",
        "Vladimir Zelensky",
        "Russia",
        "their leaders",
        "Marco Rubio",
    }
    assert [span.certain for span in nested if span.speaker == "their leaders"] == [False]


def test_every_nested_voice_is_found_and_no_other(found: list[Attribution]) -> None:
    rows = [row for row in wanted("R03") if row["subtype"] == "nested"]
    nested = reports(found, "nested")
    for row in rows:
        assert any(overlap(item.cue, row) and overlap(item.source, row) for item in nested)
    for item in nested:
        assert any(overlap(item.cue, row) for row in rows)
