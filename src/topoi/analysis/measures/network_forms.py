"""A network of speakers as a matrix, and as a graph of networkx."""

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import networkx as nx


def matrix(found: pd.DataFrame) -> pd.DataFrame:
    """Return a network as a table: speakers by codes of affiliations, speakers by speakers of ties.

    Cells are passages of `affiliations` (asserted less negated, so that a sign is a position), and
    weights of `ties`; a pair without a tie has 0. Of a network by period the rows are those of each
    period. Caveat: as many asserted as negated make 0; the affiliations tell them apart.

    >>> from topoi.analysis.measures.networks import TIES
    >>> tie = pd.DataFrame([("Ann", "Bob", "war", 1, 0.5, 2, 1, 1, 1.0)], columns=TIES)
    >>> matrix(tie).to_numpy().tolist()
    [[0.0, 0.5], [0.5, 0.0]]
    """
    rows = [name for name in ("period", "speaker") if name in found.columns]
    if "other" in found.columns:
        back = found.rename(columns={"speaker": "other", "other": "speaker"})
        cells, columns, values = pd.concat([found, back]), "other", "weight"
    else:
        sign = found["polarity"].map({"asserted": 1, "negated": -1}).fillna(0).astype(int)
        cells, columns, values = found.assign(signed=found["hits"] * sign), "code", "signed"
    return cells.pivot_table(
        index=rows, columns=columns, values=values, aggfunc="sum", fill_value=0
    )


def graph(found: pd.DataFrame) -> "nx.MultiGraph":
    """Return a network as a networkx graph: nodes with `kind` and `label`, edges with all columns.

    Of affiliations it has speakers and codes, an edge a polarity; of ties speakers only. A period
    is a day in ISO form, so that the graph can be written as GraphML.
    """
    import networkx as nx

    made = nx.MultiGraph()
    second = "other" if "other" in found.columns else "code"
    kinds = {"speaker": "speaker", second: "speaker" if second == "other" else "code"}
    for row in found.to_dict("records"):
        names = [f"{kind}: {row[column]}" for column, kind in kinds.items()]
        for name, (column, kind) in zip(names, kinds.items(), strict=True):
            made.add_node(name, kind=kind, label=row[column])
        told = {key: value for key, value in row.items() if key not in kinds}
        if "period" in told:
            told["period"] = f"{told['period']:%Y-%m-%d}"
        made.add_edge(*names, **told)
    return made
