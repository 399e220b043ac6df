"""Tables of spans, made column by column: several times as fast as from rows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd


def table_of(
    docs: Iterable[str],
    sizes: Sequence[int],
    cells: Sequence[Any],
    kinds: Mapping[str, str],
) -> pd.DataFrame:
    """Return the rows of all documents as a table: `doc` and the columns named in `kinds`.

    `sizes` says how many rows each document has, `kinds` of which kind each column is. `cells` are
    the rows one after another: a tuple for each would be one more object to keep track of.

    >>> table_of(["a", "b"], [0, 2], [1, "x", 2, "y"], {"start": "int64", "kind": "str"})
      doc  start kind
    0   b      1    x
    1   b      2    y
    """
    columns = ((*item, cells[place :: len(kinds)]) for place, item in enumerate(kinds.items()))
    made = {
        name: pd.array(column, dtype="str") if kind == "str" else np.array(column, dtype=kind)
        for name, kind, column in columns
    }
    return pd.DataFrame({"doc": pd.array(list(docs), dtype="str").repeat(sizes), **made})
