"""Opening a study: the places of a project, and texts that lie in none."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from topoi.analysis.topics.units import load_stop_words
from topoi.coding.codebook.codebook import Codebook
from topoi.coding.loading import load_codebook
from topoi.errors import InputError
from topoi.layers import kept_layers
from topoi.study import Study
from topoi.text.corpus.corpus import corpus_of, read_corpus
from topoi.text.voices.lexicon import BUILT_IN, SPEAKERS, load_lexicon

MARKER = "_quarto.yml"
STOP_WORDS = "stopwords.txt"


def open_study(
    start: str | Path = ".",
    *,
    seeds: str | Path | None = None,
    codebook: str | Path | None = None,
    text_column: str = "text",
    strict: bool = False,
    coded: bool = True,
) -> Study:
    """Return the study of the project that holds `start`, or of the texts and codebook given.

    Without `coded` no codebook is read, and texts that are given need no project. Texts that cannot
    be read are left out and named in `corpus.aside`; with `strict` the first stops. A project may
    have no codebook: then nothing is coded. Raises InputError where there is no project and not
    both are given, and whatever reading texts and codebooks raises.
    """
    root = project_around(start)
    beside_texts = seeds if root is None and not coded else None
    texts, books = source_paths(start, seeds=seeds, codebook=codebook or beside_texts)
    corpus = read_corpus(texts, text_column=text_column, strict=strict)
    files = codebook_files(books, needed=codebook is not None) if coded else []
    speakers = speakers_file(books, start)
    lexicon = load_lexicon(speakers)
    sources = [*files, speakers, *lexicon.language.files()]
    return Study(
        corpus=corpus,
        codebooks=tuple(load_codebook(file) for file in files),
        lexicon=lexicon,
        kept=kept_layers(root, corpus, sources) if root and coded else None,
        stop_words=load_stop_words(own_file(books, STOP_WORDS, start)),
    )


def read_texts(
    texts: str | Path | pd.DataFrame | Iterable[str] | Mapping[str, str],
    *,
    codebook: str | Path | Codebook | Iterable[Codebook] | None = None,
    speakers: str | Path | None = None,
    text_column: str = "text",
) -> Study:
    """Return the study of any texts: a file or folder, a DataFrame, strings, or name -> string.

    A DataFrame has one row a text; its columns `id, date, source, title` say what is known of it,
    any other (speaker, party, ...) is kept. `codebook` is a file, a folder or loaded codebooks;
    without one nothing is coded, and words, voices and queries can be asked for. `speakers` is a
    gazetteer of your own in place of the built-in one. Nothing is kept on disk. Raises InputError
    for what cannot be read.

    >>> study = read_texts(["The minister said the crisis has root causes."])
    >>> study.kwic("root cause*")["node"].tolist()
    ['root causes']
    """
    if isinstance(texts, str | Path):
        corpus = read_corpus(texts, text_column=text_column, strict=False)
    else:
        corpus = corpus_of(texts, text_column=text_column)
    books: tuple[Codebook, ...] = ()
    gazetteer, stop_words = speakers, None
    if isinstance(codebook, str | Path):
        books = tuple(load_codebook(file) for file in codebook_files(Path(codebook)))
        gazetteer = speakers or beside(Path(codebook), SPEAKERS)
        stop_words = beside(Path(codebook), STOP_WORDS)
    elif codebook is not None:
        books = (codebook,) if isinstance(codebook, Codebook) else tuple(codebook)
        if not all(isinstance(book, Codebook) for book in books):
            raise InputError("codebook", "is no codebook", "Give a file, a folder or loaded ones.")
    return Study(corpus, books, load_lexicon(gazetteer), stop_words=load_stop_words(stop_words))


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


def source_paths(
    start: str | Path = ".", *, seeds: str | Path | None = None, codebook: str | Path | None = None
) -> tuple[Path, Path]:
    """Return where the texts and the codebooks are: as given, else the project's own."""
    texts = Path(seeds) if seeds else project_root(start) / "seeds"
    books = Path(codebook) if codebook else project_root(start) / "codebook"
    return texts, books


def settings_of(file: Path) -> dict[str, Any]:
    """Return what a `_quarto.yml` sets under `topoi:`, nothing where there is no such file.

    Raises InputError where that is no mapping, or the file no YAML.
    """
    import yaml

    if not file.is_file():
        return {}
    try:
        found = (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("topoi") or {}
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise InputError(f"{file}:{line}", "is not valid YAML", "Mend that line.") from error
    if not isinstance(found, dict):
        raise InputError(f"{file}: topoi", "is no mapping", "Write `topoi: {by: source}`.")
    return found


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


def speakers_file(books: Path, start: str | Path = ".") -> Path:
    """Return the speakers beside the codebooks given, else the project's own, else the built-in."""
    return own_file(books, SPEAKERS, start) or BUILT_IN


def own_file(books: Path, name: str, start: str | Path = ".") -> Path | None:
    """Return a file beside the codebooks given, else among the project's own; None without one."""
    root = project_around(start)
    return beside(books, name) or (beside(root / "codebook", name) if root else None)


def beside(books: Path, name: str) -> Path | None:
    """Return a file of this name beside the codebooks given, None where there is none."""
    file = (books if books.is_dir() else books.parent) / name
    return file if file.is_file() else None
