"""Write the report: an HTML site with the PDF and the data beside it.

Quarto renders it where it is installed, else the built-in renderer, from the same sources. The
result is built in a temporary folder and replaces the last report only when everything succeeded.
Where the PDF alone fails, the pages and the data are published without it; that is said, and the
command exits with 1.

  topoi report                                the project's own texts, from the stored notebooks
  topoi report --seeds TEXTS --output FOLDER  the same chapters, run on other texts
  topoi report --seeds TEXTS --codebook FILES --title TITLE --output FOLDER   also outside a project
  topoi report --from ANNOTATIONS --seeds TEXTS --output FOLDER   coded by hand, in another tool

Chapters are those of the project around here where its codebooks are used, else those that `topoi
new` writes. FOLDER is new or empty, or holds an earlier report; one with any other file in it is
left alone.

ANNOTATIONS is a file or folder of brat, INCEpTION, doccano, Label Studio, Web Annotations (.jsonld)
or REFI-QDA (.qdpx), or a table (.csv with doc, start, end, code); its codes take the place of a
codebook's, in the order of its own list (REFI-QDA, brat's annotation.conf), else of the alphabet.
With `--codebook` ours stands beside it, and how far both agree on the codes that they share: those
of one id, or whose `number` in our codebook is the id there. Annotations that do not fit the texts
are left out and counted. Outside a project and without `--seeds` the texts are those that a .qdpx
has with it.

Topics made elsewhere are two tables, as .csv, .jsonl, .parquet or with tabs (.tsv, .txt): a row a
weight, or a row a topic (a text) with a column for each word (topic), called as BERTopic, tidytext
or gensim call them, or what MALLET writes. Both go through the test of topics, and into the chapter
on them. A project has them as codebook/topics/words.csv and documents.csv.

Long texts are first read part by part, two parts at a time; with `--engine dask --scheduler
ADDRESS` on a cluster. The report is the same to the last row.
"""

import argparse
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import gettempdir

from topoi.analysis.passes.engine import Engine
from topoi.commands.outputs import require_outside
from topoi.commands.sources import add_engine_options, add_layer_options, engine_of
from topoi.errors import InputError, Notice, Told

SAME = "Give the code that is the same as `number: ID` the id that it has there, or rename one."
# The options that make the same report of other texts again.
AGAIN = ["annotations", "seeds", "codebook", "layer", "by", "transcript"]
AGAIN += ["topic_words", "document_topics", "title", "output"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the renderer, other texts, and the folder of the result."""
    parser.add_argument("--renderer", choices=["auto", "quarto", "builtin"], default="auto")
    parser.add_argument("--output", metavar="FOLDER", help="default: the project's reports/site")
    parser.add_argument("--seeds", metavar="PATH", help="other texts: a file or folder")
    parser.add_argument(
        "--codebook", metavar="FILE", nargs="+", help="other codebooks: files or folders"
    )
    parser.add_argument(
        "--from", dest="annotations", metavar="PATH", help="annotations in place of a codebook"
    )
    parser.add_argument(
        "--coder", action="append", metavar="NAME", help="whose annotations; again: another's, too"
    )
    add_layer_options(parser)
    parser.add_argument(
        "--title", help="of a report on other texts (default: the name of the file or folder)"
    )
    parser.add_argument("--by", metavar="COLUMN", help="the column to compare (default: source)")
    parser.add_argument(
        "--transcript", metavar="NAME", help="the text that the others are compared with"
    )
    parser.add_argument(
        "--topic-words", metavar="FILE", help="topics made elsewhere: topic, word, weight"
    )
    parser.add_argument(
        "--document-topics", metavar="FILE", help="the documents of these: doc, topic, weight"
    )
    parser.add_argument(
        "--strict", action="store_true", help="stop at the first broken text or annotation"
    )
    add_engine_options(parser, purpose="where long texts are read (default: local)")


def run(arguments: argparse.Namespace) -> int:
    """Render the report of the project, or of other texts; return 1 where it has no PDF."""
    from topoi.files import alone
    from topoi.project import project_around, project_root
    from topoi.report.chapters.grouping import require_no_column
    from topoi.report.publish.book import read_book
    from topoi.report.publish.execute import project_hash
    from topoi.report.publish.render import require_replaceable, restore_last

    engine = engine_of(arguments)
    of_others = arguments.seeds or arguments.codebook or arguments.annotations
    for option in ("coder", "layer", "feature"):
        if getattr(arguments, option) and not arguments.annotations:
            raise InputError(f"--{option}", "needs --from", "Say which annotations to read.")
    if not of_others:
        for option in ("engine", "title", "transcript", "topic_words", "document_topics"):
            if getattr(arguments, option):
                remedy, named = "Say which texts to read.", option.replace("_", "-")
                raise InputError(f"--{named}", "needs --seeds or --codebook", remedy)
        require_no_column(arguments.by)
    elif not arguments.output:
        raise InputError("--output", "is missing", "Say where the report of other texts goes.")
    root = project_around() if arguments.seeds or arguments.annotations else project_root()
    output = Path(arguments.output or project_root() / read_book(project_root()).site).resolve()
    if root:
        require_outside([output], [root / name for name in ("seeds", "codebook", "notebooks")])
    if not output.name:
        raise InputError(str(output), "cannot be a report's folder", "Name one within it.")
    with alone(output):
        restore_last(output, say)
        require_replaceable(output)
        if of_others:
            return report_on_others(root, arguments, engine, output)
        inputs = project_hash(project_root())
        require_up_to_date(project_root(), arguments.told)
        return render(project_root(), arguments.renderer, output, inputs=inputs)


def say(line: str) -> None:
    """Print a line on standard error."""
    print(line, file=sys.stderr)


def require_up_to_date(root: Path, told: Told) -> None:
    """Raise InputError where texts or codebooks are not in order or the notebooks are stale.

    Before anything is rendered, so that old results are never published beside new data. `told`
    gets what is left out.
    """
    from topoi.commands.check import require_in_order
    from topoi.report.publish.execute import is_stale, notebooks_of

    require_in_order(root, told)
    for path in notebooks_of(root):
        if is_stale(path, root=root):
            raise InputError(str(path), "is not up to date", "Run `topoi execute` first.")


def read_into_layers(
    project: Path, engine: Engine, *, strict: bool, by: str, topics: Sequence[Path] = ()
) -> Told:
    """Return what is left out of, or noticed in, the texts of a project for others; read them.

    The layers of long texts are kept where the notebooks will find them. `topics` are the tables of
    topics made elsewhere. Raises InputError where the texts have no column `by`, or not the
    transcript that is set, or are none of those that the topics are of.
    """
    from topoi.analysis.passes.engine import tell_notebooks
    from topoi.coding.quality.between_codebooks import without_shared_codes
    from topoi.project import MARKER, open_study, read_ahead, transcript_in
    from topoi.text.corpus.corpus import MOST_NAMED, require_column, require_text

    study = open_study(project, strict=strict)
    require_column(study.corpus.documents, by)
    require_text(study.corpus, transcript_in(project / MARKER))
    made = study.given_topics(topics) if topics else study.topics_beside
    if made and topics and made.units.spans.empty:
        names = ", ".join([*study.corpus.texts][:MOST_NAMED])
        remedy = f"They are {len(study.corpus):,}, called {names}."
        raise InputError(str(topics[1]), "names none of the texts", remedy)
    if not read_ahead(study, **engine) and engine["engine"] != "local":
        print("topoi: the texts are short, and are read here, not on the cluster.", file=sys.stderr)
    tell_notebooks(engine)
    problem = "has no code of another codebook, so that the report does not say how far they agree"
    apart = [Notice(one.id, problem, SAME) for one in without_shared_codes(study.codebooks)]
    return [*study.corpus.aside, *study.corpus.notices, *apart, *(made.notices if made else ())]


def report_on_others(
    root: Path | None, arguments: argparse.Namespace, engine: Engine, output: Path
) -> int:
    """Run the chapters on other texts in a project made for them, and return what `render` does.

    The chapters that were run are kept until the report is done: after an interruption the next run
    goes on from there.
    """
    from topoi.commands.check import chapter_problems, stop_at
    from topoi.files import made_aside
    from topoi.report.chapters.grouping import SOURCE, grouping
    from topoi.report.chapters.time import events_beside
    from topoi.report.project.chapters import has_several
    from topoi.report.project.working_copy import (
        kept_chapters,
        run_chapters,
        told_of_originals,
        working_copy,
    )
    from topoi.report.publish.execute import project_hash

    codebooks = [Path(name) for name in arguments.codebook or ()]
    by = arguments.by or (grouping(root) if root else SOURCE)
    named = arguments.seeds or (None if root else arguments.annotations)
    title = arguments.title or (name_of_texts(Path(named)) if named else "")
    topics = topics_of(arguments)
    sources = (arguments.seeds or root, arguments.annotations, *(arguments.coder or ()))
    given = (*sources, *codebooks, *topics)
    about = [*(Path(one).resolve() for one in given if one), by]
    with made_aside(Path(gettempdir()), "topoi") as folder:
        place = folder / "project"
        seeds = seeds_of(arguments, root, folder / "texts")
        if arguments.annotations:
            codebooks = [*annotated(arguments, seeds, codebooks, folder / "annotated"), *codebooks]
        with told_of_originals(place, seeds=seeds, codebooks=codebooks, root=root):
            working_copy(
                root, place, seeds=seeds, codebooks=codebooks, several=has_several(seeds),
                by=by, title=title, command=command_again(arguments),
                transcript=arguments.transcript or "", topics=topics,
            )  # fmt: skip
            events_beside(place / "seeds")
            inputs = project_hash(place)
            asked = {"strict": arguments.strict, "by": by, "topics": topics}
            arguments.told += read_into_layers(place, engine, **asked)
            stop_at(chapter_problems(place))
            kept = kept_chapters(root or place, place, about)
            run_chapters(place, kept)
            ended = render(place, arguments.renderer, output, inputs=inputs)
        kept.forget()
    return ended


def seeds_of(arguments: argparse.Namespace, root: Path | None, folder: Path) -> Path:
    """Return where the texts are: as given, the project's own, or, where there is neither, those
    that the annotations have with them, written into a folder.

    Raises InputError where there are none.
    """
    from topoi.coding.exchange.files import form_of
    from topoi.coding.exchange.names import file_names
    from topoi.coding.exchange.refi_qda import refi_texts

    if arguments.seeds or root:
        return Path(arguments.seeds or f"{root}/seeds")
    place = Path(arguments.annotations)
    if form_of(place) != "refi-qda" or place.is_dir():
        raise InputError("--seeds", "is missing", "Give the texts that were annotated.")
    texts = refi_texts(place)
    folder.mkdir()
    for doc, name in file_names(texts).items():
        (folder / f"{name}.txt").write_bytes(texts[doc].encode())
    return folder


def topics_of(arguments: argparse.Namespace) -> list[Path]:
    """Return the two tables of topics made elsewhere, or none; raise InputError for one alone."""
    options = ("topic_words", "document_topics")
    given = {name: getattr(arguments, name) for name in options if getattr(arguments, name)}
    if len(given) == 1:
        other = next(name.replace("_", "-") for name in options if name not in given)
        raise InputError(f"--{other}", "is missing", "Give both tables of the topics, or none.")
    return [Path(one) for one in given.values()]


def annotated(
    arguments: argparse.Namespace, seeds: Path, codebooks: Sequence[Path], folder: Path
) -> list[Path]:
    """Return the codebooks written into a folder for the annotations asked for, one a coder.

    What of them is passed over or does not fit the texts is told.
    """
    from topoi.coding.codebook.reading import without_codes
    from topoi.coding.codebook.strict_yaml import read_yaml
    from topoi.coding.exchange.codebooks import write_codebooks
    from topoi.coding.exchange.files import codes_listed, form_of, read_annotations
    from topoi.project import files_in
    from topoi.report.project.chapters import OWN_NAMES
    from topoi.text.corpus.corpus import read_corpus

    place = Path(arguments.annotations)
    notices: list[Notice] = []
    found = read_annotations(
        place,
        read_corpus(seeds, strict=arguments.strict),
        form_of(place),
        layer=arguments.layer,
        features=arguments.feature or (),
        notices=notices,
        strict=arguments.strict,
    )
    arguments.told += notices
    others = [without_codes(read_yaml(file), place=str(file)).id for file in files_in(codebooks)]
    return write_codebooks(
        found,
        folder,
        name=place.resolve().name,
        coders=arguments.coder or (),
        listed=codes_listed(place, form_of(place)),
        taken={*OWN_NAMES, *others},
        told=notices,
    )


def name_of_texts(seeds: Path) -> str:
    """Return the name of a folder of texts, or of a file without its endings."""
    name = seeds.resolve().name
    return name if seeds.is_dir() else name.partition(".")[0]


def command_again(arguments: argparse.Namespace) -> str:
    """Return the command that makes this report of other texts again."""
    words = ["topoi", "report"]
    options = {"annotations": "from"}
    for name in AGAIN:
        given = getattr(arguments, name)
        if given:
            option = f"--{options.get(name, name.replace('_', '-'))}"
            words += [option, *([given] if isinstance(given, str) else given)]
    for name in ("coder", "feature"):
        words += [word for given in getattr(arguments, name) or () for word in (f"--{name}", given)]
    words += ["--strict"] * arguments.strict
    return shlex.join(words)


def render(root: Path, renderer: str, output: Path, *, inputs: str) -> int:
    """Render one project and say where the result is; return 1 where it has no PDF.

    `inputs` is the hash of its texts, codebooks and code before the chapters were run or looked at.
    Raises InputError where it is another when the report is made.
    """
    from topoi.report.publish.execute import project_hash
    from topoi.report.publish.publish import publish
    from topoi.report.publish.render import render_report

    def finish(site: Path) -> None:
        publish(site, root)
        if project_hash(root) != inputs:
            problem = "were changed while the report was made"
            raise InputError("texts, codebooks or code", problem, "Make it again.")

    done = render_report(root, renderer=renderer, output=output, finish=finish)
    print(f"report: {done.site}/index.html")
    if done.no_pdf:
        why = " ".join(done.no_pdf.split())
        print(f"topoi: the PDF could not be made, the rest is there: {why}", file=sys.stderr)
    else:
        print(f"PDF:    {done.pdf}")
    print(f"rendered by {done.renderer}")
    return int(bool(done.no_pdf))
