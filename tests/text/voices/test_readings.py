r"""Short texts read whole: who says what, by which cue, in which words, and how surely.

In `readings.txt` a text stands at the head of a line, each of its attributions in a line behind it:
kind, mode and stance: source | cue | contents | speaker. "?" says that the speaker is not certain,
"\n" is the end of a line.
"""

from pathlib import Path

import pytest

from topoi.text.voices.lexicon import load_lexicon
from topoi.text.voices.reading import attributions_of
from topoi.text.voices.reporting import Attribution

LEXICON = load_lexicon()


def readings() -> list[tuple[str, list[str]]]:
    """Return each text of the file with the lines of its attributions."""
    found: list[tuple[str, list[str]]] = []
    written = Path(__file__).with_name("readings.txt").read_text(encoding="utf-8")
    for line in written.splitlines():
        plain = line.strip().replace("\\n", "\n")
        if line.startswith("    "):
            found[-1][1].append(plain)
        else:
            found.append((plain, []))
    return found


def in_a_line(text: str, one: Attribution) -> str:
    source, cue = (text[max(start, 0) : max(end, 0)] for start, end in one[:2])
    contents = " ... ".join(text[start:end] for start, end in one.contents)
    who = one.speaker + f" via {one.via}" * bool(one.via) + "?" * (not one.certain)
    kind = "nested" if one.level == "nested" else one.kind
    return f"{kind} {one.mode} {one.stance}: {source} | {cue} | {contents} | {who}"


@pytest.mark.parametrize(("text", "expected"), readings())
def test_a_short_text_is_read_as_a_reader_reads_it(text: str, expected: list[str]) -> None:
    found = attributions_of(text, lexicon=LEXICON)
    assert [in_a_line(text, one) for one in found] == expected


FAR = "It was cold on the roads of the town, and it went on for long.\n\n" * 10


@pytest.mark.parametrize(("before", "behind"), [(FAR, ""), ("", f"\n\n{FAR}")])
def test_a_paragraph_is_read_alike_wherever_it_stands(before: str, behind: str) -> None:
    """Not so speeches and lists, which have no cue, and a name signed at the end."""
    for text, expected in readings():
        told = "\n".join([text, *expected])
        if not expected or any(sign in told for sign in ("|  |", "| — |", "Key statements")):
            continue
        whole = before + text + behind
        found = attributions_of(whole, lexicon=LEXICON)
        assert [in_a_line(whole, one) for one in found] == expected, text
