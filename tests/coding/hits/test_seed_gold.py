"""How well the two codebooks find what one reader annotated: in the seed, and in press releases.

The seed's numbers are of the text on which the patterns were written; those of the releases are
verdicts on random hits, so they speak of precision only; recall, polarity and target were read in
passages and hits of their own (tests/gold/README.md).
"""

import json
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from topoi.coding.codebook.codebook import Codebook
from topoi.coding.hits.hits import find_hits
from topoi.coding.loading import load_codebook
from topoi.coding.quality.agreement import compare, disagreements
from topoi.coding.quality.judgements import read_gold
from topoi.text.corpus.corpus import Corpus
from topoi.text.voices.lexicon import load_lexicon
from topoi.text.voices.voices import voices

ROOT = Path(__file__).parents[3]
GOLD = ROOT / "tests" / "gold"
FRAMES = [f"F{number:02d}" for number in range(1, 14)]
PATTERNS = [f"R{number:02d}" for number in range(1, 21)]
STRICT = [name for name in PATTERNS if name[1:] in "01 02 03 04 05 06 07 09 10 11 13 15 19".split()]

# Matched hits, counted hits, yes rows. Rows that the annotation calls borderline are set aside.
SCORES = {
    "F01": (2, 2, 2), "F02": (2, 2, 2), "F03": (3, 3, 3), "F04": (2, 2, 2), "F05": (4, 4, 4),
    "F06": (10, 10, 10), "F07": (4, 4, 4), "F08": (7, 7, 7), "F09": (1, 1, 1), "F10": (6, 6, 6),
    "F11": (4, 4, 4), "F12": (2, 2, 2), "F13": (0, 0, 0),
    "R01": (14, 14, 14), "R02": (14, 14, 14), "R03": (8, 8, 8), "R04": (3, 3, 3), "R05": (6, 6, 6),
    "R06": (15, 15, 15), "R07": (8, 8, 8), "R08": (4, 4, 4), "R09": (9, 9, 9), "R10": (8, 8, 8),
    "R11": (13, 13, 13), "R12": (17, 17, 17), "R13": (6, 6, 6), "R14": (1, 1, 1), "R15": (3, 3, 3),
    "R16": (4, 12, 8), "R17": (13, 13, 13), "R18": (26, 27, 26), "R19": (5, 5, 5),
    "R20": (11, 12, 11),
}  # fmt: skip

# Every missed row and every wrong hit: code, kind, start, words.
DISAGREEMENTS = [
    ("R16", "wrong hit", 43, "The substantive discussion of"),
    ("R16", "wrong hit", 418, "The substantive discussion of"),
    ("R16", "wrong hit", 804, "proposed creating working groups"),
    ("R16", "wrong hit", 853, "political and military issues"),
    ("R16", "wrong hit", 1009, "proposed creating working groups"),
    ("R16", "wrong hit", 1045, "political and military issues"),
    ("R16", "missed", 1845, "progress"),
    ("R16", "wrong hit", 2035, "direct military confrontation"),
    ("R16", "missed", 2162, "progress"),
    ("R16", "wrong hit", 2951, "direct military confrontation"),
    ("R16", "missed", 3410, "Progress"),
    ("R16", "missed", 4085, "progress"),
    ("R18", "wrong hit", 4271, "reliable"),
    ("R20", "wrong hit", 899, "Kiev's response"),
]


@pytest.fixture(scope="module")
def corpus(seed: Corpus) -> Corpus:
    return seed


@pytest.fixture(scope="module")
def books(article: Path) -> list[Codebook]:
    return [load_codebook(ROOT / "codebook" / f"{name}.yml") for name in ("frames", "rhetoric")]


@pytest.fixture(scope="module")
def hits(corpus: Corpus, books: list[Codebook]) -> pd.DataFrame:
    lexicon = load_lexicon()
    return find_hits(corpus, books, voices=voices(corpus, lexicon=lexicon))


@pytest.fixture(scope="module")
def gold(corpus: Corpus) -> pd.DataFrame:
    return read_gold(ROOT / "codebook" / "judgements" / "article.jsonl", corpus=corpus)


@pytest.fixture(scope="module")
def scores(gold: pd.DataFrame, hits: pd.DataFrame, books: list[Codebook]) -> pd.DataFrame:
    table = compare(gold, hits, books, judged=[*FRAMES, *PATTERNS])
    return table.assign(counted=table["hits"] - table["aside"]).set_index("number")


@pytest.fixture(scope="module")
def verdicts() -> pd.DataFrame:
    lines = (GOLD / "releases.jsonl").read_text(encoding="utf-8").splitlines()
    return pd.DataFrame([json.loads(line) for line in lines])


def test_every_frame_and_pattern_has_its_code(books: list[Codebook]) -> None:
    numbers = [[code.number for code in book.codes] for book in books]
    assert numbers == [FRAMES, PATTERNS]


def test_every_code_is_documented(books: list[Codebook]) -> None:
    for book in books:
        for code in book.codes:
            assert code.definition, code.id
            assert code.source, code.id
            assert code.known_false_positives, code.id
            assert code.missed, code.id


def test_every_code_has_examples_on_both_sides(books: list[Codebook]) -> None:
    for book in books:
        for code in book.codes:
            assert code.yes, code.id
            assert code.no, code.id


def test_every_subtype_has_a_label_that_reads_as_words(books: list[Codebook]) -> None:
    for book in books:
        for code in book.codes:
            for subtype in code.subtypes:
                assert subtype.label or not subtype.name, (code.id, subtype.name)
                assert "_" not in subtype.label


def test_two_frames_are_counted_in_two_parts_each(books: list[Codebook]) -> None:
    parts = [part.number for code in books[0].codes for part in code.parts]
    assert parts == ["F02a", "F02b", "F03a", "F03b"]


def test_no_frame_begins_with_a_quotation_mark_or_stops_before_the_second_of_two(
    hits: pd.DataFrame,
) -> None:
    assert not hits.loc[hits["codebook"] == "frames", "text"].str.match("['\"“‘]").any()
    risks = hits.loc[hits["code"] == "escalation_risk", "text"].tolist()
    assert "a direct military confrontation between Moscow and Washington" in risks
    assert "a direct military confrontation between the United States and Russia" in risks


def test_scores_on_the_seed_are_the_known_ones(scores: pd.DataFrame) -> None:
    found = scores[["matched", "counted", "judged"]].apply(tuple, axis=1).to_dict()
    assert found == SCORES


def test_every_missed_and_extra_hit_on_the_seed_is_listed(
    gold: pd.DataFrame, hits: pd.DataFrame, books: list[Codebook], corpus: Corpus
) -> None:
    table = disagreements(gold, hits, books, corpus, judged=[*FRAMES, *PATTERNS])
    rows = table[["number", "kind", "start", "text"]].itertuples(index=False, name=None)
    assert list(rows) == DISAGREEMENTS


def test_frames_together_reach_nine_in_ten(scores: pd.DataFrame) -> None:
    frames = scores.loc[FRAMES]
    assert frames["matched"].sum() / frames["counted"].sum() >= 0.90
    assert frames["matched"].sum() / frames["judged"].sum() >= 0.90


@pytest.mark.parametrize("number", STRICT)
def test_strict_patterns_reach_their_targets(scores: pd.DataFrame, number: str) -> None:
    row = scores.loc[number]
    assert row["precision"] >= 0.95
    assert row["recall"] >= 0.95
    assert row["negatives_hit"] == 0


def test_no_near_miss_of_the_annotation_is_hit(scores: pd.DataFrame) -> None:
    assert scores["negatives"].sum() == 40
    assert scores["negatives_hit"].sum() == 0


def test_the_control_frame_is_absent_where_the_other_side_does_not_speak(
    hits: pd.DataFrame,
) -> None:
    assert not (hits["code"] == "aggression_responsibility").any()


def test_the_reported_change_of_leadership_is_a_frame_of_its_own_kind(hits: pd.DataFrame) -> None:
    rows = hits[(hits["code"] == "illegitimate_authority") & (hits["subtype"] == "regime_change")]
    assert rows["text"].tolist() == ["change of Russian leadership"]
    assert rows["mode"].tolist() == ["nested"]


def test_verdicts_on_releases_hold_places_and_no_texts(verdicts: pd.DataFrame) -> None:
    columns = ["pattern", "code", "doc", "start", "end", "subtype", "verdict", "round", "seed"]
    assert verdicts.columns.tolist() == columns
    assert verdicts["doc"].str.fullmatch(r"[ku]-[a-z0-9-]+").all()
    assert (verdicts["start"] >= 0).all()
    assert (verdicts["end"] > verdicts["start"]).all()
    assert set(verdicts["verdict"]) == {"yes", "no"}
    assert not verdicts.duplicated(["code", "doc", "start", "end", "round"]).any()


def test_verdicts_name_codes_of_the_codebook(verdicts: pd.DataFrame, books: list[Codebook]) -> None:
    known = {(code.number, code.id) for code in books[0].codes}
    assert set(zip(verdicts["pattern"], verdicts["code"], strict=True)) == known


@pytest.mark.parametrize("name", ["paragraphs", "widened", "context", "queries", "round9"])
def test_further_judgements_hold_places_and_no_texts(name: str, books: list[Codebook]) -> None:
    lines = (GOLD / f"releases-{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = pd.DataFrame([json.loads(line) for line in lines])
    assert "text" not in rows.columns
    assert rows["doc"].str.fullmatch(r"[ku]-[a-z0-9-]+").all()
    assert set(rows["verdict"]) <= {"yes", "no", "borderline", "none"}
    assert set(rows["pattern"]) <= {"", *(code.number for book in books for code in book.codes)}
    spans = rows[rows["verdict"] != "none"]
    assert (spans["end"] > spans["start"]).all()
    assert (spans["start"] >= 0).all()


def test_passages_of_rhetoric_hold_places_and_no_texts() -> None:
    lines = (GOLD / "rhetoric-passages.jsonl").read_text(encoding="utf-8").splitlines()
    rows = pd.DataFrame([json.loads(line) for line in lines])
    assert "text" not in rows.columns
    assert set(rows["verdict"]) == {"yes", "borderline", "none"}
    assert set(rows["pattern"]) == {"", "R05", "R06", "R08", "R13", "R15"}
    passages = rows.drop_duplicates(["doc", "passage_start"])
    assert passages.groupby(["seed", "draw"]).size().to_dict() == {
        (1615, "development"): 40, (1615, "held out"): 20, (1616, "held out"): 20,
        (1617, "held out"): 32, (1618, "held out"): 28,
    }  # fmt: skip
    spans = rows[rows["verdict"] != "none"]
    assert (spans["passage_start"] <= spans["start"]).all()
    assert (spans["start"] < spans["end"]).all()
    assert (spans["end"] <= spans["passage_end"]).all()


def test_the_last_round_of_every_frame_is_precise_enough(verdicts: pd.DataFrame) -> None:
    last = verdicts[verdicts["round"] == verdicts.groupby("code")["round"].transform("max")]
    judged = Counter(last["code"])
    right = Counter(last.loc[last["verdict"] == "yes", "code"])
    for code, number in judged.items():
        assert right[code] / number >= 0.80, code
    rare = {code for code, number in judged.items() if number < 30}
    assert rare == {"root_causes", "ally_differentiation"}
