"""``python -m influence_cli``: the same as ``influence``."""

import sys

from influence_cli.cli import main

if __name__ == "__main__":
    sys.exit(main())
