"""The two streams: results on standard output, talk on standard error, and what the terminal can show."""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TextIO

from influence_cli.model.errors import UsageError

USUAL_WIDTH = 80
WIDE = 120
NARROWEST = 40
_LONGEST_LINE = 4_000
CLOSED_PIPE = 141
"""Exit code after the reader of a pipe has gone, as the shell reports it for SIGPIPE (128 + 13)."""

_PLAIN_GLYPHS = str.maketrans(
    dict.fromkeys("\u2500\u2501\u2550\u2013\u2014\u2212", "-")
    | dict.fromkeys("│┃║", "|")
    | dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯┏┓┗┛┡┩╇", "+")
    | dict.fromkeys("█▉▊▋▌▇▆▅", "#")
    | dict.fromkeys("▍▎▏▄▃▂▁·•", ".")
    | {"…": "...", "\u00d7": "x", "≥": ">=", "≤": "<=", "→": "->", "€": "EUR"}
)
"""What to print for the signs of a report where an encoding has none of them."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What a report may use.

    Attributes:
        width: Columns.
        color: Whether colour is shown.
        quiet: Whether only the most important is asked for.
    """

    width: int
    color: bool
    quiet: bool = False


def screen(*, wide: bool = False, width: int | None = None, no_color: bool = False, quiet: bool = False) -> Screen:
    """The screen behind standard output, as options and environment describe it."""
    on_terminal = is_terminal(sys.stdout)
    color = not no_color and wants_color(os.environ, on_terminal)
    return Screen(columns(wide, width, shutil.get_terminal_size((USUAL_WIDTH, 24)).columns), color, quiet)


def paper(*, wide: bool = False, width: int | None = None) -> Screen:
    """What a file is written for: no terminal, so no colour, and everything there is to say."""
    return Screen(columns(wide, width, USUAL_WIDTH), color=False)


def columns(wide: bool, width: int | None, available: int) -> int:
    """Columns to use: the number asked for, else 120 when wide, else what the terminal has.

    >>> columns(False, None, 97), columns(True, None, 97), columns(True, 60, 97)
    (97, 120, 60)
    """
    return max(NARROWEST, width or (WIDE if wide else available))


def wants_color(environment: Mapping[str, str], on_terminal: bool) -> bool:
    """Whether to use colour: NO_COLOR wins, then FORCE_COLOR, then a terminal that is not dumb.

    Source: no-color.org and force-color.org (both count when present and not empty).

    >>> wants_color({}, True), wants_color({"NO_COLOR": "1"}, True), wants_color({"TERM": "dumb"}, True)
    (True, False, False)
    """
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return environment["FORCE_COLOR"] != "0"
    return on_terminal and environment.get("TERM") != "dumb"


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal; a closed one is not."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def result(text: str) -> None:
    """Print a result for people on standard output, with characters its encoding lacks replaced.

    Raises:
        UsageError: When standard output is closed or full.
        SystemExit: Quietly, when the reader of a pipe has gone.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(_PLAIN_GLYPHS)
    _print(text, encoding)


def document(text: str) -> None:
    """Print a document for machines on standard output, always UTF-8, whatever the terminal speaks.

    Raises:
        UsageError: As ``result``.
        SystemExit: As ``result``.
    """
    _print(text, "utf-8")


def documents(pieces: Iterable[str]) -> None:
    """Print a long document piece by piece; the last piece ends its line itself.

    Raises:
        UsageError: As ``result``.
        SystemExit: As ``result``.
    """
    for piece in pieces:
        _print(piece, "utf-8", whole=False)


def _print(text: str, encoding: str, *, whole: bool = True) -> None:
    if sys.stdout is None:
        raise UsageError("standard output is closed, so there is nowhere to print the result")
    line = text if text.endswith("\n") or not whole else text + "\n"
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(line.encode(encoding, "replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        silence_output()
        raise SystemExit(CLOSED_PIPE) from None
    except OSError as error:
        from influence_cli.cli.files import in_words

        silence_output()
        raise UsageError(f"standard output: cannot write: {in_words(error)}") from None


def silence_output() -> None:
    """Point standard output at nothing, so that the interpreter's last flush cannot fail a second time."""
    _silence(sys.stdout)


def _silence(stream: TextIO) -> None:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)


def say(text: str) -> None:
    """Talk to the user on standard error; a standard error that cannot be written to is no reason to fail."""
    from influence_cli.report.values.sanitize import plain

    lines = "\n".join(plain(line, _LONGEST_LINE) for line in text.splitlines())
    try:
        sys.stderr.write(lines + "\n")
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        _silence(sys.stderr)
