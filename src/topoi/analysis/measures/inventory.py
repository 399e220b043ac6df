"""What a collection holds, before anything is counted in it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import pandas as pd

from topoi.errors import InputError, Notice
from topoi.text.corpus.formats import Record, is_of_no_text
from topoi.text.corpus.hashes import text_hash
from topoi.text.corpus.signs import texts_with_signs
from topoi.text.words.tokens import fold

SHINGLE = 5
SAMPLE = 256
PERMUTATIONS = 64
THRESHOLD = 0.8
FEWEST_WORDS = 20
COLUMNS = ["doc", "like", "similarity"]
NOTE = (
    "Texts that share an estimated {threshold:.0%} or more of their {shingle}-word sequences "
    "(MinHash with {permutations} permutations over the {sample} lowest hashes of each text, so "
    "±0.1); texts below {fewest} words are compared as wholes only."
)
LANGUAGE_SAMPLE = 5000
LANGUAGE_CHARACTERS = 1000
ODD_SIGNS = {  # kind -> what its texts are called in the overview
    "misread": "probably decoded wrongly",
    "controls": "with signs of Windows-1252 as control characters",
    "lost": "with letters lost in decoding",
    "marks": "with byte order marks or nulls inside",
    "entities": "with entities of HTML",
    "tags": "with tags of HTML",
    "broken": "with words broken at line ends",
}
LANGUAGE_LETTERS = 20
LANGUAGE_PROBABILITY = 0.5
NOT_DETERMINED = "not determined"


class Inventory(NamedTuple):
    """Tables about a collection, each ready to be shown.

    `overview`: measure, value. `duplicates`: doc, like, kind, similarity. `languages`: language,
    documents, share. `sources`: source, documents, characters, first, last. `aside`: place,
    problem, remedy of what could not be read. `notices`: place, said, remedy of what was read
    otherwise than it stands or passed over.
    """

    overview: pd.DataFrame
    duplicates: pd.DataFrame
    languages: pd.DataFrame
    sources: pd.DataFrame
    aside: pd.DataFrame
    notices: pd.DataFrame


def inventory(
    records: Iterable[Record],
    *,
    aside: Sequence[InputError] = (),
    notices: Sequence[Notice] = (),
    threshold: float = THRESHOLD,
) -> Inventory:
    """Return what the texts are: how many, from when, by whom, in what language, how often twice.

    `aside` and `notices` are the lists that `collection.sound` fills while the records are read;
    which texts have odd signs is counted by them, so that these are looked for once.
    Reads the texts once and keeps none of them: a hash, a sketch of 64 numbers and a line of
    metadata each.
    """
    seen: dict[str, str] = {}
    rows: list[tuple[str, str, str | None, int, str]] = []
    same: list[tuple[str, str, str, float]] = []
    languages: Counter[str] = Counter()

    def fresh() -> Iterable[tuple[str, str]]:
        for record in records:
            rows.append((record.doc, record.source, record.date, len(record.text), record.place))
            digest = text_hash(record.text)
            if digest in seen:
                same.append((record.doc, seen[digest], "exact", 1.0))
                continue
            seen[digest] = record.doc
            if len(rows) <= LANGUAGE_SAMPLE:
                languages[guessed_language(record.text)] += 1
            yield record.doc, record.text

    near = near_duplicates(fresh(), threshold=threshold)
    near.insert(2, "kind", "near")
    exact = pd.DataFrame(same, columns=["doc", "like", "kind", "similarity"])
    duplicates = near if exact.empty else pd.concat([exact, near], ignore_index=True)
    duplicates = duplicates.sort_values(["kind", "doc"], ignore_index=True)
    duplicates.attrs["note"] = near.attrs["note"]
    documents = pd.DataFrame(rows, columns=["doc", "source", "date", "characters", "place"])
    documents["date"] = pd.to_datetime(documents["date"])
    return Inventory(
        overview=overview_of(documents, duplicates, texts_with_signs(notices), aside),
        duplicates=duplicates,
        languages=languages_of(languages, len(documents)),
        sources=sources_of(documents),
        aside=pd.DataFrame(
            [(error.place, error.problem, error.remedy) for error in aside],
            columns=["place", "problem", "remedy"],
        ),
        notices=pd.DataFrame([one[:3] for one in notices], columns=list(Notice._fields[:3])),
    )


@cache
def language_model() -> Any:
    """Return the model of py3langid that gives probabilities; None where it is not installed."""
    try:
        from py3langid import langid
    except ModuleNotFoundError:
        return None
    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)


def guessed_language(text: str) -> str:
    """Return the language of a text by its beginning, as an ISO 639-1 code; no download.

    "not determined" where that has too few letters to tell, or no language is likely enough.

    >>> guessed_language("He left.")
    'not determined'
    """
    beginning = text[:LANGUAGE_CHARACTERS]
    model = language_model()
    if model is None or sum(map(str.isalpha, beginning)) < LANGUAGE_LETTERS:
        return NOT_DETERMINED
    language, probability = model.classify(beginning)
    return str(language) if probability >= LANGUAGE_PROBABILITY else NOT_DETERMINED


def languages_of(counts: Counter[str], documents: int) -> pd.DataFrame:
    """Return the languages by frequency."""
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    table = pd.DataFrame(rows, columns=["language", "documents"])
    table["share"] = table["documents"] / max(table["documents"].sum(), 1)
    table.attrs["note"] = (
        f"By the first {LANGUAGE_CHARACTERS:,} characters of the first "
        f"{min(documents, LANGUAGE_SAMPLE):,} documents (py3langid), exact duplicates left out; "
        f"not determined below {LANGUAGE_LETTERS} letters or a probability of "
        f"{LANGUAGE_PROBABILITY:.0%}."
    )
    return table


def sources_of(documents: pd.DataFrame) -> pd.DataFrame:
    """Return one row a source: documents, characters, first and last date."""
    groups = documents.groupby("source", sort=True)
    return groups.agg(
        documents=("doc", "size"),
        characters=("characters", "sum"),
        first=("date", "min"),
        last=("date", "max"),
    ).reset_index()


def overview_of(
    documents: pd.DataFrame,
    duplicates: pd.DataFrame,
    odd: Mapping[str, int],
    aside: Sequence[InputError],
) -> pd.DataFrame:
    """Return the measures of the whole collection, zeros shown."""
    kinds = duplicates["kind"].value_counts()
    dated = documents["date"].dropna()
    empty = sum(map(is_of_no_text, aside))
    rows = [
        ("documents", len(documents)),
        ("characters", int(documents["characters"].sum())),
        ("sources", int(documents["source"].nunique())),
        ("first date", f"{dated.min():%Y-%m-%d}" if len(dated) else "none"),
        ("last date", f"{dated.max():%Y-%m-%d}" if len(dated) else "none"),
        ("without a date", len(documents) - len(dated)),
        ("exact duplicates", int(kinds.get("exact", 0))),
        ("near duplicates", int(kinds.get("near", 0))),
        *((measure, odd.get(kind, 0)) for kind, measure in ODD_SIGNS.items()),
        ("empty texts set aside", empty),
        ("other problems set aside", len(aside) - empty),
    ]
    return pd.DataFrame(rows, columns=["measure", "value"])


class Checksums(dict[str, int]):
    """The checksum of each word, taken when the word is first met."""

    def __missing__(self, word: str) -> int:
        self[word] = value = crc32(word.encode("utf-8", "surrogatepass"))
        return value


def near_duplicates(
    texts: Iterable[tuple[str, str]],
    *,
    threshold: float = THRESHOLD,
    shingle: int = SHINGLE,
    fewest: int = FEWEST_WORDS,
) -> pd.DataFrame:
    """Return pairs of texts that are nearly the same: `doc, like, similarity`.

    `texts` yields document and text; `like` is the earlier document most similar to `doc`, and
    `similarity` the estimated Jaccard similarity of their sequences of `shingle` words (Broder
    1997). Texts of fewer than `fewest` words are not compared. Each text appears once as `doc` at
    most. Raises InputError when datasketch is missing.

    >>> text = " ".join(f"word{number}" for number in range(50))
    >>> near_duplicates([("a", text), ("b", text + " more")])["like"].tolist()
    ['a']
    """
    try:
        from datasketch import MinHash, MinHashLSH
    except ModuleNotFoundError:
        raise InputError(
            "datasketch", "is not installed", "Install it with `pip install topoi`."
        ) from None
    index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
    # One set of permutations for all: making them costs more than using them.
    blank = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int)
    known: dict[str, np.ndarray] = {}
    checksums = Checksums()
    rows = []
    for doc, text in texts:
        hashes = sampled_shingles(text, checksums, shingle=shingle, fewest=fewest)
        if not len(hashes):
            continue
        sketch = blank.copy()
        sketch.update_batch(hashes.tolist())
        found = [
            (float(np.mean(known[other] == sketch.hashvalues)), other)
            for other in index.query(sketch)
        ]
        best = min(((-share, other) for share, other in found if share >= threshold), default=None)
        if best:
            rows.append((doc, best[1], round(-best[0], 2)))
        index.insert(doc, sketch)
        known[doc] = sketch.hashvalues
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"doc": "str", "like": "str"})
    table.attrs["note"] = NOTE.format(
        threshold=threshold, shingle=shingle, permutations=PERMUTATIONS, sample=SAMPLE,
        fewest=fewest,
    )  # fmt: skip
    return table


def sampled_shingles(
    text: str, checksums: Checksums, *, shingle: int = SHINGLE, fewest: int = FEWEST_WORDS
) -> np.ndarray:
    """Return the lowest hashes of the text's sequences of words, all of them in a short text.

    The lowest hashes are a sample that two versions of a text draw alike, so that long texts cost
    no more than short ones.
    """
    words = fold(text).split()
    if len(words) < max(fewest, shingle):
        return np.zeros(0, dtype=np.uint64)
    hashes = np.array([checksums[word] for word in words], dtype=np.uint64)
    shingles = np.zeros(len(hashes) - shingle + 1, dtype=np.uint64)
    for step in range(shingle):
        shingles = shingles * np.uint64(0x9E3779B97F4A7C15) + hashes[step : step + len(shingles)]
    ordered = np.sort(mixed(shingles))
    first = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    return ordered[first][:SAMPLE]


def mixed(values: np.ndarray) -> np.ndarray:
    """Return the values with all bits stirred, in 32 bits, as MinHash takes them."""
    values = (values ^ (values >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    return (values ^ (values >> np.uint64(33))) >> np.uint64(32)
