"""Print how often each code occurs: hits, rate per 1,000 words, exact (Garwood) 95% interval.

`--by mode` or `--by speaker` counts each voice over its own words, so a rate says how often that
voice uses the code, not how much it speaks. `--by` any column of the texts, such as source, counts
their groups. Codes that do not occur are printed with 0.

  topoi count --engine local                       parts of a large collection, two at a time
  topoi count --engine dask --scheduler ADDRESS    the same on a cluster, with the same numbers
"""

import argparse
from functools import partial

import pandas as pd

from topoi.commands.printing import add_print_options, print_table
from topoi.commands.sources import (
    add_engine_options,
    add_source_options,
    engine_of,
    study_of,
    tell_aside,
)
from topoi.errors import InputError
from topoi.study import codebook_files, source_paths, speakers_file
from topoi.text.corpus.corpus import GROUP, group_of

SPOKEN = ("mode", "speaker", "doc")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the grouping and where the work is done."""
    parser.add_argument(
        "--by",
        metavar="COLUMN",
        help="count apart: mode, speaker, doc, or any column of the texts, such as source",
    )
    add_engine_options(parser, purpose="read part by part; for large collections")
    add_source_options(parser)
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the table of rates."""
    from topoi.analysis.measures.rates import rates

    engine_of(arguments)  # options that do not go together are refused before any work
    groups = [arguments.by] if arguments.by in SPOKEN else []
    about = arguments.by if arguments.by and not groups else None
    counted = counted_in_parts if arguments.engine else counted_at_once
    hits, words, documents, codes = counted(arguments, ["doc"] if about else groups)
    if about:
        groups = [GROUP]
        hits, words = placed(hits, words, group_of(documents, about))
    table = rates(hits, words, by=["code", *groups], codes=codes)
    if about:
        taken = about in table.columns.drop(GROUP)
        table = table.rename(columns={GROUP: f"text_{about}" if taken else about})
    print_table(table, arguments)


def placed(
    hits: pd.DataFrame, words: pd.DataFrame, groups: pd.Series
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return hits and words by group of the texts, from those by text."""
    counted = words.assign(**{GROUP: words["doc"].map(groups)})
    return hits.assign(**{GROUP: hits["doc"].map(groups)}), summed(counted, [GROUP])


Counted = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, list[str]]


def counted_at_once(arguments: argparse.Namespace, groups: list[str]) -> Counted:
    """Return hits, words of each group, documents and all codes, from all texts in memory."""
    from topoi.analysis.measures.rates import word_counts

    study = study_of(arguments)
    words = word_counts(study.tokens, study.voices, by=groups)
    codes = [code.id for book in study.codebooks for code in book.codes]
    return study.hits, words, study.corpus.documents, codes


def counted_in_parts(arguments: argparse.Namespace, groups: list[str]) -> Counted:
    """Return the same from one pass over parts of the texts, here or on a cluster."""
    from topoi.analysis.passes.coding import PART, coded
    from topoi.analysis.passes.engine import gathered, make_ready, run_pass
    from topoi.coding.loading import load_codebook
    from topoi.text.corpus.corpus import partitions, require_collection
    from topoi.text.corpus.seeds import records_in
    from topoi.text.voices.lexicon import load_lexicon

    texts, place = source_paths(seeds=arguments.seeds, codebook=arguments.codebook)
    make_ready(**engine_of(arguments))
    books = [load_codebook(file) for file in codebook_files(place)]
    work = partial(coded, codebooks=books, lexicon=load_lexicon(speakers_file(place)))
    aside: list[InputError] | None = None if arguments.strict else []
    records = records_in(texts, text_column=arguments.text_column, aside=aside)
    tables = gathered(run_pass(partitions(records, size=PART), work, **engine_of(arguments)))
    require_collection(len(tables["documents"]), aside or [])
    tell_aside(aside or [])
    codes = [c.id for b in books for c in b.codes]
    return tables["hits"], summed(tables["words"], groups), tables["documents"], codes


def summed(words: pd.DataFrame, groups: list[str]) -> pd.DataFrame:
    """Return the words of each group, in one row without groups."""
    if not groups:
        return pd.DataFrame({"words": [int(words["words"].sum())]})
    return words.groupby(groups, observed=True)["words"].sum().reset_index()
