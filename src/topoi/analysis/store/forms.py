"""The forms of the tokens in a store and their numbers, in files named after their checksums."""

import re
from itertools import count, repeat
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from topoi.analysis.store.checksums import damaged
from topoi.errors import InputError
from topoi.files import write_whole
from topoi.text.words.tokens import Packed, folded_tokens

if TYPE_CHECKING:
    import pyarrow as pa

VOCABULARY = "vocabulary-"
NAMED = re.compile(VOCABULARY + r"(\d{10})-[0-9a-f]{8}\.parquet")
UNKNOWN = -1
FAMILIAR = 100_000  # more would have to be told apart anew in each partition to no purpose


class Forms:
    """The number of each form, and how many of them are on disk already, whole.

    Numbers are only ever added, so that partitions built earlier keep their meaning. `familiar` are
    tokens as written, for each kind of code points, with the numbers of their forms.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known = usable_forms(folder)
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

    def put_together(self) -> str:
        """Return the name of the one file that holds all forms."""
        return self.write(0)

    def write(self, first: int) -> str:
        """Return the name of the file that holds the forms from a number on, written if need be."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        content = pa.BufferOutputStream()
        pq.write_table(pa.table({"token": pa.array(self.known[first:], pa.string())}), content)
        data = content.getvalue().to_pybytes()
        name = vocabulary_name(first, data)
        if not (self.folder / name).exists():
            write_whole(self.folder / name, data)
        return name


def usable_forms(folder: Path) -> list[str]:
    """Return the forms that a folder holds, in order of their numbers.

    New forms are appended in files of their own and later put together, so files may overlap; a
    number always means the same form. Files that are damaged, or that lie behind a gap that these
    leave, are removed: the numbers in them mean nothing any more.
    """
    forms: list[str] = []
    for file in sorted(folder.glob(f"{VOCABULARY}*.parquet")):
        first = first_form(file)
        if first is None:  # no file of this version
            continue
        try:
            if first > len(forms):
                raise damaged(file, "what stands before it is missing")
            forms.extend(read_vocabulary(file)[len(forms) - first :])
        except InputError:
            file.unlink()
    return forms


def first_form(file: Path) -> int | None:
    """Return the number of the first form in a file of the vocabulary, None for other files."""
    named = NAMED.fullmatch(file.name)
    return int(named[1]) if named else None


def read_vocabulary(file: Path) -> list[str]:
    """Return the forms in a file of the vocabulary; raise InputError where it is damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise damaged(file, "it is missing") from None
    if file.name != vocabulary_name(first_form(file) or 0, content):
        raise damaged(file, "it is not as it was written")
    return pq.read_table(pa.BufferReader(content)).column("token").to_pylist()


def vocabulary_name(first: int, content: bytes) -> str:
    """Return the name of a file of the vocabulary: its first form's number and its checksum."""
    return f"{VOCABULARY}{first:010}-{crc32(content):08x}.parquet"
