"""A token store under faults: every answer is right, or an error that names the file."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from topoi.analysis.measures.dispersion import frequency
from topoi.analysis.store import build as store_build
from topoi.analysis.store.build import build_store
from topoi.analysis.store.search import concordance_of, stored_words
from topoi.analysis.store.store import Store, open_store
from topoi.cli import main
from topoi.errors import InputError
from topoi.text.corpus.corpus import Corpus, corpus_of

OLD = {"a": "Peace is near.", "b": "War is near; no peace talks."}
NEW = {"a": "Peace is near.", "b": "No war is near. Peace talks, and peace."}
NEWEST = {"a": "Talks.", "b": "No war is near."}


def parts(texts: dict[str, str]) -> list[Corpus]:
    """One partition a text, so that each can change alone."""
    return [corpus_of({doc: text}, source="TASS") for doc, text in texts.items()]


def answers(store: Store) -> tuple[dict[str, int], list[str]]:
    """Return how often each word occurs, and where peace stands."""
    counts = frequency(stored_words(store)).set_index("token")["count"]
    return counts[counts > 0].to_dict(), concordance_of(store, "peace")["locus"].tolist()


OF_OLD = (
    {"near": 2, "is": 2, "peace": 2, "war": 1, "no": 1, "talks": 1},
    ["a:0-5", "b:16-21"],
)
OF_NEW = (
    {"peace": 3, "is": 2, "near": 2, "and": 1, "no": 1, "talks": 1, "war": 1},
    ["a:0-5", "b:16-21", "b:33-38"],
)
OF_NEWEST = ({"is": 1, "near": 1, "no": 1, "talks": 1, "war": 1}, [])


def asked(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Return the exit code of a question and its answer, or its error."""
    code = main(["store", words[0], "--store", str(folder), "--json", *words[1:]])
    said = capsys.readouterr()
    return code, said.err if code else said.out


def test_a_reader_that_opened_a_store_goes_on_while_the_next_is_built(tmp_path: Path) -> None:
    old = build_store(parts(OLD), tmp_path)
    held = open_store(tmp_path)  # nothing of it is read yet
    build_store(parts(NEW), tmp_path)
    assert answers(open_store(tmp_path)) == OF_NEW
    assert answers(held) == OF_OLD
    assert held == old != open_store(tmp_path)


def test_a_reader_that_two_builds_overtook_is_told_which_file_is_missing(tmp_path: Path) -> None:
    build_store(parts(OLD), tmp_path)
    held = open_store(tmp_path)
    for texts in (NEW, NEWEST):
        build_store(parts(texts), tmp_path)
    with pytest.raises(InputError, match=r"vocabulary-\S+\.parquet: is damaged \(it is missing\)"):
        answers(held)


def test_what_the_last_store_alone_needs_is_removed_by_the_build_after_the_next(
    tmp_path: Path,
) -> None:
    for texts in (OLD, NEW, NEWEST):
        build_store(parts(texts), tmp_path)
    build_store(parts(NEWEST), tmp_path)
    kept = {file.name for file in tmp_path.iterdir()}
    build_store(parts(NEWEST), tmp_path / "fresh")
    fresh = {file.name for file in (tmp_path / "fresh").iterdir()}
    is_forms = "vocabulary"
    assert {n for n in kept if is_forms not in n} - {"fresh"} == {
        n for n in fresh if is_forms not in n
    }
    assert sum(is_forms in name for name in kept) == 1


def test_a_question_that_two_builds_overtook_is_answered_from_the_new_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build_store(parts(OLD), tmp_path)
    waiting = [NEW, NEWEST]
    read = Store.vocabulary.func

    def overtaken(store: Store) -> list[str]:
        while waiting:
            build_store(parts(waiting.pop(0)), tmp_path)
        return read(store)

    monkeypatch.setattr(Store, "vocabulary", property(overtaken))
    code, told = asked(tmp_path, capsys, "frequency")
    assert code == 0
    assert {row["token"]: row["count"] for row in json.loads(told)} == OF_NEWEST[0] | {
        row["token"]: 0 for row in json.loads(told) if not row["count"]
    }


BUILDER = """
import sys
from topoi.analysis.store.build import build_store
from topoi.text.corpus.corpus import corpus_of
texts = {texts}
print("ready", flush=True)
for number in range(1000):
    one = texts[number % 2]
    build_store([corpus_of({{d: t}}, source="TASS") for d, t in one.items()], sys.argv[1])
"""


@pytest.fixture
def builder(tmp_path: Path) -> Iterator[Path]:
    """A store that another process builds again and again, now of some texts, now of others."""
    folder = tmp_path / "store"
    build_store(parts(OLD), folder)
    code = BUILDER.format(texts=repr([NEW, OLD]))
    command = [sys.executable, "-c", code, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        yield folder
        process.kill()


def test_questions_asked_while_another_process_builds_are_answered_from_one_whole_store(
    builder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = set()
    for _ in range(40):
        code, told = asked(builder, capsys, "frequency")
        assert code == 0, told
        counts = {row["token"]: row["count"] for row in json.loads(told) if row["count"]}
        assert counts in (OF_OLD[0], OF_NEW[0])
        found.add(counts["peace"])
    assert found == {2, 3}  # it was built anew meanwhile


def flipped(file: Path, draw: random.Random) -> None:
    """Change one byte of a file."""
    content = bytearray(file.read_bytes())
    content[draw.randrange(len(content))] ^= draw.randrange(1, 256)
    file.write_bytes(content)


def names_of(folder: Path) -> list[str]:
    """Return the files of a store, those of its partitions by their kind."""
    return sorted(file.name for file in folder.iterdir() if not file.name.startswith("."))


def test_a_flipped_byte_gives_the_right_answer_or_an_error_that_names_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draw = random.Random(18)
    whole, harmed = tmp_path / "whole", tmp_path / "harmed"
    build_store(parts(OLD), whole)
    questions = (["frequency"], ["kwic", "peace"], ["kwic", "is near"], ["dispersion"])
    right = {tuple(words): asked(whole, capsys, *words) for words in questions}
    told = 0
    for name in names_of(whole):
        for _ in range(4):
            shutil.rmtree(harmed, ignore_errors=True)
            shutil.copytree(whole, harmed)
            flipped(harmed / name, draw)
            for words in questions:
                code, said = asked(harmed, capsys, *words)
                if (code, said) != right[tuple(words)]:
                    told += 1
                    assert code == 2
                    assert len(said.splitlines()) == 1
                    assert f"{name}: is damaged (" in said or "was built by another" in said
                    assert said.endswith(("Build the store again.\n", "Build it again.\n"))
    assert told > 40


@pytest.mark.parametrize("kind", ["tokens", "runs", "documents", "json", "vocabulary", "manifest"])
def test_a_build_over_a_damaged_store_makes_it_whole(tmp_path: Path, kind: str) -> None:
    build_store(parts(OLD), tmp_path)
    [file, *_] = [tmp_path / name for name in names_of(tmp_path) if kind in name]
    content = file.read_bytes()
    file.write_bytes(content[:40] + bytes([content[40] ^ 1]) + content[41:])
    assert answers(build_store(parts(OLD), tmp_path)) == OF_OLD
    assert answers(open_store(tmp_path)) == OF_OLD


@pytest.mark.parametrize("kind", ["tokens", "runs", "documents", "vocabulary", "manifest"])
def test_an_empty_file_in_a_store_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    build_store(parts(OLD), tmp_path)
    [file, *_] = [tmp_path / name for name in names_of(tmp_path) if kind in name]
    file.write_bytes(b"")
    code, said = asked(tmp_path, capsys, "kwic", "peace")
    assert (code, said.startswith(f"topoi: {file}: is damaged")) == (2, True)
    assert answers(build_store(parts(OLD), tmp_path)) == OF_OLD


def test_partitions_whose_forms_are_lost_are_built_anew(tmp_path: Path) -> None:
    build_store(parts(OLD), tmp_path)
    for file in tmp_path.glob("vocabulary-*"):
        file.unlink()
    (tmp_path / "manifest.json").unlink()
    turned = dict(reversed(OLD.items()))  # other forms come first
    assert answers(build_store(parts(turned), tmp_path))[0] == OF_OLD[0]
    assert answers(build_store(parts(OLD), tmp_path)) == OF_OLD


OF_FORMAT_4 = {
    "format": 4,
    "rules": "0123456789abcdef",
    "partitions": [{"key": "a" * 24, "documents": 1, "tokens": 2, "words": 1, "runs": 1}],
}


def test_a_store_of_an_earlier_format_is_refused_and_a_build_puts_its_own_in_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(OF_FORMAT_4, indent=1))
    (tmp_path / "vocabulary-0000000000.parquet").write_bytes(b"PAR1")
    for kind in ("tokens", "runs", "documents"):
        (tmp_path / f"{'a' * 24}.{kind}.parquet").write_bytes(b"PAR1")
    code, said = asked(tmp_path, capsys, "frequency")
    assert (code, "built by another version" in said, "Build it again." in said) == (2, True, True)
    assert answers(build_store(parts(OLD), tmp_path)) == OF_OLD
    assert not [name for name in names_of(tmp_path) if name.startswith("a" * 24)]
    assert sum(name.startswith("vocabulary-") for name in names_of(tmp_path)) == 1


def test_no_store_is_built_where_something_else_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = tmp_path / "a.txt"
    texts.write_text("Peace is near.")
    thesis = tmp_path / "thesis" / "index.html"
    thesis.parent.mkdir()
    thesis.write_text("My thesis.")
    app = tmp_path / "app" / "manifest.json"
    app.parent.mkdir()
    app.write_text('{"name": "App"}')
    for place in (texts, texts / "store", thesis.parent, app.parent, tmp_path):
        assert main(["store", "build", str(texts), "--to", str(place)]) == 2
        said = capsys.readouterr().err
        assert len(said.splitlines()) == 1
        assert "Give a new or an empty folder." in said
    left = sorted(path.name for path in tmp_path.rglob("*"))
    assert left == ["a.txt", "app", "index.html", "manifest.json", "thesis"]
    assert app.read_text() == '{"name": "App"}'
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / ".DS_Store").write_text("")
    assert main(["store", "build", str(texts), "--to", str(empty)]) == 0


def test_files_of_others_in_a_store_are_left_alone(tmp_path: Path) -> None:
    build_store(parts(OLD), tmp_path)
    own = {"x.tokens.parquet": b"x", "vocabulary-mine.parquet": b"y", "notes.json": b"{}",
           "abc.documents.parquet": b"z", ".aside": b"a"}  # fmt: skip
    for name, content in own.items():
        (tmp_path / name).write_bytes(content)
    for texts in (NEW, NEWEST, NEWEST):
        build_store(parts(texts), tmp_path)
    assert {name: (tmp_path / name).read_bytes() for name in own} == own
    assert answers(open_store(tmp_path)) == OF_NEWEST


# Kills itself before or after the n-th time that a file is put in place or removed.
KILLED = """
import os, signal, sys
from pathlib import Path
import pyarrow, pyarrow.parquet
from topoi.analysis.store.build import build_store
from topoi.text.corpus.corpus import corpus_of
texts, folder = {texts}, Path(sys.argv[1])
for moment in map(int, sys.argv[2:]):
    child = os.fork()
    if not child:
        left = moment
        def counted(work):
            def step(*args, **options):
                global left
                for half in (0, 1):
                    if half:
                        result = work(*args, **options)
                    if left == 0:
                        os.kill(os.getpid(), signal.SIGKILL)
                    left -= 1
                return result
            return step
        Path.replace, Path.unlink = counted(Path.replace), counted(Path.unlink)
        build_store([corpus_of({{d: t}}, source="TASS") for d, t in texts.items()],
                    folder / str(moment))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def test_a_build_killed_at_any_moment_leaves_the_old_store_or_the_new_one(tmp_path: Path) -> None:
    moments = sorted(random.Random(18).sample(range(36), 10))
    for moment in moments:
        build_store(parts(OLD), tmp_path / str(moment))
    code = KILLED.format(texts=repr(NEW))
    command = [sys.executable, "-c", code, str(tmp_path), *map(str, moments)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["-9"] * 10
    found = []
    for moment in moments:
        folder = tmp_path / str(moment)
        found.append(answers(open_store(folder)))
        assert answers(build_store(parts(NEW), folder)) == OF_NEW
        assert not list(folder.glob(".*.aside"))
    of_old = found.count(OF_OLD)
    assert found == [OF_OLD] * of_old + [OF_NEW] * (10 - of_old)
    assert 0 < of_old < 10


def test_a_build_that_meets_a_full_disk_at_any_file_leaves_the_old_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_store(parts(OLD), tmp_path)
    replace, failed = Path.replace, 0
    for moment in range(0, 30, 3):
        left = [moment]

        def full(path: Path, target: Path, left: list[int] = left) -> Path:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(28, "No space left on device", str(path))
            return replace(path, target)

        monkeypatch.setattr(Path, "replace", full)
        try:
            build_store(parts(NEW), tmp_path)
        except OSError:
            failed += 1
            assert answers(open_store(tmp_path)) == OF_OLD
    assert 2 < failed < 10
    assert answers(open_store(tmp_path)) == OF_NEW
    assert not list(tmp_path.glob(".*.aside"))


def test_a_folder_that_cannot_be_written_to_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts, folder = tmp_path / "a.txt", tmp_path / "store"
    texts.write_text("Peace is near.")
    build_store(parts(OLD), folder)

    def refused(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system", str(folder))

    monkeypatch.setattr(store_build, "write_whole", refused)
    assert main(["store", "build", str(texts), "--to", str(folder)]) == 2
    said = capsys.readouterr().err
    assert said == f"topoi: {folder}: Read-only file system. Give a place that can be written to.\n"
    monkeypatch.undo()
    assert answers(open_store(folder)) == OF_OLD


def test_a_store_that_cannot_be_written_to_is_asked_as_any_other(tmp_path: Path) -> None:
    build_store(parts(OLD), tmp_path)
    for file in tmp_path.iterdir():
        file.chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        assert answers(open_store(tmp_path)) == OF_OLD
    finally:
        tmp_path.chmod(0o700)
    assert os.access(tmp_path, os.W_OK)
