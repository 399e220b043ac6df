"""The options that say which texts and codebooks a command works on."""

import argparse

import pandas as pd

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


def study_of(arguments: argparse.Namespace) -> Study:
    """Return the study that the options ask for."""
    return open_study(
        seeds=arguments.seeds, codebook=arguments.codebook, text_column=arguments.text_column
    )


def corpus_and_voices(arguments: argparse.Namespace) -> tuple[Corpus, pd.DataFrame]:
    """Return the texts and who says what in them, without reading any codebook."""
    seeds, books = source_paths(seeds=arguments.seeds, codebook=arguments.codebook)
    corpus = read_corpus(seeds, text_column=arguments.text_column)
    return corpus, voices(corpus, lexicon=load_lexicon(speakers_file(books)))
