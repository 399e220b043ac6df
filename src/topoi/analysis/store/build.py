"""Building the token store: only what changed, never leaving a half store behind."""

import hashlib
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from topoi.analysis.store.checksums import (
    checksums_of,
    json_in,
    opened_checked,
    sealed,
    unsealed,
)
from topoi.analysis.store.forms import Forms
from topoi.analysis.store.store import (
    DOCUMENTS,
    FORMAT,
    KINDS,
    MANIFEST,
    RUNS,
    TOKENS,
    Partition,
    Store,
    open_store,
    partition_from,
    rules,
)
from topoi.errors import InputError
from topoi.files import ASIDE, alone, write_whole, written_whole
from topoi.progress import track
from topoi.text.corpus.corpus import COLUMNS, Corpus
from topoi.text.corpus.own_outputs import MADE, STORE_MARK, own_output
from topoi.text.words.segments import segments_in
from topoi.text.words.tokenised import NO_UNIT, Runs, Tokenised, pieces, tokenised

if TYPE_CHECKING:
    import pyarrow as pa

LOCK = ".building"
MARK_SAYS = "# Made by `topoi store build`, which writes and removes files of its own here.\n"
# Names of files of a store, whatever version wrote them: nothing else is ever removed.
OURS = re.compile(
    rf"[0-9a-f]{{24}}\.(?:json|(?:{'|'.join(KINDS)})\.parquet)"
    rf"|vocabulary-\d{{10}}(?:-[0-9a-f]{{8}})?\.parquet|\..+{ASIDE}"
)
ROW = "{key}.json"  # what the manifest says of a partition, so that an interruption loses none
AHEAD = 2  # partitions that wait to be written, so that one of more than the usual size stops none
# Compressing takes as long as all else that is written.
PLAINLY = {"compression": "none", "use_dictionary": False, "write_statistics": False}
# Places grow slowly from row to row, so that their differences take little room.
ENCODINGS = {**dict.fromkeys(("start", "end"), "DELTA_BINARY_PACKED"), "token": "PLAIN"}


class Building(NamedTuple):
    """A store being built: where, by which rules, its forms, and what was built before, by key."""

    folder: Path
    rules: str
    forms: Forms
    before: dict[str, Partition]


def build_store(
    partitions: Iterable[Corpus],
    folder: str | Path,
    *,
    total: int | None = None,
) -> Store:
    """Return the store of these partitions, built or brought up to date in a folder.

    A partition whose ids, texts and metadata have not changed is kept as it is, where its files are
    whole. Every file is written aside and renamed, and the manifest last: until then the old store
    stays as it was, and after an interruption the next run keeps the partitions that were finished.
    The files of the old store are removed by the build after this one, so that whoever is reading
    it can go on. Memory holds a few partitions at a time. `total` is the expected number of
    partitions, for the progress shown. Raises InputError when another process is building in the
    folder, and for a place that holds anything but a store.
    """
    place = Path(folder)
    require_own(place)
    with alone(place, lock=place / LOCK):
        write_whole(place / STORE_MARK, MARK_SAYS)
        old = files_named_in(place)
        forms = Forms(place)
        building = Building(place, rules(), forms, built_before(place, len(forms.known)))
        rows = list(pipeline(partitions, building, total=total))
        manifest = {
            "format": FORMAT,
            "rules": building.rules,
            "vocabulary": forms.put_together(),
            "partitions": [asdict(row) for row in rows],
        }
        write_whole(place / MANIFEST, sealed(manifest))
        clean(place, old | files_named_in(place))
    return open_store(place)


def require_own(place: Path) -> None:
    """Make a folder for a store; raise InputError where a file or anything else is there."""
    try:
        place.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise InputError(str(place), "is no folder", "Give a new or an empty folder.") from None
    others = sorted(file.name for file in place.iterdir() if not file.name.startswith("."))
    if others and own_output(place) != MADE[STORE_MARK]:
        raise InputError(
            str(place),
            f"holds something else than a token store: {others[0]}",
            "Give a new or an empty folder.",
        )


def files_named_in(folder: Path) -> set[str]:
    """Return the names of the files of the store in a folder, none where none can be opened."""
    try:
        store = open_store(folder)
    except InputError:
        return set()
    names = {ROW.format(key=partition.key) for partition in store.partitions}
    for partition in store.partitions:
        names.update(map(partition.file, partition.files))
    return names | {store.vocabulary_file}


def built_before(folder: Path, forms: int) -> dict[str, Partition]:
    """Return the partitions that were written before, by key; their files may yet be damaged.

    What is said of others is removed: where it is damaged or of another version, and where forms
    are lost that they need, as their numbers will be those of other forms.
    """
    found = {}
    for file in folder.glob(ROW.format(key="*")):
        if not OURS.fullmatch(file.name):
            continue
        try:
            partition = partition_from(unsealed(file, json_in(file)))
        except (InputError, KeyError, TypeError):
            file.unlink()
            continue
        if partition.forms > forms:
            file.unlink()
        else:
            found[partition.key] = partition
    return found


def pipeline(
    partitions: Iterable[Corpus], building: Building, *, total: int | None
) -> Iterator[Partition]:
    """Yield what was built, in order; a few partitions are under way at any time.

    A thread beside tells the forms apart, numbers them in the order of the partitions and writes.
    The many short steps of finding tokens stay in one thread: two would wait for each other.
    """
    writing: deque[Future[Partition]] = deque()
    with ThreadPoolExecutor(1) as beside:
        for corpus in track(partitions, label="token store", total=total, unit="part"):
            writing.append(begin(corpus, beside, building))
            if len(writing) > AHEAD:
                yield writing.popleft().result()
        while writing:
            yield writing.popleft().result()


def begin(corpus: Corpus, beside: ThreadPoolExecutor, building: Building) -> "Future[Partition]":
    """Find the tokens of a partition that is not on disk and give the rest of the work away."""
    key = key_of(corpus, building.rules)
    before = building.before.get(key)
    if before and is_whole(building.folder, before):
        return beside.submit(lambda: before)
    texts = list(corpus.texts.values())
    futures = [beside.submit(tokenised, piece) for piece in pieces(texts, segments_in(corpus))]
    return beside.submit(finish, futures, key, corpus, building)


def finish(
    futures: "list[Future[Tokenised]]", key: str, corpus: Corpus, building: Building
) -> Partition:
    """Number the forms, on disk before the tokens that use them, and write the partition."""
    found = [future.result() for future in futures]
    numbers = [building.forms.number(piece.written) for piece in found]
    building.forms.save()
    return write_partition(key, corpus, found, numbers, building)


def key_of(corpus: Corpus, version: str) -> str:
    """Return the key of a partition: a hash of its ids, texts, metadata and of the rules."""
    rows = corpus.documents.to_json(orient="values", date_format="iso", default_handler=str)
    names = json.dumps([version, *map(str, corpus.documents.columns)])
    return hashlib.sha256((names + rows).encode()).hexdigest()[:24]


def is_whole(folder: Path, partition: Partition) -> bool:
    """Return whether the files of a partition are as they were written."""
    try:
        for kind, checksums in partition.files.items():
            opened_checked(folder / partition.file(kind), checksums, list(checksums.columns))
    except InputError:
        return False
    return True


def write_partition(
    key: str,
    corpus: Corpus,
    pieces: list[Tokenised],
    numbers: list[np.ndarray],
    building: Building,
) -> Partition:
    """Write the files of one partition, what is said of it last, and return this.

    `numbers` has, for each piece, the numbers of its tokens in the vocabulary.
    """
    words = words_by_document(pieces, len(corpus))
    written = Partition(
        key,
        documents=len(corpus),
        tokens=sum(map(len, numbers)),
        words=int(words.sum()),
        runs=sum(len(piece.runs.doc) for piece in pieces),
        forms=building.forms.saved,
        files={},
    )
    of_tokens, of_runs, of_documents = (
        building.folder / written.file(kind) for kind in (TOKENS, RUNS, DOCUMENTS)
    )
    write_tables(of_tokens, tokens_tables(pieces, numbers), column_encoding=ENCODINGS)
    write_tables(of_runs, (runs_table(piece.runs) for piece in pieces))
    write_tables(of_documents, [documents_with_texts(corpus, words)])
    files = {kind: checksums_of(building.folder / written.file(kind)) for kind in KINDS}
    whole = replace(written, files=files)
    write_whole(building.folder / ROW.format(key=key), sealed(asdict(whole)))
    return whole


def words_by_document(pieces: list[Tokenised], documents: int) -> np.ndarray:
    """Return the number of words of each document."""
    words = np.zeros(documents, dtype=np.int64)
    for piece in pieces:
        doc, tokens = piece.runs.doc, piece.runs.tokens
        if len(doc):
            counts = np.add.reduceat(piece.is_word, np.cumsum(tokens) - tokens, dtype=np.int64)
            np.add.at(words, doc, counts)
    return words


def tokens_tables(pieces: list[Tokenised], numbers: list[np.ndarray]) -> Iterator["pa.Table"]:
    """Yield the tokens of each piece of a partition."""
    for piece, number in zip(pieces, numbers, strict=True):
        yield arrow_table(
            {
                "start": piece.start,
                "end": piece.end,
                "token": number,
                "is_word": piece.is_word,
            }
        )


def runs_table(runs: Runs) -> "pa.Table":
    """Return runs as a table that tells only whether they stand in a unit, not in which."""
    return arrow_table({**runs._asdict(), "unit": runs.unit != NO_UNIT})


def arrow_table(columns: dict[str, np.ndarray]) -> "pa.Table":
    """Return arrays as a table.

    Declared free of nulls, the columns need no marks for them, which would take as long to write as
    the values.
    """
    import pyarrow as pa

    kinds = [pa.field(k, pa.from_numpy_dtype(v.dtype), nullable=False) for k, v in columns.items()]
    return pa.table(columns, schema=pa.schema(kinds))


def write_tables(file: Path, tables: Iterable["pa.Table"], **options: object) -> None:
    """Write tables as one file, each a row group of its own."""
    import pyarrow.parquet as pq

    with written_whole(file) as aside, ExitStack() as opened:
        writer = None
        for table in tables:
            if writer is None:
                writer = pq.ParquetWriter(aside, table.schema, **PLAINLY, **options)
                opened.enter_context(writer)
            writer.write_table(table, row_group_size=max(1, len(table)))


def documents_with_texts(corpus: Corpus, words: np.ndarray) -> "pa.Table":
    """Return the documents with the words of each and the texts, ready to be written.

    Metadata that is neither text, number nor date (a list in a .jsonl file) is kept as JSON.
    """
    import pyarrow as pa

    documents = corpus.documents.copy()
    for name in documents.columns.difference(COLUMNS):
        try:
            pa.array(documents[name])
        except pa.ArrowException:
            documents[name] = [json.dumps(value, default=str) for value in documents[name]]
    table = pa.Table.from_pandas(documents, preserve_index=False)
    texts = pa.array(list(corpus.texts.values()), pa.large_string())
    return table.append_column("words", pa.array(words)).append_column("text", texts)


def clean(folder: Path, named: set[str]) -> None:
    """Remove the files of stores that no name stands for, and what an interruption left."""
    for file in folder.iterdir():
        if OURS.fullmatch(file.name) and file.name not in named:
            file.unlink()
