"""Print who argues what with whom: which speakers assert or negate which codes, and which of them
agree (`--kind congruence`), disagree (`--kind conflict`), or do so on balance (`--kind subtract`:
congruence less conflict). Passages of nobody are left out; the codes are those of one codebook, the
first.

  topoi network
  topoi network --kind conflict --period month --least 2
  topoi network --kind congruence --to ties.graphml     or ties.csv, a matrix

A matrix has the weights of the ties, that of affiliations the passages that assert a code less
those that negate it; a graph tells both apart.
"""

import argparse
from pathlib import Path

import pandas as pd

from topoi.commands.outputs import add_overwrite_option, require_writable
from topoi.commands.printing import (
    add_print_options,
    for_reading,
    print_table,
    require_for_reading,
)
from topoi.commands.sources import add_source_options, inputs_of, study_of
from topoi.errors import InputError

ENDINGS = (".csv", ".graphml")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the kind of network, its weights, and what it is written to."""
    parser.add_argument(
        "--kind",
        default="affiliation",
        help="affiliation (speakers and codes; default), or between speakers congruence, conflict "
        "or subtract",
    )
    parser.add_argument(
        "--normalisation",
        default="average",
        help="of the weight of a tie: average (default), jaccard, cosine or none",
    )
    parser.add_argument("--period", help="a network for each day, week, month or year")
    parser.add_argument(
        "--least", type=int, default=1, metavar="N", help="passages that make a position"
    )
    parser.add_argument(
        "--share",
        type=float,
        default=0.1,
        metavar="S",
        help="share of a speaker's passages with a code that makes a position (default 0.1)",
    )
    parser.add_argument(
        "--targets", action="store_true", help="take a code of another target for another code"
    )
    parser.add_argument("--to", metavar="FILE", help="write a matrix (.csv) or a graph (.graphml)")
    add_overwrite_option(parser)
    add_source_options(parser)
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the network, or write it."""
    place = Path(arguments.to) if arguments.to else None
    if place:  # before the hits are found, which may take long
        require_for_reading(arguments, "--to")
        if place.suffix.lower() not in ENDINGS:
            raise InputError(str(place), "is no kind of network", "End it in .csv or .graphml.")
        require_writable([place], overwrite=arguments.overwrite, inputs=inputs_of(arguments))
    asked = ("kind", "normalisation", "period", "least", "share", "targets")
    table = study_of(arguments).network(**{name: getattr(arguments, name) for name in asked})
    if place:
        from topoi.files import write_whole

        write_whole(place, written_as(place.suffix.lower(), table))
        print(f"{table.title}: {place}")
    else:
        print_table(table, arguments)
    if for_reading(arguments):
        print(f"\n{table.note}")


def written_as(ending: str, table: pd.DataFrame) -> str:
    """Return a network as the text of a file: its matrix as CSV, or its graph as GraphML."""
    from topoi.analysis.measures.network_forms import graph, matrix
    from topoi.csv_files import csv_text

    if ending == ".csv":
        return csv_text(matrix(table).reset_index())
    import networkx as nx

    return "\n".join(nx.generate_graphml(graph(table))) + "\n"
