"""Print how often each code occurs: hits, rate per 1,000 words, 95% interval.

`--by mode` or `--by speaker` counts each voice over its own words, so a rate says how often that
voice uses the code, not how much it speaks. `--by` any column of the texts, such as source, counts
their groups, and `--by party,year` those of two columns. Where the texts have a column speaker,
too, theirs is text.speaker. Codes that do not occur are printed with 0.
The interval is over texts where there are ten or more, and else the exact one (Garwood 1936) as if
passages were independent; a note below says which.

`--corrected` counts the sentences with a passage instead, and beside them those that readers would
say bear the code, by their judgements of sentences drawn by chance (codebook/judgements/), where
these are enough.

  topoi count --corrected [--by source]
  topoi count --engine local                       parts of a large collection, two at a time
  topoi count --engine dask --scheduler ADDRESS    the same on a cluster, with the same numbers
"""

import argparse
from functools import partial

import pandas as pd

from topoi.commands.printing import add_print_options, for_reading, print_table
from topoi.commands.sources import (
    add_engine_options,
    add_source_options,
    engine_of,
    study_of,
)
from topoi.errors import InputError, Notice
from topoi.project import codebook_places, files_in, speakers_file, texts_place


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the grouping and where the work is done."""
    parser.add_argument(
        "--by",
        metavar="COLUMN[,COLUMN]",
        help="count apart: mode, speaker, doc, any column of the texts, their year or month",
    )
    parser.add_argument(
        "--corrected",
        action="store_true",
        help="beside each rate the one that readers would have found, by their judgements",
    )
    add_engine_options(parser, purpose="read part by part; for large collections")
    add_source_options(parser)
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the table of rates."""
    engine_of(arguments)  # options that do not go together are refused before any work
    if arguments.corrected and arguments.engine:
        raise InputError("--corrected", "does not go with --engine", "Leave out one of them.")
    if arguments.corrected:
        study = study_of(arguments)
        arguments.told += study.judgement_notices
        table = study.corrected_rates(by=arguments.by)
    elif arguments.engine:
        table = counted_in_parts(arguments)
    else:
        table = study_of(arguments).count(by=arguments.by)
    print_table(table, arguments, shown=table.attrs.get("shown"))
    if for_reading(arguments) and table.attrs.get("note"):
        print(f"\n{table.attrs['note']}")


def counted_in_parts(arguments: argparse.Namespace) -> pd.DataFrame:
    """Return the same as `Study.count` from one pass over parts of the texts."""
    from topoi.analysis.measures.rates import rates_by
    from topoi.analysis.passes.coding import PART, coded
    from topoi.analysis.passes.engine import gathered, make_ready, run_pass
    from topoi.coding.codebook.codebook import ids_of, told_apart
    from topoi.coding.loading import load_codebooks
    from topoi.text.corpus.corpus import partitions, require_collection
    from topoi.text.corpus.seeds import records_in, told_of_signs
    from topoi.text.voices.lexicon import load_lexicon

    texts, places = texts_place(arguments.seeds), codebook_places(arguments.codebook)
    make_ready(**engine_of(arguments))
    books = load_codebooks(files_in(places))
    work = partial(coded, codebooks=books, lexicon=load_lexicon(speakers_file(places)))
    aside: list[InputError] | None = None if arguments.strict else []
    notices: list[Notice] = []
    column = arguments.text_column
    records = records_in(texts, text_column=column, aside=aside, notices=notices)
    tables = gathered(
        run_pass(
            partitions(told_of_signs(records, notices), size=PART), work, **engine_of(arguments)
        )
    )
    require_collection(len(tables["documents"]), aside or [])
    arguments.told += (*(aside or ()), *notices)
    return rates_by(
        told_apart(tables["hits"], books),
        tables["words"],
        tables["documents"],
        codes=ids_of(books),
        by=arguments.by,
    )
