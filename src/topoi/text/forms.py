"""The vocabulary of a token store while it grows: which number stands for which form."""

from itertools import count, repeat
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from topoi.text.store import read_vocabulary, vocabulary_file, vocabulary_files
from topoi.text.store_files import replace
from topoi.text.written_forms import Written, folded

if TYPE_CHECKING:
    import pyarrow as pa

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

    def number(self, found: Written) -> np.ndarray:
        """Return the number of the form of each token, giving new forms the next numbers.

        Arrow tells apart what is written differently, beginning with what is familiar, so that
        only the rest has to be folded and looked up.
        """
        import pyarrow as pa

        nothing = pa.array([], pa.binary()), np.zeros(0, dtype=np.int32)
        familiar, numbers = self.familiar.get(found.dtype, nothing)
        encoded = pa.concat_arrays([familiar, found.tokens]).dictionary_encode()
        rest = encoded.dictionary.slice(len(familiar))
        numbers = np.concatenate([numbers, self.looked_up(folded(Written(rest, found.dtype)))])
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
        replace(
            vocabulary_file(self.folder, first),
            lambda aside: pq.write_table(table, aside),
        )
