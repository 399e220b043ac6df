"""Score hits against judgements, or coder against coder.

  topoi agreement                                         all readers of codebook/judgements/
  topoi agreement --review A.jsonl B.jsonl ...            readers of the report's page of review
  topoi agreement --between                               these readers against each other
  topoi agreement --gold codebook/judgements/FILE.jsonl    hits against hand annotation
  topoi agreement [--gold FILE] --disagreements           every disagreement in context
  topoi agreement --sheet sheet.csv --key key.csv         a filled blind sheet (`topoi sample`)
  topoi agreement --gold FIRST --gold SECOND              the second coder against the first
  topoi agreement --gold FOLDER --from brat               annotations made in another tool
  topoi agreement --gold FILE --coder ANN --coder BEN     two coders whose judgements one file holds

Precision and recall come with Wilson intervals; Cohen's kappa and Krippendorff's alpha are those of
sentences and headings, marked or not, with intervals of a bootstrap over texts (none with one
text; the column `note` says so). Of drawn samples recall is estimated from the sentences without
a hit; readers are compared on the sentences that two or more of them judged. Borderline judgements
count for neither side. Where a file holds several coders, hits are scored against each, unless
`--coder` names one. Of INCEpTION's layers and features `--layer` and `--feature` (the code's, then
the subtype's) choose.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from topoi.coding.exchange.files import FORMS, read_annotations
from topoi.commands.printing import add_print_options, for_reading, print_table
from topoi.commands.sources import add_layer_options, add_source_options, study_of
from topoi.errors import InputError, Notice
from topoi.project import project_around
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
    add_layer_options(parser)
    parser.add_argument("--doc", default="", help="the text that judgements without a doc are of")
    parser.add_argument(
        "--review",
        nargs="+",
        metavar="FILE",
        help="of readers: what the page of review saved (.jsonl, .jsonld), sheets and keys (.csv)",
    )
    parser.add_argument(
        "--between", action="store_true", help="readers against each other, not against the machine"
    )
    parser.add_argument("--sheet", metavar="FILE", help="a filled coding sheet (.csv)")
    parser.add_argument("--key", metavar="FILE", help="its key (.csv)")
    parser.add_argument("--disagreements", action="store_true", help="list them in context")
    add_source_options(parser)
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the scores."""
    if arguments.sheet and arguments.key:
        print_table(scores_of_sheet(arguments), arguments)
    elif arguments.gold:
        print_table(scores(arguments), arguments)
    elif arguments.review or arguments.codebook or project_around():
        print_readers(arguments)
    else:
        remedy = "Give --gold, --review, or --sheet and --key, or go to a project's folder."
        raise InputError("agreement", "has nothing to score", remedy)


def scores_of_sheet(arguments: argparse.Namespace) -> pd.DataFrame:
    """Return what a filled sheet says of the machine, by its key."""
    from topoi.coding.quality.judgements import Judgement
    from topoi.coding.quality.scores import score_samples
    from topoi.coding.quality.sheets import KEY, read_sheet, sheet_judgements

    notices: list[Notice] = []
    sheet = read_sheet(arguments.sheet, notices=notices)
    key = read_sheet(arguments.key, KEY, notices=notices)
    read = sheet_judgements(sheet, key, reader=Path(arguments.sheet).stem)
    arguments.told += notices
    return score_samples(pd.DataFrame(read, columns=list(Judgement._fields)))


def print_readers(arguments: argparse.Namespace) -> None:
    """Print how readers judge the machine, how far they agree, or where there is disagreement."""
    from topoi.coding.quality.between_readers import disputed, verdicts_on_units
    from topoi.coding.quality.reliability import units_of_coding
    from topoi.coding.quality.scores import score_readers

    study = study_of(arguments)
    if arguments.review:
        study = replace(study, judgement_files=tuple(map(Path, arguments.review)))
    judgements = asked_for(study.judgements, arguments.coder or ())
    arguments.told += study.judgement_notices
    if judgements.empty:
        remedy = "Save judgements into codebook/judgements/, or give --review or --gold."
        raise InputError("agreement", "has nothing to score", remedy)
    verdicts = verdicts_on_units(judgements, units_of_coding(study.segments))
    if arguments.disagreements:
        print_table(with_passages(disputed(verdicts, study.hits), study.corpus), arguments)
        return
    several = judgements["reader"].nunique() > 1 and for_reading(arguments)
    if not arguments.between:
        print_table(score_readers(judgements, study.hits, study.codebooks), arguments)
    if arguments.between or several:
        if not arguments.between:
            print("\nReaders against each other, on what two or more of them judged:")
        print_table(between(judgements, verdicts), arguments)


def asked_for(judgements: pd.DataFrame, readers: Sequence[str]) -> pd.DataFrame:
    """Return the judgements of the readers asked for, of all where none is; raises InputError where
    one of them judged nothing."""
    by_coder(judgements.rename(columns={"reader": "coder"}), readers)
    return judgements[judgements["reader"].isin(list(readers or judgements["reader"]))]


def between(judgements: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return how far readers agree: on units, and, where several read the same whole texts, on
    passages, as `passages_f1` and `overlap`, the means over pairs."""
    from topoi.coding.quality.between_readers import reader_agreement, span_agreement

    spans = span_agreement(judgements).rename(columns={"f1": "passages_f1"})
    means = spans.groupby(["codebook", "code"], sort=False)[["passages_f1", "overlap"]].mean()
    units = reader_agreement(verdicts)
    if spans.empty:
        return units
    return units.merge(means.reset_index(), on=["codebook", "code"], how="left")


def with_passages(found: pd.DataFrame, corpus: Corpus, *, width: int = 60) -> pd.DataFrame:
    """Return the units with their words and up to `width` characters before and behind."""
    places = list(found[["doc", "start", "end"]].itertuples(index=False, name=None))
    return found.assign(
        text=[corpus.passage(*place) for place in places],
        left=[corpus.passage(doc, max(start - width, 0), start) for doc, start, _ in places],
        right=[corpus.passage(doc, end, end + width) for doc, _, end in places],
    )


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
    from topoi.coding.quality.agreement import as_hits, compare, disagreements
    from topoi.coding.quality.reliability import reliability, units_of_coding

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
