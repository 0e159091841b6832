"""Specs named on the command line, as the spec room wants them."""

import os
import sys

from influence_cli.cli import files
from influence_cli.cli.console import is_terminal, say
from influence_cli.model.errors import UsageError
from influence_cli.spec import Source

STANDARD_INPUT = "-"


def read_source(path: str) -> Source:
    """Read one spec; ``-`` is standard input.

    Raises:
        UsageError: When it cannot be read; the message says why and names a similar file.
    """
    try:
        return fetch(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot read: {reason(path, error)}") from None


def fetch(path: str) -> Source:
    """Read one spec; ``-`` is standard input.

    Raises:
        OSError: When it cannot be read.
    """
    if path != STANDARD_INPUT:
        return Source(path, files.read_argument(path))
    if sys.stdin is None:
        raise OSError(0, "standard input is closed")
    if is_terminal(sys.stdin):
        say("Reading a spec from the keyboard; end it with Ctrl-D.")
    return Source("<stdin>", files.read_bounded(sys.stdin.buffer))


def reason(path: str, error: OSError) -> str:
    """Why a spec cannot be read, with the name of a similar file where there is none of that name."""
    words = files.in_words(error)
    similar = files.similar_name(path) if isinstance(error, FileNotFoundError) else ""
    return f"{words}; did you mean {similar!r}?" if similar and os.path.isfile(similar) else words
