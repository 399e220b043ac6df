"""What many tests share: the article of this repository, read once."""

import signal
from pathlib import Path

import pytest
from hypothesis import settings

from topoi.text.corpus.corpus import Corpus, read_corpus
from topoi.text.corpus.hashes import file_hash

ROOT = Path(__file__).parent.parent
SEED = "000_187c0d223700570b"
SEED_HASH = "ef8afb6272a5ce81a34120c8d5cf4baab946e2ccb391b50a67f15924f4eefb53"
CODEBOOKS = ("frames", "rhetoric")
# An example that waits for a busy machine is no failure.
settings.register_profile("topoi", deadline=None)
settings.load_profile("topoi")


def pytest_configure() -> None:
    """Hear Ctrl-C, as do the commands started here; a shell's background (`&`) makes it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def article() -> Path:
    """The article that hand counts and judgements are of; skips in another study's repository."""
    path = ROOT / "seeds" / f"{SEED}.txt"
    books = [ROOT / "codebook" / f"{name}.yml" for name in CODEBOOKS]
    if not path.is_file() or file_hash(path) != SEED_HASH or not all(map(Path.is_file, books)):
        pytest.skip("the article and its codebooks are not those of this study")
    return path


@pytest.fixture(scope="session")
def seed(article: Path) -> Corpus:
    return read_corpus(article)
