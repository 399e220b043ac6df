"""Print every passage found for every code, with its place, voice and speaker.

Offsets count characters (code points) of the text as stored; `end` is the first one after the
passage. `--code` narrows to one code, `--voice` to one mode (outlet, indirect, direct, mixed,
nested), `--speaker` to one speaker.

  topoi hits --to doccano --output hits.jsonl    annotations for another tool, in one file
  topoi hits --to brat --output FOLDER           the same, a file a text
"""

import argparse
from pathlib import Path

from topoi.coding.exchange.files import FORMS, annotation_files, write_annotations
from topoi.commands.outputs import add_overwrite_option, require_writable
from topoi.commands.printing import add_print_options, print_table, require_for_reading
from topoi.commands.sources import add_source_options, inputs_of, require_codes, study_of
from topoi.errors import InputError

SHOWN = ["doc", "start", "end", "code", "subtype", "text", "paragraph", "mode", "speaker"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the filters."""
    parser.add_argument("--code", metavar="CODE", help="only this code, such as root_causes")
    parser.add_argument("--voice", metavar="MODE", help="only this mode, such as direct")
    parser.add_argument("--speaker", metavar="NAME", help="only this speaker")
    parser.add_argument("--to", choices=list(FORMS), help="write annotations of this format")
    parser.add_argument("--output", metavar="PATH", help="the file or folder that --to writes")
    add_overwrite_option(parser)
    add_source_options(parser)
    add_print_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the hits that pass the filters."""
    if bool(arguments.to) != bool(arguments.output):
        raise InputError("--to and --output", "go together", "Give both.")
    study = study_of(arguments)
    require_codes([arguments.code] if arguments.code else [], study)
    place = Path(arguments.output or "")
    if arguments.to:  # before the hits are found, which may take long
        require_for_reading(arguments, "--to")
        files = annotation_files(study.corpus, arguments.to, place)
        require_writable(files, overwrite=arguments.overwrite, inputs=inputs_of(arguments))
    found = study.hits
    for option, column in (("code", "code"), ("voice", "mode"), ("speaker", "speaker")):
        wanted = getattr(arguments, option)
        if wanted:
            found = found[found[column] == wanted]
    if arguments.to:
        written = write_annotations(found, study.corpus, arguments.to, place)
        many = "1 file" if len(written) == 1 else f"{len(written)} files"
        print(f"passages: {len(found)} as {arguments.to} in {place} ({many})")
        return
    print_table(found.reset_index(drop=True), arguments, shown=SHOWN)
