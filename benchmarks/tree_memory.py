"""The memory of a process and all its descendants, as Linux accounts for it.

Proportional set size (PSS): each process counts the pages of its own in full and each shared page
by its share, so that the sum over a tree is the memory that the tree takes up. The resident size
that `wait4` reports is of the largest single process alone.
"""

from pathlib import Path

PROC = Path("/proc")


def tree_pss(root: int) -> float:
    """Return the sum of the PSS of a process and its descendants at this moment, in MB."""
    children: dict[int, list[int]] = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit() and (parent := parent_of(folder)) is not None:
            children.setdefault(parent, []).append(int(folder.name))
    total, waiting = 0.0, [root]
    while waiting:
        process = waiting.pop()
        total += pss(PROC / str(process))
        waiting += children.get(process, [])
    return total


def parent_of(folder: Path) -> int | None:
    """Return the parent of a process, None where it has ended meanwhile."""
    try:
        stat = (folder / "stat").read_text()
    except OSError:
        return None
    return int(stat.rpartition(")")[2].split()[1])


def pss(folder: Path) -> float:
    """Return the PSS of one process in MB, 0 where it has ended meanwhile."""
    try:
        lines = (folder / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
