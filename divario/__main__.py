"""`python -m divario …`."""

import sys

from divario.cli import main

if __name__ == "__main__":
    sys.exit(main())
