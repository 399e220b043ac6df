"""`python -m topoi` is the same as `topoi`."""

import sys

from topoi.cli import main

if __name__ == "__main__":
    sys.exit(main())
