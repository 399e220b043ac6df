"""Building the token store: only what changed, never leaving a half store behind."""

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict
from itertools import count, repeat
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from topoi.analysis.store.store import (
    DOCUMENTS,
    FORMAT,
    MANIFEST,
    RUNS,
    TOKENS,
    Partition,
    Store,
    open_store,
    read_vocabulary,
    rules,
    vocabulary_file,
    vocabulary_files,
)
from topoi.files import ASIDE, alone, written_whole
from topoi.progress import track
from topoi.text.corpus.corpus import COLUMNS, Corpus
from topoi.text.words.segments import segments_in
from topoi.text.words.tokenised import NO_UNIT, Runs, Tokenised, pieces, tokenised
from topoi.text.words.tokens import Packed, folded_tokens

if TYPE_CHECKING:
    import pyarrow as pa

LOCK = ".building"
AHEAD = 2  # partitions that wait to be written, so that one of more than the usual size stops none
KINDS = (TOKENS, RUNS, DOCUMENTS)
# Compressing takes as long as all else that is written.
PLAINLY = {"compression": "none", "use_dictionary": False, "write_statistics": False}
# Places grow slowly from row to row, so that their differences take little room.
ENCODINGS = {**dict.fromkeys(("start", "end"), "DELTA_BINARY_PACKED"), "token": "PLAIN"}
UNKNOWN = -1
FAMILIAR = 100_000  # more would have to be told apart anew in each partition to no purpose


class Forms:
    """The number of each form, and how many of them are on disk already.

    Numbers are only ever added, so that partitions built earlier keep their meaning. `familiar` are
    tokens as written, for each kind of code points, with the numbers of their forms.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known = read_vocabulary(folder)
        self.saved = len(self.known)
        self.numbers = {form: number for number, form in enumerate(self.known)}
        self.familiar: dict[np.dtype, tuple[pa.Array, np.ndarray]] = {}

    def number(self, found: Packed) -> np.ndarray:
        """Return the number of the form of each token, giving new forms the next numbers.

        Arrow tells apart what is written differently, beginning with what is familiar, so that
        only the rest has to be folded and looked up.
        """
        import pyarrow as pa

        nothing = pa.array([], pa.binary()), np.zeros(0, dtype=np.int32)
        familiar, numbers = self.familiar.get(found.dtype, nothing)
        encoded = pa.concat_arrays([familiar, found.tokens]).dictionary_encode()
        rest = encoded.dictionary.slice(len(familiar))
        numbers = np.concatenate(
            [numbers, self.looked_up(folded_tokens(Packed(rest, found.dtype)))]
        )
        if len(numbers) <= FAMILIAR:
            self.familiar[found.dtype] = encoded.dictionary, numbers
        return numbers[encoded.indices.to_numpy()[len(familiar) :]]

    def looked_up(self, forms: list[str]) -> np.ndarray:
        """Return the number of each form, giving new forms the next numbers."""
        numbers = map(self.numbers.get, forms, repeat(UNKNOWN))
        found = np.fromiter(numbers, dtype=np.int32, count=len(forms))
        places = np.flatnonzero(found == UNKNOWN)
        unknown = [forms[place] for place in places.tolist()]
        new = dict.fromkeys(unknown)
        self.numbers.update(zip(new, count(len(self.known))))
        self.known.extend(new)
        found[places] = [self.numbers[form] for form in unknown]
        return found

    def save(self) -> None:
        """Put the new forms on disk, before any partition that uses their numbers."""
        if len(self.known) > self.saved:
            self.write(self.saved)
            self.saved = len(self.known)

    def put_together(self) -> None:
        """Replace the files of the vocabulary by one."""
        parts = vocabulary_files(self.folder)[1:]
        if parts or not vocabulary_file(self.folder, 0).exists():
            self.write(0)
        for file in parts:
            file.unlink()

    def write(self, first: int) -> None:
        """Write the forms from a number on."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pa.table({"token": pa.array(self.known[first:], pa.string())})
        with written_whole(vocabulary_file(self.folder, first)) as aside:
            pq.write_table(table, aside)


def build_store(
    partitions: Iterable[Corpus],
    folder: str | Path,
    *,
    total: int | None = None,
) -> Store:
    """Return the store of these partitions, built or brought up to date in a folder.

    A partition whose ids, texts and metadata have not changed is kept as it is. Every file is
    written aside and renamed, and the manifest last: until then the old store stays as it was, and
    after an interruption the next run keeps the partitions that were finished. Memory holds a few
    partitions at a time. `total` is the expected number of partitions, for the progress shown.
    Raises InputError when another process is building in the folder.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    with alone(place, lock=place / LOCK):
        forms = Forms(place)
        rows = list(pipeline(partitions, place, forms, total=total))
        forms.put_together()
        manifest = {"format": FORMAT, "rules": rules(), "partitions": [asdict(row) for row in rows]}
        text = json.dumps(manifest, indent=1)
        with written_whole(place / MANIFEST) as aside:
            aside.write_text(text, encoding="utf-8")
        clean(place, {row.key for row in rows})
    return open_store(place)


def pipeline(
    partitions: Iterable[Corpus], folder: Path, forms: Forms, *, total: int | None
) -> Iterator[Partition]:
    """Yield what was built, in order; a few partitions are under way at any time.

    A thread beside tells the forms apart, numbers them in the order of the partitions and writes.
    The many short steps of finding tokens stay in one thread: two would wait for each other.
    """
    version = rules()
    writing: deque[Future[Partition]] = deque()
    with ThreadPoolExecutor(1) as beside:
        for corpus in track(partitions, label="token store", total=total, unit="part"):
            writing.append(begin(corpus, beside, folder, version, forms))
            if len(writing) > AHEAD:
                yield writing.popleft().result()
        while writing:
            yield writing.popleft().result()


def begin(
    corpus: Corpus, beside: ThreadPoolExecutor, folder: Path, version: str, forms: Forms
) -> "Future[Partition]":
    """Find the tokens of a partition that is not on disk and give the rest of the work away."""
    key = key_of(corpus, version)
    if is_built(folder, key):
        return beside.submit(read_partition, folder, key)
    texts = list(corpus.texts.values())
    futures = [beside.submit(tokenised, piece) for piece in pieces(texts, segments_in(corpus))]
    return beside.submit(finish, futures, folder, key, corpus, forms)


def finish(
    futures: "list[Future[Tokenised]]", folder: Path, key: str, corpus: Corpus, forms: Forms
) -> Partition:
    """Number the forms, on disk before the tokens that use them, and write the partition."""
    found = [future.result() for future in futures]
    numbers = [forms.number(piece.written) for piece in found]
    forms.save()
    return write_partition(folder, key, corpus, found, numbers)


def key_of(corpus: Corpus, version: str) -> str:
    """Return the key of a partition: a hash of its ids, texts, metadata and of the rules."""
    rows = corpus.documents.to_json(orient="values", date_format="iso", default_handler=str)
    names = json.dumps([version, *map(str, corpus.documents.columns)])
    return hashlib.sha256((names + rows).encode()).hexdigest()[:24]


def is_built(folder: Path, key: str) -> bool:
    """Return whether a partition is there; its documents are written last."""
    return all((folder / kind.format(key=key)).is_file() for kind in KINDS)


def read_partition(folder: Path, key: str) -> Partition:
    """Return how much a partition on disk holds."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    words = pq.read_table(folder / DOCUMENTS.format(key=key), columns=["words"]).column("words")
    tokens, runs = (
        pq.read_metadata(folder / kind.format(key=key)).num_rows for kind in (TOKENS, RUNS)
    )
    return Partition(key, len(words), tokens, pc.sum(words).as_py() or 0, runs)


def write_partition(
    folder: Path, key: str, corpus: Corpus, pieces: list[Tokenised], numbers: list[np.ndarray]
) -> Partition:
    """Write tokens and documents of one partition and return how much it holds.

    `numbers` has, for each piece, the numbers of its tokens in the vocabulary.
    """
    words = words_by_document(pieces, len(corpus))
    write_tables(
        folder / TOKENS.format(key=key), tokens_tables(pieces, numbers), column_encoding=ENCODINGS
    )
    write_tables(folder / RUNS.format(key=key), (runs_table(piece.runs) for piece in pieces))
    write_tables(folder / DOCUMENTS.format(key=key), [documents_with_texts(corpus, words)])
    return read_partition(folder, key)


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


def clean(folder: Path, keys: set[str]) -> None:
    """Remove the partitions that the manifest no longer names, and what an interruption left."""
    for file in folder.glob("*.parquet"):
        key, _, kind = file.name.partition(".")
        if f"{{key}}.{kind}" in KINDS and key not in keys:
            file.unlink()
    for file in folder.glob(f".*{ASIDE}"):
        file.unlink()
