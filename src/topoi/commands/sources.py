"""The options that say which texts and codebooks a command works on."""

import argparse
import sys
from collections.abc import Sequence

import pandas as pd

from topoi.errors import InputError
from topoi.study import Study, open_study, source_paths, speakers_file
from topoi.text.corpus import Corpus, read_corpus
from topoi.text.lexicon import load_lexicon
from topoi.text.voices import voices


def add_source_options(parser: argparse.ArgumentParser) -> None:
    """Add `--seeds`, `--codebook` and `--text-column` to a command."""
    group = parser.add_argument_group("texts and codebooks")
    group.add_argument(
        "--seeds", metavar="PATH", help="a file or folder of texts (default: the project's seeds/)"
    )
    group.add_argument(
        "--codebook",
        metavar="PATH",
        help="a codebook file or folder (default: the project's codebook/)",
    )
    group.add_argument(
        "--text-column",
        metavar="NAME",
        default="text",
        help="the column that holds the text in .csv, .jsonl and .parquet (default: text)",
    )
    group.add_argument("--strict", action="store_true", help="stop at the first broken text")


def study_of(arguments: argparse.Namespace) -> Study:
    """Return the study that the options ask for."""
    study = open_study(
        seeds=arguments.seeds,
        codebook=arguments.codebook,
        text_column=arguments.text_column,
        strict=arguments.strict,
    )
    tell_aside(study.corpus.aside)
    return study


def tell_aside(aside: Sequence[InputError]) -> None:
    """Say on stderr how many texts were set aside, and what is wrong with the first."""
    if aside:
        many = f"{len(aside):,} text{'' if len(aside) == 1 else 's'} set aside"
        print(f"topoi: {many}, the first: {aside[0]}", file=sys.stderr)


def corpus_and_voices(arguments: argparse.Namespace) -> tuple[Corpus, pd.DataFrame]:
    """Return the texts and who says what in them, without reading any codebook."""
    seeds, books = source_paths(seeds=arguments.seeds, codebook=arguments.codebook)
    corpus = read_corpus(seeds, text_column=arguments.text_column, strict=arguments.strict)
    tell_aside(corpus.aside)
    return corpus, voices(corpus, lexicon=load_lexicon(speakers_file(books)))
