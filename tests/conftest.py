"""What many tests share: the seed, read once."""

import signal
from pathlib import Path

import pytest

from topoi.text.corpus.corpus import Corpus, read_corpus

ROOT = Path(__file__).parent.parent
SEED = "000_187c0d223700570b"


def pytest_configure() -> None:
    """Hear Ctrl-C, as do the commands started here; a shell's background (`&`) makes it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def seed() -> Corpus:
    return read_corpus(ROOT / "seeds" / f"{SEED}.txt")
