"""What tables made elsewhere call texts and topics: by names, by files, by words, by numbers."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PureWindowsPath
from urllib.parse import unquote

import pandas as pd

from topoi.analysis.topics.given_tables import GivenTables, brief
from topoi.errors import InputError, Notice
from topoi.text.corpus.corpus import MOST_NAMED
from topoi.text.words.context import flat

OUTLIERS = "-1"  # what BERTopic calls the documents of no topic
NUMBERED = re.compile(r"(\D*)(\d+)")
FILES = "calls the texts by their files"
WORDS = "has the words of the texts in place of their names"


def with_names_of_texts(tables: GivenTables, texts: Mapping[str, str]) -> GivenTables:
    """Return the tables with the documents called as the texts are; how they are known is told.

    Where no document has the name of a text, they may be called by their files, by their words (as
    in `get_document_info` of BERTopic), or be numbered in the order of the texts, from 0 or 1 (as
    the rows of pandas and R are). Numbers are names only where there are as many as texts.
    """
    docs = pd.unique(tables.documents["doc"]).tolist()
    if not texts.keys().isdisjoint(docs):
        return tables
    for said, known in ways_of_naming(docs, texts):
        if known:
            named = [known.get(doc, doc) for doc in tables.documents["doc"]]
            documents = tables.documents.assign(doc=pd.array(named, dtype="str"))
            told = Notice(str(tables.files[1]), said, "Look at a text or two.")
            return tables._replace(documents=documents, notices=(*tables.notices, told))
    return tables


def ways_of_naming(
    docs: Sequence[str], texts: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each way of calling texts: what is told of it, and of which text a document is."""
    stems = said_once({doc: file_stem(doc) for doc in docs})
    yield FILES, {doc: stem for stem, doc in stems.items() if stem in texts}
    words = said_once({name: flat(text) for name, text in texts.items()})
    yield WORDS, {doc: words[flat(doc)] for doc in docs if flat(doc) in words}
    names = [*texts]
    for first in (0, 1):
        numbers = {str(number): name for number, name in enumerate(names, start=first)}
        if numbers.keys() == set(docs):
            ends = f"{first} is {names[0]}, {first + len(names) - 1} is {names[-1]}"
            yield f"numbers the texts, which are taken in their order: {ends}", numbers


def said_once(names: Mapping[str, str]) -> dict[str, str]:
    """Return which name says a thing that no other says.

    >>> said_once({"a": "x", "b": "y", "c": "y"})
    {'x': 'a'}
    """
    times = Counter(names.values())
    return {said: name for name, said in names.items() if times[said] == 1}


def file_stem(name: str) -> str:
    r"""Return the name of a file without folders and ending, of a path or an address.

    >>> file_stem("file:/home/me/My%20texts/a%201.txt"), file_stem(r"texts\b.txt"), file_stem("c")
    ('a 1', 'b', 'c')
    """
    return PureWindowsPath(unquote(name)).stem


def with_topics_alike(tables: GivenTables) -> GivenTables:
    """Return the tables with topics of one name in both; told where the names were not alike.

    Topics that no table calls as the other does are known by their numbers, where both have the
    same ("V1" and "Topic 1"). Raises InputError where they have no topic in common, and where both
    number them, one from 0 and the other from 1: the same number is another topic there.
    """
    (of_words, words), (of_documents, documents) = (
        (file, [name for name in pd.unique(table["topic"]) if name != OUTLIERS])
        for file, table in zip(tables.files, (tables.words, tables.documents), strict=True)
    )
    both, numbers = f"{of_words}, {of_documents}", (numbers_of(words), numbers_of(documents))
    if not set(words).isdisjoint(documents):
        if sorted(map(sorted, numbers)) == [[*range(len(words))], [*range(1, len(words) + 1)]]:
            problem = f"number the topics from {min(numbers[0])} and from {min(numbers[1])}"
            raise InputError(both, problem, "Number them alike in both tables.")
        return tables
    if not numbers[0] or numbers[0].keys() != numbers[1].keys():
        problem = f"have no topic in common ({listed(words)} and {listed(documents)})"
        remedy = "Name the topics alike in both tables; a row of words is a topic."
        raise InputError(both, problem, remedy)
    names = {there: numbers[0][number] for number, there in numbers[1].items()}
    named = [names.get(name, name) for name in tables.documents["topic"]]
    said = f"calls topics {listed(documents)}, and {of_words.name} {listed(words)}"
    told = Notice(str(of_documents), said, "They are taken by their numbers.")
    renamed = tables.documents.assign(topic=pd.array(named, dtype="str"))
    return tables._replace(documents=renamed, notices=(*tables.notices, told))


def numbers_of(names: Sequence[str]) -> dict[int, str]:
    """Return the names by the number at their ends; none where they do not differ by it alone.

    >>> numbers_of(["V1", "V2"]), numbers_of(["War 1", "Peace 2"]), numbers_of(["War", "Peace"])
    ({1: 'V1', 2: 'V2'}, {}, {})
    """
    found = [NUMBERED.fullmatch(name) for name in names]
    if not all(found) or len({one[1] for one in found if one}) != 1:
        return {}
    numbers = {int(one[2]): one[0] for one in found if one}
    return numbers if len(numbers) == len(names) else {}


def listed(names: Sequence[str]) -> str:
    """Return the first names of several, and an ellipsis where there are more.

    >>> listed(["V1", "V2"])
    'V1, V2'
    """
    shown = ", ".join(map(brief, names[:MOST_NAMED])) or "none"
    return f"{shown}, …" if len(names) > MOST_NAMED else shown
