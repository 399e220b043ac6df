"""Draw a blind coding sheet: sentences and headings that hold a hit of a code and others that hold
none, mixed, without saying which. A second coder fills the column `answer` with yes, no or
borderline; `topoi agreement --sheet SHEET --key KEY` scores it.

  topoi sample --code root_causes --sheet sheet.csv --key key.csv

  topoi sample --next --sheet sheet.csv --key key.csv

`--next` takes what to read next instead: sentences that a classifier of the judgements so far
thinks wrongly found or missed, the first of each code. They are not drawn by chance, so that rates
are not corrected by them. The key says what the machine found. Do not show it to the coder.
"""

import argparse
from pathlib import Path

from topoi.commands.outputs import add_overwrite_option, require_writable
from topoi.commands.sources import add_source_options, inputs_of, require_codes, study_of
from topoi.errors import InputError, Notice
from topoi.files import write_all_whole


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the codes, the size of the sample and the two files."""
    parser.add_argument(
        "--code", action="append", metavar="CODE", help="may be given again (default: all codes)"
    )
    parser.add_argument("--per-code", type=int, default=30, help="hits of each code (default: 30)")
    parser.add_argument(
        "--next", action="store_true", help="by what judgements so far say, not by chance"
    )
    parser.add_argument("--seed", type=int, default=0, help="the same seed draws the same sheet")
    parser.add_argument("--sheet", required=True, metavar="FILE", help="the sheet to fill (.csv)")
    parser.add_argument("--key", required=True, metavar="FILE", help="the key to keep (.csv)")
    add_overwrite_option(parser)
    add_source_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Write the sheet and its key."""
    from topoi.coding.codebook.codebook import codes_by_id, told_apart
    from topoi.coding.quality.reading_order import read_next
    from topoi.coding.quality.reliability import units_of_coding
    from topoi.coding.quality.sampling import coding_sheet, next_sheet
    from topoi.csv_files import csv_text

    if arguments.per_code < 1:
        raise InputError("--per-code", "has to be 1 or more", "Give a number of passages.")
    places = [Path(arguments.sheet), Path(arguments.key)]
    require_writable(places, overwrite=arguments.overwrite, inputs=inputs_of(arguments))
    study = study_of(arguments)
    require_codes(arguments.code or [], study)
    questions = {
        name: f"{code.label}: {code.definition}" for name, code in codes_by_id(study.codebooks)
    }
    codes = [(code, questions[code]) for code in arguments.code or questions]
    if arguments.next:
        order = study.reading_order()
        sizes = {"per_code": arguments.per_code, "seed": arguments.seed}
        first = read_next(order, codes=[code for code, _ in codes], **sizes)
        sheet, key = next_sheet(study.corpus, first, questions)
        said, remedy = "has no judgements to learn from", "Draw a sheet by chance first."
        unread = (code for code, _ in codes if code not in set(order["code"]))
        arguments.told += [*study.judgement_notices, *(Notice(c, said, remedy) for c in unread)]
        if sheet.empty:
            problem = "finds nothing to read: none of these codes was judged, or all sentences were"
            raise InputError("--next", problem, remedy)
    else:
        sheet, key = coding_sheet(
            study.corpus,
            told_apart(study.hits, study.codebooks),
            units_of_coding(study.segments),
            codes=codes,
            per_code=arguments.per_code,
            seed=arguments.seed,
        )
    tables = zip(places, (sheet, key), strict=True)
    write_all_whole({place: csv_text(table) for place, table in tables})
    print(f"{len(sheet)} items to judge: {arguments.sheet}\nkey: {arguments.key}")
    if arguments.next:
        print(f"\n{order.attrs['note']}")
