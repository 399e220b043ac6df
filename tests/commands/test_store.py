"""`topoi store`: a collection of two sentences, every answer counted by hand."""

import json
import resource

import pytest
from pyarrow import parquet

from topoi.cli import main

# 8 and 6 words.
TEXTS = [
    {"id": "a", "source": "Alpha", "text": "Peace is near, and peace talks will begin."},
    {"id": "b", "source": "Beta", "text": "War is near; no peace talks."},
]


@pytest.fixture
def texts(tmp_path):
    file = tmp_path / "two.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in TEXTS))
    return file


@pytest.fixture
def store(texts, tmp_path, capsys):
    assert main(["store", "build", str(texts), "--to", str(tmp_path / "kept")]) == 0
    assert "2 texts, 14 words" in capsys.readouterr().out
    return tmp_path / "kept"


def asked(capsys, store, query, *words):
    assert main(["store", query, "--store", str(store), "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_kwic_gives_the_lines_with_their_places(store, capsys):
    rows = asked(capsys, store, "kwic", "peace talk*")
    assert [(row["locus"], row["node"]) for row in rows] == [
        *(("a:19-30", "peace talks"), ("b:16-27", "peace talks"))
    ]
    assert len(asked(capsys, store, "kwic", "peace", "--rows", "1", "--first", "1")) == 1


def test_frequency_counts_words(store, capsys):
    rows = asked(capsys, store, "frequency", "--rows", "2")
    assert [(row["token"], row["count"]) for row in rows] == [("peace", 3), ("is", 2)]
    [talks] = asked(capsys, store, "frequency", "talk*")
    assert (talks["count"], round(talks["per_1000"], 3)) == (2, 142.857)


def test_collocates_need_twenty_occurrences_and_then_count_neighbours(tmp_path, capsys):
    file, kept = tmp_path / "many.jsonl", tmp_path / "many"
    rows = [{"id": f"t{n}", "text": "Peace talks begin. War goes on."} for n in range(20)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert main(["store", "build", str(file), "--to", str(kept)]) == 0
    capsys.readouterr()
    near = {row["token"]: row["count"] for row in asked(capsys, kept, "collocates", "peace")}
    assert near == {"talks": 20, "begin": 20}
    away = asked(capsys, kept, "collocates", "peace", "--repelled")
    assert {row["token"]: row["count"] for row in away} == {"war": 0, "goes": 0, "on": 0}


def test_collocates_of_a_rare_word_say_why_there_are_none(store, capsys):
    assert main(["store", "collocates", "--store", str(store), "peace"]) == 0
    assert "20 occurrences" in capsys.readouterr().out


def test_ngrams_count_sequences(store, capsys):
    rows = asked(capsys, store, "ngrams", "--min-count", "2")
    assert {row["ngram"]: row["count"] for row in rows} == {"is near": 2, "peace talks": 2}
    rows = asked(capsys, store, "ngrams", "talk*", "--n", "3", "--min-count", "1")
    assert {row["ngram"] for row in rows} == {
        *("and peace talks", "peace talks will", "talks will begin", "no peace talks")
    }


def test_keyness_sets_a_part_against_the_rest(store, capsys):
    rows = asked(capsys, store, "keyness", "--by", "source", "Beta", "--min-count", "1")
    counts = {row["token"]: (row["count"], row["reference_count"]) for row in rows}
    assert (counts["war"], counts["peace"], counts["is"]) == ((1, 0), (1, 2), (1, 1))
    assert rows[0]["q"] is None  # Beta has one text
    assert main(["store", "keyness", "--store", str(store), "--by", "source", "Gamma"]) == 2
    assert "Give one of 'Alpha', 'Beta'" in capsys.readouterr().err


def test_parts_are_of_two_columns_and_one_is_of_texts_that_say_nothing(tmp_path, capsys):
    rows = [row | {"date": f"2021-0{n}-01", "party": "Left" if n == 1 else None}
            for n, row in enumerate(TEXTS, 1)]  # fmt: skip
    file, kept = tmp_path / "dated.jsonl", tmp_path / "dated"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert main(["store", "build", str(file), "--to", str(kept)]) == 0
    capsys.readouterr()
    by = ["--by", "party,month", "--min-count", "1"]
    rows = asked(capsys, kept, "keyness", *by, "not given, 2021-02")
    counts = {row["token"]: (row["count"], row["reference_count"]) for row in rows}
    assert (counts["war"], counts["peace"]) == ((1, 0), (1, 2))
    [peace] = asked(capsys, kept, "dispersion", "peace", "--by", "party")
    assert (peace["count"], peace["range"]) == (3, 2)


def test_keyness_sets_all_against_general_english(store, capsys):
    pytest.importorskip("wordfreq")
    rows = asked(capsys, store, "keyness", "--min-count", "1", "peace")
    assert [(row["token"], row["count"]) for row in rows] == [("peace", 3)]
    assert rows[0]["log_ratio"] > 5


def test_dispersion_measures_the_spread_over_texts_or_parts(store, capsys):
    # peace: 2 of 3 in a text with 8 of 14 words, so half of (2/3 - 8/14) twice
    for by in ((), ("--by", "source")):
        [peace] = asked(capsys, store, "dispersion", "peace", *by)
        assert (peace["count"], peace["range"]) == (3, 2)
        assert peace["dp"] == pytest.approx(2 / 3 - 8 / 14)


def test_tables_are_printed_as_csv_and_say_what_they_leave_out(store, capsys):
    assert main(["store", "frequency", "--store", str(store), "--csv", "peace"]) == 0
    assert capsys.readouterr().out.startswith("token,count,per_1000\npeace,3,")
    assert main(["store", "frequency", "--store", str(store), "--rows", "1"]) == 0
    assert "1 of 9 rows" in capsys.readouterr().out
    for query in (
        ["dispersion", "peace"],
        ["ngrams", "peace"],
        ["keyness", "--by", "source", "Beta"],
    ):
        assert main(["store", query[0], "--store", str(store), *query[1:]]) == 0
        assert capsys.readouterr().out.rstrip().endswith(".")  # what the table says of itself


@pytest.mark.parametrize("kind", ["tokens", "runs", "documents"])
@pytest.mark.parametrize("harm", ["cut", "rows", "removed", "manifest"])
def test_a_damaged_store_is_told_in_one_line(store, texts, capsys, kind, harm):
    [file] = store.glob(f"*.{kind}.parquet")
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:100])
    elif harm == "rows":
        parquet.write_table(parquet.read_table(file).slice(1), file)
    elif harm == "removed":
        file.unlink()
    else:
        (store / "manifest.json").write_text('{"format": 1}')
    assert main(["store", "frequency", "--store", str(store)]) == 2
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    if harm != "manifest":
        assert "is damaged" in told


def test_a_full_disk_leaves_the_old_store_and_is_told_in_one_line(store, texts, tmp_path, capsys):
    before = asked(capsys, store, "frequency")
    texts.write_text(json.dumps({"text": " ".join(f"word{n}" for n in range(40_000))}))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        code = main(["store", "build", str(texts), "--to", str(store)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert asked(capsys, store, "frequency") == before


def test_a_question_without_a_store_or_a_word_is_a_users_error(store, tmp_path, capsys):
    assert main(["store", "frequency", "--store", str(tmp_path)]) == 2
    assert main(["store", "kwic", "--store", str(store)]) == 2
    assert main(["store", "ngrams", "--store", str(store), "--n", "0"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_a_store_among_its_texts_does_not_read_itself(tmp_path, capsys):
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("Peace is near.")
    for told in (0, 1, 1):
        assert main(["store", "build", str(tmp_path), "--to", str(tmp_path / "kept")]) == 0
        said = capsys.readouterr()
        assert "3 texts, 9 words" in said.out
        assert said.err.count("kept: is a token store that Topoi made, and no text") == told
    assert main(["seeds", "describe", str(tmp_path)]) == 0
    assert "notices: 1, the first" in capsys.readouterr().err


OF_SEVERAL_TOKENS = {
    "Israel's": ("Israel's claim and Israel’s role; the Israelis, Israel.", 2),
    "U.S.": ("U.S. forces; the U.S.’s role, U.S.-led.", 3),
    "people's republic": ("The people’s republic; peoples' will. The people.", 1),
    "9/11": ("9/11 and 24/7, 9 or 11.", 1),
    "AT&T": ("AT&T paid AT T.", 1),
    "Iran–Iraq": ("Iran–Iraq war; Iran, Iraq.", 1),
    "#StopWar": ("#StopWar, stop war.", 1),
    "U.S.-led": ("U.S.-led forces, led by the U.S.", 1),
    "peace talk*": ("Peace talks; talks of peace.", 1),
}


@pytest.mark.parametrize("query", OF_SEVERAL_TOKENS)
def test_what_is_of_several_tokens_is_found_as_kwic_finds_it(tmp_path, capsys, query):
    text, count = OF_SEVERAL_TOKENS[query]
    file, kept = tmp_path / "a.txt", tmp_path / "kept"
    file.write_text(text)
    assert main(["store", "build", str(file), "--to", str(kept)]) == 0
    capsys.readouterr()
    rows = asked(capsys, kept, "kwic", query)
    assert main(["kwic", "--seeds", str(file), "--json", query]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert [row["locus"] for row in rows] == [row["locus"] for row in plain]
    assert len(rows) == count
    assert asked(capsys, kept, "frequency", query)[0]["count"] == count


def test_frequency_of_a_phrase_stands_before_those_of_its_words(store, capsys):
    rows = asked(capsys, store, "frequency", "peace talk*", "near")
    assert [(row["token"], row["count"]) for row in rows] == [
        *(("peace talk*", 2), ("peace", 3), ("near", 2), ("talks", 2))
    ]
    assert round(rows[0]["per_1000"], 3) == 142.857
