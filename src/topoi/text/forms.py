"""The vocabulary of a token store while it grows: which number stands for which form."""

from itertools import count, repeat
from pathlib import Path

import numpy as np

from topoi.text.store import read_vocabulary, vocabulary_file, vocabulary_files
from topoi.text.store_files import replace
from topoi.text.tokens import APOSTROPHES, KEPT_CAPITALS

LINE = "\n"
UNKNOWN = -1


class Forms:
    """The number of each form, and how many of them are on disk already.

    Numbers are only ever added, so that partitions built earlier keep their meaning.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known = read_vocabulary(folder)
        self.saved = len(self.known)
        self.numbers = {form: number for number, form in enumerate(self.known)}

    def number(self, written: list[str]) -> np.ndarray:
        """Return the number of each form as written, giving new forms the next numbers."""
        folded = folded_forms(written)
        numbers = map(self.numbers.get, folded, repeat(UNKNOWN))
        found = np.fromiter(numbers, dtype=np.int32, count=len(folded))
        places = np.flatnonzero(found == UNKNOWN)
        unknown = [folded[place] for place in places.tolist()]
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


def folded_forms(written: list[str]) -> list[str]:
    """Return the form of each word, as `tokens.form` gives it; each word is given once.

    >>> folded_forms(["Kiev", "US", "don’t"])
    ['kiev', 'US', "don't"]
    """
    # No token holds a line end, so that all can be lowered as one text.
    text = LINE.join(written).lower()
    for apostrophe, straight in APOSTROPHES.items():
        text = text.replace(chr(apostrophe), straight)
    folded = text.split(LINE) if written else []
    for word in KEPT_CAPITALS.intersection(written):
        folded[written.index(word)] = word
    return folded
