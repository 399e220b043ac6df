import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topoi.analysis.store import build as store_build
from topoi.analysis.store import forms as store_forms
from topoi.analysis.store.build import build_store
from topoi.analysis.store.store import (
    MANIFEST,
    ROOMS,
    documents_of,
    open_store,
    require_whole,
    token_columns,
)
from topoi.errors import InputError
from topoi.files import alone
from topoi.text.corpus import hashes
from topoi.text.corpus.corpus import Corpus, corpus_of, partitions
from topoi.text.corpus.formats import Record
from topoi.text.words import tokenised
from topoi.text.words.blocks import metadata_end
from topoi.text.words.numbered import token_table as tokens
from topoi.text.words.segments import segments
from topoi.text.words.spans import containing
from topoi.text.words.tokens import words_of

TEXTS = {
    "a": 'Kiev’s talks. "We wait," he said.\n\nHuman rights\n\nThe US told us.',
    "b": "No. Mr. Smith left the U.S. in 2014.",
    "c": "Root causes. The root causes.\rOdd line ends.",
    "d": "\n\nOnly this",
}


def records(texts: dict[str, str]) -> list[Record]:
    return [Record(doc=doc, text=text, place=doc, source="TASS") for doc, text in texts.items()]


def parts(texts: dict[str, str]) -> list[Corpus]:
    """One partition a text, so that each can change alone."""
    return [corpus_of({doc: text}, source="TASS") for doc, text in texts.items()]


def table_of(folder: Path) -> pd.DataFrame:
    """Return the tokens table that a store holds."""
    store, names = open_store(folder), ["doc", "start", "end", "token", "is_word", "sentence"]
    tables = []
    for partition in store.partitions:
        columns = dict(zip(names, token_columns(store, partition, names), strict=True))
        ids = documents_of(store, partition, columns=["doc"])["doc"].array
        columns["doc"] = ids.take(columns["doc"])
        columns["token"] = pd.array(store.vocabulary, dtype="str").take(columns["token"])
        tables.append(pd.DataFrame(columns))
    return pd.concat(tables, ignore_index=True)


def files(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mtime_ns for file in folder.glob("*.tokens.parquet")}


def test_the_store_holds_the_tokens_of_the_definition(tmp_path: Path) -> None:
    build_store(parts(TEXTS), tmp_path)
    pd.testing.assert_frame_equal(table_of(tmp_path), tokens(corpus_of(TEXTS)), check_dtype=False)


@given(
    st.lists(st.text(alphabet="aS'’. \n\r\"1É", min_size=1, max_size=30), min_size=1, max_size=4)
)
@settings(max_examples=40, deadline=None)
def test_the_store_holds_the_tokens_of_any_text(tmp_path_factory, written: list[str]) -> None:
    corpus = corpus_of({f"t{number}": text for number, text in enumerate(written)})
    folder = tmp_path_factory.mktemp("store")
    build_store([corpus], folder)
    found, defined = table_of(folder), tokens(corpus)
    assert found.values.tolist() == defined.values.tolist()


@given(st.lists(st.text(alphabet="aAS'’. é𝐀", max_size=12), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
@pytest.mark.parametrize("familiar", [0, 3, 100])
def test_forms_are_the_same_whatever_was_familiar(
    tmp_path_factory, familiar: int, written: list[str]
) -> None:
    texts = {f"t{number}": text for number, text in enumerate(written)}
    folder = tmp_path_factory.mktemp("store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_forms, "FAMILIAR", familiar)
        store = build_store(parts(texts), folder)
    assert table_of(folder)["token"].tolist() == tokens(corpus_of(texts))["token"].tolist()
    assert len(set(store.vocabulary)) == len(store.vocabulary)


def test_the_seed_has_its_words_in_the_store(tmp_path: Path, seed: Corpus) -> None:
    assert build_store([seed], tmp_path).words == 687


def test_the_fast_table_of_tokens_is_that_of_the_definition(seed: Corpus) -> None:
    for corpus in (seed, corpus_of(TEXTS), corpus_of({"a": "."})):
        table, layers = tokens(corpus), segments(corpus)
        rows = [
            (doc, *token[:3], token.is_word and token.start >= metadata_end(text))
            for doc, text in corpus
            for token in words_of(text)
        ]
        assert rows == list(table.iloc[:, :5].itertuples(index=False, name=None))
        sentences = layers[layers["kind"] == "sentence"]
        told = containing(table, sentences, ["sentence"])["sentence"]
        assert table["sentence"].tolist() == told.tolist()


def test_documents_keep_metadata_and_texts(tmp_path: Path) -> None:
    store = build_store(parts(TEXTS), tmp_path)
    assert store.documents["source"].tolist() == ["TASS"] * 4
    assert store.documents["words"].tolist() == [12, 8, 8, 2]
    assert documents_of(store, store.partitions[1], columns=["text"])["text"][0] == TEXTS["b"]


def test_metadata_of_any_kind_is_kept(tmp_path: Path) -> None:
    odd = Record(doc="a", text="He left.", place="a", metadata={"tags": ["x", 1], "n": 3})
    store = build_store(partitions([odd]), tmp_path)
    assert store.documents.loc[0, ["tags", "n"]].tolist() == ['["x", 1]', 3]


def test_an_unchanged_collection_is_not_built_again(tmp_path: Path) -> None:
    build_store(parts(TEXTS), tmp_path)
    before = files(tmp_path)
    build_store(parts(TEXTS), tmp_path)
    assert files(tmp_path) == before


def test_only_the_partition_that_changed_is_built_again(tmp_path: Path) -> None:
    build_store(parts(TEXTS), tmp_path)
    before = files(tmp_path)
    changed = TEXTS | {"b": "Quite another text."}
    build_store(parts(changed), tmp_path)
    after = files(tmp_path)
    # What only the old store needs is there for its readers until the next build.
    assert before.items() <= after.items()
    assert len(after) == 5
    assert table_of(tmp_path).values.tolist() == tokens(corpus_of(changed)).values.tolist()
    build_store(parts(changed), tmp_path)
    assert len(files(tmp_path)) == 4
    assert len({*before.items()} & {*files(tmp_path).items()}) == 3


def interrupted(texts: dict[str, str]):
    corpora = parts(texts)
    yield from corpora[:3]
    raise KeyboardInterrupt


def test_an_interruption_leaves_the_old_store_and_the_next_run_goes_on(tmp_path: Path) -> None:
    build_store(parts({"a": TEXTS["a"]}), tmp_path)
    with pytest.raises(KeyboardInterrupt):
        build_store(interrupted(TEXTS), tmp_path)
    assert open_store(tmp_path).documents["doc"].tolist() == ["a"]
    finished = files(tmp_path)
    assert len(finished) > 1
    build_store(parts(TEXTS), tmp_path)
    assert finished.items() <= files(tmp_path).items()
    assert table_of(tmp_path).values.tolist() == tokens(corpus_of(TEXTS)).values.tolist()


KILLED = """
import os, sys
from topoi.text.corpus.corpus import corpus_of
from topoi.analysis.store.build import build_store
def parts():
    for number in range(9):
        if number == 6:
            os.kill(os.getpid(), 9)
        yield corpus_of({f"d{number}": f"Text number {number} of nine. It ends."})
build_store(parts(), sys.argv[1])
"""


def test_a_killed_process_leaves_the_old_store_and_the_next_run_goes_on(tmp_path: Path) -> None:
    build_store(parts(TEXTS), tmp_path)
    old = table_of(tmp_path)
    died = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert died.returncode == -9
    pd.testing.assert_frame_equal(table_of(tmp_path), old)
    texts = {f"d{number}": f"Text number {number} of nine. It ends." for number in range(9)}
    build_store([corpus_of({doc: text}) for doc, text in texts.items()], tmp_path)
    assert table_of(tmp_path).values.tolist() == tokens(corpus_of(texts)).values.tolist()
    assert not list(tmp_path.glob(".*.aside"))


def test_a_full_disk_leaves_the_old_store(tmp_path: Path, monkeypatch) -> None:
    build_store(parts(TEXTS), tmp_path)
    old = table_of(tmp_path)

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("topoi.analysis.store.build.tokens_tables", full)
    with pytest.raises(OSError, match="No space"):
        build_store(parts({"z": "New text."}), tmp_path)
    pd.testing.assert_frame_equal(table_of(tmp_path), old)


def test_a_damaged_manifest_and_a_missing_store_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no token store"):
        open_store(tmp_path)
    (tmp_path / MANIFEST).write_text("{")
    with pytest.raises(InputError, match="is damaged"):
        open_store(tmp_path)


def test_a_store_of_other_rules_is_refused_and_built_anew(tmp_path: Path, monkeypatch) -> None:
    build_store(parts(TEXTS), tmp_path)
    before = files(tmp_path)
    for module in ("topoi.analysis.store.store", "topoi.analysis.store.build"):
        monkeypatch.setattr(f"{module}.rules", lambda: "others")
    with pytest.raises(InputError, match="other rules"):
        open_store(tmp_path)
    build_store(parts(TEXTS), tmp_path)
    assert not before.keys() & files(tmp_path).keys()


@pytest.mark.parametrize(
    ("changed", "stale"),
    [
        ("text/corpus/formats.py", True),
        ("text/words/tokens.py", True),
        ("text/lang/en/irregular.txt", True),
        ("analysis/store/build.py", True),
        ("analysis/measures/ngrams.py", False),
        ("report/publish/site.py", False),
    ],
)
def test_a_changed_file_of_what_builds_a_store_makes_it_stale(
    tmp_path: Path, monkeypatch, changed: str, stale: bool
) -> None:
    package = tmp_path / "topoi"
    file = package / changed
    file.parent.mkdir(parents=True)
    file.write_text("x = 1\n")
    monkeypatch.setattr(hashes, "PACKAGE", package)
    build_store(parts(TEXTS), tmp_path / "store")
    open_store(tmp_path / "store")
    file.write_text("x = 2\n")
    if stale:
        with pytest.raises(InputError, match="other rules"):
            open_store(tmp_path / "store")
    else:
        open_store(tmp_path / "store")


def test_what_builds_a_store_lies_where_its_rules_are_taken_from() -> None:
    code = "import sys, topoi.analysis.store.build; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = [name.split(".")[1:3] for name in ran.stdout.split() if name.startswith("topoi.")]
    assert {"/".join(names) for names in loaded if len(names) == 2} <= set(ROOMS)


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    with (
        alone(tmp_path, lock=tmp_path / store_build.LOCK),
        pytest.raises(InputError, match="another process"),
    ):
        build_store(parts(TEXTS), tmp_path)


@pytest.mark.parametrize("separator", [" ", "\n\n", "x"])
def test_a_very_long_text_is_cut_into_pieces_without_a_trace(
    tmp_path: Path, monkeypatch, separator: str
) -> None:
    monkeypatch.setattr(tokenised, "CHARS", 100)
    text = separator.join([TEXTS["a"], TEXTS["b"]] * 20)
    build_store([corpus_of({"long": text, "short": "He left."})], tmp_path)
    defined = tokens(corpus_of({"long": text, "short": "He left."}))
    assert table_of(tmp_path).values.tolist() == defined.values.tolist()


def test_an_empty_collection_makes_an_empty_store(tmp_path: Path) -> None:
    assert build_store([], tmp_path).words == 0
    assert not len(open_store(tmp_path).documents)


def test_partitions_keep_order_and_stay_small() -> None:
    texts = {f"d{number}": "x" * 100 for number in range(200)}
    found = list(partitions(records(texts), size=1000))
    assert [doc for corpus in found for doc in corpus.texts] == list(texts)
    assert max(len(corpus) for corpus in found) <= 20
    assert 8 < len(found) < 40


def test_a_new_text_changes_few_partitions() -> None:
    texts = {f"d{number}": "x" * 100 for number in range(400)}
    more = {"new": "y" * 100, **texts}
    before = {tuple(corpus.texts) for corpus in partitions(records(texts), size=1000)}
    after = {tuple(corpus.texts) for corpus in partitions(records(more), size=1000)}
    assert len(after - before) <= 3


def test_the_documents_of_a_store_are_numbered_through_its_parts(tmp_path: Path) -> None:
    store = build_store([corpus_of({"a": "One."}), corpus_of({"b": "Two words."})], tmp_path / "s")
    assert store.documents.reset_index()[["index", "doc", "words"]].to_numpy().tolist() == [
        [0, "a", 1],
        [1, "b", 2],
    ]


def test_a_store_is_whole_with_all_files_of_the_size_they_had(tmp_path: Path) -> None:
    build_store(parts(TEXTS), tmp_path)
    store = open_store(tmp_path)
    require_whole(store)
    file = next(tmp_path.glob("*.tokens.parquet"))
    content = file.read_bytes()
    file.write_bytes(content[:-1])
    with pytest.raises(InputError, match=file.name):
        require_whole(store)
    file.write_bytes(content)
    require_whole(store)
    (tmp_path / store.vocabulary_file).unlink()
    with pytest.raises(InputError, match="it is missing"):
        require_whole(store)
