"""Setting a PDF by Typst in a process of its own, which gives back its memory when it ends.

`python -m topoi.report.typesetting FOLDER` sets FOLDER/report.typ as FOLDER/report.pdf.
"""

import subprocess
import sys
from pathlib import Path

from topoi.errors import InputError

SOURCE, RESULT = "report.typ", "report.pdf"
REFUSED = 3


def typeset(folder: Path) -> bytes:
    """Return the PDF/UA-1 file that Typst makes of `report.typ` and the files beside it.

    Raises InputError with what Typst says is wrong.
    """
    command = [sys.executable, "-m", __spec__.name, str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode == REFUSED:
        raise InputError(
            "the PDF", f"Typst says: {done.stdout.strip()}", "Mend the source it names"
        )
    if done.returncode:
        raise RuntimeError(f"Typst ended with {done.returncode}: {done.stderr.strip()}")
    return (folder / RESULT).read_bytes()


def main(folder: Path) -> int:
    """Write the PDF and return 0, or print what is wrong with the source."""
    import typst

    try:
        data = typst.compile(
            str(folder / SOURCE), root=str(folder), ignore_system_fonts=True,
            pdf_standards="ua-1", timestamp=0,
        )  # fmt: skip
    except typst.TypstError as error:
        print(error)
        return REFUSED
    (folder / RESULT).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
