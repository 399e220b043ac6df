"""Score hits against judgements, or coder against coder.

  topoi agreement --gold codebook/judgements/FILE.jsonl    hits against hand annotation
  topoi agreement --gold FILE --disagreements             every disagreement in context
  topoi agreement --sheet sheet.csv --key key.csv         a filled blind sheet (`topoi sample`)
  topoi agreement --gold FIRST --gold SECOND              the second coder against the first
  topoi agreement --gold FOLDER --from brat               annotations made in another tool

Precision and recall come with Wilson intervals; Cohen's kappa and Krippendorff's alpha are those of
sentences and headings, marked or not, with intervals of a bootstrap over texts (none with one
text; the column `note` says so). Borderline judgements count for neither side.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from topoi.coding.exchange.files import FORMS, read_annotations
from topoi.commands.printing import add_print_options, print_table
from topoi.commands.sources import add_source_options, study_of
from topoi.errors import InputError, Notice
from topoi.text.corpus.corpus import Corpus


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the judgements."""
    parser.add_argument(
        "--gold", action="append", metavar="FILE", help="judgements (.jsonl); twice: two coders"
    )
    parser.add_argument(
        "--from", dest="form", choices=list(FORMS), help="the tool whose annotations --gold holds"
    )
    parser.add_argument("--doc", default="", help="the text that judgements without a doc are of")
    parser.add_argument("--sheet", metavar="FILE", help="a filled coding sheet (.csv)")
    parser.add_argument("--key", metavar="FILE", help="its key (.csv)")
    parser.add_argument("--disagreements", action="store_true", help="list them in context")
    add_source_options(parser)
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the scores."""
    if arguments.sheet and arguments.key:
        from topoi.coding.quality.sampling import KEY, read_sheet, score_sheet

        notices: list[Notice] = []
        sheet = read_sheet(arguments.sheet, notices=notices)
        key = read_sheet(arguments.key, KEY, notices=notices)
        print_table(score_sheet(sheet, key), arguments)
        arguments.told += notices
        return
    if not arguments.gold:
        raise InputError("agreement", "has nothing to score", "Give --gold, or --sheet and --key.")
    print_table(scores(arguments), arguments)


def scores(arguments: argparse.Namespace) -> pd.DataFrame:
    """Return hits against one coder, or two coders against each other."""
    from topoi.coding.quality.agreement import (
        as_hits,
        compare,
        disagreements,
        reliability,
        units_of_coding,
    )

    study = study_of(arguments)
    golds = [gold_of(path, arguments, study.corpus) for path in arguments.gold]
    other = as_hits(golds[1], study.codebooks) if len(golds) > 1 else study.hits
    if arguments.disagreements:
        return disagreements(golds[0], other, study.codebooks, study.corpus, judged=judged(golds))
    scored = compare(golds[0], other, study.codebooks, judged=judged(golds))
    codings = {"first": as_hits(golds[0], study.codebooks), "second": other}
    chance = reliability(codings, units_of_coding(study.segments), codes=list(scored["code"]))
    return scored.merge(chance.drop(columns=["coders", "positive"]), on="code")


def gold_of(path: str, arguments: argparse.Namespace, corpus: Corpus) -> pd.DataFrame:
    """Return the judgements of one coder, kept as JSON Lines or made in another tool."""
    from topoi.coding.quality.judgements import as_judgements, read_gold

    if arguments.form:
        return as_judgements(read_annotations(Path(path), corpus, arguments.form))
    return read_gold(path, corpus=corpus, doc=arguments.doc)


def judged(golds: Sequence[pd.DataFrame]) -> set[str]:
    """Return the codes that any of the coders marked."""
    return set().union(*(set(gold["pattern"]) for gold in golds))
