"""Progress with rate and time left, for work that takes more than two seconds."""

import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from operator import length_hint
from typing import TypeVar

T = TypeVar("T")

SILENT_SECONDS = 2.0


def track(
    items: Iterable[T], *, label: str, total: int | None = None, unit: str = "it"
) -> Iterator[T]:
    """Yield the items, with a bar on a terminal's standard error once two seconds have passed.

    Nothing is drawn where standard error is not a terminal (notebooks, CI, pipes), so stored
    notebook outputs stay the same on every run, nor by workers, whose parts are counted as a whole.

    >>> list(track([1, 2], label="counting"))
    [1, 2]
    """
    with counter(label=label, total=total or length_hint(items) or None, unit=unit) as step:
        for item in items:
            yield item
            step(1)


def is_drawn() -> bool:
    """Return whether progress is drawn here: on a terminal, and not by one worker of many."""
    if not sys.stderr.isatty() or threading.current_thread() is not threading.main_thread():
        return False
    from multiprocessing import parent_process

    return parent_process() is None


@contextmanager
def counter(
    *, label: str, total: int | None, unit: str = "it"
) -> Iterator[Callable[[int], object]]:
    """Give a function to call with the number of steps done since; drawn as `track` is.

    >>> with counter(label="counting", total=2) as step:
    ...     _ = step(2)
    """
    if not is_drawn():
        yield lambda _: None
        return
    from tqdm import tqdm

    with tqdm(
        desc=label, total=total, unit=unit, file=sys.stderr, unit_scale=unit == "B",
        delay=SILENT_SECONDS, leave=False, smoothing=0.1,
    ) as bar:  # fmt: skip
        yield bar.update
