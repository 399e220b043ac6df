"""The self-test of a codebook: every example is coded as the codebook says."""

from dataclasses import replace

from topoi.coding.codebook import Codebook
from topoi.errors import InputError
from topoi.text.corpus import corpus_of

FROM_VOICES = frozenset({"reporting_cues", "quotation_mode", "attribution_chain"})


def check_examples(book: Codebook) -> Codebook:
    """Return the codebook if every `yes` is hit and no `no`; raises InputError otherwise.

    Each example is read as a text of its own, spoken by nobody: conditions on voices are not
    tested, and codes found from voices are tried on no example. A pattern that runs away here is
    listed in `stopped`, and the examples of its code are not judged.
    """
    from topoi.coding.hits import find_hits

    texts: dict[str, str] = {}
    wanted: dict[str, tuple[str, int, bool]] = {}
    for code in book.codes:
        if code.built_in not in FROM_VOICES:
            for expected, examples in ((True, code.yes), (False, code.no)):
                for example, line in examples:
                    name = f"{len(texts):06d}"
                    texts[name] = example
                    wanted[name] = (code.id, line, expected)
    if not texts:
        return book
    hits = find_hits(corpus_of(texts), [book])
    stopped = hits.attrs["stopped"]
    pairs = set(zip(hits["doc"], hits["code"], strict=True))
    away = {row["code"] for row in stopped}
    for name, (code_id, line, expected) in wanted.items():
        if code_id not in away and ((name, code_id) in pairs) != expected:
            raise mistake(book, texts[name], code_id, line, expected)
    lines = {one.source: one.line for code in book.codes for one in code.patterns()}
    return replace(
        book,
        stopped=tuple((row["code"], row["pattern"], lines[row["pattern"]]) for row in stopped),
    )


def mistake(book: Codebook, example: str, code: str, line: int, expected: bool) -> InputError:
    """Return the error for an example that is not coded as it should be."""
    told = "is not hit by any pattern" if expected else "is hit, but stands under `no`"
    remedy = "Add a pattern or correct the example." if expected else "Add an exclusion."
    return InputError(
        f"{book.path}:{line}", f"code {code!r}: the example {example!r} {told}", remedy
    )
