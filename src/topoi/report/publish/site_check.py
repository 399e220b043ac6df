"""Check a rendered site: every link and anchor resolves, nothing comes from another host."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_FETCHED = {"src", "srcset", "poster", "data"}
_FETCHED_TAGS = {"script", "img", "iframe", "source", "video", "audio", "embed", "object", "link"}
# What a reference or citation leaves behind when it was not resolved (Quarto, pandoc).
_UNRESOLVED = re.compile(r"\?@[\w-]+|(?<![\w.@/])@(?:fig|tbl|sec|eq)-[\w-]+")
_CITATION = re.compile(r"^\(?[\w:.-]+\?\)?$")
_QUESTION = re.compile(r"[\w:.-]+\?")
_IMPORTED = re.compile(r"""(?:@import|url\()\s*["'(]*\s*((?:https?:)?//[^"')\s]+)""")


class _Page(HTMLParser):
    """The ids, addresses and leftovers of one page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.unresolved: list[str] = []
        self._silent: list[str] = []
        self._strong = 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if "id" in values:
            self.ids.add(values["id"])
        if tag == "a" and "name" in values:
            self.ids.add(values["name"])
        self._strong += tag in {"strong", "b"}
        if tag in {"script", "style", "code", "pre"}:
            self._silent.append(tag)
        if tag in {"a", "area"} and "href" in values:
            self.links.append(values["href"])
        if tag in _FETCHED_TAGS:
            names = {"href"} if tag == "link" else _FETCHED
            self.fetched.extend(values[name] for name in sorted(names & set(values)))
        if "quarto-unresolved-ref" in values.get("class", ""):
            self.unresolved.append(values.get("id", "a reference"))
        self.fetched.extend(_IMPORTED.findall(values.get("style", "")))

    def handle_endtag(self, tag: str) -> None:
        self._strong -= tag in {"strong", "b"}
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if self._silent:
            if self._silent[-1] == "style":
                self.fetched.extend(_IMPORTED.findall(data))
            return
        self.unresolved.extend(_UNRESOLVED.findall(data))
        if self._strong and _CITATION.match(data.strip()):
            self.unresolved.append(data.strip())


def check_site(folder: Path) -> list[str]:
    """Return one line a problem of the site in `folder`, sorted; an empty list where it is sound.

    Looked at are links and anchors between its pages, files that pages load, addresses of other
    hosts that a browser would fetch by itself (a link a reader may follow is none), and references
    or citations left unresolved; what looks like one and stands so in a text of the report is a
    quotation. Caveat: addresses that scripts put together are not seen.
    """
    folder = folder.resolve()
    pages = {path: _Page(path) for path in sorted(folder.rglob("*.html"))}
    quoted = _quotations(folder)
    problems = [] if folder / "index.html" in pages else [f"{folder}: has no index.html"]
    for path, page in pages.items():
        name = path.relative_to(folder)
        # a quotation may be cut short, in the middle of a word
        left = [t for t in page.unresolved if not any(q.startswith(t.strip("()")) for q in quoted)]
        problems += [f"{name}: {text} is unresolved" for text in left]
        for address in {*page.links, *page.fetched}:
            problem = _problem(folder, path, address, pages, fetched=address in page.fetched)
            if problem:
                problems.append(f"{name}: {problem}")
    for path in sorted(folder.rglob("*.css")):
        found = _IMPORTED.findall(path.read_text(encoding="utf-8", errors="replace"))
        problems += [f"{path.relative_to(folder)}: fetches {address}" for address in found]
    return sorted(set(problems))


def _quotations(folder: Path) -> set[str]:
    """Return what in the texts of the report (its evidence pages hold them) looks unresolved."""
    files = (folder / "evidence" / "data").glob("t*.js")
    texts = (file.read_text(encoding="utf-8") for file in files)
    return {q for text in texts for kind in (_UNRESOLVED, _QUESTION) for q in kind.findall(text)}


def _problem(
    folder: Path, page: Path, address: str, pages: dict[Path, _Page], *, fetched: bool
) -> str:
    parts = urlsplit(address)
    if parts.scheme == "data":
        return ""
    if parts.netloc or parts.scheme:
        return f"fetches {address}" if fetched else ""
    if not address or address == "#":
        return ""
    base = folder if parts.path.startswith("/") else page.parent
    target = (base / unquote(parts.path).lstrip("/")).resolve() if parts.path else page
    if target.is_dir():
        target = target / "index.html"
    if not target.is_file() or not target.is_relative_to(folder):
        return f"links to {address}, which is not in the site"
    aimed_at = pages.get(target)
    # doc=0&at=3-7 and the like are no places but settings for the page's own script
    is_place = parts.fragment and "=" not in parts.fragment
    if is_place and aimed_at and unquote(parts.fragment) not in aimed_at.ids | {"top"}:
        return f"links to {address}, and that page has no such place"
    return ""
