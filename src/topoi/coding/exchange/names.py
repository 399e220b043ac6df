"""Names of files for documents: ids may hold what no file can be called, and are kept beside."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping

TABLE = "documents.json"  # in a folder of files a document: name of a file -> id of its document
LONGEST = 150  # bytes, which leaves room for endings
UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # of Windows


def file_names(docs: Iterable[str]) -> dict[str, str]:
    """Return document -> a name that a file can have on every system, each its own.

    An id that is such a name stays as it is; names that are equal but for case are numbered.

    >>> file_names(["un/2024/5", "a", "A", "con"])
    {'a': 'a', 'A': 'A-2', 'un/2024/5': 'un_2024_5', 'con': 'con_'}
    """
    names: dict[str, str] = {}
    taken: dict[str, int] = {}
    # Those whose names are fit come first, so that they keep them.
    for doc in sorted(docs, key=lambda doc: fit_name(doc) != doc):
        name = wanted = fit_name(doc)
        while alike(name) in taken:
            taken[alike(wanted)] += 1
            name = f"{wanted}-{taken[alike(wanted)]}"
        taken[alike(name)] = 1
        names[doc] = name
    return names


def fit_name(doc: str) -> str:
    """Return an id as a name that a file can have.

    >>> fit_name("../x. "), fit_name(".hidden"), fit_name("nul.txt")
    ('_._x', '_hidden', 'nul.txt_')
    """
    name = UNFIT.sub("_", doc).rstrip(". ")
    name = re.sub(r"^\.", "_", name).encode()[:LONGEST].decode(errors="ignore").rstrip(". ")
    return f"{name}_" if not name or RESERVED.fullmatch(name) else name


def alike(name: str) -> str:
    """Return what two names share that some system takes for one."""
    return unicodedata.normalize("NFC", name).casefold()


def table_of_names(names: Mapping[str, str]) -> str:
    """Return the table of those names that are not the ids themselves, "" where all are."""
    other = {name: doc for doc, name in names.items() if doc != name}
    return json.dumps(other, ensure_ascii=False, indent=1) + "\n" if other else ""
