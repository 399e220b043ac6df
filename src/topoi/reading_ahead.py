"""Making the layers of long texts ahead of the notebooks, in one pass over parts by an engine."""

from functools import partial
from typing import Unpack

from topoi.analysis.coding_pass import LAYERS, layers
from topoi.analysis.engine import Engine, run_pass
from topoi.layers_in_parts import keep_parts
from topoi.study import Study
from topoi.text.partitions import divided

PART = 500_000  # characters: enough parts for several workers, few enough to send


def read_ahead(study: Study, **engine: Unpack[Engine]) -> bool:
    """Return whether the study keeps its layers, after making those that are not kept yet.

    The options are those of `run_pass`. A short corpus keeps none: its layers are made when they
    are asked for.
    """
    if study.kept is None:
        return False
    if not study.kept.hold(LAYERS):
        work = partial(layers, codebooks=study.codebooks, lexicon=study.lexicon)
        parts = divided(study.corpus, size=PART)
        total = 1 + int(study.corpus.documents["n_chars"].sum()) // PART
        keep_parts(study.kept, run_pass(parts, work, total=total, **engine))
    return True
