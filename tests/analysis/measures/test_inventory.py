from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from topoi.analysis.measures.inventory import (
    ODD_SIGNS,
    Checksums,
    inventory,
    languages_of,
    near_duplicates,
    sampled_shingles,
)
from topoi.errors import InputError, Notice
from topoi.text.corpus.formats import Record
from topoi.text.corpus.seeds import register, registered, registered_files
from topoi.text.corpus.signs import KINDS, sign_notices

pytest.importorskip("datasketch")

LONG = " ".join(f"word{number} of the settlement" for number in range(150))
CHANGED = LONG.replace("word7 ", "other ")
HALF = " ".join(f"quite{number} another text" for number in range(150))


def test_a_changed_word_leaves_near_duplicates() -> None:
    found = near_duplicates([("a", LONG), ("b", HALF), ("c", CHANGED)])
    assert found[["doc", "like"]].values.tolist() == [["c", "a"]]
    assert found["similarity"][0] > 0.9


def test_different_and_short_texts_are_not_paired() -> None:
    assert not len(near_duplicates([("a", LONG), ("b", HALF)]))
    assert not len(near_duplicates([("a", "Too short."), ("b", "Too short.")]))


def test_a_text_is_paired_with_the_most_similar_earlier_one() -> None:
    more = CHANGED.replace("word9", "other")
    found = near_duplicates([("a", LONG), ("b", more), ("c", more + " end")])
    assert found[found["doc"] == "c"]["like"].tolist() == ["b"]


def test_a_long_text_is_sampled() -> None:
    assert len(sampled_shingles(LONG * 20, Checksums())) == 256
    assert len(sampled_shingles("one two " * 12, Checksums())) == 2


def test_estimates_lie_near_the_true_similarity() -> None:
    words = [f"w{number}" for number in range(400)]
    other = words[:380] + [f"v{number}" for number in range(20)]
    [found] = near_duplicates([("a", " ".join(words)), ("b", " ".join(other))]).itertuples()
    assert found.similarity == pytest.approx(376 / 416, abs=0.12)


def record(doc: str, text: str, **about: str) -> Record:
    return Record(doc=doc, text=text, place=doc, **about)


def noticed(records: list[Record]) -> list[Notice]:
    return [notice for one in records for notice in sign_notices(one.text, one.place)]


ENGLISH = "The minister said that the talks between the two countries would go on next week. " * 3
FRENCH = "Le ministre a déclaré que les négociations entre les deux pays se poursuivraient. " * 3


def test_the_overview_counts_what_is_there_and_what_is_not() -> None:
    records = [
        record("a", ENGLISH, source="TASS", date="2025-08-01"),
        record("b", ENGLISH, source="AP", date="2025-08-03"),
        record("c", FRENCH, source="AP"),
        record("d", "It isnâ€™t so."),
    ]
    aside = [InputError("x.txt", "is empty", "Remove it."), InputError("y.gz", "is cut", "Mend.")]
    found = inventory(records, aside=aside, notices=noticed(records))
    overview = found.overview.set_index("measure")["value"]
    assert overview["documents"] == 4
    assert overview["first date"] == "2025-08-01"
    assert overview["without a date"] == 2
    assert overview["exact duplicates"] == 1
    assert overview["near duplicates"] == 0
    assert overview["probably decoded wrongly"] == 1
    assert overview["empty texts set aside"] == 1
    assert overview["other problems set aside"] == 1
    assert found.duplicates[["doc", "like", "kind"]].values.tolist() == [["b", "a", "exact"]]
    assert found.aside["place"].tolist() == ["x.txt", "y.gz"]
    assert found.sources["documents"].tolist() == [1, 2, 1]


def test_languages_are_told_apart() -> None:
    pytest.importorskip("py3langid")
    found = inventory([record("a", ENGLISH), record("b", ENGLISH + "More."), record("c", FRENCH)])
    assert found.languages[["language", "documents"]].values.tolist() == [["en", 2], ["fr", 1]]


def test_an_empty_collection_has_an_overview_of_zeros() -> None:
    overview = inventory([]).overview.set_index("measure")["value"]
    assert overview["documents"] == 0
    assert overview["first date"] == "none"


def test_the_overview_counts_texts_with_each_kind_of_odd_signs() -> None:
    texts = [
        "It\x92s &amp; more &amp; more.",
        "A set-\ntlement &amp; <p>so</p>.",
        "\ufffd\ufeff",
        "No.",
    ]
    records = [record(text, text) for text in texts]
    overview = inventory(records, notices=noticed(records)).overview
    counts = overview.set_index("measure")["value"]
    assert {name: counts[name] for name in ODD_SIGNS.values()} == {
        "probably decoded wrongly": 0,
        "with signs of Windows-1252 as control characters": 1,
        "with letters lost in decoding": 1,
        "with byte order marks or nulls inside": 1,
        "with entities of HTML": 2,
        "with tags of HTML": 1,
        "with words broken at line ends": 1,
    }
    assert list(ODD_SIGNS) == list(KINDS)


def test_a_registered_collection_stays_where_it_is(tmp_path: Path) -> None:
    seeds, texts = tmp_path / "seeds", tmp_path / "texts"
    seeds.mkdir()
    texts.mkdir()
    (texts / "a.txt").write_text("He left.")
    entry = register(seeds, "news", texts, pattern="*.txt")
    assert registered(seeds) == [entry]
    assert entry.files == 1
    assert registered_files(seeds, entry) == [texts / "a.txt"]
    assert not list(seeds.glob("*.txt"))


def test_a_changed_collection_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("He left.")
    entry = register(tmp_path, "news", tmp_path)
    (tmp_path / "a.txt").write_text("He stayed.")
    with pytest.raises(InputError, match="has changed since its hash was taken"):
        registered_files(tmp_path, entry)
    assert registered_files(tmp_path, register(tmp_path, "news", tmp_path))
    assert len(registered(tmp_path)) == 1


def test_a_relative_folder_is_kept_relative_to_the_seeds(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("He left.")
    monkeypatch.chdir(tmp_path)
    assert register("seeds", "news", "texts").root == "../texts"


def test_a_damaged_register_is_named(tmp_path: Path) -> None:
    (tmp_path / "collections.yml").write_text("- {name: x}\n")
    with pytest.raises(InputError, match="is no register"):
        registered(tmp_path)


@pytest.mark.parametrize("text", ["He left.", "...", "No. 7", "Lavrov Zelensky Trump Macron"])
def test_the_language_of_a_text_too_short_or_too_odd_is_not_determined(text: str) -> None:
    pytest.importorskip("py3langid")
    found = inventory([record("a", text), record("b", ENGLISH)]).languages
    assert found[["language", "documents"]].values.tolist() == [["en", 1], ["not determined", 1]]
    assert "not determined below 20 letters or a probability of 50%" in found.attrs["note"]


def test_texts_without_a_word_count_as_empty() -> None:
    aside = [InputError("a.txt", "is empty: no word is in it", ""), InputError("b", "is odd", "")]
    overview = inventory([], aside=aside).overview.set_index("measure")["value"]
    assert (overview["empty texts set aside"], overview["other problems set aside"]) == (1, 1)


def test_every_measure_of_a_collection_is_counted() -> None:
    pytest.importorskip("py3langid")
    records = [
        record("a", ENGLISH, source="TASS", date="2025-08-01"),
        record("b", LONG, source="AP", date="2025-08-03"),
        record("c", CHANGED, source="AP"),
        record("d", ENGLISH, source="AP", date="2025-07-30"),
        record("e", "x\ufffdy\ufeff"),
    ]
    aside = [InputError(name, "is cut", "Mend it.") for name in "xy"]
    found = inventory(records, aside=aside, notices=noticed(records))
    assert found.overview.values.tolist() == [
        ["documents", 5],
        ["characters", sum(len(one.text) for one in records)],
        ["sources", 3],
        ["first date", "2025-07-30"],
        ["last date", "2025-08-03"],
        ["without a date", 2],
        ["exact duplicates", 1],
        ["near duplicates", 1],
        ["probably decoded wrongly", 0],
        ["with signs of Windows-1252 as control characters", 0],
        ["with letters lost in decoding", 1],
        ["with byte order marks or nulls inside", 1],
        ["with entities of HTML", 0],
        ["with tags of HTML", 0],
        ["with words broken at line ends", 0],
        ["empty texts set aside", 0],
        ["other problems set aside", 2],
    ]
    assert found.duplicates.iloc[:, :3].values.tolist() == [["d", "a", "exact"], ["c", "b", "near"]]
    assert found.duplicates.index.tolist() == [0, 1]
    assert found.duplicates.attrs["note"].startswith("Texts that share an estimated 80% or more")
    assert found.sources.values.tolist()[1:] == [
        ["AP", 3, len(LONG + CHANGED + ENGLISH), *pd.to_datetime(["2025-07-30", "2025-08-03"])],
        ["TASS", 1, len(ENGLISH), *pd.to_datetime(["2025-08-01", "2025-08-01"])],
    ]
    assert found.aside.values.tolist() == [["x", "is cut", "Mend it."], ["y", "is cut", "Mend it."]]
    assert found.languages["documents"].sum() == 4


def test_languages_are_listed_by_how_many_texts_they_have_and_by_name() -> None:
    found = languages_of(Counter({"fr": 1, "en": 3, "de": 1}), 7000)
    assert found.values.tolist() == [["en", 3, 0.6], ["de", 1, 0.2], ["fr", 1, 0.2]]
    assert "first 1,000 characters of the first 5,000 documents" in found.attrs["note"]
    [alone] = languages_of(Counter({"en": 1}), 1)["share"]
    assert alone == 1.0
    none = languages_of(Counter(), 0)
    assert (len(none), "first 0 documents" in none.attrs["note"]) == (0, True)


@pytest.mark.parametrize(("words", "sampled"), [(19, 0), (20, 16)])
def test_texts_are_compared_from_twenty_words_on(words: int, sampled: int) -> None:
    text = " ".join(f"w{number}" for number in range(words))
    assert len(sampled_shingles(text, Checksums())) == sampled


def test_a_threshold_is_reached_by_texts_that_are_as_similar() -> None:
    text = " ".join(f"w{number}" for number in range(60))
    found = near_duplicates([("a", text), ("b", text), ("c", text)])
    assert found.values.tolist() == [["b", "a", 1.0], ["c", "a", 1.0]]
