"""One contender, run in a process of its own: prints seconds, processor seconds and peak memory.

The seconds are those of the work: nobody's imports are counted, nor the loading of codebooks.

    python benchmarks/contenders.py NAME COLLECTION.jsonl FOLDER

Each reads the same .jsonl file. A contender whose package is missing says so. conc and spaCy live
in an environment of their own; give its python to `benchmarks/store.py --peers`.
"""

import csv
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

FREQUENT = "crisis"
Result = dict[str, float | int | str]


def texts(collection: Path) -> Iterator[str]:
    with collection.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)["text"]


def counted(work: Callable[[], int]) -> Result:
    """Return how many tokens were found in how many seconds."""
    started = time.perf_counter()
    tokens = work()
    return {"tokens": tokens, "seconds": time.perf_counter() - started}


def plain_re(collection: Path, _: Path) -> Result:
    import re

    pattern = re.compile(r"\w+|[^\w\s]")
    return counted(lambda: sum(len(pattern.findall(text)) for text in texts(collection)))


def scikit_learn(collection: Path, _: Path) -> Result:
    from sklearn.feature_extraction.text import CountVectorizer

    return counted(lambda: int(CountVectorizer().fit_transform(texts(collection)).sum()))


def nltk_words(collection: Path, _: Path) -> Result:
    from nltk.tokenize import NLTKWordTokenizer

    tokenizer = NLTKWordTokenizer()
    return counted(lambda: sum(len(tokenizer.tokenize(text)) for text in texts(collection)))


def spacy_blank(collection: Path, _: Path) -> Result:
    import spacy

    tokenizer = spacy.blank("en").tokenizer
    return counted(lambda: sum(len(tokenizer(text)) for text in texts(collection)))


def blank_model_for_conc() -> None:
    """Let conc run with spaCy's blank English: it uses the tokenizer only, and models are big."""
    import spacy

    pipeline = spacy.blank("en")
    pipeline.disable_pipes = lambda _: None
    spacy.load = lambda _: pipeline


def conc_build(collection: Path, folder: Path) -> Result:
    import shutil

    from conc.corpus import Corpus

    blank_model_for_conc()
    shutil.rmtree(folder / "bench.corpus", ignore_errors=True)
    table = folder / "conc.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["text"])
        writer.writerows([text] for text in texts(collection))
    started = time.perf_counter()
    corpus = Corpus(name="bench", description="x")
    corpus.build_from_csv(str(table), str(folder), model="blank")
    return {"seconds": time.perf_counter() - started}


def topoi_build(collection: Path, folder: Path) -> Result:
    import shutil

    from topoi.analysis.store.build import build_store
    from topoi.text.corpus.collection import entries, sound
    from topoi.text.corpus.corpus import partitions

    shutil.rmtree(folder / "store", ignore_errors=True)
    started = time.perf_counter()
    stream = sound(entries([collection]), aside=[], strict=True)
    store = build_store(partitions(stream), folder / "store")
    tokens = sum(partition.tokens for partition in store.partitions)
    return {"seconds": time.perf_counter() - started, "tokens": tokens}


def topoi_pass(collection: Path, _: Path) -> Result:
    from functools import partial

    from topoi.analysis.passes.coding import PART, coded
    from topoi.analysis.passes.engine import Engine, make_ready, run_pass
    from topoi.coding.loading import load_codebook
    from topoi.text.corpus.collection import entries, sound
    from topoi.text.corpus.corpus import partitions
    from topoi.text.voices.lexicon import load_lexicon

    engine = Engine(engine="local", workers=2, scheduler=None)
    make_ready(**engine)
    books = Path(__file__).parent.parent / "codebook"
    codebooks = [load_codebook(books / name) for name in ("frames.yml", "rhetoric.yml")]
    task = partial(coded, codebooks=codebooks, lexicon=load_lexicon())
    started = time.perf_counter()
    stream = sound(entries([collection]), aside=[], strict=True)
    found = 0
    for tables in run_pass(partitions(stream, size=PART), task, **engine):
        found += len(tables["hits"])
    seconds = time.perf_counter() - started
    await_processes()
    return {"seconds": seconds, "hits": found}


def await_processes() -> None:
    """Let the process that workers are copied from end, so that what they used is counted."""
    from multiprocessing import forkserver

    forkserver._forkserver._stop()


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def conc_queries(_: Path, folder: Path) -> Result:
    from conc.conc import Conc
    from conc.corpus import Corpus

    blank_model_for_conc()
    corpus = Corpus().load(str(folder / "bench.corpus"))
    reference = Corpus().load(str(folder / "bench.corpus"))
    result: Result = {"open": timed(lambda: Corpus().load(str(folder / "bench.corpus")))}
    conc = Conc(corpus)
    result["concordance"] = timed(lambda: conc.concordance(FREQUENT).to_frame())
    conc.set_reference_corpus(reference)
    result["keyness"] = timed(lambda: conc.keywords().to_frame())
    result["collocates"] = timed(lambda: conc.collocates(FREQUENT).to_frame())
    result["bigrams"] = timed(lambda: conc.ngram_frequencies(ngram_length=2).to_frame())
    return result


def topoi_queries(_: Path, folder: Path) -> Result:
    # Imports are not part of a query; opening the store is measured apart.
    from topoi.analysis.measures.collocates import collocates
    from topoi.analysis.measures.dispersion import dispersion_over_documents, frequency
    from topoi.analysis.measures.keyness import keyness, keyness_by
    from topoi.analysis.measures.ngrams import ngrams
    from topoi.analysis.store.search import concordance_of, stored_words
    from topoi.analysis.store.store import open_store

    def keyness_of_tass():
        return keyness_by(words, store.documents["source"], only=["TASS"])

    keyness(*[frequency_head()] * 2)
    result: Result = {"open": timed(lambda: open_store(folder / "store").forms)}
    store = open_store(folder / "store")
    words = stored_words(store)
    result["concordance"] = timed(lambda: concordance_of(store, FREQUENT, limit=20))
    result["concordance, 1,000 lines"] = timed(lambda: concordance_of(store, "the", limit=1000))
    result["keyness"] = timed(keyness_of_tass)
    result["collocates"] = timed(lambda: collocates(words, FREQUENT))
    result["bigrams"] = timed(lambda: ngrams(words, spread=False))
    result["frequency"] = timed(lambda: frequency(words))
    result["dispersion"] = timed(lambda: dispersion_over_documents(words))
    return result


def frequency_head():
    import pandas as pd

    return pd.Series({"the": 2, "crisis": 1})


CONTENDERS = {
    "topoi": topoi_build, "conc": conc_build, "spacy": spacy_blank, "nltk": nltk_words,
    "scikit-learn": scikit_learn, "re": plain_re, "topoi pass": topoi_pass,
    "topoi queries": topoi_queries, "conc queries": conc_queries,
}  # fmt: skip


def main() -> None:
    name, collection, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    try:
        result = CONTENDERS[name](collection, folder)
    except ModuleNotFoundError as error:
        result = {"missing": str(error.name)}
    result["processor"] = sum(os.times()[:4])
    own, children = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    result["peak_mb"] = own + 2 * children if children > 50 else own
    sys.stdout.write("\n" + json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
