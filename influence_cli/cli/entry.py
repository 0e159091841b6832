"""The entry point: runs a command and turns whatever happens into words and an exit code."""

import contextlib
import errno
import gc
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

from influence_cli.cli import console

OK = 0
WRONG = 2
BUG = 70
INTERRUPTED = 130
TERMINATED = 143


def main() -> int:
    """Run the command line on this process's arguments.

    Returns:
        The exit code: 0 done, 1 a gate failed, 2 the spec or the command is wrong, 3 no feasible plan,
        70 a bug of this programme.
    """
    # Further threads inside NumPy only burn time here; it reads this when it is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Looking for pydantic plugins means reading the metadata of every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # Importing the schema makes so many objects that the collector would walk them all several times over, for a
    # process that ends in a moment; arrays are freed by their counts anyway.
    gc.disable()
    _prepare_process()
    try:
        return _exit_code(_run)
    except KeyboardInterrupt:
        console.say("influence: stopped")
        return INTERRUPTED
    except Exception as error:
        return _answer(error)


def _prepare_process() -> None:
    """Make text that the terminal cannot show harmless, and let a polite kill clean up like Ctrl-C does."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGTERM, _terminate)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(TERMINATED)


def _run() -> None:
    from influence_cli.cli.app import app

    app(prog_name="influence")


def _exit_code(run: Callable[[], None]) -> int:
    """What the command asked to exit with, once everything it printed has left this process."""
    code = OK
    try:
        run()
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):
            console.silence_output()
            return console.CLOSED_PIPE
        code = stop.code if isinstance(stop.code, int) else OK
    if code == INTERRUPTED:
        raise KeyboardInterrupt
    if sys.stdout is not None:
        sys.stdout.flush()
    return code


def _answer(error: Exception) -> int:
    from influence_cli.model.errors import InfluenceError, SpecError

    if isinstance(error, SpecError):
        count = len(error.problems)
        console.say("\n".join(str(problem) for problem in error.problems))
        console.say(f"influence: {count} problem{'s' if count > 1 else ''}, so nothing was done")
        return error.exit_code
    if isinstance(error, InfluenceError):
        console.say(f"influence: {error}")
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        console.silence_output()
        return console.CLOSED_PIPE
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EIO, errno.EBADF, errno.EFBIG}:
        from influence_cli.cli.files import in_words

        console.silence_output()
        console.say(f"influence: standard output: cannot write: {in_words(error)}")
        return WRONG
    return _admit(error)


def _admit(error: Exception) -> int:
    """Own up to a bug, shortly; the traceback only for those who ask."""
    if "--debug" in sys.argv[1:]:
        import traceback

        with contextlib.suppress(OSError, ValueError, AttributeError):
            sys.stderr.write("".join(traceback.format_exception(error)))
    if isinstance(error, MemoryError):
        console.say("influence: the memory of this machine is not enough; try fewer --draws or fewer creators")
        return BUG
    console.say(
        f"influence: a bug in influence, not in your spec: {type(error).__name__}: {error}\n"
        "Please report it in the project's issue tracker with your spec, the command and\n"
        "what the same command prints with --debug."
    )
    return BUG
