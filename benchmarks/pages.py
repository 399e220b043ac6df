"""How long the pages of a rendered site take in a browser, from disk, until they can be used.

`python benchmarks/pages.py SITE [--rounds 5] [--word WORD]` opens each page of a report in Chromium
without a window, each time anew, and prints the median of: seconds of the clock from the start of
navigation to the page's own word that it is ready, and seconds of the processor that the page's
main thread took for it, which a busy machine changes less. A search is timed from its address to
the lines shown.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.report.browser import READY, Page, browser

LOADED = "performance.getEntriesByType('navigation')[0]?.loadEventEnd > 0"
# when the page first says that it is ready: the table drawn, the text marked
NOTED = """new MutationObserver(() => {
  if (document.body?.dataset.ready && !window.wasReady) { window.wasReady = performance.now(); }
}).observe(document, {
  subtree: true, childList: true, attributes: true, attributeFilter: ["data-ready"]
});"""
PASSAGE = "evidence/text.html#doc=0"
PATIENCE = 120


def main() -> None:
    """Print a row a page: bytes of the site first, then both kinds of seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--word", default="peace")
    given = parser.parse_args()
    site = given.site.resolve()
    sizes = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    print(f"{site.name}: {sum(sizes.values()) / 1e6:.1f} MB in {len(sizes)} files")
    chapters = sorted(site.glob("notebooks/*.html"))
    asked = [
        ("front page", "index.html", LOADED),
        ("longest chapter", longest(chapters, site), LOADED),
        ("concordance of all", "evidence/index.html#all", READY),
        ("sorted by first word right", "evidence/index.html#all&sort=r1", READY),
        (f"search: {given.word}", f"evidence/index.html#all&q={given.word}", READY),
        ("text page", PASSAGE, READY),
        ("review", "evidence/review.html", READY),
    ]
    print("| page | clock, s | processor, s |\n|---|---|---|")
    for name, address, ready in asked:
        rounds = [opened(f"{site.as_uri()}/{address}", ready) for _ in range(given.rounds)]
        wall, work = (statistics.median(one) for one in zip(*rounds, strict=True))
        print(f"| {name} | {wall:.2f} | {work:.2f} |", flush=True)
    wall = statistics.median(searched(site, given.word) for _ in range(given.rounds))
    print(f"| a further search in the open page | {wall:.2f} | |")


def longest(chapters: list[Path], site: Path) -> str:
    """Return the address of the largest page of a chapter."""
    largest = max(chapters, key=lambda path: path.stat().st_size)
    return largest.relative_to(site).as_posix()


def opened(address: str, ready: str) -> tuple[float, float]:
    """Return seconds of the clock and of the main thread until a page, opened anew, is ready."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        browser(Path(folder)) as page,
    ):
        page.call("Page.addScriptToEvaluateOnNewDocument", source=NOTED)
        page.call("Performance.enable", timeDomain="threadTicks")
        before = worked(page)
        page.open(address, ready=ready, seconds=PATIENCE)
        wall = "performance.getEntriesByType('navigation')[0].loadEventEnd"
        wall = wall if ready == LOADED else f"Math.max(window.wasReady, {wall})"
        return page.value(wall) / 1000, worked(page) - before


def worked(page: Page) -> float:
    """Return the seconds that the page's main thread has worked."""
    found = page.call("Performance.getMetrics")["metrics"]
    return next(one["value"] for one in found if one["name"] == "TaskDuration")


def searched(site: Path, word: str) -> float:
    """Return the seconds of a search in a page that has searched before."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        browser(Path(folder)) as page,
    ):
        address = f"{(site / 'evidence/index.html').as_uri()}#all&q={word}"
        page.open(address, seconds=PATIENCE)
        return page.value(
            "new Promise(done => { const began = performance.now(); new MutationObserver(() => "
            "done((performance.now() - began) / 1000)).observe(document.body, "
            "{ attributes: true, attributeFilter: ['data-ready'] }); "
            "location.hash = 'all&q=the'; })"
        )


if __name__ == "__main__":
    main()
