"""Score hits against judgements, or coder against coder.

  topoi agreement --gold codebook/judgements/FILE.jsonl    hits against hand annotation
  topoi agreement --gold FILE --disagreements             every disagreement in context
  topoi agreement --sheet sheet.csv --key key.csv         a filled blind sheet (`topoi sample`)
  topoi agreement --review FILE ...                       samples judged in the report's own page
  topoi agreement --gold FIRST --gold SECOND              the second coder against the first
  topoi agreement --gold FOLDER --from brat               annotations made in another tool
  topoi agreement --gold FILE --coder ANN --coder BEN     two coders whose judgements one file holds

Precision and recall come with Wilson intervals; Cohen's kappa and Krippendorff's alpha are those of
sentences and headings, marked or not, with intervals of a bootstrap over texts (none with one
text; the column `note` says so). Borderline judgements count for neither side. Where a file holds
several coders, hits are scored against each, unless `--coder` names one. Of INCEpTION's layers
and features `--layer` and `--feature` (the code's, then the subtype's) choose.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from topoi.coding.exchange.files import FORMS, read_annotations
from topoi.commands.printing import add_print_options, print_table
from topoi.commands.sources import add_source_options, study_of
from topoi.errors import InputError, Notice
from topoi.study import Study
from topoi.text.corpus.corpus import Corpus


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the judgements."""
    parser.add_argument(
        "--gold", action="append", metavar="FILE", help="judgements (.jsonl); twice: two coders"
    )
    parser.add_argument(
        "--from", dest="form", choices=list(FORMS), help="the tool whose annotations --gold holds"
    )
    parser.add_argument(
        "--coder", action="append", metavar="NAME", help="whose judgements; twice: two coders"
    )
    parser.add_argument("--layer", default="", metavar="NAME", help="of INCEpTION, with the codes")
    parser.add_argument(
        "--feature", action="append", metavar="NAME", help="its code; again: its subtype"
    )
    parser.add_argument("--doc", default="", help="the text that judgements without a doc are of")
    parser.add_argument(
        "--review", nargs="+", metavar="FILE", help="saved by the report's page of review (.jsonl)"
    )
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
    if arguments.review:
        from topoi.coding.quality.sampling import read_review, score_sheet

        read = [read_review(path) for path in arguments.review]
        each = [score_sheet(sheet, key).assign(coder=reader) for sheet, key, reader in read]
        table = pd.concat(each, ignore_index=True)
        print_table(table[["coder", *table.columns.drop("coder")]], arguments)
        return
    if not arguments.gold:
        remedy = "Give --gold, --review, or --sheet and --key."
        raise InputError("agreement", "has nothing to score", remedy)
    print_table(scores(arguments), arguments)


def scores(arguments: argparse.Namespace) -> pd.DataFrame:
    """Return hits against each coder of one set of judgements, or two coders against each other."""
    study = study_of(arguments)
    read = [gold_of(path, arguments, study.corpus) for path in arguments.gold]
    golds = [gold for found in read for gold in by_coder(found, arguments.coder or ())]
    if len(read) == 1 and not arguments.coder:
        each = [compared([gold], arguments, study) for gold in golds]
        if len(golds) > 1:
            each = [
                table.assign(coder=gold["coder"].iloc[0])[["coder", *table]]
                for table, gold in zip(each, golds, strict=True)
            ]
        return pd.concat(each, ignore_index=True)
    if len(golds) > 2:
        held = ", ".join(dict.fromkeys(name for gold in golds for name in gold["coder"]))
        problem = f"holds more than two coders: {held}"
        raise InputError("--gold", problem, "Choose two of them with --coder.")
    return compared(golds, arguments, study)


def compared(
    golds: Sequence[pd.DataFrame], arguments: argparse.Namespace, study: Study
) -> pd.DataFrame:
    """Return the scores, or the disagreements, of the hits against one coder or of a second one."""
    from topoi.coding.quality.agreement import (
        as_hits,
        compare,
        disagreements,
        reliability,
        units_of_coding,
    )

    other = as_hits(golds[1], study.codebooks) if len(golds) > 1 else study.hits
    if arguments.disagreements:
        return disagreements(golds[0], other, study.codebooks, study.corpus, judged=judged(golds))
    scored = compare(golds[0], other, study.codebooks, judged=judged(golds))
    codings = {"first": as_hits(golds[0], study.codebooks), "second": other}
    chance = reliability(codings, units_of_coding(study.segments), codes=list(scored["code"]))
    return scored.merge(chance.drop(columns=["coders", "positive"]), on="code")


def gold_of(path: str, arguments: argparse.Namespace, corpus: Corpus) -> pd.DataFrame:
    """Return the judgements of a file or folder, as JSON Lines or made in another tool."""
    from topoi.coding.quality.judgements import as_judgements, read_gold

    if not arguments.form:
        return read_gold(path, corpus=corpus, doc=arguments.doc)
    found = read_annotations(
        Path(path),
        corpus,
        arguments.form,
        layer=arguments.layer,
        features=arguments.feature or (),
        notices=arguments.told,
    )
    return as_judgements(found)


def by_coder(gold: pd.DataFrame, asked: Sequence[str]) -> list[pd.DataFrame]:
    """Return the judgements of each coder, those asked for in this order; raises InputError where
    one of them judged nothing."""
    known = list(dict.fromkeys(gold["coder"]))
    for name in asked:
        if name not in known:
            remedy = f"There are: {', '.join(known) or 'none'}."
            raise InputError("--coder", f"names nobody who judged: {name!r}", remedy)
    return [gold[gold["coder"] == name] for name in asked or known] or [gold]


def judged(golds: Sequence[pd.DataFrame]) -> set[str]:
    """Return the codes that any of the coders marked."""
    return set().union(*(set(gold["pattern"]) for gold in golds))
