"""Opening a study: the places of a project, and texts that lie in none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any, Unpack

import pandas as pd

from topoi.analysis.passes.coding import LAYERS, layers
from topoi.analysis.passes.engine import Engine, run_pass
from topoi.analysis.topics.units import load_stop_words
from topoi.coding.codebook.annotated import FOLDER as ANNOTATIONS
from topoi.coding.codebook.annotated import annotation_file
from topoi.coding.codebook.codebook import Codebook
from topoi.coding.exchange.readers import judgement_files, named
from topoi.coding.loading import load_codebooks
from topoi.errors import InputError, Notice
from topoi.layers import keep_parts, kept_layers
from topoi.study import Study
from topoi.text.corpus.corpus import Corpus, corpus_of, divided, read_corpus
from topoi.text.voices.genre import with_genres
from topoi.text.voices.lexicon import BUILT_IN, SPEAKERS, load_lexicon
from topoi.yaml_files import yaml_in

MARKER = "_quarto.yml"
STOP_WORDS = "stopwords.txt"
TOPICS = "topics"  # made elsewhere, beside the codebooks: words.csv and documents.csv
TABLES = ("words", "documents")
JUDGEMENTS = "judgements"  # of readers, beside the codebooks
FOLDERS = (JUDGEMENTS, ANNOTATIONS, TOPICS)
SETTINGS = ("by", "licence", "without", "command", "transcript")  # of `topoi:` in _quarto.yml
PART = 500_000  # characters: enough parts for several workers, few enough to send
Places = str | Path | Iterable[str | Path]


def open_study(
    start: str | Path = ".",
    *,
    seeds: str | Path | None = None,
    codebook: Places | None = None,
    text_column: str = "text",
    strict: bool = False,
    coded: bool = True,
) -> Study:
    """Return the study of the project that holds `start`, or of the texts and codebooks given.

    `codebook` is a file or folder, or several. Without `coded` no codebook is read, and texts that
    are given need no project. Texts that cannot be read are left out and named in `corpus.aside`;
    with `strict` the first stops. A project may have no codebook: then nothing is coded. Raises
    InputError where there is no project and not both are given, and whatever reading texts and
    codebooks raises.
    """
    root = project_around(start)
    beside_texts = seeds if root is None and not coded else None
    texts = texts_place(seeds, start)
    books = codebook_places(codebook or beside_texts, start)
    files = files_in(books, needed=codebook is not None) if coded else []
    corpus = read_corpus(texts, text_column=text_column, strict=strict)
    speakers = speakers_file(books, start)
    lexicon = load_lexicon(speakers)
    corpus = with_genres(corpus, lexicon)
    codebooks = load_codebooks(files)
    marked = [annotation_file(book) for book in codebooks if book.annotations]
    sources = [*files, *marked, speakers, *lexicon.language.files()]
    return Study(
        corpus=replace(corpus, of_files=(*corpus.of_files, *passages_elsewhere(codebooks, corpus))),
        codebooks=codebooks,
        lexicon=lexicon,
        kept=kept_layers(root, corpus, sources) if root and coded else None,
        stop_words=load_stop_words(own_file(books, STOP_WORDS, start)),
        judgement_files=judgements_beside(books),
        topic_files=topics_beside(books),
    )


def read_texts(
    texts: str | Path | pd.DataFrame | Iterable[str] | Mapping[str, str],
    *,
    codebook: str | Path | Codebook | Iterable[str | Path | Codebook] | None = None,
    speakers: str | Path | None = None,
    text_column: str = "text",
) -> Study:
    """Return the study of any texts: a file or folder, a DataFrame, strings, or name -> string.

    A DataFrame has one row a text; its columns `id, date, source, title` say what is known of it,
    any other (speaker, party, ...) is kept; `genre` (article, speech, transcript) is found by rule
    where it is not given. `codebook` is a file, a folder, a loaded codebook, or
    several of them; without one nothing is coded, and words, voices and queries can be asked for.
    `speakers` is a gazetteer of your own in place of the built-in one. Nothing is kept on disk.
    Raises InputError for what cannot be read.

    >>> study = read_texts(["The minister said the crisis has root causes."])
    >>> study.kwic("root cause*")["node"].tolist()
    ['root causes']
    """
    if isinstance(texts, str | Path):
        corpus = read_corpus(texts, text_column=text_column, strict=False)
    else:
        corpus = corpus_of(texts, text_column=text_column)
    kinds = str | Path | Codebook
    given = [codebook] if isinstance(codebook, kinds) else list(codebook or ())
    if isinstance(codebook, Mapping) or not all(isinstance(one, kinds) for one in given):
        raise InputError("codebook", "is no codebook", "Give a file, a folder or loaded ones.")
    places = codebook_places([one for one in given if isinstance(one, str | Path)])
    books = (*load_codebooks(files_in(places)), *(b for b in given if isinstance(b, Codebook)))
    lexicon = load_lexicon(speakers or beside(places, SPEAKERS))
    corpus = with_genres(corpus, lexicon)
    corpus = replace(corpus, of_files=(*corpus.of_files, *passages_elsewhere(books, corpus)))
    stop_words = load_stop_words(beside(places, STOP_WORDS))
    judged, made = judgements_beside(places), topics_beside(places)
    return Study(corpus, books, lexicon, None, stop_words, judgement_files=judged, topic_files=made)


def passages_elsewhere(codebooks: Sequence[Codebook], corpus: Corpus) -> Iterator[Notice]:
    """Yield of each codebook coded by hand how many of its passages stand in other texts."""
    for book in codebooks:
        others = Counter(one.doc for one in book.passages if one.doc not in corpus.texts)
        if others:
            said = f"passages of texts that are not here: {others.total():,} ({named(others)})"
            yield Notice(str(annotation_file(book)), said, "They are left out.")


def read_ahead(study: Study, **engine: Unpack[Engine]) -> bool:
    """Return whether the study keeps its layers, after making those that are not kept yet.

    The options are those of `run_pass`. A short corpus keeps none: its layers are made when they
    are asked for.
    """
    if study.kept is None:
        return False
    if not study.kept.hold(LAYERS):
        work = partial(layers, codebooks=study.codebooks, lexicon=study.lexicon)
        parts = divided(study.corpus, size=PART)
        total = 1 + int(study.corpus.documents["n_chars"].sum()) // PART
        keep_parts(study.kept, run_pass(parts, work, total=total, **engine))
    return True


def project_root(start: str | Path = ".") -> Path:
    """Return the nearest folder upward that holds `_quarto.yml`; raise InputError without one."""
    here = Path(start).resolve()
    for folder in (here, *here.parents):
        if (folder / MARKER).is_file():
            return folder
    raise InputError(
        str(start), f"lies in no project (no {MARKER} upward)", "Go to the project's folder."
    )


def project_around(start: str | Path = ".") -> Path | None:
    """Return the same, None where there is none."""
    try:
        return project_root(start)
    except InputError:
        return None


def texts_place(seeds: str | Path | None, start: str | Path = ".") -> Path:
    """Return where the texts are: as given, else the project's own."""
    return Path(seeds) if seeds else own_folder("seeds", start)


def codebook_places(codebook: Places | None, start: str | Path = ".") -> list[Path]:
    """Return the files and folders of the codebooks: those given, else the project's own.

    The speakers among them, as in `codebook/*.yml`, are no codebook; they are found beside it.
    """
    if codebook is None:
        return [own_folder("codebook", start)]
    named = [codebook] if isinstance(codebook, str | Path) else codebook
    places = [Path(one) for one in named]
    return [place for place in places if place.name != SPEAKERS] or places


def own_folder(name: str, start: str | Path) -> Path:
    """Return a folder of the project; raise InputError where there is none to have it."""
    root = project_around(start)
    if root is None:
        remedy = f"Give --{name}, or go to a project's folder."
        raise InputError(f"--{name}", f"is missing: there is no project here ({start})", remedy)
    return root / name


def files_in(places: Iterable[Path], *, needed: bool = True) -> list[Path]:
    """Return the codebooks of all files and folders, each once; see `codebook_files`."""
    found = (file for place in places for file in codebook_files(place, needed=needed))
    return list({file.resolve(): file for file in found}.values())


def settings_of(file: Path) -> dict[str, Any]:
    """Return what a `_quarto.yml` sets under `topoi:`, nothing where there is no such file.

    Raises InputError where that is no mapping, or the file no YAML.
    """
    if not file.is_file():
        return {}
    whole = yaml_in(file) or {}
    if not isinstance(whole, dict):
        raise InputError(str(file), "is no mapping", "Write `project: {type: book}` and so on.")
    found = whole.get("topoi") or {}
    if not isinstance(found, dict):
        raise InputError(f"{file}: topoi", "is no mapping", "Write `topoi: {by: source}`.")
    for key in found:
        if key not in SETTINGS:
            known = f"Known: {', '.join(SETTINGS)}."
            raise InputError(f"{file}: topoi", f"has the unknown setting {key!r}", known)
    return found


def transcript_in(file: Path) -> str:
    """Return the text that a `_quarto.yml` names as `topoi: {transcript: NAME}`, "" for none.

    Raises InputError where the setting is no name.
    """
    named = settings_of(file).get("transcript") or ""
    if not isinstance(named, str):
        remedy = "Write `topoi: {transcript: NAME}`, the name of one of the texts."
        raise InputError(f"{file}: topoi: transcript", "names no text", remedy)
    return named


def codebook_files(path: Path, *, needed: bool = True) -> list[Path]:
    """Return the codebooks of a folder, sorted, or the one file given.

    Raises InputError where there is none, unless none is `needed`.
    """
    if not needed and not path.exists():
        return []
    if not path.exists():
        raise InputError(str(path), "does not exist", "Give a codebook file or folder.")
    if path.is_file():
        return [path]
    files = [file for file in sorted(path.glob("*.yml")) if file.name != SPEAKERS]
    if not files and needed:
        raise InputError(str(path), "holds no codebook", "Put in a .yml file with codes.")
    return files


def codebook_parts(given: Iterable[Path]) -> dict[str, Path]:
    """Return name -> file or folder of all that belongs to the codebooks given.

    Those are the codebooks, each a file or all of a folder, and what lies beside them: speakers, a
    language of theirs, stop words, judgements, annotations. Raises InputError where two have one
    name.
    """
    parts: dict[str, Path] = {}
    for one in given:
        books = codebook_files(one)
        for path in (*books, *companions(one if one.is_dir() else one.parent)):
            if parts.setdefault(path.name, path).resolve() != path.resolve():
                problem = f"has the name of {parts[path.name]}"
                raise InputError(str(path), problem, "Rename one, or put them into one folder.")
    return parts


def companions(folder: Path) -> list[Path]:
    """Return what lies beside codebooks and is read with them."""
    found = [path for name in (SPEAKERS, STOP_WORDS) if (path := folder / name).is_file()]
    found += [path for name in FOLDERS if (path := folder / name).is_dir()]
    if (folder / SPEAKERS).is_file():
        language = load_lexicon(folder / SPEAKERS).language.files()
        found += {file.parent for file in language if file.parent.parent == folder.resolve()}
    return found


def speakers_file(books: Path | Iterable[Path], start: str | Path = ".") -> Path:
    """Return the speakers beside the codebooks given, else the project's own, else the built-in."""
    return own_file(books, SPEAKERS, start) or BUILT_IN


def judgements_beside(places: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files of readers' judgements that lie beside codebooks, each once."""
    there = [place if place.is_dir() else place.parent for place in places if place.exists()]
    folders = [folder / JUDGEMENTS for folder in there]
    files = (file for folder in folders for file in judgement_files(folder))
    return tuple({file.resolve(): file for file in files}.values())


def topics_beside(places: Iterable[Path]) -> tuple[Path, ...]:
    """Return the tables of topics made elsewhere beside codebooks: of words, of documents, or none.

    They are `topics/words` and `topics/documents`, of any kind that is read. Raises InputError
    where one is not there, or a second one.
    """
    there = [place if place.is_dir() else place.parent for place in places if place.exists()]
    folders = {(one / TOPICS).resolve(): one / TOPICS for one in there if (one / TOPICS).is_dir()}
    files = []
    for folder, name in product(folders.values(), TABLES):
        found = sorted(folder.glob(f"{name}.*"))
        if len(found) != 1 or len(folders) > 1:
            problem = (
                f"holds {len(found)} tables of {name}" if len(folders) == 1 else "is not alone"
            )
            raise InputError(str(folder), problem, "Put in one of words and one of documents.")
        files += found
    return tuple(files)


def own_file(books: Path | Iterable[Path], name: str, start: str | Path = ".") -> Path | None:
    """Return a file beside the codebooks given, else among the project's own; None without one."""
    root = project_around(start)
    return beside(books, name) or (beside(root / "codebook", name) if root else None)


def beside(books: Path | Iterable[Path], name: str) -> Path | None:
    """Return the file of this name beside the codebooks given, None where there is none.

    Raises InputError where two codebooks have one each, since only one can hold.
    """
    places = [books] if isinstance(books, Path) else books
    files = [(place if place.is_dir() else place.parent) / name for place in places]
    found = list({file.resolve(): file for file in files if file.is_file()}.values())
    if len(found) > 1:
        problem = f"is not the only {name}: {found[0]} is beside a codebook, too"
        raise InputError(str(found[1]), problem, "Keep one of them.")
    return found[0] if found else None
