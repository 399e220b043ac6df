"""Annotations as a table: a CSV file with a row a passage."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from topoi.coding.codebook.annotated import COLUMNS as READ
from topoi.coding.codebook.annotated import passages_in
from topoi.coding.codebook.codebook import Annotation
from topoi.coding.exchange.annotations import ONE_CODER, Export, Piece, placed
from topoi.csv_files import csv_text
from topoi.errors import Notice
from topoi.text.corpus.corpus import Corpus


def to_csv(hits: pd.DataFrame, corpus: Corpus) -> str:
    """Return a CSV table of the hits: `doc, start, end, code`, and of the columns `subtype, label,
    polarity, text, coder` those that the hits have."""
    places = zip(hits["doc"], hits["start"], hits["end"], strict=True)
    words = pd.Series([corpus.passage(*place) for place in places], hits.index, dtype="str")
    told = hits.assign(text=words)
    return csv_text(told[[name for name in READ if name in told]])


def csv_annotations(
    exports: Sequence[Export], corpus: Corpus, notices: list[Notice]
) -> Iterator[Annotation]:
    """Yield the annotations of CSV files; who made one is said by its column `coder`."""
    for export in exports:
        found: dict[str, list[tuple[Piece, Annotation]]] = {}
        for one in passages_in(Path(export.place), notices):
            piece = Piece(((one.start, one.end),), one.text, f"{export.place}:{one.line}")
            coder = export.coder if one.coder == ONE_CODER else one.coder
            found.setdefault(one.doc, []).append((piece, one._replace(coder=coder)))
        for doc, some in found.items():
            pieces = [piece for piece, _ in some]
            spans = placed(corpus, doc, pieces, notices, strict=export.strict)
            for (_, told), (start, end) in zip(some, spans, strict=True):
                yield told._replace(start=start, end=end, text=None, line=0)
